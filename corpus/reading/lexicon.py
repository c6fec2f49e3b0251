"""Which German words there are: simplemma's dictionary of forms, and compounds made of them.

Exact about capitals where it matters: "Tiber" is a river, "tiber" is a misread "über".
"""

import re
from collections.abc import Mapping
from functools import cache

# Words and abbreviations of the administration that the dictionary lacks
_ADMINISTRATION_WORDS = frozenset(
    """
    ÖPNV SPNV VwV GemO BauGB StVO KVJS Az Dez Drs TOP Abs Art Nr Ziff Str Tel Mio Mrd Std Kfz Lkw Pkw Hbf
    nichtöffentlich nichtöffentlicher nichtöffentliche nichtöffentlichen
    gem vgl ggf bzw evtl inkl zzgl usw etc sog max min lfd stv stellv insb bspw
    """.split()
)

# The commonest of words that a misread letter leaves in doubt ("Fillen": Fällen, rather than Füllen)
_COMMON_WORDS = frozenset(
    """
    für über Fälle Fällen Träger Trägern Plätze Plätzen Städte Städten Räume Räumen Bürger Bürgern schützen müssen
    müsste können könnte würde würden wäre wären hätte hätten führen geführt prüfen geprüft gewährt während zählen
    gehört höhere größere größer Höhe Größe Länge Änderung geändert stärken stärkere stärkeren stärker fördern
    """.split()
)

# Short words that German builds compounds with; other parts have at least four letters
_SHORT_PARTS = frozenset(
    "amt art bad bau bus ort ost rad rat rot see süd tag tat tor tür weg zug uhr not öko vor auf aus ein abs über "
    "für hin her um un zu ab an mit bei nach".split()
)
# Forms that the dictionary has and official letters don't use: "ihr lasst", "am Platze". Where they are read, "lässt"
# and "Plätze" were printed: in 2,600 council papers these plurals are 70 times as frequent as the old datives or more.
_OLD_DATIVE = re.compile(
    r"\w*(?:platz|trag|schlag|raum|baum|abstand|bestand|umstand|satz|markt|pass|plan)e", re.IGNORECASE
)
_IHR_FORM = re.compile(
    r"""
    (?:ab|an|auf|aus|be|bei|durch|ein|ent|er|nach|über|unter|ver|vor|zer|zu)? (?:lasst|tragt|fallt|lauft|wachst|hangt)
    | schlagt | (?:be|ent|er|unter|ver)halt | (?:be|ver)rat
    """,
    re.VERBOSE,
)
_OTHER_OBSOLETE = frozenset(
    "wahrend missen gelost altere alteren alterer Flache Flachen Burger Burgern Birger Birgern Nachte Nachten "
    "Gerate Geraten Umstanden Hauser Hausern".split()
)

# "hospizliche": endings that make a word of any noun
_ENDINGS = frozenset(
    stem + ending for stem in ("lich", "isch", "artig", "bezogen") for ending in ("", "e", "en", "er", "es", "em")
)
_LINKS = ("", "s", "es", "n", "en", "er", "e", "ns")
_SHORTEST_PART = 4
_SHORTEST_STEM = 6

DIRECT = 0
UNKNOWN = 99


class GermanLexicon:
    """Answers whether a word is German. Use `german_lexicon()`: loading takes about a second."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        self._forms = forms
        self._parts: dict[str, int] = {}

    def is_form(self, word: str) -> bool:
        """Whether the dictionary has this word, as it is or as it would stand inside a sentence."""
        if word in self._forms or word in _ADMINISTRATION_WORDS:
            return True
        if word[:1].isupper():
            if word[1:].islower() and word.lower() in self._forms:
                return True
            return word.isupper() and word.capitalize() in self._forms
        # "zeitnaher", "gewohnte": the dictionary lacks many an adjective's endings
        return any(
            word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM and word[: -len(ending)] in self._forms
            for ending in ("e", "en", "er", "es", "em")
        )

    def is_obsolete(self, word: str) -> bool:
        """Whether official letters don't use this form any more, and a form with umlaut looks like it."""
        if word in _OTHER_OBSOLETE or _IHR_FORM.fullmatch(word):
            return True
        return bool(_OLD_DATIVE.fullmatch(word)) and self._forms.get(word) == word[:-1]

    def is_first_part(self, word: str) -> bool:
        """Whether compounds begin with this: "Bau" of "Bau- und Umweltamt", "Farb" of "Farb-Konzept"."""
        return self._head_parts(word.lower()) == 1

    def is_common(self, word: str) -> bool:
        """Whether this is among the commonest words of official German."""
        return word in _COMMON_WORDS

    def parts(self, word: str) -> int:
        """`DIRECT` for a word of the dictionary, n for a compound of n known parts, else `UNKNOWN`."""
        found = self._parts.get(word)
        if found is None:
            found = self._parts[word] = DIRECT if self.is_form(word) else self._compound(word)
        return found

    def _compound(self, word: str) -> int:
        if len(word) < 2 * _SHORTEST_PART - 1 or not word.isalpha():
            return UNKNOWN
        folded = word.lower()
        least = UNKNOWN
        for i in range(len(folded) - 3, 2, -1):
            tail, head = folded[i:], folded[:i]
            if self._is_tail(tail, noun=word[0].isupper()):
                count = self._head_parts(head)
                least = min(least, count + 1)
                if least == 2:
                    break
        return least

    def _is_tail(self, tail: str, *, noun: bool) -> bool:
        if tail in _ENDINGS:
            return True
        if len(tail) < _SHORTEST_PART and tail not in _SHORT_PARTS:
            return False
        if noun:
            return tail.capitalize() in self._forms and not self.is_obsolete(tail.capitalize())
        return tail in self._forms

    def _head_parts(self, head: str) -> int:
        found = self._parts.get("~" + head)
        if found is None:
            found = self._parts["~" + head] = self._count_head_parts(head)
        return found

    def _count_head_parts(self, head: str) -> int:
        for link in _LINKS:
            stem = head.removesuffix(link)
            if link and stem == head:
                continue
            if self._is_head(stem):
                return 1
        least = UNKNOWN
        for i in range(len(head) - 3, 2, -1):
            for link in _LINKS:
                stem = head[i:].removesuffix(link)
                if (not link or stem != head[i:]) and self._is_head(stem):
                    least = min(least, 1 + self._head_parts(head[:i]))
        return least

    def _is_head(self, stem: str) -> bool:
        if len(stem) < _SHORTEST_PART:
            return stem in _SHORT_PARTS
        noun = stem.capitalize()
        if noun in self._forms or noun + "e" in self._forms:  # "Farb" of "Farbe"
            return True
        return stem in self._forms or stem + "en" in self._forms


@cache
def german_lexicon() -> GermanLexicon:
    """The lexicon, loaded at the first call and shared."""
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    return GermanLexicon(DEFAULT_DICTIONARY_FACTORY.get_dictionary("de"))
