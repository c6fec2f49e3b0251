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
from functools import lru_cache

from corpus.facts.kind import is_verb
from corpus.sentences import sentence_spans


@dataclass(frozen=True)
class Thema:
    """What a sentence is about, without its article; `gender` are the genders that its article allows: m, f, n, and p
    for the plural."""

    name: str
    gender: str = ""


@dataclass(frozen=True)
class Bezug:
    """A sentence with its references in brackets. `thema` is what a pronoun of it stands for;
    `leans_on_sentence` says that only the sentence before tells what is meant."""

    text: str
    thema: Thema | None = None
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
_ROLE_NOUN = re.compile(
    r"""
    ^(?:(?:Die|Der|Das|Dem|Den|Des|Seit|Für|Bei|Mit|Zum|Vom)\s+
      | (?:\d+|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\s+
      | (?:Verein|Gesellschaft|Firma|Genossenschaft|Mitglied|Mitgliedschaft|Beitritt|Zusammenarbeit|Kooperation|Zuschuss
          |Stadt|Vorstand|Satzung|Anteile|Anteilen|Beteiligung|Beauftragung|Ausrichter|Gesellschafter|Geschäftsführung|Stadt\s\w+)
        s?(?:\s+(?:der\s+Stadt(?:\s+\w+)?))?\s+(?:(?:im|in\s+der|in|beim|bei\s+der|der|des|dem|die|mit\s+dem|mit\s+der|an\s+der
          |an\s+den|an\s+die|zum|zur|am)\s+)*(?:Verein\s+)?
    )
    """,
    re.VERBOSE,
)
"""Mitglied im | Netzwerk Digitales Wirsetal e. V.;  Die | Kulturscheune e. V."""
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
    rf"\b(?P<words>(?:[Dd](?:er|ie|as|em|es)|[Dd]iese[rsmn]?|[Ii]m|[Bb]eim|[Vv]om|[Zz]um|[Zz]ur)\s+(?P<head>{_HEADS})"
    r"(?:e?s)?)\b(?!-)(?!\s+(?:[A-ZÄÖÜ„\"»]|IT\.|(?:für|der|des)\s+[A-ZÄÖÜ]|e\.))"
)
"""der Verein, im Amt, die Brücke - without a name behind it."""

_PRONOUN = re.compile(
    r"^(?P<word>Er|Sie|Ihr(?:e[rsmn]?)?|Sein(?:e[rsmn]?)?|Diese[rsm]?|Letztere[rs]?|Derselbe|Dieselbe)\b(?=\s+(?P<next>\S+))"
)
_OF_A_SENTENCE = re.compile(
    r"^(?:Das|Dies|Dabei|Dafür|Dadurch|Dazu|Damit|Dagegen|Davon|Darin|Darüber|Daran|Daher|Darauf|Daraus|Darunter|Danach|"
    r"Deshalb|Deswegen|Hierzu|Hierfür|Hierbei|Hiervon|Hierdurch|Hierüber|Dort|Seither|Seitdem|Beide|Deren|Dessen|Letzteres|"
    r"Insofern|Insoweit|Somit|Demnach|Stattdessen|Außerdem|Ebenso|Gleiches|Solche[rs]?|Jene[rs]?|Die\s+(?:übrigen|"
    r"genannten)|Der\s+Rest|Der\s+Betrag|Der\s+Aufwand|Die\s+Kosten|Die\s+Maßnahme|Die\s+Gesamtkosten|Beides|So|An\s+(?:seine|ihre|deren|dessen)\s+Stelle)\b(?P<rest>\s+\S+)"
)
_COUNT_ALONE = re.compile(
    r"^(?:Zwei|Drei|Vier|Fünf|Sechs|Sieben|Acht|Neun|Zehn|Elf|Zwölf|Einer|Eines|Mehrere|Einige)\s+(?P<next>[a-zäöüß]+)\b"
)
"""Zwei | liegen in Schutzgebieten. - of what, the sentence before says."""
_MEMBERSHIP = re.compile(
    r"^(?:Die|Diese|Ihre)\s+Mitgliedschaft\b(?!\s+(?:im|in|bei|beim|der\s+Stadt\s+(?:im|in|bei))\b)"
)
"""Die Mitgliedschaft | endet: in the association that was spoken of last"""
_THERE = re.compile(r"^(?!.*,\s)(?!.*\bwo\b).*\bdort\b(?!\s+\w+(?:en|er|e)\s+[A-ZÄÖÜ])")
"""Das Mittagessen kostet | dort 4,20 Euro. - where that is, the sentence before says."""
_INNER_PRONOUN = re.compile(
    r"^(?:Der\s+(?:Stadtrat|Rat|Gemeinderat|\w*[Aa]usschuss)|Die\s+(?:Verwaltung|Stadt)|Das\s+Land|\w+\s+\w+\s+\w+en)\s+"
    r"(?:(?:hat|haben|wird|werden|hatte)\s+)?(?P<word>sie|ihn)\b(?=\s+(?P<next>\S+))"
)
"""Der Stadtrat hat | sie ..., Sechs Vereine nutzen | sie ..."""
_INVERTED = re.compile(
    r"^(?P<front>[^,;:]{2,60}?)\s+(?P<verb>[a-zäöüß]+)\s+(?P<word>er|sie)\b(?=\s+(?P<next>\S+))",
)
"""Samstags beginnt | sie um 24 Uhr., Betrieben wird | er vom Förderverein."""
_ARTICLE_GENDER = {
    "der": "m", "die": "fp", "das": "n", "ein": "mn", "eine": "f", "kein": "mn", "keine": "fp", "einen": "m",
    "den": "mp", "dem": "mn", "einem": "mn", "einer": "f", "im": "mn", "beim": "mn", "zum": "mn", "vom": "mn",
    "zur": "f",
}  # fmt: skip
_TITLES = {"Frau": "f", "Herr": "m", "Herrn": "m"}
_ADJECTIVE = r"(?:(?:[a-zäöüß-]{3,}(?:e|en|er|es|em)|\d+)\s+)"
_NAME_TAIL = rf"(?:\s+(?:{_CAPITAL}|IT\.\w+|{_QUOTED}|\d{{4}}(?!\d)))*(?:\s*{_LEGAL_FORM})?"
_PERSON = rf"(?:Frau|Herrn?)\s+(?:Prof\.\s+)?(?:Dr\.\s+)?{_CAPITAL}(?:\s+{_CAPITAL})?"
_OF = r"\s+(?:der|des|eines|einer|für|von)\s+(?:(?:das|die|den|der|dem)\s+)?(?!Frau\b|Herr)"
_GENITIVE = rf"(?:{_OF}{_ADJECTIVE}{{0,2}}{_CAPITAL}{_NAME_TAIL})"
_NOUN_PHRASE = re.compile(
    rf"\b(?:(?P<article>[Dd](?:er|ie|as|en|em|es)|[Ee]ine?[nmrs]?|[Kk]eine?[nmrs]?|[Ii]m|[Bb]eim|[Zz]u[mr]|[Vv]om)\s+)?"
    rf"{_ADJECTIVE}{{0,3}}(?P<noun>{_PERSON}|(?:IT\.\w+|{_CAPITAL}){_NAME_TAIL}{_GENITIVE}?)"
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
    kreis bezirk fraktion grund ende anfang jahr jahre derzeit jugendhilfeausschuss hauptausschuss bundesland
    """.split()
)
_OPENING = frozenset(
    """
    es er sie das dies der die den dem des hier dabei derzeit aktuell bislang bisher zurzeit darüber nein ja wer wir ich
    ob wenn
    stattdessen davon seither seitdem hierzu dazu dafür damit daher dadurch zudem ferner außerdem auch nur so eine ein
    rund etwa circa ca knapp über mindestens höchstens mehr weniger fast gut zwei drei vier fünf sechs sieben acht neun
    zehn elf zwölf einer eines mehrere einige
    maßgeblich zuständig verantwortlich hinzugekommen grundsätzlich insgesamt zunächst nicht alle beide viele keine
    """.split()
)
_NO_NOUN = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Prozent|Euro|Uhr|Mitglied|"
    r"Millionen|Verfügung|Betrieb|Vorrang|Kenntnis|Einsatz|Uhr|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tags?|Mittwochs?)\b"
)
_TOKEN = re.compile(r"[()\[\]]|[^\W\d_]+(?:-[^\W\d_]+)*")
_PLAIN_VERBS = frozenset(
    """
    haben werden wurden waren sind können müssen sollen wollen dürfen stehen liegen gelten gehören nutzen bestehen
    konnten mussten hatten hatte wurde wollte sollte konnte betragen kosten zahlen erhalten zeigen weisen
    """.split()
)
_LONGEST_SUBJECT = 90


def subject_of(sentence: str) -> Thema:
    """What a sentence is about, as written: the phrase in front of its verb, or the first behind it; where that is the
    city or one of its bodies acting, what they act on."""
    line = " ".join(sentence.split())
    verb = _first_verb(line)
    front = line[: verb[0]].strip(" ,;:–-") if verb else line
    behind = line[verb[1] :] if verb else ""
    candidates = [*_topics(front, whole=True), *_topics(behind, whole=False)]
    chosen = next((c for c in candidates if _is_topic(c.name)), None)
    if chosen is None:
        named = _LEGAL_NAME.search(line)
        within = [m["noun"] for m in _NOUN_PHRASE.finditer(line) if _is_topic(m["noun"]) and not _opens(m["noun"])]
        other = bare_name(named["name"]) if named else within[0] if within else None
        chosen = Thema(other) if other else candidates[0] if candidates else Thema(front or line)
    return Thema(_shortened(bare_name(chosen.name)), chosen.gender)


def bare_name(name: str) -> str:
    """The name of a body without the words that led to it: "Mitglied im Bündnis Stadtgrün e. V." """
    name = " ".join(name.split())
    while (left := _ROLE_NOUN.sub("", name)) != name and re.match(r"[A-ZÄÖÜ\d]|IT\.", left):
        name = left
    return name


def resolve(sentence: str, *, before: str, thema: Thema | None, context: str) -> Bezug:
    """The sentence with its references in brackets; `thema` is what the statement before it was about."""
    line = " ".join(sentence.split())
    inverted = _behind_its_verb(line)
    pronoun = _PRONOUN.match(line) or _INNER_PRONOUN.match(line) or inverted
    meant: Thema | None = None
    leans = False
    if pronoun is not None:
        meant = _antecedent(pronoun["word"], pronoun["next"], before, thema)
        if meant is None:
            leans = pronoun is inverted or pronoun.start("word") == 0
        else:
            line = f"{line[: pronoun.end('word')]} [{meant.name}]{line[pronoun.end('word') :]}"
    of_sentence = _OF_A_SENTENCE.match(line)
    if of_sentence:
        first = of_sentence["rest"].strip()
        is_article = line.startswith("Das ") and (first[:1].isupper() or first.endswith(("e", "en", "n")))
        leans = leans or not is_article
    counted = _COUNT_ALONE.match(line)
    leans = leans or bool(
        counted and is_verb(counted["next"]) and not re.search(r"^\s+[A-ZÄÖÜ]", line[counted.end() :])
    )
    leans = leans or bool(_THERE.search(line))
    return Bezug(_name_generic(line, before, context), meant, leans)


def _behind_its_verb(line: str) -> re.Match[str] | None:
    """A pronoun right behind the verb, where nothing in front of that could be what it stands for."""
    found = _INVERTED.match(line)
    if found is None or not is_verb(found["verb"]):
        return None
    named = [n for n in re.findall(_CAPITAL, found["front"])[found["front"][:1].isupper() :] if not _NO_NOUN.match(n)]
    return None if set(named) - _WHEN else found


_WHEN = frozenset("Jahr Jahre Jahren Ende Anfang Mitte Beginn Sommer Winter Frühjahr Herbst".split())


def _name_generic(line: str, before: str, context: str) -> str:
    """ "der Verein" with the name of the association that was last spoken of, once a sentence; so, too, "die
    Mitgliedschaft" that doesn't say in what."""
    membership = _MEMBERSHIP.match(line)
    if membership is not None:
        spoken_of = [
            bare_name(m["name"]) for text in (context, before) for m in _LEGAL_NAME.finditer(" ".join(text.split()))
        ]
        return f"{membership[0]} [{spoken_of[-1]}]{line[membership.end() :]}" if spoken_of else line
    for match in _GENERIC.finditer(line):
        name = _named(match["head"], before) or _named(match["head"], context)
        if name and name not in line:
            at = match.end("words")
            return f"{line[:at]} [{name}]{line[at:]}"
    return line


def _named(head: str, text: str) -> str | None:
    """The full name in a text that this noun can stand for; None where there is none, or two different ones. Of several
    associations the one last spoken of."""
    names = [*_legal_names(head, text), *_compounds(head, text)]
    distinct = list(dict.fromkeys(names))
    return distinct[-1] if distinct and (len(distinct) == 1 or head.lower() in _BODY_OF_KIND) else None


def _legal_names(head: str, text: str) -> Iterator[str]:
    form = _BODY_OF_KIND.get(head.lower())
    for match in _LEGAL_NAME.finditer(" ".join(text.split())):
        name = bare_name(match["name"])
        if (form and form.search(name)) or re.search(rf"\b{head}\b", name):
            yield name


def _compounds(head: str, text: str) -> Iterator[str]:
    """ "Wehrbrücke" for the bridge, "Sporthalle Altvelm" for the hall, "Amt für Digitalisierung" for the office."""
    if head.lower() in _BODY_OF_KIND:
        return
    own = rf"(?:[A-ZÄÖÜ][\wäöüß-]*{head.lower()}|{head}(?=\s+(?:[A-ZÄÖÜ„]|(?:für|der|des)\s+[A-ZÄÖÜ])))"
    pattern = re.compile(
        rf"\b{own}(?:\s+(?:der|des)\s+{_CAPITAL}(?:\s+{_CAPITAL})?|\s+für\s+{_CAPITAL}(?:\s+und\s+{_CAPITAL})?|(?:\s+{_CAPITAL})*)"
    )
    for match in pattern.finditer(" ".join(text.split())):
        if len(match[0].split()) <= 5:
            yield match[0]


def _antecedent(word: str, following: str, before: str, thema: Thema | None) -> Thema | None:
    """What a pronoun stands for: what the sentence before it is about, where that fits; else its one fitting phrase."""
    wanted = set(_genders(word, following))
    if not wanted:
        return None
    if thema is not None and wanted & set(thema.gender):
        return Thema(thema.name, "".join(sorted(wanted & set(thema.gender))))
    previous = _last_sentence(before)
    fitting = {
        m["noun"]
        for m in _NOUN_PHRASE.finditer(previous)
        if wanted & set(_gender(m))
        and (m["article"] or "").lower() in ("der", "die", "das", "ein", "eine", "keine", "kein")
        and not _after_preposition(previous, m.start())
        and not _is_actor(m["noun"])
    }
    return Thema(_shortened(fitting.pop()), "".join(sorted(wanted))) if len(fitting) == 1 else None


def _genders(word: str, following: str) -> str:
    plural = following in ("sind", "waren", "wurden", "werden", "haben") or following.endswith(("en", "rn"))
    if word in ("Er", "er", "ihn", "ihm", "Derselbe"):
        return "mn" if word == "ihm" else "m"
    if word == "Sie":
        return "p" if plural else "f"
    if word == "sie" or word.startswith("Ihr"):
        return "fp"
    if word.startswith("Sein"):
        return "mn"
    if following[:1].isupper() or (following.endswith(("e", "en")) and not is_verb(following)):
        return ""
    return {"Diese": "p" if plural else "f", "Dieser": "m", "Dieses": "n"}.get(word, "")


def _gender(match: re.Match[str]) -> str:
    title = match["noun"].split()[0]
    if title in _TITLES:
        return _TITLES[title]
    return _ARTICLE_GENDER.get((match["article"] or "").lower(), "")


def _last_sentence(text: str) -> str:
    spans = sentence_spans(text[-1_000:])
    return " ".join(text[-1_000:][spans[-1][0] : spans[-1][1]].split()) if spans else ""


def _first_verb(line: str) -> tuple[int, int] | None:
    depth = 0
    for match in _TOKEN.finditer(line):
        token = match[0]
        if token in "([":
            depth += 1
        elif token in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and match.start() > 0 and is_verb(token) and not _is_attribute(line, match):
            return match.span()
    return None


def _is_attribute(line: str, match: re.Match[str]) -> bool:
    """An adjective or participle before its noun is no verb: "das neu gegründete Amt", "städtischen Grundschulen"."""
    following = line[match.end() :].lstrip()
    token = match[0]
    return following[:1].isupper() and token.endswith(("en", "te", "ten")) and token not in _PLAIN_VERBS


def _topics(text: str, *, whole: bool) -> Iterator[Thema]:
    """Noun phrases that aren't governed by a preposition, without their articles."""
    for match in _NOUN_PHRASE.finditer(text):
        article = (match["article"] or "").lower()
        first = match["noun"].split()[0].lower()
        if (
            first in _PREPOSITION
            or article in ("im", "beim", "zum", "zur", "vom")
            or _after_preposition(text, match.start())
        ):
            if whole and not text[: match.start()].strip():
                return  # "Im Jahr 2025 wurden ...": what the sentence is about stands behind the verb
            continue
        if first not in _OPENING and not (match.start("noun") == 0 and _is_adverb(match["noun"].split()[0])):
            yield Thema(match["noun"], _gender(match))


def _opens(noun: str) -> bool:
    return noun.split()[0].lower() in _OPENING or noun.split()[0].lower() in _PREPOSITION


def _after_preposition(text: str, at: int) -> bool:
    before = re.findall(r"[\w.]+", text[max(0, at - 30) : at].lower())
    return bool(before) and before[-1] in _PREPOSITION


@lru_cache(maxsize=20_000)
def _is_adverb(word: str) -> bool:
    """ "Häufig", "Allerdings" at the beginning of a sentence: the dictionary knows them in small letters only."""
    from simplemma import is_known

    return word.lower() != word and is_known(word.lower(), lang="de") and not is_known(word, lang="de")


def _is_actor(noun: str) -> bool:
    return noun.split()[0].lower() in _NO_TOPIC


def _is_topic(noun: str) -> bool:
    return not _is_actor(noun) and not _NO_NOUN.match(noun)


def _shortened(noun: str) -> str:
    noun = " ".join(noun.split())
    noun = noun if re.search(rf"{_LEGAL_FORM}$", noun) else noun.strip(" ,.;:")
    return noun if len(noun) <= _LONGEST_SUBJECT else noun[:_LONGEST_SUBJECT].rsplit(" ", 1)[0]
