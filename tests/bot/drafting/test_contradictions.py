"""What can't both be so is said with both places; what can is left in peace."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.database import open_database
from bot.drafting.against_archive import with_contradictions_in
from bot.drafting.contradictions import Anderswo, contradictions
from bot.drafting.revising import revise
from corpus.archive import Archive
from corpus.database import reading
from corpus.domain import Entwurf, EntwurfStatus, HinweisArt, Satz
from tests.builders import reply

NOW = datetime(2026, 11, 23, 9, 0)

AGAINST = [
    ("Die Mensa der Grundschule Seeblick hat 84 Plätze.", "Die Mensa der Grundschule Seeblick hat 132 Plätze."),
    ("Die Jahresgebühr der Artothek beträgt 18 Euro.", "Die Jahresgebühr der Artothek beträgt 24 Euro."),
    ("In der Innenstadt stehen 23 Ladenlokale leer.", "In der Innenstadt stehen 31 Ladenlokale leer."),
    ("Die Stadt ist Mitglied im Bündnis Hafengrün e. V.", "Die Stadt ist nicht Mitglied im Bündnis Hafengrün e. V."),
    ("Die Fähre Nordufer verkehrt an Sonntagen.", "Die Fähre Nordufer verkehrt an Sonntagen nicht."),
    ("Dem Hafenamt sind elf Stellen zugeordnet.", "Dem Hafenamt sind 14 Stellen zugeordnet."),
    ("Der Zuschuss an das Hafenmuseum beträgt 5.000 Euro.", "Der Zuschuss an das Hafenmuseum beträgt 7.500 Euro."),
    ("Für die Sanierung des Stegs stehen Mittel bereit.", "Für die Sanierung des Stegs stehen keine Mittel bereit."),
    ("Die Sporthalle Seeblick hat eine Tribüne.", "Die Sporthalle Seeblick hat keine Tribüne."),
    ("Der Radweg am Hafendamm ist beleuchtet.", "Der Radweg am Hafendamm ist nicht beleuchtet."),
    ("Das Freibad Seeblick hat 900 Liegeplätze.", "Das Freibad Seeblick hat 1.100 Liegeplätze."),
    ("Der Nordsteg ist barrierefrei zugänglich.", "Der Nordsteg ist nicht barrierefrei zugänglich."),
]
IN_PEACE = [
    ("Die Mensa der Grundschule Seeblick hat 84 Plätze.", "Die Mensa der Grundschule Waldeck hat 132 Plätze."),
    ("Die Mensa der Grundschule Seeblick hat 84 Plätze.", "Das Mittagessen kostet in der Grundschule Seeblick 4 Euro."),
    ("Im Jahr 2023 wurden 412 Bäume gepflanzt.", "Im Jahr 2024 wurden 380 Bäume gepflanzt."),
    ("Der Stadtrat hat am 3. Mai 2021 zugestimmt.", "Der Stadtrat hat am 7. Juni 2023 nicht zugestimmt."),
    ("Die Jahresgebühr der Artothek beträgt 18 Euro.", "Die Jahresgebühr der Artothek beträgt weiterhin 18,00 Euro."),
    ("Die Nordbrücke ist gesperrt.", "Die Südbrücke ist nicht gesperrt."),
    ("Ein Ausbau des Stegs wird geprüft.", "Ein Ausbau des Stegs ist nicht vorgesehen."),
    ("Die Stadt ist Mitglied im Verein Hafengrün e. V.", "Die Stadt ist nicht Mitglied im Verein Bergluft e. V."),
    ("Eine Erweiterung der Mensa erscheint sinnvoll.", "Eine Erweiterung der Mensa erscheint nicht sinnvoll."),
    ("Das Hafenamt berät zum Ehrenamt.", "Das Hafenamt vergibt Liegeplätze."),
    ("Bis Ende 2023 betrug die Gebühr 18 Euro.", "Seit dem 1. Januar 2024 beträgt die Gebühr 24 Euro."),
    ("Der Steg ist 40 Meter lang.", "Der Steg wurde im Jahr 2019 gebaut."),
]


def hints(one: str, other: str) -> list[str]:
    found = contradictions([Satz(one, ())], [Anderswo("Punkt 1", other)], ort="Punkt 2")
    assert all(h.art is HinweisArt.WIDERSPRUCH for h in found)
    return [h.text for h in found]


@pytest.mark.parametrize(("one", "other"), AGAINST)
def test_a_contradiction_is_said_with_both_places_whichever_comes_first(one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        (said,) = hints(first, second)
        assert f"Punkt 2: „{first}“" in said
        assert f"Punkt 1: „{second}“" in said


@pytest.mark.parametrize(("one", "other"), IN_PEACE)
def test_what_can_both_be_so_is_left_in_peace(one: str, other: str) -> None:
    assert hints(one, other) == []
    assert hints(other, one) == []


def test_a_sentence_does_not_contradict_itself() -> None:
    assert hints(AGAINST[0][0], AGAINST[0][0]) == []


def test_what_a_person_writes_is_held_against_the_archive_and_the_other_points(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'stellwerk.db'}")
    archive = Archive(engine)
    archive.store(reply(("Wie groß?", "Die Mensa Seeblick hat 84 Plätze."), datum=date(2024, 3, 1)), now=NOW)
    archive.store(
        reply(("Wie viele?", "Die Mensa Waldeck hat 50 Plätze."), vorlage="ST/2/2024", oeffentlich=False), now=NOW
    )
    other = Entwurf(2, None, EntwurfStatus.BELEGT, (Satz("Der Nordsteg ist barrierefrei zugänglich.", ()),))
    empty = Entwurf(1, None, EntwurfStatus.KEINE_GRUNDLAGE, ())
    text = (
        "Die Mensa Seeblick hat 90 Plätze. Der Nordsteg ist nicht barrierefrei zugänglich. "
        "Die Mensa Waldeck hat 60 Plätze."
    )
    with reading(engine) as connection:
        written = revise(empty, text)
        found = with_contradictions_in(connection, written, [other], stichtag=date(2025, 1, 1))
        earlier = with_contradictions_in(connection, written, [], stichtag=date(2024, 2, 1))
    said = [h.text for h in found.hinweise if h.art is HinweisArt.WIDERSPRUCH]
    assert len(said) == 2
    assert "ST/0001/2024 vom 01.03.2024: „Die Mensa Seeblick hat 84 Plätze.“" in said[0]
    assert "Punkt 2: „Der Nordsteg ist barrierefrei zugänglich.“" in said[1]
    assert earlier == written
    assert revise(found, "Die Mensa Seeblick hat 84 Plätze.").hinweise[0].art is HinweisArt.UNBELEGT
