"""Points in running prose: sentences that ask for something in, one point each out.

Several indirect clauses under one order ("zu prüfen, inwieweit …, ob … und wie …") are a point each, the clause only.
"Dabei …" goes with the ask before it. What asks for nothing, or only about the proceedings (a written answer, a place
on the agenda), is none.
"""

from __future__ import annotations

import re

from corpus.parsing.anliegen_art import INTERROGATIVE, without_quotes
from corpus.parsing.anliegen_liste import Point
from corpus.parsing.antrag_gliederung import ORDER, RESOLUTION, is_greeting, is_signature
from corpus.parsing.enumerations import quoted_spans
from corpus.sentences import sentence_spans

Span = tuple[int, int]

_ASK = re.compile(  # "Uns interessiert, …", "Bitte teilen Sie uns mit, …", "Offen ist, ob …", "Wir regen an, …"
    r"""
    \b(?:
        [Ii]nteressiert?\b | [Vv]on[ ]Interesse | [Bb]itte[ ](?:\w+[ ]){0,3}(?:Sie|uns|wir)\b | [Bb]itte[ ]\w+en\b
      | (?:möchte|möchten|wollen|würden|will|würde)\b[^.?!]{0,60}\b(?:wissen|erfahren|fragen|bitten|anregen)
      | (?:[Ww]ir|[Ff]raktion\b[^.?!]{0,60}?|[Ii]ch)[ ](?:regen|regt|rege|schlagen|schlägt|erwarten|erwartet
        |wünschen|wünscht|verlangen)
      | (?:[Rr]egen|[Ss]chlagen|[Ee]rwarten|[Ww]ünschen|[Ee]rbitten)[ ]wir | (?:[Ww]ir|[Ff]raktion)[ ]erbitte[nt]
      | (?:[Oo]ffen|[Uu]nklar|[Ff]raglich)[ ](?:ist|bleibt|blieb)\b | (?:ist|bleibt)[ ](?:für[ ]uns[ ])?(?:offen
        |unklar|fraglich)
      | [Ww]üsste[n]?[ ](?:wir[ ]|ich[ ])?gern | hätten?[ ][^.?!]{0,40}\bgewusst | [Gg]ern(?:e)?[ ]wüssten[ ]wir
      | [Ss]tellt[ ]sich[ ]\w*[ ]?(?:die|auch[ ]die)?[ ]?Frage
      | (?:[Tt]eilen|[Nn]ennen|[Ee]rläutern|[Ee]rklären|[Ss]agen|[Ll]egen|[Gg]eben)[ ]Sie\b
    )
    | \b(?:[Dd]ie[ ](?:Stadtv|V)erwaltung|[Dd]er[ ]Magistrat|[Dd]er[ ](?:Ober)?[Bb]ürgermeister
      |[Dd]ie[ ](?:Ober)?[Bb]ürgermeisterin)[ ]
      (?:prüft|erstellt|erarbeitet|legt|berichtet|stellt|richtet|sorgt|entwickelt|setzt|informiert|veranlasst|weist
        |nimmt|führt|schafft|klärt|untersucht)\b
    """,
    re.VERBOSE,
)
_SHOULD = re.compile(  # "Der Weg soll beleuchtet werden.", "Darüber ist bis zum 1. Juli zu berichten."
    r"\b(?:soll|sollen|sollte|sollten|möge|mögen)\s\w+|\b(?:ist|sind)\b[^?!:]{5,200}\b(?:zu\s\w+en|\w+zu\w+en)[.]?$"
)
_PROCEDURAL = re.compile(
    r"""
      schriftliche[nr]?[ ](?:Beantwortung|Antwort|Stellungnahme) | schriftlich[ ](?:zu[ ])?(?:be)?antworten
    | [Uu]m[ ](?:Ihre[ ]|die[ ])?(?:Zustimmung|Unterstützung|Verständnis|Behandlung|Aufnahme|Beratung|Kenntnisnahme
      |Rückmeldung|zeitnahe|baldige)
    | auf[ ]die[ ]Tagesordnung | nächsten[ ]Sitzung[^.]*\b(?:besprechen|behandeln|beraten|setzen|aufzurufen)
    | \bdank(?:bar|en)\b | \b[Dd]ank\b | Abstimmung | zur[ ]Abstimmung
    """,
    re.VERBOSE,
)
_STAYS = re.compile(
    r"(?:Dabei|Hierbei|Hierzu|Hierfür|Hierunter|Darin|Dies\s(?:gilt|soll|betrifft|umfasst)|Insbesondere"
    r"|Das\s(?:gilt|soll|betrifft)|Wenn\s(?:ja|nein|nicht)|Falls\s(?:ja|nein|nicht)|Und\swenn)\b"
)
_ADDS = re.compile(
    r"(?:Außerdem|Zudem|Ferner|Weiterhin|Weiter|Des\sWeiteren|Darüber\shinaus|Zusätzlich|Zugleich|Ebenso"
    r"|Überdies|Schließlich)\b"
)
_LEAD_COLON = re.compile(r"[^?!]{0,300}?:\s+(?=\S)")
_CLOSERS = '“”")'
_LONG_PARAGRAPH = 3
"""Sentences; a longer paragraph below a list is reasons, whatever its first sentence says."""
_REFERS_BACK = re.compile(r"\b(?:o\.\s?g\.|obengenannt\w*|obige[nrs]?|(?:diese[rn]?|die|der)\sFragen?\b)")
_PAST = re.compile(r"\b(?:wurden?|worden|hatten?|bereits|schon)\b[^.?!]*\b(?:beantragt|gebeten|gefordert|beauftragt)\b")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_CLAUSE_BEGINS = re.compile(
    rf"""
    (?P<joint>
        [,;]\s+(?:und|sowie|oder|als\sauch|ebenso|ferner|außerdem|zudem)\s+(?:auch\s+|ferner\s+|zudem\s+)?
      | \s(?:und|sowie)\s+(?:auch\s+|ferner\s+|zudem\s+)?
      | [,;]\s+
    )
    (?P<clause>{INTERROGATIVE})
    """,
    re.VERBOSE,
)
_HANGING_CLAUSE = re.compile(INTERROGATIVE)
_SURE = re.compile(r"(?:[Oo]b|[Ii]nwieweit|[Ii]nwiefern|[Ww]ieweit|[Ww]arum|[Ww]eshalb|[Ww]ieso|[Ww]ann)\b")
_FIRST_CLAUSE = re.compile(rf"(?:,|:|\bprüfen|\bklären)\s+(?P<clause>{INTERROGATIVE})")
_ORDER_VERB = re.compile(
    r"(?:prüf|klär|untersuch|ermitt|eruier|mitteil|mitzuteil|\bmit\b|bericht|darleg|darzuleg|darstell"
    r"|darzustell|erläuter|Auskunft|interessiert|Interesse|wissen|erfahren|fragen?\b|beantwort|offen|unklar"
    r"|aufzeig|aufzuzeig|sagen|nennen|informier|\bdar\b|\bauf\b)",
    re.IGNORECASE,
)


def points_of_prose(
    text: str, start: int, ende: int, *, all_count: bool, reasons_follow: bool = False
) -> tuple[Point, ...]:
    """The asks in `text[start:ende]`.

    `all_count`: the passage is a resolution, so that each sentence of its first paragraph is an ask; the paragraphs
    below may be reasons without a heading, of which only sentences that ask count, unless `reasons_follow` says that
    the reasons have a heading of their own behind this passage.
    """
    asks: list[Span] = []
    announced = False
    for number, (paragraph_start, paragraph_end) in enumerate(_paragraphs(text, start, ende)):
        previous_counts = False
        announced = _is_announced(text, start, paragraph_start) or (announced and reasons_follow)
        if asks and not all_count and _is_closing(text[paragraph_start:paragraph_end]):
            break
        for sentence in _sentences(text, paragraph_start, paragraph_end):
            words = text[sentence[0] : sentence[1]]
            if _only_announces(words):
                continue
            if asks and (previous_counts or number) and _STAYS.match(words) and asks[-1][1] <= sentence[0]:
                if previous_counts or asks[-1][1] >= paragraph_start - 4:
                    asks[-1] = (asks[-1][0], sentence[1])
                continue
            resolved = all_count and (number == 0 or reasons_follow) and not is_signature(words)
            counts_anyway = (resolved or announced) and not (number and _is_of_the_proceedings(words))
            previous_counts = counts_anyway or is_ask(words) or (previous_counts and _should(words))
            if previous_counts:
                asks.append(sentence)
    return tuple(point for ask in asks for point in split_clauses(text, *ask))


def asks_below(text: str, start: int, ende: int, *, reasons_follow: bool) -> tuple[Point, ...]:
    """Asks without a number behind a list: paragraphs that ask from their first sentence on.

    Without a heading for the reasons below, only an order counts: a question or a "soll" may belong to the reasons.
    """
    points: list[Point] = []
    for paragraph_start, paragraph_end in _paragraphs(text, start, ende):
        sentences = _sentences(text, paragraph_start, paragraph_end)
        asks = [_asks_below_list(text[slice(*sentence)], reasons_follow=reasons_follow) for sentence in sentences]
        if not sentences or not asks[0] or (len(sentences) > _LONG_PARAGRAPH and not all(asks)):
            break
        for sentence, asked in zip(sentences, asks, strict=True):
            if asked:
                points += split_clauses(text, *sentence)
    return tuple(points)


def opening_ask(text: str, start: int, ende: int) -> tuple[Point, ...]:
    """Asks above a list that the list does not spell out: those above a lead-in that adds something ("Außerdem …:")."""
    sentences = _sentences(text, start, ende)
    if len(sentences) < 2 or not _ADDS.match(text[slice(*sentences[-1])]):
        return ()
    return tuple(
        point
        for sentence in sentences[:-1]
        if is_ask(text[slice(*sentence)])
        for point in split_clauses(text, *sentence)
    )


def is_ask(sentence: str) -> bool:
    """Whether a sentence asks the administration for something that it would answer."""
    words = " ".join(sentence.split())
    if _PROCEDURAL.search(words) and "?" not in words:
        return False
    if is_greeting(words) or is_signature(words):
        return False
    asks = without_quotes(words).rstrip(_CLOSERS).endswith("?") or any(
        pattern.search(words) for pattern in (ORDER, _ASK)
    )
    resolves = RESOLUTION.search(words[:80])
    return asks or (resolves is not None and resolves.start() < 12)


def _asks_below_list(sentence: str, *, reasons_follow: bool) -> bool:
    words = " ".join(sentence.split())
    if not (is_ask(words) or _should(words)) or _REFERS_BACK.search(words) or _PAST.search(words):
        return False
    if words.rstrip('“”")').endswith("?"):
        return reasons_follow
    adds = _ADDS.match(words) is not None and is_ask(words)
    return ORDER.search(words) is not None or adds or reasons_follow


def _is_announced(text: str, start: int, paragraph_start: int) -> bool:
    """Whether the words above this paragraph announce what is wanted: "Die Fraktion beantragt:"."""
    above = text[max(start, paragraph_start - 300) : paragraph_start].rstrip()
    lead = re.split(r"[.?!]\s", above)[-1]
    return lead.endswith(":") and ORDER.search(lead) is not None


def _should(sentence: str) -> bool:
    """Whether a sentence says what is to be; among asks that is another one, elsewhere it may be a reason."""
    words = " ".join(sentence.split())
    return _SHOULD.search(words) is not None and _PROCEDURAL.search(words) is None


def _is_of_the_proceedings(words: str) -> bool:
    return _PROCEDURAL.search(words) is not None or is_greeting(words) or is_signature(words)


def _is_closing(paragraph: str) -> bool:
    """Whether this paragraph of a letter thanks for an answer or looks forward to it: nothing is asked below."""
    first = " ".join(re.split(r"(?<=[.?!])\s", paragraph.strip(), maxsplit=1)[0].split())
    thanks = r"\b(?:Dank|dankbar|danken|bedanken)\b|(?:Antwort|Rückmeldung|Nachricht)\b.*\bfreue[nt]?\b"
    return re.search(thanks, first) is not None


def split_clauses(text: str, start: int, ende: int) -> tuple[Point, ...]:
    """The indirect clauses of one order, each a point; a sentence with one of them, or none, is a point itself."""
    sentence = text[start:ende]
    first = None if sentence.rstrip().endswith("?") else _first_clause(sentence)
    whole = Point(start, ende)
    if first is None:
        return (whole,)
    begins = [(first, first)]
    for match in _CLAUSE_BEGINS.finditer(sentence, first + 1):
        previous = sentence[begins[-1][1] : match.start()]
        if _is_clause(match, previous, sentence):
            begins.append((match.start(), match.start("clause")))
    if len(begins) < 2:
        return (whole,)
    lead = " ".join(sentence[:first].split())
    ends = [joint for joint, _ in begins[1:]] + [len(sentence.rstrip().rstrip("."))]
    return tuple(
        Point(start + clause, start + end, lead=lead, sicher=len(begins) < 5)
        for (_, clause), end in zip(begins, ends, strict=True)
    )


def _first_clause(sentence: str) -> int | None:
    """Where the first indirect clause begins: behind the comma after the words of the order."""
    for match in _FIRST_CLAUSE.finditer(sentence):
        if _ORDER_VERB.search(sentence[: match.start() + 8]):
            return match.start("clause")
    return None


def _is_clause(match: re.Match[str], previous: str, sentence: str) -> bool:
    """Whether a new clause begins here rather than a relative clause, a comparison or "ob und wie"."""
    if len(previous.split()) < 3:
        return False
    word = match["clause"]
    joined = bool(re.search(r"und|sowie|oder", match["joint"]))
    if _SURE.match(word) or joined:
        return True
    following = sentence[match.end("clause") :].lstrip()
    if (
        re.match(
            r"(?!(?:die|der|das|de[nms]|eine?[nrsm]?|ihre?|seine?)\b)(?:[a-zäöüß]+e[nrsm]?\s+){0,2}[A-ZÄÖÜ]", following
        )
        and "elche" in word
    ):
        return True  # "welche Kosten …", whereas "welche die Kosten …" would be relative
    return word.startswith(("wie", "in wie", "wo", "wer")) and not re.match(
        r"(?:z\.|zum\s|etwa|beispiels|folgt|bisher|auch\b)", following
    )


# --- paragraphs and sentences ----------------------------------------------------------------------------------------


def _paragraphs(text: str, start: int, ende: int) -> list[Span]:
    bounds: list[Span] = []
    position = start
    for gap in _BLANK_LINE.finditer(text, start, ende):
        bounds.append((position, gap.start()))
        position = gap.end()
    bounds.append((position, ende))
    whole: list[Span] = []
    for first, last in bounds:
        if whole and _sentence_goes_on(text[whole[-1][0] : whole[-1][1]], text[first:last]):
            whole[-1] = (whole[-1][0], last)
        elif text[first:last].strip():
            whole.append((first, last))
    return whole


def _sentence_goes_on(above: str, below: str) -> bool:
    """Whether a sentence only breaks at this blank line: "… wird gebeten zu prüfen," and below it "ob …"."""
    if is_greeting(above.strip().rsplit("\n", 1)[-1]):
        return False
    return below[:1].islower() and re.search(r"[,:]\s*$|\b(?:prüfen|klären)\s*$", above) is not None


def _sentences(text: str, start: int, ende: int) -> list[Span]:
    """The sentences of a passage; an announcement ("Wir bitten um Antwort auf folgende Fragen: ") is cut off."""
    found: list[Span] = []
    passage = text[start:ende]
    for first, last in _whole_sentences(passage, sentence_spans(passage), quoted_spans(passage)):
        begin = start + first
        colon = _LEAD_COLON.match(text, begin, start + last)
        if colon is not None and _is_announcement(colon, text):
            begin = colon.end()
        if begin < start + last:
            found.append((begin, start + last))
    return found


def _is_announcement(colon: re.Match[str], text: str) -> bool:
    """Whether these words up to a colon only announce: the clauses of "zu prüfen: ob …, wie …" hang on their order."""
    announces = ORDER.search(colon.group()) or RESOLUTION.search(colon.group())
    return announces is not None and not (text[colon.end()].islower() and _HANGING_CLAUSE.match(text, colon.end()))


def _only_announces(sentence: str) -> bool:
    """Whether nothing is asked for but what stands below: "Die Fraktion Neue Mitte beantragt:"."""
    words = " ".join(sentence.split())
    return words.endswith(":") and ORDER.search(words) is not None and len(words) < 120


def _whole_sentences(text: str, sentences: tuple[Span, ...], quotes: tuple[Span, ...]) -> list[Span]:
    """Sentences joined where one ends within quotation marks (new wording stays with the sentence that quotes it) or
    only breaks at a blank line."""
    joined: list[Span] = []
    for first, last in sentences:
        within = joined and any(opening < joined[-1][1] < closing for opening, closing in quotes)
        if joined and (within or _sentence_goes_on(text[slice(*joined[-1])], text[first:last])):
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
