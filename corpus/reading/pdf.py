"""PDF to Rohtext, page by page: the text layer, or Tesseract's reading of pages that have none.

Runs in the child process only: PDFium is native code and the file may be hostile.
"""

from itertools import pairwise
from statistics import median
from typing import Any

from corpus.domain import Rohtext
from corpus.errors import StellwerkError
from corpus.reading.pdf_hidden import hidden_letters
from corpus.reading.plain_text import pages_of
from corpus.reading.scan import GreyImage, read_page_image

MAX_PAGES = 1000
MAX_SCANNED_PAGES = 200
_SCAN_DPI = 300
_MAX_PIXELS = 30_000_000
_POINTS_PER_INCH = 72
_FEWEST_LETTERS = 25  # a scanned page may carry a stamp or a page number as text
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_FEWEST_LINES = 3
_GAP = 1.45  # of the usual line step: a paragraph's gap is half a line at least
_LINE_END_HYPHENS = ("\ufffe", "\x02", "\uffff")  # how PDFium marks a hyphen at a line end


def read_pdf(data: bytes, name: str) -> Rohtext:
    """The text of a PDF. Raises StellwerkError where it is encrypted, broken, too long or can't be read."""
    document = _opened(data, name)
    try:
        if len(document) == 0:
            raise StellwerkError(f"Die PDF-Datei „{name}“ hat keine Seiten.", "Bitte die Datei neu erzeugen.")
        if len(document) > MAX_PAGES:
            raise StellwerkError(
                f"Die PDF-Datei „{name}“ hat {len(document)} Seiten, mehr als die erlaubten {MAX_PAGES}.",
                "Bitte die Datei in Teile zerlegen.",
            )
        hidden: list[str] = []
        texts = [_page_text(document, number, hidden) for number in range(len(document))]
        scanned = [number for number, text in enumerate(texts) if _is_scan(document, number, text)]
        wholly = len(scanned) == len(texts) or not any(text.strip() for text in texts)
        _read_scanned(document, texts, scanned, name=name, wholly=wholly)
    finally:
        document.close()
    text = "\f".join(texts)
    return Rohtext(text, pages_of(text), "ocr" if wholly else "pdf", tuple(hidden))


def _opened(data: bytes, name: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower():
            raise StellwerkError(
                f"Die PDF-Datei „{name}“ ist mit einem Kennwort geschützt.",
                "Bitte eine Fassung ohne Kennwort verwenden.",
            ) from error
        raise StellwerkError(
            f"Die PDF-Datei „{name}“ ist beschädigt und lässt sich nicht öffnen.",
            "Bitte die Datei neu erzeugen oder erneut übertragen.",
        ) from error


def _page_text(document: Any, number: int, hidden: list[str]) -> str:
    """The text layer of a page; what of it nobody sees is left out and added to `hidden`."""
    import pypdfium2

    try:
        page = document[number]
        text_page = page.get_textpage()
        text: str = text_page.get_text_range()
        unseen = hidden_letters(page, text_page) if len(text) == text_page.count_chars() else frozenset()
        lines = _with_blank_lines(text_page, text)
        text = _without(lines, text, unseen, hidden) if unseen else lines
    except pypdfium2.PdfiumError:
        return ""  # a page that can't be parsed is drawn and read as a scan
    for mark in _LINE_END_HYPHENS:
        text = text.replace(mark + "\n", "-\n").replace(mark, "-\n")
    return text.replace("\f", "\n")


def _without(lines: str, text: str, unseen: frozenset[int], hidden: list[str]) -> str:
    """`lines` (the page's text, with line ends of its own) without the letters at these positions of `text`."""
    words = "".join(c if i in unseen else " " if i and i - 1 in unseen else "" for i, c in enumerate(text))
    if words.strip():
        hidden.append(" ".join(words.split()))
    kept, position = [], 0
    visible = (i for i, c in enumerate(text) if not c.isspace())
    for sign in lines:
        if not sign.isspace():
            position = next(visible, len(text))
            if position in unseen:
                continue
        kept.append(sign)
    return "".join(kept)


def _with_blank_lines(text_page: Any, text: str) -> str:
    """The lines of a page, with a blank line where the paper has a gap: PDF knows no paragraphs, only places."""
    raw_lines = text.split("\r\n")
    places = _line_places(text_page, raw_lines) if len(text) == text_page.count_chars() else []
    steps = [upper - lower for (upper, _), (lower, _) in pairwise(places) if upper > lower]
    if len(steps) < _FEWEST_LINES:
        return "\n".join(raw_lines).replace("\r", "\n")
    usual = median(steps)
    lines = [raw_lines[0]]
    for (upper, _), (lower, height), line in zip(places, places[1:], raw_lines[1:], strict=False):
        if upper - lower > max(_GAP * usual, _GAP * height):
            lines.append("")
        lines.append(line)
    return "\n".join(lines).replace("\r", "\n")


def _line_places(text_page: Any, lines: list[str]) -> list[tuple[float, float]]:
    """Foot and height of each line in points, by its first letter. An empty line stands where the last one does."""
    places: list[tuple[float, float]] = []
    offset = 0
    for line in lines:
        first = next((i for i, c in enumerate(line) if not c.isspace()), None)
        if first is None:
            places.append(places[-1] if places else (0.0, 0.0))
        else:
            _, bottom, _, top = text_page.get_charbox(offset + first, loose=True)
            places.append((bottom, top - bottom))
        offset += len(line) + 2
    return places


def _is_scan(document: Any, number: int, text: str) -> bool:
    """Whether the page has no readable text of its own but a picture, or text whose letters have no meaning."""
    readable = sum(c.isalnum() for c in text)
    if readable >= _FEWEST_LETTERS:
        strange = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or (c < " " and not c.isspace()) for c in text)
        return strange > readable
    return _has_picture(document, number) or not text.strip()


def _has_picture(document: Any, number: int) -> bool:
    import pypdfium2

    try:
        return any(True for _ in document[number].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    except pypdfium2.PdfiumError:
        return True


def _read_scanned(document: Any, texts: list[str], scanned: list[int], *, name: str, wholly: bool) -> None:
    """Puts Tesseract's reading in the place of pages without text.

    Where other pages have text, a missing Tesseract or an unreadable picture is no error: the page may be a photograph.
    """
    if not scanned:
        return
    if wholly and len(scanned) > MAX_SCANNED_PAGES:
        raise StellwerkError(
            f"Die PDF-Datei „{name}“ hat {len(scanned)} Seiten ohne Text; gelesen werden höchstens "
            f"{MAX_SCANNED_PAGES}.",
            "Bitte die Datei in Teile zerlegen oder mit Texterkennung neu speichern.",
        )
    for number in scanned[:MAX_SCANNED_PAGES]:
        try:
            reading = read_page_image(_drawn(document, number), name)
        except StellwerkError:
            if wholly:
                raise
            return
        if reading.strip():
            texts[number] = reading


def _drawn(document: Any, number: int) -> GreyImage:
    page = document[number]
    width, height = page.get_size()
    scale = _SCAN_DPI / _POINTS_PER_INCH
    pixels = max(1.0, width * height * scale * scale)
    if pixels > _MAX_PIXELS:
        scale *= (_MAX_PIXELS / pixels) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    raw = bytes(bitmap.buffer)
    rows = (raw[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    return GreyImage(bitmap.width, bitmap.height, b"".join(rows), round(scale * _POINTS_PER_INCH))
