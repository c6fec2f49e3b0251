"""A draft says where it contradicts what was said before or beside it, and what it promises without a source."""

from __future__ import annotations

from datetime import date

from bot.drafting.coverage import with_sentences
from bot.drafting.cross_check import against_earlier, promises, within_case
from bot.drafting.revising import revise
from corpus.domain import Beleg, Entwurf, EntwurfStatus, Fundstelle, HinweisArt, Satz, Teilantwort


def place(number: str, quote: str, day: date = date(2024, 3, 1)) -> Beleg:
    return Fundstelle(f"{number}.txt", f"stellungnahme:{number}", 1, number, day, ("1",), 1, quote, 0, len(quote))


EARLIER = place("ST/0007/2024", "Die Mensa hat 84 Plätze.")


def rarity(_: str) -> float:
    return 1.0


def draft(nr: int, text: str, *belege: Beleg) -> Entwurf:
    return Entwurf(nr, f"{nr}.", EntwurfStatus.BELEGT, (Satz(text, belege),))


def test_a_sentence_that_says_otherwise_than_an_earlier_reply_names_both_places() -> None:
    (hint,) = against_earlier([Satz("Die Mensa hat 132 Plätze.", ())], [EARLIER], rarity=rarity)
    assert hint.art is HinweisArt.WIDERSPRUCH
    assert "ST/0007/2024 vom 01.03.2024" in hint.text
    assert "132" in hint.text
    assert "84" in hint.text


def test_a_later_paper_outranks_an_earlier_one() -> None:
    later = place("ST/0009/2025", "Die Mensa hat 132 Plätze.", date(2025, 3, 1))
    assert against_earlier([Satz(later.zitat, (later,))], [EARLIER], rarity=rarity) == ()
    assert len(against_earlier([Satz(EARLIER.zitat, (EARLIER,))], [later], rarity=rarity)) == 1


def test_two_points_of_one_case_that_contradict_each_other_both_say_so() -> None:
    one = draft(1, "Die Mensa hat 84 Plätze.", EARLIER)
    two = draft(2, "Die Mensa hat 132 Plätze.", place("ST/0008/2024", "Die Mensa hat 132 Plätze."))
    other = draft(3, "Der Wochenmarkt hat 34 Stände.", place("ST/0005/2024", "Der Wochenmarkt hat 34 Stände."))
    checked = within_case([one, two, other], rarity)
    assert [d.status for d in checked] == [EntwurfStatus.WIDERSPRUCH, EntwurfStatus.WIDERSPRUCH, EntwurfStatus.BELEGT]
    assert "Punkt 2 (ST/0008/2024" in checked[0].hinweise[0].text
    assert "Punkt 1 (ST/0007/2024" in checked[1].hinweise[0].text


def test_a_promise_without_a_source_is_marked_and_one_with_a_source_is_not() -> None:
    text = "Der Anbau wird bis 2027 umgesetzt."
    assert [h.art for h in promises([Satz(text, ())])] == [HinweisArt.ZUSAGE]
    assert promises([Satz(text, (place("ST/0001/2025", text),))]) == ()


def test_a_persons_wording_that_says_otherwise_than_the_source_is_marked_until_it_is_put_right() -> None:
    changed = revise(draft(1, "Die Mensa hat 84 Plätze.", EARLIER), "Die Mensa hat 100 Plätze.")
    assert [h.art for h in changed.hinweise] == [HinweisArt.UNBELEGT, HinweisArt.WIDERSPRUCH]
    assert revise(changed, "Die Mensa hat 84 Plätze.", [EARLIER]).hinweise == ()


def test_a_sub_point_that_loses_its_sentence_is_open_again() -> None:
    two = draft(1, "Die Mensa hat 84 Plätze.", EARLIER)
    mapped = Entwurf(
        1, "1.", EntwurfStatus.BELEGT, (*two.saetze, Satz("Ein Essen kostet 4 Euro.", (EARLIER,))),
        abdeckung=(Teilantwort("wie viele Plätze", (0,)), Teilantwort("was ein Essen kostet", (1,))),
    )  # fmt: skip
    left = with_sentences(mapped, mapped.saetze[:1])
    assert [t.saetze for t in left.abdeckung] == [(0,), ()]
    assert left.status is EntwurfStatus.TEILWEISE
    assert [h.text for h in left.hinweise] == ["Unbeantwortet: was ein Essen kostet"]
    assert left.zulieferung is not None
