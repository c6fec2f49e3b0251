"""Abbreviations and their long forms: who asks for the one is shown the other too.

A paper that says "Verkehrsgesellschaft Musterhain (VGM)" defines an abbreviation for the whole archive; the index keeps
such definitions, and general ones of German administration are listed here. A question is widened by the words of the
other form; papers stay as they are.

>>> [(d.short, d.long) for d in definitions("der Flächennutzungsplan (FNP) wird geändert")]
[('FNP', 'Flächennutzungsplan')]
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from retrieval.german import STOP_WORDS, WORD, analyse, term


@dataclass(frozen=True)
class Definition:
    """An abbreviation and what it stands for, as written."""

    short: str
    long: str

    @property
    def keys(self) -> tuple[str, str]:
        """Under which a question finds it: the short form, and the stems of the long one."""
        return short_key(self.short), long_key(self.long)


_SHORT = r"[A-ZÄÖÜ][A-Za-zÄÖÜäöüß&]{1,8}"
_BRACKET = re.compile(rf"\((?:(?:im\s+Folgenden|nachfolgend|kurz|künftig)\s*:?\s*)?[„\"]?(?P<short>{_SHORT})[“\"”]?\)")
"""Flächennutzungsplan (FNP);   Verkehrsgesellschaft Musterhain (im Folgenden: VGM)"""
_AHEAD = re.compile(rf"\b(?P<short>{_SHORT})\s*\((?P<inside>[^()\d\n]{{6,90}})\)")
"""FNP (Flächennutzungsplan)"""
LONGEST_BEFORE, SHORTEST_BEFORE = 120, 4
"""Characters before the bracket that may hold the long form."""

_WORD = re.compile(r"[^\W\d_][\w.-]*")
LONGEST = 8
"""So many words of a question are looked up together."""

# What German administrations abbreviate everywhere; a city's own are learned from its papers.
_GENERAL = """
ÖPNV öffentlicher Personennahverkehr; SPNV Schienenpersonennahverkehr; MIV motorisierter Individualverkehr
OZG Onlinezugangsgesetz; DSGVO Datenschutz-Grundverordnung; IFG Informationsfreiheitsgesetz
GEG Gebäudeenergiegesetz; EEG Erneuerbare-Energien-Gesetz; WPG Wärmeplanungsgesetz; KSG Klimaschutzgesetz
BauGB Baugesetzbuch; BauNVO Baunutzungsverordnung; LBO Landesbauordnung; FNP Flächennutzungsplan; B-Plan Bebauungsplan
ISEK integriertes städtebauliches Entwicklungskonzept; VEP Verkehrsentwicklungsplan; LAP Lärmaktionsplan
StVO Straßenverkehrs-Ordnung; StVG Straßenverkehrsgesetz; BOStrab Straßenbahn-Bau- und Betriebsordnung
VOB Vergabe- und Vertragsordnung für Bauleistungen; VgV Vergabeverordnung; UVgO Unterschwellenvergabeordnung
HOAI Honorarordnung für Architekten und Ingenieure; GWB Gesetz gegen Wettbewerbsbeschränkungen
GO Gemeindeordnung; GemO Gemeindeordnung; KAG Kommunalabgabengesetz; OWiG Ordnungswidrigkeitengesetz
BGB Bürgerliches Gesetzbuch; SGB Sozialgesetzbuch; KitaG Kindertagesstättengesetz; KiBiz Kinderbildungsgesetz
BTHG Bundesteilhabegesetz; AsylbLG Asylbewerberleistungsgesetz; BAföG Bundesausbildungsförderungsgesetz
TVöD Tarifvertrag für den öffentlichen Dienst; BEM betriebliches Eingliederungsmanagement
KfW Kreditanstalt für Wiederaufbau; BAFA Bundesamt für Wirtschaft und Ausfuhrkontrolle; BA Bundesagentur für Arbeit
IHK Industrie- und Handelskammer; HWK Handwerkskammer; DRK Deutsches Rotes Kreuz; AWO Arbeiterwohlfahrt
THW Technisches Hilfswerk; DLRG Deutsche Lebens-Rettungs-Gesellschaft; ADFC Allgemeiner Deutscher Fahrrad-Club
BUND Bund für Umwelt und Naturschutz; NABU Naturschutzbund; VCD Verkehrsclub Deutschland; DB Deutsche Bahn
KOD Kommunaler Ordnungsdienst; OB Oberbürgermeister; OB Oberbürgermeisterin; ZGM Zentrales Gebäudemanagement
OGS offene Ganztagsschule; OGTS offene Ganztagsschule; GTS Ganztagsschule; GS Grundschule; IGS Integrierte Gesamtschule
VHS Volkshochschule; MVZ medizinisches Versorgungszentrum; ASD Allgemeiner Sozialer Dienst; JC Jobcenter
LSA Lichtsignalanlage; P+R Park and Ride; PV Photovoltaik; BHKW Blockheizkraftwerk; E-Auto Elektroauto
UVP Umweltverträglichkeitsprüfung; FFH Flora-Fauna-Habitat; UNB untere Naturschutzbehörde; LSG Landschaftsschutzgebiet
NSG Naturschutzgebiet; HQ100 hundertjährliches Hochwasser; DMS Dokumentenmanagementsystem; KI künstliche Intelligenz
IT Informationstechnik; RIS Ratsinformationssystem; GIS Geoinformationssystem; WLAN drahtloses Netz
EFRE Europäischer Fonds für regionale Entwicklung; ESF Europäischer Sozialfonds; EU Europäische Union
ADD Aufsichts- und Dienstleistungsdirektion; RP Regierungspräsidium; LRA Landratsamt; BMI Bundesministerium des Innern
SWOT Stärken-Schwächen-Analyse; KVP kontinuierlicher Verbesserungsprozess; ÖPP öffentlich-private Partnerschaft
PPP öffentlich-private Partnerschaft; WEA Windenergieanlage; MFH Mehrfamilienhaus; EFH Einfamilienhaus
"""


def definitions(text: str) -> tuple[Definition, ...]:
    """The abbreviations that a text defines, in its order.

    The letters of the short form must stand in the long one in their order, the first at the start of a word, nearest
    to the bracket (Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation definitions").
    """
    found = []
    for match in _BRACKET.finditer(text):
        before = _before(text, match.start())
        long = _long_form(match["short"], before) if len(before) >= SHORTEST_BEFORE else None
        if long:
            found.append(Definition(match["short"], long))
    for match in _AHEAD.finditer(text):
        inside = match["inside"].strip()
        if _long_form(match["short"], inside) == inside:
            found.append(Definition(match["short"], inside))
    return tuple(dict.fromkeys(found))


def _before(text: str, bracket: int) -> str:
    """What stands before a bracket, on its line and after the one before it."""
    head = text[max(0, bracket - LONGEST_BEFORE - 2) : bracket].rstrip()[-LONGEST_BEFORE:]
    return head[max(head.rfind(mark) for mark in "()\n") + 1 :]


def _long_form(short: str, before: str) -> str | None:
    letters = [c.lower() for c in short if c.isalpha()]
    if sum(c.isupper() for c in short) < 2:
        return None
    at = len(before) - 1
    for position, letter in reversed(list(enumerate(letters))):
        while at >= 0 and not (
            before[at].lower() == letter and (position or at == 0 or not (before[at - 1].isalnum()))
        ):
            at -= 1
        if at < 0:
            return None
        at -= 1
    long = before[at + 1 :].strip()
    words = _WORD.findall(long)
    fits = len(words) <= min(len(letters) + 5, 2 * len(letters)) and len(long) > len(short) + 3
    return long if fits and words and short not in words else None


@lru_cache(maxsize=1)
def _general() -> dict[str, tuple[Definition, ...]]:
    found: dict[str, list[Definition]] = {}
    for entry in re.split(r";|\n", _GENERAL):
        if entry.strip():
            short, long = entry.strip().split(" ", 1)
            one = Definition(short, long)
            for key in one.keys:
                found.setdefault(key, []).append(one)
    return {key: tuple(some) for key, some in found.items()}


def short_key(short: str) -> str:
    """Capitals count: "BUND" is a body, "Bund" is not."""
    return f"k:{short}"


def long_key(long: str) -> str:
    """The stems of its words without stop words, so that every case finds it."""
    return "l:" + "_".join(_stems(long))


@lru_cache(maxsize=5_000)
def asked_keys(question: str) -> tuple[str, ...]:
    """Every key under which a definition may answer to the question's words."""
    words = re.findall(r"[A-ZÄÖÜ][\w&+-]*", question)
    shorts = [short_key(word) for word in words if sum(c.isupper() for c in word) > 1]
    shorts += [short_key(part) for word in re.findall(r"[\w-]+-[\w-]+", question) for part in word.split("-")]
    stems = _stems(question)
    runs = ["_".join(stems[i:j]) for i in range(len(stems)) for j in range(i + 1, min(i + LONGEST, len(stems)) + 1)]
    return tuple(dict.fromkeys([*shorts, *(f"l:{run}" for run in runs)]))


@dataclass(frozen=True)
class Asked:
    """An abbreviation or a long form that a question names: it, and the other one, as written in the definition."""

    named: str
    other: str


def asked_forms(question: str, learned: tuple[Definition, ...] = ()) -> tuple[Asked, ...]:
    """What a question abbreviates or spells out: the archive's own definitions go before general ones. Where it names
    both forms, neither is given."""
    keys = frozenset(asked_keys(question))
    own = [d for d in learned if keys & set(d.keys)]
    known = {d.short for d in own}
    general = [d for key in asked_keys(question) for d in _general().get(key, ()) if d.short not in known]
    found = []
    for one in dict.fromkeys((*own, *general)):
        short, long = one.keys
        if not (short in keys and long in keys):
            found.append(Asked(one.short, one.long) if short in keys else Asked(one.long, one.short))
    return tuple(found)


def other_forms(question: str, learned: tuple[Definition, ...] = ()) -> tuple[str, ...]:
    """The terms of the other forms of a question's abbreviations. Terms that the question has already are left out."""
    present = set(analyse(question))
    others = (each.other for each in asked_forms(question, learned))
    return tuple(dict.fromkeys(term for other in others for term in analyse(other) if term not in present))


def in_the_archives_form(
    question: str, terms: tuple[str, ...], learned: tuple[Definition, ...], stands: Callable[[str], bool]
) -> tuple[str, ...]:
    """The question's terms widened by the other forms as far as they stand in a paper; where they do and the form that
    was asked for doesn't, its terms are taken out: that no paper writes it so is no gap in the archive."""
    forms = [(each, [t for t in analyse(each.other) if stands(t)]) for each in asked_forms(question, learned)]
    gone = {
        term
        for each, there in forms
        if there and not all(stands(one) for one in _stems(each.named))
        for term in analyse(each.named)
    }
    kept = tuple(term for term in terms if term not in gone)
    return tuple(dict.fromkeys([*kept, *(term for _, there in forms for term in there)]))


def said_otherwise(question: str, learned: tuple[Definition, ...] = ()) -> tuple[str, ...]:
    """The question with each of its abbreviations spelled out, or with each long form abbreviated; the rest stays."""
    found = []
    for each in asked_forms(question, learned):
        place = _place_of(each.named, question)
        if place:
            found.append(question[: place[0]] + each.other + question[place[1] :])
    return tuple(dict.fromkeys(found))


_RUN = re.compile(r"[^\W\d_][\w-]*")


def _place_of(form: str, question: str) -> tuple[int, int] | None:
    """Where a form stands in a question, in whatever case: the abbreviation itself, or the words of the long form."""
    exact = re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", question)
    if exact:
        return exact.span()
    wanted = "".join(_stems(form))
    words = [(m.start(), m.end(), "".join(_stems(m.group()))) for m in _RUN.finditer(question)]
    for at, (start, _, first) in enumerate(words):
        joined = ""
        for _, end, stem in words[at : at + LONGEST] if first else ():
            joined += stem
            if stem and joined == wanted:
                return start, end
    return None


def _stems(text: str) -> list[str]:
    text = re.sub(r"(?<=\w)[-‐‑–](?=\w)", "", text)
    return [term(word) for word in WORD.findall(text) if word.lower() not in STOP_WORDS]
