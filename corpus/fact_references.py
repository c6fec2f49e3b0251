"""What a sentence is about, and what its pronouns stand for. Pure.

In come a sentence, the text before it in the same answer, and the question with the paper's subject; out comes the
sentence with the meant name in brackets after the word that stands for it: "Der Verein [Wirsetal digital e. V.] wurde
2018 gegründet." Where a word stands for a whole sentence ("Das entspricht ...", "Dafür ..."), that sentence is needed
too, and it is said so. What can't be told apart stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.fact_kind import is_verb


@dataclass(frozen=True)
class Bezug:
    """A sentence with its references in brackets. `subject` is what a pronoun at its beginning stands for;
    `leans_on_sentence` says that only the sentence before tells what is meant."""

    text: str
    subject: str | None = None
    leans_on_sentence: bool = False


_CAPITAL = r"[A-ZÄÖÜ][\w&’'-]*"
_QUOTED = r"[„\"»][^“”\"«]{2,60}[“”\"«]"
_LEGAL_FORM = r"(?:e\.\s?V\.|gGmbH|GmbH(?:\s*&\s*Co\.?\s*KG)?|mbH|eG\b|AG\b|AöR|KG\b|i\.\s?G\.)"
_LEGAL_NAME = re.compile(
    rf"""
    (?P<name>(?:IT\.\w+|{_CAPITAL})
        (?:\s+(?:der|die|des|für|und|von|am|im|zur|in|–|-|&|[a-zäöü]+en|IT\.\w+|{_CAPITAL}|\d{{4}})){{0,7}}?
        \s*(?:[–-]\s*)?{_LEGAL_FORM})
    """,
    re.VERBOSE,
)
"""Bündnis Stadtgrün Wirsetal e. V.;  PD – Berater der öffentlichen Hand GmbH."""
_KIND_OF_BODY = re.compile(r"^(?:Verein|Gesellschaft|Firma|Genossenschaft)s?\s+(?=\S)")
_BODY_OF_KIND = {
    "verein": re.compile(r"e\.\s?V\."),
    "gesellschaft": re.compile(r"mbH|AG\b|KG\b"),
    "genossenschaft": re.compile(r"eG\b"),
    "unternehmen": re.compile(r"mbH|AG\b|KG\b"),
}
_HEADS = (
    "Verein|Gesellschaft|Genossenschaft|Unternehmen|Netzwerk|Bündnis|Verbund|Verband|Zweckverband|Stiftung|Amt|"
    "Stabsstelle|Fachbereich|Beirat|Ausschuss|Parlament|Forum|Betrieb|Brücke|Halle|Schule|Grundschule|Kita|"
    "Kindertagesstätte|Bibliothek|Bad|Freibad|Platz|Straße|Park|Markt|Satzung|Verordnung|Gebühr|Programm|Konzept|Beitrag|"
    "Mensa|Museum|Theater|Friedhof|Bahnhof|Gebiet|Areal|Projekt|Quartier|Zentrum|Haus|Karte|Bürgerhaus|Bunker|Turm"
)
_GENERIC = re.compile(
    rf"\b(?P<words>(?:[Dd](?:er|ie|as|em|en|es)|[Dd]iese[rsmn]?|[Ii]m|[Bb]eim|[Vv]om|[Zz]um|[Zz]ur)\s+(?P<head>{_HEADS})"
    r"(?P<ending>e?s|e?n)?)\b(?!-)(?!\s+(?:[A-ZÄÖÜ„\"»]|IT\.|für\s+[A-ZÄÖÜ]|e\.))"
)
"""der Verein, im Amt, die Brücke - without a name behind it."""

_PRONOUN = re.compile(
    r"^(?P<word>Er|Sie|Ihre[rsmn]?|Seine[rsmn]?|Diese[rsm]?|Letztere[rs]?|Derselbe|Dieselbe)\b(?=\s+(?P<next>\S+))"
)
_OF_A_SENTENCE = re.compile(
    r"^(?:Das|Dies|Dabei|Dafür|Dadurch|Dazu|Damit|Dagegen|Davon|Darin|Darüber|Daran|Daher|Darauf|Daraus|Darunter|Danach|"
    r"Deshalb|Deswegen|Hierzu|Hierfür|Hierbei|Hiervon|Hierdurch|Hierüber|Dort|Seither|Seitdem|Beide|Deren|Dessen|Letzteres|"
    r"Insofern|Insoweit|Somit|Demnach|Stattdessen|Außerdem|Ebenso|Gleiches|Solche[rs]?|Jene[rs]?|Die\s+(?:beiden|übrigen|"
    r"genannten)|Der\s+Rest|Der\s+Betrag|Der\s+Aufwand|Die\s+Kosten|Die\s+Maßnahme|Die\s+Gesamtkosten|Beides|So)\b(?P<rest>\s+\S+)"
)
_NEEDS_NO_OTHER = frozenset({"außerdem", "stattdessen", "ebenso", "somit", "so", "insofern"})

_ARTICLE_GENDER = {"der": "m", "die": "fp", "das": "n", "ein": "mn", "eine": "f", "kein": "mn", "keine": "fp", "einen": "m",
                   "den": "mp", "dem": "mn", "einem": "mn", "einer": "f", "im": "mn", "beim": "mn", "zum": "mn", "vom": "mn",
                   "zur": "f"}  # fmt: skip
_ADJECTIVE = r"(?:(?:[a-zäöüß-]{3,}(?:e|en|er|es|em)|\d+)\s+)"
_NAME_TAIL = rf"(?:\s+(?:{_CAPITAL}|IT\.\w+|{_QUOTED}|\d{{4}}(?!\d)))*(?:\s*{_LEGAL_FORM})?"
_GENITIVE = rf"(?:\s+(?:der|des|eines|einer|für|von)\s+(?:(?:das|die|den|der|dem)\s+)?{_ADJECTIVE}{{0,2}}{_CAPITAL}{_NAME_TAIL})"
_NOUN_PHRASE = re.compile(
    rf"\b(?:(?P<article>[Dd](?:er|ie|as|en|em|es)|[Ee]ine?[nmrs]?|[Kk]eine?[nmrs]?|[Ii]m|[Bb]eim|[Zz]u[mr]|[Vv]om)\s+)?"
    rf"{_ADJECTIVE}{{0,3}}(?P<noun>(?:IT\.\w+|{_CAPITAL}){_NAME_TAIL}{_GENITIVE}?)"
)
_PREPOSITION = frozenset(
    """
    in im am an auf aus bei beim bis durch für gegen hinter mit nach neben ohne seit über um unter vom von vor während
    wegen zu zum zur zwischen ab gemäß laut trotz innerhalb außerhalb anhand aufgrund hinsichtlich bezüglich entlang je
    pro statt ins ans aufs sofern falls wenn weil ob nachdem sobald soweit da dass als wie um
    """.split()
)
_NO_TOPIC = frozenset(
    """
    stadt verwaltung stadtverwaltung stadtrat rat gemeinderat ausschuss land bund oberbürgermeister oberbürgermeisterin
    kreis bezirk fraktion grund ende anfang jahr jahre derzeit
    """.split()
)
_LONGEST_SUBJECT = 90


def subject_of(sentence: str) -> str:
    """What a sentence is about, as written, without its article: the phrase in front of its verb, or the first behind
    it; where that is the city or one of its bodies acting, what they act on."""
    line = " ".join(sentence.split())
    verb = _first_verb(line)
    front = line[: verb[0]].strip(" ,;:–-") if verb else line
    behind = line[verb[1] :] if verb else ""
    candidates = [*_topics(front, whole=True), *_topics(behind, whole=False)]
    chosen = next((c for c in candidates if _is_topic(c)), None)
    if chosen is None:
        named = _LEGAL_NAME.search(line)
        within = [m["noun"] for m in _NOUN_PHRASE.finditer(behind) if _is_topic(m["noun"])]
        chosen = named["name"] if named else within[0] if within else candidates[0] if candidates else front or line
    return _shortened(chosen)


def resolve(sentence: str, *, before: str, subject: str | None, context: str) -> Bezug:
    """The sentence with its references in brackets; `subject` is what the statement before it was about."""
    line = " ".join(sentence.split())
    pronoun = _PRONOUN.match(line)
    meant: str | None = None
    leans = False
    if pronoun is not None:
        meant = _antecedent(pronoun["word"], pronoun["next"], before, subject)
        if meant is None:
            leans = not _has_own_noun(pronoun)
        else:
            line = f"{line[: pronoun.end('word')]} [{meant}]{line[pronoun.end('word') :]}"
    of_sentence = _OF_A_SENTENCE.match(line)
    if of_sentence and of_sentence[0].split()[0].lower() not in _NEEDS_NO_OTHER:
        first = of_sentence["rest"].strip()
        leans = leans or not (line.startswith("Das ") and (first[:1].isupper() or first.endswith(("e", "en", "n"))))
    line = _name_generic(line, before, context)
    return Bezug(line, meant, leans)


def _name_generic(line: str, before: str, context: str) -> str:
    """ "der Verein" with the name of the association that was last spoken of, once a sentence."""
    for match in _GENERIC.finditer(line):
        name = _named(match["head"], before) or _named(match["head"], context)
        if name and name not in line:
            at = match.end("words")
            return f"{line[:at]} [{name}]{line[at:]}"
    return line


def _named(head: str, text: str) -> str | None:
    """The last full name in a text that this noun can stand for; None where there is none, or two different ones."""
    names = [*_legal_names(head, text), *_compounds(head, text)]
    distinct = list(dict.fromkeys(names))
    return distinct[-1] if distinct and (len(distinct) == 1 or head.lower() in _BODY_OF_KIND) else None


def _legal_names(head: str, text: str) -> Iterator[str]:
    form = _BODY_OF_KIND.get(head.lower())
    for match in _LEGAL_NAME.finditer(" ".join(text.split())):
        name = _KIND_OF_BODY.sub("", match["name"])
        if (form and form.search(name)) or re.search(rf"\b{head}\b", name):
            yield name


def _compounds(head: str, text: str) -> Iterator[str]:
    """ "Wehrbrücke" for the bridge, "Sporthalle Altvelm" for the hall, "Amt für Digitalisierung" for the office."""
    if head.lower() in _BODY_OF_KIND:
        return
    own = rf"(?:[A-ZÄÖÜ][\wäöüß-]*{head.lower()}|{head}(?=\s+(?:[A-ZÄÖÜ„]|für\s+[A-ZÄÖÜ])))"
    pattern = re.compile(rf"\b{own}(?:\s+für\s+{_CAPITAL}(?:\s+und\s+{_CAPITAL})?|(?:\s+{_CAPITAL})*)")
    for match in pattern.finditer(" ".join(text.split())):
        if len(match[0].split()) <= 5:
            yield match[0]


def _antecedent(word: str, following: str, before: str, subject: str | None) -> str | None:
    """What a pronoun at the beginning stands for: the fitting phrase of the sentence before it, its subject first."""
    wanted = _genders(word, following)
    previous = _last_sentence(before)
    if not previous or not wanted:
        return None
    phrases = [(m["noun"], _gender(m)) for m in _NOUN_PHRASE.finditer(previous)]
    fitting = [noun for noun, gender in phrases if set(gender) & set(wanted)]
    if subject:
        own = [n for n in fitting if n in subject or subject in n]
        if own:
            return subject
    nominative = [
        m["noun"] for m in _NOUN_PHRASE.finditer(previous)
        if set(_gender(m)) & set(wanted) and (m["article"] or "").lower() in ("der", "die", "das", "ein", "eine", "keine", "kein")
        and not _after_preposition(previous, m.start())
    ]  # fmt: skip
    distinct = list(dict.fromkeys(nominative))
    return _shortened(distinct[0]) if len(distinct) == 1 else None


def _genders(word: str, following: str) -> str:
    plural = following.endswith(("en", "sind", "rn")) or following in ("sind", "waren", "wurden", "werden", "haben")
    if word == "Er" or word in ("Derselbe",):
        return "m"
    if word == "Sie":
        return "p" if plural else "f"
    if word.startswith("Ihre"):
        return "fp"
    if word.startswith("Seine"):
        return "mn"
    if following[:1].isupper() or (following.endswith(("e", "en")) and not is_verb(following)):
        return ""
    return {"Diese": "p" if plural else "f", "Dieser": "m", "Dieses": "n"}.get(word, "")


def _gender(match: re.Match[str]) -> str:
    return _ARTICLE_GENDER.get((match["article"] or "").lower(), "")


def _has_own_noun(pronoun: re.Match[str]) -> bool:
    return pronoun["word"].startswith(("Ihre", "Seine")) and False


def _last_sentence(text: str) -> str:
    line = " ".join(text.split())
    parts = re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„])", line)
    merged: list[str] = []
    for part in parts:
        if merged and re.search(r"(?:\be\.|\bz\.|\bd\.|\b\w\.|\bbzw\.|\bca\.|\bNr\.|\bSt\.|\d\.)$", merged[-1]):
            merged[-1] += " " + part
        else:
            merged.append(part)
    return merged[-1] if merged else ""


def _first_verb(line: str) -> tuple[int, int] | None:
    depth = 0
    for match in re.finditer(r"[()\[\]]|[^\W\d_]+(?:-[^\W\d_]+)*", line):
        token = match[0]
        if token in "([":
            depth += 1
        elif token in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and is_verb(token) and match.start() > 0 and not _is_attribute(line, match):
            return match.span()
    return None


def _is_attribute(line: str, match: re.Match[str]) -> bool:
    """An adjective or participle before its noun is no verb: "das neu gegründete Amt", "städtischen Grundschulen"."""
    following = line[match.end() :].lstrip()
    token = match[0]
    return following[:1].isupper() and token.endswith(("en", "te", "ten")) and token not in _PLAIN_VERBS


_PLAIN_VERBS = frozenset(
    "haben werden wurden waren sind können müssen sollen wollen dürfen stehen liegen gelten gehören nutzen bestehen".split()
    + "konnten mussten hatten hatte wurde wollte sollte konnte betragen kosten zahlen erhalten zeigen".split()
)


def _topics(text: str, *, whole: bool) -> Iterator[str]:
    """Noun phrases that aren't governed by a preposition, without their articles."""
    for match in _NOUN_PHRASE.finditer(text):
        article = (match["article"] or "").lower()
        if article in ("im", "beim", "zum", "zur", "vom") or _after_preposition(text, match.start()):
            if whole and not text[: match.start()].strip():
                return  # "Im Jahr 2025 wurden ...": what the sentence is about stands behind the verb
            continue
        yield match["noun"]


def _after_preposition(text: str, at: int) -> bool:
    before = re.findall(r"[\w.]+", text[max(0, at - 30) : at].lower())
    return bool(before) and before[-1] in _PREPOSITION


def _is_topic(noun: str) -> bool:
    head = noun.split()[0].lower()
    if head in _NO_TOPIC:
        return head == "stadt" and False
    return bool(re.match(r"(?:IT\.|[A-ZÄÖÜ])", noun)) and not re.match(
        r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Prozent|Euro|Uhr|Mitglied|"
        r"Millionen|Seit|Ab|Im|Zum|Am|Auf|Für|Bei|Mit|Nach|In|Von|Über|Zu|Aus|An|Um|Bis|Es|Er|Sie|Das|Dies|Eine?|Der|Die|Hier"
        r"|Dabei|Derzeit|Aktuell|Bislang|Bisher|Zurzeit|Darüber|Nein|Ja|Wer|Wir|Ich|Ob|Wenn|Sofern|Falls|Stattdessen|Davon)\b",
        noun,
    )


def _shortened(noun: str) -> str:
    noun = " ".join(noun.split()).strip(" ,.;:") if not noun.rstrip().endswith("V.") else " ".join(noun.split())
    if len(noun) <= _LONGEST_SUBJECT:
        return noun
    return noun[:_LONGEST_SUBJECT].rsplit(" ", 1)[0]
