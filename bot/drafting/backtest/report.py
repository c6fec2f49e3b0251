"""The report as one HTML file: no script, no network, printable, every text from a paper escaped."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from bot.drafting.backtest import charts
from bot.drafting.backtest.judging import Klasse
from bot.drafting.backtest.questions import Ausgelassen
from corpus.sentences import sentences
from retrieval.support import fold

Json = dict[str, Any]

BY_INTEREST = (
    Klasse.ANDERS,
    Klasse.DANEBEN,
    Klasse.ZU_UNRECHT_GESCHWIEGEN,
    Klasse.TEILWEISE,
    Klasse.TREFFEND,
    Klasse.ZU_RECHT_GESCHWIEGEN,
    Klasse.NICHT_BEWERTBAR,
)
"""What was wrong comes first: from that there is most to learn."""

IN_BRIEF = frozenset({Klasse.ZU_RECHT_GESCHWIEGEN, Klasse.NICHT_BEWERTBAR})
"""Of these the question alone is listed."""

ERKLAERUNG = {
    Klasse.ANDERS: "Der Entwurf sprach von der Sache, die spätere Antwort nennt aber eine andere Zahl oder verneint, "
    "was er bejaht. Häufig hat sich seit der Quelle etwas geändert; der Entwurf nennt deren Datum.",
    Klasse.DANEBEN: "Der Entwurf zitierte frühere Papiere, von denen sich in der späteren Antwort nichts wiederfindet.",
    Klasse.ZU_UNRECHT_GESCHWIEGEN: "Der Entwurf schwieg, obwohl frühere Papiere mindestens die Hälfte der späteren "
    "Antwort schon enthielten.",
    Klasse.TEILWEISE: "Ein Teil der späteren Antwort stand im Entwurf.",
    Klasse.TREFFEND: "Mindestens die Hälfte der späteren Antwort stand im Entwurf, und nichts widersprach ihr.",
    Klasse.ZU_RECHT_GESCHWIEGEN: "Der Entwurf schwieg, und die spätere Antwort war überwiegend neu.",
    Klasse.NICHT_BEWERTBAR: "Die spätere Antwort enthält keinen Satz mit eigenem Inhalt („Ja.“, „Siehe Frage 2.“).",
}
AUSGELASSEN_TEXT = {
    Ausgelassen.OHNE_DATUM: "ohne Datum",
    Ausgelassen.OHNE_FRAGE: "ohne erkennbare Frage (der Antrag dazu ist nicht im Archiv)",
    Ausgelassen.NICHT_OEFFENTLICH: "nicht als öffentlich gekennzeichnet",
    Ausgelassen.NICHT_VERSANDT: "noch nicht versandt",
}


def write_report(target: Path, figures: Json, rows: Sequence[Json], *, city: str, made: datetime) -> None:
    """Writes the report, whole or not at all."""
    html = render(figures, rows, city=city, made=made)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    beside.write_text(html, encoding="utf-8")
    beside.replace(target)


def render(figures: Json, rows: Sequence[Json], *, city: str, made: datetime) -> str:
    """The report of these figures and replayed replies."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"prozent": charts.percent, "tag": _german, "dezimal": charts.decimal, "quelle": _source}
    source = files(__package__).joinpath("bericht.html").read_text("utf-8")
    chapters = [
        {
            "klasse": klasse,
            "titel": charts.KLASSEN_TEXT[klasse],
            "farbe": charts.FARBEN[klasse],
            "erklaerung": ERKLAERUNG[klasse],
            "kurz": klasse in IN_BRIEF,
            "punkte": list(_points(rows, klasse)),
        }
        for klasse in BY_INTEREST
    ]
    return environment.from_string(source).render(
        stadt=city,
        erstellt=f"{made:%d.%m.%Y}",
        zahlen=figures,
        k=figures["kennzahlen"],
        kapitel=[each for each in chapters if each["punkte"]],
        ausgelassen=[
            (AUSGELASSEN_TEXT[Ausgelassen(why)], n) for why, n in figures["stellungnahmen"]["ausgelassen"].items()
        ],
        nach_amt=charts.bars(figures["nach_amt"], "Ergebnisse nach Amt"),
        nach_jahr=charts.bars(figures["nach_jahr"], "Ergebnisse nach Jahr"),
        gesamt=charts.bars(_total(figures), "Alle Punkte"),
        legende=charts.legend(),
        verlaesslichkeit=charts.reliability(figures["verlaesslichkeit"]),
        risiko=charts.risk(figures["risiko"]),
        erklaerungen=[(charts.KLASSEN_TEXT[k], charts.FARBEN[k], ERKLAERUNG[k]) for k in BY_INTEREST],
    )


def _total(figures: Json) -> list[Json]:
    return [{"name": "alle Punkte", "punkte": figures["bewertbar"], "klassen": figures["klassen"]}] * bool(
        figures["bewertbar"]
    )


def _points(rows: Sequence[Json], klasse: Klasse) -> Iterator[Json]:
    """The points of one class, each with its paper; the newest first, for they are best remembered."""
    for row in sorted(rows, key=lambda r: (r["datum"], r["dokument_id"]), reverse=True):
        for point in row["punkte"]:
            if point["klasse"] == klasse:
                yield {**point, "papier": row, "absaetze": _marked(point), "quellen": _sources(point)}


def _marked(point: Json) -> list[Json]:
    """The later answer sentence by sentence, each with what was found of it."""
    judged: Mapping[str, Json] = {s["text"]: s for s in point["spaetere_saetze"]}
    differing = {s["gegen"] for s in point["entworfene_saetze"] if s["verhaeltnis"] == "anders"}
    shown = []
    for each in sentences(point["antwort"]):
        text = fold(each)
        found = judged.get(text, {})
        shown.append(
            {
                "text": text,
                "getroffen": found.get("getroffen", False),
                "frueher": found.get("frueher"),
                "anders": text in differing,
            }
        )
    return shown


def _sources(point: Json) -> Mapping[str, str]:
    """For each sentence of the draft, where it stands: "ST/0078/2025 vom 25.06.2025"."""
    found = {}
    for draft in point["entwuerfe"]:
        for sentence in draft["saetze"]:
            found[sentence["text"]] = "; ".join(_source(place) for place in sentence["belege"])
    return found


def _source(place: Json) -> str:
    name = place["vorlage"] or place["dokument"]
    return f"{name} vom {_german(place['datum'])}" if place["datum"] else str(name)


def _german(value: str | None) -> str:
    return f"{date.fromisoformat(value):%d.%m.%Y}" if value else "ohne Datum"


def classes_in_words(figures: Json) -> Counter[str]:
    """How many points of each class, by the words that people read."""
    return Counter({charts.KLASSEN_TEXT[k]: figures["klassen"][k.value] for k in BY_INTEREST})
