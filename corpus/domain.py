"""The words of the house as frozen values. No I/O; imports nothing of ours.

Offsets (`start`, `ende`) are code points in the *Lesefassung* of a paper, the text that `stellwerk parse --text`
prints, half open, and `text[start:ende]` is the field, white space aside.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Art(StrEnum):
    """What kind of paper this is. Kind and number together are a paper's identity."""

    ANTRAG = "antrag"
    STELLUNGNAHME = "stellungnahme"
    VERMERK = "vermerk"


class AnliegenArt(StrEnum):
    """What a point wants: an answer, an examination, or that something be done."""

    FRAGE = "frage"
    PRUEFAUFTRAG = "pruefauftrag"
    FORDERUNG = "forderung"


class FaktArt(StrEnum):
    """What a statement is: "ist Mitglied" (Zustand), "wurde geprüft" (Ereignis), "wird geprüft" (Absicht), ..."""

    ZUSTAND = "zustand"
    EREIGNIS = "ereignis"
    ABSICHT = "absicht"
    BEWERTUNG = "bewertung"
    ZAHL = "zahl"


class EntwurfStatus(StrEnum):
    """Where a draft stands; the first that fits counts, in this order."""

    WIDERSPRUCH = "widerspruch"
    PRAEMISSE_FALSCH = "praemisse_falsch"
    BEREITS_ERFUELLT = "bereits_erfuellt"
    TEILWEISE = "teilweise"
    BELEGT = "belegt"
    KEINE_GRUNDLAGE = "keine_grundlage"


class HinweisArt(StrEnum):
    """What a hint warns of."""

    PRAEMISSE = "praemisse"
    VERALTET = "veraltet"
    WIDERSPRUCH = "widerspruch"
    VERWECHSLUNG = "verwechslung"
    ZUSAGE = "zusage"
    UNBELEGT = "unbelegt"
    OFFEN = "offen"
    VERTRAULICH = "vertraulich"


# --- a paper as text ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seite:
    """One page of a paper: its number as counted from 1, and where it stands in the text it belongs to."""

    nummer: int
    start: int
    ende: int


@dataclass(frozen=True)
class Rohtext:
    """A paper's text exactly as it was read from the file, page by page. `quelle`: text, pdf, docx or ocr.

    `verborgen` are words that the file holds and nobody sees on paper; they are not part of the text.
    """

    text: str
    seiten: tuple[Seite, ...]
    quelle: str = "text"
    verborgen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Abschnitt:
    """`laenge` code points of the Lesefassung from `start` on stand at `original` in the Rohtext.

    Where words were repaired the two sides differ in length: `laenge` counts here, `original_laenge` there, and every
    point inside maps to the whole.
    """

    start: int
    laenge: int
    original: int
    original_laenge: int


@dataclass(frozen=True)
class Lesefassung:
    """A paper's text as people and parsers see it: misread words repaired, line-end hyphens joined, page heads out.

    `abbildung` leads every offset back to the Rohtext; it is ordered by `start`. Text that was inserted (a blank for a
    joined line) lies in no Abschnitt.
    """

    text: str
    rohtext: Rohtext
    abbildung: tuple[Abschnitt, ...]
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(a.start for a in self.abbildung))

    def original_span(self, start: int, ende: int) -> tuple[int, int]:
        """The span of the Rohtext that `[start, ende)` of this text was made from. O(log n)."""
        return self._original(start), self._original(max(start, ende - 1), end=True)

    def seite(self, offset: int) -> int:
        """The number of the page on which this offset of the Lesefassung stands; 1 where the paper has no pages."""
        original = self._original(offset)
        for seite in self.rohtext.seiten:
            if seite.start <= original < seite.ende:
                return seite.nummer
        return self.rohtext.seiten[-1].nummer if self.rohtext.seiten and original else 1

    def _original(self, offset: int, *, end: bool = False) -> int:
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return 0
        part = self.abbildung[index]
        within = offset - part.start
        if within >= part.laenge:  # inserted text: it belongs to the end of what stands before it
            return part.original + part.original_laenge
        if part.laenge != part.original_laenge:
            return part.original + (part.original_laenge if end else 0)
        return part.original + within + (1 if end else 0)


# --- what is filed and what is answered ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Anliegen:
    """One point that the administration has to answer, verbatim.

    `nr` is its position (1, 2, 3), `marke` the paper's own numbering ("1.", "a)") or None. `teile` are its sub-points
    without their markers. `sicher` is False where the split should be looked at by a person.
    """

    nr: int
    marke: str | None
    text: str
    art: AnliegenArt
    teile: tuple[str, ...]
    start: int
    ende: int
    sicher: bool = True


@dataclass(frozen=True)
class Antrag:
    """A motion or inquiry of a faction. `datum` is the day of filing, `sitzung` that of the meeting."""

    nummer: str | None
    fraktion: str | None
    betreff: str | None
    datum: date | None
    sitzung: date | None
    anliegen: tuple[Anliegen, ...]
    oeffentlich: bool | None = None
    art: Art = Art.ANTRAG


@dataclass(frozen=True)
class Gremientermin:
    """One station of the Gremienweg."""

    datum: date | None
    gremium: str


@dataclass(frozen=True)
class Antwort:
    """The reply to one Anliegen or to several at once; `nr` are the paper's own numbers, `()` where it has none.

    `start` and `ende` cover the answer alone. `titel` is the heading of the answer ("Mitgliedschaft").
    """

    nr: tuple[str, ...]
    frage: str | None
    antwort: str
    start: int
    ende: int
    titel: str | None = None


@dataclass(frozen=True)
class Stellungnahme:
    """The administration's reply, or an official's Vermerk, which has the same shape."""

    vorlage: str | None
    antrag: str | None
    datum: date | None
    dezernat: str | None
    amt: str | None
    betreff: str | None
    fraktion: str | None
    oeffentlich: bool | None
    gremienweg: tuple[Gremientermin, ...]
    antworten: tuple[Antwort, ...]
    finanzielle_auswirkungen: str | None
    beschlussempfehlung: str | None
    art: Art = Art.STELLUNGNAHME
    aktenzeichen: str | None = None


@dataclass(frozen=True)
class Paper:
    """A paper as it enters the archive.

    `dokument` is the file's name, for people. `sha256` is that of the file's bytes. `versandt` says whether it went
    out (only then it may prove something). `ungestuetzt`: see Passage.
    """

    dokument: str
    sha256: str
    lesefassung: Lesefassung
    inhalt: Antrag | Stellungnahme
    oeffentlich: bool | None
    versandt: bool = True
    ungestuetzt: tuple[tuple[int, int], ...] = ()


# --- what is found, and what a draft stands on ---------------------------------------------------------------------


@dataclass(frozen=True)
class Passage:
    """One Antwort of a paper in the archive, as retrieval sees it. `id` is stable over rebuilds of the index.

    `ungestuetzt` are spans of the Lesefassung that a person accepted without support; they never become a Beleg.
    """

    id: str
    dokument_id: str
    version: int
    dokument: str
    art: Art
    vorlage: str | None
    antrag: str | None
    datum: date | None
    amt: str | None
    betreff: str | None
    nr: tuple[str, ...]
    frage: str | None
    text: str
    start: int
    ende: int
    seite: int
    oeffentlich: bool | None
    versandt: bool
    ungestuetzt: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Fundstelle:
    """Where words stand: the paper, its version, the page, the offsets and the exact quote."""

    dokument: str
    dokument_id: str
    version: int
    vorlage: str | None
    datum: date | None
    nr: tuple[str, ...]
    seite: int
    zitat: str
    start: int
    ende: int


Beleg = Fundstelle
"""A Fundstelle that a sentence of a draft stands on."""


@dataclass(frozen=True)
class Fakt:
    """One self-contained dated statement; `gilt_bis` is exclusive.

    `aussage` is the quote with what its pronouns stand for in brackets. `bestaetigt_am` is the day on which the
    administration last said so, None while a person still has to confirm it. `endet` is the day from which on the
    thing it speaks of is no more, where it says that something ended: the statement itself goes on to hold.
    """

    id: str
    gegenstand: str
    aussage: str
    art: FaktArt
    gilt_ab: date | None
    gilt_bis: date | None
    bestaetigt_am: date | None
    fundstelle: Fundstelle
    abgeloest_durch: str | None = None
    endet: date | None = None


@dataclass(frozen=True)
class Satz:
    """One sentence of a draft: the claim alone. Its source and date are rendered from its Belege."""

    text: str
    belege: tuple[Beleg, ...]


@dataclass(frozen=True)
class Hinweis:
    """Something the reviewer should know before deciding."""

    art: HinweisArt
    text: str


@dataclass(frozen=True)
class Zulieferung:
    """A request for what is missing. `amt` is None where no paper names an office."""

    amt: str | None
    frage: str


@dataclass(frozen=True)
class Teilantwort:
    """A sub-point and the draft's sentences that answer it, by their position from 0; () where it is open."""

    teil: str
    saetze: tuple[int, ...]


@dataclass(frozen=True)
class Zuversicht:
    """How probable it was, when a machine drafted, that a reviewer approves the draft unchanged.

    `wert` is 0 to 1; `entscheidungen` is how many decisions of this city it was learned from, 0 where it comes from the
    benchmark; `merkmale` is what was looked at, by name, so that people's decisions can be learned from later.
    """

    wert: float
    entscheidungen: int
    merkmale: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Modellvermerk:
    """What a language model had to do with a draft: for the record, never for what the draft says.

    `name` and `prompt_sha256` tell which model and which prompt; `tokens_ein` and `tokens_aus` what it read and wrote,
    None where its server doesn't say; `saetze` how many of the draft's sentences it worded; `gestoppt` why each of the
    others that it wrote was not taken; `rueckfall` is True where anything is quoted because its wording did not stand.
    """

    name: str
    prompt_sha256: str
    tokens_ein: int | None
    tokens_aus: int | None
    sekunden: float
    saetze: int
    gestoppt: tuple[str, ...] = ()
    rueckfall: bool = False


@dataclass(frozen=True)
class Entwurf:
    """A draft reply to one Anliegen. `abdeckung` has an entry for each of its sub-points, () where it has none.

    `zuversicht` is an estimate about the draft and no part of what it says; `modell` is None where no language model
    was asked. Two drafts that say the same are equal, whoever worded them and however sure anybody is.
    """

    nr: int
    marke: str | None
    status: EntwurfStatus
    saetze: tuple[Satz, ...]
    hinweise: tuple[Hinweis, ...] = ()
    zulieferung: Zulieferung | None = None
    abdeckung: tuple[Teilantwort, ...] = ()
    zuversicht: Zuversicht | None = field(default=None, compare=False)
    modell: Modellvermerk | None = field(default=None, compare=False)
