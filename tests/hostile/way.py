"""The real way of a motion: into the chat, read, parsed, drafted over a small archive, shown, and into a letter.

In a hall of its own for all attacks; each is looked at by what it changed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.channels.json_form import output_from_json
from bot.channels.port import Document, Edit, Output, Post
from bot.channels.tables import account, callback_token, outbox
from bot.chat import motions
from bot.drafting.asking import Wortschatz
from bot.drafting.desk import Desk
from bot.letter.outgoing import Letters
from bot.review.tables import audit, einladung, freigabe, person, revision, vorgang, zulieferung
from corpus.database import reading
from corpus.domain import Entwurf
from corpus.tables import dokument, fassung
from retrieval.search import Ergebnis, Query, Treffer
from tests.bot.chat.hall import NOW, Hall
from tests.builders import reply
from tests.hostile.attacks import Angriff

ANSWER = "Die Sanierung der Sporthalle Altvelm kostet nach der Schätzung des Hochbauamtes 2,4 Mio. Euro."
SECRET = "Die Sporthalle Altvelm soll für 9 Mio. Euro an einen Investor verkauft werden."
UNMOVED = (person, account, einladung, freigabe, zulieferung)
"""Tables that no motion may touch: who may do what, and what was decided."""


class Library:
    """Finds everything the archive holds, whatever is asked, and the closed paper only for those who ask inside."""

    def __init__(self, hall: Hall) -> None:
        self._archive = hall.archive

    def search_many(self, queries: Sequence[Query]) -> list[Ergebnis]:
        ids = [row.passage_id for row in self._archive.passage_days()]
        found = sorted(self._archive.passages(ids).values(), key=lambda p: p.id)
        results = []
        for query in queries:
            mine = [p for p in found if query.intern or p.oeffentlich is True]
            hits = (Treffer(n, 1.0, p, p.start, p.ende, p.text) for n, p in enumerate(mine, 1))
            results.append(Ergebnis(tuple(hits), 0.9))
        return results


@dataclass(frozen=True)
class Ausgang:
    """What became of one attack."""

    angriff: Angriff
    gesagt: tuple[Output, ...]
    vorgang: str | None
    entwuerfe: tuple[Entwurf, ...]
    brief: str | None
    brief_xml: bytes | None
    gelesen: str | None
    vorher: dict[str, Any] = field(repr=False)
    nachher: dict[str, Any] = field(repr=False)

    @property
    def texte(self) -> tuple[str, ...]:
        return tuple(o.text.text for o in self.gesagt if isinstance(o, Post | Edit))

    @property
    def knoepfe(self) -> frozenset[str]:
        rows = (o.buttons for o in self.gesagt if isinstance(o, Post | Edit | Document))
        return frozenset(button.label for output in rows for row in output for button in row)

    @property
    def warnungen(self) -> tuple[str, ...]:
        lines = [t for t in self.texte if t.startswith(motions.HIDDEN_FOUND)]
        return tuple(line.removeprefix("• ") for text in lines for line in text.split("\n")[1:])

    @property
    def abgewiesen(self) -> str | None:
        if self.vorgang is not None:
            return None
        return next(t for t in reversed(self.texte) if not t.startswith(("❌", "👀", "📄")))

    @property
    def geschehen(self) -> str:
        """For the table in the docs, in a sentence or two."""
        if self.abgewiesen:
            return f"Abgewiesen: {self.abgewiesen}"
        points = f"{len(self.entwuerfe)} {'Punkt' if len(self.entwuerfe) == 1 else 'Punkte'} gelesen und entworfen"
        said = f"; Hinweis: {' '.join(self.warnungen)}" if self.warnungen else "; der Text bleibt Text."
        return f"{points}{said}"


def hostile_hall(home: Path) -> Hall:
    hall = Hall(home)
    words = Wortschatz(seltenheit=lambda _: 1.0, bekannt=lambda _: True)
    library: Any = Library(hall)
    hall.desk = Desk(hall.engine, hall.archive, hall.cases, lambda: library, lambda _: words)  # type: ignore[assignment]
    hall.parts.desk = hall.desk
    hall.archive.store_all(
        [
            reply(("Was kostet die Sanierung der Sporthalle Altvelm?", ANSWER), vorlage="ST/0061/2025",
                  datum=date(2025, 6, 25), betreff="Sporthalle Altvelm", amt="65-Hochbauamt"),
            reply(("Was wird aus der Sporthalle Altvelm?", SECRET), vorlage="ST/0062/2025", datum=date(2025, 6, 26),
                  betreff="Sporthalle Altvelm", oeffentlich=False, name="intern.txt"),
        ], now=NOW,
    )  # fmt: skip
    return hall


def run(hall: Hall, angriff: Angriff) -> Ausgang:
    """Sends one motion into the chat and lets the town hall work on it."""
    before, seen = _state(hall), len(_outputs(hall))
    with reading(hall.engine) as connection:
        known = set(connection.scalars(select(vorgang.c.id)))
    hall.receive(hall.document(angriff.daten(), angriff.datei))
    hall.work()
    with reading(hall.engine) as connection:
        case = next(iter(set(connection.scalars(select(vorgang.c.id))) - known), None)
    if case is not None and not hall.cases.get(case).revisionen:
        hall.press("Stimmt so")
        hall.work()
    drafts: tuple[Entwurf, ...] = ()
    letter = letter_xml = read = None
    if case is not None:
        found = hall.cases.get(case)
        drafts = tuple(r.entwurf for r in found.revisionen)
        letter_xml, letter = _letter(hall, case)
        read = hall.archive.lesefassung(found.antrag_id, found.antrag_version).text
    return Ausgang(
        angriff, tuple(_outputs(hall)[seen:]), case, drafts, letter, letter_xml, read, before, _state(hall)
    )  # fmt: skip


def _letter(hall: Hall, case: str) -> tuple[bytes, str]:
    import docx

    letters = Letters(hall.engine, hall.archive, hall.cases, approvals=1, city="Velmenau", template=None)
    data = letters.render(case)
    document = docx.Document(io.BytesIO(data))
    body = "\n".join(
        "".join(t.text or "" for t in p.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"))
        for p in document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
    )
    return data, body


def _outputs(hall: Hall) -> list[Output]:
    with reading(hall.engine) as connection:
        return [output_from_json(c) for c in connection.scalars(select(outbox.c.content).order_by(outbox.c.id))]


def _state(hall: Hall) -> dict[str, Any]:
    """What must not change: people, decisions, the papers that were there, the kinds of deeds in the audit chain."""
    with reading(hall.engine) as connection:
        tables = {
            t.name: json.dumps([list(map(str, row)) for row in connection.execute(select(t)).all()]) for t in UNMOVED
        }
        old = select(dokument.c.id, fassung.c.version, fassung.c.oeffentlich, fassung.c.versandt, fassung.c.lesefassung)
        papers = connection.execute(
            old.join(fassung, fassung.c.dokument_id == dokument.c.id).where(dokument.c.art == "stellungnahme")
        ).all()
        return {
            **tables,
            "papiere": [tuple(row) for row in papers],
            "taten": sorted(set(connection.scalars(select(audit.c.art)))),
            "offene_vorgaenge": connection.scalar(
                select(func.count()).select_from(vorgang).where(vorgang.c.abgebrochen_am.is_not(None))
            ),
            "von_hand": connection.scalar(
                select(func.count()).select_from(revision).where(revision.c.maschinell.is_(False))
            ),
            "aktionen": sorted(set(connection.scalars(select(callback_token.c.action)))),
        }
