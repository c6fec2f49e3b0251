"""What people decide in chat happens once, by the right persons, and everyone with a card sees what came of it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.channels.port import Button
from bot.review.people import Person
from bot.review.rules import Entscheidung, Stand
from bot.review.tables import freigabe
from corpus.database import reading, writing
from corpus.domain import EntwurfStatus, Hinweis, HinweisArt, Satz, Zulieferung
from tests.bot.chat.office import ACCEPT, NOW, QUOTE, Office, draft, gap, labels
from tests.builders import reply

ALL = ["Freigeben", "Ablehnen", "Ändern", "Anders entwerfen", "An Amt geben", "Quellen"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def decisions(office: Office) -> int:
    with reading(office.engine) as connection:
        return int(connection.scalar(select(func.count()).select_from(freigabe)) or 0)


# --- cards ----------------------------------------------------------------------------------------------------------


def test_every_reviewer_and_the_chat_where_it_came_in_get_a_card_with_all_buttons(office: Office) -> None:
    for chat in ("8", "7", "6", "9"):
        assert labels(office.card(chat, 1)) == ALL
        assert labels(office.card(chat, 2)) == ALL


def test_presenting_a_case_twice_posts_nothing_twice(office: Office) -> None:
    before = office.texts("7")
    office.present()
    assert office.texts("7") == before


def test_shown_again_the_older_copy_in_that_chat_loses_its_buttons(office: Office) -> None:
    with office.turn() as turn:
        from bot.chat import cards

        cards.show_case_in(turn, office.case, "telegram", "7", office.ilka)
    office.deliver()
    assert labels(office.card("7", 1)) == ALL  # exactly one
    assert any("Die Karte steht jetzt weiter unten" in text for text in office.texts("7"))


def test_it_is_said_when_nobody_else_can_approve(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for person in (office.ilka, office.jan, office.rita):
        office.persons.revoke(person.name, now=office.now)
    office.case = office.open((draft(1),), nummer="AT/0004/2026")
    office.present()
    assert "Zurzeit kann niemand freigeben" in office.texts("8")[-2]


# --- approving ------------------------------------------------------------------------------------------------------


def test_an_approval_is_seen_on_every_copy_and_takes_the_deciding_buttons_away(office: Office) -> None:
    assert office.press(office.ilka, "Freigeben", nr=1) == "Punkt 1 (Fassung 1) ist freigegeben."
    for chat in ("8", "7", "6", "9"):
        card = office.card(chat, 1)
        assert "Freigegeben: Ilka Brandt, 09:00" in card.text.text
        assert labels(card) == ["Ändern", "Quellen"]


def test_who_handed_in_is_refused(office: Office) -> None:
    said = office.press(office.petra, "Freigeben", nr=1)
    assert "Sie dürfen nicht" in said
    assert decisions(office) == 0


def test_four_eyes_come_before_the_question_what_is_accepted(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.press(office.ilka, "Ändern", nr=2)
    office.write(office.ilka, "Die Brücke kostet zwei Millionen Euro.")
    said = office.press(office.ilka, "Freigeben", nr=2)
    assert "Vier-Augen-Prinzip" in said
    assert not office.has_button("7", ACCEPT)


def test_a_gap_is_approved_only_when_it_is_accepted_in_so_many_words(office: Office) -> None:
    assert "bestätigen" in office.press(office.ilka, "Freigeben", nr=2)
    assert decisions(office) == 0
    assert "dass zu diesem Punkt nichts vorliegt" in office.texts("7")[-1]
    office.press(office.ilka, ACCEPT)
    assert office.cases.decided(office.vorgang(), 2) is Stand.FREIGEGEBEN
    assert office.vorgang().freigaben[-1].angenommen == ("luecke",)
    told = f"{office.case} · Punkt 2, Fassung 1: ausdrücklich angenommen und freigegeben von Ilka Brandt."
    assert told in office.texts("7")


def test_going_back_leaves_the_point_open(office: Office) -> None:
    office.press(office.ilka, "Freigeben", nr=2)
    office.press(office.ilka, "Zurück")
    assert decisions(office) == 0
    assert f"{office.case} · Punkt 2 wurde nicht freigegeben." in office.texts("7")
    assert not office.has_button("7", ACCEPT)


def test_what_one_person_was_asked_to_accept_no_other_answers(office: Office) -> None:
    """In a group all see the question: the other's "Zurück" must not end it, nor "annehmen" count as theirs."""
    office.press(office.ilka, "Freigeben", nr=2)
    for label in (ACCEPT, "Zurück"):
        message, button = office.button("7", label)
        office.group = "7"
        said = office.pressed(office.jan, message, button.token)
        office.group = None
        assert said.startswith("Diese Frage ging an Ilka Brandt")
    assert decisions(office) == 0
    office.deliver()
    office.press(office.ilka, ACCEPT)
    assert decisions(office) == 1


def test_a_double_tap_asks_once_what_is_accepted(office: Office) -> None:
    message, button = office.button("7", "Freigeben", 2)
    office.pressed(office.ilka, message, button.token)
    office.pressed(office.ilka, message, button.token)
    office.deliver()
    assert sum(ACCEPT in labels(output) for output in office.screen("7").values()) == 1


def test_what_has_no_beleg_is_named_before_it_is_accepted(tmp_path: Path) -> None:
    unsupported = draft(1, saetze=(Satz("Das wird 2027 gebaut.", ()),))
    office = Office(tmp_path, drafts=(unsupported, draft(2)))
    assert "Das wird 2027 gebaut. [ohne Beleg]" in office.card("7", 1).text.text
    assert "Von Hand geschrieben, ohne Beleg\n" in office.card("7", 1).text.text
    office.press(office.ilka, "Freigeben", nr=1)
    assert "„Das wird 2027 gebaut.“" in office.texts("7")[-1]


def test_the_second_of_two_taps_learns_who_was_first_and_when(office: Office) -> None:
    ilka, jan = office.button("7", "Freigeben", 1), office.button("6", "Freigeben", 1)
    office.pressed(office.ilka, ilka[0], ilka[1].token)
    said = office.pressed(office.jan, jan[0], jan[1].token)  # pressed before the edit of the card arrived
    assert "Ilka Brandt" in said
    assert "09:00" in said
    assert decisions(office) == 1


def test_two_taps_at_the_same_moment_are_one_decision_and_the_other_learns_whose(tmp_path: Path) -> None:
    office = Office(tmp_path, drafts=tuple(draft(nr) for nr in range(1, 11)))
    for nr in range(1, 11):
        taps = [(who, *office.button(office.chat(who), "Freigeben", nr)) for who in (office.ilka, office.jan)]
        start = threading.Barrier(2)

        def tap(who: Person, message: str, button: Button, start: threading.Barrier = start) -> str:
            start.wait()
            return office.pressed(who, message, button.token)

        with ThreadPoolExecutor(2) as pool:
            said = [done.result() for done in [pool.submit(tap, *each) for each in taps]]
        assert decisions(office) == nr
        winner = office.vorgang().freigaben[-1].person.name
        assert sum("schon entschieden" in text and winner in text for text in said) == 1


def test_the_own_double_tap_changes_nothing(office: Office) -> None:
    message, button = office.button("7", "Freigeben", 1)
    office.pressed(office.ilka, message, button.token)
    assert "schon entschieden" in office.pressed(office.ilka, message, button.token)
    assert decisions(office) == 1


def test_two_approvals_are_counted_and_said(tmp_path: Path) -> None:
    office = Office(tmp_path, approvals=2)
    assert "1 von 2" in office.press(office.ilka, "Freigeben", nr=1)
    assert "1 von 2 freigegeben: Ilka Brandt, 09:00" in office.card("6", 1).text.text
    assert "Punkt 1 (Fassung 1) ist freigegeben." in office.press(office.jan, "Freigeben", nr=1)


def test_of_three_approvals_it_is_said_how_many_are_missing(tmp_path: Path) -> None:
    office = Office(tmp_path, approvals=3)
    assert "1 von 3. Für Punkt 1 fehlen noch 2 andere Personen." in office.press(office.ilka, "Freigeben", nr=1)
    assert "2 von 3. Für Punkt 1 fehlt noch eine andere Person." in office.press(office.jan, "Freigeben", nr=1)


def test_a_person_whose_access_ended_decides_nothing(office: Office) -> None:
    office.persons.revoke("Ilka Brandt", now=office.now)
    assert "Sie dürfen nicht" in office.press(office.ilka, "Freigeben", nr=1)
    assert decisions(office) == 0


# --- changing -------------------------------------------------------------------------------------------------------


def test_a_change_is_a_new_revision_shown_with_its_difference_to_everyone(office: Office) -> None:
    office.press(office.ilka, "Ändern", nr=1)
    assert QUOTE in office.texts("7")[-1]
    office.write(office.ilka, QUOTE.replace("2019", "2021"))
    for chat in ("8", "7", "6", "9"):
        news = office.texts(chat)[-1]
        assert "Geändert von Ilka Brandt." in news
        assert "2019 2021" in news
        assert "Punkt 1 · Fassung 2" in office.card(chat, 1).text.text
        assert labels(office.card(chat, 1)) == ALL


def test_words_that_stay_on_their_quote_keep_the_beleg_and_others_are_marked(office: Office) -> None:
    office.press(office.ilka, "Ändern", nr=1)
    office.write(office.ilka, f"{QUOTE} Der Beitrag beträgt 500 Euro.")
    saetze = office.vorgang().revision(1).entwurf.saetze
    assert [bool(satz.belege) for satz in saetze] == [True, False]
    assert "Der Beitrag beträgt 500 Euro. [ohne Beleg]" in office.card("6", 1).text.text


def test_a_gap_that_a_person_filled_asks_nobody_any_more(office: Office) -> None:
    office.press(office.ilka, "Ändern", nr=2)
    office.write(office.ilka, "Die Brücke kostet zwei Millionen Euro.")
    card = office.card("6", 2).text.text
    assert "Von Hand geschrieben, ohne Beleg" in card
    assert "Zu klären" not in card
    assert any("1 von Hand geschrieben ohne Beleg" in text for text in office.texts("6"))


def test_words_of_an_earlier_paper_get_their_beleg(office: Office) -> None:
    known = "Die Brücke kostet nach heutigem Stand zwei Millionen Euro."
    with writing(office.engine) as connection:
        office.archive.store_in(connection, reply(("Kosten?", f"Ja. {known}")), now=NOW)
    office.press(office.ilka, "Ändern", nr=2)
    office.write(office.ilka, f"{known} Das ist viel Geld.")
    card = office.card("6", 2).text.text
    assert f"{known} [1]" in card
    assert "[1] ST/0001/2024 vom 01.03.2024" in card
    assert "Das ist viel Geld. [ohne Beleg]" in card


def test_a_change_voids_an_approval_and_says_whose(office: Office) -> None:
    office.press(office.ilka, "Freigeben", nr=1)
    office.press(office.petra, "Ändern", nr=1)
    office.write(office.petra, "Die Stadt ist Mitglied.")
    assert office.cases.decided(office.vorgang(), 1) is Stand.OFFEN
    assert "Die Freigabe von Ilka Brandt gilt nicht mehr." in office.texts("7")[-1]


def test_several_voided_approvals_are_named_together(tmp_path: Path) -> None:
    office = Office(tmp_path, approvals=3)
    for person in (office.ilka, office.jan):
        office.press(person, "Freigeben", nr=1)
    office.press(office.petra, "Ändern", nr=1)
    office.write(office.petra, "Die Stadt ist Mitglied.")
    assert "Die Freigaben von Ilka Brandt und Jan Ott gelten nicht mehr." in office.texts("7")[-1]


def test_who_changed_cannot_approve_and_another_can(office: Office) -> None:
    office.press(office.ilka, "Ändern", nr=1)
    office.write(office.ilka, "Die Stadt ist seit 2019 Mitglied im Verein Grünes Band e. V.")
    office.press(office.ilka, "Freigeben", nr=1)
    assert office.alerts("7")[-1].startswith(
        "Sie haben diese Fassung geschrieben und können sie nicht selbst freigeben"
    )
    office.press(office.jan, "Freigeben", nr=1)
    office.press(office.jan, ACCEPT)
    assert office.cases.decided(office.vorgang(), 1) is Stand.FREIGEGEBEN


def test_the_same_text_makes_no_revision(office: Office) -> None:
    office.press(office.ilka, "Ändern", nr=1)
    office.write(office.ilka, f"  {QUOTE} ")
    assert office.vorgang().revision(1).revision == 1
    assert "unverändert" in office.texts("7")[-1]


def test_a_change_to_what_was_changed_meanwhile_is_refused(office: Office) -> None:
    office.press(office.ilka, "Ändern", nr=1)
    office.press(office.jan, "Ändern", nr=1)
    office.write(office.ilka, "Die Stadt ist Mitglied.")
    office.write(office.jan, "Die Stadt ist nicht Mitglied.")
    assert office.vorgang().revision(1).revision == 2
    assert "inzwischen geändert" in office.texts("6")[-1]


def test_a_press_on_the_old_revision_decides_nothing(office: Office) -> None:
    message, button = office.button("6", "Freigeben", 1)
    office.press(office.ilka, "Ändern", nr=1)
    office.write(office.ilka, "Die Stadt ist Mitglied.")
    assert "inzwischen geändert" in office.pressed(office.jan, message, button.token)
    assert decisions(office) == 0


# --- refusing, sources ----------------------------------------------------------------------------------------------


def test_a_refusal_needs_a_reason_and_stays_open_until_a_new_revision(office: Office) -> None:
    office.press(office.ilka, "Ablehnen", nr=1)
    assert decisions(office) == 0
    office.write(office.ilka, "Der Verein heißt inzwischen anders.")
    assert office.cases.decided(office.vorgang(), 1) is Stand.ABGELEHNT
    card = office.card("8", 1)
    assert "Der Verein heißt inzwischen anders." in card.text.text
    assert labels(card) == ["Ändern", "Anders entwerfen", "An Amt geben", "Quellen"]
    assert any("Abgelehnt von Ilka Brandt" in text for text in office.texts("8"))
    office.press(office.petra, "Ändern", nr=1)
    office.write(office.petra, "Die Stadt ist Mitglied.")
    assert labels(office.card("7", 1)) == ALL


def test_who_may_not_decide_is_not_asked_for_a_reason(office: Office) -> None:
    assert "Sie dürfen nicht" in office.press(office.petra, "Ablehnen", nr=1)
    assert not any("Warum lehnen Sie" in text for text in office.texts("8"))


def test_sources_come_with_the_whole_quote_and_where_it_stands(office: Office) -> None:
    office.press(office.petra, "Quellen", nr=1)
    text = office.texts("8")[-1]
    assert f"„{QUOTE}“" in text
    assert "ST/0012/2025 vom 02.06.2025, zu 3, S. 2" in text
    assert "st-12.pdf" in text


# --- drafting anew --------------------------------------------------------------------------------------------------


def test_a_wish_becomes_a_new_machine_revision(office: Office) -> None:
    office.redrafted = [draft(1, "Der Beitrag beträgt 500 Euro im Jahr.")]
    office.press(office.jan, "Anders entwerfen", nr=1)
    office.write(office.jan, "mehr zu den Kosten")
    assert office.work() == ["redraft"]
    assert office.wishes == ["mehr zu den Kosten"]
    revision = office.vorgang().revision(1)
    assert (revision.revision, revision.maschinell) == (2, True)
    assert "Auf Wunsch von Jan Ott maschinell neu entworfen („mehr zu den Kosten“)." in office.texts("7")[-1]
    assert "Der Beitrag beträgt 500 Euro im Jahr. [1]" in office.card("8", 1).text.text


def test_a_redraft_in_the_same_words_says_that_only_what_stands_around_them_is_new(office: Office) -> None:
    office.redrafted = [replace(draft(1), status=EntwurfStatus.BEREITS_ERFUELLT)]
    office.press(office.jan, "Anders entwerfen", nr=1)
    office.write(office.jan, "mehr zu den Kosten")
    office.work()
    assert office.vorgang().revision(1).revision == 2
    assert office.texts("7")[-1].endswith(
        "Der Wortlaut ist gleich geblieben; neu sind Einordnung, Hinweise oder Quellen."
    )


def test_a_double_press_on_without_a_wish_is_one_job(office: Office) -> None:
    office.redrafted = [draft(1, "Der Beitrag beträgt 500 Euro im Jahr.")]
    office.press(office.jan, "Anders entwerfen", nr=1)
    message, button = office.button("6", "Ohne Wunsch")
    office.pressed(office.jan, message, button.token)
    office.pressed(office.jan, message, button.token)
    assert len(office.queued()) == 1


def test_where_the_papers_yield_nothing_else_that_is_said(office: Office) -> None:
    office.redrafted = [draft(1)]
    office.press(office.jan, "Anders entwerfen", nr=1)
    office.write(office.jan, "mehr zu den Kosten")
    office.work()
    assert office.vorgang().revision(1).revision == 1
    assert "geben die Papiere nichts anderes her" in office.texts("6")[-1]


def test_it_is_said_once_that_a_point_is_drafted_anew(office: Office) -> None:
    office.press(office.jan, "Anders entwerfen", nr=1)
    office.write(office.jan, "mehr zu den Kosten")
    assert [t for t in office.texts("6") if "wird neu entworfen" in t] == [
        "Punkt 1 wird neu entworfen: „mehr zu den Kosten“."
    ]


def test_a_redraft_that_finds_nothing_makes_no_revision_and_leaves_the_point_at_its_office(office: Office) -> None:
    office.redrafted = [replace(gap(2), zulieferung=Zulieferung(None, "Was kostet die Brücke mehr zu den Kosten?"))]
    office.press(office.petra, "An Amt geben", nr=2)
    office.write(office.petra, "Amt 66 bis 05.12.2026")
    office.press(office.jan, "Anders entwerfen", nr=2)
    office.write(office.jan, "mehr zu den Kosten")
    assert office.work() == ["redraft"]
    assert office.vorgang().revision(2).revision == 1
    assert "geben die Papiere nichts anderes her" in office.texts("6")[-1]
    assert "Liegt beim Amt: Amt 66" in office.card("7", 2).text.text
    office.now = office.now.replace(month=12, day=7)
    office.tick()
    assert "Zulieferung von Amt 66" in office.texts("8")[-1]


def test_a_redraft_that_finds_nothing_leaves_the_text_that_stands(office: Office) -> None:
    office.redrafted = [gap(1)]
    office.press(office.jan, "Anders entwerfen", nr=1)
    office.press(office.jan, "Ohne Wunsch")
    office.work()
    assert office.vorgang().revision(1).entwurf == draft(1)


def test_a_motion_that_comes_again_leaves_a_point_at_its_office(office: Office) -> None:
    office.press(office.petra, "An Amt geben", nr=2)
    office.write(office.petra, "Amt 66 bis 05.12.2026")
    again = replace(gap(2), zulieferung=Zulieferung("Sportamt", "Was kostet sie?"))
    office.cases.add_drafts(office.case, [draft(1), again], stichtag=NOW.date(), von=office.petra, now=NOW)
    assert office.cases.decided(office.vorgang(), 2) is Stand.BEIM_AMT


def test_a_redraft_of_what_was_changed_meanwhile_is_dropped(office: Office) -> None:
    office.redrafted = [draft(1, "Der Beitrag beträgt 500 Euro im Jahr.")]
    office.press(office.jan, "Anders entwerfen", nr=1)
    office.press(office.jan, "Ohne Wunsch")
    office.press(office.ilka, "Ändern", nr=1)
    office.write(office.ilka, "Die Stadt ist Mitglied.")
    office.work()
    assert office.vorgang().revision(1).entwurf.saetze[0].text == "Die Stadt ist Mitglied."
    assert "inzwischen geändert" in office.texts("6")[-1]


# --- offices --------------------------------------------------------------------------------------------------------


def test_an_office_is_asked_with_a_day_and_the_text_to_forward(office: Office) -> None:
    office.press(office.petra, "An Amt geben", nr=2)
    office.write(office.petra, "Amt 66 bis 05.12.2026")
    assert office.cases.decided(office.vorgang(), 2) is Stand.BEIM_AMT
    text = office.texts("8")[-1]
    assert "Zum Weiterleiten an: Amt 66" in text
    assert "bis zum 05.12.2026" in text
    assert "Was kostet die Brücke?" in text
    card = office.card("7", 2)
    assert "Liegt beim Amt: Amt 66, Antwort bis 05.12.2026" in card.text.text
    assert "Freigeben" in labels(card)


def test_the_office_that_the_draft_names_is_offered_as_a_button(office: Office) -> None:
    office.press(office.petra, "An Amt geben", nr=2)
    office.press(office.petra, "66-Tiefbauamt bis 30.11.2026")
    auftrag = office.vorgang().zulieferungen[0]
    assert (auftrag.amt, f"{auftrag.frist}") == ("66-Tiefbauamt", "2026-11-30")


def test_an_answer_without_an_office_is_asked_again(office: Office) -> None:
    office.press(office.petra, "An Amt geben", nr=2)
    office.write(office.petra, "bis 05.12.2026")
    assert "Es fehlt, welches Amt" in office.texts("8")[-1]
    office.write(office.petra, "Amt 66")
    assert office.vorgang().zulieferungen[0].frist is None


# --- what is not public -----------------------------------------------------------------------------------------------


def test_nothing_not_public_is_mentioned_in_any_chat(tmp_path: Path) -> None:
    secret = Hinweis(HinweisArt.VERTRAULICH, "Dazu gibt es etwas Nichtöffentliches.")
    office = Office(tmp_path, drafts=(replace(draft(1), hinweise=(secret,)), gap(2)))
    office.press(office.ilka, "Quellen", nr=1)
    office.press(office.ilka, "Ändern", nr=1)
    office.write(office.ilka, "Die Stadt ist Mitglied.")
    for chat in ("8", "7", "6", "9"):
        assert "öffentlich" not in "\n".join(office.texts(chat))


def test_a_closed_case_leaves_only_the_sources(office: Office) -> None:
    with office.turn() as turn:
        from bot.chat import cards

        office.cases.cancel_in(turn.connection, office.case, von=office.petra, now=office.now, quelle="telegram:2")
        cards.refresh_in(turn, office.case)
    office.deliver()
    assert labels(office.card("7", 1)) == ["Quellen"]
    assert "abgebrochen" in office.card("7", 1).text.text


def test_all_statuses_can_be_shown(tmp_path: Path) -> None:
    office = Office(tmp_path, drafts=tuple(replace(draft(i), status=s) for i, s in enumerate(EntwurfStatus, 1)))
    assert len({office.card("7", i).text.text.split("\n\n")[2] for i in range(1, 7)}) == 6


def test_the_refusal_of_a_gap_needs_no_acceptance(office: Office) -> None:
    office.press(office.ilka, "Ablehnen", nr=2)
    office.write(office.ilka, "Bitte beim Tiefbauamt nachfragen.")
    assert office.vorgang().freigaben[-1].entscheidung is Entscheidung.ABGELEHNT
