"""Learns bot/drafting/confidence/weights.json, the confidence that comes with the program, from judged drafts.

    python benchmarks/learn_confidence.py LABELLED FLUSSBACH --models FOLDER [--rows ROWS.jsonl] [--write]

LABELLED holds questions and answers (`queries.jsonl`, `passages.jsonl`). Its papers are dealt into two archives, and
every question is put to both: to the one that holds its answer, and to the other, which doesn't. FLUSSBACH has
`papers/` beside `queries.jsonl` and `premises.jsonl`. A draft counts as one that could stay as it is where all of its
sentences are quoted from the answer that was really given and at least half of that answer is there. Nobody approved
anything here: this only stands in until a city has decisions of its own. The samples teach nothing: drafting was
developed on them until all were right.

Figures are those of folds by motion: no draft is judged by a model that saw its motion. The weights of the search were
learned from the same labelled questions, so `grundlage` is a little surer here than on new ones.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.drafting.confidence.model import fit, model_to_json
from bot.drafting.confidence.report import trust_figures
from bot.drafting.desk import Desk
from bot.ingest import find_files, ingest
from bot.settings import Settings
from bot.wiring import Stellwerk
from corpus.domain import Abschnitt, Anliegen, Antwort, Entwurf, Lesefassung, Paper, Rohtext, Seite, Stellungnahme
from corpus.parsing.anliegen_art import classify
from corpus.sentences import sentences
from retrieval.benchmark.collection import Labelled, LabelledSet, read_set
from retrieval.support import fold

Row = dict[str, Any]

PAPER_DAY, ASKED_ON, TODAY = date(2024, 1, 1), date(2024, 6, 1), date(2026, 11, 23)
FOLDS = 5
PULL = 1.0
"""So many drafts outweigh the pull of an input to zero. Log loss by folds: .499 at 1, .501 at 4, .506 at 16."""

_STATUS = {
    "bereits_erfuellt": "bereits_erfuellt",
    "nicht_mehr_so": "praemisse_falsch",
    "anders_entschieden": "praemisse_falsch",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("flussbach", type=Path)
    parser.add_argument("--models", type=Path, required=True, help="where the model is, or is to be unpacked")
    parser.add_argument("--rows", type=Path, help="keeps the judged drafts, or takes them where the file is there")
    parser.add_argument("--write", action="store_true", help="writes bot/drafting/confidence/weights.json")
    given = parser.parse_args()
    if given.rows and given.rows.is_file():
        rows = [json.loads(line) for line in given.rows.read_text(encoding="utf-8").splitlines()]
    else:
        rows = list(judged_drafts(given.labelled, given.flussbach, given.models))
        if given.rows:
            given.rows.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    model = fit([row["merkmale"] for row in rows], [row["richtig"] for row in rows], pull=PULL)
    sure = by_folds(rows)
    run: dict[str, Any] = {
        "command": f"python benchmarks/learn_confidence.py {given.labelled.name} {given.flussbach.name} --write",
        "date": date.today().isoformat(),
    }
    for name in ("alle", *dict.fromkeys(row["satz"] for row in rows)):
        own = [at for at, row in enumerate(rows) if name in ("alle", row["satz"])]
        run[name] = trust_figures(
            [sure[at] for at in own], [rows[at]["richtig"] for at in own], [rows[at]["gruppe"] for at in own]
        )
    for name, value in (run | dict(model.coefficients)).items():
        print(f"{name:28s} {value}")
    if given.write:
        Path("bot/drafting/confidence/weights.json").write_text(
            model_to_json(replace(model, run={}), run), encoding="utf-8"
        )


def by_folds(rows: Sequence[Row]) -> list[float]:
    """Each draft's probability by a model that saw no draft of its motion."""
    sure = [0.0] * len(rows)
    fold_of = [int(hashlib.sha256(row["gruppe"].encode()).hexdigest(), 16) % FOLDS for row in rows]
    for part in range(FOLDS):
        seen = [row for row, own in zip(rows, fold_of, strict=True) if own != part]
        model = fit([row["merkmale"] for row in seen], [row["richtig"] for row in seen], pull=PULL)
        for at, row in enumerate(rows):
            if fold_of[at] == part:
                sure[at] = model.probability(row["merkmale"])
    return sure


def judged_drafts(labelled: Path, flussbach: Path, models: Path) -> Iterator[Row]:
    """Every draft that says something, as {"satz", "gruppe", "merkmale", "richtig"}."""
    whole = read_set(labelled)
    for half in (0, 1):
        kept = [p for p in whole.passages if _half(p.dokument_id) == half]
        with archive_home(models) as home:
            for dokument in dict.fromkeys(p.dokument_id for p in kept):
                _store(home, dokument, [(p.id, p.text) for p in kept if p.dokument_id == dokument])
            home.bring_index_level()
            yield from _answered(whole, {p.id: p.text for p in kept}, home.desk)
    with archive_home(models) as home:
        sources, _ = find_files([flussbach / "papers"])
        ingest(sources, home.archive, oeffentlich=True, now=datetime.now, done=lambda _: None)
        home.bring_index_level()
        yield from _flussbach(flussbach, home.desk)


def _row(name: str, group: str, merkmale: dict[str, float], right: bool) -> Row:
    return {"satz": name, "gruppe": f"{name} {group}", "merkmale": merkmale, "richtig": right}


class archive_home:
    """A HOME that is thrown away."""

    def __init__(self, models: Path) -> None:
        from retrieval.embedding.weights import default_model_folder

        self._folder = tempfile.TemporaryDirectory(prefix="stellwerk-learn-")
        model = str(default_model_folder(models))
        self._home = Stellwerk(Settings(home=Path(self._folder.name), embedding_model=model))

    def __enter__(self) -> Stellwerk:
        return self._home

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def _half(dokument: str) -> int:
    return int(hashlib.sha256(dokument.encode()).hexdigest(), 16) % 2


def _store(home: Stellwerk, name: str, answers: Sequence[tuple[str, str]]) -> None:
    """One reply; the number of each answer is its id, so that a Beleg tells from which one it is."""
    text, antworten = "", []
    for own, answer in answers:
        antworten.append(Antwort((own,), None, answer, len(text), len(text) + len(answer)))
        text += answer + "\n"
    raw = Rohtext(text, (Seite(1, 0, len(text)),))
    content = Stellungnahme(
        vorlage=name, antrag=None, datum=PAPER_DAY, dezernat=None, amt=None, betreff=None, fraktion=None,
        oeffentlich=True, gremienweg=(), antworten=tuple(antworten), finanzielle_auswirkungen=None,
        beschlussempfehlung=None,
    )  # fmt: skip
    reading = Lesefassung(text, raw, (Abschnitt(0, len(text), 0, len(text)),))
    home.archive.store(Paper(name, name, reading, content, True), now=datetime.now())


def _answered(whole: LabelledSet, texts: dict[str, str], desk: Desk) -> Iterator[Row]:
    motions: dict[str, list[Labelled]] = {}
    for question in whole.questions:
        motions.setdefault(question.query.titel or question.id, []).append(question)
    for title, questions in motions.items():
        points = [_point(at, q.query.text) for at, q in enumerate(questions, 1)]
        drafts = desk.drafts(points, questions[0].query.titel, stichtag=ASKED_ON)
        for question, entwurf in zip(questions, drafts, strict=True):
            if entwurf.zuversicht:
                answer = " ".join(texts.get(one, "") for one in sorted(question.relevant))
                quoted = {nr for satz in entwurf.saetze for b in satz.belege for nr in b.nr}
                right = quoted <= question.relevant and _mostly_there(entwurf, answer)
                yield _row(whole.name, title, dict(entwurf.zuversicht.merkmale), right)


def _mostly_there(entwurf: Entwurf, answer: str) -> bool:
    wanted = {fold(s) for s in sentences(answer)}
    return 2 * len(wanted & {satz.text for satz in entwurf.saetze}) >= len(wanted)


def _point(nr: int, text: str) -> Anliegen:
    return Anliegen(nr, None, text, classify(text), (), 0, len(text))


def _flussbach(folder: Path, desk: Desk) -> Iterator[Row]:
    def lines(name: str) -> list[Row]:
        return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines() if line]

    for row in lines("queries.jsonl"):
        entwurf = desk.drafts([_point(1, row["text"])], None, stichtag=TODAY)[0]
        if entwurf.zuversicht:
            quoted = {f"{b.dokument}#{','.join(b.nr)}" for satz in entwurf.saetze for b in satz.belege}
            right = bool(row["relevant"]) and quoted <= set(row["relevant"])
            yield _row("flussbach", row["id"], dict(entwurf.zuversicht.merkmale), right)
    for row in lines("premises.jsonl"):
        entwurf = desk.drafts([_point(1, row["anliegen"])], None, stichtag=date.fromisoformat(row["today"]))[0]
        if entwurf.zuversicht:
            wanted = _STATUS.get(row["gold"])
            right = wanted == entwurf.status.value if wanted else entwurf.status.value in ("belegt", "teilweise")
            opens = not wanted or fold(row["fakt"]["satz"]) == entwurf.saetze[0].text
            yield _row("flussbach", row["id"], dict(entwurf.zuversicht.merkmale), right and opens)


if __name__ == "__main__":
    main()
