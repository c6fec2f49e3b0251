"""What speaks of something else is never said to be what a point wants, however many words the two share."""

from __future__ import annotations

import pytest

from corpus.domain import Anliegen, AnliegenArt
from retrieval.premise.reading import read_point, said_by
from retrieval.premise.vetoes import forbids
from retrieval.statements import statements_of
from tests.builders import passage


def forbidden(wanted: str, answer: str, nth: int = 0) -> bool:
    """Whether the nth clause of an answer can't be what the point wants."""
    point = read_point(Anliegen(1, None, wanted, AnliegenArt.FORDERUNG, (), 0, len(wanted)))
    said = said_by(statements_of(passage(answer, betreff=None)))
    return forbids(point, said[nth], said, lambda _: 1.0)


@pytest.mark.parametrize(
    ("wanted", "other", "same"),
    [
        (
            "Das zweite Kindergartenjahr wird beitragsfrei gestellt.",
            "Das dritte Kindergartenjahr ist seit 2022 beitragsfrei.",
            "Das zweite Kindergartenjahr ist seit 2022 beitragsfrei.",
        ),
        (
            "Die Linie 6 fährt künftig sonntags.",
            "Die Linie 4 fährt seit 2022 sonntags.",
            "Die Linie 6 fährt seit 2022 sonntags.",
        ),
        (
            "Das Freibad bleibt bis Mitte September geöffnet.",
            "Das Freibad ist bis Ende August geöffnet.",
            "Das Freibad ist bis Mitte September geöffnet.",
        ),
        (
            "Vor der Lindenschule wird Tempo 30 angeordnet.",
            "Vor der Ahornschule gilt seit 2021 Tempo 30.",
            "Vor der Lindenschule gilt seit 2021 Tempo 30.",
        ),
        (
            "An allen Grundschulen wird ein Frühstück angeboten.",
            "An zwei Grundschulen wird seit 2023 ein Frühstück angeboten.",
            "An allen Grundschulen wird seit 2023 ein Frühstück angeboten.",
        ),
        (
            "Mit der Musterbau AG wird ein Erbbaurecht vereinbart.",
            "Die Musterbau AG errichtet seit 2021 am Anger Wohnungen.",
            "Mit der Musterbau AG besteht seit 2021 ein Erbbaurecht.",
        ),
        (
            "Die Verwaltung erarbeitet ein Konzept für den Radverkehr.",
            "Das Konzept nennt den Radverkehr.",
            "Das Konzept für den Radverkehr liegt seit 2021 vor.",
        ),
        (
            "Am Hafen wird ein Spielplatz angelegt.",
            "Soweit dies möglich ist, wird am Hafen ein Spielplatz angelegt.",
            "Am Hafen wurde 2021 ein Spielplatz angelegt.",
        ),
        (
            "Der Rat fordert die Stadtwerke auf, dieses Anliegen bald umzusetzen.",
            "Der Rat fordert die Stadtwerke auf, dieses Anliegen bald umzusetzen.",
            "Die Stadtwerke haben dieses Anliegen bereits umgesetzt.",
        ),
        (
            "Die Straße wird mit einem Parkverbot versehen.",
            "Ein Parkverbot führt in der Straße zu weniger Stellplätzen.",
            "In der Straße gilt seit 2021 ein Parkverbot.",
        ),
        (
            "Die Stadt hält bei Ladezonen die Gehwegbreite immer ein.",
            "In der Ladezone am Markt ist die Gehwegbreite eingehalten.",
            "Bei Ladezonen wird die Gehwegbreite seit 2021 immer eingehalten.",
        ),
        (
            "Ein Nachttaxi wird eingeführt.",
            "Mehrere benachbarte Städte haben ein Nachttaxi eingeführt.",
            "Die Stadt hat ein Nachttaxi eingeführt.",
        ),
        (
            "In Quorrbeck wird ein Trinkbrunnen aufgestellt.",
            "Am Marktplatz steht seit 2021 ein Trinkbrunnen.",
            "In Quorrbeck steht seit 2021 ein Trinkbrunnen.",
        ),
        (
            "Es wird eine Liste geführt. Sie nennt i) Pflichten, über die eine andere politische Ebene entscheidet.",
            "i) Pflichten, über die eine andere politische Ebene entscheidet.",
            "Die Liste nennt seit 2021 auch Pflichten, über die eine andere Ebene entscheidet.",
        ),
        (
            "Das Rathaus erhält auf seinem Dach eine Solaranlage.",
            "Auf der Feuerwache ist seit 2021 eine Solaranlage in Betrieb.",
            "Auf dem Rathaus ist seit 2021 eine Solaranlage in Betrieb.",
        ),
        (
            "Kinder unter zwölf Jahren dürfen kostenlos ins Bad.",
            "Kinder bis sechs Jahre haben im Bad freien Eintritt.",
            "Kinder bis elf Jahre haben im Bad freien Eintritt.",
        ),
        (
            "In Quorrbeck entsteht ein Jugendtreff.",
            "Ein Jugendtreff besteht seit 2021 in Zwillmoor.",
            "Ein Jugendtreff besteht seit 2021 in Quorrbeck.",
        ),
    ],
)
def test_another_one_only_some_or_a_mere_intent_is_not_what_is_wanted(wanted: str, other: str, same: str) -> None:
    assert forbidden(wanted, other)
    assert not forbidden(wanted, same)


def test_what_only_the_question_says_is_not_said() -> None:
    """A reply prints the point that it answers: the bonus stands in the question alone."""
    wanted = "Für die Beschäftigten der städtischen Betriebe wird ein Anwesenheitsbonus eingeführt."
    answer = "Seit 2012 besteht für die Beschäftigten der städtischen Betriebe ein Beratungsdienst."
    point = read_point(Anliegen(1, None, wanted, AnliegenArt.FORDERUNG, (), 0, len(wanted)))
    for asked, hidden in ((wanted, True), ("Welchen Anwesenheitsbonus gibt es?", False)):
        said = said_by(statements_of(passage(answer, betreff="Anwesenheitsbonus", frage=asked)))
        assert forbids(point, said[0], said, lambda _: 1.0) is hidden


def test_what_stands_beside_a_denial_of_the_very_thing_is_something_else() -> None:
    wanted = "In der Innenstadt wird ein Fahrradverleih eingerichtet."
    beside = "Das Radhaus verleiht seit 2015 zwölf Räder."
    assert forbidden(wanted, f"Ein Fahrradverleih besteht in der Innenstadt nicht. {beside}", nth=1)
    assert not forbidden(wanted, beside)
