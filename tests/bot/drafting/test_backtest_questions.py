"""What is asked for a reply: the motion's own points by their numbers, else the questions that the reply repeats."""

from __future__ import annotations

from datetime import date

from bot.drafting.backtest.questions import Ausgelassen, Fall, replay_case
from corpus.domain import Anliegen, AnliegenArt, Antrag, Antwort, Stellungnahme

DAY = date(2024, 3, 1)


def reply(*answers: tuple[tuple[str, ...], str | None], datum: date | None = DAY) -> Stellungnahme:
    antworten = tuple(Antwort(nr, frage, "Die Halle hat Platz.", 0, 0) for nr, frage in answers)
    return Stellungnahme("1/24", "2/24", datum, None, None, "Halle", None, True, (), antworten, None, None)


def motion(*points: tuple[str | None, str], datum: date | None = date(2024, 1, 5)) -> Antrag:
    anliegen = tuple(
        Anliegen(nr, mark, text, AnliegenArt.FRAGE, (), 0, len(text)) for nr, (mark, text) in enumerate(points, 1)
    )
    return Antrag("2/24", None, "Sporthalle", datum, None, anliegen)


def asked(case: Fall | Ausgelassen) -> list[list[str]]:
    assert isinstance(case, Fall)
    return [[a.text for a in p.anliegen] for p in case.punkte]


def case(reply_: Stellungnahme, motion_: Antrag | None = None) -> Fall | Ausgelassen:
    return replay_case("stellungnahme:1/24", "a.txt", reply_, motion_, reply_.datum)


def test_the_motions_points_are_asked_by_their_marks() -> None:
    own = motion(("1.", "Wie groß ist die Halle?"), ("2.", "Wie alt ist das Dach?"), (None, "Um Prüfung wird gebeten."))
    found = case(reply((("2",), None), (("1",), None), (("3",), None)), own)
    assert asked(found) == [["Wie alt ist das Dach?"], ["Wie groß ist die Halle?"]]
    assert isinstance(found, Fall)
    assert (found.stichtag, found.betreff, found.aus_antrag) == (date(2024, 1, 5), "Sporthalle", True)


def test_points_without_marks_are_counted() -> None:
    own = motion((None, "Wie groß ist die Halle?"), (None, "Wie alt ist das Dach?"))
    assert asked(case(reply((("2",), None)), own)) == [["Wie alt ist das Dach?"]]


def test_one_answer_to_several_points_is_one_point() -> None:
    own = motion(("a)", "Wie groß ist die Halle?"), ("b)", "Wie alt ist das Dach?"))
    assert asked(case(reply((("a", "b"), None)), own)) == [["Wie groß ist die Halle?", "Wie alt ist das Dach?"]]


def test_a_reply_of_one_block_answers_all_points() -> None:
    own = motion(("1.", "Wie groß ist die Halle?"), ("2.", "Wie alt ist das Dach?"))
    assert len(asked(case(reply(((), None)), own))[0]) == 2


def test_without_the_motion_the_question_that_the_reply_repeats_is_asked() -> None:
    found = case(reply((("1",), "Wie groß ist die Halle?"), (("2",), None)))
    assert asked(found) == [["Wie groß ist die Halle?"]]
    assert isinstance(found, Fall)
    assert (found.stichtag, found.aus_antrag) == (DAY, False)


def test_where_reply_and_motion_number_otherwise_the_reply_is_believed() -> None:
    own = motion(("1.", "Wie alt ist das Dach der Turnhalle?"))
    assert asked(case(reply((("1",), "Was kostet der Brunnen am Markt?")), own)) == [
        ["Was kostet der Brunnen am Markt?"]
    ]


def test_what_cannot_be_asked_is_left_out_with_its_reason() -> None:
    assert case(reply((("1",), None))) is Ausgelassen.OHNE_FRAGE
    assert case(reply((("1",), "Wie alt ist das Dach?"), datum=None)) is Ausgelassen.OHNE_DATUM
