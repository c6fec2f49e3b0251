"""A motion that was sent becomes a case with drafts; what is refused leaves nothing behind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.port import Edit, Post
from bot.channels.tables import case_origin, job
from bot.review.tables import revision, vorgang
from corpus.database import empty_log, reading
from corpus.tables import dokument, fassung
from tests.bot.chat.hall import DATABASE, GROUP, MOTION, UNSURE, Hall
from tests.corpus.reading.files import drawn, pdf, png

SAMPLES = Path(__file__).parents[3] / "corpus" / "samples" / "motions"
CLOSED = MOTION.replace("Betreff:", "Nichtöffentlich\nBetreff:")
REPLY = """Stellungnahme zum Antrag AT/0007/2026
Vorlage: ST/0009/2026
Betreff: Sporthalle Altvelm

1. Wie hoch wären die Kosten?
Antwort zu 1.:
Die Kosten betragen 2 Mio. Euro.
"""


def rows(house: Hall, table: object) -> int:
    with reading(house.engine) as connection:
        return len(connection.execute(select(table)).all())  # type: ignore[call-overload]


def test_a_motion_becomes_a_case_with_a_draft_for_every_point(house: Hall) -> None:
    sent = house.document(MOTION)
    house.receive(sent)
    assert house.work() == ["read", "draft"]
    case = house.cases.get("V-2026-0001")
    assert [r.nr for r in case.revisionen] == [1, 2]
    assert case.eingereicht_von == house.official.id
    assert case.nummer == "AT/0007/2026"
    with reading(house.engine) as connection:
        assert connection.execute(select(case_origin)).one() == ("V-2026-0001", "telegram", "8", sent.message_id)


def test_the_one_status_message_tells_how_far_it_is(house: Hall) -> None:
    def time_passes() -> None:
        house.at += 2.0

    house.desk.while_drafting = time_passes
    house.receive(house.document(MOTION))
    (status,) = (i for i, o in house.sent() if isinstance(o, Post))
    house.work()
    told = [o.text.text for _, o in house.sent() if isinstance(o, Edit) and o.target == status]
    read = "✅ gelesen (Text) · ✅ 2 Punkte erkannt"
    assert told == [
        f"{read} · ⏳ Entwürfe folgen",
        f"{read} · ⏳ Entwurf 0/2",
        f"{read} · ⏳ Entwurf 1/2",
        f"{read} · ✅ 2 Entwürfe · V-2026-0001",
    ]


def test_the_status_message_changes_no_more_often_than_every_one_and_a_half_seconds(house: Hall) -> None:
    points = "\n".join(f"{n}. wie hoch die Kosten der Halle Nummer {n} wären," for n in range(1, 31))
    house.receive(house.document(MOTION.replace("1. wie hoch", f"{points}\n31. wie hoch").replace("2. ob", "32. ob")))

    def time_passes() -> None:
        house.at += 0.5

    house.desk.while_drafting = time_passes
    house.work()
    drafting = [t for t in house.said() if "⏳ Entwurf " in t]
    assert 8 <= len(drafting) <= 12


def test_the_cards_are_new_messages(house: Hall) -> None:
    house.receive(house.document(MOTION))
    house.work()
    posts = [o.text.text for _, o in house.sent() if isinstance(o, Post)]
    assert any("Punkt 1" in text for text in posts)
    assert any("Punkt 2" in text for text in posts)


@pytest.mark.parametrize("name", ["at-0064-2025-kultur-und-sport.pdf", "at-0093-2025-digitale-stadt.docx"])
def test_pdf_and_word_files_are_read(house: Hall, name: str) -> None:
    house.receive(house.document((SAMPLES / name).read_bytes(), name))
    house.work()
    assert house.cases.get("V-2026-0001").revisionen
    kind = "PDF" if name.endswith("pdf") else "Word-Datei"
    assert any(f"✅ gelesen ({kind}" in text for text in house.said())


def test_the_same_motion_again_finds_its_case_and_shows_it(house: Hall) -> None:
    house.receive(house.document(MOTION))
    house.work()
    house.news()
    house.receive(house.message(MOTION))
    house.work()
    news = house.news()
    assert any("kennt Stellwerk schon: V-2026-0001" in text for text in news)
    assert any("Punkt 2" in text for text in news)
    assert (rows(house, vorgang), rows(house, revision)) == (1, 2)


def test_the_same_motion_in_one_go_is_drafted_once(house: Hall) -> None:
    house.receive(house.document(MOTION))
    house.receive(house.document(MOTION))
    assert sorted(house.work()) == ["draft", "read", "read"]
    assert any("ist schon in Arbeit" in text for text in house.said())
    assert rows(house, revision) == 2


def test_every_motion_of_a_file_has_a_case_of_its_own(house: Hall) -> None:
    other = MOTION.replace("AT/0007/2026", "AT/0008/2026").replace("Sporthalle Altvelm", "Turnhalle am Damm")
    house.receive(house.document(f"{MOTION}\ngez. Fraktionsvorsitz\n\n{other}"))
    assert house.work() == ["read", "draft", "draft"]
    assert [case.nummer for case in reversed(house.cases.all())] == ["AT/0007/2026", "AT/0008/2026"]
    assert any(text.startswith("2. Antrag der Datei: ✅ gelesen") and "V-2026-0002" in text for text in house.said())


def test_a_cancelled_case_goes_on_when_its_motion_comes_again(house: Hall) -> None:
    house.receive(house.document(MOTION))
    house.work(["read"])
    with house.turn() as turn:
        from bot.channels.jobs import cancel_in

        house.cases.cancel_in(turn.connection, "V-2026-0001", von=house.official, now=turn.now, quelle="test")
        cancel_in(turn.connection, "entwurf:V-2026-0001:")
    assert house.work() == []
    house.receive(house.document(MOTION))
    house.work()
    assert len(house.cases.get("V-2026-0001").revisionen) == 2


# --- what is refused


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\n \n", "leer.txt", "ist leer"),
        (pdf(["Antrag"], encrypted=True), "zu.pdf", "Kennwort"),
        (b"%PDF-1.7\nnichts", "kaputt.pdf", "beschädigt"),
        (b"PK\x03\x04" + bytes(100), "kaputt.docx", "kaputt.docx"),
        (b"MZ" + bytes(range(256)) * 4, "antrag.pdf", "ein Programm"),
        ("Einkaufszettel\n\nBrot\nMilch\n" * 10, "zettel.txt", "kein Punkt"),
        (REPLY, "stellungnahme.txt", "wie eine Stellungnahme"),
        (CLOSED, "antrag.txt", "als nichtöffentlich gekennzeichnet"),
    ],
)
def test_what_is_no_motion_gets_one_sentence_and_leaves_nothing(
    house: Hall, data: bytes | str, name: str, said: str
) -> None:
    house.receive(house.document(data, name))
    assert house.work() == ["read"]
    posts = [o.text.text for _, o in house.sent() if isinstance(o, Post)]
    assert len(posts) == 2
    assert said in posts[1]
    assert house.said()[-2] == "❌ Nicht als Antrag aufgenommen"
    assert (rows(house, vorgang), rows(house, dokument), rows(house, fassung)) == (0, 0, 0)
    assert house.raw() == [""]


def test_of_a_motion_that_is_not_public_no_word_stays(house: Hall) -> None:
    house.receive(house.message(CLOSED))
    house.work()
    with reading(house.engine) as connection:
        everything = "\n".join(
            json.dumps([list(map(str, row)) for row in connection.execute(select(table))], ensure_ascii=False)
            for table in vorgang.metadata.sorted_tables
        )
    assert "Altvelm" not in everything
    assert "Nichtöffentliches wird im Chat nicht bearbeitet" in everything


def test_no_copy_of_a_text_stays_in_the_job(house: Hall) -> None:
    house.receive(house.message(MOTION))
    house.work()
    with reading(house.engine) as connection:
        payloads = json.dumps(list(connection.scalars(select(job.c.payload))))
    assert "Altvelm" not in payloads


def test_whose_access_ended_while_the_file_was_read_brings_in_nothing(house: Hall) -> None:
    house.receive(house.document(MOTION))
    house.revoke(house.official)
    house.work()
    assert rows(house, vorgang) == 0


def test_a_file_that_cannot_be_fetched_is_tried_again(house: Hall) -> None:
    house.receive(house.document(MOTION))
    kept, house.files = house.files, {}
    with pytest.raises(KeyError):
        house.work()
    house.files = kept
    (waiting,) = house.queued()
    house.jobs.failed(waiting, "werkbank", error="KeyError", at=house.at)
    house.at += 60
    assert house.work() == ["read", "draft"]


def test_who_lost_the_job_writes_nothing(house: Hall) -> None:
    from bot.channels.jobs import cancel_in
    from bot.channels.leases import LeaseLost

    house.receive(house.document(MOTION))
    house.work(["read"])

    def someone_cancels() -> None:
        with house.turn() as turn:
            cancel_in(turn.connection, "entwurf:")

    house.desk.while_drafting = someone_cancels
    with pytest.raises(LeaseLost):
        house.work()
    assert rows(house, revision) == 0


def test_a_case_that_was_cancelled_while_it_was_drafted_stays_without_drafts(house: Hall) -> None:
    house.receive(house.document(MOTION))
    house.work(["read"])

    def someone_cancels_in_the_terminal() -> None:
        with house.turn() as turn:
            turn.cases.cancel_in(turn.connection, "V-2026-0001", von=house.official, now=turn.now, quelle="terminal")

    house.desk.while_drafting = someone_cancels_in_the_terminal
    assert house.work() == ["draft"]
    assert rows(house, revision) == 0
    assert "ist abgebrochen" in house.said()[-1]


# --- unsure splits


def test_an_unsure_split_is_shown_and_waits_for_a_person(house: Hall) -> None:
    house.receive(house.document(UNSURE))
    assert house.work() == ["read"]
    shown = house.said()[-1]
    assert "1. Wann beginnt der Bau der Brücke am Wehr und wer führt ihn aus?" in shown
    assert "2. Wann endet er?" in shown
    assert any("❓ Aufteilung bitte prüfen" in text for text in house.said())


def test_confirmed_points_are_drafted(house: Hall) -> None:
    house.receive(house.document(UNSURE))
    house.work()
    assert house.press("Stimmt so") == "Danke. Die Entwürfe folgen."
    assert house.work() == ["draft"]
    assert len(house.cases.get("V-2026-0001").revisionen) == 2


def test_a_second_confirmation_changes_nothing(house: Hall) -> None:
    house.receive(house.document(UNSURE))
    house.work()
    outbox_id, _ = house.button("Stimmt so")
    house.press("Stimmt so")
    from bot.channels.port import ButtonPress, Place, Sender
    from bot.chat.intake import ACTIONS

    with house.turn() as turn:
        press = ButtonPress(Place("telegram", "8"), Sender("8", ""), "1", "2", "x")
        said = ACTIONS["points_right"](turn, house.official, press, {"vorgang": "V-2026-0001"}, outbox_id)
    assert said == "Die Aufteilung ist schon bestätigt."
    assert house.work() == ["draft"]


def test_the_points_of_a_cancelled_case_wait_for_nobody(house: Hall) -> None:
    house.receive(house.document(UNSURE))
    house.work()
    with house.turn() as turn:
        turn.cases.cancel_in(turn.connection, "V-2026-0001", von=house.official, now=turn.now, quelle="test")
    assert house.press("Stimmt so") == "Der Vorgang V-2026-0001 ist abgebrochen."
    assert house.work() == []


def correct(house: Hall, answer: str) -> None:
    house.receive(house.document(UNSURE))
    house.work()
    house.press("Korrigieren")
    house.answer(answer)


def test_corrected_points_stand_where_they_stand_in_the_motion(house: Hall) -> None:
    correct(house, "Wann beginnt der Bau der Brücke am Wehr\n\nwer führt ihn aus?\n\n3. Wann endet er?")
    assert house.work() == ["draft"]
    case = house.cases.get("V-2026-0001")
    text = house.archive.lesefassung(case.antrag_id, case.antrag_version).text
    assert [" ".join(text[a.start : a.ende].split()) for a in case.anliegen] == [
        "Wann beginnt der Bau der Brücke am Wehr", "wer führt ihn aus?", "Wann endet er?",
    ]  # fmt: skip
    assert [a.marke for a in case.anliegen] == ["1.", None, "3."]
    assert [r.nr for r in case.revisionen] == [1, 2, 3]


def test_words_that_the_motion_does_not_hold_are_named_and_asked_for_again(house: Hall) -> None:
    correct(house, "Wann beginnt der Bau der Brücke am Wehr\n\nWer bezahlt das alles?")
    assert "2. von 2 Absätzen steht so nicht im Antrag: „Wer bezahlt das alles?“" in house.said()[-1]
    assert house.work() == []
    house.answer("Wann endet er?")
    assert house.work() == ["draft"]
    assert [a.text for a in house.cases.get("V-2026-0001").anliegen] == ["Wann endet er?"]


def test_once_there_are_drafts_the_points_stay(house: Hall) -> None:
    house.receive(house.document(UNSURE))
    house.work()
    house.press("Korrigieren")
    house.press("Stimmt so")
    house.work()
    house.answer("Wann endet er?")
    assert "schon Entwürfe" in house.said()[-1]
    assert len(house.cases.get("V-2026-0001").anliegen) == 2


def test_an_unsure_motion_that_comes_again_is_asked_about_again(house: Hall) -> None:
    house.receive(house.document(UNSURE))
    house.work()
    house.receive(house.document(UNSURE))
    house.work()
    assert len([text for text in house.said() if "Sind die Punkte richtig getrennt?" in text]) == 2
    assert rows(house, vorgang) == 1


def test_in_a_group_the_answers_go_to_the_group(house: Hall) -> None:
    file = house.document(UNSURE, chat=GROUP, command="neu")
    house.receive(file)
    house.work()
    assert "Sind die Punkte richtig getrennt?" in house.said(GROUP)[-1]
    house.press("Stimmt so", by=house.reviewer, chat=GROUP)
    house.work()
    assert any("Punkt 1" in text for text in house.said(GROUP))
    assert house.cases.get("V-2026-0001").eingereicht_von == house.official.id


# --- pages


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed here")
def test_an_album_of_photos_is_read_as_one_motion(house: Hall) -> None:
    lines = MOTION.strip().split("\n")
    for page in (lines[:9], lines[9:]):
        house.receive(house.photo(png(*drawn(*page)), album="a1"))
    house.at += 2
    assert house.work() == ["read", "draft"]
    assert any("✅ gelesen (Scan, 2 Seiten)" in text for text in house.said())
    assert rows(house, vorgang) == 1


def test_an_album_of_which_one_page_came_through_is_not_half_a_motion(house: Hall) -> None:
    house.receive(house.photo(chat=GROUP, album="a1", command="neu"))
    house.at += 2
    assert house.work() == ["read"]
    assert "im privaten Chat" in house.said(GROUP)[-1]
    assert (rows(house, vorgang), house.fetched) == (0, [])


def test_of_a_motion_that_is_not_public_no_word_stays_on_the_disk(house: Hall, tmp_path: Path) -> None:
    house.receive(house.message(CLOSED + "Altvelm. " * 200))
    house.work()
    assert empty_log(house.engine)
    assert not [file.name for file in tmp_path.glob(f"{DATABASE}*") if b"Altvelm" in file.read_bytes()]


@pytest.mark.parametrize("page", [b"Antrag\n\n1. Die Stadt baut.", pdf(["Antrag"]), png(*drawn("Antrag"))[:200]])
def test_a_page_that_is_no_picture_is_named_by_its_number(house: Hall, page: bytes) -> None:
    for data in (page, png(*drawn("x"))):
        house.receive(house.photo(data, album="a1"))
    assert house.work() == ["read"]
    refused = house.said()[-1]
    assert refused.startswith("Seite 1 von 2: ")
    assert "„Foto vom 23.11.2026.jpg“" in refused
    assert rows(house, vorgang) == 0


def test_a_single_photo_is_read_as_a_picture_only(house: Hall) -> None:
    house.receive(house.photo(MOTION.encode()))
    assert house.work() == ["read"]
    assert "ist kein Bild" in house.said()[-1]
    assert rows(house, vorgang) == 0


def test_the_status_message_says_what_a_language_model_is_at(house: Hall) -> None:
    """Between the points, no more often than the messenger likes, and each time with the lease still held."""
    from bot.chat.motions import _steps

    house.receive(house.document(MOTION))
    house.work(["read"])
    claimed = house.jobs.claim("werkbank", ["draft"], at=house.at)
    assert claimed is not None
    step, meanwhile = _steps(house.bench, claimed, "gelesen", 2)
    for seconds, text in ((2.0, "Punkt 1: Sprachmodell formuliert …"), (0.1, "zu früh"), (2.0, "Punkt 1: … 2 Sätze")):
        house.at += seconds
        meanwhile(text)
    house.at += 2.0
    step("Punkt 1")
    told = [o.text.text for _, o in house.sent() if isinstance(o, Edit)]
    assert told[-3:] == [
        "gelesen · ⏳ Entwurf 0/2 · Punkt 1: Sprachmodell formuliert …",
        "gelesen · ⏳ Entwurf 0/2 · Punkt 1: … 2 Sätze",
        "gelesen · ⏳ Entwurf 1/2",
    ]
