"""The words that a model gets: a file that a city can change, and what is filled into it.

The file has three parts: the instruction, the same for every point; the point with its sources; and what is said when
sentences did not pass. What comes from motions, papers and people stands between <<< and >>>, and can't close that
fence.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template

from bot.drafting.learning import MOST_EXAMPLES, Beispiel
from bot.drafting.model.units import Einheit
from corpus.errors import StellwerkError
from retrieval.support import fold

MOST_TONE = 1
LONGEST_POINT = 2_000
LONGEST_TONE = 240
LONGEST_WISH = 300

_PARTS = ("Anweisung", "Punkt", "Nachbesserung")
_HEADING = re.compile(r"^===[ \t]*(\w+)[ \t]*===[ \t]*$", re.MULTILINE)
_NEEDED = {"Anweisung": frozenset[str](), "Punkt": frozenset({"anliegen", "belege"}), "Nachbesserung": {"abgelehnt"}}
_KNOWN = {
    "Anweisung": frozenset[str](),
    "Punkt": frozenset({"anliegen", "belege", "ton", "beispiele", "wunsch"}),
    "Nachbesserung": frozenset({"abgelehnt"}),
}
_UNSEEN = frozenset(("Cf", "Co", "Cs", "Cn"))
_FENCE = re.compile(r"[<>]{2,}")


@dataclass(frozen=True)
class Prompt:
    """The three texts of a prompt file, and the SHA-256 of the file."""

    anweisung: str
    punkt: str
    nachbesserung: str
    sha256: str

    def instruction(self) -> str:
        """What holds for every point."""
        return Template(self.anweisung).substitute()

    def point(
        self,
        anliegen: str,
        units: Sequence[Einheit],
        *,
        ton: Sequence[str] = (),
        beispiele: Sequence[Beispiel] = (),
        wunsch: str = "",
    ) -> str:
        """One point with its sources, how the office writes, how people changed the like, and what a person wishes."""
        text = Template(self.punkt).substitute(
            anliegen=data(anliegen, LONGEST_POINT),
            belege="\n".join(f"{unit.id}: {data(unit.text)}" for unit in units),
            ton=_fenced(
                "So schreibt dieses Amt (nur Ton und Form übernehmen, keinen Inhalt):",
                [f"- {data(one, LONGEST_TONE)}" for one in ton[:MOST_TONE]],
            ),
            beispiele=_fenced(
                "So haben Menschen frühere Entwürfe geändert (nur die Art der Änderung übernehmen, keinen Inhalt):",
                [line for one in beispiele[:MOST_EXAMPLES] for line in _example(one)],
            ),
            wunsch=_fenced(
                "Formuliere jeden Satz so um, wie hier gewünscht (die Regeln gelten weiter):",
                [data(wunsch, LONGEST_WISH)],
            )
            if wunsch
            else "",
        )
        return text.strip()

    def repair(self, refused: Sequence[tuple[str, Sequence[str]]]) -> str:
        """What is said to sentences that did not pass, each with the reasons."""
        lines = [
            f"- „{data(text, 600)}“ – {' '.join(data(reason, 200) for reason in why[:3])}" for text, why in refused
        ]
        return Template(self.nachbesserung).substitute(abgelehnt="\n".join(lines)).strip()


def load_prompt(own: Path | None = None) -> Prompt:
    """The prompt that comes with Stellwerk, or a city's own. StellwerkError where that can't be used."""
    if own is None:
        return parse_prompt(resources.files(__package__).joinpath("prompt.md").read_text(encoding="utf-8"), "prompt.md")
    try:
        text = own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StellwerkError(
            f"Die Prompt-Datei {own} lässt sich nicht lesen.",
            "Prüfen Sie STELLWERK_MODEL_PROMPT; die Datei muss Text in UTF-8 sein.",
        ) from error
    return parse_prompt(text, str(own))


def parse_prompt(text: str, name: str) -> Prompt:
    """The parts of a prompt file. StellwerkError where a part or a placeholder is missing, or one is unknown."""
    pieces = _HEADING.split(text)
    found = {heading: body.strip() for heading, body in zip(pieces[1::2], pieces[2::2], strict=True)}
    missing = [part for part in _PARTS if not found.get(part)]
    if missing:
        raise _unusable(name, f"Es fehlt der Teil „=== {missing[0]} ===“.")
    for part in _PARTS:
        template = Template(found[part])
        if not template.is_valid():
            raise _unusable(name, f"Im Teil „{part}“ steht ein einzelnes $; schreiben Sie $$.")
        named = set(template.get_identifiers())
        lacking, unknown = sorted(_NEEDED[part] - named), sorted(named - _KNOWN[part])
        if lacking:
            raise _unusable(name, f"Im Teil „{part}“ fehlt der Platzhalter ${lacking[0]}.")
        if unknown:
            raise _unusable(name, f"Den Platzhalter ${unknown[0]} gibt es im Teil „{part}“ nicht.")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Prompt(found["Anweisung"], found["Punkt"], found["Nachbesserung"], digest)


def data(text: str, longest: int | None = None) -> str:
    """Text from outside on one line, without what nobody sees and without anything that closes the fence."""
    bare = "".join(c for c in text if c.isspace() or (c.isprintable() and unicodedata.category(c) not in _UNSEEN))
    bare = _FENCE.sub(lambda match: match[0][0], fold(bare))
    if longest is None or len(bare) <= longest:
        return bare
    return bare[:longest].rsplit(" ", 1)[0] + " …"


def _fenced(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, "<<<", *lines, ">>>", ""]) if lines else ""


def _example(one: Beispiel) -> list[str]:
    lines = [f"- Frage: {data(one.frage, 300)}", f"  vorher: {data(one.vorher, 400)}"]
    lines.append(f"  nachher: {data(one.nachher, 400)}" if one.nachher else "  nachher: abgelehnt")
    if one.grund:
        lines.append(f"  Grund: {data(one.grund, 200)}")
    return lines


def _unusable(name: str, why: str) -> StellwerkError:
    return StellwerkError(
        f"Die Prompt-Datei {name} ist nicht brauchbar: {why}",
        "Vergleichen Sie sie mit der mitgelieferten; docs/modell.md nennt Teile und Platzhalter.",
    )
