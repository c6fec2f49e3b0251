"""The report's pictures as SVG: bars by class, how far probabilities can be trusted, risk against share. Pure.

No script, no font and no file from elsewhere; every segment carries its number, so that colour is never alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from bot.drafting.backtest.judging import Klasse

KLASSEN_TEXT = {
    Klasse.TREFFEND: "treffend",
    Klasse.TEILWEISE: "teilweise",
    Klasse.ANDERS: "andere Angabe",
    Klasse.DANEBEN: "daneben",
    Klasse.ZU_RECHT_GESCHWIEGEN: "zu Recht geschwiegen",
    Klasse.ZU_UNRECHT_GESCHWIEGEN: "zu Unrecht geschwiegen",
    Klasse.NICHT_BEWERTBAR: "nicht bewertbar",
}
FARBEN = {
    Klasse.TREFFEND: "#1b7f4b",
    Klasse.TEILWEISE: "#8cc9a1",
    Klasse.ZU_RECHT_GESCHWIEGEN: "#c9d1d9",
    Klasse.ZU_UNRECHT_GESCHWIEGEN: "#e2b13c",
    Klasse.DANEBEN: "#e07b39",
    Klasse.ANDERS: "#b3261e",
    Klasse.NICHT_BEWERTBAR: "#eeeeee",
}
DUNKEL = (Klasse.TREFFEND, Klasse.ANDERS, Klasse.DANEBEN)
"""On these the number stands in white."""

REIHENFOLGE = tuple(klasse for klasse in FARBEN if klasse is not Klasse.NICHT_BEWERTBAR)

_ROW, _LEFT, _WIDTH = 26, 240, 860
_NARROWEST_LABEL = 18


def percent(value: float | None) -> str:
    """ "34 %"; a dash where there is nothing."""
    return "–" if value is None else f"{100 * value:.0f}\N{NO-BREAK SPACE}%"


def decimal(value: float) -> str:
    """0,25"""
    return f"{value:.2f}".replace(".", ",")


def bars(groups: Sequence[dict[str, Any]], title: str) -> Markup:
    """One bar a group, over its full width, in parts by class; the number of points stands behind it."""
    height = _ROW * len(groups) + 8
    drawn = [_open(_WIDTH, height, title)]
    full = _WIDTH - _LEFT - 60
    for at, group in enumerate(groups):
        y = at * _ROW + 4
        x = float(_LEFT)
        drawn.append(
            Markup('<text x="{}" y="{}" text-anchor="end" class="name">{}</text>').format(
                _LEFT - 8, y + 15, _short(group["name"])
            )
        )
        for klasse in REIHENFOLGE:
            count = group["klassen"].get(klasse.value, 0)
            if not count:
                continue
            width = full * count / group["punkte"]
            drawn.append(
                Markup(
                    '<rect x="{:.1f}" y="{}" width="{:.1f}" height="20" fill="{}"><title>{}: {}</title></rect>'
                ).format(x, y, width, FARBEN[klasse], KLASSEN_TEXT[klasse], count)
            )
            if width >= _NARROWEST_LABEL:
                drawn.append(
                    Markup('<text x="{:.1f}" y="{}" text-anchor="middle" fill="{}">{}</text>').format(
                        x + width / 2, y + 14.5, "#fff" if klasse in DUNKEL else "#222", count
                    )
                )
            x += width
        drawn.append(Markup('<text x="{}" y="{}">{}</text>').format(_LEFT + full + 8, y + 15, group["punkte"]))
    return Markup("").join([*drawn, Markup("</svg>")])


def legend() -> Markup:
    """What the colours mean, as a row of words."""
    return Markup(" ").join(
        Markup('<span class="farbe"><i style="background:{}"></i>{}</span>').format(FARBEN[k], KLASSEN_TEXT[k])
        for k in REIHENFOLGE
    )


def reliability(bins: Sequence[dict[str, Any]], happened: str = "Inhalt lag wirklich vor") -> Markup:
    """Predicted probability against what `happened`, each with its interval; on the line both are the same."""
    plot = _Plot("Erwartet und eingetreten", "geschätzte Wahrscheinlichkeit", happened)
    plot.line([(0, 0), (1, 1)], "#999", dashed=True)
    for each in bins:
        x, y = each["vorhergesagt"], each["anteil"]
        plot.line([(x, each["unten"]), (x, each["oben"])], "#7a8ca0")
        plot.dot(x, y, f"{each['zahl']} von {each['von']}")
    return plot.drawn()


def risk(steps: Sequence[dict[str, Any]]) -> Markup:
    """The share of wrong drafts, if only the surest so many had been shown."""
    most = steps[-1]["entwuerfe"] if steps else 1
    plot = _Plot("Risiko", "gezeigter Anteil, die sichersten Entwürfe zuerst", "davon zu berichtigen")
    band = [(s["entwuerfe"] / most, s["oben"]) for s in steps]
    band += [(s["entwuerfe"] / most, s["unten"]) for s in reversed(steps)]
    plot.area(band, "#f3d9d5")
    plot.line([(s["entwuerfe"] / most, s["anteil"]) for s in steps], "#b3261e")
    return plot.drawn()


class _Plot:
    """A square from 0 to 100 % on both axes."""

    _side, _left, _top, _bottom = 280, 56, 10, 44

    def __init__(self, title: str, x_title: str, y_title: str) -> None:
        width, height = self._left + self._side + 20, self._top + self._side + self._bottom
        self._parts = [_open(width, height, title)]
        for step in range(0, 101, 25):
            x, y = self._at(step / 100, step / 100)
            self._parts.append(
                Markup(
                    '<line x1="{0:.1f}" y1="{1}" x2="{0:.1f}" y2="{2}" class="netz"/>'
                    '<line x1="{3}" y1="{4:.1f}" x2="{5}" y2="{4:.1f}" class="netz"/>'
                    '<text x="{0:.1f}" y="{6}" text-anchor="middle">{7} %</text>'
                    '<text x="{8}" y="{9:.1f}" text-anchor="end">{7} %</text>'
                ).format(
                    x, self._top, self._top + self._side, self._left, y, self._left + self._side,
                    self._top + self._side + 16, step, self._left - 6, y + 4,
                )
            )  # fmt: skip
        self._parts.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="middle" class="achse">{}</text>'
                '<text x="12" y="{}" text-anchor="middle" class="achse" transform="rotate(-90 12 {})">{}</text>'
            ).format(
                self._left + self._side / 2, height - 8, x_title, self._top + self._side / 2,
                self._top + self._side / 2, y_title,
            )
        )  # fmt: skip

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self._left + self._side * x, self._top + self._side * (1 - y)

    def _points(self, points: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in (self._at(*p) for p in points))

    def line(self, points: Sequence[tuple[float, float]], colour: str, *, dashed: bool = False) -> None:
        self._parts.append(
            Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="2"{}/>').format(
                self._points(points), colour, Markup(' stroke-dasharray="4 4"') if dashed else ""
            )
        )

    def area(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        if points:
            self._parts.append(Markup('<polygon points="{}" fill="{}"/>').format(self._points(points), colour))

    def dot(self, x: float, y: float, label: str) -> None:
        left, top = self._at(x, y)
        self._parts.append(
            Markup('<circle cx="{:.1f}" cy="{:.1f}" r="5" fill="#1f4e79"><title>{}</title></circle>').format(
                left, top, label
            )
        )

    def drawn(self) -> Markup:
        return Markup("").join([*self._parts, Markup("</svg>")])


def _open(width: float, height: float, title: str) -> Markup:
    return Markup('<svg viewBox="0 0 {0:.0f} {1:.0f}" width="{0:.0f}" role="img" aria-label="{2}">').format(
        width, height, title
    )


def _short(name: str, longest: int = 36) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
