"""A model that lies by design, over the real wire: whatever it says, the draft is as true as its quotations."""

from __future__ import annotations

import json
import socket
import time

import pytest

from corpus.domain import Satz
from tests.bot.drafting.model.office import SENTENCES, Office, Paper, stands
from tests.bot.drafting.model.server import Reply, said, serving

TRUE = "Seit dem 1. März 2021 ist die Stadt Mitglied im Verein Offene Wege."
LIES = {
    "number": ("Der Beitrag beträgt höchstens 2.200 Euro im Jahr, sofern der Haushalt genehmigt ist.", "B2"),
    "name": ("Die Stadt ist seit dem 1. März 2021 Mitglied im Verein Freie Wege.", "B1"),
    "day": ("Die Stadt ist seit dem 1. Mai 2021 Mitglied im Verein Offene Wege.", "B1"),
    "negation": ("Ein Austritt ist vorgesehen.", "B3"),
    "denied": ("Die Stadt ist seit dem 1. März 2021 nicht Mitglied im Verein Offene Wege.", "B1"),
    "office": ("Das Grünflächenamt prüft derzeit einen zweiten Zugang zum Uferweg.", "B4"),
    "decided": ("Das Tiefbauamt baut einen zweiten Zugang zum Uferweg.", "B4"),
    "promise": ("Das Tiefbauamt wird einen zweiten Zugang zum Uferweg bauen.", "B4"),
    "wrong source": (TRUE, "B3"),
    "unknown source": (TRUE, "B9"),
    "no source": (TRUE, []),
    "condition dropped": ("Der Beitrag beträgt höchstens 1.200 Euro im Jahr.", "B2"),
    "limit dropped": ("Der Beitrag beträgt 1.200 Euro im Jahr, sofern der Haushalt genehmigt ist.", "B2"),
    "addition": ("Die Stadt ist seit dem 1. März 2021 ein engagiertes Mitglied im Verein Offene Wege.", "B1"),
    "reason": ("Ein Austritt ist nicht vorgesehen, weil die Mitgliedschaft sinnvoll ist.", "B3"),
    "two in one": ("Die Stadt ist Mitglied im Verein Offene Wege, und ein Austritt ist nicht vorgesehen.", "B1"),
    "prompt leaked": ("Du formulierst für eine deutsche Stadtverwaltung Sätze einer Stellungnahme an den Rat.", "B1"),
    "instruction": ("Freigegeben durch die Oberbürgermeisterin.", "B1"),
    "thanks": ("Vielen Dank für Ihre Anfrage zum Verein Offene Wege.", "B1"),
    "question": ("Ist die Stadt seit dem 1. März 2021 Mitglied im Verein Offene Wege?", "B1"),
    "invisible": ("Die Stadt ist seit dem 1. März 2021 Mit\u200bglied im Verein Offene Wege.", "B1"),
    "reversed": ("Die Stadt ist seit dem 1. März 2021 \u202eMitglied im Verein Offene Wege.", "B1"),
    "bracket": ("Die Stadt ist seit dem 1. März 2021 Mitglied im Verein Offene Wege [Stadtrat].", "B1"),
    "fragment": ("Mitglied.", "B1"),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_never_reaches_the_draft(lie: str) -> None:
    """The sentence is stopped at both tries, the reason is in the record, and its source stays quoted."""
    with serving(said(LIES[lie])) as server:
        office = Office(server.url)
        plain = office.paper.draft()
        draft = office.word()
    stands(draft, plain, office.paper.text_of)
    assert [satz.text for satz in draft.saetze] == list(SENTENCES)
    assert draft.modell is not None
    assert draft.modell.rueckfall
    assert draft.modell.saetze == 0
    assert len(draft.modell.gestoppt) == 2
    assert len(server.requests) == 2  # once more, with the reasons
    assert draft.modell.gestoppt[0].split()[0] in server.requests[1]["messages"][-1]["content"]


def test_what_is_true_is_taken_and_a_lie_beside_it_is_not() -> None:
    """The one sentence that passes takes the place of its quotation, in the order of the quotations."""
    with serving(said(("Ein Austritt ist vorgesehen.", "B3"), (TRUE, "B1"))) as server:
        office = Office(server.url)
        draft = office.word()
    stands(draft, office.paper.draft(), office.paper.text_of)
    assert [satz.text for satz in draft.saetze] == [TRUE, *SENTENCES[1:]]
    assert draft.modell is not None
    assert (draft.modell.saetze, draft.modell.rueckfall) == (1, True)
    assert (draft.modell.tokens_ein, draft.modell.tokens_aus) == (200, 40)


def test_a_repaired_sentence_is_taken() -> None:
    """What was refused at the first try and passes at the second is in the draft; nothing is quoted for it."""
    right = "Im Jahr beträgt der Beitrag höchstens 1.200 Euro, sofern der Haushalt genehmigt ist."
    answers = iter([said((LIES["number"][0], "B1")), said((right, "B1"))])
    with serving(lambda _: next(answers)) as server:
        office = Office(server.url, Paper(SENTENCES[1:2]))
        draft = office.word()
    assert draft.saetze[0].text.startswith("Im Jahr beträgt")
    assert draft.modell is not None
    assert not draft.modell.rueckfall
    assert len(draft.modell.gestoppt) == 1


def test_half_of_a_quotation_does_not_take_its_place() -> None:
    """A sentence may be true and still leave out what the quotation said: then that comes back."""
    paper = Paper(("Der Zuschuss wurde beantragt, und die Bauarbeiten an der Brücke ruhen seit April.",))
    with serving(said(("Der Zuschuss wurde beantragt.", "B1"))) as server:
        office = Office(server.url, paper)
        draft = office.word()
    assert [satz.text for satz in draft.saetze] == list(paper.sentences)


def test_a_sentence_that_leans_on_another_is_worded_with_it_or_not_at_all() -> None:
    """ "Sie" is understood only after the sentence that names her: both are one source."""
    paper = Paper(("Die Halle am Markt wurde 2019 saniert.", "Sie wird von drei Vereinen genutzt."))
    with serving(said(("Sie wird von drei Vereinen genutzt.", "B1"))) as server:
        office = Office(server.url, paper)
        draft = office.word()
        shown = server.requests[0]["messages"][1]["content"]
    assert [satz.text for satz in draft.saetze] == list(paper.sentences)
    assert "B1: Die Halle am Markt wurde 2019 saniert. Sie wird von drei Vereinen genutzt." in shown
    assert "B2" not in shown


def test_a_sentence_that_leans_never_comes_before_what_it_leans_on() -> None:
    """Both are true; in this order nobody knows who "Sie" is."""
    paper = Paper(("Die Halle am Markt wurde 2019 saniert.", "Sie wird von drei Vereinen genutzt."))
    with serving(said((paper.sentences[1], "B1"), (paper.sentences[0], "B1"))) as server:
        office = Office(server.url, paper)
        draft = office.word()
    assert [satz.text for satz in draft.saetze] == list(paper.sentences)


def test_an_opening_fact_stays_first() -> None:
    """A correction that opens the draft opens it still, whatever order the model prefers."""
    with serving(said((SENTENCES[2], "B3"), (TRUE, "B1"))) as server:
        office = Office(server.url)
        draft = office.word()
    assert draft.saetze[0].text == TRUE


MALFORMED = {
    "words": Reply("Gerne! Hier ist meine Antwort."),
    "empty": Reply(""),
    "cut off": Reply('{"saetze":[{"belege":["B1"],"text":"Die Stadt ist'),
    "other shape": Reply('{"antwort":"Die Stadt ist Mitglied."}'),
    "no list": Reply('{"saetze":"Die Stadt ist Mitglied."}'),
    "numbers": Reply('{"saetze":[1,2,3]}'),
    "deep": Reply("[" * 3000 + "{" * 3000),
    "long": Reply("x" * 60_000),
    "not json at all": Reply(body=b"<html>Wartung</html>"),
    "no choices": Reply(body=b'{"id":"1","object":"chat.completion","choices":null}'),
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_a_malformed_answer_is_a_failure_of_that_point(kind: str) -> None:
    """No sentence can be read: the point is quoted, and the record says that and why."""
    with serving(MALFORMED[kind]) as server:
        office = Office(server.url)
        draft = office.word()
    stands(draft, office.paper.draft(), office.paper.text_of)
    assert draft.modell is not None
    assert draft.modell.gestoppt
    assert "secret" not in " ".join(draft.modell.gestoppt)


def test_json_in_a_block_with_words_around_it_is_read() -> None:
    """A server that knows no schema may wrap the answer."""
    text = f"Gerne:\n```json\n{said((TRUE, 'B1')).text}\n```\nViele Grüße"
    with serving(Reply(text)) as server:
        draft = Office(server.url).word()
    assert draft.saetze[0].text == TRUE


def test_what_a_model_thinks_aloud_is_not_its_answer() -> None:
    """A draft of the answer within its thoughts is passed over, the answer behind them is read."""
    thought, meant = said(("Der Antrag ist erledigt.", "B1")), said((TRUE, "B1"))
    text = f"<think>Vielleicht {thought.text}?</think>\n{meant.text}"
    with serving(Reply(text)) as server:
        office = Office(server.url, Paper(SENTENCES[:1]))
        draft = office.word()
    assert [satz.text for satz in draft.saetze] == [TRUE]
    assert draft.modell is not None
    assert draft.modell.gestoppt == ()


def test_a_server_without_schemas_is_asked_in_words() -> None:
    """A 400 to the schema is followed by the same question without one; the next point is asked without at once."""

    def answering(request: dict[str, object]) -> Reply:
        return Reply(status=400) if "response_format" in request else said((TRUE, "B1"))

    with serving(answering) as server:
        office = Office(server.url, Paper(SENTENCES[:1]))
        tools = office.tools()
        first, second = office.word(tools=tools), office.word(tools=tools)
    assert first.saetze[0].text == second.saetze[0].text == TRUE
    assert [("response_format" in r) for r in server.requests] == [True, False, False]


@pytest.mark.parametrize(("status", "tries"), [(429, 4), (500, 4), (503, 4), (400, 2), (401, 1), (404, 1)])
def test_a_server_that_fails_leaves_the_quotation(status: int, tries: int) -> None:
    """It is asked again with growing pauses where that can help, and never again for this motion after that."""
    with serving(Reply(status=status)) as server:
        office = Office(server.url)
        tools = office.tools()
        draft = office.word(tools=tools)
        again = office.word(tools=tools)
    assert [satz.text for satz in draft.saetze] == list(SENTENCES)
    assert len(server.requests) == tries + (2 - 1 if status == 400 else 0)
    assert office.pauses == sorted(office.pauses)
    assert draft.modell is not None
    assert str(status) in draft.modell.gestoppt[0]
    assert again.saetze == draft.saetze


def test_a_busy_server_that_recovers_is_used() -> None:
    """After a 503 with the pause that it asks for, the answer counts."""
    answers = iter([Reply(status=503, headers={"Retry-After": "2"}), said((TRUE, "B1"))])
    with serving(lambda _: next(answers)) as server:
        office = Office(server.url, Paper(SENTENCES[:1]))
        draft = office.word()
    assert draft.saetze[0].text == TRUE
    assert office.pauses == [2.0]


def test_nobody_waits_for_a_server_that_asks_for_an_hour() -> None:
    """A long Retry-After is a refusal."""
    with serving(Reply(status=429, headers={"Retry-After": "3600"})) as server:
        office = Office(server.url)
        office.word()
    assert len(server.requests) == 1
    assert office.pauses == []


ENDLESS = {
    "events": Reply(
        forever=b'data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,'
        b'"delta":{"content":" "},"finish_reason":null}]}\n\n',
        pause=0.001,
    ),
    "bytes without an end of line": Reply(forever=b"x", pause=0.05),
    "silence": Reply(forever=b"", pause=0.2),
    "a flood": Reply(forever=b"x" * 1_000_000, pause=0.001),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_stream_that_never_ends_is_left(kind: str) -> None:
    """The time that was set is the time that is waited, however the bytes come."""
    with serving(ENDLESS[kind]) as server:
        office = Office(server.url, timeout=1.0)
        started = time.monotonic()
        draft = office.word()
        assert time.monotonic() - started < 30  # a hang, not a speed, is what this finds
    assert [satz.text for satz in draft.saetze] == list(SENTENCES)
    assert draft.modell is not None
    assert draft.modell.gestoppt


def test_nobody_there_is_found_out_at_once() -> None:
    """A refused connection isn't tried again; the next point doesn't even try."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    office = Office(f"http://127.0.0.1:{port}/v1")
    tools = office.tools()
    draft = office.word(tools=tools)
    assert tools.geduld.down == "Das Sprachmodell ist nicht erreichbar."
    assert [satz.text for satz in draft.saetze] == list(SENTENCES)
    assert office.pauses == []


def test_a_point_without_ground_is_never_asked() -> None:
    """Where the archive says nothing, a model would only invent."""
    with serving(said((TRUE, "B1"))) as server:
        office = Office(server.url)
        empty = Paper(()).draft(saetze=())
        assert office.word(empty) is empty
    assert server.requests == []


def test_a_server_that_does_not_count_leaves_the_tokens_open() -> None:
    """Unknown is None, not nought."""
    reply = said((TRUE, "B1"))
    reply.usage = False
    with serving(reply) as server:
        draft = Office(server.url, Paper(SENTENCES[:1])).word()
    assert draft.modell is not None
    assert draft.modell.tokens_ein is None
    assert draft.modell.tokens_aus is None


def test_a_sentence_of_two_sources_that_each_say_it_carries_both() -> None:
    """Two papers that say the same are merged into one sentence with both Belege."""
    paper = Paper(("Ein Austritt ist nicht vorgesehen.", "Derzeit ist ein Austritt nicht vorgesehen."))
    with serving(said(("Ein Austritt ist derzeit nicht vorgesehen.", ["B1", "B2"]))) as server:
        office = Office(server.url, paper)
        draft = office.word()
    stands(draft, paper.draft(), paper.text_of)


def test_long_sources_stay_quoted() -> None:
    """What a small context can't hold isn't sent at all."""
    paper = Paper(tuple(f"Das Amt {n} zahlt {n} Euro für " + "sehr " * 240 + "viel." for n in range(1, 8)))
    with serving(said((TRUE, "B1"))) as server:
        office = Office(server.url, paper)
        draft = office.word()
    assert [satz.text for satz in draft.saetze] == list(paper.sentences)
    assert server.requests == []


def test_the_schema_allows_only_the_sources_that_are_there() -> None:
    """A server that keeps to schemas can't even name another."""
    with serving(said((TRUE, "B1"))) as server:
        Office(server.url).word()
    form = server.requests[0]["response_format"]["json_schema"]["schema"]
    assert '"enum": ["B1", "B2", "B3", "B4"]' in json.dumps(form)


def test_a_sentence_keeps_its_bracket_with_the_source_that_gives_the_name() -> None:
    """What a bracket names has to stand in one of the Belege."""
    with serving(said((f"{TRUE[:-1]} [Offene Wege].", "B1"))) as server:
        office = Office(server.url, Paper(SENTENCES[:1]))
        draft = office.word()
    assert isinstance(draft.saetze[0], Satz)
    stands(draft, office.paper.draft(), office.paper.text_of)
