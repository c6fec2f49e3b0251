"""Letters of a PDF page that nobody sees: white on white, transparent, or too small to be read.

Runs in the child process only. A page is looked at letter by letter only where something on it is suspicious; whether
white letters are seen is told by drawing the page.
"""

from __future__ import annotations

import ctypes
from typing import Any

SMALLEST_POINTS = 2.0
_LIGHT = 235  # of 255; paler print is not read
_GROUND_IS_LIGHT = 215
_MOST_OBJECTS = 20_000


def hidden_letters(page: Any, text_page: Any) -> frozenset[int]:
    """The positions of the letters that a reader doesn't see. Empty for nearly every page."""
    import pypdfium2.raw as pdfium

    objects = list(_text_objects(page))
    if not any(_suspicious(pdfium, each.raw) for each in objects):
        return frozenset()
    drawn: Any = None
    scanned = _has_picture(page)
    found = set()
    for index in range(text_page.count_chars()):
        owner = pdfium.FPDFText_GetTextObject(text_page.raw, index)
        if not owner:
            continue
        if _is_tiny(pdfium, owner) or (_is_unpainted(pdfium, owner) and not scanned):
            found.add(index)
        elif _is_pale(pdfium, owner):
            drawn = drawn or _Drawn(pdfium, page)
            if drawn.is_light_at(text_page.get_charbox(index, loose=True)):
                found.add(index)
    return frozenset(found)


def _text_objects(page: Any) -> list[Any]:
    import pypdfium2

    found = []
    for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
        found.append(each)
        if len(found) >= _MOST_OBJECTS:
            break
    return found


def _has_picture(page: Any) -> bool:
    """A scan carries its recognised words as unpainted letters behind the picture."""
    import pypdfium2

    return any(True for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _suspicious(pdfium: Any, text_object: Any) -> bool:
    return _is_tiny(pdfium, text_object) or _is_unpainted(pdfium, text_object) or _is_pale(pdfium, text_object)


def _is_tiny(pdfium: Any, text_object: Any) -> bool:
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    if not pdfium.FPDFTextObj_GetFontSize(text_object, ctypes.byref(size)):
        return False
    scale = 1.0
    if pdfium.FPDFPageObj_GetMatrix(text_object, ctypes.byref(matrix)):
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
    return abs(size.value) * scale < SMALLEST_POINTS


def _is_unpainted(pdfium: Any, text_object: Any) -> bool:
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(text_object) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _is_pale(pdfium: Any, text_object: Any) -> bool:
    if pdfium.FPDFTextObj_GetTextRenderMode(text_object) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    got = pdfium.FPDFPageObj_GetFillColor(text_object, *(ctypes.byref(c) for c in (red, green, blue, alpha)))
    return bool(got) and (min(red.value, green.value, blue.value) >= _LIGHT or alpha.value <= 255 - _LIGHT)


class _Drawn:
    """The page drawn in grey, a pixel a point."""

    def __init__(self, pdfium: Any, page: Any) -> None:
        self._pdfium, self._page = pdfium, page
        self._bitmap = page.render(scale=1, grayscale=True)
        self._pixels = bytes(self._bitmap.buffer)

    def is_light_at(self, box: tuple[float, float, float, float]) -> bool:
        """Whether nothing darker than paper stands within the letter's box."""
        left, top = self._pixel(box[0], box[3])
        right, bottom = self._pixel(box[2], box[1])
        columns = range(max(0, min(left, right)), min(self._bitmap.width, max(left, right) + 1))
        rows = range(max(0, min(top, bottom)), min(self._bitmap.height, max(top, bottom) + 1))
        darkest = min((self._pixels[y * self._bitmap.stride + x] for y in rows for x in columns), default=255)
        return darkest >= _GROUND_IS_LIGHT

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        self._pdfium.FPDF_PageToDevice(
            self._page.raw, 0, 0, self._bitmap.width, self._bitmap.height, 0, x, y, ctypes.byref(across),
            ctypes.byref(down),
        )  # fmt: skip
        return across.value, down.value
