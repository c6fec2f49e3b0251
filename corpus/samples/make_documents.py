"""Make the sample documents that are not plain text from their sources in `sources/`.

    python -m corpus.samples.make_documents

A source is text with one paragraph a line: `# ` makes it bold, `| a | b |` a table row. `FORM_OF` says whether it
becomes Word, PDF or the text of a scan that was read with the English language model. The results are committed; a
test compares their words with the sources.
"""

from __future__ import annotations

import ctypes
import random
import re
import textwrap
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).parent

FORM_OF: dict[str, str] = {
    "papers/21-0149-mensa-ziegelried": "docx",
    "papers/22-0188-umwelt-und-gruenamt": "docx",
    "papers/st-0066-2024-deckensanierung-2024": "docx",
    "papers/st-0112-2023-mensa-muehlbruch": "docx",
    "papers/st-0135-2025-kita-sonnenwinkel": "docx",
    "papers/2018-0301-stadtbaeume": "pdf",
    "papers/st-0150-2024-lindenallee": "pdf",
    "papers/st-0014-2023-kulturfoerderung": "scan",
    "motions/at-0093-2025-digitale-stadt": "docx",
    "motions/af-0101-2025-innenstadt": "docx",
    "motions/at-0064-2025-kultur-und-sport": "pdf",
}

LINE_WIDTH = 92
"""Characters a line of a PDF or a scan."""

LINES_PER_PAGE = 40


def main() -> None:
    """Write every document beside the plain-text samples."""
    for name, form in FORM_OF.items():
        source = source_of(name).read_text(encoding="utf-8")
        target = HERE / name
        if form == "docx":
            write_docx(source, target.with_suffix(".docx"))
        elif form == "pdf":
            write_pdf(source, target.with_suffix(".pdf"))
        else:
            target.with_suffix(".txt").write_text(misread(wrap(source, LINE_WIDTH)), encoding="utf-8")


def source_of(name: str) -> Path:
    """Where the source of `papers/...` or `motions/...` stands."""
    return HERE / "sources" / f"{name}.md"


# --- Word -----------------------------------------------------------------------------------------------------------


def write_docx(source: str, path: Path) -> None:
    """A Word document with real tables where the source has table rows."""
    from docx import Document

    document = Document()
    for is_table, lines in groupby(source.splitlines(), key=lambda line: line.startswith("|")):
        if is_table:
            rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
            table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
            table.style = "Table Grid"
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=False):
                    cell.text = text
            continue
        for line in lines:
            if line.strip():
                document.add_paragraph().add_run(line.removeprefix("# ")).bold = line.startswith("# ")
    document.save(str(path))
    _forget_the_clock(path)


def _forget_the_clock(path: Path) -> None:
    """Give every part of the Word file the same old day, so that the same source gives the same bytes."""
    with zipfile.ZipFile(path) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


# --- PDF ------------------------------------------------------------------------------------------------------------


def write_pdf(source: str, path: Path) -> None:
    """A text PDF in A4, its lines broken as a word processor does, a page head from page 2 on."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument.new()
    fonts = {bold: pdfium.FPDFText_LoadStandardFont(document, name) for bold, name in _FONTS.items()}
    pages = list(_pages(wrap(source, LINE_WIDTH).splitlines()))
    for number, lines in enumerate(pages, start=1):
        page = document.new_page(595, 842)
        head = [f"Seite {number} von {len(pages)}", ""] if number > 1 else []
        for index, line in enumerate([*head, *lines]):
            if not line.strip():
                continue
            bold = line.startswith("# ")
            text = pdfium.FPDFPageObj_CreateTextObj(document, fonts[bold], 10.0)
            pdfium.FPDFText_SetText(text, _utf16(_columns(line.removeprefix("# "))))
            pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, 60, 785 - index * 13.8)
            pdfium.FPDFPage_InsertObject(page, text)
        pdfium.FPDFPage_GenerateContent(page)
    document.save(str(path))
    content = _PDF_DAY.sub(b"20260101000000", path.read_bytes())
    path.write_bytes(_PDF_ID.sub(lambda found: re.sub(rb"\w", b"0", found.group()), content))


_PDF_DAY = re.compile(rb"(?<=/CreationDate\(D:)\d{14}")
_PDF_ID = re.compile(rb"(?<=/ID\[)<\w+><\w+>")
"""What else would differ from run to run: the day of creation and the two halves of the file's id."""

_FONTS = {False: b"Helvetica", True: b"Helvetica-Bold"}


def _pages(lines: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(lines), LINES_PER_PAGE):
        yield lines[start : start + LINES_PER_PAGE]


def _columns(line: str) -> str:
    """A table row as a PDF shows it: its cells side by side, without rules."""
    if not line.startswith("|"):
        return line
    return "   ".join(cell for cell in (cell.strip() for cell in line.split("|")) if cell)


def _utf16(text: str) -> ctypes.Array[ctypes.c_ushort]:
    codes = [*text.encode("utf-16-le"), 0, 0]
    return (ctypes.c_ushort * (len(codes) // 2)).from_buffer_copy(bytes(codes))


# --- a scan read with the wrong language ------------------------------------------------------------------------------


_MISREADINGS = {
    "ä": ("a", "a", "d", "i"),
    "ö": ("6", "6", "o"),
    "ü": ("ii", "ii", "u"),
    "Ä": ("A",),
    "Ö": ("O",),
    "Ü": ("U",),
    "ß": ("B",),
    "„": (",,",),
}
"""What Tesseract's English model makes of letters that it doesn't know, the frequent readings more than once."""

_GREMIENWEG_ROW = re.compile(r"(?m)^(\d\d\.\d\d\.\d{3})(\d)( \| .*)\n\| ")
"""The narrow date column breaks in the scan: "09.02.2023 | Kulturausschuss" becomes "09.02.202 | ..." and "3 | ..."."""


def misread(text: str, seed: int = 14) -> str:
    """The text as the English model would have read its scan; the same text and seed give the same misreading."""
    dice = random.Random(seed)
    letters = (dice.choice(_MISREADINGS[letter]) if letter in _MISREADINGS else letter for letter in text)
    return _GREMIENWEG_ROW.sub(r"\1\3\n\2 | ", "".join(letters))


def wrap(source: str, width: int) -> str:
    """The source with its paragraphs broken into lines of at most `width` characters."""
    return (
        "\n".join(
            part for line in source.splitlines() for part in (textwrap.wrap(line, width) if line.strip() else [""])
        )
        + "\n"
    )


if __name__ == "__main__":
    main()
