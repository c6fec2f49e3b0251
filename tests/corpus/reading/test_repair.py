"""What the repair of misread papers promises. The examples have the faults of an English reading model."""

from pathlib import Path

import pytest

from corpus.domain import Rohtext, Seite
from corpus.reading.lesefassung import prepare
from corpus.reading.repair import looks_misread, repair, repair_edits

MISREAD = "Die Verwaltung hat fiir den Rat gepriift, ob das moglich ist. "


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Biirgerinnen", "Bürgerinnen"),
        ("6ffentlichen", "öffentlichen"),
        ("begriiBen", "begrüßen"),
        ("stirkere Kapazititen", "stärkere Kapazitäten"),
        ("gedndert", "geändert"),
        ("Fu&ganger", "Fußgänger"),
        ("Gartenstrae", "Gartenstraße"),
        ("GartenstraRe", "Gartenstraße"),
        ("Ma&nahmen", "Maßnahmen"),
        ("Moglichkeiten", "Möglichkeiten"),
        ("Wirtschaftsforderung", "Wirtschaftsförderung"),
        ("ressortiibergreifend", "ressortübergreifend"),
        ("Uberlegungen", "Überlegungen"),
        ("vie1e", "viele"),
        ("I1T-Projekte", "IT-Projekte"),
        ("die Familie Miiller", "die Familie Müller"),
    ],
)
def test_misread_words_come_back_as_they_were_printed(read: str, printed: str) -> None:
    assert repair(f"{MISREAD}{read}").endswith(f" {printed}")


@pytest.mark.parametrize(
    "right",
    [
        "Die Forderung wurde erhoben",
        "Herr Sibel, Frau Mathilde und Herr Borner",
        "mail an rat@musterau.de oder www.musterau.de/buergerburo.html",
        "Vorlage ST/0012/2024, Az. 66-B3, 16a und 6 bis 8",
        "GmbH & Co. KG, IT und SuS",
        "gem. Satz 1 ggf. inkl. Steuer",
        "variieren und initiieren",
        "Farb- und Lichtkonzept",
    ],
)
def test_known_words_names_and_numbers_stay(right: str) -> None:
    assert repair(f"{MISREAD}{right}").endswith(right)


@pytest.mark.parametrize(
    "clean",
    [
        "Das Amt hat den Antrag angenommen.",
        "Die Verwaltung hat für den Rat geprüft, ob das möglich ist. Herr Muller aus Rastatt wohnt in der Burgstrasse.",
        "The fur trade has changed. We go to the uberfunky party.",
        "",
        "12 34 56",
    ],
)
def test_papers_without_signs_of_misreading_are_left_alone(clean: str) -> None:
    assert repair_edits(clean) == []


def test_clean_text_does_not_even_load_the_dictionary() -> None:
    assert not looks_misread("Die Verwaltung hat für den Rat geprüft, ob das möglich ist.")
    assert looks_misread(MISREAD)


@pytest.mark.parametrize(
    ("read", "printed"), [("Die Platze", "Die Plätze"), ("sie lasst", "sie lässt"), ("wahrend", "während")]
)
def test_forms_that_nobody_uses_are_misread_where_all_of_the_paper_is(read: str, printed: str) -> None:
    assert repair(f"{MISREAD}{read}").endswith(printed)
    assert repair(f"Früher gehört. {MISREAD}{read}").endswith(read)


@pytest.mark.parametrize("participle", ["veranschlagt", "beantragt", "beauftragt", "gefragt", "gehalten"])
def test_participles_that_look_like_such_forms_stay(participle: str) -> None:
    assert repair(f"{MISREAD}{participle}").endswith(participle)


def test_quotes_and_item_numbers_are_put_right() -> None:
    text = f"{MISREAD}\n3. Wie fiihrt der ,,Runde Tisch* das aus?\n4, Ist das moglich?\n5. Wer priift das?\n"
    assert "„Runde Tisch“ das aus?\n4. Ist das möglich?\n5. Wer prüft" in repair(text)


def test_commas_behind_numbers_in_a_sentence_stay() -> None:
    assert repair(f"{MISREAD}\n4, Ist das moglich?").endswith("4, Ist das möglich?")


def test_repaired_words_lead_back_to_the_misread_ones() -> None:
    raw = MISREAD + "Die Ausfiihrungen der Verwal-\ntung begriiBen wir."
    found = prepare(Rohtext(raw, (Seite(1, 0, len(raw)),)))
    for word, read in [
        ("Ausführungen", "Ausfiihrungen"),
        ("begrüßen", "begriiBen"),
        ("Verwaltung begrüßen", "Verwal-\ntung begriiBen"),
    ]:
        start = found.text.replace("\n", " ").index(word)
        left, right = found.original_span(start, start + len(word))
        assert raw[left:right] == read


SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the labelled papers in ../shared are not here")


@pytest.mark.slow
@needs_shared
def test_repair_leaves_at_most_a_third_of_the_word_errors_and_changes_no_right_word() -> None:
    from retrieval.benchmark.ocr import bench_ocr

    figures = bench_ocr(SHARED / "ocr_de")
    assert figures["ratio"] <= 1 / 3
    assert figures["changed_on_truth"] == 0


@pytest.mark.slow
@needs_shared
def test_not_one_word_changes_in_real_papers_that_were_read_well() -> None:
    papers = sorted((SHARED / "karlsruhe" / "texts").glob("*.txt"))
    assert papers
    assert [paper.name for paper in papers if repair_edits(paper.read_text(encoding="utf-8"))] == []
