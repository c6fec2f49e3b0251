"""Pictures to text with Tesseract and its German model, where the machine has them.

Runs in the child process; Tesseract is a process of its own and inherits the child's limits.
"""

import os
import re
import shutil
import struct
import subprocess
from dataclasses import dataclass
from functools import cache

from corpus.domain import Rohtext
from corpus.errors import StellwerkError
from corpus.reading.plain_text import pages_of

_SECONDS_A_PAGE = 120
_MAX_PIXELS = 150_000_000
_INSTALL = (
    "Nehmen Sie eine Word-Datei oder eine PDF mit Text, oder bitten Sie die Person, die Stellwerk betreut, die "
    "Texterkennung einzurichten: apt-get install tesseract-ocr tesseract-ocr-deu"
)
"""Read by whoever sent the picture, also in a chat; they can't install anything."""


@dataclass(frozen=True)
class GreyImage:
    """One page, drawn: a byte a pixel, row by row."""

    width: int
    height: int
    pixels: bytes
    dpi: int

    def as_pgm(self) -> bytes:
        """The picture in the simplest format that Tesseract reads."""
        return b"P5\n%d %d\n255\n" % (self.width, self.height) + self.pixels


def read_image(data: bytes, name: str) -> Rohtext:
    """The text of a PNG, JPEG or TIFF (all its pages). Raises StellwerkError as `read_page_image` does."""
    size = _png_size(data)
    if size is not None and size[0] * size[1] > _MAX_PIXELS:
        raise StellwerkError(
            f"Das Bild „{name}“ ist mit {size[0]} × {size[1]} Bildpunkten zu groß.",
            "Bitte mit höchstens 600 dpi neu scannen.",
        )
    text = _tesseract(data, name, ()).rstrip("\f\n ")
    return Rohtext(text, pages_of(text), "ocr")


def read_page_image(image: GreyImage, name: str) -> str:
    """The text of one drawn page. Raises StellwerkError where Tesseract is missing or fails; `name` is the file's."""
    return _tesseract(image.as_pgm(), name, ("--dpi", str(image.dpi))).replace("\f", "").rstrip()


def _tesseract(picture: bytes, name: str, options: tuple[str, ...]) -> str:
    program = _german_tesseract()
    if program is None:
        raise StellwerkError(
            f"„{name}“ enthält keinen Text, nur Bilder; zum Lesen fehlt die Texterkennung (Tesseract, Deutsch).",
            _INSTALL,
        )
    command = [program, "stdin", "stdout", "-l", "deu", *options]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=_SECONDS_A_PAGE, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise StellwerkError(
            f"Die Texterkennung von „{name}“ dauerte länger als {_SECONDS_A_PAGE} Sekunden und wurde abgebrochen.",
            "Bitte mit 300 dpi in Graustufen neu scannen.",
        ) from error
    if done.returncode != 0:
        raise StellwerkError(
            f"Das Bild „{name}“ ist beschädigt oder konnte nicht erkannt werden.",
            "Bitte neu scannen und als PDF, PNG oder JPEG speichern.",
        )
    return done.stdout.decode("utf-8", errors="replace")


@cache
def _german_tesseract() -> str | None:
    """The path of a Tesseract that has the German model."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=_SECONDS_A_PAGE, check=False)
    languages = (listed.stdout + listed.stderr).decode("utf-8", errors="replace")
    return program if re.search(r"^deu\s*$", languages, re.MULTILINE) else None


def _png_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\x89PNG") or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height
