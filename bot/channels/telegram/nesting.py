"""Styles that overlap as they please become stretches that nest or stand apart.

Telegram would cut crossing styles by itself, in its own way, and takes no styles within code and no code around a
quote. Done here, every entity that we count is one that a reader sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.channels.port import Span, Style

_OUTER_FIRST = (Style.QUOTE, Style.BOLD, Style.ITALIC, Style.UNDERLINE, Style.STRIKE)


def nested(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same styles on the same characters (but none on code, which stands alone), in order and without crossings."""
    joined = _joined(spans)
    quotes = joined.get(Style.QUOTE, [])
    code = [piece for span in joined.get(Style.CODE, []) for piece in _cut(span, _edges(quotes))]
    placed: list[Span] = []
    for style in _OUTER_FIRST:
        whole = joined.get(style, [])
        if style is not Style.QUOTE:
            whole = _without(whole, code)
        placed += [piece for span in whole for piece in _cut(span, _crossing_edges(span, placed))]
    return tuple(sorted(placed + code, key=lambda s: (s.start, -s.end)))


def _joined(spans: Iterable[Span]) -> dict[Style, list[Span]]:
    """The stretches of each style; those that touch are one."""
    joined: dict[Style, list[Span]] = {}
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        same = joined.setdefault(span.style, [])
        if same and span.start <= same[-1].end:
            same[-1] = Span(same[-1].start, max(same[-1].end, span.end), span.style)
        else:
            same.append(span)
    return joined


def _cut(span: Span, edges: Iterable[int]) -> list[Span]:
    inside = sorted({edge for edge in edges if span.start < edge < span.end})
    starts, ends = [span.start, *inside], [*inside, span.end]
    return [Span(start, end, span.style) for start, end in zip(starts, ends, strict=True)]


def _edges(spans: Sequence[Span]) -> list[int]:
    return [edge for span in spans for edge in (span.start, span.end)]


def _crossing_edges(span: Span, others: Sequence[Span]) -> list[int]:
    """The edges at which others cross this one: they begin outside and end inside, or the other way round."""
    return [o.end for o in others if o.start < span.start < o.end < span.end] + [
        o.start for o in others if span.start < o.start < span.end < o.end
    ]


def _without(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """The stretches outside the holes."""
    left: list[Span] = []
    for span in spans:
        pieces = _cut(span, _edges(holes))
        left += [p for p in pieces if not any(hole.start <= p.start < hole.end for hole in holes)]
    return [piece for same in _joined(left).values() for piece in same]
