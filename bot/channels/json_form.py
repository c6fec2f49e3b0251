"""What is to be sent, as JSON for the outbox's table, and back without loss."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from bot.channels.port import (
    Button,
    Document,
    Edit,
    InlineAnswer,
    InlineResult,
    Leave,
    Output,
    Post,
    PressAnswer,
    Reaction,
    RichText,
    Rows,
    Span,
    Style,
    Tone,
)

Json = dict[str, Any]

KIND: dict[type[Output], str] = {
    Post: "post",
    Edit: "edit",
    Document: "document",
    Reaction: "reaction",
    PressAnswer: "press_answer",
    InlineAnswer: "inline_answer",
    Leave: "leave",
}
"""The name of each kind of output in the tables."""

_TYPE = {kind: output for output, kind in KIND.items()}


def output_to_json(output: Output) -> Json:
    """The output with its kind; every string stays as it is."""
    data: Json = {"kind": KIND[type(output)]}
    for field in fields(output):
        data[field.name] = _to_json(getattr(output, field.name))
    return data


def output_from_json(data: Json) -> Output:
    """The inverse of `output_to_json`."""
    values = {name: _from_json(name, value) for name, value in data.items() if name != "kind"}
    return _TYPE[data["kind"]](**values)


def _to_json(value: Any) -> Any:
    if isinstance(value, RichText):
        return {"text": value.text, "spans": [[s.start, s.end, s.style.value] for s in value.spans]}
    if isinstance(value, Button):
        return {"label": value.label, "token": value.token, "tone": value.tone.value}
    if isinstance(value, InlineResult):
        return {field.name: _to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    return value


def _from_json(name: str, value: Any) -> Any:
    if name == "buttons":
        return _rows(value)
    if name == "results":
        return tuple(InlineResult(**{k: _from_json(k, v) for k, v in result.items()}) for result in value)
    if isinstance(value, dict):
        return RichText(value["text"], tuple(Span(start, end, Style(style)) for start, end, style in value["spans"]))
    return value


def _rows(rows: list[list[Json]]) -> Rows:
    return tuple(tuple(Button(b["label"], b["token"], Tone(b["tone"])) for b in row) for row in rows)
