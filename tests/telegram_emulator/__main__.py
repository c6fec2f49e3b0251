"""`python -m tests.telegram_emulator PORT [TOKEN]`: the emulator as a process, steered over HTTP.

POST /__fixture/update      an update as JSON                 -> {"update_id"}
POST /__fixture/file?name=  a file's bytes                    -> a Bot API Document for an update
POST /__fixture/fault       a Fault as JSON                   -> {}
GET  /__fixture/calls       what the bot called
GET  /__fixture/messages    what the chats show
GET  /__fixture/document?chat=&message=                       the bytes of a document that the bot sent
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import asdict

from aiohttp import web

from tests.telegram_emulator.faults import Fault
from tests.telegram_emulator.running import serve
from tests.telegram_emulator.server import TOKEN, Emulator


class Steered(Emulator):
    """The emulator with its control port."""

    def app(self) -> web.Application:
        """The Bot API and the fixture's own paths."""
        app: web.Application = super().app()
        app.router.add_post("/__fixture/update", self._update)
        app.router.add_post("/__fixture/file", self._upload)
        app.router.add_post("/__fixture/fault", self._fault)
        app.router.add_get("/__fixture/calls", self._calls)
        app.router.add_get("/__fixture/messages", self._messages)
        app.router.add_get("/__fixture/document", self._document)
        return app

    async def _update(self, request: web.Request) -> web.Response:
        return web.json_response({"update_id": await self.put(await request.json())})

    async def _upload(self, request: web.Request) -> web.Response:
        return web.json_response(self.add_file(await request.read(), request.query.get("name", "datei")))

    async def _fault(self, request: web.Request) -> web.Response:
        self.faults.add(Fault(**await request.json()))
        return web.json_response({})

    async def _calls(self, _request: web.Request) -> web.Response:
        return web.json_response([asdict(call) for call in self.calls])

    async def _messages(self, _request: web.Request) -> web.Response:
        found = [asdict(message) for message in self.messages.values()]
        return web.json_response([{**m, "data": len(m["data"]) if m["data"] else None} for m in found])

    async def _document(self, request: web.Request) -> web.Response:
        shown = self.messages.get((request.query["chat"], int(request.query["message"])))
        if shown is None or shown.data is None:
            raise web.HTTPNotFound
        return web.Response(body=shown.data)


async def main() -> None:
    """Serves until it is stopped."""
    emulator = Steered(sys.argv[2] if len(sys.argv) > 2 else TOKEN)
    await serve(emulator, int(sys.argv[1]))
    await emulator.queues.keep_delivering(emulator.token)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
