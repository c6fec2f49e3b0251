"""Draws docs/chat.svg from a real run: `.venv/bin/python docs/chat_bild.py`.

The real `stellwerk bot` talks to the Telegram emulator of the tests; what you see is what a reviewer's chat showed.
"""

from __future__ import annotations

import sys
import tempfile
import textwrap
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from corpus.samples import motions_folder, papers_folder  # noqa: E402
from retrieval.embedding.weights import default_model_folder  # noqa: E402
from tests.e2e.telegram.town import Town  # noqa: E402
from tests.telegram_emulator import Shown, running  # noqa: E402

WIDTH, LINE, SIZE, COLUMNS = 640, 19, 14, 66
OFFICIAL, REVIEWER = "#e3f3d7", "#ffffff"
BOLD = "font-weight='bold'"


def record(folder: Path) -> list[tuple[str, str, list[list[str]]]]:
    """(who speaks, text, rows of buttons) of one motion on its way, as the reviewer's chat shows it."""
    with running() as telegram:
        town = Town(folder / "town", telegram, default_model_folder(folder / "models"))
        town.home.mkdir()
        town.run("ingest", papers_folder(), "--oeffentlich")
        town.start()
        try:
            return _talk(town)
        finally:
            town.stop()


def _talk(town: Town) -> list[tuple[str, str, list[list[str]]]]:
    official, reviewer = town.enrol("Petra Sander", "sachbearbeitung"), town.enrol("Ilka Brandt", "freigabe")
    motion = motions_folder() / "at-0093-2025-digitale-stadt.docx"
    message = town.telegram.send_file(official.account, motion.read_bytes(), motion.name)
    card = town.await_text(reviewer, "Punkt 1", "Fassung 1")
    status = next(s for s in town.telegram.shown(official.chat) if s.reply_to == message)
    before, buttons = card.text, _labels(card)  # the card itself says something else once it is approved
    toast = town.press(reviewer, card, "Freigeben")
    approved = town.await_text(reviewer, "Punkt 1", "Freigegeben: Ilka Brandt")
    return [
        ("Petra Sander", f"📄 {motion.name}", []),
        ("Stellwerk", status.text, []),
        ("Stellwerk an Ilka Brandt", before, buttons),
        ("Ilka Brandt tippt auf „Freigeben“", toast, []),
        ("Dieselbe Karte danach, bei allen", "\n".join(approved.text.splitlines()[-2:]), _labels(approved)),
    ]


def _labels(shown: Shown) -> list[list[str]]:
    keyboard = shown.wire.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in keyboard]


def draw(talk: list[tuple[str, str, list[list[str]]]]) -> str:
    """The conversation as an SVG of bubbles."""
    parts, y = [], 20
    for who, text, rows in talk:
        lines = [piece for line in text.splitlines() for piece in textwrap.wrap(line, COLUMNS) or [""]]
        height = LINE * (len(lines) + 1) + 16
        own = who.startswith("Petra") or "tippt" in who
        x, fill = (60, OFFICIAL) if own else (20, REVIEWER)
        parts.append(f"<rect x='{x}' y='{y}' width='{WIDTH - 80}' height='{height}' rx='10' fill='{fill}'/>")
        parts.append(f"<text x='{x + 12}' y='{y + 20}' {BOLD} fill='#3a6d99'>{escape(who)}</text>")
        for number, line in enumerate(lines, 1):
            weight = BOLD if number == 1 and line.startswith("V-") else ""
            parts.append(f"<text x='{x + 12}' y='{y + 20 + LINE * number}' {weight}>{escape(line)}</text>")
        y += height + 6
        for row in rows:
            wide = (WIDTH - 80 - 6 * (len(row) - 1)) / len(row)
            for column, label in enumerate(row):
                left = x + column * (wide + 6)
                parts.append(f"<rect x='{left}' y='{y}' width='{wide}' height='30' rx='8' fill='#5b88ad'/>")
                middle = left + wide / 2
                parts.append(f"<text x='{middle}' y='{y + 20}' fill='#fff' text-anchor='middle'>{escape(label)}</text>")
            y += 36
        y += 8
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {y + 10}' width='{WIDTH}' font-size='{SIZE}'"
    return f"{head} font-family='sans-serif'><rect width='100%' height='100%' fill='#d6e2ec'/>{''.join(parts)}</svg>\n"


def main() -> None:
    """Plays the run and writes the picture."""
    with tempfile.TemporaryDirectory() as folder:
        talk = record(Path(folder))
    target = Path(__file__).parent / "chat.svg"
    target.write_text(draw(talk), encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
