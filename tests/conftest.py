"""What tests share: the embedding weights, unpacked once a machine, and the program as people start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No deadline for an example: the first one may load a dictionary, and speed is no test's business.
settings.register_profile("stellwerk", deadline=None)
settings.load_profile("stellwerk")

# Two workers share two cores: torch with two threads in each would make them wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first: a worker that takes one of them last keeps the other waiting for minutes."""
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    items.sort(key=lambda item: -slow[item.path])


@pytest.fixture(scope="session")
def model_folder(request: pytest.FixtureRequest) -> Path:
    """The default embedding model, kept in pytest's cache folder between runs."""
    from retrieval.embedding.weights import default_model_folder

    cache: pytest.Cache = request.config.cache  # type: ignore[assignment]
    return default_model_folder(cache.mkdir("stellwerk-models"))


@dataclass
class Program:
    """`stellwerk` as a process of its own, under a HOME of its own, without a network."""

    home: Path
    model: Path
    last_error: str = ""

    def run(self, *arguments: str | Path, stdin: str = "", expect: int = 0) -> str:
        """Runs a command and returns its standard output; the exit code must be the expected one."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),  # the program beside these tests, whatever the environment has installed
            "OMP_NUM_THREADS": os.environ["OMP_NUM_THREADS"],
            "HOME": str(self.home),
            "STELLWERK_HOME": str(self.home / "stellwerk"),
            "STELLWERK_EMBEDDING_MODEL": str(self.model),
            "STELLWERK_CITY": "Velmenau",
            "COLUMNS": "160",
        }
        done = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()", *map(str, arguments)],
            input=stdin, capture_output=True, text=True, env=environment, cwd=self.home, timeout=300, check=False,
        )  # fmt: skip
        self.last_error = done.stderr
        assert done.returncode == expect, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def json(self, *arguments: str | Path, expect: int = 0) -> Any:
        """Runs a command with --json; standard output must hold JSON and nothing else."""
        return json.loads(self.run(*arguments, "--json", expect=expect))
