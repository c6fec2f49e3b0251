"""A case to the letter that answers it, and the letter to the paper that it becomes in the archive. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.letter.brief import Brief, Punkt, punkt_of
from bot.letter.inhalt import point_numbers
from bot.review.rules import Vorgang
from corpus.domain import (
    Abschnitt,
    Anliegen,
    Antrag,
    Antwort,
    Entwurf,
    Gremientermin,
    Lesefassung,
    Paper,
    Rohtext,
    Seite,
    Stellungnahme,
)
from corpus.parsing.dates import parse_date

KOPF_FELDER: Mapping[str, str] = {
    "vorlage": "Nummer der Stellungnahme",
    "datum": "Datum der Stellungnahme",
    "dezernat": "Dezernat",
    "amt": "Verfassendes Amt",
    "az": "Aktenzeichen",
    "gremium": "Gremium",
    "sitzung": "Datum der Sitzung",
    "oeffentlich": "Öffentlich (ja oder nein)",
    "finanzen": "Finanzielle Auswirkungen",
    "beschlussempfehlung": "Beschlussempfehlung",
}
"""What the letter needs and nobody but a person can say. What is not given stays a marked blank."""


def letter_of(case: Vorgang, antrag: Antrag, *, stadt: str, entwurf: bool, quellen: bool) -> Brief:
    """The letter of a case as it stands. `stadt` is printed in its head."""
    head = case.brief
    gremium = head.get("gremium")
    sitzung = parse_date(head["sitzung"]) if head.get("sitzung") else antrag.sitzung
    return Brief(
        punkte=tuple(
            _punkt(anliegen, case.revision(anliegen.nr).entwurf, offen=entwurf) for anliegen in antrag.anliegen
        ),
        stadt=stadt,
        vorlage=head.get("vorlage"),
        antrag=antrag.nummer,
        art_des_antrags=_kind_of_motion(antrag),
        datum=parse_date(head["datum"]) if head.get("datum") else None,
        dezernat=head.get("dezernat"),
        amt=head.get("amt"),
        aktenzeichen=head.get("az"),
        betreff=antrag.betreff,
        fraktion=antrag.fraktion,
        oeffentlich={"ja": True, "nein": False}.get(head.get("oeffentlich", "").lower()),
        gremienweg=(Gremientermin(sitzung, gremium),) if gremium else (),
        finanzielle_auswirkungen=head.get("finanzen"),
        beschlussempfehlung=head.get("beschlussempfehlung"),
        entwurf=entwurf,
        quellen=quellen,
    )


def _punkt(anliegen: Anliegen, entwurf: Entwurf, *, offen: bool) -> Punkt:
    """A point of the letter; once all is approved, a gap that was accepted is no longer a request to an office."""
    punkt = punkt_of(anliegen, entwurf)
    return punkt if offen else replace(punkt, zulieferung=None)


def _kind_of_motion(antrag: Antrag) -> str:
    number = (antrag.nummer or "").upper()
    return "Anfrage" if number.startswith(("AF", "ANF")) else "Antrag"


@dataclass(frozen=True)
class _Text:
    """A text under construction that knows how long it is."""

    parts: list[str]

    def add(self, line: str) -> int:
        """Appends a line and returns where it starts."""
        start = sum(len(p) for p in self.parts)
        self.parts.append(f"{line}\n")
        return start


def paper_of(brief: Brief, name: str, *, versandt: bool) -> Paper:
    """The paper that this letter is in the archive, with the exact place of every answer.

    Sentences without a Beleg, which a person accepted all the same, are marked so that they never prove anything.
    """
    text = _Text([])
    text.add(f"Stellungnahme zum {brief.art_des_antrags} {brief.antrag or ''}".strip())
    text.add(f"Vorlage: {brief.vorlage or ''}")
    text.add(f"Betreff: {brief.betreff or ''}")
    answers: list[Antwort] = []
    unsupported: list[tuple[int, int]] = []
    for punkt, number in zip(brief.punkte, point_numbers(brief.punkte), strict=True):
        mark = number.rstrip(".)")
        text.add(f"\n{number} {punkt.frage}")
        text.add(f"Antwort zu {mark}:")
        saetze = [satz for absatz in punkt.absaetze for satz in absatz]
        answer = " ".join(satz.text for satz in saetze)
        start = at = text.add(answer)
        for satz in saetze:
            if not satz.belege:
                unsupported.append((at, at + len(satz.text)))
            at += len(satz.text) + 1
        if answer:
            answers.append(Antwort((mark,), punkt.frage, answer, start, start + len(answer)))
    if brief.finanzielle_auswirkungen:
        text.add(f"\nFinanzielle Auswirkungen:\n{brief.finanzielle_auswirkungen}")
    if brief.beschlussempfehlung:
        text.add(f"\nBeschlussempfehlung:\n{brief.beschlussempfehlung}")
    whole = "".join(text.parts)
    rohtext = Rohtext(whole, (Seite(1, 0, len(whole)),))
    inhalt = Stellungnahme(
        vorlage=brief.vorlage,
        antrag=brief.antrag,
        datum=brief.datum,
        dezernat=brief.dezernat,
        amt=brief.amt,
        aktenzeichen=brief.aktenzeichen,
        betreff=brief.betreff,
        fraktion=brief.fraktion,
        oeffentlich=brief.oeffentlich,
        gremienweg=brief.gremienweg,
        antworten=tuple(answers),
        finanzielle_auswirkungen=brief.finanzielle_auswirkungen,
        beschlussempfehlung=brief.beschlussempfehlung,
    )
    return Paper(
        dokument=name,
        sha256=hashlib.sha256(whole.encode()).hexdigest(),
        lesefassung=Lesefassung(whole, rohtext, (Abschnitt(0, len(whole), 0, len(whole)),)),
        inhalt=inhalt,
        oeffentlich=brief.oeffentlich,
        versandt=versandt,
        ungestuetzt=tuple(unsupported),
    )
