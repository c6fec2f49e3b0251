"""The walls of the house: who may import whom, what stays cheap, what never stands in the code."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RANK = {"corpus": 0, "retrieval": 1, "bot": 2}
SOURCES = sorted(p for room in RANK for p in (ROOT / room).rglob("*.py"))


def imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("file", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(file: Path) -> None:
    room = file.relative_to(ROOT).parts[0]
    up = [n for n in imported(file) if RANK.get(n.split(".")[0], -1) > RANK[room]]
    assert up == [], f"{room} must not import {up}"


def test_no_file_imports_its_way_back_to_itself() -> None:
    """Also not by an import within a function: what two files need of one another belongs in a third."""
    from graphlib import CycleError, TopologicalSorter

    names = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in SOURCES}
    uses: dict[str, set[str]] = {}
    for name, file in names.items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{alias.name}" for alias in node.names} & names.keys()
                found = inner if inner else {node.module} & names.keys()
                uses.setdefault(name, set()).update(found - {name})
    try:
        list(TopologicalSorter(uses).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_the_domain_imports_nothing_of_ours() -> None:
    assert not [n for n in imported(ROOT / "corpus" / "domain.py") if n.split(".")[0] in RANK]


def test_the_shell_starts_without_any_heavy_package() -> None:
    heavy = ("torch", "sentence_transformers", "transformers", "chromadb", "alembic", "sqlalchemy", "pydantic", "docx")
    heavy += ("pypdfium2", "simplemma", "tantivy", "langchain_core", "numpy")
    script = f"import sys, bot.cli; print([m for m in {heavy!r} if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert printed.stdout.strip() == "[]"


def test_every_setting_is_explained_in_the_example() -> None:
    from bot.settings import PREFIX, Settings

    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"{PREFIX}{name.upper()}" not in example]
    assert missing == []
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    named = {line.lstrip("#").split("=")[0] for line in example.splitlines() if line.lstrip("#").startswith(PREFIX)}
    assert named <= known
