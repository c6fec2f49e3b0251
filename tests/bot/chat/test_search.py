"""Earlier replies are found in chat with their source, and only what is public and went out is ever shown."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.port import InlineAnswer, InlineQuestion, Sender
from bot.chat import search
from corpus.domain import Passage
from corpus.errors import StellwerkError
from retrieval.search import Ergebnis, Treffer
from tests.bot.chat.hall import Hall
from tests.builders import passage


def hit(text: str = "Die Sanierung kostet 2 Mio. Euro.", rang: int = 1, **changes: Any) -> Treffer:
    found: Passage = passage(text, **{"id": f"p{rang}-{len(text)}", "seite": 3, **changes})
    return Treffer(rang, 1.0, found, 0, len(text), text)


class Searcher:
    """Finds the same for every question, and notes what it was asked."""

    def __init__(self, *hits: Treffer, grundlage: float = 0.9) -> None:
        self.result = Ergebnis(hits, grundlage)
        self.asked: list[Any] = []

    def search(self, query: Any) -> Ergebnis:
        self.asked.append(query)
        return self.result


def look(house: Hall, words: str, *hits: Treffer, grundlage: float = 0.9) -> str:
    """/suche, answered."""
    house.parts.searcher = Searcher(*hits, grundlage=grundlage)
    house.receive(house.message(words, command="suche"))
    house.work()
    return house.said()[-1]


def type_inline(house: Hall, words: str, number: str = "q1") -> None:
    with house.turn() as turn:
        search.on_inline(turn, house.official, InlineQuestion("telegram", Sender("8", ""), number, words))


def offers(house: Hall) -> list[InlineAnswer]:
    return [output for _, output in house.sent() if isinstance(output, InlineAnswer)]


def test_a_hit_is_shown_with_number_date_point_page_and_quote(house: Hall) -> None:
    said = look(house, "Kosten Halle", hit(frage="Was kostet die Sanierung?"))
    assert "1. ST/0001/2024 vom 01.03.2024, zu 1, S. 3" in said
    assert "Was kostet die Sanierung?" in said
    assert "Die Sanierung kostet 2 Mio. Euro." in said
    assert house.parts.searcher.asked[0].intern is False


@pytest.mark.parametrize("barred", [{"oeffentlich": None}, {"oeffentlich": False}, {"versandt": False}])
def test_what_is_not_public_or_not_sent_is_never_shown(house: Hall, barred: dict[str, Any]) -> None:
    secret = hit("Geheim ist das Geheimnis.", 1, **barred)
    assert "eheim" not in look(house, "Kosten Halle", secret, hit(rang=2))
    assert "nichts gefunden" in look(house, "Kosten Halle", secret)
    house.parts.searcher = Searcher(secret, hit(rang=2))
    type_inline(house, "Kosten Halle")
    house.work()
    assert [len(answer.results) for answer in offers(house)] == [1]


def test_at_most_five_are_shown(house: Hall) -> None:
    said = look(house, "Kosten Halle", *[hit(f"Antwort {n}.", n) for n in range(1, 10)])
    assert "Antwort 5." in said
    assert "Antwort 6." not in said


def test_what_the_archive_does_not_answer_is_said_to_be_only_near(house: Hall) -> None:
    assert "nichts Sicheres" in look(house, "Kosten Halle", hit(), grundlage=0.1)


def test_a_long_quote_ends_behind_a_sentence(house: Hall) -> None:
    long = "Das ist ein ganzer Satz über die Halle. " * 40
    said = look(house, "Halle", hit(long))
    assert said.endswith("über die Halle. […]")
    assert len(said) < search.QUOTE_SIGNS + 200


def test_the_first_search_of_all_builds_the_index(house: Hall) -> None:
    class Unbuilt(Searcher):
        def search(self, query: Any) -> Ergebnis:
            if not built:
                raise StellwerkError("Der Suchindex fehlt.", "…")
            return super().search(query)

    built: list[int] = []
    house.parts.bring_index_level = lambda: built.append(1)
    house.parts.searcher = Unbuilt(hit())
    house.receive(house.message("Kosten", command="suche"))
    house.work()
    assert "2 Mio." in house.said()[-1]


def test_inline_offers_carry_title_description_and_the_quote_with_its_source(house: Hall) -> None:
    house.parts.searcher = Searcher(hit(frage="Was kostet die Sanierung?"))
    type_inline(house, "Kosten Halle")
    house.work()
    (offer,) = offers(house)[0].results
    assert offer.title == "ST/0001/2024 vom 01.03.2024"
    assert offer.description == "Was kostet die Sanierung?"
    assert offer.text.text == "„Die Sanierung kostet 2 Mio. Euro.“\nQuelle: ST/0001/2024 vom 01.03.2024, zu 1, S. 3"
    assert len(offer.id.encode()) <= 64


@pytest.mark.parametrize("words", ["", "  ", "ab"])
def test_too_short_a_word_is_answered_with_nothing_at_once(house: Hall, words: str) -> None:
    type_inline(house, words)
    assert [answer.results for answer in offers(house)] == [()]
    assert house.queued() == []


def test_only_the_last_of_what_was_typed_is_looked_for(house: Hall) -> None:
    house.parts.searcher = Searcher(hit())
    for number, words in enumerate(["Kos", "Koste", "Kosten Halle"]):
        type_inline(house, words, f"q{number}")
    house.work()
    assert [query.text for query in house.parts.searcher.asked] == ["Kosten Halle"]
    assert [answer.question_id for answer in offers(house)] == ["q2"]


def test_nobody_is_answered_who_no_longer_waits(house: Hall) -> None:
    house.parts.searcher = Searcher(hit())
    type_inline(house, "Kosten Halle")
    house.at += search.INLINE_SECONDS + 1
    house.work()
    assert (house.parts.searcher.asked, offers(house)) == ([], [])
    assert house.queued() == []


def test_an_inline_answer_leaves_although_it_belongs_to_no_chat(house: Hall) -> None:
    type_inline(house, "")
    house.deliver()
    from sqlalchemy import select

    from bot.channels.tables import outbox

    with house.turn() as turn:
        assert turn.connection.scalars(select(outbox.c.state)).all() == ["sent"]
