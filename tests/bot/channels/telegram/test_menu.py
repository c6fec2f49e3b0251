"""What Telegram's menu offers is what the bot does."""

from __future__ import annotations

from bot.channels.telegram.limits import COMMAND_DESCRIPTION_CHARACTERS
from bot.channels.telegram.menu import GROUP_COMMANDS, PRIVATE_COMMANDS
from bot.chat.conversation import commands

UNLISTED = {"start", "help"}
"""Telegram shows the first as a button by itself; the second is the same as /hilfe."""


def test_every_command_is_offered_and_every_offer_is_a_command() -> None:
    assert {name for name, _ in (*PRIVATE_COMMANDS, *GROUP_COMMANDS)} == set(commands()) - UNLISTED


def test_every_description_fits() -> None:
    assert all(3 <= len(text) <= COMMAND_DESCRIPTION_CHARACTERS for _, text in (*PRIVATE_COMMANDS, *GROUP_COMMANDS))
