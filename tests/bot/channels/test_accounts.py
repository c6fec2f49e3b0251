"""An account belongs to one person, an invitation is redeemed once, and whoever is to decide today is asked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.channels.accounts import (
    absent_in,
    allow_group_in,
    chats_in,
    deputy_in,
    end_absence_in,
    fact_in,
    forbid_group_in,
    group_allowed_in,
    link_in,
    once_in,
    person_in,
    reviewers_in,
    set_fact_in,
    set_reachable_in,
    set_unreachable_in,
)
from bot.channels.port import Sender
from bot.review.people import Person, Rolle
from bot.review.rules import Abgewiesen
from bot.review.tables import einladung
from corpus.errors import StellwerkError
from tests.bot.channels.town_hall import NOW, TownHall

TODAY = NOW.date()
JAN = Person("P-3", "Jan Ott", Rolle.FREIGABE)
LEA = Person("P-4", "Lea Voss", Rolle.LEITUNG)


def invite(hall: TownHall, someone: Person, days: int = 7) -> str:
    token = secrets.token_urlsafe(24)
    row = {
        "token_sha256": hashlib.sha256(token.encode()).hexdigest(),
        "person_id": someone.id,
        "gueltig_bis": NOW + timedelta(days=days),
    }
    hall.write(lambda c: c.execute(insert(einladung).values(**row)))
    return token


def link(hall: TownHall, token: str, user: str = "50", *, chat: str | None = None, **more: Any) -> Person | Abgewiesen:
    now = more.pop("now", NOW)
    sender = Sender(user, "Jan", **more)
    return hall.write(lambda c: link_in(c, "telegram", sender, chat or user, token, now=now))  # type: ignore[no-any-return]


def who(hall: TownHall, user: str) -> Person | None:
    return hall.read(lambda c: person_in(c, "telegram", user))  # type: ignore[no-any-return]


# --- invitations ------------------------------------------------------------------------------------------------------


def test_an_invitation_makes_the_account_the_persons(hall: TownHall) -> None:
    hall.enrol(JAN)
    assert who(hall, "50") is None
    assert link(hall, invite(hall, JAN), chat="51") == JAN
    assert who(hall, "50") == JAN
    assert hall.read(lambda c: chats_in(c, JAN.id)) == [("telegram", "51")]


def test_the_hash_of_an_invitation_will_do_because_the_inbox_holds_no_token(hall: TownHall) -> None:
    hall.enrol(JAN)
    token = invite(hall, JAN)
    assert link(hall, "sha256:" + hashlib.sha256(token.encode()).hexdigest()) == JAN


def test_an_invitation_is_redeemed_once_by_one_account(hall: TownHall) -> None:
    hall.enrol(JAN)
    token = invite(hall, JAN)
    assert link(hall, token, "50") == JAN
    refused = link(hall, token, "60")
    assert isinstance(refused, Abgewiesen)
    assert "schon eingelöst" in refused.was
    assert who(hall, "60") is None
    assert link(hall, token, "50", now=NOW + timedelta(days=30)) == JAN  # pressed again, by the same account


def test_of_two_accounts_at_once_one_gets_the_invitation(hall: TownHall, at_once: Callable[..., list[Any]]) -> None:
    hall.enrol(JAN)
    token = invite(hall, JAN)
    results = at_once([lambda u=u: link(hall, token, u) for u in ("50", "60", "70", "80")])
    assert results.count(JAN) == 1
    assert len(hall.read(lambda c: chats_in(c, JAN.id))) == 1


@pytest.mark.parametrize(
    ("token", "says"), [("", "nicht bekannt"), ("falsch", "nicht bekannt"), ("sha256:" + 64 * "0", "nicht bekannt")]
)
def test_an_unknown_invitation_is_refused(hall: TownHall, token: str, says: str) -> None:
    refused = link(hall, token)
    assert isinstance(refused, Abgewiesen)
    assert says in refused.was
    assert who(hall, "50") is None


def test_an_invitation_ends_with_its_day(hall: TownHall) -> None:
    hall.enrol(JAN)
    token = invite(hall, JAN, days=7)
    refused = link(hall, token, now=NOW + timedelta(days=7, seconds=1))
    assert isinstance(refused, Abgewiesen)
    assert "30.11.2026" in refused.was
    assert link(hall, token, now=NOW + timedelta(days=7)) == JAN


def test_nobody_is_let_in_whose_access_was_revoked_meanwhile(hall: TownHall) -> None:
    hall.enrol(JAN)
    token = invite(hall, JAN)
    hall.revoke(JAN)
    assert isinstance(link(hall, token), Abgewiesen)
    assert who(hall, "50") is None


def test_an_account_of_somebody_else_stays_theirs_and_the_invitation_stays_good(hall: TownHall) -> None:
    hall.enrol(JAN)
    token = invite(hall, JAN)
    refused = link(hall, token, "7")
    assert isinstance(refused, Abgewiesen)
    assert "Ilka" not in refused.was + refused.abhilfe
    assert who(hall, "7") == hall.reviewer
    assert link(hall, token, "50") == JAN


def test_bots_and_anonymous_admins_are_nobodys_account(hall: TownHall) -> None:
    hall.enrol(JAN)
    token = invite(hall, JAN)
    assert isinstance(link(hall, token, genuine=False), Abgewiesen)
    assert link(hall, token) == JAN


def test_a_second_account_is_the_same_person(hall: TownHall) -> None:
    assert link(hall, invite(hall, hall.reviewer), "70") == hall.reviewer
    assert hall.read(lambda c: chats_in(c, hall.reviewer.id)) == [("telegram", "7"), ("telegram", "70")]


def test_a_person_without_access_is_still_known(hall: TownHall) -> None:
    hall.revoke(hall.reviewer)
    assert who(hall, "7") == replace(hall.reviewer, aktiv=False)


def test_who_blocked_the_bot_is_not_written_to_until_they_come_back(hall: TownHall) -> None:
    hall.write(lambda c: set_unreachable_in(c, "telegram", "7"))
    assert hall.read(lambda c: chats_in(c, hall.reviewer.id)) == []
    hall.write(lambda c: set_reachable_in(c, "telegram", "7"))
    assert hall.read(lambda c: chats_in(c, hall.reviewer.id)) == [("telegram", "7")]
    hall.write(lambda c: set_unreachable_in(c, "telegram", "7"))
    link(hall, invite(hall, hall.reviewer), "7")
    assert hall.read(lambda c: chats_in(c, hall.reviewer.id)) == [("telegram", "7")]


# --- who decides today ------------------------------------------------------------------------------------------------


def asked(hall: TownHall, today: date = TODAY) -> list[tuple[str, str]]:
    rows = hall.read(lambda c: reviewers_in(c, today))
    return [(person.name, chat_id) for person, _, chat_id in rows]


def away(hall: TownHall, someone: Person, deputy: Person | None, first: date = TODAY, last: date = TODAY) -> None:
    hall.write(lambda c: absent_in(c, someone.id, first, last, deputy.id if deputy else None))


def test_everyone_who_may_decide_and_can_be_reached_is_asked(hall: TownHall) -> None:
    hall.enrol(JAN)  # no account
    hall.enrol(LEA, "40")
    hall.enrol(Person("P-5", "Max Ley", Rolle.LEITUNG, aktiv=False), "41")
    assert asked(hall) == [("Ilka Brandt", "7"), ("Lea Voss", "40")]


def test_the_deputy_is_asked_instead_and_nobody_twice(hall: TownHall) -> None:
    hall.enrol(JAN, "30")
    hall.enrol(LEA, "40")
    away(hall, hall.reviewer, JAN)
    assert asked(hall) == [("Jan Ott", "30"), ("Lea Voss", "40")]
    assert asked(hall, TODAY + timedelta(days=1)) == [("Ilka Brandt", "7"), ("Jan Ott", "30"), ("Lea Voss", "40")]


@pytest.mark.parametrize("why", ["no role", "no access", "away as well"])
def test_a_deputy_who_cannot_decide_today_is_not_asked(hall: TownHall, why: str) -> None:
    hall.enrol(LEA, "40")
    deputy = hall.official if why == "no role" else hall.enrol(JAN, "30")
    away(hall, hall.reviewer, deputy)
    if why == "no access":
        hall.revoke(deputy)
    if why == "away as well":
        away(hall, deputy, None)
    assert asked(hall) == [("Lea Voss", "40")]


def test_where_everyone_is_away_the_absent_are_asked_after_all(hall: TownHall) -> None:
    away(hall, hall.reviewer, None)
    assert asked(hall) == [("Ilka Brandt", "7")]


def test_an_absence_ends_when_the_person_says_so_and_can_be_noted_again(hall: TownHall) -> None:
    hall.enrol(JAN, "30")
    away(hall, hall.reviewer, JAN)
    assert hall.write(lambda c: end_absence_in(c, hall.reviewer.id))
    assert not hall.write(lambda c: end_absence_in(c, hall.reviewer.id))
    assert asked(hall) == [("Ilka Brandt", "7"), ("Jan Ott", "30")]
    away(hall, hall.reviewer, None)
    assert asked(hall) == [("Jan Ott", "30")]


def test_the_deputy_of_the_absence_noted_last_counts(hall: TownHall) -> None:
    hall.enrol(JAN, "30")
    hall.enrol(LEA, "40")
    away(hall, hall.reviewer, JAN, TODAY - timedelta(days=3), TODAY + timedelta(days=3))
    away(hall, hall.reviewer, LEA, TODAY, TODAY + timedelta(days=1))
    assert hall.read(lambda c: deputy_in(c, hall.reviewer.id, TODAY)) == LEA
    assert hall.read(lambda c: deputy_in(c, hall.reviewer.id, TODAY + timedelta(days=2))) == JAN
    assert hall.read(lambda c: deputy_in(c, hall.reviewer.id, TODAY + timedelta(days=4))) is None
    hall.revoke(LEA)
    assert hall.read(lambda c: deputy_in(c, hall.reviewer.id, TODAY)) is None


def test_an_absence_that_ends_before_it_begins_is_refused_with_a_remedy(hall: TownHall) -> None:
    with pytest.raises(StellwerkError, match="liegt vor dem ersten"):
        away(hall, hall.reviewer, None, TODAY, TODAY - timedelta(days=1))
    with pytest.raises(StellwerkError, match="selbst vertreten"):
        away(hall, hall.reviewer, hall.reviewer)


# --- groups and facts -------------------------------------------------------------------------------------------------


def test_a_group_is_allowed_until_it_is_forbidden(hall: TownHall) -> None:
    def allowed(chat: str) -> Any:
        return hall.read(lambda c: group_allowed_in(c, "telegram", chat))

    assert not allowed("-5")
    for _ in range(2):
        hall.write(lambda c: allow_group_in(c, "telegram", "-5", "P-1", now=NOW))
        assert allowed("-5")
    assert not allowed("-6")
    hall.write(lambda c: forbid_group_in(c, "telegram", "-5"))
    assert not allowed("-5")


def test_once_is_once_for_four_at_a_time(hall: TownHall, at_once: Callable[..., list[Any]]) -> None:
    first = at_once([lambda: hall.write(lambda c: once_in(c, "digest:2026-11-23", at=0.0))] * 4)
    assert sorted(first) == [False, False, False, True]
    assert hall.write(lambda c: once_in(c, "digest:2026-11-24", at=0.0))


def test_once_is_not_used_up_by_what_was_rolled_back(hall: TownHall) -> None:
    def fail(connection: Any) -> None:
        assert once_in(connection, "k", at=0.0)
        raise RuntimeError("killed before the commit")

    with pytest.raises(RuntimeError):
        hall.write(fail)
    assert hall.write(lambda c: once_in(c, "k", at=0.0))


def test_a_fact_is_what_was_said_last(hall: TownHall) -> None:
    assert hall.read(lambda c: fact_in(c, "telegram.username")) is None
    for name in ("alt_bot", "stellwerk_bot"):
        hall.write(lambda c, name=name: set_fact_in(c, "telegram.username", name))
        assert hall.read(lambda c: fact_in(c, "telegram.username")) == name
