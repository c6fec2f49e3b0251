"""Personal data of citizens in motions and papers is not shown in a chat; what is stored stays verbatim."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.channels.port import InlineAnswer
from bot.channels.tables import outbox
from bot.chat.fact_text import card_text, list_text
from bot.chat.held_back import as_meant, held_back_in, veiled_entwurf, veiled_together
from bot.chat.splitting import ask_about_points_in
from corpus.database import reading, writing
from corpus.domain import Fakt, FaktArt, Hinweis, HinweisArt, Zulieferung, Zuversicht
from corpus.facts.store import FaktStand
from corpus.tables import fassung
from tests.bot.chat.hall import Hall
from tests.bot.chat.office import BELEG, QUOTE, Office, draft
from tests.bot.chat.test_search import hit, look, offers, type_inline

MAIL, PHONE, IBAN, STREET, NAME = (
    "erika.muster@web.de",
    "0171 2345678",
    "DE02 1203 0000 0000 2020 51",
    "Lindenweg 4",
    "Erika Muster",
)
LETTER = f"Die Anwohnerin {NAME} ({MAIL}, Tel. {PHONE}) wohnt {STREET}; ihr Konto lautet {IBAN}."
SECRETS = (MAIL, PHONE, IBAN, STREET, NAME, "Muster")


def nothing_personal(said: str) -> None:
    assert [secret for secret in SECRETS if secret in said] == []


def everything_sent(office: Office) -> str:
    with reading(office.engine) as connection:
        rows = connection.execute(select(outbox.c.content)).scalars().all()
    return json.dumps(rows, ensure_ascii=False)


@pytest.fixture
def drafted(tmp_path: Path) -> Office:
    """A case whose motion, draft, quote, hints and question all name a citizen."""
    entwurf = draft(
        1,
        LETTER,
        hinweise=(Hinweis(HinweisArt.OFFEN, f"Offen: Was wurde {NAME} zugesagt?"),),
        zulieferung=Zulieferung("66-Tiefbauamt", f"Wann erhält Frau {NAME} Antwort ({PHONE})?"),
    )
    return Office(tmp_path, drafts=(entwurf, draft(2)))


def test_no_message_of_a_whole_case_holds_what_the_papers_say_of_a_citizen(drafted: Office) -> None:
    """Cards, sources, change, acceptance, news of a change, refusal, request to an office, digest: all of it."""
    office = drafted
    office.press(office.ilka, "Quellen", nr=1)
    office.press(office.ilka, "Freigeben", nr=1)
    office.press(office.ilka, "Ändern", nr=1)
    shown = next(t for t in reversed(office.texts("7")) if "neuen Text" in t).split("\n\n")[-1]
    office.write(office.ilka, f"{shown}\n{QUOTE}")
    office.press(office.jan, "Ablehnen", nr=1)
    office.write(office.jan, f"Bitte {NAME} vorher unter {PHONE} anrufen.")
    office.command(office.petra, "status", office.case)
    office.tick()
    assert office.vorgang().revision(1).revision == 2
    nothing_personal(everything_sent(office))
    assert (
        "personenbezogene Angaben (Name, Anschrift, Telefonnummer, E-Mail-Adresse, IBAN)"
        in office.card("8", 1).text.text
    )


def test_what_is_stored_stays_verbatim_and_comes_back_from_the_stand_ins(drafted: Office) -> None:
    """Whoever leaves the brackets where they are changes nothing of what they stand for, and keeps the Beleg."""
    office = drafted
    office.press(office.ilka, "Ändern", nr=1)
    shown = next(t for t in reversed(office.texts("7")) if "neuen Text" in t).split("\n\n")[-1]
    assert "[Name 1]" in shown
    office.write(office.ilka, f"{shown}\n{QUOTE}")
    first, second = office.vorgang().revision(1).entwurf.saetze
    assert first.text == LETTER
    assert first.belege[0].zitat == LETTER
    assert second.text == QUOTE


def test_a_sentence_with_personal_data_goes_out_only_if_somebody_says_so(drafted: Office) -> None:
    office = drafted
    said = office.press(office.ilka, "Freigeben", nr=1)
    assert "bestätigen" in said
    assert "personenbezogene Angaben enthält" in office.texts("7")[-1]
    assert office.vorgang().freigaben == ()
    office.press(office.ilka, "Ausdrücklich annehmen und freigeben")
    assert "personenbezogen" in office.vorgang().freigaben[0].angenommen


def test_a_draft_without_personal_data_is_shown_as_it_is() -> None:
    assert veiled_entwurf(draft(1)) == draft(1)
    assert held_back_in(draft(1)) == ()


@pytest.mark.parametrize("text", [QUOTE, LETTER])
def test_of_two_drafts_that_count_as_equal_each_is_shown_as_itself(text: str) -> None:
    """How sure a draft is does not tell it from another, but stands on its card."""
    plain, sure = draft(1, text), draft(1, text, zuversicht=Zuversicht(0.7, 0, ()))
    assert plain == sure
    assert veiled_entwurf(plain).zuversicht is None
    assert veiled_entwurf(sure).zuversicht == sure.zuversicht


def test_an_office_s_own_address_stays_readable() -> None:
    official = draft(1, "Standplätze vergibt das Marktamt unter stand@velmenau.de, Tel. 0261 129-4455.")
    assert veiled_entwurf(official) == official


def test_a_hit_of_the_search_and_of_the_inline_mode_shows_no_citizen(house: Hall) -> None:
    said = look(house, "Lärm", hit(LETTER, frage=f"Was wird aus der Beschwerde von Frau {NAME}?"))
    nothing_personal(said)
    assert "Nicht gezeigt: personenbezogene Angaben" in said
    type_inline(house, "Lärm Anwohner")
    house.work()
    answer: InlineAnswer = offers(house)[-1]
    nothing_personal(" ".join((answer.results[0].title, answer.results[0].description, answer.results[0].text.text)))


def test_a_fact_is_shown_without_the_citizen_it_names() -> None:
    place = replace(BELEG, zitat=LETTER, ende=len(LETTER))
    fakt = Fakt("f1", f"Frau {NAME}", LETTER, FaktArt.ZUSTAND, date(2025, 1, 1), None, None, place)
    standing = FaktStand(fakt, "p1", (), ())
    nothing_personal(card_text(standing, {}).text)
    nothing_personal(list_text([standing], 1).text)


def test_points_are_asked_about_without_the_citizen_and_answered_with_the_stand_ins(drafted: Office) -> None:
    office = drafted
    asked = f"Wird der Anwohnerin {NAME} geholfen?"
    with writing(office.engine) as connection:
        content = connection.execute(select(fassung.c.inhalt)).scalars().first()
        points = [{**content["anliegen"][0], "text": asked}]
        connection.execute(update(fassung).values(inhalt={**content, "anliegen": points}))
    with office.turn() as turn:
        antrag = office.cases.antrag_in(turn.connection, office.case)
        ask_about_points_in(turn, office.case, antrag, ("telegram", "8"), reply_to=None, key="probe")
    nothing_personal(everything_sent(office))
    shown = veiled_together([asked])
    assert shown == ("Wird der Anwohnerin [Name 1] geholfen?",)
    assert as_meant(shown[0], [asked]) == asked
