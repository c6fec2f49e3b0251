"""Plain text and Markdown: bytes to Rohtext. A form feed starts a new page."""

import codecs

from corpus.domain import Rohtext, Seite

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_plain_text(data: bytes) -> Rohtext:
    """The text in UTF-8, UTF-16 or Windows-1252, whichever it is. Never raises."""
    text = _decoded(data)
    return Rohtext(text, pages_of(text))


def pages_of(text: str) -> tuple[Seite, ...]:
    """The pages of a text that parts them by form feeds. They cover all of it, the form feed ends its page."""
    seiten: list[Seite] = []
    start = 0
    for number, page in enumerate(text.split("\f"), 1):
        ende = min(start + len(page) + 1, len(text))
        if ende > start or number == 1:
            seiten.append(Seite(number, start, ende))
        start = ende
    return tuple(seiten)


def _decoded(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace")
    zeros = data.count(b"\x00")
    if zeros > len(data) * 0.3:  # UTF-16 without a mark: German letters have a zero byte each
        return data.decode("utf-16-le" if data[1::2].count(b"\x00") * 2 > zeros else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        mended = data.decode("utf-8", errors="replace")
    broken = mended.count("\ufffd")
    if broken < sum(c > "\x7f" for c in mended) - broken:  # UTF-8 with a few broken bytes, not another encoding
        return mended
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # five bytes mean nothing in Windows-1252
        return data.decode("latin-1")
