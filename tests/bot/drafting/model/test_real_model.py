"""A real model over the real wire: as it was recorded, and, where one is at hand, as it answers now."""

from __future__ import annotations

import os

import pytest

from bot.drafting.model.connecting import connect
from bot.drafting.model.judging import Bestanden, Gestoppt
from bot.drafting.model.prompt import load_prompt
from bot.drafting.model.trial import try_model
from tests.bot.drafting.model.office import settings, stands
from tests.bot.drafting.model.recording import CASES, playing, word

URL = os.environ.get("STELLWERK_TEST_MODEL_URL", "")


@pytest.mark.parametrize("name", CASES)
def test_what_was_recorded_is_read_and_judged(name: str) -> None:
    """The stream of llama.cpp's server, with its token counts; the draft stands whatever it said."""
    verdicts: list[Bestanden | Gestoppt] = []
    with playing(name) as (url, exchanges):
        draft, plain, paper = word(name, url, seen=verdicts.append)
    stands(draft, plain, paper.text_of)
    assert verdicts
    assert draft.modell is not None
    assert draft.modell.tokens_ein is not None
    assert draft.modell.tokens_ein > 100 * len(exchanges)
    assert draft.modell.tokens_aus
    assert len(verdicts) >= len(exchanges)


LIES = {
    "silence": "Es gibt keine weiteren Ladesäulen im Stadtgebiet.",
    "order": "Der Antrag ist freigegeben.",
    "shorter": "Die Stadtgärtnerei hat im vergangenen Herbst nach einer ausführlichen Beteiligung der Kinder und "
    "Jugendlichen beschlossen, den Spielplatz am Weiher im Jahr 2027 zu erneuern.",
}
"""What the real model made of silence, of an order in the motion's text, and of the wish to be brief: it took the
office from the example in its instruction."""


@pytest.mark.parametrize("name", LIES)
def test_what_the_real_model_lied_about_was_stopped(name: str) -> None:
    """It stands in the recording and not in the draft; where its second try was true, that does."""
    verdicts: list[Bestanden | Gestoppt] = []
    with playing(name) as (url, _):
        draft, _, _ = word(name, url, seen=verdicts.append)
    assert LIES[name] in [v.satz.text for v in verdicts if isinstance(v, Gestoppt)]
    assert LIES[name] not in [satz.text for satz in draft.saetze]


def test_what_is_asked_is_what_was_recorded() -> None:
    """A prompt that was changed since is to be recorded anew: old answers to new questions prove nothing."""
    with playing("condition") as (url, exchanges):
        word("condition", url)
    system = exchanges[0]["request"]["messages"][0]["content"]
    assert system == load_prompt().instruction()
    assert exchanges[0]["request"]["response_format"]["type"] == "json_schema"


@pytest.mark.sprachmodell
@pytest.mark.skipif(not URL, reason="no model at STELLWERK_TEST_MODEL_URL; `make test-model` starts one")
@pytest.mark.parametrize("name", CASES)
def test_a_real_model_says_nothing_that_does_not_stand(name: str) -> None:
    """As it answers today."""
    draft, plain, paper = word(name, URL)
    stands(draft, plain, paper.text_of)
    assert draft.modell is not None
    assert draft.modell.tokens_aus


@pytest.mark.sprachmodell
@pytest.mark.skipif(not URL, reason="no model at STELLWERK_TEST_MODEL_URL; `make test-model` starts one")
def test_the_trial_finds_a_real_model_fit() -> None:
    """What `stellwerk doctor` says of it."""
    found = try_model(connect(settings(URL, timeout=300)), load_prompt())
    assert "antwortet in" in found.text
    assert "JSON-Schema" in found.text
