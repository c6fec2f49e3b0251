"""Text to the terms that word search counts: lemma, stem and the parts of compounds, without stop words.

The same analysis makes the index and the query, so a change here is a new `ANALYSIS_VERSION`, and an index that was
built with another one is rebuilt.

>>> analyse("Sanierung der Bewohnerparkausweise")
['sanier', 'bewohnerparkausweis', 'bewohn', 'park', 'ausweis']
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Stemmer import Stemmer

ANALYSIS_VERSION = "2"

SHORTEST_PART = 4
"""A compound's part has at least so many letters: shorter ones ("ein", "ver", "amt") split words that are none."""

SUFFIXES = frozenset(
    {"innen", "rinnen", "schaft", "schaften", "heit", "heiten", "keit", "keiten", "ungen", "isch", "lich", "sten"}
)
"""Endings that the dictionary knows as words, but that are no part of a compound."""

STOP_WORDS = frozenset(
    """
    aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf aus bei beim
    bin bis bist da dabei dadurch dafür dagegen daher damit danach daran darauf daraus darin darüber darum das dass
    davon dazu dein deine dem den denen denn der deren des dessen dich die dies diese diesem diesen dieser dieses
    dir doch dort du durch ein eine einem einen einer eines er es etwa etwas euch euer eure für gegen hab habe haben
    hat hatte hatten hätte hätten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins
    ist ja jede jedem jeden jeder jedes jene jenem jenen jener jenes jetzt kann können könnte könnten man manche
    manchem manchen mancher manches mein meine mit muss müssen musste mussten nach nicht nichts noch nun nur ob oder
    ohne sehr sein seine seinem seinen seiner seines seit selbst sich sie sind so solche solchem solchen solcher
    solches soll sollen sollte sollten sondern sonst soweit über um und uns unser unsere unter viel vom von vor
    während war waren warum was weg weil weiter welche welchem welchen welcher welches wenn wer werde werden wie
    wieder will wir wird wo wollen wollte wurde wurden würde würden zu zum zur zwar zwischen
    """.split()
)

GENDER_SIGN = re.compile(
    r"""
    (?<=[a-zäöüß])      # Bürger
    [*:_·/]-?           #       *  :  _  ·  /-
    (?=innen\b|in\b)    #         innen, in
    """,
    re.VERBOSE,
)
"""Bürger*innen, Bürger:innen, Bürger_innen, Bürger/-innen"""

INNER_CAPITAL_I = re.compile(r"(?<=[a-zäöüß])I(?=nnen\b|n\b)")
"""BürgerInnen"""

LEGAL_FORM = re.compile(r"\b(e|g)\.\s?(V|G)\.", re.IGNORECASE)
"""e. V., e.V., e. G.: an association's legal form is one word."""

LEGAL_FORMS = (
    (re.compile(r"\bGesellschaft\s+mit\s+beschränkter\s+Haftung\b"), "GmbH"),
    (re.compile(r"\b(?:gemeinnützigen?|g)\s+GmbH\b"), "gGmbH"),
    (re.compile(r"\b(?:eingetragener\s+Verein)\b"), "eV"),
    (re.compile(r"\b(?:eingetragene\s+Genossenschaft)\b"), "eG"),
    (re.compile(r"\bA\.\s?ö\.\s?R\.|\bAnstalt\s+des\s+öffentlichen\s+Rechts\b"), "AöR"),
)
"""Legal forms written out, and what everybody writes."""

STREET = re.compile(
    r"""
    (?<=[a-zäöüß])-?(?:[Ss]tr\.|[Ss]tr\b|[Ss]trasse\b|Straße\b)  # Kanalstr.  Kanal-Str.  Kanalstrasse  Kanal-Straße
  | (?<=[ ])(?:Str\.|Strasse\b)                                   # Lange Str.
    """,
    re.VERBOSE,
)

GROUPED_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[.\u202f\u00a0 ]\d{3})+(?![\d.])")
"""415.000, 1 250 000: the dots and blanks only group the digits."""

WORD = re.compile(
    r"""
    \d+(?:,\d+)?                # 2018   30,70
    | [^\W\d_]+\d+[^\W_]*       # G8   A31
    | [^\W\d_]+                 # Straße
    """,
    re.VERBOSE,
)

SPLIT_COMPOUND = re.compile(r"[^\W_]+(?:[-‐‑–][^\W_]+)+")
"""Kita-Plätze, IT-Stadt, E-Auto: found by its parts and, written as one, like "Kitaplätze"."""

FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "á": "a"})


def analyse(text: str) -> list[str]:
    """The terms of a text in its order, with repetitions: what BM25 counts.

    A compound gives its own term and those of its parts, a word with hyphens its parts and itself joined. Numbers keep
    their decimals and lose their grouping ("415.000" is "415000"). Words are remembered, so the second text of a city
    costs a fraction of the first.
    """
    text = _normalise(text)
    found = [each for word in WORD.findall(text) for each in terms(word)]
    for compound in SPLIT_COMPOUND.findall(text):
        joined = re.sub(r"[-‐‑–]", "", compound)
        if not joined.isdigit():
            found.append(term(joined))
    return found


@lru_cache(maxsize=300_000)
def terms(word: str) -> tuple[str, ...]:
    """The terms of one word: its own, then those of its compound parts; none for a stop word."""
    lowered = word.lower()
    if lowered in STOP_WORDS or (len(word) == 1 and not word.isdigit()):
        return ()
    if word[0].isdigit():
        return (word.rstrip("0").rstrip(",") if "," in word else word,)
    return tuple(dict.fromkeys((term(word), *(term(part) for part in compound_parts(lowered)))))


@lru_cache(maxsize=300_000)
def compound_parts(word: str) -> tuple[str, ...]:
    """The known words that a lower-case compound is made of, linking letters taken off; () if it is none.

    The longest known tail wins ("hunde|steuer", not "hundes|teuer"), and both sides are taken apart again:
    "bewohnerparkausweis" gives bewohner, park and ausweis. A word that cannot be taken apart without rest stays whole.
    """
    for at in range(SHORTEST_PART - 1, len(word) - SHORTEST_PART + 1):
        tail = word[at:]
        if not _known(tail):
            continue
        for head in _without_link(word[:at]):
            if _known(head):
                return (*(compound_parts(head) or (head,)), *(compound_parts(tail) or (tail,)))
    return ()


def _without_link(head: str) -> tuple[str, ...]:
    """Bildung(s), Straße(n), Frau(en), Kind(er): the head as it stands, then without its linking letters."""
    return (head, *(head[: -len(link)] for link in ("s", "n", "en", "es", "er") if head.endswith(link)))


@lru_cache(maxsize=300_000)
def _known(part: str) -> bool:
    from simplemma import is_known

    if len(part) < SHORTEST_PART or part in STOP_WORDS or part in SUFFIXES:
        return False
    return bool(is_known(part, lang="de") or is_known(part.capitalize(), lang="de"))


def term(word: str) -> str:
    """The term of one word as a whole."""
    from simplemma import lemmatize

    if word.isupper() and len(word) < 6:  # an abbreviation (OZG, ÖPNV, PD) is no German word to be bent
        return word.lower().translate(FOLDED)
    lemma = str(lemmatize(word, lang="de")).lower()
    return str(_stemmer().stemWord(lemma)).translate(FOLDED)


def street_spelled_out(text: str) -> str:
    """ "Kanalstr. 7", "Kanal-Strasse 7" and "Lange Str. 5" as "Kanalstraße 7" and "Lange Straße 5"."""
    return STREET.sub(lambda match: "Straße" if match.string[match.start() - 1] == " " else "straße", text)


def _normalise(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = GENDER_SIGN.sub("", text)
    text = INNER_CAPITAL_I.sub("i", text)
    text = LEGAL_FORM.sub(r"\1\2", text)
    for written_out, short in LEGAL_FORMS:
        text = written_out.sub(short, text)
    text = street_spelled_out(text)
    return GROUPED_NUMBER.sub(lambda match: re.sub(r"\D", "", match.group()), text)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    from Stemmer import Stemmer as SnowballStemmer

    return SnowballStemmer("german")
