"""How points and replies word what the premise check looks for: an end, a handing over, a charge, a day of the week.

Patterns only, each with an example where it isn't plain. What follows from them is decided in `premise/signals.py`.
"""

from __future__ import annotations

import re

from retrieval.state import ENDED

MOVED = re.compile(
    r"\b(?:übertragen|verlegt|umgezogen|überführt|umgewandelt|zog(?:en)?\b.*\bum|ausgegliedert|eingegliedert|umbenannt)\b",
    re.DOTALL,
)

DOES_WITHOUT = re.compile(r"\bohne((?:\s+[\w-]+){1,3})|\b[Aa]uf((?:\s+[\w-]+){1,4})\s+(?:\w+\s+){0,3}verzichtet\b")
"""kommt | ohne Feuerwerk | aus;   wird | auf Einwegbecher verzichtet: that there is none any more"""

BEING = re.compile(
    r"\b(?:gibt\s+es|gibt|besteht|bestehen|vorhanden|existiert\w*|eingerichtet|verfügt)\b", re.IGNORECASE
)

WANTS_MOVE = re.compile(
    r"(?:über(?:trag|führ)|aus(?:zu)?glieder|ein(?:zu)?glieder|verleg|um(?:zu)?wandel|umgewandelt|umzieh|umbenenn)\w*"
)

ADVERBS = re.compile(
    r"\b(?:montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags|nachts|abends|morgens|online|digital|kostenlos|kostenfrei"
    r"|gebührenfrei|beitragsfrei|barrierefrei|stufenlos|unentgeltlich|zentral\w*|gemeinsam\w*)\w*",
    re.IGNORECASE,
)

CALLED = re.compile(r"[„\"»]([^“\"«]{4,60})[“\"«]")
"""das Bündnis „Kommunen gegen Rassismus“"""

WITHOUT = re.compile(r"\b[Oo]hne((?:\s+\w+){1,3})")

ENDS_BEING = re.compile(
    rf"""
    \b(?:gibt|gab|besteht|bestehen|existiert\w*|betrieben|angeboten|unterhält|erhoben|gefördert|erteilt|vergeben|findet|finden
        |geführt|genutzt|angenommen|geschlossen|Mitglied|tätig)\b[^,;]*\bnicht\s+mehr\b
    | \bnicht\s+mehr\b[^,;]*\b(?:betrieben|angeboten|erhoben|gefördert|erteilt|vergeben|geführt|angenommen
        |geschlossen|Mitglied|tätig|statt|besetzt|beschäftigt|im\s+Amt|in\s+Betrieb)\b
    | \bgibt\b[^,;]*\bkeine?[nrms]?\b[^,;]*\bmehr\b
    | \bletztmal(?:s|ig)\b | \bzum\s+letzten\s+Mal\b | \bletzte[nrs]?\s+(?:Fahrt|Vorstellung|Ausgabe|Spielzeit|Saison)
    | \b(?:verlassen|verließ|Ruhestand|Austritt)\b | \baußer\s+(?:Betrieb|Dienst|Kraft)\b | \bendete[n]?\b | \b{ENDED}\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""The thing itself is gone; "nicht mehr ausgeglichen" says less."""

FREE_OF_CHARGE = r"(?:(?!barriere|einwand|unfall)\w{3,}frei\w*|kostenlos\w*|unentgeltlich\w*|umsonst|gratis)"

WANTS_FREE = re.compile(
    rf"""
    \b(?:frei(?:gestellt|zustellen|stell\w*) | befrei\w* | {FREE_OF_CHARGE} | freie[rnm]?\s+Eintritt
        | ohne\s+(?:Eintritt|Gebühr|Kosten|Entgelt))\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Eltern werden vom Beitrag freigestellt: the wish is that there is none"""

SAYS_FREE = re.compile(
    rf"""
    \b(?:{FREE_OF_CHARGE} | befreit | freigestellt | zahl\w*\b.*\bnicht(?:s|\s+mehr)
        | (?:kein\w*|nichts|niemand\w*|ohne)\b(?:\s+\w+){{0,4}}?\s*
          (?:mehr|Beitr\w+|Gebühr\w*|Eintritt\w*|Entgelt\w*|verlangt|erhoben))\b
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""Eltern zahlen nichts mehr;   wird von niemandem Eintritt verlangt"""

JOINS = re.compile(
    r"\b(?:Beitritt\w*|bei(?:zu)?treten|tritt\b.*\bbei|beitritt|Mitglied\s+(?:zu\s+)?w[eiu]rd\w*|anschließ\w*|anzuschließen)\b"
    r"|\bw[eiu]rd\w*\s+(?:\w+\s+){0,3}Mitglied\b|\bTeil\s+(?:des|der)\b.*\bw[eiu]rd\w*|\bschließt\s+sich\b.*\ban\b"
    r"|\beine[rn]?\s+(?:(?!weitere|bestehende)\w+\s+)?Mitgliedschaft\b(?!.*\b(?:noch|weiter(?:hin)?|beend\w*|künd\w*)\b)",
    re.S,
)
"""With "eine" a membership is yet to come ("ob eine Mitgliedschaft sinnvoll ist"), with "die" it is there."""

FORBIDDEN = re.compile(
    r"\b(?:untersagt|verboten|unzulässig|ausgeschlossen|nicht\s+(?:gestattet|erlaubt|zulässig))\b", re.I
)

TELLS_OF_CHANGE = re.compile(
    r"\b(?:seit(?:her|dem|dessen)?|nun(?:mehr)?|jetzt|inzwischen|mittlerweile|statt(?:dessen)?|anstelle|ab\s+(?:dem|der|\d|[A-Z])"
    r"|zum\s+\d|nur\s+noch|ausschließlich|künftig|geändert|umgestellt|gesenkt|erhöht|angehoben|wurden?|worden)\b",
    re.IGNORECASE,
)
"""liegt | seit | Mai beim Bauhof: only who tells of a change takes back what an older paper said"""

JOINED = re.compile(
    r"\b(?:tr[aä]t(?:en)?\b[^,;]*\bbei|beigetreten|schloss(?:en)?\b[^,;]*\ban|angeschlossen|aufgenommen|gehört\b[^,;]*\ban)\b"
    r"|\bist\b[^,;]*\bTeil\b",
)
"""trat dem Bündnis bei;   wurde in die Allianz aufgenommen: said of a body, that is membership"""

TAKES_PART = re.compile(
    r"\bbeteilig\w+\s+sich\b|\bsich\b.*\bbeteilig\w+|\bn[ai]hm\w*\b.*\bteil\b|\b(?:teilnehmen|teilnimmt)\b", re.S
)
"""Die Stadt beteiligt sich an der Ehrenamtskarte des Landes: wanted is what the others have already"""

THE_BODY = re.compile(
    r"\b(?:dem|das|den|der|die|diese[mnr]?)\s+(?:Verein|Verband|Bündnis|Netzwerk|Zweckverband|Allianz|Vereinigung|Bund|Pakt)\b(?!\s+[„\"A-ZÄÖÜ])"
)
"""trat die Stadt | dem Bündnis | bei: the one that the answer names or was asked for"""

WEEKDAYS = re.compile(r"\b(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|\bMittwoch")

HANDED_ON = re.compile(
    r"\b(?:übernommen|übertragen|abgegeben|verlegt|umgezogen|zog\b.*\bum|abgelöst|ersetzt|überführt|übergegangen"
    r"|ging(?:en)?\b.*\büber|in\s+den\s+Händen|in\s+(?:der\s+)?Trägerschaft)\b",
    re.DOTALL,
)

NEW_ONE = re.compile(r"\b[Nn]eue[rsnm]?\b|\b[Nn]eubau")

LEFT_BEHIND = re.compile(r"\b(?:vo[nm]|aus)\s+(?:der|dem|den)?\s*([A-ZÄÖÜ][\w-]+)")

CHARGES = re.compile(r"\b(?:Euro|erhoben|erhebt|zahlen|entrichten|beträgt|kostet)\b|€")

THE_MEMBERSHIP = re.compile(
    r"\W*(?:Die|Diese|Ihre)\s+Mitgliedschaft\b(?!\s+(?:im|in|bei|beim|der\s+Stadt\s+(?:im|in|bei)))"
)

NO_LONGER_SO_MUCH = re.compile(
    r"\b(?:(?:an)?statt|gegenüber|nach)\s+(?:bisher|zuvor|vorher|früher|zuletzt|bislang)(?:\s+\w+)?\s+\d[\d.,]*\s*\S+"
    r"|\b(?:bisher|zuvor|vorher|früher|bislang)\s+\d[\d.,]*\s*\S+",
    re.IGNORECASE,
)
"""18 Euro | statt bisher 15 Euro: the second number is what it no longer is"""
