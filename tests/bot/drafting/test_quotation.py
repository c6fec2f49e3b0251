"""A draft quotes the latest public word on the very thing that was asked, or says that there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.drafting.asking import Fund, Wortschatz, kerne_of, questions_of
from bot.drafting.desk import gate
from bot.drafting.quotation import draft_by_quotation
from corpus.domain import Anliegen, AnliegenArt, Entwurf, EntwurfStatus, HinweisArt, Passage, Satz
from retrieval.search import Ergebnis, Treffer
from tests.builders import passage


def point(text: str, *parts: str, art: AnliegenArt = AnliegenArt.FRAGE) -> Anliegen:
    return Anliegen(1, "1.", text, art, parts, 0, len(text))


def paper(number: str, text: str, day: date, **changes: object) -> Passage:
    key = f"stellungnahme:{number}"
    values = {"id": f"{key}@1#1", "dokument_id": key, "vorlage": number, "datum": day, "betreff": None, **changes}
    return passage(text, **values)


def hits(*found: Passage, grundlage: float = 0.9, overtaken: dict[str, str] | None = None) -> Ergebnis:
    by = overtaken or {}
    return Ergebnis(
        tuple(Treffer(i, 1.0 / i, p, p.start, p.ende, p.text, by.get(p.vorlage or "")) for i, p in enumerate(found, 1)),
        grundlage,
    )


WORDS = Wortschatz(seltenheit=lambda _: 1.0, bekannt=lambda name: "Musterland" in name)


def draft(anliegen: Anliegen, *results: Ergebnis) -> Entwurf:
    questions, kerne = questions_of(anliegen), kerne_of(anliegen)
    funde = [Fund(q, r, k) for q, r, k in zip(questions, results, kerne, strict=True)]
    return draft_by_quotation(anliegen, None, funde, WORDS)


BATH = point("Was kostet die Einzelkarte im Freibad?")
OLD = paper("ST/0001/2019", "Die Einzelkarte kostet im Freibad 4,00 Euro.", date(2019, 3, 1))
NEW = paper("ST/0001/2024", "Die Einzelkarte kostet im Freibad 5,50 Euro.", date(2024, 3, 1))


def test_every_sentence_is_its_quote_and_carries_its_place() -> None:
    entwurf = draft(BATH, hits(NEW))
    assert entwurf.status is EntwurfStatus.BELEGT
    (satz,) = entwurf.saetze
    assert satz.text == satz.belege[0].zitat == NEW.text
    assert (satz.belege[0].vorlage, satz.belege[0].datum) == ("ST/0001/2024", date(2024, 3, 1))


def test_the_newer_word_is_quoted_and_the_older_named_as_overtaken() -> None:
    entwurf = draft(BATH, hits(OLD, NEW))
    assert [s.belege[0].vorlage for s in entwurf.saetze] == ["ST/0001/2024"]
    assert [h.art for h in entwurf.hinweise] == [HinweisArt.VERALTET]


def test_a_year_that_the_question_fixes_is_not_overtaken() -> None:
    asked = point("Wie viele Besuche hatte das Freibad in der Saison 2018?")
    then = paper("ST/0001/2019", "In der Saison 2018 hatte das Freibad 61.400 Besuche.", date(2019, 3, 1))
    later = paper("ST/0001/2024", "In der Saison 2023 hatte das Freibad 58.000 Besuche.", date(2024, 3, 1))
    assert [s.belege[0].vorlage for s in draft(asked, hits(later, then)).saetze] == ["ST/0001/2019"]


def test_what_is_not_public_or_was_not_sent_is_never_quoted() -> None:
    for barrier in ({"oeffentlich": False}, {"oeffentlich": None}, {"versandt": False}):
        barred = paper("ST/0001/2024", NEW.text, date(2024, 3, 1), **barrier)
        entwurf = draft(BATH, hits(barred))
        assert (entwurf.status, entwurf.saetze) == (EntwurfStatus.KEINE_GRUNDLAGE, ())
        assert not any("ST/0001/2024" in h.text for h in entwurf.hinweise)


def test_what_a_person_once_accepted_without_support_is_never_quoted() -> None:
    free = paper("ST/0001/2024", NEW.text, date(2024, 3, 1), ungestuetzt=((0, len(NEW.text)),))
    assert draft(BATH, hits(free)).saetze == ()


def test_below_the_threshold_nothing_is_said() -> None:
    entwurf = draft(BATH, hits(NEW, grundlage=0.1))
    assert (entwurf.status, entwurf.saetze) == (EntwurfStatus.KEINE_GRUNDLAGE, ())
    assert entwurf.zulieferung is not None


def test_a_look_alike_is_named_and_not_quoted() -> None:
    asked = point("Welche Zustandsnote hat die Furtbrücke?")
    other = paper("ST/0001/2024", "Die Zustandsnote der Nordbrücke ist 2,4.", date(2024, 3, 1))
    entwurf = draft(asked, hits(other))
    assert entwurf.saetze == ()
    assert [h.art for h in entwurf.hinweise] == [HinweisArt.VERWECHSLUNG]


def test_where_the_asking_faction_sits_is_not_what_it_asks_about() -> None:
    asked = point("Was kostet die Sanierung der Sporthalle?")
    said = paper(
        "ST/0001/2024", "Die Sanierung der Sporthalle im Stadtteil Neudorf kostet 400.000 Euro.", date(2024, 3, 1)
    )
    fund = [Fund(asked.text, hits(said))]
    by_whom, about = "Antrag der Fraktion im Ortsteil Altvelm: Sporthalle", "Sporthalle im Ortsteil Altvelm"
    assert draft_by_quotation(asked, by_whom, fund, WORDS).saetze
    assert not draft_by_quotation(asked, about, fund, WORDS).saetze


def test_the_nearest_look_alike_is_named_though_it_stands_behind_the_others() -> None:
    asked = point("Welche Zustandsnote hat die Furtbrücke?")
    others = [paper(f"ST/000{n}/2023", f"Der Spielplatz {n} ist offen.", date(2023, 3, n)) for n in range(1, 7)]
    near = paper("ST/0001/2024", "Die Zustandsnote der Nordbrücke ist 2,4.", date(2024, 3, 1))
    found = hits(*others, near)
    best = replace(found.treffer[-1], score=9.0)
    entwurf = draft(asked, replace(found, treffer=(*found.treffer[:-1], best)))
    assert [h.art for h in entwurf.hinweise] == [HinweisArt.VERWECHSLUNG]


def test_an_association_that_no_paper_knows_is_named() -> None:
    asked = point("ob die Stadt dem Verein Klimabund Talheim e. V. beitritt", art=AnliegenArt.PRUEFAUFTRAG)
    entwurf = draft(asked, hits(paper("ST/1/2024", "Die Stadt ist Mitglied im Klimarat.", date(2024, 1, 1))))
    assert entwurf.status is EntwurfStatus.KEINE_GRUNDLAGE
    assert entwurf.zulieferung is not None
    assert entwurf.zulieferung.amt is None
    assert any("Klimabund" in h.text for h in entwurf.hinweise if h.art is HinweisArt.PRAEMISSE)


def test_an_open_sub_point_is_listed_and_asked_for() -> None:
    asked = point(
        "wie die Kita Anger ausgestattet ist: a) Zahl der Plätze, b) Krankenstand", "Zahl der Plätze", "Krankenstand"
    )
    places = paper("ST/1/2024", "Die Kita Anger hat 90 Plätze.", date(2024, 1, 1))
    entwurf = draft(asked, hits(places), hits(places), hits(places, grundlage=0.1))
    assert entwurf.status is EntwurfStatus.TEILWEISE
    assert [h.text for h in entwurf.hinweise if h.art is HinweisArt.OFFEN] == ["Unbeantwortet: Krankenstand"]
    assert entwurf.zulieferung is not None
    assert entwurf.zulieferung.frage == "Krankenstand"


def test_two_papers_of_one_day_with_two_numbers_contradict_each_other() -> None:
    asked = point("Wie viele Ladenlokale stehen in der Innenstadt leer?")
    one = paper("ST/1/2025", "In der Innenstadt stehen 23 Ladenlokale leer.", date(2025, 7, 1))
    other = paper("ST/2/2025", "In der Innenstadt stehen 31 Ladenlokale leer.", date(2025, 7, 1))
    entwurf = draft(asked, hits(one, other))
    assert entwurf.status is EntwurfStatus.WIDERSPRUCH
    assert len(entwurf.saetze) == 2


def test_a_number_is_answered_by_a_number_of_the_same_thing() -> None:
    asked = point("Wie viele Rettungskräfte sind im Freibad beschäftigt?")
    assert draft(asked, hits(NEW)).saetze == ()


def test_beside_the_answer_to_how_many_no_sentence_stands_that_counts_nothing() -> None:
    asked = point("Wie viele Ausweise sind ausgegeben?")
    counted = paper("ST/0001/2024", "Es sind 4.630 Ausweise ausgegeben.", date(2024, 3, 1))
    beside = paper("ST/0002/2024", "Die ausgegebenen Ausweise gelten auf einen Wagen.", date(2024, 3, 1))
    assert [s.text for s in draft(asked, hits(counted, beside)).saetze] == [counted.text]


def test_the_premise_opens_the_draft() -> None:
    asked = point("ob die Stadt dem Bund Musterland e. V. beitreten soll", art=AnliegenArt.PRUEFAUFTRAG)
    fee = paper("ST/1/2024", "Der Beitrag zum Bund Musterland e. V. beträgt 900 Euro.", date(2024, 3, 1))
    member = paper("ST/2/2024", "Die Stadt ist seit 2019 Mitglied im Bund Musterland e. V.", date(2024, 3, 2))
    entwurf = draft(asked, hits(fee, member))
    assert entwurf.status is EntwurfStatus.BEREITS_ERFUELLT
    assert entwurf.saetze[0].text.startswith("Die Stadt ist seit 2019 Mitglied")
    assert entwurf.hinweise[0].art is HinweisArt.PRAEMISSE
    assert "02.03.2024" in entwurf.hinweise[0].text


def test_the_gate_takes_out_a_sentence_that_is_not_its_quote() -> None:
    entwurf = draft(BATH, hits(NEW))
    (satz,) = entwurf.saetze
    forged = Entwurf(
        1, "1.", EntwurfStatus.BELEGT, (Satz("Die Einzelkarte kostet im Freibad 2,00 Euro.", satz.belege),)
    )
    passed = gate(forged, lambda *_: NEW.text)
    assert passed.saetze == ()
    assert passed.status is EntwurfStatus.KEINE_GRUNDLAGE
    assert [h.art for h in passed.hinweise] == [HinweisArt.UNBELEGT]
    assert gate(entwurf, lambda *_: NEW.text) == entwurf


def test_a_sub_point_that_only_shares_its_stem_with_a_passage_is_open() -> None:
    asked = point(
        "wann die Sanierung der Grundschule Anger beginnt: a) Beginn, b) Einbau einer Lüftungsanlage",
        "Beginn",
        "Einbau einer Lüftungsanlage",
    )
    start = paper("ST/1/2024", "Die Sanierung der Grundschule Anger hat im Mai ihren Beginn.", date(2024, 1, 1))
    entwurf = draft(asked, hits(start), hits(start), hits(start))
    assert entwurf.status is EntwurfStatus.TEILWEISE
    assert [h.text for h in entwurf.hinweise if h.art is HinweisArt.OFFEN] == [
        "Unbeantwortet: Einbau einer Lüftungsanlage"
    ]


def test_of_a_reply_in_one_block_only_the_sentences_on_the_matter_are_quoted() -> None:
    block = "Im Park stehen 40 Linden. Die Patenschaft kostet 20 Euro. Am Anger gibt es drei Trinkbrunnen."
    entwurf = draft(
        point("Wie viele Trinkbrunnen gibt es am Anger?"), hits(paper("ST/1/2024", block, date(2024, 1, 1)))
    )
    assert [s.text for s in entwurf.saetze] == ["Am Anger gibt es drei Trinkbrunnen."]


def test_an_answer_that_is_quoted_is_not_called_overtaken_in_the_same_draft() -> None:
    both = point(
        "darzulegen: a) was die Einzelkarte im Freibad kostet; b) wann das Freibad öffnet",
        "was die Einzelkarte im Freibad kostet",
        "wann das Freibad öffnet",
    )
    old = paper(
        "ST/0001/2019", "Die Einzelkarte kostet im Freibad 4,00 Euro. Das Freibad öffnet im Mai.", date(2019, 3, 1)
    )
    found = hits(NEW, old)
    entwurf = draft(both, found, found, hits(old))
    quoted = {b.vorlage for s in entwurf.saetze for b in s.belege}
    assert quoted == {"ST/0001/2024", "ST/0001/2019"}
    assert not [h for h in entwurf.hinweise if h.art is HinweisArt.VERALTET and "wurde nicht verwendet" in h.text]


def test_the_hint_on_what_is_overtaken_speaks_of_the_answer_and_not_of_its_paper() -> None:
    (hint,) = draft(BATH, hits(OLD, NEW)).hinweise
    assert hint.text == "Die Antwort zu 1 in ST/0001/2019 ist überholt durch ST/0001/2024 und wurde nicht verwendet."


def test_an_overtaken_answer_that_shares_only_its_papers_subject_with_the_point_is_no_news() -> None:
    """Else every point on the baths would be told that the membership in an association is overtaken."""
    other = paper(
        "ST/0001/2019", "Die Stadt ist nicht Mitglied im Verein.", date(2019, 3, 1), betreff="Einzelkarte im Freibad"
    )
    entwurf = draft(BATH, hits(NEW, other, overtaken={"ST/0001/2019": "ST/0009/2024"}))
    assert [s.belege[0].vorlage for s in entwurf.saetze] == ["ST/0001/2024"]
    assert not [h for h in entwurf.hinweise if h.art is HinweisArt.VERALTET]


def test_an_unknown_association_leaves_the_other_clauses_answered() -> None:
    asked = point("was die Einzelkarte im Freibad kostet und wie der Badfreunde Unbekannt e. V. gefördert wird")
    entwurf = draft(asked, hits(NEW), hits(NEW), hits(NEW))
    assert [s.text for s in entwurf.saetze] == [NEW.text]
    assert entwurf.status is EntwurfStatus.TEILWEISE
    assert [h.text for h in entwurf.hinweise if h.art is HinweisArt.PRAEMISSE] == [
        "„Badfreunde Unbekannt e. V.“ kommt in keinem Papier des Archivs vor."
    ]
    assert [t.saetze for t in entwurf.abdeckung] == [(0,), ()]


def test_a_charge_answers_what_the_costs_are() -> None:
    asked = point("ob eine Mitgliedschaft im Bund Musterland e. V. besteht und welche Kosten damit verbunden sind")
    member = paper(
        "ST/0002/2024",
        "Die Stadt ist seit 2019 Mitglied im Bund Musterland e. V. Der Jahresbeitrag beläuft sich auf 4.800 Euro.",
        date(2024, 3, 1),
    )
    assert draft(asked, hits(member), hits(member), hits(member)).abdeckung[1].saetze != ()
    silent = paper("ST/0003/2024", "Die Stadt ist seit 2019 Mitglied im Bund Musterland e. V.", date(2024, 3, 1))
    assert draft(asked, hits(silent), hits(silent), hits(silent)).abdeckung[1].saetze == ()


@pytest.mark.parametrize(
    "question",
    ["Was hat die Leiter gekostet?", "Wie teuer war die Leiter?", "Was kostete die Leiter?", "Was kostet die Leiter?"],
)
def test_a_price_is_answered_by_a_sum_or_by_its_absence(question: str) -> None:
    model = paper("ST/0001/2020", "Die Leiter DLK 23/12 wurde 1998 beschafft.", date(2020, 3, 1))
    price = paper("ST/0001/2024", "Für die Leiter wurden 742.318,50 Euro gezahlt.", date(2024, 3, 1))
    free = paper("ST/0002/2024", "Die Leiter ist kostenlos.", date(2024, 3, 2))
    assert draft(point(question), hits(model)).saetze == ()
    assert draft(point(question), hits(price)).saetze
    assert draft(point(question), hits(free)).saetze


def test_what_retrieval_takes_for_overtaken_is_not_quoted_without_a_word() -> None:
    """The newer paper says it in other words, so that no rule sees it: the reader is told to look."""
    asked = point("Was kostet die Leiter?")
    older = paper("ST/0001/2020", "Die Leiter kostet rund 690.000 Euro.", date(2020, 3, 1))
    newer = paper("ST/0001/2025", "Das Hubrettungsfahrzeug ist im Dienst.", date(2025, 3, 1))
    entwurf = draft(asked, hits(newer, older, overtaken={"ST/0001/2020": "ST/0001/2025"}))
    assert [s.belege[0].vorlage for s in entwurf.saetze] == ["ST/0001/2020"]
    (hint,) = [h for h in entwurf.hinweise if h.art is HinweisArt.VERALTET]
    assert "ST/0001/2025" in hint.text
    assert not [h for h in draft(asked, hits(newer, older)).hinweise if h.art is HinweisArt.VERALTET]


def test_what_only_stands_at_the_same_place_is_no_answer() -> None:
    stage = paper("ST/0001/2024", "Der Anleger am Uferweg ist stufenlos zugänglich.", date(2024, 3, 1))
    assert draft(point("Soll das Bootshaus am Uferweg verkauft werden?"), hits(stage)).saetze == ()
    assert draft(point("Ist der Anleger am Uferweg zugänglich?"), hits(stage)).saetze
    assert draft(point("Was ist am Uferweg geplant?"), hits(stage)).saetze


def test_a_number_of_one_year_is_not_answered_by_that_of_another() -> None:
    asked = point("Wie viele Kinder standen 2019 auf der Warteliste?")
    later = paper("ST/0001/2023", "Auf der Warteliste stehen 112 Kinder.", date(2023, 6, 1))
    of_then = paper("ST/0001/2020", "Auf der Warteliste stehen 98 Kinder.", date(2020, 1, 10))
    told = paper("ST/0002/2023", "Auf der Warteliste standen im Jahr 2019 97 Kinder.", date(2023, 6, 1))
    assert draft(asked, hits(later)).saetze == ()
    assert draft(asked, hits(of_then)).saetze
    assert draft(asked, hits(told)).saetze
    assert draft(point("Wie viele Kinder stehen auf der Warteliste?"), hits(later)).saetze


def test_a_price_of_another_thing_of_its_kind_is_no_answer() -> None:
    asked = point("Was kostet ein Baumgrab auf dem Friedhof?")
    other = paper("ST/0001/2024", "Die Gebühr für ein Reihengrab auf dem Friedhof beträgt 820 Euro.", date(2024, 3, 1))
    both = paper(
        "ST/0002/2024", "Ein Baumgrab auf dem Friedhof kostet 1.180 Euro, ein Reihengrab 820 Euro.", date(2024, 3, 1)
    )
    assert draft(asked, hits(other)).saetze == ()
    assert draft(asked, hits(both)).saetze


def test_what_is_told_sentence_by_sentence_to_be_overtaken_is_not_told_again_of_the_whole_answer() -> None:
    fund = [Fund(BATH.text, hits(OLD, NEW), None)]
    assert draft_by_quotation(BATH, None, fund, WORDS).hinweise
    assert not draft_by_quotation(BATH, None, fund, WORDS, gesagt={OLD.id}).hinweise


def test_a_correction_that_points_back_stands_behind_the_sentence_that_it_points_at() -> None:
    there, gone = "Der Fährverein Musterland e. V. war bis 2021 tätig.", "Er hat sich aufgelöst."
    asked = point("Der Fährverein Musterland e. V. erhält einen Zuschuss von 900 Euro.")
    entwurf = draft(asked, hits(paper("ST/0001/2024", f"{there} {gone}", date(2024, 3, 1))))
    assert [s.text for s in entwurf.saetze] == [there, gone]


def test_an_older_value_of_what_a_newer_paper_gives_too_is_not_asserted_beside_it() -> None:
    asked = point("wie hoch die Fundpauschale je Kopf ist und wofür die Stadt dem Hof Geld je Kopf zahlt")
    now = paper("ST/0001/2024", "Die Fundpauschale beträgt 1,20 Euro je Kopf.", date(2024, 3, 1))
    then = paper(
        "ST/0001/2019", "Für Fundtiere zahlt die Stadt dem Hof Geld: 0,80 Euro je Kopf und Jahr.", date(2019, 3, 1)
    )
    older = hits(then, overtaken={"ST/0001/2019": "ST/0001/2024"})
    entwurf = draft(asked, hits(now), hits(now), older)
    assert [s.belege[0].vorlage for s in entwurf.saetze] == ["ST/0001/2024"]
    assert any("0,80 Euro" in h.text and "ST/0001/2024" in h.text for h in entwurf.hinweise)


def test_the_article_of_another_thing_is_no_number_of_what_is_counted() -> None:
    asked = point("Wie viele Fundtiere werden im Jahr aufgenommen?")
    told = paper(
        "ST/0001/2024", "Für Fundtiere, die im Jahr aufgenommen werden, zahlt die Stadt eine Pauschale je Einwohner.",
        date(2024, 3, 1),
    )  # fmt: skip
    one = paper("ST/0002/2024", "Im Jahr wird nur ein krankes Fundtier aufgenommen.", date(2024, 3, 1))
    assert draft(asked, hits(told)).saetze == ()
    assert draft(asked, hits(one)).saetze


@pytest.mark.parametrize(
    "asked",
    [
        point(
            "ob am Anger eine Hundewiese liegt und a) wo sie liegt, b) wer sie pflegt", "wo sie liegt", "wer sie pflegt"
        ),
        point("ob am Anger eine Hundewiese liegt und wer sie pflegt"),
    ],
)
def test_who_does_it_stays_open_where_the_answer_names_nobody(asked: Anliegen) -> None:
    there = "Am Anger liegt eine Hundewiese."
    nobody = paper("ST/0001/2024", there, date(2024, 3, 1))
    somebody = paper("ST/0001/2024", f"{there} Das Grünflächenamt mäht die Hundewiese.", date(2024, 3, 1))
    found = len(questions_of(asked))
    assert draft(asked, *[hits(nobody)] * found).status is EntwurfStatus.TEILWEISE
    assert draft(asked, *[hits(somebody)] * found).status is EntwurfStatus.BELEGT
