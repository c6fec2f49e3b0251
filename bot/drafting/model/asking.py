"""One question to a model: streamed where that can be, with a JSON schema where the server takes one, tried again after
a pause where that can help.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from bot.drafting.model.answer import LONGEST_ANSWER, readable
from bot.drafting.model.failures import Lage, Modellfehler, broken_off, failure, no_schema, slow

if TYPE_CHECKING:
    from bot.drafting.model.connecting import Anschluss

log = structlog.get_logger(__name__)

PAUSES_SECONDS = (1.0, 3.0, 9.0)
"""Between two tries where a server is busy; each growing, none after the last."""

LONGEST_PAUSE_SECONDS = 20.0
"""A server that asks for more patience than this is left alone."""

Messages = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Rohantwort:
    """What came back. The tokens are None where the server doesn't count."""

    text: str
    tokens_ein: int | None
    tokens_aus: int | None


def ask(
    model: Anschluss,
    messages: Messages,
    schema: dict[str, Any],
    *,
    most_tokens: int,
    arriving: Callable[[str], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
    sleep: Callable[[float], None] = time.sleep,
) -> Rohantwort:
    """The model's answer; Modellfehler where there is none.

    `arriving` gets the text so far, again and again; `stopped` ends the tries.
    """
    tries = 0
    while True:
        structured = model.structured
        try:
            return _once(model, messages, schema if structured else None, most_tokens, arriving)
        except Modellfehler as error:
            log.info("model_failed", lage=error.lage.value, attempt=tries + 1, structured=structured)
            if structured and error.lage is Lage.ABGELEHNT:
                model.structured = False  # the instruction asks for JSON in words too
                continue
            pause = error.pause_seconds or PAUSES_SECONDS[min(tries, len(PAUSES_SECONDS) - 1)]
            if error.lage is not Lage.BESETZT or tries >= len(PAUSES_SECONDS) or pause > LONGEST_PAUSE_SECONDS:
                raise
            if stopped():
                raise
            tries += 1
            sleep(pause)


def _once(
    model: Anschluss,
    messages: Messages,
    schema: dict[str, Any] | None,
    most_tokens: int,
    arriving: Callable[[str], None],
) -> Rohantwort:
    from langsmith.run_helpers import tracing_context

    began = False

    def heard(text: str) -> None:
        nonlocal began
        began = True
        arriving(text)

    with tracing_context(enabled=False):  # a variable of the environment must not send motions to a tracing service
        try:
            if schema is not None and not model.streams_schema:
                return _whole(model, messages, schema)
            return _streamed(model, messages, schema, most_tokens, heard)
        except Modellfehler:
            raise
        except Exception as error:  # noqa: BLE001 - every provider's library has exceptions of its own
            known = failure(error)
            # a line that breaks once something came is no server that isn't there: one asks again
            raise (
                broken_off() if began and known.lage is Lage.WEG else known
            ) from None  # their texts may hold the key or the motion


def _streamed(
    model: Anschluss,
    messages: Messages,
    schema: dict[str, Any] | None,
    most_tokens: int,
    arriving: Callable[[str], None],
) -> Rohantwort:
    bound: dict[str, Any] = {"max_tokens": most_tokens} if model.streams_schema else {}
    if schema is not None:
        form = {"name": str(schema["title"]), "schema": schema, "strict": True}
        wanted = {"response_format": {"type": "json_schema", "json_schema": form}}
        # as a bare field of the request: LangChain's own way reads the stream with a helper that loses the token count
        # where a server names the role in every piece, as Ollama does
        bound |= {"extra_body": wanted} if model.name.startswith("openai:") else wanted
    text, used, ended = "", None, False
    until = time.monotonic() + model.timeout_seconds
    for chunk in model.chat.bind(**bound).stream(list(messages)):
        text += str(chunk.text)
        used = getattr(chunk, "usage_metadata", None) or used
        ended = ended or "finish_reason" in chunk.response_metadata
        if len(text) > LONGEST_ANSWER:
            raise Modellfehler(
                Lage.UNVERSTANDEN,
                "Die Antwort des Sprachmodells hört nicht auf.",
                "Nehmen Sie ein anderes Modell oder eine andere Prompt-Datei.",
            )
        if time.monotonic() > until:
            raise slow()
        arriving(text)
    # a server that dies may close the line as if all were said: what tells is that it never said so
    if text and not ended and model.name.startswith("openai:") and not readable(text):
        raise broken_off()
    return _counted(text, used)


def _whole(model: Anschluss, messages: Messages, schema: dict[str, Any]) -> Rohantwort:
    """For providers whose way to a schema only LangChain knows: the answer comes in one piece."""
    import json

    try:
        runnable = model.chat.with_structured_output(schema, method="json_schema", include_raw=True)
    except (NotImplementedError, ValueError, TypeError):
        raise no_schema() from None
    result: Any = runnable.invoke(list(messages))
    raw = result["raw"]
    parsed = result.get("parsed")
    text = json.dumps(parsed, ensure_ascii=False) if isinstance(parsed, dict) else str(raw.text)
    return _counted(text, getattr(raw, "usage_metadata", None))


def _counted(text: str, used: Any) -> Rohantwort:
    if not used:
        return Rohantwort(text, None, None)
    return Rohantwort(text, int(used.get("input_tokens", 0)), int(used.get("output_tokens", 0)))
