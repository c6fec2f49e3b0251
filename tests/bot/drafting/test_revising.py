"""What a person writes keeps the Belege of the sentences that they left as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.drafting.revising import revise
from corpus.domain import Entwurf, EntwurfStatus, Fundstelle, Hinweis, HinweisArt, Satz, Zulieferung

QUOTE = "Der Beitrag beträgt\n1.200 Euro im Jahr."
BELEG = Fundstelle("a.txt", "stellungnahme:ST/1/2024", 1, "ST/0001/2024", None, ("1",), 1, QUOTE, 0, len(QUOTE))
DRAFT = Entwurf(1, "1.", EntwurfStatus.BELEGT, (Satz("Der Beitrag beträgt 1.200 Euro im Jahr.", (BELEG,)),))


def test_a_sentence_left_as_it_was_keeps_its_beleg() -> None:
    changed = revise(DRAFT, "Der Beitrag beträgt 1.200 Euro im Jahr. Wir danken für die Anfrage.")
    assert [bool(s.belege) for s in changed.saetze] == [True, False]
    assert [h.art for h in changed.hinweise] == [HinweisArt.UNBELEGT]


def test_a_changed_number_loses_the_beleg() -> None:
    changed = revise(DRAFT, "Der Beitrag beträgt 1.300 Euro im Jahr.")
    assert changed.saetze[0].belege == ()


def test_a_shortened_sentence_loses_the_beleg() -> None:
    assert revise(DRAFT, "Der Beitrag beträgt 1.200 Euro.").saetze[0].belege == ()


def test_hints_about_support_are_made_anew_each_time() -> None:
    once = revise(DRAFT, "Das ist neu.")
    assert [h.text for h in revise(once, "Das ist neuer.").hinweise] == ["„Das ist neuer.“"]


def test_a_sentence_that_comes_back_gets_its_beleg_back() -> None:
    once = revise(DRAFT, "Das ist neu.")
    again = revise(once, "Der Beitrag beträgt 1.200 Euro im Jahr.", [BELEG])
    assert again.saetze == DRAFT.saetze
    assert again.hinweise == ()


def test_nothing_left_is_a_gap() -> None:
    assert revise(DRAFT, "  ").status is EntwurfStatus.KEINE_GRUNDLAGE


# --- what a person answers is no longer to be asked ------------------------------------------------------------------

GAP = Entwurf(1, "1.", EntwurfStatus.KEINE_GRUNDLAGE, (), (), Zulieferung(None, "ob die Brücke saniert wird"))
OPEN = (
    Hinweis(HinweisArt.OFFEN, "Unbeantwortet: Welche Kosten entstehen?"),
    Hinweis(HinweisArt.OFFEN, "Unbeantwortet: Wann ist die Sanierung abgeschlossen?"),
)
PARTLY = replace(
    DRAFT, status=EntwurfStatus.TEILWEISE, hinweise=OPEN,
    zulieferung=Zulieferung("66", "Welche Kosten entstehen?; Wann ist die Sanierung abgeschlossen?"),
)  # fmt: skip


def test_a_gap_that_a_person_filled_is_no_longer_to_be_asked() -> None:
    filled = revise(GAP, "Die Brücke wird 2027 saniert.")
    assert filled.zulieferung is None
    assert [h.art for h in filled.hinweise] == [HinweisArt.UNBELEGT, HinweisArt.ZUSAGE]


def test_only_what_the_new_text_leaves_open_is_still_to_be_asked() -> None:
    changed = revise(PARTLY, f"{QUOTE} Es entstehen Kosten von 3.000 Euro.")
    assert [h for h in changed.hinweise if h.art is HinweisArt.OFFEN] == [OPEN[1]]
    assert changed.zulieferung == Zulieferung("66", "Wann ist die Sanierung abgeschlossen?")
    assert changed.status is EntwurfStatus.TEILWEISE


def test_once_every_part_is_answered_nothing_is_to_be_asked() -> None:
    changed = revise(PARTLY, f"{QUOTE} Die Kosten entstehen im März. Die Sanierung ist im Mai abgeschlossen.")
    assert changed.zulieferung is None
    assert changed.status is EntwurfStatus.BELEGT


def test_sentences_on_something_else_or_taken_out_leave_open_what_was_open() -> None:
    for text in (f"{QUOTE} Wir danken für die Anfrage.", QUOTE):
        changed = revise(PARTLY, text)
        assert [h for h in changed.hinweise if h.art is HinweisArt.OFFEN] == list(OPEN)
        assert changed.zulieferung == PARTLY.zulieferung


def test_a_sentence_that_the_archive_knows_word_for_word_gets_its_beleg() -> None:
    asked: list[str] = []

    def found(sentences: Sequence[str]) -> list[Fundstelle]:
        asked.extend(sentences)
        return [BELEG]

    changed = revise(GAP, "Der Beitrag beträgt 1.200 Euro im Jahr. Das ist neu.", found=found)
    assert [bool(s.belege) for s in changed.saetze] == [True, False]
    assert asked == ["Der Beitrag beträgt 1.200 Euro im Jahr.", "Das ist neu."]


def test_the_archive_is_not_asked_for_what_a_beleg_is_known_of() -> None:
    def found(_: object) -> list[Fundstelle]:
        raise AssertionError("nothing was missing")

    assert revise(DRAFT, QUOTE, found=found).saetze == DRAFT.saetze
