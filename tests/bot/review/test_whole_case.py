"""Requests to offices, new drafts on a wish, points, deadlines, the end of a case and its going on."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.commands.cases import case_to_json
from bot.database import open_database
from bot.review.audit_key import AuditKey
from bot.review.deadlines import deadline_of, deadline_text, is_near, is_overdue
from bot.review.people import Person, Rolle
from bot.review.rules import (
    Abgewiesen,
    Freigabe,
    Revision,
    Stand,
    VorgangStatus,
    Zulieferungsauftrag,
    open_requests,
    status,
)
from bot.review.tables import einladung, freigabe
from corpus.database import reading, writing
from corpus.domain import Anliegen, AnliegenArt, Entwurf
from corpus.errors import StellwerkError
from tests.bot.review.house import NOW, House, draft


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'stellwerk.db'}")


@pytest.fixture
def house(engine: Engine) -> House:
    return House(engine)


def redraft(house: House, by: Person, entwurf: Entwurf, based_on: int = 1) -> Revision | Abgewiesen:
    with writing(house.engine) as connection:
        return house.cases.redraft_in(
            connection, house.case, entwurf, based_on=based_on, von=by, now=NOW, quelle="test:3"
        )


def cancel(house: House, by: Person) -> Abgewiesen | None:
    with writing(house.engine) as connection:
        return house.cases.cancel_in(connection, house.case, von=by, now=NOW, quelle="test:4")


# --- requests to offices


def test_a_point_given_to_an_office_waits_for_it_until_there_is_a_new_revision(house: House) -> None:
    assert isinstance(house.request(house.reviewer), Zulieferungsauftrag)
    assert house.stand() is Stand.BEIM_AMT
    assert case_to_json(house.cases.get(house.case), 1)["entwuerfe"][0]["entscheidung"] == "beim_amt"
    house.change(house.official, draft(text="Ja, seit 2021."))
    assert house.stand() is Stand.OFFEN
    case = house.cases.get(house.case)
    assert (len(case.zulieferungen), open_requests(case, 1)) == (1, ())


def test_a_point_at_an_office_can_be_decided_all_the_same(house: House) -> None:
    house.request(house.reviewer)
    assert isinstance(house.approve(house.reviewer), Freigabe)
    assert house.stand() is Stand.FREIGEGEBEN


def test_a_refused_point_stays_refused_while_an_office_is_asked(house: House) -> None:
    house.refuse(house.reviewer, "Die Zahl fehlt.")
    assert isinstance(house.request(house.reviewer), Zulieferungsauftrag)
    assert house.stand() is Stand.ABGELEHNT


def test_the_same_question_to_the_same_office_names_who_asked_first_and_when(house: House) -> None:
    house.request(house.reviewer)
    again = house.request(house.second, amt="TIEFBAUAMT", frage=" Seit  wann?")
    assert isinstance(again, Abgewiesen)
    assert "Ilka Brandt am 01.05.2024 um 09:00 Uhr" in again.was
    assert isinstance(house.request(house.second, amt="Sportamt"), Zulieferungsauftrag)


@pytest.mark.parametrize(
    ("amt", "frage", "frist", "said"),
    [
        (" ", "Seit wann?", None, "welches Amt"),
        ("Tiefbauamt", "\n", None, "fehlt die Frage"),
        ("Tiefbauamt", "Seit wann?", NOW.date() - timedelta(days=1), "30.04.2024 ist schon vorbei"),
    ],
)
def test_a_request_needs_an_office_a_question_and_a_day_to_come(
    house: House, amt: str, frage: str, frist: date | None, said: str
) -> None:
    outcome = house.request(house.reviewer, amt=amt, frage=frage, frist=frist)
    assert isinstance(outcome, Abgewiesen)
    assert said in outcome.was
    assert house.stand() is Stand.OFFEN


def test_an_approved_or_changed_point_is_given_to_no_office(house: House) -> None:
    house.approve(house.reviewer)
    assert isinstance(house.request(house.second), Abgewiesen)
    house.change(house.official, draft(text="Ja, seit 2021."))
    assert isinstance(house.request(house.second, revision=1), Abgewiesen)


# --- drafting anew


def test_a_new_machine_draft_on_a_wish_replaces_a_persons_words_and_counts_as_the_askers(house: House) -> None:
    house.change(house.official, draft(text="Von Hand."))
    fresh = redraft(house, house.reviewer, draft(text="Neu."), based_on=2)
    assert isinstance(fresh, Revision)
    assert (fresh.revision, fresh.maschinell, fresh.von) == (3, True, house.reviewer.id)
    assert isinstance(house.approve(house.reviewer, revision=3), Abgewiesen)
    assert isinstance(house.approve(house.second, revision=3), Freigabe)


def test_a_redraft_voids_the_approval_of_the_text_before(house: House) -> None:
    house.approve(house.reviewer)
    redraft(house, house.official, draft(text="Neu."))
    assert house.stand() is Stand.OFFEN


def test_a_new_text_that_is_the_old_one_makes_no_revision_and_keeps_the_approval(house: House) -> None:
    house.approve(house.reviewer)
    assert isinstance(redraft(house, house.official, draft()), Abgewiesen)
    assert isinstance(house.change(house.official, draft()), Abgewiesen)
    assert house.stand() is Stand.FREIGEGEBEN


def test_a_late_change_learns_who_changed_the_point_and_when(house: House) -> None:
    house.change(house.reviewer, draft(text="Ja, seit 2021."))
    late = house.change(house.second, draft(text="Ja, seit 2022."))
    assert isinstance(late, Abgewiesen)
    assert "Fassung 2 von Ilka Brandt, 01.05.2024 um 09:00 Uhr" in late.was


def test_a_point_that_does_not_exist_is_refused_with_a_sentence(house: House) -> None:
    assert isinstance(house.approve(house.reviewer, nr=9), Abgewiesen)
    assert isinstance(house.change(house.reviewer, draft(9)), Abgewiesen)


# --- the points


POINTS = tuple(Anliegen(i, None, f"Frage {i}?", AnliegenArt.FRAGE, (), 0, 5) for i in (1, 2, 3))


def cut(house: House, points: tuple[Anliegen, ...]) -> Abgewiesen | None:
    with writing(house.engine) as connection:
        return house.cases.set_points_in(connection, house.case, points, von=house.official, now=NOW, quelle="test:5")


def test_points_are_as_a_person_cut_them(house: House) -> None:
    house.case = house.open(house.official, "Ist das Hallenbad offen?", drafted=False)
    assert cut(house, POINTS) is None
    assert house.cases.get(house.case).anliegen == POINTS
    with reading(house.engine) as connection:
        antrag = house.cases.antrag_in(connection, house.case)
    assert (antrag.anliegen, antrag.nummer) == (POINTS, "AT/24/2024")


def test_points_stand_fast_once_there_are_drafts(house: House) -> None:
    refused = cut(house, POINTS)
    assert isinstance(refused, Abgewiesen)
    assert len(house.cases.get(house.case).anliegen) == 2


def test_an_empty_point_is_refused(house: House) -> None:
    house.case = house.open(house.official, "Ist das Hallenbad offen?", drafted=False)
    assert isinstance(cut(house, ()), Abgewiesen)
    assert isinstance(cut(house, (Anliegen(1, None, " ", AnliegenArt.FRAGE, (), 0, 0),)), Abgewiesen)


def test_a_case_is_not_approved_while_a_point_has_no_draft(house: House) -> None:
    house.case = house.open(house.official, "Ist das Hallenbad offen?", drafted=False)
    cut(house, POINTS)
    house.cases.add_drafts(house.case, [draft(1), draft(2)], stichtag=NOW.date(), von=house.official, now=NOW)
    house.approve(house.reviewer, nr=1)
    house.approve(house.reviewer, nr=2)
    assert status(house.cases.get(house.case), approvals=1) is VorgangStatus.OFFEN
    with pytest.raises(StellwerkError, match="Punkt 3"):
        house.letters.render(house.case)


# --- the deadline


def test_the_deadline_stands_days_before_the_meeting(house: House) -> None:
    case = house.cases.get(house.open(house.official, "Ist das Hallenbad offen?", sitzung=date(2024, 6, 20)))
    assert case.frist == date(2024, 6, 13)
    assert case_to_json(case, 1)["frist"] == "2024-06-13"
    assert house.cases.get(house.case).frist is None


def test_the_deadline_comes_with_the_meeting_where_the_motion_names_none(house: House) -> None:
    house.cases.note_letter_head(house.case, {"sitzung": "20.06.2024"}, now=NOW)
    assert house.cases.get(house.case).frist == date(2024, 6, 13)


def test_a_person_may_set_the_deadline(house: House) -> None:
    with writing(house.engine) as connection:
        house.cases.set_deadline_in(
            connection, house.case, date(2024, 6, 1), von=house.official, now=NOW, quelle="test:6"
        )
    assert house.cases.get(house.case).frist == date(2024, 6, 1)
    assert house.verify().ok


TODAY = date(2024, 5, 10)


@pytest.mark.parametrize(
    ("days", "text", "near", "overdue"),
    [
        (-2, "08.05.2024 (seit 2 Tagen überfällig)", False, True),
        (-1, "09.05.2024 (seit 1 Tag überfällig)", False, True),
        (0, "10.05.2024 (heute)", True, False),
        (1, "11.05.2024 (morgen)", True, False),
        (3, "13.05.2024 (noch 3 Tage)", False, False),
    ],
)
def test_a_deadline_is_said_in_words(days: int, text: str, near: bool, overdue: bool) -> None:
    frist = TODAY + timedelta(days=days)
    assert (deadline_text(frist, TODAY), is_near(frist, TODAY), is_overdue(frist, TODAY)) == (text, near, overdue)


def test_no_meeting_makes_no_deadline() -> None:
    assert deadline_of(None, 7) is None
    assert deadline_text(None, TODAY) == "keine Frist"
    assert not is_overdue(None, TODAY)


# --- the end


def test_who_handed_the_motion_in_may_cancel_and_so_may_the_leitung(house: House) -> None:
    refused = cancel(house, house.reviewer)
    assert isinstance(refused, Abgewiesen)
    assert "Petra Sander" in refused.was
    assert cancel(house, house.persons.enrol("Uta Kern", Rolle.LEITUNG, now=NOW)) is None
    assert status(house.cases.get(house.case), approvals=1) is VorgangStatus.ABGEBROCHEN


def test_nothing_goes_on_in_a_cancelled_case_until_the_motion_is_handed_in_again(house: House) -> None:
    assert cancel(house, house.official) is None
    for outcome in (house.approve(house.reviewer), house.request(house.reviewer), cancel(house, house.official)):
        assert isinstance(outcome, Abgewiesen)
        assert "01.05.2024 um 09:00 Uhr abgebrochen" in outcome.was
    assert house.open(house.reviewer) == house.case
    assert status(house.cases.get(house.case), approvals=1) is VorgangStatus.OFFEN
    assert isinstance(house.approve(house.reviewer), Abgewiesen)  # who hands it in again is bound by four eyes too
    assert isinstance(house.approve(house.second), Freigabe)
    assert house.verify().ok


def test_a_cancelled_case_writes_no_letter_without_the_word_entwurf(house: House) -> None:
    cancel(house, house.official)
    assert house.letters.render(house.case) == house.letters.render(house.case, entwurf=True)


# --- within the caller's transaction


def test_a_decision_falls_with_the_transaction_that_it_was_made_in(house: House) -> None:
    with pytest.raises(RuntimeError), writing(house.engine) as connection:
        house.cases.request_in(
            connection, house.case, 1, based_on=1, von=house.reviewer, amt="Amt", frage="Was?", frist=None, now=NOW,
            quelle="test:7",
        )  # fmt: skip
        assert house.cases.decided(house.cases.get_in(connection, house.case), 1) is Stand.BEIM_AMT
        raise RuntimeError
    assert house.stand() is Stand.OFFEN
    with reading(house.engine) as connection:
        assert connection.execute(select(freigabe)).all() == []


# --- invitations


def test_an_invitation_names_the_role_that_it_changes(house: House) -> None:
    assert house.persons.invite("Neu Person", Rolle.SACHBEARBEITUNG, now=NOW).bisher is None
    assert house.persons.invite("Neu Person", Rolle.LEITUNG, now=NOW).bisher is Rolle.SACHBEARBEITUNG
    house.persons.revoke("Neu Person", now=NOW)
    assert house.persons.invite("Neu Person", Rolle.FREIGABE, now=NOW).bisher is None


def test_a_new_invitation_or_the_end_of_access_voids_what_was_not_redeemed(house: House) -> None:
    def good() -> int:
        with reading(house.engine) as connection:
            return len(connection.execute(select(einladung).where(einladung.c.gueltig_bis >= NOW)).all())

    house.persons.invite("Neu Person", Rolle.FREIGABE, now=NOW)
    house.persons.invite("Neu Person", Rolle.FREIGABE, now=NOW)
    assert good() == 1
    house.persons.revoke("Neu Person", now=NOW)
    assert good() == 0


def test_processes_that_start_at_once_make_one_key(tmp_path: Path) -> None:
    keys: set[bytes] = set()
    start = threading.Barrier(8)

    def first_use() -> None:
        start.wait()
        keys.add(AuditKey(tmp_path / "audit.key").key(make=True))

    threads = [threading.Thread(target=first_use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 1


# --- the letter


def test_a_letter_is_read_as_sent_only_where_all_points_are_approved(house: House) -> None:
    with pytest.raises(StellwerkError, match="noch nicht in allen Punkten freigegeben"):
        house.letters.read_sent(house.case, "brief.txt", b"Stellungnahme")
    with writing(house.engine) as connection:
        assert not house.letters.file_approved_in(connection, house.case, now=NOW, quelle="test:8")
        with pytest.raises(StellwerkError, match="noch nicht in allen Punkten freigegeben"):
            house.letters.send_in(connection, house.case, now=NOW, quelle="test:8")


def test_what_is_approved_is_printed_without_the_word_entwurf_unless_it_is_asked_for(house: House) -> None:
    draft_letter = house.letters.render(house.case)
    house.approve(house.reviewer, nr=1)
    house.approve(house.reviewer, nr=2)
    final = house.letters.render(house.case)
    assert final != draft_letter
    assert house.letters.render(house.case, entwurf=True) == draft_letter
    assert house.letters.render(house.case, entwurf=False) == final


def test_nobody_gets_a_letter_without_the_word_entwurf_before_the_last_approval(house: House) -> None:
    assert house.letters.render(house.case, entwurf=False) == house.letters.render(house.case, entwurf=True)


def test_filing_the_same_reply_twice_is_one_entry(house: House) -> None:
    house.approve(house.reviewer, nr=1)
    house.approve(house.reviewer, nr=2)
    for _ in range(2):
        assert house.letters.file_approved(house.case, now=NOW)
    before = house.verify().eintraege
    house.cases.note_letter_head(house.case, {"vorlage": "ST/0002/2024"}, now=NOW)
    assert house.letters.file_approved(house.case, now=NOW)
    assert house.verify().eintraege == before + 3  # what was given, the text, and that it is filed anew
