"""A Brief to the words that a template places: every value plain text, every blank marked, every source numbered.

The names here are the names of the placeholders that a city writes into its own template (docs/vorlage.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.letter.brief import Brief, Punkt
from bot.letter.leerstelle import leerstelle
from corpus.domain import Beleg, Gremientermin, HinweisArt, Satz

EINLEITUNG = "Die Verwaltung nimmt wie folgt Stellung:"


def template_content(brief: Brief) -> dict[str, Any]:
    """All placeholders of a template and their values: text, or lists of text and of further placeholders."""
    sources = _Sources(shown=brief.quellen)
    numbers = point_numbers(brief.punkte)
    points = [_point(punkt, number, brief, sources) for punkt, number in zip(brief.punkte, numbers, strict=True)]
    return {
        "stadt": _or_blank(brief.stadt, "Name der Stadt"),
        "wahlspruch": _one_line(brief.wahlspruch),
        "titel": document_title(brief),
        "art_des_antrags": _one_line(brief.art_des_antrags),
        "zum_antrag": f"{_preposition(brief)} {_one_line(brief.art_des_antrags)}",
        "vorlage": _or_blank(brief.vorlage, "Vorlagennummer"),
        "antrag": _or_blank(brief.antrag, f"Nummer {_genitive(brief)}"),
        "datum": _day(brief.datum, "Datum"),
        "dezernat": _dezernat(brief.dezernat),
        "amt": _or_blank(brief.amt, "verfassendes Amt"),
        "aktenzeichen": _or_blank(brief.aktenzeichen, "Aktenzeichen"),
        "betreff": _or_blank(brief.betreff, "Betreff"),
        "fraktion": _or_blank(brief.fraktion, "antragstellende Fraktion"),
        "betreffzeile": _subject_line(brief),
        "oeffentlichkeit": _publicity(brief.oeffentlich),
        "gremienweg": [_station(station) for station in brief.gremienweg or (Gremientermin(None, ""),)],
        "einleitung": _one_line(brief.einleitung) or EINLEITUNG,
        "punkte": points,
        "finanzielle_auswirkungen": _paragraphs(brief.finanzielle_auswirkungen, "Finanzielle Auswirkungen"),
        "beschlussempfehlung": _paragraphs(brief.beschlussempfehlung, "Beschlussempfehlung"),
        "quellen": sources.groups,
        "entwurf": brief.entwurf,
    }


def document_title(brief: Brief) -> str:
    """The title in the document's properties, which a screen reader speaks first: no blanks in it."""
    number = f" Nr. {_one_line(brief.antrag)}" if brief.antrag else ""
    title = f"Stellungnahme {_preposition(brief)} {_one_line(brief.art_des_antrags)}{number}"
    return f"Entwurf: {title}" if brief.entwurf else title


def point_numbers(punkte: tuple[Punkt, ...]) -> tuple[str, ...]:
    """What each point is called in the letter: "1.", "a)".

    The motion's own marks, if they are numbers or letters and no two are the same; else the positions, for all.
    """
    marks = [" ".join((punkt.marke or "").split()) for punkt in punkte]
    if all(any(character.isalnum() for character in mark) for mark in marks) and len(set(marks)) == len(marks):
        return tuple(mark if mark[-1] in ".)" else f"{mark}." for mark in marks)
    return tuple(f"{punkt.nr}." for punkt in punkte)


# --- points and their sources ----------------------------------------------------------------------------------------


def _point(punkt: Punkt, number: str, brief: Brief, sources: _Sources) -> dict[str, Any]:
    name = number.removesuffix(".")
    paragraphs = [text for saetze in punkt.absaetze for text in _sentences(saetze, sources)]
    sources.close_group(name)
    return {
        "nummer": number,
        "titel": _one_line(punkt.titel),
        "frage": flow(punkt.frage),
        "ueberschrift": f"Antwort zu {f'{number} {_one_line(punkt.titel)}' if punkt.titel else name}:",
        "absaetze": paragraphs + _gap(punkt, name, answered=bool(paragraphs)),
        "hinweise": [
            _one_line(hinweis.text)
            for hinweis in punkt.hinweise
            if brief.entwurf and hinweis.art is not HinweisArt.VERTRAULICH
        ],
    }


def _sentences(saetze: tuple[Satz, ...], sources: _Sources) -> list[str]:
    """The sentences as running text; a blank line that a person wrote inside one parts the paragraph."""
    text = ""
    for satz in saetze:
        if satz.text.strip():
            joint = "\n" if ITEM_AT_LINE_START.match(satz.text) else " "
            text += joint + satz.text.strip() + sources.marks(satz.belege)
    return _split_paragraphs(text)


def _gap(punkt: Punkt, name: str, *, answered: bool) -> list[str]:
    """The marked gap of a point without an answer, or of the part that is still open; none where all is said."""
    missing = f"offener Teil der Antwort zu {name}" if answered else f"Antwort zu {name}"
    if punkt.zulieferung:
        office = _one_line(punkt.zulieferung.amt) or "das zuständige Amt"
        return [leerstelle(f"{missing} – Zulieferung durch {office}: {punkt.zulieferung.frage}")]
    return [] if answered else [leerstelle(missing)]


@dataclass(frozen=True)
class _Source:
    """One entry of the annex, as its placeholders see it."""

    nummer: int
    angabe: str
    zitat: str


class _Sources:
    """Numbers the Belege in the order in which the text names them; the same words keep their number.

    An answer that names a source again lists it again, so that the list of each answer is complete.
    """

    def __init__(self, *, shown: bool) -> None:
        self.groups: list[dict[str, Any]] = []
        self._shown = shown
        self._numbers: dict[tuple[str, int, int, int], int] = {}
        self._open: dict[int, _Source] = {}

    def marks(self, belege: tuple[Beleg, ...]) -> str:
        """The references of a sentence, " [1] [2]"; nothing where sources are not shown."""
        if not self._shown:
            return ""
        found = []
        for beleg in belege:
            key = (beleg.dokument_id, beleg.version, beleg.start, beleg.ende)
            number = self._numbers.setdefault(key, len(self._numbers) + 1)
            self._open[number] = _Source(number, _source_line(beleg), flow(beleg.zitat))
            if number not in found:
                found.append(number)
        return "".join(f" [{number}]" for number in found)

    def close_group(self, name: str) -> None:
        """End the list of one answer."""
        if self._open:
            self.groups.append({"punkt": name, "belege": [self._open[number] for number in sorted(self._open)]})
        self._open = {}


def _source_line(beleg: Beleg) -> str:
    """ "ST/0012/2024 vom 13.03.2024, Antwort zu 2, Seite 3"."""
    parts = [
        f"{_one_line(beleg.vorlage or beleg.dokument)} {f'vom {_date(beleg.datum)}' if beleg.datum else '(ohne Datum)'}"
    ]
    if beleg.nr:
        parts.append(f"Antwort zu {' und '.join(beleg.nr)}")
    parts.append(f"Seite {beleg.seite}")
    return ", ".join(parts)


# --- the head ---------------------------------------------------------------------------------------------------------


def _preposition(brief: Brief) -> str:
    return "zur" if _is_anfrage(brief) else "zum"


def _genitive(brief: Brief) -> str:
    word = _one_line(brief.art_des_antrags)
    return f"der {word}" if _is_anfrage(brief) else f"des {word}s"


def _is_anfrage(brief: Brief) -> bool:
    return brief.art_des_antrags.strip().lower().endswith("anfrage")


def _subject_line(brief: Brief) -> str:
    """ "Stellungnahme zum Antrag der Fraktion Stadtgrün: Mehr Bäume am Markt"."""
    names = [name.strip() for name in _one_line(brief.fraktion).split(",") if name.strip()]
    if len(names) > 1:
        filed_by = f"der Fraktionen {', '.join(names[:-1])} und {names[-1]}"
    else:
        filed_by = f"der Fraktion {names[0]}" if names else leerstelle("antragstellende Fraktion")
    kind = f"{_preposition(brief)} {_one_line(brief.art_des_antrags)}"
    return f"Stellungnahme {kind} {filed_by}: {_or_blank(brief.betreff, 'Betreff')}"


def _dezernat(dezernat: str | None) -> str:
    """As printed; a bare number ("1", "IV") is given its word."""
    name = _or_blank(dezernat, "Dezernat")
    return f"Dezernat {name}" if re.fullmatch(r"\d{1,2}|[IVX]{1,4}", name) else name


def _publicity(oeffentlich: bool | None) -> str:
    if oeffentlich is None:
        return leerstelle("Angabe zur Öffentlichkeit")
    return "öffentlich" if oeffentlich else "nicht öffentlich"


def _station(station: Gremientermin) -> dict[str, str]:
    return {"datum": _day(station.datum, "Termin"), "gremium": _or_blank(station.gremium, "Gremium")}


def _day(day: date | None, name: str) -> str:
    return _date(day) if day else leerstelle(name)


def _date(day: date) -> str:
    return f"{day:%d.%m.%Y}"


# --- running text -----------------------------------------------------------------------------------------------------

ITEM_AT_LINE_START = re.compile(
    r"""
    [ \t]*(?:
        [-–—•▪◦*][ ]                        # - ein Unterpunkt
      | \(?(?:[a-z]|\d{1,2})\)[ ]           # a) ein Unterpunkt, (2) ein Unterpunkt
    )
    """,
    re.VERBOSE,
)
NUMBER_AT_LINE_START = re.compile(r"[ \t]*\d{1,2}\.[ ]")  # 3. ein Unterpunkt, and also 3. Mai 2024
SENTENCE_END = re.compile(r"[.:;,!?]$")


def flow(text: str) -> str:
    """Running text as it goes on paper: lines that only the old page had broken joined, sub-points on their own lines.

    A number at the start of a line is a sub-point only behind a line that has come to an end: else it is a day.
    """
    lines: list[str] = []
    for line in text.splitlines():
        words = " ".join(line.split())
        if not words:
            continue
        is_item = ITEM_AT_LINE_START.match(line) or (
            lines and NUMBER_AT_LINE_START.match(line) and SENTENCE_END.search(lines[-1])
        )
        if lines and not is_item:
            lines[-1] += f" {words}"
        else:
            lines.append(words)
    return "\n".join(lines)


def _paragraphs(text: str | None, name: str) -> list[str]:
    """The paragraphs of a text; a single blank where nobody supplied it."""
    return _split_paragraphs(text or "") or [leerstelle(name)]


def _split_paragraphs(text: str) -> list[str]:
    return [flow(part) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _or_blank(text: str | None, name: str) -> str:
    return _one_line(text) or leerstelle(name)
