"""The emoji that a bot may react with (Bot API, ReactionTypeEmoji); any other is refused with REACTION_INVALID."""

from __future__ import annotations

from telegram.constants import ReactionEmoji

EMOJI = frozenset(str(emoji.value) for emoji in ReactionEmoji)
