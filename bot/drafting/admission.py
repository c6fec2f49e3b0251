"""Which hits may prove something for a question, and why the others may not. Pure.

Public, sent, about the very thing that was asked, and the administration's latest word on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.domain import Hinweis, HinweisArt, Passage
from retrieval.matter import Rarity
from retrieval.search import Treffer
from retrieval.slots import Slot, conflicts, slots
from retrieval.statements import ANSWERS, Aussage, context_of, coverage, passage_coverage, statements_of, supersedes

SPOKEN_OF = 5
"""Of so many hits with the highest scores it is said why they were not used; others would only distract."""

WORTH_SAYING = 0.5
"""A hit that shares less with the question would not have been used anyway."""


@dataclass(frozen=True)
class Zugelassen:
    """What may be used. `gesperrt` are statements that a newer one has replaced, or about another thing: never quoted.

    `alle` are the hits about the right thing with the overtaken ones among them, for seeing what has changed.
    `fraglich` says of admitted answers that retrieval takes a newer paper for the later word on them, though none of
    its sentences says so: who quotes them has to say it. `ueberholt` says of answers, by the id of their passage, that
    a newer paper has overtaken them: worth saying only of what the draft doesn't quote all the same for another
    sub-point.
    """

    treffer: tuple[Treffer, ...]
    alle: tuple[Treffer, ...]
    gesperrt: frozenset[Aussage]
    hinweise: tuple[Hinweis, ...]
    ueberholt: tuple[tuple[str, Hinweis], ...] = ()
    fraglich: tuple[tuple[str, Hinweis], ...] = ()


def admit(question: str, hits: Sequence[Treffer], asked: frozenset[Slot], *, rarity: Rarity) -> Zugelassen:
    """Sorts the hits for one question; `asked` are the slots that the point fixes."""
    hints: list[Hinweis] = []
    right: list[Treffer] = []
    # by score and not by rank: look-alikes and what is overtaken stand behind the others however near they are
    spoken_of = {hit.passage.id for hit in sorted(hits, key=lambda hit: -hit.score)[:SPOKEN_OF]}
    for hit in hits:
        if hit.passage.oeffentlich is not True or not hit.passage.versandt:
            continue
        context = context_of(hit.passage)
        other = (
            hit.verwechslung
            or conflicts(asked, slots(context))
            or conflicts(asked, slots(f"{hit.passage.text} {context}"))
        )
        near = passage_coverage(question, hit.passage, rarity=rarity) >= WORTH_SAYING
        if not other:
            right.append(hit)
        elif hit.passage.id in spoken_of and near:
            hints.append(_look_alike(hit.passage, other[0]))
    replaced = _replaced(question, right, rarity)
    foreign = {s for hit in right for s in statements_of(hit.passage) if conflicts(asked, slots(s.text))}
    kept = []
    overtaken = []
    doubtful = []
    for hit in right:
        own = statements_of(hit.passage)
        newer = hit.ueberholt_durch or next((replaced[s] for s in own if s in replaced), None)
        usable = [s for s in own if s not in replaced and s not in foreign]
        answering = [s for s in own if coverage(question, s, rarity=rarity) >= ANSWERS]
        standing = any(s not in replaced for s in answering)
        if not usable or (not standing and (hit.ueberholt_durch or answering)):
            near = passage_coverage(question, hit.passage, rarity=rarity) >= WORTH_SAYING
            own_words = passage_coverage(question, hit.passage, rarity=rarity, subject=False) > 0
            if hit.passage.id in spoken_of and newer and near and own_words:
                overtaken.append((hit.passage.id, _overtaken(hit.passage, newer)))
            continue
        kept.append(hit)
        if hit.ueberholt_durch:
            doubtful.append((hit.passage.id, _perhaps_overtaken(hit.passage, hit.ueberholt_durch)))
    barred = frozenset(replaced) | foreign
    return Zugelassen(tuple(kept), tuple(right), barred, tuple(hints), tuple(overtaken), tuple(doubtful))


def _replaced(question: str, hits: Sequence[Treffer], rarity: Rarity) -> dict[Aussage, str]:
    """Each statement that a newer one replaces, with the name of the newer paper."""
    statements = [s for hit in hits for s in statements_of(hit.passage)]
    on_the_matter = [s for s in statements if coverage(question, s, rarity=rarity) >= ANSWERS]
    found: dict[Aussage, str] = {}
    for older in statements:
        for newer in on_the_matter:
            if supersedes(newer, older, question, rarity=rarity):
                found[older] = newer.passage.vorlage or newer.passage.dokument
                break
    return found


def _overtaken(passage: Passage, newer: str) -> Hinweis:
    """Of the answer and not of its paper: another answer of the same paper may stand."""
    name = passage.vorlage or passage.dokument
    answer = f"Die Antwort zu {', '.join(passage.nr)} in {name}" if passage.nr else f"Die Antwort in {name}"
    return Hinweis(HinweisArt.VERALTET, f"{answer} ist überholt durch {newer} und wurde nicht verwendet.")


def _perhaps_overtaken(passage: Passage, newer: str) -> Hinweis:
    name = passage.vorlage or passage.dokument
    text = f"{newer} ist neuer als {name} und spricht wohl von derselben Sache. Prüfen Sie, ob das Zitierte noch gilt."
    return Hinweis(HinweisArt.VERALTET, text)


def _look_alike(passage: Passage, other: Slot) -> Hinweis:
    name = passage.vorlage or passage.dokument
    return Hinweis(
        HinweisArt.VERWECHSLUNG, f"{name} klingt ähnlich, betrifft aber {other.wortlaut}, und wurde nicht verwendet."
    )
