"""The docs say what the program does."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def test_the_page_of_commands_is_the_programs_own_help() -> None:
    page = runpy.run_path(str(DOCS / "befehle_schreiben.py"))["page"]
    assert (DOCS / "befehle.md").read_text(encoding="utf-8") == page(), "run docs/befehle_schreiben.py"


def test_every_link_in_the_readme_leads_somewhere() -> None:
    import re

    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", readme) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (DOCS.parent / link).exists()] == []
