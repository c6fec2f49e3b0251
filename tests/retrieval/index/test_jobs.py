"""The index follows the archive, whatever kills the one who builds it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.domain import Passage
from corpus.errors import StellwerkError
from retrieval.index.jobs import bring_level, reindex
from retrieval.index.projection import Index
from retrieval.search import Query, Searcher
from tests.retrieval.passages import WordEmbeddings, passage

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Job:
    id: int
    passage_id: str
    passage: Passage | None


class Archive:
    """What the index needs of the archive, in memory."""

    def __init__(self, *passages: Passage) -> None:
        self.current = {p.id: p for p in passages}
        self.jobs = [Job(number, p.id, p) for number, p in enumerate(passages, 1)]

    def change(self, passage_id: str, value: Passage | None) -> None:
        if value is None:
            del self.current[passage_id]
        else:
            self.current[passage_id] = value
        self.jobs.append(Job(len(self.jobs) + 1000, passage_id, value))

    def index_jobs(self, limit: int) -> Sequence[Job]:
        return tuple(self.jobs[:limit])

    def finish_index_jobs(self, ids: Sequence[int]) -> None:
        self.jobs = [job for job in self.jobs if job.id not in ids]

    def all_passages(self) -> Iterator[Passage]:
        return iter(list(self.current.values()))


LAMPS = passage("a", "Die Laternen am Ufer werden nachts gedimmt.", betreff="Beleuchtung", frage="Wird gedimmt?")
TREES = passage("b", "Es wurden zwölf Linden gepflanzt.", betreff="Bäume", frage="Wie viele Bäume?")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    built = Index(tmp_path / "index", WordEmbeddings())
    yield built
    built.close()


def found(index: Index, text: str) -> list[str]:
    return [hit.passage.id for hit in Searcher(index, WordEmbeddings()).search(Query(text)).treffer]


def test_what_the_archive_holds_is_found(index: Index, tmp_path: Path) -> None:
    archive = Archive(LAMPS, TREES)
    assert bring_level(archive, index, tmp_path / "lock").rebuilt
    assert found(index, "Laternen dimmen")[0] == "a"
    assert archive.jobs == []


def test_a_changed_passage_is_found_by_its_new_words_only(index: Index, tmp_path: Path) -> None:
    archive = Archive(LAMPS, TREES)
    bring_level(archive, index, tmp_path / "lock")
    archive.change("a", passage("a", "Die Brunnen laufen ab April.", betreff="Wasser"))
    assert not bring_level(archive, index, tmp_path / "lock").rebuilt
    assert found(index, "Brunnen im April")[0] == "a"
    assert index.words.best("antwort", ["latern"], limit=5, before=None, intern=True) == []


def test_a_removed_passage_is_found_no_more(index: Index, tmp_path: Path) -> None:
    archive = Archive(LAMPS, TREES)
    bring_level(archive, index, tmp_path / "lock")
    archive.change("a", None)
    bring_level(archive, index, tmp_path / "lock")
    assert found(index, "Laternen") == ["b"]
    vector = WordEmbeddings().embed_queries(["Beleuchtung"])
    assert index.meaning.nearest("betreff", vector, limit=5, before=None, intern=True) == [["b"]]


def test_a_paper_keeps_its_subject_until_its_last_passage_goes(index: Index, tmp_path: Path) -> None:
    one, two = (passage(i, f"Antwort Nummer {i}.", paper="paper", betreff="Beleuchtung") for i in "ab")
    archive = Archive(one, two)
    bring_level(archive, index, tmp_path / "lock")
    archive.change("a", None)
    bring_level(archive, index, tmp_path / "lock")
    vector = WordEmbeddings().embed_queries(["Beleuchtung"])
    assert index.meaning.nearest("betreff", vector, limit=5, before=None, intern=True) == [["paper"]]


def test_what_is_no_longer_public_leaves_the_public_room(index: Index, tmp_path: Path) -> None:
    archive = Archive(LAMPS, TREES)
    bring_level(archive, index, tmp_path / "lock")
    archive.change("a", passage("a", LAMPS.text, betreff="Beleuchtung", oeffentlich=False))
    bring_level(archive, index, tmp_path / "lock")
    vector = WordEmbeddings().embed_queries([LAMPS.text])
    assert index.meaning.nearest("antwort", vector, limit=5, before=None, intern=False) == [["b"]]
    assert found(index, "Laternen") == ["b"]


def test_doing_it_twice_changes_nothing(index: Index, tmp_path: Path) -> None:
    bring_level(Archive(LAMPS, TREES), index, tmp_path / "lock")
    bring_level(Archive(LAMPS, TREES), index, tmp_path / "lock")
    assert index.words.count() == 2
    assert found(index, "Laternen").count("a") == 1


@pytest.mark.parametrize("lost", ["words", "chroma", "manifest.json"])
def test_a_lost_projection_is_noticed_and_built_anew(index: Index, tmp_path: Path, lost: str) -> None:
    archive = Archive(LAMPS, TREES)
    bring_level(archive, index, tmp_path / "lock")
    index.close()
    for path in (tmp_path / "index").rglob(lost):
        path.rename(tmp_path / "gone")
        break
    assert bring_level(archive, index, tmp_path / "lock").rebuilt
    assert found(index, "Laternen")[0] == "a"


def test_another_model_means_another_index(index: Index, tmp_path: Path) -> None:
    archive = Archive(LAMPS)
    bring_level(archive, index, tmp_path / "lock")

    class Other(WordEmbeddings):
        name = "other"

    other = Index(tmp_path / "index", Other())
    with pytest.raises(StellwerkError, match="Sprachmodell"):
        other.refresh()
    assert bring_level(archive, other, tmp_path / "lock").rebuilt
    other.close()


class Counting(WordEmbeddings):
    """Remembers what it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += texts
        return super().embed_passages(texts)


def many(count: int, word: str) -> list[Passage]:
    return [passage(f"{word}{i}", f"{word} Nummer {i}.", betreff=word, frage=f"Welche {word}?") for i in range(count)]


def test_the_mean_vector_belongs_to_a_projection_and_changes_only_with_it(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.index.projection.STATISTICS_SAMPLE", 4)
    archive = Archive(*many(4, "Laterne"))
    bring_level(archive, index, tmp_path / "lock")
    before = index.refresh()
    for each in many(20, "Brunnen"):
        archive.change(each.id, each)
    bring_level(archive, index, tmp_path / "lock")
    assert index.words.count() == 24
    assert index.refresh().statistics == before.statistics
    reindex(archive, index, tmp_path / "lock")
    after = index.refresh()
    assert after.projection != before.projection
    assert after.statistics.passages == 24


def test_the_first_few_passages_do_not_set_the_statistics_of_a_growing_archive(index: Index, tmp_path: Path) -> None:
    archive = Archive(*many(2, "Laterne"))
    bring_level(archive, index, tmp_path / "lock")
    first = index.refresh()
    for each in many(3, "Brunnen"):
        archive.change(each.id, each)
    assert bring_level(archive, index, tmp_path / "lock").rebuilt
    assert index.refresh().statistics.passages == 5
    assert index.refresh().projection != first.projection
    assert found(index, "Brunnen Nummer 2")[0] == "Brunnen2"


def test_a_text_that_has_not_changed_is_embedded_once(tmp_path: Path) -> None:
    counting = Counting()
    index = Index(tmp_path / "index", counting)
    archive = Archive(*many(3, "Laterne"))
    bring_level(archive, index, tmp_path / "lock")  # built whole, then its jobs, which say the same
    for each in many(4, "Brunnen"):
        archive.change(each.id, each)
    assert bring_level(archive, index, tmp_path / "lock").rebuilt
    assert len(counting.texts) == len(set(counting.texts)) == 7
    index.close()


def test_only_older_passages_are_near_however_few_they_are(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    index.rebuild([passage(f"p{year}", "Laterne", datum=f"{2000 + year}-01-01") for year in range(20)])
    vectors = WordEmbeddings().embed_queries(["Laterne", "Brunnen"])
    limits = {"limit": 3, "before": 20010102, "intern": True}
    for deepest in (4_000, 3):
        monkeypatch.setattr("retrieval.index.meaning.DEEPEST", deepest)
        near = index.meaning.nearest("antwort", vectors, **limits)
        assert [sorted(each) for each in near] == [["p0", "p1"]] * 2


def test_an_index_that_is_missing_says_what_to_do(index: Index) -> None:
    with pytest.raises(StellwerkError, match="reindex"):
        index.refresh()


def test_a_rebuild_leaves_only_the_new_projection_on_disk(index: Index, tmp_path: Path) -> None:
    archive = Archive(LAMPS)
    for _ in range(2):
        reindex(archive, index, tmp_path / "lock")
    assert len([path for path in (tmp_path / "index").iterdir() if path.is_dir()]) == 1


# --- several processes ------------------------------------------------------------------------------------------------

WRITER = """
import os, signal, sys
from pathlib import Path
from tests.retrieval.index import test_jobs as t
from tests.retrieval.passages import WordEmbeddings, passage
from retrieval.index.projection import Index
from retrieval.index.jobs import bring_level
import retrieval.index.projection as module
home, point = Path(sys.argv[1]), sys.argv[2]

def die_instead(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def die_after(function):
    def run(*arguments, **named):
        function(*arguments, **named)
        die_instead()
    return run

if point == "before":
    module.MeaningIndex.forget = die_instead
elif point == "between forgetting and storing":
    module.MeaningIndex.put = die_instead
elif point == "between the projections":
    module.WordIndex.apply = die_instead
elif point == "after both":
    module.WordIndex.apply = die_after(module.WordIndex.apply)
elif point == "before the jobs are crossed out":
    t.Archive.finish_index_jobs = die_instead
archive = t.archive_after_changes()
bring_level(archive, Index(home / "index", WordEmbeddings()), home / "lock")
"""


def archive_after_changes() -> Archive:
    """Two passages that are indexed already; one has changed, one is gone, one is new."""
    archive = Archive(LAMPS, TREES)
    archive.jobs = []
    archive.change("a", passage("a", "Die Brunnen laufen ab April.", betreff="Wasser"))
    archive.change("b", None)
    archive.change("c", passage("c", "Das Hallenbad öffnet um sieben.", betreff="Bad"))
    return archive


def run_writer(home: Path, point: str) -> int:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", WRITER, str(home), point], env=environment, check=False).returncode


KILL_POINTS = (
    "before",
    "between forgetting and storing",
    "between the projections",
    "after both",
    "before the jobs are crossed out",
)


@pytest.mark.slow
@pytest.mark.parametrize("point", KILL_POINTS)
def test_killed_at_any_point_the_next_start_brings_it_level(index: Index, tmp_path: Path, point: str) -> None:
    bring_level(Archive(LAMPS, TREES), index, tmp_path / "lock")
    index.close()
    assert run_writer(tmp_path, point) == -signal.SIGKILL
    bring_level(archive_after_changes(), index, tmp_path / "lock")
    assert index.words.count() == 2
    assert found(index, "Brunnen im April")[0] == "a"
    assert found(index, "Hallenbad öffnen")[0] == "c"
    vectors = WordEmbeddings().embed_queries(["Laternen"])
    assert set(index.meaning.nearest("antwort", vectors, limit=9, before=None, intern=True)[0]) == {"a", "c"}
    assert set(index.meaning.nearest("betreff", vectors, limit=9, before=None, intern=True)[0]) == {"a", "c"}


@pytest.mark.slow
def test_killed_while_rebuilding_the_old_index_still_answers(index: Index, tmp_path: Path) -> None:
    bring_level(Archive(LAMPS, TREES), index, tmp_path / "lock")
    script = WRITER.replace("bring_level(archive", "module.Index._statistics = die_instead\nreindex(archive").replace(
        "import bring_level", "import reindex"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path), "none"], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert found(index, "Laternen")[0] == "a"
    reindex(Archive(LAMPS), index, tmp_path / "lock")
    assert found(index, "Laternen") == ["a"]


@pytest.mark.slow
def test_a_reader_sees_what_another_process_wrote(index: Index, tmp_path: Path) -> None:
    bring_level(Archive(LAMPS, TREES), index, tmp_path / "lock")
    searcher = Searcher(index, WordEmbeddings())
    assert searcher.search(Query("Laternen")).treffer[0].passage.id == "a"
    assert run_writer(tmp_path, "none") == 0
    assert searcher.search(Query("Hallenbad öffnen")).treffer[0].passage.id == "c"
    vectors = WordEmbeddings().embed_queries(["Hallenbad"])
    assert "c" in index.meaning.nearest("antwort", vectors, limit=9, before=None, intern=True)[0]


@pytest.mark.slow
def test_a_second_indexer_leaves_the_work_to_the_first(index: Index, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl,sys; f=open(sys.argv[1],'a'); fcntl.flock(f,2); print(1,flush=True); input()",
            str(tmp_path / "lock"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    archive = Archive(LAMPS)
    assert bring_level(archive, index, tmp_path / "lock").busy
    assert len(archive.jobs) == 1
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert holder.stdin is not None
    holder.stdin.close()
    assert bring_level(archive, index, tmp_path / "lock", wait_seconds=5).jobs == 1
