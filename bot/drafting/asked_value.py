"""What kind of value a question wants, a number or a price, of which year, and whether sentences tell it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.domain import Passage
from retrieval.look_alike import asked_of, named_years
from retrieval.matter import Rarity, without_amounts, without_dates, words
from retrieval.other_matter import ends_of
from retrieval.statements import Aussage, coverage

NUMBER_FLOOR = 0.5
"""The sentence that holds the number has to name so much of what is counted."""

_NUMBER_WORDS = "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|kein|hundert|tausend"
_A_NUMBER = re.compile(rf"\d|\b(?:ein(?:e[nrms]?\b|\b|hundert|tausend|und[a-z])|{_NUMBER_WORDS})", re.IGNORECASE)
NO_ARTICLE = re.compile(rf"\d|\b(?:{_NUMBER_WORDS})", re.IGNORECASE)
"""The same without "ein", which mostly is the article: "Anträge auf einen Ausweis" count nothing."""
_COUNTED = re.compile(r"\b[Ww]ie\s+vielen?\s+(?:[a-zäöüß]+\s+)*([A-ZÄÖÜ][\w-]+)")
"""wie viele | öffentliche | Brunnen"""
_ONE = r"\bein(?:e[nrms]?)?\s+(?!(?:[a-zäöüß]+\s+){0,2}%s)"
"""eine | Pauschale: where animals are counted, that is no number of them"""
_MONEY = re.compile(r"mittel|geld|euro|kosten|ausgaben|einnahmen|zuschüsse|gelder", re.IGNORECASE)
_PRICED = re.compile(r"\bkostet(?:e|en)?\s+(?:(?:ein|eine|der|die|das)\s+)?(?:[a-zäöüß]+\s+)?(?P<what>[A-ZÄÖÜ][\w-]+)")
"""Was kostet ein | Baumgrab"""
_NOUN = re.compile(r"\b[A-ZÄÖÜ][\wäöüß-]{3,}")
_ASKS_A_PRICE = re.compile(
    r"\bwie\s+teuer\b|\bwas\b[^?;:]{0,80}?\b(?:ge)?kost(?:et|en|ete|eten)\b|\bwie\s+viel\b[^?;:]{0,80}?\bgekostet\b",
    re.I,
)
"""Was kostet das?   Was hat die neue Leiter gekostet?   Wie teuer war der Umbau?"""
_ASKS_A_NUMBER = re.compile(
    rf"\b(?:wie\s+(?:viele?n?|hoch|lange|oft|weit)|welche\s+Kosten|Anzahl|Höhe)\b|{_ASKS_A_PRICE.pattern}", re.I
)
_A_PRICE = re.compile(
    r"\d\s*(?:€|Euro|EUR|Cent|TEUR|Prozent|%|(?:Tsd|Mio|Mrd)\b|Tausend|Million|Milliard)|(?:€|EUR)\s*\d"
    r"|\w\s+(?:Euro|Cent)\b"
    r"|\bkeine\w*\s+\w*[Kk]osten|kosten(?:los|frei|neutral)|gebührenfrei|beitragsfrei|unentgeltlich|gratis|eintrittsfrei",
    re.I,
)
"""742.318,50 Euro;   kostenlos: what costs nothing is told without a number"""


def fits(frage: str, statements: Iterable[Aussage], rarity: Rarity, *, number: re.Pattern[str] = _A_NUMBER) -> bool:
    """Where a number is asked for, some sentence on the matter has to hold one that is no date; a sum where a price is.

    Where something is counted ("wie viele Plätze"), that has to be what the sentence counts, and money is no answer.
    """
    if not _ASKS_A_NUMBER.search(frage):
        return True
    counted = _COUNTED.search(frage)
    counted = None if counted and _MONEY.search(counted[1]) else counted
    wanted = _A_PRICE if _ASKS_A_PRICE.search(frage) else number
    priced = _PRICED.search(frage)
    return any(
        wanted.search(without_dates(_numbers_of(counted[1], s.text) if counted else s.text))
        and coverage(frage, s, rarity=rarity) >= NUMBER_FLOOR
        and (counted is None or coverage(counted[1], s, rarity=rarity) >= NUMBER_FLOOR)
        and not (priced and _names_another_kind(priced["what"], s.text))
        for s in statements
    )


def _numbers_of(counted: str, text: str) -> str:
    """A sentence without its amounts, and without the article "ein" before anything but what is counted."""
    return re.sub(_ONE % re.escape(counted[:5]), " ", without_amounts(text), flags=re.IGNORECASE)


_WHO = re.compile(r"^\W*(?:(?:durch|von|mit|für|an|bei)\s+)?(?:wer|wen|wem)\b", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"\b(?:Frau|Herrn?|wir)\s|\b(?:\w*(?:verwaltung|amt|stadt|gemeinde|verein|vereine[ns]?|verband|betrieb|werke?|stelle|behörde|"
    r"träger|ämter|kreis|land|bund|rat|ausschuss|firma|firmen|unternehmen|büro|gesellschaft|genossenschaft|kirche|schule|"
    r"feuerwehr|polizei|hof|dienst|eltern|anlieger|eigentümer|pächter|mieter|betreiber|planer|gutachter|hausmeister|leitung|"
    r"fachbereich|abteilung|beauftragte[rn]?|patinnen|paten|ehrenamtliche[rn]?|freiwillige[rn]?|\w{3,}innen|kräfte|team)"
    r"|GmbH|e\.\s?V\.|eG|AG)(?:e?[sn])?\b",
    re.IGNORECASE,
)


def tells_who(kern: str | None, passage: Passage) -> bool:
    """Where a sub-point asks who does something, whether the answer names anybody at all who could."""
    return kern is None or not _WHO.search(kern) or bool(_SOMEBODY.search(passage.text))


def _names_another_kind(noun: str, text: str) -> bool:
    """Whether a text names not this thing but another of its kind: a Reihengrab where a Baumgrab is asked for."""
    own = ends_of(noun)
    if own is None or words(noun) <= words(text):
        return False
    others = (ends_of(other) for other in _NOUN.findall(text))
    return any(other and other[1] == own[1] and other[0] != own[0] for other in others)


def of_another_year(frage: str, passage: Passage) -> bool:
    """Whether a number of one year is asked for, and the passage tells that of the year it was written in."""
    wanted = asked_of(frage).years if _ASKS_A_NUMBER.search(frage) else frozenset()
    if not wanted or passage.datum is None or wanted & named_years(passage):
        return False
    return not any(int(year) <= passage.datum.year <= int(year) + 1 for year in wanted)
