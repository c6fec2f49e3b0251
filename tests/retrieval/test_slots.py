"""Two texts that fill the same slot differently are about different things, however alike they sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.slots import _COMPOUND, _KINDS, _LEGAL, _LEGAL_FORM, _NAMED, _named_places, bodies, conflicts, slots


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Zustand der Furtbrücke", "Die Note der Nordbrücke ist 2,4."),
        ("Mensa der Grundschule Anger", "Die Mensa der Grundschule Talheim hat 84 Plätze."),
        ("Sanierung der Realschule am Wehr", "Die Gesamtschule Nordstadt wird saniert."),
        ("Plätze in der Kita Sonnenhang", "Die Kindertagesstätte Sonnenwinkel hat 90 Plätze."),
        ("Tempo 30 in der Lindenallee", "In der Kastanienallee gilt Tempo 30."),
        ("Aufzug am Nordbahnhof", "Der Aufzug am Westbahnhof ist seit Mai in Betrieb."),
        ("Toilette auf dem Bergfriedhof", "Auf dem Südfriedhof gibt es eine Toilette."),
        ("Mittel im Sanierungsprogramm 2024", "Für das Sanierungsprogramm 2021 stehen 2 Millionen Euro bereit."),
    ],
)
def test_a_look_alike_differs_in_its_slot(question: str, passage: str) -> None:
    assert conflicts(slots(question), slots(passage))


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Zustand der Furtbrücke", "Die Note der Furtbrücke ist 2,4, die der Nordbrücke 3,0."),
        ("Plätze in der Kita Sonnenhang", "Die Kindertagesstätte Sonnenhang hat 90 Plätze."),
        ("Aufzug am Nordbahnhof", "Der Aufzug am Bahnhof Nord ist seit Mai in Betrieb, nahe dem Busbahnhof."),
        ("Wartehalle am Busbahnhof", "Am Hauptbahnhof und am Zentralen Omnibusbahnhof stehen Wartehallen."),
        ("Parkplätze und Radwege", "Am Marktplatz wurden Parkplätze und ein Radweg angelegt."),
        ("Wie viele Schulen gibt es?", "Es gibt die Grundschule Anger und die Realschule Talheim."),
        ("ob ein Beitritt der Musikschule zum VkM sinnvoll ist", "Ist die Musikschule Mitglied im Verband (VkM)?"),
        ("Hat die Musikschule Anger Unterricht?", "Erhält die Musikschule Zuschüsse?"),
        ("Besuche in der Saison 2018", "In der Saison 2018 kamen mehr Gäste als in der Saison 2017."),
    ],
)
def test_the_right_thing_is_no_look_alike(question: str, passage: str) -> None:
    assert not conflicts(slots(question), slots(passage))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("im Verein Bund Musterland e. V. mitzuwirken", "Bund Musterland e. V."),
        ("der Vertrag mit der Bürgerenergie Anger eG", "Bürgerenergie Anger eG"),
        ("der Zuschuss an den Ruderverein Furt eV", "Ruderverein Furt eV"),
        ("Betreiberin ist die Furtfähre gUG (haftungsbeschränkt).", "Furtfähre gUG"),
        ("der Vertrag mit der Solarpark Anger UG und der Hof Talheim GbR", "Hof Talheim GbR"),
        ("eine Beteiligung an der Stadtwerke Talheim GmbH", "Stadtwerke Talheim GmbH"),
    ],
)
def test_a_body_is_known_by_its_legal_form(text: str, name: str) -> None:
    assert name in {b.wortlaut.removeprefix("Verein ") for b in bodies(text)}


WORDS = st.sampled_from(
    """
    Nordbrücke Nord-Brücke Brücken wegen Feldwegs Mühlgassen Sankt-Anna-Platz Schlossparks Grundschule Kita Am Anger
    der im Hallenbad Frauen Lindenallee, Straße „Regenbogen“ Verein e. V. Musterhain GmbH Stadthalle - –
    """.split()
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_what_is_passed_over_unread_names_no_place_and_no_body(text: str) -> None:
    """The quick looks before the patterns change nothing: these are the patterns alone."""
    named = {match["name"] for pattern in _NAMED.values() for match in pattern.finditer(text)}
    compound = [
        match.group()
        for pattern in _COMPOUND.values()
        for match in pattern.finditer(text)
        if not {match["name"].lower().rstrip("-"), match["name"].lower().rstrip("-").rstrip("sn")} & _KINDS
    ]
    found = _named_places(text)
    assert sorted(slot.wortlaut for slot in found if " " not in slot.wortlaut) == sorted(compound)
    assert all(any(name in slot.wortlaut for slot in found) for name in named)
    assert bool(_LEGAL.search(text)) <= bool(_LEGAL_FORM.search(text))
