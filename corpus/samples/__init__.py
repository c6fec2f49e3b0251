"""The sample papers and motions of the invented city of Velmenau, which the demo and the end-to-end tests use.

What each paper is for stands in README.md; what a draft must find in them, in `erwartet.jsonl`.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def papers_folder() -> Path:
    """The folder to ingest: replies (txt, docx, pdf, a misread scan) and one Vermerk."""
    return _folder("papers")


def motions_folder() -> Path:
    """The folder of motions to draft replies to; `antrag-demo.txt` is the demo's."""
    return _folder("motions")


def _folder(name: str) -> Path:
    folder = Path(str(files(__package__) / name))
    if not folder.is_dir():
        raise RuntimeError(f"{folder} is missing: the package was built without its data, or runs from a zip")
    return folder
