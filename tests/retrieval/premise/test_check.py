"""A point learns that what it asks for is so already, is no longer so, or was decided otherwise; unsure is silence."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.domain import Anliegen, AnliegenArt
from corpus.parsing.anliegen_art import classify
from retrieval.premise.check import OVERTURNED, Befund, check_premise, verdict
from retrieval.premise.reading import read_point, said_by
from retrieval.premise.signals import signals_of
from retrieval.state import Zustand, state_of
from retrieval.statements import Aussage, statements_of
from tests.builders import passage


def point(text: str, art: AnliegenArt = AnliegenArt.PRUEFAUFTRAG) -> Anliegen:
    return Anliegen(1, "1.", text, art, (), 0, len(text))


def said(text: str, day: date = date(2024, 3, 1), **changes: object) -> tuple[Aussage, ...]:
    return statements_of(passage(text, datum=day, dokument_id=f"stellungnahme:{day}", id=f"{day}#1", **changes))


def found(anliegen: Anliegen, *statements: Aussage) -> Befund | None:
    premise = check_premise(anliegen, statements, rarity=lambda _: 1.0)
    return premise.befund if premise.befund in OVERTURNED else None


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("Die Stadt ist bereits Mitglied im Bund Musterland e. V.", Zustand.BESTEHT),
        ("Das Portal ist seit dem 3. Mai 2022 online.", Zustand.BESTEHT),
        ("Die Stadt ist nicht mehr Mitglied im Bund Musterland e. V.", Zustand.BEENDET),
        ("Das Amt wurde zum 1. Juli 2022 aufgelöst.", Zustand.BEENDET),
        ("Seit dem 1. Juli 2025 wird keine Gebühr mehr erhoben.", Zustand.BEENDET),
        ("Den Antrag hat der Stadtrat am 12. Mai 2024 abgelehnt.", Zustand.ABGELEHNT),
        ("Ein Beirat ist nicht vorgesehen.", Zustand.ABGELEHNT),
        ("Ein Beitritt wird geprüft.", Zustand.ABSICHT),
        ("Sofern Mittel bereitstehen, besteht ab 2026 ein Angebot.", Zustand.ABSICHT),
        ("Die Stadt ist bisher nicht Mitglied.", Zustand.VERNEINT),
        ("Das Fährhaus empfing 2021 letztmals Gäste.", Zustand.BEENDET),
        ("Frau Beispiel hat die Stadtverwaltung im Mai 2020 verlassen.", Zustand.BEENDET),
        ("Ihren Austritt aus dem Bund hat die Stadt 2022 erklärt.", Zustand.BEENDET),
        ("Den Vorschlag hat der Werksausschuss nicht mitgetragen.", Zustand.ABGELEHNT),
        ("Eine Betreuung an Feiertagen wollen die Träger nicht anbieten.", Zustand.ABGELEHNT),
        ("Ein Beitritt ist für 2030 ins Auge gefasst.", Zustand.ABSICHT),
        ("Über eine Beleuchtung ist im Herbst zu beraten.", Zustand.ABSICHT),
        ("Montags bleibt das Museum zu.", Zustand.VERNEINT),
        ("Ob Stellplätze dauerhaft entfallen, muss als Ganzes betrachtet werden.", Zustand.ABSICHT),
        ("Der Betrieb wäre dann nicht mehr bezahlbar.", Zustand.ABSICHT),
        ("Die Wartezeit beträgt nicht mehr als 15 Minuten.", Zustand.VERNEINT),
        ("Der Beitrag beträgt 900 Euro.", Zustand.OFFEN),
        ("Eine beratende Mitwirkung des Beirats ist grundsätzlich zu begrüßen.", Zustand.ABSICHT),
        ("Eine Kooperation erscheint sinnvoll.", Zustand.ABSICHT),
        ("Die Abschaltung der Laternen wurde 2021 zurückgenommen.", Zustand.BEENDET),
        ("Die Verwaltung wurde im Mai 2024 beauftragt, eine Taxe zu prüfen.", Zustand.ABSICHT),
        ("Die geteilten Wege werden zu Gehwegen.", Zustand.ABSICHT),
        ("In der Rechnung wurde eine Zulage von 20 Prozent unterstellt.", Zustand.ABSICHT),
        ("Es ist davon auszugehen, dass ein Bedarf besteht.", Zustand.ABSICHT),
        ("Von freiwilligen Leistungen sollte Abstand genommen werden.", Zustand.ABSICHT),
        ("Eine Beleuchtung wurde bisher meist abgelehnt.", Zustand.BESTEHT),
        ("Der Stadtrat hat eine Beleuchtung abgelehnt.", Zustand.ABGELEHNT),
        ("Der Laufbus war ein Versuch und wurde nicht fortgesetzt.", Zustand.BEENDET),
        ("Die Planung wurde nicht fortgesetzt.", Zustand.ABGELEHNT),
        ("Einer Umwandlung erteilte der Rat eine Absage.", Zustand.ABGELEHNT),
        ("Ein Verbot wies der Rat am 3. Mai 2024 mit 17 zu 13 Stimmen zurück.", Zustand.ABGELEHNT),
        ("Die Pflanzungen konnten noch nicht vollständig umgesetzt werden.", Zustand.VERNEINT),
        ("Angaben zu den Kosten sind erst nach dem Entwurf möglich.", Zustand.ABSICHT),
        ("Nachdem der Betreiber davon Abstand genommen hat, gibt es ein anderes Haus.", Zustand.BESTEHT),
        ("Die Beratung wies auf Mängel hin.", Zustand.OFFEN),
        (
            "Bei Spielstraßen handelt es sich um Wege, auf denen Verkehr ausgeschlossen ist und Platz ist.",
            Zustand.OFFEN,
        ),
        ("Künftig wird es voraussichtlich keine Flächen mehr geben.", Zustand.ABSICHT),
        ("Bei Spielstraßen handelt es sich um Straßen, auf denen Verkehr ausgeschlossen ist.", Zustand.OFFEN),
        ("Flächen, die nicht mehr gebraucht werden, stehen seit 2020 bereit.", Zustand.BESTEHT),
    ],
)
def test_a_sentence_says_what_holds_by_its_own_words(sentence: str, state: Zustand) -> None:
    assert state_of(sentence) is state


def test_who_asks_to_join_learns_that_the_city_is_a_member() -> None:
    wish = point("ob ein Beitritt der Stadt zum Bund Musterland e. V. sinnvoll ist")
    assert found(wish, *said("Die Stadt ist seit 2019 Mitglied im Bund Musterland e. V.")) is Befund.BEREITS_ERFUELLT


def test_membership_elsewhere_fulfils_nothing() -> None:
    wish = point("ob ein Beitritt der Stadt zum Bund Musterland e. V. sinnvoll ist")
    assert found(wish, *said("Die Stadt ist seit 2019 Mitglied im Verbund Beispielgau e. V.")) is None


def test_membership_does_not_fulfil_a_wish_for_advice_in_a_board() -> None:
    wish = point("ob Bund Musterland e. V. beratend in städtische Gremien eingebunden werden kann")
    member = "Das Amt für Wirtschaft ist sowohl Ausrichter der Gremien als auch Mitglied im Bund Musterland e. V."
    (clause,) = said_by(said(member))
    (signals,) = signals_of(read_point(wish), [clause], lambda _: 1.0, ())
    # What a reply that says all but membership in other words has, as it was met on a real one.
    near = {**dict.fromkeys(signals, 0.0), "member_only": 1.0, "names": 1.0, "no_new": 1.0, "strong": 1.0}
    near |= {"predicate": 0.33, "unmet": 0.14}
    assert verdict(clause, near, None)[0] is Befund.TRIFFT_ZU
    fulfilled = verdict(clause, {**near, "member_only": 0.0}, None)[0]
    assert fulfilled is Befund.BEREITS_ERFUELLT, "nothing but membership keeps this clause from fulfilling the wish"


def test_membership_does_not_fulfil_a_wish_for_cooperation() -> None:
    wish = point("in welcher Form die Zusammenarbeit mit dem Bund Musterland e. V. aufgebaut werden kann")
    assert found(wish, *said("Die Stadt ist bereits Mitglied im Bund Musterland e. V.")) is None


def test_what_was_done_by_the_verb_of_the_demand_is_fulfilled() -> None:
    wish = point("die Beleuchtung der Sporthalle Anger auf LED umzustellen", AnliegenArt.FORDERUNG)
    assert found(wish, *said("Die Beleuchtung der Sporthalle Anger wurde 2021 auf LED umgestellt."))
    assert found(wish, *said("Die Beleuchtung der Sporthalle Anger wurde 2021 repariert.")) is None


def test_an_intention_fulfils_nothing() -> None:
    wish = point("ein Jugendparlament einzurichten", AnliegenArt.FORDERUNG)
    assert found(wish, *said("Die Einrichtung eines Jugendparlaments wird geprüft.")) is None


def test_one_common_word_in_a_stray_ending_corrects_no_question() -> None:
    asked = point(
        "Wie schätzt die Verwaltung den Fortgang des Verfahrens mit Blick auf den Haushalt ein?",
        AnliegenArt.FRAGE,
    )
    assert found(asked, *said("Der Haushalt ist seit 2022 nicht mehr ausgeglichen.")) is None


def test_the_newest_word_counts() -> None:
    wish = point("ein Jugendparlament einzurichten", AnliegenArt.FORDERUNG)
    refused = said("Die Einrichtung eines Jugendparlaments hat der Stadtrat abgelehnt.", date(2019, 1, 1))
    there = said("Das Jugendparlament besteht seit dem 1. Mai 2023.", date(2023, 6, 1))
    assert found(wish, *refused) is Befund.ANDERS_ENTSCHIEDEN
    assert found(wish, *refused, *there) is Befund.BEREITS_ERFUELLT


def test_an_office_that_was_dissolved_can_report_nothing() -> None:
    wish = point("Das Hafenamt legt jährlich einen Bericht über die Liegeplätze vor.", AnliegenArt.FORDERUNG)
    assert found(wish, *said("Das Hafenamt wurde zum 1. Juli 2022 aufgelöst.")) is Befund.NICHT_MEHR_SO
    assert found(wish, *said("Das Schlachthofamt wurde zum 1. Juli 2022 aufgelöst.")) is None


def test_who_asks_for_an_end_is_fulfilled_by_the_end() -> None:
    wish = point("die Beschränkung der Furtbrücke auf 16 Tonnen aufzuheben", AnliegenArt.FORDERUNG)
    assert found(wish, *said("Die Beschränkung der Furtbrücke auf 16 Tonnen wurde 2020 aufgehoben.")) is (
        Befund.BEREITS_ERFUELLT
    )


def test_an_amount_that_was_changed_since_is_no_longer_so() -> None:
    wish = point("die Marktgebühr von 24 Euro auf 12 Euro zu senken", AnliegenArt.FORDERUNG)
    old = said("Die Marktgebühr beträgt 24 Euro.", date(2022, 1, 1))
    assert found(wish, *old) is None
    assert found(wish, *old, *said("Die Marktgebühr beträgt 30 Euro.", date(2024, 1, 1))) is Befund.NICHT_MEHR_SO


def test_a_question_is_answered_and_not_fulfilled() -> None:
    asks = point("Ist die Stadt Mitglied im Bund Musterland e. V.?", AnliegenArt.FRAGE)
    assert found(asks, *said("Die Stadt ist seit 2019 Mitglied im Bund Musterland e. V.")) is None


def test_the_new_wording_of_an_amendment_is_what_counts() -> None:
    wish = point(
        "Nach Punkt 6 wird folgender Punkt 7 angefügt: „Die Vertretung der Stadt im Bund Musterland e. V. berichtet "
        "jährlich.“",
        AnliegenArt.FORDERUNG,
    )
    ended = said("Die Stadt ist nicht mehr Mitglied im Bund Musterland e. V.")
    assert found(wish, *ended) is Befund.NICHT_MEHR_SO


def test_a_contract_that_ran_out_before_the_stichtag_can_not_be_counted_on() -> None:
    wish = point("Der Pachtvertrag mit der Musterhof AG wird um eine Klausel ergänzt.", AnliegenArt.FORDERUNG)
    contract = said("Der Pachtvertrag mit der Musterhof AG gilt bis zum 31. Dezember 2025.")
    for day, befund in ((date(2025, 6, 1), Befund.TRIFFT_ZU), (date(2026, 6, 1), Befund.NICHT_MEHR_SO)):
        assert check_premise(wish, contract, rarity=lambda _: 1.0, stichtag=day).befund is befund


def test_what_is_gone_can_get_nothing_more_however_much_an_older_paper_said_of_it() -> None:
    wish = point("Der Bücherbus erhält eine weitere Haltestelle in Oberdorf.", AnliegenArt.FORDERUNG)
    older = said("Der Bücherbus fährt in Oberdorf zwei Haltestellen an.", date(2018, 1, 1))
    newer = said("Seine letzte Fahrt hat der Bücherbus am 30. Juni 2022 angetreten.", date(2023, 1, 1))
    assert found(wish, *older) is None
    assert found(wish, *older, *newer) is Befund.NICHT_MEHR_SO


def test_a_wish_in_other_words_is_seen_to_be_fulfilled() -> None:
    wish = point("Auf dem Dach der Feuerwache wird eine Photovoltaikanlage errichtet.", AnliegenArt.FORDERUNG)
    assert found(wish, *said("Auf dem Dach der Feuerwache erzeugen seit 2020 Solarmodule Strom.")) is (
        Befund.BEREITS_ERFUELLT
    )


def test_who_wants_a_charge_gone_is_not_told_that_there_is_one() -> None:
    wish = point("Im letzten Kita-Jahr werden Eltern vom Beitrag befreit.", AnliegenArt.FORDERUNG)
    assert found(wish, *said("Im letzten Kita-Jahr wird von den Eltern ein Beitrag von 90 Euro erhoben.")) is None
    assert found(wish, *said("Im letzten Kita-Jahr zahlen Eltern keinen Beitrag mehr.")) is Befund.BEREITS_ERFUELLT


def test_another_amount_corrects_no_question() -> None:
    asks = point("Wofür sind die Kosten von 10 Euro für den Neubau am Anger geplant?", AnliegenArt.FRAGE)
    assert found(asks, *said("Die Kosten für den Neubau am Anger betragen 70 Euro.")) is None


def test_a_membership_with_eine_is_wanted_and_with_die_it_is_there() -> None:
    member = said("Die Stadt ist dem Netzwerk Sichere Ufer e. V. zum 1. Februar 2023 beigetreten.")
    wish = point("ob eine Mitgliedschaft im Netzwerk Sichere Ufer e. V. sinnvoll ist und welche Kosten entstünden")
    assert found(wish, *member) is Befund.BEREITS_ERFUELLT
    tells = point("welchen Nutzen die Mitgliedschaft im Netzwerk Sichere Ufer e. V. bringt", AnliegenArt.FRAGE)
    assert found(tells, *member) is None


def test_what_was_joined_says_nothing_of_the_membership_in_another_association() -> None:
    asked = point("darzulegen, welche Vorteile die Mitgliedschaft der Stadt im Verein Musterstädte e. V. bringt")
    older = said("Die Stadt ist seit 2019 Mitglied im Verein Musterstädte e. V.", date(2019, 3, 1))
    other = said(
        "Die Stadt ist dem Netzwerk Sichere Ufer e. V. beigetreten. Der Mitgliedsbeitrag beträgt 900 Euro im Jahr."
    )
    premise = check_premise(asked, (*other, *older), rarity=lambda _: 1.0)
    assert premise.befund not in OVERTURNED


def test_the_membership_that_ends_is_the_one_named_before() -> None:
    asked = point("darzulegen, welche Vorteile die Mitgliedschaft der Stadt im Verein Musterstädte e. V. bringt")
    left = said(
        "Der Stadtrat hat den Austritt aus dem Verein Musterstädte e. V. beschlossen. "
        "Die Mitgliedschaft endet mit Ablauf des 31. Dezember 2023.",
        date(2023, 6, 1),
    )
    after = check_premise(asked, left, rarity=lambda _: 1.0, stichtag=date(2026, 1, 1))
    assert after.befund is Befund.NICHT_MEHR_SO
    before = check_premise(asked, left, rarity=lambda _: 1.0, stichtag=date(2023, 7, 1))
    assert before.befund is not Befund.NICHT_MEHR_SO


def test_the_number_that_no_longer_holds_is_no_proof_of_it() -> None:
    wish = point("die Jahresgebühr der Artothek von derzeit 15 Euro auf 10 Euro zu senken", AnliegenArt.FORDERUNG)
    newer = said("Die Jahresgebühr der Artothek beträgt seit dem 1. Januar 2024 18 Euro statt bisher 15 Euro.")
    assert found(wish, *newer) is Befund.NICHT_MEHR_SO


def test_who_asks_whether_it_is_so_takes_nothing_for_granted_whatever_the_letter() -> None:
    assert read_point(point("Ob die Bäume am Markt gefällt werden.")).wonders


def test_who_asks_for_an_office_where_it_no_longer_is_learns_that_it_has_moved() -> None:
    asked = point("Wann ist die Stadtkasse im Alten Zollhaus geöffnet?", AnliegenArt.FRAGE)
    old = said("Die Stadtkasse befindet sich im Alten Zollhaus, Hafenstraße 4.", date(2019, 3, 1))
    new = said("Die Stadtkasse ist seit dem 1. Mai 2023 im Bürgerhaus, Marktplatz 2, untergebracht.", date(2023, 6, 1))
    assert found(asked, *old) is None
    assert found(asked, *old, *new) is Befund.NICHT_MEHR_SO
    elsewhere = point("Wann ist die Stadtkasse geöffnet?", AnliegenArt.FRAGE)
    assert found(elsewhere, *old, *new) is None


def test_a_denial_beside_it_keeps_an_answer_from_fulfilling_the_wish() -> None:
    wish = point("ein öffentlicher Fahrradverleih in der Innenstadt", AnliegenArt.FORDERUNG)
    both = said("Ein Fahrradverleih besteht in der Innenstadt nicht. Das Radhaus verleiht seit 2015 zwölf Räder.")
    assert found(wish, *both) is None


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("In diesen Prozess sind die freien Träger einzubeziehen.", Zustand.ABSICHT),
        ("Dafür müssen die erforderlichen Mittel bereitgestellt werden.", Zustand.ABSICHT),
        ("Das Stadtplanungsamt kann das prüfen.", Zustand.ABSICHT),
        ("Die Ringstraße wird einen durchgehenden Radfahrstreifen erhalten.", Zustand.ABSICHT),
        ("Die Stadt wird von einem Dienstleister betrieben.", Zustand.OFFEN),
        ("Damit die Beiträge nicht mehr steigen, sind Zuschüsse nötig.", Zustand.ABSICHT),
        ("Seit September 2022 können dort Vorschläge eingereicht und bewertet werden.", Zustand.BESTEHT),
        ("Ausweise können online beantragt werden.", Zustand.OFFEN),
        ("Das würde bedeuten, dass der Betrieb eingestellt worden wäre.", Zustand.ABSICHT),
        ("Der Antrag fand nicht die erforderliche Mehrheit.", Zustand.ABGELEHNT),
        ("Honorarverträge werden nicht mehr geschlossen.", Zustand.BEENDET),
    ],
)
def test_what_is_to_be_done_or_can_be_examined_is_not_so_yet(sentence: str, state: Zustand) -> None:
    assert state_of(sentence) is state


@pytest.mark.parametrize(
    ("wanted", "so"),
    [
        (
            "Die Stadt wird Mitglied der Allianz Musterland e. V.",
            "In die Allianz Musterland e. V. wurde die Stadt 2020 aufgenommen.",
        ),
        (
            "Die Stadt beteiligt sich an der Ehrenamtskarte des Landes.",
            "Seit 2018 gibt die Stadt die Ehrenamtskarte des Landes aus.",
        ),
        (
            "Die Stadt verzichtet auf die Verwendung von Glyphosat.",
            "Die Verwendung von Glyphosat ist seit 2019 untersagt.",
        ),
        (
            "Die Arbeitszeit der Integrationsbeauftragten wird auf eine volle Stelle erhöht.",
            "Die Integrationsbeauftragte arbeitet seit 2022 in Vollzeit.",
        ),
        (
            "Die Verwaltung unterrichtet den Bauausschuss vierteljährlich darüber, welche Beschlüsse offen sind.",
            "Einmal im Quartal erhält der Bauausschuss eine Übersicht der offenen Beschlüsse.",
        ),
    ],
)
def test_what_is_so_in_other_words_fulfils_the_wish(wanted: str, so: str) -> None:
    assert found(point(wanted, AnliegenArt.FORDERUNG), *said(so)) is Befund.BEREITS_ERFUELLT


def test_a_body_is_known_by_its_name_whatever_the_city_is_there() -> None:
    for text in (
        "Die Stadt wird Mitglied der Allianz Musterland e. V.",
        "Als Gesellschafterin der Hafen Musterstadt GmbH wirkt die Stadt darauf hin.",
    ):
        (name,) = read_point(point(text, AnliegenArt.FORDERUNG)).institutions
        assert name in ("Allianz Musterland e. V.", "Hafen Musterstadt GmbH")


@pytest.mark.parametrize(
    ("wanted", "so", "not_so"),
    [
        (
            "Die Oberschulen werden zügig an das Glasfasernetz angeschlossen.",
            "Die Oberschulen verfügen seit 2023 über einen Glasfaseranschluss.",
            "Die Oberschulen verfügen seit 2023 über einen Wasseranschluss.",
        ),
        (
            "Die Verwaltung prüft, ob beim Stadtfest auf das Feuerwerk verzichtet werden kann.",
            "Das Stadtfest kommt seit 2023 ohne Feuerwerk aus.",
            "Ohne Feuerwerk bestehen beim Stadtfest andere Gefahren.",
        ),
        (
            "Der Ausbau der Bachschule zur Ganztagsschule wird vorangetrieben.",
            "Die Bachschule wird seit 2022 als Ganztagsschule geführt.",
            "Die Bachschule wird seit 2022 von einem Förderverein unterstützt.",
        ),
        (
            "Wer einen Sozialpass besitzt, soll in den Bädern nur die Hälfte bezahlen.",
            "Inhaberinnen und Inhaber des Sozialpasses zahlen in den Bädern die Hälfte.",
            "Inhaberinnen und Inhaber des Sozialpasses können die Bäder besuchen.",
        ),
        (
            "Am Dienstag soll das Bürgerbüro ohne Terminvereinbarung besucht werden können.",
            "Dienstags wird im Bürgerbüro seit 2024 auch ohne Termin bedient.",
            "Im Bürgerbüro wird seit 2024 nur mit Termin bedient.",
        ),
        (
            "Der Ordnungsdienst soll nachts im Stadtgebiet präsent sein.",
            "Der Ordnungsdienst ist seit 2024 nachts auf Streife.",
            "Der Ordnungsdienst ist seit 2024 am Hafen auf Streife.",
        ),
        (
            "Es wird eine Internetplattform geschaffen, auf der Einwohner Vorschläge machen können.",
            "Auf der Plattform können seit 2022 Vorschläge eingereicht werden.",
            "Für Vorschläge stehen seit 2022 Briefkästen bereit.",
        ),
        (
            "Der Wochenmarkt kehrt auf den Kornmarkt zurück.",
            "Wegen des Umbaus wurde der Wochenmarkt verlegt. Seit Mai 2024 ist er wieder auf dem Kornmarkt.",
            "Wegen des Umbaus wurde der Wochenmarkt vom Kornmarkt verlegt.",
        ),
    ],
)
def test_a_wish_is_fulfilled_by_what_is_so_and_not_by_its_neighbour(wanted: str, so: str, not_so: str) -> None:
    """Without, becoming, a free relative, the town itself, a wider name: the same thing in other grammar."""
    wish = point(wanted, classify(wanted))
    assert found(wish, *said(so)) is Befund.BEREITS_ERFUELLT
    assert found(wish, *said(not_so)) is not Befund.BEREITS_ERFUELLT


def test_silence_of_a_newer_paper_about_a_detail_takes_nothing_back() -> None:
    wish = point("Das Gesundheitsamt stellt die Beratung am Hafen im Ausschuss vor.", AnliegenArt.FORDERUNG)
    old = said("Die Beratung am Hafen leistet das Gesundheitsamt.", date(2019, 3, 1))
    silent = said("Zur Beratung am Hafen hat sich ein Verein an die Fraktionen gewandt.", date(2024, 3, 1))
    changed = said("Die Beratung am Hafen leistet seit 2023 das Sozialamt.", date(2024, 3, 1))
    assert found(wish, *old, *silent) is None
    assert found(wish, *old, *changed) is Befund.NICHT_MEHR_SO


def test_what_the_point_says_itself_to_have_ended_is_no_news() -> None:
    end = said("Die Tauben am Markt wurden 2022 umgesiedelt.")
    asked = "Warum wurden die Tauben am Markt umgesiedelt?"
    assert found(point(asked, AnliegenArt.FRAGE), *end) is None
    closed = said("Das Hallenbad wurde 2022 geschlossen.")
    contract = said("Der Vertrag mit der Musterbus GmbH wurde gekündigt.")
    taken_over = "Die Stadt übernimmt den Betrieb, {}."
    assert found(
        point(taken_over.format("den der Vertrag mit der Musterbus GmbH regelt"), AnliegenArt.FORDERUNG), *contract
    )
    when = taken_over.format("sobald der Vertrag mit der Musterbus GmbH endet")
    assert found(point(when, AnliegenArt.FORDERUNG), *contract) is None
    assert found(point("Auf dem Dach des Hallenbads wird ein Netz gespannt.", AnliegenArt.FORDERUNG), *closed)
    assert (
        found(
            point("Auf dem Dach des geschlossenen Hallenbads wird ein Netz gespannt.", AnliegenArt.FORDERUNG), *closed
        )
        is None
    )


def test_who_speaks_against_it_is_not_told_that_it_is_there() -> None:
    there = said("Die Bezahlkarte ist seit Dezember 2024 eingeführt.")
    assert (
        found(point("Die Stadt führt die Bezahlkarte ein.", AnliegenArt.FORDERUNG), *there) is Befund.BEREITS_ERFUELLT
    )
    against = "Der Rat spricht sich gegen die Einführung der Bezahlkarte aus."
    assert found(point(against, AnliegenArt.FORDERUNG), *there) is None


def test_what_was_refused_on_one_street_was_not_refused_everywhere() -> None:
    everywhere = point("Die Stadt ermöglicht den Bau von Kleinhäusern.", AnliegenArt.FORDERUNG)
    there = point("In der Hotzergasse ermöglicht die Stadt den Bau von Kleinhäusern.", AnliegenArt.FORDERUNG)
    no = said("Ein Bau von Kleinhäusern ist nicht vorgesehen.", frage="Was ist in der Hotzergasse möglich?")
    assert found(there, *no) is Befund.ANDERS_ENTSCHIEDEN
    assert found(everywhere, *no) is None


def test_what_other_towns_decided_is_not_decided_here() -> None:
    wish = point("Die Stadt führt eine Katzensteuer ein.", AnliegenArt.FORDERUNG)
    assert found(wish, *said("Der Rat hat eine Katzensteuer abgelehnt.")) is Befund.ANDERS_ENTSCHIEDEN
    assert found(wish, *said("Ein Großteil der Städte hat eine Katzensteuer abgelehnt.")) is None


def test_the_programme_that_ended_is_known_by_what_it_was_for() -> None:
    ended = said("Das Förderprogramm für Zisternen wurde 2023 geschlossen.")
    assert found(point("Das Förderprogramm für Zisternen wird bekannter gemacht.", AnliegenArt.FORDERUNG), *ended)
    assert (
        found(point("Das Förderprogramm für Gründächer wird bekannter gemacht.", AnliegenArt.FORDERUNG), *ended) is None
    )


def test_a_point_filed_again_is_not_fulfilled_by_its_own_words_in_the_question() -> None:
    text = "Die Verwaltung startet ein Pilotprojekt und lädt Ältere zur Teilnahme an der Aktion Stadtspiel ein."
    praised = "Die Aktion Stadtspiel ist seit 2021 ein Beispiel für gute Zusammenarbeit der Ämter und der Vereine."
    filed_again = point(text, AnliegenArt.FORDERUNG)
    assert found(filed_again, *said(praised, frage=text)) is None


def test_what_there_is_none_of_any_more_takes_nothing_else_with_it() -> None:
    free = said("Für den Besuch des Museums am Tor wird seit 2023 kein Eintritt mehr verlangt.")
    assert found(point("Der Eintritt in das Museum am Tor wird gesenkt.", AnliegenArt.FORDERUNG), *free)
    assert found(point("Die Öffnung des Museums am Tor wird verlängert.", AnliegenArt.FORDERUNG), *free) is None
    taxi = said("Das Nachttaxi wurde 2022 eingestellt, weil sich kein Unternehmen mehr fand.")
    assert found(point("Der Zuschuss zum Nachttaxi wird erhöht.", AnliegenArt.FORDERUNG), *taxi) is Befund.NICHT_MEHR_SO


def test_so_many_days_that_are_wished_for_are_not_counted_on() -> None:
    two = said("Die Beschäftigten können an bis zu zwei Tagen in der Woche von zu Hause arbeiten.")
    wish = "Die Beschäftigten sollen an drei Tagen in der Woche von zu Hause arbeiten dürfen."
    assert found(point(wish, AnliegenArt.FORDERUNG), *two) is None


def test_a_wish_for_without_is_not_denied_by_without() -> None:
    wish = read_point(point("Am Dienstag kann das Amt ohne Termin besucht werden.", AnliegenArt.FORDERUNG))
    (clause,) = said_by(said("Dienstags wird seit 2024 auch ohne Termin bedient."))
    assert not signals_of(wish, [clause], lambda _: 1.0)[0]["new_denied"]


def test_what_came_in_the_place_of_another_has_not_ended_itself() -> None:
    answer = said("Die Fähre wurde eingestellt. An ihre Stelle tritt seit dem 1. Mai 2023 der Rufbus Anger.")
    free = point("Der Rufbus Anger soll für Kinder kostenlos sein.", AnliegenArt.FORDERUNG)
    assert found(free, *answer) is None


def test_who_asks_when_somebody_left_knows_that_he_has() -> None:
    answer = said("Frau Talberg leitet das Archiv. Ihr Vorgänger Herr Reber schied zum 31. Mai 2023 aus.")
    assert found(point("Wann schied der Vorgänger aus?", AnliegenArt.FRAGE), *answer) is None
