"""The default model unpacks once, whole or not at all, and never asks the network."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import StellwerkError
from retrieval.embedding import weights as embedding_weights
from retrieval.embedding.sentences import PASSAGE_PROMPT, LibraryEncoder, SentenceEmbeddings

ROOT = Path(__file__).parents[3]


def slow_unpacking(packed: Path, folder: Path) -> None:
    """Stands for the real one: writes two files, and another process may come in between."""
    (folder / "first").write_text(packed.name)
    (folder / "second").write_text(packed.name)


def unpack_at_once(target: str, gate: multiprocessing.synchronize.Barrier) -> None:
    embedding_weights._unpack = slow_unpacking
    gate.wait()
    folder = embedding_weights.default_model_folder(Path(target))
    assert (folder / "second").is_file()


def test_two_processes_at_once_both_find_the_model_whole(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(2)
    both = [context.Process(target=unpack_at_once, args=(str(tmp_path), gate)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    assert [path.name for path in tmp_path.iterdir()] == [embedding_weights.FOLDER_NAME]


def test_an_unpacking_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(packed: Path, folder: Path) -> None:
        (folder / "half").write_text(packed.name)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(embedding_weights, "_unpack", no_room)
    with pytest.raises(StellwerkError, match="500 MB"):
        embedding_weights.default_model_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StellwerkError, match="unbekannt"):
        SentenceEmbeddings.of("unbekannt", tmp_path).embed_query("Frage")


@pytest.mark.parametrize("lost", [None, "config.json"])
def test_a_model_folder_that_is_not_whole_is_an_error_that_says_what_to_do(tmp_path: Path, lost: str | None) -> None:
    folder = tmp_path / embedding_weights.FOLDER_NAME
    folder.mkdir()
    if lost:
        (folder / lost).write_bytes(b"{")  # cut off
    with pytest.raises(StellwerkError, match="lässt sich nicht laden"):
        SentenceEmbeddings.default(tmp_path).embed_query("Frage")


def test_importing_the_module_loads_no_model_library() -> None:
    heavy = "print([m for m in ('torch', 'chromadb', 'sentence_transformers') if m in sys.modules])"
    script = f"import sys, retrieval.embedding.sentences, retrieval.search; {heavy}"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def model() -> SentenceEmbeddings:
    """The real model, unpacked once into build/models (or STELLWERK_TEST_MODELS), where the next run finds it."""
    folder = Path(os.environ.get("STELLWERK_TEST_MODELS") or ROOT / "build" / "models")
    return SentenceEmbeddings.default(folder)


@pytest.mark.model
@pytest.mark.slow
def test_the_question_is_nearest_to_its_answer(model: SentenceEmbeddings) -> None:
    answers = [
        "Die Hundesteuer beträgt 90 Euro im Jahr.",
        "Die Bücherei hat samstags bis 14 Uhr geöffnet.",
        "Am Weiher wurden sechs Erlen gepflanzt.",
    ]
    asked = ["Was muss ich für meinen Dackel zahlen?", "Kann ich am Wochenende Bücher leihen?", "Neue Bäume am Wasser"]
    nearest = (model.embed_queries(asked) @ model.embed_passages(answers).T).argmax(axis=1)
    assert nearest.tolist() == [0, 1, 2]


@pytest.mark.model
@pytest.mark.slow
def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours(model: SentenceEmbeddings) -> None:
    texts = ["Kurz.", "Ein deutlich längerer Satz über die Sanierung der Turnhalle und ihre Kosten. " * 5]
    together = model.embed_passages(texts)
    alone = np.concatenate([model.embed_passages([text]) for text in texts])
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert (together * alone).sum(axis=1).min() > 0.9999
    assert model.embed_documents(texts[:1])[0] == pytest.approx(alone[0].tolist(), abs=1e-5)


@pytest.mark.model
@pytest.mark.slow
def test_computed_directly_it_gives_the_vectors_of_sentence_transformers(model: SentenceEmbeddings) -> None:
    long_text = "Die Verwaltung prüft die Sanierung der Turnhalle. " * 100  # beyond what the model reads
    texts = [
        "",
        "Kurz.",
        "zwei  Leerzeichen,\nneue Zeile",
        "Straße № ½ ﬁn",
        *(long_text[:n] for n in (90, 91, 700, 5000)),
    ]
    library = LibraryEncoder(model._folder()).encode([PASSAGE_PROMPT + text for text in texts])
    assert (model.embed_passages(texts) * library).sum(axis=1).min() > 0.9998


@pytest.mark.model
@pytest.mark.slow
def test_the_default_model_in_another_place_is_the_same_model(model: SentenceEmbeddings, tmp_path: Path) -> None:
    """Its index need not be built anew, and it is computed directly."""
    named = SentenceEmbeddings.of(str(model._folder()), tmp_path)
    assert named.name == model.name
    assert named.count_tokens("Kurz.") == model.count_tokens("Kurz.")
    assert not isinstance(named._model(), LibraryEncoder)


@pytest.mark.model
@pytest.mark.slow
def test_no_texts_give_no_rows(model: SentenceEmbeddings) -> None:
    assert model.embed_passages([]).shape == (0, 384)
