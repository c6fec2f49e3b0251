"""Does a city's template show what a letter has to say?

Judged by trying: a letter of known words is rendered, and whatever of it must be on paper has to be found there. So a
placeholder counts wherever the city puts it, in a text box or a footer, and a misplaced one does not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.letter.brief import Brief, Punkt
from corpus.domain import Beleg, Gremientermin, Satz
from corpus.errors import StellwerkError

_QUELLE = Beleg(
    dokument="probe.docx",
    dokument_id="probe",
    version=1,
    vorlage="Probequelle",
    datum=date(2001, 2, 3),
    nr=("1",),
    seite=4,
    zitat="Probezitat",
    start=0,
    ende=10,
)

PROBE = Brief(
    stadt="Probestadt",
    vorlage="Probevorlage",
    antrag="Probeantrag",
    datum=date(2001, 3, 4),
    dezernat="Probedezernat",
    amt="Probeamt",
    aktenzeichen="Probezeichen",
    betreff="Probebetreff",
    fraktion="Probefraktion",
    oeffentlich=False,
    gremienweg=(Gremientermin(date(2001, 4, 5), "Proberat"), Gremientermin(date(2001, 5, 6), "Probeausschuss")),
    punkte=(
        Punkt(1, "1.", "Probefrage", "Probetitel", ((Satz("Probeantwort.", (_QUELLE,)),), (Satz("Probeabsatz.", ()),))),
        Punkt(2, "2.", "Folgefrage", "Folgetitel", ((Satz("Folgeantwort.", (_QUELLE,)),),)),
    ),
    finanzielle_auswirkungen="Probefinanzen",
    beschlussempfehlung="Probebeschluss",
    entwurf=False,
    quellen=True,
)

REQUIRED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("{{ vorlage }}", ("Probevorlage",)),
    ("{{ antrag }}", ("Probeantrag",)),
    ("{{ datum }}", ("04.03.2001",)),
    ("{{ amt }}", ("Probeamt",)),
    ("{{ betreffzeile }} oder {{ betreff }}", ("Probebetreff",)),
    ("{{ oeffentlichkeit }}", ("nicht öffentlich",)),
    ("{{ station.datum }} in der Schleife über gremienweg", ("05.04.2001", "06.05.2001")),
    ("{{ station.gremium }} in der Schleife über gremienweg", ("Proberat", "Probeausschuss")),
    ("{{ punkt.frage }} in der Schleife über punkte", ("Probefrage", "Folgefrage")),
    (
        "{{ punkt.ueberschrift }} in der Schleife über punkte",
        ("Antwort zu 1. Probetitel:", "Antwort zu 2. Folgetitel:"),
    ),
    ("{{ absatz }} in der Schleife über punkt.absaetze", ("Probeantwort. [1]", "Probeabsatz.", "Folgeantwort. [1]")),
    ("{{ absatz }} in der Schleife über finanzielle_auswirkungen", ("Probefinanzen",)),
    ("{{ absatz }} in der Schleife über beschlussempfehlung", ("Probebeschluss",)),
    ("{{ beleg.nummer }} in der Schleife über gruppe.belege", ("[1]",)),
    ("{{ beleg.angabe }} in der Schleife über gruppe.belege", ("Probequelle vom 03.02.2001, Antwort zu 1, Seite 4",)),
    ("{{ beleg.zitat }} in der Schleife über gruppe.belege", ("Probezitat",)),
)
"""Placeholders that every template needs, and the words of the probe that show that they are there."""


def check_template(name: str, render: Callable[[Brief], str]) -> None:
    """Raise StellwerkError naming every required placeholder whose words `render` (a Brief to its whole text) loses."""
    text = " ".join(render(PROBE).split())
    missing = [placeholder for placeholder, words in REQUIRED if not all(word in text for word in words)]
    if missing:
        raise StellwerkError(
            f"In der Briefvorlage „{name}“ fehlen Platzhalter, ohne die der Brief unvollständig wäre: "
            f"{'; '.join(missing)}.",
            "Bitte ergänzen Sie die Platzhalter in Word (docs/vorlage.md zeigt alle) oder entfernen Sie die "
            "Einstellung STELLWERK_LETTER_TEMPLATE, um die mitgelieferte Vorlage zu verwenden.",
        )
