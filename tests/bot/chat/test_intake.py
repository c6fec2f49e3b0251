"""What a person sends becomes one job, one sign and one status message, or one sentence that helps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.port import FileKind, IncomingFile, Post
from bot.chat.intake import ALBUM_SECONDS, LATE_SECONDS, TEXT_SECONDS
from bot.chat.suitability import DOWNLOAD_LIMIT_BYTES, begins_as_motion
from tests.bot.chat.hall import GROUP, MOTION, Hall

MEGABYTE = 1024 * 1024


def test_a_file_is_seen_at_once_and_becomes_a_job(house: Hall) -> None:
    sent = house.document(MOTION)
    house.receive(sent)
    assert house.reactions() == [sent.message_id]
    assert house.said() == ["📄 Antrag wird gelesen …"]
    assert [post.reply_to for _, post in house.sent() if isinstance(post, Post)] == [sent.message_id]
    assert [(job.kind, job.channel, job.chat_id) for job in house.queued()] == [("read", "telegram", "8")]
    assert house.fetched == []


def test_a_message_that_is_delivered_twice_brings_about_nothing_new(house: Hall) -> None:
    sent = house.document(MOTION)
    house.receive(sent)
    house.receive(sent)
    assert len(house.queued()) == 1
    assert len(house.said()) == 1


def test_photos_of_one_album_are_the_pages_of_one_motion(house: Hall) -> None:
    for _ in range(3):
        house.receive(house.photo(album="a1"))
        house.at += 0.2
    assert [len(job.payload["files"]) for job in house.queued()] == [3]
    assert house.jobs.claim("werkbank", ["read"], at=house.at) is None
    assert house.jobs.claim("werkbank", ["read"], at=house.at + ALBUM_SECONDS) is not None
    assert len(house.reactions()) == 3
    assert len(house.said()) == 1


def test_the_same_page_delivered_twice_is_one_page(house: Hall) -> None:
    first, second = house.photo(album="a1"), house.photo(album="a1")
    for page in (first, second, second):
        house.receive(page)
    assert [len(job.payload["files"]) for job in house.queued()] == [2]


def test_a_page_that_comes_too_late_is_said_to_be_missing(house: Hall) -> None:
    house.receive(house.photo(album="a1"))
    house.at += ALBUM_SECONDS
    assert house.jobs.claim("werkbank", ["read"], at=house.at)
    house.receive(house.photo(album="a1"))
    assert "noch einmal zusammen" in house.said()[-1]


def test_other_files_are_motions_of_their_own_in_an_album_too(house: Hall) -> None:
    house.receive(house.document(MOTION, album="a1"))
    house.receive(house.document(MOTION, album="a1"))
    house.receive(house.photo())
    house.receive(house.photo())
    assert len(house.queued()) == 4


def test_the_pieces_of_a_long_text_are_one_motion(house: Hall) -> None:
    whole = MOTION + "Wort für Wort. " * 400
    for start in range(0, len(whole), 4000):
        house.receive(house.message(whole[start : start + 4000]))
    (job,) = house.queued()
    assert "".join(piece["text"] for piece in job.payload["texts"]) == whole
    assert len(house.reactions()) == 2


def test_texts_that_follow_within_seconds_are_one_motion_however_short(house: Hall) -> None:
    head, rest = MOTION[: MOTION.index("2. ob")], MOTION[MOTION.index("2. ob") :]
    first = house.message(head)
    house.receive(first)
    assert (house.reactions(), house.said()) == ([first.message_id], ["📄 Antrag wird gelesen …"])
    house.at += TEXT_SECONDS - 0.5
    assert house.jobs.claim("werkbank", ["read"], at=house.at) is None
    house.receive(house.message(rest))
    assert house.work() == ["read", "draft"]
    (case,) = house.cases.all()
    assert len(case.anliegen) == 2


def test_a_text_with_a_head_of_its_own_is_a_motion_of_its_own(house: Hall) -> None:
    house.receive(house.message(MOTION))
    house.receive(house.message(MOTION.replace("AT/0007/2026", "AT/0008/2026")))
    assert len(house.queued()) == 2


@pytest.mark.parametrize(
    ("text", "head"),
    [
        (MOTION, True),
        ("Fraktion Neue Mitte\nim Stadtrat\n\nÄnderungsantrag zur Vorlage\n\n1. Die Stadt baut.", True),
        ("Betreff: Brücke am Wehr\nWann beginnt der Bau?", True),
        ("2. ob die Halle genutzt werden kann.\n\nBegründung:\nDie Halle ist alt.\ngez. Neue Mitte", False),
        ("Der Antrag wird mündlich begründet.", False),
    ],
)
def test_a_motions_head_is_known_by_its_first_lines(text: str, head: bool) -> None:
    assert begins_as_motion(text) is head


def test_words_that_are_none_are_said_to_be_unreadable(house: Hall) -> None:
    house.receive(house.message("– – – … " * 40))
    house.receive(house.message("***", command="neu"))
    assert house.queued() == []
    assert [text.partition(".")[0] for text in house.said()] == ["Darin steht nichts, was sich lesen lässt"] * 2


@pytest.mark.parametrize("later", [5.0, 3600.0])
def test_what_is_written_later_is_no_piece_of_it(house: Hall, later: float) -> None:
    house.receive(house.message(MOTION + "Wort für Wort. " * 250))
    house.at += later
    house.receive(house.message("Vielen Dank schon einmal"))
    (job,) = house.queued()
    assert len(job.payload["texts"]) == 1


@pytest.mark.parametrize(
    "text", ["Hallo!", "Danke, bis morgen", "Wie geht das?", "Können Sie mir bitte sagen, wie ich hier anfange?", "👍"]
)
def test_small_talk_gets_a_line_that_helps_and_no_job(house: Hall, text: str) -> None:
    house.receive(house.message(text))
    assert house.queued() == []
    assert "/hilfe" in house.said()[0]


def test_a_sticker_or_a_voice_message_is_said_to_be_unreadable(house: Hall) -> None:
    house.receive(house.message(""))
    assert house.said()[0].startswith("Das kann Stellwerk nicht lesen.")


def test_a_short_motion_is_taken_from_its_words(house: Hall) -> None:
    house.receive(house.message("Die Verwaltung wird gebeten zu prüfen, ob das Freibad länger öffnen kann."))
    assert [job.kind for job in house.queued()] == ["read"]


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("antrag.pdf", DOWNLOAD_LIMIT_BYTES + MEGABYTE, "nur bis 20 MB"),
        ("antrag.pdf", 0, "ist leer"),
        ("antraege.zip", 1000, "ein Archiv"),
        ("Diktat.MP3", 1000, "eine Tondatei"),
        ("antrag.docm", 1000, "mit Makros"),
        ("setup.exe", 1000, "ist ein Programm und wurde"),
        ("karte.gif", 1000, "das hier nicht gelesen wird, und wurde nicht geöffnet"),
    ],
)
def test_what_cannot_be_a_motion_is_said_before_it_is_downloaded(house: Hall, name: str, size: int, said: str) -> None:
    house.receive(house.document(b"x", name, size=size))
    house.work()
    assert said in house.said()[0]
    assert len(house.said()) == 1
    assert (house.fetched, house.queued(), house.reactions()) == ([], [], [])
    assert house.raw() == [""]


@pytest.mark.parametrize("size", [None, DOWNLOAD_LIMIT_BYTES])
def test_a_file_of_the_right_size_or_of_unknown_size_is_taken(house: Hall, size: int | None) -> None:
    file = IncomingFile("f", "antrag.pdf", size, FileKind.DOCUMENT)
    house.receive(house.message(files=(file,)))
    assert len(house.queued()) == 1


def test_names_are_shown_without_what_nobody_can_see(house: Hall) -> None:
    house.receive(house.document(b"x", "../../etc/‮fdp.gartna‬\n.zip", size=10))
    assert "„fdp.gartna .zip“" in house.said()[0]


def test_an_edited_motion_in_work_is_not_taken_over_and_that_is_said_once(house: Hall) -> None:
    sent = house.message(MOTION)
    house.receive(sent)
    for _ in range(2):
        house.receive(replace(sent, edited=True, text="Etwas anderes"))
    assert [t for t in house.said() if "nicht übernommen" in t] == [house.said()[-1]]
    assert len(house.queued()) == 1


def test_an_edited_motion_whose_drafts_are_there_gets_the_same_hint(house: Hall) -> None:
    sent = house.message(MOTION)
    house.receive(sent)
    house.work()
    house.receive(replace(sent, edited=True))
    assert "nicht übernommen" in house.said()[-1]


def test_another_edited_message_means_nothing(house: Hall) -> None:
    house.receive(house.message(MOTION, edited=True))
    assert (house.said(), house.queued()) == ([], [])


def test_in_a_group_what_is_not_addressed_is_ignored(house: Hall) -> None:
    for said in (house.message(MOTION, chat=GROUP), house.document(MOTION, chat=GROUP), house.photo(chat=GROUP)):
        house.receive(said)
    assert (house.said(GROUP), house.queued()) == ([], [])


def test_in_a_group_a_caption_brings_in_the_album(house: Hall) -> None:
    house.receive(house.photo(chat=GROUP, album="a1", command="neu"))
    house.receive(house.photo(chat=GROUP, album="a1"))
    house.receive(house.photo(chat=GROUP, album="a2"))
    assert [len(job.payload["files"]) for job in house.queued()] == [2]


def test_neu_in_reply_takes_the_file_that_it_replies_to(house: Hall) -> None:
    file = house.document(MOTION, chat=GROUP)
    asked = house.message(chat=GROUP, command="neu", reply_to=file.message_id, quoted=file)
    house.receive(asked)
    house.receive(house.message(chat=GROUP, command="neu", reply_to=file.message_id, quoted=file))
    (job,) = house.queued()
    assert job.payload["message_id"] == file.message_id
    assert file.message_id in house.reactions(GROUP)
    assert asked.message_id in house.reactions(GROUP)


def test_a_message_that_was_taken_before_is_said_to_be_so(house: Hall) -> None:
    file = house.document(MOTION)
    house.receive(file)
    house.work()
    house.receive(house.message(command="neu", reply_to=file.message_id, quoted=file))
    assert "schon aufgenommen" in house.said()[-1]
    assert house.queued() == []


def test_what_lay_with_the_messenger_for_hours_is_said_to_be_late(house: Hall) -> None:
    sent = house.document(MOTION)
    house.at += LATE_SECONDS + 1
    house.receive(sent)
    assert house.said() == ["📄 Verspätet empfangen; Antrag wird gelesen …"]


def test_neu_with_words_takes_them_as_the_motion(house: Hall) -> None:
    house.receive(house.message("Wie hoch ist der Turm?", command="neu"))
    assert [job.payload["texts"][0]["text"] for job in house.queued()] == ["Wie hoch ist der Turm?"]


def test_neu_in_reply_to_a_page_of_an_album_asks_for_all_pages(house: Hall) -> None:
    page = house.photo(chat=GROUP, album="a1")
    house.receive(house.message(chat=GROUP, command="neu", reply_to=page.message_id, quoted=page))
    assert house.queued() == []
    assert "alle Seiten" in house.said(GROUP)[0]


def test_neu_alone_says_what_to_send(house: Hall) -> None:
    house.receive(house.message(command="neu"))
    assert house.said() == ["Schicken Sie den Antrag als PDF, Word-Datei (DOCX), Foto oder Text."]
