"""Letters of an invented city, and eyes that read what a letter shows."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from bot.letter.brief import Brief, Punkt
from corpus.domain import Beleg, Gremientermin, Satz


def quelle(
    zitat: str, *, vorlage: str | None = "ST/0031/2024", start: int = 100, nr: tuple[str, ...] = ("2",)
) -> Beleg:
    """A source on page 3 of a paper of 14 May 2024."""
    return Beleg("stellungnahme.pdf", f"id-{vorlage}", 1, vorlage, date(2024, 5, 14), nr, 3, zitat, start, start + 10)


def antwort(*texts: str, belege: tuple[Beleg, ...] = ()) -> tuple[tuple[Satz, ...], ...]:
    """One paragraph of these sentences, all on the same sources."""
    return (tuple(Satz(text, belege) for text in texts),)


def brief(*punkte: Punkt, **changes: Any) -> Brief:
    """A complete letter; without points it has two answered ones."""
    mitglied = quelle("Die Stadt Musterau ist seit 2022 Mitglied.")
    values: dict[str, Any] = {
        "stadt": "Musterau",
        "vorlage": "ST/0101/2026",
        "antrag": "AT/0099/2026",
        "datum": date(2026, 11, 23),
        "dezernat": "Dezernat 1",
        "amt": "10-Amt für Personal und Organisation",
        "aktenzeichen": "10-32-1",
        "betreff": "Straßenbäume schützen",
        "fraktion": "Stadtgrün",
        "oeffentlich": True,
        "gremienweg": (
            Gremientermin(date(2026, 11, 26), "Haupt- und Finanzausschuss"),
            Gremientermin(date(2026, 12, 3), "Stadtrat"),
        ),
        "punkte": punkte
        or (
            Punkt(
                nr=1,
                marke="1.",
                frage="ob die Stadt dem Netzwerk Grünflächen e. V. beitreten sollte,",
                titel="Mitgliedschaft",
                absaetze=antwort("Die Stadt Musterau ist seit 2022 Mitglied.", belege=(mitglied,)),
            ),
            Punkt(
                nr=2,
                marke="2.",
                frage="wie viele Bäume im Stadtgebiet gefällt wurden.",
                titel="Fällungen",
                absaetze=antwort("Im Jahr 2025 wurden 41 Straßenbäume gefällt.", "Die Zahl ist rückläufig."),
            ),
        ),
        "finanzielle_auswirkungen": "Es entstehen keine Kosten.",
        "beschlussempfehlung": "Der Stadtrat nimmt die Ausführungen der Verwaltung zur Kenntnis.",
        "entwurf": False,
        "quellen": False,
    }
    return Brief(**{**values, **changes})


def paragraphs(letter: bytes) -> list[str]:
    """What the body shows, paragraph by paragraph, tables included."""
    import docx
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    body = docx.Document(io.BytesIO(letter)).element.body
    return [Paragraph(element, None).text for element in body.iter(qn("w:p"))]  # type: ignore[arg-type]


def shown(letter: bytes) -> str:
    """The body as one text."""
    return "\n".join(paragraphs(letter))


def highlighted(letter: bytes) -> list[str]:
    """The words on a yellow ground, in order."""
    import docx
    from docx.enum.text import WD_COLOR_INDEX
    from docx.oxml.ns import qn
    from docx.text.run import Run

    body = docx.Document(io.BytesIO(letter)).element.body
    runs = [Run(element, None) for element in body.iter(qn("w:r"))]  # type: ignore[arg-type]
    return [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
