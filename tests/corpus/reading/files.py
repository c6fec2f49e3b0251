"""Builders of small files: PDF, DOCX and pictures, written by hand so that a test shows all that is in them."""

import io
import struct
import zipfile
import zlib

_DOCX_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def docx(
    body: str, *, numbering: str = "", styles: str = "", prolog: str = "", extra: dict[str, bytes] | None = None
) -> bytes:
    """A Word file whose body, numbering and styles are this WordprocessingML (prefix `w:`)."""
    parts = {
        "word/document.xml": f"{prolog}<w:document {_DOCX_NAMESPACES}><w:body>{body}</w:body></w:document>".encode()
    }
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {_DOCX_NAMESPACES}>{numbering}</w:numbering>".encode()
    if styles:
        parts["word/styles.xml"] = f"<w:styles {_DOCX_NAMESPACES}>{styles}</w:styles>".encode()
    return zipped({**parts, **(extra or {})})


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return buffer.getvalue()


def par(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def item(text: str, depth: int = 0, list_id: int = 1) -> str:
    """A paragraph of an automatic list."""
    return par(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(depth: int, number_format: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str, numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """A numbering part with one list definition."""
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{numbers}'


def table(*rows: tuple[str, ...]) -> str:
    """A table; each cell is the XML of its paragraphs."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(f'<w:tc>{c}</w:tc>' for c in row)}</w:tr>" for row in rows) + "</w:tbl>"


def pdf(*pages: list[str], encrypted: bool = False) -> bytes:
    """A PDF whose pages show these lines, 16 points apart; an empty line is a gap."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for i, lines in enumerate(pages):
        shown = b"".join(
            b"BT /F1 12 Tf 70 %d Td (%s) Tj ET\n" % (780 - 16 * y, _pdf_string(line))
            for y, line in enumerate(lines)
            if line
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (5 + 2 * i)
        )
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(shown), shown))
    return _pdf_file(objects, encrypted=encrypted)


def picture_pdf(width: int, height: int, grey: bytes) -> bytes:
    """A PDF of one page that is nothing but a picture, as scanners make them."""
    packed = zlib.compress(grey)
    shown = b"595 0 0 842 0 0 cm /I Do\n"
    return _pdf_file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 5 0 R >> >> "
            b"/Contents 4 0 R >>",
            b"<< /Length %d >>\nstream\n%sendstream" % (len(shown), shown),
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (width, height, len(packed), packed),
        ]
    )


def drawn(*lines: str) -> tuple[int, int, bytes]:
    """Width, height and grey pixels of a page that shows these lines."""
    import pypdfium2

    bitmap = pypdfium2.PdfDocument(pdf(list(lines)))[0].render(scale=200 / 72, grayscale=True)
    raw = bytes(bitmap.buffer)
    rows = (raw[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    return bitmap.width, bitmap.height, b"".join(rows)


def png(width: int, height: int, grey: bytes) -> bytes:
    rows = b"".join(b"\x00" + grey[y * width : (y + 1) * width] for y in range(height))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _pdf_string(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf_file(objects: list[bytes], *, encrypted: bool = False) -> bytes:
    trailer = b"/Root 1 0 R"
    if encrypted:
        objects = [*objects, b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"11" * 32, b"22" * 32)]
        trailer += b" /Encrypt %d 0 R /ID [<%s> <%s>]" % (len(objects), b"33" * 16, b"33" * 16)
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return content + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
