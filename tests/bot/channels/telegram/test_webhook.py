"""Telegram is told 200 once its update is written down; nobody else gets in."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from bot.channels.inbox import Inbox
from bot.channels.telegram.webhook import SECRET_HEADER
from bot.settings import Settings
from corpus.errors import StellwerkError
from tests.bot.channels.telegram.line import Line
from tests.bot.channels.telegram.test_poller import Failing
from tests.telegram_emulator import Account, bad_gateway

ANNA = Account(4711, "Anna")
SECRET = "ein-Geheimnis-fuer-den-Test"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        home=tmp_path,
        telegram_mode="webhook",
        webhook_url=f"http://127.0.0.1:{port}/geheimer-weg",
        webhook_listen=f"127.0.0.1:{port}",
        webhook_secret=SECRET,
    )


def call(settings: Settings, body: bytes, secret: str | None = SECRET, path: str = "") -> int:
    headers = {"Content-Type": "application/json", **({SECRET_HEADER: secret} if secret is not None else {})}
    request = urllib.request.Request(f"{settings.webhook_url}{path}", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def calls(line: Line, settings: Settings, *requests: tuple[Any, ...], box: Any = None) -> list[int]:
    """The answers to these requests, once the webhook is set."""
    answers: list[int] = []

    def until() -> bool:
        if line.telegram.calls("setWebhook"):
            answers.extend(call(settings, *request) for request in requests)
            return True
        return False

    line.listen(settings, until, box=box)
    return answers


def test_what_people_send_comes_in_and_is_taken_off_telegram_s_queue(line: Line, settings: Settings) -> None:
    for i in range(3):
        line.telegram.say(ANNA, f"Nachricht {i}")
    line.listen(settings, lambda: len(line.kept()) == 3 and not line.telegram.pending())
    assert [json.loads(r.raw)["message"]["text"] for r in line.kept()] == [f"Nachricht {i}" for i in range(3)]


def test_the_webhook_is_set_with_its_secret_and_drops_nothing(line: Line, settings: Settings) -> None:
    line.telegram.fail(bad_gateway("setWebhook"))
    line.listen(settings, lambda: [c for c in line.telegram.calls("setWebhook") if c.status == 200])
    fields = line.telegram.calls("setWebhook")[-1].fields
    assert fields["secret_token"] == SECRET
    assert fields.get("drop_pending_updates") != "true"
    assert "callback_query" in fields["allowed_updates"]


def test_a_wrong_or_missing_secret_is_refused(line: Line, settings: Settings) -> None:
    body = b'{"update_id": 5, "message": {}}'
    wrong = [(body, None), (body, ""), (body, SECRET + "x"), (body, "Ü"), (body, SECRET[:-1])]
    assert calls(line, settings, *wrong) == [403] * 5
    assert line.kept() == []


def test_another_path_leads_nowhere(line: Line, settings: Settings) -> None:
    assert calls(line, settings, (b'{"update_id": 5}', SECRET, "/anderswo")) == [404]


def test_a_body_over_one_megabyte_is_refused(line: Line, settings: Settings) -> None:
    assert calls(line, settings, (b'{"update_id": 5, "x": "' + b"y" * 1_100_000 + b'"}',)) == [413]
    assert line.kept() == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"message": {}}', b'{"update_id": "5"}', b"[" * 100_000, b"\xff"])
def test_what_is_no_update_is_refused_and_the_next_is_taken(line: Line, settings: Settings, body: bytes) -> None:
    assert calls(line, settings, (body,), (b'{"update_id": 6, "message": {}}',)) == [400, 200]
    assert [row.event_id for row in line.kept()] == [6]


def test_without_a_commit_there_is_no_200_and_telegram_comes_again(line: Line, settings: Settings) -> None:
    box = Failing(Inbox(line.hall.engine), failures=1)
    update = b'{"update_id": 7, "message": {}}'
    assert calls(line, settings, (update,), (update,), box=box) == [503, 200]
    assert [row.event_id for row in line.kept()] == [7]


def test_the_same_update_twice_is_kept_once(line: Line, settings: Settings) -> None:
    update = b'{"update_id": 7, "message": {}}'
    assert calls(line, settings, (update,), (update,)) == [200, 200]
    assert len(line.kept()) == 1


def test_an_invitation_token_is_not_written_down(line: Line, settings: Settings) -> None:
    line.telegram.say(ANNA, "/start kJ3zx-geheim")
    line.listen(settings, lambda: line.kept())
    assert "kJ3zx" not in line.kept()[0].raw


@pytest.mark.parametrize(
    "wrong",
    [
        {"webhook_url": None},
        {"webhook_url": "http://stadt.example/x"},
        {"webhook_secret": "kurz"},
        {"webhook_secret": "mit Leerzeichen und Ü, aber lang"},
        {"webhook_listen": "8443"},
        {"webhook_listen": "127.0.0.1:99999"},
    ],
)
def test_settings_that_cannot_work_are_named(line: Line, settings: Settings, wrong: dict[str, Any]) -> None:
    values = settings.model_dump() | wrong
    changed = Settings(_env_file=None, **values)  # type: ignore[call-arg]
    with pytest.raises(StellwerkError, match=r"STELLWERK_|hören lässt"):
        line.listen(changed, lambda: False)


def test_a_port_that_is_taken_is_named(line: Line, settings: Settings) -> None:
    host, port = settings.webhook_listen.split(":")
    with socket.socket() as taken:
        taken.bind((host, int(port)))
        taken.listen()
        with pytest.raises(StellwerkError, match="lässt sich nicht hören"):
            line.listen(settings, lambda: False)
