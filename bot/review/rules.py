"""The rules of deciding, as pure functions: a case as it stands and what a person wants, to yes or a reason why not.

The rules: only Freigabe and Leitung decide; whoever handed the motion in (machine drafts count as theirs) or wrote the
current revision can't approve it, counted by person; a decision is for the newest revision or for none; a gap or an
unsupported sentence has to be accepted in so many words; a refusal needs a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.review.people import Person, Rolle
from corpus.domain import Entwurf, EntwurfStatus, HinweisArt


class Entscheidung(StrEnum):
    """What a person decided about one revision."""

    FREIGEGEBEN = "freigegeben"
    ABGELEHNT = "abgelehnt"


class Stand(StrEnum):
    """How an Entwurf stands after all decisions."""

    OFFEN = "offen"
    FREIGEGEBEN = "freigegeben"
    ABGELEHNT = "abgelehnt"


class VorgangStatus(StrEnum):
    """How a case stands."""

    OFFEN = "offen"
    FREIGEGEBEN = "freigegeben"
    VERSANDT = "versandt"
    ABGEBROCHEN = "abgebrochen"


@dataclass(frozen=True)
class Revision:
    """One state of an Entwurf. `von` is the id of the person it counts as: a machine's is who handed the motion in."""

    nr: int
    revision: int
    entwurf: Entwurf
    von: str
    maschinell: bool
    am: datetime


@dataclass(frozen=True)
class Freigabe:
    """A person's decision on one revision."""

    nr: int
    revision: int
    person: Person
    entscheidung: Entscheidung
    grund: str | None
    angenommen: tuple[str, ...]
    am: datetime


@dataclass(frozen=True)
class Vorgang:
    """A motion in work: the newest revision of each Entwurf, and every decision ever made."""

    id: str
    antrag_id: str
    antrag_version: int
    nummer: str | None
    fraktion: str | None
    betreff: str | None
    stichtag: date
    eingereicht_von: str
    angelegt_am: datetime
    fragen: tuple[str, ...]
    revisionen: tuple[Revision, ...]
    freigaben: tuple[Freigabe, ...]
    brief: dict[str, str]
    brief_dokument_id: str | None = None
    versandt_am: datetime | None = None
    abgebrochen_am: datetime | None = None

    def revision(self, nr: int) -> Revision:
        """The newest revision of the Entwurf to point `nr`. KeyError where there is no such point."""
        for revision in self.revisionen:
            if revision.nr == nr:
                return revision
        raise KeyError(nr)


@dataclass(frozen=True)
class Abgewiesen:
    """Why something may not be done, and what to do instead; German sentences for the person."""

    was: str
    abhilfe: str


def stand(case: Vorgang, nr: int, *, approvals: int) -> Stand:
    """How point `nr` stands: decisions count only for its newest revision, and once a person."""
    newest = case.revision(nr).revision
    current = [f for f in case.freigaben if f.nr == nr and f.revision == newest]
    if any(f.entscheidung is Entscheidung.ABGELEHNT for f in current):
        return Stand.ABGELEHNT
    persons = {f.person.id for f in current if f.entscheidung is Entscheidung.FREIGEGEBEN}
    return Stand.FREIGEGEBEN if len(persons) >= approvals else Stand.OFFEN


def status(case: Vorgang, *, approvals: int) -> VorgangStatus:
    """How the whole case stands."""
    if case.abgebrochen_am:
        return VorgangStatus.ABGEBROCHEN
    if case.versandt_am:
        return VorgangStatus.VERSANDT
    points = [stand(case, r.nr, approvals=approvals) for r in case.revisionen]
    done = bool(points) and all(p is Stand.FREIGEGEBEN for p in points)
    return VorgangStatus.FREIGEGEBEN if done else VorgangStatus.OFFEN


def to_accept(entwurf: Entwurf) -> tuple[str, ...]:
    """What an approval has to accept in so many words: a gap, open sub-points, sentences without support."""
    found = []
    if entwurf.status is EntwurfStatus.KEINE_GRUNDLAGE and not entwurf.saetze:
        found.append("luecke")
    if any(h.art is HinweisArt.OFFEN for h in entwurf.hinweise):
        found.append("offene_teile")
    if any(not s.belege for s in entwurf.saetze):
        found.append("unbelegt")
    return tuple(found)


def may_decide(
    case: Vorgang,
    person: Person,
    nr: int,
    revision: int,
    entscheidung: Entscheidung,
    *,
    grund: str | None,
    angenommen: Sequence[str],
    approvals: int,
) -> Abgewiesen | None:
    """None where the person may make this decision now, else the reason. Checked inside the deciding transaction."""
    closed = _closed(case)
    if closed:
        return closed
    if not person.may(Rolle.FREIGABE):
        return Abgewiesen(
            f"{person.name} darf nicht über Entwürfe entscheiden.",
            "Bitten Sie eine Person mit der Rolle Freigabe oder Leitung.",
        )
    newest = case.revision(nr)
    if revision != newest.revision:
        return Abgewiesen(
            f"Punkt {nr} wurde inzwischen geändert (jetzt Fassung {newest.revision}).",
            "Sehen Sie sich die neue Fassung an und entscheiden Sie dann.",
        )
    if any(f.nr == nr and f.revision == revision and f.person.id == person.id for f in case.freigaben):
        return Abgewiesen(f"{person.name} hat über diese Fassung schon entschieden.", "Es ist nichts weiter zu tun.")
    decided = stand(case, nr, approvals=approvals)
    if decided is not Stand.OFFEN:
        first = next(f for f in reversed(case.freigaben) if f.nr == nr and f.revision == revision)
        return Abgewiesen(
            f"Über Punkt {nr} ist schon entschieden ({decided.value}, {first.person.name}).",
            "Ändern Sie den Entwurf, wenn neu entschieden werden soll.",
        )
    if entscheidung is Entscheidung.ABGELEHNT:
        if grund and grund.strip():
            return None
        return Abgewiesen("Eine Ablehnung braucht einen Grund.", "Schreiben Sie in einem Satz, was fehlt.")
    return _four_eyes(case, person, newest) or _accepted(newest.entwurf, angenommen)


def may_change(case: Vorgang, person: Person, nr: int, revision: int) -> Abgewiesen | None:
    """None where the person may write a new revision of point `nr`, based on `revision`."""
    closed = _closed(case)
    if closed:
        return closed
    if not person.may(Rolle.SACHBEARBEITUNG):
        return Abgewiesen(f"{person.name} hat keinen Zugang mehr.", "Wenden Sie sich an die Leitung.")
    newest = case.revision(nr)
    if revision != newest.revision:
        return Abgewiesen(
            f"Punkt {nr} wurde inzwischen geändert (jetzt Fassung {newest.revision}).",
            "Übernehmen Sie Ihre Änderung in die neue Fassung.",
        )
    return None


def _closed(case: Vorgang) -> Abgewiesen | None:
    if case.abgebrochen_am:
        return Abgewiesen(f"Der Vorgang {case.id} ist abgebrochen.", "Legen Sie den Antrag neu an.")
    if case.versandt_am:
        return Abgewiesen(f"Die Stellungnahme zu {case.id} ist bereits versandt.", "Sie lässt sich nicht mehr ändern.")
    return None


def _four_eyes(case: Vorgang, person: Person, newest: Revision) -> Abgewiesen | None:
    if person.id == case.eingereicht_von:
        return Abgewiesen(
            f"{person.name} hat den Antrag eingereicht und kann ihn nicht selbst freigeben (Vier-Augen-Prinzip).",
            "Bitten Sie eine andere Person um die Freigabe.",
        )
    if person.id == newest.von:
        return Abgewiesen(
            f"{person.name} hat diese Fassung geschrieben und kann sie nicht selbst freigeben (Vier-Augen-Prinzip).",
            "Bitten Sie eine andere Person um die Freigabe.",
        )
    return None


ANNEHMEN = {
    "luecke": "dass zu diesem Punkt nichts vorliegt",
    "offene_teile": "dass Teilfragen offen bleiben",
    "unbelegt": "dass mindestens ein Satz keinen Beleg hat",
}


def _accepted(entwurf: Entwurf, angenommen: Sequence[str]) -> Abgewiesen | None:
    missing = [what for what in to_accept(entwurf) if what not in angenommen]
    if not missing:
        return None
    return Abgewiesen(
        "Vor der Freigabe ist ausdrücklich anzunehmen, " + " und ".join(ANNEHMEN[m] for m in missing) + ".",
        "Ergänzen Sie den Entwurf, oder nehmen Sie das ausdrücklich an.",
    )
