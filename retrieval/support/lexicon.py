"""Which words may stand for each other, and which exclude each other, in administrative German.

The lists lie beside this file (`synonyme.txt`, `gegensaetze.txt`), written by hand for this project. A word's concepts
are its own stem and the lines that it stands in; derivations ("prüfen", "Prüfung") meet in the stem.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from retrieval.german import compound_parts

_FOLDER = Path(__file__).parent
_ENDINGS = re.compile(r"(?:ierungen|ierung|ungen|ung|keiten|keit|heiten|heit|innen|in)$")
_GENDERED = re.compile(r"(?<=[a-zäöüß])(?:innen|in)$")

COMPLEMENT = "un"


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """The dictionary form of a word, lower case; a participle's is its verb."""
    from simplemma import lemmatize

    if word.isupper() and len(word) < 7:
        return word.lower()
    if word.lower() in _IRREGULAR:
        return _IRREGULAR[word.lower()]
    found = str(lemmatize(word, lang="de"))
    if word[0].islower() and (bent := re.fullmatch(r"(\w{4,}(?:t|en))e[nrms]?", found)):
        found = bent[1]  # "eingeschränkten" as far as its participle
    found = (_IRREGULAR.get(found.lower()) or str(lemmatize(found, lang="de"))).lower()
    if word[0].islower() and found == word.lower() and (apart := _SEPARABLE.fullmatch(found)):
        verb = apart["particle"] + lemma("ge" + apart["rest"])
        if known(verb):
            return verb  # abgeflossen
    if word[0].islower() and found == word.lower() and re.fullmatch(r"[a-zäöüß]{3,}iert", found):
        return found[:-1] + "en"  # asphaltiert
    if word[0].islower() and found == word.lower() and (weak := re.fullmatch(r"ge([a-zäöüß]{3,})t", found)):
        verb = next((v for v in (weak[1] + "en", weak[1] + "n") if known(v)), None)
        if verb is not None:
            return verb  # gereinigt
    if (
        word[0].islower()
        and found == word.lower()
        and (bent := re.fullmatch(r"([a-zäöüß]+ge[a-zäöüß]{2,}t)e[nrms]?", found))
    ):
        return lemma(bent[1])  # festgestellte
    if word[0].islower() and (bent := _BENT.fullmatch(found)) and (found[-1] != "n" or not known(found)):
        return bent["root"]  # eigenwirtschaftlicher, schriftliche
    if word[0].islower() and found == word.lower() and (unknown := _PARTICIPLE.fullmatch(found)):
        return unknown["root"].removesuffix("e") + "en"  # begrünt, bezuschusst: verbs that the dictionary doesn't hold
    if word[0].islower() and _SEPARABLE.fullmatch(word) and known(found + "en"):
        return found + "en"  # freigeschaltet
    return found.replace("ß", "ss") if "ss" in word else found


_BENT = re.compile(r"(?P<root>[a-zäöüß]{3,}(?:lich|isch|bar|sam|haft|los|ell|iv|är|mäßig|ig))e[nrms]?")
"""Adjectives that the dictionary leaves in the form that they have in the sentence."""


_PARTICIPLE = re.compile(r"(?!bekannt|berühmt|verwandt|bestimmt|erst)(?P<root>(?:be|ver|ent|er|zer)[a-zäöüß]{3,})t")


_SEPARABLE = re.compile(
    r"(?P<particle>ab|an|auf|aus|bei|bereit|ein|fest|fort|frei|her|hin|mit|nach|nieder|vor|weiter|wieder|zu|zurück|zusammen|um)"
    r"ge(?P<rest>[a-zäöüß]{3,}(?:t|en))"
)

_IRREGULAR = {
    "lange": "lang", "langen": "lang", "langer": "lang", "langes": "lang",
    "bereit": "bereit", "entliehen": "entleihen",
    "geschaltet": "schalten", "schaltete": "schalten", "schalteten": "schalten",
    "gehört": "gehören", "erbetene": "bitten",
    "erbetenen": "bitten", "gebeten": "bitten",
    "gehörte": "gehören", "gehörten": "gehören", "entschieden": "entscheiden",
    "unterblieben": "unterbleiben", "gebunden": "binden", "erhalten": "erhalten", "verbunden": "verbinden",
    "weist": "weisen", "wies": "weisen", "wiesen": "weisen", "heißt": "heißen", "misst": "messen", "wäscht": "waschen",
    "ereignet": "ereignen", "ereignete": "ereignen", "ereigneten": "ereignen", "entsendet": "entsenden",
    "schalten": "schalten", "schaltet": "schalten", "arbeiten": "arbeiten", "arbeitet": "arbeiten",
    "arbeitete": "arbeiten", "arbeiteten": "arbeiten", "gearbeitet": "arbeiten",
    "gefahren": "fahren", "verloren": "verlieren", "gewaschen": "waschen", "gebogen": "biegen", "gewiesen": "weisen",
    "gestritten": "streiten", "gestanden": "stehen", "gehalten": "halten", "geboten": "bieten", "gedacht": "denken",
    "gesamt": "gesamt", "reicht": "reichen",
    "gelegen": "liegen", "bezuschusst": "bezuschussen", "bezuschusste": "bezuschussen", "stillgelegt": "stilllegen",
    "weitere": "weitere", "weiteren": "weitere", "weiterer": "weitere", "weiteres": "weitere", "weiterem": "weitere",
    "erste": "erst", "ersten": "erst", "letzte": "letzt", "letzten": "letzt", "befristete": "befristen",
    "befristeten": "befristen", "untersagt": "untersagen", "stehen": "stehen", "betroffenen": "betreffen",
    "beschlossene": "beschließen", "beschlossen": "beschließen", "vorgesehene": "vorsehen", "vorgesehenen": "vorsehen",
}  # fmt: skip
"""Forms that the dictionary takes for another word."""


@lru_cache(maxsize=100_000)
def compound_lemma(word: str) -> str:
    """The dictionary form; of a compound that the dictionary doesn't know, with its last part brought to it."""
    found = lemma(word)
    pieces = compound_parts(word.lower()) if found == word.lower() and not known(word) else ()
    if not pieces:
        return found
    head = lemma(pieces[-1].capitalize())
    return word.lower()[: len(word) - len(pieces[-1])] + head


@lru_cache(maxsize=100_000)
def known(word: str) -> bool:
    """Whether the dictionary knows this word, as written or with a small letter."""
    from simplemma import is_known

    return bool(is_known(word, lang="de") or is_known(word.lower(), lang="de"))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What a lemma shares with its derivations: "verlängern" and "verlängerung" give "verläng(e)r"."""
    word = plain(word.lower())
    if len(word) > 5 and (match := _ENDINGS.search(word)) and match.start() >= 3:
        word = word[: match.start()]
    elif len(word) > 4 and word.endswith("en"):
        word = word[:-2]
    elif len(word) > 4 and word.endswith(("ern", "eln")):
        word = word[:-1]
    return word[:-2] + word[-1] if word.endswith(("el", "er")) and len(word) > 4 else word


def plain(word: str) -> str:
    """schließen and ausgeschlossen share their stem only with one way to write s."""
    return word.replace("ß", "ss")


def synonym_lines() -> list[str]:
    """The lines of `synonyme.txt`, each the words of one concept."""
    return listed(_FOLDER / "synonyme.txt")


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for number, line in enumerate(synonym_lines()):
        for word in line.split():
            for key in (plain(word.lower()), stem(word)):
                found[key].add(f"#{number}")
    return {word: frozenset(ids) for word, ids in found.items()}


@lru_cache(maxsize=1)
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in listed(_FOLDER / "gegensaetze.txt"):
        left, right = ({k for w in side.split() for k in (plain(w.lower()), stem(w))} for side in line.split("|"))
        for word in left:
            found[word] |= right
        for word in right:
            found[word] |= left
    return {word: frozenset(others) for word, others in found.items()}


def listed(file: Path) -> list[str]:
    """The lines of a list of words, without blank ones and remarks."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=100_000)
def concepts(word: str) -> frozenset[str]:
    """The concepts of a lemma: its stem and the lines of the list that it, or its stem, stands in."""
    low = plain(word.lower())
    root = stem(low)
    own = frozenset({low, root}) | _groups().get(low, frozenset()) | _groups().get(root, frozenset())
    source = derived_from(word.lower())
    return own if source is None else own | concepts(source)


_STRONG_NOUNS = {
    "zug": "ziehen", "bau": "bauen", "fall": "fallen", "lauf": "laufen", "nahme": "nehmen", "gabe": "geben",
    "tritt": "treten", "kauf": "kaufen", "riss": "reißen", "stieg": "steigen", "bruch": "brechen",
    "schluss": "schließen", "griff": "greifen", "kehr": "kehren", "trieb": "treiben", "tausch": "tauschen",
}  # fmt: skip
_STRONG_NOUN = re.compile(
    r"(?P<prefix>ab|an|auf|aus|be|bei|durch|ein|ent|er|fort|rück|um|ver|vor|weiter|zu|über)"
    rf"(?P<root>{'|'.join(_STRONG_NOUNS)})"
)
_OWN_SENSE = frozenset(
    "aufgabe ausnahme zufall vorfall abfall anfall beifall verfall vorzug verzug aufzug zugriff begriff angriff "
    "eingriff umbruch zuzug erlauf zulauf "
    "umfassend bedeutend dringend entsprechend laufend folgend betreffend ansprechend hervorragend auffallend zwingend "
    "ausschlaggebend anliegend vorliegend bezeichnend aufwendig während umgehend eingehend".split()
)
"""Words that have gone their own way: an Ausnahme is not what is taken out."""
_GROUP_OF_PERSONS = re.compile(
    r"(?P<person>(?:an|be|ein)?wohner|bürger|eltern|schüler|mieter|ärzte|lehrer|nachbar)schaft"
)


@lru_cache(maxsize=100_000)
def derived_from(low: str) -> str | None:
    """What a word is made of where its stem doesn't show it: Umbau, fehlend, mietbar, Anwohnerschaft."""
    if low in _OWN_SENSE:
        return None
    if found := _STRONG_NOUN.fullmatch(low):
        prefix = "zurück" if found["prefix"] == "rück" else found["prefix"]
        verb = prefix + _STRONG_NOUNS[found["root"]]
        return verb if known(verb) else None
    if len(low) > 6 and low.endswith("end") and known(low[:-1]):
        return low[:-1]
    if len(low) > 5 and low.endswith("bar"):
        return next((v for v in (low[:-3] + "en", low[:-3] + "n") if known(v)), None)
    if group := _GROUP_OF_PERSONS.fullmatch(low):
        return group["person"]
    return None


@lru_cache(maxsize=100_000)
def opposed(one: str, other: str) -> bool:
    """Whether two lemmas exclude each other: in the list, or one is the other with "un" or "nicht" before it."""
    one, other = plain(one.lower()), plain(other.lower())
    if one == other:
        return False
    for a, b in ((one, other), (other, one)):
        for prefix in ("un", "nicht", "in", "miss"):
            if a == prefix + b or (a.startswith(prefix) and stem(a[len(prefix) :]) == stem(b) and len(b) > 3):
                return True
        if a.startswith("un") and len(a) > 5 and lemma(a[2:]) == b:
            return True  # unbelegt, belegen
    keys = {one, stem(one)}
    return any({other, stem(other)} & _opposites().get(key, frozenset()) for key in keys)


@lru_cache(maxsize=100_000)
def parts(word: str) -> tuple[str, ...]:
    """The parts of a compound as lemmas, lower case; hyphens part words; () where it is none."""
    pieces = [p for p in re.split(r"[-‐‑–]", word) if p]
    if len(pieces) > 1:
        return tuple(q for p in pieces for q in (parts(p) or (lemma(p),)))
    found = compound_parts(word.lower())
    if not found and word.lower().startswith("bau") and len(word) > 7 and known(word[3:].capitalize()):
        found = ("bau", word.lower()[3:])  # Baubeginn: too short a part for the splitter
    return tuple(lemma(p.capitalize()) for p in found)


def without_gender(word: str) -> str:
    """Schülerin, Schülerinnen and Schüler are one for the gate."""
    return _GENDERED.sub("", word) if len(word) > 6 else word
