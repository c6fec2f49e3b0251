"""Numbers and addresses that lead to a person: telephone, mail, IBAN, day of birth, plate, account, place of living.

Pure; linear in the text. What belongs to an office is not a citizen's: the words around it (one paragraph, so many
characters) tell whose it is, and where they tell nothing it is taken for a citizen's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corpus.personal_data.kinds import Angabe
from corpus.personal_data.names import WORD, Person

BEFORE, BEHIND = 170, 110
"""So many characters around a number say whose it is; a sentence with its neighbour in a letter's block."""

_MAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9ÄÖÜäöüß._%+-]{1,64}(?:@|[ ]?[(\[](?:at|AT|ät)[)\]][ ]?)"
    r"[A-Za-z0-9ÄÖÜäöüß-]{1,63}(?:(?:\.|[ ]?[(\[](?:dot|punkt)[)\]][ ]?)[A-Za-z0-9-]{1,63}){1,4}(?![A-Za-z0-9])"
)
"""erika.m@web.de, erika.m (at) web.de"""
_FREEMAIL = re.compile(
    r"(?:gmx|web|gmail|googlemail|t-online|posteo|outlook|hotmail|live|yahoo|icloud|freenet|mailbox|aol|arcor|online|"
    r"proton|protonmail|1und1|vodafone|kabelmail|me|msn|unitybox|email)\.(?:de|com|net|org|eu|at|ch|me)$"
)
_FUNCTIONAL = re.compile(
    r"(?:info|post|poststelle|kontakt|stadt\w*|gemeinde\w*|rathaus\w*|service\w*|presse\w*|buero\w*|büro\w*|buerger\w*|"
    r"bürger\w*|\w*amt|\w*buero|ob|bm|hotline|mail|office|verwaltung|redaktion|\w*stelle|\w*fraktion|fraktion\w*|"
    r"stadtrat|vorstand|verein|anmeldung|tickets?|datenschutz\w*|stand|markt\w*|abfall\w*|bauhof|feuerwehr|"
    r"schule|sekretariat|bibliothek|museum|support|beteiligung|umwelt|klima\w*|verkehr|jugend|soziales)",
    re.IGNORECASE,
)

_TELEPHONE = re.compile(
    r"""
    (?<![\w/.,-])
    (?: (?P<label> (?:Tel(?:efon)?(?:nummer)?|Mobil(?:telefon|nummer|funk)?|Handy(?:nummer)?|Telefax|Fax|Ruf(?:nummer)?
        |Durchwahl|Festnetz)\.?[ ]?(?:-?Nr\.?)? (?:[ ](?:lautet|ist))? [ ]?:?[ \t\n]{0,2} )
        (?P<labelled> (?:\+|00)?\(?\d(?:[ \u00a0/().–-]{0,3}\d){3,16} )
      | (?P<plain> (?:(?:\+|00)49[ \u00a0/().-]{0,3}(?:\(0\))?[ ]?|\(?0)[1-9]\d{1,4}\)?
        (?: [ ]?[/–-][ ]?\d(?:[ \u00a0–-]?\d){3,12} | [ \u00a0]\d{2,12}(?:[ \u00a0–-]\d{1,9}){0,5} | \d{4,9} ) )
    )
    (?![\d/]|[.,]\d|-[A-Z])
    """,
    re.VERBOSE,
)
"""Tel. 0261 129-1234, 0171/2345678, +49 151 23456789"""

_IBAN = re.compile(
    r"(?<![A-Z0-9])[A-Z]{2}[ \u00a0-]?\d{2}(?:[ \u00a0-]?[A-Z0-9]{4}){2,7}(?:[ \u00a0-]?[A-Z0-9]{1,3})?(?![A-Z0-9])"
)
"""DE02 1203 0000 0000 2020 51;   DE02-1203-0000-0000-2020-51;   DE 02120300000000202051"""
_ACCOUNT = re.compile(r"\bKonto(?:nummer|-Nr\.?|nr\.?)?[ ]?:?[ ](?:lautet )?(?P<nr>\d(?:[ ]?\d){5,11})\b")

_MONTH = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_DAY = rf"\d{{1,2}}\.[ ]?(?:\d{{1,2}}\.|{_MONTH})[ ]?\d{{2,4}}"
_BORN = re.compile(
    rf"(?:\bgeb\.|\bgeboren(?:e[rn]?)?|\bGeburtsdatum|\bGeburtstag|\bgeb\.-Dat\.|\bGeb\.-?(?:Datum|Dat\.)|\*)"
    rf"(?:[ ](?:ist|am|war|lautet))*[ ]?:?[ ]?(?:der[ ])?(?P<day>{_DAY})"
)
"""geb. 12.03.1961, geboren am 4. Mai 1988"""

_PLATE = re.compile(r"(?<![\w-])[A-ZÄÖÜ]{1,3}[-–][ ]?[A-Z]{1,2}[ -]?\d{1,4}[EH]?(?![\w/-])")
_PLATE_LABELLED = re.compile(
    r"[Kk]ennzeichen[s]?:?[ ](?P<plate>[A-ZÄÖÜ]{1,3}[ -–]{1,2}[A-Z]{1,2}[ -]?\d{1,4}[EH]?)(?![\w/-])"
)
_VEHICLE = re.compile(
    r"[Kk]ennzeichen|Fahrzeug|\bPkw|\bPKW|\bLkw|\bLKW|\b[Aa]uto\b|\bAutos\b|[Hh]alter|[Ww]agen\b|[Pp]ark(?:t|end|te)\b|"
    r"Motorrad|Roller|Wohnmobil|Transporter|Falschparker|Anhänger"
)
_NO_PLATE = re.compile(r"(?:DIN|EN|ISO|VO|AT|ST|BV|AF|AN|DS|TOP|B)[-–]")

_NUMBERED = re.compile(
    r"""
    \b(?: (?:Kunden|Steuer|Mitglieds|(?:Personal)?[Aa]usweis|Reisepass|Fall|Vertrags|Zähler|Patienten|Debitoren
          |Rechnungs|(?:Sozial)?[Vv]ersicherten|(?:Sozial)?[Vv]ersicherungs|Versicherungsschein|Bescheid|Bedarfsgemeinschafts
          |Steueridentifikations|Matrikel) (?:nummer|-?[Nn]r\.?)
      | Kd\.?-?[ ]?Nr\.? | Kassenzeichen | Buchungszeichen | Steuer-?I[Dd](?:-?Nr\.?)? | Bedarfsgemeinschaft )
    (?:[ ](?:bei[ ]\w{1,20}[ ])?(?:lautet|ist))? [ ]?:?[ ]?
    (?P<nr> (?=[A-Z0-9./ -]{0,12}\d) [A-Z0-9](?:[ ./-]?[A-Z0-9]){3,24} )
    """,
    re.VERBOSE,
)
"""Kundennummer: 4711-0815"""
_FILE = re.compile(r"\b(?:Aktenzeichen|Az\.?|Geschäftszeichen)[ ]?:?[ ](?P<nr>(?=[\w./-]{0,12}\d)[\w][\w./-]{3,25}\w)")
_OF_A_CITIZEN = re.compile(
    r"Bußgeld|Widerspruch|Mahn|\bmein\w*|\bihr(?:em|es|en)? (?:Bescheid|Verfahren)|Strafanzeige|Anzeige"
)

_STREET_ENDS = (
    "straße strasse str\\. weg gasse allee platz ring ufer damm steig pfad hang graben berg garten winkel blick höhe "
    "grund feld markt hof wall stiege tor stieg kamp twiete brink redder deich zeile gang bogen siedlung leite koppel "
    "chaussee promenade anger rain hain wiese wiesen"
).split()
_STREET_END = "|".join(f"{end}|{end.capitalize()}" for end in _STREET_ENDS)
_STREET = (
    rf"(?:(?:[A-ZÄÖÜ][\wäöüß]{{1,24}}[ -]){{0,3}}[A-ZÄÖÜ]?[\wäöüß]{{0,30}}(?:{_STREET_END})"
    rf"|(?:Am|An[ ]der|An[ ]den|Auf[ ]der|Auf[ ]dem|Im|In[ ]der|In[ ]den|Zum|Zur|Unter[ ]den|Hinter[ ]de[rm])"
    rf"[ ](?!(?:{_MONTH}|Jahr|Haushalt|Zeitraum|Schuljahr|Kapitel|Paragra))[A-ZÄÖÜ][\wäöüß-]{{2,30}}(?:[ ]{WORD})?)"
)
_HOUSE = r"[ ]\d{1,4}(?:[ ]?[a-h]\b)?(?:[ ]?[-–/][ ]?\d{1,4}[a-h]?)?"
_TOWN = rf"(?:D-)?\d{{5}}[ ]{WORD}(?:[ -]{WORD})?"
_ADDRESS = re.compile(
    rf"(?<![\w-])(?P<address>{_STREET}{_HOUSE}(?:(?:,|[ ]?\n|[ ]in)?[ ]?{_TOWN})?)"
    r"(?![\d%.,]*\d|[ ](?:Uhr|Euro|Meter|Mio))"
)
"""Lindenstraße 7, 56068 Flussbach"""
_AFTER_A_NAME = re.compile(
    rf",[ ]?(?P<address>(?:[A-ZÄÖÜ][\wäöüß-]{{1,30}}[ ]){{0,2}}[A-ZÄÖÜ][\wäöüß-]{{2,40}}{_HOUSE}(?:,[ ]?{_TOWN})?)"
    r"(?=[,;.)\n ]|$)"
    r"(?![\d%.,]*\d|[ ](?:Uhr|Euro|Meter|Mio|Jahre))"
)
"""Frau Muster | , Uhlenhorst 12, 49999 Musterstadt: whatever the street is called, somebody lives there"""
_TOWN_LINE = re.compile(rf"^[ \t]*(?P<town>{_TOWN})[ \t]*$", re.MULTILINE)

_OFFICE = re.compile(
    r"\b(?!Ehrenamt|Gesamt|Gesundheitszustand)[A-ZÄÖÜ][\wäöüß-]{0,40}(?:amt|amtes|amts|ämter|büro|büros|stelle|verwaltung|behörde|dezernat|"
    r"referat|betrieb|betriebe|werke|kasse|hof|schule|kita|verein|verband|kirche|kirchengemeinde|bibliothek|bücherei|museum|theater|klinik|"
    r"genossenschaft|fraktion|stiftung|zentrale|service|bund|hilfe|beirat)s?\b|"
    r"\b(?:Amt|Rathaus|Stadt|Gemeinde|Kreis|Verein|Museum|Schule|Fraktion|Feuerwehr|Polizei|Notruf|Hotline|Stadtwerke|Bauhof|Fachbereich|Eigenbetrieb|"
    r"Bürgerservice|Sekretariat|Stiftung|Caritas|Diakonie|Musikschule|Volkshochschule|VHS|Bibliothek|Theater|Kita|GmbH|gGmbH|AG|"
    r"Verwaltung|Stadtverwaltung|Ansprechstelle|Spendenkonto|Wirtschaftsförderung|Messe|Tourist-Information|Oberbürgermeister\w*)\b|"
    r"e\. ?V\."
)
_CITIZEN = re.compile(
    r"\b(?:ich|Ich|mein|meine[mnrs]?|Meine?|mir|mich|privat\w*|Privat\w*|wohnhaft|wohnt|wohnen|wohne|wohnte|lebt|lebe|"
    r"Anwohner\w*|Anlieger\w*|Bürgerin|Einwohner(?:in)?|Petent\w*|Beschwerdeführer\w*|Mieter(?:in)?|Eigentümer(?:in)?|"
    r"Nachbar(?:in)?|Familie|Eheleute|Ehepaar|Patient(?:in)?|Schüler(?:in)?|Rentner(?:in)?|Halter(?:in)?|Kontoinhaber\w*|"
    r"Hinweisgeber\w*|Antragsteller(?:in)?|Vermieter(?:in)?|Wohnung|Anschrift|Witwe|Zeugin|Zeuge)\b"
)
_ADDRESS_LABEL = re.compile(
    r"(?:Anschrift|Adresse|Wohnort|wohnhaft|wohnt|wohne|wohnen|lebt|Privatadresse|gemeldet)\W{0,3}(?:\w+\W{1,2}){0,3}$"
)
_SENTENCE_END = re.compile(r"\n[ \t]*\n|(?<=[\wäöüß)“\"]{4})[.!?][ \n]+(?=[A-ZÄÖÜ„\"])")


class Umfeld:
    """The words around a place of one text, and whether somebody private is named there."""

    def __init__(self, text: str, persons: Sequence[Person]) -> None:
        self._text = text
        self._private = [p.start for p in persons if not p.oeffentlich]

    def span(self, start: int, ende: int) -> tuple[int, int]:
        """The sentence or block around `[start, ende)`, no more than BEFORE and BEHIND characters of it."""
        first, last = max(0, start - BEFORE), min(len(self._text), ende + BEHIND)
        for match in _SENTENCE_END.finditer(self._text, first, start):
            first = match.end()
        behind = _SENTENCE_END.search(self._text, ende, last)
        return first, behind.start() if behind else last

    def is_private(self, start: int, ende: int) -> bool:
        """Whether the words around say that this is a citizen's; also where they say nothing."""
        first, last = self.span(start, ende)
        return self._names_a_citizen(first, last) or not _OFFICE.search(self._without(first, start, ende, last))

    def is_surely_private(self, start: int, ende: int) -> bool:
        """Whether the words around name a citizen."""
        return self._names_a_citizen(*self.span(start, ende))

    def _without(self, first: int, start: int, ende: int, last: int) -> str:
        return f"{self._text[first:start]} {self._text[ende:last]}"

    def _names_a_citizen(self, first: int, last: int) -> bool:
        at = bisect_left(self._private, first)
        if at < len(self._private) and self._private[at] < last:
            return True
        return bool(_CITIZEN.search(self._text[first:last]))

    def speaks_of(self, pattern: re.Pattern[str], start: int, ende: int) -> bool:
        """Whether the words around say something of the kind."""
        first, last = self.span(start, ende)
        return bool(pattern.search(self._text[first:last]))


Fund = tuple[int, int, Angabe]


def numbers(text: str, persons: Sequence[Person]) -> Iterator[Fund]:
    """Everything but names that leads to a private person, as (start, ende, kind); may overlap."""
    around = Umfeld(text, persons)
    yield from _mails(text, around)
    yield from _telephones(text, around)
    for match in _IBAN.finditer(text):
        if _valid_iban(match.group()) and around.is_private(*match.span()):
            yield *match.span(), Angabe.IBAN
    for match in _ACCOUNT.finditer(text):
        if around.is_private(*match.span()):
            yield *match.span("nr"), Angabe.NUMMER
    for match in _BORN.finditer(text):
        yield *match.span("day"), Angabe.GEBURTSTAG
    yield from _plates(text, around)
    for match in _NUMBERED.finditer(text):
        yield *match.span("nr"), Angabe.NUMMER
    for match in _FILE.finditer(text):
        if around.speaks_of(_OF_A_CITIZEN, *match.span()):
            yield *match.span("nr"), Angabe.NUMMER
    yield from _addresses(text, around)
    for person in persons:
        if not person.oeffentlich and (lives := _AFTER_A_NAME.match(text, person.ende)):
            yield *lives.span("address"), Angabe.ANSCHRIFT


def _mails(text: str, around: Umfeld) -> Iterator[Fund]:
    for match in _MAIL.finditer(text):
        local, _, domain = (
            match.group().partition("@") if "@" in match.group() else re.split(r"([(\[])", match.group(), maxsplit=1)
        )
        free = bool(_FREEMAIL.search(domain.casefold())) or "@" not in match.group()
        if free or not _FUNCTIONAL.fullmatch(local):
            official = not free and not around.is_private(*match.span())
            if not official:
                yield *match.span(), Angabe.MAIL


def _telephones(text: str, around: Umfeld) -> Iterator[Fund]:
    for match in _TELEPHONE.finditer(text):
        which = "labelled" if match["labelled"] else "plain"
        digits = sum(c.isdigit() for c in match[which])
        if digits >= (5 if match["labelled"] else 8) and around.is_private(*match.span(which)):
            yield *match.span(which), Angabe.TELEFON


def _valid_iban(words: str) -> bool:
    """Whether the check digits are right (ISO 13616, modulo 97); so no paper number is taken for one."""
    digits = re.sub(r"[^A-Z0-9]", "", words)
    return 15 <= len(digits) <= 34 and int("".join(str(int(c, 36)) for c in digits[4:] + digits[:4])) % 97 == 1


def _plates(text: str, around: Umfeld) -> Iterator[Fund]:
    for match in _PLATE_LABELLED.finditer(text):
        yield *match.span("plate"), Angabe.KENNZEICHEN
    for match in _PLATE.finditer(text):
        if not _NO_PLATE.match(match.group()) and around.speaks_of(_VEHICLE, *match.span()):
            yield *match.span(), Angabe.KENNZEICHEN


def _addresses(text: str, around: Umfeld) -> Iterator[Fund]:
    """A street with a number is a place of matter like any other, unless the words say that somebody lives there."""
    blocks: list[int] = []
    for match in _ADDRESS.finditer(text):
        start, ende = match.span("address")
        labelled = _ADDRESS_LABEL.search(text[max(0, start - 60) : start])
        if labelled or around.is_surely_private(start, ende):
            yield start, ende, Angabe.ANSCHRIFT
            blocks.append(ende)
    for match in _TOWN_LINE.finditer(text):
        near = bisect_left(blocks, match.start("town") - 3)
        if near < len(blocks) and 0 <= match.start("town") - blocks[near] <= 3:
            yield *match.span("town"), Angabe.ANSCHRIFT
