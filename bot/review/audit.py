"""The audit chain: every deed is an entry that is sealed together with the one before it.

The seal is an HMAC-SHA256 under a key that never lies in the database, over ids and hashes, never over texts. Whoever
can write to the database alone can change nothing unseen: a changed, missing or reordered entry breaks the chain, and
the newest head is remembered beside the key and printed in every record and digest, so that a cut tail shows too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, and_, event, insert, or_, select

from bot.review.audit_key import AuditKey, Head
from bot.review.sealed_rows import (
    ARTEN,
    PERSON_ARTEN,
    SEALED,
    UEBERNOMMEN,
    UNSTIMMIG,
    content,
    content_hash,
    person_ids,
    person_state,
    place,
    rows,
)
from bot.review.tables import audit
from corpus.database import reading
from corpus.errors import StellwerkError

GENESIS = "0" * 64
"""What the first entry follows: the head of a chain without entries."""

_PENDING = "stellwerk.audit.head"


# --- adding ---------------------------------------------------------------------------------------------------------


class AuditLog:
    """Adds to the chain, in the transaction of the deed. `key_file` is made at first use, readable by its owner only.

    One key belongs to one database.
    """

    def __init__(self, key_file: Path) -> None:
        self.key = AuditKey(key_file)

    def append_in(
        self,
        connection: Connection,
        art: str,
        *,
        quelle: str,
        am: datetime,
        inhalt: str | bytes | Mapping[str, Any],
        person_id: str | None = None,
        vorgang_id: str | None = None,
        nr: int | None = None,
        revision: int | None = None,
    ) -> str:
        """Adds an entry within the caller's transaction and returns its seal. Of `inhalt` only the hash is kept.

        A row that is sealed (`sealed_rows`) is inserted after its entry: the first entry of all takes in whatever rows
        are there. StellwerkError where the key of a chain that has begun is gone.
        """
        self.lock_in(connection)
        before = self._last(connection)
        if before.nr == 0:
            before = self._begin(connection, am, sealed_now=person_id if art in PERSON_ARTEN else None)
        intact = self._stands_on_remembered(connection, before)
        head = self._add(
            connection,
            before,
            {
                "am": am,
                "art": art,
                "person_id": person_id,
                "vorgang_id": vorgang_id,
                "nr": nr,
                "revision": revision,
                "quelle": quelle,
                "inhalt_sha256": content_hash(inhalt),
            },
        )
        if intact:
            self._remember_after_commit(connection, head)
        return head.siegel

    def sealed_in(self, connection: Connection, art: str, person_id: str, inhalt: Mapping[str, Any]) -> bool:
        """Whether the chain has a genuine entry of this kind about this person with this content."""
        key = self.key.read()
        found = connection.execute(
            select(audit).where(
                audit.c.art == art, audit.c.person_id == person_id, audit.c.inhalt_sha256 == content_hash(inhalt)
            )
        )
        return key is not None and any(
            hmac.compare_digest(seal_of(key, entry), entry["siegel"]) for entry in found.mappings()
        )

    def person_as_sealed_in(self, connection: Connection, person_id: str) -> bool:
        """Whether role, access and accounts of a person are what the newest entry about them says."""
        newest = connection.execute(
            select(audit.c.inhalt_sha256)
            .where(audit.c.person_id == person_id, _about_persons())
            .order_by(audit.c.id.desc())
            .limit(1)
        ).first()
        state = person_state(connection, person_id)
        if newest is None:  # the chain takes in at its beginning who is there
            return state is None or self._last(connection).nr == 0
        return state is not None and content_hash(state) == newest.inhalt_sha256

    def lock_in(self, connection: Connection) -> None:
        """Lets one transaction after the other decide. SQLite's writers wait at their beginning anyway."""
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE audit IN EXCLUSIVE MODE")

    def head_in(self, connection: Connection) -> str:
        """The seal of the newest entry; `GENESIS` where there is none."""
        return self._last(connection).siegel

    def _last(self, connection: Connection) -> Head:
        row = connection.execute(select(audit.c.id, audit.c.siegel).order_by(audit.c.id.desc()).limit(1)).first()
        return Head(row.id, row.siegel) if row else Head(0, GENESIS)

    def _begin(self, connection: Connection, am: datetime, *, sealed_now: str | None) -> Head:
        """The first use: makes the key, and takes in the rows that are older than the chain.

        The person whom the first entry is about (`sealed_now`) is sealed by that entry.

        Where a head is remembered, the chain had begun before and was emptied; then nothing is taken in.
        """
        head = Head(0, GENESIS)
        if self.key.remembered() is not None:
            return head
        for table in SEALED:
            for row in rows(connection, table):
                case, nr, revision, person = place(table, row)
                values = {"am": am, "art": UEBERNOMMEN, "quelle": f"tabelle:{table}"}
                about = {"person_id": person, "vorgang_id": case, "nr": nr, "revision": revision}
                digest = content_hash(content(table, row))
                head = self._add(connection, head, {**values, **about, "inhalt_sha256": digest})
        for person_id in person_ids(connection):
            if person_id == sealed_now:
                continue
            values = {"am": am, "art": UEBERNOMMEN, "quelle": "tabelle:person", "vorgang_id": None}
            about = {"person_id": person_id, "nr": None, "revision": None}
            digest = content_hash(person_state(connection, person_id) or {})
            head = self._add(connection, head, {**values, **about, "inhalt_sha256": digest})
        return head

    def _add(self, connection: Connection, before: Head, values: dict[str, Any]) -> Head:
        entry = {"id": before.nr + 1, **values, "vorher": before.siegel}
        seal = seal_of(self.key.key(make=before.nr == 0), entry)
        connection.execute(insert(audit).values(**entry, siegel=seal))
        return Head(entry["id"], seal)

    # --- the remembered head

    def _stands_on_remembered(self, connection: Connection, before: Head) -> bool:
        """Whether the remembered head is still in the chain. If not, it stays remembered: that is the evidence."""
        known = self.key.remembered()
        if known is None or known == before:
            return True
        return connection.scalar(select(audit.c.siegel).where(audit.c.id == known.nr)) == known.siegel

    def _remember_after_commit(self, connection: Connection, head: Head) -> None:
        """Notes the head on the database connection; when that is given back, the transaction is committed or gone."""
        pool = connection.engine.pool
        if not event.contains(pool, "checkin", _remember_committed):
            event.listen(pool, "checkin", _remember_committed)
            event.listen(connection.engine, "rollback", _forget_pending)
            event.listen(connection.engine, "rollback_savepoint", _forget_pending)
        connection.info[_PENDING] = (self.key, head)


def _forget_pending(connection: Connection, *_: object) -> None:
    connection.info.pop(_PENDING, None)


def _remember_committed(dbapi_connection: object, record: Any) -> None:
    pending = record.info.pop(_PENDING, None)
    if pending is not None and dbapi_connection is not None:
        key, head = pending
        key.remember(head)


# --- the seal -------------------------------------------------------------------------------------------------------

_SEALED_COLUMNS = (
    "id", "am", "art", "person_id", "vorgang_id", "nr", "revision", "quelle", "inhalt_sha256", "vorher",
)  # fmt: skip


def seal_of(key: bytes, entry: Mapping[Any, Any]) -> str:
    """The HMAC-SHA256 over all columns of an entry but the seal itself, as a JSON list."""
    values = [entry[name] for name in _SEALED_COLUMNS]
    values[1] = entry["am"].isoformat(timespec="microseconds")
    return hmac.new(key, json.dumps(values, separators=(",", ":")).encode(), hashlib.sha256).hexdigest()


def _about_persons() -> ColumnElement[bool]:
    adopted = and_(audit.c.art == UEBERNOMMEN, audit.c.quelle == "tabelle:person")
    return or_(audit.c.art.in_(PERSON_ARTEN), adopted)


def entries_of_case(connection: Connection, case_id: str) -> tuple[RowMapping, ...]:
    """The entries about one case, the oldest first."""
    found = connection.execute(select(audit).where(audit.c.vorgang_id == case_id).order_by(audit.c.id))
    return tuple(found.mappings().all())


# --- checking -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pruefung:
    """What a check of the chain found. `fehler` are sentences for people, `hinweise` what is worth knowing."""

    ok: bool
    eintraege: int
    kopf: str
    fehler: tuple[str, ...] = ()
    hinweise: tuple[str, ...] = ()


SHORTEST_HEAD = 12  # hexadecimal digits of a head that somebody types from paper: 48 bits, none like it by accident


def verify(engine: Engine, log: AuditLog, *, kopf: str | None = None) -> Pruefung:
    """Checks the whole chain, and every sealed row against its entry. O(entries + rows).

    `kopf` is a head as it stands in a record or digest, or its beginning: it has to be in the chain. StellwerkError
    where it is none.
    """
    wanted = _as_head(kopf)
    with reading(engine) as connection:
        entries = connection.execute(select(audit).order_by(audit.c.id)).mappings().all()
        key, lost = _key_or_fault(log, bool(entries))
        faults = [*lost, *(_chain_faults(entries, key) if key else ())]
        faults += _head_faults(entries, log.key, wanted)
        if entries:
            faults += _row_faults(connection, entries)
            faults += _person_faults(connection, entries)
    head = Head(entries[-1]["id"], entries[-1]["siegel"]) if entries else Head(0, GENESIS)
    hints = _hints(log.key, head)
    if entries and not faults:
        log.key.remember(head)
    return Pruefung(not faults, len(entries), head.siegel, tuple(faults), hints)


def _as_head(kopf: str | None) -> str | None:
    if kopf is None:
        return None
    digits = "".join(kopf.split()).lower()
    if len(digits) < SHORTEST_HEAD or set(digits) - set("0123456789abcdef"):
        raise StellwerkError(
            f"„{kopf}“ ist kein Kopf der Prüfkette.",
            f"Geben Sie mindestens die ersten {SHORTEST_HEAD} Zeichen an, wie sie in einem Vermerk stehen.",
        )
    return digits


def _key_or_fault(log: AuditLog, begun: bool) -> tuple[bytes | None, tuple[str, ...]]:
    try:
        key = log.key.read()
    except StellwerkError as error:
        return None, (f"{error.was} {error.abhilfe}",)
    if key is None and begun:
        return None, (
            f"Der Schlüssel der Prüfkette fehlt ({log.key.file}); die Siegel lassen sich nicht prüfen. "
            "Spielen Sie die Datei aus der Sicherung zurück, oder prüfen Sie STELLWERK_AUDIT_KEY_FILE.",
        )
    return key, ()


def _chain_faults(entries: Iterable[RowMapping], key: bytes) -> list[str]:
    """Entries that were changed, are missing, or stand where they don't belong."""
    faults, genuine, before = [], 0, Head(0, GENESIS)
    for entry in entries:
        nr = entry["id"]
        if nr != before.nr + 1:
            missing = f"Eintrag {before.nr + 1}" if nr == before.nr + 2 else f"Einträge {before.nr + 1} bis {nr - 1}"
            faults.append(f"{missing} der Prüfkette: nicht mehr vorhanden.")
        if hmac.compare_digest(seal_of(key, entry), entry["siegel"]):
            genuine += 1
        else:
            faults.append(f"Eintrag {nr} der Prüfkette wurde verändert oder nicht von Stellwerk geschrieben.")
        if entry["vorher"] != before.siegel:
            faults.append(f"Eintrag {nr} der Prüfkette schließt nicht an den Eintrag vor ihm an.")
        before = Head(nr, entry["siegel"])
    if before.nr and not genuine:
        return [
            "Kein Eintrag passt zum Schlüssel der Prüfkette. Es ist nicht der Schlüssel, mit dem sie begonnen wurde."
        ]
    return faults


def _head_faults(entries: Iterable[RowMapping], key: AuditKey, wanted: str | None) -> Iterator[str]:
    """Heads that were seen and are no longer in the chain: its tail was cut off, or all of it replaced."""
    seals = {entry["id"]: entry["siegel"] for entry in entries}
    known = key.remembered()
    if known is not None and seals.get(known.nr) != known.siegel:
        yield (
            f"Das Ende der Prüfkette fehlt: Eintrag {known.nr} ({known.siegel[:SHORTEST_HEAD]}) wurde geschrieben und "
            "ist nicht mehr da. Haben Sie selbst eine ältere Sicherung eingespielt, so verschieben Sie "
            f"{key.head_file} zu Ihren Unterlagen; das Gedächtnis beginnt dann neu."
        )
    if wanted is not None and not any(seal.startswith(wanted) for seal in (GENESIS, *seals.values())):
        yield (
            f"Der angegebene Kopf {wanted[:SHORTEST_HEAD]}… steht nicht in der Prüfkette: "
            "Ihr Ende fehlt, oder sie wurde ersetzt."
        )


def _hints(key: AuditKey, head: Head) -> tuple[str, ...]:
    if head.nr == 0:
        return ("Die Prüfkette beginnt mit der nächsten Eingabe.",)
    if key.remembered() is None:
        return (
            f"Beim Schlüssel ist kein Kopf vermerkt ({key.head_file}); ob am Ende Einträge fehlen, zeigt nur ein Kopf "
            "aus einer Übersicht oder einem Vermerk: --kopf.",
        )
    return ()


# --- the rows of the tables against their entries

_TABLE_WORDS = {
    "vorgang": "Der Vorgang",
    "revision": "Die Fassung",
    "freigabe": "Die Entscheidung",
    "zulieferung": "Die Anfrage an ein Amt",
    "fakt_tat": "Die Entscheidung über den Fakt",
}


def _row_faults(connection: Connection, entries: Iterable[RowMapping]) -> list[str]:
    """Rows that no longer say what their entry sealed, are gone, or were never entered."""
    sealed = Counter(_sealed(entries))
    stored = Counter(_stored(connection))
    gone, strange = sealed - stored, stored - sealed
    changed = {key[:-1] for key in gone} & {key[:-1] for key in strange}
    return (
        [_row_fault(where, "wurde nach der Aufzeichnung verändert.") for where in sorted(changed, key=str)]
        + [_row_fault(k[:-1], "wurde aus der Datenbank entfernt.") for k in gone if k[:-1] not in changed]
        + [_row_fault(k[:-1], "steht nicht in der Prüfkette.") for k in strange if k[:-1] not in changed]
    )


def _person_faults(connection: Connection, entries: Iterable[RowMapping]) -> Iterator[str]:
    """Persons whose role, access or accounts are not what was sealed last."""
    sealed: dict[str, str] = {}
    for entry in entries:
        if entry["art"] == UNSTIMMIG:
            yield (
                f"Eintrag {entry['id']}: Name, Rolle, Zugang oder Konten der Person {entry['person_id']} waren zuvor "
                "an der Prüfkette vorbei verändert worden."
            )
        adopted = entry["art"] == UEBERNOMMEN and entry["quelle"] == "tabelle:person"  # as in `_about_persons`
        if (entry["art"] in PERSON_ARTEN or adopted) and entry["person_id"]:
            sealed[entry["person_id"]] = entry["inhalt_sha256"]
    for person_id in sorted({*person_ids(connection), *sealed}):
        state = person_state(connection, person_id)
        if person_id not in sealed:
            yield f"Person {person_id} steht nicht in der Prüfkette."
        elif state is None:
            yield f"Person {person_id} wurde aus der Datenbank entfernt."
        elif content_hash(state) != sealed[person_id]:
            yield f"Name, Rolle, Zugang oder Konten der Person {person_id} wurden nach der Aufzeichnung verändert."


def _stored(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """Table, place and hash of each sealed row, as it is now."""
    for table in SEALED:
        for row in rows(connection, table):
            case, nr, revision, person = place(table, row)
            yield table, case, nr, revision, None if table == "vorgang" else person, content_hash(content(table, row))


def _sealed(entries: Iterable[RowMapping]) -> Iterator[tuple[Any, ...]]:
    """Table, place and hash of each sealed row, as the chain has it. Of a case only the newest entry counts."""
    cases: dict[str, tuple[Any, ...]] = {}
    for entry in entries:
        art, source = entry["art"], entry["quelle"]
        table = source.removeprefix("tabelle:") if art == UEBERNOMMEN else ARTEN.get(art)
        if table not in SEALED:
            continue
        about = (table, entry["vorgang_id"], entry["nr"], entry["revision"], entry["person_id"])
        if table == "vorgang":
            cases[entry["vorgang_id"]] = (*about[:-1], None, entry["inhalt_sha256"])
        else:
            yield (*about, entry["inhalt_sha256"])
    yield from cases.values()


def _row_fault(where: tuple[Any, ...], what: str) -> str:
    table, case, nr, revision, person = where
    point = f", Punkt {nr}, Fassung {revision}" if nr is not None else ""
    whose = f", Person {person}" if person else ""
    return f"{_TABLE_WORDS[table]} ({case}{point}{whose}) {what}"
