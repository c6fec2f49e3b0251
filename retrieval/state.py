"""What a sentence says of its matter by its own words: that it is so, has ended, was refused, is meant, or is not so.

In comes one sentence, out come its clauses with their states: "Der Nachtbus wurde eingestellt; es gibt ein Nachttaxi"
ends one thing and states another. Rules of the language only; what no rule knows is `OFFEN`, a plain statement.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from corpus.domain import FaktArt
from corpus.facts.kind import kind_of
from corpus.sentences import MONTHS


class Zustand(StrEnum):
    """What a clause says of its matter, by its own words."""

    BESTEHT = "besteht"
    BEENDET = "beendet"
    ABGELEHNT = "abgelehnt"
    ABSICHT = "absicht"
    VERNEINT = "verneint"
    OFFEN = "offen"


@dataclass(frozen=True)
class Teilsatz:
    """A clause and what it says of its matter; `ab` is the day that it names as its beginning, if it names one;
    `bis` the last day that it says it runs to."""

    text: str
    zustand: Zustand
    ab: date | None
    bis: date | None = None


_MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
ENDED = r"""(?:
    aufgelöst|ausgetreten|gekündigt|aufgekündigt|abgeschafft|aufgehoben|aufgegeben|zusammengeführt|zusammengelegt|zusammengefasst
    |ausgelaufen|weggefallen|aufgegangen|umbenannt|übergegangen|entfallen|eingestellt|beendet|geschlossen|ersetzt
    |abgelöst|veräußert|verkauft|zurückgekauft|umgewandelt|überführt|überlassen|gesperrt|geräumt|stillgelegt|liquidiert
    |zurückgebaut|abgerissen|abgebaut|abgebrochen|demontiert|ausgesetzt|übertragen|verlegt|umgezogen|erloschen
    |eingegliedert|verschmolzen|ausgegliedert|umgesiedelt|abgegeben|abgetreten|verschrottet|ausgemustert|entwidmet
    |entfernt|gestrichen|zurückgezogen|ausgeschöpft|abgeschaltet|widerrufen|getrennt|privatisiert|rekommunalisiert
    |insolvent|hinfällig|erledigt|ausgeschieden|aufgelassen|zurückgegeben|zusammengeschlossen|fusioniert|rückgebaut
    |abgewickelt|niedergelegt|zurückgenommen|pensioniert|verstorben|abberufen|weggezogen|ausgezogen|aufgebraucht|freigestellt|vereinigt
)"""
"""Participles that end their subject (or, said of somebody who did it, their object)."""
_STATES: tuple[tuple[Zustand, re.Pattern[str]], ...] = (
    (
        Zustand.ABGELEHNT,
        re.compile(
            r"""
            \babgelehnt\b | \bAbsage\b | \bverwarf(?:en)?\b
            | \bw(?:ies|iesen|eist|eisen)\b[^;]*\bzurück\b(?=\s*(?:[.,;]|$))
            | \blehn(?:t|te|en|ten)\b.*\bab\b | \bverworfen\b | \bzurückgewiesen\b
            | \bnicht\s+(?:weiterverfolgt|weiter\s+verfolgt|fortgeführt|fortgesetzt|aufgegriffen|beschlossen)\b
            | \bnicht\s+(?:\w+\s+){0,3}(?:vorgesehen|geplant|beabsichtigt|angestrebt|umsetzbar|umgesetzt|eingeführt
                |eingerichtet|realisiert|verfolgt|befürwortet|empfohlen)\b
            | \bkeine\s+(?:\w+\s+)?Mehrheit\b | \bnicht\s+die\s+(?:\w+\s+)?(?:Mehrheit|Zustimmung)\b
            | \bMehrheit\s+(?:\w+\s+){0,3}dagegen\b
            | \bkomm(?:t|en)\b[^,;]*\bnicht\s+(?:\w+\s+)?in\s+(?:Betracht|Frage)\b
            | \b(?:scheidet|scheiden)\b.*\baus\b | \bausgeschlossen\b
            | \bsieht\b.*\bdavon\s+ab\b | \bAbstand\s+genommen\b
            | \bdavon\s+abgesehen\b | \bnimmt\b.*\bAbstand\b
            | \bdagegen\s+(?:entschieden|ausgesprochen|votiert|gestimmt)\b
            | \bgegen\b.*\b(?:entschieden|ausgesprochen|votiert|gestimmt)\b
            | \bspr\w+ch\w*\s+sich\s+(?:\w+\s+)*gegen\b
            | \b(?:Vorhaben|Planung|Projekt|Verfahren)\b.*\b(?:beendet|eingestellt|verworfen)\b
            | \bnicht\s+(?:\w+\s+){0,2}(?:zugestimmt|mitgetragen|angenommen|gefolgt|stattgegeben|entsprochen|gebilligt
                |genehmigt|unterstützt|nähergetreten|weiterverfolgen)\b
            | \b(?:keine|ohne)\s+(?:\w+\s+)?Zustimmung\b | \bdagegen\b.*\b(?:votierte|stimmte|entschied)[n]?\b
            | \b(?:votierte|stimmte|entschied)[n]?\b.*\b(?:da)?gegen\b
            | \b(?:abgewiesen|abschlägig|abgerückt|fallen\s?gelassen|gescheitert|scheiterte[n]?|untersagt\s+geblieben)\b
            | \bnegativ\s+beschieden\b | \bdarauf\s+verzichtet\b | \bzu\s+den\s+Akten\b
            | \b(?:will|wollen)\b(?!.*\bausschließen\b).*\bnicht\b
            | \bfolgt?\s+(?:die\s+Verwaltung|der\s+\w*[Rr]at|der\s+Ausschuss)\s+(?:\w+\s+)*nicht\b
            """,
            re.VERBOSE | re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        Zustand.BEENDET,
        re.compile(
            rf"""
            \b(?:Partnerschaft|Vertrag|Vereinbarung|Verbindung)\w*\b[^,;]*\bgelöst\b
            | \bbilden\b[^,;]*\bseit\b[^,;]*\b(?:Fachbereich|Dezernat|Referat|Abteilung|Amt|\w+betrieb|Verein)\b
            | \bnicht\s+(?:mehr|länger)\b | \b(?:nichts|niemand)\s+mehr\b
            | \bletztmal(?:s|ig)\b | \bzum\s+letzten\s+Mal\b
            | \b(?:seine|ihre|die)\s+letzte[nrs]?\s+(?:Fahrt|Vorstellung|Ausgabe|Spielzeit|Saison|Betriebstag)
            | \b(?:hat|haben)\b.*\bverlassen\b | \bverließ(?:en)?\b | \bin\s+(?:den\s+)?Ruhestand\b
            | \baußer\s+(?:Betrieb|Dienst)\b
            | \b(?:Austritt|Kündigung|Auflösung|Rücktritt)\b.*\b(?:erklärt|ausgesprochen|vollzogen|wirksam)\b
            | \berklärte[n]?\b.*\b(?:Austritt|Kündigung|Rücktritt)\b
            | \b(?:bestand|bestanden|lief|liefen|galt|galten|existierte[n]?)\b[^,;]*\bbis\b
            | \b(?:trat|schied)(?:en)?\b.*\baus\b | \bgab(?:en)?\b.*\bauf\b(?=[.,;]|$)
            | \bhob(?:en)?\b.*\bauf\b(?=[.,;]|$)
            | \blöste[n]?\b.*\bauf\b(?=[.,;]|$) | \bschaffte[n]?\b.*\bab\b(?=[.,;]|$)
            | \bstellte[n]?\b.*\bein\b(?=[.,;]|$) | \bkündigte[n]?\b(?!.*\ban\b) | \b(?:verkaufte|veräußerte)[n]?\b
            | \bkeine?[rnms]?\s+(?:[\w-]+\s+){{0,3}}mehr\b | \baußer\s+Kraft\b
            | \bnicht\s+(?:verlängert|erneuert)\b
            | \ban\s+(?:die|seine|ihre|deren|dessen)\s+Stelle\b | \b(?:abgelöst|ersetzt)\b
            | \b(?:endete[n]?|ruht|ruhen|entfällt|entfallen|erlosch\w*|schied(?:en)?\b.*\baus|lief(?:en)?\b.*\baus)\b
            | \bzog(?:en)?\b.*\bum\b | \bschloss(?:en)?\b | \bging(?:en)?\b.*\b(?:auf|über)\b
            | \b(?:wurden?|hat|haben|musste[n]?)\b.*\b{ENDED}\b
            | \b(?:ist|sind)\b.*\b(?:seit|zum|mit|wegen|Ende|worden|im\s+Jahr|(?:19|20)\d\d)\b.*\b{ENDED}\b
            | \b(?:ist|sind)\b(?!.*\b(?:geschlossen|gesperrt|getrennt|eingestellt|beendet|erledigt)\b).*\b{ENDED}\b
            """,
            re.VERBOSE | re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        Zustand.ABSICHT,
        re.compile(
            r"""
            \b(?:wird|werden|wurden?|worden)\b.*\b(?:überprüft|geprüft|untersucht|erörtert|diskutiert|erwogen|bewertet|besprochen)\b
            | \b(?:wird|werden)\b.*\b(?:vorbereitet|erarbeitet|angestrebt|abgestimmt)\b
            | \b(?:begrüßt|befürwortet|hält\b.*\bfür|wünscht|strebt\b.*\ban|erwägt|bewertet)\b
            | \b(?:ist|sind)\b.*\b(?:vorgesehen|geplant|beabsichtigt|angemeldet|vorgemerkt)\b
            | \b(?:sieht|sehen|schlägt|schlagen)\b[^,;]*\bvor(?=\s*(?:[.,;]|$))
            | \bin\s+(?:Planung|Arbeit|Vorbereitung|Aussicht)\b | \bins\s+Auge\s+gefasst\b | \bangedacht\b
            | \bläuft\b.*\b(?:Ausschreibung|Prüfung|Planung|Abstimmung|Untersuchung)\b
            | \b(?:wird|werden)\b.*\b(?:entscheiden|befinden|beraten|gerechnet)\b
            | \b(?:ist|sind)\b.*\bzu\s+(?:reden|beraten|klären|prüfen|entscheiden|erörtern|verhandeln)\b
            | \bnicht\s+(?:abschließend\s+)?entschieden\b | \b(?:will|wollen|möchte[n]?)\b
            | \b(?:soll|sollen|sollte|könnte|könnten|würde|würden|müsste|wäre|wären|sofern|falls|voraussichtlich)\b
            | ^\W*(?:Ob|Inwieweit|Inwiefern)\b
            | \b(?:beauftragt|gebeten|aufgefordert)\b[^;]*\b(?:zu\s+\w+en|\w+zu\w+en)\b
            | \bmit\s+(?:der|einer)\s+(?:Prüfung|Untersuchung|Planung|Erarbeitung|Erstellung|Vorbereitung)\b
              [^;]*\bbeauftragt\b
            | \b(?:wird|werden)\s+(?:damit\s+|künftig\s+|so\s+)?zu[mr]?\s+(?:eine[rmn]?\s+)?[\w-]{4,}
              (?=\s*(?:[.,;]|$))
            | \berst\b[^;]*\b(?:möglich|erfolgen|beurteilt|beantwortet|benannt|beziffert|entschieden)\b
            | \bdavon\s+ausz?u?gehen\b | \bgeh(?:t|en)\s+(?:\w+\s+){0,3}davon\s+aus\b
            | \b(?:unterstellt|fiktiv\w*|rechnerisch\w*|kalkulatorisch\w*)\b
            | \bob\b.*\b(?:wird|soll)\b | \bprüft\b | \bplant\b | \bbeabsichtigt\b | \berarbeitet\b.*\b(?:bis|derzeit)\b
            """,
            re.VERBOSE | re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        Zustand.VERNEINT,
        re.compile(
            r"\b(?:nicht|kein|keine|keinen|keiner|keinem|keines|nie|niemals|nirgends|nirgendwo|fehlen|fehlt|mangelt)\b(?!\s+nur\b)"
            r"|\bbleib(?:t|en)\b.*\bzu(?=\W*$)"
            r"|\b(?:ist|sind|bleibt)\b.*\b(?:geschlossen|gesperrt)\b",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        Zustand.BESTEHT,
        re.compile(
            rf"""
            \b(?:bereits|schon|erstmals|nunmehr|inzwischen|mittlerweile)\b | \bin\s+Kraft\b | \btrat(?:en)?\b.*\bbei\b
            | \bseit(?:her|dem)?\b
            | \b(?:im|am|Ende|Anfang|Mitte|zum)\s+(?:\d{{1,2}}\.\s*)?{_MONTH}\s+\d{{4}}\b
              .*\b(?:ge\w+t|\w*ge\w+en|eröffnet)\b
            | \b(?:wurden?|ist|sind|hat|haben)\b.*\b(?:\w*ge\w+[tn]|be\w+[tn]|er\w+[tn]|\w+iert)\b
            | ^\W*[A-ZÄÖÜ]\w*ge\w+en\s+(?:ist|sind)\b
            | \b(?:ist|sind)\b.*\b(?:Mitglied|online)\b
            | \b(?:besteht|bestehen|gehört|gilt|gelten|steuerfrei|gebührenfrei|kostenfrei|kostenlos|befreit)\b
            | \bin\s+Betrieb\b
            | \bgibt\s+es\b | \bliegt\b.*\bvor\b | \b(?:steht|stehen)\b.*\b(?:zur\s+Verfügung|bereit|offen)\b
            """,
            re.VERBOSE | re.IGNORECASE | re.DOTALL,
        ),
    ),
)
_RUNS_ON = re.compile(
    r"\b(?:nicht|nie)\b(?!\s+(?:mehr|länger)\b)[^,;]{0,30}\b(?:geschlossen|beendet|aufgehoben|gekündigt|gesperrt|eingestellt)\b"
)
_YET_TO_END = re.compile(
    r"^(?!.*\b(?:wurden?|ist|sind|musste[n]?|konnte[n]?|hat|haben)\b).*\b(?:wird|werden|soll|sollen|sollte)\b",
    re.DOTALL,
)
_NO_END = re.compile(
    r"\b(?:wäre|wären|würde|würden)\b.*\b(?:mehr|länger)\b|\b(?:wird|werden)\b.*\bmehr\s+(?:[\w-]+\s+){0,5}geben\b|\bnicht\s+mehr\s+(?:als\b|zeitgemäß)|\bnicht\s+länger\s+als\b",
    re.IGNORECASE | re.DOTALL,
)
"""wäre dann nicht mehr genehmigungsfähig; wird keine Flächen mehr geben;
nicht mehr als 15 Minuten; nicht mehr zeitgemäß: nothing has ended"""
_CAN_SINCE = re.compile(
    r"\b(?:kann|können|lässt|lassen)\b[^,;]*\bseit(?:her)?\b|\bseit(?:her)?\b[^,;]*\b(?:kann|können|lässt|lassen)\b",
    re.I,
)
"""können | seit | September 2022 Vorschläge bewertet werden: that is possible now"""
_PURPOSE = re.compile(
    r"^\W*(?:Damit\s+(?!(?:ist|sind|wird|werden|wurden?|hat|haben|kann|können|gibt|besteht|bestehen|gilt|gelten|steht|stehen)\b)"
    r"|Um\b(?=[^,]*\bzu))[^,]*,\s*"
)
"""Damit die Beiträge nicht mehr steigen, | müssen ...: what is wanted is not so yet"""
_TO_DO = re.compile(
    r"""
    \b(?:ist|sind|bleibt|bleiben)\b[^,;]*\b(?:(?:ab|an|auf|aus|bei|ein|fest|fort|her|heran|hin|mit|nach|sicher|um|vor|weiter|zurück
        |zusammen|durch|bereit|darauf|dar)zu[a-zäöüß]{4,}en)\b
    | \b(?:muss|müssen)\b[^;]*\b(?:werden|erfolgen)\b
    """,
    re.VERBOSE,
)
_CAN = re.compile(r"\b(?:kann|können)\b[^;]*\b(?:werden|erfolgen|prüfen)\b")
_OPEN_TO_ALL = re.compile(
    r"\b(?:beantragt|gebucht|genutzt|eingereicht|gemeldet|geliehen|entliehen|ausgeliehen|besucht|abgegeben|bezogen|eingesehen"
    r"|heruntergeladen|übernommen|bespielt|gemietet|gekauft|erworben|bezahlt|gestellt|vereinbart|angemeldet|abgerufen|gelesen"
    r"|bestellt|betreten|befahren|verfolgt|in\s+Anspruch\s+genommen)\b"
)
"""können | online beantragt | werden: that is open to everybody; können | geprüft | werden: nobody has yet"""
_ALREADY = re.compile(r"\b(?:seit(?:her|dem)?|bereits|schon|inzwischen|mittlerweile|jederzeit|heute)\b", re.IGNORECASE)
_WILL = re.compile(r"\b(?:wird|werden)\b[^;]*?\b(?P<verb>[a-zäöüß]{3,}(?:en|ern|eln))(?=\s*(?:[.,:;!?)]|$))")
_ALSO_PARTICIPLES = frozenset(
    "vergeben unterhalten befahren betreten verlassen erlassen beraten empfangen entlassen belassen gelten werden"
    " können sollen müssen dürfen haben sein wollen angeboten offen neben zusammen gegeben gehalten getragen".split()
)
_DENIED = re.compile(r"\b(?:nicht|nur|kein\w*|nie|niemand)\b", re.IGNORECASE)
_CONJECTURE = re.compile(r"\b(?:würden?\s+(?:bedeuten|heißen|dazu)|wäre[n]?|hätten?|könnten?)\b", re.IGNORECASE)
"""Das würde bedeuten, dass ...: nothing has ended"""
_CLAUSE = re.compile(r"\s*;\s*")
_OWN_NOUN = re.compile(
    r"\b(?!(?:Planung|Vorhaben|Projekt|Verwaltung|Stadt|Antrag|Idee|Vorschlag|Die|Der|Das)\b)[A-ZÄÖÜ]\w+"
)
"""A clause without one ("die Planung wurde verworfen", "die Verwaltung sieht davon ab") speaks of the clause before."""
_BEGINS = re.compile(
    rf"\b(?:seit|ab|zum|am|von)\s+(?:dem\s+|der\s+)?(?:(?P<tag>\d{{1,2}})\.\s*)?(?:(?P<monat>{_MONTH})\s+)?(?P<jahr>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""seit dem 1. Mai 2021;   ab Januar 2025;   ab 2026"""
_RUNS_TO = re.compile(
    rf"""
    \b(?:gilt|gelten|läuft|laufen|befristet|besteht|bestehen|geschlossen|Laufzeit|verlängert|verpachtet|vermietet|bestellt|gewählt|endet)\b
    [^;]*?\b(?:bis|endet\s+am|mit\s+Ablauf)\s+(?:zum\s+|des\s+|einschließlich\s+|Ende\s+)?
    (?:(?P<tag>\d{{1,2}})\.\s*)?(?:(?P<monat>{_MONTH})\s+)?(?P<jahr>(?:19|20)\d\d)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Der Vertrag gilt bis zum 31. Dezember 2020;   ist bis 2022 befristet"""
_MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS.split("|"), 1)}


_RECOMMENDED = re.compile(
    r"\bsollten?\b[^;]*\b(?:werden|bleiben)\b|\b(?:finden|geben|erhalten)\s+(?:wird|werden|würden?)\b"
)
"""davon sollte Abstand genommen werden; wird keine Zustimmung finden: nobody has decided that yet"""
_TRIAL_OVER = re.compile(
    r"\b(?:\w*[Vv]ersuch|Test|Testphase|Pilot\w*|Modell(?:versuch|projekt)|Probe\w*)s?\b.*\bnicht\s+(?:fortgesetzt|fortgeführt|verlängert)\b",
    re.DOTALL,
)
"""war ein Versuch und wurde nicht fortgesetzt: it ran out, nobody refused it"""
_NOT_YET = re.compile(r"\b(?:noch|bisher|bislang)\s+nicht\b")
"""konnten | noch nicht | umgesetzt werden: nobody refused it"""
_AFTER = re.compile(
    r"^\W*(?:Nachdem|Weil|Obwohl|Obgleich)\b.*?\b(?:hat|haben|hatten?|ist|sind|war|waren|wurden?|wird|werden)\s*,\s*",
    re.DOTALL,
)
"""Nachdem der Betreiber davon Abstand genommen hat, | sucht die Stadt einen neuen: what is so is said behind"""
_USUALLY = re.compile(r"\b(?:meist(?:ens)?|häufig|oft|oftmals|in\s+der\s+Regel|üblicherweise|teils|vereinzelt)\b", re.I)
"""wurde bisher meist abgelehnt: that was no decision on this one"""
_IS_CALLED = re.compile(r"\bhandelt\s+es\s+sich\b.*?\bum\b", re.DOTALL)
"""Bei Spielstraßen handelt es sich um Straßen, auf denen Verkehr ausgeschlossen ist: what a word means"""
_ASIDE = re.compile(r",\s+(?:auch|etwa|insbesondere|zum\s+Beispiel|vor\s+allem)\s+[^,;]{1,60}(?=,)")
_RELATIVE = re.compile(
    r",\s+(?:(?:an|auf|aus|bei|für|in|mit|nach|von|vor|zu|über|unter|durch)\s+)?"
    r"(?:die|der|das|dem|den|denen|deren|dessen|welche[rsnm]?)\s+[^,;]*?"
    r"\b(?:wird|werden|wurden?|ist|sind|war|waren|hat|haben|hatten?|kann|können|soll|sollen|muss|müssen|darf|dürfen)(?=\s*[,.;]|\s*$)"
)
"""Flächen, | die nicht mehr gebraucht werden, | stehen bereit: what is told by the way is not what the sentence says"""
REASON = re.compile(r"(?<=\w),\s+(?:nachdem|weil|da|obwohl|damit|um|sodass|so\s+dass|deren|dessen|wonach|worauf)\b")
"""Die Stadt hat das Gelände erworben, | nachdem die Firma aufgelöst worden war: what is so is said before."""


def state_of(sentence: str) -> Zustand:
    """What a clause says of its matter; refused outranks ended, ended outranks planned, planned outranks being.

    A judgement ("ist zu begrüßen", "erscheint sinnvoll") tells what is thought of it, not that it is so.
    """
    sentence = REASON.split(sentence, maxsplit=1)[0]
    sentence = _PURPOSE.sub("", sentence)
    if _CAN_SINCE.search(sentence) and not _DENIED.search(sentence):
        return Zustand.BESTEHT
    bare = _RELATIVE.sub("", _ASIDE.sub("", sentence))
    refused = _NOT_YET.sub(" ", _AFTER.sub("", bare))
    for state, pattern in _STATES:
        decided = state in (Zustand.ABGELEHNT, Zustand.BEENDET)
        without = decided or state is Zustand.VERNEINT
        told = refused if state is Zustand.ABGELEHNT else bare if without else sentence
        if not pattern.search(told) or (decided and _IS_CALLED.search(sentence)):
            continue
        if state is Zustand.ABGELEHNT and _TRIAL_OVER.search(bare):
            return Zustand.BEENDET
        if state is Zustand.ABGELEHNT and (_USUALLY.search(sentence) or _RECOMMENDED.search(sentence)):
            continue
        if state is Zustand.BEENDET and (_NO_END.search(sentence) or _CONJECTURE.search(sentence)):
            continue
        if state is Zustand.BEENDET and (_RUNS_ON.search(sentence) or _only_planned(sentence)):
            continue
        yet_to_come = state is Zustand.BESTEHT and (_is_judgement(sentence) or _yet_to_be_done(sentence))
        return Zustand.ABSICHT if yet_to_come else state
    return Zustand.ABSICHT if _is_judgement(sentence) or _yet_to_be_done(sentence) else Zustand.OFFEN


def _yet_to_be_done(sentence: str) -> bool:
    """ "sind einzubeziehen", "müssen bereitgestellt werden", "kann geprüft werden", "wird einen Radweg erhalten"."""
    if _TO_DO.search(sentence):
        return True
    if _CAN.search(sentence) and not _OPEN_TO_ALL.search(sentence) and not _ALREADY.search(sentence):
        return True
    future = _WILL.search(sentence)
    return future is not None and _is_infinitive(future["verb"]) and not _ALREADY.search(sentence)


@lru_cache(maxsize=10_000)
def _is_infinitive(word: str) -> bool:
    """Whether "wird ... prüfen" is meant, not "wird ... betrieben"; what can be both ("vergeben") is no infinitive."""
    from simplemma import lemmatize

    return word not in _ALSO_PARTICIPLES and str(lemmatize(word, lang="de")) == word


def _is_judgement(sentence: str) -> bool:
    return kind_of(sentence) is FaktArt.BEWERTUNG


def _only_planned(sentence: str) -> bool:
    return bool(_YET_TO_END.search(sentence)) and not re.search(r"\b(?:mehr|länger)\b", sentence)


@lru_cache(maxsize=20_000)
def clauses_of(sentence: str) -> tuple[Teilsatz, ...]:
    """The clauses of a sentence, each with its state."""
    whole = " ".join(sentence.split())
    found = tuple(
        Teilsatz(part, state_of(part), beginning_of(part), end_of(part)) for part in _CLAUSE.split(whole) if part
    )
    if any(c.zustand is Zustand.ABGELEHNT and not _OWN_NOUN.search(c.text) for c in found):
        return (Teilsatz(whole, Zustand.ABGELEHNT, None),)
    return found


def beginning_of(text: str) -> date | None:
    """The day that a clause names as its beginning, the first of a month or year where it names no day."""
    found = _BEGINS.search(text)
    if found is None:
        return None
    month = _MONTH_NUMBER.get((found["monat"] or "januar").lower(), 1)
    try:
        return date(int(found["jahr"]), month, int(found["tag"] or 1))
    except ValueError:
        return None


def end_of(text: str) -> date | None:
    """The last day that a clause says a thing runs to; of a month or year its last."""
    found = _RUNS_TO.search(text)
    if found is None:
        return None
    year, month = int(found["jahr"]), _MONTH_NUMBER[found["monat"].lower()] if found["monat"] else 12
    last = monthrange(year, month)[1]
    return date(year, month, min(int(found["tag"] or last), last) if found["monat"] else last)
