"""What numbers, amounts, days, hours, shares and paper numbers look like in German official prose."""

from __future__ import annotations

import re
from fractions import Fraction

from retrieval.support.number_words import FRACTION_WORDS

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan", "februar feb", "märz mrz", "april apr", "mai", "juni jun", "juli jul", "august aug",
            "september sep sept", "oktober okt", "november nov", "dezember dez",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip

_MONTH = r"(?:Januar|Jänner|Jan\.|Februar|Feb\.|März|Mrz\.|April|Apr\.|Mai|Juni|Jun\.|Juli|Jul\.|August|Aug\.|September|Sept?\.|Oktober|Okt\.|November|Nov\.|Dezember|Dez\.)"  # noqa: E501
_NUMBER = r"\d{1,3}(?:[.\u202f\u00a0’'][0-9]{3})+(?:,\d+)?|\d{1,3}(?: \d{3})+(?:,\d+)?(?![\d])|\d+(?:,\d+)?"
BIG = r"Tsd\.?|Tausend|tausend|T(?=[€ ]?(?:€|Euro|EUR))|Mio\.?|Mill\.|Millionen|Million|Mrd\.?|Milliarden|Milliarde"
_MONEY = r"Euro|EURO|EUR|€|Cent|ct\b"
_PERCENT = r"Prozentpunkten?|Prozent|%[ -]?Punkten?|%|v\.\s?H\.|vom\s+Hundert|Promille|‰"
_WORDLIKE = r"[A-Za-zÄÖÜäöüß]+"

FIGURE = re.compile(
    rf"""
    (?<![\w/§])
    (?P<sign>[-−–+](?=\d))?
    (?P<number>{_NUMBER})
    (?:[ \u00a0\u202f]?(?:,-{{1,2}}|,–|,—))?                     # 150,-- Euro
    (?:[ \u00a0\u202f-]?(?P<big>{BIG})(?![a-zäöüß]))?
    (?:[ \u00a0\u202f-]{{0,2}}(?:(?P<percent>{_PERCENT})|(?P<money>{_MONEY}))(?![a-zäöü]))?
    (?P<ordinal>\.(?=\s+(?:und\s+\d+\.\s+)?[A-ZÄÖÜa-zäöü]))?
    """,
    re.VERBOSE,
)
"""480.000 EUR    0,48 Mio. Euro    3,5 v. H.    12 %    137    3."""

MONEY_AHEAD = re.compile(
    rf"(?<!\w)(?<!\d[ \u00a0])(?P<thousand>T)?(?:€|EUR|Euro)[ \u00a0]?(?P<number>{_NUMBER})(?:,-{{1,2}})?"
    rf"(?:[ \u00a0]?(?P<big>{BIG})(?![a-zäöüß]))?"
    r"(?![ \u00a0]?(?:€|Euro|EUR|Prozent|%))"
)
"""EUR 1.200    T€ 50    € 3,5 Mio."""

WORDED = re.compile(
    rf"""
    (?<!\w)(?P<number>{_WORDLIKE})
    (?:[ \u00a0](?P<big>Tausend|Millionen|Million|Milliarden|Milliarde|Mio\.?|Mrd\.?))?
    (?:[ \u00a0](?:(?P<percent>{_PERCENT})|(?P<money>{_MONEY}))(?![a-zäöü]))?
    """,
    re.VERBOSE,
)
"""zwölf    zwei Millionen Euro    drei Prozent"""

FRACTION = re.compile(
    rf"""
    (?<![\w.,/])(?:(?P<top>{_WORDLIKE}|\d+)\s+)?(?P<bottom>(?:{"|".join(FRACTION_WORDS)})(?:s|n|es)?)(?!\w)
    | (?<![\w.,/-])(?P<over>[1-9])\s?/\s?(?P<under>[2-9]|10)(?![\w/.,-])
    | (?P<sign>[½¼¾⅓⅔])
    """,
    re.VERBOSE,
)
"""ein Drittel    zwei Dritteln    die Hälfte    2/3    ¾"""

SIGNS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}

DAY = re.compile(rf"(?<![\d.])(?P<day>[0-3]?\d)\.\s?(?:(?P<named>{_MONTH})|(?P<month>[01]?\d)\.)(?![\d])")
"""15. Januar    15.01.    (a day without its year)"""

DAY_RANGE = re.compile(
    rf"(?<![\d.])(?P<day>[0-3]?\d)\.(?=\s?(?:-|–|und|bis|/|oder)\s?(?:zum\s+)?[0-3]?\d\.\s?(?:{_MONTH}|[01]?\d\.))"
)
"""5. bis 7. Mai: the first day"""

MONTH_YEAR = re.compile(rf"(?P<named>{_MONTH})(?:\s+(?:des\s+Jahres\s+)?(?P<year>(?:19|20)\d\d))?(?![\w])")
"""Mai 2022    März"""

MONTH_IN_FIGURES = re.compile(r"(?<![\d/.])(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\d/])")
"""05/2022"""

QUARTER = re.compile(
    r"(?<!\w)(?P<number>[1-4]\.|I{1,3}\.?|IV\.?|erste[nrms]?|zweite[nrms]?|dritte[nrms]?|vierte[nrms]?)\s+(?P<what>Quartals?|Halbjahre?s?)"
    r"(?:\s+(?:des\s+Jahres\s+)?(?P<year>(?:19|20)\d\d))?"
)
"""2. Quartal 2026    zweites Halbjahr"""

YEARS = re.compile(r"(?<![\d.,/])(?P<first>(?:19|20)\d\d)\s?[/–-]\s?(?P<second>(?:(?:19|20)\d\d|\d\d))(?!\d|[./]\d)")
"""2024/25    2024/2025    2019-2023"""

YEAR = re.compile(r"(?<![\d.,/§-])(?P<year>(?:1[6-9]|20)\d\d)(?![\d.,/]\d|\w|\s?(?:€|Euro|EUR|Prozent|%|m²|qm))")
"""2019"""

CLOCK = re.compile(
    r"(?<![\d.,])(?P<hour>[0-2]?\d)(?:[:.](?P<minute>[0-5]\d))?(?=\s?(?:Uhr|h\b|(?:-|–|bis|und)\s?[0-2]?\d(?:[:.][0-5]\d)?\s?Uhr))"
    r"(?:\s?Uhr(?:\s(?P<after>[0-5]?\d)(?!\d|\s?[.%A-ZÄÖÜ]))?)?"
    r"|(?<![\d.,:])(?P<hour2>[01]?\d|2[0-4]):(?P<minute2>[0-5]\d)(?![\d:])"
)
"""8 Uhr    14.30 Uhr    8 bis 20 Uhr"""

PARAGRAPH = re.compile(
    r"(?:§{1,2}|Paragraf(?:en)?|Paragraph(?:en)?|Art\.|Artikels?)\s?(?P<number>\d+\s?[a-z]?(?![a-zäöü]))"
    r"(?:\s?(?:Abs\.|Absatz|Absatzes)\s?(?P<paragraph>\d+[a-z]?))?(?:\s?(?:S\.|Satz|Satzes)\s?(?P<sentence>\d+))?"
    r"(?:\s?(?:Nr\.|Nummer|Ziff\.|Ziffer)\s?(?P<item>\d+[a-z]?))?"
)
"""§ 4    § 7 Abs. 2 Satz 1    Paragraf 7 Absatz 2"""

PAPER = re.compile(
    r"(?<![\w/])(?:(?:[A-ZÄÖÜ]{2,4}[\s/–-]{0,2})?\d{1,5}\s?[/–-]\s?(?:19|20)\d\d|(?:19|20)\d\d\s?/\s?\d{3,5}|[A-ZÄÖÜ]{2,4}\s\d\d/\d{3,5})(?![\w/-])"
)

TIMES = re.compile(
    r"(?<!\w)(?P<number>[a-zäöüß]+|\d+)(?P<what>mal|fach|malige?[nrms]?|fache?[nrms]?)(?!\w)", re.IGNORECASE
)
"""viermal    zweifach    einmalig"""

LONG = re.compile(
    r"(?<!\w)(?P<number>\d+|[A-Za-zäöüß]+?)-?(?P<what>jährig|monatig|wöchig|tägig|stündig|minütig|köpfig|spurig|stufig|gruppig|zügig|seitig|geschossig|stöckig|jährlich)(?:e[nrms]?)?(?!\w)"
)
"""zwölfmonatig    3-jährige    sechsköpfig"""
