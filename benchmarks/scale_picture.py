"""The picture of `scale.py`: milliseconds and memory by the size of the archive, as SVG, written by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

WIDTH, HEIGHT = 860, 340
PANEL, TOP, BOTTOM = 340, 60, 280
LEFT = (70, 490)
COLOURS = {
    "Median": "#4a7fb5",
    "davon finden": "#5a9a6e",
    "95 % darunter": "#1f3b57",
    "ganz": "#1f3b57",
    "ohne Dateien": "#4a7fb5",
}


def draw(rows: Sequence[dict[str, Any]]) -> str:
    """One panel for the time of a search and one for the memory of the process; each with its goal."""
    sizes = [row["passagen"] for row in rows]
    times = {
        "Median": [(row["passagen"], row["suche_ms"]["p50"]) for row in rows],
        "95 % darunter": [(row["passagen"], row["suche_ms"]["p95"]) for row in rows],
        "davon finden": [(row["passagen"], row["finden_und_bewerten_ms"]["p95"]) for row in rows],
    }
    memory = {
        "ganz": [(row["passagen"], row["speicher_gb"]["ganz"]) for row in rows],
        "ohne Dateien": [(row["passagen"], row["speicher_gb"]["eigen"]) for row in rows],
    }
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
            ' font-family="sans-serif" font-size="13">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
            *_panel(LEFT[0], "Eine Suche ohne Einbettung, Millisekunden", times, goal=60, sizes=sizes),
            *_panel(LEFT[1], "Speicher des Prozesses, Gigabyte", memory, goal=4, sizes=sizes),
            "</svg>\n",
        ]
    )


def _panel(
    left: int, title: str, lines: dict[str, list[tuple[int, float]]], *, goal: float, sizes: Sequence[int]
) -> list[str]:
    first, last = math.log10(min(sizes)), math.log10(max(sizes))
    highest = 1.15 * max(goal, *(value for line in lines.values() for _, value in line))

    def x(size: float) -> float:
        return left + PANEL * (math.log10(size) - first) / ((last - first) or 1)

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * value / highest

    drawn = [
        f'<text x="{left}" y="28" font-weight="bold">{title}</text>',
        f'<path d="M{left} {TOP}V{BOTTOM}H{left + PANEL}" fill="none" stroke="#888"/>',
        f'<path d="M{left} {y(goal):.1f}H{left + PANEL}" stroke="#b5524a" stroke-dasharray="5 4"/>',
        f'<text x="{left + 6}" y="{y(goal) - 5:.1f}" fill="#b5524a">Ziel {goal:g}</text>',
        f'<text x="{left + PANEL / 2}" y="{BOTTOM + 42}" text-anchor="middle">Passagen</text>',
    ]
    drawn += [
        f'<text x="{x(size):.1f}" y="{BOTTOM + 20}" text-anchor="middle">{_grouped(size)}</text>' for size in sizes
    ]
    for name, line in lines.items():
        path = "L".join(f"{x(size):.1f} {y(value):.1f}" for size, value in line)
        drawn.append(f'<path d="M{path}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        for size, value in line:
            drawn.append(f'<circle cx="{x(size):.1f}" cy="{y(value):.1f}" r="3" fill="{COLOURS[name]}"/>')
            number = f"{value:.3g}".replace(".", ",")
            drawn.append(f'<text x="{x(size):.1f}" y="{y(value) - 8:.1f}" text-anchor="middle">{number}</text>')
    for place, name in enumerate(lines):
        at = left + 115 * place
        drawn.append(f'<path d="M{at} 44h18" stroke="{COLOURS[name]}" stroke-width="2"/>')
        drawn.append(f'<text x="{at + 24}" y="48">{name}</text>')
    return drawn


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
