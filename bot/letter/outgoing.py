"""Letters on their way out: written to disk, filed as approved, filed as sent. Archive and case change together."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ingest import Quelle, read_papers
from bot.letter.difference import Aenderung, word_difference
from bot.letter.from_case import letter_of, paper_of
from bot.letter.leerstelle import LEERSTELLE
from bot.letter.ohne_quellen import without_sources
from bot.letter.pdf import convert_to_pdf
from bot.letter.rendering import render_docx
from bot.review.cases import Cases
from bot.review.rules import Vorgang, VorgangStatus, status
from corpus.archive import Archive, document_id
from corpus.database import writing
from corpus.domain import Antrag, Art, Paper, Stellungnahme
from corpus.errors import StellwerkError
from corpus.sentences import sentence_spans
from retrieval.support import fold

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


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

    def write(self, case_id: str, target: Path, *, pdf: bool, sources: bool) -> list[Path]:
        """Writes the letter of a case as DOCX (and PDF), as ENTWURF before the last approval; returns the files."""
        case, antrag = self._load(case_id)
        open_still = self._status(case) is VorgangStatus.OFFEN
        brief = letter_of(case, antrag, stadt=self._city, entwurf=open_still, quellen=sources)
        target = target if target.suffix.lower() == ".docx" else target.with_name(f"{target.name}.docx")
        _write_whole(target, render_docx(brief, self._template))
        return [target, convert_to_pdf(target)] if pdf else [target]

    def file_approved(self, case_id: str, *, now: datetime) -> bool:
        """Puts an approved reply into the archive as "freigegeben, nicht versandt"; False where it isn't approved."""
        with writing(self._engine) as connection:
            case, antrag = self._load(case_id)
            if self._status(case) is not VorgangStatus.FREIGEGEBEN:
                return False
            paper = self._paper(case, antrag, versandt=False)
            self._file(connection, case, paper, now=now)
            return True

    def send(self, case_id: str, sent: Path | None, *, now: datetime) -> tuple[Aenderung, ...]:
        """Files the reply as sent: as approved, or as the letter `sent` reads. Returns how that differs."""
        case, antrag = self._load(case_id)
        if self._status(case) is VorgangStatus.VERSANDT:
            return ()  # a second time changes nothing
        if self._status(case) is not VorgangStatus.FREIGEGEBEN:
            raise StellwerkError(
                f"Der Vorgang {case_id} ist noch nicht in allen Punkten freigegeben.",
                f'Entscheiden Sie zuerst: stellwerk case review {case_id} --as "NAME"',
            )
        approved = self._paper(case, antrag, versandt=True)
        paper = approved if sent is None else _as_sent(sent, approved)
        with writing(self._engine) as connection:
            dokument_id = self._file(connection, case, paper, now=now)
            self._archive.mark_sent(connection, dokument_id)
            self._cases.note_sent_in(connection, case_id, now=now)
        return word_difference(_answers(approved), _answers(paper))

    def _file(self, connection: Connection, case: Vorgang, paper: Paper, *, now: datetime) -> str:
        """The reply of a case into the archive, in the place of what stood there for it; returns its id."""
        self._refuse_foreign_number(connection, case, paper)
        stored = self._archive.store_in(connection, paper, now=now, as_current=True)
        if case.brief_dokument_id and case.brief_dokument_id != stored.dokument_id:
            self._archive.withdraw(connection, case.brief_dokument_id)
        self._cases.note_filed_in(connection, case.id, stored.dokument_id)
        return stored.dokument_id

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
                "Geben Sie die richtige Nummer an: stellwerk draft ANTRAG --vorlage NUMMER",
            )

    def _load(self, case_id: str) -> tuple[Vorgang, Antrag]:
        case = self._cases.get(case_id)
        antrag = self._archive.inhalt(case.antrag_id, case.antrag_version)
        if not isinstance(antrag, Antrag):
            raise TypeError(f"{case.antrag_id} is no motion")
        return case, antrag

    def _status(self, case: Vorgang) -> VorgangStatus:
        return status(case, approvals=self._approvals)


def _as_sent(file: Path, approved: Paper) -> Paper:
    """The letter as it was really sent, with date, Gremium and publicity as they were given for it."""
    original = file.read_bytes()
    data = without_sources(original) if original.startswith(b"PK") else original
    read = read_papers(
        Quelle(file.name, lambda: data), data=data, sha256=hashlib.sha256(original).hexdigest(), art=Art.STELLUNGNAHME
    )[0]
    _refuse_unfinished(file.name, read.lesefassung.text)
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


def _answers(paper: Paper) -> str:
    assert isinstance(paper.inhalt, Stellungnahme)
    return "\n".join(" ".join(a.antwort.split()) for a in paper.inhalt.antworten)


def _write_whole(target: Path, data: bytes) -> None:
    """Writes a file so that it is there whole or not at all."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError as error:
        raise StellwerkError(
            f"Der Brief lässt sich nicht unter {target} speichern ({error.strerror}).",
            "Geben Sie mit -o einen Ort an, an dem Sie schreiben dürfen.",
        ) from error
