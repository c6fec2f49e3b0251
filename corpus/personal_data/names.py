"""Names of persons in a text, and which of them stand there in a public function. Pure; linear in the text.

A name is seen by what stands before it (Herr, Familie, Anwohnerin, Name:), by its place under a letter, or by a first
name. Whoever is named with an office, a mandate or a party speaks for the public and is not private: Oberbürgermeister
Weber, Frau Lenz vom Tiefbauamt, Klaus Ott (SPD). Where in doubt the name is private.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from corpus.personal_data.first_names import FIRST_NAMES

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĘĚĞİĽŁŃŇŘŚŞŠŤŮŻŽȘȚ"
_LOWER = "a-zß-öø-ÿāăąćčďđęěğıľłńňřśşšťůżžșț"
_ONE = rf"[{_UPPER}](?:[{_LOWER}]{{1,25}}|['’][{_UPPER}][{_LOWER}]{{1,25}})"
WORD = rf"{_ONE}(?:-{_ONE}){{0,3}}(?![{_LOWER}{_UPPER}\d])"
_PARTICLE = r"(?:(?:von|van|de|der|den|zu|zur|al|el|bin|ter)[ ]){1,3}"
_INITIAL = rf"[{_UPPER}]\.(?:-?[{_UPPER}]\.)?"
_TITLE = r"(?:(?:Dr|Prof|Dipl|Ing|med|jur|rer|nat|phil|h\.c|Pfr|Mag)\.[ -]?){1,4}[ ]?"
_PART = rf"(?:{_INITIAL}|{_PARTICLE}{WORD}|{WORD})"
_GAP = r"(?:[ \u00a0]|[ ]?\n[ ]?)"

_ADDRESSED = re.compile(
    rf"""
    \b(?P<cue> (?:Herrn?|Frau|Familie|Eheleuten?|Ehepaar|Fam\.|Hr\.|Fr\.|Witwe) ) {_GAP}
    (?P<name> (?:{_TITLE})? (?:{_PART} [ ](?:und|u\.|&)[ ])? {_PART} (?:{_GAP}{_PART}){{0,2}} )
    """,
    re.VERBOSE,
)
"""Herr Dr. Tobias Kern, Familie von der Au, Frau M."""

_SURNAME_IN_CAPITALS = re.compile(rf"[ ][{_UPPER}](?:[{_UPPER}'’ß-]){{3,30}}(?![{_LOWER}{_UPPER}\d])")
"""Karl Heinz | MUSTERMANN"""
_ADDRESSED_IN_CAPITALS = re.compile(
    rf"\b(?:Herrn?|Frau|Familie|Eheleuten?|Hr\.|Fr\.){_GAP}(?P<name>(?:{_TITLE})?[{_UPPER}][{_UPPER}'’ß-]{{3,30}})"
    rf"(?![{_LOWER}{_UPPER}\d])"
)
"""Herr MUSTERMANN"""

_ROLES = (
    "Anwohner Anlieger Bürger Einwohner Antragsteller Eigentümer Hauseigentümer Grundstückseigentümer Mieter "
    "Vermieter Nachbar Petent Beschwerdeführer Einsender Hinweisgeber Halter Fahrzeughalter Pächter Rentner Schüler "
    "Patient Kunde Kund Besucher Geschädigter Geschädigte Betroffener Betroffene Zeuge Zeug Kläger "
    "Verfasser Absender Unterzeichner "
    "Unterzeichnende Spender Bewohner"
).split()
_KIN = "Mutter Vater Tochter Sohn Ehefrau Ehemann Schwester Bruder Elternteil".split()
_ROLE = re.compile(
    rf"\b(?P<cue>(?:{'|'.join(_ROLES)})(?:in)?|{'|'.join(_KIN)})"
    rf"(?:,(?= {_PART} {_PART},))? (?P<name>{_PART}(?: {_PART}){{0,2}})"
)
"""Anwohnerin Erika M., Mieter Yıldız;   eine Anwohnerin, Erika Muster, bittet"""

_LABELLED = re.compile(
    rf"""
    (?:^|[;,|\t ]) (?P<cue> (?:(?:Vor-?\ und\ )?(?:Nach|Vor|Familien|Geburts)?[Nn]ame|Absender(?:in)?
      |Kontoinhaber(?:in)?
      |Ansprechpartner(?:in)?|Ansprechperson|Kontaktperson|Einsender(?:in)?|Antragsteller(?:in)?|Petent(?:in)?
      |Eingereicht\ von|Unterzeichnet\ von|[Gg]ez\.|gezeichnet) ) [ \t]*:?[ \t]+
    (?P<name> (?:(?:Herrn?|Frau)[ ])? (?:{_TITLE})? {_PART} (?:,?[ ]{_PART}){{0,3}} )
    """,
    re.VERBOSE | re.MULTILINE,
)
"""Name: Muster, Erika; gez. P. Ostrowski"""

_CLOSING = re.compile(
    r"^[^\n]{0,40}(?:Grüßen|Gruß|Grüße|Hochachtungsvoll|hochachtungsvoll|Ihre?[ ]sehr[ ]ergebene[rn]?),?[ \t]*\n",
    re.MULTILINE,
)
"""Mit freundlichen Grüßen"""
_NAME_LINE = re.compile(
    rf"[ \t]*(?P<name>(?:(?:gez\.|i\.[ ]?[AV]\.)[ ])?(?:{_TITLE})?{_PART}(?:[ ]{_PART}){{0,3}})[ \t]*$"
)
_LINES_BELOW = 4

_PAIR = re.compile(
    rf"(?<![\w-])(?:{_TITLE})?(?P<first>{WORD})(?: (?:und|&) {WORD})?"
    rf"(?P<rest>(?: (?:{_INITIAL}|{_PARTICLE}{WORD}|{WORD})){{1,2}})"
)
"""Erika Muster, Hans-Peter von Au"""

_BORN = re.compile(rf"\bgeb(?:\.|orene[rn]?)[ ](?P<name>{WORD})")
"""geb. Kowalski"""

# --- who stands in a public function ---------------------------------------------------------------------------------

_FUNCTIONS = (
    r"(?:Ober|Alt|Orts|Samtgemeinde)?[Bb]ürgermeister|Beigeordnete|Dezernent|(?:Ober)?[Kk]reisrät|Landr[aä]t|"
    r"(?:Stadt|Kreis|Gemeinde|Orts)?[Rr]atsmitglied|Stadtr[aä]t|Gemeinder[aä]t|Kreisr[aä]t|Ratsherr|Ratsfrau|"
    r"Stadtverordnete|(?:Fraktions|Ausschuss|Rats|Stadtverordneten|Orts|Vereins|Partei)?[Vv]orsitz(?:ende)?|"
    r"(?:Fraktions)?[Ss]precher|Abgeordnete|Minister|Staatssekretär|(?:Ober)?[Kk]ämmerer|(?:Stadt|Ober)?[Kk]ämmer|"
    r"(?:Amts|Fachbereichs|Abteilungs|Referats|Sachgebiets|Werk|Betriebs|Schul|Projekt|Museums)?[Ll]eiter|"
    r"(?:Amts|Fachbereichs|Abteilungs|Referats|Schul|Betriebs|Werk)?[Ll]eitung|Ortsvorsteher|Bezirksvorsteher|"
    r"(?:Gleichstellungs|Datenschutz|Klimaschutz|Integrations|Behinderten|Radverkehrs|Senioren)?[Bb]eauftragte|"
    r"(?:[\w-]{1,25})?[Mm]anager|Geschäftsführer|Geschäftsführung|Intendant|Direktor|Präsident|Schriftführer|"
    r"Sachbearbeiter|Sachbearbeitung|Schatzmeister|Stadtbaur[aä]t|Baudirektor|Bundeskanzler|Architekt|"
    r"Bürgerbeauftragte|Ombuds(?:frau|mann)|Schulleiter|Rektor|Dekan|Pfarrer|Kandidat|Mitglied"
)
_ENDING = r"(?:in|innen|r|n|s|en)?"
_FUNCTION_BEFORE = re.compile(
    rf"(?:\b(?:{_FUNCTIONS}){_ENDING}|\b(?:CDU|SPD|FDP|AfD|BSW|FWG?|Grünen?|Linken?))"
    rf"(?:[ ]a\.[ ]?D\.)?(?:,|:)?[ \n](?:(?:Herrn?|Frau)[ ])?(?:{_TITLE})?$|\b[Ff]raktion[^\n]{{0,60}}\n[ \t]*$"
)
_WITH_FUNCTION = re.compile(rf"\b(?:{_FUNCTIONS}){_ENDING}[ ](?:{_TITLE})?(?P<name>{WORD})")
"""Stadtrat Weber: who is named so is public wherever the text names them again"""
_FUNCTION_NEXT = re.compile(
    rf"""
    (?: [ ]?[,(–-][ ]? | [ ]? \n[ \t]* | [ ](?:ist|als|war|wurde)[ ] )
    (?: (?:die|der|den|dem|unser[em]?|zur|zum|neue[rn]?|stellvertretende[rn]?|[Ss]tv\.|[12]\.|[Ee]rste[rn]?)[ ] ){{0,2}}
    (?: (?:{_FUNCTIONS}){_ENDING}\b
      | (?:Die[ ])?(?:CDU|SPD|FDP|AfD|BSW|FWG?|GRÜNE|Grünen?|Linken?|B[üÜ]ndnis|BÜNDNIS|Freie[ ]Wähler|Volt|Fraktion)\b
      | (?:[\w-]{{1,30}}[- ])?[Ff]raktion\b
      | [{_UPPER}][\w-]{{0,30}}(?:amt|büro|dezernat|referat|stelle|verwaltung|betrieb)\b
      | Amt[ ]für | Dezernat | Fachbereich
    )
    """,
    re.VERBOSE,
)
_FROM_OFFICE = re.compile(
    rf"[ ](?:vom|von[ ]der|aus[ ]dem|im|beim)[ ]"
    rf"(?:[{_UPPER}][\w-]{{0,30}}(?:amt|büro|dezernat|referat|stelle|verwaltung)\b"
    r"|Amt[ ]für|Dezernat|Fachbereich|Referat|Fraktion|[\w-]{1,30}[Ff]raktion)"
)
_WORKS_AT = re.compile(r"vom|von der|aus dem")
_FACTION_ABOVE = re.compile(r"[Ff]raktion|[Ff]ür den (?:Stadtr|Gemeinder|Kreist|Ortsbeir)|Ortsbeirat|Stadtverband")
_FUNCTION_WORD = re.compile(rf"(?:{_FUNCTIONS}){_ENDING}$")

# --- what only looks like a name -------------------------------------------------------------------------------------

_THING = re.compile(
    r"(?:straße|str|weg|platz|gasse|allee|ring|brücke|schule|gymnasium|haus|halle|stiftung|preis|park|stadion|kirche|"
    r"institut|bad|heim|werk|zentrum|kita|kindergarten|museum|denkmal|ufer|tor|turm|hof|saal|klinik|stadt|land|amt|"
    r"verein|gesellschaft|verband|ung|heit|keit|schaft|tion|tät|nis|ment|plan|satzung|gesetz|fraktion|ausschuss|rat)$",
    re.IGNORECASE,
)
_THING_NEXT = re.compile(
    r"[ -](?:Straße|Str\.|Weg|Platz|Allee|Ring|Schule|Grundschule|Realschule|Gesamtschule|Gymnasium|Halle|Stiftung|"
    r"Preis|Park|Stadion|Haus|Institut|Kirche|Denkmal|Saal|Klinik|Ufer|Brücke|Kita|GmbH|AG|KG|eG|e\.|& )"
)
_NAMED_AFTER = re.compile(
    r"(?:nach|Namensgeber(?:in)?|Dichter(?:in)?|Komponist(?:in)?|Maler(?:in)?|Bildhauer(?:in)?|Künstler(?:in)?"
    r"|Kaiser|König(?:in)?|Sankt|St\.|Heiligen?|Firma|Fa\.|Büro|Verlag|Kanzlei)[ ](?:(?:dem|der|den|des)[ ])?$"
)
_NO_NAMES = frozenset(
    """
    Stadt Land Bund Kreis Gemeinde Rat Verwaltung Euro Uhr Seite Punkt Antrag Anfrage Frage Antwort Januar Februar März
    April Mai Juni Juli August September Oktober November Dezember Montag Dienstag Mittwoch Donnerstag Freitag Samstag
    Sonntag Der Die Das Ein Eine Es Ich Wir Sie Er Ihr Im In Am An Auf Aus Bei Mit Und Oder Für Von Vor Nach Zu Zum Zur
    Kinder Eltern Jugend Familie Frau Herr Herrn Damen Herren Beruf Mann Sehr Hiermit Bitte Tel Telefon Mobil Fax Mail
    Dr Prof Nr Telefonnummer Adresse Anschrift Straße Ort Datum Betreff Geburtsdatum IBAN Bürger Anwohner Hat Ist Wird
    Erster Erste Ersten Zweite Zweiter Zeit Kann Soll Wer Was Wie Wann Warum Ob Dass Weil
    Wenn Also Dazu Dabei Damit Daher Auch Als Seit Bis Gegen Ohne Um Unter
    """.split()
)


@dataclass(frozen=True)
class Person:
    """Where a name stands (half open), and whether the person stands there in a public function."""

    start: int
    ende: int
    name: str
    oeffentlich: bool


def persons(text: str, bekannt: Collection[str] = ()) -> tuple[Person, ...]:
    """Every name that was seen, without overlaps, in the order of the text. `bekannt` are surnames that a text beside
    this one named in a public function."""
    found: list[Person] = []
    for start, ende, below in _places(text):
        start, ende = _trimmed(text, start, ende)
        if start < ende:
            ende = capitals.end() if (capitals := _SURNAME_IN_CAPITALS.match(text, ende)) else ende
            found.append(Person(start, ende, text[start:ende], _in_function(text, start, ende, below)))
    chosen = _without_overlaps(text, found)
    public = {*bekannt, *(_surname(p.name) for p in chosen if p.oeffentlich), *_named_with_function(text)}
    chosen = [
        Person(p.start, p.ende, p.name, p.oeffentlich or (_surname(p.name) in public and _short(p.name)))
        for p in chosen
    ]
    return tuple(sorted((*chosen, *_again(text, chosen)), key=lambda p: p.start))


def public_surnames(texts: Sequence[str]) -> frozenset[str]:
    """The surnames that are named in a public function in one of these texts."""
    found = [name for text in texts for name in _named_with_function(text)]
    found += [_surname(p.name) for text in texts for p in persons(text) if p.oeffentlich]
    return frozenset(found)


def _named_with_function(text: str) -> list[str]:
    return [match["name"] for match in _WITH_FUNCTION.finditer(text)]


def _places(text: str) -> Iterator[tuple[int, int, int | None]]:
    """Candidates, the surest first; with the start of the closing they stand under."""
    seen = 0
    for closing in _CLOSING.finditer(text):
        position = max(seen, closing.end())
        for _ in range(_LINES_BELOW - text.count("\n", closing.end(), position)):
            ende = text.find("\n", position)
            line = text[position : ende if ende >= 0 else len(text)]
            match = _NAME_LINE.match(line) if len(line) < 120 else None
            if match and not _FUNCTION_WORD.search(line.split()[-1]) and not _THING.search(line.rstrip()):
                yield position + match.start("name"), position + match.end("name"), closing.start()
            if ende < 0:
                break
            position = seen = ende + 1
    for match in _ADDRESSED.finditer(text):
        if not _NAMED_AFTER.search(text[max(0, match.start() - 30) : match.start()]):
            yield *match.span("name"), None
    for match in (*_ADDRESSED_IN_CAPITALS.finditer(text), *_LABELLED.finditer(text)):
        yield *match.span("name"), None
    for match in _BORN.finditer(text):
        yield *match.span("name"), None
    for match in _ROLE.finditer(text):
        if _like_a_name(match["name"]) and (_known(match["name"]) or _one_person(text, match)):
            yield *match.span("name"), None
    position = 0
    while (pair := _PAIR.search(text, position)) is not None:
        position = pair.end("first")
        if not _is_first_name(pair["first"]):
            continue
        before = text[max(0, pair.start() - 40) : pair.start()]
        if not _NAMED_AFTER.search(before) and not _THING_NEXT.match(text, pair.end()):
            yield pair.start(), pair.end(), None
            position = pair.end()


def _is_first_name(word: str) -> bool:
    return all(part in FIRST_NAMES for part in word.split("-"))


def _known(words: str) -> bool:
    first = words.split()[0]
    return _is_first_name(first) or first.endswith(".")


def _one_person(text: str, match: re.Match[str]) -> bool:
    """Whether the role is said of one: "Bürger Informationen" are many citizens and something else."""
    return match["cue"].endswith("in") or bool(_SINGULAR.search(text[max(0, match.start() - 12) : match.start()]))


_SINGULAR = re.compile(
    r"\b(?:[Dd]er|[Dd]em|[Dd]es|[Dd]en|[Ee]in(?:em|en|es)?|[Uu]nser(?:em|en)?|[Mm]ein(?:em|en)?)[ ]$"
)


def _like_a_name(words: str) -> bool:
    first = words.split()[0]
    if first[0].islower():  # "Eigentümer der Leerrohre"
        return False
    return _is_first_name(first) or first.endswith(".") or not (_THING.search(first) or first in _NO_NAMES)


def _trimmed(text: str, start: int, ende: int) -> tuple[int, int]:
    """Without words at the end that are no names ("Frau Kern Telefon"), and without a name that is a thing."""
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:ende])]
    for index, (at, to) in enumerate(words):
        word = text[at:to].strip(",")
        leading = index == 0 or text[words[index - 1][0] : words[index - 1][1]].endswith(".")
        if word in _NO_NAMES or _FUNCTION_WORD.fullmatch(word):
            return (start, start) if index == 0 else (start, words[index - 1][1])
        after_first = index > 0 and _is_first_name(text[words[index - 1][0] : words[index - 1][1]])
        if index and not leading and not after_first and _THING.search(word) and len(word) > 7 and "-" not in word:
            return start, words[index - 1][1]
    if _THING_NEXT.match(text, ende) or text[ende : ende + 1] == "-":
        return start, start
    return start, ende


def _in_function(text: str, start: int, ende: int, below: int | None) -> bool:
    if _FUNCTION_BEFORE.search(text[max(0, start - 60) : start]):
        return True
    if _FUNCTION_NEXT.match(text, ende):
        return True
    office = _FROM_OFFICE.match(text, ende)
    if office and _WORKS_AT.match(office.group().strip()):
        return True
    return below is not None and bool(_FACTION_ABOVE.search(text[max(0, below - 200) : start]))


def _surname(name: str) -> str:
    return name.split()[-1]


def _short(name: str) -> bool:
    """A surname alone, perhaps with a title: the one who was named in full before may be meant."""
    return len([w for w in name.split() if not w.endswith(".")]) == 1


def _without_overlaps(text: str, found: list[Person]) -> list[Person]:
    """Candidates that share words become one name; it is public where all of them are."""
    chosen: list[Person] = []
    for person in sorted(found, key=lambda p: (p.start, -p.ende)):
        last = chosen[-1] if chosen else None
        if last is None or person.start >= last.ende:
            chosen.append(person)
        elif person.ende > last.ende:
            whole = text[last.start : person.ende]
            chosen[-1] = Person(last.start, person.ende, whole, last.oeffentlich and person.oeffentlich)
    return chosen


_MOST_NAMES_AGAIN = 50


def _again(text: str, found: list[Person]) -> Iterator[Person]:
    """The surname of somebody private, standing alone somewhere else in the same text."""
    private = dict.fromkeys(_surname(p.name) for p in found if not p.oeffentlich and p.name and not _short(p.name))
    names = [n for n in private if len(n) > 3 and not n.endswith(".")][:_MOST_NAMES_AGAIN]
    if not names:
        return
    taken = [(p.start, p.ende) for p in found]
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})s?(?![\w-])")
    at = 0
    for match in pattern.finditer(text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at < len(taken) and taken[at][0] < match.end():
            continue
        if not _ARTICLE.search(text[max(0, match.start() - 12) : match.start()]):
            yield Person(match.start(), match.end(), match.group(), False)


_ARTICLE = re.compile(
    r"\b(?:der|die|das|den|dem|des|ein|eine[mnrs]?|am|im|zum|zur|vom|beim|jede[rmns]?)[ ]$", re.IGNORECASE
)
