"""What is read from a reply's head and around its answers."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.domain import Art, Gremientermin
from tests.corpus.parsing.papers import COLUMN_HEAD, FORM_HEAD, LETTER_HEAD, reply

BODY = "1. Wird gereinigt?\n\nJa, täglich.\n\n2. Gibt es Körbe?\n\nJa, vierzig.\n"


def test_a_form_gives_its_fields_without_their_labels() -> None:
    found = reply(BODY, FORM_HEAD)
    assert (found.vorlage, found.antrag) == ("ST/0071/2024", "AF/0052/2024")
    assert found.datum == date(2024, 5, 14)
    assert (found.dezernat, found.amt, found.aktenzeichen) == ("Dezernat III", "67-Amt für Stadtgrün", "67.1/12-3")
    assert found.betreff == "Anfrage der Fraktion Moor und Mühle: Sauberkeit im Kurpark"
    assert found.fraktion == "Moor und Mühle"
    assert found.oeffentlich is True
    assert found.gremienweg == (Gremientermin(date(2024, 6, 6), "Ausschuss für Umwelt und Kurwesen"),)


def test_a_letter_head_gives_its_fields() -> None:
    found = reply(BODY, LETTER_HEAD)
    assert (found.vorlage, found.antrag) == ("21/0417", "AN 21/0399")
    assert found.datum == date(2021, 11, 3)
    assert (found.dezernat, found.amt) == ("Dezernat II – Ordnung und Soziales", "32 – Ordnungsamt")
    assert (found.betreff, found.fraktion) == ("Parken am Kurhaus", "Freie Liste Hohenwerder")
    assert found.gremienweg == (
        Gremientermin(date(2021, 11, 18), "Ordnungsausschuss"),
        Gremientermin(date(2021, 12, 2), "Stadtrat"),
    )


@pytest.mark.parametrize(
    ("line", "number", "fraktion"),
    [
        ("Antrag: AT/0041/2024", "AT/0041/2024", None),
        ("Anfrage: Nr. 41/2024 vom 02.05.2024", "41/2024", None),
        ("Antrag: Freie Liste Moor", None, "Freie Liste Moor"),
        ("Anfrage: Freie Liste Moor vom 02.05.2024, Ladepunkte 2023/24", None, None),
    ],
)
def test_behind_the_word_antrag_stands_its_number_or_who_filed_it(
    line: str, number: str | None, fraktion: str | None
) -> None:
    found = reply(BODY, f"Stellungnahme\nVorlage: ST/0047/2024\n{line}\nDatum: 12.06.2024\nBetreff: Fähre\n\n")
    assert (found.vorlage, found.antrag, found.fraktion) == ("ST/0047/2024", number, fraktion)


def test_labels_in_one_column_get_the_values_of_the_next() -> None:
    found = reply(BODY, COLUMN_HEAD)
    assert (found.vorlage, found.antrag) == ("2018/0051", "A 2018/0033")
    assert (found.dezernat, found.amt) == ("Dez. I", "Stabsstelle Moorschutz")
    assert (found.betreff, found.fraktion) == ("Wiedervernässung der Torfstiche", "Moor und Mühle")
    assert found.gremienweg == (Gremientermin(date(2018, 4, 26), "Umweltausschuss"),)
    assert found.oeffentlich is True


def test_a_subject_below_the_fields_is_found_also_without_a_table() -> None:
    head = COLUMN_HEAD[: COLUMN_HEAD.index("Gremium")]
    found = reply(BODY, head)
    assert found.betreff == "Wiedervernässung der Torfstiche"
    assert found.gremienweg == ()
    assert len(found.antworten) == 2


def test_a_year_broken_over_two_lines_is_mended() -> None:
    head = FORM_HEAD.replace("06.06.2024 |", "06.06.202 |").replace("| |abgelehnt", "4 | |abgelehnt")
    assert reply(BODY, head).gremienweg == (Gremientermin(date(2024, 6, 6), "Ausschuss für Umwelt und Kurwesen"),)


def test_a_reply_without_a_date_takes_that_of_its_first_meeting() -> None:
    assert reply(BODY, FORM_HEAD.replace(" | Datum: 14.05.2024", "")).datum == date(2024, 6, 6)


def test_empty_labels_are_none() -> None:
    head = FORM_HEAD.replace("67.1/12-3", "").replace("| 67-Amt für Stadtgrün |", "|")
    found = reply(BODY, head)
    assert found.aktenzeichen is None
    assert found.betreff == "Anfrage der Fraktion Moor und Mühle: Sauberkeit im Kurpark"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("TOP öffentlich | Enthaltungen Gegenstimmen", True),
        ("TOP nichtöffentlich | Enthaltungen Gegenstimmen", False),
        ("TOP nicht öffentlich | Enthaltungen Gegenstimmen", False),
        ("TOP 6ffentlich | Enthaltungen Gegenstimmen", True),
        ("TOP | Enthaltungen Gegenstimmen", None),
        ("☒ öffentlich ☐ nichtöffentlich", True),
        ("☐ öffentlich ☒ nichtöffentlich", False),
        ("Nichtöffentliche Vorlage", False),
        ("Status: nichtöffentlich", False),
    ],
)
def test_a_paper_is_public_only_where_it_says_so(line: str, expected: bool | None) -> None:
    head = FORM_HEAD.replace("TOP öffentlich | Enthaltungen Gegenstimmen", line)
    assert reply(BODY, head).oeffentlich is expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Umweltausschuss                      26.04.2018    7.2    x\n", True),
        ("Umweltausschuss                      26.04.2018    7.2         x\n", False),
        ("Umweltausschuss 26.04.2018 7.2 x\n", True),
        ("Umweltausschuss                      26.04.2018    7.2\n", None),
    ],
)
def test_a_tick_below_oe_or_noe_says_whether_a_paper_is_public(row: str, expected: bool | None) -> None:
    head = COLUMN_HEAD.replace("Umweltausschuss                      26.04.2018    7.2    x\n", row)
    assert reply(BODY, head).oeffentlich is expected


def test_a_paper_that_is_public_in_one_of_its_meetings_is_public() -> None:
    assert reply(BODY, LETTER_HEAD).oeffentlich is True
    assert reply(BODY, LETTER_HEAD.replace(", öffentlich", ", nichtöffentlich")).oeffentlich is False


def test_a_sentence_with_a_council_and_a_day_is_no_station() -> None:
    body = "Der Stadtrat hat Tempo 30 am\n26.09.2019 abgelehnt. Der Stadtrat war sich einig.\n\nDabei bleibt es.\n"
    assert len(reply(body, COLUMN_HEAD).gremienweg) == 1


def test_finances_and_decision_are_read_in_line_and_below_their_heading() -> None:
    inline = reply(BODY + "\nFinanzielle Auswirkungen: keine\n\nBeschlussempfehlung: Der Rat nimmt\nKenntnis.\n")
    below = reply(BODY + "\nFinanzielle Auswirkungen:\n\nkeine\n\nBeschlussempfehlung:\n\nDer Rat nimmt Kenntnis.\n")
    for found in (inline, below):
        assert found.finanzielle_auswirkungen == "keine"
        assert found.beschlussempfehlung == "Der Rat nimmt Kenntnis."
        assert found.antworten[-1].antwort == "Ja, vierzig."


def test_a_heading_with_nothing_below_it_is_none() -> None:
    found = reply(BODY + "\nFinanzielle Auswirkungen:\n\nBeschlussempfehlung:\n\nDer Rat nimmt Kenntnis.\n")
    assert found.finanzielle_auswirkungen is None
    assert found.beschlussempfehlung == "Der Rat nimmt Kenntnis."


def test_a_numbered_decision_holds_no_answers() -> None:
    found = reply(BODY + "\nBeschlussempfehlung:\n\n1. Der Rat nimmt Kenntnis.\n2. Der Antrag ist erledigt.\n")
    assert len(found.antworten) == 2
    assert found.beschlussempfehlung == "1. Der Rat nimmt Kenntnis. 2. Der Antrag ist erledigt."


def test_of_boxes_on_finances_the_ticked_one_counts() -> None:
    found = reply("Finanzielle Auswirkungen\nJa ☐ Nein ☒\nGesamtkosten der Maßnahme\n\nErläuterungen\n\n" + BODY)
    assert found.finanzielle_auswirkungen == "nein"


def test_a_note_has_the_same_shape() -> None:
    note = (
        "Stadt Hohenwerder\nAmt für Digitales\n\nAktenvermerk\n\nDatum: 03.04.2024\nAz.: 16.1-4711\n"
        "Betreff: Gespräch mit dem Netzkreis e. V.\n\nDie Stadt ist seit 2019 Mitglied.\n\n"
        "Eine Kündigung ist nicht vorgesehen.\n\ngez. Muster\n"
    )
    found = reply(note, "")
    assert (found.art, found.amt, found.datum) == (Art.VERMERK, "Amt für Digitales", date(2024, 4, 3))
    assert found.betreff == "Gespräch mit dem Netzkreis e. V."
    assert [answer.nr for answer in found.antworten] == [()]
    assert found.antworten[0].antwort.endswith("nicht vorgesehen.")
