"""Cases at a glance: how one stands, and what waits for a person. Pure: cases in, text out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.channels.port import RichText, Style, plain, styled
from bot.chat.held_back import veiled
from bot.chat.progress import counted
from bot.review.deadlines import deadline_text, is_overdue
from bot.review.people import Person
from bot.review.rules import (
    Abgewiesen,
    Entscheidung,
    Stand,
    Vorgang,
    VorgangStatus,
    may_decide,
    stand,
    status,
    to_accept,
)

MOST_LINES = 25
"""So many cases are named; further ones are counted."""

_STAND = {
    Stand.OFFEN: "offen",
    Stand.FREIGEGEBEN: "freigegeben",
    Stand.ABGELEHNT: "abgelehnt, braucht eine neue Fassung",
    Stand.BEIM_AMT: "beim Amt angefragt",
}
_STATUS = {
    VorgangStatus.OFFEN: "in Bearbeitung",
    VorgangStatus.FREIGEGEBEN: "freigegeben, noch nicht versandt",
    VorgangStatus.VERSANDT: "versandt",
    VorgangStatus.ABGEBROCHEN: "abgebrochen",
}


@dataclass(frozen=True)
class Wartet:
    """What of one case waits for a person: points to decide, or a case of theirs that goes on elsewhere."""

    case: Vorgang
    zu_entscheiden: tuple[int, ...]
    eigener: bool


def waiting_for(cases: Sequence[Vorgang], person: Person, *, approvals: int) -> tuple[Wartet, ...]:
    """The open cases in which this person may decide something or which they handed in; the most urgent first."""
    found = []
    for case in cases:
        if status(case, approvals=approvals) not in (VorgangStatus.OFFEN, VorgangStatus.FREIGEGEBEN):
            continue
        points = tuple(r.nr for r in case.revisionen if _may_approve(case, person, r.nr, approvals))
        own = case.eingereicht_von == person.id
        if points or own:
            found.append(Wartet(case, points, own))
    return tuple(sorted(found, key=lambda w: (w.case.frist or date.max, w.case.id)))


def _may_approve(case: Vorgang, person: Person, nr: int, approvals: int) -> bool:
    """Whether the point is open and waits for this very person among others."""
    newest = case.revision(nr)
    refused: Abgewiesen | None = may_decide(
        case, person, nr, newest.revision, Entscheidung.FREIGEGEBEN,
        grund=None, angenommen=to_accept(newest.entwurf), approvals=approvals,
    )  # fmt: skip
    return refused is None


def waiting_text(waiting: Sequence[Wartet], *, heute: date, approvals: int) -> RichText:
    """The answer to /offen."""
    if not waiting:
        return plain("Für Sie ist nichts offen.")
    overdue = sum(is_overdue(w.case.frist, heute) for w in waiting)
    text = styled(f"Offen: {counted(len(waiting), 'Vorgang', 'Vorgänge')}", Style.BOLD)
    text = text + (f", davon {overdue} überfällig" if overdue else "")
    for one in waiting[:MOST_LINES]:
        text = text + "\n\n" + case_line(one.case, heute=heute) + f"\n{_what_waits(one, approvals)}"
    if len(waiting) > MOST_LINES:
        text = text + f"\n\nund {len(waiting) - MOST_LINES} weitere"
    return text + "\n\n/status mit der Nummer zeigt einen Vorgang und seine Entwürfe."


def _what_waits(one: Wartet, approvals: int) -> str:
    if one.zu_entscheiden:
        points = ", ".join(str(nr) for nr in one.zu_entscheiden)
        one_point = len(one.zu_entscheiden) == 1
        return f"{f'Punkt {points} wartet' if one_point else f'Punkte {points} warten'} auf Ihre Entscheidung"
    case = one.case
    if not case.revisionen:
        return "Ihr Antrag; die Entwürfe stehen noch aus"
    if status(case, approvals=approvals) is VorgangStatus.FREIGEGEBEN:
        return "Ihr Antrag; freigegeben, aber noch nicht als versandt abgelegt (/brief geht weiter)"
    points_open = [r.nr for r in case.revisionen if stand(case, r.nr, approvals=approvals) is not Stand.FREIGEGEBEN]
    named = ", ".join(str(nr) for nr in points_open)
    return f"Ihr Antrag; noch nicht freigegeben: {'Punkt' if len(points_open) == 1 else 'Punkte'} {named}"


def case_line(case: Vorgang, *, heute: date) -> RichText:
    """ "V-2026-0003 · AT/0080/2025 · Smart City" and its deadline below."""
    named = [case.id, *([case.nummer] if case.nummer else [])]
    line = styled(" · ".join(named), Style.BOLD) + f" · {_shortened(veiled(case.betreff or 'ohne Betreff'))}"
    if case.frist is None or case.versandt_am or case.abgebrochen_am:
        return line
    warning = "⚠️ " if is_overdue(case.frist, heute) else ""
    return line + f"\n{warning}Frist: {deadline_text(case.frist, heute)}"


def case_text(case: Vorgang, *, heute: date, approvals: int) -> RichText:
    """The answer to /status V-…: the case and every point of it."""
    now = status(case, approvals=approvals)
    text = case_line(case, heute=heute) + f"\nStand: {_STATUS[now]}"
    text = text + (f"\nEingereicht von {case.eingereicht_von_name}" if case.eingereicht_von_name else "")
    text = text + f" am {case.angelegt_am:%d.%m.%Y}; Stichtag {case.stichtag:%d.%m.%Y}"
    if not case.revisionen:
        return text + f"\n{counted(len(case.anliegen), 'Punkt', 'Punkte')}, noch ohne Entwurf"
    for revision in case.revisionen:
        how = _STAND[stand(case, revision.nr, approvals=approvals)]
        given = [
            f.person.name
            for f in case.freigaben
            if f.nr == revision.nr and f.revision == revision.revision and f.entscheidung is Entscheidung.FREIGEGEBEN
        ]
        by = f" ({len(given)} von {approvals}: {', '.join(given)})" if given else ""
        text = text + f"\nPunkt {revision.nr}, Fassung {revision.revision}: {how}{by}"
    return text


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else f"{line[:79].rstrip()}…"
