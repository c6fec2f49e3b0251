"""Draws docs/zuversicht.svg from the figures of the run that learned bot/drafting/confidence/weights.json.

    python benchmarks/draw_confidence.py

Of the drafts that were given a probability: how many could have stayed as they are, with the 95 % interval, by a model
that saw no draft of their motion.
"""

from __future__ import annotations

from pathlib import Path

from bot.drafting.backtest.charts import reliability
from bot.drafting.backtest.figures import share
from bot.drafting.confidence.model import default_model

TARGET = Path(__file__).parent.parent / "docs" / "zuversicht.svg"
_STYLE = "<style>text{font:11px sans-serif;fill:#333}.netz{stroke:#ddd}.achse{font-size:12px}</style>"


def main() -> None:
    table = default_model().run["alle"]["reliability"]
    bins = [{"vorhergesagt": expected, **share(round(part * many), many)} for expected, part, many in table]
    drawn = str(reliability(bins, "konnte unverändert bleiben"))
    head, _, rest = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).partition(">")
    TARGET.write_text(f'{head}>{_STYLE}<rect width="100%" height="100%" fill="white"/>{rest}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
