"""The replay knows nothing of a later day: planted answers change no draft, a full archive drafts as it did then."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.database import open_database
from bot.drafting.backtest.past import Past
from bot.drafting.backtest.questions import Fall
from bot.drafting.backtest.results import Ergebnisse
from bot.drafting.backtest.run import Auswahl, Plan, plan, run
from bot.drafting.backtest.timeline import timeline
from bot.drafting.desk import Desk
from bot.drafting.vocabulary import vocabulary
from bot.ingest import find_files, read_papers
from bot.review.audit import AuditLog
from bot.review.cases import Cases
from corpus.archive import Archive, PassageDay
from corpus.domain import Anliegen, AnliegenArt, Antrag, Art, Entwurf, Paper
from corpus.samples import papers_folder
from retrieval.index.projection import Index
from retrieval.search import Query, Searcher
from tests.builders import plain, reply
from tests.retrieval.passages import WordEmbeddings

NOW = datetime(2026, 11, 23, 9, 0)
MODEL = WordEmbeddings()


class House:
    """An archive with its index, and a backtest over it."""

    def __init__(self, home: Path, papers: Sequence[Paper]) -> None:
        home.mkdir()
        self.home = home
        engine = open_database(f"sqlite:///{home / 'stellwerk.db'}")
        self.archive = Archive(engine)
        self.archive.store_all(papers, now=NOW)
        self.index = Index(home / "index", MODEL)
        self.index.rebuild(self.archive.all_passages())
        cases = Cases(engine, approvals=1, audit=AuditLog(home / "audit.key"))
        self.desk_over = lambda searcher, words: Desk(engine, self.archive, cases, searcher, words)
        self.searcher = Searcher(self.index, MODEL)
        self.desk = self.desk_over(lambda: self.searcher, lambda day: vocabulary(self.searcher, before=day))
        self.done: list[str] = []

    def plan(self, **selection: Any) -> Plan:
        return plan(self.archive, Auswahl(**selection), MODEL.name)

    def backtest(self, done: Callable[[str], None] | None = None, **selection: Any) -> list[dict[str, Any]]:
        todo = self.plan(**selection)
        results = Ergebnisse(self.home / "ergebnisse.jsonl")
        results.tidy(todo.schluessel, todo.papiere)
        folder = self.home / f"past-{len(list(self.home.iterdir()))}"
        note = done or self.done.append
        run(todo, self.archive, self.index, MODEL, self.desk_over, results, folder, note)
        return results.rows(todo.schluessel)

    def past(self) -> Past:
        days = timeline(self.archive.passage_days())
        return Past(self.archive, self.index, MODEL, self.desk_over, days, self.home / "past")


QUESTION = "Wie viele Plätze hat die Mensa der Grundschule Talblick?"
PRICE = "Was kostet das Mittagessen in der Mensa der Grundschule Talblick?"
BUILDING = "Ist ein Anbau für die Bibliothek am Weiher geplant?"
OLD = reply(
    (QUESTION, "Die Mensa der Grundschule Talblick hat 84 Plätze. Sie wurde im Jahr 2015 eröffnet."),
    (PRICE, "Das Mittagessen kostet in der Mensa der Grundschule Talblick 3,90 Euro."),
    vorlage="ST/0010/2020", datum=date(2020, 3, 1), betreff="Mensa der Grundschule Talblick", name="alt.txt",
)  # fmt: skip
OTHER = reply(
    ("Wann öffnet das Freibad am Weiher?", "Das Freibad am Weiher öffnet im Mai und schließt im September."),
    vorlage="ST/0011/2021", datum=date(2021, 4, 1), betreff="Freibad am Weiher", name="bad.txt",
)  # fmt: skip
ASKED = reply(
    (QUESTION, "Die Mensa der Grundschule Talblick hat seit dem Umbau 132 Plätze."),
    (PRICE, "Das Mittagessen kostet in der Mensa der Grundschule Talblick jetzt 4,60 Euro."),
    vorlage="ST/0012/2023", datum=date(2023, 5, 1), betreff="Mensa der Grundschule Talblick", name="neu.txt",
)  # fmt: skip
LIBRARY = reply(
    (BUILDING, "Ein Anbau für die Bibliothek am Weiher ist für 2025 geplant."),
    vorlage="ST/0013/2023", datum=date(2023, 5, 1), betreff="Bibliothek am Weiher", name="bibliothek.txt",
)  # fmt: skip
BASE = (OLD, OTHER, ASKED, LIBRARY)


def later(number: int, question: str, answer: str, **changes: Any) -> Paper:
    """A paper of a later day, in words that the earlier ones use too."""
    values: dict[str, Any] = {"vorlage": f"ST/{number:04}/2024", "datum": date(2024, 6, 1), "name": f"{number}.txt"}
    return reply((question, answer), **{"betreff": "Mensa der Grundschule Talblick", **values, **changes})


def planted() -> list[Paper]:
    """Later papers that would give the answer away, or that shift what is counted over all papers."""
    answer = "Ein Anbau für die Bibliothek am Weiher ist für 2025 geplant."
    very = later(100, BUILDING, answer)
    corrected = later(10, QUESTION, "Die Mensa der Grundschule Talblick hat 132 Plätze.", vorlage="ST/0010/2020")
    same_day = later(101, QUESTION, "Die Mensa der Grundschule Talblick hat 132 Plätze.", datum=ASKED.inhalt.datum)
    undated = later(102, QUESTION, "Die Mensa der Grundschule Talblick hat 132 Plätze.", datum=None)
    many = [later(200 + i, QUESTION, f"Plätze der Mensa Talblick, Bericht {i}, Umbau, Anbau.") for i in range(12)]
    return [very, corrected, same_day, undated, *many]


def test_planted_later_papers_with_the_very_answer_change_no_draft_byte_for_byte(tmp_path: Path) -> None:
    without = House(tmp_path / "ohne", BASE)
    alone = {row["dokument_id"]: row for row in without.backtest()}
    with_them = House(tmp_path / "mit", [*BASE, *planted()])
    among = {row["dokument_id"]: row for row in with_them.backtest()}
    own = [i for i in alone if i != "stellungnahme:ST/10/2020"]  # of that one the planted paper is a new version
    assert len(own) == 3
    for dokument_id in own:
        assert json.dumps(among[dokument_id]).encode() == json.dumps(alone[dokument_id]).encode()
    quoted = json.dumps([p["entwuerfe"] for p in among["stellungnahme:ST/12/2023"]["punkte"]])
    assert "84 Pl" in quoted
    assert "132" not in quoted


def test_those_papers_would_show_through_a_mere_filter_over_todays_index(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    question = Query(QUESTION, "Mensa der Grundschule Talblick", before=date(2023, 5, 1))
    without, among = House(tmp_path / "ohne", BASE), House(tmp_path / "mit", [*BASE, *planted()])
    assert without.searcher.search(question) != among.searcher.search(question)


def test_a_later_version_of_the_motion_is_not_the_one_that_was_answered(tmp_path: Path) -> None:
    numbered = replace(ASKED, inhalt=replace(ASKED.inhalt, antrag="AT/0005/2023"))
    house = House(tmp_path / "haus", [OLD, numbered, motion("Wie viele Plätze hat die Mensa?", date(2023, 4, 1))])
    house.archive.store(motion("Was ergab der Umbau mit 132 Plätzen?", date(2024, 4, 1)), now=NOW)
    (case,) = [c for c in house.plan().faelle if c.vorlage == "ST/0012/2023"]
    assert (case.aus_antrag, case.stichtag) == (True, date(2023, 4, 1))
    assert case.punkte[0].anliegen[0].text == "Wie viele Plätze hat die Mensa?"


def test_a_motion_that_is_not_public_is_not_shown(tmp_path: Path) -> None:
    numbered = replace(ASKED, inhalt=replace(ASKED.inhalt, antrag="AT/0005/2023"))
    secret = motion("Was kostet das Grundstück?", date(2023, 4, 1))
    house = House(tmp_path / "haus", [numbered, replace(secret, inhalt=replace(secret.inhalt, oeffentlich=False))])
    (case,) = house.plan().faelle
    assert (case.aus_antrag, case.punkte[0].anliegen[0].text) == (False, QUESTION)


def motion(text: str, datum: date) -> Paper:
    point = Anliegen(1, "1.", text, AnliegenArt.FRAGE, (), 0, len(text))
    antrag = Antrag("AT/0005/2023", "Neue Mitte", "Mensa", datum, None, (point,))
    return Paper("antrag.txt", "0" * 64, plain(text), antrag, True)


def test_a_reply_dated_before_its_own_motion_is_hidden_all_the_same(tmp_path: Path) -> None:
    early = replace(ASKED, inhalt=replace(ASKED.inhalt, antrag="AT/0005/2023"))
    house = House(tmp_path / "haus", [OLD, early, motion(QUESTION, date(2023, 9, 1))])
    cases = {c.vorlage: c for c in house.plan().faelle}
    assert cases["ST/0012/2023"].stichtag == date(2023, 5, 1)


def test_time_does_not_run_backwards(tmp_path: Path) -> None:
    past = House(tmp_path / "haus", BASE).past()
    past.reach(date(2022, 1, 1))
    with pytest.raises(ValueError, match="has passed"):
        past.reach(date(2021, 4, 1))
    past.close()


def test_a_replaced_version_counts_until_the_new_one_is_dated() -> None:
    days = timeline(
        [
            PassageDay("a@1#1", "a", 1, date(2020, 1, 1)),
            PassageDay("a@2#1", "a", 2, date(2022, 1, 1)),
            PassageDay("b@1#1", "b", 1, None),
        ]
    )
    assert [(d.datum.year, d.neu, d.ersetzt) for d in days] == [
        (2020, ("a@1#1",), ()),
        (2022, ("a@2#1",), ("a@1#1",)),
    ]


def test_a_stopped_run_goes_on_and_ends_in_the_same_result(tmp_path: Path) -> None:
    whole = House(tmp_path / "ganz", BASE).backtest()
    house = House(tmp_path / "halb", BASE)

    def stop(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.backtest(stop)
    kept = house.home / "ergebnisse.jsonl"
    assert len(kept.read_text().splitlines()) == 1
    with kept.open("a") as file:
        file.write('{"schluessel": "abgeris')  # the process died while it wrote
    assert json.dumps(house.backtest()) == json.dumps(whole)
    assert house.done == ["schon nachgespielt", "ST/0011/2021", "ST/0012/2023", "ST/0013/2023"]


def test_another_earlier_paper_makes_a_result_stale(tmp_path: Path) -> None:
    house = House(tmp_path / "haus", BASE)
    before = house.plan().schluessel
    house.archive.store(later(1, "Was gibt es?", "Es gibt einen Zaun.", datum=date(2021, 1, 1)), now=NOW)
    after = house.plan().schluessel
    changed = {i for i in before if before[i] != after[i]}
    assert changed == {f"stellungnahme:ST/{number}" for number in ("11/2021", "12/2023", "13/2023")}


def test_a_result_does_not_outlive_its_paper(tmp_path: Path) -> None:
    house = House(tmp_path / "haus", BASE)
    house.backtest()
    todo = house.plan()
    results = Ergebnisse(house.home / "ergebnisse.jsonl")
    results.tidy(todo.schluessel, todo.papiere - {"stellungnahme:ST/12/2023"})
    assert "ST/0012/2023" not in (house.home / "ergebnisse.jsonl").read_text()


def test_what_is_not_public_is_neither_replayed_nor_quoted(tmp_path: Path) -> None:
    secret = replace(OLD, oeffentlich=False)
    house = House(tmp_path / "haus", [secret, OTHER, ASKED])
    assert house.plan().ausgelassen.total() == 1
    assert "3,90" not in json.dumps(house.backtest())


@pytest.mark.slow
def test_the_full_archive_drafts_like_one_that_ends_the_day_before(tmp_path: Path) -> None:
    """On the sample papers, for every reply of eight days, against an archive that was never told of more."""
    papers = _sample_papers()
    house = House(tmp_path / "voll", papers)
    cases = house.plan().faelle
    days = sorted({c.stichtag for c in cases})[4::4][:8]
    past = house.past()
    spoken = 0
    for day in days:
        known = [p for p in papers if p.inhalt.datum is not None and p.inhalt.datum < day]
        old = House(tmp_path / f"bis-{day}", known)
        past.reach(day)
        for case in (c for c in cases if c.stichtag == day):
            drafts = _drafts(past.desk, case)
            assert drafts == _drafts(old.desk, case)
            spoken += sum(bool(draft.saetze) for draft in drafts)
        old.index.close()
    past.close()
    assert spoken  # else there would have been nothing to compare


def _drafts(desk: Desk, case: Fall) -> list[Entwurf]:
    points = [a for p in case.punkte for a in p.anliegen]
    return desk.drafts(points, case.betreff, stichtag=case.stichtag - timedelta(days=1))


@cache
def _sample_papers() -> tuple[Paper, ...]:
    sources, _ = find_files([papers_folder()])
    read = [read_papers(s, data=s.load(), sha256=s.name) for s in sources]
    return tuple(p for papers in read for p in papers if p.inhalt.art is Art.STELLUNGNAHME)
