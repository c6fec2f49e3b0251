"""Which rows of the review are sealed in the audit chain, and in which words each of them is.

A sealed row's audit entry holds the SHA-256 of its content here, so that a decision which was changed in its table no
longer fits its entry. Sealed are rows that are never changed, and the newest state of each case and each person.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from bot.channels.tables import account
from bot.review.tables import freigabe, person, revision, vorgang, zulieferung
from corpus.tables import fakt_tat

SEALED: dict[str, tuple[Table, tuple[str, ...]]] = {
    "vorgang": (vorgang, tuple(column.name for column in vorgang.columns)),
    "revision": (revision, ("vorgang_id", "nr", "revision", "entwurf", "von", "maschinell", "am")),
    "freigabe": (
        freigabe,
        ("vorgang_id", "nr", "revision", "person_id", "entscheidung", "grund", "angenommen", "am"),
    ),
    "zulieferung": (zulieferung, ("vorgang_id", "nr", "revision", "amt", "frage", "frist", "person_id", "am")),
    "fakt_tat": (fakt_tat, ("fakt_id", "tat", "gilt_bis", "durch", "werte", "grund", "person_id", "am")),
}
"""The columns that count, by table. What the machinery adds (a running id) does not."""

ARTEN: dict[str, str] = {
    "eroeffnet": "vorgang",
    "wiederaufgenommen": "vorgang",
    **dict.fromkeys(("stichtag", "punkte", "frist", "abgebrochen", "kopf", "abgelegt", "versandt"), "vorgang"),
    "entwurf": "revision",
    "geaendert": "revision",
    "freigegeben": "freigabe",
    "abgelehnt": "freigabe",
    "zulieferung": "zulieferung",
    **{f"fakt_{tat}": "fakt_tat" for tat in ("bestaetigt", "beendet", "abgeloest", "berichtigt", "belassen")},
}
"""The kinds of audit entries that seal a row, and the table of that row."""

PERSON_ARTEN = frozenset({"aufgenommen", "eingeladen", "entzogen", "konto"})
"""The kinds of audit entries that seal who a person is: role, access and accounts. The newest one counts."""

UNSTIMMIG = "unstimmig"
"""The kind of entry that keeps for good that a person's state was not what had been sealed, before a new one is."""

UEBERNOMMEN = "uebernommen"
"""The kind of entry of a row that is older than the chain; its source names the table."""


def content(table: str, row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row in the words that are hashed."""
    return {"tabelle": table, **{name: row.get(name) for name in SEALED[table][1]}}


def content_hash(inhalt: str | bytes | Mapping[str, Any]) -> str:
    """SHA-256 of a text, of bytes, or of the canonical JSON of a mapping (keys sorted, days and times in ISO form)."""
    if isinstance(inhalt, str):
        inhalt = inhalt.encode("utf-8", "surrogatepass")
    elif not isinstance(inhalt, bytes):
        inhalt = json.dumps(dict(inhalt), sort_keys=True, separators=(",", ":"), default=_iso).encode()
    return hashlib.sha256(inhalt).hexdigest()


def _iso(value: object) -> str:
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be hashed")


def rows(connection: Connection, table: str) -> Iterator[RowMapping]:
    """The sealed columns of all rows of a table, the oldest first."""
    source, names = SEALED[table]
    return iter(connection.execute(select(*(source.c[n] for n in names)).order_by(*source.primary_key)).mappings())


def place(table: str, row: Mapping[Any, Any]) -> tuple[str, int | None, int | None, str]:
    """The case, point, revision and person that a row is about, as its audit entry names them. A deed on a fact stands
    under the fact's id where others have their case."""
    if table == "vorgang":
        return row["id"], None, None, row["eingereicht_von"]
    if table == "fakt_tat":
        return row["fakt_id"], None, None, row["person_id"]
    return row["vorgang_id"], row["nr"], row["revision"], row["von" if table == "revision" else "person_id"]


def person_state(connection: Connection, person_id: str) -> dict[str, Any] | None:
    """Who a person is, as it is sealed: a role, an access or an account that was changed behind the program's back
    would let one person count as two. None where there is no such person."""
    row = connection.execute(select(person).where(person.c.id == person_id)).mappings().first()
    if row is None:
        return None
    accounts = connection.execute(
        select(account.c.channel, account.c.user_id)
        .where(account.c.person_id == person_id)
        .order_by(account.c.channel, account.c.user_id)
    )
    return {
        **{name: row[name] for name in ("id", "name", "rolle", "entzogen_am")},
        "konten": [f"{one.channel}:{one.user_id}" for one in accounts],
    }


def person_ids(connection: Connection) -> list[str]:
    """Everyone who stands in the tables; also the owners of accounts that belong to nobody known."""
    known = connection.scalars(select(person.c.id)).all()
    return sorted({*known, *connection.scalars(select(account.c.person_id)).all()})
