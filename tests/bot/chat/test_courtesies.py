"""A courtesy is known for one, and nothing that may be an answer is taken for one."""

from __future__ import annotations

import pytest

from bot.chat.courtesies import is_courtesy


@pytest.mark.parametrize(
    "text",
    [
        "danke!", "Danke schön", "Vielen Dank für die schnelle Hilfe!", "ok", "Okay, danke", "👍", "🙏🏻",
        "Alles klar.", "Guten Morgen", "Hallo zusammen", "Super, vielen Dank", "Verstanden", "In Ordnung, danke Ihnen",
        "Danke, schönes Wochenende!", "Viele Grüße",
    ],
)  # fmt: skip
def test_thanks_and_greetings_are_courtesies(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "–", "?", "morgen", "bis morgen", "Amt 66", "Ordnungsamt", "10.12.2026", "Nicht in Ordnung.", "ja",
        "nein", "mehr zu den Kosten", "Danke für den Hinweis; das Bad ist seit 2020 geschlossen.", "Bitte bis morgen",
        "gut", "Die Stadt dankt den Ehrenamtlichen.", "Klar formulieren", "Der Ton ist zu freundlich", "66",
    ],
)  # fmt: skip
def test_what_may_be_an_answer_is_none(text: str) -> None:
    assert not is_courtesy(text)
