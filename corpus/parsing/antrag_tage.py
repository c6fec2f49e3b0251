"""The days of a motion's head: when it was filed, when the meeting is. A meeting's day is never the day of filing."""

from __future__ import annotations

import re
from datetime import date

from corpus.parsing.dates import DatedWords, find_dates

_FILED = re.compile(
    r"(?:[Ee]ingegangen|[Ee]ingang(?:s?datum)?|[Ee]ingereicht|[Ee]ingebracht|[Gg]estellt|[Dd]atum|[Vv]om|DATUM"
    r"|EINGANG|VOM|Stand|[Dd]atiert|[Aa]ntragsdatum|,\s(?:den|am)|[Dd]en)"
    r"(?:\s(?:am|vom|den|im))?\s*[:.]?\s*$"
)
MEETING = re.compile(
    r"\b(?:[Ss]itzung\w*|TOP|[Gg]remi\w+|\w*[Rr]at|\w*[Aa]usschuss|[Bb]eratung\w*|[Tt]ermin|[Tt]agesordnung\w*"
    r"|[Vv]ersammlung|\w*versammlung|Magistrat"
    r"|Kreistag|Bezirksvertretung|Ortsbeirat|zum|bis|ab|seit|Frist|Behandlung)\b"
)


def filing_day(head: str, dates: list[DatedWords], tail: str) -> date | None:
    """A labelled day of filing, else a day that no meeting is named beside; an e-mail may bear it below its points."""
    labelled = [found for found in dates if _FILED.search(_before(head, found)) and not _is_meeting(head, found)]
    for found in labelled:
        if re.search(r"[Ee]in(?:ge|reich)|EIN", _before(head, found)):
            return found.datum
    if labelled:
        return labelled[0].datum
    for found in dates:
        if not _is_meeting(head, found) and not _in_prose(head, found):
            return found.datum
    closing = [found for found in find_dates(tail) if re.search(r",\s(?:den|am)?\s*$|^\s*$", _before(tail, found))]
    return closing[-1].datum if closing else None


def meeting_day(head: str, dates: list[DatedWords]) -> date | None:
    return next((found.datum for found in dates if _is_meeting(head, found)), None)


def _before(words: str, found: DatedWords) -> str:
    return words[words.rfind("\n", 0, found.start) + 1 : found.start]


def _is_meeting(head: str, found: DatedWords) -> bool:
    """Whether a council body or a meeting is named in the cell of this day, or right above it."""
    before = re.split(r"\||\s{3,}", _before(head, found))[-1]
    line_end = head.find("\n", found.ende)
    after = re.split(r"\||\s{3,}", head[found.ende : line_end if line_end >= 0 else len(head)])[0]
    filed = _FILED.search(before)
    if filed and not re.search(r"\b(?:[Ss]itzung|TOP)\b", before):
        return False
    if MEETING.search(before) or MEETING.search(after) or re.match(r"\s+\d{1,2}(?:\.\d)?\s+(?:[Öön]|$)", after):
        return True
    whole_after = head[found.ende : line_end if line_end >= 0 else len(head)]
    if not before.strip() and re.search(r"\b(?:\w*rat|\w*[Aa]usschuss\w*|\w*versammlung)\b", whole_after):
        return _stands_in_table(head, found)
    return _stands_in_table(head, found) and not before.strip()


def _stands_in_table(head: str, found: DatedWords) -> bool:
    above = head[: found.start]
    table = max(above.rfind(word) for word in ("Gremienweg", "Beratungsfolge", "Gremium", "Gremien", "Sitzungsfolge"))
    return table >= 0 and above.count("\n", table) <= 12 and "\n\n\n" not in above[table:]


def _in_prose(head: str, found: DatedWords) -> bool:
    """Whether the day stands in a line of sentences rather than in a field or alone."""
    line_end = head.find("\n", found.ende)
    line = _before(head, found) + head[found.ende : line_end if line_end >= 0 else len(head)]
    if re.search(r"\s{3,}\S|\|", line):
        return False
    return len(re.findall(r"(?:^|\s)[a-zäöüß]{2,}", line)) > 4
