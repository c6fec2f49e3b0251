"""What a letter says: blanks, gaps, numbers, sources."""

from __future__ import annotations

import pytest

from bot.letter.brief import Brief, Punkt, punkt_of
from bot.letter.inhalt import flow, point_numbers, template_content
from corpus.domain import (
    Anliegen,
    AnliegenArt,
    Entwurf,
    EntwurfStatus,
    Hinweis,
    HinweisArt,
    Satz,
    Zulieferung,
)
from tests.bot.letter.briefe import antwort, brief, quelle


def test_what_nobody_supplied_is_a_blank_that_names_it() -> None:
    content = template_content(Brief(punkte=(Punkt(1, "1.", "Was kostet es?"),)))
    for name in (
        "stadt",
        "vorlage",
        "antrag",
        "datum",
        "dezernat",
        "amt",
        "aktenzeichen",
        "betreff",
        "oeffentlichkeit",
    ):
        assert content[name].startswith("‹bitte ergänzen: "), name
    assert content["vorlage"] == "‹bitte ergänzen: Vorlagennummer›"
    assert content["finanzielle_auswirkungen"] == ["‹bitte ergänzen: Finanzielle Auswirkungen›"]
    assert content["beschlussempfehlung"] == ["‹bitte ergänzen: Beschlussempfehlung›"]
    assert content["gremienweg"] == [{"datum": "‹bitte ergänzen: Termin›", "gremium": "‹bitte ergänzen: Gremium›"}]


def test_a_complete_letter_has_no_blank() -> None:
    assert "bitte ergänzen" not in str(template_content(brief()))


def test_a_city_without_a_slogan_gets_no_blank_for_it() -> None:
    assert template_content(brief(wahlspruch=None))["wahlspruch"] == ""


def test_a_point_without_an_answer_is_a_gap_that_names_office_and_question() -> None:
    punkt = Punkt(
        2, "b)", "wie oft gemäht wird,", zulieferung=Zulieferung("67-Grünflächenamt", "Wie oft wird\ngemäht?")
    )
    [point] = template_content(brief(punkt))["punkte"]
    assert point["absaetze"] == [
        "‹bitte ergänzen: Antwort zu b) – Zulieferung durch 67-Grünflächenamt: Wie oft wird gemäht?›"
    ]


def test_a_gap_without_a_known_office_asks_the_responsible_one() -> None:
    [point] = template_content(brief(Punkt(1, "1.", "Wie?", zulieferung=Zulieferung(None, "Wie?"))))["punkte"]
    assert "Zulieferung durch das zuständige Amt: Wie?" in point["absaetze"][0]


def test_an_answered_point_with_a_request_marks_the_part_that_is_open() -> None:
    punkt = Punkt(1, "1.", "Wann und wo?", None, antwort("Im Mai."), zulieferung=Zulieferung("Bauamt", "Wo?"))
    [point] = template_content(brief(punkt))["punkte"]
    assert point["absaetze"] == [
        "Im Mai.",
        "‹bitte ergänzen: offener Teil der Antwort zu 1 – Zulieferung durch Bauamt: Wo?›",
    ]


def test_sentences_of_white_space_are_no_answer() -> None:
    [point] = template_content(brief(Punkt(1, "1.", "Wie?", None, antwort(" \n "))))["punkte"]
    assert point["absaetze"] == ["‹bitte ergänzen: Antwort zu 1›"]


@pytest.mark.parametrize(
    ("marks", "numbers"),
    [
        (("1.", "2."), ("1.", "2.")),
        (("a)", "b)"), ("a)", "b)")),
        (("I", "II"), ("I.", "II.")),
        (("-", "•"), ("1.", "2.")),
        (("a)", "a)"), ("1.", "2.")),
        (("1.", None), ("1.", "2.")),
    ],
)
def test_points_keep_the_marks_of_the_motion_where_they_tell_them_apart(
    marks: tuple[str | None, ...], numbers: tuple[str, ...]
) -> None:
    assert point_numbers(tuple(Punkt(nr, mark, "?") for nr, mark in enumerate(marks, 1))) == numbers


@pytest.mark.parametrize(
    ("marke", "titel", "heading"),
    [
        ("2.", "Kosten", "Antwort zu 2. Kosten:"),
        ("2.", None, "Antwort zu 2:"),
        ("b)", "Kosten", "Antwort zu b) Kosten:"),
        ("b)", None, "Antwort zu b):"),
    ],
)
def test_the_heading_of_an_answer_names_point_and_title(marke: str, titel: str | None, heading: str) -> None:
    [point] = template_content(brief(Punkt(2, marke, "Wie?", titel)))["punkte"]
    assert point["ueberschrift"] == heading


@pytest.mark.parametrize(
    ("art", "line"),
    [
        ("Antrag", "Stellungnahme zum Antrag der Fraktion Stadtgrün: Straßenbäume schützen"),
        ("Anfrage", "Stellungnahme zur Anfrage der Fraktion Stadtgrün: Straßenbäume schützen"),
        ("Änderungsantrag", "Stellungnahme zum Änderungsantrag der Fraktion Stadtgrün: Straßenbäume schützen"),
    ],
)
def test_the_subject_names_the_kind_of_paper_in_good_german(art: str, line: str) -> None:
    assert template_content(brief(art_des_antrags=art))["betreffzeile"] == line


def test_several_factions_are_joined_as_one_says_it() -> None:
    line = template_content(brief(fraktion="Stadtgrün, Wir für Musterau, Freie Mitte"))["betreffzeile"]
    assert line.startswith("Stellungnahme zum Antrag der Fraktionen Stadtgrün, Wir für Musterau und Freie Mitte: ")


@pytest.mark.parametrize(("given", "printed"), [("1", "Dezernat 1"), ("IV", "Dezernat IV"), ("Dez. II", "Dez. II")])
def test_a_bare_number_of_a_dezernat_gets_its_word(given: str, printed: str) -> None:
    assert template_content(brief(dezernat=given))["dezernat"] == printed


# --- sources ----------------------------------------------------------------------------------------------------------


def test_sources_are_numbered_in_the_order_of_the_text_and_keep_their_number() -> None:
    first, second = quelle("Das Bad ist offen.", start=1), quelle("Der Eintritt ist frei.", start=50)
    content = template_content(
        brief(
            Punkt(1, "1.", "?", None, antwort("Offen.", belege=(first,))),
            Punkt(2, "2.", "?", None, antwort("Frei und offen.", belege=(second, first))),
            quellen=True,
        )
    )
    assert [point["absaetze"] for point in content["punkte"]] == [["Offen. [1]"], ["Frei und offen. [2] [1]"]]
    assert [(group["punkt"], [beleg.nummer for beleg in group["belege"]]) for group in content["quellen"]] == [
        ("1", [1]),
        ("2", [1, 2]),
    ]


def test_a_source_gives_number_date_point_page_and_the_exact_quote() -> None:
    content = template_content(
        brief(Punkt(1, "1.", "?", None, antwort("A.", belege=(quelle("Das Bad ist offen."),))), quellen=True)
    )
    [[beleg]] = [group["belege"] for group in content["quellen"]]
    assert beleg.angabe == "ST/0031/2024 vom 14.05.2024, Antwort zu 2, Seite 3"
    assert beleg.zitat == "Das Bad ist offen."


def test_a_source_without_a_number_is_named_by_its_file() -> None:
    content = template_content(
        brief(Punkt(1, "1.", "?", None, antwort("A.", belege=(quelle("B.", vorlage=None, nr=()),))), quellen=True)
    )
    assert content["quellen"][0]["belege"][0].angabe == "stellungnahme.pdf vom 14.05.2024, Seite 3"


def test_without_the_annex_no_number_points_to_it() -> None:
    content = template_content(brief(quellen=False))
    assert content["quellen"] == []
    assert "[1]" not in str(content["punkte"])


# --- hints ------------------------------------------------------------------------------------------------------------

HINTS = (
    Hinweis(HinweisArt.VERALTET, "Die Zahl ist von 2019."),
    Hinweis(HinweisArt.VERTRAULICH, "Es gibt eine nicht öffentliche Vorlage."),
)


def test_hints_stand_in_drafts_only() -> None:
    punkt = Punkt(1, "1.", "?", None, antwort("A."), HINTS)
    assert template_content(brief(punkt, entwurf=True))["punkte"][0]["hinweise"] == ["Die Zahl ist von 2019."]
    assert template_content(brief(punkt, entwurf=False))["punkte"][0]["hinweise"] == []


def test_what_is_confidential_is_never_mentioned() -> None:
    for draft in (True, False):
        content = template_content(brief(Punkt(1, "1.", "?", None, (), HINTS), entwurf=draft, quellen=True))
        assert "nicht öffentliche Vorlage" not in str(content)


# --- running text -----------------------------------------------------------------------------------------------------


def test_lines_that_the_old_page_had_broken_are_joined() -> None:
    assert flow("ob die Stadt\nden Markt   umgestaltet\n") == "ob die Stadt den Markt umgestaltet"


def test_sub_points_keep_their_own_lines() -> None:
    assert (
        flow("ob der Markt\na) gepflastert,\nb) bepflanzt\nwird") == "ob der Markt\na) gepflastert,\nb) bepflanzt wird"
    )
    assert flow("zu prüfen:\n1. Kosten,\n2. Dauer") == "zu prüfen:\n1. Kosten,\n2. Dauer"


def test_a_day_at_the_start_of_a_line_is_no_sub_point() -> None:
    assert flow("Die Sitzung am\n3. Mai entfällt.") == "Die Sitzung am 3. Mai entfällt."


def test_a_blank_line_in_a_changed_answer_parts_the_paragraph() -> None:
    [point] = template_content(brief(Punkt(1, "1.", "?", None, antwort("Erstens.\n\nZweitens.", "Drittens."))))[
        "punkte"
    ]
    assert point["absaetze"] == ["Erstens.", "Zweitens. Drittens."]


def test_a_draft_becomes_a_point_with_its_hints_and_its_request() -> None:
    anliegen = Anliegen(3, "c)", "ob gemäht wird,", AnliegenArt.PRUEFAUFTRAG, (), 0, 15)
    request = Zulieferung("67-Grünflächenamt", "Wird gemäht?")
    saetze = (Satz("Es wird gemäht.", ()),)
    entwurf = Entwurf(3, "c)", EntwurfStatus.TEILWEISE, saetze, HINTS, request)
    assert punkt_of(anliegen, entwurf, "Mahd") == Punkt(3, "c)", "ob gemäht wird,", "Mahd", (saetze,), HINTS, request)
