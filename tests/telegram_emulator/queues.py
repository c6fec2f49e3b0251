"""The updates that wait for the bot: as in the library, and what it leaves out of Telegram's manners.

- edited messages, membership and reactions are updates too;
- update ids may start anew at a lower number (Telegram does so after a week without updates);
- of two getUpdates at once the older one is ended with 409;
- a webhook that didn't answer 2xx is called again by itself.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable
from typing import Any

from lo_bot_api_emulator import updates as library

from tests.telegram_emulator.faults import CONFLICT

library.KINDS.update({"edited_message", "my_chat_member", "message_reaction"})
library.ALLOWED_UPDATE_TYPES.update({"managed_bot", "guest_message"})

REDELIVER_SECONDS = 0.3


class Queues(library.UpdateQueues):  # type: ignore[misc]
    """One queue a token."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._polls: dict[str, int] = {}
        self._new = asyncio.Event()
        self.acknowledged: list[int] = []

    async def enqueue(self, token: str, update: dict[str, Any]) -> int:
        """Puts an update; its own `update_id`, also a lower one than before, counts on from there."""
        kinds = set(update) - {"update_id"}
        if len(kinds) != 1 or not kinds <= library.KINDS:
            raise library.UpdateError(f"not one kind of update: {sorted(kinds)}")
        state = self._state(token)
        async with state.condition:
            update = copy.deepcopy(update)
            identity = int(update.setdefault("update_id", state.next_id))
            state.next_id = identity + 1
            state.updates.append(update)
            state.condition.notify_all()
        self._new.set()
        return identity

    async def poll(self, token: str, fields: dict[str, Any], *, disconnected: Callable[[], bool] | None = None) -> Any:
        """One long poll. It ends with 409 as soon as a newer one comes in."""
        state = self._state(token)
        mine = self._polls[token] = self._polls.get(token, 0) + 1
        while state.polling:  # the older one notices within a tenth of a second
            await asyncio.sleep(0.02)

        def ended() -> bool:
            return self._polls[token] != mine or (disconnected is not None and disconnected())

        before = [u["update_id"] for u in state.updates]
        try:
            return await super().poll(token, fields, disconnected=ended)
        except asyncio.CancelledError:
            if self._polls[token] != mine:
                raise library.UpdateError(CONFLICT, 409) from None
            raise
        finally:
            left = {u["update_id"] for u in state.updates}
            self.acknowledged += [i for i in before if i not in left]

    async def deliver(self, token: str) -> int:
        """Calls the webhook for what waits; what it took counts as acknowledged."""
        state = self._state(token)
        before = [u["update_id"] for u in state.updates]
        delivered: int = await super().deliver(token)
        left = {u["update_id"] for u in state.updates}
        self.acknowledged += [i for i in before if i not in left]
        return delivered

    def pending(self, token: str) -> list[int]:
        """The ids that were not acknowledged yet."""
        return [u["update_id"] for u in self._state(token).updates]

    async def keep_delivering(self, token: str) -> None:
        """Runs for ever: calls the webhook at every new update, and again where it failed."""
        while True:
            self._new.clear()
            await self.deliver(token)
            try:
                await asyncio.wait_for(self._new.wait(), REDELIVER_SECONDS)
            except TimeoutError:
                continue
