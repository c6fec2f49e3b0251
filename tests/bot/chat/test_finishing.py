"""From the last approval to the paper that later drafts stand on: nothing invented, nothing outdated handed out."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document as read_docx
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.channels.port import Document, Style
from bot.channels.tables import case_origin
from bot.chat import sending
from bot.chat.letterhead import Unverstanden, check_field
from bot.letter.from_case import KOPF_FELDER
from bot.review.rules import VorgangStatus, status
from bot.review.sealed_rows import content_hash
from bot.review.tables import audit
from corpus.database import reading, writing
from corpus.domain import Hinweis, HinweisArt
from corpus.errors import StellwerkError
from tests.bot.chat.office import QUOTE, Office, draft, gap, labels
from tests.builders import reply

ANSWERS = {
    "vorlage": "ST/0044/2026", "datum": "1. Dezember 2026", "dezernat": "Dezernat III", "amt": "67-Grünflächenamt",
    "az": "67.1", "gremium": "Stadtrat", "finanzen": "Keine.", "beschlussempfehlung": "Der Rat nimmt Kenntnis.",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """No PDF, because LibreOffice takes seconds."""
    monkeypatch.setattr("bot.letter.outgoing.pdf_of", _no_pdf)
    return Office(tmp_path)


def _no_pdf(_: bytes) -> bytes:
    raise StellwerkError("Kein LibreOffice.", "Installieren Sie es.")


def answer_all(office: Office) -> None:
    """Petra answers what is asked until nothing more is."""
    for _ in range(len(KOPF_FELDER)):
        if not office.has_button("8", "Überspringen"):
            return
        asked = office.texts("8")[-1]
        feld = next(name for name, label in KOPF_FELDER.items() if f"· {label}\n" in asked)
        if feld == "oeffentlich":
            office.press(office.petra, "Ja")
        else:
            office.write(office.petra, ANSWERS[feld])


def finished(office: Office) -> None:
    office.approve_all()
    answer_all(office)
    office.work()


def file_with_blanks(office: Office) -> str:
    """Petra files the letter, whose second point has no answer, and says that this is meant."""
    office.press(office.petra, "Als versandt ablegen")
    return office.press(office.petra, "Trotzdem so ablegen")


# --- what the letter lacks ------------------------------------------------------------------------------------------


def test_the_last_approval_files_the_reply_and_asks_who_handed_in(office: Office) -> None:
    office.approve_all()
    case = office.vorgang()
    assert status(case, approvals=1) is VorgangStatus.FREIGEGEBEN
    assert case.brief_dokument_id is not None
    text = "\n".join(office.texts("8"))
    assert "Alle Punkte sind freigegeben (Ilka Brandt)." in text
    assert "Nummer der Stellungnahme" in office.texts("8")[-1]
    assert "Noch 9 Angaben" in office.texts("8")[-1]  # the motion names the day of the meeting


def test_where_the_bot_may_no_longer_write_who_handed_in_is_asked_in_private(office: Office) -> None:
    """It was taken out of the group that the motion came in by: else nobody would ever hear of the last approval."""
    with writing(office.engine) as connection:
        connection.execute(update(case_origin).values(chat_id="-100"))
    office.approve_all()
    text = "\n".join(office.texts("8"))
    assert "Alle Punkte sind freigegeben (Ilka Brandt)." in text
    assert "Nummer der Stellungnahme" in office.texts("8")[-1]


def test_every_answer_is_noted_and_the_letter_is_made_when_all_are_there(office: Office) -> None:
    office.approve_all()
    answer_all(office)
    given = office.vorgang().brief
    assert given == {**ANSWERS, "datum": "01.12.2026", "oeffentlich": "ja"}
    assert [job.kind for job in office.queued()] == ["letter"]


def test_a_day_that_cannot_be_understood_is_asked_again(office: Office) -> None:
    office.approve_all()
    office.write(office.petra, ANSWERS["vorlage"])
    office.write(office.petra, "irgendwann")
    assert "nicht zu verstehen" in office.texts("8")[-1]
    office.write(office.petra, "01.12.2026")
    assert office.vorgang().brief["datum"] == "01.12.2026"


def test_a_day_that_is_far_off_is_taken_and_called_in_question(office: Office) -> None:
    office.approve_all()
    office.write(office.petra, ANSWERS["vorlage"])
    office.write(office.petra, "01.12.1926")
    doubt, asked = office.texts("8")[-2:]
    assert doubt == (
        "⚠ Datum der Stellungnahme: Der 01.12.1926 liegt mehr als ein Jahr zurück. Ist das ein Versehen, so "
        f"berichtigen Sie es mit /brief {office.case}."
    )
    assert "Dezernat" in asked
    assert office.vorgang().brief["datum"] == "01.12.1926"


def test_who_gets_the_letter_is_told_which_points_have_no_answer_in_it(office: Office) -> None:
    office.approve_all()
    empty = [str(r.nr) for r in office.vorgang().revisionen if not r.entwurf.saetze]
    assert empty
    office.press(office.petra, "Ohne weitere Angaben")
    assert f"Ohne Antwort im Brief: Punkt {', '.join(empty)}." in office.texts("8")[-1]


def test_skipped_and_ended_questions_leave_marked_blanks(office: Office) -> None:
    office.approve_all()
    office.press(office.petra, "Überspringen")
    assert "Datum der Stellungnahme" in office.texts("8")[-1]
    office.press(office.petra, "Ohne weitere Angaben")
    assert "Als markierte Lücke bleibt: Nummer der Stellungnahme" in office.texts("8")[-1]
    assert office.work() == ["letter"]
    text = docx_text(office.documents("8")[f"{office.case}_Stellungnahme.docx"])
    assert "bitte ergänzen" in text
    assert "ENTWURF" not in text


def test_a_number_of_another_paper_is_refused_at_once_and_asked_again(office: Office) -> None:
    with writing(office.engine) as connection:
        office.archive.store_in(connection, reply(("Bad?", "Ja."), vorlage="ST/0044/2026"), now=office.now)
    office.approve_all()
    office.write(office.petra, "ST/0044/2026")
    assert "schon ein anderes Papier" in office.texts("8")[-1]
    assert "vorlage" not in office.vorgang().brief
    office.write(office.petra, "ST/0045/2026")
    assert office.vorgang().brief["vorlage"] == "ST/0045/2026"


def test_somebody_else_goes_on_with_brief(office: Office) -> None:
    office.approve_all()
    office.command(office.jan, "brief", office.case.lower())
    assert "Nummer der Stellungnahme: fehlt" in office.texts("6")[-1]
    assert "Datum der Sitzung: 10.12.2026 (aus dem Antrag)" in office.texts("6")[-1]
    office.press(office.jan, "Fehlende Angaben nacheinander")
    office.write(office.jan, "ST/0044/2026")
    assert office.vorgang().brief["vorlage"] == "ST/0044/2026"
    assert "Datum der Stellungnahme" in office.texts("6")[-1]


@pytest.mark.parametrize("text", ["", "V-2099-0001"])
def test_brief_says_how_to_name_a_case(office: Office, text: str) -> None:
    office.command(office.jan, "brief", text)
    assert "/brief V-" in office.texts("6")[-1] or "gibt es nicht" in office.texts("6")[-1]


@given(st.sampled_from(sorted(KOPF_FELDER)), st.text(max_size=300))
def test_any_answer_is_taken_or_asked_again(feld: str, text: str) -> None:
    value = check_field(feld, text)
    assert isinstance(value, Unverstanden) or value.strip()


def docx_text(data: bytes) -> str:
    document = read_docx(io.BytesIO(data))
    tables = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *tables])


# --- the letter -----------------------------------------------------------------------------------------------------


def test_letter_and_record_come_to_where_it_came_in_and_to_who_approved(office: Office) -> None:
    finished(office)
    names = [f"{office.case}_Prüfvermerk.docx", f"{office.case}_Stellungnahme.docx"]
    assert list(office.documents("8")) == list(office.documents("7")) == names  # the letter last, no file for machines
    assert office.documents("6") == {}
    text = docx_text(office.documents("8")[f"{office.case}_Stellungnahme.docx"])
    assert QUOTE in text
    assert "ST/0044/2026" in text
    assert read_docx(io.BytesIO(office.documents("7")[f"{office.case}_Prüfvermerk.docx"])).paragraphs


def test_every_file_has_a_caption_and_that_of_the_letter_begins_with_what_to_do(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.letter.outgoing.pdf_of", lambda _: b"%PDF-1.7")
    finished(office)
    pdf, record, letter = [o.caption for _, o in office.rows("8") if isinstance(o, Document)]
    assert pdf.text == f"Stellungnahme zu {office.case} als PDF, zum Lesen"
    assert record.text.startswith(f"Prüfvermerk zu {office.case}: wer was wann entschieden hat")
    assert letter.text.startswith("Bitte prüfen und versenden; danach „Als versandt ablegen“.\n")
    assert "freigegeben von Ilka Brandt" in letter.text
    assert labels(list(office.screen("8").values())[-1]) == ["Als versandt ablegen"]


def test_hashes_stand_small_at_the_end_of_the_caption(office: Office) -> None:
    finished(office)
    caption = next(o.caption for _, o in reversed(office.rows("8")) if isinstance(o, Document))
    with office.turn() as turn:
        digest = content_hash(office.letters.text_in(turn.connection, office.case))
        head = office.cases.audit.head_in(turn.connection)[:16]
    small = caption.spans[-1]
    assert small.style is Style.CODE
    assert caption.text[small.start : small.end] == f"SHA-256 {digest}\nPrüfkette {head}"
    assert small.end == len(caption.text)


def test_the_record_in_chat_mentions_nothing_that_is_not_public(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.letter.outgoing.pdf_of", _no_pdf)
    secret = Hinweis(HinweisArt.VERTRAULICH, "Dazu gibt es etwas Verborgenes.")
    office = Office(tmp_path, drafts=(replace(draft(1), hinweise=(secret,)),))
    finished(office)
    data = docx_text(office.documents("8")[f"{office.case}_Prüfvermerk.docx"])
    assert "Verborgenes" not in data
    assert "vertraulich" not in data.casefold()


def test_a_pdf_comes_where_it_can_be_made(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.letter.outgoing.pdf_of", lambda _: b"%PDF-1.7")
    finished(office)
    assert office.documents("8")[f"{office.case}_Stellungnahme.pdf"] == b"%PDF-1.7"


def test_a_letter_is_not_handed_out_when_a_point_was_changed_while_it_was_made(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.approve_all()
    answer_all(office)
    while_rendering(monkeypatch, lambda: change(office))
    office.work()
    assert office.documents("8") == {}
    assert "nicht mehr in allen Punkten freigegeben" in office.texts("8")[-1]


def test_a_letter_is_made_anew_when_its_head_was_changed_while_it_was_made(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.approve_all()
    answer_all(office)
    while_rendering(monkeypatch, lambda: office.cases.note_letter_head(office.case, {"amt": "Amt 99"}))
    assert office.work() == ["letter", "letter"]
    assert "Amt 99" in docx_text(office.documents("8")[f"{office.case}_Stellungnahme.docx"])
    assert sum(name.endswith("_Stellungnahme.docx") for name in names_sent(office)) == 1


def while_rendering(monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    """Something happens, once, while the files are being made."""
    made = sending._finished_files
    todo = [do]

    def interrupted(*arguments: object) -> object:
        files = made(*arguments)  # type: ignore[arg-type]
        if todo:
            todo.pop()()
        return files

    monkeypatch.setattr(sending, "_finished_files", interrupted)


def change(office: Office) -> None:
    office.press(office.jan, "Ändern", nr=1)
    office.write(office.jan, "Die Stadt ist Mitglied.")


def names_sent(office: Office) -> list[str]:
    return [o.name for _, o in office.rows("8") if isinstance(o, Document)]


def test_a_change_after_all_was_approved_opens_the_case_again_and_voids_the_letter(office: Office) -> None:
    finished(office)
    message, button = office.button("8", "Als versandt ablegen")
    change(office)
    assert status(office.vorgang(), approvals=1) is VorgangStatus.OFFEN
    assert "Der Vorgang ist damit wieder offen" in office.texts("8")[-1]
    assert "nicht mehr in allen Punkten freigegeben" in office.pressed(office.petra, message, button.token)


def test_an_outdated_letter_is_not_filed_as_sent(office: Office) -> None:
    finished(office)
    message, button = office.button("8", "Als versandt ablegen")
    change(office)
    office.press(office.ilka, "Freigeben", nr=1)
    office.press(office.ilka, "Ausdrücklich annehmen und freigeben")
    assert "überholt" in office.pressed(office.petra, message, button.token)
    assert office.vorgang().versandt_am is None
    office.work()
    file_with_blanks(office)
    assert office.vorgang().versandt_am is not None


def test_a_corrected_head_makes_a_new_letter(office: Office) -> None:
    finished(office)
    office.command(office.petra, "brief", office.case)
    office.press(office.petra, "Verfassendes Amt ändern")
    office.write(office.petra, "68-Umweltamt")
    office.press(office.petra, "Brief erstellen")
    assert office.work() == ["letter"]
    assert "68-Umweltamt" in docx_text(office.documents("8")[f"{office.case}_Stellungnahme.docx"])
    assert sum("Als versandt ablegen" in labels(o) for o in office.screen("8").values()) == 1


def test_an_export_before_the_last_approval_bears_entwurf(office: Office) -> None:
    from bot.channels.jobs import enqueue_in

    with office.turn() as turn:
        payload = {"vorgang": office.case, "export": True}
        enqueue_in(turn.connection, "letter", payload, at=turn.at, place=("telegram", "6"))
    office.work()
    (name,) = office.documents("6")
    assert name == f"{office.case}_Stellungnahme_ENTWURF.docx"
    assert labels(list(office.screen("6").values())[-1]) == []


def test_the_record_names_every_step_in_words(office: Office) -> None:
    from bot.review.record_document import _ART

    finished(office)
    file_with_blanks(office)
    with reading(office.engine) as connection:
        steps = set(connection.scalars(select(audit.c.art).where(audit.c.vorgang_id == office.case)))
    assert "brieftext" in steps
    assert steps <= _ART.keys()


# --- sent -----------------------------------------------------------------------------------------------------------


def test_filed_as_sent_it_may_prove_something_and_cards_are_closed(office: Office) -> None:
    finished(office)
    assert "als versandt abgelegt" in file_with_blanks(office)
    case = office.vorgang()
    assert case.versandt_am is not None
    assert "Spätere Entwürfe können sich darauf stützen." in office.texts("8")[-1]
    assert labels(office.card("7", 1)) == ["Quellen"]
    assert not office.has_button("7", "Als versandt ablegen")


def test_a_letter_with_blanks_is_filed_only_after_that_was_said(office: Office) -> None:
    office.approve_all()
    answer_all(office)
    office.cases.note_letter_head(office.case, {"az": ""})
    office.work()
    assert "Lücken" in office.press(office.petra, "Als versandt ablegen")
    assert office.vorgang().versandt_am is None
    asked = office.texts("8")[-1]
    assert f"{office.case}: Der Brief hat noch 2 Lücken\n" in asked
    assert "• Aktenzeichen" in asked
    assert "• Antwort zu 2" in asked
    assert labels(list(office.screen("8").values())[-1]) == ["Trotzdem so ablegen", "Zurück"]
    assert "mit Lücken" in office.press(office.petra, "Trotzdem so ablegen")
    assert office.vorgang().versandt_am is not None
    assert f"{office.case}: mit Lücken als versandt abgelegt von Petra Sander." in office.texts("8")


def test_a_letter_without_blanks_is_filed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.letter.outgoing.pdf_of", _no_pdf)
    office = Office(tmp_path, drafts=(draft(1),))
    finished(office)
    office.press(office.petra, "Als versandt ablegen")
    assert office.vorgang().versandt_am is not None


def test_going_back_files_nothing_and_the_letter_can_still_be_filed(office: Office) -> None:
    finished(office)
    office.press(office.petra, "Als versandt ablegen")
    office.press(office.petra, "Zurück")
    assert office.vorgang().versandt_am is None
    assert not office.has_button("8", "Trotzdem so ablegen")
    office.at += 60
    file_with_blanks(office)
    assert office.vorgang().versandt_am is not None


def test_blanks_of_a_letter_that_was_changed_meanwhile_are_not_accepted(office: Office) -> None:
    finished(office)
    office.press(office.petra, "Als versandt ablegen")
    message, button = office.button("8", "Trotzdem so ablegen")
    office.cases.note_letter_head(office.case, {"amt": "Amt 99"})
    assert "überholt" in office.pressed(office.petra, message, button.token)
    assert office.vorgang().versandt_am is None


def test_only_who_was_asked_about_the_blanks_answers(office: Office) -> None:
    finished(office)
    office.press(office.petra, "Als versandt ablegen")
    for label in ("Trotzdem so ablegen", "Zurück"):
        message, button = office.button("8", label)
        office.group = "8"
        said = office.pressed(office.ilka, message, button.token)
        office.group = None
        assert said.startswith("Diese Frage ging an Petra Sander")
    assert office.vorgang().versandt_am is None
    assert office.has_button("8", "Trotzdem so ablegen")


def test_filed_as_sent_twice_is_said(office: Office) -> None:
    finished(office)
    message, button = office.button("7", "Als versandt ablegen")
    file_with_blanks(office)
    assert "seit 23.11.2026 um 09:00 Uhr versandt" in office.pressed(office.ilka, message, button.token)


def test_without_a_date_the_day_of_sending_counts(office: Office) -> None:
    office.approve_all()
    office.press(office.petra, "Ohne weitere Angaben")
    office.work()
    office.now += timedelta(days=2)
    file_with_blanks(office)
    assert office.vorgang().brief["datum"] == "25.11.2026"
    assert "stützt sich kein späterer Entwurf darauf" in office.texts("8")[-1]


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A finished letter without blanks in its answers."""
    monkeypatch.setattr("bot.letter.outgoing.pdf_of", _no_pdf)
    office = Office(tmp_path, drafts=(draft(1),))
    finished(office)
    return office


def reply_with_letter(office: Office, old: str, new: str) -> None:
    """Petra answers with the letter in which a person replaced some words."""
    document = read_docx(io.BytesIO(office.documents("8")[f"{office.case}_Stellungnahme.docx"]))
    for paragraph in document.paragraphs:
        if old in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace(old, new)
            for run in paragraph.runs[1:]:
                run.text = ""
    changed = io.BytesIO()
    document.save(changed)
    reply_with(office, changed.getvalue())


def reply_with(office: Office, data: bytes) -> None:
    letter = office.message_of("8", "Stellungnahme zu")
    office.write(office.petra, "", reply_to=letter, file=("brief.docx", data))
    assert office.work() == ["sent"]


def test_the_letter_as_it_was_really_sent_is_filed_with_its_difference(alone: Office) -> None:
    reply_with_letter(alone, "seit 2019", "seit 2020")
    asked = alone.texts("8")[-1]
    assert "weicht vom freigegebenen Text ab" in asked
    assert "2020" in asked
    assert alone.vorgang().versandt_am is None
    alone.press(alone.petra, "So versandt, ablegen")
    assert alone.work() == ["sent"]
    assert alone.vorgang().versandt_am is not None
    assert "Abweichend vom freigegebenen Text" in alone.texts("8")[-1]
    assert "2020" in alone.texts("8")[-1]


def test_a_letter_that_went_out_in_the_approved_words_is_filed_without_a_question(alone: Office) -> None:
    reply_with(alone, alone.documents("8")[f"{alone.case}_Stellungnahme.docx"])
    assert alone.vorgang().versandt_am is not None
    assert "Abweichend" not in alone.texts("8")[-1]


def test_other_words_are_filed_only_by_who_was_asked_and_not_after_going_back(alone: Office) -> None:
    reply_with_letter(alone, "seit 2019", "seit 2020")
    message, button = alone.button("8", "So versandt, ablegen")
    alone.group = "8"
    assert alone.pressed(alone.ilka, message, button.token).startswith("Diese Frage ging an Petra Sander")
    alone.group = None
    alone.press(alone.petra, "Zurück")
    assert alone.queued() == []
    assert alone.vorgang().versandt_am is None
    alone.press(alone.petra, "Als versandt ablegen")
    assert alone.vorgang().versandt_am is not None


def test_other_words_are_not_filed_once_the_approved_ones_changed(alone: Office) -> None:
    reply_with_letter(alone, "seit 2019", "seit 2020")
    alone.press(alone.petra, "So versandt, ablegen")
    alone.cases.note_letter_head(alone.case, {"amt": "Amt 99"})
    alone.work()
    assert alone.vorgang().versandt_am is None
    assert "überholt" in alone.texts("8")[-1]


def test_another_paper_in_place_of_the_letter_is_refused(alone: Office) -> None:
    document = read_docx()
    document.add_paragraph("Protokoll der Dienstbesprechung: Der Aufzug wird am Montag gewartet.")
    other = io.BytesIO()
    document.save(other)
    with pytest.raises(StellwerkError, match="wohl ein anderes Schreiben"):
        reply_with(alone, other.getvalue())
    assert alone.vorgang().versandt_am is None


def test_a_reply_without_a_letter_is_asked_for_one(office: Office) -> None:
    finished(office)
    office.write(office.petra, "Ist raus.", reply_to=office.message_of("8", "Stellungnahme zu"))
    assert "DOCX" in office.texts("8")[-1]
    assert office.queued() == []


def test_what_is_written_beside_the_letter_answers_an_older_question(office: Office) -> None:
    office.command(office.petra, "brief", office.case)
    office.press(office.petra, "Aktenzeichen angeben")
    for revision in office.vorgang().revisionen:
        office.press(office.ilka, "Freigeben", nr=revision.nr)
    office.press(office.ilka, "Ausdrücklich annehmen und freigeben")
    office.press(office.petra, "Ohne weitere Angaben")
    office.work()
    office.write(office.petra, "67.1")
    assert office.vorgang().brief["az"] == "67.1"
    assert office.queued() == []


def test_a_case_of_one_gap_makes_a_letter_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.letter.outgoing.pdf_of", _no_pdf)
    office = Office(tmp_path, drafts=(gap(1),))
    finished(office)
    assert f"{office.case}_Stellungnahme.docx" in office.documents("8")
