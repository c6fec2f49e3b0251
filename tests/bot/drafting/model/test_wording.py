"""What a model does to the words of its source: coloured, tied together or thinned out, it stays a quotation."""

from __future__ import annotations

import pytest

from bot.drafting.model.wording import unfaithful
from tests.bot.drafting.model.office import Office, Paper, stands
from tests.bot.drafting.model.server import said, serving

QUOTES = {
    "pass": "Ein Ausweis für das Becken ist nicht vorgesehen.",
    "price": "Kinder unter sechs Jahren haben freien Eintritt.",
    "days": "An den übrigen Tagen schließt die Halle um 22 Uhr.",
    "data": "Voraussetzung ist, dass keine personenbezogenen Daten an Dritte übermittelt werden.",
    "bridge": "Eine Studie soll bis Ende 2031 klären, ob der Steg verstärkt werden kann oder ersetzt werden muss.",
    "camera": "Eine Überwachung des Marktplatzes lehnt die Verwaltung ab.",
    "brook": "Der Bachlauf wurde im Jahr 2029 untersucht.",
    "duty": "Die Stadt ist verpflichtet, den Steg zu unterhalten.",
    "count": "In der Statistik wird nur die Dauer aller Besuche erfasst.",
    "appeal": "Über die Einwendungen entscheidet der Ortsbeirat.",
    "plan": "Im Leitbild wird das Angebot der Stadt dargestellt.",
    "leaflet": "Mit dem Faltblatt verbreitet die Bücherei Hinweise zum Leihen.",
}
UNFAITHFUL = {
    "cause": ("Deshalb ist ein Ausweis für das Becken nicht vorgesehen.", "pass"),
    "consequence": ("Damit haben Kinder unter sechs Jahren freien Eintritt.", "price"),
    "no longer": ("Ein Ausweis für das Becken war nicht vorgesehen.", "pass"),
    "again": ("Ein Ausweis für das Becken ist wieder nicht vorgesehen.", "pass"),
    "too": ("Der Bachlauf wurde auch im Jahr 2029 untersucht.", "brook"),
    "for years": ("Seit Jahren wurde der Bachlauf im Jahr 2029 untersucht.", "brook"),
    "not free": ("Kinder unter sechs Jahren haben Eintritt.", "price"),
    "all days": ("An den Tagen schließt die Halle um 22 Uhr.", "days"),
    "all data": ("Voraussetzung ist, dass keine Daten an Dritte übermittelt werden.", "data"),
    "denied more": ("Eine Überwachung lehnt die Verwaltung ab.", "camera"),
    "and for or": (
        "Eine Studie soll bis Ende 2031 klären, ob der Steg verstärkt werden kann und ersetzt werden muss.", "bridge",
    ),
    "duty put on others": ("Die Stadt verpflichtet, den Steg zu unterhalten.", "duty"),
    "only done": ("Die Dauer aller Besuche wird in der Statistik nur erfasst.", "count"),
    "decided decides": ("Die Einwendungen entscheiden der Ortsbeirat.", "appeal"),
    "two verbs": ("Die Stadt stellt das Angebot dargestellt.", "plan"),
    "tool for thing": ("Die Bücherei verbreitet das Faltblatt.", "leaflet"),
    "thing for tool": ("Die Bücherei verbreitet mit den Hinweisen das Faltblatt.", "leaflet"),
    "words about": ("Kinder unter sechs Eintritt haben freien Jahren.", "price"),
    "cheering": ("Kinder unter sechs Jahren haben freien Eintritt!", "price"),
    "markup": ("**Kinder unter sechs Jahren haben freien Eintritt**.", "price"),
    "struck out": ("Sechsjährige ha\u0336ben freien Eintritt.", "price"),
    "shouted": ("KINDER UNTER SECHS JAHREN HABEN FREIEN EINTRITT.", "price"),
    "somebody's saying": ("„Kinder unter sechs Jahren haben freien Eintritt.“", "price"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNFAITHFUL)
def test_what_colours_ties_or_thins_is_said(case: str) -> None:
    """One reason, as a German sentence."""
    text, quote = UNFAITHFUL[case]
    why = unfaithful(text, QUOTES[quote])
    assert why is not None
    assert why.endswith(".")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Für das Becken ist kein Ausweis vorgesehen.", "pass"),
        ("Freien Eintritt haben Kinder unter sechs Jahren.", "price"),
        ("Für Kinder unter sechs Jahren ist der Eintritt frei.", "price"),
        ("Die Halle schließt an den übrigen Tagen um 22 Uhr.", "days"),
        ("Die Verwaltung lehnt eine Überwachung des Marktplatzes ab.", "camera"),
        ("Im Jahr 2029 wurde der Bachlauf untersucht.", "brook"),
        ("Den Steg zu unterhalten ist die Stadt verpflichtet.", "duty"),
        ("Nur die Dauer aller Besuche wird in der Statistik erfasst.", "count"),
        ("Der Ortsbeirat entscheidet über die Einwendungen.", "appeal"),
        ("Das Leitbild stellt das Angebot der Stadt dar.", "plan"),
        ("Die Bücherei verbreitet mit dem Faltblatt Hinweise zum Leihen.", "leaflet"),
        (
            "Bis Ende 2031 soll eine Studie klären, ob der Steg verstärkt werden kann oder ersetzt werden muss.",
            "bridge",
        ),
    ],
)
def test_other_words_for_the_same_are_let_be(text: str, quote: str) -> None:
    """Turning a sentence round is what a model is for."""
    assert unfaithful(text, QUOTES[quote]) is None


@pytest.mark.parametrize("quote", QUOTES.values())
def test_a_quotation_is_never_unfaithful_to_itself(quote: str) -> None:
    """Nor with its white space folded otherwise."""
    assert unfaithful(quote, quote.replace(" ", "\n")) is None


@pytest.mark.parametrize(
    "lie",
    [
        "Deshalb ist ein Ausweis für das Becken nicht vorgesehen.",
        "Ein Ausweis für das Becken war nicht vorgesehen.",
        "Ein Ausweis für das Becken ist [nicht] nicht vorgesehen.",
        "„Ein Ausweis für das Becken ist nicht vorgesehen.“",
    ],
)
def test_it_does_not_stand_beside_the_true_sentence_either(lie: str) -> None:
    """A model that says a source rightly and once more wrongly adds nothing to the draft."""
    paper = Paper((QUOTES["pass"],))
    with serving(said((QUOTES["pass"], "B1"), (lie, "B1"))) as server:
        office = Office(server.url, paper)
        draft = office.word()
    stands(draft, paper.draft(), paper.text_of)
    assert [satz.text for satz in draft.saetze] == [QUOTES["pass"]]
    assert draft.modell is not None
    assert len(draft.modell.gestoppt) == 1
