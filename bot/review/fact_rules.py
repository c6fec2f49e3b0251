"""What a Leitung may do with a fact, as pure functions: a fact as it stands and what a person wants, to a deed or a
reason why not.

The rules: only Leitung confirms, ends, replaces and corrects; an end and a correction need a reason; what has ended is
ended once, and holds again only where somebody says so; a fact gives way to another one that was said no earlier and
still stands. Whoever comes second learns who was first, and when.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.review.people import Person, Rolle
from bot.review.rules import Abgewiesen, moment
from corpus.domain import Fakt
from corpus.facts.store import FaktStand, FaktTat, Tat, ending_deed
from corpus.jsonform import day, to_date

CORRECTABLE = ("gegenstand", "aussage", "art", "gilt_ab", "gilt_bis")
"""What of a fact a person may correct: how it was read, never its quote and place."""


def may_confirm(
    standing: FaktStand, person: Person, *, grund: str | None, wieder: bool, now: datetime
) -> FaktTat | Abgewiesen:
    """It still is so, on this day. `wieder`: though somebody had ended or replaced it."""
    refused = _not_leitung(person)
    if refused:
        return refused
    over = ending_deed(standing.taten)
    if over and not wieder:
        return Abgewiesen(
            f"Dieser Fakt ist nicht mehr gültig: {_said(over)}.",
            "Gilt er doch wieder, so bestätigen Sie ihn ausdrücklich: stellwerk fact confirm ID --wieder --grund TEXT",
        )
    if over and not _reason(grund):
        return Abgewiesen("Es fehlt der Grund, warum der Fakt wieder gilt.", "Geben Sie ihn an: --grund TEXT")
    return FaktTat(standing.fakt.id, Tat.BESTAETIGT, now, person.id, _reason(grund))


def may_end(
    standing: FaktStand, person: Person, *, gilt_bis: date, grund: str | None, now: datetime
) -> FaktTat | Abgewiesen:
    """It is no longer so from `gilt_bis` on, and nothing stands in its place."""
    refused = _not_leitung(person) or _already_over(standing) or _before_it_began(standing.fakt, gilt_bis)
    if refused:
        return refused
    if not _reason(grund):
        return Abgewiesen(
            "Es fehlt der Grund, warum der Fakt nicht mehr gilt.",
            "Geben Sie ihn an, zum Beispiel: --grund „Austritt, Beschluss vom 12.03.2026“",
        )
    return FaktTat(standing.fakt.id, Tat.BEENDET, now, person.id, _reason(grund), gilt_bis)


def may_replace(
    standing: FaktStand,
    person: Person,
    durch: FaktStand,
    *,
    gilt_bis: date | None,
    grund: str | None,
    now: datetime,
) -> FaktTat | Abgewiesen:
    """Another fact takes its place from `gilt_bis` on: unless given, since when that one holds or was said."""
    refused = _not_leitung(person) or _already_over(standing)
    if refused:
        return refused
    if durch.fakt.id == standing.fakt.id:
        return Abgewiesen("Ein Fakt kann nicht durch sich selbst ersetzt werden.", "Nennen Sie den neueren: --durch ID")
    over = ending_deed(durch.taten)
    if over:
        return Abgewiesen(
            f"Der Fakt, der an die Stelle treten soll, gilt selbst nicht mehr: {_said(over)}.",
            "Nennen Sie den heute gültigen; `stellwerk fact list WORT` zeigt ihn.",
        )
    older, newer = standing.fakt.fundstelle.datum, durch.fakt.fundstelle.datum
    if older and newer and newer < older:
        return Abgewiesen(
            f"Der Fakt, der an die Stelle treten soll, ist älter ({newer:%d.%m.%Y}) als dieser ({older:%d.%m.%Y}).",
            "Nennen Sie einen neueren, oder beenden Sie den Fakt: stellwerk fact end ID --grund TEXT",
        )
    day_of_change = gilt_bis or durch.fakt.gilt_ab or newer or now.date()
    began = standing.fakt.gilt_ab
    if gilt_bis is None and began and day_of_change <= began:
        day_of_change = newer or now.date()
    refused = _before_it_began(standing.fakt, day_of_change)
    if refused:
        return refused
    return FaktTat(standing.fakt.id, Tat.ABGELOEST, now, person.id, _reason(grund), day_of_change, durch=durch.fakt.id)


def may_correct(
    standing: FaktStand, person: Person, werte: Mapping[str, str | None], *, grund: str | None, now: datetime
) -> FaktTat | Abgewiesen:
    """It was read wrongly: kind, subject, statement or days are otherwise. The quote stays."""
    refused = _not_leitung(person)
    if refused:
        return refused
    before = standing.fakt
    shown = {
        "gegenstand": before.gegenstand, "aussage": before.aussage, "art": before.art.value,
        "gilt_ab": day(before.gilt_ab), "gilt_bis": day(before.gilt_bis),
    }  # fmt: skip
    changed = {name: werte[name] for name in CORRECTABLE if name in werte and werte[name] != shown[name]}
    if not changed:
        return Abgewiesen("Das ist keine Änderung: Der Fakt steht schon so da.", "Geben Sie an, was anders sein soll.")
    after = {**shown, **changed}
    since, until = to_date(after["gilt_ab"]), to_date(after["gilt_bis"])
    if since and until and until <= since:
        return Abgewiesen(
            f"Der Fakt würde enden ({until:%d.%m.%Y}), bevor er gilt ({since:%d.%m.%Y}).", "Prüfen Sie beide Tage."
        )
    if not _reason(grund):
        return Abgewiesen("Es fehlt der Grund der Berichtigung.", "Geben Sie ihn an: --grund TEXT")
    return FaktTat(before.id, Tat.BERICHTIGT, now, person.id, _reason(grund), werte=changed)


def may_keep(
    standing: FaktStand, person: Person, durch: str, *, grund: str | None, now: datetime
) -> FaktTat | Abgewiesen:
    """A proposal is turned down: the newer fact does not overtake this one."""
    refused = _not_leitung(person)
    if refused:
        return refused
    if not any(proposal.durch == durch for proposal in standing.vorschlaege):
        return Abgewiesen(
            "Diesen Vorschlag gibt es nicht, oder es wurde schon darüber entschieden.",
            "`stellwerk fact list --vorschlaege` zeigt die offenen.",
        )
    return FaktTat(standing.fakt.id, Tat.BELASSEN, now, person.id, _reason(grund), durch=durch)


# --- the single rules ------------------------------------------------------------------------------------------------


def _not_leitung(person: Person) -> Abgewiesen | None:
    if person.may(Rolle.LEITUNG):
        return None
    return Abgewiesen(
        "Fakten bestätigen, beenden, ersetzen und berichtigen darf nur eine Person mit der Rolle Leitung.",
        "Bitten Sie sie darum; `stellwerk person list` zeigt, wer das ist.",
    )


def _already_over(standing: FaktStand) -> Abgewiesen | None:
    deed = ending_deed(standing.taten)
    if deed is None:
        return None
    return Abgewiesen(
        f"Darüber ist schon entschieden: {_said(deed)}.",
        "Gilt der Fakt doch, so bestätigen Sie ihn mit --wieder; danach lässt er sich neu beenden oder ersetzen.",
    )


def _said(deed: FaktTat) -> str:
    until = f" zum {deed.gilt_bis:%d.%m.%Y}" if deed.gilt_bis else ""
    what = f"beendet{until}" if deed.tat is Tat.BEENDET else f"ersetzt{until} durch {deed.durch}"
    who = f" von {deed.person}" if deed.person else ""
    return f"{what}{who}, {moment(deed.am)}" + (f" („{deed.grund}“)" if deed.grund else "")


def _before_it_began(fakt: Fakt, gilt_bis: date) -> Abgewiesen | None:
    if fakt.gilt_ab is None or gilt_bis > fakt.gilt_ab:
        return None
    return Abgewiesen(
        f"Der Fakt gilt erst ab dem {fakt.gilt_ab:%d.%m.%Y} und kann nicht zum {gilt_bis:%d.%m.%Y} enden.",
        "Nennen Sie einen späteren Tag, oder berichtigen Sie den Beginn: stellwerk fact replace ID --gilt-ab DATUM",
    )


def _reason(grund: str | None) -> str | None:
    return " ".join((grund or "").split()) or None
