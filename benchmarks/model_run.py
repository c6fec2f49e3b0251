"""What a language model makes of quotation drafts: how much the gate stops and why, and what the reader gains.

    python benchmarks/model_run.py --url http://127.0.0.1:8099/v1 --run out.jsonl
    python benchmarks/model_run.py --url ... --questions FOLDER --home HOME --most 100 --run out.jsonl

Without `--questions` over the motions that come with Stellwerk. `FOLDER` holds `texts/*.antwort.txt` and
`queries.jsonl` with `text` and `title`; its papers are taken into the archive under `--home` first. Rows that `--run`
already has are not asked again, and `--seconds` ends a run early, so that a long one can be done in pieces. The rows
hold every sentence with its verdict, to be read; what is printed are counts.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from bot.clock import now
from bot.commands.context import configure_logging
from bot.drafting.model.connecting import connect
from bot.drafting.model.formulating import Auftrag, Werkzeug, formulate
from bot.drafting.model.judging import Bestanden, Gestoppt
from bot.drafting.model.patience import Geduld
from bot.drafting.model.prompt import load_prompt
from bot.ingest import Quelle, find_files, ingest, read_text
from bot.settings import Settings
from bot.wiring import Stellwerk
from corpus.domain import Anliegen, AnliegenArt
from corpus.parsing.antrag import parse_antraege
from retrieval.matter import Rarity

_QUOTED = re.compile(r"„[^“]*“")


def main() -> None:
    """Runs, writes rows, prints counts."""
    arguments = _arguments()
    rows = _rows(arguments.run)
    with tempfile.TemporaryDirectory(prefix="stellwerk-modell-") as scratch:
        home = arguments.home or Path(scratch)
        home.mkdir(parents=True, exist_ok=True)
        settings = Settings(
            _env_file=None, home=home, model=arguments.model, model_url=arguments.url,
            model_timeout_seconds=arguments.timeout, embedding_model=arguments.embedding,
        )  # fmt: skip
        configure_logging(settings)
        parts = Stellwerk(settings)
        samples = Path(str(resources.files("corpus.samples")))
        _fill(parts, [arguments.questions / "texts"] if arguments.questions else [samples / "papers"])
        started = time.monotonic()
        points = _questions(arguments.questions) if arguments.questions else _motions(samples)
        orders = (one for one in points if one[0] not in rows)
        with (
            arguments.run.open("a", encoding="utf-8") as out,
            ThreadPoolExecutor(arguments.parallel) as pool,
        ):
            running: set[Future[dict[str, Any]]] = set()
            while True:
                while len(running) < arguments.parallel and len(rows) + len(running) < arguments.most:
                    late = time.monotonic() - started > arguments.seconds
                    if late or (one := next(orders, None)) is None:
                        break
                    if (asked := _asked(parts, *one[1:])) is not None:
                        running.add(pool.submit(_worded, parts, one[0], one[1].text, *asked))
                if not running:
                    break
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for row in (each.result() for each in finished):
                    rows[row["id"]] = row
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
                    out.flush()
                    print(f"{len(rows)}: {row['id']}, {row['sekunden']} s", file=sys.stderr)
    print(json.dumps(figures(list(rows.values())), ensure_ascii=False, indent=2))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--model", default="openai:qwen2.5-coder")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--embedding")
    parser.add_argument("--parallel", type=int, default=1, help="points side by side, as many as the server has slots")
    parser.add_argument("--timeout", type=float, default=240, help="seconds for one answer")
    parser.add_argument("--most", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=1e9)
    return parser.parse_args()


def _rows(file: Path) -> dict[str, dict[str, Any]]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {row["id"]: row for row in map(json.loads, lines)}


def _fill(parts: Stellwerk, folders: list[Path]) -> None:
    if parts.archive.holdings().papiere:
        return
    sources, _ = find_files(folders)
    sources = [s for s in sources if not s.name.endswith(".frage.txt")]
    ingest(sources, parts.archive, oeffentlich=True, now=now, done=lambda _: None)
    parts.bring_index_level()


def _motions(samples: Path) -> Iterator[tuple[str, Anliegen, str | None, date]]:
    for file in sorted((samples / "motions").iterdir()):
        for antrag in parse_antraege(read_text(Quelle(file.name, file.read_bytes, file)).text):
            for point in antrag.anliegen:
                yield f"{file.name}#{point.nr}", point, antrag.betreff, date(2026, 11, 23)


def _questions(folder: Path) -> Iterator[tuple[str, Anliegen, str | None, date]]:
    rows = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    for at in range(3):  # every third question, then the ones beside them: of as many motions as can be
        for row in rows[at::3]:
            text = row["text"]
            point = Anliegen(1, None, text, AnliegenArt.FRAGE, (), 0, len(text))
            yield str(row["id"]), point, row["title"], now().date()


Asked = tuple[Auftrag, Callable[[str, int], str | None], Rarity]


def _asked(parts: Stellwerk, point: Anliegen, title: str | None, day: date) -> Asked | None:
    """What a model is asked for one point; None where there is nothing to be worded."""
    from bot.drafting.vocabulary import vocabulary

    desk = parts.desk_over(lambda: parts.searcher, lambda before: vocabulary(parts.searcher, before=before))
    order, text_of, words = desk.order_for(point, title, stichtag=day)
    return (order, text_of, words.seltenheit) if order.zitiert.saetze else None


def _worded(
    parts: Stellwerk, key: str, frage: str, order: Auftrag, text_of: Callable[[str, int], str | None], rarity: Rarity
) -> dict[str, Any]:
    """One point with every verdict."""
    verdicts: list[Bestanden | Gestoppt] = []
    tools = Werkzeug(connect(parts.settings), load_prompt(), Geduld(100_000), text_of, rarity, seen=verdicts.append)
    draft = formulate(order, tools)
    record = draft.modell
    return {
        "id": key,
        "frage": frage,
        "zitiert": [satz.text for satz in order.zitiert.saetze],
        "bestanden": [
            {"satz": v.satz.text, "belege": [b.zitat for b in v.satz.belege]}
            for v in verdicts
            if isinstance(v, Bestanden)
        ],
        "gestoppt": [
            {"satz": v.satz.text, "belege": list(v.satz.ids), "gruende": list(v.gruende)}
            for v in verdicts
            if isinstance(v, Gestoppt)
        ],
        "entwurf": [satz.text for satz in draft.saetze],
        "formuliert": record.saetze if record else 0,
        "rueckfall": record.rueckfall if record else False,
        "vermerk": list(record.gestoppt) if record else [],
        "tokens_ein": record.tokens_ein if record else None,
        "tokens_aus": record.tokens_aus if record else None,
        "sekunden": record.sekunden if record else None,
    }


def figures(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The counts of a run."""
    stopped = [one for row in rows for one in row["gestoppt"]]
    why = Counter(_rule(one["gruende"][0]) for one in stopped)
    quoted = [text for row in rows for text in row["zitiert"]]
    final = [text for row in rows for text in row["entwurf"]]
    other = sum(1 for row in rows for text in row["entwurf"] if text not in row["zitiert"])
    leads = [row for row in rows if row["entwurf"] and row["entwurf"][0] not in row["zitiert"]]
    seconds = [row["sekunden"] for row in rows if row["sekunden"]]
    return {
        "punkte": len(rows),
        "saetze_des_modells": len(stopped) + sum(len(row["bestanden"]) for row in rows),
        "bestanden": sum(len(row["bestanden"]) for row in rows),
        "davon_nicht_woertlich": sum(one["satz"] not in row["zitiert"] for row in rows for one in row["bestanden"]),
        "gestoppt": len(stopped),
        "gestoppt_nach_regel": dict(why.most_common()),
        "saetze_im_entwurf": len(final),
        "davon_neu_formuliert": other,
        "punkte_ganz_vom_modell": sum(not row["rueckfall"] and row["formuliert"] > 0 for row in rows),
        "punkte_mit_neuem_anfang": len(leads),
        "saetze_zitat": len(quoted),
        "woerter_zitat": sum(len(text.split()) for text in quoted),
        "woerter_entwurf": sum(len(text.split()) for text in final),
        "tokens_ein": sum(row["tokens_ein"] or 0 for row in rows),
        "tokens_aus": sum(row["tokens_aus"] or 0 for row in rows),
        "sekunden_mitte": sorted(seconds)[len(seconds) // 2] if seconds else None,
    }


def _rule(reason: str) -> str:
    """A reason without the words it names, so that like ones count together."""
    return _QUOTED.sub("„…“", reason)


if __name__ == "__main__":
    main()
