"""What people did with a machine draft is read from its rows, with what was known when it was drafted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.database import open_database
from bot.review.outcomes import Ausgang, Entschieden, changed_share, decided_drafts_in
from bot.review.rules import Abgewiesen
from corpus.database import reading, writing
from corpus.domain import Entwurf, Zuversicht
from tests.bot.review.house import NOW, House, draft


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(open_database(f"sqlite:///{tmp_path / 'stellwerk.db'}"))


def sure(wert: float, nr: int = 1, text: str = "Ja, seit 2020.", *, again: bool = False) -> Entwurf:
    looked_at = (("grundlage", wert), ("erneut", float(again)))
    return draft(nr, text, zuversicht=Zuversicht(wert, 0, looked_at))


def drafted(house: House, *drafts: Entwurf) -> None:
    house.cases.add_drafts(house.case, drafts, stichtag=date(2024, 5, 1), von=house.official, now=NOW)


def outcomes(house: House) -> dict[int, Entschieden]:
    with reading(house.engine) as connection:
        return {each.nr: each for each in decided_drafts_in(connection)}


def wholly_new(house: House) -> None:
    """Revision 2 of point 1 is a machine draft with a confidence; revision 1 has none."""
    drafted(house, sure(0.7, text="Ja, das Bad ist seit 2020 offen."))


def test_nothing_is_learned_from_drafts_without_a_confidence_or_a_decision(house: House) -> None:
    house.approve(house.reviewer)
    assert outcomes(house) == {}


def test_an_approved_draft_stayed_unchanged(house: House) -> None:
    wholly_new(house)
    assert outcomes(house) == {}, "nobody has decided yet"
    assert not isinstance(house.approve(house.reviewer, revision=2), Abgewiesen)
    found = outcomes(house)[1]
    assert (found.ausgang, found.geaendert, found.person) == (Ausgang.UNVERAENDERT, 0.0, house.reviewer.id)
    assert (found.wert, found.merkmale) == (0.7, {"grundlage": 0.7, "erneut": 0.0})


def test_what_a_person_changed_is_measured_in_words_and_keeps_the_machines_numbers(house: House) -> None:
    """The person's text was approved; what is learned from are the numbers of the machine's draft, and nothing of what
    came after it, even where the later revision bears other numbers."""
    wholly_new(house)
    house.change(house.official, sure(0.01, text="Ja, das Bad ist seit 2021 offen."), revision=2)
    house.approve(house.reviewer, revision=3)
    found = outcomes(house)[1]
    assert (found.ausgang, found.geaendert) == (Ausgang.GEAENDERT, pytest.approx(1 / 7, abs=0.01))
    assert (found.wert, found.merkmale["grundlage"]) == (0.7, 0.7)
    assert found.person == house.official.id


def test_a_refusal_counts_also_where_the_text_was_changed_after_it(house: House) -> None:
    wholly_new(house)
    house.refuse(house.reviewer, "Das stimmt nicht.", revision=2)
    house.change(house.official, draft(text="Nein."), revision=2)
    assert outcomes(house)[1].ausgang is Ausgang.ABGELEHNT


def test_what_was_given_to_an_office_and_then_approved_as_it_was_stayed_unchanged(house: House) -> None:
    wholly_new(house)
    house.request(house.official, revision=2)
    assert outcomes(house)[1].ausgang is Ausgang.AN_AMT
    house.approve(house.reviewer, revision=2)
    assert outcomes(house)[1].ausgang is Ausgang.UNVERAENDERT


@pytest.mark.parametrize(("again", "expected"), [(True, [Ausgang.ANDERS_ENTWORFEN]), (False, [])])
def test_only_a_person_who_wants_another_draft_says_something(
    house: House, again: bool, expected: list[Ausgang]
) -> None:
    """A machine draft that another one replaced, because a paper came in, is neither good nor bad."""
    wholly_new(house)
    with writing(house.engine) as connection:
        house.cases.redraft_in(
            connection, house.case, sure(0.5, text="Ja, und am Montag auch.", again=again), based_on=2,
            von=house.official, now=NOW, quelle="test:1",
        )  # fmt: skip
    assert [each.ausgang for each in outcomes(house).values()] == expected


@pytest.mark.parametrize(
    ("after", "share"),
    [("Das Bad ist offen.", 0.0), ("Das Bad ist zu.", 0.25), ("Es schneit heute sehr.", 1.0), ("Das Bad ist.", 0.25)],
)
def test_how_much_was_changed_is_the_share_of_words(after: str, share: float) -> None:
    assert changed_share(draft(text="Das Bad ist offen."), draft(text=after)) == pytest.approx(share, abs=0.001)


def test_a_confidence_is_no_part_of_what_a_draft_says(house: House) -> None:
    """Another estimate alone makes no new revision that people would have to decide on again."""
    wholly_new(house)
    drafted(house, sure(0.2, text="Ja, das Bad ist seit 2020 offen."))
    newest = house.cases.get(house.case).revision(1)
    assert newest.revision == 2
    assert newest.entwurf.zuversicht is not None
    assert newest.entwurf.zuversicht.wert == 0.7
    assert house.verify().ok
