"""With CHROMA_URL the index of meaning lies on a server; the rest stays as it is."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import StellwerkError
from retrieval.index.projection import Index
from retrieval.search import Query, Searcher
from tests.retrieval.passages import WordEmbeddings, passage

START_SECONDS = 60
PASSAGES = (passage("a", "Die Laternen am Ufer werden gedimmt."), passage("b", "Es wurden Linden gepflanzt."))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    chroma = Path(sys.executable).parent / "chroma"
    command = [str(chroma), "run", "--path", str(tmp_path / "server"), "--port", str(port), "--host", "127.0.0.1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.2)
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


@pytest.mark.slow
def test_a_server_holds_the_vectors_and_is_cleaned_after_a_rebuild(server: str, tmp_path: Path) -> None:
    index = Index(tmp_path / "index", WordEmbeddings(), chroma_url=server)
    for _ in range(2):
        index.rebuild(PASSAGES)
    index.apply([passage("c", "Das Hallenbad öffnet um sieben.")], ["b"])
    hits = Searcher(index, WordEmbeddings()).search(Query("Wann öffnet das Hallenbad?")).treffer
    assert [hit.passage.id for hit in hits] == ["c", "a"]
    assert not index.needs_rebuild()
    assert not list(tmp_path.rglob("index/**/chroma.sqlite3"))
    index.close()


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    index = Index(tmp_path / "index", WordEmbeddings(), chroma_url=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(StellwerkError, match="antwortet nicht"):
        index.rebuild(PASSAGES)
