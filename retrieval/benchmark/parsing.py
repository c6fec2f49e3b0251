"""How well motions and replies are cut, measured on a labelled folder.

In: a folder in one of the four formats of the labelled data (recognised by the files that lie in it). Out: a dict of
figures, and on request one JSON line for each text with what was found. Every text takes the way that a filed paper
takes: `prepare`, then the parser of its kind. A point or an answer counts as found where its tokens agree with those
of a labelled one by F1 >= `MATCH_THRESHOLD`; pairs are made greedily, best first, one to one within one text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from corpus.domain import Lesefassung, Rohtext, Seite, Stellungnahme
from corpus.errors import StellwerkError
from corpus.parsing.antrag import parse_antraege
from corpus.parsing.kind import detect_kind
from corpus.parsing.stellungnahme import parse_stellungnahme
from corpus.reading.lesefassung import prepare
from retrieval.benchmark.ocr import bench_ocr

MATCH_THRESHOLD = 0.9

Row = dict[str, Any]


# --- one pair of texts ---------------------------------------------------------------------------------------------


def token_f1(found: str, gold: str) -> float:
    """F1 over white-space tokens, order aside; two empty texts agree fully."""
    found_tokens, gold_tokens = Counter(found.split()), Counter(gold.split())
    if not found_tokens or not gold_tokens:
        return float(found_tokens == gold_tokens)
    overlap = (found_tokens & gold_tokens).total()
    return 2 * overlap / (found_tokens.total() + gold_tokens.total())


def match(found: Sequence[str], gold: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs (index of found, index of gold) that agree, best first, each used at most once."""
    pairs = [(token_f1(text, wanted), -f, -g) for f, text in enumerate(found) for g, wanted in enumerate(gold)]
    matched: list[tuple[int, int]] = []
    used_found: set[int] = set()
    used_gold: set[int] = set()
    for score, f, g in sorted(pairs, reverse=True):
        if score < MATCH_THRESHOLD:
            break
        if -f not in used_found and -g not in used_gold:
            used_found.add(-f)
            used_gold.add(-g)
            matched.append((-f, -g))
    return matched


# --- counting ------------------------------------------------------------------------------------------------------


@dataclass
class PointCount:
    """Found, labelled and agreeing points over all texts."""

    found: int = 0
    gold: int = 0
    agreeing: int = 0

    def add(self, *, found: int, gold: int, agreeing: int) -> None:
        self.found += found
        self.gold += gold
        self.agreeing += agreeing

    def figures(self) -> Row:
        precision = self.agreeing / self.found if self.found else 0.0
        recall = self.agreeing / self.gold if self.gold else 0.0
        total = self.found + self.gold
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(2 * self.agreeing / total if total else 0.0, 4),
            "gefunden": self.found,
            "gold": self.gold,
            "treffer": self.agreeing,
        }


@dataclass
class FieldCount:
    """How often each field was right."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, right: bool) -> None:
        self.right[name] += right
        self.total[name] += 1

    def figures(self) -> Row:
        shares = {name: round(self.right[name] / count, 4) for name, count in self.total.items()}
        count = self.total.total()
        return {"alle": round(self.right.total() / count, 4) if count else 0.0, **shares}


def same_field(name: str, found: object, gold: object) -> bool:
    """Fields are compared after white-space normalisation; `fraktion` with or without that word is the same."""
    return _normal(name, found) == _normal(name, gold)


def _normal(name: str, value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    if name == "fraktion":
        value = value.replace("-Fraktion", " ").replace("Fraktion", " ")
    return " ".join(value.split()) or None


# --- the four formats ----------------------------------------------------------------------------------------------


def bench_parse(folder: Path, run: Path | None = None) -> Row:
    """Figures on the labelled set in `folder`; `run` takes one JSON line for each text that was parsed.

    Raises StellwerkError where the folder holds none of the known sets.
    """
    formats: tuple[tuple[str, Callable[[Path], tuple[Row, list[Row]]]], ...] = (
        ("gold_docs.jsonl", _bench_karlsruhe),
        ("papers_gold.jsonl", _bench_papers),
        ("gold.jsonl", _bench_motions),
        ("*.truth.txt", _bench_ocr),
    )
    for marker_file, bench in formats:
        if any(folder.glob(marker_file)):
            figures, rows = bench(folder)
            if run is not None:
                run.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
            return figures
    raise StellwerkError(
        f"Im Ordner {folder} liegt kein Satz mit Zerlegungen.",
        "Erwartet wird gold_docs.jsonl, papers_gold.jsonl, gold.jsonl oder *.truth.txt.",
    )


def _bench_karlsruhe(folder: Path) -> tuple[Row, list[Row]]:
    """Requests and replies; the reply's items that are answered together with a later number have no text of their
    own."""
    points, answers, pairs = PointCount(), PointCount(), PointCount()
    fields = FieldCount()
    rows: list[Row] = []
    for document in _read_jsonl(folder / "gold_docs.jsonl"):
        items = document["items"]
        motion_text = _lesefassung(folder / "texts" / f"{document['id']}.frage.txt").text
        motions = parse_antraege(motion_text)
        found = [point.text for motion in motions for point in motion.anliegen]
        gold = [item["question"] for item in items]
        agreeing = match(found, gold)
        points.add(found=len(found), gold=len(gold), agreeing=len(agreeing))
        if motions:
            fields.add("nummer", same_field("nummer", motions[0].nummer, document["reference"]))
            fields.add("betreff", same_field("betreff", motions[0].betreff, document["title"]))
        rows.append({"id": f"{document['id']}.frage", "gefunden": found, **_missed(found, gold, agreeing)})

        reply = parse_stellungnahme(_lesefassung(folder / "texts" / f"{document['id']}.antwort.txt").text)
        found = [answer.antwort for answer in reply.antworten]
        labelled = [item for item in items if item["answer"]]
        gold = [item["answer"] for item in labelled]
        agreeing = match(found, gold)
        answers.add(found=len(found), gold=len(gold), agreeing=len(agreeing))
        whole = [
            (f, g)
            for f, g in agreeing
            if str(labelled[g]["n"]) in reply.antworten[f].nr
            or token_f1(reply.antworten[f].frage or "", labelled[g]["question_in_reply"]) >= MATCH_THRESHOLD
        ]
        pairs.add(found=len(found), gold=len(gold), agreeing=len(whole))
        rows.append(
            {
                "id": f"{document['id']}.antwort",
                "gefunden": [_answer_row(reply, index) for index in range(len(found))],
                **_missed(found, gold, agreeing),
            }
        )
    return {
        "satz": "karlsruhe",
        "anliegen": points.figures(),
        "antworten": answers.figures(),
        "paare": pairs.figures(),
        "kopf_antrag": fields.figures(),
    }, rows


def _bench_motions(folder: Path) -> tuple[Row, list[Row]]:
    """Motions; those of one file are compared in their order, a missing one counts as wrong in every field."""
    points, parts, files = PointCount(), PointCount(), FieldCount()
    kinds, fields = FieldCount(), FieldCount()
    rows: list[Row] = []
    for document in _read_jsonl(folder / "gold.jsonl"):
        text = _lesefassung(folder / "antraege" / document["datei"]).text
        files.add("papierart", detect_kind(text) == document["art"])
        motions = parse_antraege(text)
        files.add("zahl_der_antraege", len(motions) == len(document["antraege"]))
        row: Row = {"datei": document["datei"], "antraege": []}
        for index, wanted in enumerate(document["antraege"]):
            motion = motions[index] if index < len(motions) else None
            for name in ("nummer", "fraktion", "betreff", "datum"):
                fields.add(name, motion is not None and same_field(name, getattr(motion, name), wanted[name]))
            found = [point.text for point in motion.anliegen] if motion else []
            gold = [point["text"] for point in wanted["anliegen"]]
            agreeing = match(found, gold)
            points.add(found=len(found), gold=len(gold), agreeing=len(agreeing))
            for f, g in agreeing:
                assert motion is not None
                kinds.add("art", motion.anliegen[f].art == wanted["anliegen"][g]["art"])
                _count_parts(parts, motion.anliegen[f].teile, wanted["anliegen"][g]["teile"])
            row["antraege"].append(
                {
                    "kopf": {name: str(getattr(motion, name)) for name in ("nummer", "fraktion", "betreff", "datum")}
                    if motion
                    else None,
                    "gefunden": [[p.art, p.text] for p in motion.anliegen] if motion else [],
                    **_missed(found, gold, agreeing),
                }
            )
        for motion in motions[len(document["antraege"]) :]:
            points.add(found=len(motion.anliegen), gold=0, agreeing=0)
        rows.append(row)
    return {
        "satz": "motions",
        "anliegen": points.figures(),
        "art": kinds.figures(),
        "teile": parts.figures(),
        "kopf": fields.figures(),
        "datei": files.figures(),
    }, rows


def _bench_papers(folder: Path) -> tuple[Row, list[Row]]:
    """Replies with all their fields. A pair is right where numbers, question and answer are."""
    answers, pairs, fields = PointCount(), PointCount(), FieldCount()
    names = (
        "art", "vorlage", "antrag", "datum", "dezernat", "amt", "betreff", "fraktion", "oeffentlich",
        "finanzielle_auswirkungen", "beschlussempfehlung",
    )  # fmt: skip
    rows: list[Row] = []
    for document in _read_jsonl(folder / "papers_gold.jsonl"):
        text = _lesefassung(folder / "papers" / document["datei"]).text
        reply = parse_stellungnahme(text)
        for name in names:
            fields.add(name, same_field(name, getattr(reply, name), document[name]))
        stations = [[s.datum.isoformat() if s.datum else None, s.gremium] for s in reply.gremienweg]
        fields.add("gremienweg", stations == [[s["datum"], s["gremium"]] for s in document["gremienweg"]])
        fields.add("papierart", detect_kind(text) == document["art"])
        found = [answer.antwort for answer in reply.antworten]
        gold = [answer["antwort"] for answer in document["antworten"]]
        agreeing = match(found, gold)
        answers.add(found=len(found), gold=len(gold), agreeing=len(agreeing))
        whole = [
            (f, g)
            for f, g in agreeing
            if list(reply.antworten[f].nr) == document["antworten"][g]["nr"]
            and token_f1(reply.antworten[f].frage or "", document["antworten"][g]["frage"] or "") >= MATCH_THRESHOLD
        ]
        pairs.add(found=len(found), gold=len(gold), agreeing=len(whole))
        rows.append(
            {
                "datei": document["datei"],
                "kopf_falsch": {
                    name: [str(getattr(reply, name)), document[name]]
                    for name in names
                    if not same_field(name, getattr(reply, name), document[name])
                },
                "gremienweg": stations,
                "gefunden": [_answer_row(reply, index) for index in range(len(found))],
                **_missed(found, gold, agreeing),
            }
        )
    return {
        "satz": "flussbach",
        "antworten": answers.figures(),
        "paare": pairs.figures(),
        "kopf": fields.figures(),
    }, rows


def _bench_ocr(folder: Path) -> tuple[Row, list[Row]]:
    """Points of the English readings against those that the same parser finds in the true texts."""
    counts = {"anliegen": PointCount(), "antworten": PointCount()}
    rows: list[Row] = []
    for truth_path in sorted(folder.glob("*.truth.txt")):
        name = truth_path.name.removesuffix(".truth.txt")
        kind = "anliegen" if name.endswith(".frage") else "antworten"
        gold, found = (
            [point.text for motion in parse_antraege(text) for point in motion.anliegen]
            if kind == "anliegen"
            else [answer.antwort for answer in parse_stellungnahme(text).antworten]
            for text in (
                _lesefassung(truth_path).text,
                _lesefassung(folder / f"{name}.ocr_eng.txt").text,
            )
        )
        agreeing = match(found, gold)
        counts[kind].add(found=len(found), gold=len(gold), agreeing=len(agreeing))
        rows.append({"id": name, "gefunden": found, **_missed(found, gold, agreeing)})
    figures = {"satz": "ocr_de", **{kind: count.figures() for kind, count in counts.items()}}
    return {**figures, "woerter": bench_ocr(folder)}, rows


# --- small steps ---------------------------------------------------------------------------------------------------


def _count_parts(parts: PointCount, found: Sequence[str], gold: Sequence[str]) -> None:
    parts.add(found=len(found), gold=len(gold), agreeing=len(match(found, gold)))


def _missed(found: Sequence[str], gold: Sequence[str], agreeing: Iterable[tuple[int, int]]) -> Row:
    """What did not agree, for the person who reads the run."""
    pairs = list(agreeing)
    return {
        "zu_viel": [text for index, text in enumerate(found) if index not in {f for f, _ in pairs}],
        "fehlt": [text for index, text in enumerate(gold) if index not in {g for _, g in pairs}],
    }


def _answer_row(reply: Stellungnahme, index: int) -> Row:
    answer = reply.antworten[index]
    return {"nr": list(answer.nr), "frage": answer.frage, "antwort": answer.antwort}


def _read_jsonl(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _lesefassung(path: Path) -> Lesefassung:
    text = path.read_text(encoding="utf-8")
    return prepare(Rohtext(text, (Seite(1, 0, len(text)),)))
