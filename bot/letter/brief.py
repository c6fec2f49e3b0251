"""What a letter says, before it has a form.

Whoever writes a letter fills in a `Brief`; what nobody supplied stays None and becomes a marked blank on paper. Nothing
here knows of Word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.domain import Anliegen, Entwurf, Gremientermin, Hinweis, Satz, Zulieferung


@dataclass(frozen=True)
class Punkt:
    """One point of the motion and the reply to it.

    `absaetze` are the paragraphs of the reply; none of them makes a gap that names the `zulieferung`. A `zulieferung`
    beside an answer marks the part that is still open, so leave it out once the office has delivered. `hinweise` are
    for those who work on the draft: they are printed in drafts only, and those of kind `vertraulich` never.
    """

    nr: int
    marke: str | None
    frage: str
    titel: str | None = None
    absaetze: tuple[tuple[Satz, ...], ...] = ()
    hinweise: tuple[Hinweis, ...] = ()
    zulieferung: Zulieferung | None = None


@dataclass(frozen=True, kw_only=True)
class Brief:
    """A reply of the administration as it is to be printed.

    `art_des_antrags` is the word for the paper that is answered: Antrag, Anfrage, Änderungsantrag. `betreff` is that of
    the motion, `fraktion` the name without the word Fraktion, several joined with ", ". `einleitung` None takes the
    usual sentence. `entwurf` puts ENTWURF on every page: False only after the last approval. `quellen` adds the annex
    of sources and the numbers in the text that lead to it.
    """

    punkte: tuple[Punkt, ...]
    stadt: str | None = None
    wahlspruch: str | None = None
    vorlage: str | None = None
    antrag: str | None = None
    art_des_antrags: str = "Antrag"
    datum: date | None = None
    dezernat: str | None = None
    amt: str | None = None
    aktenzeichen: str | None = None
    betreff: str | None = None
    fraktion: str | None = None
    oeffentlich: bool | None = None
    gremienweg: tuple[Gremientermin, ...] = ()
    einleitung: str | None = None
    finanzielle_auswirkungen: str | None = None
    beschlussempfehlung: str | None = None
    entwurf: bool = True
    quellen: bool = True


def punkt_of(anliegen: Anliegen, entwurf: Entwurf, titel: str | None = None) -> Punkt:
    """The point of a letter from a point of the motion and the draft for it, as one paragraph."""
    return Punkt(
        nr=anliegen.nr,
        marke=anliegen.marke,
        frage=anliegen.text,
        titel=titel,
        absaetze=(entwurf.saetze,) if entwurf.saetze else (),
        hinweise=entwurf.hinweise,
        zulieferung=entwurf.zulieferung,
    )
