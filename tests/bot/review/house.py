"""A database with three persons and a case, for tests of the review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.letter.outgoing import Letters
from bot.review.audit import AuditLog, Pruefung, verify
from bot.review.cases import Cases
from bot.review.people import Person, Rolle
from bot.review.persons import Persons
from bot.review.rules import Abgewiesen, Entscheidung, Freigabe, Revision, Stand, Zulieferungsauftrag
from corpus.archive import Archive
from corpus.database import writing
from corpus.domain import Anliegen, AnliegenArt, Antrag, Entwurf, EntwurfStatus, Fundstelle, Paper
from corpus.domain import Satz as Sentence
from tests.builders import plain

NOW = datetime(2024, 5, 1, 9, 0)
BELEG = Fundstelle("a.txt", "stellungnahme:ST/1/2024", 1, "ST/0001/2024", None, ("1",), 1, "Ja, seit 2020.", 0, 14)


def draft(nr: int = 1, text: str = "Ja, seit 2020.", **changes: object) -> Entwurf:
    entwurf = Entwurf(nr, f"{nr}.", EntwurfStatus.BELEGT, (Sentence(text, (replace(BELEG, zitat=text),)),))
    return replace(entwurf, **changes)  # type: ignore[arg-type]


class House:
    """A database with three persons and one case of two points."""

    def __init__(self, engine: Engine, *, approvals: int = 1) -> None:
        self.engine = engine
        self.audit = AuditLog(Path(str(engine.url.database)).parent / "audit.key")
        self.persons = Persons(engine, audit=self.audit)
        self.cases = Cases(engine, approvals=approvals, audit=self.audit)
        self.official = self.persons.enrol("Petra Sander", Rolle.SACHBEARBEITUNG, now=NOW)
        self.reviewer = self.persons.enrol("Ilka Brandt", Rolle.FREIGABE, now=NOW)
        self.second = self.persons.enrol("Jan Ott", Rolle.FREIGABE, now=NOW)
        self.case = self.open(self.official)

    def open(
        self, by: Person, text: str = "Ist das Bad offen?", *, sitzung: date | None = None, drafted: bool = True
    ) -> str:
        points = tuple(Anliegen(i, f"{i}.", text, AnliegenArt.FRAGE, (), 0, 5) for i in (1, 2))
        antrag = Antrag(f"AT/{len(text)}/2024", "Mitte", "Bad", date(2024, 4, 1), sitzung, points)
        paper = Paper("antrag.txt", "00", plain(text), antrag, None)
        with writing(self.engine) as connection:
            stored = Archive(self.engine).store_in(connection, paper, now=NOW)
            case = self.cases.open_in(
                connection,
                stored.dokument_id,
                stored.version,
                stichtag=date(2024, 5, 1),
                von=by,
                now=NOW,
                quelle="test:1",
            )
        if drafted:
            self.cases.add_drafts(case, [draft(1), draft(2)], stichtag=date(2024, 5, 1), von=by, now=NOW)
        return case

    def approve(
        self, by: Person, nr: int = 1, revision: int = 1, accepted: tuple[str, ...] = ()
    ) -> Freigabe | Abgewiesen:
        return self.cases.decide(
            self.case, nr, based_on=revision, von=by, entscheidung=Entscheidung.FREIGEGEBEN, angenommen=accepted,
            now=NOW,
        )  # fmt: skip

    def refuse(self, by: Person, reason: str, nr: int = 1, revision: int = 1) -> Freigabe | Abgewiesen:
        return self.cases.decide(
            self.case, nr, based_on=revision, von=by, entscheidung=Entscheidung.ABGELEHNT, grund=reason, now=NOW
        )

    def change(self, by: Person, entwurf: Entwurf, revision: int = 1) -> Revision | Abgewiesen:
        return self.cases.change(self.case, entwurf, based_on=revision, von=by, now=NOW)

    def stand(self, nr: int = 1) -> Stand:
        return self.cases.decided(self.cases.get(self.case), nr)

    def request(
        self,
        by: Person,
        amt: str = "Tiefbauamt",
        frage: str = "Seit wann?",
        revision: int = 1,
        frist: date | None = None,
    ) -> Zulieferungsauftrag | Abgewiesen:
        with writing(self.engine) as connection:
            return self.cases.request_in(
                connection, self.case, 1, based_on=revision, von=by, amt=amt, frage=frage, frist=frist, now=NOW,
                quelle="test:2",
            )  # fmt: skip

    @property
    def letters(self) -> Letters:
        return Letters(self.engine, Archive(self.engine), self.cases, approvals=1, city="Velmenau", template=None)

    def verify(self, kopf: str | None = None) -> Pruefung:
        return verify(self.engine, self.audit, kopf=kopf)
