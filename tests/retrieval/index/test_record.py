"""A record holds the passage as it was, and its vectors as near as makes no difference."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.record import day_number, pack, unpack
from tests.retrieval.passages import passage


@given(
    text=st.text(),
    frage=st.none() | st.text(),
    datum=st.none() | st.dates().map(str),
    oeffentlich=st.none() | st.booleans(),
    terms=st.tuples(st.text(), st.text(), st.text()),
    rows=st.integers(1, 9),
)
def test_what_is_packed_comes_out_as_it_was(
    text: str, frage: str | None, datum: str | None, oeffentlich: bool | None, terms: tuple[str, str, str], rows: int
) -> None:
    whole = np.random.default_rng(rows).normal(size=(rows, 384)).astype(np.float32)
    whole /= np.linalg.norm(whole, axis=1, keepdims=True)
    whole[rows // 2] = 0  # what is absent
    given_passage = passage("ä/1", text, paper="ä", frage=frage, datum=datum, oeffentlich=oeffentlich)
    record = unpack(pack(given_passage, terms, whole))
    assert record.passage == given_passage
    assert record.text == text
    assert (record.id, record.dokument_id, record.analysed) == ("ä/1", "ä", terms)
    assert (record.tag, record.oeffentlich) == (day_number(given_passage.datum), oeffentlich is True)
    assert np.linalg.norm(record.vectors - whole, axis=1).max() < 0.02
    assert not record.vectors[rows // 2].any()
    again = unpack(pack(given_passage, terms, record.vectors))
    assert np.array_equal(again.steps, record.steps)  # a rebuild that takes vectors over loses nothing more
