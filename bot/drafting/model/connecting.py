"""The way to a language model, through LangChain's `init_chat_model`: any provider for which its package is installed.

The key goes to that model alone. Nothing is read from the environment that could send a request elsewhere: no proxy, no
other provider's key, no tracing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from bot.settings import Settings

CONNECT_SECONDS = 5.0
MOST_BYTES = 4 * 1024 * 1024
"""An answer of some hundred tokens takes some hundred kilobytes as a stream of events; what is longer never ends."""

NO_KEY = "ohne"
"""Servers of one's own ask for no key, the client's library does."""


@dataclass
class Anschluss:
    """A model that can be asked. `streams_schema` is whether the provider takes a JSON schema beside a stream;
    `structured` turns False once the server has refused one."""

    name: str
    chat: BaseChatModel
    timeout_seconds: float
    streams_schema: bool
    structured: bool = True


def connect(settings: Settings) -> Anschluss:
    """The model of the settings, without asking it yet. StellwerkError where its package or its name is missing."""
    name = settings.model
    if not name:
        raise ValueError("no model is set")
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise StellwerkError(
            f"STELLWERK_MODEL muss Anbieter und Modell nennen, zum Beispiel openai:qwen2.5, nicht „{name}“.",
            "Server von Ollama, vLLM und llama.cpp sprechen wie openai; docs/modell.md hat Beispiele.",
        )
    from langchain.chat_models import init_chat_model

    try:
        chat = init_chat_model(model, model_provider=provider, **_arguments(provider, settings))
    except ImportError as error:
        raise StellwerkError(
            f"Für Sprachmodelle von „{provider}“ fehlt ein Paket von LangChain.",
            f"Installieren Sie es: pip install {_package(error, provider)}",
        ) from error
    except (ValueError, TypeError) as error:  # its text may hold what was passed, the key among it
        raise StellwerkError(
            f"Das Sprachmodell „{name}“ lässt sich so nicht einrichten ({type(error).__name__}).",
            "Prüfen Sie STELLWERK_MODEL (anbieter:modell), STELLWERK_MODEL_URL und STELLWERK_MODEL_KEY_FILE.",
        ) from None
    return Anschluss(name, chat, settings.model_timeout_seconds, streams_schema=provider in ("openai", "mistralai"))


def _arguments(provider: str, settings: Settings) -> dict[str, Any]:
    """What a provider's class takes; they don't agree on the names."""
    url, key, seconds = settings.model_url, settings.model_key, settings.model_timeout_seconds
    if provider == "openai":
        return {
            "base_url": url or "https://api.openai.com/v1",
            "api_key": key or NO_KEY,
            "timeout": seconds,
            "max_retries": 0,
            "temperature": 0,
            "stream_usage": True,
            "use_responses_api": False,
            "http_client": _client(settings),
        }
    if provider == "ollama":
        patient = {"timeout": seconds, "trust_env": False}
        return {"temperature": 0, "client_kwargs": patient, **({"base_url": url} if url else {})}
    common: dict[str, Any] = {"temperature": 0, "timeout": int(seconds) or 1, "max_retries": 0}
    return {**common, **({"base_url": url} if url else {}), **({"api_key": key} if key else {})}


def _client(settings: Settings) -> Any:
    """An HTTP client that asks the address that was set and nobody else, and waits no longer than was set.

    A server of one's own (`MODEL_URL`) is called directly; STELLWERK_PROXY is for what lies in the internet.
    """
    import httpx2

    seconds = settings.model_timeout_seconds
    proxy = None if settings.model_url else settings.proxy
    transport = httpx2.HTTPTransport(proxy=proxy, trust_env=False)
    bounded = _bounded(httpx2, transport, seconds)
    timeout = httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
    return httpx2.Client(transport=bounded, timeout=timeout, trust_env=False)


def _bounded(httpx2: Any, inner: Any, seconds: float) -> Any:
    """A transport whose answers end: a server that sends a byte now and then is otherwise never late."""

    class Stream(httpx2.SyncByteStream):  # type: ignore[misc]
        def __init__(self, stream: Any, until: float) -> None:
            self._stream, self._until = stream, until

        def __iter__(self) -> Iterator[bytes]:
            read = 0
            for piece in self._stream:
                read += len(piece)
                if time.monotonic() > self._until:
                    raise httpx2.ReadTimeout("the answer took too long")
                if read > MOST_BYTES:
                    raise httpx2.ReadTimeout("the answer does not end")
                yield piece

        def close(self) -> None:
            self._stream.close()

    class Bounded(httpx2.BaseTransport):  # type: ignore[misc]
        def handle_request(self, request: Any) -> Any:
            until = time.monotonic() + seconds
            response = inner.handle_request(request)
            response.stream = Stream(response.stream, until)
            return response

        def close(self) -> None:
            inner.close()

    return Bounded()


def _package(error: ImportError, provider: str) -> str:
    module = getattr(error, "name", None) or ""
    return module.replace("_", "-") if module.startswith("langchain_") else f"langchain-{provider}"
