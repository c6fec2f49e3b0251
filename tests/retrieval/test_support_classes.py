"""The gate's rules class by class: what each lets through that says the same, and what it holds back that is near.

Every row failed before its rule was mended. The sentences are written for these tests.
"""

from __future__ import annotations

import pytest

from retrieval.support import check_claim
from retrieval.support.lexicon import concepts, lemma
from retrieval.support.thesaurus import synonymous

SAME = {
    "eine Haltung": [
        (
            "Der Ortsbeirat hat sich gegen die Verlegung ausgesprochen.",
            "Der Ortsbeirat lehnt die Verlegung ab.",
        ),
    ],
    "Maß als Verb oder Hauptwort": [
        ("Eine Tageskarte kostet 6 Euro.", "Der Preis einer Tageskarte liegt bei 6 Euro."),
        ("Das Grundstück ist 1.200 Quadratmeter groß.", "Das Grundstück hat eine Größe von 1.200 Quadratmetern."),
        ("Im Jahr 2024 wurden 310 Anträge gestellt.", "Die Zahl der gestellten Anträge betrug im Jahr 2024 310."),
    ],
    "Teil und Ganzes": [
        ("Gegen 14 der 52 Bescheide wurde geklagt.", "Gegen 14 von 52 Bescheiden wurde geklagt."),
        ("14 der 52 Bescheide wurden angefochten.", "Von den 52 Bescheiden wurden 14 angefochten."),
        ("Im Mai wurden 900 Bücher entliehen, davon ein Viertel über Nacht.", "Im Mai wurden 900 Bücher entliehen."),
    ],
    "kostenlos": [
        ("Diese Hunde sind steuerfrei.", "Diese Hunde sind von der Steuer befreit."),
        ("Von Vereinen wird keine Gebühr erhoben.", "Vereine sind von der Gebühr befreit."),
        ("Vereine sind von der Gebühr befreit.", "Vereine müssen keine Gebühr zahlen."),
    ],
    "abgeschlossen": [("Der Umbau der Schule ist abgeschlossen.", "Die Schule wurde umgebaut.")],
    "steht aus": [
        (
            "Der Rat hat über den Antrag noch nicht entschieden.",
            "Die Entscheidung des Rates über den Antrag steht noch aus.",
        ),
    ],
    "Mangel als Hauptwort": [
        (
            "Wegen Personalmangels ist das Bad montags geschlossen.",
            "Das Bad ist montags geschlossen, weil Personal fehlt.",
        ),
    ],
    "seit dem Tag in Kraft": [
        ("Die Satzung trat am 1. Juli 2022 in Kraft.", "Seit dem 1. Juli 2022 gilt die Satzung.")
    ],
    "läuft bis, endet am": [("Der Vertrag endet am 30. Juni 2027.", "Der Vertrag läuft bis zum 30. Juni 2027.")],
    "nicht vor, frühestens": [("Die Arbeiten beginnen frühestens im Mai.", "Vor Mai beginnen die Arbeiten nicht.")],
    "ohne … nicht, nur mit": [
        (
            "Ohne Zustimmung des Landes ist der Bau nicht möglich.",
            "Der Bau ist nur mit Zustimmung des Landes möglich.",
        ),
        ("Eine Rückgabe ist nur mit Zustimmung des Rates möglich.", "Eine Rückgabe bedarf der Zustimmung des Rates."),
    ],
    "Verb mit Verhältniswort": [
        ("Der Ausschuss hat den Vorschlag befürwortet.", "Der Ausschuss sprach sich für den Vorschlag aus."),
        ("Die Planung liegt beim Landesbetrieb.", "Für die Planung ist der Landesbetrieb zuständig."),
    ],
    "von der anderen Seite": [
        ("Die Stadt vermietet das Haus an den Heimatverein.", "Der Heimatverein hat das Haus von der Stadt gemietet."),
        (
            "Das Land erstattet der Stadt 70 Prozent der Kosten.",
            "Die Stadt bekommt vom Land 70 Prozent der Kosten erstattet.",
        ),
    ],
    "Bedingung ohne wenn": [
        (
            "Der Vertrag verlängert sich, wenn er nicht gekündigt wird.",
            "Wird der Vertrag nicht gekündigt, verlängert er sich.",
        ),
        (
            "Vereine können das Becken nutzen, sofern sie ihren Bedarf anmelden.",
            "Vereine, die ihren Bedarf anmelden, können das Becken nutzen.",
        ),
    ],
    "es gibt, was ausgegeben, betrieben oder gemeldet wird": [
        ("Je Haushalt werden zwei Parkausweise ausgegeben.", "Je Haushalt gibt es zwei Parkausweise."),
        ("Im Mai gingen 14 Beschwerden ein.", "Im Mai gab es 14 Beschwerden."),
    ],
    "Tag für beide Teilsätze": [
        (
            "Im Mai 2027 wird die Halle saniert und das Bad geschlossen.",
            "Das Bad wird im Mai 2027 geschlossen.",
        ),
    ],
    "wovon der Satz davor handelt": [
        (
            "In der Notunterkunft leben 86 Personen. Die Belegung ist bis Ende 2026 befristet.",
            "Die Belegung der Notunterkunft ist bis Ende 2026 befristet.",
        ),
    ],
    "nimmt Genanntes auf": [
        (
            "Der Kreis hat die Renaturierung des Bachs genehmigt. Die Arbeiten dauern acht Monate.",
            "Die Arbeiten zur Renaturierung des Bachs dauern acht Monate.",
        ),
        ("Die Alte Mühle steht leer. Das Gebäude wird 2026 verkauft.", "Die Alte Mühle wird 2026 verkauft."),
        (
            "In der Tiefgarage stehen acht Ladepunkte. Der Strom kostet dort 49 Cent.",
            "In der Tiefgarage kostet der Strom 49 Cent.",
        ),
        ("Die Alte Mühle steht leer. Sie wird 2026 verkauft.", "Die Alte Mühle wird 2026 verkauft."),
        (
            "Die Sitzung des Beirats fand am 5. Mai 2025 statt. Der Beirat beschloss dabei die Satzung.",
            "In der Sitzung am 5. Mai 2025 beschloss der Beirat die Satzung.",
        ),
        (
            "Die Ehrenamtskarte wird im Rathaus ausgestellt. Die Karte gilt drei Jahre.",
            "Die Ehrenamtskarte gilt drei Jahre.",
        ),
    ],
    "Gezähltes vor dem Verb": [
        (
            "Der Inklusionsrat berät den Kreis. Seine neun Vertreter werden vom Kreistag auf vier Jahre gewählt.",
            "Die neun Vertreter des Inklusionsrats wählt der Kreistag auf vier Jahre.",
        ),
    ],
    "Länge in anderer Einheit": [("Der Weg ist 1,2 Kilometer lang.", "Der Weg ist 1.200 Meter lang.")],
    "ausgeschlossen": [("Eine Förderung ist ausgeschlossen.", "Eine Förderung ist nicht möglich.")],
    "Ableitung": [
        ("Der Zustand wird als ausreichend bewertet.", "Nach der Bewertung reicht der Zustand aus."),
        ("Die Anwohner wurden befragt.", "Die Anwohnerschaft wurde befragt."),
        ("Der Eigentümer hat die Gebühr entrichtet.", "Die Entrichtung der Gebühr durch den Eigentümer ist erfolgt."),
    ],
}

NEAR = {
    "Kopf eines zusammengesetzten Wortes": [
        ("Der Zugang zum Rathaus ist barrierefrei.", "Der Zugang zum Rathaus ist kostenlos."),
        ("Die Halle ist sanierungsbedürftig.", "Die Halle ist bedürftig."),
        ("Die Grundschulen erhalten neue Tafeln.", "Die Schulen erhalten neue Tafeln."),
        ("Die Mieteinnahmen sind gestiegen.", "Die Einnahmen sind gestiegen."),
        ("Der Bus fährt halbstündlich.", "Der Bus fährt stündlich."),
        ("Die Stellen sind besetzt.", "Die Vollzeitstellen sind besetzt."),
        ("Der Bürgermeister eröffnet das Fest.", "Der Oberbürgermeister eröffnet das Fest."),
    ],
    "Ort und Zeit": [
        ("Die Kinder werden vor dem Unterricht betreut.", "Die Kinder werden während des Unterrichts betreut."),
        ("Das Haus liegt oberhalb des Sanierungsgebiets.", "Das Haus liegt innerhalb des Sanierungsgebiets."),
        ("Das Haus liegt nahe des Sanierungsgebiets.", "Das Haus liegt innerhalb des Sanierungsgebiets."),
        ("Die Regelung gilt ab Januar 2026.", "Die Regelung gilt seit Januar 2026."),
    ],
    "verkannte Verbform": [("Die Schule nimmt 80 Kinder auf.", "Die Schule weist 80 Kinder ab.")],
    "Wort, das schon vergeben ist": [
        ("Die Genehmigung wurde versagt.", "Die Genehmigung wurde genehmigt."),
        ("Die Gebühr erhöht sich wegen der erhöhten Kosten.", "Die Gebühr senkt sich wegen der erhöhten Kosten."),
    ],
    "einschränkender Relativsatz": [
        (
            "Für Hunde, die als Assistenzhunde ausgebildet sind, wird keine Steuer erhoben.",
            "Für Hunde wird keine Steuer erhoben.",
        ),
    ],
    "vom Teil auf das Ganze": [
        ("Beteiligt waren 230 Kräfte, davon 60 aus Nachbarorten.", "Beteiligt waren 230 Kräfte aus Nachbarorten."),
        (
            "Der Friedhof hat 1.240 Gräber, von denen 310 nicht belegt sind.",
            "1.240 Gräber des Friedhofs sind nicht belegt.",
        ),
        ("Etwa ein Fünftel des Bestands ist einsehbar.", "Der Bestand ist einsehbar."),
        ("Zwei Brunnen bleiben außer Betrieb.", "Die Brunnen bleiben außer Betrieb."),
        ("Die Vergabe der geförderten Wohnungen erfolgt im Mai.", "Die Vergabe der Wohnungen erfolgt im Mai."),
        ("Der Verein öffnet jeden zweiten Samstag im Monat.", "Der Verein öffnet jeden Samstag im Monat."),
        ("Schulklassen haben freien Eintritt.", "Der Eintritt ist frei."),
    ],
    "es gibt noch nicht oder nicht mehr": [
        ("Im Mai wurden 14 Bäume gefällt.", "Im Mai gab es 14 Bäume."),
        ("Der Kreis soll zwei Beratungsstellen betreiben.", "Es gibt zwei Beratungsstellen."),
        ("Das Amt wurde um zwei Parkausweise gebeten.", "Es gibt zwei Parkausweise."),
    ],
    "Tag des anderen Teilsatzes": [
        ("Die Leitung wurde 2019 verlegt und eine Pumpe wurde ersetzt.", "Eine Pumpe wurde 2019 ersetzt."),
        ("Die Halle wird saniert und das Bad wird im Mai 2027 geschlossen.", "Die Halle wird im Mai 2027 saniert."),
    ],
    "Eigenschaft oder Inhaber aus einem anderen Satz": [
        ("Ein Viertel wird als geförderter Wohnraum errichtet. Der Plan gilt.", "Der geförderte Plan gilt."),
        (
            "Die Stadt liefert Strom und prüft ihn monatlich. Der Vertrag läuft bis 2026.",
            "Der Vertrag läuft monatlich bis 2026.",
        ),
        (
            "Der Markt muss wegen der Leitungsarbeiten ausweichen. Die Standgebühren werden halbiert.",
            "Die Standgebühren der Leitungsarbeiten werden halbiert.",
        ),
    ],
    "aus zwei Sätzen geheftet": [
        (
            "Hunde sind im Park an der Leine zu führen. Eine Freilauffläche steht am Nordrand zur Verfügung.",
            "Eine Freilauffläche steht für Hunde am Nordrand zur Verfügung.",
        ),
        (
            "Die Stadtwerke haben die Leitung mit Zustimmung des Landes verlegt. Der Kreis hat die Straße erneuert.",
            "Der Kreis hat die Straße mit Zustimmung des Landes erneuert.",
        ),
        (
            "Der Freundeskreis Velbach e. V. tagt im Mai. Die Partnerschaft mit Velbach besteht seit 1974.",
            "Der Freundeskreis Velbach e. V. besteht seit 1974.",
        ),
        (
            "Das Konzert im Schlosshof wird wiederholt. Die Karten werden im Rathaus verkauft.",
            "Die Karten werden im Schlosshof verkauft.",
        ),
        (
            "Die Partnerschaft mit Velbach besteht seit 1974. Der Freundeskreis Velbach erhält jährlich 4.500 Euro.",
            "Die Partnerschaft mit Velbach erhält jährlich 4.500 Euro.",
        ),
        (
            "Der Stromverbrauch ist um 58 Prozent gesunken. Nachts wird die Beleuchtung gedimmt.",
            "Nachts wird die Beleuchtung um 58 Prozent gedimmt.",
        ),
        ("Das Grundstück wurde erworben. Der Neubau wurde um ein Jahr verschoben.", "Der Neubau wurde erworben."),
        (
            "Das Archiv verwahrt Akten. Seit 2022 werden die Pläne digitalisiert.",
            "Seit 2022 werden die Pläne verwahrt.",
        ),
        (
            "Die Turnhalle wird 2027 saniert. Das Lehrschwimmbecken wird geschlossen.",
            "Das Lehrschwimmbecken wird 2027 geschlossen.",
        ),
    ],
    "Zahl beim anderen Teilsatz": [
        ("Elf sind umgesetzt, sechs wurden zurückgestellt.", "Elf wurden zurückgestellt, sechs sind umgesetzt."),
        (
            "Im Mai wurden 34 Fachkräfte neu eingestellt, zugleich schieden 29 aus.",
            "Im Mai schieden 34 Fachkräfte aus.",
        ),
        ("Vier Anträge sind bewilligt, drei wurden abgelehnt.", "Vier Anträge wurden abgelehnt, drei sind bewilligt."),
    ],
    "Plätze getauscht": [
        (
            "Es wurden drei von fünf Klassenräumen mit Lüftungsanlagen ausgestattet.",
            "Es wurden drei von fünf Lüftungsanlagen mit Klassenräumen ausgestattet.",
        ),
        (
            "Die Stadt hat für die Kontrolle der Spielplätze drei Mitarbeiter eingesetzt.",
            "Die Stadt hat für die Kontrolle der Mitarbeiter drei Spielplätze eingesetzt.",
        ),
    ],
    "anderswo genannte Art": [
        (
            "An 38 Standorten wurden LED-Leuchten montiert. Für die übrigen 212 Leuchten liegt kein Zeitplan vor.",
            "Für die übrigen 212 LED-Leuchten liegt kein Zeitplan vor.",
        ),
        (
            "Als Ersatz wurden 55 Jungbäume gepflanzt. Von den 1.260 Bäumen im Park mussten 38 gefällt werden.",
            "Von den 1.260 Jungbäumen im Park mussten 38 gefällt werden.",
        ),
        (
            "Die Wohngeldstelle hat 1.860 Anträge bearbeitet. Zwei zusätzliche Stellen wurden im März besetzt.",
            "Zwei zusätzliche Wohngeldstellen wurden im März besetzt.",
        ),
    ],
    "wessen Ansicht": [
        (
            "Die Überwachung ist nach Auffassung der Beauftragten nur nachts zulässig. Die Polizei hält sie für nötig.",
            "Die Polizei hält die Überwachung nur nachts für zulässig.",
        ),
    ],
    "wer es tut": [
        ("Das Haus wird von der Diakonie getragen. Die Stadt zahlt einen Zuschuss.", "Die Stadt trägt das Haus."),
        ("Der Vertrag mit der Gilde wurde gekündigt.", "Die Gilde hat den Vertrag gekündigt."),
        ("Die Gebühren decken ein Drittel der Ausgaben.", "Die Ausgaben decken ein Drittel der Gebühren."),
        (
            "Der Inklusionsrat berät den Kreis. Seine neun Vertreter werden vom Kreistag auf vier Jahre gewählt.",
            "Die neun Vertreter des Kreistags werden vom Inklusionsrat auf vier Jahre gewählt.",
        ),
        (
            "Der Inklusionsrat berät den Kreis. Seine neun Vertreter werden vom Kreistag auf vier Jahre gewählt.",
            "Der Inklusionsrat wählt die neun Vertreter des Kreistags auf vier Jahre.",
        ),
        (
            "Die Bürgerstiftung unterhält ein Archiv. Dessen Bestände wurden vom Heimatverein 2022 geordnet.",
            "2022 hat die Bürgerstiftung die Bestände geordnet.",
        ),
        (
            "Die Führung liegt beim Bauamt, das dem Bau- und Planungsausschuss jährlich berichtet.",
            "Der Bau- und Planungsausschuss berichtet jährlich dem Bauamt.",
        ),
    ],
    "Grad unter einer Verneinung": [
        ("Die Bereitschaft ist nicht durchgehend gesichert.", "Die Bereitschaft ist nicht gesichert."),
    ],
    "kommt erst noch": [
        (
            "Die Beleuchtung wird bis Ende 2027 vollständig auf LED umgestellt.",
            "Die Beleuchtung ist vollständig auf LED umgestellt.",
        ),
        ("Die Satzung tritt am 1. Juli 2027 in Kraft.", "Die Satzung ist seit dem 1. Juli 2027 in Kraft."),
        ("Die Satzung trat am 1. Juli 2022 in Kraft.", "Die Satzung galt bis zum 1. Juli 2022."),
    ],
    "ohne": [("Zwei Ausschreibungen blieben ohne Erfolg.", "Zwei Ausschreibungen waren erfolgreich.")],
}


@pytest.mark.parametrize(
    ("kind", "quote", "claim"),
    [(kind, q, c) for kind, pairs in SAME.items() for q, c in pairs],
    ids=lambda value: value[:40],
)
def test_the_same_in_other_words_is_supported(kind: str, quote: str, claim: str) -> None:
    verdict = check_claim(claim, f"Der Bericht liegt dem Gremium vor. {quote}")
    assert verdict.belegt, (kind, verdict.gruende)


@pytest.mark.parametrize(
    ("kind", "quote", "claim"),
    [(kind, q, c) for kind, pairs in NEAR.items() for q, c in pairs],
    ids=lambda value: value[:40],
)
def test_what_only_looks_like_the_quote_is_refused(kind: str, quote: str, claim: str) -> None:
    assert check_claim(quote, quote).belegt
    assert not check_claim(claim, f"Der Bericht liegt dem Gremium vor. {quote}").belegt, kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("einsetzen", "ersetzen"), ("klären", "lösen"), ("empfehlen", "befürworten"), ("fordern", "beantragen"),
        ("ermöglichen", "geben"), ("Eigentümer", "Träger"), ("Bundesstraße", "Landstraße"), ("Aufsichtsrat", "Beirat"),
        ("Möglichkeit", "Risiko"), ("selten", "gelegentlich"), ("vermieten", "verpachten"), ("anordnen", "gestalten"),
    ],
)  # fmt: skip
def test_the_dictionary_lets_no_word_of_many_senses_stand_for_another(one: str, other: str) -> None:
    assert not synonymous(one, other)


def test_the_two_sides_of_a_lease_share_no_concept() -> None:
    assert not concepts("pachten") & concepts("verpachten")


@pytest.mark.parametrize(
    ("form", "verb"),
    [("entrichtet", "entrichten"), ("verpachtet", "verpachten"), ("arbeiten", "arbeiten"), ("weist", "weisen"),
     ("gefahren", "fahren"), ("gereinigt", "reinigen")],
)  # fmt: skip
def test_a_verbs_form_finds_its_verb(form: str, verb: str) -> None:
    assert lemma(form) == verb
