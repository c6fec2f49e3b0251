"""Whether a model can do what it is wanted for, tried with one small request; for `stellwerk doctor`."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.drafting.model.answer import Unlesbar, read_answer, schema
from bot.drafting.model.asking import ask
from bot.drafting.model.failures import Modellfehler

if TYPE_CHECKING:
    from bot.drafting.model.connecting import Anschluss
    from bot.drafting.model.prompt import Prompt

MOST_TOKENS = 200
SLOW_SECONDS = 30.0

_POINT = (
    "Punkt des Antrags:\n<<<\nWann öffnet die Bücherei?\n>>>\nQuellen:\n<<<\nB1: Die Bücherei öffnet um 10 Uhr.\n>>>"
)


@dataclass(frozen=True)
class Probe:
    """What was found: one German sentence, and where something is wrong what to do about it."""

    gut: bool
    text: str
    abhilfe: str | None = None


def try_model(model: Anschluss, prompt: Prompt) -> Probe:
    """Asks one tiny question. Says whether the model answers, in which form, and how fast."""
    started = time.monotonic()
    talk = [("system", prompt.instruction()), ("human", _POINT)]
    try:
        got = ask(model, talk, schema(("B1",)), most_tokens=MOST_TOKENS, sleep=lambda _: None)
    except Modellfehler as error:
        return Probe(False, f"{model.name}: {error.was}", error.abhilfe)
    seconds = time.monotonic() - started
    speed = f", {got.tokens_aus / seconds:.0f} Tokens je Sekunde" if got.tokens_aus and seconds else ""
    form = (
        "hält sich an ein vorgegebenes JSON-Schema"
        if model.structured
        else "kennt kein JSON-Schema, schreibt JSON frei"
    )
    try:
        read_answer(got.text)
    except Unlesbar as error:
        return Probe(
            False,
            f"{model.name} antwortet in {seconds:.1f} Sekunden{speed}, aber nicht in der verlangten Form: {error}",
            "Nehmen Sie ein größeres Modell oder einen Server, der JSON-Schemas kennt (Ollama, vLLM, llama.cpp).",
        )
    text = f"{model.name} antwortet in {seconds:.1f} Sekunden{speed} und {form}."
    if seconds > SLOW_SECONDS:
        return Probe(False, text, "Das ist langsam; ein kleineres Modell oder eine Grafikkarte helfen.")
    return Probe(True, text)
