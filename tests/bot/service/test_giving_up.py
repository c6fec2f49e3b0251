"""A job that ends without success says so where it was waited for, and offers another try where that can help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.channels.port import Edit, Post
from bot.chat import conversation
from bot.database import open_database
from bot.service import worker
from corpus.errors import StellwerkError, TemporaryError
from tests.bot.chat.hall import DATABASE, MOTION, Hall

AGAIN = "Erneut versuchen"


@pytest.fixture
def house(tmp_path: Path) -> Hall:
    open_database(f"sqlite:///{tmp_path / DATABASE}").dispose()
    return Hall(tmp_path)


def fail(house: Hall, error: Exception, kind: str) -> None:
    def failing(*_: Any) -> None:
        raise error

    house.at += 10
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "works", lambda: {kind: failing})
        claimed = house.jobs.claim("werkbank", [kind], at=house.at)
        assert claimed is not None
        worker.do(house.bench, claimed)


def status_of(house: Hall) -> str:
    first = next(i for i, o in house.sent() if isinstance(o, Post))
    return [o.text.text for _, o in house.sent() if isinstance(o, Edit) and o.target == first][-1]


def labels(house: Hall) -> list[str]:
    last = [o for _, o in house.sent() if isinstance(o, Post)][-1]
    return [button.label for row in last.buttons for button in row]


def test_the_status_message_says_that_the_motion_was_not_read(house: Hall) -> None:
    house.receive(house.document(MOTION))
    fail(house, StellwerkError("Die Datei ist zu groß.", "Teilen Sie sie."), "read")
    assert status_of(house) == "❌ Antrag nicht gelesen"


def test_the_status_message_says_that_there_are_no_drafts(house: Hall) -> None:
    house.receive(house.document(MOTION))
    house.work(["read"])
    fail(house, TemporaryError("Die Datenbank ist gesperrt.", "Warten Sie."), "draft")
    assert status_of(house) == "✅ gelesen (Text) · ✅ 2 Punkte erkannt · ❌ Entwürfe nicht fertig"


@pytest.mark.parametrize(("error", "offered"), [(StellwerkError, []), (TemporaryError, [AGAIN])])
def test_another_try_is_offered_where_it_can_help(house: Hall, error: type[StellwerkError], offered: list[str]) -> None:
    house.receive(house.document(MOTION))
    fail(house, error("Das ging nicht.", "So geht es."), "read")
    assert labels(house) == offered


def test_what_is_tried_again_says_so(house: Hall) -> None:
    house.receive(house.document(MOTION))
    fail(house, TemporaryError("Kein Netz.", "Warten Sie."), "read")
    outbox_id, _ = house.button(AGAIN)
    job = {"job": 1}
    with house.turn() as turn:
        conversation.actions()["retry_job"](turn, house.official, None, job, outbox_id)  # type: ignore[arg-type]
    assert status_of(house) == "📄 Antrag wird gelesen …"
    assert house.work() == ["read", "draft"]
