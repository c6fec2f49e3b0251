"""What kind of value a question wants, and whether an answer has it."""

from __future__ import annotations

import pytest

from retrieval.wanted import fits


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("Was kostet eine Jahreskarte?", "Sie kostet 30 Euro.", "Sie wird im Rathaus ausgegeben."),
        ("Wie viele Bäume wurden gepflanzt?", "Gepflanzt wurden 120.", "Gepflanzt wurde entlang der Allee."),
        ("Wann hat das Bad geöffnet?", "Von 8 bis 20 Uhr.", "Es liegt am See."),
        ("Wann beginnt der Bau?", "Im Frühjahr.", "Der Bau ist vergeben."),
        ("Ist die Stadt Mitglied?", "Ja, sie trat bei.", "Der Verband hat 40 Mitglieder."),
        ("Warum ist die Brücke gesperrt?", "Weil ein Lager brach.", "Die Umleitung ist beschildert."),
    ],
)
def test_an_answer_has_the_kind_of_value_that_is_wanted_or_lacks_it(question: str, has: str, lacks: str) -> None:
    assert (fits(question, has), fits(question, lacks)) == (1.0, -1.0)


def test_where_no_kind_is_wanted_nothing_fits_or_fails() -> None:
    assert fits("Zustand der Spielplätze", "30 Euro seit 2019.") == 0.0
