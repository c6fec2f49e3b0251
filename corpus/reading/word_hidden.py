"""What a Word document holds and doesn't show: taken out of its tree, and returned.

Hidden is what is marked so, what is written white on white, and what is too small to be read. A style can say so as
well as the words themselves; white on a dark ground is seen and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.reading.word_numbering import W

SMALLEST_HALF_POINTS = 4
"""Two points: a third of the smallest print."""

SMALLEST_SCALE_PERCENT = 5
_DEEPEST_STYLE = 20
_WHITE = re.compile(r"[EF][0-9A-F][EF][0-9A-F][EF][0-9A-F]", re.IGNORECASE)
_LIGHT_GROUNDS = ("auto", "white", "none", "")


def take_out_hidden(roots: Iterable[Any], styles: Any | None) -> tuple[str, ...]:
    """Empties every hidden run below these roots; the words that stood there, one entry a paragraph."""
    known = _Styles(styles)
    found: list[str] = []
    for root in roots:
        for paragraph in root.iter(f"{W}p"):
            words = "".join(_emptied(paragraph, known))
            if words.strip():
                found.append(" ".join(words.split()))
    return tuple(found)


def _emptied(paragraph: Any, styles: _Styles) -> Iterator[str]:
    for run in paragraph.iter(f"{W}r"):
        if next(run.iterancestors(f"{W}p")) is not paragraph or not _hidden(run, paragraph, styles):
            continue
        yield "".join(text.text or "" for text in run.iter(f"{W}t"))
        for child in list(run):
            if child.tag != f"{W}rPr":
                run.remove(child)


def _hidden(run: Any, paragraph: Any, styles: _Styles) -> bool:
    own = run.find(f"{W}rPr")
    layers = [own, *styles.of(_style(own, "rStyle")), *styles.of(_style(paragraph.find(f"{W}pPr"), "pStyle"))]
    if _switched(layers, "vanish") or _switched(layers, "webHidden"):
        return True
    size, scale = _number(_first(layers, "sz")), _number(_first(layers, "w"))
    if (size is not None and size <= SMALLEST_HALF_POINTS) or (scale is not None and scale <= SMALLEST_SCALE_PERCENT):
        return True
    colour = _first(layers, "color")
    return colour is not None and _is_white(colour) and not _on_dark_ground(run, layers)


def _is_white(colour: Any) -> bool:
    return bool(_WHITE.fullmatch(colour.get(f"{W}val") or "")) or colour.get(f"{W}themeColor") in (
        "background1",
        "light1",
    )


def _on_dark_ground(run: Any, layers: list[Any]) -> bool:
    """Whether something behind the words has a colour of its own: then white is read."""
    grounds = [_first(layers, "shd"), _first(layers, "highlight")]
    for ancestor in run.iterancestors(f"{W}p", f"{W}tc", f"{W}tbl", f"{W}txbxContent"):
        if ancestor.tag == f"{W}txbxContent":
            return True  # a box has its own filling, which is drawn elsewhere
        properties = ancestor.find(f"{ancestor.tag}Pr")
        grounds.append(None if properties is None else properties.find(f"{W}shd"))
    return any(ground is not None and not _is_light(ground) for ground in grounds)


def _is_light(ground: Any) -> bool:
    fill = ground.get(f"{W}fill") or ground.get(f"{W}val") or ""
    return fill.lower() in _LIGHT_GROUNDS or bool(_WHITE.fullmatch(fill))


def _style(properties: Any | None, name: str) -> str | None:
    element = None if properties is None else properties.find(f"{W}{name}")
    return None if element is None else element.get(f"{W}val")


def _first(layers: list[Any], name: str) -> Any | None:
    """What the nearest layer says: the run itself, then its styles."""
    return next((e for layer in layers if layer is not None and (e := layer.find(f"{W}{name}")) is not None), None)


def _switched(layers: list[Any], name: str) -> bool:
    switch = _first(layers, name)
    return switch is not None and switch.get(f"{W}val") not in ("0", "false", "off")


def _number(element: Any | None) -> int | None:
    value = None if element is None else element.get(f"{W}val")
    return int(value) if value is not None and value.isdecimal() and len(value) < 7 else None


class _Styles:
    """What styles say of their words, each with those it is based on."""

    def __init__(self, root: Any | None) -> None:
        self._properties: dict[str, Any] = {}
        self._parents: dict[str, str] = {}
        for style in () if root is None else root.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._properties[name] = style.find(f"{W}rPr")
            parent = style.find(f"{W}basedOn")
            if parent is not None:
                self._parents[name] = parent.get(f"{W}val", "")

    def of(self, name: str | None) -> list[Any]:
        found = []
        for _ in range(_DEEPEST_STYLE):
            if name is None or name not in self._properties:
                break
            found.append(self._properties[name])
            name = self._parents.get(name)
        return found
