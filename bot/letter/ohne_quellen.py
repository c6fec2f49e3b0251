"""A letter that was sent with its annex of sources, back to the words that the city said.

The numbers in the text and the annex are ours. They have to go before the letter is read into the archive: there they
would stand in every later quote, and look like a change when the sent letter is compared with the approved one.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

ANNEX_HEADING = "Anlage: Quellen"  # as the template has it

_ENTRY = re.compile(r"\[(?P<number>\d{1,3})\]\s")  # [1]   ST/0012/2024 vom 13.03.2024, Seite 3: „…“
_MARK = re.compile(r"[ \u00a0]\[(?P<number>\d{1,3})\]")  # "… besteht bereits. [1]"


def without_sources(letter: bytes) -> bytes:
    """The DOCX without its annex and the numbers that lead to it.

    Unchanged where it has no annex or is no DOCX. Numbers in brackets that the annex doesn't list stay.
    """
    if not zipfile.is_zipfile(io.BytesIO(letter)):
        return letter
    import docx
    from docx.oxml.ns import qn

    document = docx.Document(io.BytesIO(letter))
    body = document.element.body
    heading = next((child for child in body if _words(child).strip() == ANNEX_HEADING), None)
    if heading is None:
        return letter
    annex = [heading, *(child for child in heading.itersiblings() if child.tag != qn("w:sectPr"))]
    listed = {match["number"] for child in annex if (match := _ENTRY.match(_words(child)))}
    for child in annex:
        body.remove(child)
    for paragraph in body.iter(qn("w:p")):
        _remove_marks(paragraph, listed)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _words(element: Any) -> str:
    """The text below an element; a tab is a tab."""
    from docx.oxml.ns import qn

    pieces = {qn("w:tab"): "\t", qn("w:br"): "\n"}
    return "".join(part.text or "" if part.tag == qn("w:t") else pieces.get(part.tag, "") for part in element.iter())


def _remove_marks(paragraph: Any, listed: set[str]) -> None:
    """Cut the marks out of the runs, also where Word has spread one over several of them."""
    from docx.oxml.ns import qn

    texts = list(paragraph.iter(qn("w:t")))
    whole = "".join(text.text or "" for text in texts)
    spans = [match.span() for match in _MARK.finditer(whole) if match["number"] in listed]
    if not spans:
        return
    start = 0
    for text in texts:
        words = text.text or ""
        kept = (
            character
            for offset, character in enumerate(words, start)
            if not any(first <= offset < last for first, last in spans)
        )
        text.text = "".join(kept)
        start += len(words)
