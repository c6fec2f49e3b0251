"""Only what says it of the demanded thing itself meets a demand; more of something is not met by its being there."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.domain import Anliegen, AnliegenArt
from retrieval.demand import demand_of
from retrieval.premise.check import OVERTURNED, Befund, check_premise
from retrieval.statements import statements_of
from tests.builders import passage


def found(wish: str, sentence: str) -> Befund | None:
    point = Anliegen(1, "1.", wish, AnliegenArt.FORDERUNG, (), 0, len(wish))
    premise = check_premise(point, statements_of(passage(sentence, datum=date(2024, 3, 1))), rarity=lambda _: 1.0)
    return premise.befund if premise.befund in OVERTURNED else None


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ("ein Jugendzentrum einzurichten", "Das Jugendzentrum besteht seit dem 1. Mai 2021."),
        ("Die Stadt richtet eine Ehrenamtsbörse ein.", "Die Ehrenamtsbörse ist seit 2022 eingerichtet."),
        ("ein Archiv aufzubauen", "Das Stadtarchiv besteht seit 1952."),
        ("ein Portal aufzubauen", "Das Datenportal ist seit 2022 online."),
        ("in der Hafenstraße Tempo 30 anzuordnen", "In der Hafenstraße gilt seit 2023 Tempo 30."),
        (
            "dass die Stadt dem Bund Musterland e. V. beitritt",
            "Die Stadt ist seit 2019 Mitglied im Bund Musterland e. V.",
        ),
        ("den Uferweg zu beleuchten", "Der Uferweg ist seit 2020 beleuchtet."),
        ("Wir fordern, dass die Stadt einen Seniorenbeirat einsetzt.", "Der Seniorenbeirat besteht seit 2014."),
        ("Rettungswagen von der Maut zu befreien", "Mautfrei sind seit 2021 alle Rettungswagen der Maut."),
        ("ein Repair-Café einzurichten", "Das Repair-Café besteht seit 2022."),
        (
            "die Heizung der Turnhalle auf Fernwärme umzustellen",
            "Die Heizung der Turnhalle wurde auf Fernwärme umgestellt.",
        ),
        ("eine zweite Skateanlage zu bauen", "Die zweite Skateanlage ist seit 2023 eröffnet."),
        ("ein zweites Frauenhaus einzurichten", "Seit 2021 bestehen zwei Frauenhäuser."),
        ("die Mensa bis 18 Uhr zu öffnen", "Die Mensa ist seit 2022 bis 18 Uhr geöffnet."),
        ("den Fahrplan um Nachtfahrten zu erweitern", "Der Fahrplan ist bereits um Nachtfahrten erweitert."),
        ("in allen Schulen Trinkbrunnen aufzustellen", "In allen Schulen gibt es bereits Trinkbrunnen."),
        ("die Sperrung der Moorstraße aufzuheben", "Die Sperrung der Moorstraße wurde 2022 aufgehoben."),
        ("ob ein Mietspiegel erstellt werden kann", "Der Mietspiegel besteht seit dem 1. Januar 2020."),
    ],
)
def test_what_is_so_of_the_thing_itself_meets_the_demand(wish: str, sentence: str) -> None:
    assert found(wish, sentence) is Befund.BEREITS_ERFUELLT


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        # another thing that shares a part of the word
        ("eine Blumenwiese anzulegen", "Gebührenfrei sind seit 2020 Schnittblumen auf dem Markt."),
        ("eine Schulstraße einzurichten", "Die Schule besteht seit 1974."),
        ("ein Fahrradparkhaus zu bauen", "Die Fahrradstraße besteht seit 2020."),
        ("ein Portal einzurichten", "Die Portalgebühr besteht seit 2020."),
        # more of what is there
        ("die Bibliothek zu erweitern", "Die Bibliothek besteht seit 1980."),
        ("ob die Bibliothek erweitert wird", "Die Bibliothek ist seit 2015 online."),
        ("eine zweite Skateanlage zu bauen", "Die Skateanlage ist seit 2016 eröffnet."),
        ("Die Stadt stellt weitere Parkbänke auf.", "Parkbänke gibt es bereits seit 1990."),
        ("Weitere Trinkbrunnen werden aufgestellt.", "Trinkbrunnen gibt es seit 2019."),
        ("zusätzliche Schwimmkurse anzubieten", "Schwimmkurse gibt es seit 2018."),
        ("mehr Fahrradständer aufzustellen", "Fahrradständer gibt es seit 2018."),
        ("Die Stadt baut das Radwegenetz aus.", "Das Radwegenetz besteht seit 2018."),
        ("einen Ausbau der Sternwarte", "Die Sternwarte besteht seit 1970."),
        (
            "die Partnerschaft mit Beispielburg zu intensivieren",
            "Die Partnerschaft mit Beispielburg besteht seit 1985.",
        ),
        ("die Öffnungszeit des Museums zu verlängern", "Die Öffnungszeit des Museums wurde bereits verlängert."),
        ("den Fahrplan um Nachtfahrten zu erweitern", "Der Fahrplan wurde bereits um Frühfahrten erweitert."),
        ("die Zahl der Praktikumsplätze zu erhöhen", "Praktikumsplätze gibt es seit 2012."),
        ("eine neue Feuerwache zu bauen", "Die Feuerwache besteht seit 1965."),
        ("eine bessere Beleuchtung zu schaffen", "Die Beleuchtung besteht seit 1999."),
        ("in allen Schulen Trinkbrunnen aufzustellen", "In zwei Schulen gibt es bereits Trinkbrunnen."),
        # something else is to be done with it
        ("den Uferweg zu beleuchten", "Der Uferweg besteht seit 1995."),
        ("das Rathausdach zu begrünen", "Das Rathausdach ist seit 2016 fertiggestellt."),
        ("die Bolzplätze zu überdachen", "Bolzplätze bestehen seit 2001."),
        # not so, or not so yet
        ("ein Jugendzentrum einzurichten", "Ein Jugendzentrum besteht nicht."),
        ("ein Jugendzentrum einzurichten", "Ein Jugendzentrum soll ab 2027 bestehen."),
    ],
)
def test_what_is_so_of_something_else_or_less_of_it_does_not(wish: str, sentence: str) -> None:
    assert found(wish, sentence) is not Befund.BEREITS_ERFUELLT


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ("ein Rechenzentrum einzurichten", "Das Jugendzentrum hat der Stadtrat abgelehnt."),
        ("eine Blumenwiese anzulegen", "Den Blumenmarkt hat der Stadtrat abgelehnt."),
    ],
)
def test_the_refusal_of_another_thing_decides_nothing(wish: str, sentence: str) -> None:
    assert found(wish, sentence) is None


def test_what_a_point_demands_stands_neither_after_a_preposition_nor_in_the_genitive() -> None:
    demand = demand_of("Neben dem Sportplatz wird auf dem Gelände der Brauerei ein Kletterturm gebaut.")
    assert [noun[0] for noun in demand.kern] == ["kletterturm"]
    demand = demand_of("die Einrichtung einer Sternwarte am Hang")
    assert [noun[0] for noun in demand.kern] == ["sternwart"]


@pytest.mark.parametrize("wish", ["nicht mehr als drei Bäume zu fällen", "mehr als drei Bänke aufzustellen"])
def test_a_limit_is_no_wish_for_more(wish: str) -> None:
    assert not demand_of(wish).mehr


def test_no_longer_is_no_wish_for_more() -> None:
    assert not demand_of("Auf Festen wird nicht länger Einweggeschirr verkauft.").mehr
    assert demand_of("Auf Festen wird länger Musik gespielt.").mehr
