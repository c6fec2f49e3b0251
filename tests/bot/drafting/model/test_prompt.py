"""The prompt file: what it must hold, what is filled in, and that nothing from outside gets out of its fence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafting.model import prompt as module
from bot.drafting.model.prompt import data, load_prompt, parse_prompt
from bot.drafting.model.units import units_of
from bot.drafting.model.wish import topic_of
from corpus.errors import StellwerkError
from tests.bot.drafting.model.office import Paper

GOOD = "=== Anweisung ===\nSchreibe.\n=== Punkt ===\n$anliegen $belege\n=== Nachbesserung ===\n$abgelehnt\n"
PAPER = Paper()
UNITS = units_of(PAPER.draft(), PAPER.text_of)


@dataclass(frozen=True)
class Example:
    frage: str = "Wie hoch ist der Beitrag?"
    vorher: str = "Der Beitrag beträgt 5 Euro."
    nachher: str | None = None
    grund: str | None = "Zu knapp."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "=== Anweisung ==="),
        (GOOD.replace("=== Nachbesserung ===", ""), "=== Nachbesserung ==="),
        (GOOD.replace("$belege", ""), "$belege"),
        (GOOD.replace("$anliegen", "$anliegen $name"), "$name"),
        (GOOD.replace("Schreibe.", "Kosten in $ nennen."), "$$"),
        (GOOD.replace("Schreibe.", "$wunsch"), "$wunsch"),
    ],
)
def test_a_prompt_file_that_cannot_work_is_refused_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    """At the first motion, not in the middle of one."""
    file = tmp_path / "prompt.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StellwerkError) as caught:
        load_prompt(file)
    assert said in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The setting is named too."""
    with pytest.raises(StellwerkError, match="STELLWERK_MODEL_PROMPT"):
        load_prompt(tmp_path / "fehlt.md")


def test_the_hash_is_that_of_the_file() -> None:
    """A draft's record tells which words led to it."""
    own = Path(module.__file__).parent / "prompt.md"
    assert load_prompt().sha256 == hashlib.sha256(own.read_bytes()).hexdigest()
    assert parse_prompt(GOOD, "x").sha256 != load_prompt().sha256


def test_the_point_holds_sources_tone_examples_and_wish() -> None:
    """At most three examples, each with what was made of it."""
    text = load_prompt().point(
        "Wie geht es weiter?", UNITS, ton=["Wir antworten so."], beispiele=[Example()] * 5, wunsch="kürzer"
    )
    assert "B1: Die Stadt ist seit dem 1. März 2021" in text
    assert "Wir antworten so." in text
    assert text.count("Wie hoch ist der Beitrag?") == 3
    assert "nachher: abgelehnt" in text
    assert "kürzer" in text


def test_without_tone_examples_and_wish_nothing_speaks_of_them() -> None:
    """Headings without content only confuse a small model."""
    text = load_prompt().point("Wie geht es weiter?", UNITS)
    assert "Wunsch" not in text
    assert "Amt (nur Ton" not in text
    assert text.startswith("Punkt des Antrags:")


@given(st.text(alphabet=st.sampled_from("<>ab $\n\u200b\u202e\x00{}"), max_size=80))
def test_nothing_from_outside_closes_its_fence(text: str) -> None:
    """As many fences open as close, whatever a motion says; no invisible character goes out; $ is no placeholder."""
    prompt = load_prompt()
    empty = prompt.point("x", UNITS)
    full = prompt.point(text, UNITS, ton=[text], beispiele=[Example(text, text, text, text)], wunsch=text or "x")
    assert full.count("<<<") == full.count(">>>") == empty.count("<<<") + 3
    assert not set(full) & {"\u200b", "\u202e", "\x00"}
    assert "\n" not in data(text)


def test_a_megabyte_on_one_line_is_cut() -> None:
    """The point tells what is asked; its first lines do."""
    assert len(load_prompt().point("x" * 1_000_000 + " " + "wort " * 100, UNITS)) < 6_000


@pytest.mark.parametrize(
    ("wish", "topic"),
    [
        ("kürzer", ""),
        ("bitte etwas freundlicher und kürzer", ""),
        ("kürzer, mehr zu den Kosten", "mehr zu den Kosten"),
        ("mehr zu den Fördermitteln", "mehr zu den Fördermitteln"),
        ("In ganzen Sätzen, bitte.", ""),
        ("Kurzarbeit und Einfachverglasung", "Kurzarbeit und Einfachverglasung"),
    ],
)
def test_only_what_a_wish_is_about_is_searched_for(wish: str, topic: str) -> None:
    """Nobody finds a paper by "kürzer"."""
    assert topic_of(wish) == topic
