"""Motion, reply or note, told from the text alone."""

from __future__ import annotations

import pytest

from corpus.domain import Art
from corpus.parsing.kind import detect_kind
from tests.corpus.parsing.papers import COLUMN_HEAD, FORM_HEAD, LETTER_HEAD

QUESTIONS = "1. Wird gereinigt?\n2. Gibt es Körbe?\n3. Wer leert sie?\n"
ANSWERED = (
    "1. Wird gereinigt?\n\nJa, täglich.\n\n2. Gibt es Körbe?\n\nJa, vierzig.\n\n3. Wer leert sie?\n\nDer Bauhof.\n"
)


@pytest.mark.parametrize("head", [FORM_HEAD, LETTER_HEAD, COLUMN_HEAD])
def test_a_title_makes_a_reply(head: str) -> None:
    assert detect_kind(head + ANSWERED) is Art.STELLUNGNAHME


@pytest.mark.parametrize(
    "title", ["Antrag", "ANFRAGE", "A n t r a g", "ÄNDERUNGSANTRAG", "Kleine Anfrage", "Antrag AN/2024/7"]
)
def test_a_title_makes_a_motion(title: str) -> None:
    assert detect_kind(f"Stadtrat Hohenwerder\n\n{title}\n\nKörbe im Kurpark\n\n{QUESTIONS}") is Art.ANTRAG


def test_a_motion_may_quote_an_earlier_reply() -> None:
    text = "Anfrage\n\nIn der Stellungnahme der Verwaltung vom 3. Mai hieß es:\nZu 1: Es gibt 40 Körbe.\n\n" + QUESTIONS
    assert detect_kind(text) is Art.ANTRAG


@pytest.mark.parametrize(
    "title", ["Vermerk", "Aktenvermerk", "AKTENVERMERK", "Gesprächsvermerk vom 3. Mai 2024", "Vermerk:"]
)
def test_a_title_makes_a_note(title: str) -> None:
    assert detect_kind(f"Stadt Hohenwerder\n{title}\n\nDie Stadt ist Mitglied.\n") is Art.VERMERK


def test_without_a_title_answered_questions_make_a_reply() -> None:
    assert detect_kind("Körbe im Kurpark\n\n" + ANSWERED) is Art.STELLUNGNAHME
    assert detect_kind("Körbe im Kurpark\n\n" + QUESTIONS) is Art.ANTRAG


def test_a_message_that_asks_is_a_motion() -> None:
    assert (
        detect_kind("Sehr geehrte Damen und Herren,\n\nuns fiel auf, dass Körbe fehlen. Wir bitten um Auskunft.")
        is Art.ANTRAG
    )


def test_a_motion_that_names_its_costs_and_the_rules_it_is_filed_by_stays_a_motion() -> None:
    text = (
        "Gemeinde Hohenwerder\nAntrag gem. § 34 GemO\nSachverhalt:\nDas Dach ist undicht.\n\nBeschlussvorschlag:\n"
        "1. Das Dach wird saniert.\n\nFinanzielle Auswirkungen: 35.000 Euro\n"
    )
    assert detect_kind(text) is Art.ANTRAG
