"""Draws docs/grundlage.svg from the figures of the run that learned retrieval/ranking/weights.json.

    python benchmarks/draw_grundlage.py

Left: of the questions that were given a probability, how many could be answered. Right: where only the surest are
answered, how many of these could not.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from retrieval.ranking.weights import default_weights

TARGET = Path(__file__).parent.parent / "docs" / "grundlage.svg"
SIDE, MARGIN = 260, 54
KINDS = {
    "in_motion": ("ein Antrag, ein Papier", "#1f5a94"),
    "mixed": ("ein Antrag, mehrere", "#8a4fa0"),
    "with_title": ("Frage mit Betreff", "#2a9d62"),
    "without_title": ("Frage allein", "#c0722a"),
}


def main() -> None:
    run = default_weights().run
    left, right = [], []
    legend = []
    for at, (kind, (name, colour)) in enumerate(KINDS.items()):
        figures = run[f"grundlage, {kind}"]
        left.append(_line([(p, share) for p, share, _ in figures["reliability"]], colour, 0, 1.0))
        right.append(_line(figures["risk_coverage"], colour, SIDE + MARGIN, 0.5))
        auroc = f"{figures['AUROC']:.3f}".replace(".", ",")
        legend.append(
            f'<text x="{MARGIN + (at % 2) * 300}" y="{16 + at // 2 * 16}" fill="{colour}">{name} (AUROC {auroc})</text>'
        )
    width, height = 2 * SIDE + 3 * MARGIN, SIDE + 2 * MARGIN + 20
    TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="11">'
        f'<rect width="{width}" height="{height}" fill="white"/>{"".join(legend)}'
        + _frame(0, "geschätzte Wahrscheinlichkeit", "beantwortbar", 1.0)
        + _line([(0, 0), (1, 1)], "#999", 0, 1.0)
        + _frame(SIDE + MARGIN, "Anteil, der beantwortet wird", "davon nicht beantwortbar", 0.5)
        + "".join(left + right)
        + "</svg>\n",
        encoding="utf-8",
    )


def _frame(offset: int, below: str, beside: str, top: float) -> str:
    x, y = MARGIN + offset, MARGIN
    ticks = "".join(
        f'<text x="{x + SIDE * share - 8:.0f}" y="{y + SIDE + 14}">{share:.1f}</text>'
        f'<text x="{x - 24}" y="{y + SIDE * (1 - share) + 4:.0f}">{share * top:.2f}</text>'
        for share in (0.0, 0.5, 1.0)
    )
    return (
        f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#444"/>{ticks}'
        f'<text x="{x + 50}" y="{y + SIDE + 32}">{below}</text><text x="{x}" y="{y - 8}">{beside}</text>'
    )


def _line(points: Sequence[Sequence[float]], colour: str, offset: int, top: float) -> str:
    places = " ".join(
        f"{MARGIN + offset + SIDE * x:.1f},{MARGIN + SIDE * (1 - min(y / top, 1.0)):.1f}" for x, y in points
    )
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>'


if __name__ == "__main__":
    main()
