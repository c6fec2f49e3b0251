"""The default model computed directly: one forward pass over the words of all texts, without padding.

What comes in is the folder that `embedding.weights` unpacked (the format of sentence-transformers: plain BERT, mean
pooling, length 1) and texts; out come the vectors that sentence-transformers would give, cosine .9999 and more. It is
here for time alone: importing sentence-transformers takes six seconds of a `stellwerk search`, and one question's call
four times its matrix products. Any other model goes through the library (`retrieval.embedding.sentences`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Vectors = NDArray[np.float32]

BATCH_TOKENS = 4096
"""So many tokens go through the layers together; a longer text goes alone."""


@dataclass(frozen=True)
class Norm:
    """Weight and bias of a layer normalisation."""

    weight: torch.Tensor
    bias: torch.Tensor


@dataclass(frozen=True)
class Linear:
    """Weight (out, in) and bias of a linear map."""

    weight: torch.Tensor
    bias: torch.Tensor


@dataclass(frozen=True)
class Layer:
    """One layer of BERT; `attention_in` makes query, key and value in one product."""

    attention_in: Linear
    attention_out: Linear
    attention_norm: Norm
    up: Linear
    down: Linear
    norm: Norm


class PlainBert:
    """The encoder of a plain BERT folder. Safe for several threads, though not faster with them."""

    def __init__(self, folder: Path, *, max_tokens: int) -> None:
        """Reads weights (mapped, not copied, where they stay as they are) and tokenizer.

        Raises OSError, ValueError or KeyError where the folder is not whole.
        """
        import torch
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.dimension = int(config["hidden_size"])
        self._heads = int(config["num_attention_heads"])
        self._epsilon = float(config["layer_norm_eps"])
        self._tokenizer = _tokenizer(folder / "tokenizer.json", max_tokens)
        try:
            weights = load_file(folder / "model.safetensors")
        except SafetensorError as error:
            raise ValueError(str(error)) from error
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = Norm(weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"])
        self.number_type = torch.bfloat16 if _halves_are_fast() else torch.float32
        self._layers = [
            _layer(weights, f"encoder.layer.{number}.", self.number_type)
            for number in range(int(config["num_hidden_layers"]))
        ]

    def count_tokens(self, text: str) -> int:
        """How many tokens are read of a text, its marks included."""
        return len(self._tokenizer.encode(text).ids)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 a text, in their order."""
        import numpy as np
        import torch

        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
        vectors = np.empty((len(tokens), self.dimension), dtype=np.float32)
        with torch.inference_mode():
            for batch in _batches(order, tokens):
                vectors[batch] = self._forward([tokens[i] for i in batch]).numpy()
        return vectors

    def _forward(self, texts: list[list[int]]) -> torch.Tensor:
        """All texts, sorted by length, as the rows of one matrix; only attention looks at each text for itself."""
        import torch
        from torch.nn import functional

        lengths = [len(text) for text in texts]
        ids = torch.tensor([token for text in texts for token in text])
        places = torch.cat([torch.arange(length) for length in lengths])
        x = self._normalised(self._words[ids] + self._places[places], self._norm)
        for layer in self._layers:
            looked = self._attention(_apply(layer.attention_in, x), lengths)
            x = self._normalised(_apply(layer.attention_out, looked) + x, layer.attention_norm)
            wide = functional.gelu(_apply(layer.up, x))
            x = self._normalised(_apply(layer.down, wide) + x, layer.norm)
        means = torch.stack([rows.mean(0) for rows in torch.split(x, lengths)])
        return functional.normalize(means, dim=1)

    def _attention(self, query_key_value: torch.Tensor, lengths: Sequence[int]) -> torch.Tensor:
        import torch
        from torch.nn import functional

        looked, at = [], 0
        for length, same in groupby(lengths):
            count = sum(1 for _ in same)
            rows = query_key_value[at : at + count * length]
            query, key, value = rows.view(count, length, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            found = functional.scaled_dot_product_attention(query, key, value)
            looked.append(found.transpose(1, 2).reshape(count * length, self.dimension))
            at += count * length
        return looked[0] if len(looked) == 1 else torch.cat(looked)

    def _normalised(self, x: torch.Tensor, norm: Norm) -> torch.Tensor:
        from torch.nn import functional

        return functional.layer_norm(x, (self.dimension,), norm.weight, norm.bias, self._epsilon)


def _apply(linear: Linear, x: torch.Tensor) -> torch.Tensor:
    from torch.nn import functional

    return functional.linear(x.to(linear.weight.dtype), linear.weight, linear.bias)


def _batches(order: Sequence[int], tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Texts that go together: as many as hold `BATCH_TOKENS`."""
    batch: list[int] = []
    held = 0
    for i in order:
        if batch and held + len(tokens[i]) > BATCH_TOKENS:
            yield batch
            batch, held = [], 0
        batch.append(i)
        held += len(tokens[i])
    if batch:
        yield batch


def _halves_are_fast() -> bool:
    """Whether this processor multiplies bfloat16 in hardware. Elsewhere it would be slower than whole numbers.

    The vectors differ by a cosine of .00002 (96 answers of the Karlsruhe set), so an index may move between machines.
    """
    import torch

    can = torch.cpu.get_capabilities()
    return bool(can.get("amx_bf16") or can.get("avx512_bf16"))


def _layer(weights: dict[str, torch.Tensor], prefix: str, number_type: torch.dtype) -> Layer:
    import torch

    def linear(*names: str) -> Linear:
        joined = [torch.cat([weights[f"{prefix}{name}.{part}"] for name in names]) for part in ("weight", "bias")]
        return Linear(*(tensor.to(number_type) for tensor in joined))

    def norm(name: str) -> Norm:
        return Norm(weights[f"{prefix}{name}.weight"], weights[f"{prefix}{name}.bias"])

    return Layer(
        attention_in=linear("attention.self.query", "attention.self.key", "attention.self.value"),
        attention_out=linear("attention.output.dense"),
        attention_norm=norm("attention.output.LayerNorm"),
        up=linear("intermediate.dense"),
        down=linear("output.dense"),
        norm=norm("output.LayerNorm"),
    )


def _tokenizer(file: Path, max_tokens: int) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_buffer(file.read_bytes())
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer
