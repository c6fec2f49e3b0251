"""A clause to its groups: noun phrases and prepositional phrases, with the case that their article shows.

"vom Rathausplatz auf den Domhof" is two groups, of "von" and of "auf"; "des Vereins" right behind a noun is an
attribute. Who does what to whom is read from them: `roles_of` gives each group's part in the clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.support.clauses import Teilsatz
from retrieval.support.verbs import is_participle
from retrieval.support.words import PREPOSITIONS, Wort

_CASES = {
    "der": "nom dat gen", "die": "nom akk", "das": "nom akk", "den": "akk dat", "dem": "dat", "des": "gen",
    "ein": "nom akk", "eine": "nom akk", "einen": "akk", "einem": "dat", "einer": "dat gen", "eines": "gen",
    "kein": "nom akk", "keine": "nom akk", "keinen": "akk dat", "keinem": "dat", "keiner": "dat gen nom",
}  # fmt: skip
_ENDINGS = {"er": "nom dat gen", "e": "nom akk", "es": "nom akk gen", "en": "akk dat", "em": "dat", "": "nom akk"}
_DETERMINER = re.compile(r"(?P<root>dies|jen|jed|welch|solch|sein|ihr|unser|mein|all|manch)(?P<ending>er|es|en|em|e|)$")
_ALL = frozenset({"nom", "akk", "dat", "gen"})
_FEMININE = re.compile(
    r"(?:ung|heit|keit|schaft|tät|ion|ik|ur|(?<!e)in|enz|anz|ie|stadt|behörde|gilde|firma|polizei|stelle|kirche|schule|wehr|"
    r"kasse|bahn|gemeinde|anstalt|agentur|fraktion|gmbh|ggmbh|kommission|bücherei|gesellschaft|kammer|"
    r"werkstatt|feuerwehr|partei|bank|hochschule|klinik|jury|leitung|diakonie|caritas|abteilung|gruppe|initiative)$"
    r"|^(?:ag|kg|eg|aör|ohg)$"
)
_MASCULINE = re.compile(
    r"(?:verein|ausschuss|rat|kreis|bund|verband|betrieb|beirat|träger|club|klub|staat|vorstand|betreiber|eigentümer|"
    r"hersteller|kreisverband|landtag|ling|mann|dienst|landkreis|besitzer|ortsrat|bürgermeister|nachbar|pächter|mieter)$"
)


@dataclass(eq=False)
class Gruppe:
    """A noun phrase with its preposition ("" for none). `attribut`: a genitive behind another noun."""

    praeposition: str
    faelle: frozenset[str]
    worte: list[Wort]
    attribut: bool = False
    bestimmt: bool = True

    @property
    def kern(self) -> Wort | None:
        """The noun that the group is about: its first one."""
        return next((w for w in self.worte if w.art in ("inhalt", "name") and w.text[0].isupper()), None)


def groups_of(clause: Teilsatz) -> list[Gruppe]:
    """The groups of a clause, in order."""
    found: list[Gruppe] = []
    current: Gruppe | None = None
    previous: Wort | None = None
    words = [w for w in clause.worte if w.art != "zeichen"]
    for index, word in enumerate(words):
        after = words[index + 1] if index + 1 < len(words) else None
        if word.low in ("als", "wie") and after is not None:
            current = Gruppe("als", _ALL, [])
            found.append(current)
        elif word.art == "funktion":
            preposition = PREPOSITIONS.get(word.low)
            article = _article(word.low)
            if preposition and after is not None and not (article and word.low in _CASES):
                current = Gruppe(preposition, _ALL, [])
                found.append(current)
            elif article is not None:
                if current is None or any(_is_noun(w) for w in current.worte):
                    share = previous is not None and previous.wert is not None and previous.wert.art == "anteil"
                    noun_before = previous is not None and (_is_noun(previous) or share)
                    attribute = noun_before and "gen" in article and word.low not in ("die", "das", "den", "dem")
                    current = Gruppe("", article, [], attribut=attribute)
                    found.append(current)
                else:
                    current.faelle = article
                current.bestimmt = not word.low.startswith(("ein", "kein"))
            elif word.low in ("und", "oder", "sowie") or word.low in ("bis",):
                current = None
            else:
                current = None
        elif word.art in ("inhalt", "name", "wert") and not (
            word.art == "inhalt" and word.text[0].islower() and not _attributive(after)
        ):
            if (
                current is None
                or _ends_count(current, word)
                or (word.wert is not None and word.wert.art in ("geld", "anteil") and any(map(_is_noun, current.worte)))
                or (
                    not _is_noun(word)
                    and any(_is_noun(w) for w in current.worte)
                    and not (word.art == "wert" and not _attributive(after))
                )
            ):
                genitive = previous is not None and _is_noun(previous) and _strong_genitive(word, after)
                current = Gruppe("", _ALL, [], attribut=genitive)
                found.append(current)
            current.worte.append(word)
        elif word.art in ("umfang", "verneinung", "takt") and (
            after is not None and after.art in ("inhalt", "name", "wert")
        ):
            if current is None or any(_is_noun(w) for w in current.worte):
                current = Gruppe("", _case_of(word.low), [])
                found.append(current)
        elif word.art == "zeit" and current is not None and not any(_is_noun(w) for w in current.worte):
            continue
        else:
            current = None
        previous = word
    return [g for g in found if g.worte]


def _ends_count(group: Gruppe, word: Wort) -> bool:
    """An 38 Standorten Lampen getauscht: behind a counted dative plural a noun begins a group of its own."""
    last = group.worte[-1] if group.worte else None
    times = ("jahr", "datum", "quartal", "uhrzeit")
    if group.worte and all(w.wert is not None and w.wert.art in times for w in group.worte):
        return True  # ist seit 2022 Vorsitzende
    counted = any(w.wert is not None and w.wert.art == "zahl" for w in group.worte)
    return (
        last is not None and counted and bool(group.praeposition) and _is_noun(last) and last.low.endswith("n")
        and last.low != last.grund and word.art == "inhalt" and word.text[0].isupper()
    )  # fmt: skip


def _strong_genitive(word: Wort, noun: Wort | None) -> bool:
    """die Nutzung | geeigneter Dächer: no article shows the case, but the ending does before a plural or a feminine."""
    if not word.text[0].islower() or not word.low.endswith("er") or noun is None or not _is_noun(noun):
        return False
    return noun.low != noun.grund or bool(_FEMININE.search(noun.grund))


def _attributive(after: Wort | None) -> bool:
    return after is not None and after.art in ("inhalt", "name", "wert", "umfang")


def _is_noun(word: Wort) -> bool:
    return word.art == "name" or (word.art == "inhalt" and word.text[0].isupper())


def _article(low: str) -> frozenset[str] | None:
    if low in _CASES:
        return frozenset(_CASES[low].split())
    match = _DETERMINER.match(low)
    return frozenset(_ENDINGS[match["ending"]].split()) if match else None


def _case_of(low: str) -> frozenset[str]:
    return frozenset(_CASES[low].split()) if low in _CASES else _ALL


def _agrees(group: Gruppe, clause: Teilsatz) -> bool:
    """Whether a noun can be the subject by its number: "Verstöße ahndet das Amt" has a singular verb."""
    noun = group.kern
    if noun is None or clause.mehrzahl is None or noun.art == "name":
        return True
    if any(_is_noun(w) for w in group.worte if w.start > noun.start):
        return True  # Stadtwerke Musterstadt GmbH, Untere Wasserbehörde: a name's first word does not tell
    plural = (
        noun.text[0].isupper()
        and noun.low != noun.grund
        and noun.low.rstrip("s") != noun.grund
        and not noun.low.endswith("in")
    )
    if not clause.mehrzahl and _counted(group):
        return False  # Die neun Vertreter wählt der Kreistag
    if clause.mehrzahl and _is_singular(group) and not any(w.low in ("und", "sowie", "oder") for w in clause.worte):
        return False  # Einen Zuschuss können Vereine erhalten
    return not (plural and not clause.mehrzahl)


def _counted(group: Gruppe) -> bool:
    """Whether a number other than one stands before the noun."""
    noun = group.kern
    return noun is not None and any(
        w.wert is not None and w.wert.art == "zahl" and w.wert.wert[0] != 1 for w in group.worte if w.start < noun.start
    )


def _is_singular(group: Gruppe) -> bool:
    """Whether the noun's plural would look different ("Zuschuss", not "Eigentümer"), and no number stands before it."""
    noun = group.kern
    return (
        noun is not None
        and (noun.low == noun.grund or noun.low.rstrip("s") == noun.grund)
        and not noun.grund.endswith(("er", "el", "en", "chen", "lein"))
        and not any(w.wert is not None and w.wert.art == "zahl" for w in group.worte if w.start < noun.start)
    )


_ACTING = re.compile(
    r"(?:stadt|verwaltung|behörde|kommission|fraktion|gemeinde|gesellschaft|gmbh|ggmbh|verein|verband|"
    r"leiter|leiterin|stiftung|vereinigung|regierung|innung|abteilung|kammer|bürgermeister|bürgermeisterin|amt|ministerium|präsidium|land|polizei|feuerwehr|stadtwerke)$"
    r"|^(?:ag|kg|eg|aör)$"
)


_DEED = re.compile(r"(?:ung|ierung|ion|pflege|arbeit)$")
"""What is done rather than doing anything."""


def _acts(group: Gruppe) -> bool:
    """Whether a group names somebody who can do something: a body or a person."""
    return any(_ACTING.search(w.low) or _ACTING.search(w.grund) for w in group.worte if _is_noun(w))


def cases(group: Gruppe) -> frozenset[str]:
    """The cases that a group may stand in, narrowed by the noun's gender where its ending tells."""
    noun = group.kern
    found = group.faelle
    if noun is None or group.praeposition:
        return found
    if found == frozenset({"nom", "dat", "gen"}):
        forms = " ".join(w.grund for w in group.worte)
        if _MASCULINE.search(noun.grund) or ("ev" in forms.split() and not _FEMININE.search(noun.grund)):
            return frozenset({"nom"})
        if re.search(r"\b(?:gmbh|ggmbh|ag|kg|eg|aör)\b", forms) or _FEMININE.search(noun.grund):
            return frozenset({"dat", "gen"})
    if found == frozenset({"akk", "dat"}) and _MASCULINE.search(noun.grund):
        return frozenset({"akk"})
    return found


def gets_done(clause: Teilsatz) -> bool:
    """Der Verein bekommt die Kosten erstattet: its subject is who receives."""
    verb = clause.finite
    others = [v for v in clause.verben if verb is not None and v.start != verb.start]
    return verb is not None and verb.grund in ("erhalten", "bekommen") and any(map(is_participle, others))


def _is_share(group: Gruppe) -> bool:
    """Ein Drittel der Ausgaben."""
    first = group.worte[0].wert
    return first is not None and first.art == "anteil"


def _counted_out(group: Gruppe) -> bool:
    """Von den 620 Leuchten wurden 410 getauscht: the whole that a part is taken of does nothing."""
    first = group.worte[0].wert
    return first is not None and first.art == "zahl"


def roles_of(clause: Teilsatz, groups: Sequence[Gruppe]) -> dict[int, str]:
    """By a group's index: handelnd, betroffen, empfangend, attribut or its preposition; what is unclear is left out.

    In a passive clause the subject is who it is done to and "von" (or "durch") names who does it.
    """
    roles: dict[int, str] = {}
    subject: int | None = None
    bare: list[int] = []
    given = gets_done(clause)
    for index, group in enumerate(groups):
        if group.attribut:
            roles[index] = "attribut"
        elif group.praeposition:
            passive = clause.passiv or given
            passive_agent = passive and group.praeposition in ("von", "durch") and not _counted_out(group)
            roles[index] = "handelnd" if passive_agent else group.praeposition
        elif group.kern is not None:
            bare.append(index)
    pronouns = {w.low for w in clause.worte if w.art == "funktion"}
    if pronouns & {"er", "man", "wir"} or (pronouns & {"sie", "es"} and not bare):
        bare_subject: list[int] = []
    else:
        bare_subject = bare
    unclear = bool(pronouns & {"sie", "es"})
    bare_subject = [i for i in bare_subject if _agrees(groups[i], clause)]
    certain = [i for i in bare_subject if cases(groups[i]) == frozenset({"nom"})]
    possible = [i for i in bare_subject if "nom" in cases(groups[i])]
    acting = [i for i in possible if _acts(groups[i])]
    if not certain and len(acting) == 1 and not clause.passiv:
        possible = acting  # Das Grundstück hat die Stadt erworben
    elif not certain and not clause.passiv:
        doing = [i for i in possible if (n := groups[i].kern) is None or _acts(groups[i]) or not _DEED.search(n.grund)]
        possible = doing or possible  # Die Restaurierung übernimmt die Werkstatt
    spoken = [w for w in clause.worte if w.art != "zeichen" and w.low not in ("und", "oder", "aber", "sondern")]
    elided = bool(spoken) and clause.finite is spoken[0] and clause.art == clause.nach == "haupt"
    if elided and not certain:
        possible = [i for i in possible if _acts(groups[i])]  # ..., hält aber eine Prüfung für nötig
    subject = certain[0] if certain else possible[0] if possible and not unclear else None
    if clause.zustand:
        return roles if subject is None else {**roles, subject: "zustand"}
    for index in bare:
        found = cases(groups[index])
        if index == subject:
            moved = "sich" in pronouns and not _acts(groups[index])  # der Neubau verschob sich: wurde verschoben
            done_to = "empfangend" if given else "betroffen"
            roles[index] = done_to if given or clause.passiv or moved else "handelnd"
        elif subject is not None and _is_share(groups[index]):
            roles[index] = "betroffen"  # decken ein Drittel der Ausgaben
        elif found == frozenset({"dat"}) or found == frozenset({"dat", "gen"}):
            roles[index] = "empfangend"
        elif "akk" in found and not clause.passiv and found != _ALL and not (unclear and "nom" in found):
            roles[index] = "betroffen"
    return roles
