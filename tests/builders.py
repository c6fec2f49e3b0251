"""Small readable builders of papers for tests. Texts are invented."""

from __future__ import annotations

import hashlib
from datetime import date

from corpus.domain import (
    Abschnitt,
    Antwort,
    Art,
    Lesefassung,
    Paper,
    Passage,
    Rohtext,
    Seite,
    Stellungnahme,
)


def plain(text: str) -> Lesefassung:
    """A text that needed no repair: it stands as it was read, on one page."""
    rohtext = Rohtext(text, (Seite(1, 0, len(text)),))
    return Lesefassung(text, rohtext, (Abschnitt(0, len(text), 0, len(text)),))


def reply(
    *answers: tuple[str, str],
    vorlage: str | None = "ST/0001/2024",
    datum: date | None = date(2024, 3, 1),
    betreff: str = "Freibad",
    amt: str | None = "52-Sportamt",
    oeffentlich: bool | None = True,
    versandt: bool = True,
    name: str = "antwort.txt",
    art: Art = Art.STELLUNGNAHME,
) -> Paper:
    """A reply with these (question, answer) pairs, numbered from 1; its text holds nothing else."""
    text, antworten = "", []
    for nr, (question, answer) in enumerate(answers, 1):
        text += f"{question}\n"
        start = len(text)
        text += f"{answer}\n"
        antworten.append(Antwort((str(nr),), question, answer, start, start + len(answer)))
    inhalt = Stellungnahme(
        art=art, vorlage=vorlage, antrag=None, datum=datum, dezernat=None, amt=amt, betreff=betreff, fraktion=None,
        oeffentlich=oeffentlich, gremienweg=(), antworten=tuple(antworten), finanzielle_auswirkungen=None,
        beschlussempfehlung=None,
    )  # fmt: skip
    sha = hashlib.sha256(text.encode()).hexdigest()
    return Paper(name, sha, plain(text), inhalt, oeffentlich, versandt)


def passage(text: str, **changes: object) -> Passage:
    """A public passage of a reply that went out."""
    values: dict[str, object] = {
        "id": "stellungnahme:ST/1/2024@1#1", "dokument_id": "stellungnahme:ST/1/2024", "version": 1,
        "dokument": "antwort.txt", "art": Art.STELLUNGNAHME, "vorlage": "ST/0001/2024", "antrag": None,
        "datum": date(2024, 3, 1), "amt": "52-Sportamt", "betreff": "Freibad", "nr": ("1",), "frage": None,
        "text": text, "start": 0, "ende": len(text), "seite": 1, "oeffentlich": True, "versandt": True,
    }  # fmt: skip
    return Passage(**{**values, **changes})  # type: ignore[arg-type]
