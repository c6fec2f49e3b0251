"""The report is one file without script or network, escapes what papers say, and its figures add up."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from bot.drafting.backtest.figures import figures, share
from bot.drafting.backtest.judging import Klasse
from bot.drafting.backtest.report import render

NOW = datetime(2026, 11, 23, 9, 0)


def row(
    *classes: Klasse, amt: str | None = "40-Schulamt", datum: str = "2023-05-01", text: str = "Die Mensa hat Platz."
) -> dict[str, Any]:
    """A replayed reply with a point of each of these classes."""
    points = [
        {
            "nr": [str(nr)], "fragen": ["Wie groß ist die Mensa?"], "antwort": text, "grundlage": 0.1 * nr,
            "klasse": klasse.value, "abgedeckt": float(klasse is Klasse.TREFFEND),
            "vorhanden": float(klasse in (Klasse.TREFFEND, Klasse.ZU_UNRECHT_GESCHWIEGEN)),
            "spaetere_saetze": [{"text": text, "getroffen": klasse is Klasse.TREFFEND, "frueher": None}],
            "entworfene_saetze": [], "entwuerfe": [],
        }
        for nr, klasse in enumerate(classes, 1)
    ]  # fmt: skip
    return {
        "dokument_id": f"stellungnahme:{amt}{datum}", "dokument": "a.txt", "vorlage": "ST/1/2023", "betreff": "Mensa",
        "amt": amt, "datum": datum, "stichtag": datum, "gefragt": "stellungnahme", "punkte": points,
    }  # fmt: skip


def shown(*rows: dict[str, Any], **changes: Any) -> str:
    values: dict[str, Any] = {"waiting": 0, "left_out": {}, **changes}
    return render(figures(rows, **values), rows, city="Velmenau", made=NOW)


def test_the_classes_add_up_to_the_points() -> None:
    found = figures([row(*Klasse), row(Klasse.TREFFEND)], waiting=2, left_out={"ohne_frage": 3})
    assert (found["punkte"], found["bewertbar"]) == (8, 7)
    assert sum(found["klassen"].values()) == 8
    k = found["kennzahlen"]
    assert (k["gesprochen"]["zahl"], k["gesprochen"]["von"]) == (5, 7)
    assert k["brauchbar_wenn_gesprochen"]["zahl"] + k["falsch_wenn_gesprochen"]["zahl"] == 5
    assert (k["inhalt_lag_vor"]["zahl"], k["gefunden_wenn_vorhanden"]["zahl"]) == (3, 2)
    assert sum(g["punkte"] for g in found["nach_amt"]) == sum(g["punkte"] for g in found["nach_jahr"]) == 7


def test_many_offices_are_gathered() -> None:
    rows = [row(Klasse.TREFFEND, amt=f"Amt {i:02}") for i in range(20)]
    groups = figures(rows, waiting=0, left_out={})["nach_amt"]
    assert (groups[-1]["name"], groups[-1]["punkte"], len(groups)) == ("übrige", 6, 15)


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (0, 5), (5, 5), (1, 3)])
def test_a_share_lies_in_its_interval(part: int, whole: int) -> None:
    found = share(part, whole)
    if whole:
        assert 0 <= found["unten"] <= found["anteil"] <= found["oben"] <= 1
    else:
        assert found["anteil"] is None


def test_what_a_paper_says_is_no_markup() -> None:
    html = shown(row(Klasse.DANEBEN, text="<script>alert(1)</script> Amt & Rat", amt='"><img src=x>'))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_the_report_loads_nothing() -> None:
    html = shown(row(*Klasse))
    assert not re.search(r"""(?:src|href)\s*=|@import|url\(|https?://""", html)
    assert "default-src 'none'" in html


def test_wrong_points_stand_first() -> None:
    html = shown(row(Klasse.TREFFEND, Klasse.ZU_RECHT_GESCHWIEGEN, Klasse.ANDERS, Klasse.DANEBEN))
    titles = re.findall(r"<h3>(.*?) \(", html)
    assert titles == ["Andere Angabe", "Daneben", "Treffend", "Zu Recht geschwiegen"]


def test_a_run_that_was_stopped_says_so() -> None:
    assert "Zwischenstand" in shown(row(Klasse.TREFFEND), waiting=7)
    assert "Zwischenstand" not in shown(row(Klasse.TREFFEND))


def test_nothing_to_judge_is_said_and_divides_by_nothing() -> None:
    assert "Noch ist kein Punkt bewertbar" in shown(row(Klasse.NICHT_BEWERTBAR))
