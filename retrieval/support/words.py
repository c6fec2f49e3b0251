"""A sentence to its words, each with what it does: content, value, negation, scope, verb, function word.

Text in, `Wort`e out in order. What stands in square brackets is left out. Expressions of several words that do one
thing ("in der Regel", "nach wie vor", "pro Jahr") become one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from retrieval.german import GENDER_SIGN, INNER_CAPITAL_I, compound_parts
from retrieval.support.lexicon import compound_lemma, concepts, known, lemma, parts, without_gender
from retrieval.support.limits import NOT_CROSSED
from retrieval.support.number_words import number_of
from retrieval.support.values import Wert, find_values

BRACKETED = re.compile(r"\s*\[([^\[\]]*)\]")
"""der Verein [Musterbund e. V.]"""


@dataclass(frozen=True, eq=False)
class Wort:
    """One word. `art`: inhalt, name, wert, verneinung, umfang, zeit, verb, hilfsverb, funktion, zeichen."""

    text: str
    art: str
    grund: str
    start: int
    ende: int
    wert: Wert | None = None
    sinn: frozenset[str] = field(default=frozenset())

    @property
    def low(self) -> str:
        """As written, in small letters."""
        return self.text.lower()


# --- expressions that do one thing -----------------------------------------------------------------------------------

SCOPE = {
    "nur": r"nur|lediglich|ausschließlich(?:e[nrms]?)?|bloß|einzig|allein(?=\s+(?:die|der|das|im|in|auf))",
    "alle": r"alle[nrms]?|sämtliche[nrms]?|jede[nrms]?|jegliche[nrms]?|ausnahmslos|allesamt",
    "vollständig": r"vollständig(?:e[nrms]?)?|komplett(?:e[nrms]?)?|vollumfänglich|gänzlich|in\s+vollem\s+Umfang|restlos|zur\s+Gänze|voll|gesamte[nrms]?|ganz|ganze[nrms]?|uneingeschränkt(?:e[nrms]?)?|vorbehaltlos|bedingungslos",  # noqa: E501
    "einige": r"einzelne[nrms]?|einige[nrms]?|manche[nrms]?|wenige[nrms]?|etliche[nrms]?|vereinzelt(?:e[nrms]?)?",
    "mehrere": r"mehrere[nrms]?|verschiedene[nrms]?|diverse[nrms]?",
    "viele": r"viele[nrms]?|zahlreiche[nrms]?",
    "überwiegend": r"überwiegend(?:e[nrms]?)?|mehrheitlich(?:e[nrms]?)?|größtenteils|zum\s+(?:größten|überwiegenden|Groß)\s?[Tt]eil|weitgehend|meist|meistens|vorwiegend|hauptsächlich|in\s+erster\s+Linie|vor\s+allem|die\s+meisten|(?:der|ein|einen|den)\s+(?:überwiegende[nr]?|größte[nr]?|große[nr]?)\s+Teil|(?:der|ein|den|einen)\s+Großteil|im\s+Wesentlichen|vornehmlich|insbesondere|(?:die|der)\s+Mehrheit(?=\s+(?:der|des))",  # noqa: E501
    "teilweise": r"teilweise|zum\s+Teil|teils|z\.\s?T\.|in\s+Teilen",
    "durchschnittlich": r"durchschnittlich(?:e[nrms]?)?|im\s+(?:Durch)?[Ss]chnitt|im\s+Mittel",
    "regelmäßig": r"in\s+der\s+Regel|regelmäßig(?:e[nrms]?)?|üblicherweise|normalerweise|im\s+Regelfall|generell",
    "immer": r"immer(?!\s+noch)|stets|jederzeit|in\s+jedem\s+Fall(?:e)?|ausnahmslos|durchweg",
    "grundsätzlich": r"grundsätzlich(?:e[nrms]?)?|im\s+Grundsatz|prinzipiell",
    "voraussichtlich": r"voraussichtlich(?:e[nrms]?)?|vermutlich|wahrscheinlich|aller\s+Voraussicht\s+nach|mutmaßlich",
    "möglicherweise": r"möglicherweise|eventuell|unter\s+Umständen|gegebenenfalls|ggf\.|vielleicht|womöglich|evtl\.",
    "bedarf": r"bei\s+Bedarf|im\s+Bedarfsfall|bedarfsweise",
    "möglichkeit": r"nach\s+Möglichkeit|möglichst|soweit\s+möglich|wenn\s+möglich|im\s+Rahmen\s+des\s+Möglichen",
    "auch": r"auch|ebenfalls|ebenso|gleichermaßen|gleichfalls",
}
TIME = {
    "derzeit": r"zur\s?[Zz]eit|derzeit|momentan|gegenwärtig|aktuell|im\s+Augenblick|im\s+Moment|zum\s+jetzigen\s+Zeitpunkt|nun|jetzt|nunmehr|heute|inzwischen|mittlerweile",  # noqa: E501
    "bisher": r"bislang|bisher|bis\s+dato|bis\s+jetzt|bis\s+heute",
    "bereits": r"bereits|schon|längst",
    "weiterhin": r"weiterhin|nach\s+wie\s+vor|immer\s+noch|noch\s+immer|unverändert(?=\s+\w)|weiter(?=\s+\w+(?:\.|$))",
    "noch": r"noch(?!mals)",
    "mehr": r"(?<=nicht\s)mehr(?!\s+als)|(?<=keine\s)mehr|(?<=kein\s)mehr",
    "erneut": r"erneut(?:e[nrms]?)?|wieder|nochmals|noch\s+einmal|wiederum|abermals|wiederholt(?:e[nrms]?)?",
    "künftig": r"künftig(?:e[nrms]?)?|zukünftig(?:e[nrms]?)?|in\s+Zukunft",
    "zunächst": r"zunächst|vorerst|zuerst|vorläufig(?:e[nrms]?)?|einstweilen|vorübergehend(?:e[nrms]?)?",
    "zuletzt": r"zuletzt|letztmals|letztmalig|letzte[nrms]?(?=\s+[A-ZÄÖÜ]\w+(?:ung|mal)\b)",
    "erst": r"erst(?=\s+(?:nach|ab|wenn|mit|im|am|zum|dann|in|seit|bei))|erst(?=\s+\w+,\s+(?:wenn|nachdem))",
    "seither": r"seither|seitdem",
}
PERIOD = {
    "jährlich": r"(?:pro|je|per|im)\s+Jahr(?:e)?(?!\s*\d|\s+zuvor)|p\.\s?a\.|jährlich(?:e[nrms]?)?|alljährlich|per\s+annum|jedes\s+Jahr",  # noqa: E501
    "monatlich": r"(?:pro|je|im)\s+Monat(?!\s*\d)|monatlich(?:e[nrms]?)?|jeden\s+Monat",
    "wöchentlich": r"(?:pro|je|in\s+der|die)\s+Woche(?!\w|\s*\d)|wöchentlich(?:e[nrms]?)?|jede\s+Woche",
    "täglich": r"(?:pro|je|am)\s+Tag(?!\w|\s+(?:der|des))|täglich(?:e[nrms]?)?|jeden\s+Tag",
    "quartalsweise": r"(?:pro|je|im)\s+Quartal(?!\s*\d)|vierteljährlich(?:e[nrms]?)?|quartalsweise",
    "halbjährlich": r"(?:pro|je)\s+Halbjahr|halbjährlich(?:e[nrms]?)?",
}
NEGATION = (
    r"nicht|kein(?:e[nrms]?|erlei)?|nie(?!\s+zuvor)|niemals|niemand(?:en|em)?|nichts|weder|keinesfalls|keineswegs|"
    r"nirgends"
)
CONDITION = r"sofern|falls|wenn|soweit|solange|sobald|vorausgesetzt|es\s+sei\s+denn|insofern|insoweit"
"""Subjunctions that make a clause a condition."""

PROVISO = (
    r"unter\s+(?:der\s+Voraussetzung|dem\s+Vorbehalt|Vorbehalt|der\s+Bedingung|Auflagen?|Bedingungen)|vorbehaltlich|"
    r"auf\s+(?:schriftlichen\s+)?Antrag|mit\s+der\s+Maßgabe|im\s+Falle?|nach\s+(?:vorheriger\s+)?(?:Anmeldung|Absprache|Vereinbarung)"
)
"""Words within a clause that make it a condition."""

_PATTERNS: tuple[tuple[str, str, str], ...] = (
    *(("takt", name, words) for name, words in PERIOD.items()),  # before scope: jedes Jahr
    *(("umfang", name, words) for name, words in SCOPE.items()),
    *(("zeit", name, words) for name, words in TIME.items()),
    ("verneinung", "nicht", NEGATION),
    ("vorbehalt", "vorbehalt", PROVISO),
)
_EXPRESSION = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<x{n}>{words})" for n, (_, _, words) in enumerate(_PATTERNS)) + r")(?![\w-])",
    re.IGNORECASE,
)

_WORD = re.compile(
    r"""
    [A-ZÄÖÜ]\.\s?(?=[A-ZÄÖÜ]\.)[A-ZÄÖÜ]\.            # u. U.
    | [^\W_]+(?:[-‐‑’'][^\W_]+)*[-‐]?                 # Kita-Plätze, Sonn-
    | [,;:.!?()–„“”"»«]
    """,
    re.VERBOSE,
)
_LEGAL_FORM = re.compile(r"\be\.\s?V\.|\be\.\s?G\.|\bi\.\s?G\.|\bGmbH\s*&\s*Co\.?\s*KG", re.IGNORECASE)

HAVE = "habe hat haben hatte hatten hätte hätten habt gehabt"
BE = "ist sind war waren wäre wären sei seien gewesen bin"
BECOME = "wird werden wurde wurden würde würden werde worden geworden"
MODAL = {
    "können": "kann können konnte konnten könnte könnten könne gekonnt",
    "dürfen": "darf dürfen durfte durften dürfte dürften dürfe",
    "sollen": "soll sollen sollte sollten solle",
    "müssen": "muss müssen musste mussten müsste müssten müsse muß",
    "wollen": "will wollen wollte wollten wolle",
    "mögen": "mag mögen möchte möchten mochte",
}
AUXILIARIES = {
    **dict.fromkeys(HAVE.split(), "haben"),
    **dict.fromkeys(BE.split(), "sein"),
    **dict.fromkeys(BECOME.split(), "werden"),
    **{form: verb for verb, forms in MODAL.items() for form in forms.split()},
}

FUNCTION = frozenset(
    """
    der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem jener jene jenes jenen
    jenem derselbe dieselbe dasselbe derselben demselben denselben er sie es ihm ihn ihr ihnen ihre ihren ihrem ihrer
    ihres sein seine seinen seinem seiner seines wir uns unser unsere unseren unserem unserer man sich selbst selber
    und oder aber sowie sondern denn doch jedoch hingegen dagegen allerdings dennoch gleichwohl zudem außerdem ferner
    darüber hinaus dabei dafür dazu damit davon daran darauf daraus darin darum dadurch danach daneben darunter
    davor dahinter hierzu hierfür hierbei hiermit hieraus hierauf hiervon hierüber hieran deshalb daher deswegen somit
    folglich mithin also dann dort hier da so dies solche solcher solches solchen solchem deren dessen denen
    dass daß ob als wie weil da während indem damit obwohl obgleich nachdem bevor bis seit um zu
    in im an am auf aus bei beim mit nach von vom vor zu zum zur für durch über unter gegen um hinter neben zwischen
    ab bis seit wegen während trotz statt anstatt anstelle innerhalb außerhalb gemäß laut entsprechend zufolge aufgrund
    infolge mittels bezüglich hinsichtlich angesichts zugunsten zulasten anhand mangels je jeweils pro per entlang samt
    nebst
    ohne außer gegenüber ins ans aufs fürs übers ums wer was welche welcher welches welchen welchem wo wann warum wozu
    worüber wobei wodurch wofür womit woran worauf woraus worin wonach wovon wie wieweit inwieweit inwiefern
    insgesamt sowohl entweder weder bzw beziehungsweise etwa rund sogar ja nein eben gar nämlich zwar ebenda hinaus
    sofern falls wenn soweit solange sobald insofern insoweit usw etc ca d h z b u a her hin statt des dementsprechend
    demnach inne stattdessen vielmehr anschließend daraufhin sodann schließlich
    """.split()
)
PREPOSITIONS = {
    "im": "in", "ins": "in", "am": "an", "ans": "an", "vom": "von", "zum": "zu", "zur": "zu", "beim": "bei",
    "aufs": "auf", "fürs": "für", "durchs": "durch", "ums": "um", "übers": "über",
    **{p: p for p in (
        "in an auf aus bei mit nach von vor zu für durch über unter gegen um hinter neben zwischen ab bis seit wegen "
        "während trotz statt anstelle innerhalb außerhalb gemäß laut zufolge aufgrund infolge mittels bezüglich "
        "hinsichtlich angesichts zugunsten zulasten anhand ohne außer gegenüber entlang je pro per samt"
    ).split()},
}  # fmt: skip
MODAL_WORDS = {
    "möglich": "kann", "zulässig": "kann", "statthaft": "kann", "erlaubt": "kann", "gestattet": "kann",
    "unmöglich": "kann nicht", "unzulässig": "kann nicht", "verboten": "kann nicht", "untersagt": "kann nicht",
    "vorgesehen": "soll", "geplant": "soll", "beabsichtigt": "soll", "angedacht": "soll",
    "verpflichtet": "muss", "notwendig": "muss", "erforderlich": "muss", "nötig": "muss",
}  # fmt: skip
"""Words that say of a clause what a modal verb would say of its verb."""

_NO_VERB = frozenset(
    "offen eigen selten trocken offenen neben wegen gegen zwischen außen innen unten oben weiteren weitere weiter weit "
    "eben zusammen hundert tausend bekannt direkt gesamt dicht breit leicht schlecht recht spät konkret ersten zweiten "
    "dritten nächsten letzten vorhanden verschieden zufrieden erwachsen beiden beide anderen andere übrigen einzelnen "
    "fristgerecht selbst sonst meist zumeist erst jetzt dort fast höchst zuletzt bereit gut echt laut nötig "
    "entlang mitten seitens wochentags".split()
)
_ADJECTIVE_ENDING = re.compile(r"e[nrms]?$")


def words_of(text: str) -> tuple[Wort, ...]:
    """The words of a sentence (or of a part of one), in order."""
    text = normal(text)
    values = {v.start: v for v in find_values(text)}
    expressions = {m.start(): m for m in _EXPRESSION.finditer(text)}
    return tuple(_read(text, values, expressions))


_TACT = re.compile(
    r"\b(?P<number>\d{1,2}|[Zz]wanzig|[Dd]reißig|[Ff]ünfzehn|[Zz]ehn|[Vv]ierzig|[Ff]ünf|[Ss]ech?zig)[ -]?"
    r"[Mm]inuten[ -]?[Tt]akt(?:es|s)?\b|(?<!für )\balle\s+(?P<every>\d{1,2}|\w+zig|zehn|fünfzehn|fünf)\s+Minuten\b"
)


def _as_tact(match: re.Match[str]) -> str:
    """Zwanzigminutentakt, alle 20 Minuten: one spelling."""
    written = (match["number"] or match["every"]).lower()
    number = written if written.isdigit() else number_of(written)
    if number is None:
        return match.group()
    return f"{'im ' if match['every'] else ''}{number}-Minuten-Takt"


def normal(text: str) -> str:
    """The text without bracketed names, gender signs and line breaks, composed alike."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    text = BRACKETED.sub("", text)
    text = re.sub(r"(?<=[a-zäöüß])-\s*\n\s*(?=[a-zäöüß])", "", text)
    text = GENDER_SIGN.sub("", text)
    text = INNER_CAPITAL_I.sub("i", text)
    text = _TACT.sub(_as_tact, text)
    text = re.sub(r"\b(\w{3,}?)(?:e|en|er)?innen\s+(?:und|oder|sowie|/)\s+\1(?=\w{0,3}\b)", r"\1", text)
    text = re.sub(r"\b(\w{3,}?)(\w{0,2})\s+(?:und|oder|sowie|/)\s+\1(?:\w{0,2})innen\b", r"\1\2", text)
    text = _ELLIPSIS.sub(_whole_compound, " ".join(text.split()))
    text = _KILOMETRES.sub(_as_metres, text)
    text = _NOT_BEFORE.sub(r"Nicht vor \1 \2", text)
    return _OF_SO_MANY.sub(r"\1 der \2 ", text)


_KILOMETRES = re.compile(r"\b(?P<whole>\d{1,3}),(?P<part>\d{1,3}) (?:Kilometern?|km)\b(?!/)")


def _as_metres(match: re.Match[str]) -> str:
    """1,2 Kilometer: 1.200 Meter, one spelling"""
    metres = int(match["whole"]) * 1000 + int(match["part"].ljust(3, "0"))
    return f"{metres:,} Meter".replace(",", ".")


_NOT_BEFORE = re.compile(
    r"(?:(?<=^)|(?<=[.!?] ))Vor ((?:(?:dem|Ende|Anfang|Mitte) )?(?:\d{1,2}\. ?)?"
    r"(?:[A-ZÄÖÜ][a-zä]{2,8}(?: (?:19|20)\d\d)?|(?:19|20)\d\d)) ([a-zäöü][^.!?,;]*?) nicht\b"
)
"""Vor Mai 2027 beginnen die Arbeiten nicht: nicht vor Mai 2027 beginnen sie"""

_OF_SO_MANY = re.compile(
    r"\b(\d{1,3}(?:\.\d{3})*|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf) von (?:den )?(?:insgesamt )?"
    r"(\d{1,3}(?:\.\d{3})*|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf) (?=(?:[a-zäöüß]+en )?[A-ZÄÖÜ])"
)
"""14 von 52 Bescheiden: 14 der 52 Bescheide"""


_ELLIPSIS = re.compile(r"\b(?P<head>[A-ZÄÖÜa-zäöü]\w+)- (?P<joint>und|oder|sowie|bzw\.) (?P<whole>\w+)")
"""Sonn- und Feiertage"""


def _whole_compound(match: re.Match[str]) -> str:
    """Sonn- und Feiertage: Sonntage und Feiertage"""
    pieces = compound_parts(match["whole"].lower())
    if len(pieces) < 2:
        return match.group()
    return f"{match['head']}{pieces[-1]} {match['joint']} {match['whole']}"


def _read(text: str, values: dict[int, Wert], expressions: dict[int, re.Match[str]]) -> Iterator[Wort]:
    at = 0
    ends = sorted((v.start, v.ende) for v in values.values())
    crossed = (0, 0)
    while at < len(text):
        if at in values:
            value = values[at]
            if limit := NOT_CROSSED.match(text, value.ende):
                crossed = (value.ende, limit.end())
            yield Wort(value.worte, "wert", value.worte.lower(), at, value.ende, value)
            at = value.ende
            continue
        if crossed[0] <= at < crossed[1] and (said := _CROSSING.match(text, at)):
            # soll 5 Euro nicht übersteigen: the value carries the limit, "nicht" denies nothing more
            verb = said["verb"] is not None
            yield Wort(said.group(), "verb" if verb else "funktion", "betragen" if verb else "nicht", at, said.end())
            at = said.end()
            continue
        found = expressions.get(at)
        if found and not any(a < found.end() and found.start() < b for a, b in ends):
            art, name, _ = _PATTERNS[int(str(found.lastgroup)[1:])]
            yield Wort(found.group(), art, name, at, found.end(), sinn=frozenset({f"{art}:{name}"}))
            at = found.end()
            continue
        legal = _LEGAL_FORM.match(text, at)
        if legal:
            form = re.sub(r"[\s.]", "", legal.group()).lower()
            yield Wort(legal.group(), "name", form, at, legal.end(), sinn=frozenset({form}))
            at = legal.end()
            continue
        match = _WORD.match(text, at)
        if match is None:
            at += 1
            continue
        end = match.end()
        inner = next((a for a, b in ends if at < a < end), None)
        if inner is not None:
            end = inner
        yield _word(text, at, end)
        at = end


_CROSSING = re.compile(r"nicht\b|(?P<verb>(?:über|unter)(?:steig|schreit|schritt)\w*)")


def _word(text: str, start: int, end: int) -> Wort:
    word = text[start:end]
    low = word.lower()
    if not word[0].isalnum():
        return Wort(word, "zeichen", word, start, end)
    opens = start == 0 or text[:start].rstrip()[-1:] in (".", "!", "?", ":", "„", "“", "")
    if low in AUXILIARIES and (word[0].islower() or opens) and not (low == "sein" or low == "seien"):
        return Wort(word, "hilfsverb", AUXILIARIES[low], start, end)
    if low == "sein" and re.match(r"\s*(?:[.,;]|$|wird|soll|kann|könnte|dürfte|muss)", text[end:]):
        return Wort(word, "hilfsverb", "sein", start, end)
    if low in FUNCTION and (word[0].islower() or opens):
        return Wort(word, "funktion", low, start, end)
    if word[0].islower() or (opens and (not _noun_in_front(word) or _before_its_noun(word, text[end:]))):
        base = lemma(low if opens else word)
        base = base if _verbal(low, base) else without_gender(base)  # beginnen is no feminine
        if _verbal(low, base):
            art = "verb"
            if (
                _ADJECTIVE_ENDING.search(low)
                and low != base
                and _participle(low, base)
                and _before_noun(text, start, end)
            ):
                art = "inhalt"  # geförderten Wohnungen
            return Wort(word, art, base, start, end, sinn=concepts(base))
        return Wort(word, "inhalt", base, start, end, sinn=concepts(base))
    base = without_gender(compound_lemma(word))
    if not known(word) and not known(base.capitalize()) and not parts(word):
        return Wort(word, "name", low, start, end, sinn=concepts(base) | {low, low.rstrip("s")})
    return Wort(word, "inhalt", base, start, end, sinn=concepts(base))


def _before_noun(text: str, start: int, end: int) -> bool:
    """Whether a participle stands before its noun: the noun follows, and no other noun goes before ("Der Verein
    beantragte Mittel" is a verb)."""
    if not re.match(r"\s+(?:[a-zäöü]{4,}(?:e|en|er|es|em)\s+)?[A-ZÄÖÜ]", text[end:]):
        return False
    before = text[:start].split()
    if not before or not before[-1][0].isupper() or before[-1].lower() in FUNCTION:
        return True
    return bool(
        re.search(
            r"\b(?:die|der|das|den|dem|des|eine[nrms]?|ein)\s+(?:vo[nm]|durch|im|am|in|zu[rm]?|mit|für)\b[^,;]*$",
            text[:start],
        )
    )


def _noun_in_front(word: str) -> bool:
    """Whether a capitalised first word is a noun: the dictionary's form of it has a capital too."""
    from simplemma import lemmatize

    return str(lemmatize(word, lang="de"))[:1].isupper()


_ADJECTIVE = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{2,}(?:lich|isch|bar|sam|haft|los|ell|iv|är|mäßig|ig)e[nrms]?")


def _before_its_noun(word: str, behind: str) -> bool:
    """Schriftliche Bewerbungen: an adjective, though the dictionary knows a noun like it ("Jugendliche")."""
    if not re.match(r"\s[A-ZÄÖÜ]", behind):
        return False
    base = lemma(word.lower())
    bent = word.endswith(("e", "er", "es", "en", "em")) and known(base) and not base.endswith(("en", "ern", "eln"))
    done = re.search(r"(?:t|en)e[nrms]?$", word) and base.endswith("en") and _participle(word.lower(), base)
    return bool(_ADJECTIVE.fullmatch(word) or done) or (bent and base in _OWN_ADJECTIVES)


_OWN_ADJECTIVES = frozenset("eigen neu alt groß klein hoch gut frei offen weit lang kurz jung".split())
"""Adjectives of which the dictionary knows a noun, too ("das Neue")."""


def _verbal(low: str, base: str) -> bool:
    if re.fullmatch(r"(?:be|ver|ent|er|zer)[a-zäöüß]{3,}en|\w{3,}ieren", low) and not known(low) and base == low:
        return True
    if low in _NO_VERB or not known(low):
        return low.endswith(("t", "te", "ten")) and base.endswith(("en", "ern", "eln"))
    return base.endswith(("en", "ern", "eln", "tun")) and base not in _NO_VERB and len(base) > 3


def _participle(low: str, base: str) -> bool:
    return bool(re.search(r"(?:t|en|nd)e[nrms]?$", low)) and low not in (base, base + "d")
