"""What no longer holds on the Stichtag is taken out of the hits, and said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.chat.entwurf_text import HINWEIS_UNITS, clip
from bot.drafting.standing_facts import Faktenlage, held_back, said_together, with_expiry_hints, without_held_back
from corpus.domain import Entwurf, EntwurfStatus, Hinweis, HinweisArt, Passage, Satz
from corpus.facts.extraction import facts_of
from corpus.facts.store import FaktStand, FaktTat, Tat, Vorschlag, with_deeds
from retrieval.search import Ergebnis, Treffer
from retrieval.statements import statements_of
from tests.builders import passage

QUESTION = "ob die Stadt Mitglied im Bündnis Hafengrün e. V. ist"
MEMBER = "Die Stadt ist seit 2015 Mitglied im Bündnis Hafengrün e. V."
NOW = datetime(2025, 1, 1, 9, 0)


def answer(text: str, name: str = "a", **changes: object) -> Passage:
    return passage(text, id=name, dokument_id=f"d-{name}", **changes)


def standings(own: Passage, *deeds: FaktTat, proposals: tuple[Vorschlag, ...] = ()) -> tuple[FaktStand, ...]:
    """The facts of an answer; deeds and proposals are about the first."""
    return tuple(
        FaktStand(
            with_deeds(fact, deeds if nr == 0 else ()), True, own.id, wartet=False,
            taten=deeds if nr == 0 else (), vorschlaege=proposals if nr == 0 else (),
        )
        for nr, fact in enumerate(facts_of(own))
    )  # fmt: skip


def ended(own: Passage, day: date) -> FaktTat:
    return FaktTat(facts_of(own)[0].id, Tat.BEENDET, NOW, "P-1", "Austritt", day)


def found(*passages: Passage) -> Ergebnis:
    hits = tuple(Treffer(i, 1.0, p, p.start, p.ende, p.text) for i, p in enumerate(passages, 1))
    return Ergebnis(hits, 0.9)


def left(lage: Faktenlage, stichtag: date, *passages: Passage) -> tuple[list[str], str]:
    """The statements that may still be quoted, and what is said about the others."""
    gone = held_back(lage, stichtag)
    result, hints = without_held_back(QUESTION, found(*passages), gone, lage.neuere, rarity=lambda _: 1.0)
    quotable = [s.text for hit in result.treffer for s in statements_of(hit.passage)]
    return quotable, " ".join(h.text for h in hints)


def test_an_ended_fact_is_quoted_until_the_day_before_its_end_and_no_longer() -> None:
    own = answer(MEMBER)
    lage = Faktenlage(standings(own, ended(own, date(2025, 6, 1))))
    assert left(lage, date(2025, 5, 31), own) == ([MEMBER], "")
    quotable, said = left(lage, date(2025, 6, 1), own)
    assert quotable == []
    assert "gilt seit dem 01.06.2025 nicht mehr" in said
    assert "Austritt" in said


def test_the_offsets_of_what_stays_still_point_at_its_words() -> None:
    own = answer(f"{MEMBER} Der Beitritt zum Bündnis Hafengrün e. V. als Mitglied kostet die Stadt 900 Euro.")
    lage = Faktenlage(standings(own, ended(own, date(2025, 6, 1))))
    gone = held_back(lage, date(2025, 6, 1))
    result, _ = without_held_back("ob der Beitritt 900 Euro kostet", found(own), gone, {}, rarity=lambda _: 1.0)
    (statement,) = statements_of(result.treffer[0].passage)
    assert own.text[statement.start : statement.ende] == statement.text


def test_what_is_left_of_an_answer_does_not_pose_as_the_answer() -> None:
    own = answer(f"{MEMBER} Der Stadtrat hat am 12. März 2015 zugestimmt.")
    quotable, said = left(Faktenlage(standings(own, ended(own, date(2025, 6, 1)))), date(2025, 6, 1), own)
    assert quotable == []
    assert "nicht mehr" in said


def test_another_paper_that_says_the_same_is_held_back_too_unless_it_is_newer_than_the_end() -> None:
    own, again = answer(MEMBER), answer(MEMBER, "b", datum=date(2024, 5, 1))
    over = standings(own, ended(own, date(2025, 6, 1)))
    assert left(Faktenlage((*over, *standings(again)), beendete=over), date(2025, 7, 1), again)[0] == []
    later = answer(MEMBER, "c", datum=date(2025, 6, 20))
    assert left(Faktenlage((*over, *standings(later)), beendete=over), date(2025, 7, 1), later)[0] == [MEMBER]


def test_a_newer_word_holds_back_from_its_day_on_and_joins_the_hits() -> None:
    own = answer(MEMBER)
    newer = answer("Die Stadt ist nicht mehr Mitglied im Bündnis Hafengrün e. V.", "n", datum=date(2026, 1, 20))
    (new,) = standings(newer)
    proposal = Vorschlag(facts_of(own)[0].id, new.fakt.id, Tat.BEENDET, date(2026, 1, 20), NOW)
    lage = Faktenlage(standings(own, proposals=(proposal,)), neuere={new.fakt.id: (new, newer)})
    assert left(lage, date(2026, 1, 19), own) == ([MEMBER], "")
    quotable, said = left(lage, date(2026, 1, 20), own)
    assert quotable == [newer.text]
    assert said.startswith("Nicht verwendet: „")
    assert "Neuer, von der Leitung noch nicht bestätigt: „" in said


def test_a_hint_quotes_no_more_than_it_takes_to_know_a_sentence_again() -> None:
    """Two long sentences and what is to be known of them still stand on a card whole."""
    long = "Die Stadt ist Mitglied im Bündnis Hafengrün e. V. und entsendet " + "regelmäßig " * 30 + "eine Person."
    own = answer(long)
    newer = answer(long.replace("ist Mitglied", "ist nicht mehr Mitglied"), "n", datum=date(2026, 1, 20))
    (new,) = standings(newer)
    proposal = Vorschlag(facts_of(own)[0].id, new.fakt.id, Tat.BEENDET, date(2026, 1, 20), NOW)
    lage = Faktenlage(standings(own, proposals=(proposal,)), neuere={new.fakt.id: (new, newer)})
    _, said = left(lage, date(2026, 1, 20), own)
    assert said.count(" …“") == 2
    assert clip(said, HINWEIS_UNITS).count("(ST/0001/2024 vom") == 2


def test_where_nothing_ended_nothing_is_touched() -> None:
    own = answer(MEMBER)
    result = found(own)
    kept, hints = without_held_back(
        QUESTION, result, held_back(Faktenlage(standings(own)), date(2026, 1, 1)), {}, rarity=lambda _: 1.0
    )
    assert kept is result
    assert hints == ()


def test_a_sentence_that_bounds_itself_stays_with_a_hint_once_its_time_is_over() -> None:
    own = answer("Das Angebot der Stadt gilt bis zum 30. September 2024.")
    (one,) = standings(own)
    draft = Entwurf(1, None, EntwurfStatus.BELEGT, (Satz(own.text, (one.fakt.fundstelle,)),))
    assert with_expiry_hints(draft, (one,), date(2024, 9, 30)) == draft
    (hint,) = with_expiry_hints(draft, (one,), date(2024, 10, 1)).hinweise
    assert "01.10.2024" in hint.text


def test_a_corrected_end_holds_back_as_an_end_does() -> None:
    own = answer(MEMBER)
    deed = FaktTat(facts_of(own)[0].id, Tat.BERICHTIGT, NOW, "P-1", "falsch gelesen", werte={"gilt_bis": "2024-01-01"})
    assert left(Faktenlage(standings(own, deed)), date(2024, 6, 1), own)[0] == []
    assert left(Faktenlage(standings(replace(own, datum=date(2023, 1, 1)), deed)), date(2023, 6, 1), own)[0] == [MEMBER]


def test_a_move_is_said_only_to_who_asks_where_or_names_the_place() -> None:
    old = answer("Die Stadtkasse befindet sich im Alten Zollhaus, Hafenstraße 4.", betreff="Stadtkasse")
    newer = answer(
        "Die Stadtkasse ist seit dem 1. Mai 2023 im Bürgerhaus, Marktplatz 2, untergebracht.",
        "n",
        datum=date(2024, 5, 1),
    )
    (new,) = standings(newer)
    proposal = Vorschlag(facts_of(old)[0].id, new.fakt.id, Tat.ABGELOEST, date(2023, 5, 1), NOW)
    lage = Faktenlage(standings(old, proposals=(proposal,)), neuere={new.fakt.id: (new, newer)})
    gone = held_back(lage, date(2025, 1, 1))

    def said(question: str) -> tuple[Hinweis, ...]:
        return without_held_back(question, found(old), gone, lage.neuere, rarity=lambda _: 1.0)[1]

    assert said("Wo ist die Stadtkasse?")
    assert said("Wann ist die Stadtkasse im Alten Zollhaus geöffnet?")
    assert not said("Wann ist die Stadtkasse geöffnet?")
    assert not said("Wie viele Stellen hat die Stadtkasse?")


def test_an_intention_whose_time_is_over_is_quoted_with_the_advice_to_look_what_became_of_it() -> None:
    own = answer("Ein Steg am Anger wird bis Ende 2024 errichtet.", datum=date(2023, 5, 2))
    (statement,) = statements_of(own)
    draft = Entwurf(1, "1.", EntwurfStatus.BELEGT, (Satz(own.text, (statement.beleg,)),), (), None)
    assert with_expiry_hints(draft, standings(own), date(2024, 12, 31)).hinweise == ()
    (hint,) = with_expiry_hints(draft, standings(own), date(2025, 1, 1)).hinweise
    assert "Prüfen Sie, was daraus wurde" in hint.text


def test_several_older_words_are_named_in_one_hint_with_the_newer_one_once() -> None:
    later = answer("Ab dem 1. März 2024 kostet die Karte im Hafenbad 9 Euro.", "neu", datum=date(2024, 3, 1))
    (newer,) = standings(later)
    proposal = Vorschlag("alt", newer.fakt.id, Tat.ABGELOEST, date(2024, 3, 1), NOW)
    texts = [f"Die Karte im Hafenbad kostet {price} Euro." for price in ("5", "7")]
    old = [answer(t, str(n), datum=date(2015 + n, 3, 1)) for n, t in enumerate(texts)]
    lage = Faktenlage(
        tuple(s for own in old for s in standings(own, proposals=(proposal,))), (), {newer.fakt.id: (newer, later)}
    )
    gone = held_back(lage, date(2025, 1, 1))
    other = Hinweis(HinweisArt.VERALTET, "Etwas anderes.")
    both, rest = said_together(
        [*(Hinweis(HinweisArt.VERALTET, g.hinweis) for own in gone.values() for g in own), other]
    )
    assert all(t.rstrip(".") in both.text for t in texts)
    assert both.text.count("9 Euro") == 1
    assert rest == other
