"""What a point demands, word by word: the thing itself, what is to be done with it, and whether it wants more of it.

Overlapping words make a sentence likely to be about the same matter; they don't make it say that a demand is met.
For that the demanded thing has to stand in the sentence, what is to be done has to have been done, and a wish for more
of something is not met by its being there. Rules of the language only; in doubt a demand is not met.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.german import compound_parts, term, terms
from retrieval.matter import amounts, concept, matter_text, things, verbs, without_dates
from retrieval.related import related, widened

Noun = tuple[str, ...]
"""A noun as its own term, then the terms of its compound parts; the last of those is its head."""


@dataclass(frozen=True)
class Forderung:
    """What is demanded: `kern` are the nouns that name the thing, `umfang` those that say how far, `taten` what
    is to be done with it, `wandel` those of them that change something that is there, `mehr` the words that ask for
    more of it, `ordnung` the ordinals."""

    kern: tuple[Noun, ...]
    umfang: tuple[Noun, ...]
    zahlen: frozenset[str]
    taten: frozenset[str]
    wandel: frozenset[str]
    mehr: bool
    neu: bool
    alle: bool
    ordnung: frozenset[str]


_FRAME = re.compile(
    r"^\W*(?:(?:[Ww]ir|(?:[Dd](?:ie|er|as)\s+)?(?:\w+[ -]){0,4}?(?:[Ff]raktion|\w*[Rr]at|\w*[Aa]usschuss))\s+"
    r"(?:fordern|fordert|beantragen|beantragt|beschließt|möge\s+beschließen|wünschen|wünscht|bitten|bittet|regen|regt)"
    r"(?:\s+(?:die\s+(?:Stadt)?[Vv]erwaltung|an))*\s*[,:]?\s*(?:dass|darum,\s+dass)?\s+)"
)
"""Wir fordern, dass | die Stadt ..."""
SIDE_CLAUSE = re.compile(
    r",\s+(?:(?:in|an|auf|mit|bei|für|von|zu|aus)\s+)?(?:die|der|das|dem|den|deren|dessen|welche[rsnm]?|um|damit|sodass|"
    r"so\s+dass|weil|da|wenn|sofern|falls|soweit|wie|wobei)\s",
)
""" ..., die durch einen Zaun gesichert ist"""
PREPOSITIONS = frozenset(
    """
    in im ins an am ans auf aufs für von vom zu zum zur bei beim mit nach aus über um neben durch ohne gegen unter
    zwischen vor hinter seit bis wegen während innerhalb außerhalb entlang trotz anstelle statt gemäß laut als je pro
    ab samt nebst mittels hinsichtlich bezüglich einschließlich
    """.split()
)
_GENITIVES = frozenset("der des eines einer dieses dieser ihrer ihres seiner seines aller von vom".split())
_PARTICLES = frozenset("ab an auf aus bei durch ein fort frei her hin los mit nach um vor weg weiter zu zurück".split())
TOKEN = re.compile(r"\w[\w.-]*\w|\w|[,;:()]")

_BRINGING = frozenset(
    """
    anbieten anbringen anlegen anordnen anschaffen ansiedeln aufbauen aufhängen aufnehmen aufstellen auflegen ausrufen
    ausstellen ausweisen bauen beitreten benennen bereitstellen berufen beschaffen beschließen bestellen bestehen
    betreiben bewilligen bilden einbauen einführen einrichten einsetzen entstehen entwickeln erarbeiten erhalten
    erlassen ermöglichen gewähren
    ernennen eröffnen errichten erstellen etablieren geben gelten gewährleisten gründen haben herstellen installieren
    kaufen machen schaffen sicherstellen starten stellen unterhalten vorhalten vorlegen vorsehen werden zulassen
    """.split()
)
"""To have done this to a thing is no more than that the thing is there."""
_CHANGING = frozenset(
    """
    anheben aufstocken aufwerten ausbauen ausdehnen ausweiten beschleunigen erhöhen erneuern ergänzen erweitern
    fortführen fortschreiben fortsetzen halbieren intensivieren kürzen mehren mindern modernisieren optimieren
    reduzieren sanieren senken stärken steigern verbessern verbreitern verdichten verdoppeln verdreifachen vergrößern
    verkleinern verkürzen verlängern vermehren verringern verstärken vertiefen vervielfachen vervollständigen
    weiterentwickeln wiederholen
    """.split()
)
"""To want this of a thing takes for granted that it is there."""
_WORKED_ON = frozenset(
    "veröffentlichen publizieren offenlegen auswerten überprüfen kontrollieren reinigen beleuchten beschildern begrünen"
    " streichen überdachen umzäunen bewerben evaluieren untersuchen".split()
)
"""To want this done with a thing takes for granted that the thing is there; what is there isn't therefore lit."""
ACT_NOUNS = frozenset(
    """
    einrichtung einführung schaffung errichtung anschaffung beschaffung bereitstellung bildung gründung anlage aufbau
    bau einbau aufstellung installation eröffnung erstellung erarbeitung entwicklung einsetzung benennung anordnung
    ausweisung herstellung erlass etablierung berufung bestellung
    """.split()
)
"""Die Einrichtung | eines Beirats: what is demanded is the board."""
CHANGE_NOUNS = {
    **{(v[:-2] if v.endswith("en") else v[:-1]) + "ung": v for v in _CHANGING},
    **{"ausbau": "ausbauen", "kürzung": "kürzen", "reduktion": "reduzieren", "reduzierung": "reduzieren"},
    **{"fortschreibung": "fortschreiben", "stärkung": "stärken", "ausdehnung": "ausdehnen"},
}
_NOT_DONE_WITH_IT = frozenset(
    "fordern beantragen wünschen bitten anregen beauftragen verpflichten erfolgen hinwirken".split()
)
_MORE = re.compile(
    r"""
    (?<!ohne\s)\b(?:weitere[rsnm]?|zusätzlich(?:e[rsnm]?)?|zuzüglich)\b
    | (?<!nicht\s)(?<!kein\s)(?<!keine\s)(?<!keinen\s)(?<!keiner\s)\bmehr\b(?!\s+als\b)
    | \b(?:noch\s+ein(?:e[rsnm]?)?|extra|verstärkt|vermehrt|doppelte?[rsnm]?)\b
    | (?<!nicht\s)\b(?:länger|häufiger|öfter|stärker|besser|höher|größer|breiter|früher|später|schneller|dichter|enger
        |niedriger|geringer|kürzer|günstiger|sicherer|sauberer|intensiver|umfassender|umfangreicher|leichter|kleiner)
      (?:e[rsnm]?)?\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
NEW = re.compile(r"\bneu(?:e[rsnm]?)?\b|\bNeu(?:bau|anlage|anschaffung)\w*", re.IGNORECASE)
ALL = re.compile(
    r"\b(?:alle[rn]?|sämtliche[rn]?|jede[rsnm]?|überall|immer|stets|ausnahmslos|flächendeckend\w*|stadtweit\w*|durchgehend\w*"
    r"|(?:ganze[nrms]?|gesamte[nrms]?)\s+(?:Stadt|Stadtgebiet|Gemeindegebiet|Innenstadt|Straßennetz|Netz)\w*)\b",
    re.I,
)
_ORDINALS = {"zweit": "zwei|beide", "dritt": "drei", "viert": "vier", "fünft": "fünf", "sechst": "sechs"}
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})e[rsnm]?\b", re.IGNORECASE)


@lru_cache(maxsize=2_000)
def demand_of(text: str) -> Forderung:
    """What a point with this text demands."""
    wording = _FRAME.sub("", matter_text(text))
    main = SIDE_CLAUSE.split(wording, maxsplit=1)[0]
    core, rest = _core(without_dates(main))
    acts = _acts(main)
    changes = frozenset(acts & _CHANGING) | _change_nouns(main)
    return Forderung(
        kern=core,
        umfang=rest,
        zahlen=amounts(main) | frozenset(re.findall(r"\d+", without_dates(main))),
        taten=acts - _CHANGING - _BRINGING,
        wandel=changes,
        mehr=bool(_MORE.search(main)),
        neu=bool(NEW.search(main)),
        alle=bool(ALL.search(main)),
        ordnung=frozenset(o.lower() for o in _ORDINAL.findall(main)),
    )


def names_thing(demand: Forderung, sentence: str) -> bool:
    """Whether every noun that names the demanded thing stands in a sentence: itself, or as the head of a compound."""
    return all_stand(demand.kern, sentence)


def meets(demand: Forderung, sentence: str) -> bool:
    """Whether a sentence that says that something is so, says it of the demanded thing and of all that is demanded."""
    if not names_thing(demand, sentence) or demand.mehr:
        return False
    if demand.neu and not NEW.search(sentence):
        return False
    if demand.alle and not ALL.search(sentence):
        return False
    if not same_ordinal(demand, sentence):
        return False
    if demand.wandel and not _changed_as_far(demand, sentence):
        return False
    return all(_done(act, sentence) for act in demand.taten)


def acts_undone(demand: Forderung, sentence: str) -> bool:
    """Whether a sentence names the demanded thing and none of what is to be done with it: that a list is kept doesn't
    publish it."""
    acts = demand.taten & _WORKED_ON
    return bool(acts) and names_thing(demand, sentence) and not any(_done(act, sentence) for act in acts)


def same_ordinal(demand: Forderung, sentence: str) -> bool:
    """Whether a sentence counts as far as the demand: "eine zweite", "zwei", "beide"."""
    return all(re.search(rf"\b(?:{o}e[rsnm]?|{_ORDINALS[o]}\w?)\b", sentence, re.I) for o in demand.ordnung)


def _changed_as_far(demand: Forderung, sentence: str) -> bool:
    """A change that was made once meets the wish for it only where it went as far: "bis 22 Uhr", "um Fahrplandaten"."""
    if not (demand.umfang or demand.zahlen):
        return False
    same = demand.wandel <= (verbs(sentence) | _change_nouns(sentence))
    numbers = demand.zahlen <= (amounts(sentence) | frozenset(re.findall(r"\d+", sentence)))
    return same and numbers and all_stand(demand.umfang, sentence)


def _done(act: str, sentence: str) -> bool:
    """ "umstellen" in "wurde umgestellt"; "befreien" in "steuerfrei"."""
    done = verbs(sentence)
    if act in done or related(term(act)) & {term(verb) for verb in done}:
        return True
    root = re.sub(r"^(?:be|ver|er|ent|zer)(?=\w{4})", "", re.sub(r"e?n$", "", act))
    own = re.findall(r"\w+", sentence.lower())
    return len(root) >= 4 and any(w.startswith(root) or w.endswith(root) for w in own)


def core_nouns(text: str) -> tuple[Noun, ...]:
    """The nouns of a text that neither a preposition nor the genitive leads: what it is about."""
    return _core(text)[0]


# --- nouns -----------------------------------------------------------------------------------------------------------


def _core(main: str) -> tuple[tuple[Noun, ...], tuple[Noun, ...]]:
    """The nouns that name the thing, and those that say how far ("um ...", "auf ...", "bis ...").

    Neither are others after a preposition and the genitive; they name the thing only where nothing else does.
    """
    core: list[Noun] = []
    rest: list[Noun] = []
    extent: list[Noun] = []
    aside = after_noun = after_act = far = led = False
    tokens = TOKEN.findall(main)
    for at, token in enumerate(tokens):
        lowered = token.lower()
        if not is_noun(token, first=at == 0) or (at == 0 and opens_with_adjective(tokens)):
            genitive = after_noun and lowered in _GENITIVES
            if genitive and after_act:
                aside = False
            elif genitive or lowered in PREPOSITIONS:
                aside, far = True, lowered in _HOW_FAR or (far and not after_noun and not genitive)
            elif (lowered in _OPENS_PHRASE and not led) or (after_noun and lowered not in _JOINS):
                aside = far = False
            after_noun = after_act = False
            led = lowered in PREPOSITIONS  # "für die ...": the article is the preposition's
            continue
        led = False
        after_noun, after_act = True, lowered in ACT_NOUNS and not aside
        if after_act or lowered in CHANGE_NOUNS:
            after_act = True
            continue
        noun = noun_of(token)
        if noun and things(token):
            (extent if far else rest if aside else core).append(noun)
    return tuple(core or rest or extent), tuple(extent)


_HOW_FAR = frozenset("um auf bis".split())
_OPENS_PHRASE = frozenset("die das ein eine einen den keine keinen , ; :".split())
_JOINS = frozenset("und oder sowie bzw".split())


def is_noun(token: str, *, first: bool) -> bool:
    if not token[0].isupper():
        return False
    if not first:
        return True
    from simplemma import lemmatize

    lowered = token.lower()
    if lowered in PREPOSITIONS or _MORE.fullmatch(token) or NEW.fullmatch(token):
        return False
    lemma = str(lemmatize(token, lang="de"))
    return lemma[0].isupper() and str(lemmatize(lowered, lang="de")) not in _BRINGING | _CHANGING


_INFLECTED = re.compile(r"(?:end|ig|lich|isch|bar|sam|haft|iert|t)e[nrms]?$")


def opens_with_adjective(tokens: Sequence[str]) -> bool:
    """ "Entsprechende Mittel": the capital of the first word makes no noun of it where a noun follows."""
    return len(tokens) > 1 and bool(_INFLECTED.search(tokens[0])) and tokens[1][0].isupper()


def noun_of(token: str) -> Noun:
    """The terms of a noun; its parts as nouns, so that "Wiese" in "Hundewiese" is not taken for a verb's form."""
    own = terms(token)
    if not own:
        return ()
    parts = compound_parts(token.lower())
    return (concept(own[0]), *(concept(t[0]) for t in (terms(p.capitalize()) for p in parts) if t))


def all_stand(nouns: Iterable[Noun], sentence: str) -> bool:
    """Whether every noun stands in a sentence: itself or a related one, as the head of a compound, or in its parts."""
    tokens = {*TOKEN.findall(sentence), *re.findall(r"\w+", sentence)}
    there = [n for n in map(noun_of, sorted(tokens)) if n]
    heads = widened(frozenset({n[0] for n in there} | {n[-1] for n in there}))
    every = widened(frozenset({t for n in there for t in n}))
    return all(n[0] in heads or (len(n) > 1 and n[-1] in heads and set(n[1:]) <= every) for n in nouns)


# --- verbs -----------------------------------------------------------------------------------------------------------


def _acts(main: str) -> frozenset[str]:
    """The verbs of a demand by their infinitive; a particle at the end belongs to them ("richtet ... ein")."""
    bare = re.sub(r"\b[a-zäöüß]+e[rsnm]?\b(?=\s+[A-ZÄÖÜ])", " ", main)  # offene | Daten: an adjective
    kept = bare if verbs(bare) else main
    found = verbs(kept) - _NOT_DONE_WITH_IT
    tokens = re.findall(r"\w+", main)
    if tokens and tokens[-1] in _PARTICLES:
        joined = {tokens[-1] + v for v in found}
        known = joined & (_BRINGING | _CHANGING)
        return frozenset(known or joined)
    return found


def _change_nouns(text: str) -> frozenset[str]:
    """ "Erweiterung", "Kitaausbau": the changes that a text names as nouns."""
    nouns = [w.lower() for w in re.findall(r"\b[A-ZÄÖÜ]\w+", text)]
    return frozenset(v for noun, v in CHANGE_NOUNS.items() for w in nouns if w in (noun, f"{noun}en", f"{noun}s"))
