"""What a person writes keeps the Belege of the sentences that they left as they were."""

from __future__ import annotations

from bot.drafting.revising import revise
from corpus.domain import Entwurf, EntwurfStatus, Fundstelle, HinweisArt, Satz

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
    assert [h.text for h in revise(once, "Das ist neuer.").hinweise] == ["Ohne Beleg: „Das ist neuer.“"]


def test_a_sentence_that_comes_back_gets_its_beleg_back() -> None:
    once = revise(DRAFT, "Das ist neu.")
    again = revise(once, "Der Beitrag beträgt 1.200 Euro im Jahr.", [BELEG])
    assert again.saetze == DRAFT.saetze
    assert again.hinweise == ()


def test_nothing_left_is_a_gap() -> None:
    assert revise(DRAFT, "  ").status is EntwurfStatus.KEINE_GRUNDLAGE
