"""Taking motions in: a motion's file to what stands in it, and to its case. Nothing is drafted here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.ingest import Quelle, read_text
from bot.review.case_rows import other_version_in
from bot.review.cases import Cases
from bot.review.people import Person
from corpus.archive import Archive
from corpus.database import writing
from corpus.domain import Antrag, Art, Lesefassung, Paper, Rohtext
from corpus.errors import StellwerkError
from corpus.parsing.antrag import parse_antraege
from corpus.parsing.kind import detect_kind
from corpus.reading import read_bytes
from corpus.reading.lesefassung import prepare
from corpus.reading.plain_text import pages_of
from corpus.reading.unseen import unseen_warnings

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

LONGEST_MOTION = 400_000
"""Characters; a hundred and fifty printed pages. What is longer is no motion, and would keep everybody waiting."""

MOST_POINTS = 300
"""Of one file; the most that one of 665 real requests has is 17."""


@dataclass(frozen=True)
class Gelesen:
    """What was read of one file: its text, what kind of paper it looks like, and the motions with points in it."""

    name: str
    sha256: str
    text: Lesefassung
    art: Art
    antraege: tuple[Antrag, ...]
    warnungen: tuple[str, ...] = ()
    """What was hidden in the file, as German sentences."""

    @property
    def is_motion(self) -> bool:
        """Whether there is something that the administration has to answer, and it isn't itself the answer."""
        return bool(self.antraege) and self.art is not Art.STELLUNGNAHME


@dataclass(frozen=True)
class Motion:
    """A motion that was opened: its case, what it says, and where it stands in the archive."""

    vorgang: str
    antrag: Antrag
    paper: Paper
    warnungen: tuple[str, ...] = ()
    """What was hidden in its file, as German sentences."""


@dataclass(frozen=True)
class AndereFassung:
    """A motion that was filed and has no case: `vorgang` is an open one of the same number in another version."""

    vorgang: str
    antrag: Antrag
    antrag_id: str
    version: int


class Intake:
    """Reads motions and opens their cases."""

    def __init__(self, engine: Engine, archive: Archive, cases: Cases) -> None:
        self._engine = engine
        self._archive = archive
        self._cases = cases

    def read(self, *sources: Quelle, pictures: bool = False) -> Gelesen:
        """What stands in one file, or in several pictures that are the pages of one paper. Stores nothing.

        StellwerkError where the bytes can't be read, with `pictures` where one is something else. Takes seconds for
        scans, so never within a transaction.
        """
        loaded = [source.load() for source in sources]
        if len(sources) == 1 and not pictures:
            text = read_text(sources[0], data=loaded[0])
            digest = hashlib.sha256(loaded[0]).hexdigest()
        else:
            read = [
                _page_text(source.name, data, number, len(sources), picture=pictures)
                for number, (source, data) in enumerate(zip(sources, loaded, strict=True), 1)
            ]
            pages = "\f".join(page.strip("\f") for page in read)
            text = prepare(Rohtext(pages, pages_of(pages), "ocr"))
            one = loaded[0] if len(loaded) == 1 else b"".join(hashlib.sha256(data).digest() for data in loaded)
            digest = hashlib.sha256(one).hexdigest()
        if len(text.text) > LONGEST_MOTION:
            raise StellwerkError(
                f"Der Text ist mit {len(text.text):,} Zeichen zu lang für einen Antrag.".replace(",", "."),
                f"Gelesen werden bis zu {LONGEST_MOTION // 1000}.000 Zeichen; schicken Sie den Antrag ohne Anlagen.",
            )
        motions = tuple(m for m in parse_antraege(text.text) if m.anliegen)
        many = sum(len(m.anliegen) for m in motions)
        if many > MOST_POINTS:
            raise StellwerkError(
                f"In der Datei wurden {many} Punkte erkannt; bearbeitet werden höchstens {MOST_POINTS} auf einmal.",
                "Prüfen Sie, ob die Datei wirklich ein Antrag ist, und teilen Sie sie sonst auf.",
            )
        return Gelesen(sources[0].name, digest, text, detect_kind(text.text), motions, unseen_warnings(text.rohtext))

    def open(self, source: Quelle, *, stichtag: date | None, von: Person, now: datetime) -> tuple[Motion, ...]:
        """Reads the motions of a file and opens (or finds) the case of each. `stichtag` None takes the motion's own."""
        read = self.read(source)
        if not read.is_motion:
            raise _no_motion(read.art)
        with writing(self._engine) as connection:  # the motions of one file together, or none
            return self.open_in(connection, read, stichtag=stichtag, von=von, now=now, quelle="terminal")

    def open_in(
        self, connection: Connection, read: Gelesen, *, stichtag: date | None, von: Person, now: datetime, quelle: str
    ) -> tuple[Motion, ...]:
        """The case of each motion that was read, opened or found, within the caller's transaction."""
        opened = []
        for antrag in read.antraege:
            day = stichtag or antrag.datum
            if day is None:
                raise StellwerkError(
                    "Der Antrag nennt kein Datum, das als Stichtag gelten könnte.",
                    "Geben Sie den Stichtag an: --stichtag 2026-11-23",
                )
            paper = Paper(read.name, read.sha256, read.text, antrag, antrag.oeffentlich)
            stored = self._archive.store_in(connection, paper, now=now)
            case = self._cases.open_in(
                connection, stored.dokument_id, stored.version, stichtag=day, von=von, now=now, quelle=quelle
            )
            opened.append(Motion(case, antrag, paper, read.warnungen))
        return tuple(opened)

    def take_in(
        self, connection: Connection, read: Gelesen, *, stichtag: date, von: Person, now: datetime, quelle: str
    ) -> tuple[Motion | AndereFassung, ...]:
        """`open_in`, but where another version of a motion has an open case, no second one is opened: a person has to
        say what is meant."""
        taken: list[Motion | AndereFassung] = []
        for antrag in read.antraege:
            paper = Paper(read.name, read.sha256, read.text, antrag, antrag.oeffentlich)
            stored = self._archive.store_in(connection, paper, now=now)
            other = other_version_in(connection, stored.dokument_id, stored.version)
            if other is not None:
                taken.append(AndereFassung(other.id, antrag, stored.dokument_id, stored.version))
                continue
            case = self._cases.open_in(
                connection, stored.dokument_id, stored.version, stichtag=stichtag, von=von, now=now, quelle=quelle
            )
            taken.append(Motion(case, antrag, paper, read.warnungen))
        return tuple(taken)


def _page_text(name: str, data: bytes, number: int, pages: int, *, picture: bool) -> str:
    """The text of one of several pages; the error of one says which."""
    try:
        return read_bytes(data, name, picture=picture).text
    except StellwerkError as error:
        if pages == 1:
            raise
        raise type(error)(f"Seite {number} von {pages}: {error.was}", error.abhilfe) from error


def _no_motion(kind: Art) -> StellwerkError:
    if kind is Art.ANTRAG:
        return StellwerkError(
            "In der Datei wurde kein Punkt gefunden, den die Verwaltung beantworten könnte.",
            "Prüfen Sie mit `stellwerk parse --text DATEI`, ob der Text richtig gelesen wurde.",
        )
    return StellwerkError(
        "Die Datei ist kein Antrag, sondern sieht wie eine Stellungnahme oder ein Vermerk aus.",
        "Papiere der Verwaltung nehmen Sie mit `stellwerk ingest DATEI` ins Archiv auf.",
    )
