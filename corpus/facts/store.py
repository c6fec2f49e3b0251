"""Facts in the database: read from papers in the transaction that files them, shown with what people said of them.

What was read and what people did lie in tables of their own; a fact as it stands is made of both, newest deed last.
Nothing is overwritten: a deed is a row, and reading a paper anew by better rules leaves the earlier rows in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, func, insert, or_, select, update

from corpus.domain import Fakt, FaktArt, Fundstelle, Lesefassung, Passage
from corpus.facts.extraction import EXTRACTION, facts_of
from corpus.jsonform import to_date
from corpus.tables import dokument, fakt, fakt_lesung, fakt_tat, fakt_vorschlag, fassung, passage

_BATCH = 500  # bound parameters in one statement stay far under SQLite's limit


class Tat(StrEnum):
    """What a person did with a fact, or what a newer paper proposes to do (ended, replaced)."""

    BESTAETIGT = "bestaetigt"
    BEENDET = "beendet"
    ABGELOEST = "abgeloest"
    BERICHTIGT = "berichtigt"
    BELASSEN = "belassen"


@dataclass(frozen=True)
class FaktTat:
    """One deed: who did what to a fact, when and why. `durch` is the fact that takes its place; `person` is the name
    of who did it, where it was looked up."""

    fakt_id: str
    tat: Tat
    am: datetime
    person_id: str
    grund: str | None = None
    gilt_bis: date | None = None
    durch: str | None = None
    werte: dict[str, str | None] | None = None
    person: str = ""


@dataclass(frozen=True)
class Vorschlag:
    """What a newer fact makes of an older one, if a person agrees: it ends, or the newer takes its place."""

    fakt_id: str
    durch: str
    tat: Tat
    gilt_bis: date | None
    am: datetime


@dataclass(frozen=True)
class FaktStand:
    """A fact as it stands, with all that was done to it, the oldest first.

    `wartet` is True for one of a reply of our own that nobody has confirmed. `vorschlaege` are those still open.
    """

    fakt: Fakt
    oeffentlich: bool | None
    passage_id: str
    wartet: bool
    taten: tuple[FaktTat, ...] = ()
    vorschlaege: tuple[Vorschlag, ...] = ()


# --- reading papers --------------------------------------------------------------------------------------------------


def read_facts_in(
    connection: Connection, fassung_id: int, passages: Sequence[Passage], text: Lesefassung, *, eigen: bool
) -> int:
    """Reads the facts of one version of a paper; how many. Within the caller's transaction. What was read of it
    before stays, no longer current."""
    known = connection.execute(select(fakt_lesung).where(fakt_lesung.c.fassung_id == fassung_id)).first()
    ids = [p.id for p in passages]
    if known is None:
        values = {"fassung_id": fassung_id, "extraktion": EXTRACTION, "eigen": eigen, "verglichen": False}
        connection.execute(insert(fakt_lesung).values(**values))
    else:
        connection.execute(update(fakt).where(fakt.c.passage_id.in_(ids)).values(aktuell=False))
        connection.execute(
            update(fakt_lesung)
            .where(fakt_lesung.c.fassung_id == fassung_id)
            .values(extraktion=EXTRACTION, verglichen=False)
        )
    rows = [_row(one, found) for one in passages for found in facts_of(one, seite_of=text.seite)]
    if rows:
        connection.execute(insert(fakt), rows)
    return len(rows)


def _row(one: Passage, found: Fakt) -> dict[str, Any]:
    return {
        "fakt_id": found.id,
        "passage_id": one.id,
        "start": found.fundstelle.start,
        "ende": found.fundstelle.ende,
        "seite": found.fundstelle.seite,
        "gegenstand": found.gegenstand,
        "aussage": found.aussage,
        "art": found.art.value,
        "gilt_ab": found.gilt_ab,
        "gilt_bis": found.gilt_bis,
        "endet": found.endet,
        "aktuell": True,
    }


def unread_in(connection: Connection, limit: int) -> tuple[int, ...]:
    """Versions with current passages whose facts were not read, or by older rules: at most `limit` of them."""
    rows = connection.scalars(
        select(fassung.c.id)
        .join(fakt_lesung, fakt_lesung.c.fassung_id == fassung.c.id, isouter=True)
        .where(
            or_(fakt_lesung.c.fassung_id.is_(None), fakt_lesung.c.extraktion < EXTRACTION),
            fassung.c.id.in_(select(passage.c.fassung_id).where(passage.c.aktuell)),
        )
        .order_by(fassung.c.id)
        .limit(limit)
    )
    return tuple(rows)


def mark_own_in(connection: Connection, dokument_id: str) -> None:
    """A reply of our own went out: its facts wait for a person to confirm them."""
    own = select(fassung.c.id).where(fassung.c.dokument_id == dokument_id)
    connection.execute(update(fakt_lesung).where(fakt_lesung.c.fassung_id.in_(own)).values(eigen=True))


def ended_ids_in(connection: Connection) -> tuple[str, ...]:
    """The facts that somebody ended or replaced, also those that hold again. Within the caller's transaction."""
    over = select(fakt_tat.c.fakt_id).where(fakt_tat.c.tat.in_([Tat.BEENDET.value, Tat.ABGELOEST.value]))
    return tuple(connection.scalars(over.distinct()))


def over_in(connection: Connection, passages: Sequence[str], bis: date) -> tuple[Fundstelle, ...]:
    """The places in these answers of what somebody ended or replaced by that day. Within the caller's transaction."""
    found = []
    for standing in facts_in(connection, passages=passages):
        deed = ending_deed(standing.taten)
        if deed is not None and deed.gilt_bis is not None and deed.gilt_bis <= bis:
            found.append(standing.fakt.fundstelle)
    return tuple(found)


# --- facts as they stand ---------------------------------------------------------------------------------------------


def facts_in(
    connection: Connection,
    *,
    bis: date | None = None,
    nur_oeffentlich: bool = True,
    passages: Sequence[str] | None = None,
    ids: Sequence[str] | None = None,
    wort: str | None = None,
) -> tuple[FaktStand, ...]:
    """The facts of the current versions of papers that went out, the newest paper first, as they stand.

    `bis` leaves out papers dated after it; `passages`, `ids` and a word of the statement choose. Public papers only,
    unless said otherwise.
    """
    wanted = _facts()
    if bis is not None:
        wanted = wanted.where(fassung.c.datum <= bis)
    if nur_oeffentlich:
        wanted = wanted.where(fassung.c.oeffentlich.is_(True))
    if wort is not None:
        wanted = wanted.where(fakt.c.aussage.contains(wort, autoescape=True))
    rows: list[RowMapping] = []
    for column, chosen in ((passage.c.id, passages), (fakt.c.fakt_id, ids)):
        if chosen is not None:
            for at in range(0, len(chosen), _BATCH):
                part = wanted.where(column.in_(list(chosen[at : at + _BATCH])))
                rows.extend(connection.execute(part).mappings())
            break
    else:
        rows.extend(connection.execute(wanted).mappings())
    rows.sort(key=lambda r: (-(r["datum"] or date.min).toordinal(), r["passage_id"], r["start"]))
    few = passages is not None or ids is not None or wort is not None
    keys = list({r["fakt_id"] for r in rows}) if few else None
    deeds, proposals = _deeds(connection, keys), _proposals(connection, keys)
    return tuple(_standing(row, deeds.get(row["fakt_id"], []), proposals.get(row["fakt_id"], [])) for row in rows)


def _facts() -> Select[Any]:
    has_deed = fakt.c.fakt_id.in_(select(fakt_tat.c.fakt_id))
    newest = select(func.max(fakt.c.id)).group_by(fakt.c.fakt_id, fakt.c.passage_id)
    return (
        select(
            fakt, fassung.c.datei, fassung.c.dokument_id, fassung.c.version, fassung.c.vorlage, fassung.c.datum,
            fassung.c.oeffentlich, passage.c.nr, fakt_lesung.c.eigen, dokument.c.art.label("papierart"),
            func.substr(fassung.c.lesefassung, fakt.c.start + 1, fakt.c.ende - fakt.c.start).label("zitat"),
        )
        .join(passage, fakt.c.passage_id == passage.c.id)
        .join(fassung, passage.c.fassung_id == fassung.c.id)
        .join(dokument, fassung.c.dokument_id == dokument.c.id)
        .join(fakt_lesung, fakt_lesung.c.fassung_id == fassung.c.id)
        .where(
            passage.c.aktuell, fassung.c.versandt.is_(True), or_(fakt.c.aktuell, and_(has_deed, fakt.c.id.in_(newest)))
        )
    )  # fmt: skip


def _deeds(connection: Connection, ids: list[str] | None) -> dict[str, list[FaktTat]]:
    found: dict[str, list[FaktTat]] = {}
    for row in _of(connection, select(fakt_tat).order_by(fakt_tat.c.id), fakt_tat.c.fakt_id, ids):
        found.setdefault(row["fakt_id"], []).append(
            FaktTat(
                row["fakt_id"], Tat(row["tat"]), row["am"], row["person_id"], row["grund"], row["gilt_bis"],
                row["durch"], row["werte"],
            )
        )  # fmt: skip
    return found


def _proposals(connection: Connection, ids: list[str] | None) -> dict[str, list[Vorschlag]]:
    found: dict[str, list[Vorschlag]] = {}
    for row in _of(connection, select(fakt_vorschlag).order_by(fakt_vorschlag.c.id), fakt_vorschlag.c.fakt_id, ids):
        found.setdefault(row["fakt_id"], []).append(
            Vorschlag(row["fakt_id"], row["durch"], Tat(row["tat"]), row["gilt_bis"], row["am"])
        )
    return found


def _of(connection: Connection, rows: Select[Any], column: Any, ids: list[str] | None) -> Iterable[RowMapping]:
    if ids is None:
        yield from connection.execute(rows).mappings()
        return
    for at in range(0, len(ids), _BATCH):
        yield from connection.execute(rows.where(column.in_(ids[at : at + _BATCH]))).mappings()


def _standing(row: RowMapping, deeds: list[FaktTat], proposals: list[Vorschlag]) -> FaktStand:
    read = Fakt(
        id=row["fakt_id"],
        gegenstand=row["gegenstand"],
        aussage=row["aussage"],
        art=FaktArt(row["art"]),
        gilt_ab=row["gilt_ab"],
        gilt_bis=row["gilt_bis"],
        bestaetigt_am=None if row["eigen"] else row["datum"],
        fundstelle=Fundstelle(
            dokument=row["datei"], dokument_id=row["dokument_id"], version=row["version"], vorlage=row["vorlage"],
            datum=row["datum"], nr=tuple(row["nr"]), seite=row["seite"], zitat=row["zitat"], start=row["start"],
            ende=row["ende"],
        ),
        endet=row["endet"],
    )  # fmt: skip
    standing = with_deeds(read, deeds)
    return FaktStand(
        fakt=standing,
        oeffentlich=row["oeffentlich"],
        passage_id=row["passage_id"],
        wartet=standing.bestaetigt_am is None,
        taten=tuple(deeds),
        vorschlaege=open_proposals(proposals, deeds),
    )


def with_deeds(read: Fakt, deeds: Iterable[FaktTat]) -> Fakt:
    """A fact as it was read, after what people did to it, the oldest deed first. Pure.

    A confirmation after an end or a replacement makes it hold again, as long as its own words say.
    """
    now = read
    ended: date | None = None
    corrected_end = read.gilt_bis
    for deed in deeds:
        if deed.tat is Tat.BERICHTIGT:
            now = _corrected(now, deed.werte or {})
            corrected_end = now.gilt_bis if "gilt_bis" in (deed.werte or {}) else corrected_end
            now = replace(now, gilt_bis=ended or corrected_end)
        elif deed.tat in (Tat.BEENDET, Tat.ABGELOEST):
            ended = deed.gilt_bis
            now = replace(now, gilt_bis=ended, abgeloest_durch=deed.durch)
        elif deed.tat is Tat.BESTAETIGT:
            ended = None
            now = replace(now, gilt_bis=corrected_end, abgeloest_durch=None, bestaetigt_am=deed.am.date())
    return now


def ending_deed(deeds: Sequence[FaktTat]) -> FaktTat | None:
    """The deed that ended or replaced a fact, where none made it hold again since. Pure."""
    for deed in reversed(deeds):
        if deed.tat is Tat.BESTAETIGT:
            return None
        if deed.tat in (Tat.BEENDET, Tat.ABGELOEST):
            return deed
    return None


def _corrected(before: Fakt, werte: dict[str, str | None]) -> Fakt:
    art = werte.get("art")
    return replace(
        before,
        gegenstand=werte.get("gegenstand") or before.gegenstand,
        aussage=werte.get("aussage") or before.aussage,
        art=FaktArt(art) if art else before.art,
        gilt_ab=to_date(werte["gilt_ab"]) if "gilt_ab" in werte else before.gilt_ab,
        gilt_bis=to_date(werte["gilt_bis"]) if "gilt_bis" in werte else before.gilt_bis,
    )


def open_proposals(proposals: Iterable[Vorschlag], deeds: Sequence[FaktTat]) -> tuple[Vorschlag, ...]:
    """Proposals that no person has decided on: neither was the fact ended or replaced since, nor was it left as it is
    against this very proposal, nor confirmed after it was made. Pure."""
    left = []
    for proposal in proposals:
        decided = any(
            (d.tat is Tat.BELASSEN and d.durch == proposal.durch)
            or (d.tat in (Tat.BEENDET, Tat.ABGELOEST))
            or (d.tat is Tat.BESTAETIGT and d.am >= proposal.am)
            for d in deeds
        )
        if not decided:
            left.append(proposal)
    return tuple(left)
