"""/fakten: what public papers say and since when; Leitung confirms, ends and replaces with buttons.

The rules decide inside the transaction, as at the terminal; here it is shown what there is, asked what is missing, and
said what came of it. Papers that are not public are never mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.channels.console_facts import points_text
from bot.channels.port import ButtonPress, Message, Post, RichText, Style, Tone, plain, styled
from bot.channels.questions import ask_in, close_in
from bot.channels.tokens import Knopf, post_with_buttons_in
from bot.chat.cards import copy_of, edit_in, refuse_in, say_in
from bot.chat.context import OnCommand, OnInput, OnPress, Subject, Turn
from bot.chat.entwurf_text import clip, joined
from bot.chat.fact_text import card_text, list_text
from bot.chat.held_back import veiled
from bot.review.fact_news import news_in
from bot.review.facts import FactBook, points_resting_on
from bot.review.people import Person, Rolle
from bot.review.rules import Abgewiesen
from corpus.errors import StellwerkError
from corpus.facts.store import FaktStand, Tat, ending_deed, facts_in
from corpus.parsing.dates import find_dates

SHOWN = 5
OFFERED = 4
_ID = re.compile(r"\s*([0-9a-f]{4,16})\s*")
_AROUND_DAY = re.compile(
    r"^[\s,;:.–-]+|[\s,;:–-]+$|^(?:ab|seit|zum|am|bis)\s+(?:dem\s+)?|\s+(?:ab|seit|zum|am)(?:\s+dem)?$", re.IGNORECASE
)
"""What is left around the reason once the day was taken out of "Ab dem 01.01.2026, Vertrag gekündigt"."""

USAGE = (
    "Schreiben Sie Stichworte dazu, zum Beispiel: /fakten Mitglied Verein. Gezeigt wird, was heute nach den "
    "öffentlichen Papieren gilt, mit Quelle und Tag der letzten Bestätigung."
)


def fakten(turn: Turn, person: Person, message: Message) -> None:
    """/fakten WORT...: the public facts of today with these words; alone, what wants to be looked at."""
    words = message.text.split()
    heute = turn.now.date()
    place = (message.place.channel, message.place.chat_id)
    if words:
        found = _book(turn).standings_in(turn.connection, stichtag=heute, woerter=words, nur_oeffentlich=True)
        lead = plain("")
    else:
        found = tuple(
            s for s in _book(turn).standings_in(turn.connection, stichtag=heute, nur_oeffentlich=True)
            if s.vorschlaege or s.wartet
        )  # fmt: skip
        lead = plain(news_in(turn.connection, heute).text or "Kein Fakt wartet auf Sie.") + "\n\n" + USAGE
    if not found:
        nothing = "Dazu gilt heute nichts, was in einem öffentlichen Papier steht. " if words else ""
        say_in(turn, place, joined([plain(nothing + USAGE) if words else lead], ""), reply_to=message.message_id)
        return
    first = found[:SHOWN]
    text = joined([lead, list_text(first, len(found))], "\n\n")
    buttons = [
        Knopf(f"{nr} ansehen", "fact_show", {"fakt": one.fakt.id}) for nr, one in enumerate(first, 1)
    ]  # fmt: skip
    post = Post(text, reply_to=message.message_id)
    post_with_buttons_in(turn.connection, *place, post, [buttons[:3], buttons[3:]], at=turn.at)


# --- the card of one -------------------------------------------------------------------------------------------------


def on_show(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """The card of a fact as a new message, with buttons for Leitung."""
    standing = _find(turn, str(subject["fakt"]))
    if isinstance(standing, Abgewiesen):
        refuse_in(turn, press, standing)
        return None
    text, buttons = _card(turn, standing, leitung=person.may(Rolle.LEITUNG))
    place = (press.place.channel, press.place.chat_id)
    post_with_buttons_in(turn.connection, *place, Post(text, reply_to=press.message_id), buttons, at=turn.at)
    return "Der Fakt kommt als neue Nachricht."


def _card(turn: Turn, standing: FaktStand, *, leitung: bool) -> tuple[RichText, list[list[Knopf]]]:
    ids = [p.durch for p in standing.vorschlaege]
    newer = {s.fakt.id: s.fakt for s in facts_in(turn.connection, ids=ids)} if ids else {}
    text = card_text(standing, newer)
    if not leitung:
        return text, []
    subject = {"fakt": standing.fakt.id, "taten": len(standing.taten)}
    if ending_deed(standing.taten):
        return text, [[Knopf("Gilt wieder", "fact_again", subject)]]
    rows = [
        [
            Knopf("Bestätigen", "fact_confirm", subject, Tone.GOOD),
            Knopf("Beenden", "fact_end", subject, Tone.BAD),
            Knopf("Ersetzen", "fact_replace", subject),
        ]
    ]
    for proposal in standing.vorschlaege:
        if proposal.durch in newer:
            own = {**subject, "durch": proposal.durch}
            label = "Ja, beendet" if proposal.tat is Tat.BEENDET else "Ja, abgelöst"
            rows.append([Knopf(label, "fact_replace_by", own), Knopf("Nein, gilt weiter", "fact_keep", own)])
    return text, rows


# --- deeds -----------------------------------------------------------------------------------------------------------


def on_confirm(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """It still is so."""
    standing = _unchanged(turn, subject)
    outcome = standing if isinstance(standing, Abgewiesen) else _book(turn).confirm_in(
        turn.connection, standing.fakt.id, person, now=turn.now, quelle=turn.quelle
    )  # fmt: skip
    return _told(turn, person, press, outcome, outbox_id, "Bestätigt.")


def on_keep(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """A proposal is turned down."""
    standing = _unchanged(turn, subject)
    outcome = standing if isinstance(standing, Abgewiesen) else _book(turn).keep_in(
        turn.connection, standing.fakt.id, person, str(subject["durch"]), now=turn.now, quelle=turn.quelle
    )  # fmt: skip
    return _told(turn, person, press, outcome, outbox_id, "Der Fakt gilt weiter.")


def on_replace_by(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """A newer fact takes the place of this one, as proposed or as chosen among those found."""
    standing = _unchanged(turn, subject)
    outcome = standing if isinstance(standing, Abgewiesen) else _book(turn).replace_in(
        turn.connection, standing.fakt.id, person, str(subject["durch"]), now=turn.now, quelle=turn.quelle
    )  # fmt: skip
    return _told(turn, person, press, outcome, outbox_id, "Ersetzt.")


def on_end(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Asks since when it no longer holds, and why."""
    text = (
        "Ab welchem Tag gilt das nicht mehr, und warum? Antworten Sie zum Beispiel: "
        f"„{turn.now.date():%d.%m.%Y}, Austritt nach Beschluss des Stadtrats“."
    )
    return _ask(turn, person, press, subject, "fact_end_since", text)


def on_again(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Asks why it holds again."""
    text = "Warum gilt der Fakt wieder? Antworten Sie mit dem Grund."
    return _ask(turn, person, press, subject, "fact_again_why", text)


def on_replace(turn: Turn, person: Person, press: ButtonPress, subject: Subject, outbox_id: int) -> str | None:
    """Asks which fact takes its place."""
    text = (
        "Was gilt stattdessen? Antworten Sie mit Stichworten aus der neueren Aussage; dann können Sie sie auswählen. "
        "Oder mit der Nummer des neueren Fakts."
    )
    return _ask(turn, person, press, subject, "fact_replace_with", text)


def _ask(turn: Turn, person: Person, press: ButtonPress, subject: Subject, kind: str, text: str) -> str | None:
    standing = _not_leitung(person) or _unchanged(turn, subject)
    if isinstance(standing, Abgewiesen):
        refuse_in(turn, press, standing)
        return None
    statement = clip(veiled(standing.fakt.aussage), 300)
    about = styled(f"Fakt {standing.fakt.id[:8]}", Style.BOLD) + f"\n{statement}\n\n{text}"
    post = Post(about, reply_to=press.message_id)
    ask_in(turn.connection, press.place.channel, press.place.chat_id, person.id, post, kind, dict(subject), at=turn.at)
    return "Bitte antworten Sie auf die Frage."


def on_end_since(turn: Turn, person: Person, message: Message, subject: Subject, outbox_id: int) -> None:
    """The answer with day and reason."""
    line = " ".join(message.text.split())
    days = find_dates(line)
    place = (message.place.channel, message.place.chat_id)
    if not days:
        say_in(turn, place, "Es fehlt der Tag. Antworten Sie zum Beispiel: „01.01.2026, Vertrag gekündigt“.")
        return
    grund = _AROUND_DAY.sub("", f"{line[: days[0].start]} {line[days[0].ende :]}".strip())
    grund = _AROUND_DAY.sub("", grund)
    outcome: FaktStand | Abgewiesen = _unchanged(turn, subject)
    if isinstance(outcome, FaktStand):
        outcome = _book(turn).end_in(
            turn.connection, outcome.fakt.id, person, gilt_bis=days[0].datum, grund=grund, now=turn.now,
            quelle=turn.quelle,
        )  # fmt: skip
    _answered(turn, message, outcome, outbox_id, "Beendet")


def on_again_why(turn: Turn, person: Person, message: Message, subject: Subject, outbox_id: int) -> None:
    """The answer with the reason."""
    outcome: FaktStand | Abgewiesen = _unchanged(turn, subject)
    if isinstance(outcome, FaktStand):
        outcome = _book(turn).confirm_in(
            turn.connection, outcome.fakt.id, person, grund=message.text, wieder=True, now=turn.now,
            quelle=turn.quelle,
        )  # fmt: skip
    _answered(turn, message, outcome, outbox_id, "Gilt wieder")


def on_replace_with(turn: Turn, person: Person, message: Message, subject: Subject, outbox_id: int) -> None:
    """The answer with the newer fact's number, or words that are in it: then those found are offered."""
    standing = _unchanged(turn, subject)
    number = _ID.fullmatch(message.text.lower())
    place = (message.place.channel, message.place.chat_id)
    if isinstance(standing, Abgewiesen):
        _answered(turn, message, standing, outbox_id, "")
    elif number and any(sign.isdigit() for sign in number[1]):
        newer = _find(turn, number[1])
        if isinstance(newer, FaktStand):
            _answered(
                turn, message,
                _book(turn).replace_in(
                    turn.connection, standing.fakt.id, person, newer.fakt.id, now=turn.now, quelle=turn.quelle
                ),
                outbox_id, "Ersetzt",
            )  # fmt: skip
        else:
            say_in(turn, place, newer.im_chat, reply_to=message.message_id)
    else:
        found = [
            one
            for one in _book(turn).standings_in(
                turn.connection, stichtag=turn.now.date(), woerter=message.text.split(), nur_oeffentlich=True
            )
            if one.fakt.id != standing.fakt.id
        ]
        if not message.text.strip() or not found:
            say_in(turn, place, "Dazu gilt heute kein anderer Fakt. Antworten Sie mit anderen Stichworten.")
            return
        close_in(turn.connection, outbox_id)
        first = found[:OFFERED]
        own = {"fakt": standing.fakt.id, "taten": len(standing.taten)}
        buttons = [
            [Knopf(f"Durch {nr} ersetzen", "fact_replace_by", {**own, "durch": one.fakt.id})]
            for nr, one in enumerate(first, 1)
        ]
        post = Post(list_text(first, len(found)), reply_to=message.message_id)
        post_with_buttons_in(turn.connection, *place, post, buttons, at=turn.at)


# --- what came of it -------------------------------------------------------------------------------------------------


def _told(
    turn: Turn, person: Person, press: ButtonPress, outcome: FaktStand | Abgewiesen, outbox_id: int, said: str
) -> str | None:
    """The message with the button becomes the card as it stands now; a refusal stands in a box."""
    if isinstance(outcome, Abgewiesen):
        refuse_in(turn, press, outcome)
        return None
    text, buttons = _card(turn, outcome, leitung=True)
    edit_in(turn, copy_of(turn, outbox_id), joined([text, _still_quoted(turn, outcome)], "\n\n"), buttons)
    return said


def _answered(turn: Turn, message: Message, outcome: FaktStand | Abgewiesen, outbox_id: int, said: str) -> None:
    place = (message.place.channel, message.place.chat_id)
    if isinstance(outcome, Abgewiesen):
        say_in(turn, place, outcome.im_chat, reply_to=message.message_id)
        return
    close_in(turn.connection, outbox_id)
    text, buttons = _card(turn, outcome, leitung=True)
    whole = joined([styled(f"{said}.", Style.BOLD), text, _still_quoted(turn, outcome)], "\n\n")
    post = Post(whole, reply_to=message.message_id)
    post_with_buttons_in(turn.connection, *place, post, buttons, at=turn.at)


def _still_quoted(turn: Turn, standing: FaktStand) -> RichText:
    """Which drafts in work still quote what has ended; nothing for a fact that holds."""
    if ending_deed(standing.taten) is None:
        return plain("")
    points = points_resting_on(turn.connection, nur_offene=True)(standing)
    if not points:
        return plain("")
    return plain(f"⚠ Darauf beruhen noch: {points_text(points)}. Dort mit „Anders entwerfen“ neu entwerfen.")


def _unchanged(turn: Turn, subject: Subject) -> FaktStand | Abgewiesen:
    """The fact, where nobody did anything to it since the button was shown."""
    standing = _find(turn, str(subject["fakt"]))
    if isinstance(standing, FaktStand) and len(standing.taten) != int(subject["taten"]):
        last = standing.taten[-1]
        who = f" von {last.person}" if last.person else ""
        return Abgewiesen(
            f"Über diesen Fakt wurde inzwischen entschieden ({last.am:%d.%m.%Y, %H:%M} Uhr{who}).",
            "/fakten zeigt ihn, wie er jetzt ist.",
        )
    return standing


def _find(turn: Turn, fakt_id: str) -> FaktStand | Abgewiesen:
    try:
        return _book(turn).find_in(turn.connection, fakt_id, nur_oeffentlich=True)
    except StellwerkError as error:
        return Abgewiesen(error.was, "/fakten mit Stichworten zeigt, welche es gibt.")


def _not_leitung(person: Person) -> Abgewiesen | None:
    if person.may(Rolle.LEITUNG):
        return None
    return Abgewiesen("Das darf nur eine Person mit der Rolle Leitung.", "Bitten Sie sie darum.")


def _book(turn: Turn) -> FactBook:
    return FactBook(turn.connection.engine, audit=turn.cases.audit)


COMMANDS: Mapping[str, OnCommand] = {"fakten": fakten}
ACTIONS: Mapping[str, OnPress] = {
    "fact_show": on_show,
    "fact_confirm": on_confirm,
    "fact_end": on_end,
    "fact_again": on_again,
    "fact_replace": on_replace,
    "fact_replace_by": on_replace_by,
    "fact_keep": on_keep,
}
INPUTS: Mapping[str, OnInput] = {
    "fact_end_since": on_end_since,
    "fact_again_why": on_again_why,
    "fact_replace_with": on_replace_with,
}
