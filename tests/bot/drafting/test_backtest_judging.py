"""A draft is held against the later answer by what both say: numbers, denial, places, then words and meaning."""

from __future__ import annotations

from datetime import date

import pytest

from bot.drafting.backtest.judging import Bewertung, Klasse, Verhaeltnis, content_sentences, judge
from bot.drafting.backtest.saying_otherwise import lacks, says_otherwise
from corpus.domain import Beleg

PLACE = Beleg("alt.txt", "stellungnahme:1", 1, "20/0001", date(2020, 1, 1), ("1",), 1, "", 0, 0)


def rarity(_: str) -> float:
    return 1.0


def near(one: str, other: str) -> float:
    """Sentences that share a capital word are near."""
    shared = {w for w in one.split() if w[0].isupper()} & {w for w in other.split() if w[0].isupper()}
    return 0.9 if len(shared) >= 2 else 0.0


def judged(later: str, draft: str = "", earlier: str = "") -> Bewertung:
    own = content_sentences(later)
    before = [[(text, PLACE) for text in content_sentences(earlier)] for _ in own]
    return judge("Frage", own, content_sentences(draft), before, near, rarity=rarity)


@pytest.mark.parametrize(
    ("draft", "later", "what"),
    [
        ("Die Mensa Talblick hat 84 Plätze.", "Die Mensa Talblick hat nun 132 Plätze.", "84 statt später 132 (Plätze)"),
        ("Der Bauhof hat zwölf Stellen.", "Der Bauhof hat 14 Stellen.", "12 statt später 14 (Stellen)"),
        ("Der Umbau kostet 1,2 Millionen Euro.", "Der Umbau kostet 1.450.000 Euro.", "1200000 statt später 1450000"),
        ("Der Hort ist bis 16.30 Uhr geöffnet.", "Der Hort ist bis 17 Uhr geöffnet.", "16.30 statt später 17.00 (Uhr)"),
        ("Die Stadt ist Mitglied im Verein.", "Die Stadt ist nicht mehr Mitglied im Verein.", "Verneinung"),
    ],
)
def test_another_number_or_a_denial_is_named(draft: str, later: str, what: str) -> None:
    assert what in (says_otherwise(draft, later, rarity=rarity) or "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Der Bauhof hat zwölf Stellen.", "Der Bauhof hat 12 Stellen."),
        ("Der Umbau kostet 1,20 Millionen Euro.", "Der Umbau kostet 1.200.000 €."),
        ("Die Karte kostet 4,60 Euro.", "Die Karte kostet 4,6 Euro."),
        ("Die Halle öffnet am 1. März 2025.", "Am 01.03.2025 öffnet die Halle."),
    ],
)
def test_the_same_number_in_another_spelling_is_no_difference(one: str, other: str) -> None:
    assert says_otherwise(one, other, rarity=rarity) is None
    assert not lacks(one, other)


def test_a_span_of_hours_has_two_ends() -> None:
    forbidden, allowed = (
        "Das Parken am Markt ist von 6 bis 22 Uhr verboten.",
        "Das Parken am Markt gilt von 22 bis 6 Uhr.",
    )
    assert says_otherwise(forbidden, allowed, rarity=rarity) is None


def test_numbers_of_different_things_do_not_contradict() -> None:
    assert says_otherwise("Der Bauhof hat zwölf Stellen.", "Der Zoo hat 40 Gehege.", rarity=rarity) is None


def test_a_later_answer_that_the_draft_holds_is_met() -> None:
    answer = "Die Mensa Talblick hat 84 Plätze. Das Essen kostet an der Mensa Talblick vier Euro."
    found = judged(answer, draft=answer)
    assert (found.klasse, found.abgedeckt) == (Klasse.TREFFEND, 1.0)


def test_one_of_three_is_met_in_part() -> None:
    first = "Die Mensa Talblick hat 84 Plätze."
    found = judged(f"{first} Der Zaun am Schulhof wird gestrichen. Die Pausenhalle erhält neue Fenster.", draft=first)
    assert (found.klasse, round(found.abgedeckt, 2)) == (Klasse.TEILWEISE, 0.33)


def test_a_changed_number_outweighs_what_agrees() -> None:
    same = "Das Essen wird in der Mensa Talblick gekocht."
    found = judged(
        f"{same} Die Mensa Talblick hat 132 Plätze.", draft=f"{same} Die Mensa Talblick hat 84 Plätze."
    )  # fmt: skip
    assert found.klasse is Klasse.ANDERS
    assert [s.verhaeltnis for s in found.entwurf] == [Verhaeltnis.BESTAETIGT, Verhaeltnis.ANDERS]


def test_a_draft_on_another_matter_is_beside_the_point() -> None:
    assert judged("Die Mensa Talblick hat 84 Plätze.", draft="Der Zaun am Weiher ist alt.").klasse is Klasse.DANEBEN


def test_silence_is_right_where_nothing_earlier_says_it() -> None:
    found = judged("Die Mensa Talblick hat 84 Plätze.", earlier="Die Mensa Talblick hat 60 Plätze.")
    assert (found.klasse, found.vorhanden) == (Klasse.ZU_RECHT_GESCHWIEGEN, 0.0)


def test_silence_is_wrong_where_an_earlier_paper_says_it_and_the_place_is_named() -> None:
    found = judged("Die Mensa Talblick hat 84 Plätze.", earlier="In der Mensa Talblick stehen 84 Plätze bereit.")
    assert found.klasse is Klasse.ZU_UNRECHT_GESCHWIEGEN
    assert found.spaeter[0].frueher == PLACE


def test_what_was_said_of_another_place_was_not_said_of_this_one() -> None:
    later, earlier = "Die Grundschule Talblick hat eine Mensa.", "Die Grundschule Weiherfeld hat eine Mensa."
    assert judged(later, earlier=earlier).klasse is Klasse.ZU_RECHT_GESCHWIEGEN


@pytest.mark.parametrize("answer", ["Ja.", "Siehe Antwort zu 2.", "", "Dies ist richtig."])
def test_an_answer_without_content_is_not_judged(answer: str) -> None:
    assert judged(answer, draft="Die Mensa Talblick hat 84 Plätze.").klasse is Klasse.NICHT_BEWERTBAR
