"""All points of a motion: side by side, in order, within one budget; and one patience for all of them."""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import replace

import pytest

from bot.drafting.model.connecting import connect
from bot.drafting.model.formulating import SPENT, Auftrag
from bot.drafting.model.motion import Formulierer, without_new_contradictions
from bot.drafting.model.patience import MODEL_MARK, Geduld
from bot.drafting.model.prompt import load_prompt
from corpus.domain import Entwurf, HinweisArt, Modellvermerk, Satz
from corpus.errors import StellwerkError
from tests.bot.drafting.model.office import SENTENCES, Paper, settings
from tests.bot.drafting.model.server import Reply, Server, said, serving

PAPER = Paper()
TRUE = "Seit dem 1. März 2021 ist die Stadt Mitglied im Verein Offene Wege."


def orders(count: int, **changes: object) -> list[Auftrag]:
    return [Auftrag(f"Frage {nr}?", replace(PAPER.draft(0), nr=nr), **changes) for nr in range(1, count + 1)]  # type: ignore[arg-type]


def writer(server: Server | str, *, budget: int = 100_000, timeout: float = 5.0) -> Formulierer:
    url = server if isinstance(server, str) else server.url
    return Formulierer(lambda: connect(settings(url, timeout=timeout)), load_prompt, budget_tokens=budget)


def word(writing: Formulierer, asked: list[Auftrag], **heard: object) -> list[Entwurf]:
    return writing.word(asked, PAPER.text_of, lambda _: 1.0, **heard)  # type: ignore[arg-type]


def test_points_are_worded_side_by_side_and_come_back_in_order() -> None:
    """The first point's answer waits until the second's has come: they are asked at once."""
    second = threading.Event()

    def answering(request: dict[str, object]) -> Reply:
        text = str(request["messages"])
        reply = said((TRUE, "B1"))
        if "Frage 1?" in text:
            reply.before = lambda: second.wait(10)  # type: ignore[assignment,return-value]
        if "Frage 2?" in text:
            second.set()
        return reply

    done: list[str] = []
    with serving(answering) as server:
        drafts = word(writer(server), orders(5), done=done.append)
    assert second.is_set()
    assert [d.nr for d in drafts] == [1, 2, 3, 4, 5]
    assert all(d.saetze[0].text == TRUE for d in drafts)
    assert sorted(done) == [f"Punkt {n}" for n in range(1, 6)]


def test_progress_is_told_by_the_callers_own_thread() -> None:
    """Whoever is told may write to a database: never from two threads."""
    threads: set[str] = set()
    heard: list[str] = []

    def meanwhile(text: str) -> None:
        threads.add(threading.current_thread().name)
        heard.append(text)

    slow = said((TRUE, "B1"))
    slow.before = lambda: threading.Event().wait(0.5)  # type: ignore[assignment,return-value]
    with serving(slow) as server:
        word(writer(server), orders(2), meanwhile=meanwhile)
    assert threads == {threading.current_thread().name}
    assert any(text.startswith("Punkt ") and "Sprachmodell formuliert …" in text for text in heard)


def test_a_model_that_is_down_means_quotation_for_the_whole_motion() -> None:
    """One failed connection, and every point says that it is quoted and why."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
    drafts = word(writer(url), orders(6))
    assert [d.saetze for d in drafts] == [PAPER.draft(0).saetze] * 6
    for draft in drafts:
        (hint,) = draft.hinweise
        assert hint.art is HinweisArt.UNBELEGT
        assert hint.text.startswith(MODEL_MARK)
        assert "nicht erreichbar" in hint.text


def test_a_line_that_breaks_in_the_middle_of_an_answer_is_tried_again() -> None:
    """One answer stops halfway; the same point is asked again, and no other is given up for it."""
    broken = threading.Event()

    def answering(_request: dict[str, object]) -> Reply:
        reply = said((TRUE, "B1"))
        if not broken.is_set():
            broken.set()
            reply.broken_at = 300
        return reply

    with serving(answering) as server:
        drafts = word(writer(server), orders(3))
        assert len(server.requests) == 4
    assert all(d.saetze[0].text == TRUE and not d.hinweise for d in drafts)


def test_an_answer_that_ends_without_saying_so_is_tried_again() -> None:
    """A server that dies may close its line in order: half an answer came, and never the word that it is whole."""
    piece = json.dumps({"choices": [{"index": 0, "delta": {"role": "assistant", "content": '{"saetze":[{"bel'}}]})
    half = Reply(body=f"data: {piece}\n\n".encode(), kind="text/event-stream")
    answers = iter([half, said((TRUE, "B1"))])
    with serving(lambda _: next(answers)) as server:
        (draft,) = word(writer(server), orders(1))
        assert len(server.requests) == 2
    assert draft.saetze[0].text == TRUE


def test_a_refused_key_stops_the_asking() -> None:
    """401 to one point: the others don't try."""
    with serving(Reply(status=401)) as server:
        drafts = word(writer(server), orders(12))
        assert len(server.requests) < 12
    assert all("Schlüssel" in d.hinweise[0].text for d in drafts)


def test_a_used_up_budget_leaves_the_rest_quoted() -> None:
    """Points before it ran out are worded, the others quoted, with a hint that says so."""
    with serving(said((TRUE, "B1"))) as server:
        drafts = word(writer(server, budget=2_600), orders(30))
    worded = [d for d in drafts if d.saetze[0].text == TRUE]
    quoted = [d for d in drafts if d.saetze[0].text == SENTENCES[0]]
    assert worded
    assert quoted
    assert all(SPENT in d.hinweise[0].text for d in quoted)
    assert all(not d.hinweise for d in worded)


def test_the_budget_is_one_motions_own() -> None:
    """What one motion used up is not missing to the next."""
    with serving(said((TRUE, "B1"))) as server:
        writing = writer(server, budget=2_600)
        word(writing, orders(30))
        (draft,) = word(writing, orders(1))
    assert draft.saetze[0].text == TRUE


def test_a_model_that_cannot_be_set_up_means_quotation_with_the_reason() -> None:
    """A missing package or an unreadable key doesn't stop a motion."""

    def broken() -> object:
        raise StellwerkError("Das Paket fehlt.", "Installieren Sie es.")

    writing = Formulierer(broken, load_prompt, budget_tokens=1_000)  # type: ignore[arg-type]
    done: list[str] = []
    drafts = word(writing, orders(2), done=done.append)
    assert all("Das Paket fehlt." in d.hinweise[0].text for d in drafts)
    assert done == ["Punkt 1", "Punkt 2"]


def test_whoever_listens_may_end_it() -> None:
    """Where the job was taken over, its exception comes out, and nobody is asked any more."""

    class Gone(Exception):
        pass

    def done(_: str) -> None:
        raise Gone

    with serving(said((TRUE, "B1"))) as server, pytest.raises(Gone):
        word(writer(server), orders(12), done=done)


def test_two_slow_answers_are_enough() -> None:
    """One may be a hard point; after the second nobody waits."""
    geduld = Geduld(1_000)
    geduld.was_slow("zu langsam")
    assert geduld.down is None
    geduld.was_slow("zu langsam")
    assert geduld.down == "zu langsam"


def test_a_wording_that_contradicts_another_point_is_quoted_again() -> None:
    """Where the quotations of two points get along and the wordings don't, the worse one goes back."""
    one = Satz("Zuständig für die Halle am Markt ist das Sportamt.", PAPER.satz(0).belege)
    other = Satz("Zuständig für die Halle am Markt ist das Hochbauamt.", PAPER.satz(1).belege)
    record = Modellvermerk("m", "0" * 64, 1, 1, 0.1, 1)
    plain = [PAPER.draft(0, nr=1), PAPER.draft(1, nr=2)]
    worded = [replace(plain[0], saetze=(one,), modell=record), replace(plain[1], saetze=(other,), modell=record)]
    drafts = without_new_contradictions(plain, worded, lambda _: 1.0)
    assert [d.saetze for d in drafts] == [p.saetze for p in plain]
    assert all(d.modell is not None and d.modell.rueckfall and d.modell.saetze == 0 for d in drafts)


def test_everything_that_goes_out_is_masked_and_what_comes_back_is_not() -> None:
    """One masking for the whole talk, the repair too; the gate judges the true words."""
    paper = Paper(("Frau Erika Muster betreut die Halle am Markt.",))

    def mask(text: str) -> tuple[str, object]:
        return text.replace("Erika Muster", "PERSON_1"), lambda answer: answer.replace("PERSON_1", "Erika Muster")

    lie = ("Frau PERSON_1 verkauft die Halle am Markt.", "B1")
    answers = iter([said(lie), said(("Die Halle am Markt betreut Frau PERSON_1.", "B1"))])
    with serving(lambda _: next(answers)) as server:
        writing = Formulierer(
            lambda: connect(settings(server.url)),
            load_prompt,
            budget_tokens=100_000,
            mask=mask,  # type: ignore[arg-type]
        )
        order = Auftrag("Wer betreut für Erika Muster die Halle?", paper.draft(), wunsch="mehr zu Erika Muster")
        (draft,) = writing.word([order], paper.text_of, lambda _: 1.0)
        sent = str(server.requests)
    assert len(server.requests) == 2
    assert "Erika Muster" not in sent
    assert "PERSON_1" in sent
    assert "PERSON_1" not in draft.saetze[0].text
    assert draft.saetze[0].text == "Die Halle am Markt betreut Frau Erika Muster."


def test_what_was_held_back_stays_so_when_a_sentence_goes_back_to_be_mended() -> None:
    """A model that garbles a stand-in would else be sent the telephone and the account in its own sentence, and their
    digits in the reasons."""
    from bot.wiring import _masked

    paper = Paper(
        (
            "Die Karten verkauft der Hallenverein e. V., es hilft Frau Ida Muster, Lindenweg 4, Telefon 05999 123456.",
            "Spenden gehen auf das Konto DE02 1203 0000 0000 2020 51.",
        )
    )

    def garbled(request: dict[str, object]) -> Reply:
        shown = str(request["messages"][1]["content"])  # type: ignore[index]
        sources = [line.split(": ", 1) for line in shown.splitlines() if line.startswith("B")]
        return said(*((text.replace("[Name 1]", "[Name 9]") + " Das ist gut so.", name) for name, text in sources))

    with serving(garbled) as server:
        writing = Formulierer(lambda: connect(settings(server.url)), load_prompt, budget_tokens=100_000, mask=_masked)
        order = Auftrag("Wer verkauft Karten? Rückruf unter 0171 5550123.", paper.draft())
        writing.word([order], paper.text_of, lambda _: 1.0)
        sent = str(server.requests)
    assert len(server.requests) == 2
    assert "[IBAN 1]" in sent
    for digits in ("Muster", "Lindenweg", "123456", "1203", "2020", "5550123"):
        assert digits not in sent


def test_an_office_among_the_sources_makes_no_citizens_number_official() -> None:
    from bot.wiring import _masked

    text, unmask = _masked(
        "Punkt:\n<<<\nBitte Rückruf unter 0171 5550123.\n>>>\n<<<\nB1: Das Tiefbauamt der Stadt prüft.\n>>>"
    )
    assert "5550123" not in text
    assert "0171 5550123" in unmask(text)
