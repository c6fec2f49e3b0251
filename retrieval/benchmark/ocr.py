"""How well misread papers are repaired: word error before and after, and words changed that were right.

In: a folder of `<name>.truth.txt` beside `<name>.ocr_eng.txt` (and other readings). Word error is the Levenshtein
distance over white-space tokens, words broken at a line end joined on both sides, divided by the words of the truth.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import StellwerkError
from corpus.reading.lesefassung import join_broken_words
from corpus.reading.repair import repair

_TRUTH = ".truth.txt"


@dataclass(frozen=True)
class OcrDocument:
    """One paper: its true text and what was read from its scan."""

    name: str
    truth: str
    read: str


@dataclass(frozen=True)
class OcrFigures:
    """Sums over all papers. `changed_on_truth` must be 0: words that repair changed in texts that were right."""

    documents: int
    words: int
    errors_before: int
    errors_after: int
    changed_on_truth: int

    @property
    def ratio(self) -> float:
        """The part of the word errors that repair left."""
        return self.errors_after / self.errors_before if self.errors_before else 0.0


def ocr_documents(folder: Path, reading: str = "ocr_eng") -> Iterator[OcrDocument]:
    """The papers of a folder that have both a truth and this reading, by name."""
    for truth in sorted(folder.glob(f"*{_TRUTH}")):
        name = truth.name.removesuffix(_TRUTH)
        read = folder / f"{name}.{reading}.txt"
        if read.exists():
            yield OcrDocument(name, truth.read_text(encoding="utf-8"), read.read_text(encoding="utf-8"))


def bench_ocr(folder: Path, reading: str = "ocr_eng") -> dict[str, float | int]:
    """The figures of a folder, as the command line prints them. Raises StellwerkError where it holds no papers."""
    documents = list(ocr_documents(folder, reading))
    if not documents:
        raise StellwerkError(
            f"Im Ordner {folder} liegen keine Paare aus *.truth.txt und *.{reading}.txt.",
            "Bitte den Ordner mit den Lesungen und ihren wahren Texten angeben.",
        )
    figures = measure_ocr(documents)
    words = max(1, figures.words)
    return {
        **asdict(figures),
        "word_error_before": figures.errors_before / words,
        "word_error_after": figures.errors_after / words,
        "ratio": figures.ratio,
    }


def measure_ocr(documents: Sequence[OcrDocument]) -> OcrFigures:
    """Word errors of these papers before and after repair."""
    words = before = after = changed = 0
    for document in documents:
        truth = words_of(document.truth)
        words += len(truth)
        before += word_errors(truth, words_of(document.read))
        after += word_errors(truth, words_of(repair(join_broken_words(document.read))))
        changed += word_errors(truth, words_of(repair(join_broken_words(document.truth))))
    return OcrFigures(len(documents), words, before, after, changed)


def words_of(text: str) -> list[str]:
    """The white-space tokens, words broken at a line end joined."""
    return join_broken_words(text).split()


def word_errors(truth: Sequence[str], read: Sequence[str]) -> int:
    """Levenshtein distance over words. O(len(truth) * len(read))."""
    row = list(range(len(read) + 1))
    for i, true_word in enumerate(truth, 1):
        diagonal, row[0] = row[0], i
        for j, read_word in enumerate(read, 1):
            cost = diagonal if true_word == read_word else 1 + min(diagonal, row[j], row[j - 1])
            diagonal, row[j] = row[j], cost
    return row[-1]
