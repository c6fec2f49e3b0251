"""An update is acknowledged once it is written down, and never before; nothing that Telegram does stalls the rest."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any

import pytest

from bot.channels.inbox import Inbox
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.poller import Poller
from corpus.errors import StellwerkError
from tests.bot.channels.telegram.line import Line
from tests.telegram_emulator import Account, bad_gateway, conflict, silence, too_many, unauthorized

ANNA = Account(4711, "Anna")


class Failing:
    """An inbox whose commit fails a few times, as on a full disk."""

    def __init__(self, inbox: Inbox, failures: int) -> None:
        self._inbox = inbox
        self.failures = failures

    def put(self, channel: str, events: Sequence[tuple[int, str]], *, at: float) -> int:
        if self.failures:
            self.failures -= 1
            raise StellwerkError("Kein Platz.", "Schaffen Sie Platz.")
        return self._inbox.put(channel, events, at=at)


def texts(line: Line) -> list[str]:
    return [json.loads(row.raw)["message"]["text"] for row in line.kept()]


def update(update_id: int, text: str) -> dict[str, Any]:
    chat = {"id": 4711, "type": "private", "first_name": "Anna"}
    message = {"message_id": update_id, "date": 1, "chat": chat, "from": ANNA.to_json(), "text": text}
    return {"update_id": update_id, "message": message}


def test_what_people_send_is_written_down_in_order_and_then_acknowledged(line: Line) -> None:
    for i in range(5):
        line.telegram.say(ANNA, f"Nachricht {i}")
    line.poll(lambda: not line.telegram.pending())
    assert texts(line) == [f"Nachricht {i}" for i in range(5)]


def test_nothing_is_acknowledged_that_could_not_be_written_down(line: Line) -> None:
    box = Failing(Inbox(line.hall.engine), failures=2)
    line.telegram.say(ANNA, "wichtig")
    waiting: list[int] = []

    def seen() -> bool:
        if box.failures:
            waiting.append(len(line.telegram.pending()))
        return bool(line.kept()) and not line.telegram.pending()

    line.poll(seen, box=box)
    assert set(waiting) == {1}
    assert texts(line) == ["wichtig"]


def test_an_update_that_comes_again_is_kept_once(line: Line) -> None:
    line.telegram.put(update(500, "einmal"))
    line.poll(lambda: line.kept())
    line.telegram.emulator.queues._state(line.telegram.token).updates.clear()
    line.telegram.put(update(500, "einmal"))
    line.poll(lambda: not line.telegram.pending())
    assert texts(line) == ["einmal"]


def test_ids_that_start_anew_at_a_lower_number_lose_nothing_and_stall_nothing(line: Line) -> None:
    line.telegram.put(update(900_000, "vor der Woche"))

    def then() -> bool:
        kept = texts(line)
        if kept == ["vor der Woche"] and not line.telegram.pending():
            time.sleep(1.2)  # an empty answer comes in between, as after a week of silence
            line.telegram.put(update(17, "nach der Woche"))
            line.telegram.put(update(18, "und noch eine"))
        return len(texts(line)) == 3 and not line.telegram.pending()

    line.poll(then)
    assert texts(line) == ["vor der Woche", "nach der Woche", "und noch eine"]
    # asked with it again, Telegram would throw away whatever has a lower number
    assert [c.fields.get("offset") for c in line.telegram.calls("getUpdates")].count("900001") == 1


def test_a_restart_asks_without_an_old_offset(line: Line) -> None:
    line.telegram.put(update(900_000, "vorher"))
    line.poll(lambda: line.kept())
    line.telegram.emulator.queues._state(line.telegram.token).updates.clear()
    line.telegram.put(update(3, "nachher"))
    line.poll(lambda: len(line.kept()) == 2 and not line.telegram.pending())
    assert texts(line) == ["vorher", "nachher"]


def test_an_update_that_makes_no_sense_is_kept_raw_and_stops_no_other(line: Line) -> None:
    line.telegram.put({"message": {"chat": {"id": "keine Zahl"}}})
    line.telegram.say(ANNA, "danach")
    line.poll(lambda: not line.telegram.pending())
    assert [json.loads(row.raw)["message"].get("text") for row in line.kept()] == [None, "danach"]


def test_an_invitation_token_is_not_written_down(line: Line) -> None:
    line.telegram.say(ANNA, "/start kJ3zx-geheim")
    line.poll(lambda: line.kept())
    assert "kJ3zx" not in line.kept()[0].raw


@pytest.mark.parametrize(
    "fault",
    [
        unauthorized("getUpdates"),
        bad_gateway("getUpdates"),
        too_many("getUpdates", 1),
        silence("getUpdates", delivered=False),
        conflict(),
    ],
)
def test_polling_goes_on_after_a_failure(line: Line, fault: Any) -> None:
    line.telegram.fail(fault)
    line.telegram.say(ANNA, "trotzdem")
    line.poll(lambda: line.kept())
    assert texts(line) == ["trotzdem"]


def test_polling_goes_on_though_a_webhook_was_set(line: Line) -> None:
    line.telegram.emulator.queues._state(line.telegram.token).url = "http://127.0.0.1:9/frueher"
    line.telegram.say(ANNA, "trotzdem")
    line.poll(lambda: line.kept())
    assert line.telegram.calls("deleteWebhook")[0].fields.get("drop_pending_updates") != "true"


def test_a_second_program_with_our_token_is_named_after_a_while(line: Line) -> None:
    line.telegram.fail(conflict(times=50))
    with pytest.raises(StellwerkError, match="anderes Programm"):
        line.poll(lambda: False, conflict_seconds=0.8)
    assert len(line.telegram.calls("getUpdates")) >= 2


def test_a_refused_token_ends_the_poller_with_a_remedy(line: Line) -> None:
    line.telegram.fail(unauthorized("getUpdates"), unauthorized("getMe", skip=1))  # the first is the start
    with pytest.raises(StellwerkError, match="BotFather"):
        line.poll(lambda: False)


def test_a_stop_gives_up_the_long_poll_within_a_second(line: Line) -> None:
    async def main() -> float:
        client, stop = TelegramClient(line.telegram.token, line.telegram.url), asyncio.Event()
        await client.start()
        poller = asyncio.create_task(
            Poller(client, Inbox(line.hall.engine), "telegram", stop, lambda: None, poll_seconds=30).run()
        )
        await asyncio.sleep(0.3)
        started = time.monotonic()
        stop.set()
        await poller
        await client.stop()
        return time.monotonic() - started

    assert asyncio.run(main()) < 1
