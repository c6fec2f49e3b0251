"""The premise check: what a point takes for granted or wants, held against what the papers say is so on the Stichtag.

In come a point and the statements that retrieval found for it; out comes how the point's premise stands, with the
statement that shows it. Two questions, answered apart: how likely a clause speaks of the point's own matter is a matter
of degree (`premise/signals.py`, weights in `weights.json`); what follows from it is a rule of the language. Of
several papers on one matter the newest word counts. What nothing speaks of is `UNBEKANNT`: said, never taken for so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from corpus.domain import Anliegen
from retrieval.matter import Rarity
from retrieval.premise.reading import Gesagtes, Punkt, bare_name, read_point, said_by, same_bodies
from retrieval.premise.signals import signals_of
from retrieval.premise.vetoes import BY_OTHERS, asked_before, forbids, of_one_place
from retrieval.slots import bodies
from retrieval.state import Zustand
from retrieval.statements import Aussage


class Befund(StrEnum):
    """How a point's premise stands."""

    BEREITS_ERFUELLT = "bereits_erfuellt"
    NICHT_MEHR_SO = "nicht_mehr_so"
    ANDERS_ENTSCHIEDEN = "anders_entschieden"
    NIE_SO = "nie_so"
    TRIFFT_ZU = "trifft_zu"
    UNBEKANNT = "unbekannt"


OVERTURNED = frozenset({Befund.BEREITS_ERFUELLT, Befund.NICHT_MEHR_SO, Befund.ANDERS_ENTSCHIEDEN, Befund.NIE_SO})
"""What a draft has to open with; a premise that holds, or that nobody knows of, is no correction."""


@dataclass(frozen=True)
class Voraussetzung:
    """How a premise stands, and the statement that shows it: None where it is unknown."""

    befund: Befund
    aussage: Aussage | None


FLOOR = 0.25
"""A verdict less sure than this is none. Between .15 and .35 F1 on the labelled premises changes by less than .02."""

OF_ITS_PASSAGE = 0.4
"""So much a clause owes to the best clause of the same answer: what an answer says hangs together."""

OVERTAKEN = 0.6
"""What a newer paper speaks to half as likely counts so much."""

GONE = 0.6
"""What a point counts on is gone: that is near the matter, however little else of the point the clause speaks of."""

SPOKEN_OF = 0.2
ASKED_OF = 0.3
ASKED_OF_A_THING = 0.6
"""So much of what a point names has to be spoken of for a correction; more where the point only wants to be told. In
an archive of real papers a stray "nicht mehr" shares one common word with nearly every question."""

IN_ITS_WORDS = 0.3
"""A correction also needs words of the point itself, not only related ones: the share of the point's things that the
clause says and of the clause's that the point says, together."""

IN_RELATED_WORDS = 0.7
"""Or so much of what the point names stands in the sentence itself by related words."""

GONE_SPOKEN_OF = 0.12
"""Less is enough where all that the sentence says to be gone is counted on by the point, and is a rare thing."""

SAID_ONLY = 0.6
"""What says neither since when nor that it is there has to speak of so much of the point to fulfil it, ..."""
NAMED_OTHERWISE = 0.5
"""... and to name what is wanted, or so much of what the point says of it beside its nouns."""

SAID_ITSELF = 0.4
IN_ITS_VERBS = 0.25
"""Of a point that was asked before, so much has to stand outside its own question, or of what it says of its things."""

Signals = Mapping[str, float]
Verdict = tuple[Befund, float]


def check_premise(
    anliegen: Anliegen,
    statements: Sequence[Aussage],
    *,
    rarity: Rarity,
    stichtag: date | None = None,
    overtaken: Collection[str] = (),
) -> Voraussetzung:
    """How the premise of `anliegen` stands. `statements` are in the order of retrieval, best first.

    `rarity(term)` weighs a term by how few passages hold it. A paper that is later than `stichtag` doesn't count, and
    neither does what begins to hold after it. `overtaken` are ids of passages that retrieval found a newer word on.
    """
    point = read_point(anliegen)
    known = [s for s in statements if stichtag is None or (s.passage.datum or date.min) <= stichtag]
    said = said_by(known)
    every = signals_of(point, said, rarity, overtaken)
    judged = [
        _vetoed(_judged(point, each, signals, stichtag), point, signals, said, rarity)
        for each, signals in zip(said, every, strict=True)
    ]
    best: tuple[float, Befund, Gesagtes] | None = None
    for one in judged:
        together = max(other.likely for other in judged if _of_one_passage(one.said, other.said))
        score = ((1 - OF_ITS_PASSAGE) * one.likely + OF_ITS_PASSAGE * together) * one.sure
        if any(other.said.day > one.said.day and other.likely >= max(0.5 * one.likely, 0.2) for other in judged):
            score *= OVERTAKEN
        if best is None or score > best[0]:
            best = (score, one.befund, one.said)
    if best is None or best[0] < FLOOR:
        return Voraussetzung(Befund.UNBEKANNT, None)
    return Voraussetzung(best[1], best[2].aussage)


@dataclass(frozen=True)
class _Urteil:
    """A clause, what would follow from it, how surely, and how likely it speaks of the point's matter."""

    said: Gesagtes
    befund: Befund
    sure: float
    likely: float


def _judged(point: Punkt, said: Gesagtes, signals: Signals, stichtag: date | None) -> _Urteil:
    befund, sure = verdict(said, signals, stichtag)
    likely = likelihood(signals)
    if befund is Befund.ANDERS_ENTSCHIEDEN and (BY_OTHERS.search(said.clause.text) or of_one_place(point, said)):
        return _Urteil(said, Befund.TRIFFT_ZU, 0.4, likely)
    if befund in OVERTURNED and (_of_another_body(point, said) or not _near_enough(signals)):
        return _Urteil(said, Befund.TRIFFT_ZU, 0.4, likely)
    gone = (signals["ends_being"] and signals["ended_in_given"] >= 0.8) or signals["left_place"]
    if befund is Befund.NICHT_MEHR_SO and gone:
        likely = max(likely, GONE)
    return _Urteil(said, befund, sure, likely)


def _vetoed(judged: _Urteil, point: Punkt, signals: Signals, every: Sequence[Gesagtes], rarity: Rarity) -> _Urteil:
    """The same, unless it says "that is so already" of what can't be meant."""
    if judged.befund is not Befund.BEREITS_ERFUELLT or point.annahme.will_ende:
        return judged
    said_only = judged.said.clause.zustand is Zustand.OFFEN
    near = (signals["matter"] >= SAID_ONLY and (signals["names"] or signals["predicate"] >= NAMED_OTHERWISE)) or any(
        signals[name] for name in ("target_equal", "says_free", "member")
    )
    only_asked = (
        signals["own"] < SAID_ITSELF and signals["predicate"] < IN_ITS_VERBS and asked_before(point, judged.said)
    )
    if not (forbids(point, judged.said, every, rarity) or only_asked or (said_only and not near)):
        return judged
    return _Urteil(judged.said, *_HOLDS, judged.likely)


def _near_enough(signals: Signals) -> bool:
    """Whether a clause speaks enough of the point, in the point's own words, to correct it."""
    gone = signals["ends_being"] and signals["ended_in_given"] >= 1 and signals["ended_rare"]
    known = signals["member"] or signals["institution"] or signals["left_place"]
    asked_of = ASKED_OF if known else ASKED_OF_A_THING
    enough = asked_of if signals["asks"] else GONE_SPOKEN_OF if gone else SPOKEN_OF
    in_its_words = signals["exact"] + signals["said_in_point"] >= IN_ITS_WORDS or signals["own"] >= IN_RELATED_WORDS
    return signals["matter"] >= enough and in_its_words


def _of_another_body(point: Punkt, said: Gesagtes) -> bool:
    """Whether point and answer name associations or companies, and none that both name: to have joined the one tells
    nothing of the membership in the other. A clause that names none speaks of those of its answer."""
    passage = said.aussage.passage
    wanted = _associations(point.text)
    named = _associations(said.clause.text) or _associations(f"{passage.frage or ''} . {passage.text}")
    return bool(wanted and named) and not same_bodies(named, wanted)


def _associations(text: str) -> frozenset[str]:
    return frozenset(bare_name(name) for body in bodies(text) for name in (body.name, body.wortlaut))


def _of_one_passage(one: Gesagtes, other: Gesagtes) -> bool:
    return one.aussage.passage.id == other.aussage.passage.id


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The weight of each signal, learned by `benchmarks/learn_premise.py`."""
    return dict(json.loads(files("retrieval.premise").joinpath("weights.json").read_text("utf-8"))["weights"])


def likelihood(signals: Signals) -> float:
    """How likely, 0 to 1, the clause with these signals is the one that speaks of the point's matter."""
    return 1 / (1 + math.exp(-sum(weight * signals[name] for name, weight in weights().items())))


# --- what follows from a clause --------------------------------------------------------------------------------------

_HOLDS = (Befund.TRIFFT_ZU, 0.6)


def verdict(said: Gesagtes, signals: Signals, stichtag: date | None) -> Verdict:
    """What follows for the point if this clause speaks of its matter, and how surely (0 to 1)."""
    if stichtag and said.clause.ab and said.clause.ab > stichtag:
        return Befund.TRIFFT_ZU, 0.5
    over = stichtag is not None and said.clause.bis is not None and said.clause.bis < stichtag
    if over and said.clause.zustand in (Zustand.BESTEHT, Zustand.OFFEN):
        return _of_ended(signals)  # what was to run until then ran out, unless a newer word says otherwise
    if signals["wonders"] and said.clause.zustand is not Zustand.ABGELEHNT:
        return _HOLDS  # who asks whether it is so takes nothing for granted
    return _RULES[said.clause.zustand](signals)


def _of_refused(s: Signals) -> Verdict:
    if s["asks"]:
        return Befund.TRIFFT_ZU, 0.5
    if s["new_spared"]:
        return Befund.TRIFFT_ZU, 0.5  # refused was something else on what the point takes for granted
    spoken_of = s["core_stands"] or s["matter"] >= 0.6 or s["adverbs"] or s["given_own"] >= 0.5 or s["predicate"] >= 0.3
    if not spoken_of and s["core_in_point"]:
        return Befund.TRIFFT_ZU, 0.4  # of another thing that shares a part of its word
    return Befund.ANDERS_ENTSCHIEDEN, 0.9 if spoken_of else 0.4


def _of_ended(s: Signals) -> Verdict:
    if s["member"] and not s["wants_end"]:
        return _HOLDS if s["joins"] else (Befund.NICHT_MEHR_SO, 0.95)
    if s["wants_free"] and s["says_free"] and not s["asks"]:
        return Befund.BEREITS_ERFUELLT, 0.9
    if s["wants_end"]:
        return (Befund.TRIFFT_ZU, 0.5) if s["asks"] else (Befund.BEREITS_ERFUELLT, 0.9)
    if s["back"] or s["end_known"]:
        return Befund.TRIFFT_ZU, 0.9
    if s["moved"] and s["wants_move"] and not s["asks"]:
        return Befund.BEREITS_ERFUELLT, 0.8
    if s["handed_on"] and s["older_detail"]:
        return Befund.NICHT_MEHR_SO, 0.8
    if s["moved"] and not (s["older_detail"] or (s["ended_in_given"] >= 1 and s["institution"])):
        return _HOLDS  # it is there still, in another place or hand, and the point doesn't count on the old one
    if s["successor"] and s["ended_in_given"] < 1:
        return Befund.TRIFFT_ZU, 0.9
    if s["ended_in_given"] >= 0.5 and s["ended_rare"]:
        return Befund.NICHT_MEHR_SO, 0.95
    return Befund.TRIFFT_ZU, 0.7 if s["ended_in_new"] >= 0.5 else 0.4


def _of_denied(s: Signals) -> Verdict:
    """What the papers deny can't be counted on; to want it is another thing."""
    if s["joins"] or s["wants_end"] or s["back"]:
        return Befund.TRIFFT_ZU, 0.65
    counted_on = s["member"] or (s["institution"] and s["denies_being"] and s["core_in_given"] >= 0.5)
    return (Befund.NIE_SO, 0.9) if counted_on else (Befund.TRIFFT_ZU, 0.65)


def _of_being(s: Signals) -> Verdict:
    if s["member"] and not s["wants_end"]:
        return (Befund.BEREITS_ERFUELLT, 0.95) if s["joins"] and not s["asks"] else (Befund.TRIFFT_ZU, 0.9)
    if s["member_only"] and not s["joins"]:
        return _HOLDS  # to be a member fulfils only what asks for membership
    if s["wants_free"] and not s["asks"]:
        if s["says_free"] and s["matter"] >= 0.4:
            return Befund.BEREITS_ERFUELLT, 0.85
        if s["charges"]:
            return _HOLDS
    if s["target_equal"] and not s["asks"]:
        return Befund.BEREITS_ERFUELLT, 0.9
    changed = _of_another_value(s)
    if changed:
        return changed
    if s["wants_end"] and s["forbidden"] and not s["asks"] and s["matter"] >= 0.4:
        return Befund.BEREITS_ERFUELLT, 0.85  # who wants an end of it is fulfilled where it may no longer be done
    if s["wants_end"] and s["does_without"] and not s["asks"] and s["matter"] >= 0.4:
        return Befund.BEREITS_ERFUELLT, 0.85
    if s["back"] and s["again"] and s["strong"] and not s["asks"] and s["matter"] >= 0.5:
        return Befund.BEREITS_ERFUELLT, 0.95  # the same answer may first tell how it went away
    if s["asks"] or s["wants_end"] or s["target_other"] or s["more"] or s["back"]:
        return _HOLDS
    if s["change"] and s["target_met"] and s["matter"] >= (0.6 if s["strong"] else 0.8):
        return Befund.BEREITS_ERFUELLT, 0.8
    if s["change"]:
        return (Befund.BEREITS_ERFUELLT, 0.8) if s["meets"] else (Befund.TRIFFT_ZU, 0.65)
    if s["order"] and not (s["meets"] or (s["also"] and s["second"]) or (s["order_stands"] and s["strong"])):
        return Befund.TRIFFT_ZU, 0.65
    return _of_the_wanted(s)


def _of_another_value(s: Signals) -> Verdict | None:
    """The point counts on a number, an office, a day of the week that an older word named and this one doesn't."""
    if s["left_place"]:
        return Befund.NICHT_MEHR_SO, 0.9
    if s["given_other"] and s["older_agrees"]:
        return Befund.NICHT_MEHR_SO, 0.9
    if s["given_other"] and not s["asks"] and not s["newer_there"] and (s["matter"] >= 0.5 or s["given_own"] >= 0.4):
        return Befund.NICHT_MEHR_SO, 0.6
    says_otherwise = s["tells_of_change"] or (s["own"] >= 0.7 and s["said_in_point"] >= 0.5)
    if s["older_detail"] and says_otherwise and not (s["asks"] and not (s["handed_on"] or s["moved"])):
        return Befund.NICHT_MEHR_SO, 0.8
    return None


def _of_the_wanted(s: Signals) -> Verdict:
    """Whether what is so is what the point wants, or only what it takes for granted."""
    all_of_it = s["each_spoken_of"] and s["said_in_point"] >= 0.8 and s["strong"] and s["matter"] >= 0.5
    named = s["names"] or s["new_stands"] or s["predicate"] >= 0.2 or s["older_denies"] or all_of_it
    if s["less"] or s["new_denied"] or not named or s["left_undone"]:
        return _HOLDS  # of another thing that shares a part of its word, or of less than what is wanted
    if s["predicate"] >= 0.5 and s["unmet"] <= 0.4 and s["unmet_new"] <= 0.25:
        return Befund.BEREITS_ERFUELLT, 0.9
    if s["meets"] and s["unmet"] <= 0.25 and not s["no_new"]:
        return Befund.BEREITS_ERFUELLT, 0.9
    if s["given_equal"]:
        return Befund.TRIFFT_ZU, 0.9
    if all_of_it:
        return Befund.BEREITS_ERFUELLT, 0.8  # neither says a thing that the other doesn't
    if s["takes_part"] and s["strong"] and s["unmet"] <= 0.2:
        return Befund.BEREITS_ERFUELLT, 0.85
    if s["older_denies_new"] and s["strong"] and s["unmet"] <= 0.7:
        return Befund.BEREITS_ERFUELLT, 0.8
    if s["no_new"]:
        whole = s["meets"] and s["unmet"] == 0 and s["strong"]
        said_whole = whole and (s["said_in_point"] >= 0.9 or s["predicate"] >= 0.2)
        met = (s["unmet"] <= 0.25 and s["predicate"] >= 0.3) or said_whole
        return (Befund.BEREITS_ERFUELLT, 0.8) if met else (Befund.TRIFFT_ZU, 0.65)
    being_is_enough = s["predicate"] >= 0.2 or (s["brings"] and s["strong"] and not s["also_wanted"])
    if s["unmet"] <= 0.2 or (s["unmet_new"] <= 0.15 and s["unmet"] <= (0.45 if being_is_enough else 0.25)):
        return Befund.BEREITS_ERFUELLT, 0.85 if s["strong"] else 0.7
    if s["given_own"] >= 0.5 and s["unmet_new"] >= 0.25:
        return Befund.TRIFFT_ZU, 0.65
    if s["older_denies"] and s["unmet"] <= 0.7 and s["unmet_new"] <= 0.4:
        return Befund.BEREITS_ERFUELLT, 0.7
    return (Befund.BEREITS_ERFUELLT, 0.5) if s["strong"] and s["given_own"] < 0.3 else _HOLDS


def _of_meant(_: Signals) -> Verdict:
    return Befund.TRIFFT_ZU, 0.65


_RULES: Mapping[Zustand, Callable[[Signals], Verdict]] = {
    Zustand.ABGELEHNT: _of_refused,
    Zustand.BEENDET: _of_ended,
    Zustand.ABSICHT: _of_meant,
    Zustand.VERNEINT: _of_denied,
    Zustand.BESTEHT: _of_being,
    Zustand.OFFEN: _of_being,
}
