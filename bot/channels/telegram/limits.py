"""What Telegram allows, in one place. Lengths of text are UTF-16 code units, as Telegram counts.

Sources: https://core.telegram.org/bots/api and https://core.telegram.org/bots/faq, and `telegram.constants` of
python-telegram-bot 22.8, read for this file.
"""

from __future__ import annotations

# --- text

TEXT_UNITS = 3900
"""Of a message; Telegram takes 4096. The rest is room for the line that says that a message may be a double."""

CAPTION_UNITS = 900
"""Of the text under a file; Telegram takes 1024."""

ENTITIES = 95
"""Styled stretches of a message; Telegram ignores what comes after the hundredth."""

PRESS_ANSWER_CHARACTERS = 200
COMMAND_DESCRIPTION_CHARACTERS = 256

# --- buttons and offers

BUTTON_DATA_BYTES = 64
INLINE_RESULTS = 50
INLINE_ID_BYTES = 64
INLINE_TITLE_CHARACTERS = 120
INLINE_DESCRIPTION_CHARACTERS = 240

# --- files

DOWNLOAD_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
FILE_NAME_CHARACTERS = 120

# --- pace: at most so many messages a second, and so many at once after a pause

ALL_CHATS_PER_SECOND = 30.0
ALL_CHATS_AT_ONCE = 30
PRIVATE_PER_SECOND = 1.0
PRIVATE_AT_ONCE = 8
GROUP_PER_SECOND = 20 / 60
GROUP_AT_ONCE = 8

# --- updates

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
LONG_POLL_SECONDS = 30
UPDATES_AT_ONCE = 100
WEBHOOK_BODY_BYTES = 1024 * 1024
WEBHOOK_SECRET_CHARACTERS = (16, 256)
"""Telegram takes any from 1 on; whoever guesses the secret speaks for everybody."""
