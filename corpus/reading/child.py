"""The process in which files are parsed: `python -m corpus.reading.child FORMAT NAME`, bytes in, JSON out.

It limits itself before it looks at a byte. What it answers is `{"text", "seiten", "quelle"}` or `{"was", "abhilfe"}`.
Importing this module starts nothing.
"""

import json
import resource
import sys

from corpus.domain import Rohtext
from corpus.errors import StellwerkError
from corpus.reading.formats import Format

CPU_SECONDS = 60
MEMORY_BYTES = 2 * 1024**3
MOST_HIDDEN, LONGEST_HIDDEN = 20, 500
"""Of hidden words so much is handed on as people need to see what somebody tried."""


def main() -> int:
    """Reads one file from standard input."""
    file_format, name = Format(sys.argv[1]), sys.argv[2]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        answer = _answer(parse(data, file_format, name))
    except StellwerkError as error:
        answer = {"was": error.was, "abhilfe": error.abhilfe}
    except (MemoryError, RecursionError):
        answer = {
            "was": f"Die Datei „{name}“ braucht beim Lesen mehr Speicher als erlaubt.",
            "abhilfe": "Bitte die Datei in Teile zerlegen oder neu als PDF speichern.",
        }
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    return 0


def parse(data: bytes, file_format: Format, name: str) -> Rohtext:
    """The text of these bytes, in this very process. Raises StellwerkError."""
    if file_format is Format.PDF:
        from corpus.reading.pdf import read_pdf

        return read_pdf(data, name)
    if file_format is Format.DOCX:
        from corpus.reading.word import read_docx

        return read_docx(data, name)
    from corpus.reading.scan import read_image

    return read_image(data, name)


def _answer(rohtext: Rohtext) -> dict[str, object]:
    return {
        "text": rohtext.text,
        "seiten": [[seite.nummer, seite.start, seite.ende] for seite in rohtext.seiten],
        "quelle": rohtext.quelle,
        "verborgen": [words[:LONGEST_HIDDEN] for words in rohtext.verborgen[:MOST_HIDDEN]],
    }


if __name__ == "__main__":
    sys.exit(main())
