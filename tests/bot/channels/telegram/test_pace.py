"""A chat may be written to in a burst and then at Telegram's pace; all chats together have a pace too."""

from __future__ import annotations

from bot.channels.telegram.pace import Pace


def test_a_private_chat_takes_eight_at_once_and_then_one_a_second() -> None:
    pace = Pace(0.0)
    for _ in range(8):
        assert pace.wait_seconds("7", 0.0) == 0
        pace.sent("7", group=False, now=0.0)
    assert pace.wait_seconds("7", 0.0) == 1.0
    assert pace.wait_seconds("8", 0.0) == 0
    assert pace.wait_seconds("7", 1.0) == 0


def test_a_group_gets_twenty_a_minute() -> None:
    pace = Pace(0.0)
    sent, now = 0, 0.0
    while now < 120.0:
        if pace.wait_seconds("g", now) == 0:
            pace.sent("g", group=True, now=now)
            sent += 1
        now += 0.5
    assert 45 <= sent <= 48


def test_all_chats_together_get_thirty_a_second() -> None:
    pace = Pace(0.0)
    for index in range(30):
        pace.sent(f"chat {index}", group=False, now=0.0)
    assert 0 < pace.wait_seconds("ein neuer", 0.0) <= 1 / 30 + 1e-9


def test_a_chat_that_has_rested_is_forgotten() -> None:
    pace = Pace(0.0)
    for _ in range(9):
        pace.sent("7", group=False, now=0.0)
    assert set(pace.waiting(0.5)) == {"7"}
    assert pace.waiting(60.0) == {}
    assert pace.wait_seconds("7", 60.0) == 0
