"""The index of meaning: which passages lie nearest to a question's vector. Chroma, embedded or by URL.

One collection for what passages say and one for the subjects of papers, and each of them once for what is public and
once for what is not, so that a public search cannot even touch the rest. Chroma holds its graph in memory, about two
kilobytes a vector, so a passage has one vector here; the others lie on disk in its record (`index.words`), for exact
scoring. langchain-chroma's `Chroma` is not used: it embeds by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.errors import TemporaryError

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

FIELDS = ("antwort", "betreff")
ROOMS = ("offen", "intern")

NEIGHBOURS_AT_BUILD = 100
NEIGHBOURS_AT_SEARCH = 100
"""HNSW's ef_construction and ef_search: 100,000 passages at recall@10 1.0 with Chroma's 100 or more."""

HITS_A_QUERY = 3_000
"""Chroma looks up all hits of a call in one SQL statement, whose number of variables is limited."""

DEEPER = 4
DEEPEST = 4_000
"""Hits that are too young are dropped afterwards, looking so many times deeper until enough are left: with a condition
Chroma lists every entry that fulfils it before it searches, 230 ms with 120,000 entries where it takes 2 without.
Where not even one in so many fits, the list is short and the condition is given to Chroma."""


@dataclass(frozen=True)
class Entry:
    """One vector. `owner` is the passage it belongs to, or the paper where the field is its subject."""

    owner: str
    field: str
    vector: NDArray[np.float32]
    tag: int
    oeffentlich: bool

    @property
    def id(self) -> str:
        """Day and owner, so that a search need not look them up."""
        return f"{self.tag}#{self.owner}"


class MeaningIndex:
    """The collections of one projection. Not safe for two writing processes; `reopen` shows what another wrote."""

    def __init__(self, folder: Path, prefix: str, url: str | None) -> None:
        self._folder = folder
        self._prefix = prefix
        self._url = url
        self._client: ClientAPI | None = None
        self._collections: dict[str, Collection] = {}

    def create(self) -> None:
        """Makes all collections, empty. Raises StellwerkError where a server does not answer."""
        for name in self._names():
            configuration: Any = {
                "hnsw": {"space": "ip", "ef_construction": NEIGHBOURS_AT_BUILD, "ef_search": NEIGHBOURS_AT_SEARCH}
            }
            self._connect().create_collection(name, configuration=configuration, embedding_function=None)

    def exists(self) -> bool:
        """Whether every collection is there. Creates nothing."""
        if self._url is None and not (self._folder / "chroma.sqlite3").is_file():
            return False
        there = {collection.name for collection in self._connect().list_collections(limit=10_000)}
        return there.issuperset(self._names())

    def drop(self) -> None:
        """Deletes the collections of this projection on a server; embedded, the folder is deleted with it."""
        if self._url is not None:
            there = {collection.name for collection in self._connect().list_collections(limit=10_000)}
            for name in there.intersection(self._names()):
                self._connect().delete_collection(name)
        self.close()

    def close(self) -> None:
        """Lets go of files and connection; the next use opens them again."""
        if self._client is not None:
            self._client.close()  # type: ignore[attr-defined]
        self._client = None
        self._collections.clear()

    def put(self, entries: Sequence[Entry]) -> None:
        """Stores vectors; one of the same id is replaced."""
        import numpy as np

        grouped: dict[tuple[str, bool], dict[str, Entry]] = {}
        for entry in entries:
            grouped.setdefault((entry.field, entry.oeffentlich), {})[entry.id] = entry
        for (field, oeffentlich), group in grouped.items():
            some = list(group.values())
            self._collection(field, ROOMS[0] if oeffentlich else ROOMS[1]).upsert(
                ids=[e.id for e in some],
                embeddings=np.stack([e.vector for e in some]).astype(np.float32),
                metadatas=[{"owner": e.owner, "tag": e.tag} for e in some],
            )

    def forget(self, owners: Iterable[str], fields: Sequence[str]) -> None:
        """Takes out whatever belongs to these owners; unknown ones are no error."""
        some = sorted(set(owners))
        for field in fields:
            for room in ROOMS:
                collection = self._collection(field, room)
                if some and collection.count():
                    collection.delete(where={"owner": {"$in": some}})  # type: ignore[dict-item]

    def nearest(
        self, field: str, vectors: NDArray[np.float32], *, limit: int, before: int | None, intern: bool
    ) -> list[list[str]]:
        """For each vector the owners that lie nearest, best first, at most `limit` of a room; approximate (HNSW)."""
        found: list[list[str]] = [[] for _ in vectors]
        for room in ROOMS if intern else ROOMS[:1]:
            waiting, depth = list(range(len(vectors))), limit
            while waiting:
                answers = self._query(field, room, vectors[waiting], depth, None)
                older = [_older(answer, before) for answer in answers]
                few = [len(some) < limit and len(answer) >= depth for some, answer in zip(older, answers, strict=True)]
                depth *= DEEPER
                if any(few) and depth > DEEPEST:
                    where = {"tag": {"$lt": before}}
                    older = [
                        _older(answer, None) for answer in self._query(field, room, vectors[waiting], limit, where)
                    ]
                    few = [False] * len(few)
                for at, some, again in zip(waiting, older, few, strict=True):
                    if not again:
                        found[at] += some[:limit]
                waiting = [at for at, again in zip(waiting, few, strict=True) if again]
        return found

    def _query(self, field: str, room: str, vectors: NDArray[np.float32], depth: int, where: Any) -> list[list[str]]:
        """The ids of entries, nearest first."""
        found: list[list[str]] = []
        step = max(HITS_A_QUERY // depth, 1)
        for at in range(0, len(vectors), step):
            answer = self._collection(field, room).query(
                query_embeddings=vectors[at : at + step], n_results=depth, where=where, include=[]
            )
            found += answer["ids"]
        return found

    def _names(self) -> list[str]:
        return [f"{self._prefix}-{field}-{room}" for field in FIELDS for room in ROOMS]

    def _collection(self, field: str, room: str) -> Collection:
        name = f"{self._prefix}-{field}-{room}"
        if name not in self._collections:
            self._collections[name] = self._connect().get_collection(name, embedding_function=None)
        return self._collections[name]

    def _connect(self) -> ClientAPI:
        if self._client is None:
            self._client = _open_server(self._url) if self._url else _open_folder(self._folder)
        return self._client


def _older(ids: Sequence[str], before: int | None) -> list[str]:
    """The owners of the entries that are old enough."""
    dated = (entry.split("#", 1) for entry in ids)
    return [owner for tag, owner in dated if before is None or int(tag) < before]


def _open_folder(folder: Path) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _open_server(url: str) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url if "//" in url else f"http://{url}")
    try:
        return chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )
    except ValueError as error:  # what Chroma's client raises when nobody answers
        raise TemporaryError(
            f"Der Chroma-Server unter {url} antwortet nicht.",
            "Bitte den Server starten, STELLWERK_CHROMA_URL prüfen oder leer lassen (dann ohne Server).",
        ) from error
