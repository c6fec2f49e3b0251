"""What people changed or refused teaches a model: like questions only, masked, public, and gone when deleted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import delete, update

from bot.database import open_database
from bot.drafting.learning import FLOOR, MOST_EXAMPLES, Beispiel, Lernen, examples_in, likest
from bot.drafting.model.answer import Modellsatz
from bot.drafting.model.judging import Gestoppt, judge
from bot.drafting.model.units import units_of
from bot.review.tables import freigabe, revision
from corpus.database import reading, writing
from corpus.errors import StellwerkError
from retrieval.embedding.sentences import SentenceEmbeddings
from tests.bot.drafting.model.office import Office as ModelOffice
from tests.bot.drafting.model.office import Paper
from tests.bot.drafting.model.server import said, serving
from tests.bot.review.house import NOW, House, draft

CHANGED = "Das Bad ist seit 2020 ganzjährig geöffnet."
SET = Path(__file__).parents[2] / "retrieval" / "sets" / "seltheim" / "queries.jsonl"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(open_database(f"sqlite:///{tmp_path / 'stellwerk.db'}"))


def examples(house: House) -> tuple[Beispiel, ...]:
    with reading(house.engine) as connection:
        return examples_in(connection)


def publish(house: House, said: str = "ja") -> None:
    house.cases.note_letter_head(house.case, {"oeffentlich": said}, now=NOW)


def changed(house: House, text: str = CHANGED) -> None:
    """Petra rewrites point 1, Ilka approves it."""
    house.change(house.official, draft(1, text))
    house.approve(house.reviewer, revision=2, accepted=("unbelegt", "personenbezogen"))


def learning(house: House, cosine: float = 1.0) -> Lernen:
    """Every question is as like any other as `cosine` says."""

    def embed(texts: Sequence[str]) -> Any:
        turned = np.array([cosine, (1 - cosine**2) ** 0.5])
        return np.array([turned if text.startswith("?") else np.array([1.0, 0.0]) for text in texts])

    return Lernen(house.engine, embed)


def test_an_approved_change_and_a_refusal_become_examples(house: House) -> None:
    publish(house)
    changed(house)
    house.refuse(house.reviewer, "Zu lang, und die Kosten fehlen.", nr=2)
    change, refusal = sorted(examples(house), key=lambda one: one.nr)
    assert (change.vorher, change.nachher, change.grund) == ("Ja, seit 2020.", CHANGED, None)
    assert (refusal.vorher, refusal.nachher, refusal.grund) == (
        "Ja, seit 2020.",
        None,
        "Zu lang, und die Kosten fehlen.",
    )


def test_a_change_that_nobody_approved_teaches_nothing(house: House) -> None:
    publish(house)
    house.change(house.official, draft(1, CHANGED))
    assert examples(house) == ()


@pytest.mark.parametrize("answer", [None, "nein"])
def test_a_case_that_is_not_said_to_be_public_teaches_nothing(house: House, answer: str | None) -> None:
    if answer:
        publish(house, answer)
    changed(house)
    assert examples(house) == ()
    publish(house)
    assert len(examples(house)) == 1


def test_a_reason_that_speaks_of_what_is_not_public_stays_here(house: House) -> None:
    publish(house)
    house.refuse(house.reviewer, "Steht so nur im nichtöffentlichen Vermerk.")
    assert [one.grund for one in examples(house)] == [None]


def test_examples_hold_no_personal_data(house: House) -> None:
    publish(house)
    changed(house, "Das Bad ist offen, wie die Anwohnerin Erika Muster (erika.muster@web.de) bestätigt.")
    shown = json.dumps([vars(one) for one in examples(house)], ensure_ascii=False)
    assert "Muster" not in shown
    assert "web.de" not in shown
    assert "[Name 1]" in shown


def test_at_most_three_come_and_none_below_the_floor() -> None:
    known = [Beispiel("V-2024-0001", n, 1, f"Frage {n}?", "vorher", "nachher", None) for n in range(6)]
    likeness = [0.99, FLOOR - 0.001, FLOOR, 0.95, 0.5, 0.97]
    assert [one.nr for one in likest(known, likeness)] == [0, 5, 3]
    assert [one.nr for one in likest(known, [FLOOR - 0.001] * 6)] == []
    assert len(likest(known, [1.0] * 6)) == MOST_EXAMPLES


def test_the_floor_is_enforced_where_the_desk_asks(house: House) -> None:
    publish(house)
    changed(house)
    assert [len(own) for own in learning(house, FLOOR + 0.001).examples_for(["? wann"])] == [1]
    assert [len(own) for own in learning(house, FLOOR - 0.001).examples_for(["? wann"])] == [0]


@pytest.mark.model
@pytest.mark.slow
def test_the_floor_lies_where_like_questions_part_from_others(model_folder: Path) -> None:
    """On invented questions: of pairs that one answer serves a sixth lies above, of others not one in a hundred."""
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row.get("relevant")]
    vectors = SentenceEmbeddings.default(model_folder.parent).embed_queries([row["text"] for row in rows])
    above = vectors @ vectors.T >= FLOOR
    like, other = [], []
    for i, one in enumerate(rows):
        for j in range(i):
            (like if set(one["relevant"]) & set(rows[j]["relevant"]) else other).append(bool(above[i, j]))
    assert np.mean(like) > 0.15
    assert np.mean(other) < 0.01


def test_what_was_deleted_does_not_come_back(house: House) -> None:
    publish(house)
    changed(house)
    house.refuse(house.reviewer, "Zu lang.", nr=2)
    mine = learning(house)
    first, second = mine.all()
    assert mine.forget([first.id], now=NOW) == 1
    assert mine.all() == (second,)
    assert mine.forget_all(now=NOW) == 1
    assert mine.all() == ()
    with pytest.raises(StellwerkError, match="gibt es nicht"):
        mine.forget([first.id], now=NOW)
    assert house.cases.get(house.case).revision(1).entwurf.saetze[0].text == CHANGED  # decisions stay


def test_what_is_erased_by_law_is_gone_here_too(house: House) -> None:
    """There is no second copy: once the words are gone from the revision, no example says them."""
    publish(house)
    changed(house)
    with writing(house.engine) as connection:
        content = {"nr": 1, "marke": "1.", "status": "belegt", "saetze": [], "hinweise": [], "zulieferung": None}
        mine = (revision.c.vorgang_id == house.case) & (revision.c.nr == 1)
        connection.execute(update(revision).where(mine).values(entwurf=content))
    assert examples(house) == ()
    with writing(house.engine) as connection:
        connection.execute(delete(freigabe))
    assert examples(house) == ()


def test_the_newest_example_stands_first_among_equals(house: House) -> None:
    publish(house)
    changed(house)
    later: datetime = NOW + timedelta(days=1)
    house.cases.change(house.case, draft(1, "Ja, das ganze Jahr."), based_on=2, von=house.official, now=later)
    house.cases.decide(
        house.case, 1, based_on=3, von=house.reviewer, entscheidung=_approved(), now=later
    )  # fmt: skip
    assert [one.nachher for one in examples(house)] == ["Ja, das ganze Jahr.", CHANGED]


def _approved() -> Any:
    from bot.review.rules import Entscheidung

    return Entscheidung.FREIGEGEBEN


def test_an_example_repeated_word_for_word_is_stopped_by_the_gate() -> None:
    """A model that copies what people wrote elsewhere says what its own sources don't say."""
    paper = Paper()
    units = {unit.id: unit for unit in units_of(paper.draft(), paper.text_of)}
    verdict = judge(Modellsatz(CHANGED, ("B1",)), units, paper.text_of, rarity=lambda _: 1.0)
    assert isinstance(verdict, Gestoppt)


def test_the_model_sees_examples_and_sources_masked_and_the_draft_stays_verbatim() -> None:
    """Over the real wire: no name, number or address of a citizen leaves the house, and none is lost in the draft."""
    from bot.wiring import _masked

    sentence = "Die Anwohnerin Erika Muster (erika.muster@web.de, Tel. 0171 2345678) erhielt am 2. Mai 2024 Antwort."
    masked = "Die Anwohnerin [Name 1] ([E-Mail-Adresse 1], Tel. [Telefonnummer 1]) erhielt am 2. Mai 2024 Antwort."
    example = Beispiel("V-2024-0001", 1, 2, "Was sagte Frau [Name 1]?", "vorher", "nachher [Name 1]", None)
    with serving(said((masked.replace("[Name 1]", "[Name 2]"), "B1"))) as server:
        office = ModelOffice(server.url, paper=Paper((sentence,)))
        tools = replace(office.tools(), mask=_masked)
        worded = office.word(tools=tools, beispiele=[example])
    sent = json.dumps(server.requests, ensure_ascii=False)
    for secret in ("Erika", "Muster", "web.de", "2345678"):
        assert secret not in sent
    assert "nachher [Name 1]" in sent  # an example's own stand-in stands for nobody here
    assert [satz.text for satz in worded.saetze] == [sentence]
    assert worded.modell is not None
    assert not worded.modell.rueckfall  # the model's answer passed once its stand-ins were filled
    assert worded.modell.gestoppt == ()
