"""What will be paid, be done or be there by a day is a promise; what is so, was done or is looked into is none."""

from __future__ import annotations

import pytest

from retrieval.promise import promise_of


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Die Maßnahme wird bis 2027 umgesetzt.", "Termin"),
        ("Der Radweg wird im Frühjahr gebaut.", "Termin"),
        ("Die Stadt stellt dafür 50.000 Euro bereit.", "Geld"),
        ("Der Verein erhält einen Zuschuss.", "Geld"),
        ("Der Spielplatz wird erneuert.", "Maßnahme"),
    ],
)
def test_a_promise_is_seen_by_what_it_promises(sentence: str, kind: str) -> None:
    assert promise_of(sentence) == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "Ein Beitritt wird geprüft.",
        "Sofern Mittel bereitstehen, wird der Weg gebaut.",
        "Der Radweg wurde 2022 gebaut.",
        "Die Gebühr beträgt 20 Euro.",
        "Eine Erhöhung ist nicht vorgesehen.",
        "Die Tonne wird wöchentlich geleert.",
        "Wir danken für die Anfrage.",
    ],
)
def test_what_promises_nothing_is_left_alone(sentence: str) -> None:
    assert promise_of(sentence) is None
