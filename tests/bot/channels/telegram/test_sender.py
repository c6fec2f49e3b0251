"""What is in the outbox arrives once, in order, at a pace that Telegram takes, whatever goes wrong on the way."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest

from bot.channels.accounts import allow_group_in, chats_in, group_allowed_in
from bot.channels.outbox import Outbox, attach_in
from bot.channels.port import Button, Document, Edit, Leave, Post, PressAnswer, Reaction, Style, plain, styled
from bot.channels.telegram.pieces import MAYBE_DOUBLE, SHORTENED
from corpus.errors import StellwerkError
from tests.bot.channels.telegram.line import Line
from tests.bot.channels.town_hall import NOW
from tests.telegram_emulator import (
    Account,
    Fault,
    bad_gateway,
    blocked,
    migrated,
    not_modified,
    silence,
    too_many,
    too_old,
    unauthorized,
)

GROUP = "-100200"


def allow_group(line: Line, chat: str = GROUP) -> None:
    line.hall.write(lambda c: allow_group_in(c, "telegram", chat, "P-1", now=NOW))


def done(line: Line, *rows: int) -> Any:
    return lambda: all(line.state(row) in ("sent", "dropped", "dead") for row in rows)


def times(line: Line, chat: str) -> list[float]:
    return [c.at for c in line.telegram.calls("sendMessage") if c.chat_id == chat and c.status == 200]


def test_messages_of_one_chat_arrive_in_order(line: Line) -> None:
    rows = [line.hall.post(f"Nachricht {i}") for i in range(6)]
    line.send(done(line, *rows))
    assert line.texts() == [f"Nachricht {i}" for i in range(6)]
    assert line.hall.row(rows[0]).message_id == str(line.telegram.shown(7)[0].message_id)


def test_a_flood_limit_pauses_its_chat_alone_and_keeps_the_order(line: Line) -> None:
    line.telegram.fail(too_many("sendMessage", 1, chat_id="7"))
    mine = [line.hall.post(f"an 7: {i}", "7") for i in range(3)]
    other = [line.hall.post(f"an 8: {i}", "8") for i in range(3)]
    line.send(done(line, *mine, *other))
    refused = next(c for c in line.telegram.calls("sendMessage") if c.status == 429)
    assert line.texts("7") == ["an 7: 0", "an 7: 1", "an 7: 2"]
    assert times(line, "7")[0] >= refused.at + 1.0
    assert max(times(line, "8")) < refused.at + 0.9
    assert line.hall.row(mine[0]).attempts == 1  # waiting is no failed attempt


def test_who_blocked_the_bot_is_marked_unreachable_and_not_tried_again(line: Line) -> None:
    line.telegram.fail(blocked("sendMessage", chat_id="7"))
    first, second = line.hall.post("eins"), line.hall.post("zwei")
    elsewhere = line.hall.post("an 8", "8")
    line.send(done(line, first, second, elsewhere))
    assert line.state(first) == "dropped"
    assert line.state(elsewhere) == "sent"
    assert len([c for c in line.telegram.calls("sendMessage") if c.status == 403]) == 1
    assert line.hall.read(lambda c: chats_in(c, "P-1")) == []


def test_a_group_that_threw_the_bot_out_is_no_longer_allowed(line: Line) -> None:
    allow_group(line)
    kicked = Fault("sendMessage", 403, "Forbidden: bot was kicked from the supergroup chat")
    line.telegram.fail(kicked)
    row = line.hall.post("in die Gruppe", GROUP)
    line.send(done(line, row))
    assert line.state(row) == "dropped"
    assert not line.hall.read(lambda c: group_allowed_in(c, "telegram", GROUP))


def test_a_group_that_moved_is_rewritten_and_gets_the_message(line: Line) -> None:
    allow_group(line)
    line.telegram.fail(migrated("sendMessage", -100999, chat_id=GROUP))
    rows = [line.hall.post(f"in die Gruppe {i}", GROUP) for i in range(2)]
    line.send(done(line, *rows))
    assert line.texts("-100999") == ["in die Gruppe 0", "in die Gruppe 1"]
    assert [line.hall.row(r).chat_id for r in rows] == ["-100999", "-100999"]
    assert line.hall.read(lambda c: group_allowed_in(c, "telegram", "-100999"))


def test_an_edit_that_changes_nothing_counts_as_done(line: Line) -> None:
    target = line.hall.post("Stand: gelesen")
    line.send(done(line, target))
    line.telegram.fail(not_modified())
    edit = line.hall.post(Edit(target, plain("Stand: gelesen")))
    line.send(done(line, edit))
    assert line.state(edit) == "sent"


def test_an_edit_of_a_deleted_message_is_posted_anew_and_takes_its_place(line: Line) -> None:
    target = line.hall.post("Karte")
    line.send(done(line, target))
    line.telegram.fail(Fault("editMessageText", 400, "Bad Request: message to edit not found"))
    edit = line.hall.post(Edit(target, plain("Karte, freigegeben"), ((Button("Quellen", "tok"),),)))
    line.send(done(line, edit))
    shown = line.telegram.shown(7)[-1]
    assert (shown.text, shown.silent, shown.button("Quellen")) == ("Karte, freigegeben", True, "tok")
    assert line.hall.row(target).message_id == str(shown.message_id)


def test_a_file_s_buttons_can_be_changed_too(line: Line) -> None:
    data = line.hall.write(lambda c: attach_in(c, b"PK", at=0.0))
    target = line.hall.post(Document(data, "Antwort.docx", plain("Die Stellungnahme"), ((Button("Senden", "t1"),),)))
    line.send(done(line, target))
    line.telegram.fail(Fault("editMessageText", 400, "Bad Request: there is no text in the message to edit"))
    edit = line.hall.post(Edit(target, plain("Abgelegt.")))
    line.send(done(line, edit))
    assert line.state(edit) == "sent"
    assert line.telegram.calls("editMessageCaption")[0].fields["caption"] == "Abgelegt."


def test_a_press_that_is_too_old_to_answer_holds_nothing_up(line: Line) -> None:
    line.telegram.fail(too_old())
    answer, after = line.hall.post(PressAnswer("alt", "Freigegeben")), line.hall.post("Danach")
    line.send(done(line, answer, after))
    assert (line.state(answer), line.state(after)) == ("dropped", "sent")


def test_after_a_bad_gateway_the_message_comes_again_and_says_that_it_may_be_a_double(line: Line) -> None:
    line.telegram.fail(bad_gateway("sendMessage"))
    row = line.hall.post("Der Entwurf")
    line.send(done(line, row))
    assert line.texts() == [f"{MAYBE_DOUBLE}\nDer Entwurf"]
    assert line.telegram.shown(7)[0].entities[0]["type"] == "italic"
    assert line.hall.row(row).unsure


def test_a_message_that_arrived_without_an_answer_comes_twice_and_the_second_says_so(line: Line) -> None:
    line.telegram.fail(silence("sendMessage", delivered=True))
    row = line.hall.post("Der Entwurf")
    line.send(done(line, row))
    assert line.texts() == ["Der Entwurf", f"{MAYBE_DOUBLE}\nDer Entwurf"]
    assert Outbox(line.hall.engine).counts()["unsure"] == 1


def test_a_file_without_an_answer_says_it_in_its_caption(line: Line) -> None:
    data = line.hall.write(lambda c: attach_in(c, b"PK", at=0.0))
    line.telegram.fail(silence("sendDocument", delivered=True))
    row = line.hall.post(Document(data, "Antwort.docx", plain("Stand 1")))
    line.send(done(line, row))
    assert line.texts() == ["Stand 1", f"{MAYBE_DOUBLE}\nStand 1"]
    assert line.telegram.shown(7)[1].data == b"PK"


def test_an_edit_or_a_reaction_without_an_answer_is_just_done_again(line: Line) -> None:
    target = line.hall.post("Stand 1")
    line.send(done(line, target))
    line.telegram.fail(silence("editMessageText", delivered=True), bad_gateway("setMessageReaction"))
    seen = line.telegram.say(Account(7, "Ilka"), "Antrag")
    edit, reaction = line.hall.post(Edit(target, plain("Stand 2"))), line.hall.post(Reaction(str(seen), "👀"))
    line.send(done(line, edit, reaction))
    assert (line.state(edit), line.state(reaction)) == ("sent", "sent")
    assert line.texts() == ["Stand 2"]
    assert Outbox(line.hall.engine).counts()["unsure"] == 0


def test_while_telegram_is_down_no_attempt_is_used_up(line: Line) -> None:
    line.telegram.fail(bad_gateway("sendMessage"), bad_gateway("getMe", times=3, skip=1))
    row = line.hall.post("Nach dem Ausfall")
    line.send(done(line, row), seconds=20)
    assert line.state(row) == "sent"
    assert line.hall.row(row).attempts == 2
    assert len([c for c in line.telegram.calls("getMe") if c.status == 502]) == 3


def test_what_telegram_will_never_take_is_dropped_and_the_next_goes_on(line: Line) -> None:
    line.telegram.fail(Fault("sendMessage", 400, "Bad Request: BUTTON_DATA_INVALID"))
    bad, good = line.hall.post("kaputt"), line.hall.post("heil")
    line.send(done(line, bad, good))
    assert (line.state(bad), line.state(good)) == ("dropped", "sent")
    assert line.hall.row(bad).error == "button_data_invalid"


def test_styles_that_telegram_refuses_cost_the_styles_not_the_message(line: Line) -> None:
    line.telegram.fail(Fault("sendMessage", 400, "Bad Request: can't parse entities: wrong offset"))
    row = line.hall.post(Post(styled("Wichtig", Style.BOLD)))
    line.send(done(line, row))
    assert [(m.text, m.entities) for m in line.telegram.shown(7)] == [("Wichtig", [])]


def test_a_single_401_from_something_in_between_ends_nothing(line: Line) -> None:
    line.telegram.fail(unauthorized("sendMessage"))
    row = line.hall.post("Kommt an")
    line.send(done(line, row))
    assert line.texts() == ["Kommt an"]
    assert line.hall.row(row).attempts == 1


def test_a_token_that_was_revoked_ends_the_sender_with_a_remedy_and_loses_nothing(line: Line) -> None:
    line.telegram.fail(unauthorized("sendMessage", times=2), unauthorized("getMe", skip=1))  # the first is the start
    row = line.hall.post("Bleibt liegen")
    with pytest.raises(StellwerkError, match="Token"):
        line.send(lambda: False)
    assert line.state(row) == "queued"
    assert not line.hall.row(row).unsure


def test_a_long_text_becomes_several_messages_and_the_last_bears_the_buttons(line: Line) -> None:
    long = "\n\n".join(f"Absatz {i}. " + "Wort " * 300 for i in range(6))
    row = line.hall.post(Post(plain(long), ((Button("Freigeben", "tok"),),)))
    line.send(done(line, row))
    shown = line.telegram.shown(7)
    assert " ".join(m.text for m in shown).split() == long.split()
    assert [m.button("Freigeben") for m in shown] == [None] * (len(shown) - 1) + ["tok"]
    assert line.hall.row(row).message_id == str(shown[-1].message_id)


def test_a_long_text_goes_on_where_it_was_interrupted(line: Line) -> None:
    long = "\n\n".join(f"Absatz {i}. " + "Wort " * 500 for i in range(3))
    line.telegram.fail(too_many("sendMessage", 1, skip=1))
    row = line.hall.post(Post(plain(long)))
    line.send(done(line, row))
    assert " ".join(line.texts()).split() == long.split()


def test_an_edit_that_is_too_long_is_cut_and_says_so(line: Line) -> None:
    target = line.hall.post("kurz")
    edit = line.hall.post(Edit(target, plain("Wort " * 2000)))
    line.send(done(line, target, edit))
    assert line.texts()[0].endswith(SHORTENED)


def test_a_caption_that_is_too_long_goes_before_its_file(line: Line) -> None:
    data = line.hall.write(lambda c: attach_in(c, b"PK", at=0.0))
    row = line.hall.post(Document(data, "Antwort.docx", plain("Wort " * 400), ((Button("Senden", "t"),),)))
    line.send(done(line, row))
    text, file = line.telegram.shown(7)
    assert (len(text.text.split()), file.document, file.button("Senden")) == (400, "Antwort.docx", "t")


def test_a_question_opens_the_answer_field(line: Line) -> None:
    row = line.hall.post(Post(plain("Warum?"), ask=True))
    line.send(done(line, row))
    assert line.telegram.shown(7)[0].asks


def test_after_a_burst_a_chat_gets_one_message_a_second_and_a_press_is_answered_at_once(line: Line) -> None:
    rows = [line.hall.post(f"{i}") for i in range(10)]
    answer = line.hall.post(PressAnswer("p", "ja"))
    started = time.time()
    line.send(done(line, *rows, answer))
    sent = times(line, "7")
    assert sent[7] - sent[0] < 0.9
    assert all(later - earlier > 0.8 for earlier, later in pairwise(sent[8:]))
    assert sent[8] - sent[0] > 0.8
    assert line.telegram.calls("answerCallbackQuery")[0].at - started < 0.8


def test_the_bot_can_leave_a_group_that_nobody_allowed(line: Line) -> None:
    row = line.hall.post(Leave(), "-100777")
    line.send(done(line, row))
    assert line.telegram.calls("leaveChat")[0].chat_id == "-100777"


def test_an_error_of_ours_in_one_row_stops_no_other(line: Line) -> None:
    broken = line.hall.post(Post(plain("Antwort"), reply_to="keine Nummer"))
    good = line.hall.post("an 8", "8")
    line.send(done(line, good))
    assert line.state(broken) in ("queued", "sending")
    assert line.texts("8") == ["an 8"]


def test_a_database_that_fails_after_the_sending_makes_no_double(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    real, failures = Outbox.sent, [1, 2]

    def failing(self: Outbox, *arguments: Any, **more: Any) -> None:
        if failures:
            failures.pop()
            raise StellwerkError("Kein Platz.", "Schaffen Sie Platz.")
        real(self, *arguments, **more)

    monkeypatch.setattr(Outbox, "sent", failing)
    row = line.hall.post("einmal")
    line.send(done(line, row))
    assert line.texts() == ["einmal"]
    assert not line.hall.row(row).unsure
