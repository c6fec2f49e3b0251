"""Cards: one message per point, in the chat where the motion came in and in that of everyone who may approve it.

All copies say the same and carry the same buttons; who may do what is decided by the rules, not by who sees a button.
Each copy is remembered in the table `card`, so that all are edited when something happens to the point.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from bot.channels.accounts import chats_in, reviewers_in
from bot.channels.addresses import may_receive_in
from bot.channels.outbox import message_in, post_in
from bot.channels.port import ButtonPress, Edit, Post, PressAnswer, RichText, Style, Tone, plain, styled
from bot.channels.tables import callback_token, card, case_origin, outbox
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat.context import Subject, Turn
from bot.chat.entwurf_text import clip, entwurf_card, full_text, is_shortened, joined, written_by_hand
from bot.chat.held_back import veiled
from bot.review.case_rows import person_in
from bot.review.deadlines import deadline_text
from bot.review.people import Person, Rolle
from bot.review.rules import Abgewiesen, Entscheidung, Revision, Stand, Vorgang, VorgangStatus, stand, status
from corpus.domain import Entwurf, EntwurfStatus

Chat = tuple[str, str]
"""Channel and chat id."""

PRESS_ANSWER_UNITS = 200

ENTWURF_CARD = "entwurf"
STATUS_CARD = "status"


@dataclass(frozen=True)
class Copy:
    """One copy of a card: the message it is, and where."""

    outbox_id: int
    chat: Chat


# --- showing --------------------------------------------------------------------------------------------------------


def present_case_in(turn: Turn, case_id: str, *, place: Chat, handed_in_by: Person) -> None:
    """A freshly drafted case: what it is and a card per point, to where it came in and to everyone who may approve.

    Happens once per chat and revision, however often it is called.
    """
    case = turn.cases.get_in(turn.connection, case_id)
    reviewers = reviewers_in(turn.connection, turn.now.date())
    newest = "-".join(str(r.revision) for r in case.revisionen)
    for chat in _distinct([place, *((channel, chat_id) for _, channel, chat_id in reviewers)]):
        note = _who_decides(reviewers, handed_in_by) if chat == place else _handed_in(handed_in_by)
        _post_summary(turn, case, chat, note=note, key=f"vorgang:{case_id}:{newest}:{chat[0]}:{chat[1]}")
        for revision in case.revisionen:
            post_card_in(turn, case, revision, chat, once=True)


def show_case_in(turn: Turn, case_id: str, channel: str, chat_id: str, person: Person) -> None:
    """The case again at the end of one chat; copies further up there point to it and lose their buttons."""
    case = turn.cases.get_in(turn.connection, case_id)
    _post_summary(turn, case, (channel, chat_id), note=RichText(), key=None)
    for revision in case.revisionen:
        post_card_in(turn, case, revision, (channel, chat_id))


def post_card_in(turn: Turn, case: Vorgang, revision: Revision, chat: Chat, *, once: bool = False) -> None:
    """The card of a point in one chat; with `once` only where this revision was never posted there."""
    text, knoepfe = _card(turn, case, revision)
    place = f"{chat[0]}:{chat[1]}"
    key = f"karte:{case.id}:{revision.nr}:{revision.revision}:{place}" if once else None
    if is_shortened(revision.entwurf):
        whole = Post(full_text(case, revision), silent=True)
        post_in(turn.connection, *chat, whole, at=turn.at, key=f"{key}:text" if key else None)
    outbox_id = post_with_buttons_in(turn.connection, *chat, Post(text), knoepfe, at=turn.at, key=key)
    pointer = f"{case.id} · Punkt {revision.nr}: Die Karte steht jetzt weiter unten."
    _replace(turn, case.id, revision.nr, outbox_id, chat, ENTWURF_CARD, pointer)


def refresh_in(turn: Turn, case_id: str, nr: int | None = None) -> None:
    """Edits all copies of a point's card (of all points, where `nr` is None) and of the case's summary."""
    case = turn.cases.get_in(turn.connection, case_id)
    for revision in case.revisionen:
        if nr is not None and revision.nr != nr:
            continue
        text, knoepfe = _card(turn, case, revision)
        for copy in copies_in(turn, case_id, revision.nr):
            edit_in(turn, copy, text, knoepfe)
    for copy in copies_in(turn, case_id, None, kind=STATUS_CARD):
        post_in(turn.connection, *copy.chat, Edit(copy.outbox_id, summary_text(turn, case)), at=turn.at)


def announce_revision_in(turn: Turn, case_id: str, nr: int, news: RichText, *, also: Chat | None = None) -> None:
    """A point has a new revision: every copy shows it, and everyone concerned is told what changed, with the card."""
    case = turn.cases.get_in(turn.connection, case_id)
    revision = case.revision(nr)
    refresh_in(turn, case_id, nr)
    copies = {copy.chat: copy for copy in copies_in(turn, case_id, nr)}
    reviewers = [(channel, chat_id) for _, channel, chat_id in reviewers_in(turn.connection, turn.now.date())]
    for chat in _distinct([*([also] if also else []), *copies, *reviewers]):
        answered = message_in(turn.connection, copies[chat].outbox_id)[1] if chat in copies else None
        post_in(turn.connection, *chat, Post(news, reply_to=answered), at=turn.at)
        if chat not in copies and chat in reviewers:
            post_card_in(turn, case, revision, chat)
        elif is_shortened(revision.entwurf):
            post_in(turn.connection, *chat, Post(full_text(case, revision), silent=True), at=turn.at)


# --- copies ---------------------------------------------------------------------------------------------------------


def copies_in(turn: Turn, case_id: str, nr: int | None, *, kind: str = ENTWURF_CARD) -> list[Copy]:
    """All copies of a card, the oldest first."""
    which = card.c.nr.is_(None) if nr is None else card.c.nr == nr
    rows = turn.connection.execute(
        select(card.c.outbox_id, outbox.c.channel, outbox.c.chat_id)
        .join(outbox, outbox.c.id == card.c.outbox_id)
        .where(card.c.vorgang_id == case_id, which, card.c.kind == kind)
        .order_by(card.c.outbox_id)
    )
    return [Copy(row.outbox_id, (row.channel, row.chat_id)) for row in rows]


def copy_of(turn: Turn, outbox_id: int) -> Copy:
    """A message of ours, to be edited."""
    row = turn.connection.execute(select(outbox.c.channel, outbox.c.chat_id).where(outbox.c.id == outbox_id)).one()
    return Copy(outbox_id, (row.channel, row.chat_id))


def edit_in(
    turn: Turn, copy: Copy, text: RichText, knoepfe: Sequence[Sequence[Knopf]] = (), *, keep_earlier: bool = True
) -> None:
    """A message says something else now.

    With `keep_earlier` the buttons it had still lead to their handlers: whoever pressed them before the edit arrived
    has to learn who was first. The rules check revision and state anyway.
    """
    shown = (callback_token.c.outbox_id == copy.outbox_id, callback_token.c.revoked.is_(False))
    earlier = list(turn.connection.scalars(select(callback_token.c.token).where(*shown))) if keep_earlier else []
    post_with_buttons_in(turn.connection, *copy.chat, Edit(copy.outbox_id, text), knoepfe, at=turn.at)
    if earlier:
        again = update(callback_token).where(callback_token.c.token.in_(earlier)).values(revoked=False)
        turn.connection.execute(again)


def _replace(turn: Turn, case_id: str, nr: int | None, outbox_id: int, chat: Chat, kind: str, pointer: str) -> None:
    """The message is the copy in this chat from now on; older ones there point to it and lose their buttons."""
    copies = copies_in(turn, case_id, nr, kind=kind)
    if any(copy.outbox_id == outbox_id for copy in copies):
        return
    remember_in(turn, case_id, nr, outbox_id, kind)
    for copy in copies:
        if copy.chat == chat:
            edit_in(turn, copy, plain(pointer))
            turn.connection.execute(delete(card).where(card.c.outbox_id == copy.outbox_id))


def remember_in(turn: Turn, case_id: str, nr: int | None, outbox_id: int, kind: str) -> None:
    """The message is a copy of a card from now on."""
    turn.connection.execute(insert(card).values(outbox_id=outbox_id, vorgang_id=case_id, nr=nr, kind=kind))


def _card(turn: Turn, case: Vorgang, revision: Revision) -> tuple[RichText, list[list[Knopf]]]:
    stands = turn.cases.decided(case, revision.nr)
    text = entwurf_card(case, revision, stands, heute=turn.now.date(), approvals=turn.settings.approvals)
    return text, buttons_of(case, revision, stands)


def buttons_of(case: Vorgang, revision: Revision, stands: Stand) -> list[list[Knopf]]:
    """What can be done with a point as it stands."""
    subject = {"vorgang": case.id, "nr": revision.nr, "revision": revision.revision}
    sources = Knopf("Quellen", "sources", subject)
    if case.versandt_am or case.abgebrochen_am:
        return [[sources]]
    change = Knopf("Ändern", "change", subject)
    if stands is Stand.FREIGEGEBEN:
        return [[change, sources]]
    anew, to_office = Knopf("Anders entwerfen", "redraft", subject), Knopf("An Amt geben", "request", subject)
    rows = [[change, anew], [to_office, sources]]
    if stands is Stand.ABGELEHNT:
        return rows
    approve = Knopf("Freigeben", "approve", subject, Tone.GOOD)
    return [[approve, Knopf("Ablehnen", "refuse", subject, Tone.BAD)], *rows]


# --- the summary ----------------------------------------------------------------------------------------------------

_IN_SHORT = {
    EntwurfStatus.WIDERSPRUCH: "mit widersprechenden Quellen",
    EntwurfStatus.PRAEMISSE_FALSCH: "mit überholter Voraussetzung",
    EntwurfStatus.BEREITS_ERFUELLT: "bereits erfüllt",
    EntwurfStatus.TEILWEISE: "teilweise beantwortet",
    EntwurfStatus.BELEGT: "belegt",
    EntwurfStatus.KEINE_GRUNDLAGE: "ohne Grundlage",
}


_BY_HAND = "von Hand geschrieben ohne Beleg"


def _in_short(entwurf: Entwurf) -> str:
    return _BY_HAND if written_by_hand(entwurf) else _IN_SHORT[entwurf.status]


def _post_summary(turn: Turn, case: Vorgang, chat: Chat, *, note: RichText, key: str | None) -> None:
    text = joined([summary_text(turn, case), note], "\n\n")
    post = Post(text, reply_to=_origin_message(turn, case.id, chat))
    outbox_id = post_in(turn.connection, *chat, post, at=turn.at, key=key)
    _replace(turn, case.id, None, outbox_id, chat, STATUS_CARD, f"{case.id}: Der Stand steht jetzt weiter unten.")


def summary_text(turn: Turn, case: Vorgang) -> RichText:
    """A case on a few lines: which motion, how its points stand, by when."""
    head = styled(f"{case.id} · {clip(case.nummer or 'Antrag ohne Nummer', 60)}", Style.BOLD)
    faction = f" ({clip(case.fraktion, 80)})" if case.fraktion else ""
    words = [_in_short(r.entwurf) for r in case.revisionen]
    many = len(words)
    drafts = ", ".join(f"{words.count(said)} {said}" for said in (*_IN_SHORT.values(), _BY_HAND) if said in words)
    lines = [
        head + f"\n„{clip(veiled(case.betreff or 'ohne Betreff'), 200)}“{faction}",
        plain(f"{many} {'Punkt' if many == 1 else 'Punkte'}: {drafts}" if many else "Noch kein Entwurf."),
        plain(standing_line(case, turn.settings.approvals)),
    ]
    if case.versandt_am is None and case.abgebrochen_am is None:
        none = f"keine bekannt; /frist {case.id} und ein Datum setzen eine"
        lines.append(plain(f"Frist: {deadline_text(case.frist, turn.now.date()) if case.frist else none}"))
    return joined(lines, "\n")


def standing_line(case: Vorgang, approvals: int) -> str:
    """ "3 von 7 Punkten freigegeben, offen: 4, 5" """
    state = status(case, approvals=approvals)
    if state is VorgangStatus.ABGEBROCHEN:
        return "Der Vorgang ist abgebrochen."
    if state is VorgangStatus.VERSANDT:
        return "Die Stellungnahme ist versandt."
    open_points = open_points_of(case, approvals)
    if not open_points:
        return "Alle Punkte sind freigegeben."
    done = len(case.revisionen) - len(open_points)
    return f"{done} von {len(case.revisionen)} freigegeben, offen: Punkt {', '.join(map(str, open_points))}"


def open_points_of(case: Vorgang, approvals: int) -> list[int]:
    """The points that are not approved."""
    return [r.nr for r in case.revisionen if stand(case, r.nr, approvals=approvals) is not Stand.FREIGEGEBEN]


def _who_decides(reviewers: Iterable[tuple[Person, str, str]], handed_in_by: Person) -> RichText:
    others = list(dict.fromkeys(p.name for p, _, _ in reviewers if p.id != handed_in_by.id))
    if others:
        return plain(f"Zur Freigabe vorgelegt: {clip(', '.join(others), 300)}.")
    return styled("Zurzeit kann niemand freigeben: ", Style.BOLD) + (
        "Es ist noch keine andere Person mit der Rolle Freigabe angemeldet. Bitten Sie die Leitung, jemanden "
        "einzuladen; danach zeigt /offen dort die Karten."
    )


def _handed_in(by: Person) -> RichText:
    return plain(f"Eingereicht von {clip(by.name, 60)}. Bitte prüfen und entscheiden Sie.")


# --- who and where --------------------------------------------------------------------------------------------------


def approvers_of(case: Vorgang) -> list[str]:
    """The ids of the persons whose approval of a newest revision counts, each once."""
    return list(_approvals(case))


def names_of(case: Vorgang) -> str:
    """ "Ilka Brandt, Jan Ott": who approved what is in force."""
    return ", ".join(clip(name, 60) for name in _approvals(case).values())


def _approvals(case: Vorgang) -> dict[str, str]:
    newest = {(r.nr, r.revision) for r in case.revisionen}
    return {
        f.person.id: f.person.name
        for f in case.freigaben
        if (f.nr, f.revision) in newest and f.entscheidung is Entscheidung.FREIGEGEBEN
    }


def origin_in(turn: Turn, case: Vorgang) -> list[Chat]:
    """Where the case came in; for one of the terminal, or of a group where the bot no longer works, the chats of the
    person who handed it in."""
    row = turn.connection.execute(select(case_origin).where(case_origin.c.vorgang_id == case.id)).first()
    if row is not None and may_receive_in(turn.connection, row.channel, row.chat_id):
        return [(row.channel, row.chat_id)]
    return chats_in(turn.connection, case.eingereicht_von)


def _origin_message(turn: Turn, case_id: str, chat: Chat) -> str | None:
    row = turn.connection.execute(select(case_origin).where(case_origin.c.vorgang_id == case_id)).first()
    return str(row.message_id) if row and (row.channel, row.chat_id) == chat else None


def may_work(person: Person) -> bool:
    """Whether the person has access at all."""
    return person.may(Rolle.SACHBEARBEITUNG)


def not_asked(turn: Turn, person: Person, subject: Subject) -> Abgewiesen | None:
    """Why this person may not answer a question with buttons: it went to another one (in a group all see it)."""
    asked = subject.get("gefragt")
    if asked is None or asked == person.id:
        return None
    name = clip(person_in(turn.connection, str(asked)).name, 60)
    return Abgewiesen(
        f"Diese Frage ging an {name}; nur diese Person beantwortet sie.",
        "Wollen Sie selbst entscheiden, dann mit dem Knopf, der dazu geführt hat.",
    )


def refuse_in(turn: Turn, press: ButtonPress, refused: Abgewiesen) -> None:
    """Says why a press did nothing, in a box that has to be closed."""
    text = clip(refused.im_chat, PRESS_ANSWER_UNITS)
    answer = PressAnswer(press.press_id, text, alert=True)
    post_in(turn.connection, press.place.channel, press.sender.user_id, answer, at=turn.at)


def say_in(turn: Turn, chat: Chat, text: RichText | str, *, reply_to: str | None = None) -> int:
    """A message without buttons."""
    rich = text if isinstance(text, RichText) else plain(text)
    return post_in(turn.connection, *chat, Post(rich, reply_to=reply_to), at=turn.at)


def _distinct(chats: Iterable[Chat]) -> list[Chat]:
    return list(dict.fromkeys(chats))
