"""Updates become events; what is no update says so; nobody acts in the name of somebody else."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.port import (
    ButtonPress,
    FileKind,
    IncomingFile,
    InlineQuestion,
    Membership,
    Message,
    Moved,
    Place,
    Sender,
)
from bot.channels.telegram.arrival import as_event, as_events
from bot.channels.telegram.decode import Malformed, decode, redact_start

ANNA = {"id": 4711, "is_bot": False, "first_name": "Anna", "last_name": "Kern"}
PRIVATE = {"id": 4711, "type": "private", "first_name": "Anna"}
GROUP = {"id": -1002, "type": "supergroup", "title": "Prüfende"}


def message(**content: Any) -> dict[str, Any]:
    return {"message": {"message_id": 9, "date": 1700000000, "chat": PRIVATE, "from": ANNA, **content}}


def decoded(**content: Any) -> Message:
    event = decode(message(**content))
    assert isinstance(event, Message)
    return event


def test_a_text_comes_with_its_place_and_sender() -> None:
    assert decoded(text="Guten Tag") == Message(
        Place("telegram", "4711"), Sender("4711", "Anna Kern"), "9", "Guten Tag", sent_at=1700000000.0
    )


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/neu", "neu", ""),
        ("/Neu Sporthalle\nzweite Zeile ", "neu", "Sporthalle\nzweite Zeile"),
        ("/suche@Stadt_Bot Baum", "suche", "Baum"),
        ("/2 oder 3", "2", "oder 3"),
        ("/zurück", "zurück", ""),
        ("/neu: Sporthalle", None, "/neu: Sporthalle"),
        ("siehe /neu", None, "siehe /neu"),
    ],
)
def test_a_command_and_its_rest(text: str, command: str | None, rest: str) -> None:
    assert (decoded(text=text).command, decoded(text=text).text) == (command, rest)


def test_a_command_for_another_bot_is_none_of_ours() -> None:
    asked = message(text="/status@anderer_bot")
    assert decode(asked, username="stadt_bot") is None
    assert decode(message(text="/status@Stadt_Bot"), username="stadt_bot") is not None


def test_a_document_and_the_largest_of_a_photo_s_sizes() -> None:
    file = decoded(
        document={"file_id": "F", "file_name": "Antrag.pdf", "file_size": 10}, caption="Bitte", media_group_id="A"
    )
    assert file.files == (IncomingFile("F", "Antrag.pdf", 10, FileKind.DOCUMENT),)
    assert (file.text, file.album) == ("Bitte", "A")
    sizes = [{"file_id": "s", "width": 90, "height": 90}, {"file_id": "l", "width": 900, "height": 900, "file_size": 5}]
    assert decoded(photo=sizes).files == (IncomingFile("l", "Foto 9.jpg", 5, FileKind.PHOTO),)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/Antrag.docx", "Antrag.docx"),
        ("C:\\Temp\\Antrag.docx", "Antrag.docx"),
        ("Antrag\u202efdp.exe", "Antragfdp.exe"),
        ("eins\nzwei.pdf", "eins zwei.pdf"),
        ("", "Dokument"),
        ("...", "Dokument"),
        ("ä" * 300 + ".docx", "ä" * 114 + "….docx"),
    ],
)
def test_a_file_name_is_for_people_and_leads_nowhere(given: str, shown: str) -> None:
    name = decoded(document={"file_id": "F", "file_name": given}).files[0].name
    assert name == shown
    assert len(name) <= 120


def test_an_answer_brings_along_what_it_answers() -> None:
    replied = message(text="Der Antrag", message_id=3, reply_to_message=message(text="noch früher")["message"])[
        "message"
    ]
    event = decoded(text="/neu", reply_to_message=replied)
    assert event.reply_to == "3"
    assert event.quoted is not None
    assert (event.quoted.text, event.quoted.quoted) == ("Der Antrag", None)


def test_an_edited_message_says_so() -> None:
    event = decode({"edited_message": message(text="neu gefasst")["message"]})
    assert isinstance(event, Message)
    assert event.edited


def test_a_voice_message_comes_without_text_so_that_it_can_be_answered() -> None:
    event = decoded(voice={"file_id": "v"})
    assert (event.text, event.files) == ("", ())


def test_a_service_message_means_nothing() -> None:
    assert decode(message(new_chat_title="Neu")) is None
    assert decode({"poll": {}}) is None


def test_a_press_bears_who_where_and_what() -> None:
    press = {"callback_query": {"id": "77", "from": ANNA, "data": "tok", "message": message(text="Karte")["message"]}}
    assert decode(press) == ButtonPress(Place("telegram", "4711"), Sender("4711", "Anna Kern"), "9", "77", "tok")


def test_a_press_on_a_message_that_telegram_no_longer_shows_is_still_one() -> None:
    hidden = {"chat": GROUP, "message_id": 5, "date": 0}
    event = decode({"callback_query": {"id": "77", "from": ANNA, "data": "tok", "message": hidden}})
    assert isinstance(event, ButtonPress)
    assert event.place == Place("telegram", "-1002", private=False)


def test_a_press_under_an_inline_result_is_none_of_ours() -> None:
    assert decode({"callback_query": {"id": "7", "from": ANNA, "data": "t", "inline_message_id": "x"}}) is None


def test_an_inline_question() -> None:
    event = decode({"inline_query": {"id": "8", "from": ANNA, "query": "Baum", "offset": ""}})
    assert event == InlineQuestion("telegram", Sender("4711", "Anna Kern"), "8", "Baum")


@pytest.mark.parametrize(
    "who",
    [
        {"from": {**ANNA, "is_bot": True}},
        {"from": {"id": 1087968824, "is_bot": False, "first_name": "Group"}},
        {"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}},
        {"from": ANNA, "sender_chat": GROUP},
        {"from": None},
    ],
)
def test_bots_anonymous_admins_and_channels_are_nobody(who: dict[str, Any]) -> None:
    assert not decoded(text="Freigeben", chat=GROUP, **who).sender.genuine


def member(before: str, after: str, chat: dict[str, Any] = GROUP) -> dict[str, Any]:
    states = {"old_chat_member": {"status": before}, "new_chat_member": {"status": after}}
    return {"my_chat_member": {"chat": chat, "from": ANNA, "date": 1, **states}}


def test_joining_and_leaving_and_what_is_neither() -> None:
    group, anna = Place("telegram", "-1002", private=False), Sender("4711", "Anna Kern")
    assert decode(member("left", "member")) == Membership(group, anna, joined=True)
    assert decode(member("administrator", "kicked")) == Membership(group, anna, joined=False)
    assert decode(member("member", "administrator")) is None
    assert decode(member("member", "kicked", PRIVATE)) == Membership(Place("telegram", "4711"), anna, joined=False)


def test_both_notes_of_a_move_say_the_same() -> None:
    moved = Moved("telegram", "-5", "-1002")
    assert decode(message(chat={"id": -5, "type": "group"}, migrate_to_chat_id=-1002)) == moved
    assert decode(message(chat=GROUP, migrate_from_chat_id=-5)) == moved


def test_what_no_database_can_keep_is_cleaned() -> None:
    event = decoded(text="a\x00b \ud83d c", **{"from": {**ANNA, "first_name": "An\x00na\ud800", "last_name": None}})
    assert (event.text, event.sender.name) == ("ab \ufffd c", "Anna\ufffd")


@pytest.mark.parametrize(
    "raw",
    [
        {"message": None},
        {"message": {"chat": PRIVATE, "text": "x"}},
        {"message": {**message(text="x")["message"], "message_id": "neun"}},
        {"message": {**message(text="x")["message"], "chat": {"id": True, "type": "private"}}},
        {"message": {**message()["message"], "text": 5}},
        {"callback_query": {"id": "1", "data": "t", "message": {"chat": {}}}},
        {"my_chat_member": {}},
    ],
)
def test_what_is_no_update_says_so(raw: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        decode(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(
    st.sampled_from(["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]), JSON, st.data()
)
def test_whatever_comes_is_an_event_nothing_or_malformed(kind: str, junk: Any, data: st.DataObject) -> None:
    raw = message(text="x", document={"file_id": "F"}, reply_to_message=message(text="y")["message"])["message"]
    raw[data.draw(st.sampled_from(sorted(raw)))] = junk
    for update in ({kind: junk}, {kind: raw}):
        try:
            event = decode(update)
        except Malformed:
            continue
        assert event is None or isinstance(event, (Message, ButtonPress, InlineQuestion, Membership, Moved))


# --- tokens


def hashed(token: str) -> str:
    return "sha256:" + hashlib.sha256(token.encode()).hexdigest()


@pytest.mark.parametrize("command", ["/start ", "/start@stadt_bot ", "/START  "])
def test_an_invitation_token_is_kept_as_its_hash_alone(command: str) -> None:
    raw = redact_start(message(text=command + "kJ3zx-9_A"))
    event = decode(raw)
    assert "kJ3zx" not in json.dumps(raw)
    assert isinstance(event, Message)
    assert (event.command, event.text) == ("start", hashed("kJ3zx-9_A"))


def test_who_has_read_a_hash_gains_nothing_by_sending_it() -> None:
    stolen = hashed("kJ3zx-9_A")
    assert redact_start(message(text=f"/start {stolen}"))["message"]["text"] == f"/start {hashed(stolen)}"


def test_a_token_in_a_link_or_a_quoted_message_is_hashed_too() -> None:
    link = "Bitte: https://t.me/stadt_bot?start=kJ3zx-9_A danke"
    raw = redact_start(message(text=link, reply_to_message=message(text="/start kJ3zx-9_A")["message"]))
    assert "kJ3zx" not in json.dumps(raw)


def test_other_texts_stay_as_they_are() -> None:
    raw = message(text="Siehe https://stadt.example/liste?start=20 und /start im Text", caption="/starten wir")
    assert redact_start(raw) == raw


# --- what the inbox keeps


def test_an_update_is_kept_in_a_form_that_every_database_takes() -> None:
    update_id, raw = as_event({"update_id": 5, "message": {"text": "ä\x00\ud83d😀"}})
    assert update_id == 5
    assert raw.isascii()
    assert json.loads(raw)["message"]["text"] == "ä\x00\ud83d😀"


@pytest.mark.parametrize(
    "bad", [None, [], {}, {"update_id": "5"}, {"update_id": True}, {"update_id": -1}, {"update_id": 2**63}]
)
def test_an_update_without_an_id_stops_no_other(bad: Any) -> None:
    assert as_events([bad, {"update_id": 6}]) == ([(6, '{"update_id":6}')], 1)
