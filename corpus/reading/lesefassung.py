"""From the Rohtext to the Lesefassung: the text that people read and parsers cut.

Taken out: characters that nobody sees, page heads and feet. Put right: words broken at a line end, letter-spaced
headings, words that were read with the wrong language model (`repair`). All else stays as it was printed, a newline is
a newline and a blank line a blank line. Every letter of the result leads back to the Rohtext.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from corpus.domain import Lesefassung, Rohtext
from corpus.reading.edits import Edit, TracedText
from corpus.reading.page_heads import page_head_edits
from corpus.reading.repair import repair_edits
from corpus.reading.unseen import long_string_edits, unseen_edits

_NEWLINES = re.compile(r"\r\n?|[\x0b\x85\u2028\u2029]")
_PAGE_END = re.compile(r"\x0c")
_COMBINED = re.compile(r"[^\W\d_][\u0300-\u036f]+")
# Bullets of the Symbol and Wingdings fonts, which Word and PDF files carry as private characters
_FONT_BULLETS = re.compile(r"[\uf0b7\uf0a7\uf0d8\uf0fc\uf076]")

# "frei-\ngegeben", "Smart-City-\nSteuerungsgruppe", "Haid-und-\nNeu-Straße", "Bau-\nund Umweltamt"
_BROKEN_WORD = re.compile(
    r"""
    (?P<before> [^\s]{0,80}[^\W_] ) (?P<hyphen> [-‐‑¬\u00ad] ) (?P<gap> (?:[ \t\u00a0]* \n){1,3} [ \t\u00a0]* )
    (?P<after> [^\W_] [^\s]{0,200} ) (?P<blank> [ \t\u00a0]* )
    """,
    re.VERBOSE,
)
_SOFT_HYPHEN = re.compile(r"\u00ad(?![ \t\u00a0]*\n)")
# "Bau- und Umweltamt", "sowohl Haupt- als auch Nebenamt": a hyphen that waits for its word
_SUSPENDED = re.compile(r"(?:und|oder|sowie|bzw\.?|beziehungsweise|als)$", re.IGNORECASE)
_ITEM_MARK = re.compile(r"\s*(?:[(]?[\w]{1,4}[.):](?:\s|$)|[-–—•▪➢*·|]|(?:zu|frage|antwort)\b)", re.IGNORECASE)
_ADDRESS = re.compile(r"://|www\.|@|[a-z]\.[a-z]{2,}/")
_HYPHENS = "-‐‑¬\u00ad"
_LONGEST_ADDRESS = 500

# "A n t r a g", "B E G R Ü N D U N G :", alone on a line: words of five letters or more, each letter on its own
_SPACED_HEADING = re.compile(
    r"""
    ^[ \t]*
    (?P<words> [A-ZÄÖÜ](?:[ ][a-zäöüß]){4,} (?:[ ]{2,} [A-ZÄÖÜ](?:[ ][a-zäöüß])+)*
             | [A-ZÄÖÜ](?:[ ][A-ZÄÖÜ]){5,} (?:[ ]{2,} [A-ZÄÖÜ](?:[ ][A-ZÄÖÜ])+)* )
    [ \t]*:?[ \t]*$
    """,
    re.VERBOSE | re.MULTILINE,
)


_MARKDOWN = re.compile(r"^#{1,6}[ \t]+[^\s#][^\n]*\n[ \t]*\n", re.MULTILINE)
"""# Stellungnahme, and a blank line below: a bullet that is a # has none"""
_MARKDOWN_HEADING = re.compile(r"^#{1,6}[ \t]+(?=[^\s#])", re.MULTILINE)
_MARKDOWN_STRONG = re.compile(r"\*\*(?=[^\s*])[^*\n]*[^\s*]\*\*")


def prepare(rohtext: Rohtext) -> Lesefassung:
    """The Lesefassung of a paper. Deterministic; never raises, whatever the text.

    Text that looks misread loads a German dictionary once (about a second).
    """
    traced = TracedText.of(rohtext.text)
    traced = traced.apply(unseen_edits(traced.text))
    traced = traced.apply(_line_end_edits(traced.text))
    traced = traced.apply(_markdown_edits(traced.text))
    traced = traced.apply(page_head_edits(traced.text, _page_starts(rohtext, traced)))
    traced = traced.apply(_broken_word_edits(traced.text))
    traced = traced.apply(long_string_edits(traced.text))  # a word may be broken over ten thousand lines
    traced = traced.apply(_spaced_heading_edits(traced.text))
    traced = traced.apply(repair_edits(traced.text))
    return Lesefassung(text=traced.text, rohtext=rohtext, abbildung=traced.parts)


def join_broken_words(text: str) -> str:
    """The text with words joined that a line end had broken."""
    return TracedText.of(text).apply(_broken_word_edits(text)).text


def _line_end_edits(text: str) -> list[Edit]:
    """Soft hyphens out, all kinds of line ends to newlines, letters with loose accents to one letter."""
    edits = [Edit(m.start(), m.end(), "") for m in _SOFT_HYPHEN.finditer(text)]
    edits += [Edit(m.start(), m.end(), "\n") for m in _NEWLINES.finditer(text)]
    # A page end is a blank line; page_heads takes it out again where a sentence goes on across it.
    for match in _PAGE_END.finditer(text):
        beside = (text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1])
        missing = 2 - sum(neighbour in {"\n", "\r"} for neighbour in beside)
        edits.append(Edit(match.start(), match.end(), "\n" * missing))
    edits += [Edit(m.start(), m.end(), "•") for m in _FONT_BULLETS.finditer(text)]
    for match in _COMBINED.finditer(text):
        composed = unicodedata.normalize("NFC", match.group())
        if composed != match.group():
            edits.append(Edit(match.start(), match.end(), composed))
    return edits


def _markdown_edits(text: str) -> list[Edit]:
    """The marks of Markdown out: those of headings and of emphasis. A text without headings is no Markdown."""
    if not _MARKDOWN.search(text):
        return []
    edits = [Edit(m.start(), m.end(), "") for m in _MARKDOWN_HEADING.finditer(text)]
    for match in _MARKDOWN_STRONG.finditer(text):
        edits += [Edit(match.start(), match.start() + 2, ""), Edit(match.end() - 2, match.end(), "")]
    return sorted(edits, key=lambda edit: edit.start)


def _page_starts(rohtext: Rohtext, traced: TracedText) -> list[int]:
    """Where the pages of the Rohtext start in the text at hand. Both are ordered, so one walk is enough."""
    starts: list[int] = []
    parts = iter(traced.parts)
    part = next(parts, None)
    for seite in rohtext.seiten:
        while part is not None and part.original + part.original_laenge <= seite.start:
            part = next(parts, None)
        if part is None:
            break
        within = seite.start - part.original
        starts.append(part.start + (within if 0 < within < part.laenge else 0))
    return starts


def _broken_word_edits(text: str) -> list[Edit]:
    """Joins words over the line end and moves the line end behind the joined word, so that lines stay lines."""
    edits: list[Edit] = []
    position = 0
    while (match := _BROKEN_WORD.search(text, position)) is not None:
        joint = _joint(text, match)
        if joint is None:
            position = match.end("hyphen")
            continue
        edits.append(Edit(match.start("hyphen"), match.end("gap"), joint))
        # The next break may end the word just joined ("Verkehrs-\nent-\nwicklung"): search on from inside it.
        position = match.start("after")
        if match["after"][-1] in _HYPHENS and text[match.end() : match.end() + 1] == "\n":
            continue
        rest = text[match.end() : match.end() + 40]
        if match["blank"] and rest and not rest.startswith("\n") and not _ITEM_MARK.match(rest):
            edits.append(Edit(match.start("blank"), match.end("blank"), ""))
            edits.append(Edit(match.end("blank"), match.end("blank"), "\n"))
    return edits


def _joint(text: str, match: re.Match[str]) -> str | None:
    """What stands between the halves of a broken word: nothing, its own hyphen, or None where it isn't one word."""
    before, after = match["before"], match["after"]
    if match["gap"].count("\n") > 1 and not after[0].islower():
        return None  # scans have blank lines between any two; a capital may as well begin a paragraph
    word = re.split(r"[-/(„\"‚»*:]", before)[-1]
    follows = re.match(r"[^\W_]+\.?", after)
    next_word = follows.group() if follows else after
    behind = text[match.start("after") + len(next_word) :][:1]
    if _SUSPENDED.match(next_word) and behind != "-" and (behind == "" or behind.isspace()):
        return None
    if after[0].isdigit():
        return None if _ITEM_MARK.match(after) or not word[-1:].isalnum() else "-"
    if match["hyphen"] in "\u00ad¬":
        return ""
    has_digit = word[-1:].isdigit() or (word.upper() == word and any(c.isdigit() for c in word))
    acronym = len(word) == 1 or has_digit or (word.isupper() and len(word) <= 4)
    if _SUSPENDED.match(next_word) or acronym or _is_address(text, match.start("hyphen")) or match["hyphen"] == "‑":
        return "-"
    if after[0].isupper():
        all_capitals = word.isupper() and next_word.isupper() and len(next_word) > 1
        return "" if all_capitals else "-"
    return ""


def _is_address(text: str, ende: int) -> bool:
    """Whether what stands without a blank before `ende` belongs to a web or mail address."""
    return bool(_ADDRESS.search(text[max(0, ende - _LONGEST_ADDRESS) : ende].rpartition(" ")[2].rpartition("\n")[2]))


def _spaced_heading_edits(text: str) -> Iterator[Edit]:
    """Closes the gaps of letter-spaced headings ("A n t r a g"). Two blanks or more part words and stay."""
    for match in _SPACED_HEADING.finditer(text):
        letters = [i for i in range(*match.span("words")) if text[i] != " "]
        for left, right in pairwise(letters):
            yield Edit(left + 1, right, "" if right == left + 2 else " ")
