"""The archive keeps papers by identity and version, and tells the index what to do in the same transaction."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from corpus.archive import Archive, Aufnahme
from corpus.database import open_engine, writing
from corpus.domain import Art
from corpus.errors import StellwerkError
from corpus.identity import identity, number_key
from corpus.tables import metadata
from tests.builders import plain, reply

NOW = datetime(2024, 5, 1, 9, 0)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path / 'archive.db'}")
    metadata.create_all(engine)
    return engine


@pytest.fixture
def archive(engine: Engine) -> Archive:
    return Archive(engine)


def test_the_same_paper_twice_changes_nothing(archive: Archive) -> None:
    paper = reply(("Wann öffnet das Freibad?", "Am 15. Mai."))
    assert archive.store(paper, now=NOW).aufnahme is Aufnahme.NEU
    archive.finish_index_jobs([job.id for job in archive.index_jobs(10)])
    before = archive.holdings()

    assert archive.store(paper, now=NOW).aufnahme is Aufnahme.UNVERAENDERT
    assert archive.holdings() == before
    assert archive.index_jobs(10) == ()


def test_a_changed_text_is_a_new_version_and_the_old_one_stays_readable(archive: Archive) -> None:
    archive.store(reply(("Wann öffnet das Freibad?", "Am 15. Mai.")), now=NOW)
    second = archive.store(reply(("Wann öffnet das Freibad?", "Am 1. Juni.")), now=NOW)

    assert (second.aufnahme, second.version) == (Aufnahme.NEUE_FASSUNG, 2)
    assert "15. Mai" in archive.lesefassung(second.dokument_id, 1).text
    assert [p.text for p in archive.all_passages()] == ["Am 1. Juni."]


def test_a_new_version_tells_the_index_to_remove_the_old_passages(archive: Archive) -> None:
    first = archive.store(reply(("Wann?", "Am 15. Mai.")), now=NOW)
    archive.finish_index_jobs([job.id for job in archive.index_jobs(10)])
    archive.store(reply(("Wann?", "Am 1. Juni.")), now=NOW)

    jobs = {job.passage_id: job.passage for job in archive.index_jobs(10)}
    assert jobs[f"{first.dokument_id}@1#1"] is None
    assert jobs[f"{first.dokument_id}@2#1"] is not None


def test_a_motion_and_its_reply_may_share_a_number(archive: Archive) -> None:
    one = archive.store(reply(("Wann?", "Morgen."), vorlage="2024/17"), now=NOW)
    other = archive.store(reply(("Wann?", "Bald."), vorlage="2024/17", art=Art.VERMERK), now=NOW)
    assert one.dokument_id != other.dokument_id
    assert other.aufnahme is Aufnahme.NEU


@pytest.mark.parametrize("spelling", ["ST/0078/2025", "ST 78/2025", "st-0078-2025", "ST78/2025"])
def test_a_number_is_one_in_every_spelling(spelling: str) -> None:
    assert number_key(spelling) == "ST/78/2025"


def test_an_amendment_is_a_paper_of_its_own() -> None:
    assert number_key("21/0418-1") != number_key("21/0418")


def test_without_a_number_the_text_is_the_identity() -> None:
    assert identity(Art.VERMERK, None, "Ein  Text") == identity(Art.VERMERK, None, "Ein Text")
    assert identity(Art.VERMERK, None, "Ein Text") != identity(Art.VERMERK, None, "Kein Text")


def test_what_nobody_said_is_public_becomes_public_when_a_person_says_so(archive: Archive) -> None:
    paper = reply(("Wann?", "Morgen."), oeffentlich=None)
    stored = archive.store(paper, now=NOW)
    assert archive.holdings().ohne_angabe_oeffentlich == 1
    archive.finish_index_jobs([job.id for job in archive.index_jobs(10)])

    again = archive.store(replace(paper, oeffentlich=True), now=NOW)
    assert (again.aufnahme, again.oeffentlich) == (Aufnahme.UNVERAENDERT, True)
    assert [job.passage.oeffentlich for job in archive.index_jobs(10) if job.passage] == [True]
    assert stored.version == again.version


def test_what_a_paper_says_is_not_public_stays_so(archive: Archive) -> None:
    paper = reply(("Wann?", "Morgen."), oeffentlich=False)
    archive.store(paper, now=NOW)
    again = archive.store(replace(paper, oeffentlich=True), now=NOW)
    assert again.oeffentlich is False


def test_nothing_is_half_stored_when_the_caller_fails(archive: Archive, engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="gone"), writing(engine) as connection:
        archive.store_in(connection, reply(("Wann?", "Morgen.")), now=NOW)
        raise RuntimeError("gone")
    assert archive.holdings().papiere == 0
    assert archive.pending_index_jobs() == 0


def test_two_writers_at_once_file_one_paper(archive: Archive) -> None:
    paper = reply(("Wann?", "Morgen."))
    outcomes: list[Aufnahme] = []
    threads = [
        threading.Thread(target=lambda: outcomes.append(archive.store(paper, now=NOW).aufnahme)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [Aufnahme.NEU] + [Aufnahme.UNVERAENDERT] * 7


def test_a_passage_carries_the_page_it_stands_on_and_its_exact_words(archive: Archive) -> None:
    paper = reply(("Wann öffnet das Bad?", "Am 15. Mai."), ("Und der Eintritt?", "Vier Euro für Größere."))
    archive.store(paper, now=NOW)
    assert [(p.nr, p.text, p.seite) for p in archive.all_passages()] == [
        (("1",), "Am 15. Mai.", 1),
        (("2",), "Vier Euro für Größere.", 1),
    ]


def test_a_reply_that_is_sent_is_indexed_again(archive: Archive, engine: Engine) -> None:
    stored = archive.store(reply(("Wann?", "Morgen."), versandt=False), now=NOW)
    archive.finish_index_jobs([job.id for job in archive.index_jobs(10)])
    with writing(engine) as connection:
        archive.mark_sent(connection, stored.dokument_id)
    assert [job.passage.versandt for job in archive.index_jobs(10) if job.passage] == [True]


def test_the_text_of_a_version_comes_back_with_its_mapping(archive: Archive) -> None:
    paper = replace(reply(("Wann?", "Morgen.")), lesefassung=plain("Wann?\nMorgen.\n"))
    stored = archive.store(paper, now=NOW)
    assert archive.lesefassung(stored.dokument_id, stored.version) == paper.lesefassung
    assert archive.inhalt(stored.dokument_id, stored.version) == paper.inhalt


def test_the_papers_of_one_file_are_filed_together_or_not_at_all(archive: Archive) -> None:
    unsent = reply(("Wann?", "Morgen."), vorlage="ST/0002/2024", versandt=False)
    archive.store(unsent, now=NOW)
    fresh = reply(("Wo?", "Hier."), vorlage="ST/0003/2024")
    with pytest.raises(StellwerkError, match="freigegebene Stellungnahme"):
        archive.store_all([fresh, replace(unsent, versandt=True)], now=NOW)
    assert archive.holdings().papiere == 1


def test_a_text_that_comes_back_is_the_newest_version_again_where_the_caller_says_so(
    archive: Archive, engine: Engine
) -> None:
    first, second = reply(("Wann?", "Morgen.")), reply(("Wann?", "Bald."))
    archive.store(first, now=NOW)
    archive.store(second, now=NOW)
    assert archive.store(first, now=NOW).version == 1
    assert [p.text for p in archive.all_passages()] == ["Bald."]
    with writing(engine) as connection:
        assert archive.store_in(connection, first, now=NOW, as_current=True).version == 3
    assert [p.text for p in archive.all_passages()] == ["Morgen."]


def test_a_withdrawn_reply_leaves_the_search(archive: Archive, engine: Engine) -> None:
    stored = archive.store(reply(("Wann?", "Morgen."), versandt=False), now=NOW)
    with writing(engine) as connection:
        archive.withdraw(connection, stored.dokument_id)
    assert list(archive.all_passages()) == []
    assert all(job.passage is None for job in archive.index_jobs(10))
