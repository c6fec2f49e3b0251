"""What a question fixes: which school, which bridge, which association, which year.

In comes text, out come the slots it fills. Two texts that fill the same slot differently are about different things,
however alike they sound: the condition of one bridge says nothing about the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.german import FOLDED, analyse


@dataclass(frozen=True)
class Slot:
    """One fixed thing: its class ("schule", "bruecke", "jahr", ...), its name as a key, and the words as written."""

    art: str
    name: str
    wortlaut: str


# Heads that stand before a name ("Grundschule Musterhain", "Kita am Anger"), by class.
_NAMED_HEADS = {
    "schule": "Grundschule|GS|Realschule|Realschule plus|Gesamtschule|IGS|Gymnasium|Hauptschule|Förderschule|"
    "Mittelschule|Gemeinschaftsschule|Berufsschule|Berufskolleg|Schule|Musikschule|Volkshochschule",
    "kita": "Kita|Kindertagesstätte|Kindertageseinrichtung|Kindergarten|Krippe|Hort|Familienzentrum",
    "feuerwehr": "Feuerwehrgerätehaus|Gerätehaus|Feuerwache|Feuerwehrhaus",
    "areal": "Areal|Quartier|Baugebiet|Gewerbegebiet|Gewerbepark|Neubaugebiet|Sanierungsgebiet",
    "halle": "Sporthalle|Turnhalle|Mehrzweckhalle|Stadthalle|Bürgerhaus|Bürgerzentrum|Gemeindehaus|Jugendzentrum",
    "bad": "Freibad|Hallenbad|Schwimmbad|Strandbad",
    "spielplatz": "Spielplatz|Sportplatz|Bolzplatz|Sportpark|Skatepark",
    "bahnhof": "Bahnhof|Haltepunkt|Bahnhaltepunkt|Haltestelle|S-Bahnhof",
    "bibliothek": "Stadtteilbibliothek|Bücherei|Bibliothek|Zweigstelle",
    "friedhof": "Friedhof",
    "stadtteil": "Stadtteil|Ortsteil|Stadtbezirk|Ortsbezirk|Ortschaft",
}
# Heads that end a compound of their own ("Nordbrücke", "Lindenstraße"), by class.
_COMPOUND_HEADS = {
    "bruecke": "brücke",
    "strasse": "straße|strasse|str|gasse|allee|weg|ring|ufer|damm|chaussee|steig",
    "platz": "platz|markt|anger",
    "schule": "schule|gymnasium",
    "bad": "bad",
    "halle": "halle",
    "park": "park|aue|wiese",
    "turm": "turm",
    "bahnhof": "bahnhof",
    "friedhof": "friedhof",
}
_NAME = (
    r"(?:(?:am|an\s+der|an\s+den|im|in\s+der|auf\s+dem|auf\s+der|zum|zur)\s+)?"
    r"[A-ZÄÖÜ][\w-]+(?:[ \t-]+(?:[A-ZÄÖÜ][\w-]+))?"
)
_NO_NAME = re.compile(
    r"""
    zu[mr]\s+(?=[\w&]*[A-ZÄÖÜ][\w&]*[A-ZÄÖÜ])[\w&]{2,8}\b        # Beitritt der Musikschule | zum VkM
  | (?:Mitglied|Träger(?:in|schaft)?|Teil|Partner(?:in|schaft)?|Eigentum|Eigentümer(?:in)?|Betreiber(?:in)?|Zuschüsse
      |Zuschuss|Personal|Unterricht|Kurse|Angebote|Plätze|Mittel|Geld|Miete|Bestandteil|Anspruch|Bedarf|Räume
      |Kinder|Gebühren|Eintritt|Zugang|Standort|Außenstelle|Förderung|Fördermittel)(?:er|ern|s|n|e|en)?\b
    """,
    re.VERBOSE,
)
"""Ist die Musikschule | Mitglied im Verband?   Erhält die Bücherei | Zuschüsse?   - what it is or gets is no name"""
_NAMED = {
    art: re.compile(
        rf"\b(?P<kopf>{heads})(?:(?P<mehrere>n|en)|s|es)?\s+[„\"»]?(?P<name>{_NAME}|[„\"»]?[A-ZÄÖÜ][\w-]+)[“\"«]?",
        re.UNICODE,
    )
    for art, heads in _NAMED_HEADS.items()
}
_FURTHER = re.compile(r"(?:(?:,|\s+und|\s+sowie)\s+[A-ZÄÖÜ][\w-]+)*")
"""An den Grundschulen Musterhain | und Beispielried"""
_COMPOUND = {
    art: re.compile(rf"\b(?P<name>[A-ZÄÖÜ][\wäöüß-]{{2,}}?)-?(?:{heads})(?:n|s|es)?\b", re.IGNORECASE)
    for art, heads in _COMPOUND_HEADS.items()
}
_NAMED_WORDS = {art: tuple(heads.split("|")) for art, heads in _NAMED_HEADS.items()}
_RUN = re.compile(r"[\w-]+")
_TAIL = re.compile(rf"(?:{'|'.join(_COMPOUND_HEADS.values())})(?:n|s|es)?\b", re.IGNORECASE)
# First parts that name a kind of thing and not one thing: a Radweg is no street's name.
_KINDS = frozenset(
    """
    rad geh fuß fuss wander feld wald haupt neben seiten bundes landes kreis orts durchgangs anlieger spiel
    sport park stell stand bolz lager fest markt wochen weihnachts floh super bau arbeits schul pausen vor frei
    hallen schwimm strand turn mehrzweck stadt sporthalle reit eis messe kurz rast grill hoch brücken fahr auto
    bahn zufahrts grund real gesamt förder berufs musik volkshoch gemeinschafts mittel ganztags hoch fach tanz
    fahrrad lehr rück schleich um aus ein zu ab weiter kirsch unter ober kessel straßen strassen einkaufs wohn
    industrie gewerbe energie wasser solar wind frauen binnen energieholz arbeitsmarkt immobilien wohnungs halb
    bewegungs mittel uferweg halte treff über unterführungs fußgänger fussgänger radfahrer eisenbahn straßenbahn
    bus omnibus güter gueter fern zentral kopf urnen tier soldaten ehren
    behelfs lein hunde blumen streuobst kreuzungs tret schotter behindertenpark kundenpark mitarbeiterpark
    park&ride
    """.split()
)
_LEGAL = re.compile(
    r"""
    (?P<name>
        (?:[A-ZÄÖÜ][\w.&-]*|IT\.\w+)                                   # Bürgerenergie
        (?:\s+(?:der|die|des|für|und|von|am|im|zur|–|-|&|[a-zäöü]+en|[A-ZÄÖÜ][\w.&-]*|\d{4})){0,7}?
    )
    \s*[–-]?\s*\b(?P<form>
        e\.\s?V\.|eV\b|gGmbH|GmbH(?:\s*&\s*Co\.?\s*KG)?|mbH|eG\b|AG\b|AöR|KG\b|i\.\s?G\.|gUG\b|UG\b|GbR\b|OHG\b)
    """,
    re.VERBOSE,
)
"""Bürgerenergie Musterhain eG;  Bund der Freunde e. V."""
_LEGAL_FORM = re.compile(r"e\.\s?V\.|eV\b|GmbH|mbH|eG\b|AG\b|AöR|KG\b|i\.\s?G\.|UG\b|GbR\b|OHG\b")
"""Without one of these no name can end: looking for a name's begin is what takes long."""
_BODY_NOUN = re.compile(
    r"\b(?P<name>(?:Zweckverband|Verband|Stiftung|Bündnis|Pakt|Netzwerk)(?:s|es)?\s+"
    r"[A-ZÄÖÜ][\w-]+(?:[ -][A-ZÄÖÜ][\w-]+)*)"
)
_INSTITUTION = re.compile(
    r"""
    \b(?:Amt|Stabsstelle|Referat|Fachbereich|Beirat|Ausschuss|Kommission|Beauftragte[rn]?|Eigenbetrieb)
        \s+(?:für\s+(?:[A-ZÄÖÜ][\w-]+)(?:(?:,\s+[A-ZÄÖÜ][\w-]+)*\s+und\s+[A-ZÄÖÜ][\w-]+)?
          | [A-ZÄÖÜ][\w-]+(?:\s+[A-ZÄÖÜ][\w-]+)?)  # Amt für Stadtgrün
    | \b[A-ZÄÖÜ][\w-]+(?:amt|stelle|beirat|betrieb|referat|beauftragte[rn]?|parlament|bündnis)(?:e?s)?\b
    """,
    re.VERBOSE,
)
_YEAR_OF = re.compile(r"\b(?P<wovon>[A-ZÄÖÜ]\w+)\s+(?P<jahr>(?:19|20)\d{2})(?![\d/.-])")
_TIME_NOUNS = frozenset(
    """
    jahr jahre jahres jahren januar februar märz april mai juni juli august september oktober november dezember
    frühjahr sommer herbst winter anfang mitte ende seit schuljahr quartal haushaltsjahr stand
    """.split()
)
_GENERIC = frozenset(
    """
    verein stadt gesellschaft firma verband mitgliedschaft beitritt kooperation zusammenarbeit gmbh verwaltung
    rat der die das im in am an mit dem den des beim zum zur von für und ein eine einer bei
    """.split()
)


@lru_cache(maxsize=20_000)
def slots(text: str) -> frozenset[Slot]:
    """All places, bodies and years that a text fixes."""
    return frozenset([*_named_places(text), *bodies(text), *_years(text)])


def _named_places(text: str) -> list[Slot]:
    found = []
    for art, pattern in _NAMED.items():
        if not any(head in text for head in _NAMED_WORDS[art]):  # a hundred times as fast as the pattern
            continue
        for match in pattern.finditer(text):
            if _NO_NAME.match(match["name"]):
                continue
            name = re.sub(r"^(?:am|an|im|in|auf|zum|zur)\s+(?:der|dem|den)?\s*", "", match["name"])
            found.append(Slot(art, _key(name), f"{match['kopf']} {match['name']}"))
            if match["mehrere"]:
                more = re.findall(r"[A-ZÄÖÜ][\w-]+", _FURTHER.match(text, match.end())[0])  # type: ignore[index]
                found += [Slot(art, _key(other), f"{match['kopf']} {other}") for other in more]
    for run in _RUN.findall(text):
        found += _of_compound(run)
    return found


@lru_cache(maxsize=50_000)
def _of_compound(run: str) -> tuple[Slot, ...]:
    """The places in one run of letters and hyphens; no compound reaches beyond it, and the same words come again."""
    if not _TAIL.search(run):
        return ()
    found = []
    for art, pattern in _COMPOUND.items():
        for match in pattern.finditer(run):
            name = match["name"].lower().rstrip("-")
            if name not in _KINDS and name.rstrip("sn") not in _KINDS:
                found.append(Slot(art, _key(match["name"].rstrip("-")), match.group()))
    return tuple(found)


def bodies(text: str) -> list[Slot]:
    """Associations, companies and alliances, by the words that set their name apart."""
    found = []
    legal = _LEGAL.finditer(text) if _LEGAL_FORM.search(text) else ()
    for match in (*legal, *_BODY_NOUN.finditer(text)):
        words = [w for w in re.findall(r"[\w.&-]+", match["name"]) if w.lower().strip(".") not in _GENERIC]
        if words:
            found.append(Slot("koerperschaft", _key(" ".join(words)), " ".join(match.group().split())))
    return found


def _nominative(name: str) -> str:
    """ "Hochbauamtes", "Digitalbeirats" as one would look them up; offices of several words stay as they are."""
    return re.sub(r"(?<=amt)es$|(?<=amt)s$|(?<=beirat)e?s$|(?<=betrieb)e?s$|(?<=parlament)e?s$", "", name)


@lru_cache(maxsize=5_000)
def institutions(text: str) -> tuple[str, ...]:
    """Offices, boards and bodies that a text names, as written: what a point may count on though it is gone."""
    named = (_nominative(" ".join(match.group().split())) for match in _INSTITUTION.finditer(text))
    return tuple(dict.fromkeys([*named, *(body.wortlaut for body in bodies(text))]))


def _years(text: str) -> list[Slot]:
    """Years, each under the noun that it belongs to: "Programm 2024" and "Programm 2021" fill one slot differently."""
    found = []
    for match in _YEAR_OF.finditer(text):
        noun = match["wovon"].lower()
        art = "jahr" if noun in _TIME_NOUNS else f"jahr {_key(noun)}"
        found.append(Slot(art, match["jahr"], match.group()))
    return found


def _key(name: str) -> str:
    return " ".join(w.rstrip("s") if len(w) > 4 else w for w in re.findall(r"\w+", name.lower().translate(FOLDED)))


def conflicts(asked: frozenset[Slot], found: frozenset[Slot]) -> tuple[Slot, ...]:
    """The slots of `found` that are filled otherwise than `asked` wants: the look-alike's own names.

    Years don't count: a reply names many of them beside the one that it is about.
    """
    other = []
    for art in {s.art for s in asked} - {"jahr", "koerperschaft"}:
        wanted = {s.name for s in asked if s.art == art}
        there = [s for s in found if s.art == art]
        if there and not any(_same(a, s.name) for a in wanted for s in there):
            other.extend(there)
    return tuple(sorted(other, key=lambda s: s.wortlaut))


def _same(one: str, other: str) -> bool:
    """Names agree where one holds the other word for word ("musterhain" and "musterhain west" are not told apart)."""
    a, b = one.split(), other.split()
    return set(a) <= set(b) or set(b) <= set(a)


def key_terms(text: str) -> tuple[str, ...]:
    """The terms of a text that name things: of nouns, names and numbers, without the words of asking and filing."""
    nouns = re.findall(r"\b(?:[A-ZÄÖÜ][\w-]*|\d[\d.,]*|[A-ZÄÖÜ]{2,})\b", text)
    return tuple(dict.fromkeys(t for noun in nouns for t in analyse(noun) if t not in _ASKING))


_ASKING = frozenset(
    t
    for word in """
    Verwaltung Stadt Stadtverwaltung Rat Stadtrat Gemeinderat Ausschuss Antrag Anfrage Frage Prüfung Bericht
    Möglichkeit Stellungnahme Auskunft Maßnahme Konzept Jahr Oberbürgermeister Oberbürgermeisterin Bürgermeister
    Fraktion Sitzung Wie Was Welche Wann Wer Wo Warum Ob Ist Sind Hat Wird Der Die Das Kann Gibt Inwieweit
    Inwiefern Beantwortung Sachstand Stand Rahmen Bezug Hinblick
    Bedingung Bedingungen Voraussetzung Umfang Form Höhe Anzahl Zahl Grund Gründe Zeitpunkt Zeitraum Ergebnis Vorlage
    Weise Art Liste Übersicht Begleitung Nutzen Vergleich Überblick Jahrzehnt Jahrzehnten Monat Ziffer Punkt Satz Absatz
    """.split()
    for t in analyse(word)
)


def places(found: frozenset[Slot]) -> frozenset[Slot]:
    """The slots that name a place: neither a body nor a year."""
    return frozenset(s for s in found if s.art != "koerperschaft" and not s.art.startswith("jahr"))
