"""Letters on their way out: written to disk, filed as approved, filed as sent. Archive and case change together.

Methods that end in `_in` take part in their caller's transaction; the others are transactions of their own.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.ingest import Quelle, read_papers
from bot.letter.difference import Aenderung, AenderungArt, word_difference
from bot.letter.from_case import letter_of, paper_of
from bot.letter.leerstelle import LEERSTELLE
from bot.letter.ohne_quellen import without_sources
from bot.letter.pdf import convert_to_pdf
from bot.letter.rendering import render_docx
from bot.review.case_writing import TERMINAL
from bot.review.cases import Cases
from bot.review.rules import Vorgang, VorgangStatus, status
from bot.review.sealed_rows import content_hash
from corpus.archive import Abgelegt, Archive, Aufnahme
from corpus.database import reading, writing
from corpus.domain import Antrag, Art, Paper, Stellungnahme
from corpus.errors import StellwerkError
from corpus.files import replace_file
from corpus.identity import document_id
from corpus.jsonform import paper_from_json
from corpus.sentences import sentence_spans
from corpus.tables import fassung
from retrieval.support import fold

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from bot.review.people import Person


@dataclass(frozen=True)
class Versandt:
    """A letter that went out: its text, and where its answers differ from what was approved."""

    text: str
    abweichungen: tuple[Aenderung, ...]


class Letters:
    """The replies of all cases. `template` None takes the form that comes with us."""

    def __init__(
        self, engine: Engine, archive: Archive, cases: Cases, *, approvals: int, city: str, template: Path | None
    ) -> None:
        self._engine = engine
        self._archive = archive
        self._cases = cases
        self._approvals = approvals
        self._city = city
        self._template = template

    # --- the document

    def write(self, case_id: str, target: Path, *, pdf: bool, sources: bool) -> list[Path]:
        """Writes the letter of a case as DOCX (and PDF), as ENTWURF before the last approval; returns the files."""
        target = target if target.suffix.lower() == ".docx" else target.with_name(f"{target.name}.docx")
        write_whole(target, self.render(case_id, sources=sources))
        return [target, convert_to_pdf(target)] if pdf else [target]

    def render(self, case_id: str, *, entwurf: bool | None = None, sources: bool = True) -> bytes:
        """The letter of a case as DOCX. `entwurf` None: every page bears ENTWURF before the last approval."""
        with reading(self._engine) as connection:
            case, antrag = self._load(connection, case_id)
        missing = sorted({a.nr for a in antrag.anliegen} - {r.nr for r in case.revisionen})
        if missing:
            raise StellwerkError(
                f"Zu Punkt {', '.join(map(str, missing))} des Vorgangs {case_id} gibt es noch keinen Entwurf.",
                "Reichen Sie den Antrag noch einmal ein; dann werden die fehlenden Entwürfe erstellt.",
            )
        open_still = self._status(case) is not VorgangStatus.FREIGEGEBEN and case.versandt_am is None
        draft = open_still if entwurf is None else entwurf or open_still
        return render_docx(letter_of(case, antrag, stadt=self._city, entwurf=draft, quellen=sources), self._template)

    def text_in(self, connection: Connection, case_id: str) -> str:
        """The words of the letter as they stand, as they enter the archive; their SHA-256 goes into the records."""
        case, antrag = self._load(connection, case_id)
        return self._paper(case, antrag, versandt=False).lesefassung.text

    # --- filing

    def file_approved(self, case_id: str, *, now: datetime) -> bool:
        """`file_approved_in` in a transaction of its own."""
        with writing(self._engine) as connection:
            return self.file_approved_in(connection, case_id, now=now, quelle=TERMINAL)

    def file_approved_in(
        self, connection: Connection, case_id: str, *, now: datetime, quelle: str, von: Person | None = None
    ) -> bool:
        """Puts an approved reply into the archive as "freigegeben, nicht versandt"; False where it isn't approved.

        StellwerkError where another paper has its number already; then the caller's transaction writes nothing.
        """
        case, antrag = self._load(connection, case_id)
        if self._status(case) is not VorgangStatus.FREIGEGEBEN:
            return False
        paper = self._paper(case, antrag, versandt=False)
        stored = self._file(connection, case, paper, now=now)
        if (stored.aufnahme, stored.dokument_id) != (Aufnahme.UNVERAENDERT, case.brief_dokument_id):
            digest = content_hash(paper.lesefassung.text)
            self._cases.note_filed_in(
                connection, case_id, stored.dokument_id, text_sha256=digest, now=now, quelle=quelle, von=von
            )
        return True

    def read_sent(self, case_id: str, name: str, data: bytes) -> Paper:
        """Reads the letter as it was really sent, for `send_in`. Takes a while: outside of any transaction.

        StellwerkError where it can't be read, still has blanks, is another letter, or the case isn't approved.
        """
        with reading(self._engine) as connection:
            case, antrag = self._load(connection, case_id)
        if self._status(case) is not VorgangStatus.VERSANDT:
            self._refuse_unapproved(case)
        read = _read_letter(name, data)
        _refuse_another_letter(name, read, self._paper(case, antrag, versandt=True))
        return read

    def difference_in(self, connection: Connection, case_id: str, sent: Paper) -> tuple[Aenderung, ...]:
        """How the answers of the letter as it was sent (of `read_sent`) differ from what was approved; empty where they
        don't."""
        case, antrag = self._load(connection, case_id)
        approved = self._paper(case, antrag, versandt=True)
        found = word_difference(_answers(approved.inhalt), _answers(_as_sent(sent, approved).inhalt))
        return tuple(d for d in found if d.art is not AenderungArt.GLEICH) and found

    def send(self, case_id: str, sent: Path | None, *, now: datetime) -> tuple[Aenderung, ...]:
        """Files the reply as sent: as approved, or as the letter `sent` reads. Returns how that differs."""
        read = None if sent is None else self.read_sent(case_id, sent.name, sent.read_bytes())
        with writing(self._engine) as connection:
            return self.send_in(connection, case_id, read, now=now, quelle=TERMINAL)

    def send_in(
        self,
        connection: Connection,
        case_id: str,
        sent: Paper | None = None,
        *,
        now: datetime,
        quelle: str,
        von: Person | None = None,
    ) -> tuple[Aenderung, ...]:
        """`send` within the caller's transaction; `sent` is what `read_sent` returned. A second time changes nothing.

        StellwerkError where the case isn't approved; then the caller's transaction writes nothing.
        """
        case, antrag = self._load(connection, case_id)
        if self._status(case) is VorgangStatus.VERSANDT:
            return ()
        self._refuse_unapproved(case)
        approved = self._paper(case, antrag, versandt=True)
        paper = approved if sent is None else _as_sent(sent, approved)
        stored = self._file(connection, case, paper, now=now)
        self._archive.mark_sent(connection, stored.dokument_id)
        digest = content_hash(paper.lesefassung.text)
        self._cases.note_sent_in(
            connection, case_id, stored.dokument_id, text_sha256=digest, now=now, quelle=quelle, von=von
        )
        return word_difference(_answers(approved.inhalt), _answers(paper.inhalt))

    def sent_in(self, connection: Connection, case_id: str) -> Versandt | None:
        """The text that went out and how it differs from what was approved; None where nothing went out."""
        case, antrag = self._load(connection, case_id)
        if case.versandt_am is None or case.brief_dokument_id is None:
            return None
        row = connection.execute(
            select(fassung.c.lesefassung, fassung.c.inhalt)
            .where(fassung.c.dokument_id == case.brief_dokument_id, fassung.c.eingelesen_am <= case.versandt_am)
            .order_by(fassung.c.version.desc())
        ).first()
        if row is None:
            return None
        approved = self._paper(case, antrag, versandt=True).inhalt
        difference = word_difference(_answers(approved), _answers(paper_from_json(row.inhalt)))
        return Versandt(row.lesefassung, tuple(d for d in difference if d.art is not AenderungArt.GLEICH))

    def _file(self, connection: Connection, case: Vorgang, paper: Paper, *, now: datetime) -> Abgelegt:
        """The reply of a case into the archive, in the place of what stood there for it."""
        self._refuse_foreign_number(connection, case, paper)
        stored = self._archive.store_in(connection, paper, now=now, as_current=True)
        if case.brief_dokument_id and case.brief_dokument_id != stored.dokument_id:
            self._archive.withdraw(connection, case.brief_dokument_id)
        return stored

    def _paper(self, case: Vorgang, antrag: Antrag, *, versandt: bool) -> Paper:
        brief = letter_of(case, antrag, stadt=self._city, entwurf=False, quellen=False)
        return paper_of(brief, f"{case.id}.docx", versandt=versandt)

    def _refuse_foreign_number(self, connection: Connection, case: Vorgang, paper: Paper) -> None:
        """A number that another reply has already would make this one a version of that: nobody wants that."""
        dokument_id = document_id(paper)
        if dokument_id != case.brief_dokument_id and self._archive.holds(connection, dokument_id):
            number = paper.inhalt.vorlage if isinstance(paper.inhalt, Stellungnahme) else None
            raise StellwerkError(
                f"Unter der Nummer {number or 'dieser Stellungnahme'} steht schon ein anderes Papier im Archiv.",
                "Geben Sie die richtige Nummer an, am Terminal: stellwerk draft ANTRAG --vorlage NUMMER",
            )

    def _refuse_unapproved(self, case: Vorgang) -> None:
        if self._status(case) is not VorgangStatus.FREIGEGEBEN:
            raise StellwerkError(
                f"Der Vorgang {case.id} ist noch nicht in allen Punkten freigegeben.",
                f'Entscheiden Sie zuerst, am Terminal: stellwerk case review {case.id} --as "NAME"',
            )

    def _load(self, connection: Connection, case_id: str) -> tuple[Vorgang, Antrag]:
        return self._cases.get_in(connection, case_id), self._cases.antrag_in(connection, case_id)

    def _status(self, case: Vorgang) -> VorgangStatus:
        return status(case, approvals=self._approvals)


def pdf_of(docx: bytes) -> bytes:
    """A finished DOCX as PDF. StellwerkError where LibreOffice is missing or fails."""
    with tempfile.TemporaryDirectory(prefix="stellwerk-pdf-") as folder:
        source = Path(folder) / "brief.docx"
        source.write_bytes(docx)
        return convert_to_pdf(source).read_bytes()


def _read_letter(name: str, original: bytes) -> Paper:
    """The letter as it was really sent, as its file reads: without the annex of sources, which is ours."""
    data = without_sources(original) if original.startswith(b"PK") else original
    read = read_papers(
        Quelle(name, lambda: data), data=data, sha256=hashlib.sha256(original).hexdigest(), art=Art.STELLUNGNAHME
    )[0]
    _refuse_unfinished(name, read.lesefassung.text)
    return read


def _as_sent(read: Paper, approved: Paper) -> Paper:
    """The letter as it was really sent, with date, Gremium and publicity as they were given for it."""
    own, given = read.inhalt, approved.inhalt
    assert isinstance(own, Stellungnahme)
    assert isinstance(given, Stellungnahme)
    inhalt = replace(
        own,
        vorlage=given.vorlage or own.vorlage,
        antrag=given.antrag or own.antrag,
        datum=given.datum or own.datum,
        amt=given.amt or own.amt,
        betreff=given.betreff or own.betreff,
        gremienweg=given.gremienweg or own.gremienweg,
    )
    supported = _supported(approved)
    spans = tuple(
        (answer.start + start, answer.start + end)
        for answer in own.antworten
        for start, end in sentence_spans(read.lesefassung.text[answer.start : answer.ende])
        if fold(read.lesefassung.text[answer.start + start : answer.start + end]) not in supported
    )
    public = approved.oeffentlich if approved.oeffentlich is not None else read.oeffentlich
    return replace(read, inhalt=inhalt, oeffentlich=public, versandt=True, ungestuetzt=spans)


def _supported(approved: Paper) -> frozenset[str]:
    """The sentences that stood on a Beleg when they were approved: of a letter that was changed by hand, only these
    may prove something later."""
    assert isinstance(approved.inhalt, Stellungnahme)
    text = approved.lesefassung.text
    return frozenset(
        fold(text[answer.start + start : answer.start + end])
        for answer in approved.inhalt.antworten
        for start, end in sentence_spans(text[answer.start : answer.ende])
        if not any(a < answer.start + end and answer.start + start < b for a, b in approved.ungestuetzt)
    )


def _refuse_unfinished(name: str, text: str) -> None:
    """A letter with blanks is not what went out."""
    blanks = LEERSTELLE.findall(text)
    if blanks:
        raise StellwerkError(
            f"In {name} stehen noch Lücken: {', '.join(dict.fromkeys(blanks))}.",
            "Geben Sie den Brief an, wie er wirklich versandt wurde.",
        )


def _refuse_another_letter(name: str, read: Paper, approved: Paper) -> None:
    """A file taken by mistake would close the case for good: the reply names its motion or itself, or shares a sentence
    with what was approved."""
    text, given = fold(read.lesefassung.text), approved.inhalt
    assert isinstance(given, Stellungnahme)
    numbers = [fold(number) for number in (given.antrag, given.vorlage) if number]
    signs = [*numbers, *_supported(approved)] if numbers else []
    if signs and not any(sign in text for sign in signs):
        raise StellwerkError(
            f"{name} ist wohl ein anderes Schreiben: Es nennt weder den Antrag noch die Nummer der Stellungnahme und "
            "enthält keinen Satz der freigegebenen Antworten.",
            "Geben Sie den Brief an, wie er wirklich versandt wurde.",
        )


def _answers(reply: Antrag | Stellungnahme) -> str:
    assert isinstance(reply, Stellungnahme)
    return "\n".join(" ".join(a.antwort.split()) for a in reply.antworten)


def write_whole(target: Path, data: bytes) -> None:
    """Writes a file so that it is there whole or not at all."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, data)
    except OSError as error:
        raise StellwerkError(
            f"Der Brief lässt sich nicht unter {target} speichern ({error.strerror}).",
            "Geben Sie mit -o einen Ort an, an dem Sie schreiben dürfen.",
        ) from error
