"""The card of a point as text: a case as it stands to what people read before they decide. Pure.

A card stays within one message, because it is edited again and again: what is too long is shortened there in plain
sight, and stands in full in the message that the button "Quellen" brings. What is not public is never mentioned.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.channels.console import STATUS_TEXT, confidence_line, german_date, hint_label, source_line
from bot.channels.port import RichText, Span, Style, plain, styled
from bot.chat.held_back import held_back_in, held_back_note, veiled, veiled_entwurf
from bot.chat.past_plans import plan_is_over
from bot.letter.difference import Aenderung, AenderungArt, word_difference
from bot.review.deadlines import deadline_text
from bot.review.rules import Entscheidung, Freigabe, Revision, Stand, Vorgang, open_requests
from corpus.domain import Beleg, Entwurf, EntwurfStatus, Hinweis, HinweisArt

CARD_UNITS = 3900
"""UTF-16 units of a card: a message holds 4,096 of them (prototypes/telegram/NOTES.md, limits)."""

FRAGE_UNITS = 500
SAETZE_UNITS = 1900
HINWEIS_UNITS = 300
HINWEISE_UNITS = 900
NAME_UNITS = 60
_LEAST_QUOTE_UNITS = 80
_OLD_MONTHS = 12
AROUND_CHARACTERS = 80
_PLANS_NAMED = 20


# --- lengths --------------------------------------------------------------------------------------------------------


def units(text: str) -> int:
    """How long a messenger counts this text: signs beyond the first plane count twice."""
    return len(text) + sum(ord(sign) > 0xFFFF for sign in text)


def clip(text: str, limit: int) -> str:
    """The text on one line, ended by "…" at a blank where it is longer than `limit` units."""
    line = " ".join(text.split())
    if units(line) <= limit:
        return line
    kept, length = [], 1
    for sign in line:
        length += units(sign)
        if length > limit:
            break
        kept.append(sign)
    short = "".join(kept)
    at_blank = short.rsplit(" ", 1)[0]
    return (at_blank if len(at_blank) > len(short) // 2 else short).rstrip() + "…"


def joined(parts: Sequence[RichText], between: str) -> RichText:
    """The parts that say something, one after the other."""
    whole = RichText()
    for part in parts:
        if part.text:
            whole = whole + between + part if whole.text else part
    return whole


# --- the card -------------------------------------------------------------------------------------------------------


def entwurf_card(
    case: Vorgang,
    revision: Revision,
    stand: Stand,
    *,
    heute: date,
    approvals: int,
) -> RichText:
    """The card of one point in at most CARD_UNITS."""
    entwurf = veiled_entwurf(revision.entwurf)
    saetze, _ = _sentences(entwurf, SAETZE_UNITS)
    above = [
        heading(case.id, revision) + "\n" + styled(_made_by(revision, heute), Style.ITALIC),
        styled(clip(veiled(case.frage(revision.nr)), FRAGE_UNITS), Style.ITALIC),
        _status(entwurf),
        saetze,
        _past_plans(entwurf, heute),
        _confidence(entwurf, stand),
        _hints(entwurf),
        plain(held_back_note(held_back_in(revision.entwurf))),
        _request(entwurf),
    ]
    below = _footer(case, revision, stand, heute=heute, approvals=approvals)
    without_sources = joined([*above, below], "\n\n")
    room = CARD_UNITS - units(without_sources.text) - 2
    return joined([*above, _sources(entwurf, heute, room), below], "\n\n")


def is_shortened(entwurf: Entwurf) -> bool:
    """Whether the card holds less than all sentences, so that the full text has to be shown beside it."""
    return _sentences(veiled_entwurf(entwurf), SAETZE_UNITS)[1]


def heading(case_id: str, revision: Revision) -> RichText:
    """ "V-2026-0001 · Punkt 3 · Fassung 2" """
    return styled(f"{case_id} · Punkt {revision.nr} · Fassung {revision.revision}", Style.BOLD)


def _made_by(revision: Revision, heute: date) -> str:
    name = clip(revision.von_name or "unbekannt", NAME_UNITS)
    if revision.maschinell:
        return f"Maschineller Entwurf für {name}, {moment(revision.am, heute)}"
    return f"Geschrieben von {name}, {moment(revision.am, heute)}"


def moment(at: datetime, heute: date) -> str:
    """ "14:03" today, else "22.11.2026, 14:03" """
    return f"{at:%H:%M}" if at.date() == heute else f"{at:%d.%m.%Y, %H:%M}"


def _sentences(entwurf: Entwurf, limit: int | None) -> tuple[RichText, bool]:
    """The sentences with the numbers of their sources, as many as fit `limit`; and whether some are left out."""
    numbers = number_belege(entwurf)
    whole = RichText()
    for satz in entwurf.saetze:
        text = " ".join(satz.text.split())
        own = dict.fromkeys(numbers[_place(b)] for b in satz.belege)
        mark = plain("".join(f" [{n}]" for n in own)) if own else styled(" [ohne Beleg]", Style.BOLD)
        longer = joined([whole, plain(text) + mark], "\n\n")
        if limit is not None and units(longer.text) > limit:
            left = (
                plain(clip(text, max(_LEAST_QUOTE_UNITS, limit - units(whole.text)))) if not whole.text else plain("")
            )
            note = styled("Gekürzt. „Quellen“ zeigt den ganzen Text.", Style.BOLD)
            return joined([whole, left, note], "\n\n"), True
        whole = longer
    return whole, False


def _past_plans(entwurf: Entwurf, heute: date) -> RichText:
    """Which of the quoted plans are over by now."""
    over = [str(n) for n, beleg in numbered_belege(entwurf) if _is_over(entwurf, beleg, heute)]
    if not over:
        return RichText()
    return styled("⚠ Der genannte Zeitpunkt ist vorbei: ", Style.BOLD) + "".join(f"[{n}]" for n in over[:_PLANS_NAMED])


def _is_over(entwurf: Entwurf, beleg: Beleg, heute: date) -> bool:
    """Whether one of the sentences that stand on this quote announces what is over."""
    own = (satz for satz in entwurf.saetze if beleg in satz.belege)
    return any(plan_is_over(satz.text, paper=beleg.datum, heute=heute) for satz in own)


def _confidence(entwurf: Entwurf, stand: Stand) -> RichText:
    """How sure the draft is, as long as somebody still has to decide."""
    open_still = stand in (Stand.OFFEN, Stand.BEIM_AMT)
    return plain(confidence_line(entwurf.zuversicht)) if open_still else RichText()


def _hints(entwurf: Entwurf) -> RichText:
    shown, length = [], 0
    for hint in visible_hints(entwurf):
        line = styled(f"⚠ {hint_label(hint)}: ", Style.BOLD) + clip(hint.text, HINWEIS_UNITS)
        length += units(line.text)
        if length > HINWEISE_UNITS:
            shown.append(plain("⚠ Weitere Hinweise zeigt „Quellen“."))
            break
        shown.append(line)
    return joined(shown, "\n")


def visible_hints(entwurf: Entwurf) -> tuple[Hinweis, ...]:
    """What may be said in a chat, without what the marks at the sentences say already."""
    unsupported = [satz.text for satz in entwurf.saetze if not satz.belege]

    def marked(hint: Hinweis) -> bool:
        return hint.art is HinweisArt.UNBELEGT and any(text in hint.text for text in unsupported)

    return tuple(h for h in entwurf.hinweise if h.art is not HinweisArt.VERTRAULICH and not marked(h))


def written_by_hand(entwurf: Entwurf) -> bool:
    """Whether all of its text is a person's, with no Beleg at all: a machine writes no such sentence."""
    return bool(entwurf.saetze) and not any(satz.belege for satz in entwurf.saetze)


_OF_ANSWERS = (EntwurfStatus.BELEGT, EntwurfStatus.TEILWEISE, EntwurfStatus.KEINE_GRUNDLAGE)


def _status(entwurf: Entwurf) -> RichText:
    """What the draft says of the point; "Belegt" is not said of sentences that a person wrote without a Beleg."""
    said = styled(STATUS_TEXT[entwurf.status], Style.BOLD)
    if written_by_hand(entwurf):
        by_hand = styled("Von Hand geschrieben, ohne Beleg", Style.BOLD)
        open_still = any(h.art is HinweisArt.OFFEN for h in entwurf.hinweise)
        if entwurf.status not in _OF_ANSWERS:
            return said + "\n" + by_hand
        return by_hand + (", Teile noch offen" if open_still else "")
    bare = sum(not satz.belege for satz in entwurf.saetze)
    if entwurf.status is EntwurfStatus.BELEGT and bare:
        return said + f", außer {'einem Satz' if bare == 1 else f'{bare} Sätzen'}"
    return said


def _request(entwurf: Entwurf) -> RichText:
    if entwurf.zulieferung is None:
        return RichText()
    office = clip(entwurf.zulieferung.amt or "zuständiges Amt nicht bekannt", NAME_UNITS)
    return styled(f"Zu klären ({office}): ", Style.BOLD) + clip(entwurf.zulieferung.frage, HINWEIS_UNITS)


# --- sources --------------------------------------------------------------------------------------------------------

_Place = tuple[str, int, int, int]


def _place(beleg: Beleg) -> _Place:
    return beleg.dokument_id, beleg.version, beleg.start, beleg.ende


def number_belege(entwurf: Entwurf) -> dict[_Place, int]:
    """Every quote that the draft stands on, each once, numbered from 1 in the order of their use."""
    numbers: dict[_Place, int] = {}
    for satz in entwurf.saetze:
        for beleg in satz.belege:
            numbers.setdefault(_place(beleg), len(numbers) + 1)
    return numbers


def numbered_belege(entwurf: Entwurf) -> list[tuple[int, Beleg]]:
    """The quotes with their numbers, in their order."""
    numbers = number_belege(entwurf)
    found = {numbers[_place(b)]: b for satz in entwurf.saetze for b in satz.belege}
    return sorted(found.items())


def age(day: date | None, heute: date) -> str:
    """ "⚠ vor 17 Monaten" where that is older than twelve; empty where the paper has no date or one to come."""
    if day is None or day > heute:
        return ""
    months = (heute.year - day.year) * 12 + heute.month - day.month - (heute.day < day.day)
    if months == 0:
        days = (heute - day).days
        return "von heute" if days == 0 else f"vor {days} Tag{'en' if days > 1 else ''}"
    old = months > _OLD_MONTHS or (months == _OLD_MONTHS and heute.day != day.day)
    said = f"vor {months} Monat{'en' if months > 1 else ''}" if months < 36 else f"vor {months // 12} Jahren"
    return f"⚠ {said}" if old else said


def _source(number: int, beleg: Beleg, heute: date) -> str:
    years = age(beleg.datum, heute)
    return f"[{number}] {source_line(beleg)}" + (f" · {years}" if years else "")


def _sources(entwurf: Entwurf, heute: date, room: int) -> RichText:
    """The sources in one quotation that takes at most `room` units; long quotes are shortened evenly."""
    belege = numbered_belege(entwurf)
    if not belege:
        return RichText()
    lines = [_source(number, beleg, heute) for number, beleg in belege]
    quotes = [" ".join(beleg.zitat.split()) for _, beleg in belege]
    share = max(_LEAST_QUOTE_UNITS, *(units(q) for q in quotes))
    while share >= _LEAST_QUOTE_UNITS:
        blocks = [f"{line}\n„{clip(quote, share)}“" for line, quote in zip(lines, quotes, strict=True)]
        text = "Quellen\n" + "\n".join(blocks)
        if units(text) <= room:
            return styled(text, Style.QUOTE)
        share = share * 3 // 4
    return styled(clip_lines(["Quellen", *lines], room), Style.QUOTE)


def clip_lines(lines: Sequence[str], room: int) -> str:
    """As many lines as fit, and how many are left out."""
    for kept in range(len(lines), 0, -1):
        left = len(lines) - kept
        text = "\n".join([*lines[:kept], *([f"… und {left} weitere: „Quellen“"] if left else [])])
        if units(text) <= room:
            return text
    return ""


def sources_text(case: Vorgang, revision: Revision, *, heute: date) -> RichText:
    """Everything that the card may have shortened: the text, the hints, every source with its whole quote."""
    entwurf = veiled_entwurf(revision.entwurf)
    parts = [heading(case.id, revision) + styled(" · Quellen", Style.BOLD)]
    if is_shortened(entwurf):
        parts.append(_sentences(entwurf, None)[0])
    parts += [
        styled(f"⚠ {hint_label(h)}: ", Style.BOLD) + " ".join(h.text.split())
        for h in visible_hints(entwurf)
        if units(" ".join(h.text.split())) > HINWEIS_UNITS or units(_hints(entwurf).text) > HINWEISE_UNITS
    ]
    for number, beleg in numbered_belege(entwurf):
        line = styled(_source(number, beleg, heute), Style.BOLD) + f"\nDatei: {clip(beleg.dokument, 120)}\n"
        parts.append(line + styled(f"„{beleg.zitat.strip()}“", Style.QUOTE))
    if not numbered_belege(entwurf):
        parts.append(plain("Dieser Entwurf stützt sich auf keine Quelle."))
    return joined(parts, "\n\n")


def full_text(case: Vorgang, revision: Revision) -> RichText:
    """All sentences with the numbers of their sources, however long."""
    sentences, _ = _sentences(veiled_entwurf(revision.entwurf), None)
    return heading(case.id, revision) + " · vollständiger Text\n\n" + sentences


# --- what was decided -----------------------------------------------------------------------------------------------


def _footer(case: Vorgang, revision: Revision, stand: Stand, *, heute: date, approvals: int) -> RichText:
    decisions = [f for f in case.freigaben if f.nr == revision.nr and f.revision == revision.revision]
    lines = [_standing(case, revision, stand, decisions, heute, approvals)]
    if case.frist is not None and case.versandt_am is None and case.abgebrochen_am is None:
        lines.append(plain(f"Frist: {deadline_text(case.frist, heute)}"))
    return joined(lines, "\n")


def _standing(
    case: Vorgang, revision: Revision, stand: Stand, decisions: Sequence[Freigabe], heute: date, approvals: int
) -> RichText:
    if case.abgebrochen_am:
        return styled("Der Vorgang ist abgebrochen.", Style.BOLD)
    who = ", ".join(
        f"{clip(f.person.name, NAME_UNITS)} ({moment(f.am, heute)})" if f.am.date() != heute
        else f"{clip(f.person.name, NAME_UNITS)}, {moment(f.am, heute)}"
        for f in decisions
        if f.entscheidung is Entscheidung.FREIGEGEBEN
    )  # fmt: skip
    if stand is Stand.FREIGEGEBEN:
        sent = " · versandt" if case.versandt_am else ""
        return styled("✅ Freigegeben", Style.BOLD) + f": {who}{sent}"
    if stand is Stand.ABGELEHNT:
        refusal = next(f for f in reversed(decisions) if f.entscheidung is Entscheidung.ABGELEHNT)
        reason = clip(veiled(refusal.grund or ""), 300)
        said = f"{clip(refusal.person.name, NAME_UNITS)}, {moment(refusal.am, heute)}: „{reason}“"
        return styled("❌ Abgelehnt", Style.BOLD) + f": {said}\nOffen, bis es eine neue Fassung gibt."
    given = sum(f.entscheidung is Entscheidung.FREIGEGEBEN for f in decisions)
    state = plain(f"{given} von {approvals} freigegeben: {who}" if given else "Ungeprüft, noch nicht freigegeben")
    asked = open_requests(case, revision.nr)
    if stand is Stand.BEIM_AMT and asked:
        until = f", Antwort bis {german_date(asked[-1].frist)}" if asked[-1].frist else ", ohne Termin"
        state = styled("Liegt beim Amt", Style.BOLD) + f": {clip(asked[-1].amt, NAME_UNITS)}{until}\n" + state
    return state


def difference_text(old: str, new: str) -> RichText:
    """What changed between two texts, word by word: struck out what went, underlined what came."""
    return changes_text(word_difference(" ".join(old.split()), " ".join(new.split())), around=None)


def changes_text(changes: Sequence[Aenderung], *, around: int | None = AROUND_CHARACTERS) -> RichText:
    """Changes as they are shown; of what stayed the same no more than `around` characters on each side, where given."""
    whole = RichText()
    for index, part in enumerate(changes):
        if part.art is AenderungArt.GLEICH:
            whole = whole + _context(part.neu, around, first=index == 0, last=index == len(changes) - 1)
            continue
        whole = whole + _changed(part.alt, Style.STRIKE)
        if part.alt.strip() and part.neu.strip() and not part.alt[-1].isspace():
            whole = whole + " "
        whole = whole + _changed(part.neu, Style.UNDERLINE)
    return whole


def _context(text: str, around: int | None, *, first: bool, last: bool) -> str:
    if around is None or len(text) <= 2 * around + 3:
        return text
    before = "" if last else text[-around:]
    after = "" if first else text[:around]
    return f"{after} … {before}"


def _changed(text: str, style: Style) -> RichText:
    """Words in their style, blanks around them plain: messengers drop a style that begins or ends with a blank."""
    inner = text.strip()
    if not inner:
        return plain(text)
    start = text.index(inner)
    return RichText(text, (Span(start, start + len(inner), style),))
