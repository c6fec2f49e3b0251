"""`stellwerk search --antrag`: the earlier papers that an official would cite for a motion."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.context import existing_source, print_json
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.wiring import Stellwerk
    from corpus.domain import Antrag
    from retrieval.precedents.motion import MotionParts


def precedents(stellwerk: Stellwerk, file: Path, *, before: date | None, intern: bool, k: int, as_json: bool) -> None:
    """Reads the file, searches for each motion in it, and shows what was found."""
    from bot.channels import console
    from bot.clock import today
    from bot.commands.result_json import result_to_json
    from bot.ingest import read_text
    from corpus.jsonform import day
    from corpus.parsing.antrag import parse_antraege
    from retrieval.precedents.search import search_precedents

    text = read_text(existing_source(file)).text
    motions = parse_antraege(text)
    if not motions:
        raise StellwerkError(
            "In der Datei steht kein Text.", "Prüfen Sie mit `stellwerk parse --text DATEI`, was gelesen wird."
        )
    stellwerk.bring_index_level(console.progress)
    shapes: list[dict[str, Any]] = []
    for motion in motions:
        asked = parts_of(motion, text if len(motions) == 1 else None, before=before, today=today())
        with console.status("Suche läuft"):
            result = search_precedents(stellwerk.index, asked, intern=intern, k=k)
        name = motion.betreff or motion.nummer or file.name
        if as_json:
            found = {"antrag": motion.nummer, "betreff": motion.betreff, "before": day(asked.before)}
            shapes.append({**found, **result_to_json(result)})
        else:
            console.show_precedents(name, asked.before, result)
    if as_json:
        print_json(shapes[0] if len(shapes) == 1 else {"antraege": shapes})


def parts_of(motion: Antrag, text: str | None, *, before: date | None, today: date) -> MotionParts:
    """A motion that was read as it is compared with earlier papers; `text` is the whole paper, where it is its own."""
    from retrieval.precedents.motion import motion_parts

    points = [part for anliegen in motion.anliegen for part in (anliegen.text, *anliegen.teile)]
    return motion_parts(
        text if text is not None else "\n".join(points),
        subject=motion.betreff,
        before=before or motion.datum or today,
        anliegen=points,
    )
