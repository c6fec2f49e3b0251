"""The parts of a reply below its head: answers, summary, finances, recommended decision, boxes of the form.

In: a reply's text. Out: its lines sorted into parts. A form's boxes (finances to tick, climate, hearing of a district
council) stand anywhere, also between a summary and the answers; none of them is an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.parsing.antwort_marken import MarkArt, Marke, find_marks
from corpus.parsing.zeilen import Zeile, joined, paragraphs_of


class Teil(StrEnum):
    """What a line of a reply belongs to."""

    ANTWORTEN = "antworten"
    KURZFASSUNG = "kurzfassung"
    FINANZEN = "finanzen"
    BESCHLUSS = "beschluss"
    FORMULAR = "formular"
    SCHLUSS = "schluss"


@dataclass(frozen=True)
class Abschnitt:
    """Lines that belong together, without the heading that opened them."""

    teil: Teil
    zeilen: tuple[Zeile, ...]


_END = r"[ ]*(?::|$)"
_HEADINGS: tuple[tuple[Teil, re.Pattern[str]], ...] = (
    # "- Kurzfassung -"
    (Teil.KURZFASSUNG, re.compile(rf"-?[ ]*(?:Kurzfassung|Zusammenfassung)[ ]*-?{_END}")),
    # "Ergänzende Erläuterungen", also as a page's head: "Ergänzende Erläuterungen      Seite 2"
    (Teil.ANTWORTEN, re.compile(r"(?:Ergänzende[ ])?Erläuterungen?[ ]*(?::|$|Seite[ ]\d+$)")),
    (
        Teil.ANTWORTEN,
        re.compile(rf"(?:Sachverhalt|Sachdarstellung|Begründung|Sach-[ ]und[ ]Rechtslage|Sachstand){_END}"),
    ),
    (Teil.ANTWORTEN, re.compile(r"(?:Stellungnahme|Beantwortung)(?:[ ]der[ ]Verwaltung)?[ ]*:")),
    # "Finanzielle Auswirkungen: keine", "Finanzielle Auswirkungen des Antrages   nein   ja", "(bitte ankreuzen)"
    (
        Teil.FINANZEN,
        re.compile(
            r"(?:(?:Erläuterungen[ ]zu[ ]den[ ])?[Ff]inanzielle[rn]?[ ](?:Auswir-?[ ]?kungen|Folgen|Konsequenzen)"
            r"|Auswirkungen[ ]auf[ ]den[ ]Haushalt|Haushalts(?:rechtliche|mäßige)?[ ]?[Aa]uswirkungen"
            r"|Haushaltswirksamkeit|Kosten[ ]und[ ]Finanzierung|Finanzierung)"
            r"(?:[ ](?:des|der)[ ]\w+)?(?:[ ]*\([^)]*\))?(?:[ ]*:|[ ]*$|[ ]+(?=nein|ja|[☐☒]))"
        ),
    ),
    # "Beschlussempfehlung: Der Rat nimmt Kenntnis."
    (
        Teil.BESCHLUSS,
        re.compile(
            rf"(?:Beschluss(?:empfehlung|vorschlag|entwurf|antrag|text)?|Vorschlag[ ]zum[ ]Beschluss)"
            rf"(?:[ ](?:der|des|für|an|im)[ ][\w ]+|[ ]\([^)]*\))?{_END}"
            rf"|(?:Empfehlung|Votum)(?:[ ]der[ ]Verwaltung)?[ ]*:"
        ),
    ),
    (
        Teil.FORMULAR,
        re.compile(
            r"(?:IQ-[ ]?relevant|ISEK|Korridorthema|Anhörung[ ]Orts|Abstimmung[ ]mit[ ]städtischen|Kontierungsobjekt"
            r"|Haushaltsmittel[ ]sind|Klimarelevanz|(?:CO\W?2?\W*)?-?Relevanz:|CO$|Klimaschutz[ ]?-?relevan"
            r"|Auswirkungen?[ ]auf[ ](?:das[ ]Klima|den[ ]Klimaschutz|die[ ]Umwelt)[ ]*(?::|$|\())"
        ),
    ),
    # "gez. Mustermann", "Anlagen:", "Im Auftrag"
    (
        Teil.SCHLUSS,
        re.compile(
            rf"gez\.|Mit[ ]freundlichen[ ]Grüßen|(?:Im[ ]Auftrag|In[ ]Vertretung|[iI]\.[ ]?[AV]\.){_END}"
            rf"|Anlagen?(?:[ ]\d{{1,2}})?{_END}|Verteiler{_END}"
        ),
    ),
)
_FORM_WORDS = re.compile(r"[☐☒]|^Gesamtkosten\b|^Einzahlungen\b|^(?:nein|ja|Nein|Ja)$|^Haushaltsmittel\b")
PAGE_FURNITURE = re.compile(  # "– 2 –", "Seite 2 von 3", "-- 1 of 2 --", "Ergänzende Erläuterungen    Seite 3"
    r"(?:[-–—]{1,2}[ ]?\d+(?:[ ](?:of|von)[ ]\d+)?[ ]?[-–—]{1,2}|Seite[ ]\d+(?:[ ](?:von|/)[ ]\d+)?"
    r"|(?:Ergänzende[ ])?Erläuterungen[ ]+Seite[ ]\d+)$"
)


def sections_of(lines: Sequence[Zeile]) -> list[Abschnitt]:
    """The parts of a reply in the order of the paper; `lines` are those below its head."""
    lines = _without_furniture(lines)
    openers = {mark.zeile: mark for mark in find_marks(lines)}
    sections: list[tuple[Teil, list[Zeile]]] = [(Teil.ANTWORTEN, [])]
    for index, line in enumerate(lines):
        teil = sections[-1][0]
        heading = _heading(line, teil)
        if heading:
            teil, content = heading
            if not (teil is Teil.ANTWORTEN and sections[-1][0] is Teil.ANTWORTEN):
                sections.append((teil, []))
            if content:
                sections[-1][1].append(content)
            continue
        if teil in (Teil.FINANZEN, Teil.FORMULAR) and (
            _leaves_form(sections[-1], openers.get(index)) or _prose_behind_form(sections[-1], lines, index)
        ):
            sections.append((Teil.ANTWORTEN, []))
        sections[-1][1].append(line)
    return [Abschnitt(teil, tuple(found)) for teil, found in sections if found]


def opens_section(line: Zeile) -> bool:
    """Whether a line is one of the headings that stand below a head; "Finanzielle Auswirkungen: keine" is one too."""
    return _heading(line, Teil.KURZFASSUNG) is not None


def _heading(line: Zeile, teil: Teil) -> tuple[Teil, Zeile | None] | None:
    """The part that a heading opens, and what stands behind it on its line.

    "Stellungnahme der Verwaltung:" within the answers is an answer's own heading and no new part.
    """
    for opened, pattern in _HEADINGS:
        match = pattern.match(line.text)
        if match and not (opened is Teil.FORMULAR and teil is Teil.ANTWORTEN and len(line.text) > _HEADING_LENGTH):
            if opened is Teil.ANTWORTEN and teil is Teil.ANTWORTEN and not PAGE_FURNITURE.match(line.text):
                return None
            rest = line.text[match.end() :]
            words = rest.strip()
            if not words or PAGE_FURNITURE.match(line.text):
                return opened, None
            start = line.ende - len(rest.lstrip())
            return opened, Zeile(words, start, line.ende, line.after_blank)
    return None


_HEADING_LENGTH = 70


def _leaves_form(section: tuple[Teil, list[Zeile]], mark: Marke | None) -> bool:
    """Whether the answers begin here: at a first number behind boxes to tick. Finances in words may hold lists."""
    if mark is None or (mark.art is MarkArt.NUMMER and mark.zahlen[:1] != (1,)):
        return False
    teil, form = section
    return teil is Teil.FORMULAR or any(_FORM_WORDS.search(line.text) for line in form)


def _prose_behind_form(section: tuple[Teil, list[Zeile]], lines: Sequence[Zeile], index: int) -> bool:
    """Whether full sentences begin behind boxes to tick: where a page's head was taken out, no heading says so."""
    _, form = section
    if not lines[index].after_blank or not form or not any(_FORM_WORDS.search(line.text) for line in form):
        return False
    paragraph = paragraphs_of(lines[index : index + 12])[0]
    words = joined(paragraph)
    return (
        len(paragraph) >= 2
        and len(words) > 130
        and words[0].isupper()
        and not any(_FORM_WORDS.search(line.text) for line in paragraph)
        and (words.endswith((".", ":", "?")) or len(paragraph) >= 8)
        and not words.startswith(("Ergänzende Erläuterungen:", "Haushaltsmittel"))
    )


def _without_furniture(lines: Sequence[Zeile]) -> list[Zeile]:
    """The lines without page numbers that were left in the text; what follows one stands apart."""
    kept: list[Zeile] = []
    apart = False
    for line in lines:
        if PAGE_FURNITURE.match(line.text) and "Erläuterung" not in line.text:
            apart = True
            continue
        kept.append(replace(line, after_blank=True) if apart else line)
        apart = False
    return kept
