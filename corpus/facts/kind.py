"""What a sentence says of its matter: a Zustand, an Ereignis, an Absicht, a Bewertung or a Zahl. Pure.

In comes one sentence with the day of its paper, out comes its kind by its own words.
"Wird geprüft" is an Absicht of that day, "wurde geprüft" an Ereignis, "ist Mitglied" a Zustand. A figure is a Zahl
where measuring or counting is what the sentence does ("beträgt 18 Euro"), not where a number is said in passing.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from corpus.domain import FaktArt
from corpus.facts.times import MONTHS, Rolle, Zeit, times_in

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_AUXILIARIES = frozenset(
    """
    ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können konnte konnten muss müssen musste
    mussten soll sollen sollte sollten darf dürfen durfte durften will wollen wollte wollten mag möchte wäre wären
    hätte hätten würde würden könnte könnten müsste müssten dürfte dürften gibt gab bleibt bleiben liegt liegen lag
    lagen steht weist weisen gilt gelten heißt lautet kommt kommen schützt sorgt zeigt zeigen trägt tragen
    stehen stand standen sei seien habe gelte bestehe
    """.split()
)
_NO_VERBS = frozenset(
    """
    und oder sowie bereits derzeit nicht heute zuletzt meist statt samt insgesamt gesamt jetzt selbst zunächst erst mit
    seit nebst bitte sonst fast hinsichtlich wegen gegen neben zwischen oben unten innen außen dagegen einzelnen
    folgenden weiteren anderen ersten zweiten dritten letzten allen vielen einigen diesen denen eigenen beiden gleichen
    besten meisten bislang entlang überhaupt unbekannt bekannt leicht recht gut
    """.split()
)

_CONJECTURE = re.compile(
    r"\b(?:würden?|wären?|müssten?|könnten?|hätten?|sollten?|dürften?|bedürften?|ließen?\s+sich|käme)\b", re.IGNORECASE
)
_JUDGING_VERB = re.compile(
    r"""
    \b(?:begrüßt|befürwortet|empfiehlt|empfohlen|erachtet|erscheint|scheint|spricht|sprechen|bewertet|beurteilt|bedauert
        |bezweifelt|eignet|eignen|lohnt)\b
    | \b(?:hält|halten)\b(?=.*\b(?:für|nichts)\b) | \b(?:rät|raten|lehnt|lehnen)\b.*\bab\b
    | \baus\s+(?:\w+\s+)?Sicht\b | \bnach\s+(?:Einschätzung|Auffassung|Ansicht)\b
    | \b(?:scheidet|scheiden)\b.*\baus\b | \bkommt\b.*\bin\s+(?:Betracht|Frage)\b | \bzu\s+(?:begrüßen|befürworten)\b
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_JUDGING_WORD = re.compile(
    r"""
    \b(?:sinnvoll|zweckmäßig|wünschenswert|zielführend|empfehlenswert|erforderlich|notwendig|nötig|angemessen|unbestritten
        |ausreichend|vertretbar|unverhältnismäßig|verhältnismäßig|wirtschaftlich|unwirtschaftlich|geeignet|ungeeignet
        |denkbar|vorteilhaft|nachteilig|problematisch|kritisch|schwierig|positiv|negativ|wichtig|hilfreich|bewährt
        |unverzichtbar|entbehrlich|nachvollziehbar|realistisch|unrealistisch|ratsam|abzulehnen|begrüßenswert|optimal
        |willkommen)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_IS_OR_BECOMES = re.compile(r"\b(?:ist|sind|wird|werden|bleibt|bleiben|war|waren|als|für)\b")

_EXAMINED = (
    r"geprüft|überprüft|untersucht|vorbereitet|erarbeitet|angestrebt|geplant|erwartet|beantragt|verhandelt|evaluiert|"
    r"ausgewertet|weiterverfolgt|überarbeitet|entwickelt|erstellt|ermittelt|geklärt|abgewartet"
)
_TO_BE_DONE = (
    r"errichtet|gebaut|saniert|erneuert|umgebaut|umgestellt|angebracht|eingerichtet|eröffnet|umgesetzt|eingeführt|"
    r"aufgestellt|vorgelegt|vorgestellt|begonnen|abgeschlossen|fertiggestellt|ausgeschrieben|besetzt|erhöht|gesenkt|"
    r"erweitert|ausgebaut|ergänzt|ersetzt|beschafft|installiert|veröffentlicht|verlängert|aufgenommen|durchgeführt|"
    r"fortgesetzt|informiert|berichtet|vergeben|beauftragt|einbezogen|angepasst|realisiert"
)
_INTENDED = re.compile(
    r"""
    \b(?:ist|sind|bleibt|war)\b.*\b(?:vorgesehen|geplant|beabsichtigt|angedacht|avisiert|terminiert|anvisiert
        |in\s+(?:Planung|Vorbereitung|Prüfung|Erarbeitung|Arbeit))\b
    | \b(?:soll|sollen|will|wollen|beabsichtigt|beabsichtigen|plant|planen|strebt|streben|möchte|möchten|schlägt)\b
    | \b(?:vorgesehen|geplant|beabsichtigt)\s+(?:ist|sind)\b | \bsieht\b.*\bvor\b
    | \bbemüht\b | \bzu\s+rechnen\b | \bvoraussichtlich\b
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_EXAMINES = re.compile(r"\b(?:prüft|prüfen|untersucht|untersuchen|erarbeitet|erarbeiten)\b", re.IGNORECASE)
_BEING_EXAMINED = re.compile(rf"\b(?:wird|werden)\b(?!.*\bworden\b).*\b(?:{_EXAMINED})\b", re.IGNORECASE | re.DOTALL)
_SOON_DONE = re.compile(rf"\b(?:wird|werden)\b(?!.*\bworden\b).*\b(?:{_TO_BE_DONE})\b", re.IGNORECASE | re.DOTALL)
_AS_A_RULE = re.compile(
    r"\b(?:laufend|regelmäßig|\w*(?:jährlich|täglich|monatlich|wöchentlich)|jede[rsnm]?|jeweils|stets|immer|grundsätzlich|"
    r"in\s+der\s+Regel|üblicherweise|\w+mal|pro\s+Jahr)\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:bereits|seit|seither|derzeit|aktuell|zurzeit|gegenwärtig|bisher|bislang)\b", re.IGNORECASE)
_FUTURE_ACTIVE = re.compile(
    r"\b(?:wird|werden)\b.*\b(?P<infinitive>[a-zäöüß]{3,}(?:en|eln|ern))\W*(?:$|,|;)", re.DOTALL
)
"""wird die Verwaltung eine Öffnung an einem Sonntag im Monat | erproben."""
_WILL_BE = re.compile(r"\b(?:wird|werden)\b")

_NUMBER = (
    r"(?:\d[\d.,]*|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|zwanzig|dreißig|"
    r"hundert)"
)
_MEASURED = re.compile(
    rf"""
    \b(?:beträgt|betragen|betrug|betrugen|beläuft|belaufen|belief|beliefen|kostet|kosten|kostete|kosteten|gekostet|umfasst
        |umfassen|umfasste|umfassten|zählt|zählen|zählte|gezählt|entspricht|entsprechen|entsprach|beziffert|geschätzt
        |veranschlagt|verfügt|verfügen|verfügte|verfügten|zahlt|zahlen|gezahlt|erhält|erhalten|sinkt|steigt|eingenommen)\b
        .*\b{_NUMBER}\b
    | \b{_NUMBER}\b.*\b(?:gekostet|gezählt|geschätzt|veranschlagt|gezahlt|erhalten|eingenommen|ausgezahlt)\b
    | \bZustandsnote\b.*\d | \b(?:Anteil|Quote)\b\s+von\s+\d
    | \b(?:Zahl|Anzahl|Anteil|Quote|Höhe)\b.*\b(?:auf|bei)\b.*\d
    | \b(?:liegt|liegen|lag|lagen)\b.*\b(?:bei|auf|über|unter)\b.*\d
    | \b(?:im\s+(?:Durchschnitt|Schnitt|Mittel)|durchschnittlich|insgesamt)\s+(?:\w+\s+)?\d
    | \b(?:waren|sind|wurden|werden|kamen|gibt\s+es|gab\s+es|bestehen|stehen|standen|hat|haben|gehören|fuhren)\s
        (?:[^,;.]*\s)?\d[\d.,]*\s
    """,
    re.VERBOSE | re.DOTALL,
)
_COUNTED = re.compile(
    rf"""
    (?:^|(?P<before>\b[\w.]+)\s)(?:rund\s|etwa\s|über\s|insgesamt\s|nur\s)?
    (?P<number>{_NUMBER})\s(?:[a-zäöüß]+(?:e|en|er|es)\s){{0,2}}(?:[A-ZÄÖÜ]\w+|%|€)
    """,
    re.VERBOSE,
)
"""verfügt über | drei Vollzeitstellen;  sind elf Vollzeitstellen zugeordnet;  an 31 öffentlichen Orten."""
_NO_COUNT_BEFORE = frozenset(
    "bis zu über unter ab von mit nach vor je pro um aus für zwischen als die der den beiden ersten letzten alle im "
    "statt bisher dem tempo amt nr ziffer punkt".split()
)
_DECIDED = re.compile(
    r"\b(?:beschlossen|abgelehnt|zugestimmt|bewilligt|aufgehoben|aufgelöst|ausgesprochen|genehmigt|geändert|zugelassen|"
    r"erlassen|zusammengeführt|verschoben|verabschiedet|gefasst|unterzeichnet|geschlossen|beauftragt|entschieden|gegründet|"
    r"beantragt|abgeschlossen|gesperrt|übernommen|unterrichtet|gemessen)\b"
)
_DAY_WITHOUT_YEAR = re.compile(rf"\b\d{{1,2}}\.\s+(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}(?:[.:]\d{2})?(?:\s+(?:bis|und|-|–)\s+\d{1,2}(?:[.:]\d{2})?)?\s+Uhr\b")

_PARTICIPLE = re.compile(
    r"\b(?:(?:\w*ge\w{2,}(?:t|en))|(?:(?:be|ver|er|ent|zer|miss|über|unter|wider|hinter)\w{2,}(?:t|en))|\w{3,}iert|"
    r"\w+(?:be|ver|er|ent)\w{2,}(?:t|en))\b"
)
_ATTRIBUTE = re.compile(r"\b[a-zäöüß]+(?:te|ten)(?=\s+[A-ZÄÖÜ])")
"""eine | verbrachte Grünlandvegetation: before a noun it is no verb in the past."""
_PAST_PASSIVE = re.compile(r"\b(?:wurde|wurden|worden)\b")
_PERFECT = re.compile(r"\b(?:hat|haben|hatte|hatten)\b")
_CAME = (
    r"erfolgt|entstanden|geschehen|eingegangen|getreten|ausgetreten|beigetreten|gestiegen|gesunken|zurückgegangen|gewachsen|"
    r"gescheitert|ausgelaufen|abgelaufen|verstrichen|umgezogen|gegangen|gekommen|hinzugekommen|geworden|angelaufen|"
    r"weggefallen|entfallen|aufgegangen|übergegangen|erschienen|verstorben|gewesen|ausgeschieden|eingetreten|weggezogen"
)
_CAME_TO_BE = re.compile(
    rf"\b(?:ist|sind|war|waren)\b.*\b(?:{_CAME})\b|\b(?:{_CAME})\s+(?:ist|sind|war|waren)\b", re.DOTALL | re.IGNORECASE
)
_PRETERITE = frozenset(
    """
    fand fanden fuhr fuhren ergab ergaben kam kamen gab erhielt erhielten begann begannen beschloss beschlossen ging
    gingen lief liefen nahm nahmen schloss trat traten übernahm übernahmen verblieb entschied entschieden stieg stiegen
    sank sanken wuchs traf trafen hielt hielten ließ ließen sprach sprachen schrieb brachte brachten stattfand
    stattfanden entstand entstanden bestand bestanden zustimmte endete endeten ereignete ereigneten stimmte stimmten
    lehnte lehnten schied schieden zog zogen bezog fiel fielen entfiel entfielen verließ verließen erließ erließen blieb
    blieben rief riefen berief beriefen bot boten verbot wies wiesen überwies überwiesen hob hoben erhob erhoben schlug
    schlugen trug trugen übertrug schuf schufen erwarb erwarben gewann gewannen verlor verlieh vergab vergaben übergab
    übergaben gaben ergriff vertrat vertraten befand befanden empfing empfingen sah sahen half halfen verstarb bat baten
    verband verbanden las lasen maß maßen saß saßen gelang wuchsen bestieg verblieben
    """.split()
)


def kind_of(sentence: str, said: date | None = None) -> FaktArt:
    """The kind of a statement by its own words; `said` is the day of its paper, for what was still to come then."""
    line = " ".join(sentence.split())
    times = times_in(line)
    main = main_clause(_CLOCK.sub(" ", _without(line, times)))
    if _CONJECTURE.search(main):
        return FaktArt.BEWERTUNG
    figure = _is_figure(main)
    if _is_judgement(main) and not figure:
        return FaktArt.BEWERTUNG
    if _is_intention(main, times, said) and not (figure and not _INTENDED.search(main)):
        return FaktArt.ABSICHT
    if figure:
        return FaktArt.ZAHL
    if is_past(main):
        return FaktArt.EREIGNIS
    return FaktArt.ABSICHT if _CONDITION.search(line) and not _RULE.search(main) else FaktArt.ZUSTAND


def is_past(sentence: str) -> bool:
    """Whether it tells of what happened, rather than of what is: "wurde geprüft", "hat zugestimmt", "endete"."""
    line = " ".join(sentence.split())
    if _PAST_PASSIVE.search(line) or _CAME_TO_BE.search(line):
        return True
    if _PERFECT.search(line) and _PARTICIPLE.search(line):
        return True
    tokens = _WORD.findall(_ATTRIBUTE.sub(" ", line))
    if any(t in _PRETERITE for t in tokens):
        return True
    if any(t in ("ist", "sind", "wird", "werden", "hat", "haben", "kann", "können", "muss", "müssen") for t in tokens):
        return False
    return any(_is_weak_preterite(t) for t in tokens) or any(t in ("war", "waren", "lag", "lagen") for t in tokens)


def has_finite_verb(sentence: str) -> bool:
    """Whether there is a verb that makes a sentence of it: headings, lists of names and table rows have none."""
    return any(is_verb(token) for token in _WORD.findall(sentence))


def is_verb(token: str) -> bool:
    """Whether a word, as written, can be a finite verb. Capitals are nouns, but at the beginning of a sentence."""
    if token in _AUXILIARIES:
        return True
    return token[:1].islower() and token not in _NO_VERBS and (token in _PRETERITE or _conjugated(token))


@lru_cache(maxsize=50_000)
def _conjugated(token: str) -> bool:
    from simplemma import lemmatize

    if not token.endswith(("t", "en", "te", "ten", "eln", "ern")) or len(token) < 4:
        return False
    lemma = str(lemmatize(token, lang="de"))
    return lemma.islower() and lemma.endswith(("en", "ern", "eln")) and not token.endswith(("enden", "erten"))


@lru_cache(maxsize=50_000)
def _is_weak_preterite(token: str) -> bool:
    from simplemma import lemmatize

    if not token[:1].islower() or not token.endswith(("te", "ten")) or len(token) < 6 or token in _NO_VERBS:
        return False
    lemma = str(lemmatize(token, lang="de"))
    return lemma.endswith(("en", "ern", "eln")) and lemma != token and not token.startswith(("ge", "unge"))


_CONDITION = re.compile(
    r"\b(?:sofern|falls|vorausgesetzt|vorbehaltlich|unter\s+der\s+(?:Bedingung|Voraussetzung),)",
    re.I,
)
_RULE = re.compile(
    r"\b(?:dürfen|darf|können|kann|müssen|muss|erhält|erhalten|zahl\w+|befreit|\w*frei|gilt|gelten|entfällt|entfallen|verlangt"
    r"|erhoben|entricht\w+)\b"
)
"""Linienbusse | dürfen | die Brücke befahren, sofern ...: that is so, and for whom the condition says. "Sofern Mittel
bereitstehen, besteht ein Angebot" is not so yet."""
_SUBORDINATE = re.compile(
    r",\s+(?:weil|da|dass|sobald|sofern|soweit|wenn|falls|obwohl|damit|um|nachdem|bevor|während|so\s*dass|"
    r"(?:von|in|mit|bei|auf|aus|an|für|zu|über|durch)?\s*(?:der|die|das|den|dem|denen|deren|dessen|welche[rsnm]?))\b[^,;]*(?:,|$)"
)


def main_clause(line: str) -> str:
    """The sentence without its subordinate clauses, as far as commas tell; whole where nothing would be left."""
    left = _SUBORDINATE.sub(lambda m: "," if m[0].endswith(",") else "", line)
    left = re.sub(r"^(?:Sofern|Falls|Wenn|Soweit|Sobald|Da|Weil|Obwohl|Nachdem|Während|Ob)\b[^,]*,\s*", "", left)
    return left if has_finite_verb(left) else line


def _without(line: str, times: tuple[Zeit, ...]) -> str:
    """The sentence without the times that it names: their numbers count nothing."""
    for time in reversed(times):
        line = f"{line[: time.start]} {line[time.ende :]}"
    return " ".join(_DAY_WITHOUT_YEAR.sub(" ", line).split())


def _is_figure(main: str) -> bool:
    if _DECIDED.search(main):
        return False
    if _MEASURED.search(main):
        return True
    return any(
        (match["before"] or "").lower().rstrip(".") not in _NO_COUNT_BEFORE
        and not ((match["before"] or "").lower() in ("in", "an", "auf", "bei") and not match["number"][0].isdigit())
        for match in _COUNTED.finditer(main)
    )


def _is_judgement(main: str) -> bool:
    if _PAST_PASSIVE.search(main) or _PERFECT.search(main):
        return False
    return bool(_JUDGING_VERB.search(main) or (_JUDGING_WORD.search(main) and _IS_OR_BECOMES.search(main)))


def _is_intention(main: str, times: tuple[Zeit, ...], said: date | None) -> bool:
    if _PAST_PASSIVE.search(main) or (_PERFECT.search(main) and _PARTICIPLE.search(main)):
        return bool(re.search(r"\bsoll(?:en)?\b", main))
    if _INTENDED.search(main):
        return True
    if _AS_A_RULE.search(main):
        return False
    if _BEING_EXAMINED.search(main) or (_EXAMINES.search(main) and not _WILL_BE.search(main)):
        return True
    if _NOW.search(main):
        return False
    if _SOON_DONE.search(main):
        return True
    to_come = [t for t in times if t.rolle not in (Rolle.BIS, Rolle.AB) and said is not None and t.von > said]
    if to_come and _WILL_BE.search(main):
        return True
    future = _FUTURE_ACTIVE.search(main)
    return bool(future and _is_infinitive(future["infinitive"]))


_ALSO_PARTICIPLES = frozenset(
    "erhalten vergeben enthalten verlassen erlassen überlassen vertreten befahren beraten behalten unterhalten".split()
)


@lru_cache(maxsize=20_000)
def _is_infinitive(word: str) -> bool:
    """ "erproben", but not "gehalten" nor "betrieben"; what can be both is taken for the participle of a passive."""
    from simplemma import lemmatize

    return word not in _ALSO_PARTICIPLES and str(lemmatize(word, lang="de")) == word
