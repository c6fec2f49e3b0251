"""The form that the letter has where a city brings none of its own: `stellungnahme.docx`, built by `build.py`."""

from __future__ import annotations

from pathlib import Path

STELLUNGNAHME = Path(__file__).with_name("stellungnahme.docx")
