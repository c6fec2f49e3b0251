"""A finished DOCX to PDF through LibreOffice, where it is installed.

Each run has a profile of its own, so that two of them, or an office that is open on the screen, do not wait for each
other; it ends with its time limit, and a half-written PDF is never left behind.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from corpus.errors import StellwerkError, TemporaryError

TIMEOUT_SECONDS = 120.0
PROGRAMS = ("soffice", "libreoffice")
TAGGED_PDF = (  # headings, tables and language stay known to screen readers; headings become bookmarks
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)


def convert_to_pdf(docx: Path, *, timeout_seconds: float = TIMEOUT_SECONDS) -> Path:
    """Write the PDF beside the DOCX, under the same name, and return its path; an older one is replaced.

    Raises StellwerkError where LibreOffice is missing, fails, or takes longer than `timeout_seconds`.
    """
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise StellwerkError(
            "Für die PDF-Ausgabe wird LibreOffice benötigt; es ist auf diesem Rechner nicht installiert.",
            "Bitte installieren Sie es mit „apt-get install libreoffice-writer“ oder verwenden Sie die DOCX-Datei.",
        )
    target = docx.with_suffix(".pdf")
    # beside the target, so that the finished file can be moved into place in one step
    with tempfile.TemporaryDirectory(prefix=".pdf-", dir=docx.resolve().parent, ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        said = _run(program, docx.resolve(), work, timeout_seconds)
        made = work / "out" / target.name
        if not made.is_file() or not made.read_bytes().startswith(b"%PDF"):
            raise StellwerkError(
                f"LibreOffice konnte „{docx.name}“ nicht in ein PDF umwandeln.{f' Es meldete: {said}' if said else ''}",
                "Bitte öffnen Sie die DOCX-Datei und speichern Sie sie von dort aus als PDF.",
            )
        made.replace(target)
    return target


def _run(program: str, docx: Path, work: Path, timeout_seconds: float) -> str:
    """Let LibreOffice write into `work/out`; what it said on the way, in one line."""
    command = [
        program,
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        TAGGED_PDF,
        "--outdir",
        str(work / "out"),
        str(docx),
    ]
    # a session of its own: soffice is a script that starts the real program, and both have to end together
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        said, _ = process.communicate(timeout=timeout_seconds)
    except subprocess.TimeoutExpired as error:
        raise TemporaryError(
            f"LibreOffice war mit „{docx.name}“ nach {timeout_seconds:.0f} Sekunden noch nicht fertig.",
            "Bitte versuchen Sie es erneut oder speichern Sie die DOCX-Datei in Word oder LibreOffice als PDF.",
        ) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    return " ".join(said.decode(errors="replace").split())[-200:]
