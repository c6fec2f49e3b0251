"""A newer fact proposes to end or replace an older one only where it plainly speaks of the same."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.facts.extraction import facts_of
from corpus.facts.store import FaktStand, Tat
from retrieval.overtaking import Aussage, overtaken_by, overtakes, says_the_same
from tests.builders import passage


def said(text: str, year: int, kontext: str = "", nr: int = 0) -> Aussage:
    """The last fact of an answer of that year."""
    own = passage(
        text, id=f"p{year}-{nr}", dokument_id=f"d{year}-{nr}", datum=date(year, 3, 1), betreff=kontext, frage=None
    )
    fact = facts_of(own)[-1]
    return Aussage(FaktStand(fact, True, own.id, wartet=False), kontext)


def outcome(older: Aussage, newer: Aussage) -> Tat | None:
    found = overtakes(newer, older, rarity=lambda _: 1.0)
    return found.tat if found else None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Die Jahresgebühr der Artothek beträgt 18 Euro.",
            "Ab dem 1. Januar 2023 beträgt die Jahresgebühr der Artothek 24 Euro.",
            Tat.ABGELOEST,
        ),
        (
            "Die Mensa der Grundschule Seeblick hat 84 Plätze.",
            "Nach dem Umbau stehen in der Mensa der Grundschule Seeblick 132 Plätze zur Verfügung.",
            Tat.ABGELOEST,
        ),
        (
            "Die Stadt ist seit 2015 Mitglied im Bündnis Hafengrün e. V.",
            "Die Stadt ist nicht mehr Mitglied im Bündnis Hafengrün e. V.",
            Tat.BEENDET,
        ),
        (
            "Die Stabsstelle Hafenentwicklung verfügt über drei Stellen.",
            "Die Stabsstelle Hafenentwicklung wurde zum 1. Januar 2024 aufgelöst.",
            Tat.BEENDET,
        ),
    ],
)
def test_the_same_matter_with_another_word_on_it_is_proposed(old: str, new: str, expected: Tat) -> None:
    assert outcome(said(old, 2019), said(new, 2024)) is expected
    assert outcome(said(new, 2019), said(old, 2024)) is not Tat.BEENDET


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # another place, body or matter
        ("Die Mensa der Grundschule Seeblick hat 84 Plätze.", "Die Mensa der Grundschule Waldeck hat 132 Plätze."),
        (
            "Die Nordbrücke ist für den Verkehr gesperrt.",
            "Die Sperrung der Südbrücke für den Verkehr wurde aufgehoben.",
        ),
        (
            "Die Stadt ist Mitglied im Verein Hafengrün e. V.",
            "Die Mitgliedschaft im Verein Bergluft e. V. endete im Jahr 2023.",
        ),
        # the same again, and what is only planned or judged
        ("Die Jahresgebühr der Artothek beträgt 18 Euro.", "Die Jahresgebühr der Artothek beträgt weiterhin 18 Euro."),
        (
            "Die Jahresgebühr der Artothek beträgt 18 Euro.",
            "Eine Jahresgebühr von 24 Euro für die Artothek wird geprüft.",
        ),
        # what happened stays true
        ("Im Jahr 2018 wurden 61.400 Besuche im Freibad gezählt.", "Im Freibad wurden 70.100 Besuche gezählt."),
        # what was never there cannot end
        (
            "Die Stadt ist nicht Mitglied im Bündnis Hafengrün e. V.",
            "Die Stadt ist nicht mehr im Bündnis Hafengrün e. V.",
        ),
    ],
)
def test_look_alikes_repetitions_plans_and_events_propose_nothing(old: str, new: str) -> None:
    assert outcome(said(old, 2019), said(new, 2024)) is None


def test_who_holds_an_office_is_followed_by_the_next_person_and_not_by_one_of_another_office() -> None:
    old = said("Frau Dr. Beispiel leitet das Hafenamt seit dem 15. Februar 2019.", 2019)
    new = said("Seit dem 1. Mai 2023 wird das Hafenamt von Herrn Muster geleitet.", 2024)
    found = overtakes(new, old, rarity=lambda _: 1.0)
    assert found is not None
    assert (found.tat, found.gilt_bis) == (Tat.ABGELOEST, date(2023, 5, 1))
    assert outcome(old, said("Seit dem 1. Mai 2023 leitet Herr Muster das Kulturamt.", 2024)) is None
    assert outcome(old, said("Frau Beispiel leitet das Hafenamt weiterhin.", 2024)) is None


def test_an_older_paper_overtakes_nothing_and_no_paper_itself() -> None:
    old, new = "Die Mensa der Grundschule Seeblick hat 84 Plätze.", "Die Mensa der Grundschule Seeblick hat 90 Plätze."
    assert outcome(said(old, 2024), said(new, 2019)) is None
    assert outcome(said(old, 2019), said(new, 2019)) is None


def test_of_two_newer_words_the_newest_is_proposed_whichever_is_read_first() -> None:
    chain = [
        said(f"Die Mensa der Grundschule Seeblick hat {n} Plätze.", year)
        for n, year in ((84, 2018), (90, 2021), (132, 2025))
    ]
    for order in (chain, chain[::-1]):
        found = {p.aelter: p.neuer for p in overtaken_by(order, frozenset(a.stand.passage_id for a in order))}
        assert found == {chain[0].fakt.id: chain[2].fakt.id, chain[1].fakt.id: chain[2].fakt.id}


def test_only_what_is_fresh_is_compared() -> None:
    old, new = said("Die Mensa Seeblick hat 84 Plätze.", 2018), said("Die Mensa Seeblick hat 90 Plätze.", 2021)
    assert overtaken_by([old, new], frozenset()) == ()
    assert overtaken_by([old, new], frozenset({old.stand.passage_id}))


def test_the_same_said_twice_is_known_and_another_figure_or_a_denial_is_not_the_same() -> None:
    one = said("Die Stadt ist Mitglied im Bündnis Hafengrün e. V.", 2019).fakt
    assert says_the_same(one, said("Die Stadt ist bereits Mitglied im Bündnis Hafengrün e. V.", 2021).fakt)
    assert not says_the_same(one, said("Die Stadt ist nicht Mitglied im Bündnis Hafengrün e. V.", 2021).fakt)
    fee = said("Die Jahresgebühr der Artothek beträgt 18 Euro.", 2019).fakt
    assert not says_the_same(fee, said("Die Jahresgebühr der Artothek beträgt 24 Euro.", 2021).fakt)


def test_an_office_that_has_moved_is_no_longer_where_it_was() -> None:
    old = said("Die Stadtkasse befindet sich im Alten Zollhaus, Hafenstraße 4.", 2019, "Umzug der Stadtkasse")
    new = said(
        "Die Stadtkasse ist seit dem 1. Mai 2023 im Bürgerhaus, Marktplatz 2, untergebracht.", 2023, "Stadtkasse"
    )
    assert outcome(old, new) is Tat.ABGELOEST
    for other in (
        said("Die Stadtkasse ist auch im Bürgerhaus, Marktplatz 2, untergebracht.", 2023, "Stadtkasse"),
        said("Die Stadtkasse soll im Bürgerhaus, Marktplatz 2, untergebracht werden.", 2023, "Stadtkasse"),
        said("Die Wohngeldstelle ist im Bürgerhaus, Marktplatz 2, untergebracht.", 2023, "Stadtkasse"),
    ):
        assert outcome(old, other) is None


def test_a_membership_that_ends_is_that_in_the_body_named_before_and_ends_the_day_after() -> None:
    member = said("Die Stadt ist seit 2015 Mitglied im Bündnis Hafengrün e. V.", 2019)
    text = "Der Austritt aus dem Bündnis {} wurde beschlossen. Die Mitgliedschaft endet am 31. Dezember 2025."
    found = overtakes(member_ends := said(text.format("Hafengrün e. V."), 2025), member, rarity=lambda _: 1.0)
    assert found is not None
    assert (found.tat, found.gilt_bis) == (Tat.BEENDET, date(2026, 1, 1))
    assert member_ends.fakt.aussage == "Die Mitgliedschaft [Bündnis Hafengrün e. V.] endet am 31. Dezember 2025."
    assert overtakes(said(text.format("Bergluft e. V."), 2025), member, rarity=lambda _: 1.0) is None


def test_what_ends_every_day_at_an_hour_has_not_ended() -> None:
    older = said("Die Betreuung in der Kita Seeblick beginnt um 7 Uhr.", 2019)
    assert outcome(older, said("Freitags endet die Betreuung in der Kita Seeblick um 16 Uhr.", 2024)) is not Tat.BEENDET


FERRY = "Die Wehrfähre fährt seit dem 1. Mai 2018 werktags zwischen Anger und Domhof."


def test_what_is_said_of_a_thing_ends_with_it_where_both_answers_were_asked_about_it_by_name() -> None:
    stopped = said("Die Wehrfähre wurde zum 31. Oktober 2023 eingestellt.", 2024, "Zukunft der Wehrfähre")
    assert outcome(said(FERRY, 2019, "Wann fährt die Wehrfähre?"), stopped) is Tat.BEENDET
    assert outcome(said(FERRY, 2019, "Verkehr am Anger"), stopped) is None


def test_a_word_that_needs_another_to_say_which_is_meant_ends_nothing_else() -> None:
    older = said(
        "Die Förderung beträgt 500 Euro je Lastenrad mit Anhänger oder Kindersitz.", 2019, "Förderung von Lastenrädern"
    )
    newer = said("Die Förderung wurde zum 31. Oktober 2023 eingestellt.", 2024, "Förderung der Chöre")
    assert outcome(older, newer) is None


@pytest.mark.parametrize("office", ["Radverkehrsbeauftragte{} der Stadt", "Ortsvorsteher{} von Anger"])
def test_another_person_in_an_office_is_proposed_whatever_form_its_name_takes(office: str) -> None:
    forms = ("r", "") if "beauftragte" in office else ("", "in")
    older = said(f"Herr Jonas Reber ist seit dem 1. Mai 2018 {office.format(forms[0])}.", 2019)
    newer = said(f"Frau Mia Talberg ist seit dem 1. Mai 2023 {office.format(forms[1])}.", 2024)
    assert outcome(older, newer) is Tat.ABGELOEST
    deputy = said(f"Frau Mia Talberg ist seit dem 1. Mai 2023 stellvertretende {office.format(forms[1])}.", 2024)
    assert outcome(older, deputy) is None


OPENED = "Der Naschgarten am Wall wurde am 1. Oktober 2023 eröffnet."
REFUSED = "Der Stadtrat hat die Einrichtung eines Naschgartens am 1. Oktober 2023 abgelehnt."


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Ein Naschgarten besteht nicht.", OPENED, Tat.ABGELOEST),
        ("Die Einrichtung eines Naschgartens wird geprüft.", REFUSED, Tat.ABGELOEST),
        ("Ein Naschgarten besteht nicht.", "Der Naschgarten am Wall in Au wurde im Mai 2023 eröffnet.", Tat.ABGELOEST),
        ("Eine Halle besteht nicht.", "Die Halle am Wall in Au wurde im Mai 2023 eröffnet.", None),
        ("Ein Naschgarten besteht nicht.", REFUSED, None),
        ("Ein Naschgarten ist nicht eingezäunt.", "Der Wallgarten wurde am 1. Oktober 2023 eröffnet.", None),
        ("Die Einrichtung eines Wallgartens wird geprüft.", REFUSED, None),
        ("Ein Naschgarten besteht nicht.", "Der Naschgarten wurde am 1. Oktober 2023 nicht eröffnet.", None),
    ],
)
def test_what_was_denied_or_examined_is_overtaken_by_what_came_of_it(old: str, new: str, expected: Tat | None) -> None:
    assert outcome(said(old, 2019), said(new, 2024)) is expected
