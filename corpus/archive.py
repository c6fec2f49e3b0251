"""The archive: papers, their versions and passages. The one source of truth; indexes follow it through job rows.

In goes a `Paper`, out come `Passage`s, the text of any version, and jobs that say what an index has to do. Everything
that must hold together is written in one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    RowMapping,
    Select,
    delete,
    func,
    insert,
    select,
    update,
)

from corpus.database import reading, writing
from corpus.domain import (
    Antrag,
    Fakt,
    Lesefassung,
    Paper,
    Passage,
    Stellungnahme,
)
from corpus.errors import StellwerkError
from corpus.facts.store import FaktStand, ended_ids_in, facts_in, mark_own_in, read_facts_in, unread_in
from corpus.identity import document_id, number_of, passage_id, text_hash
from corpus.jsonform import paper_from_json, paper_to_json
from corpus.passage_rows import (
    all_passages,
    batches,
    current_passages,
    passages_by_id,
    public_until,
    to_lesefassung,
    to_passage,
)
from corpus.tables import dokument, fassung, index_job, passage

_PAPERS_AT_ONCE = 50


class Aufnahme(StrEnum):
    """What became of a paper that was handed to the archive."""

    NEU = "neu"
    NEUE_FASSUNG = "neue_fassung"
    UNVERAENDERT = "unveraendert"


@dataclass(frozen=True)
class Abgelegt:
    """The answer of `Archive.store`: where the paper stands now."""

    aufnahme: Aufnahme
    dokument_id: str
    version: int
    oeffentlich: bool | None


@dataclass(frozen=True)
class IndexJob:
    """One passage that an index has to bring level: store it, or remove it where `passage` is None."""

    id: int
    passage_id: str
    passage: Passage | None


@dataclass(frozen=True)
class PassageDay:
    """A passage of some version, and the day on its paper; None where the paper bears none."""

    passage_id: str
    dokument_id: str
    version: int
    datum: date | None


@dataclass(frozen=True)
class Bestand:
    """What the archive holds, counted over current versions."""

    papiere: int
    fassungen: int
    passagen: int
    ohne_angabe_oeffentlich: int
    nicht_oeffentlich: int
    ausstehende_index_auftraege: int


class Archive:
    """The archive in an SQL database. Every method is one transaction, or takes part in its caller's `Connection`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # --- papers in ---------------------------------------------------------------------------------------------------

    def store(self, paper: Paper, *, now: datetime) -> Abgelegt:
        """Files a paper: new, a new version of one that is known, or unchanged. Idempotent by identity and text."""
        return self.store_all([paper], now=now)[0]

    def store_all(self, papers: Sequence[Paper], *, now: datetime) -> tuple[Abgelegt, ...]:
        """Files the papers of one file: all of them or, where the process dies, none.

        StellwerkError where one is a reply that a case has approved and not sent: only the case may file that.
        """
        with writing(self._engine) as connection:
            for paper in papers:
                _refuse_unsent(connection, document_id(paper))
            return tuple(self.store_in(connection, paper, now=now) for paper in papers)

    def store_in(self, connection: Connection, paper: Paper, *, now: datetime, as_current: bool = False) -> Abgelegt:
        """`store` within the caller's transaction, so that a case and the paper it became stand or fall together.

        With `as_current` an older version's text that comes back becomes the newest version again.
        """
        number = number_of(paper.inhalt)
        raw = paper.lesefassung.rohtext.text
        dokument_id = document_id(paper)
        same = connection.execute(
            select(fassung)
            .where(fassung.c.dokument_id == dokument_id, fassung.c.text_sha256 == text_hash(raw))
            .order_by(fassung.c.version.desc())
        ).mappings()
        known = same.first()
        latest = connection.scalar(select(func.max(fassung.c.version)).where(fassung.c.dokument_id == dokument_id)) or 0
        if known and not (as_current and known["version"] != latest):
            return _note_unchanged(connection, known, paper)
        if not latest:
            connection.execute(insert(dokument).values(id=dokument_id, art=paper.inhalt.art.value, nummer=number))
        version = latest + 1
        _retire_passages(connection, dokument_id)
        _insert_version(connection, dokument_id, version, paper, now)
        return Abgelegt(Aufnahme.NEUE_FASSUNG if latest else Aufnahme.NEU, dokument_id, version, paper.oeffentlich)

    def known_files(self, sha256: str) -> tuple[Abgelegt, ...]:
        """The versions that a file with these bytes became, so that it need not be read again; a file may hold two."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(fassung.c.dokument_id, fassung.c.version, fassung.c.oeffentlich)
                .where(fassung.c.datei_sha256 == sha256)
                .order_by(fassung.c.id)
            )
            return tuple(Abgelegt(Aufnahme.UNVERAENDERT, r.dokument_id, r.version, r.oeffentlich) for r in rows)

    def publish(self, dokument_id: str) -> bool:
        """A person says that a paper which doesn't say so itself is public. False where nothing was to be changed."""
        with writing(self._engine) as connection:
            changed = connection.execute(
                update(fassung)
                .where(fassung.c.dokument_id == dokument_id, fassung.c.oeffentlich.is_(None))
                .values(oeffentlich=True)
            ).rowcount
            if changed:
                _enqueue_current(connection, dokument_id)
            return bool(changed)

    def withdraw(self, connection: Connection, dokument_id: str) -> None:
        """Takes an unsent reply out of the search, because it now stands under another number. Its text stays."""
        _retire_passages(connection, dokument_id)

    def mark_sent(self, connection: Connection, dokument_id: str) -> None:
        """The reply went out: from now on it may prove something. Within the caller's transaction."""
        connection.execute(update(fassung).where(fassung.c.dokument_id == dokument_id).values(versandt=True))
        mark_own_in(connection, dokument_id)
        _enqueue_current(connection, dokument_id)

    def holds(self, connection: Connection, dokument_id: str) -> bool:
        """Whether a paper of this identity is there. Within the caller's transaction."""
        return connection.scalar(select(dokument.c.id).where(dokument.c.id == dokument_id)) is not None

    # --- papers out --------------------------------------------------------------------------------------------------

    def lesefassung(self, dokument_id: str, version: int) -> Lesefassung:
        """The text of one version, as it was read and as it is shown. KeyError where there is none."""
        return to_lesefassung(self._version(dokument_id, version))

    def inhalt(self, dokument_id: str, version: int) -> Antrag | Stellungnahme:
        """What was understood of one version. KeyError where there is none."""
        return paper_from_json(self._version(dokument_id, version)["inhalt"])

    def _version(self, dokument_id: str, version: int) -> RowMapping:
        with reading(self._engine) as connection:
            row = (
                connection.execute(
                    select(fassung).where(fassung.c.dokument_id == dokument_id, fassung.c.version == version)
                )
                .mappings()
                .first()
            )
        if row is None:
            raise KeyError((dokument_id, version))
        return row

    def all_passages(self) -> Iterator[Passage]:
        """Every passage of the current versions, for a rebuild. One consistent view."""
        with reading(self._engine) as connection:
            for row in connection.execute(current_passages().order_by(passage.c.id)).mappings():
                yield to_passage(row)

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The current passages with these ids; those that are gone are absent."""
        with reading(self._engine) as connection:
            return passages_by_id(connection, ids)

    # --- looking back: a version that was replaced later was the current one before ----------------------------------

    def passage_days(self) -> tuple[PassageDay, ...]:
        """Every passage of every version with the day that its version bears. O(passages), without their texts."""
        query = select(passage.c.id, fassung.c.dokument_id, fassung.c.version, fassung.c.datum)
        with reading(self._engine) as connection:
            rows = connection.execute(query.join(fassung, passage.c.fassung_id == fassung.c.id).order_by(passage.c.id))
            return tuple(PassageDay(*row) for row in rows)

    def passages_of_any_version(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids, also those of versions that were replaced since."""
        found: dict[str, Passage] = {}
        with reading(self._engine) as connection:
            for batch in batches(ids):
                for row in connection.execute(all_passages().where(passage.c.id.in_(batch))).mappings():
                    found[row["id"]] = to_passage(row)
        return found

    def inhalte(self, dokument_id: str) -> tuple[Antrag | Stellungnahme, ...]:
        """What was understood of each version of a paper, the oldest first; () where there is no such paper."""
        rows = select(fassung.c.inhalt).where(fassung.c.dokument_id == dokument_id).order_by(fassung.c.version)
        with reading(self._engine) as connection:
            return tuple(paper_from_json(inhalt) for inhalt in connection.scalars(rows))

    def public_texts_in(self, connection: Connection, *, bis: date) -> Iterator[tuple[int, str]]:
        """Row id and text of each public, sent paper dated on or before `bis`, in its current version. Within the
        caller's transaction, one after the other."""
        current = select(passage.c.fassung_id).where(passage.c.aktuell)
        texts = select(fassung.c.id, fassung.c.lesefassung).where(*public_until(bis), fassung.c.id.in_(current))
        yield from ((row.id, row.lesefassung) for row in connection.execute(texts))

    def public_passages_in(self, connection: Connection, papers: Sequence[int], *, bis: date) -> tuple[Passage, ...]:
        """The passages of those papers that `public_texts_in` gave, the newest first."""
        own = current_passages().where(*public_until(bis), fassung.c.id.in_(papers))
        newest_first = own.order_by(fassung.c.datum.desc(), passage.c.id)
        return tuple(to_passage(row) for row in connection.execute(newest_first).mappings())

    def latest_answers(self, amt: str, *, bis: date, ohne: Collection[str] = (), most: int = 1) -> tuple[str, ...]:
        """How an office has answered lately: short answers of its public, sent papers dated on or before `bis`, the
        newest first, none of the papers in `ohne`."""
        length = passage.c.ende - passage.c.start
        own = current_passages().where(
            *public_until(bis), fassung.c.amt == amt, fassung.c.dokument_id.not_in(list(ohne)), length.between(80, 400)
        )
        newest_first = own.order_by(fassung.c.datum.desc(), passage.c.id).limit(most)
        with reading(self._engine) as connection:
            return tuple(row["text"] for row in connection.execute(newest_first).mappings())

    def holdings(self) -> Bestand:
        """What there is, for `doctor` and the demo."""
        newest = select(func.max(fassung.c.id)).group_by(fassung.c.dokument_id)
        current = fassung.c.id.in_(newest)
        with reading(self._engine) as connection:

            def count(statement: Select[Any]) -> int:
                return connection.scalar(statement) or 0

            of_versions = select(func.count()).select_from(fassung)
            return Bestand(
                papiere=count(select(func.count()).select_from(dokument)),
                fassungen=count(of_versions),
                passagen=count(select(func.count()).select_from(passage).where(passage.c.aktuell)),
                ohne_angabe_oeffentlich=count(of_versions.where(current, fassung.c.oeffentlich.is_(None))),
                nicht_oeffentlich=count(of_versions.where(current, fassung.c.oeffentlich.is_(False))),
                ausstehende_index_auftraege=count(select(func.count()).select_from(index_job)),
            )

    # --- facts -------------------------------------------------------------------------------------------------------

    def facts(self, *, bis: date | None = None, nur_oeffentlich: bool = True) -> tuple[Fakt, ...]:
        """What the papers that went out say and people made of it, the newest paper first; `valid_on` in
        `corpus.facts.extraction` tells what of it holds on a day. `bis` leaves out papers dated after it."""
        return tuple(standing.fakt for standing in self.fact_standings(bis=bis, nur_oeffentlich=nur_oeffentlich))

    def fact_standings(
        self,
        *,
        bis: date | None = None,
        nur_oeffentlich: bool = True,
        passages: Sequence[str] | None = None,
        ids: Sequence[str] | None = None,
    ) -> tuple[FaktStand, ...]:
        """The same with all that was done and proposed, of chosen passages or fact ids where they are given."""
        with reading(self._engine) as connection:
            return facts_in(connection, bis=bis, nur_oeffentlich=nur_oeffentlich, passages=passages, ids=ids)

    def ended_facts(self) -> tuple[FaktStand, ...]:
        """The public facts that somebody ended or replaced."""
        with reading(self._engine) as connection:
            return facts_in(connection, ids=ended_ids_in(connection))

    def unread_facts(self) -> bool:
        """Whether there are papers whose facts were not read yet, or by older rules."""
        with reading(self._engine) as connection:
            return bool(unread_in(connection, 1))

    def bring_facts_level(self) -> int:
        """Reads the facts of papers that were filed before there were facts, or by older rules; how many papers.
        In small transactions, so that nobody waits for all of them."""
        done = 0
        while True:
            with writing(self._engine) as connection:
                unread = unread_in(connection, _PAPERS_AT_ONCE)
                for key in unread:
                    _read_facts(connection, key)
            if not unread:
                return done
            done += len(unread)

    # --- what the index has to do ----------------------------------------------------------------------

    def index_jobs(self, limit: int) -> tuple[IndexJob, ...]:
        """The oldest jobs, at most `limit`. A passage that is no longer current is to be removed."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(index_job).order_by(index_job.c.id).limit(limit)).all()
            found = passages_by_id(connection, [r.passage_id for r in rows])
        return tuple(IndexJob(r.id, r.passage_id, found.get(r.passage_id)) for r in rows)

    def finish_index_jobs(self, ids: Sequence[int]) -> None:
        """The index has durably done these."""
        with writing(self._engine) as connection:
            for batch in batches(ids):
                connection.execute(delete(index_job).where(index_job.c.id.in_(batch)))

    def pending_index_jobs(self) -> int:
        """How many jobs wait."""
        with reading(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(index_job)) or 0


def _refuse_unsent(connection: Connection, dokument_id: str) -> None:
    sent = connection.scalar(
        select(fassung.c.versandt).where(fassung.c.dokument_id == dokument_id).order_by(fassung.c.version.desc())
    )
    if sent is False:
        raise StellwerkError(
            "Das ist eine freigegebene Stellungnahme aus einem Vorgang, die noch nicht als versandt abgelegt ist.",
            "Legen Sie sie mit `stellwerk case sent VORGANG DATEI` ab; `stellwerk case list` zeigt den Vorgang.",
        )


def _note_unchanged(connection: Connection, known: RowMapping, paper: Paper) -> Abgelegt:
    """The same text again: it stays as it is, but a paper of which nothing was known may become public."""
    oeffentlich = known["oeffentlich"]
    if oeffentlich is None and paper.oeffentlich is not None:
        oeffentlich = paper.oeffentlich
        connection.execute(update(fassung).where(fassung.c.id == known["id"]).values(oeffentlich=oeffentlich))
        _enqueue_current(connection, known["dokument_id"])
    return Abgelegt(Aufnahme.UNVERAENDERT, known["dokument_id"], known["version"], oeffentlich)


def _retire_passages(connection: Connection, dokument_id: str) -> None:
    old = select(fassung.c.id).where(fassung.c.dokument_id == dokument_id)
    _enqueue_current(connection, dokument_id)
    connection.execute(update(passage).where(passage.c.fassung_id.in_(old)).values(aktuell=False))


def _enqueue_current(connection: Connection, dokument_id: str) -> None:
    ids = connection.scalars(
        select(passage.c.id)
        .join(fassung, passage.c.fassung_id == fassung.c.id)
        .where(fassung.c.dokument_id == dokument_id, passage.c.aktuell)
    ).all()
    if ids:
        connection.execute(insert(index_job), [{"passage_id": i} for i in ids])


def _insert_version(connection: Connection, dokument_id: str, version: int, paper: Paper, now: datetime) -> None:
    reading_text = paper.lesefassung
    key = connection.execute(
        insert(fassung).values(
            dokument_id=dokument_id,
            version=version,
            datei=paper.dokument,
            datei_sha256=paper.sha256,
            text_sha256=text_hash(reading_text.rohtext.text),
            rohtext=reading_text.rohtext.text,
            quelle=reading_text.rohtext.quelle,
            seiten=[[s.nummer, s.start, s.ende] for s in reading_text.rohtext.seiten],
            lesefassung=reading_text.text,
            abbildung=[[a.start, a.laenge, a.original, a.original_laenge] for a in reading_text.abbildung],
            inhalt=paper_to_json(paper.inhalt),
            vorlage=number_of(paper.inhalt),
            antrag=paper.inhalt.antrag if isinstance(paper.inhalt, Stellungnahme) else None,
            amt=paper.inhalt.amt if isinstance(paper.inhalt, Stellungnahme) else None,
            betreff=paper.inhalt.betreff,
            datum=paper.inhalt.datum,
            oeffentlich=paper.oeffentlich,
            versandt=paper.versandt,
            ungestuetzt=[list(span) for span in paper.ungestuetzt],
            eingelesen_am=now,
        )
    ).inserted_primary_key
    if not isinstance(paper.inhalt, Stellungnahme) or not paper.inhalt.antworten or key is None:
        return  # a motion asserts nothing on the administration's behalf: it has no passages
    rows = [
        {
            "id": passage_id(dokument_id, version, ordinal),
            "fassung_id": key[0],
            "ordnung": ordinal,
            "nr": list(answer.nr),
            "frage": answer.frage or answer.titel,
            "start": answer.start,
            "ende": answer.ende,
            "seite": reading_text.seite(answer.start),
            "aktuell": True,
        }
        for ordinal, answer in enumerate(paper.inhalt.antworten, 1)
    ]
    connection.execute(insert(passage), rows)
    connection.execute(insert(index_job), [{"passage_id": r["id"]} for r in rows])
    _read_facts(connection, key[0])


def _read_facts(connection: Connection, fassung_id: int) -> None:
    """The facts of one version, from its passages as they stand in the archive."""
    row = connection.execute(select(fassung).where(fassung.c.id == fassung_id)).mappings().one()
    own = current_passages().where(fassung.c.id == fassung_id).order_by(passage.c.ordnung)
    passages = [to_passage(found) for found in connection.execute(own).mappings()]
    read_facts_in(connection, fassung_id, passages, to_lesefassung(row), eigen=not row["versandt"])
