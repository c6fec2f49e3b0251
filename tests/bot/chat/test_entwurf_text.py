"""A card says everything a person needs to decide, in one message, and nothing that isn't public."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.port import RichText, Style
from bot.chat.entwurf_text import (
    CARD_UNITS,
    age,
    changes_text,
    clip,
    difference_text,
    entwurf_card,
    full_text,
    is_shortened,
    sources_text,
    units,
)
from bot.drafting.revising import revise
from bot.letter.difference import word_difference
from bot.review.people import Person, Rolle
from bot.review.rules import (
    Entscheidung,
    Freigabe,
    Revision,
    Stand,
    Vorgang,
    Zulieferungsauftrag,
)
from corpus.domain import (
    Anliegen,
    AnliegenArt,
    Entwurf,
    EntwurfStatus,
    Fundstelle,
    Hinweis,
    HinweisArt,
    Satz,
    Zulieferung,
    Zuversicht,
)

HEUTE = date(2026, 11, 23)
AM = datetime(2026, 11, 23, 8, 30)
ILKA = Person("P-1", "Ilka Brandt", Rolle.FREIGABE)


def beleg(quote: str = "Die Stadt ist Mitglied.", start: int = 0, **changes: Any) -> Fundstelle:
    found = Fundstelle(
        "st-12.pdf", "stellungnahme:ST/0012/2025", 1, "ST/0012/2025", date(2025, 6, 2), ("3",), 2, quote, start,
        start + len(quote),
    )  # fmt: skip
    return replace(found, **changes)


def entwurf(*saetze: Satz, **changes: Any) -> Entwurf:
    return replace(Entwurf(3, "3.", EntwurfStatus.BELEGT, saetze), **changes)


def case(
    revision: Revision, *, frage: str = "Ist die Stadt Mitglied?", freigaben: tuple[Freigabe, ...] = (), **changes: Any
) -> Vorgang:
    points = tuple(Anliegen(i, f"{i}.", frage, AnliegenArt.FRAGE, (), 0, 5) for i in (1, 2, 3))
    made = Vorgang(
        "V-2026-0001", "antrag:1", 1, "AT/0003/2026", "Neue Mitte", "Grünes Band", HEUTE, "P-9", AM, points,
        (revision,), freigaben, {}, frist=date(2026, 11, 28),
    )  # fmt: skip
    return replace(made, **changes)


def revision(draft: Entwurf, nr: int = 2, *, maschinell: bool = True) -> Revision:
    return Revision(3, nr, draft, "P-9", maschinell, AM, "Petra Sander")


def card(draft: Entwurf, stand: Stand = Stand.OFFEN, *, approvals: int = 1, **of_case: Any) -> RichText:
    made = revision(draft)
    return entwurf_card(case(made, **of_case), made, stand, heute=HEUTE, approvals=approvals)


def styled_parts(text: RichText, style: Style) -> list[str]:
    return [text.text[s.start : s.end] for s in text.spans if s.style is style]


def approval(name: str = "Ilka Brandt", what: Entscheidung = Entscheidung.FREIGEGEBEN, **more: Any) -> Freigabe:
    made = Freigabe(3, 2, Person(name, name, Rolle.FREIGABE), what, None, (), datetime(2026, 11, 23, 14, 3))
    return replace(made, **more)


# --- what stands on it ----------------------------------------------------------------------------------------------


def test_the_heading_names_case_point_revision_and_maker() -> None:
    shown = card(entwurf(Satz("Ja.", (beleg(),))))
    assert shown.text.startswith("V-2026-0001 · Punkt 3 · Fassung 2\nMaschineller Entwurf für Petra Sander, 08:30")
    assert "V-2026-0001 · Punkt 3 · Fassung 2" in styled_parts(shown, Style.BOLD)
    assert "Ist die Stadt Mitglied?" in styled_parts(shown, Style.ITALIC)


def test_numbers_in_the_text_lead_to_the_sources() -> None:
    first, second = beleg(), beleg("Der Beitrag ist 500 Euro.", 40)
    shown = card(entwurf(Satz("Ja.", (first,)), Satz("Er kostet 500 Euro.", (second, first))))
    assert "Ja. [1]\n\nEr kostet 500 Euro. [2] [1]" in shown.text
    (sources,) = styled_parts(shown, Style.QUOTE)
    assert "[1] ST/0012/2025 vom 02.06.2025, zu 3, S. 2 · ⚠ vor 17 Monaten" in sources
    assert "„Der Beitrag ist 500 Euro.“" in sources


def test_a_sentence_without_a_beleg_is_marked_once() -> None:
    unsupported = Hinweis(HinweisArt.UNBELEGT, "Ohne Beleg: „Das wird gebaut.“")
    shown = card(entwurf(Satz("Das wird gebaut.", ()), hinweise=(unsupported,)))
    assert shown.text.count("Das wird gebaut.") == 1
    assert " [ohne Beleg]" in styled_parts(shown, Style.BOLD)


def test_a_text_without_any_beleg_is_said_to_be_written_by_hand() -> None:
    bare = Satz("Das wird gebaut.", ())
    for status in (EntwurfStatus.TEILWEISE, EntwurfStatus.BELEGT):
        shown = card(entwurf(bare, status=status)).text
        assert "\n\nVon Hand geschrieben, ohne Beleg\n\n" in shown
        assert "eilweise beantwortet" not in shown
    contradicted = card(entwurf(bare, status=EntwurfStatus.WIDERSPRUCH)).text
    assert "Widerspruch: gültige Quellen sagen Verschiedenes\nVon Hand geschrieben, ohne Beleg" in contradicted
    assert "Belegt, außer einem Satz" in card(entwurf(bare, Satz("Ja.", (beleg(),)))).text


def test_a_plan_whose_day_has_passed_is_marked() -> None:
    plan, fact = "Der Umbau ist für das vierte Quartal 2025 geplant.", "Die Stadt ist Mitglied."
    saetze = Satz(fact, (beleg(fact),)), Satz(plan, (beleg(plan, 40),))
    assert "⚠ Der genannte Zeitpunkt ist vorbei: [2]\n" in card(entwurf(*saetze)).text
    assert "Zeitpunkt" not in card(entwurf(saetze[0])).text


def test_an_office_that_nobody_knows_is_said_in_plain_german() -> None:
    shown = card(entwurf(status=EntwurfStatus.KEINE_GRUNDLAGE, zulieferung=Zulieferung(None, "ob gebaut wird")))
    assert "Zu klären (zuständiges Amt nicht bekannt): ob gebaut wird" in shown.text


def test_a_sentence_that_was_held_back_is_said() -> None:
    held = Hinweis(HinweisArt.UNBELEGT, "Zurückgehalten: Die Zahl steht nicht im Zitat.")
    assert "Zurückgehalten: Die Zahl steht nicht" in card(entwurf(Satz("Ja.", (beleg(),)), hinweise=(held,))).text


@pytest.mark.parametrize(
    ("art", "word"),
    [
        (HinweisArt.PRAEMISSE, "Voraussetzung"),
        (HinweisArt.VERALTET, "Überholt"),
        (HinweisArt.WIDERSPRUCH, "Widerspruch"),
        (HinweisArt.VERWECHSLUNG, "Verwechslungsgefahr"),
        (HinweisArt.OFFEN, "Offen"),
    ],
)
def test_hints_are_named(art: HinweisArt, word: str) -> None:
    shown = card(entwurf(Satz("Ja.", (beleg(),)), hinweise=(Hinweis(art, "Bitte prüfen."),)))
    assert f"⚠ {word}: Bitte prüfen." in shown.text


def test_what_is_not_public_is_mentioned_nowhere() -> None:
    draft = entwurf(Satz("Ja.", (beleg(),)), hinweise=(Hinweis(HinweisArt.VERTRAULICH, "Geheim."),))
    made = revision(draft)
    for shown in (card(draft), sources_text(case(made), made, heute=HEUTE), full_text(case(made), made)):
        assert "Geheim" not in shown.text
        assert "Vertraulich" not in shown.text


def test_a_gap_names_the_office_to_ask() -> None:
    shown = card(
        entwurf(status=EntwurfStatus.KEINE_GRUNDLAGE, zulieferung=Zulieferung("66-Tiefbauamt", "Was kostet es?"))
    )
    assert "Dazu liegt nichts vor" in shown.text
    assert "Zu klären (66-Tiefbauamt): Was kostet es?" in shown.text


def test_the_footer_counts_approvals_and_names_the_deadline() -> None:
    shown = card(entwurf(Satz("Ja.", (beleg(),))), approvals=2, freigaben=(approval(),))
    assert "1 von 2 freigegeben: Ilka Brandt, 14:03" in shown.text
    assert shown.text.endswith("Frist: 28.11.2026 (noch 5 Tage)")


def test_a_refusal_is_shown_with_its_reason() -> None:
    refusal = approval(what=Entscheidung.ABGELEHNT, grund="Veraltet.")
    shown = card(entwurf(Satz("Ja.", (beleg(),))), Stand.ABGELEHNT, freigaben=(refusal,))
    assert "Abgelehnt: Ilka Brandt, 14:03: „Veraltet.“" in shown.text


def test_a_request_to_an_office_is_shown() -> None:
    asked = Zulieferungsauftrag(3, 2, "Amt 66", "Was kostet es?", date(2026, 12, 5), ILKA, AM)
    shown = card(entwurf(Satz("Ja.", (beleg(),))), Stand.BEIM_AMT, zulieferungen=(asked,))
    assert "Liegt beim Amt: Amt 66, Antwort bis 05.12.2026" in shown.text


# --- how long -------------------------------------------------------------------------------------------------------


def test_long_quotes_are_shortened_on_the_card_and_whole_under_sources() -> None:
    quotes = [f"Zitat {i} " + "mit vielen Wörtern " * 60 for i in range(8)]
    draft = entwurf(*(Satz(f"Satz {i}.", (beleg(q, i * 9999),)) for i, q in enumerate(quotes)))
    shown = card(draft)
    assert units(shown.text) <= CARD_UNITS
    assert all(f"[{i + 1}] ST/0012/2025" in shown.text for i in range(8))
    made = revision(draft)
    whole = sources_text(case(made), made, heute=HEUTE).text
    assert all(quote.strip() in whole for quote in quotes)


def test_a_draft_longer_than_a_message_says_so_and_stands_in_full_beside_it() -> None:
    draft = entwurf(*(Satz(f"Satz {i} " + "mit vielen Wörtern " * 20, (beleg(),)) for i in range(20)))
    assert is_shortened(draft)
    assert "Gekürzt. „Quellen“ zeigt den ganzen Text." in card(draft).text
    made = revision(draft)
    for whole in (full_text(case(made), made).text, sources_text(case(made), made, heute=HEUTE).text):
        assert all(f"Satz {i} mit" in whole for i in range(20))


def test_a_short_draft_is_not_shortened() -> None:
    assert not is_shortened(entwurf(Satz("Ja.", (beleg(),))))


WORDS = st.text(min_size=1, max_size=3000)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(WORDS, WORDS), max_size=12),
    WORDS,
    st.lists(st.tuples(st.sampled_from(HinweisArt), WORDS), max_size=8),
    st.text(max_size=300),
)
def test_a_card_of_any_words_is_one_message_with_spans_inside_it(
    saetze: list[tuple[str, str]], frage: str, hints: list[tuple[HinweisArt, str]], reason: str
) -> None:
    draft = entwurf(
        *(Satz(text, (beleg(quote, i * 9000),) if i % 2 else ()) for i, (text, quote) in enumerate(saetze)),
        hinweise=tuple(Hinweis(art, text) for art, text in hints),
        zulieferung=Zulieferung(reason, frage),
    )
    refusal = approval("N" * 300, what=Entscheidung.ABGELEHNT, grund=reason)
    shown = card(draft, Stand.ABGELEHNT, frage=frage, freigaben=(refusal,))
    assert units(shown.text) <= CARD_UNITS
    assert len(shown.spans) <= 100
    assert all(0 <= s.start < s.end <= len(shown.text) for s in shown.spans)


@given(st.text(max_size=200), st.integers(1, 80))
def test_clipped_text_fits_and_says_that_it_goes_on(text: str, limit: int) -> None:
    short = clip(text, limit)
    assert units(short) <= limit
    assert short == " ".join(text.split()) or short.endswith("…")


# --- ages, differences ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 23), "von heute"),
        (date(2026, 11, 22), "vor 1 Tag"),
        (date(2026, 11, 3), "vor 20 Tagen"),
        (date(2026, 10, 23), "vor 1 Monat"),
        (date(2025, 11, 23), "vor 12 Monaten"),
        (date(2025, 11, 22), "⚠ vor 12 Monaten"),
        (date(2025, 6, 2), "⚠ vor 17 Monaten"),
        (date(2020, 1, 1), "⚠ vor 6 Jahren"),
        (date(2027, 1, 1), ""),
        (None, ""),
    ],
)
def test_the_age_of_a_source_is_said_and_marked_after_a_year(day: date | None, said: str) -> None:
    assert age(day, HEUTE) == said


@given(st.text("ab .\n", max_size=60), st.text("ab .\n", max_size=60))
def test_a_difference_holds_the_words_of_both_texts(old: str, new: str) -> None:
    shown = difference_text(old, new)
    kept = list(shown.text)
    came = list(shown.text)
    for span in shown.spans:
        for at in range(span.start, span.end):
            (kept if span.style is Style.UNDERLINE else came)[at] = ""
    assert "".join("".join(kept).split()) == "".join(old.split())
    assert "".join("".join(came).split()) == "".join(new.split())


def test_what_stayed_the_same_is_cut_short_between_changes_of_a_long_letter() -> None:
    same = "Das bleibt so. " * 100
    shown = changes_text(word_difference(f"Alt. {same}Ende.", f"Neu. {same}Schluss."))
    assert len(shown.text) < 400
    assert " … " in shown.text
    assert styled_parts(shown, Style.STRIKE) == ["Alt", "Ende"]
    assert styled_parts(shown, Style.UNDERLINE) == ["Neu", "Schluss"]


@pytest.mark.parametrize(
    ("wert", "decisions", "said"),
    [
        (0.72, 0, "Etwa 7 von 10 solchen Entwürfen passten in Testläufen unverändert (Schätzung; noch nicht aus"),
        (
            0.72,
            131,
            "Etwa 7 von 10 solchen Entwürfen werden hier unverändert freigegeben (geschätzt aus 131 Entscheidungen)",
        ),
        (0.999, 131, "Etwa 9 von 10"),
        (0.001, 0, "Etwa 1 von 10"),
    ],
)
def test_how_sure_a_draft_is_stands_on_its_card_in_words_with_where_it_comes_from(
    wert: float, decisions: int, said: str
) -> None:
    """Never as certain, and only as long as somebody has to decide; a person's own text has none."""
    own = entwurf(Satz("Die Stadt ist Mitglied.", (beleg(),)), zuversicht=Zuversicht(wert, decisions, ()))
    made = Revision(3, 1, own, "P-9", True, AM)
    shown = {s: entwurf_card(case(made), made, s, heute=HEUTE, approvals=1).text for s in (Stand.OFFEN, Stand.BEIM_AMT)}
    assert all(f"Zuversicht: {said}" in text for text in shown.values())
    approved = Freigabe(3, 1, ILKA, Entscheidung.FREIGEGEBEN, None, (), AM)
    done = entwurf_card(case(made, freigaben=(approved,)), made, Stand.FREIGEGEBEN, heute=HEUTE, approvals=1)
    assert "Zuversicht" not in done.text
    assert revise(own, "Die Stadt ist kein Mitglied.").zuversicht is None
