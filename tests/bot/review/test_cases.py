"""Decisions are made by the right persons, on the newest words, once, and are never lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.database import open_database
from bot.review.people import Rolle
from bot.review.rules import Abgewiesen, Freigabe, Stand, VorgangStatus, status
from corpus.database import writing
from corpus.domain import Entwurf, EntwurfStatus, Hinweis, HinweisArt
from corpus.domain import Satz as Sentence
from corpus.errors import StellwerkError
from tests.bot.review.house import NOW, House, draft


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'stellwerk.db'}")


@pytest.fixture
def house(engine: Engine) -> House:
    return House(engine)


def test_a_reviewer_approves_a_draft(house: House) -> None:
    assert isinstance(house.approve(house.reviewer), Freigabe)
    assert house.stand() is Stand.FREIGEGEBEN


def test_who_handed_the_motion_in_cannot_approve_whatever_their_role(engine: Engine) -> None:
    house = House(engine)
    house.case = house.open(house.reviewer, "Ist das Hallenbad offen?")
    outcome = house.approve(house.reviewer)
    assert isinstance(outcome, Abgewiesen)
    assert "Vier-Augen" in outcome.was
    assert house.stand() is Stand.OFFEN


def test_who_may_only_draft_cannot_decide(house: House) -> None:
    clerk = house.persons.enrol("Nele Groß", Rolle.SACHBEARBEITUNG, now=NOW)
    assert isinstance(house.approve(clerk), Abgewiesen)


def test_who_changed_a_draft_cannot_approve_it_but_another_can(house: House) -> None:
    house.change(house.reviewer, draft(text="Ja, seit 2021."))
    assert isinstance(house.approve(house.reviewer, revision=2), Abgewiesen)
    assert isinstance(house.approve(house.second, revision=2), Freigabe)


def test_a_change_voids_earlier_approvals(house: House) -> None:
    house.approve(house.second)
    house.change(house.reviewer, draft(text="Ja, seit 2021."))
    assert house.stand() is Stand.OFFEN
    assert len(house.cases.get(house.case).freigaben) == 1  # the old decision stays on record


def test_a_decision_on_a_revision_that_was_changed_meanwhile_is_refused(house: House) -> None:
    house.change(house.reviewer, draft(text="Ja, seit 2021."))
    outcome = house.approve(house.second, revision=1)
    assert isinstance(outcome, Abgewiesen)
    assert "Fassung 2" in outcome.was


def test_a_second_decision_learns_who_was_first(house: House) -> None:
    house.approve(house.reviewer)
    outcome = house.approve(house.second)
    assert isinstance(outcome, Abgewiesen)
    assert "Ilka Brandt" in outcome.was


def test_two_approvals_are_two_persons(engine: Engine) -> None:
    house = House(engine, approvals=2)
    house.approve(house.reviewer)
    assert house.stand() is Stand.OFFEN
    assert isinstance(house.approve(house.reviewer), Abgewiesen)
    house.approve(house.second)
    assert house.stand() is Stand.FREIGEGEBEN


def test_a_refusal_needs_a_reason_and_leaves_the_point_open_until_it_is_changed(house: House) -> None:
    assert isinstance(house.refuse(house.reviewer, " "), Abgewiesen)
    assert isinstance(house.refuse(house.reviewer, "Die Zahl fehlt."), Freigabe)
    assert house.stand() is Stand.ABGELEHNT
    assert isinstance(house.approve(house.second), Abgewiesen)
    house.change(house.official, draft(text="Ja, seit 2021."))
    assert house.stand() is Stand.OFFEN


GAP = draft(status=EntwurfStatus.KEINE_GRUNDLAGE, saetze=())
UNSUPPORTED = draft(saetze=(Sentence("Wir kümmern uns.", ()),))
OPEN_PART = draft(hinweise=(Hinweis(HinweisArt.OFFEN, "Unbeantwortet: wie viele"),))


@pytest.mark.parametrize(("entwurf", "what"), [(GAP, "luecke"), (UNSUPPORTED, "unbelegt"), (OPEN_PART, "offene_teile")])
def test_a_gap_or_an_unsupported_sentence_is_accepted_in_so_many_words(
    house: House, entwurf: Entwurf, what: str
) -> None:
    house.change(house.official, entwurf)
    assert isinstance(house.approve(house.reviewer, revision=2), Abgewiesen)
    assert isinstance(house.approve(house.reviewer, revision=2, accepted=(what,)), Freigabe)


def test_a_person_whose_access_was_revoked_decides_nothing_any_more(house: House) -> None:
    house.persons.revoke("Ilka Brandt", now=NOW)
    assert isinstance(house.approve(house.reviewer), Abgewiesen)  # the value in hand still says she may
    with pytest.raises(StellwerkError, match="keinen Zugang"):
        house.persons.named("Ilka Brandt")


def test_a_new_machine_draft_never_replaces_what_a_person_wrote_or_decided(house: House) -> None:
    house.change(house.official, draft(1, text="Von Hand."))
    house.approve(house.reviewer, nr=2)
    fresh = [draft(1, text="Neu."), draft(2, text="Neu.")]
    drafted = house.cases.add_drafts(house.case, fresh, stichtag=date(2024, 6, 1), von=house.official, now=NOW)
    assert [d.neu for d in drafted] == [False, False]
    assert [d.revision.entwurf.saetze[0].text for d in drafted] == ["Von Hand.", "Ja, seit 2020."]


def test_the_same_machine_draft_again_makes_no_revision(house: House) -> None:
    house.cases.add_drafts(house.case, [draft(1), draft(2)], stichtag=date(2024, 5, 1), von=house.official, now=NOW)
    assert len(house.cases.revisions(house.case, 1)) == 1


def test_a_case_is_approved_when_every_point_is(house: House) -> None:
    house.approve(house.reviewer, nr=1)
    assert status(house.cases.get(house.case), approvals=1) is VorgangStatus.OFFEN
    house.approve(house.second, nr=2)
    assert status(house.cases.get(house.case), approvals=1) is VorgangStatus.FREIGEGEBEN


def test_nothing_is_changed_once_the_reply_was_sent(house: House) -> None:
    house.approve(house.reviewer, nr=1)
    house.approve(house.reviewer, nr=2)
    with writing(house.engine) as connection:
        house.cases.note_sent_in(connection, house.case, "stellungnahme:x", text_sha256="0", now=NOW, quelle="terminal")
    assert isinstance(house.change(house.second, draft(text="Anders.")), Abgewiesen)
    assert status(house.cases.get(house.case), approvals=1) is VorgangStatus.VERSANDT


def test_the_same_motion_finds_its_case(house: House) -> None:
    assert house.open(house.second) == house.case
    assert house.cases.get(house.case).eingereicht_von == house.official.id


def test_a_token_is_kept_as_a_hash_only(house: House, tmp_path: Path) -> None:
    invitation = house.persons.invite("Neu Person", Rolle.FREIGABE, now=NOW)
    house.engine.dispose()
    files = [p.read_bytes() for p in tmp_path.iterdir()]
    assert not any(invitation.token.encode() in data for data in files)
