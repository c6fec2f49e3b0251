"""What a sentence says of its matter: a Zustand, an Ereignis, an Absicht, a Bewertung or a Zahl. Pure.

In comes one sentence, out comes its kind by its own words; the order of the questions is the order of this file.
"Wird geprüft" is an Absicht of that day, "wurde geprüft" an Ereignis, "ist Mitglied" a Zustand. A figure is a Zahl
where measuring or counting is what the sentence does ("beträgt 18 Euro"), not where a number is said in passing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.domain import FaktArt

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_AUXILIARIES = frozenset(
    """
    ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können konnte konnten muss müssen musste
    mussten soll sollen sollte sollten darf dürfen durfte durften will wollen wollte wollten mag möchte wäre wären hätte
    hätten würde würden könnte könnten müsste müssten dürfte dürften gibt gab bleibt bleiben liegt liegen lag lagen steht
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
_JUDGED = re.compile(
    r"""
    \b(?:sinnvoll|zweckmäßig|wünschenswert|zielführend|empfehlenswert|erforderlich|notwendig|nötig|angemessen|unbestritten|
        ausreichend|vertretbar|unverhältnismäßig|verhältnismäßig|wirtschaftlich|unwirtschaftlich|geeignet|ungeeignet|
        denkbar|vorteilhaft|nachteilig|problematisch|kritisch|schwierig|positiv|negativ|wichtig|hilfreich|bewährt|
        unverzichtbar|entbehrlich|nachvollziehbar|realistisch|unrealistisch|ratsam|abzulehnen|begrüßenswert|optimal)\b
        (?!\w)
    | \b(?:zu|ausdrücklich)\s+(?:begrüßen|befürworten|prüfen\s+wäre)\b
    | \b(?:begrüßt|befürwortet|empfiehlt|empfohlen|erachtet|erscheint|scheint|spricht|sprechen|bewertet|beurteilt|bezweifelt
        |schätzt\s+(?:die|den|das)|bedauert|eignet|eignen|lohnt|anerkennt)\b
    | \b(?:hält|halten)\b(?=.*\b(?:für|nichts)\b) | \b(?:rät|raten)\b.*\bab\b
    | \baus\s+(?:\w+\s+)?Sicht\b | \bnach\s+(?:Einschätzung|Auffassung|Ansicht)\b
    | \b(?:scheidet|scheiden)\b.*\baus\b | \bkommt\b.*\bin\s+(?:Betracht|Frage)\b
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_JUDGED_BY_BEING = re.compile(
    r"\b(?:ist|sind|wird|werden|bleibt|bleiben|war|waren|als|für|besonders|sehr|weiterhin|grundsätzlich)\b"
)

_EXAMINED = (
    r"geprüft|überprüft|untersucht|vorbereitet|erarbeitet|angestrebt|geplant|erwartet|beantragt|verhandelt|abgestimmt|"
    r"evaluiert|ausgewertet|weiterverfolgt|überarbeitet|entwickelt|erstellt|ermittelt|geklärt|abgewartet|diskutiert|beraten"
)
_TO_BE_DONE = (
    r"errichtet|gebaut|saniert|erneuert|umgebaut|umgestellt|angebracht|eingerichtet|eröffnet|umgesetzt|eingeführt|"
    r"aufgestellt|vorgelegt|vorgestellt|begonnen|abgeschlossen|fertiggestellt|ausgeschrieben|besetzt|erhöht|gesenkt|"
    r"erweitert|ausgebaut|ergänzt|ersetzt|beschafft|installiert|veröffentlicht|verlängert|aufgenommen|durchgeführt|"
    r"fortgesetzt|berücksichtigt|beteiligt|informiert|berichtet|vergeben|beauftragt|einbezogen|angepasst|realisiert"
)
_INTENDED = re.compile(
    rf"""
    \b(?:wird|werden)\b(?!.*\bworden\b).*\b(?:{_EXAMINED})\b
    | \b(?:ist|sind|bleibt|war)\b.*\b(?:vorgesehen|geplant|beabsichtigt|angedacht|avisiert|terminiert|anvisiert
        |in\s+(?:Planung|Vorbereitung|Prüfung|Erarbeitung|Arbeit))\b
    | \b(?:soll|sollen|will|wollen|beabsichtigt|beabsichtigen|plant|planen|strebt|streben|prüft|prüfen|möchte|möchten
        |untersucht|erarbeitet|bereitet|arbeitet|sieht\s+vor)\b(?!.*\b(?:wurde|hatte)\b)
    | \bsieht\b.*\bvor\b | \bbemüht\b | \bvorgesehen\b | \b(?:zu\s+rechnen|in\s+Aussicht)\b
    | \bvoraussichtlich\b | \bist\s+(?:bis|zum|im|für)\b.*\bzu\s+erwarten\b
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SOON_DONE = re.compile(rf"\b(?:wird|werden)\b(?!.*\bworden\b).*\b(?:{_TO_BE_DONE})\b", re.IGNORECASE | re.DOTALL)
_ALREADY = re.compile(
    r"\b(?:bereits|seit|seither|derzeit|aktuell|zurzeit|gegenwärtig|laufend|regelmäßig|jährlich|täglich|monatlich|"
    r"wöchentlich|jeweils|stets|immer|grundsätzlich|in\s+der\s+Regel|üblicherweise|bisher|bislang)\b",
    re.IGNORECASE,
)
_FUTURE_ACTIVE = re.compile(
    r"\b(?:wird|werden)\b.*\b(?P<infinitive>[a-zäöüß]{3,}(?:en|eln|ern))\W*(?:$|,|;)", re.DOTALL
)
"""wird die Verwaltung eine Öffnung an einem Sonntag im Monat | erproben."""

_NUMBER = (
    r"(?:\d[\d.,]*|ein(?:e[nrms]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|"
    r"zwanzig|dreißig|hundert|keine?)"
)
_UNIT = (
    r"(?:€|Euro|EUR|Mio\.?|Mrd\.?|Millionen|Prozent|%|m²|Quadratmeter|Hektar|ha|km|Kilometer|Meter|Tonnen|kWh|MWh|kWp|kW|MW|"
    r"Grad|Stunden|Minuten|Stellen|Vollzeitstellen|VZÄ|Plätze|Personen|Kinder|Bäume|Fahrzeuge|Orte)"
)
_MEASURED = re.compile(
    rf"""
    \b(?:beträgt|betragen|betrug|betrugen|beläuft|belaufen|belief|beliefen|kostet|kosten|kostete|kosteten|gekostet|beziffert
        |umfasst|umfassen|umfasste|umfassten|zählt|zählen|zählte|gezählt|entspricht|entsprechen|entsprach)\b
        (?=.*{_NUMBER}) | \b(?:Zustandsnote)\b.*\d
    | \b(?:liegt|liegen|lag|lagen)\b.*\b(?:bei|auf|über|unter)\b.*\d
    | \b(?:verfügt|verfügen|verfügte|verfügten|bietet|bieten|hat|haben|hatte|hatten|erhält|erhalten)\b\s+(?:[^,;.]*\s)?\d
    | \b(?:stehen|standen|steht|stand)\b.*\d.*\b(?:zur\s+Verfügung|leer|bereit)\b | \bstehen\b\s+(?:\w+\s+){{0,4}}\d
    | \bauf\b[^,;]*\d[^,;]*\b(?:geschätzt|veranschlagt|beziffert)\b | \b(?:geschätzt|veranschlagt)\b.*\d.*{_UNIT}
    | \b(?:gibt|gab)\s+es\b.*\d | \b(?:waren|sind|wurden|werden)\b\s+(?:[^,;.]*\s)?(?:rund\s|etwa\s|ca\.\s|über\s|insgesamt\s)?
        (?<!\d\.\s)(?<!\d\.)\d[\d.,]*\s+(?!(?:{"Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"})\b)
        (?!Uhr\b)(?:\w+\s+)?(?:[A-ZÄÖÜ]\w+|%|€)
    | \bdurchschnittlich\b.*\d | \bim\s+(?:Durchschnitt|Schnitt|Mittel)\b.*\d
    | \b(?:zahlen|zahlt)\b.*\d.*(?:Euro|€) | \bEntgelt\b.*\d.*Euro
    """,
    re.VERBOSE | re.DOTALL,
)
_A_FIGURE = re.compile(rf"\d[\d.,]*\s*{_UNIT}")

_PARTICIPLE = re.compile(
    r"\b(?:(?:\w*ge\w{2,}(?:t|en))|(?:(?:be|ver|er|ent|zer|miss|über|unter|wider|hinter)\w{2,}(?:t|en))|\w{3,}iert|"
    r"\w+(?:be|ver|er|ent)\w{2,}(?:t|en))\b"
)
_PAST_PASSIVE = re.compile(r"\b(?:wurde|wurden|worden)\b")
_PERFECT = re.compile(r"\b(?:hat|haben|hatte|hatten)\b")
_CAME_TO_BE = re.compile(
    r"\b(?:ist|sind|war|waren)\b.*\b(?:erfolgt|entstanden|geschehen|eingegangen|getreten|ausgetreten|beigetreten|gestiegen|"
    r"gesunken|zurückgegangen|gewachsen|gescheitert|ausgelaufen|abgelaufen|verstrichen|umgezogen|gegangen|gekommen|"
    r"geworden|angelaufen|weggefallen|entfallen|aufgegangen|übergegangen|erschienen|verstorben|gewesen|"
    r"ausgeschieden|eingetreten)\b",
    re.DOTALL,
)
_PRETERITE = frozenset(
    """
    fand fanden fuhr fuhren ergab ergaben kam kamen gab erhielt erhielten begann begannen beschloss beschlossen ging
    gingen lief liefen nahm nahmen schloss trat traten übernahm übernahmen verblieb entschied entschieden stieg stiegen
    sank sanken wuchs traf trafen hielt hielten ließ ließen sprach sprachen schrieb brachte brachten stattfand stattfanden
    entstand entstanden bestand bestanden zustimmte endete endeten ereignete ereigneten stimmte stimmten lehnte lehnten
    """.split()
)


def kind_of(sentence: str) -> FaktArt:
    """The kind of a statement by its own words."""
    line = " ".join(sentence.split())
    main = _main_clause(line)
    if _CONJECTURE.search(main):
        return FaktArt.BEWERTUNG
    measured = _MEASURED.search(main)
    if _is_judgement(main) and not measured:
        return FaktArt.BEWERTUNG
    if _is_intention(main) and not (measured and not re.search(r"\bvorgesehen|geplant|soll", main)):
        return FaktArt.ABSICHT
    if measured:
        return FaktArt.ZAHL
    return FaktArt.EREIGNIS if is_past(main) else FaktArt.ZUSTAND


def is_past(sentence: str) -> bool:
    """Whether it tells of what happened, rather than of what is: "wurde geprüft", "hat zugestimmt", "endete"."""
    line = " ".join(sentence.split())
    if _PAST_PASSIVE.search(line) or _CAME_TO_BE.search(line):
        return True
    if _PERFECT.search(line) and _PARTICIPLE.search(line):
        return True
    tokens = _WORD.findall(line)
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


_SUBORDINATE = re.compile(
    r",\s+(?:weil|da|dass|sobald|sofern|soweit|wenn|falls|obwohl|damit|um|nachdem|bevor|während|so\s*dass|"
    r"(?:von|in|mit|bei|auf|aus|an|für|zu|über|durch)?\s*(?:der|die|das|den|dem|denen|deren|dessen|welche[rsnm]?))\b[^,;]*(?:,|$)"
)


def _main_clause(line: str) -> str:
    """The sentence without its subordinate clauses, as far as commas tell; whole where nothing would be left."""
    left = _SUBORDINATE.sub(lambda m: "," if m[0].endswith(",") else "", line)
    left = re.sub(r"^(?:Sofern|Falls|Wenn|Soweit|Sobald|Da|Weil|Obwohl|Nachdem|Während|Ob)\b[^,]*,\s*", "", left)
    return left if has_finite_verb(left) else line


def _is_judgement(main: str) -> bool:
    if not _JUDGED.search(main):
        return False
    verb_like = re.search(
        r"\b(?:begrüßt|befürwortet|empfiehlt|empfohlen|erachtet|erscheint|scheint|spricht|sprechen|bewertet|beurteilt|hält|"
        r"halten|rät|raten|scheidet|scheiden|Sicht|Einschätzung|Auffassung|Ansicht|eignet|eignen|lohnt|bedauert|"
        r"bezweifelt|Betracht|Frage)\b",
        main,
    )
    return bool(verb_like or _JUDGED_BY_BEING.search(main)) and not _PAST_PASSIVE.search(main)


def _is_intention(main: str) -> bool:
    if _PAST_PASSIVE.search(main) and not re.search(r"\bsoll(?:en)?\b", main):
        return False
    if re.search(r"\b(?:hat|haben)\b.*\b(?:geprüft|untersucht|erarbeitet|vorbereitet|geplant|beabsichtigt)\b", main):
        return False
    if _INTENDED.search(main):
        return True
    if _SOON_DONE.search(main):
        return not _ALREADY.search(main)
    future = _FUTURE_ACTIVE.search(main)
    return bool(future and not _PARTICIPLE.fullmatch(future["infinitive"]) and not _ALREADY.search(main))
