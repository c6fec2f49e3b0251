"""A subject is asked for by its matter: whose motion it is leaves no trace, and nothing else is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.subjects import matter_of_subject

MATTER = "Sanierung der Wehrbrücke"
FACTIONS = [
    "Neue Mitte",
    "SPD",
    "Bündnis 90/Die Grünen",
    "CDU",
    "Die Linke und Freie Wähler",
    "Bürger für Flussbach e. V.",
]


@pytest.mark.parametrize("faction", FACTIONS)
@pytest.mark.parametrize(
    "form",
    [
        "Anfrage der Fraktion {}: {}",
        "Antrag der {}: {}",
        "Gemeinsamer Antrag der Fraktionen {} – {}",
        "Anfrage {}-Fraktion: {}",
        "Dringlicher Antrag der Ratsgruppe {} zum Thema {}",
        "Antrag der {}-Fraktion betreffend {}",
        "Prüfantrag der Fraktion {} vom 12.03.2024 - {}",
        "Fraktion {}: {}",
    ],
)
def test_whose_motion_it_is_leaves_no_trace_in_front(form: str, faction: str) -> None:
    assert matter_of_subject(form.format(faction, MATTER)) == MATTER


@pytest.mark.parametrize("faction", FACTIONS)
@pytest.mark.parametrize("form", ["{1} (Antrag der Fraktion {0})", "{1} - Anfrage der {0}-Fraktion"])
def test_nor_behind(form: str, faction: str) -> None:
    assert matter_of_subject(form.format(faction, MATTER)) == MATTER


@pytest.mark.parametrize(
    "subject",
    [
        MATTER, "Anfrage zur Sanierung der Wehrbrücke", "Antragsverfahren: Digitale Bauakte",
        "Anfragen an das Bürgerbüro",
        "Arbeitsgruppe Radverkehr: Ergebnisse", "Sporthalle: Sanierung – Kosten", "Fraktionszuwendungen: Erhöhung",
        "Jugendgruppe Altvelm – Räume", "Stadtrat: Übertragung der Sitzungen", "Antrag auf Förderung: Kulturspeicher",
    ],
)  # fmt: skip
def test_a_subject_that_names_no_faction_stays_as_it_is(subject: str) -> None:
    assert matter_of_subject(subject) == subject


@pytest.mark.parametrize(
    "subject", [None, "", "Anfrage der Fraktion Neue Mitte", "Antrag der CDU-Fraktion vom 3. Mai 2024"]
)
def test_without_a_matter_there_is_none(subject: str | None) -> None:
    assert matter_of_subject(subject) is None


@given(st.text(max_size=80))
def test_what_is_left_stood_in_the_subject_and_reading_it_again_changes_little(subject: str) -> None:
    left = matter_of_subject(subject)
    assert left is None or left in " ".join(subject.split())
