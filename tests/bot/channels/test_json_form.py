"""What is written into the outbox is what comes out of it."""

from __future__ import annotations

import json
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.json_form import KIND, output_from_json, output_to_json
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
    Span,
    Style,
    Tone,
)

words = st.text(st.characters(codec=None))  # control characters, halves of surrogate pairs, everything
offsets = st.integers(0, 50)
spans = st.lists(st.builds(Span, offsets, offsets, st.sampled_from(Style)), max_size=4).map(tuple)
rich = st.builds(RichText, words, spans)
rows = st.lists(st.lists(st.builds(Button, words, words, st.sampled_from(Tone)), max_size=2).map(tuple), max_size=3)
buttons = rows.map(tuple)
replied = st.none() | words
results = st.lists(st.builds(InlineResult, words, words, words, rich), max_size=3).map(tuple)

OUTPUTS = (
    st.builds(Post, rich, buttons, replied, st.booleans(), st.booleans()),
    st.builds(Edit, st.integers(), rich, buttons),
    st.builds(Document, words, words, rich, buttons, replied),
    st.builds(Reaction, words, words),
    st.builds(PressAnswer, words, words, st.booleans()),
    st.builds(InlineAnswer, words, results),
    st.builds(Leave),
)


@given(st.one_of(*OUTPUTS))
def test_every_output_comes_back_as_it_was_after_a_way_through_json(output: Output) -> None:
    assert output_from_json(json.loads(json.dumps(output_to_json(output)))) == output


def test_every_kind_of_output_has_a_name_of_its_own() -> None:
    assert set(KIND) == set(get_args(Output))
    assert len(set(KIND.values())) == len(KIND) == len(OUTPUTS)
