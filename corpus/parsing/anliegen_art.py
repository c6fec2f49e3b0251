"""What a point wants: its words and the lead-in above it in, `AnliegenArt` out.

The rule: to examine, clarify, investigate or determine whether or how is a Prüfauftrag; what the reply itself can
tell is a Frage; what is to be done, decided or regularly reported is a Forderung.
"""

from __future__ import annotations

import re

from corpus.domain import AnliegenArt

_PREPOSITION = (
    r"(?:[Ii]n|[Aa]uf|[Mm]it|[Zz]u|[Bb]is|[Ss]eit|[Dd]urch|[Aa]us|[Vv]on|[Ff]ür|[Uu]nter|[Aa]b|[Aa]n|[Bb]ei"
    r"|[Nn]ach|[Üü]ber|[Uu]m|[Gg]egen|[Ww]egen|[Ii]nnerhalb)"
)
INTERROGATIVE = (
    rf"(?:(?:{_PREPOSITION}\s)?(?:[Ww]elche[rsnm]?|[Ww]ann|[Ww]ie(?:\s?viele?[nrm]?)?|[Ww]elch|[Ww]em|[Ww]en"
    rf"|[Ww]essen|[Ww]o|[Ww]as|[Ww]er)"
    r"|[Oo]b|[Ii]nwieweit|[Ii]nwiefern|[Ww]ieso|[Ww]eshalb|[Ww]arum|[Ww]oher|[Ww]ohin|[Ww]o(?:durch|für|mit"
    r"|ran|rauf|rin|von|zu|bei|nach)"
    r"|[Ww]ieweit)\b"
)
FREE_RELATIVE = re.compile(
    r"^\W*(?:Wer|Wem|Wen|Was|Wo)\b[^,;?]*,\s+(?:soll(?:te)?|darf|kann|erhält|bekommt|zahlt|bezahlt|muss|wird|ist|hat"
    r"|gilt|den|dem|der|dessen|für\s+den)\b(?![^?]*\?)"
)
"""Wer den Pass besitzt, | soll nichts bezahlen: the verb after the comma makes the first clause no question"""
_BEGINS_INDIRECT = re.compile(rf"(?:und\s|sowie\s)?{INTERROGATIVE}")
_EXAMINE = (
    r"(?:(?:über)?prüf(?!ung)\w*|geprüft|überprüft|Prüfung|klär(?!schlamm|werk|anlage)\w*|abzuklären|geklärt"
    r"|untersuch\w*|ermittel\w*|ermitteln|eruier\w*|auszuloten|evaluier\w*|zu\sbewerten|begutacht\w*)"
)
_EXAMINE_WHETHER = re.compile(
    rf"\b{_EXAMINE}\b(?:,?\s|[^.?!]*?(?<!\w)(?!(?:was|wer|wo|wem|wen)\b)){INTERROGATIVE}", re.IGNORECASE
)
_EXAMINED_WHETHER = re.compile(rf"{INTERROGATIVE}[^.?!]*\b(?:zu\s)?(?:ge|über)?prüf\w*[.,;]?$", re.IGNORECASE)
_EXAMINE_ONLY = re.compile(
    r"(?:\bzu\sprüfen[.,;]?$|\bgeprüft\swerden|\b(?:wird|werden)\sgeprüft|^(?:Die|Der"
    r"|Das)\s[\w\s]{3,40}?\sprüft\s(?:die|den|das|eine?n?|verschiedene|Möglichkeiten)|\bPrüfung\sder\sMöglichkeit)"
)
_TASK = re.compile(r"\b(?:zu\s[a-zäöüß]+n|[a-zäöüß]{2,}zu[a-zäöüß]+en)\b")
_TELL = (
    r"(?:mitzuteilen|mitteil\w*|mitgeteilt|[Tt]eil\w*\s(?:Sie|uns|dem|der)|bericht\w*|Bericht\w*|darzulegen"
    r"|darleg\w*|legt\b[^.]*\bdar|darzustellen|darstell\w*|dargestellt"
    r"|stellt\b[^.]*\bdar|erläuter\w*|Auskunft|beantwort\w*|Beantwortung|fragen|fragt|Frage|zeigt\b[^.]*\bauf"
    r"|aufzuzeigen|(?:[Rr]at|[Aa]usschuss|[Gg]remi\w+|uns|versammlung"
    r"|[Kk]reistag)\b[^.?!]{0,60}\b(?:informier\w*|unterricht\w*)|nennen|benennen"
    r"|interessier\w*|Interesse|wissen|wüssten?|gewusst|erfahren|anzugeben|Angaben|aufzulisten|Antwort\w*"
    r"|erklär\w*|sagen|offen\w*legen|offenzulegen|unklar|offen\sist|listet)"
)
_TELL_WHETHER = re.compile(rf"\b{_TELL}\b[^.?!]*?(?<!\w){INTERROGATIVE}")
_ASKS_TO_TELL = re.compile(
    r"\b(?:[Uu]ns\sinteressiert|wissen,|[Ff]ragen\s(?:wir|sich)|(?:[Ww]ir|[Ff]raktion)\sfrag(?:en|t)"
    r"|sich\sdie\sFrage|um\sAuskunft|Auskunft\s(?:darüber\s)?(?:zu\s)?(?:geb|erteil|gib|gegeben|erteilt)"
    r"|mitzuteilen|(?:[Bb]itte|[Bb]itten)\b[^.]*\b(?:Angaben?|Auskunft|Mitteilung|Antwort)"
    r"|(?:[Bb]itte\s)?(?:[Tt]eilen|[Nn]ennen|[Ee]rläutern|[Ee]rklären|[Gg]eben|[Ss]agen|[Ll]isten"
    r"|[Ss]childern)\sSie|[Bb]itte\s(?:teilen|nennen|erläutern|erklären|geben|sagen|listen))"
)
_EXAMINE_LIST = re.compile(  # "Folgendes ist zu klären:", "wird beauftragt zu prüfen,"
    r"\b(?:(?:zu\s)?(?:prüfen|klären|untersuchen|ermitteln)|geprüft|prüft|geklärt|untersucht)[^.;]{0,30}[:,]$"
)
_REGULARLY = re.compile(
    r"\b(?:\w*jährlich\w*|monatlich\w*|quartalsweise\w*|regelmäßig\w*|fortlaufend\w*|laufend\w*|turnusmäßig\w*"
    r"|wöchentlich\w*|einmal\s(?:im|pro|je)\s(?:Jahr|Quartal)"
    r"|(?:zweimal|einmal)\s\w+|alle\s\w+\s(?:Monate|Jahre)|nach\s(?:\w+\s){1,2}(?:Monat|Jahr)\w*"
    r"|jede[sn]\s(?:Jahr|Quartal|Halbjahr))"
)
_DIRECT_QUESTION = re.compile(r"\?[\")\s]*(?:$|\s)")
_QUOTED = re.compile(r"„[^“”]*[“”]")  # new wording, or a question of others: „Wann kommt der Bus?“


def classify(text: str, lead: str = "") -> AnliegenArt:
    """The kind of the point with these words; `lead` is the lead-in that it shares, or the order that it hangs on."""
    words = " ".join(text.split())
    above = " ".join(lead.split())
    if _DIRECT_QUESTION.search(without_quotes(words)):
        return AnliegenArt.FRAGE
    if _BEGINS_INDIRECT.match(words) and not FREE_RELATIVE.match(words):
        return _classify_by_lead(above)
    return _classify_sentence(words) or _classify_noun(words, above)


def without_quotes(words: str) -> str:
    """The words with what stands in German quotation marks left out: a question in there is not the asker's."""
    return _QUOTED.sub("„“", words)


def _classify_by_lead(lead: str) -> AnliegenArt:
    """An indirect clause ("ob …") takes its kind from the order above it."""
    examine = _last(rf"\b{_EXAMINE}\b", lead)
    tell = _last(rf"\b{_TELL}\b", lead)
    if examine < 0 and tell < 0:
        return AnliegenArt.PRUEFAUFTRAG if re.search(r"beauftragt|gebeten|aufgefordert", lead) else AnliegenArt.FRAGE
    return AnliegenArt.PRUEFAUFTRAG if examine > tell or (examine >= 0 and "prüf" in lead) else AnliegenArt.FRAGE


def _classify_sentence(words: str) -> AnliegenArt | None:
    """The kind that the point's own verbs tell, or None."""
    if _EXAMINE_WHETHER.search(words) or _EXAMINED_WHETHER.search(words):
        tell = _TELL_WHETHER.search(words)
        examine = _EXAMINE_WHETHER.search(words)
        asked_first = tell is not None and examine is not None and tell.start() < examine.start()
        if not asked_first or _ASKS_TO_TELL.search(words) is None:
            return AnliegenArt.PRUEFAUFTRAG
    if _TELL_WHETHER.search(words) or (_ASKS_TO_TELL.search(words) and not _REGULARLY.search(words)):
        return AnliegenArt.FORDERUNG if _REGULARLY.search(words) else AnliegenArt.FRAGE
    if _EXAMINE_ONLY.search(words) and len(_TASK.findall(words)) < 2 and not _REGULARLY.search(words):
        return AnliegenArt.PRUEFAUFTRAG
    return None


def _classify_noun(words: str, lead: str) -> AnliegenArt:
    """What has no verb of its own ("die Kosten der Sanierung") takes the kind of the lead-in."""
    if _EXAMINE_LIST.search(lead) and not re.search(r"\bzu\s\w+en\b", words):
        return AnliegenArt.PRUEFAUFTRAG
    if re.search(r"(?:Fragen|Beantwortung|Auskunft|mitzuteilen|berichten)[^.;]{0,60}:$", lead) and len(words) < 120:
        return AnliegenArt.FORDERUNG if _REGULARLY.search(words) else AnliegenArt.FRAGE
    return AnliegenArt.FORDERUNG


def _last(pattern: str, words: str) -> int:
    return max((match.start() for match in re.finditer(pattern, words, re.IGNORECASE)), default=-1)
