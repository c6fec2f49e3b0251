"""The real bot process against the emulated Telegram, as people use it: by polling and by webhook."""

from __future__ import annotations

import io
import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from tests.e2e.telegram.conftest import OpenTown, webhook_settings
from tests.e2e.telegram.ledger import take
from tests.e2e.telegram.papers import (
    CHANGED,
    GAP,
    KEPT_SENTENCE,
    MEMBER,
    MEMBER_SOURCE,
    OWN_SENTENCE,
    UNKNOWN,
    follow_up,
    motion,
)
from tests.e2e.telegram.story import ACCEPT, Cast, Story, enrol
from tests.e2e.telegram.town import Citizen, Town
from tests.telegram_emulator import ANONYMOUS_ADMIN, Account, Shown

pytestmark = [pytest.mark.slow, pytest.mark.model]

DECIDING = ("Freigeben", "Ändern", "Anders entwerfen", "Ablehnen", "An Amt geben", "Quellen")
GROUP = -1001234567


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_a_motion_becomes_a_letter_and_the_next_motion_stands_on_it(
    mode: str, open_town: OpenTown, tmp_path: Path
) -> None:
    town = open_town(**(webhook_settings() if mode == "webhook" else {}))
    town.start()
    cast = enrol(town)
    story = Story(town, cast, motion(57, date.today()))
    if mode == "webhook":
        story.hand_in(document=(story.motion.as_docx(tmp_path), "Antrag Netz & Brücken.docx"))
    else:
        story.hand_in()
    story.await_drafts()
    the_drafts_say_what_the_official_needs(town, cast.official, story.case)
    who_handed_it_in_cannot_approve(story)
    story.change_a_point()
    pressed = the_button(town, cast.first, story.case, 1, "Freigeben")
    story.approve_the_others()
    a_replayed_press_learns_who_was_first(story, pressed)
    who_changed_it_cannot_approve_it(story)
    story.approve_the_changed_point()
    story.give_the_head()
    letter = story.await_letter()
    the_letter_opens_and_says_what_was_approved(letter.data or b"", story)
    the_record_says_who_decided(story)
    story.file_as_sent(letter)
    as_photo = mode == "webhook" and shutil.which("tesseract") is not None
    the_next_motion_stands_on_it(town, cast, story, tmp_path, photo=as_photo)
    if mode == "polling":  # what is refused doesn't depend on how updates come in
        forged_foreign_and_expired_presses_do_nothing(town, story)
        a_stranger_learns_nothing(town, story)
        inline_offers_public_papers_only(town, cast.official)
        nobody_decides_in_a_group_that_nobody_allowed(town, cast.second)
    town.settle()
    assert town.stop() == 0
    ledger = take(town)
    assert ledger.wrong == []
    assert (ledger.decisions, ledger.cases, ledger.doubled) == (4, 2, 0)
    if mode == "polling":
        the_ledger_would_have_found_it(town)


def the_button(town: Town, person: Citizen, case: str, nr: int, label: str) -> tuple[Shown, str]:
    """A message and what is on its button now: to be pressed later, when it is gone from the screen."""
    card = town.await_card(person, case, nr)
    return replace(card), card.button(label) or ""


def the_drafts_say_what_the_official_needs(town: Town, official: Citizen, case: str) -> None:
    first = town.await_card(official, case, 1, MEMBER, MEMBER_SOURCE)
    assert sorted(b["text"] for b in first.buttons) == sorted(DECIDING)
    assert "expandable_blockquote" in {e["type"] for e in first.entities}
    town.await_card(official, case, CHANGED, KEPT_SENTENCE)
    town.await_card(official, case, GAP, UNKNOWN)


def who_handed_it_in_cannot_approve(story: Story) -> None:
    refused = story.press(story.cast.official, 1, "Freigeben")
    assert "dürfen nicht über Entwürfe entscheiden" in refused


def who_changed_it_cannot_approve_it(story: Story) -> None:
    refused = story.press(story.cast.first, CHANGED, "Freigeben")
    assert "können sie nicht selbst freigeben" in refused
    cards = story.town.seen(story.cast.first, f"Punkt {CHANGED}")
    assert not [m for m in cards if m.button(ACCEPT)]  # the rules speak before the question does


def the_letter_opens_and_says_what_was_approved(data: bytes, story: Story) -> None:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    heads = [p.text for section in document.sections for p in section.header.paragraphs]
    text = "\n".join([*(p.text for p in document.paragraphs), *cells, *heads])
    assert "ENTWURF" not in text
    for words in (story.motion.reply, story.motion.nummer, MEMBER, KEPT_SENTENCE, OWN_SENTENCE, "Stadtrat"):
        assert words in text


def the_record_says_who_decided(story: Story) -> None:
    record = story.town.await_document(story.cast.official, "_Prüfvermerk.docx")
    document = docx.Document(io.BytesIO(record.data or b""))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    told = "\n".join([*(p.text for p in document.paragraphs), *cells])
    for words in (story.case, story.cast.first.name, story.cast.second.name):
        assert words in told


def the_next_motion_stands_on_it(town: Town, cast: Cast, story: Story, folder: Path, *, photo: bool) -> None:
    later = Story(town, cast, follow_up(81, date.today()))
    if photo:
        later.hand_in(photo=later.motion.as_photo(folder))
    else:
        later.hand_in(document=(later.motion.as_pdf(folder), "Antrag.pdf"))
    later.await_drafts(points=2)
    card = town.await_card(cast.official, later.case, 1, MEMBER)
    assert story.motion.reply in card.text
    # the sentence that one person wrote and another accepted without a Beleg proves nothing
    assert OWN_SENTENCE not in town.await_card(cast.official, later.case, 2, KEPT_SENTENCE).text


def a_replayed_press_learns_who_was_first(story: Story, pressed: tuple[Shown, str]) -> None:
    again = story.town.press_data(story.cast.first, *pressed)
    assert "schon" in again
    second = story.town.card(story.cast.second, story.case, 1)
    assert second is not None
    assert second.button("Freigeben") is None


def forged_foreign_and_expired_presses_do_nothing(town: Town, story: Story) -> None:
    first, second = story.cast.first, story.cast.second
    one, other = town.card(second, story.case, 1), town.card(second, story.case, 3)
    foreign = town.card(first, story.case, 1)
    assert one is not None
    assert other is not None
    assert foreign is not None
    real = one.button("Quellen") or ""
    before = town.last_id()
    assert "kennt Stellwerk nicht" in town.press_data(second, one, "x" * 20)
    assert "gehört zu einer anderen Nachricht" in town.press_data(second, other, real)
    assert "gehört zu einer anderen Nachricht" in town.press_data(first, foreign, real)
    with closing(sqlite3.connect(town.home / "stellwerk.db", timeout=30)) as database, database:
        database.execute("UPDATE callback_token SET valid_until = 1 WHERE token = ?", (real,))
    assert "gilt nicht mehr" in town.press_data(second, one, real)
    assert [m for m in town.telegram.shown() if m.message_id > before] == []


def a_stranger_learns_nothing(town: Town, story: Story) -> None:
    telegram, stranger = town.telegram, town.stranger("Fremd Person")
    files = []
    for _ in range(2):
        sent = telegram.send_file(stranger.account, b"%PDF-1.4", "antrag.pdf")
        files.append(telegram.emulator.messages[(str(stranger.chat), sent)].wire["document"]["file_id"])
    line = town.await_text(stranger, "eingeladene Personen")
    card = town.card(story.cast.official, story.case, 1)
    assert card is not None
    assert "keinen Zugang" in town.press_data(stranger, card, card.button("Quellen") or "")
    answer = inline(town, stranger, "kostenfreies WLAN", answered=False)
    assert answer in (None, "", "[]")
    assert town.seen(stranger) == [line]
    fetched = [c.fields["file_id"] for c in telegram.calls("getFile")]
    assert not set(files) & set(fetched)


def inline_offers_public_papers_only(town: Town, person: Citizen) -> None:
    assert "ST/0044/2024" in (inline(town, person, "kostenfreies WLAN an öffentlichen Orten") or "")
    assert "0121" not in (inline(town, person, "Angriff auf Postfächer der Verwaltung") or "")


def inline(town: Town, person: Citizen, words: str, *, answered: bool = True) -> str | None:
    """The offers under "@bot words", as they went over the wire. None where none came."""
    asked = town.telegram.ask_inline(person.account, words)

    def offers() -> list[str]:
        calls = town.telegram.calls("answerInlineQuery")
        return [str(c.fields.get("results")) for c in calls if c.fields["inline_query_id"] == asked]

    if answered:
        found: list[str] = town.until(offers, f"Angebote zu „{words}“")
        return found[0]
    time.sleep(2)
    return next(iter(offers()), None)


def nobody_decides_in_a_group_that_nobody_allowed(town: Town, person: Citizen) -> None:
    before = town.last_id()
    town.telegram.say(Account(ANONYMOUS_ADMIN, "Group", is_bot=True), "/offen", chat_id=GROUP)
    town.telegram.say(person.account, "/status", chat_id=GROUP)
    town.await_text(person, "In der Gruppe", after=before)
    assert town.telegram.shown(GROUP) == []


def the_ledger_would_have_found_it(town: Town) -> None:
    """The check itself is checked: what must not happen is made to happen after the run."""
    telegram = town.telegram.emulator
    doubled, missing, *_ = [m for m in town.telegram.shown() if not m.document]
    twice = telegram.next_message_id()
    telegram.messages[(doubled.chat_id, twice)] = replace(doubled, message_id=twice)
    del telegram.messages[(missing.chat_id, missing.message_id)]
    changed = next(m for m in town.telegram.shown() if len(m.versions) > 1)
    changed.text = changed.versions[0]
    telegram.put_ids.append(999_999)
    with closing(sqlite3.connect(town.home / "stellwerk.db")) as database, database:
        database.execute("UPDATE inbox SET state = 'dead' WHERE id = 1")
        database.execute("UPDATE freigabe SET person_id = (SELECT min(id) FROM person) WHERE id = 2")
        database.execute("UPDATE freigabe SET person_id = (SELECT max(id) FROM person) WHERE id = 3")
    with town.log.open("a", encoding="utf-8") as log:
        log.write(f"{town.telegram.token} {town.secrets[0]} {town.private_words[0]}\n")
    wrong = "\n".join(take(town).wrong)
    for words in (
        "too often in", "missing in", "was never edited to", "updates lost [999999]", "is dead", "audit verify",
        "a secret stands in the log", "the text of a motion stands in the log",
    ):  # fmt: skip
        assert words in wrong, f"{words}: {wrong}"
