"""The one place that knows every part. Parts are made when they are first asked for, so that a command which needs no
model loads none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.database import open_database
from bot.settings import Settings
from corpus.archive import Archive
from corpus.errors import StellwerkError, TemporaryError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.drafting.asking import Wortschatz
    from bot.drafting.confidence.model import Zuversichtsmodell
    from bot.drafting.desk import Desk
    from bot.drafting.learning import Beispiel, Lernen
    from bot.drafting.model.motion import Formulierer
    from bot.letter.outgoing import Letters
    from bot.review.audit import AuditLog
    from bot.review.cases import Cases
    from bot.review.facts import FactBook
    from bot.review.persons import Persons
    from retrieval.embedding.sentences import SentenceEmbeddings
    from retrieval.index.projection import Index
    from retrieval.ranking.weights import Weights
    from retrieval.search import Searcher

Learned = TypeVar("Learned")

Progress = Callable[[str, int], AbstractContextManager[Callable[[str], None]]]
"""Title and number of steps to a progress bar; the step's text is what was just done."""

_INDEXER_WAIT_SECONDS = 600.0
"""Someone who asks wants an answer from the whole archive: a running indexer is waited for, so long and no longer."""


class Stellwerk:
    """All parts under one HOME."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def engine(self) -> Engine:
        """The database, with today's tables."""
        return open_database(self.settings.database)

    @cached_property
    def archive(self) -> Archive:
        """The papers."""
        return Archive(self.engine)

    @cached_property
    def persons(self) -> Persons:
        """The people."""
        from bot.review.persons import Persons

        return Persons(self.engine, audit=self.audit)

    @cached_property
    def audit(self) -> AuditLog:
        """The chain of what was done."""
        from bot.review.audit import AuditLog

        return AuditLog(self.settings.audit_key)

    @cached_property
    def cases(self) -> Cases:
        """The motions in work."""
        from bot.review.cases import Cases

        return Cases(
            self.engine,
            approvals=self.settings.approvals,
            audit=self.audit,
            deadline_days=self.settings.deadline_days_before_session,
        )

    @cached_property
    def facts(self) -> FactBook:
        """What the papers say, and what people made of it; read of all papers that are there."""
        from bot.review.facts import FactBook

        self.bring_facts_level()
        return FactBook(self.engine, audit=self.audit)

    def bring_facts_level(self) -> int:
        """Reads facts that were not read yet and proposes what newer ones overtake; cheap where nothing is to do."""
        from bot.clock import now
        from bot.fact_level import bring_facts_level

        return bring_facts_level(self.engine, self.archive, now=now())

    @cached_property
    def letters(self) -> Letters:
        """The replies on their way out."""
        from bot.letter.outgoing import Letters

        return Letters(
            self.engine,
            self.archive,
            self.cases,
            approvals=self.settings.approvals,
            city=self.settings.city,
            template=self.settings.letter_template,
        )

    @cached_property
    def embeddings(self) -> SentenceEmbeddings:
        """The model that turns text into vectors; loaded by the first text."""
        from retrieval.embedding.sentences import SentenceEmbeddings

        return SentenceEmbeddings.of(self.settings.embedding_model or "", self.settings.models_folder)

    def elsewhere(self, home: Path, **changes: object) -> Stellwerk:
        """The same settings and model in another HOME, with a database, an index and an audit chain of its own."""
        model = self.settings.embedding_model or str(self.default_model())
        own = {"home": home, "database_url": None, "chroma_url": None, "audit_key_file": None, "embedding_model": model}
        return Stellwerk(self.settings.model_copy(update={**own, **changes}))

    def default_model(self) -> Path:
        """The folder of the default weights under this HOME, unpacked now where it isn't there."""
        from retrieval.embedding.weights import default_model_folder

        return default_model_folder(self.settings.models_folder)

    @cached_property
    def index(self) -> Index:
        """The search index, a projection of the archive."""
        from retrieval.index.projection import Index

        folder = self.settings.index_folder
        if folder.exists() and not folder.is_dir():
            raise StellwerkError(
                f"{folder} ist eine Datei; dort gehört der Ordner des Suchindex hin.",
                "Nehmen Sie die Datei weg; der nächste Befehl baut den Index aus dem Archiv neu auf.",
            )
        return Index(self.settings.index_folder, self.embeddings, chroma_url=self.settings.chroma_url)

    @cached_property
    def searcher(self) -> Searcher:
        """Questions to ranked passages."""
        from retrieval.search import Searcher

        return Searcher(self.index, self.embeddings, self.weights)

    @cached_property
    def weights(self) -> Weights:
        """How the signals of the search are weighed: as learned from the own archive, else as they come with it."""
        from retrieval.ranking.weights import default_weights, weights_from_json

        return _own_or(
            default_weights, self.settings.weights_file, weights_from_json,
            "Die gelernten Gewichte in {} lassen sich nicht lesen ({}).", "stellwerk tune",
        )  # fmt: skip

    @cached_property
    def confidence(self) -> Zuversichtsmodell:
        """How sure a draft is: as learned from this city's decisions, else as it comes with the program."""
        from bot.drafting.confidence.model import default_model, model_from_json

        return _own_or(
            default_model, self.settings.confidence_file, model_from_json,
            "Die gelernte Zuversicht in {} lässt sich nicht lesen ({}).", "stellwerk tune --zuversicht",
        )  # fmt: skip

    @cached_property
    def desk(self) -> Desk:
        """Motions to drafts."""
        return self.desk_over(lambda: self.searcher, self._words, self.formulierer)

    def desk_over(
        self,
        searcher: Callable[[], Searcher],
        words: Callable[[date], Wortschatz],
        formulierer: Formulierer | None = None,
    ) -> Desk:
        """A desk that drafts from what this searcher finds: the archive of today, or of another day. By quotation,
        where nobody words the drafts: that is what a backtest replays."""
        from bot.drafting.desk import Desk

        return Desk(
            self.engine,
            self.archive,
            self.cases,
            searcher,
            words,
            self.bring_facts_level,
            lambda: self.confidence,
            formulierer,
            self._examples,
        )

    @cached_property
    def learning(self) -> Lernen:
        """What people made of earlier drafts."""
        from bot.drafting.learning import Lernen

        return Lernen(self.engine, lambda texts: self.embeddings.embed_queries(texts))

    def _examples(self, questions: Sequence[str]) -> Sequence[Sequence[Beispiel]]:
        return self.learning.examples_for(questions) if self.settings.learning else [() for _ in questions]

    @cached_property
    def formulierer(self) -> Formulierer | None:
        """What words drafts with a language model; None where none is set."""
        if not self.settings.model:
            return None
        from bot.drafting.model.connecting import connect
        from bot.drafting.model.motion import Formulierer
        from bot.drafting.model.prompt import load_prompt

        return Formulierer(
            lambda: connect(self.settings),
            lambda: load_prompt(self.settings.model_prompt),
            budget_tokens=self.settings.model_budget_tokens,
            mask=_masked,
        )

    def _words(self, before: date) -> Wortschatz:
        from bot.drafting.vocabulary import vocabulary

        return vocabulary(self.searcher, before=before)

    def bring_index_level(self, progress: Progress | None = None) -> None:
        """Lets the index follow the archive, without a word or with a progress bar; leaves it to another process that
        is at it."""
        from retrieval.index.jobs import bring_level

        waiting = self.archive.pending_index_jobs()
        with (progress or _without_a_word)("Suchindex nachführen", waiting) as step, _disk_full_said():
            bring_level(self.archive, self.index, self._lock, _counted(step), wait_seconds=_INDEXER_WAIT_SECONDS)

    def rebuild_index(self, progress: Progress) -> int:
        """Throws the index away and builds it anew; returns how many passages it holds."""
        from retrieval.index.jobs import reindex

        count = self.archive.holdings().passagen
        with progress("Suchindex aufbauen", count) as step, _disk_full_said():
            reindex(self.archive, self.index, self._lock, _counted(step))
        return count

    @property
    def _lock(self) -> Path:
        return self.settings.home / "index.lock"


def _masked(text: str) -> tuple[str, Callable[[str], str]]:
    """A text without personal data of citizens, and what puts it back into an answer.

    First as one text, so that a name stays held back where it stands alone. Then line by line, each of which comes from
    elsewhere: an office in the next one doesn't make a citizen's number an official one.
    """
    from corpus.personal_data.masking import mask, mask_all, unmask

    whole = mask(text)
    lines, table = mask_all(whole.text.split("\n"))
    return "\n".join(lines), lambda answer: whole.unmask(unmask(answer, table))


@contextmanager
def _without_a_word(_title: str, _steps: int) -> Iterator[Callable[[str], None]]:
    yield lambda _: None


@contextmanager
def _disk_full_said() -> Iterator[None]:
    """A full disk is said as such, whichever library met it; the jobs stay, and the next command goes on."""
    try:
        yield
    except Exception as error:  # Tantivy, Chroma and the system each have an exception of their own for it
        if "no space left" not in str(error).lower() and "disk is full" not in str(error).lower():
            raise
        raise TemporaryError(
            "Auf dem Datenträger ist kein Platz mehr; der Suchindex ist nicht auf dem Stand des Archivs.",
            "Schaffen Sie Platz und rufen Sie den Befehl noch einmal auf; eingelesene Papiere sind gespeichert.",
        ) from error


def _counted(step: Callable[[str], None]) -> Callable[[int], None]:
    """A progress bar's step for one item, as a step for many."""

    def many(count: int) -> None:
        for _ in range(count):
            step("")

    return many


def _own_or(
    default: Callable[[], Learned], own: Path, read: Callable[[str], Learned], unreadable: str, anew: str
) -> Learned:
    """What a city learned itself, else what comes with the program. StellwerkError where its file can't be read."""
    if not own.is_file():
        return default()
    try:
        return read(own.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StellwerkError(
            unreadable.format(own, type(error).__name__),
            f"Löschen Sie die Datei und rufen Sie `{anew}` noch einmal auf.",
        ) from error
