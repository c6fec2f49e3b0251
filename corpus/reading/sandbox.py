"""Runs the child that parses a file, waits as long as it may take, and turns its end into a Rohtext or an error.

The child sees the bytes, the file's name and nothing of this process: no open files, no secrets of the environment. It
is started anew, never forked: this process may hold models and threads.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import corpus
from corpus.domain import Rohtext, Seite
from corpus.errors import StellwerkError
from corpus.reading.formats import Format

# Scans take about five seconds a page; parsing alone is bounded by the child's own CPU limit long before.
WALL_SECONDS = {Format.DOCX: 60, Format.PDF: 1200, Format.IMAGE: 300}
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "SYSTEMROOT")


def read_in_child(data: bytes, file_format: Format, name: str, *, seconds: float | None = None) -> Rohtext:
    """The Rohtext of a PDF, DOCX or picture. Raises StellwerkError. `seconds` bounds the waiting, by format if None."""
    allowed = WALL_SECONDS[file_format] if seconds is None else seconds
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "corpus.reading.child", file_format.value, _as_argument(name)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        start_new_session=True,
    )
    try:
        output, complaint = process.communicate(data, timeout=allowed)
    except subprocess.TimeoutExpired:
        raise StellwerkError(
            f"Das Lesen der Datei „{name}“ dauerte länger als {allowed:g} Sekunden und wurde abgebrochen.",
            "Bitte die Datei in Teile zerlegen oder neu als PDF speichern.",
        ) from None
    finally:
        if process.returncode != 0:
            _end(process)
    if process.returncode != 0:
        raise _died(process.returncode, complaint, name)
    return _rohtext(json.loads(output))


def _as_argument(name: str) -> str:
    """The name as a command line may carry it; it is for messages only."""
    return name.encode("utf-8", errors="replace").decode("utf-8").replace("\x00", "")[:255]


def _environment() -> dict[str, str]:
    passed_on = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    root = str(Path(corpus.__file__).parent.parent)
    return {**passed_on, "PYTHONPATH": root, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kills the child and whatever it started (Tesseract), if any of it still runs."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _died(code: int, complaint: bytes, name: str) -> StellwerkError:
    """The error of a child that ended without an answer; what it said last is for the log of a developer."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        reason = "hat beim Lesen mehr Rechenzeit oder Speicher gebraucht als erlaubt"
    else:
        reason = "hat das Leseprogramm zum Absturz gebracht; sie ist vermutlich beschädigt"
    error = StellwerkError(
        f"Die Datei „{name}“ {reason}.", "Bitte die Datei neu erzeugen, etwa durch Drucken in eine neue PDF-Datei."
    )
    error.add_note(complaint.decode("utf-8", errors="replace")[-2000:])
    return error


def _rohtext(answer: dict[str, object]) -> Rohtext:
    if "was" in answer:
        raise StellwerkError(str(answer["was"]), str(answer["abhilfe"]))
    seiten = answer["seiten"]
    hidden = answer["verborgen"]
    assert isinstance(seiten, list)
    assert isinstance(hidden, list)
    pages = tuple(Seite(*seite) for seite in seiten)
    return Rohtext(str(answer["text"]), pages, str(answer["quelle"]), tuple(map(str, hidden)))
