"""Motions in many layouts, cut into Anliegen. All papers are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.domain import AnliegenArt, Antrag
from corpus.parsing.antrag import parse_antraege

PAPERS = Path(__file__).parent / "antraege"
EXPECTED = json.loads((PAPERS / "erwartet.json").read_text(encoding="utf-8"))


def parse_one(text: str) -> Antrag:
    (motion,) = parse_antraege(text)
    return motion


def texts(text: str) -> list[str]:
    return [point.text for point in parse_one(text).anliegen]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_motion_of_this_layout_is_read_whole(name: str) -> None:
    found = parse_antraege((PAPERS / f"{name}.txt").read_text(encoding="utf-8"))
    assert [
        {
            "nummer": motion.nummer,
            "fraktion": motion.fraktion,
            "betreff": motion.betreff,
            "datum": motion.datum.isoformat() if motion.datum else None,
            "anliegen": [[point.art.value, point.text] for point in motion.anliegen],
        }
        for motion in found
    ] == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_offsets_point_at_the_words_of_each_anliegen(name: str) -> None:
    text = (PAPERS / f"{name}.txt").read_text(encoding="utf-8")
    for motion in parse_antraege(text):
        for number, point in enumerate(motion.anliegen, 1):
            assert point.nr == number
            assert " ".join(text[point.start : point.ende].split()) == point.text


@given(
    st.lists(
        st.sampled_from(
            [
                "1. ", "2. ", "a) ", "– ", "• ", "I. ", "Begründung:", "Der Rat möge beschließen:",
                "Wie viele sind es?",
                "Die Verwaltung wird beauftragt zu prüfen, ob es geht und wie viel es kostet.", "\n", "\n\n", "„", "“",
                "Antrag\n", "Datum: 01.02.2024", "gez. Muster", "und", "öffentlich", "Dabei gilt das.",
            ]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_whatever_a_paper_holds_offsets_point_at_words_in_order(pieces: list[str]) -> None:
    text = " ".join(pieces)
    last = 0
    for motion in parse_antraege(text):
        for point in motion.anliegen:
            assert " ".join(text[point.start : point.ende].split()) == point.text != ""
            assert last <= point.start < point.ende <= len(text)
            last = point.ende


def test_an_empty_text_holds_no_motion() -> None:
    assert parse_antraege(" \n\n ") == ()


def test_a_paper_that_asks_for_nothing_is_a_motion_without_anliegen() -> None:
    assert parse_one("Die Sonne scheint auf den Markt.").anliegen == ()


def test_sub_points_stand_without_their_markers() -> None:
    motion = parse_one(
        "Der Rat beschließt:\n"
        "1. Der Platz wird erneuert, und zwar\n"
        "   a) das Pflaster,\n"
        "   b) die Beleuchtung und\n"
        "   c) der Brunnen;\n"
        "2. Darüber ist zu berichten.\n"
    )
    assert motion.anliegen[0].teile == ("das Pflaster", "die Beleuchtung", "der Brunnen")
    assert motion.anliegen[0].text.endswith("b) die Beleuchtung und c) der Brunnen")
    assert motion.anliegen[1].teile == ()
    assert [point.marke for point in motion.anliegen] == ["1.", "2."]


def test_the_verb_that_closes_the_sentence_belongs_to_no_sub_point() -> None:
    motion = parse_one(
        "Die Verwaltung wird gebeten,\n1. das Dach zu dämmen,\n"
        "2. dem Rat über a) die Kosten und b) den Bauzeitplan zu berichten.\n"
    )
    assert motion.anliegen[1].teile == ("die Kosten", "den Bauzeitplan")
    assert motion.anliegen[1].text.endswith("den Bauzeitplan zu berichten.")


def test_a_sub_point_keeps_the_verb_that_is_its_own() -> None:
    motion = parse_one(
        "Die Verwaltung wird gebeten,\n1. einen Träger zu suchen,\n"
        "2. das Bad zu erhalten und dabei a) das Dach zu dämmen und b) das Becken zu kacheln.\n"
    )
    assert motion.anliegen[1].teile == ("das Dach zu dämmen", "das Becken zu kacheln.")


def test_reasons_without_a_heading_are_no_anliegen() -> None:
    assert texts(
        "Anfrage\n\n1. Wann öffnet das Bad?\n\n2. Was kostet der Eintritt?\n\n\n"
        "Das Bad ist seit langem geschlossen. Viele Kinder lernen nicht schwimmen. Die Stadt sollte handeln.\n"
    ) == ["Wann öffnet das Bad?", "Was kostet der Eintritt?"]


def test_a_heading_that_the_pdf_moved_below_the_reasons_changes_nothing() -> None:
    assert texts(
        "1. Die Halle wird saniert.\n2. Die Kosten werden ermittelt.\n\n"
        "Die Halle ist alt. Ein neues Dach soll bald kommen. Daran besteht Bedarf.\n\nSachverhalt / Begründung:\n"
    ) == ["Die Halle wird saniert.", "Die Kosten werden ermittelt."]


def test_a_sentence_goes_on_over_a_page_break() -> None:
    assert texts(
        "1. Wer räumt den Weg?\n"
        "2. Was geschieht mit der alten Brücke und dem\n\n\nUfer, das seit Jahren gesperrt ist?\n"
    ) == ["Wer räumt den Weg?", "Was geschieht mit der alten Brücke und dem Ufer, das seit Jahren gesperrt ist?"]


def test_headings_between_points_belong_to_none() -> None:
    assert texts("Wir fragen:\n\nPersonal\n\n1. Wie viele Stellen gibt es?\n\nKosten\n\n2. Was kosten sie?\n") == [
        "Wie viele Stellen gibt es?",
        "Was kosten sie?",
    ]


def test_points_of_a_quoted_resolution_are_not_asked_for() -> None:
    assert texts(
        "Der Rat hat im Mai beschlossen:\n„1. Das Haus wird verkauft.\n2. Der Erlös fließt in den Haushalt.“\n"
        "Wir beantragen nun:\n1. Der Verkauf unterbleibt.\n2. Das Haus wird vermietet.\n"
    ) == ["Der Verkauf unterbleibt.", "Das Haus wird vermietet."]


def test_several_clauses_under_one_order_are_one_anliegen_each() -> None:
    motion = parse_one(
        "Die Verwaltung wird beauftragt zu prüfen, inwieweit die Satzung geändert werden muss, ob und wie die Nachbarn "
        "beteiligt werden können und welche Kosten entstehen.\n"
    )
    assert [point.text for point in motion.anliegen] == [
        "inwieweit die Satzung geändert werden muss",
        "ob und wie die Nachbarn beteiligt werden können",
        "welche Kosten entstehen",
    ]
    assert {point.art for point in motion.anliegen} == {AnliegenArt.PRUEFAUFTRAG}


def test_a_relative_clause_is_no_further_question() -> None:
    assert texts("Die Verwaltung wird gebeten zu prüfen, ob die Wege, welche die Stadt pflegt, breit genug sind.") == [
        "Die Verwaltung wird gebeten zu prüfen, ob die Wege, welche die Stadt pflegt, breit genug sind."
    ]


def test_an_opening_ask_counts_where_the_list_only_adds_to_it() -> None:
    assert texts(
        "Die Verwaltung wird gebeten, den Bericht vorzulegen. Außerdem bitten wir um Antwort auf folgende Fragen:\n"
        "1. Wer hat ihn verfasst?\n2. Was hat er gekostet?\n"
    ) == ["Die Verwaltung wird gebeten, den Bericht vorzulegen.", "Wer hat ihn verfasst?", "Was hat er gekostet?"]


def test_the_procedure_is_nothing_that_the_administration_answers() -> None:
    assert texts("1. Wann beginnt der Bau?\n2. Wann endet er?\n\nUm schriftliche Beantwortung wird gebeten.\n") == [
        "Wann beginnt der Bau?",
        "Wann endet er?",
    ]


def test_a_gap_in_the_numbers_asks_for_a_look() -> None:
    points = parse_one("1. Wann beginnt der Bau?\n3. Wann endet er?\n").anliegen
    assert [point.sicher for point in points] == [True, False]


@pytest.mark.parametrize(
    ("line", "public"),
    [
        ("Bauausschuss, 03.04.2024, TOP 2 (öffentlich)", True),
        ("Bauausschuss, 03.04.2024, TOP 2 (nichtöffentlich)", False),
        ("Nicht öffentliche Anfrage", False),
        ("Rat 03.04.2024 4 Ö Entscheidung", True),
        ("Bauausschuss 02.04.2024 4 N Vorberatung\nRat 03.04.2024 4 Ö Entscheidung", None),
        ("Die Presse berichtete gestern, dass man nichtöffentlich über den Bau gesprochen habe.", None),
        ("Thema Öffentlicher Nahverkehr", None),
    ],
)
def test_a_motion_is_public_as_its_head_says(line: str, public: bool | None) -> None:
    assert parse_one(f"Anfrage\n{line}\n\n1. Wann beginnt der Bau?\n2. Wann endet er?\n").oeffentlich is public


def test_the_number_of_the_paper_that_is_to_be_changed_is_not_its_own() -> None:
    motion = parse_one(
        "Änderungsantrag zu Drucksache 17/0300\nDrucksache 17/0300-2\nDatum: 05.06.2024\n\n"
        "1. Punkt 2 entfällt.\n2. Punkt 3 entfällt.\n"
    )
    assert motion.nummer == "17/0300-2"


def test_a_day_of_a_meeting_is_not_the_day_of_filing() -> None:
    motion = parse_one(
        "Antrag\nSitzung des Rates am 05.06.2024\neingereicht am 02.05.2024\n\n"
        "Der Rat beschließt:\nDer Weg wird gebaut."
    )
    assert (str(motion.datum), str(motion.sitzung)) == ("2024-05-02", "2024-06-05")


def test_a_sentence_that_goes_on_below_its_sub_points_is_no_part_of_the_last_one() -> None:
    motion = parse_one(
        "Der Rat beschließt:\n"
        "1. Die Stadt wirbt künftig\n"
        "– auf Plakaten an den Haltestellen und an allen Eingängen der Stadt sowie der Ortsteile und\n"
        "– im Netz\n"
        "für ihre Ausbildungsplätze.\n"
        "2. Darüber ist zu berichten.\n"
    )
    assert motion.anliegen[0].teile[1] == "im Netz"
    assert motion.anliegen[0].text.endswith("– im Netz für ihre Ausbildungsplätze.")


def test_a_wrapped_line_of_a_sub_point_stays_with_it() -> None:
    motion = parse_one(
        "Der Rat beschließt:\n"
        "1. Die Stadt wirbt künftig\n"
        "– auf Plakaten und\n"
        "– an allen Haltestellen der drei Linien, die vom Bahnhof aus in die\n"
        "umliegenden Dörfer fahren.\n"
        "2. Darüber ist zu berichten.\n"
    )
    assert motion.anliegen[0].teile[1].endswith("umliegenden Dörfer fahren.")


def test_the_greeting_of_a_letter_is_no_subject() -> None:
    motion = parse_one(
        "Fraktion Neue Mitte\n\nAntrag vom 03.02.2025\n\nMehr Bänke am Wall\n\nSehr geehrter Herr Bürgermeister,\n\n"
        "wir beantragen, der Rat möge beschließen:\n\n1. Am Wall werden Bänke aufgestellt.\n2. Sie werden gestrichen.\n"
    )
    assert motion.betreff == "Mehr Bänke am Wall"


def test_a_question_in_new_wording_does_not_make_a_demand_a_question() -> None:
    motion = parse_one(
        "Der Rat beschließt:\n"
        "1. Es wird angefügt: „Wird gebaut? Dann ist Ersatz zu pflanzen.“\n"
        "2. § 3 wird gestrichen.\n"
    )
    assert [point.art for point in motion.anliegen] == [AnliegenArt.FORDERUNG] * 2


def test_a_letter_that_begins_with_thanks_still_asks() -> None:
    assert texts(
        "Betreff: Friedhof\n\nGuten Tag,\n\nvielen Dank für das Gespräch.\n\n"
        "Uns interessiert, wann die Halle öffnet und welche Arbeiten ausstehen.\n\n"
        "Über eine Antwort freuen wir uns. Wer hätte das gedacht?\n"
    ) == ["wann die Halle öffnet", "welche Arbeiten ausstehen"]


def test_all_that_stands_between_the_announcement_and_the_reasons_is_asked_for() -> None:
    assert texts(
        "Antrag vom 03.02.2025\n\nSehr geehrte Frau Bürgermeisterin,\n\ndie Fraktion Neue Mitte beantragt:\n\n"
        "Die Richtlinien werden geändert.\n\nSie treten zum 1. Januar in Kraft.\n\n"
        "Begründung:\n\nDie alten stammen von 1998. Ist das noch zeitgemäß?\n"
    ) == ["Die Richtlinien werden geändert.", "Sie treten zum 1. Januar in Kraft."]


def test_a_person_who_sends_an_email_is_not_the_faction_that_signs_it() -> None:
    motion = parse_one(
        "Von: Ute Beispiel\nAn: Rathaus\nBetreff: Brunnen\n\nGuten Tag,\n\nwann läuft der Brunnen wieder?\n\n"
        "Viele Grüße\nUte Beispiel\nFraktion Wir hier\n"
    )
    assert motion.fraktion == "Wir hier"
