"""The running bot, part by part: one event that fails holds up nothing, and what the dead held is free again."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.channels.inbox import Inbox
from bot.channels.leases import Owner
from bot.channels.tables import inbox, job
from bot.service import running
from bot.service.running import Service, revive
from bot.settings import Settings
from bot.wiring import Stellwerk
from corpus.database import reading, writing
from corpus.errors import StellwerkError


@pytest.fixture
def service(tmp_path: Path) -> Service:
    settings = Settings(home=tmp_path, _env_file=None)  # type: ignore[call-arg]
    return Service(Stellwerk(settings), "1:" + "x" * 30, lambda _: None)


def states(service: Service) -> list[tuple[int, str, int]]:
    with reading(service._parts.engine) as connection:
        rows = connection.execute(select(inbox.c.event_id, inbox.c.state, inbox.c.attempts).order_by(inbox.c.id))
        return [tuple(row) for row in rows]  # type: ignore[misc]


def a_message(text: str) -> str:
    who = {"id": 5, "is_bot": False, "first_name": "Wer"}
    chat = {"id": 5, "type": "private", "first_name": "Wer"}
    message = {"message_id": 1, "date": 1, "from": who, "chat": chat, "text": text}
    return json.dumps({"update_id": 1, "message": message})


def test_an_event_that_fails_is_tried_again_and_the_next_goes_on(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def handle(_turn: Any, event: Any) -> bool:
        if event.text == "giftig":
            raise RuntimeError("giftig")
        seen.append(event.text)
        return False

    monkeypatch.setattr(running, "handle", handle)
    Inbox(service._parts.engine).put("telegram", [(1, a_message("giftig")), (2, a_message("gut"))], at=time.time())
    while service._one_event():
        pass
    assert seen == ["gut"]
    assert states(service) == [(1, "new", 1), (2, "done", 1)]


def test_an_event_that_always_fails_is_laid_aside_and_can_be_taken_up_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def handle(_turn: Any, _event: Any) -> bool:
        raise RuntimeError("giftig")

    monkeypatch.setattr(running, "handle", handle)
    Inbox(service._parts.engine).put("telegram", [(1, a_message("giftig"))], at=time.time())
    for _ in range(10):
        while service._one_event():
            pass
        with writing(service._parts.engine) as connection:
            connection.execute(update(inbox).values(not_before=0.0))
    assert states(service)[0][1] == "dead"
    assert revive(service._parts) == 1
    assert states(service)[0][1] == "new"


def test_the_effects_of_an_event_stand_with_it_or_not_at_all(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(turn: Any, _event: Any) -> bool:
        values = {"kind": "read", "payload": {}, "state": "queued", "attempts": 0, "not_before": 0.0, "created_at": 0.0}
        turn.connection.execute(insert(job).values(**values))
        raise RuntimeError("kurz vor dem Ende")

    monkeypatch.setattr(running, "handle", handle)
    Inbox(service._parts.engine).put("telegram", [(1, a_message("x"))], at=time.time())
    service._one_event()
    with reading(service._parts.engine) as connection:
        assert connection.execute(select(job)).all() == []


def test_what_a_stranger_sent_is_blanked_once_it_was_answered(service: Service) -> None:
    Inbox(service._parts.engine).put("telegram", [(1, a_message("etwas Persönliches"))], at=time.time())
    service._one_event()
    with reading(service._parts.engine) as connection:
        row = connection.execute(select(inbox)).one()
    assert row.state == "done"
    assert "Persönliches" not in row.raw


def test_the_lease_of_a_process_that_is_gone_is_free_at_once(service: Service) -> None:
    Inbox(service._parts.engine).put("telegram", [(1, a_message("x"))], at=time.time())
    other = Owner.enter(service._parts.settings.home)
    other.leave()
    gone = other.id
    with writing(service._parts.engine) as connection:
        connection.execute(update(inbox).values(leased_by=gone, leased_until=time.time() + 60))
    assert service._one_event() is False
    service._release_dead()
    assert service._one_event() is True


def test_a_locked_database_lets_the_inbox_wait_and_not_the_bot_end(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def handle(_turn: Any, event: Any) -> bool:
        seen.append(event.text)
        service._stop.set()
        return False

    def locked(*_: Any, **__: Any) -> Any:
        monkeypatch.setattr(service._inbox, "claim", claim)
        raise StellwerkError("Die Datenbank ist seit 30 Sekunden von einem anderen Vorgang gesperrt.", "Warten Sie.")

    claim = service._inbox.claim
    monkeypatch.setattr(service._inbox, "claim", locked)
    monkeypatch.setattr(running, "handle", handle)
    monkeypatch.setattr(running, "RECOVER_SECONDS", 0.01)
    Inbox(service._parts.engine).put("telegram", [(1, a_message("gut"))], at=time.time())
    asyncio.run(asyncio.wait_for(service._read_inbox(), 30))
    assert seen == ["gut"]


def test_two_bots_under_one_home_are_refused(tmp_path: Path) -> None:
    with running._only_one(tmp_path), pytest.raises(StellwerkError, match="schon ein Bot"), running._only_one(tmp_path):
        pass


def test_without_a_token_it_says_how_to_get_one(tmp_path: Path) -> None:
    parts = Stellwerk(Settings(home=tmp_path, _env_file=None))  # type: ignore[call-arg]
    with pytest.raises(StellwerkError, match="kein Telegram-Token") as raised:
        running.run(parts, say=lambda _: None)
    assert "BotFather" in raised.value.abhilfe
