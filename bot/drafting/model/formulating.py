"""One point: ask, gate, ask once more with the reasons, weave. Whatever goes wrong, the quotation draft stands."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import structlog

from bot.drafting.learning import Beispiel
from bot.drafting.model.answer import Modellsatz, Unlesbar, read_answer, schema, sentences_so_far
from bot.drafting.model.asking import Rohantwort, ask
from bot.drafting.model.failures import Lage, Modellfehler
from bot.drafting.model.judging import Bestanden, Gestoppt, judge
from bot.drafting.model.patience import Geduld, estimated
from bot.drafting.model.prompt import Prompt, data
from bot.drafting.model.units import LONGEST_UNIT, Einheit, TextOf, units_of
from bot.drafting.model.weaving import ENOUGH, ENOUGH_ON_WISH, left_out, still_covered, weave
from corpus.domain import Entwurf, EntwurfStatus, Modellvermerk
from retrieval.matter import Rarity
from retrieval.support import fold

if TYPE_CHECKING:
    from bot.drafting.model.connecting import Anschluss

log = structlog.get_logger(__name__)

LONGEST_SOURCES = 6_000
"""Characters of all sources of a point; beyond, it stays quoted: small servers have a context of 4,096 tokens."""

MOST_TOKENS = 1_500

MOST_REASONS = 2
"""So many of a sentence's faults go into the record: the first ones weigh most, and nobody reads twelve."""

SPENT = "Das Budget an Tokens für diesen Antrag ist aufgebraucht."

Maskierung = Callable[[str], tuple[str, Callable[[str], str]]]
"""A text to the same without personal data, and what puts that back into an answer. All that goes out is masked."""

HELD_BACK = "Der Satz sagt nicht, was die Quelle sagt."
"""In the place of reasons that would quote what was held back."""


def unmasked(text: str) -> tuple[str, Callable[[str], str]]:
    """The masking that masks nothing."""
    return text, lambda answer: answer


@dataclass(frozen=True)
class Auftrag:
    """A point to be worded: what it asks, its quotation draft, how its office writes, how people changed the like."""

    frage: str
    zitiert: Entwurf
    ton: Sequence[str] = ()
    beispiele: Sequence[Beispiel] = ()
    wunsch: str = ""


@dataclass(frozen=True)
class _Gespraech:
    """What goes out, and what puts back into an answer what was held back. Masked once: what comes from the model goes
    out again as it came, for words that were put back could not be told anew from those of an office."""

    gesagt: tuple[tuple[str, str], ...]
    unmask: Callable[[str], str]

    def holds_back(self, unit: Einheit) -> bool:
        """Whether the model was shown a source without something in it."""
        return not any(f"{unit.id}: {data(unit.text)}" in said for _, said in self.gesagt)


@dataclass(frozen=True)
class _Geschrieben:
    """A sentence as the model wrote it, with its stand-ins, and with the words that they stand for."""

    roh: str
    satz: Modellsatz


@dataclass
class _Verlauf:
    """What happened on the way."""

    tokens_ein: int = 0
    tokens_aus: int = 0
    counted: bool = True
    stopped: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Werkzeug:
    """What wording a point takes. `seen` gets every verdict, for measuring."""

    model: Anschluss
    prompt: Prompt
    geduld: Geduld
    text_of: TextOf
    rarity: Rarity
    mask: Maskierung = unmasked
    sleep: Callable[[float], None] = time.sleep
    seen: Callable[[Bestanden | Gestoppt], None] = lambda _: None


def formulate(order: Auftrag, tools: Werkzeug, arriving: Callable[[int], None] = lambda _: None) -> Entwurf:
    """The draft of a point in the model's words where these stand, quoted where they don't.

    `arriving` gets the number of sentences that the model has written so far. A draft without sentences comes back as
    it is, without asking; so does any where the model has failed, with the record of it.
    """
    units = tuple(u for u in units_of(order.zitiert, tools.text_of) if len(u.text) <= LONGEST_UNIT)
    if not units or sum(len(u.text) for u in units) > LONGEST_SOURCES:
        return order.zitiert
    started, course = time.monotonic(), _Verlauf()
    passed: list[Bestanden] = []
    try:
        passed = _worded(order, units, tools, course, arriving)
    except Modellfehler as error:
        course.stopped.append(error.was)
        if error.lage in (Lage.WEG, Lage.VERWEIGERT, Lage.BESETZT):
            tools.geduld.give_up(error.was)
        elif error.lage is Lage.LANGSAM:
            tools.geduld.was_slow(error.was)
    every = units_of(order.zitiert, tools.text_of)
    woven = weave(order.zitiert, every, passed, enough=_enough(order), rarity=tools.rarity)
    record = Modellvermerk(
        name=tools.model.name,
        prompt_sha256=tools.prompt.sha256,
        tokens_ein=course.tokens_ein if course.counted else None,
        tokens_aus=course.tokens_aus if course.counted else None,
        sekunden=round(time.monotonic() - started, 1),
        saetze=woven.formuliert,
        gestoppt=tuple(course.stopped),
        rueckfall=bool(woven.zitiert),
    )
    return replace(woven.entwurf, modell=record)


def _worded(
    order: Auftrag, units: Sequence[Einheit], tools: Werkzeug, course: _Verlauf, arriving: Callable[[int], None]
) -> list[Bestanden]:
    """The sentences that passed the gate, at the first try or at the second."""
    by_id = {unit.id: unit for unit in units}
    asked = tools.prompt.point(order.frage, units, ton=order.ton, beispiele=order.beispiele, wunsch=order.wunsch)
    talk = _begun([("system", tools.prompt.instruction()), ("human", asked)], tools.mask)
    answer = _answer(talk, units, tools, course, arriving)
    first = _sentences(answer, talk, course)
    disagreeing = order.zitiert.status is EntwurfStatus.WIDERSPRUCH
    passed, stopped = _judged(first, by_id, tools, disagreeing)
    open_ids = {u.id for u in units} - still_covered(units, passed, enough=_enough(order), rarity=tools.rarity)
    course.stopped += [_why(one) for one in stopped]
    if not open_ids or not first:
        return passed
    again = _to_repair(first, passed, stopped, open_ids, units, talk)
    talk = replace(talk, gesagt=(*talk.gesagt, ("ai", answer.text), ("human", tools.prompt.repair(again))))
    try:
        repaired = _sentences(_answer(talk, units, tools, course, arriving), talk, course)
    except Modellfehler as error:
        course.stopped.append(error.was)
        if error.lage is not Lage.UNVERSTANDEN:
            tools.geduld.was_slow(error.was)
        return passed
    better, worse = _judged(repaired, by_id, tools, disagreeing)
    course.stopped += [_why(one) for one in worse]
    # where the second try says it all, what the first one left half said is not said twice
    fresh = [one for one in better if one.ids & open_ids]
    whole = still_covered(units, fresh, enough=_enough(order), rarity=tools.rarity)
    kept = [one for one in passed if not one.ids <= whole]
    return [*kept, *(one for one in fresh if one not in kept)]


def _to_repair(
    first: Sequence[_Geschrieben],
    passed: Sequence[Bestanden],
    stopped: Sequence[Gestoppt],
    open_ids: set[str],
    units: Sequence[Einheit],
    talk: _Gespraech,
) -> list[tuple[str, tuple[str, ...]]]:
    """What the model is asked to write anew, in its own words, each with the reasons; without what was held back."""
    raw = {one.satz.text: one.roh for one in first}
    veiled = {unit.id for unit in units if talk.holds_back(unit)}
    known = {unit.id for unit in units}
    again = []
    for verdict in stopped:
        text, ids = verdict.satz.text, {*verdict.satz.ids}
        if open_ids & ids or not ids & known:
            again.append((raw[text], (HELD_BACK,) if veiled & ids or raw[text] != text else verdict.gruende))
    refused = {one for verdict in stopped for one in verdict.satz.ids}
    for unit in units:
        if unit.id in open_ids - refused:
            own = " ".join(raw[one.satz.text] for one in passed if unit.id in one.ids)
            again.append((own or unit.id, (HELD_BACK if own and unit.id in veiled else left_out(unit, passed),)))
    return again


def _judged(
    written: Sequence[_Geschrieben], by_id: dict[str, Einheit], tools: Werkzeug, disagreeing: bool
) -> tuple[list[Bestanden], list[Gestoppt]]:
    sentences = [one.satz for one in written]
    verdicts = [judge(one, by_id, tools.text_of, rarity=tools.rarity, disagreeing=disagreeing) for one in sentences]
    for verdict in verdicts:
        tools.seen(verdict)
    return [v for v in verdicts if isinstance(v, Bestanden)], [v for v in verdicts if isinstance(v, Gestoppt)]


def _sentences(answer: Rohantwort, talk: _Gespraech, course: _Verlauf) -> tuple[_Geschrieben, ...]:
    try:
        return tuple(
            _Geschrieben(one.text, replace(one, text=fold(talk.unmask(one.text)))) for one in read_answer(answer.text)
        )
    except Unlesbar as error:
        course.stopped.append(str(error))
        return ()


def _answer(
    talk: _Gespraech,
    units: Sequence[Einheit],
    tools: Werkzeug,
    course: _Verlauf,
    arriving: Callable[[int], None],
) -> Rohantwort:
    """One call within the budget; what goes out is masked, and so is what comes back."""
    if tools.geduld.down:
        raise Modellfehler(Lage.WEG, tools.geduld.down, "")
    most = min(MOST_TOKENS, 200 + sum(estimated(unit.text) for unit in units) * 2)
    reserved = sum(estimated(text) for _, text in talk.gesagt) + most
    if not tools.geduld.reserve(reserved):
        raise Modellfehler(Lage.UNVERSTANDEN, SPENT, "")
    told = 0

    def grown(text: str) -> None:
        nonlocal told
        now = sentences_so_far(text)
        if now > told:
            told = now
            arriving(now)

    try:
        got = ask(
            tools.model, talk.gesagt, schema(tuple(u.id for u in units)), most_tokens=most, arriving=grown,
            stopped=lambda: tools.geduld.down is not None, sleep=tools.sleep,
        )  # fmt: skip
    except Modellfehler:
        tools.geduld.settle(reserved, reserved - most)  # what was sent may have been counted at the other end
        raise
    if got.tokens_ein is None or got.tokens_aus is None:
        course.counted = False
        tools.geduld.settle(reserved, sum(estimated(text) for _, text in talk.gesagt) + estimated(got.text))
    else:
        course.tokens_ein += got.tokens_ein
        course.tokens_aus += got.tokens_aus
        tools.geduld.settle(reserved, got.tokens_ein + got.tokens_aus)
    return got


def _begun(talk: Sequence[tuple[str, str]], mask: Maskierung) -> _Gespraech:
    """The first words of a talk, masked as one text, so that one name has one mask in all of it."""
    joint = "\n\x1e\n"
    text, unmask = mask(joint.join(said for _, said in talk))
    parts = text.split(joint)
    if len(parts) != len(talk):
        raise ValueError("masking must keep what stands between the parts")
    return _Gespraech(tuple((role, part) for (role, _), part in zip(talk, parts, strict=True)), unmask)


def _why(one: Gestoppt) -> str:
    return " ".join(one.gruende[:MOST_REASONS])


def _enough(order: Auftrag) -> float:
    return ENOUGH_ON_WISH if order.wunsch else ENOUGH
