"""What kind of file this is, by its first bytes. The name is for messages only: a `.pdf` that is a ZIP is a ZIP."""

from enum import StrEnum

from corpus.errors import StellwerkError


class Format(StrEnum):
    """The kinds of file that can be read."""

    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"
    IMAGE = "ocr"


_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_PDF_WITHIN = 1024  # readers accept a PDF whose header stands within its first kilobyte
_FORBIDDEN_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\x0b\x0c\x1b"))

# Other kinds of file that people send, by their first bytes
_FOREIGN = (
    (b"{\\rtf", "ein RTF-Dokument"),
    (b"GIF8", "ein GIF-Bild"),
    (b"BM", "ein BMP-Bild"),
    (b"RIFF", "eine Medien- oder WebP-Datei"),
    (b"\x1f\x8b", "ein GZIP-Archiv"),
    (b"7z\xbc\xaf\x27\x1c", "ein 7z-Archiv"),
    (b"Rar!", "ein RAR-Archiv"),
    (b"MZ", "ein Programm"),
    (b"\x7fELF", "ein Programm"),
)


def detect_format(data: bytes, name: str) -> Format:
    """The format of these bytes. Raises StellwerkError where they are nothing that can be read."""
    if not data.strip(b"\x00 \t\r\n\x0c"):
        raise StellwerkError(f"Die Datei „{name}“ ist leer.", "Bitte prüfen, ob sie vollständig übertragen wurde.")
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Format.PDF
    if data.startswith(_ZIPS):
        return Format.DOCX
    if data.startswith(_IMAGES):
        return Format.IMAGE
    if data.startswith(_OLE):
        raise _ole_error(data, name)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse_foreign(data, name)
    return Format.TEXT


def _ole_error(data: bytes, name: str) -> StellwerkError:
    if _ENCRYPTED_OFFICE in data:
        return StellwerkError(
            f"Die Datei „{name}“ ist mit einem Kennwort verschlüsselt.",
            "Bitte das Kennwort in Word entfernen und die Datei erneut speichern.",
        )
    return StellwerkError(
        f"Die Datei „{name}“ hat das alte Office-Format (.doc), das hier nicht gelesen werden kann.",
        "Bitte in Word oder LibreOffice als .docx oder PDF speichern.",
    )


def _refuse_foreign(data: bytes, name: str) -> None:
    for magic, what in _FOREIGN:
        if data.startswith(magic) and (len(magic) > 2 or _is_binary(data)):
            raise _foreign_error(name, what)
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        raise _foreign_error(name, "eine Internetseite (HTML)")
    if _is_binary(data):
        raise _foreign_error(name, "keine Textdatei und hat ein unbekanntes Format")


def _is_binary(data: bytes) -> bool:
    """Control characters that no text has; a few stray ones are forgiven, UTF-16 (every other byte 0) is text."""
    sample = data[:100_000]
    zeros = sample.count(b"\x00")
    if zeros > len(sample) * 0.3:
        even, odd = sample[::2].count(b"\x00"), sample[1::2].count(b"\x00")
        return min(even, odd) > zeros * 0.1
    controls = len(sample) - len(sample.translate(None, _FORBIDDEN_CONTROLS))
    return controls > max(3, len(sample) * 0.01)


def _foreign_error(name: str, what: str) -> StellwerkError:
    return StellwerkError(
        f"Die Datei „{name}“ ist {what}; sie kann nicht gelesen werden.",
        "Bitte als PDF, .docx oder Textdatei speichern.",
    )
