"""Files to text: `read_file` and `read_bytes` give the Rohtext, `lesefassung.prepare` what parsers read.

Plain text is decoded here and now; everything else is parsed in a child process with limits (`sandbox`).
"""

from pathlib import Path

from corpus.domain import Rohtext
from corpus.errors import StellwerkError

MAX_FILE_BYTES = 100 * 1024 * 1024
MAX_TEXT_BYTES = 20 * 1024 * 1024


def read_file(path: Path) -> Rohtext:
    """The text of a file. Raises StellwerkError naming the file, the reason and a remedy."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise StellwerkError(f"„{path.name}“ ist keine Datei.", "Bitte eine Datei angeben.")
        _refuse_too_large(size, MAX_FILE_BYTES, path.name)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise StellwerkError(f"Die Datei „{path.name}“ gibt es nicht.", "Bitte Namen und Ordner prüfen.") from error
    except OSError as error:
        raise StellwerkError(
            f"Die Datei „{path.name}“ lässt sich nicht öffnen ({error.strerror}).", "Bitte die Zugriffsrechte prüfen."
        ) from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str, *, picture: bool = False) -> Rohtext:
    """The text of a file's bytes; `name` is used in messages only. Raises StellwerkError, with `picture` for anything
    that isn't one.

    A child process is started for anything but plain text (about 0.3 seconds, scans some seconds a page).
    """
    from corpus.reading.formats import Format, detect_format

    _refuse_too_large(len(data), MAX_FILE_BYTES, name)
    file_format = detect_format(data, name)
    if picture and file_format is not Format.IMAGE:
        raise StellwerkError(f"Die Datei „{name}“ ist kein Bild.", "Bitte die Seite neu fotografieren.")
    if file_format is Format.TEXT:
        from corpus.reading.plain_text import read_plain_text

        _refuse_too_large(len(data), MAX_TEXT_BYTES, name)
        rohtext = read_plain_text(data)
    else:
        from corpus.reading.sandbox import read_in_child

        rohtext = read_in_child(data, file_format, name)
    if not any(c.isalnum() for c in rohtext.text):
        raise StellwerkError(
            f"Die Datei „{name}“ enthält keinen lesbaren Text.",
            "Bitte prüfen, ob es die richtige Datei ist, oder sie neu scannen.",
        )
    return rohtext


def _refuse_too_large(size: int, limit: int, name: str) -> None:
    if size > limit:
        raise StellwerkError(
            f"Die Datei „{name}“ ist mit {size / 1024**2:.0f} MB zu groß; erlaubt sind {limit // 1024**2} MB.",
            "Bitte die Datei in Teile zerlegen oder Bilder verkleinern.",
        )
