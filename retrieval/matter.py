"""What a text is about: its nouns and names, its verbs, its amounts, without the words of asking and of filing.

The measure by which a statement is held against a point, and a newer statement against an older one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from functools import lru_cache

from retrieval.german import analyse
from retrieval.slots import key_terms

Rarity = Callable[[str], float]
"""How rare a term is in the archive: its inverse document frequency."""

_CHANGED = re.compile(
    r"\b(?:eingefügt|angefügt|ergänzt|gefasst|ersetzt|geändert|hinzugefügt|aufgenommen)\b[^„\"»]{0,40}[„\"»](?P<neu>.{20,})[“\"«”]",
    re.DOTALL,
)
"""Nach Punkt 6 wird folgender Punkt 7 eingefügt: „Die Zahl der Brunnen wird erhöht.“"""
_ORDER = re.compile(
    r"""
    ^\s*(?:(?:Die|Der|Das)\s+(?:\w+\s+)?(?:\w*[Vv]erwaltung|\w*[Bb]ürgermeister(?:in)?|Magistrat|Senat)\s+
        (?:wird\s+(?:beauftragt|gebeten|aufgefordert)|(?:legt|stellt)\s+dar|teilt\s+mit|berichtet|prüft|erläutert|klärt)
       |(?:darzulegen|mitzuteilen|darzustellen|zu\s+(?:prüfen|klären|untersuchen|berichten|erläutern|ermitteln)))
    \s*,\s*(?:zu\s+(?:prüfen|klären|untersuchen|berichten)\s*,\s*)?
    """,
    re.VERBOSE,
)
"""Die Verwaltung legt dar, | wie lange ...;   zu prüfen, | ob ..."""
_NUMBER_IN_FRONT = re.compile(r"^\s*(?:\d{1,2}|[a-z])[.)]\s+")
_NOUN = re.compile(r"\b(?:[A-ZÄÖÜ][\w-]*|\d[\d.,]*\d|\d)")
_VERB = re.compile(r"\b[a-zäöüß]{4,}\b")
_AMOUNT = re.compile(
    r"\b\d{1,3}(?:\.\d{3})*(?:,\d+)?\s*(?:€|Euro|EUR|Prozent|%|Mio\.?|Millionen|Tonnen|Meter|Kilometer|Plätze|Stunden|km/h)",
)
_DATE = re.compile(
    r"\b(?:\d{1,2}\.\s*)?(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)(?:\s+\d{4})?"
    r"|\b\d{1,2}\.\d{1,2}\.\d{2,4}|\b(?:19|20)\d{2}\b"
)
# Words of one idea that German forms from different stems, as the papers of town halls use them; a term stands for the
# first of its group. No word stands here because of one paper: each pair is one in any city.
MEMBERSHIP = "mitglied"
_CONCEPTS = (
    (MEMBERSHIP, "mitgliedschaft", "beitritt", "beitret", "angehor", "vereinsmitglied"),
    ("hochstgeschwind", "tempo", "tempolimit", "geschwind"),
    ("gebuhr", "entgelt", "jahresgebuhr"),
    ("kita", "kindertagesstatt", "kindergart", "kindertageseinricht"),
    *(
        tuple(dict.fromkeys(t for word in line.split() for t in analyse(word)[:1]))
        for line in """
        Aufzug Fahrstuhl Lift
        Leuchte Laterne Straßenlaterne Straßenlampe Straßenleuchte Lampe
        Mobiltelefon Handy Smartphone
        kostenlos kostenfrei gebührenfrei beitragsfrei unentgeltlich gratis eintrittsfrei steuerfrei
        Internet online digital elektronisch
        Homeoffice Telearbeit
        Restmüll Hausmüll Restabfall
        Bioabfall Küchenabfall Biomüll
        Hundewiese Freilauffläche Hundefreilauffläche Hundeauslauf
        Radweg Fahrradweg
        Fahrrad Rad
        Lehrkraft Lehrer Lehrerin
        Bücherei Bibliothek Stadtbibliothek
        Toilette WC
        Umstellung Umrüstung umstellen umrüsten
        Kündigung kündigen
        Austritt austreten
        Anteil Beteiligung
        veräußern verkaufen Verkauf Veräußerung
        erwerben kaufen ankaufen Ankauf Erwerb
        Zuschuss Förderung bezuschussen fördern
        Seniorenheim Altenheim Pflegeheim
        Omnibus Bus Stadtbus
        Beleuchtung beleuchten
        Zusammenlegung zusammenlegen Zusammenschluss vereinen
        Rauchverbot Rauchen
        Mülleimer Abfallbehälter Papierkorb
        Spielgerät Spielplatzgerät
        Mittagessen Schulessen Schulverpflegung
        Bürgerbüro Bürgeramt
        Fahrradständer Fahrradabstellanlage Radabstellanlage
        Einwohner Einwohnerin Bürger Bürgerin
        Bürgersteig Gehweg Fußweg
        Zebrastreifen Fußgängerüberweg
        Ampel Lichtsignalanlage Lichtzeichenanlage
        Videoüberwachung Kameraüberwachung
        Hallenbad Schwimmhalle
        Reparatur Instandsetzung reparieren
        Sanierung sanieren
        Ladesäule Ladestation Ladepunkt
        Solaranlage Photovoltaikanlage Photovoltaik
        Ermäßigung Rabatt Vergünstigung
        Ehrenamt Freiwilligenarbeit
        Geflüchtete Flüchtling Asylsuchende
        Grünfläche Grünanlage
        Wohngeldbehörde Wohngeldstelle
        """.strip().splitlines()
    ),
)
_CONCEPT = {word: group[0] for group in _CONCEPTS for word in group}
_AUXILIARY = frozenset(
    """
    werden sein haben können sollen müssen dürfen wollen mögen lassen prüfen beauftragen bitten darlegen
    berichten mitteilen klären untersuchen ermitteln ob wie dass eine einen einem einer diese dieser dieses
    nicht auch sowie oder aber noch sinnvoll möglich rechtlich derzeit künftig bereits stadt durch nach über
    unter zwischen gegen ohne wenn welche welcher welches viele hoch stand stehen geben machen kommen gehen
    folgend folgende weit mehr
    """.split()
)
_MODAL = frozenset("dürfen können sollen müssen wollen mögen werden sein haben".split())
CONTEXT_WEIGHT = 0.7
"""What stands only in the question or subject that a statement answers counts this much of what it says itself."""


def matter_text(text: str) -> str:
    """What a point is really about: without the words that hand it to the administration, and of an amendment the new
    wording without the frame that says where it goes."""
    changed = _CHANGED.search(text)
    wording = _NUMBER_IN_FRONT.sub("", changed["neu"]) if changed else text
    return _ORDER.sub("", wording) or wording


@lru_cache(maxsize=20_000)
def things(text: str) -> tuple[tuple[str, ...], ...]:
    """The nouns, names and numbers of a text, each as its own term followed by the terms of its compound parts."""
    found: dict[str, tuple[str, ...]] = {}
    for noun in _NOUN.findall(_without_opening_verb(text)):
        own = tuple(dict.fromkeys(analyse(noun)))
        kept = key_terms(noun)
        # a compound whose head is lost (Hunde|wiese, Verkehrs|konzept) is not what its first part alone is
        terms = own if len(own) > 1 and own[0] in kept and own[-1] not in kept else [t for t in own if t in kept]
        if terms:
            found.setdefault(concept(terms[0]), tuple(concept(t) for t in terms))
    return tuple(found.values())


def _without_opening_verb(text: str) -> str:
    """ "Gilt auf der Brücke ...": the capital of a question's verb makes no noun of it."""
    from simplemma import lemmatize

    first = re.match(r"\W*([A-ZÄÖÜ][a-zäöüß]+)\b", text)
    if first is None:
        return text
    word = first[1].lower()
    lemma = str(lemmatize(word, lang="de"))
    conjugated = word.endswith("t") and lemma.endswith("en") and lemma != word
    return text[first.end() :] if conjugated or lemma in _MODAL else text


def lasting_things(text: str) -> tuple[tuple[str, ...], ...]:
    """The same without dates and amounts: what a newer statement on the matter names again."""
    return things(without_dates(_AMOUNT.sub(" ", text)))


@lru_cache(maxsize=20_000)
def words(text: str) -> frozenset[str]:
    """All terms of a text, those of compound parts too."""
    return frozenset(concept(t) for t in analyse(text))


@lru_cache(maxsize=20_000)
def verbs(text: str) -> frozenset[str]:
    """The verbs of a text by their infinitive, without auxiliaries and the verbs of asking."""
    from simplemma import lemmatize

    found = {str(lemmatize(word, lang="de")) for word in _VERB.findall(text)}
    return frozenset(v for v in found if v.endswith(("en", "ern", "eln")) and v not in _AUXILIARY)


def without_dates(text: str) -> str:
    """A text without its dates and years: what numbers are left count something."""
    return _DATE.sub(" ", text)


def without_amounts(text: str) -> str:
    """A text without its amounts of money and its shares."""
    return re.sub(r"\d[\d.,]*\s*(?:€|Euro|EUR|Prozent|%|(?:Mio\.?|Millionen)\s+Euro)", " ", text)


def amounts(text: str) -> frozenset[str]:
    """The amounts of a text, white space folded: "1.200 Euro", "16 Tonnen"."""
    return frozenset(" ".join(a.split()).replace("€", "Euro") for a in _AMOUNT.findall(text))


def years(text: str) -> frozenset[str]:
    """The years that a text names."""
    return frozenset(re.findall(r"\b(?:19|20)\d{2}\b", text))


def share(wanted: Iterable[tuple[str, ...]], own: frozenset[str], context: frozenset[str], *, rarity: Rarity) -> float:
    """How much of the wanted things stands in `own` (in full) or in `context` (in part), 0 to 1, weighted by rarity.

    A thing stands there with its own term or with all parts of its compound ("Verwaltungsdaten" in "Daten der
    Verwaltung"); with some of them it counts by half.
    """
    total = found = 0.0
    for whole, *parts in wanted:
        weight = rarity(whole) if not parts else max(rarity(whole) * 0.5, *(rarity(p) for p in parts))
        total += weight
        found += weight * _stands(whole, parts, own, context)
    return found / total if total else 0.0


def _stands(whole: str, parts: list[str], own: frozenset[str], context: frozenset[str]) -> float:
    if whole in own or (parts and all(p in own for p in parts)):
        return 1.0
    if whole in context or (parts and all(p in context or p in own for p in parts)):
        return CONTEXT_WEIGHT
    return 0.5 * sum(p in own or p in context for p in parts) / len(parts) if parts else 0.0


def with_synonyms(terms: Set[str]) -> frozenset[str]:
    """The same with `concept` for each."""
    other = terms & _CONCEPT.keys()
    return frozenset(terms - other | {_CONCEPT[term] for term in other})


def concept(term: str) -> str:
    """The term that stands for all of one idea: "tempo" and "höchstgeschwindigkeit" are one."""
    return _CONCEPT.get(term, term)
