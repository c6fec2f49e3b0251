"""What a point wants, told from its words and from the lead-in above it."""

from __future__ import annotations

import pytest

from corpus.domain import AnliegenArt
from corpus.parsing.anliegen_art import classify

FRAGE, PRUEFAUFTRAG, FORDERUNG = AnliegenArt.FRAGE, AnliegenArt.PRUEFAUFTRAG, AnliegenArt.FORDERUNG


@pytest.mark.parametrize(
    ("text", "lead", "art"),
    [
        ("zu prüfen, ob die Satzung geändert werden kann", "", PRUEFAUFTRAG),
        ("Die Verwaltung wird gebeten zu klären, inwieweit Fördermittel bereitstehen.", "", PRUEFAUFTRAG),
        ("die Wege auf Barrierefreiheit zu untersuchen und das Ergebnis zu veröffentlichen", "", FORDERUNG),
        ("Es ist zu untersuchen, wie hoch der Bedarf ist.", "", PRUEFAUFTRAG),
        ("Die Verwaltung wird gebeten mitzuteilen, wie viele Plätze frei sind.", "", FRAGE),
        ("jährlich zu berichten, wie sich die Zahlen entwickeln", "", FORDERUNG),
        ("dem Rat halbjährlich über den Stand zu berichten", "", FORDERUNG),
        ("der Verwaltung ist bekannt, warum die Straße gesperrt ist?", "", FRAGE),
        ("ein Konzept zu erstellen, das aufzeigt, wie der Platz gestaltet werden kann", "", FORDERUNG),
        (
            "Die Verwaltung erarbeitet ein Konzept, wie die Vergabe von Grundstücken nach Konzept ermöglicht wird.",
            "",
            FORDERUNG,
        ),
        ("In diesem Zusammenhang wird geprüft, ob ein Verkauf möglich ist.", "", PRUEFAUFTRAG),
        (
            "die Einrichtung einer Tempo-30-Zone in der Hauptstraße",
            "Die Verwaltung wird beauftragt zu prüfen:",
            PRUEFAUFTRAG,
        ),
        ("die Einrichtung einer Tempo-30-Zone zu prüfen", "", PRUEFAUFTRAG),
        ("die Ergebnisse der Prüfung dem Ausschuss vorzulegen", "", FORDERUNG),
        ("mit dem Landkreis zu verhandeln, um eine Lösung zu finden", "", FORDERUNG),
        ("Die Verwaltung stellt sicher, dass alle Kinder einen Platz erhalten.", "", FORDERUNG),
        ("Wer einen Pass besitzt, soll nur die Hälfte bezahlen.", "", FORDERUNG),
        ("wer die Kosten trägt, wenn der Pass eingeführt wird", "", FRAGE),
        ("Wie hoch sind die Kosten?", "", FRAGE),
        ("Stimmt es, dass geprüft wird, ob die Halle verkauft wird?", "", FRAGE),
        ("ob die Mittel ausreichen", "Wir bitten um Beantwortung folgender Fragen:", FRAGE),
        ("wie viele Anträge gestellt wurden", "Die Verwaltung wird um Auskunft gebeten,", FRAGE),
        ("ob die Mittel ausreichen", "Die Verwaltung wird beauftragt zu prüfen,", PRUEFAUFTRAG),
        ("welche Kosten entstanden sind", "Die Verwaltung berichtet,", FRAGE),
        ("welche Standorte in Betracht kommen", "Es ist zu ermitteln,", PRUEFAUFTRAG),
        ("Der Beschluss vom 3. März 2022 wird aufgehoben.", "", FORDERUNG),
        ("Die Verwaltung legt bis Ende 2025 einen Bericht über die Umsetzung vor.", "", FORDERUNG),
        ("Uns interessiert, wann geprüft wird, ob die Brücke saniert werden muss.", "", FRAGE),
        ("Bitte teilen Sie uns mit, ob bereits geprüft wurde, wie das Dach saniert werden kann.", "", FRAGE),
        ("die Spielgeräte regelmäßig zu überprüfen", "", FORDERUNG),
        ("Kriterien dafür zu entwickeln, wann eine Straße als Fahrradstraße ausgewiesen wird", "", FORDERUNG),
        ("Punkt 3 wird gestrichen.", "", FORDERUNG),
        ("Die Stadt prüft ihre Verträge und kündigt, was nicht gebraucht wird.", "", FORDERUNG),
        ("Die Verwaltung prüft die Möglichkeit, den Markt zu verlegen.", "", PRUEFAUFTRAG),
        (
            "inwieweit eine Kooperation eingegangen werden kann",
            "Die Verwaltung hat mit folgendem Ergebnis geprüft:",
            PRUEFAUFTRAG,
        ),
        ("dafür zu sorgen, dass Auskunft über freie Plätze online möglich ist", "", FORDERUNG),
        ("Die Verwaltung ermittelt, welche Flächen entsiegelt werden können.", "", PRUEFAUFTRAG),
        ("Eigentümer darüber zu informieren, welche Förderprogramme es gibt", "", FORDERUNG),
        ("eine Stelle zu schaffen, die Fragen der Bürgerinnen und Bürger beantwortet", "", FORDERUNG),
        ("Die Fraktion möchte wissen, ob die Schule saniert wird.", "", FRAGE),
        ("Die Verwaltung möge darstellen, welche Maßnahmen umgesetzt wurden.", "", FRAGE),
        ("zu evaluieren, ob das Angebot angenommen wird", "", PRUEFAUFTRAG),
        ("wie sich die Zahl der Einsätze entwickelt hat", "Die Verwaltung wird gebeten, dem Rat zu berichten,", FRAGE),
        ("Machbarkeit und Kosten einer Seilbahn zu prüfen", "", PRUEFAUFTRAG),
        ("Es soll geprüft werden, welche Kosten entstehen.", "", PRUEFAUFTRAG),
        ("Die Prüfung der Unterlagen ist bis zum 1. Juni abzuschließen.", "", FORDERUNG),
        ("Auskunft darüber zu geben, wie viele Stellen unbesetzt sind.", "", FRAGE),
        ("abzuklären, ob das Land sich beteiligt,", "", PRUEFAUFTRAG),
    ],
)
def test_the_kind_of_a_point_is_told_by_its_verb_and_its_lead_in(text: str, lead: str, art: AnliegenArt) -> None:
    assert classify(text, lead) is art
