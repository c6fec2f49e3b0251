"""How a reply is cut into questions and answers, in the layouts that cities print."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.parsing.stellungnahme import parse_stellungnahme
from tests.corpus.parsing.papers import FORM_HEAD, answers, pairs

CLEANED = "Die Wege werden täglich gereinigt."
BINS = "Es gibt 40 Körbe. Der Bauhof leert sie."

# --- the question stands before its answer ----------------------------------------------------------------------------


def test_an_announced_answer_has_its_title_and_the_question_above_it() -> None:
    first, second = answers(
        "Stellungnahme:\n\nDie Verwaltung hat mit folgendem Ergebnis geprüft:\n\n"
        "1. ob und wie die Wege im Kurpark öfter gereinigt\nwerden können,\n\n"
        f"Antwort zu 1. Reinigung der Wege:\n{CLEANED}\n\n"
        "2. ob mehr Körbe sinnvoll sind.\n\nAntwort zu 2. Körbe / Standorte:\n" + BINS
    )
    assert (first.nr, first.titel, first.antwort) == (("1",), "Reinigung der Wege", CLEANED)
    assert first.frage == "ob und wie die Wege im Kurpark öfter gereinigt werden können,"
    assert (second.nr, second.titel, second.antwort) == (("2",), "Körbe / Standorte", BINS)


def test_a_repeated_question_ends_at_the_blank_line() -> None:
    assert pairs(f"1. Wie oft wird\ngereinigt?\n\n{CLEANED}\n\n2. Wie viele Körbe gibt es?\n\n{BINS}\n") == [
        (("1",), "Wie oft wird gereinigt?", CLEANED),
        (("2",), "Wie viele Körbe gibt es?", BINS),
    ]


def test_a_repeated_question_may_end_at_a_mere_line_break() -> None:
    assert pairs(f"1. Wie oft wird gereinigt?\n{CLEANED}\n2. Wie viele Körbe gibt es?\n{BINS}\n") == [
        (("1",), "Wie oft wird gereinigt?", CLEANED),
        (("2",), "Wie viele Körbe gibt es?", BINS),
    ]


def test_question_and_answer_may_stand_on_one_line() -> None:
    assert pairs(f"1. Wie oft wird gereinigt? {CLEANED}\n\n2. Gibt es Körbe? Ja. Es sind 40.\n")[1] == (
        ("2",),
        "Gibt es Körbe?",
        "Ja. Es sind 40.",
    )


def test_a_number_may_stand_on_a_line_of_its_own() -> None:
    assert pairs(f"1.\nWie oft wird gereinigt?\n\n{CLEANED}\n\n2.\nGibt es Körbe?\n\n{BINS}\n") == [
        (("1",), "Wie oft wird gereinigt?", CLEANED),
        (("2",), "Gibt es Körbe?", BINS),
    ]


def test_follow_up_questions_and_requests_belong_to_the_question() -> None:
    (first, _) = pairs(
        "1. Wie oft wird gereinigt? Wer ist\nzuständig? Bitte nach Monaten\naufschlüsseln.\n\n"
        f"{CLEANED}\n\n2. Gibt es Körbe?\n\n{BINS}\n"
    )
    assert first == (("1",), "Wie oft wird gereinigt? Wer ist zuständig? Bitte nach Monaten aufschlüsseln.", CLEANED)


def test_sub_points_belong_to_the_question() -> None:
    (first, _) = pairs(
        f"1. Wie oft wird gereinigt, und zwar\na) im Sommer,\nb) im Winter?\n\n{CLEANED}\n\n2. Gibt es Körbe?\n\n{BINS}"
    )
    assert first == (("1",), "Wie oft wird gereinigt, und zwar a) im Sommer, b) im Winter?", CLEANED)


def test_a_demand_without_question_mark_ends_at_its_paragraph() -> None:
    assert pairs(
        "1. Die Verwaltung stellt im Kurpark mehr Körbe auf und leert sie\nhäufiger.\n\n"
        f"{BINS} Mehr sind nicht nötig.\n\n"
        "2. Die Wege werden öfter gereinigt.\n\nDem wird gefolgt. Der Bauhof plant\nzwei Runden am Tag.\n"
    ) == [
        (
            ("1",),
            "Die Verwaltung stellt im Kurpark mehr Körbe auf und leert sie häufiger.",
            f"{BINS} Mehr sind nicht nötig.",
        ),
        (("2",), "Die Wege werden öfter gereinigt.", "Dem wird gefolgt. Der Bauhof plant zwei Runden am Tag."),
    ]


def test_a_demand_may_end_where_its_last_line_stays_short() -> None:
    found = pairs(
        "1. Die Verwaltung wird beauftragt, im Kurpark an allen Wegen und Plätzen mehr Körbe\naufzustellen.\n"
        "Im Kurpark stehen derzeit vierzig Körbe, die vom Bauhof an jedem Werktag geleert werden. Ein\n"
        "Mangel ist der Verwaltung nicht bekannt, auch nicht an den Wochenenden im Sommer.\n\n"
        "2. Die Verwaltung wird beauftragt, die Wege im Kurpark künftig zweimal am Tag reinigen zu\nlassen.\n"
        "Eine zweite Reinigung am Tag würde eine weitere Stelle erfordern, die im Stellenplan nicht\n"
        "enthalten ist und auch nicht angemeldet wurde.\n"
    )
    assert [answer[:9] for _, _, answer in found] == ["Im Kurpar", "Eine zwei"]


def test_a_word_for_the_answer_is_not_part_of_it() -> None:
    assert pairs(
        f"Frage 1: Wie oft wird gereinigt?\nAntwort: {CLEANED}\n\n"
        f"Frage 2: Gibt es Körbe?\nAntwort der Verwaltung:\n{BINS}\n"
    ) == [(("1",), "Wie oft wird gereinigt?", CLEANED), (("2",), "Gibt es Körbe?", BINS)]


def test_letters_can_number_a_reply() -> None:
    assert [nr for nr, _, _ in pairs(f"a) Wird gereinigt?\n\n{CLEANED}\n\nb) Gibt es Körbe?\n\n{BINS}\n")] == [
        ("a",),
        ("b",),
    ]


def test_a_table_has_one_answer_a_row() -> None:
    assert pairs(
        f"Nr. | Frage | Antwort\n\n1 | Wie oft wird\ngereinigt? | {CLEANED}\n\n"
        "2 und 3 | Gibt es Körbe, wer leert\nsie? | Es gibt 40 Körbe.\nDer Bauhof leert sie.\n"
    ) == [
        (("1",), "Wie oft wird gereinigt?", CLEANED),
        (("2", "3"), "Gibt es Körbe, wer leert sie?", BINS),
    ]


def test_a_table_that_a_scan_broke_keeps_its_rows() -> None:
    found = pairs(
        f"Nr. | Frage | Antwort\n\n1 Wie oft wird gereinigt? | {CLEANED}\n\nGibt es Körbe? | {BINS}\n\n"
        "3 Was kostet das? | 10.000 Euro.\n"
    )
    assert [(nr, frage) for nr, frage, _ in found] == [
        (("1",), "Wie oft wird gereinigt?"),
        (("2",), "Gibt es Körbe?"),
        (("3",), "Was kostet das?"),
    ]


def test_a_first_number_that_a_scan_read_as_a_letter_counts() -> None:
    assert [nr for nr, _, _ in pairs(f"l. Wird gereinigt?\n\n{CLEANED}\n\n2. Gibt es Körbe?\n\n{BINS}\n")] == [
        ("1",),
        ("2",),
    ]


def test_a_first_number_that_a_scan_lost_is_known_by_the_second() -> None:
    assert pairs(f"Wird gereinigt?\n\n{CLEANED}\n\n2. Gibt es Körbe?\n\n{BINS}\n") == [
        (("1",), "Wird gereinigt?", CLEANED),
        (("2",), "Gibt es Körbe?", BINS),
    ]


# --- the answer alone -------------------------------------------------------------------------------------------------


def test_answers_may_come_without_their_questions() -> None:
    assert pairs(f"Zu 1: {CLEANED}\n\nZu 2 und 3: {BINS}\n\nZu 4: Nein.\n") == [
        (("1",), None, CLEANED),
        (("2", "3"), None, BINS),
        (("4",), None, "Nein."),
    ]


def test_a_range_of_numbers_is_filled() -> None:
    assert [nr for nr, _, _ in pairs(f"Zu Frage 1:\n{CLEANED}\n\nZu den Fragen 2 bis 4:\n{BINS}\n")] == [
        ("1",),
        ("2", "3", "4"),
    ]


def test_a_heading_of_an_answer_is_its_title() -> None:
    first, second = answers(f"Zu Frage 1 (Reinigung): {CLEANED}\n\nZu Frage 2 – Körbe: {BINS}\n")
    assert (first.titel, first.antwort, second.titel, second.antwort) == ("Reinigung", CLEANED, "Körbe", BINS)


def test_bare_numbers_may_open_answers() -> None:
    assert pairs(f"Die Fragen werden wie folgt beantwortet:\n\n1. {CLEANED}\n\n2. {BINS}\n") == [
        (("1",), None, CLEANED),
        (("2",), None, BINS),
    ]


def test_questions_listed_first_are_given_to_their_answers() -> None:
    listed = "Die Fraktion fragt:\n\n1. Wie oft wird gereinigt?\n2. Gibt es Körbe?\n3. Wer leert sie?\n\n"
    assert pairs(listed + f"Die Verwaltung antwortet:\n\nZu 1.: {CLEANED}\n\nZu 2. und 3.: {BINS}\n") == [
        (("1",), "Wie oft wird gereinigt?", CLEANED),
        (("2", "3"), "Gibt es Körbe? Wer leert sie?", BINS),
    ]


def test_questions_listed_first_may_be_answered_under_the_same_bare_numbers() -> None:
    listed = "Die Fraktion fragt:\n\n1. Wie oft wird gereinigt?\n2. Gibt es Körbe?\n\n"
    assert pairs(listed + f"Die Verwaltung antwortet:\n\n1. {CLEANED}\n\n2. {BINS}\n") == [
        (("1",), "Wie oft wird gereinigt?", CLEANED),
        (("2",), "Gibt es Körbe?", BINS),
    ]


def test_prose_is_one_answer_without_a_number() -> None:
    body = f"{CLEANED} Das gilt für den ganzen Park.\n\n{BINS} Am 3. März 2023\nwurden zehn ersetzt.\n"
    assert pairs(body) == [((), None, " ".join(body.split()))]


def test_questions_set_apart_without_numbers_are_answers_of_their_own() -> None:
    assert pairs(f"Wie oft wird gereinigt?\n\n{CLEANED}\n\nGibt es Körbe?\n\n{BINS}\n") == [
        ((), "Wie oft wird gereinigt?", CLEANED),
        ((), "Gibt es Körbe?", BINS),
    ]


# --- several at once --------------------------------------------------------------------------------------------------


def test_questions_without_an_answer_between_them_are_answered_together() -> None:
    assert pairs(f"1. Wird gereinigt?\n\n{CLEANED}\n\n2. Gibt es Körbe?\n\n3. Wer leert sie?\n\n{BINS}\n")[1] == (
        ("2", "3"),
        "Gibt es Körbe? Wer leert sie?",
        BINS,
    )


def test_a_joint_number_stands_for_all_its_questions() -> None:
    assert pairs(f"1./2. Wird gereinigt? Gibt es Körbe?\n\n{BINS}\n\n3. Was kostet das?\n\n10.000 Euro.\n")[0] == (
        ("1", "2"),
        "Wird gereinigt? Gibt es Körbe?",
        BINS,
    )


def test_an_own_answer_and_a_joint_one_may_stand_in_one_reply() -> None:
    found = pairs(
        f"1. Wird gereinigt?\n\n{CLEANED}\n\n2. Gibt es Körbe?\n\n3. Wer leert sie?\n\nZu den Fragen 2 und 3:\n{BINS}\n"
    )
    assert found == [
        (("1",), "Wird gereinigt?", CLEANED),
        (("2", "3"), "Gibt es Körbe? Wer leert sie?", BINS),
    ]


# --- what is no mark of the reply -------------------------------------------------------------------------------------


def test_a_list_within_an_answer_stays_there() -> None:
    (first, second, third) = pairs(
        "1. Wo stehen Körbe?\n\nSie stehen an drei Orten:\n1. am Nordtor\n2. am Südtor\n3. am See\n\n"
        f"2. Wird gereinigt?\n\n{CLEANED}\n\n3. Wer leert die Körbe?\n\nDer Bauhof.\n"
    )
    assert first[2] == "Sie stehen an drei Orten: 1. am Nordtor 2. am Südtor 3. am See"
    assert (second[0], third[0]) == (("2",), ("3",))


def test_a_list_of_headings_within_an_answer_stays_there() -> None:
    first, second = pairs(
        "1. Wo stehen Körbe?\n\nGeplant sind:\n\n1. Nordtor:\n\n- zwei Körbe\n\n2. Südtor:\n\n- drei Körbe\n\n"
        f"2. Wird gereinigt?\n\n{CLEANED}\n"
    )
    assert first[2] == "Geplant sind: 1. Nordtor: - zwei Körbe 2. Südtor: - drei Körbe"
    assert second == (("2",), "Wird gereinigt?", CLEANED)


def test_a_list_within_an_announced_answer_is_no_question() -> None:
    first, second = answers(
        "1. ob gereinigt wird.\n\nAntwort zu 1. Reinigung:\nEntfernt werden:\n1. Laub\n2. Schnee\n3. Sand\n\n"
        f"2. ob es Körbe gibt.\n\nAntwort zu 2. Körbe:\n{BINS}\n"
    )
    assert first.antwort.endswith("3. Sand")
    assert second.frage == "ob es Körbe gibt."


def test_a_day_or_an_ordinal_at_the_start_of_a_line_is_no_mark() -> None:
    found = pairs(
        f"1. Wird gereinigt?\n\nJa, zuletzt am\n2. Mai 2024 und am\n3. Juni 2024.\n\n2. Gibt es Körbe?\n\n{BINS}\n"
    )
    assert [nr for nr, _, _ in found] == [("1",), ("2",)]


def test_a_sentence_that_begins_with_zum_and_a_day_is_no_mark() -> None:
    found = pairs(
        f"1. ob gereinigt wird.\n\nAntwort zu 1. Reinigung:\nZum 30. September 2023 wurde umgestellt.\n"
        f"Zum 1. Oktober begann der Dienst.\n\n2. ob es Körbe gibt.\n\nAntwort zu 2. Körbe:\n{BINS}\n"
    )
    assert [nr for nr, _, _ in found] == [("1",), ("2",)]


def test_a_heading_between_two_points_belongs_to_neither() -> None:
    found = pairs(
        f"I. Reinigung\n\n1. Wird gereinigt?\n\n{CLEANED}\n\nII. Ausstattung\n\n2. Gibt es Körbe?\n\n{BINS}\n"
    )
    assert [answer for _, _, answer in found] == [CLEANED, BINS]


def test_boxes_to_tick_and_a_summary_are_no_answers() -> None:
    found = pairs(
        "Kurzfassung\n\nDie Verwaltung empfiehlt, den Antrag als erledigt zu betrachten.\n\n"
        "Finanzielle Auswirkungen\nJa ☐ Nein ☒\nGesamtkosten der Maßnahme\nIQ-relevant\nNein ☒\nJa ☐\n\n"
        f"Ergänzende Erläuterungen\n\n1. Wird gereinigt?\n\n{CLEANED}\n\n2. Gibt es Körbe?\n\n{BINS}\n"
    )
    assert [answer for _, _, answer in found] == [CLEANED, BINS]


def test_answers_behind_boxes_are_found_where_a_page_head_took_their_heading_along() -> None:
    prose = (
        "Im Kurpark wird täglich gereinigt, auch an den Wochenenden und an allen Feiertagen des Jahres.\n"
        "Der Bauhof setzt dafür zwei Personen ein, die zugleich die Körbe leeren und Schäden melden."
    )
    found = pairs("Finanzielle Auswirkungen\nJa ☐ Nein ☒\n\nIQ-relevant\nNein ☒\nJa ☐\n\n" + prose)
    assert found == [((), None, " ".join(prose.split()))]


# --- laws -------------------------------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["Die", "Wege", "1.", "Zu 2:", "werden?", "gereinigt.", "|", "\n", "\n\n", "3)", "☒"]))


@given(WORDS)
def test_every_answer_stands_where_it_says_and_answers_never_overlap(words: list[str]) -> None:
    text = FORM_HEAD + " ".join(words)
    end = 0
    for answer in parse_stellungnahme(text).antworten:
        assert text[answer.start : answer.ende] == answer.antwort
        assert answer.antwort.strip() == answer.antwort != ""
        assert answer.start >= end
        end = answer.ende


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for answer in parse_stellungnahme(text).antworten:
        assert text[answer.start : answer.ende] == answer.antwort


def test_a_sentence_may_say_which_points_are_answered_together() -> None:
    assert pairs(
        "Die Verwaltung beantwortet die Punkte 1 bis 3 gemeinsam:\n\nVon 18 Sirenen sind elf in Betrieb.\n\n"
        "Zu Punkt 4:\n\nGeprobt wird zweimal im Jahr.\n"
    ) == [
        (("1", "2", "3"), None, "Von 18 Sirenen sind elf in Betrieb."),
        (("4",), None, "Geprobt wird zweimal im Jahr."),
    ]


def test_a_sentence_that_only_announces_numbered_answers_is_none_itself() -> None:
    found = answers(
        "Die Verwaltung nimmt zu den Punkten 1 und 2 zusammenfassend wie folgt Stellung:\n\n"
        "1. Wann öffnet das Bad?\n\nIm Mai.\n\n2. Was kostet es?\n\nDrei Euro.\n"
    )
    assert [answer.nr for answer in found] == [("1",), ("2",)]
