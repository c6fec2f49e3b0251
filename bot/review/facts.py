"""Facts and what people do with them: confirm, end, replace, correct, or leave as they are against a proposal.

A deed is a row and an entry in the audit chain, written together or not at all; the rules are in `fact_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine, func, insert, select

from bot.review.audit import AuditLog
from bot.review.fact_rules import may_confirm, may_correct, may_end, may_keep, may_replace
from bot.review.people import Person
from bot.review.rules import Abgewiesen
from bot.review.tables import person as person_table
from bot.review.tables import revision, vorgang
from corpus.database import reading, writing
from corpus.domain import FaktArt
from corpus.errors import StellwerkError
from corpus.facts.extraction import holds_on
from corpus.facts.store import FaktStand, FaktTat, facts_in
from corpus.tables import fakt, fakt_tat

STALE_DAYS = 365
"""A fact that nobody confirmed for so long is to be looked at: nothing goes unseen for longer than a budget year."""

SHORTEST_ID = 4
_ID = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True)
class Veraltend:
    """A fact that nobody confirmed for long: how many days, and how many drafts in force rest on it."""

    stand: FaktStand
    tage: int | None
    entwuerfe: int


class FactBook:
    """Reads facts as they stand and writes what people do with them."""

    def __init__(self, engine: Engine, *, audit: AuditLog) -> None:
        self._engine = engine
        self._audit = audit

    # --- finding

    def find(self, wanted: str, *, nur_oeffentlich: bool = False) -> FaktStand:
        """The fact with this id, or the only one whose id begins so. StellwerkError where there is none, or several."""
        with reading(self._engine) as connection:
            return self.find_in(connection, wanted, nur_oeffentlich=nur_oeffentlich)

    def find_in(self, connection: Connection, wanted: str, *, nur_oeffentlich: bool = False) -> FaktStand:
        """`find` within the caller's transaction."""
        digits = "".join(wanted.split()).lower()
        if len(digits) < SHORTEST_ID or not _ID.fullmatch(digits):
            raise StellwerkError(
                f"„{wanted}“ ist keine Nummer eines Fakts.",
                f"Geben Sie mindestens {SHORTEST_ID} Zeichen an, wie `stellwerk fact list` sie zeigt.",
            )
        begins = select(fakt.c.fakt_id).where(fakt.c.fakt_id.startswith(digits)).distinct().limit(20)
        found = facts_in(connection, ids=list(connection.scalars(begins)), nur_oeffentlich=nur_oeffentlich)
        distinct = {standing.fakt.id: standing for standing in found}
        if not distinct:
            raise StellwerkError(
                f"Einen Fakt {wanted} gibt es nicht.", "Welche es gibt, zeigt `stellwerk fact list --alle`."
            )
        if len(distinct) > 1:
            raise StellwerkError(
                f"Mit {wanted} beginnen mehrere Fakten: {', '.join(sorted(distinct))}.", "Geben Sie mehr Zeichen an."
            )
        return self._with_names(connection, next(iter(distinct.values())))

    def standings(
        self,
        *,
        stichtag: date,
        woerter: Sequence[str] = (),
        alle: bool = False,
        nur_oeffentlich: bool = False,
    ) -> tuple[FaktStand, ...]:
        """The facts that hold on this day, or all that are known on it; those that have every one of the words."""
        with reading(self._engine) as connection:
            return self.standings_in(
                connection, stichtag=stichtag, woerter=woerter, alle=alle, nur_oeffentlich=nur_oeffentlich
            )

    def standings_in(
        self,
        connection: Connection,
        *,
        stichtag: date,
        woerter: Sequence[str] = (),
        alle: bool = False,
        nur_oeffentlich: bool = False,
    ) -> tuple[FaktStand, ...]:
        """`standings` within the caller's transaction."""
        found = facts_in(connection, nur_oeffentlich=nur_oeffentlich)
        return tuple(
            standing
            for standing in found
            if _known(standing, stichtag)
            and (alle or holds_on(standing.fakt, stichtag))
            and all(word.casefold() in _searched(standing) for word in woerter)
        )

    def stale(self, *, heute: date, tage: int = STALE_DAYS, nur_oeffentlich: bool = False) -> tuple[Veraltend, ...]:
        """Facts that hold today and that nobody confirmed for so many days, or never: those first on which most drafts
        in force rest. What happened once does not grow old."""
        with reading(self._engine) as connection:
            return self.stale_in(connection, heute=heute, tage=tage, nur_oeffentlich=nur_oeffentlich)

    def stale_in(
        self, connection: Connection, *, heute: date, tage: int = STALE_DAYS, nur_oeffentlich: bool = False
    ) -> tuple[Veraltend, ...]:
        """`stale` within the caller's transaction."""
        resting = points_resting_on(connection)
        found = []
        for standing in self.standings_in(connection, stichtag=heute, nur_oeffentlich=nur_oeffentlich):
            confirmed = standing.fakt.bestaetigt_am
            age = (heute - confirmed).days if confirmed else None
            if standing.fakt.art is FaktArt.EREIGNIS and not standing.wartet:
                continue
            if age is None or age >= tage:
                found.append(Veraltend(standing, age, len(resting(standing))))
        return tuple(sorted(found, key=lambda v: (-v.entwuerfe, -(v.tage if v.tage is not None else 10**6))))

    def open_points_on(self, standing: FaktStand) -> tuple[tuple[str, int], ...]:
        """The points of cases in work whose draft quotes this fact: once it has ended, they are to be drafted anew."""
        with reading(self._engine) as connection:
            return points_resting_on(connection, nur_offene=True)(standing)

    # --- deeds

    def confirm(
        self, fakt_id: str, person: Person, *, now: datetime, grund: str | None = None, wieder: bool = False
    ) -> FaktStand:
        """It still is so. StellwerkError where the rules refuse."""
        with writing(self._engine) as connection:
            return or_raise(self.confirm_in(connection, fakt_id, person, grund=grund, wieder=wieder, now=now))

    def end(self, fakt_id: str, person: Person, *, gilt_bis: date, grund: str | None, now: datetime) -> FaktStand:
        """It is no longer so from `gilt_bis` on. StellwerkError where the rules refuse."""
        with writing(self._engine) as connection:
            return or_raise(self.end_in(connection, fakt_id, person, gilt_bis=gilt_bis, grund=grund, now=now))

    def replace(
        self,
        fakt_id: str,
        person: Person,
        durch: str,
        *,
        now: datetime,
        gilt_bis: date | None = None,
        grund: str | None = None,
    ) -> FaktStand:
        """Another fact takes its place. StellwerkError where the rules refuse."""
        with writing(self._engine) as connection:
            return or_raise(
                self.replace_in(connection, fakt_id, person, durch, gilt_bis=gilt_bis, grund=grund, now=now)
            )

    def correct(
        self, fakt_id: str, person: Person, werte: Mapping[str, str | None], *, grund: str | None, now: datetime
    ) -> FaktStand:
        """It was read wrongly. StellwerkError where the rules refuse."""
        with writing(self._engine) as connection:
            return or_raise(
                self._do(
                    connection, fakt_id, lambda own: may_correct(own, person, werte, grund=grund, now=now), "terminal"
                )
            )

    def keep(self, fakt_id: str, person: Person, durch: str, *, now: datetime, grund: str | None = None) -> FaktStand:
        """A proposal is turned down. StellwerkError where the rules refuse."""
        with writing(self._engine) as connection:
            return or_raise(self.keep_in(connection, fakt_id, person, durch, grund=grund, now=now))

    def confirm_in(
        self,
        connection: Connection,
        fakt_id: str,
        person: Person,
        *,
        now: datetime,
        grund: str | None = None,
        wieder: bool = False,
        quelle: str = "terminal",
    ) -> FaktStand | Abgewiesen:
        """`confirm` within the caller's transaction; why not, where the rules refuse."""
        return self._do(
            connection, fakt_id, lambda own: may_confirm(own, person, grund=grund, wieder=wieder, now=now), quelle
        )

    def end_in(
        self,
        connection: Connection,
        fakt_id: str,
        person: Person,
        *,
        gilt_bis: date,
        grund: str | None,
        now: datetime,
        quelle: str = "terminal",
    ) -> FaktStand | Abgewiesen:
        """`end` within the caller's transaction; why not, where the rules refuse."""
        return self._do(
            connection, fakt_id, lambda own: may_end(own, person, gilt_bis=gilt_bis, grund=grund, now=now), quelle
        )

    def replace_in(
        self,
        connection: Connection,
        fakt_id: str,
        person: Person,
        durch: str,
        *,
        now: datetime,
        gilt_bis: date | None = None,
        grund: str | None = None,
        quelle: str = "terminal",
    ) -> FaktStand | Abgewiesen:
        """`replace` within the caller's transaction; why not, where the rules refuse."""
        newer = self.find_in(connection, durch)
        return self._do(
            connection,
            fakt_id,
            lambda own: may_replace(own, person, newer, gilt_bis=gilt_bis, grund=grund, now=now),
            quelle,
        )

    def keep_in(
        self,
        connection: Connection,
        fakt_id: str,
        person: Person,
        durch: str,
        *,
        now: datetime,
        grund: str | None = None,
        quelle: str = "terminal",
    ) -> FaktStand | Abgewiesen:
        """`keep` within the caller's transaction; why not, where the rules refuse."""
        newer = self.find_in(connection, durch).fakt.id
        return self._do(connection, fakt_id, lambda own: may_keep(own, person, newer, grund=grund, now=now), quelle)

    def _do(
        self, connection: Connection, fakt_id: str, rule: Callable[[FaktStand], FaktTat | Abgewiesen], quelle: str
    ) -> FaktStand | Abgewiesen:
        """Asks the rule about the fact as it stands, writes the deed and its entry, and returns the fact after it."""
        standing = self.find_in(connection, fakt_id)
        deed = rule(standing)
        if isinstance(deed, Abgewiesen):
            return deed
        row = {
            "fakt_id": deed.fakt_id, "tat": deed.tat.value, "gilt_bis": deed.gilt_bis, "durch": deed.durch,
            "werte": deed.werte, "grund": deed.grund, "person_id": deed.person_id, "am": deed.am,
        }  # fmt: skip
        self._audit.append_in(
            connection, f"fakt_{deed.tat.value}", quelle=quelle, am=deed.am, inhalt={"tabelle": "fakt_tat", **row},
            person_id=deed.person_id, vorgang_id=deed.fakt_id,
        )  # fmt: skip
        connection.execute(insert(fakt_tat).values(**row))
        return self.find_in(connection, standing.fakt.id)

    def _with_names(self, connection: Connection, standing: FaktStand) -> FaktStand:
        names = names_in(connection, standing)
        named = tuple(replace(deed, person=names.get(deed.person_id, "")) for deed in standing.taten)
        return replace(standing, taten=named)


def names_in(connection: Connection, standing: FaktStand) -> dict[str, str]:
    """Who did something to a fact, by id."""
    ids = {deed.person_id for deed in standing.taten}
    if not ids:
        return {}
    rows = connection.execute(select(person_table.c.id, person_table.c.name).where(person_table.c.id.in_(ids)))
    return {row.id: row.name for row in rows}


def or_raise(outcome: FaktStand | Abgewiesen) -> FaktStand:
    """What was done, or the reason why not as an error."""
    if isinstance(outcome, Abgewiesen):
        raise StellwerkError(outcome.was, outcome.abhilfe)
    return outcome


def points_resting_on(
    connection: Connection, *, nur_offene: bool = False
) -> Callable[[FaktStand], tuple[tuple[str, int], ...]]:
    """Finds the points (case and number) whose draft in force quotes words of a fact. The drafts are read once, here;
    with `nur_offene` those of cases that are still in work."""
    newest = select(func.max(revision.c.id)).group_by(revision.c.vorgang_id, revision.c.nr)
    chosen = select(revision.c.vorgang_id, revision.c.nr, revision.c.entwurf).where(revision.c.id.in_(newest))
    if nur_offene:
        in_work = select(vorgang.c.id).where(vorgang.c.versandt_am.is_(None), vorgang.c.abgebrochen_am.is_(None))
        chosen = chosen.where(revision.c.vorgang_id.in_(in_work))
    places: dict[str, list[tuple[int, int, int, tuple[str, int]]]] = {}
    for row in connection.execute(chosen):
        for satz in row.entwurf["saetze"]:
            for beleg in satz["belege"]:
                span = (beleg["version"], beleg["start"], beleg["ende"], (row.vorgang_id, row.nr))
                places.setdefault(beleg["dokument_id"], []).append(span)

    def resting(standing: FaktStand) -> tuple[tuple[str, int], ...]:
        own = standing.fakt.fundstelle
        found = {
            point
            for version, start, ende, point in places.get(own.dokument_id, ())
            if version == own.version and start < own.ende and own.start < ende
        }
        return tuple(sorted(found))

    return resting


def _known(standing: FaktStand, stichtag: date) -> bool:
    said = standing.fakt.fundstelle.datum
    return said is None or said <= stichtag


def _searched(standing: FaktStand) -> str:
    one = standing.fakt
    return f"{one.gegenstand} {one.aussage} {one.fundstelle.vorlage or ''} {one.fundstelle.dokument}".casefold()
