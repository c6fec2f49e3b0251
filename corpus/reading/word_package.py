"""The ZIP that a .docx is: its XML parts, and nothing of it that could hurt.

Refused: what is no Word document, archives that unpack to far more than they are, XML that brings its own entities.
"""

import io
import re
import zipfile
import zlib
from typing import Any

from corpus.errors import StellwerkError

MAX_PART_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_PARTS = 5_000
_MAX_RATIO = 300  # text packs to a tenth, a bomb to a thousandth
_RATIO_FROM_BYTES = 4 * 1024 * 1024

_MAIN_PART = "word/document.xml"
_OTHERS = (
    ("xl/workbook.xml", "eine Excel-Tabelle"),
    ("ppt/presentation.xml", "eine PowerPoint-Präsentation"),
    ("content.xml", "ein OpenDocument (.odt oder .ods)"),
)
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class WordPackage:
    """The parts of one .docx. Every error is a StellwerkError that names the file."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self._broken() from error
        self._refuse_bombs()
        self._names = set(self._zip.namelist())
        if _MAIN_PART not in self._names:
            raise self._no_word_document()

    def document(self) -> Any:
        """The root of the main part."""
        root = self.part(_MAIN_PART)
        if root is None:
            raise self._broken()
        return root

    def part(self, path: str) -> Any | None:
        """The root element of one part, or None where the document has none of this name."""
        if path not in self._names:
            return None
        from lxml import etree  # type: ignore[import-untyped]

        try:
            with self._zip.open(path) as member:
                content = member.read(MAX_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise self._broken() from error
        if len(content) > MAX_PART_BYTES:
            raise self._too_large()
        if _ENTITIES.search(content) or _ENTITIES.search(content.replace(b"\x00", b"")):
            raise StellwerkError(
                f"Die Datei „{self._name}“ enthält Verweise, die Schaden anrichten können, und wird nicht gelesen.",
                "Bitte in Word öffnen und neu speichern.",
            )
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise self._broken() from error

    def _refuse_bombs(self) -> None:
        members = self._zip.infolist()
        unpacked = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        swollen = unpacked > _RATIO_FROM_BYTES and unpacked > _MAX_RATIO * max(1, packed)
        if len(members) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES or swollen:
            raise self._too_large()
        if any(member.flag_bits & 1 for member in members):
            raise StellwerkError(
                f"Die Datei „{self._name}“ ist mit einem Kennwort verschlüsselt.",
                "Bitte das Kennwort entfernen und die Datei erneut speichern.",
            )

    def _no_word_document(self) -> StellwerkError:
        what = next((what for part, what in _OTHERS if part in self._names), "ein ZIP-Archiv, aber kein Word-Dokument")
        return StellwerkError(
            f"Die Datei „{self._name}“ ist {what}; sie kann nicht gelesen werden.",
            "Bitte als PDF oder .docx speichern; ein ZIP-Archiv bitte vorher entpacken.",
        )

    def _too_large(self) -> StellwerkError:
        return StellwerkError(
            f"Die Datei „{self._name}“ ist entpackt zu groß; aus Sicherheitsgründen wird sie nicht gelesen.",
            "Bitte in Word öffnen, Bilder verkleinern und neu speichern.",
        )

    def _broken(self) -> StellwerkError:
        return StellwerkError(
            f"Die Word-Datei „{self._name}“ ist beschädigt und lässt sich nicht öffnen.",
            "Bitte in Word öffnen und neu speichern oder erneut übertragen.",
        )
