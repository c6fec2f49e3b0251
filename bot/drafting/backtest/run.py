"""The run: from the archive to replayed points, oldest first, each kept as soon as it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from bot.drafting.backtest.past import DeskOver, Past
from bot.drafting.backtest.questions import Ausgelassen, Fall, replay_case
from bot.drafting.backtest.replay import replay
from bot.drafting.backtest.results import Ergebnisse, program_state
from bot.drafting.backtest.timeline import Tageswechsel, next_fingerprint, timeline
from corpus.archive import Archive, PassageDay
from corpus.domain import Antrag, Art, Stellungnahme
from corpus.identity import identity

if TYPE_CHECKING:
    from retrieval.index.projection import Index, PassageEmbeddings


@dataclass(frozen=True)
class Auswahl:
    """Which replies are replayed: those answered in this time, both days included, of them the `limit` newest."""

    ab: date | None = None
    bis: date | None = None
    limit: int | None = None


@dataclass(frozen=True)
class Plan:
    """What is to be replayed, oldest Stichtag first, and how many replies were left out, by reason.

    `schluessel` tells for each reply what its result depends on; `papiere` are all papers with answers in the archive.
    """

    faelle: tuple[Fall, ...]
    ausgelassen: Counter[Ausgelassen]
    days: tuple[Tageswechsel, ...]
    schluessel: dict[str, str]
    papiere: frozenset[str]


def plan(archive: Archive, selection: Auswahl, model: str) -> Plan:
    """Looks through the archive's replies, in their newest versions. `model` is the name of the embedding model."""
    listed = archive.passage_days()
    by_paper: dict[str, list[PassageDay]] = {}
    for each in listed:
        by_paper.setdefault(each.dokument_id, []).append(each)
    cases, left_out = [], Counter[Ausgelassen]()
    for dokument_id, own in by_paper.items():
        newest = max(own, key=lambda each: each.version)
        if not _within(newest.datum, selection):
            continue
        found = _case(archive, dokument_id, newest, own)
        if isinstance(found, Fall):
            cases.append(found)
        elif found is not None:
            left_out[found] += 1
    cases.sort(key=lambda fall: (fall.datum, fall.dokument_id))
    if selection.limit is not None:
        cases = cases[max(len(cases) - selection.limit, 0) :]
    cases.sort(key=lambda fall: (fall.stichtag, fall.dokument_id))
    days = timeline(listed)
    return Plan(tuple(cases), left_out, days, _keys(cases, days, archive, model), frozenset(by_paper))


def _within(day: date | None, selection: Auswahl) -> bool:
    if day is None:
        return selection.ab is None and selection.bis is None
    return (selection.ab or date.min) <= day <= (selection.bis or date.max)


def _case(
    archive: Archive, dokument_id: str, newest: PassageDay, own: Sequence[PassageDay]
) -> Fall | Ausgelassen | None:
    """None where the paper is no reply: a Vermerk answers no motion."""
    passage = archive.passages_of_any_version([newest.passage_id])[newest.passage_id]
    if passage.art is not Art.STELLUNGNAHME:
        return None
    if passage.oeffentlich is not True:
        return Ausgelassen.NICHT_OEFFENTLICH
    if not passage.versandt:
        return Ausgelassen.NICHT_VERSANDT
    reply = archive.inhalte(dokument_id)[newest.version - 1]
    assert isinstance(reply, Stellungnahme)
    days = [each.datum for each in own]
    first = None if None in days else min(day for day in days if day is not None)
    motion = _motion(archive, reply)
    return replay_case(dokument_id, passage.dokument, reply, motion, first)


def _motion(archive: Archive, reply: Stellungnahme) -> Antrag | None:
    """The motion that the reply names, or that bears its own number, as it stood when it was answered."""
    for number in (reply.antrag, reply.vorlage):
        if not number:
            continue
        versions = [m for m in archive.inhalte(identity(Art.ANTRAG, number, "")) if isinstance(m, Antrag)]
        shown = [m for m in versions if m.oeffentlich is not False]
        known = [m for m in shown if m.datum is None or reply.datum is None or m.datum <= reply.datum]
        if known:
            return known[-1]
    return None


def run(
    plan_: Plan,
    archive: Archive,
    today: Index,
    embeddings: PassageEmbeddings,
    desk_over: DeskOver,
    results: Ergebnisse,
    folder: Path,
    done: Callable[[str], None],
) -> None:
    """Replays what `results` does not hold yet, and keeps each reply as soon as it is done. `folder` is thrown away.

    KeyboardInterrupt passes through: what was done is kept, and the next run goes on from there.
    """
    waiting = [fall for fall in plan_.faelle if plan_.schluessel[fall.dokument_id] not in results]
    for _ in range(len(plan_.faelle) - len(waiting)):
        done("schon nachgespielt")
    if not waiting:
        return
    past = Past(archive, today, embeddings, desk_over, plan_.days, folder)
    try:
        for fall in waiting:
            past.reach(fall.stichtag)
            results.add(plan_.schluessel[fall.dokument_id], fall, replay(fall, past))
            done(fall.vorlage or fall.dokument)
    finally:
        past.close()


def _keys(cases: Sequence[Fall], days: Sequence[Tageswechsel], archive: Archive, model: str) -> dict[str, str]:
    """For each reply what its result depends on: the program, the reply and its questions, the papers known then."""
    state = f"{program_state()} {model}"
    keys, at, known = {}, 0, ""
    for fall in cases:
        while at < len(days) and days[at].datum < fall.stichtag:
            change = days[at]
            found = archive.passages_of_any_version(change.neu)
            known = next_fingerprint(known, change, [found[each] for each in change.neu])
            at += 1
        keys[fall.dokument_id] = sha256(f"{state} {known} {fall!r}".encode("utf-8", "surrogatepass")).hexdigest()
    return keys
