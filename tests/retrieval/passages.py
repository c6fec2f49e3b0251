"""Builders for retrieval tests: passages in one line, and a model that needs no weights."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus.domain import Art, Passage
from retrieval.german import analyse

DIMENSION = 512


class WordEmbeddings:
    """A text's vector is the sum of its words' pseudo-random ones: alike where words are shared."""

    name = "words-512"

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0] = 1e-3
            for term in analyse(text):
                seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:4], "little")
                row += np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def passage(
    passage_id: str,
    text: str,
    *,
    paper: str | None = None,
    frage: str | None = None,
    betreff: str | None = None,
    vorlage: str | None = None,
    antrag: str | None = None,
    datum: str | None = "2024-03-01",
    oeffentlich: bool | None = True,
    versandt: bool = True,
) -> Passage:
    return Passage(
        id=passage_id,
        dokument_id=paper or passage_id,
        version=1,
        dokument=f"{paper or passage_id}.txt",
        art=Art.STELLUNGNAHME,
        vorlage=vorlage,
        antrag=antrag,
        datum=date.fromisoformat(datum) if datum else None,
        amt=None,
        betreff=betreff,
        nr=(),
        frage=frage,
        text=text,
        start=100,
        ende=100 + len(text),
        seite=1,
        oeffentlich=oeffentlich,
        versandt=versandt,
    )
