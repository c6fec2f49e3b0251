"""What `prepare` promises: heads out, words joined, everything else as printed, every letter traced."""

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.domain import Lesefassung, Rohtext, Seite
from corpus.reading.lesefassung import prepare
from corpus.reading.plain_text import pages_of


def read(text: str) -> Lesefassung:
    return prepare(Rohtext(text, pages_of(text)))


@pytest.mark.parametrize(
    ("printed", "as_read"),
    [
        ("wird frei-\ngegeben. Der Hof", "wird freigegeben.\nDer Hof"),
        ("die Smart-City-\nGruppe tagt", "die Smart-City-Gruppe\ntagt"),
        ("die Anna-und-\nOtto-Straße", "die Anna-und-Otto-Straße"),
        ("die Anna-\nund-Otto-Straße", "die Anna-und-Otto-Straße"),
        ("Bau- \nund Umweltamt", "Bau- \nund Umweltamt"),
        ("Haupt-\noder Nebenamt", "Haupt-\noder Nebenamt"),
        ("IT-\ngestützt", "IT-gestützt"),
        ("Covid-\n19 war", "Covid-19\nwar"),
        ("Verkehrs-\nent-\nwicklung", "Verkehrsentwicklung"),
        ("www.musterau.de/" + "hof-" * 60 + "\nneu", "www.musterau.de/" + "hof-" * 60 + "neu"),
        ("STELLUNG-\nNAHME", "STELLUNGNAHME"),
        ("Haus\xad\nhalt", "Haushalt"),
        ("Haus\xadhalt", "Haushalt"),
        ("der Plan -\nein guter", "der Plan -\nein guter"),
        ("folgende Punkte-\n1. der Hof", "folgende Punkte-\n1. der Hof"),
    ],
)
def test_words_broken_at_a_line_end(printed: str, as_read: str) -> None:
    assert read(printed).text == as_read


def test_a_joined_word_never_makes_the_rest_of_its_line_look_like_an_item() -> None:
    assert read("am Mitt-\nwoch 12. Mai geht es los").text == "am Mittwoch 12. Mai geht es los"


HEADS = [
    "Seite 2",
    "- 2 -",
    "– 2 –",
    "Seite 2 von 4",
    "-- 2 of 4 --",
    "Drucksache Nr. 12/0034, Seite 2 von 2",
    "Ergänzende Hinweise                              Seite 2",
    "Vorlage 2023/17 | Seite 2",
    "Seite 2 von 4 zur Vorlage 2023/17",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_page_head_is_taken_out_of_the_middle_of_a_sentence(head: str) -> None:
    text = f"Der Hof wird im kommenden Jahr\n\n{head}\n\ngepflastert.\n"
    assert read(text).text == "Der Hof wird im kommenden Jahr\ngepflastert.\n"


@pytest.mark.parametrize("head", HEADS)
def test_between_two_paragraphs_a_blank_line_stays(head: str) -> None:
    text = f"Der Hof wird gepflastert.\n\n{head}\n\n2. Wann beginnen die Arbeiten?\n"
    assert read(text).text == "Der Hof wird gepflastert.\n\n\n2. Wann beginnen die Arbeiten?\n"


@pytest.mark.parametrize(
    "content",
    [
        "siehe Anlage 2, Seite 4",
        "(vgl. Haushaltsplan, Seite 2)",
        "Haushaltsplan 2024, Seite 117",
        "2",
        "2.",
        "- 2 Bänke",
        "- 384,60 Euro",
        "Zu Frage 2",
        "2-Sterne-Hotel",
    ],
)
def test_content_that_looks_like_a_page_head_stays(content: str) -> None:
    text = f"Der Hof wird gepflastert.\n\n{content}\n\nDie Bäume bleiben.\n"
    assert read(text).text == text


def test_a_letterhead_printed_again_inside_a_sentence_goes_and_the_first_stays() -> None:
    text = (
        "Stadt Musterau\n\nAntwort\n\nDer Hof wird im\n\nStadt Musterau\n\n"
        "Herbst gepflastert, denn\n\nStadt Musterau\n\nes eilt.\n"
    )
    assert read(text).text.startswith(
        "Stadt Musterau\n\nAntwort\n\nDer Hof wird im\n\nStadt Musterau\n\nHerbst gepflastert, denn\nes eilt."
    )


def test_the_letterhead_of_a_second_paper_in_the_file_stays() -> None:
    text = "Stadt Musterau\n\nAntrag\n\nDer Hof wird gepflastert.\n\nStadt Musterau\n\nAnfrage\n\nWann?\n"
    assert read(text).text == text


def test_on_known_pages_repeated_heads_and_bare_numbers_go() -> None:
    pages = [
        f"Rat der Stadt Musterau\n\n{body}\n\n{number}\n"
        for number, body in enumerate(["Erster.", "Zweiter.", "Dritter."], 1)
    ]
    assert read("\f".join(pages)).text.split() == ["Rat", "der", "Stadt", "Musterau", "Erster.", "Zweiter.", "Dritter."]


def test_numbers_of_points_at_the_top_of_pages_stay() -> None:
    pages = [f"Frage {number}:\nWann wird der Hof {number} gepflastert?\n" for number in (1, 2, 3)]
    assert read("\f".join(pages)).text.count("Frage") == 3


def test_a_sentence_goes_on_over_a_page_end() -> None:
    found = read("Der Hof wird auf der\n\fanderen Seite gepflastert.\n")
    assert found.text == "Der Hof wird auf der\nanderen Seite gepflastert.\n"
    assert [found.seite(found.text.index(word)) for word in ("Hof", "anderen")] == [1, 2]


def test_unseen_characters_are_in_the_rohtext_only() -> None:
    raw = "\ufeffDer\u200b \u202eHof\u202c\x00 ist da.\r\nNoch\u2028mehr."
    found = read(raw)
    assert found.text == "Der Hof ist da.\nNoch\nmehr."
    assert found.rohtext.text == raw


def test_letters_with_loose_accents_become_one_letter() -> None:
    assert read("Gro\u0308ße u\u0308ber").text == "Größe über"


@pytest.mark.parametrize(("printed", "as_read"), [("A n t r a g", "Antrag"), ("   A N F R A G E :", "   ANFRAGE :")])
def test_letter_spaced_headings_are_closed(printed: str, as_read: str) -> None:
    assert read(f"{printed}\n\nder Fraktion").text == f"{as_read}\n\nder Fraktion"


def test_spaced_single_letters_in_a_table_stay() -> None:
    assert read("Block A b c d e f 1 2 3\n").text == "Block A b c d e f 1 2 3\n"


def test_every_word_leads_back_to_where_it_was_printed() -> None:
    raw = "Der Hof ist frei-\ngegeben und im\n\nSeite 2\n\nHerbst fertig."
    found = read(raw)
    for word, printed in [
        ("Hof", "Hof"),
        ("freigegeben", "frei-\ngegeben"),
        ("Herbst", "Herbst"),
        ("fertig.", "fertig."),
    ]:
        start = found.text.index(word)
        left, right = found.original_span(start, start + len(word))
        assert raw[left:right] == printed


PIECES = st.sampled_from(
    [
        "Der Hof ",
        "frei-\ngegeben",
        "\n",
        "\n\n",
        "\f",
        "\r\n",
        "Seite 2\n",
        "– 3 –\n",
        "\u200b",
        "u\u0308",
        "A n t r a g\n",
        "1. ",
        "ü",
    ]
)


@settings(deadline=None)  # the first text that looks misread loads the dictionary
@given(st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join)))
def test_prepare_takes_any_text_and_is_deterministic(text: str) -> None:
    assert read(text) == read(text)


@settings(deadline=None)  # the first text that looks misread loads the dictionary
@given(st.one_of(st.text(alphabet="äöü aB\n\r\f-.\u0308\u200b"), st.lists(PIECES, max_size=25).map("".join)))
def test_parts_are_in_order_and_lead_to_equal_text(text: str) -> None:
    found = read("Übergrößenträger. " + text)  # umlauts enough: nothing here looks misread
    behind = behind_original = 0
    for part in found.abbildung:
        assert part.laenge > 0
        assert part.start >= behind
        assert part.original >= behind_original
        behind, behind_original = part.start + part.laenge, part.original + part.original_laenge
        printed = found.rohtext.text[part.original : behind_original]
        shown = found.text[part.start : behind]
        if part.laenge == part.original_laenge and printed not in ("\r", "\f"):
            assert shown == printed
    assert behind <= len(found.text)
    assert behind_original <= len(found.rohtext.text)


@pytest.mark.parametrize("piece", ["a", "a-", "ii", "Seite 2\n", "- ", ",,a*", "\f", "frei-\n", "x@", "1. "])
def test_long_papers_take_time_in_proportion(piece: str) -> None:
    started = perf_counter()
    read(piece * (60_000 // len(piece)))
    assert perf_counter() - started < 10  # quadratic work would take minutes


SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data"


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled papers in ../shared are not here")
def test_the_labelled_page_heads_of_real_layouts_are_gone() -> None:
    import json

    for line in (SHARED / "flussbach" / "papers_gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        text = (SHARED / "flussbach" / "papers" / gold["datei"]).read_text(encoding="utf-8")
        found = prepare(Rohtext(text, (Seite(1, 0, len(text)),)))
        shown = " ".join(found.text.split())
        assert not [head for head in gold["seitenkoepfe"] if f" {head} " in shown]
        if "gedndert" not in text:
            assert [a["antwort"] for a in gold["antworten"] if " ".join(a["antwort"].split()) not in shown] == []


def test_the_marks_of_markdown_are_taken_out_and_every_word_leads_back() -> None:
    raw = "# Stellungnahme\n\n**Vorlage:** ST/0001/2024\n\n### Zu 1:\n\nDas Bad ist **offen**.\n"
    reading = prepare(Rohtext(raw, (Seite(1, 0, len(raw)),)))
    assert reading.text == "Stellungnahme\n\nVorlage: ST/0001/2024\n\nZu 1:\n\nDas Bad ist offen.\n"
    start = reading.text.index("offen")
    first, last = reading.original_span(start, start + len("offen"))
    assert raw[first:last] == "offen"


def test_a_bullet_that_is_a_hash_stays() -> None:
    raw = "Wir beantragen:\n# ein Bad zu bauen,\n# eine Brücke zu bauen.\n"
    assert prepare(Rohtext(raw, (Seite(1, 0, len(raw)),))).text == raw
