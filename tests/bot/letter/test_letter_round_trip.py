"""A letter that went out comes back through the project's own reader and parser as what it said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.letter.brief import Brief, Punkt
from bot.letter.inhalt import point_numbers, template_content
from bot.letter.ohne_quellen import without_sources
from bot.letter.rendering import render_docx
from corpus.domain import Gremientermin, Stellungnahme
from corpus.parsing.kind import detect_kind
from corpus.parsing.stellungnahme import parse_stellungnahme
from tests.bot.letter.briefe import antwort, brief, quelle

LONG = (
    "Die Verwaltung hat die Standorte im Frühjahr 2026 begangen und die Ergebnisse mit dem Eigenbetrieb abgestimmt. "
    "An drei Standorten besteht Handlungsbedarf. "
)


def read_back(letter: bytes) -> Stellungnahme:
    from corpus.reading import read_bytes
    from corpus.reading.lesefassung import prepare

    text = prepare(read_bytes(letter, "brief.docx")).text
    assert detect_kind(text).value == "stellungnahme"
    found = parse_stellungnahme(text)
    for answer in found.antworten:
        assert text[answer.start : answer.ende].split() == answer.antwort.split()
    return found


def words(text: str | None) -> str:
    return " ".join((text or "").split())


LETTERS: dict[str, Brief] = {
    "two points": brief(),
    "an inquiry with questions": brief(
        Punkt(1, "1.", "Wie viele Bäume wurden gefällt?", None, antwort("Es wurden 41 Bäume gefällt.")),
        Punkt(2, "2.", "Wann wird nachgepflanzt?", None, antwort("Nachgepflanzt wird im Herbst 2026.")),
        art_des_antrags="Anfrage",
        antrag="AF/0012/2026",
    ),
    "twelve long points": brief(
        *(Punkt(n, f"{n}.", f"ob Standort {n} umgebaut wird,", f"Platz {n}", antwort(LONG * 4)) for n in range(1, 13))
    ),
    "one point": brief(Punkt(1, "1.", "ob der Markt begrünt wird.", "Markt", antwort("Der Markt wird begrünt."))),
    "paragraphs and dates": brief(
        Punkt(
            1,
            "1.",
            "ob die Kita Größenweg erweitert wird,",
            "Kita Größenweg",
            antwort("Die Kita wird am 3. Mai 2027 erweitert.") + antwort("Die Kosten betragen 1.250.000 Euro."),
        ),
        Punkt(2, "2.", "wer zuständig ist.", "Zuständigkeit", antwort("Zuständig ist das Jugendamt.")),
    ),
    "many stations, not public": brief(
        oeffentlich=False,
        gremienweg=tuple(
            Gremientermin(date(2026, 12, day), name)
            for day, name in ((1, "Umweltausschuss"), (3, "Haupt- und Finanzausschuss"), (10, "Stadtrat"))
        ),
    ),
}


@pytest.mark.parametrize("sources", [False, True], ids=["without sources", "with sources"])
@pytest.mark.parametrize("given", LETTERS.values(), ids=LETTERS.keys())
def test_a_sent_letter_comes_back_as_what_it_said(given: Brief, sources: bool) -> None:
    letter = render_docx(_cited(given) if sources else given)
    found = read_back(without_sources(letter))
    assert found.vorlage == given.vorlage
    assert found.antrag == given.antrag
    assert found.datum == given.datum
    assert found.dezernat == given.dezernat
    assert found.amt == given.amt
    assert found.aktenzeichen == given.aktenzeichen
    assert found.betreff == template_content(given)["betreffzeile"]
    assert found.fraktion == given.fraktion
    assert found.oeffentlich == given.oeffentlich
    assert found.gremienweg == given.gremienweg
    assert [answer.nr for answer in found.antworten] == [(n.rstrip(".)"),) for n in point_numbers(given.punkte)]
    assert [words(answer.antwort) for answer in found.antworten] == [_said(punkt) for punkt in given.punkte]
    assert [words(answer.frage) for answer in found.antworten] == [punkt.frage for punkt in given.punkte]
    assert [answer.titel for answer in found.antworten] == [punkt.titel for punkt in given.punkte]
    assert words(found.finanzielle_auswirkungen) == given.finanzielle_auswirkungen
    assert words(found.beschlussempfehlung) == given.beschlussempfehlung


def _said(punkt: Punkt) -> str:
    return words(" ".join(satz.text for absatz in punkt.absaetze for satz in absatz))


def _cited(given: Brief) -> Brief:
    """The same letter with a source under every sentence, and the annex."""
    from dataclasses import replace

    def cite(punkt: Punkt) -> Punkt:
        source = quelle(f"Zitat zu {punkt.nr}", start=punkt.nr)
        return replace(
            punkt,
            absaetze=tuple(tuple(replace(satz, belege=(source,)) for satz in absatz) for absatz in punkt.absaetze),
        )

    values: dict[str, Any] = {"punkte": tuple(map(cite, given.punkte)), "quellen": True}
    return replace(given, **values)
