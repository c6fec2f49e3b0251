"""The laws of wording: gate-clean, nothing lost, the order kept; whatever a model says."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.drafting.model.answer import Modellsatz
from bot.drafting.model.judging import Bestanden, judge
from bot.drafting.model.units import units_of
from bot.drafting.model.weaving import ENOUGH, ENOUGH_ON_WISH, left_out, weave
from tests.bot.drafting.model.office import SENTENCES, Office, Paper, parts, stands
from tests.bot.drafting.model.server import Reply, Server, serving

PAPER = Paper((*SENTENCES, "Dies gilt nur werktags.", "Das Tiefbauamt berichtet im Herbst."))
WORDS = sorted({word for sentence in PAPER.sentences for word in sentence.rstrip(".").split()})
TRUE = (
    *PAPER.sentences,
    "Seit dem 1. März 2021 ist die Stadt Mitglied im Verein Offene Wege.",
    "Nicht vorgesehen ist ein Austritt.",
    "Im Herbst berichtet das Tiefbauamt.",
    "Derzeit prüft das Tiefbauamt einen zweiten Zugang zum Uferweg.",
)


def changed(sentence: str, at: int, word: str) -> str:
    """A sentence with one word in the place of another."""
    own = sentence.split()
    own[at % len(own)] = word
    return " ".join(own)


lying = st.builds(
    changed, st.sampled_from(TRUE), st.integers(0, 20), st.sampled_from([*WORDS, "nicht", "kein", "2.200"])
)
babble = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(lambda words: " ".join(words) + ".")
text = st.one_of(st.sampled_from(TRUE), lying, babble, st.text(max_size=60))
sentence = st.builds(
    Modellsatz, text, st.lists(st.sampled_from(["B1", "B2", "B3", "B4", "B5", "B6", ""]), max_size=3).map(tuple)
)
said = st.lists(sentence, max_size=8)
coverage = parts(("Mitgliedschaft", (0, 1)), ("Austritt", (2,)), ("Zugang", (3, 4)), ("offen", ()))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(said, st.sampled_from([ENOUGH, ENOUGH_ON_WISH]))
def test_whatever_is_said_the_draft_stands_and_loses_nothing(written: list[Modellsatz], enough: float) -> None:
    """Of any sentences: every one in the result has passed the gate, and every quote is still among the Belege."""
    plain = PAPER.draft(abdeckung=coverage)
    units = units_of(plain, PAPER.text_of)
    by_id = {unit.id: unit for unit in units}
    verdicts = [judge(one, by_id, PAPER.text_of, rarity=lambda _: 1.0) for one in written]
    passed = [v for v in verdicts if isinstance(v, Bestanden)]
    woven = weave(plain, units, passed, enough=enough, rarity=lambda _: 1.0)
    stands(woven.entwurf, plain, PAPER.text_of)
    firsts = [min(b.start for b in satz.belege) for satz in woven.entwurf.saetze]
    assert firsts[0] == 0
    quoted = [at for unit in units if unit.id in woven.zitiert for at in unit.stellen]
    assert all(plain.saetze[at] in woven.entwurf.saetze for at in quoted)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(said.map(lambda rows: rows), st.text(max_size=80)), min_size=2, max_size=2))
def test_the_same_over_the_wire(answers: list[Any]) -> None:
    """A random liar behind a real socket, at the first try and at the second."""
    left = iter(answers)

    def answering(_: dict[str, Any]) -> Reply:
        answer = next(left)
        if isinstance(answer, str):
            return Reply(answer)
        rows = [{"belege": list(one.ids), "text": one.text} for one in answer]
        return Reply(json.dumps({"saetze": rows}))

    server: Server
    with serving(answering) as server:
        office = Office(server.url, PAPER)
        plain = PAPER.draft(abdeckung=coverage)
        stands(office.word(plain), plain, PAPER.text_of)


def test_a_wording_that_says_it_all_takes_the_place() -> None:
    """Both sentences of a unit are worded: none is quoted, and the sub-point is answered by the new ones."""
    plain = PAPER.draft(2, 5, abdeckung=parts(("Austritt", (0,)), ("Bericht", (1,))))
    units = units_of(plain, PAPER.text_of)
    by_id = {unit.id: unit for unit in units}
    written = [
        Modellsatz("Im Herbst berichtet das Tiefbauamt.", ("B2",)),
        Modellsatz("Nicht vorgesehen ist ein Austritt.", ("B1",)),
    ]
    passed = [
        v for one in written if isinstance(v := judge(one, by_id, PAPER.text_of, rarity=lambda _: 1.0), Bestanden)
    ]
    woven = weave(plain, units, passed, enough=ENOUGH, rarity=lambda _: 1.0)
    assert [s.text for s in woven.entwurf.saetze] == [one.text for one in reversed(written)]
    assert woven.zitiert == ()
    assert woven.formuliert == 2
    assert [t.saetze for t in woven.entwurf.abdeckung] == [(0,), (1,)]


def test_an_article_does_not_lean() -> None:
    """ "Das Tiefbauamt" names what it speaks of; "Dies" doesn't."""
    units = units_of(PAPER.draft(), PAPER.text_of)
    assert [unit.stellen for unit in units] == [(0,), (1,), (2,), (3, 4), (5,)]
    assert units[3].belege[-1].zitat == f"{PAPER.sentences[3]} {PAPER.sentences[4]}"


def test_sentences_with_others_between_them_are_not_joined() -> None:
    """A quote never takes in what was left out on purpose."""
    paper = Paper(("Die Halle ist alt.", "Der Eintritt war frei.", "Sie wird saniert."))
    units = units_of(paper.draft(0, 2), paper.text_of)
    assert len(units) == 1
    assert [b.zitat for b in units[0].belege] == ["Die Halle ist alt.", "Sie wird saniert."]


def test_a_wording_without_one_of_its_nouns_takes_no_quotations_place() -> None:
    """Who may do it is gone, and what is left is no German; a person who wished it shorter sees it before deciding."""
    paper = Paper(("Gemäß der Hauptsatzung können Ortsbeiräte Anträge an den Rat und an die Ausschüsse stellen.",))
    plain = paper.draft()
    units = units_of(plain, paper.text_of)
    said = Modellsatz("Anträge an den Rat und an die Ausschüsse können gemäß der Hauptsatzung stellen.", ("B1",))
    passed = judge(said, {unit.id: unit for unit in units}, paper.text_of, rarity=lambda _: 1.0)
    assert isinstance(passed, Bestanden)
    woven = weave(plain, units, [passed], enough=ENOUGH, rarity=lambda _: 1.0)
    assert woven.entwurf.saetze == plain.saetze
    assert left_out(units[0], [passed]) == "Es fehlt, was B1 noch sagt: „Ortsbeiräte“."
