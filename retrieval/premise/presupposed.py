"""What a point takes for granted and what it wants anew, told apart by how it names things.

"Der Spielplatz am Anger erhält eine Seilbahn": a definite thing is taken to be there, an indefinite one is wanted. In
comes a point, out come its nouns with that difference, its numbers with their units, and which way it wants to go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.parsing.anliegen_art import FREE_RELATIVE
from retrieval.demand import (
    ACT_NOUNS,
    CHANGE_NOUNS,
    PREPOSITIONS,
    SIDE_CLAUSE,
    TOKEN,
    Noun,
    is_noun,
    noun_of,
    opens_with_adjective,
)
from retrieval.matter import matter_text, things, without_dates


@dataclass(frozen=True)
class Nennung:
    """A noun as a point names it. `bestimmt`: as something that is there. `ziel`: as what is to become of it ("auf 90
    Euro", "in eine GmbH"). `rand`: in the genitive or after a preposition, so not what the point is about."""

    wort: str
    noun: Noun
    bestimmt: bool
    ziel: bool
    rand: bool


@dataclass(frozen=True)
class Zahlangabe:
    """A number and what it counts, "30.7 euro"; `ziel` as above."""

    zahl: float
    einheit: str
    ziel: bool


@dataclass(frozen=True)
class Annahme:
    """What a point takes for granted (`gegeben`), what it wants (`neu`), its numbers; `will_ende` where it wants an end
    to something, `wieder` where it wants back what has ended, `auch`
    where it wants the like for something more."""

    gegeben: tuple[Nennung, ...]
    neu: tuple[Nennung, ...]
    zahlen: tuple[Zahlangabe, ...]
    will_ende: bool
    wieder: bool
    auch: bool


_DEFINITE = re.compile(
    r"(?:der|die|das|dem|den|des|am|im|ins|ans|aufs|vom|beim|zum|zur|diese[rsnm]?|jene[rsnm]?|beide[rn]?|deren|dessen|ihr|sein"
    r"|ihre[rsnm]?|seine[rsnm]?|unsere[rsnm]?|derzeitige[rsnm]?|bisherige[rsnm]?|bestehende[rsnm]?|geltende[rsnm]?)$",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(
    r"(?:eine?[rsnm]?|keine?[rsnm]?|mehrere[rn]?|einige[rn]?|weitere[rsnm]?|zusätzliche[rsnm]?|viele[rn]?|andere[rsnm]?|jede[rsnm]?)$",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"""
    \b(?:aufheb|aufgehoben|aufzuheben|beende|kündig|gekündigt|austret|auszutreten|auflös|aufgelöst|aufzulösen|abschaff
        |abgeschafft|abzuschaffen|streich|gestrichen|verzicht|einstell(?:en|t)\b|eingestellt|einzustellen|schließen\b
        |schließt\b|geschlossen|aufgeben|aufgegeben|aufzugeben|veräußer|verkauf|abschalt|abgeschaltet|zurückbau
        |zurückgebaut|entfern(?:t|en)\b|stilleg|stillgelegt)[a-zäöüß]*
    | \btrenn(?:t|en)\s+sich\s+von\b | \bsich\s+von\b[^.]*\b(?:zu\s+)?trennen\b | \bverl(?:ässt|assen)\b
    | \btritt\b[^.]*\baus\b | \bhebt\b[^.]*\bauf\b | \bstellt\b[^.]*\bein$ | \bschafft\b[^.]*\bab\b
    | \bgegen\s+(?:die|eine|den|einen)\s+(?:[a-zäöüß]+\s+)?
        (?:Einführung|Errichtung|Ausweisung|Ausbau|Bau|Planung|Einrichtung)\b
    | \b(?:verhinder|unterbleib|unterlass)[a-zäöüß]+
    | \bnicht\s+(?:mehr|länger)\b | \bEnde\s+(?:der|des)\b
    | \b(?:Ausstieg|Austritt|Kündigung|Aufhebung|Abschaffung|Auflösung|Schließung|Beendigung|Verzicht|Verkauf
        |Veräußerung)\b
    """,
    re.VERBOSE,
)
_NO_END = re.compile(r"\b(?:Vertrag|Vereinbarung|Verträge)\w*\b[^.]*\b(?:schließ\w*|geschlossen|abgeschlossen)\b", re.I)
_BACK = re.compile(
    r"\b(?:kehr\w+\b.*\bzurück|zurückkehr\w*|zurück(?:zu)?verleg\w*|wieder|wieder(?:ein|er|auf|her)\w+|erneut|zurückhol\w*|wiederbeleb\w*|reaktivier\w*)\b",
    re.IGNORECASE,
)
_UNDO = re.compile(
    r"\brückgängig\b|\b(?:zurückzunehmen|zurückgenommen|zurücknimmt|zurücknehmen|widerruf\w*)\b|\b(?:nimmt|nehmen)\b[^.]*\bzurück\b"
)
"""die Kündigung rückgängig machen: that takes for granted that it was given"""
_TARGET = frozenset("auf um".split())
_ENDED_THING = re.compile(r"\b(?:auf|ab|ein|aus|still|zurück)?ge[a-zäöüß]+(?:en|t)e[nrms]?\s+(?=[A-ZÄÖÜ])")
"""das | geschlossene | Bad: that is so, and is not what the point wants"""
_BECOMES = re.compile(
    r"""
    \b(?:Ausbau|Umbau|Umwandlung|Umgestaltung|Entwicklung|Weiterentwicklung|Erweiterung)\b[^,;.]*?
        \b(?:zu[mr]?|in)\s+(?:eine[rnm]?\s+)?(?:[a-zäöüß]+\s+)?(?P<nach>[A-ZÄÖÜ][\w-]+)
    | \b(?:zu[mr]?|in)\s+(?:eine[rnm]?\s+)?(?:[a-zäöüß]+\s+)?(?P<vor>[A-ZÄÖÜ][\w-]+)\s+(?:zu\s+)?
        (?:(?:aus|um)(?:ge|zu)?bau|um(?:ge|zu)?wandel|um(?:ge|zu)?stalt|(?:weiter(?:zu)?)?entwickel|erweiter)
    """,
    re.VERBOSE,
)
"""der Ausbau der Realschule | zur Ganztagsschule; | in einen Park | umgewandelt: what is to become of it isn't there"""
_FINITE = frozenset(
    "wird werden soll sollen kann können muss müssen darf dürfen ist sind hat haben erhält erhalten bleibt"
    " bleiben".split()
)
_MEASURES = frozenset(
    "euro prozent uhr minute minuten stunde stunden tag tage tagen woche wochen monat monate monaten jahr jahre jahren "
    "mal "
    "meter metern quadratmeter quadratmetern kubikmeter kilometer kilometern tonnen millionen mitte anfang ende sommer "
    "samstags sonntags montags freitags".split()
)
_NUMBER_WORDS = {
    "halb": 0.5, "voll": 1, "ganz": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9,
    "zehn": 10, "elf": 11, "zwölf": 12,
}  # fmt: skip
_SCALES = {"mio": 1e6, "millionen": 1e6, "mrd": 1e9, "milliarden": 1e9, "tsd": 1e3}
_WRITTEN = "|".join(_NUMBER_WORDS)
_QUANTITY = re.compile(
    rf"""
    (?:(?P<vor>\b(?:auf|um|von|bis\s+zu|mit|statt)\s+)(?:täglich\s+|jährlich\s+|rund\s+|etwa\s+|mindestens\s+)?)?
    (?<![\d.,/])(?P<zahl>\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?|\b(?:{_WRITTEN})(?:e[nrsm]?)?)
    (?:\s+(?P<mal>Mio\.?|Millionen|Mrd\.?|Milliarden|Tsd\.?)(?=\s))?
    \s*(?:[a-zäöüß]+(?:e[nrsm]?)\s+)?
    (?P<einheit>€|%|km/h|[A-ZÄÖÜ][a-zäöüß]+)
    """,
    re.VERBOSE,
)
_UNITS = {"€": "euro", "eur": "euro", "%": "prozent", "kilometern": "km/h", "km": "km/h"}
_RHYTHMS = (
    (re.compile(r"viertelstund(?:en|lich)", re.I), 15, "minute"),
    (re.compile(r"halbstund(?:en|lich)|halbstünd", re.I), 30, "minute"),
    (re.compile(r"\bstundentakt|\bstündlich", re.I), 60, "minute"),
    (re.compile(r"vierzehntäg|zweiwöchentlich|14-täg", re.I), 2, "woche"),
    (re.compile(r"(?<!zwei)(?<!vier)\bwöchentlich", re.I), 1, "woche"),
    (re.compile(r"\bTempo\s+(\d+)"), 0, "km/h"),
    (re.compile(r"(\d+)\s*(?:km/h|Stundenkilometern?|Kilometern?\s+(?:je|pro|in\s+der)\s+Stunde)"), 0, "km/h"),
)
_STANDING = re.compile(
    r"\b(?:der|die|das|dem|des|gelten\w*|bisherig\w*|zulässig\w*|mit|von|bei)\s+(?:(?-i:[a-zäöüß]+)\s+)?$",
    re.IGNORECASE,
)
"""mit den geltenden | 50 km/h: so it is; Tempo 30 anordnen: so it is to be"""
_MONTHS = frozenset("januar februar märz april mai juni juli august september oktober november dezember uhr".split())


@lru_cache(maxsize=2_000)
def presupposed(text: str) -> Annahme:
    """What a point with this text takes for granted and what it wants."""
    wording = matter_text(text)
    becomes = {match["nach"] or match["vor"] for match in _BECOMES.finditer(wording)}
    whose = FREE_RELATIVE.match(wording)
    meant = {n.wort for n in _nouns(wording.split(",", 1)[0])} if whose else set()
    named = [
        replace(n, bestimmt=n.wort in meant, ziel=n.wort in becomes) if n.wort in becomes | meant else n
        for n in _nouns(without_dates(wording))
    ]
    wanted = {n.wort for n in _nouns(without_dates(SIDE_CLAUSE.split(wording, maxsplit=1)[0]))}
    return Annahme(
        gegeben=tuple(n for n in named if n.bestimmt),
        neu=tuple(n for n in named if not n.bestimmt and n.wort in wanted),
        zahlen=quantities(wording),
        will_ende=bool(_ENDING.search(_ENDED_THING.sub("", wording)))
        and not _NO_END.search(wording)
        and not _UNDO.search(wording),
        wieder=bool(_BACK.search(wording) or _UNDO.search(wording)),
        auch=bool(re.search(r"\bauch\b", wording)),
    )


@lru_cache(maxsize=20_000)
def quantities(text: str) -> tuple[Zahlangabe, ...]:
    """The numbers of a text with their units, dates left out: "30,70 Euro", "drei Tage", "im Viertelstundentakt"."""
    text = _SPAN.sub(" ", without_dates(text))
    found: dict[tuple[float, str], Zahlangabe] = {}
    for pattern, value, rhythm in _RHYTHMS:
        for match in pattern.finditer(text):
            often = float(value or match[1])
            before = text[: match.start()]
            target = not _STANDING.search(before) if rhythm == "km/h" else before.endswith("auf ")
            found.setdefault((often, rhythm), Zahlangabe(often, rhythm, target))
    for match in _QUANTITY.finditer(text):
        counted = _unit(match["einheit"])
        if counted is None:
            continue
        number = _number(match["zahl"].lower())
        if number is None:
            continue
        if counted == "jahr" and _OF_AN_AGE.search(text[: match.start("zahl")]):
            continue
        number *= _SCALES.get((match["mal"] or "").lower().rstrip("."), 1)
        lead = (match["vor"] or "").split()
        wished = bool(_ON_SO_MANY.search(text[: match.start("zahl")]) and _WISHED.search(text))
        found.setdefault((number, counted), Zahlangabe(number, counted, wished or (bool(lead) and lead[0] in _TARGET)))
    for match in _BARE_TARGET.finditer(text):
        bare = _number(match[1])
        if bare is None:
            continue
        if not any(z.zahl == bare for z in found.values()):
            found[bare, ""] = Zahlangabe(bare, "", True)
    return tuple(found.values())


def _number(written: str) -> float | None:
    if written[0].isalpha():
        return _NUMBER_WORDS.get(written) or _NUMBER_WORDS.get(re.sub(r"e[nrsm]?$", "", written))
    return float(written.replace(".", "").replace(",", "."))


_OF_AN_AGE = re.compile(r"\b[A-ZÄÖÜ]\w+\s+(?:unter|über|ab|bis(?:\s+zu|\s+zum)?)\s+$")
"""Kinder unter | sieben Jahren: says whom it is about, and is neither counted on nor wanted"""
_AGE = re.compile(rf"\b(unter|über|ab|bis)\s+(?:zum?\s+)?(\d{{1,3}}|(?:{_WRITTEN})(?:e[nrsm]?)?)\.?\s+(?:Lebensj|J)ahr")


def age_limits(text: str) -> frozenset[tuple[str, float]]:
    """Of which age on, and up to which, in full years: "unter sieben Jahren" and "bis 6 Jahre" are the same."""
    found = set()
    for limit, written in _AGE.findall(text):
        number = _number(written.lower())
        if number is not None:
            upper = limit in ("unter", "bis")
            found.add(("bis" if upper else "ab", number + {"unter": -1, "über": 1}.get(limit, 0)))
    return frozenset(found)


_ON_SO_MANY = re.compile(r"\b[Aa]n\s+$")
_WISHED = re.compile(r"\b(?:soll|sollen|künftig|dürfen)\b")
"""sollen | an drei Tagen | zu Hause arbeiten dürfen: so much is wanted, and not counted on"""
_SPAN = re.compile(
    rf"\b(?:letzten?|vergangenen?|nächsten?|kommenden?|folgenden?|darauf\s*folgenden?|zurückliegenden?)\s+(?:\d+|{_WRITTEN})"
    r"\s+(?:Tage|Wochen|Monate|Jahre)n?\b"
)
"""in den letzten fünf Jahren: the time that is asked about, no number that counts anything"""
_BARE_TARGET = re.compile(r"\bauf\s+(\d+(?:[.,]\d+)*)(?=[\s.,;]|$)")
""" von 12 auf 20"""


def _unit(word: str) -> str | None:
    lowered = word.lower()
    if lowered in _UNITS:
        return _UNITS[lowered]
    if lowered in _MONTHS:
        return None
    for stem in ("minute", "stunde", "tag", "woche", "monat", "jahr"):
        if re.fullmatch(rf"{stem}(?:e|n|en|s)?", lowered):
            return stem
    own = things(word)
    return own[0][-1] if own else lowered.rstrip("ens")


def _nouns(text: str) -> list[Nennung]:
    """Every noun with how it is named. A determiner reaches over adjectives to its noun; nothing before a plural or a
    mass ("Fahrräder", "Wasser") leaves it indefinite, nothing before a name leaves that definite."""
    found: list[Nennung] = []
    determiner: str | None = None
    preposition: str | None = None
    previous_noun = False
    after_act = added = phrase_definite = False
    tokens = TOKEN.findall(text)
    for at, token in enumerate(tokens):
        lowered = token.lower()
        if not is_noun(token, first=at == 0) or (at == 0 and opens_with_adjective(tokens)):
            if _DEFINITE.match(lowered) or _INDEFINITE.match(lowered):
                genitive = previous_noun and lowered in ("der", "des", "eines", "einer", "ihrer", "seiner")
                preposition = "gen" if genitive and not after_act else preposition if not previous_noun else None
                determiner = lowered
                if lowered in PREPOSITIONS:
                    preposition = lowered
            elif lowered in PREPOSITIONS:
                preposition, determiner = lowered, None
            elif lowered in _FINITE or not (token[0].isalpha() or token[0].isdigit()):
                determiner = preposition = None
                phrase_definite = False
            elif lowered in ("und", "oder", "sowie", "bzw") or lowered in _NUMBER_WORDS:
                pass
            elif lowered == "auch":
                added = True
            elif not re.search(r"(?:e|en|er|es|em)$", lowered) and not token[0].isdigit():
                determiner = preposition = None
            previous_noun = after_act = False
            continue
        act = lowered in ACT_NOUNS or lowered in CHANGE_NOUNS
        if act:
            previous_noun = after_act = True
            determiner = None
            continue
        noun = noun_of(token)
        if noun and things(token) and lowered not in _MEASURES:
            counted = at + 1 < len(tokens) and tokens[at + 1][0].isdigit()  # Tempo 30, Zone 4: a value, not a name
            name = (previous_noun and not counted) or is_name(token)
            definite = bool(determiner and _DEFINITE.match(determiner)) or (name and determiner is None)
            definite = definite or (at == 1 and tokens[0] == "Als")  # Als | Gesellschafterin ... wirkt die Stadt
            attached = preposition is not None and determiner is None
            definite = (definite or (attached and phrase_definite)) and not added
            phrase_definite = definite
            added = False
            found.append(Nennung(token, noun, definite, preposition in _TARGET, preposition is not None))
        previous_noun = True
    return found


def is_name(token: str) -> bool:
    """Whether it is a word that the dictionary doesn't know and that is no compound of words it knows."""
    from simplemma import is_known

    from retrieval.german import compound_parts

    bare = token.rstrip("-").split("-")[-1]
    return not (is_known(bare, lang="de") or is_known(bare.lower(), lang="de") or compound_parts(bare.lower()))
