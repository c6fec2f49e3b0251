"""A language model's server on the loopback that answers as it is told: OpenAI's chat wire, streamed or whole.

The real LangChain client talks to it over a real socket; what it lies about is decided by the test.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """One answer: what the model says, or what the server does instead."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """Sent as it is, in place of an answer."""
    kind: str = "application/json"
    before: Callable[[], None] = lambda: None
    forever: bytes | None = None
    """Sent again and again until the client goes away."""
    pause: float = 0.0
    broken_at: int | None = None
    """The line breaks behind so many bytes of the answer."""
    usage: bool = True


Answering = Callable[[dict[str, Any]], Reply]


def said(*saetze: tuple[str, str | list[str]]) -> Reply:
    """An answer in the form that is asked for: sentences with the ids of their sources."""
    rows = [{"belege": [ids] if isinstance(ids, str) else ids, "text": text} for text, ids in saetze]
    return Reply(json.dumps({"saetze": rows}, ensure_ascii=False))


class Server(ThreadingHTTPServer):
    """Keeps every request that came."""

    daemon_threads = True
    answering: Answering

    def __init__(self, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answering = answering
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.gone = threading.Event()

    @property
    def url(self) -> str:
        """What STELLWERK_MODEL_URL is set to."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        self.server.keys.append(self.headers.get("Authorization"))
        reply = self.server.answering(request)
        reply.before()
        try:
            self._send(request, reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, request: dict[str, Any], reply: Reply) -> None:
        if reply.forever is not None:
            self._head(200, "text/event-stream", {}, None)
            while not self.server.gone.wait(reply.pause):
                self.wfile.write(reply.forever)
                self.wfile.flush()
            return
        if reply.body is not None or reply.status != 200:
            body = reply.body or json.dumps({"error": {"message": "secret words of the server"}}).encode()
            self._head(reply.status, reply.kind, reply.headers, len(body))
            self.wfile.write(body)
            return
        if not request.get("stream"):
            body = json.dumps(_whole(reply)).encode()
            self._head(200, "application/json", {}, len(body))
            self.wfile.write(body)
            return
        body = b"".join(_events(reply))
        self._head(200, "text/event-stream", {}, len(body))
        self.wfile.write(body[: reply.broken_at])
        self.close_connection |= reply.broken_at is not None

    def _head(self, status: int, kind: str, headers: dict[str, str], length: int | None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is None:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silence: what came is kept in `requests`."""


def _usage(reply: Reply) -> dict[str, int]:
    return {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


def _whole(reply: Reply) -> dict[str, Any]:
    message = {"role": "assistant", "content": reply.text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]} | (
        {"usage": _usage(reply)} if reply.usage else {}
    )


def _events(reply: Reply) -> Iterator[bytes]:
    head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    pieces = [reply.text[i : i + 12] for i in range(0, len(reply.text), 12)] or [""]
    for piece in pieces:  # the role in each of them, as Ollama sends it
        delta = {"choices": [{"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}]}
        yield _event(head | delta)
    yield _event(head | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    if reply.usage:
        yield _event(head | {"choices": [], "usage": _usage(reply)})
    yield b"data: [DONE]\n\n"


def _event(value: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\n\n"


@contextmanager
def serving(answering: Answering | Reply) -> Iterator[Server]:
    """A server while the test runs; one fixed reply, or one for each request."""
    fixed = answering
    server = Server((lambda _: fixed) if isinstance(fixed, Reply) else fixed)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()
