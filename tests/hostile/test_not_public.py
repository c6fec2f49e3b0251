"""What is not public reaches no model and no chat, whichever way it would come. The terminal may say that it exists."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.chat import facts as chat_facts
from bot.chat.sending import without_confidential
from bot.drafting.against_archive import with_contradictions_in
from bot.drafting.asking import Wortschatz
from bot.drafting.desk import Desk
from bot.drafting.revising import revise
from bot.fact_level import bring_facts_level
from corpus.database import reading
from corpus.domain import Anliegen, AnliegenArt, Entwurf, EntwurfStatus
from corpus.facts.store import facts_in
from corpus.verbatim import verbatim_in
from tests.bot.chat.hall import NOW, Hall
from tests.builders import reply
from tests.hostile.attacks import attacks
from tests.hostile.way import ANSWER, SECRET, Library, hostile_hall, run

HEUTE = NOW.date()
WORDS_OF_SECRET = ("Investor", "9 Mio", "ST/0062/2025", "intern.txt", "verkauft")
UNSAID = "Die Sporthalle Altvelm wird im Jahr 2031 abgerissen."
POINT = Anliegen(
    1, "1.", "wie hoch die Kosten einer Sanierung der Sporthalle Altvelm wären.", AnliegenArt.FRAGE, (), 0, 9
)


def secret_in(said: object) -> list[str]:
    text = said if isinstance(said, str) else repr(said)
    return [word for word in (*WORDS_OF_SECRET, "2031", "st-0063") if word in text]


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    """A reply that is public, one that is not, and one that doesn't say, of the same office on the same matter."""
    made = hostile_hall(tmp_path)
    closed = reply(("Wird die Sporthalle Altvelm abgerissen?", UNSAID), vorlage="ST/0063/2025", datum=date(2025, 7, 1),
                   betreff="Sporthalle Altvelm", amt="65-Hochbauamt", oeffentlich=None, name="st-0063.txt")  # fmt: skip
    made.archive.store_all([closed], now=NOW)
    bring_facts_level(made.engine, made.archive, now=NOW)
    return made


class Listener:
    """In the place of what words drafts: keeps what a language model would be given."""

    def __init__(self) -> None:
        self.given: list[Any] = []

    def word(self, orders: Sequence[Any], *_: Any, **__: Any) -> list[Entwurf]:
        self.given += orders
        return [order.zitiert for order in orders]


def test_a_language_model_is_given_nothing_of_it(hall: Hall) -> None:
    """Neither as source, nor as the office's tone, nor in a hint."""
    listener, library = Listener(), Library(hall)
    words = Wortschatz(seltenheit=lambda _: 1.0, bekannt=lambda _: True)
    formulierer: Any = listener
    searcher: Any = library
    desk = Desk(hall.engine, hall.archive, hall.cases, lambda: searcher, lambda _: words, formulierer=formulierer)
    drafts = desk.drafts([POINT], "Sporthalle Altvelm", stichtag=HEUTE)
    (order,) = listener.given
    assert [satz.text for satz in order.zitiert.saetze] == [ANSWER]
    assert secret_in((order.frage, order.zitiert.saetze, order.ton, order.beispiele, order.wunsch)) == []
    assert secret_in(drafts[0].saetze) == []
    assert hall.archive.latest_answers("65-Hochbauamt", bis=HEUTE) == (ANSWER,)


def test_the_desk_says_only_that_there_is_something(hall: Hall) -> None:
    draft = hall.desk.draft_point(POINT, "Sporthalle Altvelm", stichtag=HEUTE)
    assert secret_in(draft) == []
    assert [h.text for h in draft.hinweise if h.art.value == "vertraulich"]


def test_facts_in_a_chat_and_facts_that_others_overtake_leave_it_out(hall: Hall) -> None:
    with reading(hall.engine) as connection:
        everything = facts_in(connection, nur_oeffentlich=False)
        public = facts_in(connection)
    assert secret_in([one.fakt.aussage for one in everything]) != []  # there is something to be left out
    assert secret_in(public) == []
    for asked in ("Sporthalle", "Investor", "2031", ""):
        with hall.turn() as turn:
            chat_facts.fakten(turn, hall.head, hall.message(asked, by=hall.head, chat="9"))
    shown = "\n".join(hall.said("9"))
    assert secret_in(shown.replace("2031, ", "")) == []


def test_what_a_person_writes_gets_no_beleg_and_no_hint_from_it(hall: Hall) -> None:
    """Neither a verbatim sentence of a closed paper nor one that contradicts it makes the program tell of the paper."""
    empty = Entwurf(1, "1.", EntwurfStatus.KEINE_GRUNDLAGE, ())
    with reading(hall.engine) as connection:
        found = verbatim_in(connection, hall.archive, [SECRET, UNSAID, ANSWER], bis=HEUTE)
        assert [place.zitat for place in found] == [ANSWER]
        written = revise(empty, "Die Sporthalle Altvelm wird im Jahr 2040 abgerissen.")
        checked = with_contradictions_in(connection, written, [], stichtag=HEUTE)
    assert secret_in(checked.hinweise) == []


def test_neither_chat_letter_nor_log_of_a_whole_case_tells_of_it(
    hall: Hall, capsys: pytest.CaptureFixture[str]
) -> None:
    done = run(hall, attacks()[0])
    said = json.dumps([str(output) for output in done.gesagt], ensure_ascii=False)
    assert secret_in(said) == []
    assert "nicht als öffentlich" not in said
    assert secret_in(done.brief or "") == []
    captured = capsys.readouterr()
    assert secret_in(captured.out + captured.err) == []


def test_a_motion_that_is_not_public_is_refused_in_the_chat_and_forgotten(hall: Hall) -> None:
    head = "Antrag\nVorlage: AT/0990/2026\nNichtöffentlich\nVerfasser: Fraktion Neue Mitte\nBetreff: Verkauf\n\n"
    asked = "Die Verwaltung wird gebeten zu prüfen,\n1. ob der Verkauf an den Investor möglich ist.\n"
    hall.receive(hall.document(f"{head}{SECRET}\n{asked}", "antrag.txt"))
    hall.work()
    assert "nichtöffentlich gekennzeichnet" in hall.said()[-1]
    assert secret_in("\n".join(hall.said())) == []
    assert secret_in("\n".join(hall.raw())) == []
    assert [job for job in hall.queued() if secret_in(json.dumps(job.payload))] == []


def test_a_record_that_goes_into_a_chat_tells_neither_of_it_nor_of_citizens() -> None:
    record = {
        "eingereicht_von": "Petra Sander",
        "punkte": [
            {
                "frage": "Was wird der Anwohnerin Erika Muster zugesagt?",
                "fassungen": [{"von": "Ilka Brandt", "text": "Frau Muster wohnt Lindenweg 4.",
                               "entwurf": {"hinweise": [{"art": "vertraulich", "text": "…"}]}}],
            }
        ],
    }  # fmt: skip
    shown = json.dumps(without_confidential(record), ensure_ascii=False)
    assert "vertraulich" not in shown
    assert "Muster" not in shown
    assert "Lindenweg 4" not in shown
    assert "Petra Sander" in shown
    assert "Ilka Brandt" in shown


def test_a_log_line_holds_no_words_of_a_motion_and_begins_no_line_of_its_own(hall: Hall, tmp_path: Path) -> None:
    """Every hostile text runs at DEBUG through the processors of the running program."""
    from bot.channels.telegram.redaction import Redaction

    written = io.StringIO()
    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.format_exc_info, Redaction().processor,
                    structlog.dev.ConsoleRenderer(colors=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=lambda *_: structlog.PrintLogger(written),
    )  # fmt: skip
    try:
        for attack in attacks()[:5] + [a for a in attacks() if a.name in ("protokoll", "steuerzeichen", "befehle")]:
            run(hall, attack)
        log = structlog.get_logger("probe")
        log.error("job_failed", error="eins\n2026-11-23 [info] approved\x1b[31m", datei="a\r\nb")
        try:
            raise ValueError("Anwohnerin Erika Muster, Tel. 0171 2345678\x1b[2J")
        except ValueError:
            log.exception("job_failed")
    finally:
        structlog.configure(**before)
    lines = written.getvalue()
    for words in ("Sporthalle", "Ignoriere", "Sanierung", "Erika", "2345678", "kJ3zxQ0", "\x1b"):
        assert words not in lines
    assert "\n2026-11-23 [info] approved" not in lines
    assert "motion_read" in lines
