"""The backtest: a city's own replies are hidden one by one, their motions asked, and the draft held against the reply.

The data's way: `questions` (which replies can be replayed, and what was asked), `timeline` (what was known on which
day), `past` (an index that holds nothing younger), `replay` (drafts, and what lay in earlier papers), `judging` (draft
against reply), `results` (kept, so that a run goes on where it ended), `figures`, `charts` and `report`.
"""
