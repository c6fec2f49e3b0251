"""What a search costs by the size of the archive: 10,000, 100,000 and 1,000,000 passages, and the picture of it.

    python benchmarks/scale.py FOLDER --models MODELS [--sizes 10000 100000 1000000] [--picture docs/groesse.svg]

FOLDER keeps the indexes (9 GB for a million passages, half an hour on one core) and is used again by the next run. The
passages are made up: the words of the sample papers and compounds of them, as often as words are (Zipf), in papers that
keep to their subject, as long and as many a paper as in 209 replies of a real council. Their vectors are sums of the
vectors of their words, so that alike texts lie together; the real model would take hours. The index, the search and its
limits (public only, a last day) are the program's own. Every size is measured in a process of its own that has the real
model in memory, too, and the search is set against the bare matrix products of one question's embedding.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.domain import Art, Passage
from retrieval.benchmark.speed import bare_products, timed, timed_together
from retrieval.embedding.sentences import SentenceEmbeddings
from retrieval.german import WORD, terms
from retrieval.index.projection import Index
from retrieval.search import Query, Searcher

ROOT = Path(__file__).parents[1]
SIZES = (10_000, 100_000, 1_000_000)
DIMENSION, INNER = 384, 64
VOCABULARY = 60_000
SUBJECT_WORDS = 12
QUESTIONS, ROUNDS = 200, 100
FIRST_DAY, DAYS = date(2005, 1, 1), 7_600
NEWER_THAN_ALL = FIRST_DAY + timedelta(days=DAYS + 1)
HALF = FIRST_DAY + timedelta(days=DAYS // 2)


class Words:
    """The words there are, commonest first, and a vector for each."""

    def __init__(self) -> None:
        random = np.random.default_rng(1)
        counted: dict[str, int] = {}
        for paper in sorted((ROOT / "corpus" / "samples" / "papers").glob("*.txt")):
            for word in WORD.findall(paper.read_text("utf-8")):
                counted[word] = counted.get(word, 0) + 1
        words = sorted(counted, key=lambda word: (-counted[word], word))
        nouns = [word for word in words if word[0].isupper() and len(word) > 4]
        while len(words) < VOCABULARY:
            first, second = random.choice(nouns, 2)
            words.append(f"{first}s{second.lower()}")
        self.all = list(dict.fromkeys(words))
        self.place = {word: place for place, word in enumerate(self.all)}
        share = (np.arange(len(self.all)) + 2.7) ** -1.15  # Zipf, after Mandelbrot
        self.share = np.cumsum(share / share.sum())
        weight = np.log(1 / share)[:, None] / np.log(len(self.all))  # rare words say more
        self.vectors = (weight**2 * random.normal(size=(len(self.all), INNER))).astype(np.float32)

    def draw(self, random: np.random.Generator, count: int) -> NDArray[np.int_]:
        """Places of words, as often as they are used."""
        return np.minimum(np.searchsorted(self.share, random.random(count)), len(self.all) - 1)


class CheapEmbeddings:
    """A text's vector: the sum of its words', turned into the model's size, with what all texts have in common."""

    name = "words-of-the-sample-papers"

    def __init__(self, words: Words) -> None:
        random = np.random.default_rng(2)
        self._words = words
        self._turn = (random.normal(size=(INNER, DIMENSION)) / INNER**0.5).astype(np.float32)
        self._common = (1.5 * random.normal(size=DIMENSION)).astype(np.float32)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        inner = np.stack([self._inner(text) for text in texts])
        noise = np.random.default_rng(len(texts)).normal(scale=0.2, size=(len(texts), DIMENSION))
        rows = inner @ self._turn + self._common + noise
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    embed_queries = embed_passages

    def _inner(self, text: str) -> NDArray[np.float32]:
        places = [
            self._words.place[w] for w in text.replace(".", "").replace("?", "").split() if w in self._words.place
        ]
        total = self._words.vectors[places].sum(axis=0)
        return np.asarray(total / max(float(np.linalg.norm(total)), 1e-6) * INNER**0.5, dtype=np.float32)


def made_up_passages(count: int, words: Words) -> Iterator[Passage]:
    """Papers of two to six answers, the same ones in every run and at the head of every size."""
    number = made = 0
    while made < count:
        random = np.random.default_rng([3, number])
        subject = _subject(random, words)
        title = " ".join(words.all[i] for i in subject[:5])
        day = FIRST_DAY + timedelta(days=int(random.integers(DAYS)))
        public = bool(random.random() < 0.9)
        for answer in range(min(int(random.integers(2, 7)), count - made)):
            length = int(np.clip(random.lognormal(4.1, 0.85), 6, 1_500))  # words: median 60, mean 87
            text = _sentences(random, words, subject, length, ".")
            yield Passage(
                id=f"{number}/{answer}",
                dokument_id=str(number),
                version=1,
                dokument=f"{number}.pdf",
                art=Art.STELLUNGNAHME,
                vorlage=f"ST/{number % 9999:04d}/{day.year}",
                antrag=f"AT/{number % 9999:04d}/{day.year}",
                datum=day,
                amt=None,
                betreff=title,
                nr=(str(answer + 1),),
                frage=_sentences(random, words, subject, int(random.integers(6, 32)), "?"),
                text=text,
                start=0,
                ende=len(text),
                seite=1,
                oeffentlich=public,
                versandt=True,
            )
            made += 1
        number += 1


def _subject(random: np.random.Generator, words: Words) -> NDArray[np.int_]:
    return random.integers(300, len(words.all), SUBJECT_WORDS)


def _sentences(random: np.random.Generator, words: Words, subject: NDArray[np.int_], length: int, end: str) -> str:
    """Every eighth word is one of the paper's subject; a sentence has twelve."""
    places = words.draw(random, length)
    own = random.random(length) < 0.12
    places[own] = random.choice(subject, int(own.sum()))
    chosen = [words.all[place] for place in places]
    return " ".join(" ".join(chosen[at : at + 12]).capitalize() + end for at in range(0, length, 12))


def questions(count: int, words: Words) -> list[Query]:
    """A title and a question on the subject of one paper each, in other words; half of them without a title."""
    found = []
    for number in range(QUESTIONS):
        random = np.random.default_rng([3, number * (count // 5) // QUESTIONS])
        subject = _subject(random, words)
        random = np.random.default_rng([4, number])
        text = _sentences(random, words, subject, int(random.integers(6, 32)), "?")
        title = " ".join(words.all[i] for i in random.choice(subject, 5)) if number % 2 else None
        found.append(Query(text, title, NEWER_THAN_ALL))
    return found


def build(folder: Path, size: int, words: Words) -> None:
    """Builds the index of this size, if it is not there; says how long it took."""
    index = Index(folder, CheapEmbeddings(words))
    if not index.needs_rebuild():
        return
    started, done = time.perf_counter(), 0

    def progress(some: int) -> None:
        nonlocal done
        if (done + some) // 20_000 > done // 20_000:
            print(f"{size}: {done + some} passages, {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        done += some

    index.rebuild(made_up_passages(size, words), progress)
    index.close()
    (folder / "aufbau.json").write_text(json.dumps({"sekunden": round(time.perf_counter() - started)}))


def measure(folder: Path, size: int, models: Path, words: Words) -> dict[str, Any]:
    """The figures of one size; memory is that of this whole process."""
    model = SentenceEmbeddings.default(models)
    model.embed_queries(["Ist die Stadt Mitglied?"])
    without_index = _memory()
    index = Index(folder, CheapEmbeddings(words))
    searcher = Searcher(index, CheapEmbeddings(words))
    asked = questions(size, words)
    started = time.perf_counter()
    searcher.search(asked[0])
    opened = time.perf_counter() - started
    for word in words.all:  # what a process that has run for a day has seen of its city's words
        terms(word)
    half = [Query(query.text, query.titel, HALF) for query in asked[:ROUNDS]]
    motion = asked[1::2][:6]
    products = bare_products()
    figures = {
        "passagen": size,
        "aufbau_s": json.loads((folder / "aufbau.json").read_text("utf-8"))["sekunden"],
        "oeffnen_s": opened,
        "suche_ms": timed(searcher.search, asked[ROUNDS:]),
        "finden_und_bewerten_ms": timed(lambda query: searcher.candidates([query]), asked[:ROUNDS]),
        "suche_bis_zur_haelfte_ms": timed(searcher.search, half),
        "sechs_punkte_auf_einmal_ms": timed(lambda _: searcher.search_many(motion), asked[:30]),
        "einbettung_und_produkte_ms": timed_together(
            {
                "einbettung": lambda text: model.embed_queries([text]),
                "matrixprodukte": lambda text: products(model.count_tokens(text)),
            },
            [query.text for query in asked[:ROUNDS]],
        ),
        "speicher_gb": _memory(),
        "speicher_ohne_index_gb": without_index,
        "platte_gb": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e9,
    }
    bare = figures["einbettung_und_produkte_ms"]["matrixprodukte"]["p50"]
    figures["suche_zu_matrixprodukten"] = figures["suche_ms"]["p50"] / bare
    index.close()
    return figures


def _memory() -> dict[str, float]:
    """Gigabytes: all that is resident, and of that what is not files that the system can drop at any time."""
    lines = (line.split() for line in Path("/proc/self/status").read_text("utf-8").splitlines())
    sizes = {line[0]: int(line[1]) / 1e6 for line in lines if line[0] in ("VmRSS:", "RssAnon:")}
    return {"ganz": sizes["VmRSS:"], "eigen": sizes["RssAnon:"]}


def main() -> None:
    """Builds, measures, draws."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, required=True, help="where the model is, or is to be unpacked")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    words = Words()
    if given.measure:
        print(json.dumps(measure(given.folder / str(given.measure), given.measure, given.models, words)))
        return
    rows = []
    for size in given.sizes:
        build(given.folder / str(size), size, words)
        command = [sys.executable, __file__, str(given.folder), "--models", str(given.models), "--measure", str(size)]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        print(json.dumps(rows[-1], indent=1))
    if given.picture:
        from scale_picture import draw

        given.picture.write_text(draw(rows), "utf-8")


if __name__ == "__main__":
    main()
