"""Every command does what it says, for whom it may, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, select

from bot.channels.accounts import deputy_in, group_allowed_in
from bot.channels.port import Post
from bot.channels.questions import open_of_in
from bot.channels.tables import job
from bot.chat.commands import COMMANDS
from bot.chat.house_rules import COMMAND_TEXTS
from bot.review.case_outlines import open_outlines_in
from bot.review.people import Person
from bot.review.rules import Entscheidung
from corpus.database import reading
from tests.bot.chat.hall import GROUP, MOTION, NOW, UNSURE, Hall

CASE = "V-2026-0001"


@pytest.fixture
def drafted(house: Hall) -> Hall:
    """A motion of Petra Sander's with two drafts."""
    house.receive(house.document(MOTION))
    house.work()
    house.news()
    return house


def ask(house: Hall, command: str, text: str = "", *, by: Person | None = None, chat: str | None = None) -> str:
    """Sends a command and returns the last thing said in that chat."""
    person = by or house.official
    message = house.message(text, command=command, by=person, chat=chat)
    house.receive(message, by=person)
    said = house.said(message.place.chat_id)
    return said[-1] if said else ""


def approve(house: Hall, nr: int) -> None:
    house.cases.decide(
        CASE, nr, based_on=1, von=house.reviewer, entscheidung=Entscheidung.FREIGEGEBEN, angenommen=["luecke"], now=NOW
    )


# --- /status, /offen


def test_status_names_ones_own_newest_cases(drafted: Hall) -> None:
    assert CASE in ask(drafted, "status")
    assert "noch keinen Antrag eingereicht" in ask(drafted, "status", by=drafted.reviewer)


@pytest.mark.parametrize("written", ["V-2026-0001", "v-2026-1", "V 2026/1"])
def test_status_of_a_case_tells_every_point_and_who_approved(drafted: Hall, written: str) -> None:
    approve(drafted, 1)
    said = ask(drafted, "status", written, by=drafted.reviewer)
    assert "Punkt 1, Fassung 1: freigegeben (1 von 1: Ilka Brandt)" in said
    assert "Punkt 2, Fassung 1: offen" in said
    assert "Eingereicht von Petra Sander" in said


def test_a_reply_to_a_card_names_its_case(drafted: Hall) -> None:
    drafted.deliver()
    cards = [i for i, o in drafted.sent("7") if isinstance(o, Post) and "Punkt 2" in o.text.text]
    message = drafted.message(command="status", by=drafted.reviewer, reply_to=f"m{cards[0]}")
    drafted.receive(message, by=drafted.reviewer)
    assert "Punkt 2, Fassung 1: offen" in drafted.said("7")[-1]


def test_the_button_of_status_shows_the_cards_again(drafted: Hall) -> None:
    ask(drafted, "status", CASE)
    drafted.news()
    drafted.press("Entwürfe zeigen")
    assert any("Punkt 2" in text for text in drafted.news())


@pytest.mark.parametrize("command", ["status", "export", "frist", "abbrechen"])
def test_a_case_that_does_not_exist_is_said(house: Hall, command: str) -> None:
    assert "Den Vorgang V-2026-0042 gibt es nicht." in ask(house, command, "V-2026-42 01.12.2026")


@pytest.mark.parametrize("text", ["", "05.12.2026"])
def test_the_example_for_a_deadline_works_as_it_stands(drafted: Hall, text: str) -> None:
    said = ask(drafted, "frist", text)
    example = said.partition("/frist ")[2]
    assert "Frist von V-2026-0001 ist jetzt" in "".join([ask(drafted, "frist", example), *drafted.said()])


def test_open_asks_the_database_no_more_often_for_many_cases(house: Hall) -> None:
    asked: list[str] = []
    event.listen(house.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    def queries() -> int:
        asked.clear()
        ask(house, "offen", by=house.reviewer)
        return len(asked)

    def motions(*numbers: int) -> None:
        for number in numbers:
            house.receive(house.document(MOTION.replace("AT/0007", f"AT/{number:04d}")))
        house.work()

    motions(1)
    few = queries()
    motions(2, 3, 4)
    assert queries() <= few + 3 * 2  # a button for each


def test_a_list_of_cases_is_what_the_cases_are_but_for_their_drafts(drafted: Hall) -> None:
    approve(drafted, 1)
    with drafted.turn() as turn:
        drafted.cases.request_in(
            turn.connection, CASE, 2, based_on=1, von=drafted.official, amt="Bauamt", frage="Wann?", frist=None,
            now=NOW, quelle="test",
        )  # fmt: skip
        (listed,) = open_outlines_in(turn.connection)
        whole = drafted.cases.get_in(turn.connection, CASE)
        empty = tuple(replace(w, entwurf=r.entwurf) for w, r in zip(whole.revisionen, listed.revisionen, strict=True))
        assert listed == replace(whole, revisionen=empty)
        assert len(open_outlines_in(turn.connection, handed_in_by=drafted.official.id)) == 1
        assert open_outlines_in(turn.connection, handed_in_by=drafted.reviewer.id) == ()


def test_open_names_the_points_that_wait_for_this_person(drafted: Hall) -> None:
    assert "Punkte 1, 2 warten auf Ihre Entscheidung" in ask(drafted, "offen", by=drafted.reviewer)
    approve(drafted, 1)
    assert "Punkt 2 wartet auf Ihre Entscheidung" in ask(drafted, "offen", by=drafted.reviewer)
    approve(drafted, 2)
    assert ask(drafted, "offen", by=drafted.reviewer) == "Für Sie ist nichts offen."


def test_open_leads_to_the_cards_of_every_case_it_names(drafted: Hall) -> None:
    chat = drafted.message("", by=drafted.reviewer).place.chat_id
    ask(drafted, "offen", by=drafted.reviewer)
    before = len(drafted.said(chat))
    said = drafted.press(f"{CASE} zeigen", by=drafted.reviewer, chat=chat)
    assert said == "Die Entwürfe kommen als neue Nachrichten."
    assert any(card.startswith(f"{CASE} · Punkt 1 · Fassung 1") for card in drafted.said(chat)[before:])


def test_open_never_asks_whom_the_four_eyes_bar(drafted: Hall) -> None:
    said = ask(drafted, "offen")
    assert "auf Ihre Entscheidung" not in said
    assert "Ihr Antrag; noch nicht freigegeben: Punkte 1, 2" in said


def test_open_begins_with_what_is_overdue(drafted: Hall) -> None:
    other = MOTION.replace("AT/0007/2026", "AT/0008/2026").replace("Halle", "Aula")
    drafted.receive(drafted.document(other))
    drafted.work()
    with drafted.turn() as turn:
        for case, day in ((CASE, date(2026, 12, 1)), ("V-2026-0002", date(2026, 11, 20))):
            house_case = drafted.cases.set_deadline_in(
                turn.connection, case, day, von=drafted.official, now=NOW, quelle="test"
            )
            assert house_case is None
    said = ask(drafted, "offen", by=drafted.reviewer)
    assert "davon 1 überfällig" in said
    assert said.index("V-2026-0002") < said.index(CASE)


def test_a_case_without_a_deadline_says_how_to_set_one(drafted: Hall) -> None:
    summary = next(said for said in drafted.said() if "0 von 2 freigegeben" in said)
    assert f"Frist: keine bekannt; /frist {CASE} und ein Datum setzen eine" in summary
    ask(drafted, "frist", f"{CASE} 05.12.2026")
    assert "keine bekannt" not in drafted.said()[-1]


def test_a_case_that_is_cancelled_has_no_deadline_any_more(drafted: Hall) -> None:
    ask(drafted, "frist", f"{CASE} 05.12.2026")
    assert "Frist: 05.12.2026" in ask(drafted, "status", CASE)
    with drafted.turn() as turn:
        drafted.cases.cancel_in(turn.connection, CASE, von=drafted.official, now=NOW, quelle="test")
    assert "Frist" not in ask(drafted, "status", CASE)


# --- /frist, /export, /abbrechen


def test_a_deadline_is_set_by_whoever_works_here(drafted: Hall) -> None:
    assert "ist jetzt der 05.12.2026" in "".join([ask(drafted, "frist", f"{CASE} 5.12."), *drafted.said()])
    assert drafted.cases.get(CASE).frist == date(2026, 12, 5)


@pytest.mark.parametrize(("day", "said"), [("bald", "nicht zu erkennen"), ("01.11.2026", "schon vorbei")])
def test_a_deadline_that_is_none_changes_nothing(drafted: Hall, day: str, said: str) -> None:
    before = drafted.cases.get(CASE).frist
    assert said in ask(drafted, "frist", f"{CASE} {day}")
    assert drafted.cases.get(CASE).frist == before


def test_export_is_a_job_for_the_letter(drafted: Hall) -> None:
    ask(drafted, "export", CASE)
    (waiting,) = drafted.queued()
    assert (waiting.kind, waiting.payload["vorgang"], waiting.payload["export"]) == ("letter", CASE, True)
    assert (waiting.channel, waiting.chat_id) == ("telegram", "8")


def test_export_before_there_are_drafts_says_so(house: Hall) -> None:
    house.receive(house.document(UNSURE))
    house.work()
    assert "noch keine Entwürfe" in ask(house, "export", CASE)
    assert house.queued() == []


def test_cancelling_asks_first(drafted: Hall) -> None:
    assert "Soll dieser Vorgang abgebrochen werden?" in ask(drafted, "abbrechen", CASE)
    assert drafted.cases.get(CASE).abgebrochen_am is None
    assert drafted.press("Behalten") == "Der Vorgang bleibt."
    assert drafted.cases.get(CASE).abgebrochen_am is None


def test_a_cancelled_case_is_no_longer_drafted(house: Hall) -> None:
    house.receive(house.document(MOTION))
    house.work(["read"])
    ask(house, "abbrechen", CASE)
    assert house.press("Vorgang abbrechen") == f"{CASE} ist abgebrochen."
    assert house.cases.get(CASE).abgebrochen_am == NOW
    assert house.work() == []


def test_only_who_handed_it_in_or_the_leitung_cancels(drafted: Hall) -> None:
    assert "nur, wer den Antrag eingereicht hat" in ask(drafted, "abbrechen", CASE, by=drafted.reviewer)
    assert "Soll dieser Vorgang" in ask(drafted, "abbrechen", CASE, by=drafted.head)
    said = drafted.press("Vorgang abbrechen", by=drafted.reviewer, chat="9")  # the button in somebody else's hands
    assert said is not None
    assert "nur, wer den Antrag eingereicht hat" in said
    assert drafted.cases.get(CASE).abgebrochen_am is None


def test_cancelling_without_a_case_closes_ones_open_questions(house: Hall) -> None:
    house.receive(house.document(UNSURE))
    house.work()
    house.press("Korrigieren")
    assert "geschlossen" in ask(house, "abbrechen")
    with house.turn() as turn:
        assert open_of_in(turn.connection, "telegram", "8", house.official.id) == []
    assert "keine Frage" in ask(house, "abbrechen")


# --- /abwesend, /zurueck


def test_a_deputy_stands_in_until_one_is_back(house: Hall) -> None:
    said = ask(house, "abwesend", "20.11.2026–30.11.2026 Rita Adler", by=house.reviewer)
    assert said == (
        "Notiert: Sie sind vom 20.11.2026 bis 30.11.2026 abwesend. Rita Adler vertritt Sie. "
        "Mit /zurueck sind Sie wieder da."
    )
    with house.turn() as turn:
        assert deputy_in(turn.connection, house.reviewer.id, NOW.date()) == house.head
    told = house.said(house.message("", by=house.head).place.chat_id)[-1]
    assert told == "Ilka Brandt ist vom 20.11.2026 bis 30.11.2026 abwesend und hat Sie als Vertretung genannt."
    assert "Willkommen zurück" in ask(house, "zurueck", by=house.reviewer)
    with house.turn() as turn:
        assert deputy_in(turn.connection, house.reviewer.id, NOW.date()) is None
    assert ask(house, "zurueck", by=house.reviewer) == "Es war keine Abwesenheit notiert."


def test_an_absence_with_an_unknown_deputy_is_not_noted(house: Hall) -> None:
    assert "nicht bekannt" in ask(house, "abwesend", "24.12.–27.12. Niemand Hier", by=house.reviewer)
    assert ask(house, "zurueck", by=house.reviewer) == "Es war keine Abwesenheit notiert."


# --- /gruppe, /hilfe, /datenschutz


def allowed(house: Hall) -> bool:
    with house.turn() as turn:
        return group_allowed_in(turn.connection, "telegram", GROUP)


def test_the_leitung_opens_and_closes_a_group(house: Hall) -> None:
    ask(house, "gruppe", by=house.reviewer, chat=GROUP)
    assert not allowed(house)
    assert "Rita Adler hat Stellwerk für diese Gruppe freigeschaltet" in ask(house, "gruppe", by=house.head, chat=GROUP)
    assert allowed(house)
    ask(house, "gruppe", "aus", by=house.reviewer, chat=GROUP)
    assert allowed(house)
    ask(house, "gruppe", "aus", by=house.head, chat=GROUP)
    assert not allowed(house)


def test_what_is_said_about_a_closed_group_arrives_there(house: Hall) -> None:
    ask(house, "gruppe", by=house.reviewer, chat=GROUP)
    house.deliver()
    from bot.channels.tables import outbox

    with reading(house.engine) as connection:
        assert list(connection.scalars(select(outbox.c.state))) == ["sent"]


def test_help_names_every_command(house: Hall) -> None:
    said = ask(house, "hilfe")
    assert all(f"/{name} – " in said for name, _ in COMMAND_TEXTS)
    assert {name for name, _ in COMMAND_TEXTS} >= COMMANDS.keys() - {"start", "help"}
    assert ask(house, "help") == said


def test_an_unknown_command_gets_the_help_line_in_private_and_silence_in_groups(house: Hall) -> None:
    assert ask(house, "quatsch") == "Den Befehl /quatsch kennt Stellwerk nicht. /hilfe zeigt, was geht."
    assert ask(house, "quatsch", chat=GROUP) == ""


def test_privacy_says_what_telegram_keeps(house: Hall) -> None:
    said = ask(house, "datenschutz")
    assert "Telegram behält" in said
    assert "nach 30 Tagen gelöscht" in said


def test_search_becomes_a_quick_job(house: Hall) -> None:
    ask(house, "suche", "Sporthalle   Altvelm")
    assert [(j.kind, j.payload["text"]) for j in house.queued()] == [("search", "Sporthalle Altvelm")]
    assert "Schreiben Sie hinter /suche" in ask(house, "suche")


def test_a_command_in_another_chat_writes_no_job_for_this_one(drafted: Hall) -> None:
    ask(drafted, "export", CASE, by=drafted.reviewer)
    with reading(drafted.engine) as connection:
        assert connection.scalar(select(job.c.chat_id).where(job.c.kind == "letter")) == "7"
