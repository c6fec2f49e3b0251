"""Files, folders and ZIPs into the archive: read, repaired, parsed, filed. One file's failure never stops the others.

Resumable and idempotent: a file whose bytes are known is not read again, a text that is known is not filed again.
"""

from __future__ import annotations

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from bot.letter.leerstelle import LEERSTELLE
from corpus.archive import Abgelegt, Archive, Aufnahme
from corpus.domain import Antrag, Art, Lesefassung, Paper, Stellungnahme
from corpus.errors import StellwerkError
from corpus.parsing.antrag import parse_antraege
from corpus.parsing.kind import detect_kind
from corpus.parsing.stellungnahme import parse_stellungnahme
from corpus.reading import read_bytes, read_file
from corpus.reading.lesefassung import prepare
from corpus.reading.unseen import unseen_warnings

ZIP_MEMBERS_LIMIT = 20_000
ZIP_MEMBER_BYTES_LIMIT = 200 * 1024 * 1024
_PAPER_SUFFIXES = frozenset({".txt", ".md", ".pdf", ".docx", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})


@dataclass(frozen=True)
class Quelle:
    """One file to read, on disk or inside a ZIP. `name` is what people see."""

    name: str
    load: Callable[[], bytes]
    path: Path | None = None


@dataclass(frozen=True)
class Fehler:
    """A file that failed, why, and what to do."""

    datei: str
    was: str
    abhilfe: str


@dataclass(frozen=True)
class Warnung:
    """A file that was read although something was hidden in it."""

    datei: str
    was: str


@dataclass
class Bericht:
    """What an ingest did; the counts of the `ingest` JSON."""

    gelesen: int = 0
    neu: int = 0
    neue_fassung: int = 0
    unveraendert: int = 0
    ohne_angabe_oeffentlich: int = 0
    fehler: list[Fehler] = field(default_factory=list)
    warnungen: list[Warnung] = field(default_factory=list)

    def count(self, stored: Abgelegt) -> None:
        """Adds one paper that was filed."""
        self.neu += stored.aufnahme is Aufnahme.NEU
        self.neue_fassung += stored.aufnahme is Aufnahme.NEUE_FASSUNG
        self.unveraendert += stored.aufnahme is Aufnahme.UNVERAENDERT
        self.ohne_angabe_oeffentlich += stored.oeffentlich is None


def find_files(paths: Iterable[Path]) -> tuple[list[Quelle], list[Fehler]]:
    """The files to read under these paths, in a stable order; in folders and ZIPs only the kinds that papers have."""
    found: list[Quelle] = []
    failed: list[Fehler] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
            wanted = [p for p in inside if p.suffix.lower() in {*_PAPER_SUFFIXES, ".zip"}]
            if not wanted:
                failed.append(Fehler(str(path), "Der Ordner enthält keine lesbaren Dateien.", _WANTED))
        elif path.is_file():
            wanted = [path]
        else:
            failed.append(Fehler(str(path), "Die Datei gibt es nicht.", "Prüfen Sie Pfad und Schreibweise."))
            continue
        for file in wanted:
            try:
                plain = [Quelle(printable(file.name), file.read_bytes, file)]
                found.extend(_from_zip(file) if _is_plain_zip(file) else plain)
            except (*_ZIP_ERRORS, OSError) as error:
                failed.append(
                    Fehler(str(file), f"Das ZIP-Archiv ist beschädigt ({error}).", "Packen Sie es bitte neu.")
                )
            except StellwerkError as error:
                failed.append(Fehler(str(file), error.was, error.abhilfe))
    return found, failed


_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError)
"""What the zip library raises on damaged or unknown members; a RuntimeError is a member with a password."""


def printable(name: str) -> str:
    """A file's name as it can be stored and shown: also where its bytes are no UTF-8, without control characters that
    would move a terminal's cursor or begin a line of a log."""
    readable = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() or c == " " else "�" for c in readable)


_WANTED = "Gelesen werden .txt, .md, .pdf, .docx, Bilder von Scans und ZIP-Archive davon."


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "~$", "__")) for part in path.relative_to(root).parts)


def _is_plain_zip(path: Path) -> bool:
    """A ZIP that is no Office document."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "[Content_Types].xml" not in archive.namelist()


def _from_zip(path: Path) -> Iterator[Quelle]:
    with zipfile.ZipFile(path) as archive:
        members = [
            m for m in archive.infolist() if not m.is_dir() and Path(m.filename).suffix.lower() in _PAPER_SUFFIXES
        ]
    if len(members) > ZIP_MEMBERS_LIMIT:
        raise StellwerkError(
            f"Das ZIP-Archiv enthält mehr als {ZIP_MEMBERS_LIMIT} Dateien.", "Teilen Sie es bitte in kleinere auf."
        )
    for member in sorted(members, key=lambda m: m.filename):
        yield Quelle(printable(Path(member.filename).name), lambda member=member: _read_member(path, member))  # type: ignore[misc]


def _read_member(path: Path, member: zipfile.ZipInfo) -> bytes:
    if member.flag_bits & 0x1:
        raise StellwerkError(
            f"Das ZIP-Archiv {path.name} ist mit einem Kennwort verschlüsselt.",
            "Packen Sie es bitte ohne Kennwort neu.",
        )
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
            data = stream.read(ZIP_MEMBER_BYTES_LIMIT + 1)  # the size that a ZIP declares may be a lie
    except _ZIP_ERRORS as error:
        raise StellwerkError(
            f"Die Datei ist im ZIP-Archiv {path.name} beschädigt ({error}).", "Packen Sie das Archiv bitte neu."
        ) from error
    if len(data) > ZIP_MEMBER_BYTES_LIMIT:
        raise StellwerkError(
            f"Die Datei ist größer als {ZIP_MEMBER_BYTES_LIMIT // 1024 // 1024} MB.", "Verkleinern Sie die Datei."
        )
    return data


def ingest(
    sources: Iterable[Quelle],
    archive: Archive,
    *,
    oeffentlich: bool,
    now: Callable[[], datetime],
    done: Callable[[Quelle], None],
) -> Bericht:
    """Files every source; `done` is called after each, for progress. `oeffentlich` settles what papers don't say."""
    report = Bericht()
    for source in sources:
        try:
            _ingest_one(source, archive, report, oeffentlich=oeffentlich, now=now)
        except StellwerkError as error:
            report.fehler.append(Fehler(source.name, error.was, error.abhilfe))
        except OSError as error:
            report.fehler.append(
                Fehler(source.name, f"Die Datei ist nicht lesbar ({error.strerror}).", "Prüfen Sie die Zugriffsrechte.")
            )
        done(source)
    return report


def _ingest_one(
    source: Quelle, archive: Archive, report: Bericht, *, oeffentlich: bool, now: Callable[[], datetime]
) -> None:
    data = source.load()
    sha = hashlib.sha256(data).hexdigest()
    known = archive.known_files(sha)
    if known:
        report.gelesen += 1
        for stored in known:
            if oeffentlich and stored.oeffentlich is None and archive.publish(stored.dokument_id):
                stored = replace(stored, oeffentlich=True)
            report.count(stored)
        return
    papers = [
        replace(paper, oeffentlich=True) if oeffentlich and paper.oeffentlich is None else paper
        for paper in read_papers(source, data=data, sha256=sha)
    ]
    if LEERSTELLE.search(papers[0].lesefassung.text):
        raise StellwerkError(
            "Das ist ein Entwurf: Darin stehen noch Lücken („bitte ergänzen“).",
            "Eingelesen wird, was versandt wurde; einen eigenen Brief legt `stellwerk case sent VORGANG` ab.",
        )
    report.warnungen += [Warnung(source.name, said) for said in unseen_warnings(papers[0].lesefassung.rohtext)]
    stored_papers = archive.store_all(papers, now=now())
    report.gelesen += 1
    for stored in stored_papers:
        report.count(stored)


def read_text(source: Quelle, *, data: bytes | None = None) -> Lesefassung:
    """The text of a source as it is shown and parsed. StellwerkError where it can't be read."""
    if data is None and source.path is not None:
        return prepare(read_file(source.path))
    return prepare(read_bytes(source.load() if data is None else data, source.name))


def read_papers(source: Quelle, *, data: bytes, sha256: str, art: Art | None = None) -> tuple[Paper, ...]:
    """The papers of one file: a reply or a Vermerk is one, a file may hold several motions.

    StellwerkError where nothing of the kind was recognised.
    """
    text = read_text(source, data=data)
    inhalte = parse(text.text, art)
    return tuple(Paper(source.name, sha256, text, inhalt, inhalt.oeffentlich) for inhalt in inhalte)


def parse(text: str, art: Art | None = None) -> tuple[Antrag | Stellungnahme, ...]:
    """What stands in a text, as the kind of paper that was asked for or that it looks like."""
    kind = art or detect_kind(text)
    if kind is Art.ANTRAG:
        motions = tuple(m for m in parse_antraege(text) if m.anliegen)
        if motions:
            return motions
        raise StellwerkError(
            "In der Datei wurde kein Punkt gefunden, den die Verwaltung beantworten könnte.",
            "Prüfen Sie mit `stellwerk parse --text DATEI`, ob der Text richtig gelesen wurde.",
        )
    reply = parse_stellungnahme(text)
    if reply.antworten:
        return (replace(reply, art=kind),)
    raise StellwerkError(
        "In der Datei wurde weder ein Antrag noch eine Stellungnahme erkannt.",
        "Prüfen Sie mit `stellwerk parse --text DATEI`, ob der Text richtig gelesen wurde, "
        "oder geben Sie bei `parse` die Art mit --as an.",
    )
