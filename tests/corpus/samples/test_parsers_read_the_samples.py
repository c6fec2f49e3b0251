"""The parsers understand the sample papers as the person did who wrote them (`parse_erwartet.jsonl`)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from corpus.domain import Antrag, Stellungnahme
from corpus.parsing.antrag import parse_antraege
from corpus.parsing.kind import detect_kind
from corpus.parsing.stellungnahme import parse_stellungnahme
from corpus.reading import read_file
from corpus.reading.lesefassung import prepare
from corpus.samples import motions_folder, papers_folder

LABELS = [
    json.loads(line)
    for line in (papers_folder().parent / "parse_erwartet.jsonl").read_text(encoding="utf-8").splitlines()
]
MOTIONS = [label for label in LABELS if label["art"] == "antrag"]
PAPERS = [label for label in LABELS if label["art"] != "antrag"]
SCAN = "st-0014-2023-kulturfoerderung.txt"


@cache
def text_of(datei: str) -> str:
    folder = motions_folder() if any(datei == motion["datei"] for motion in MOTIONS) else papers_folder()
    return prepare(read_file(folder / datei)).text


def single_spaced(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def first_and_last_words(text: str) -> tuple[str, str]:
    words = text.split()
    return " ".join(words[:4]), " ".join(words[-4:])


def motion_of(datei: str) -> Antrag:
    (motion,) = parse_antraege(text_of(datei))
    return motion


def reply_of(datei: str) -> Stellungnahme:
    return parse_stellungnahme(text_of(datei))


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label["datei"])
def test_the_kind_of_a_sample_is_told_from_its_text(label: dict[str, Any]) -> None:
    assert detect_kind(text_of(label["datei"])) == label["art"]


@pytest.mark.parametrize(
    "label", [paper for paper in PAPERS if paper["datei"] != SCAN], ids=lambda paper: paper["datei"]
)
def test_the_head_of_a_paper_is_read_as_printed(label: dict[str, Any]) -> None:
    reply = reply_of(label["datei"])
    fields = ("vorlage", "antrag", "dezernat", "amt", "betreff", "fraktion")
    fields += ("finanzielle_auswirkungen", "beschlussempfehlung")

    assert {field: single_spaced(getattr(reply, field)) for field in fields} == {
        field: label[field] for field in fields
    }
    assert str(reply.datum) == label["datum"]
    assert [(str(station.datum), station.gremium) for station in reply.gremienweg] == [
        (station["datum"], station["gremium"]) for station in label["gremienweg"]
    ]


@pytest.mark.parametrize("label", PAPERS, ids=lambda paper: paper["datei"])
def test_public_is_only_what_says_so(label: dict[str, Any]) -> None:
    assert reply_of(label["datei"]).oeffentlich is label["oeffentlich"]


@pytest.mark.parametrize(
    "label", [paper for paper in PAPERS if paper["datei"] != SCAN], ids=lambda paper: paper["datei"]
)
def test_the_answers_of_a_paper_are_cut_where_they_begin_and_end(label: dict[str, Any]) -> None:
    found = [(list(answer.nr), *first_and_last_words(answer.antwort)) for answer in reply_of(label["datei"]).antworten]

    assert found == [(answer["nr"], answer["anfang"], answer["ende"]) for answer in label["antworten"]]


def test_a_misread_scan_keeps_its_numbers_days_and_answers() -> None:
    label = next(paper for paper in PAPERS if paper["datei"] == SCAN)
    reply = reply_of(SCAN)

    assert (reply.vorlage, reply.antrag, reply.fraktion) == (label["vorlage"], label["antrag"], label["fraktion"])
    assert [str(station.datum) for station in reply.gremienweg] == ["2023-02-09"]
    assert [list(answer.nr) for answer in reply.antworten] == [["1"], ["2"], ["3"]]
    assert "Eine Erhöhung für das Jahr 2024 wird geprüft." in single_spaced(reply.antworten[0].antwort)


@pytest.mark.parametrize(
    "label",
    [pytest.param(label, id=label["datei"]) for label in MOTIONS],
)
def test_a_motion_is_cut_into_its_points(label: dict[str, Any]) -> None:
    motion = motion_of(label["datei"])

    assert (motion.nummer, motion.fraktion, motion.betreff) == (label["nummer"], label["fraktion"], label["betreff"])
    assert str(motion.datum) == label["datum"]
    assert str(motion.sitzung) == str(label["sitzung"])
    assert [
        (
            point.marke,
            single_spaced(point.text).rstrip("."),
            point.art.value,
            [single_spaced(part) for part in point.teile],
        )
        for point in motion.anliegen
    ] == [(point["marke"], point["text"].rstrip("."), point["art"], point["teile"]) for point in label["anliegen"]]
