"""The rules of deciding, as pure functions: a case as it stands and what a person wants, to yes or a reason why not.

The rules: only Freigabe and Leitung decide; whoever handed the motion in (machine drafts count as theirs) or wrote the
current revision can't approve it, counted by person; a decision is for the newest revision or for none; a gap or an
unsupported sentence has to be accepted in so many words; a refusal needs a reason. Whoever comes second learns who was
first, and when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.review.people import Person, Rolle
from corpus.domain import Anliegen, Entwurf, EntwurfStatus, HinweisArt
from corpus.personal_data.masking import kinds_in


class Entscheidung(StrEnum):
    """What a person decided about one revision."""

    FREIGEGEBEN = "freigegeben"
    ABGELEHNT = "abgelehnt"


class Stand(StrEnum):
    """How an Entwurf stands after all decisions."""

    OFFEN = "offen"
    FREIGEGEBEN = "freigegeben"
    ABGELEHNT = "abgelehnt"
    BEIM_AMT = "beim_amt"


class VorgangStatus(StrEnum):
    """How a case stands."""

    OFFEN = "offen"
    FREIGEGEBEN = "freigegeben"
    VERSANDT = "versandt"
    ABGEBROCHEN = "abgebrochen"


@dataclass(frozen=True)
class Revision:
    """One state of an Entwurf. `von` is the id of the person it counts as: a machine's is who asked for it."""

    nr: int
    revision: int
    entwurf: Entwurf
    von: str
    maschinell: bool
    am: datetime
    von_name: str = ""


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
class Zulieferungsauftrag:
    """A question that was given to an office. It is open until there is a newer revision, or a decision."""

    nr: int
    revision: int
    amt: str
    frage: str
    frist: date | None
    person: Person
    am: datetime


@dataclass(frozen=True)
class Vorgang:
    """A motion in work: the newest revision of each Entwurf, and every decision and request ever made.

    `anliegen` are the points in force: as a person cut them, else as they were read. `frist` is the day by which the
    reply has to be out.
    """

    id: str
    antrag_id: str
    antrag_version: int
    nummer: str | None
    fraktion: str | None
    betreff: str | None
    stichtag: date
    eingereicht_von: str
    angelegt_am: datetime
    anliegen: tuple[Anliegen, ...]
    revisionen: tuple[Revision, ...]
    freigaben: tuple[Freigabe, ...]
    brief: dict[str, str]
    brief_dokument_id: str | None = None
    versandt_am: datetime | None = None
    abgebrochen_am: datetime | None = None
    eingereicht_von_name: str = ""
    zulieferungen: tuple[Zulieferungsauftrag, ...] = ()
    frist: date | None = None
    sitzung: date | None = None
    oeffentlich: bool | None = None
    """What the motion says of itself."""

    @property
    def fragen(self) -> tuple[str, ...]:
        """What each point asks, in the order of the points."""
        return tuple(a.text for a in self.anliegen)

    def revision(self, nr: int) -> Revision:
        """The newest revision of the Entwurf to point `nr`. KeyError where there is no such point."""
        for revision in self.revisionen:
            if revision.nr == nr:
                return revision
        raise KeyError(nr)

    def frage(self, nr: int) -> str:
        """What point `nr` asks, verbatim. KeyError where there is no such point."""
        for anliegen in self.anliegen:
            if anliegen.nr == nr:
                return anliegen.text
        raise KeyError(nr)


@dataclass(frozen=True)
class Abgewiesen:
    """Why something may not be done, and what to do instead; German sentences for the person.

    `an_sie` says it to the person whom it is about, where `was` speaks of them by name.
    """

    was: str
    abhilfe: str
    an_sie: str = ""

    @property
    def im_chat(self) -> str:
        """Both sentences, to the person who wanted to do it."""
        return f"{self.an_sie or self.was} {self.abhilfe}"


def stand(case: Vorgang, nr: int, *, approvals: int) -> Stand:
    """How point `nr` stands: decisions and requests count only for its newest revision, and approvals once a person."""
    newest = case.revision(nr).revision
    current = [f for f in case.freigaben if f.nr == nr and f.revision == newest]
    if any(f.entscheidung is Entscheidung.ABGELEHNT for f in current):
        return Stand.ABGELEHNT
    persons = {f.person.id for f in current if f.entscheidung is Entscheidung.FREIGEGEBEN}
    if len(persons) >= approvals:
        return Stand.FREIGEGEBEN
    return Stand.BEIM_AMT if open_requests(case, nr) else Stand.OFFEN


def open_requests(case: Vorgang, nr: int) -> tuple[Zulieferungsauftrag, ...]:
    """The requests to offices that nobody has answered yet: those on the newest revision of point `nr`.

    Requests are only ever added. One that corrects another bears the same person and the same moment and stands in its
    place.
    """
    newest = case.revision(nr).revision
    current = {(z.person.id, z.am): z for z in case.zulieferungen if z.nr == nr and z.revision == newest}
    return tuple(current.values())


def status(case: Vorgang, *, approvals: int) -> VorgangStatus:
    """How the whole case stands."""
    if case.abgebrochen_am:
        return VorgangStatus.ABGEBROCHEN
    if case.versandt_am:
        return VorgangStatus.VERSANDT
    drafted = {r.nr for r in case.revisionen}
    complete = bool(drafted) and drafted >= {a.nr for a in case.anliegen}
    done = complete and all(stand(case, nr, approvals=approvals) is Stand.FREIGEGEBEN for nr in drafted)
    return VorgangStatus.FREIGEGEBEN if done else VorgangStatus.OFFEN


def to_accept(entwurf: Entwurf) -> tuple[str, ...]:
    """What an approval has to accept in so many words: a gap, open sub-points, sentences without support, personal data
    of citizens in what goes out."""
    found = []
    if entwurf.status is EntwurfStatus.KEINE_GRUNDLAGE and not entwurf.saetze:
        found.append("luecke")
    if any(h.art is HinweisArt.OFFEN for h in entwurf.hinweise):
        found.append("offene_teile")
    if any(not s.belege for s in entwurf.saetze):
        found.append("unbelegt")
    if kinds_in(text_of(entwurf)):
        found.append("personenbezogen")
    return tuple(found)


def text_of(entwurf: Entwurf) -> str:
    """The sentences as a person edits them, one a line."""
    return "\n".join(" ".join(satz.text.split()) for satz in entwurf.saetze)


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
            "Sie dürfen nicht über Entwürfe entscheiden.",
        )
    newest = _newest(case, nr)
    if isinstance(newest, Abgewiesen):
        return newest
    if revision != newest.revision:
        return _outdated(newest, "Sehen Sie sich die neue Fassung an und entscheiden Sie dann.")
    current = [f for f in case.freigaben if f.nr == nr and f.revision == revision]
    own = next((f for f in current if f.person.id == person.id), None)
    if own:
        return Abgewiesen(
            f"{person.name} hat über diese Fassung schon entschieden ({own.entscheidung.value} am {moment(own.am)}).",
            "Es ist nichts weiter zu tun.",
            f"Sie haben über diese Fassung schon entschieden ({own.entscheidung.value} am {moment(own.am)}).",
        )
    decided = stand(case, nr, approvals=approvals)
    if decided in (Stand.FREIGEGEBEN, Stand.ABGELEHNT):
        names = ", ".join(
            f"{f.person.name} am {moment(f.am)}" for f in current if f.entscheidung.value == decided.value
        )
        return Abgewiesen(
            f"Über Punkt {nr} ist schon entschieden: {decided.value} von {names}.",
            "Ändern Sie den Entwurf, wenn neu entschieden werden soll.",
        )
    if entscheidung is Entscheidung.ABGELEHNT:
        if grund and grund.strip():
            return None
        return Abgewiesen("Eine Ablehnung braucht einen Grund.", "Schreiben Sie in einem Satz, was fehlt.")
    return _four_eyes(case, person, newest) or _accepted(newest.entwurf, angenommen)


def may_change(case: Vorgang, person: Person, nr: int, revision: int) -> Abgewiesen | None:
    """None where the person may write (or have drafted) a new revision of point `nr`, based on `revision`."""
    newest = _workable(case, person, nr)
    if isinstance(newest, Abgewiesen):
        return newest
    if revision != newest.revision:
        return _outdated(newest, "Übernehmen Sie Ihre Änderung in die neue Fassung.")
    return None


def may_request(
    case: Vorgang,
    person: Person,
    nr: int,
    revision: int,
    *,
    amt: str,
    frage: str,
    frist: date | None,
    heute: date,
    approvals: int,
    statt: datetime | None = None,
) -> Abgewiesen | None:
    """None where the person may give this question on point `nr` to an office; `statt` is when the person asked what
    this one corrects."""
    newest = _workable(case, person, nr)
    if isinstance(newest, Abgewiesen):
        return newest
    if revision != newest.revision:
        return _outdated(newest, "Sehen Sie sich die neue Fassung an; vielleicht ist die Frage schon beantwortet.")
    if stand(case, nr, approvals=approvals) is Stand.FREIGEGEBEN:
        return Abgewiesen(
            f"Punkt {nr} ist bereits freigegeben.", "Ändern Sie den Entwurf zuerst, wenn noch etwas zu klären ist."
        )
    if not amt.strip():
        return Abgewiesen("Es fehlt, welches Amt gefragt wird.", "Nennen Sie das Amt, zum Beispiel „Tiefbauamt“.")
    if not frage.strip():
        return Abgewiesen("Es fehlt die Frage an das Amt.", "Schreiben Sie in einem Satz, was gebraucht wird.")
    if frist is not None and frist < heute:
        return Abgewiesen(f"Die Frist {frist:%d.%m.%Y} ist schon vorbei.", "Nennen Sie einen Tag ab heute.")
    for known in open_requests(case, nr):
        if (known.person.id, known.am) == (person.id, statt):
            continue
        if known.amt.casefold() == amt.strip().casefold() and known.frage.split() == frage.split():
            return Abgewiesen(
                f"Diese Frage liegt schon beim Amt „{known.amt}“ ({known.person.name} am {moment(known.am)}).",
                "Es ist nichts weiter zu tun.",
            )
    return None


def may_cancel(case: Vorgang, person: Person) -> Abgewiesen | None:
    """None where the person may end the case without a reply: whoever handed the motion in, and the Leitung."""
    closed = _closed(case) or _without_access(person)
    if closed:
        return closed
    if person.id == case.eingereicht_von or person.may(Rolle.LEITUNG):
        return None
    return Abgewiesen(
        f"Abbrechen kann den Vorgang {case.id} nur, wer den Antrag eingereicht hat"
        f"{f' ({case.eingereicht_von_name})' if case.eingereicht_von_name else ''}, oder die Leitung.",
        "Bitten Sie eine dieser Personen darum.",
    )


def may_prepare(case: Vorgang, person: Person | None) -> Abgewiesen | None:
    """None where the person may give what belongs to the whole case: the letter's head, the deadline. Commands that ask
    for no person have None."""
    return _closed(case) or (_without_access(person) if person else None)


def may_cut(case: Vorgang, person: Person, anliegen: Sequence[Anliegen]) -> Abgewiesen | None:
    """None where the person may say which points the motion has: only before there are drafts."""
    refused = may_prepare(case, person)
    if refused:
        return refused
    if case.revisionen:
        first = min(case.revisionen, key=lambda r: r.am)
        return Abgewiesen(
            f"Zum Vorgang {case.id} gibt es schon Entwürfe (seit {moment(first.am)}); die Punkte stehen damit fest.",
            "Ändern Sie die Entwürfe der einzelnen Punkte.",
        )
    if not anliegen or any(not a.text.strip() for a in anliegen):
        return Abgewiesen("Mindestens ein Punkt ist leer.", "Schreiben Sie jeden Punkt aus, den der Antrag enthält.")
    if [a.nr for a in anliegen] != list(range(1, len(anliegen) + 1)):
        raise ValueError("points are numbered 1, 2, 3")
    return None


def may_recut(case: Vorgang, person: Person, *, machine_only: bool) -> Abgewiesen | None:
    """None where the person may cut the motion anew though there are drafts: only while nobody worked on them.
    `machine_only` is whether no person ever wrote one."""
    refused = may_prepare(case, person)
    if refused:
        return refused
    if not case.revisionen:
        return Abgewiesen(f"Zum Vorgang {case.id} gibt es noch keine Entwürfe.", "Sie folgen; versuchen Sie es danach.")
    if case.freigaben or case.zulieferungen or not machine_only:
        return Abgewiesen(
            f"An den Entwürfen des Vorgangs {case.id} hat schon jemand gearbeitet; die Punkte stehen damit fest.",
            "Ändern Sie die Entwürfe der einzelnen Punkte.",
        )
    return None


def moment(am: datetime) -> str:
    """ "01.05.2024 um 09:00 Uhr", as it stands in sentences for people."""
    return f"{am:%d.%m.%Y} um {am:%H:%M} Uhr"


def _workable(case: Vorgang, person: Person, nr: int) -> Revision | Abgewiesen:
    """The newest revision of a point that this person may work on, or why not."""
    return _closed(case) or _without_access(person) or _newest(case, nr)


def _newest(case: Vorgang, nr: int) -> Revision | Abgewiesen:
    try:
        return case.revision(nr)
    except KeyError:
        return Abgewiesen(
            f"Zu Punkt {nr} des Vorgangs {case.id} gibt es keinen Entwurf.", "Prüfen Sie die Nummer des Punktes."
        )


def _outdated(newest: Revision, remedy: str) -> Abgewiesen:
    who = "" if newest.maschinell or not newest.von_name else f" von {newest.von_name}"
    return Abgewiesen(
        f"Punkt {newest.nr} wurde inzwischen geändert: Fassung {newest.revision}{who}, {moment(newest.am)}.", remedy
    )


def _without_access(person: Person) -> Abgewiesen | None:
    if person.may(Rolle.SACHBEARBEITUNG):
        return None
    return Abgewiesen(
        f"{person.name} hat keinen Zugang mehr.", "Wenden Sie sich an die Leitung.", "Sie haben keinen Zugang mehr."
    )


def _closed(case: Vorgang) -> Abgewiesen | None:
    if case.abgebrochen_am:
        return Abgewiesen(
            f"Der Vorgang {case.id} wurde am {moment(case.abgebrochen_am)} abgebrochen.",
            "Reichen Sie den Antrag noch einmal ein; dann geht der Vorgang weiter.",
        )
    if case.versandt_am:
        return Abgewiesen(
            f"Die Stellungnahme zu {case.id} ist seit {moment(case.versandt_am)} versandt.",
            "Sie lässt sich nicht mehr ändern.",
        )
    return None


def _four_eyes(case: Vorgang, person: Person, newest: Revision) -> Abgewiesen | None:
    if person.id == case.eingereicht_von:
        return Abgewiesen(
            f"{person.name} hat den Antrag eingereicht und kann ihn nicht selbst freigeben (Vier-Augen-Prinzip).",
            "Bitten Sie eine andere Person um die Freigabe.",
            "Sie haben den Antrag eingereicht und können ihn nicht selbst freigeben (Vier-Augen-Prinzip).",
        )
    if person.id == newest.von:
        return Abgewiesen(
            f"{person.name} hat diese Fassung geschrieben und kann sie nicht selbst freigeben (Vier-Augen-Prinzip).",
            "Bitten Sie eine andere Person um die Freigabe.",
            "Sie haben diese Fassung geschrieben und können sie nicht selbst freigeben (Vier-Augen-Prinzip).",
        )
    return None


ANNEHMEN = {
    "luecke": "dass zu diesem Punkt nichts vorliegt",
    "offene_teile": "dass Teilfragen offen bleiben",
    "unbelegt": "dass mindestens ein Satz keinen Beleg hat",
    "personenbezogen": "dass der Text personenbezogene Angaben enthält und so versandt werden darf",
}


def _accepted(entwurf: Entwurf, angenommen: Sequence[str]) -> Abgewiesen | None:
    missing = [what for what in to_accept(entwurf) if what not in angenommen]
    if not missing:
        return None
    return Abgewiesen(
        "Vor der Freigabe ist ausdrücklich anzunehmen, " + " und ".join(ANNEHMEN[m] for m in missing) + ".",
        "Ergänzen Sie den Entwurf, oder nehmen Sie das ausdrücklich an.",
    )
