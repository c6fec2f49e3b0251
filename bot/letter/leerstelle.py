"""Marked blanks: what nobody supplied is never invented, it stands out in the letter as `‹bitte ergänzen: …›`.

A blank is plain text until the letter is rendered, so that a template needs to know nothing of it; then every blank is
highlighted, also one that a person wrote into an answer.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

LEERSTELLE = re.compile(
    r"""
    ‹bitte[ ]ergänzen:[ ][^‹›]*›   # ‹bitte ergänzen: Vorlagennummer›
    """,
    re.VERBOSE,
)


def leerstelle(was: str) -> str:
    """The blank that asks for `was`; marks of a blank inside are replaced, so that it ends where it should."""
    words = " ".join(was.split()).replace("‹", "'").replace("›", "'")
    return f"‹bitte ergänzen: {words}›"


def blank_names(text: str) -> list[str]:
    """What the blanks of a text ask for, in their order."""
    return [" ".join(blank[len("‹bitte ergänzen:") : -1].split()) for blank in LEERSTELLE.findall(text)]


def highlight_blanks(root: Any) -> None:
    """Give every blank in the runs below this element (of a document, header or footer) a yellow ground, in place."""
    from docx.oxml.ns import qn

    for run in list(root.iter(qn("w:r"))):
        if any(LEERSTELLE.search(text.text or "") for text in run.findall(qn("w:t"))):
            _split_run(run)


def _split_run(run: Any) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    properties = run.find(qn("w:rPr"))
    for child in run:
        if child.tag == qn("w:rPr"):
            continue
        pieces = _pieces(child.text or "") if child.tag == qn("w:t") else [(None, False)]
        for words, is_blank in pieces:
            part = OxmlElement("w:r")
            if properties is not None:
                part.append(deepcopy(properties))
            if words is None:
                part.append(deepcopy(child))
            else:
                part.text = words
            if is_blank:
                _highlight(part)
            run.addprevious(part)
    run.getparent().remove(run)


def _pieces(text: str) -> list[tuple[str | None, bool]]:
    """The text cut into what is a blank and what is not, in order, without empty pieces."""
    pieces: list[tuple[str | None, bool]] = []
    end = 0
    for match in LEERSTELLE.finditer(text):
        pieces += [(text[end : match.start()], False), (match.group(), True)]
        end = match.end()
    pieces.append((text[end:], False))
    return [piece for piece in pieces if piece[0]]


def _highlight(run: Any) -> None:
    from docx.enum.text import WD_COLOR_INDEX
    from docx.text.run import Run

    Run(run, None).font.highlight_color = WD_COLOR_INDEX.YELLOW  # type: ignore[arg-type]
