"""The labelled sentences: one a line, with ⟦words|kind⟧ around what has to be held back. All of it is invented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from corpus.personal_data.kinds import Angabe
from corpus.personal_data.masking import Stelle, find

_MARK = re.compile(r"⟦([^|⟧]+)\|([^⟧]+)⟧")


@dataclass(frozen=True)
class Satz:
    text: str
    gold: tuple[Stelle, ...]


@dataclass(frozen=True)
class Zahlen:
    """Counted by place: found where the labelled words are covered whole, false where nothing labelled is touched."""

    gefunden: int
    uebersehen: int
    zu_unrecht: int
    gemeldet: int
    verraten: tuple[str, ...]
    falsch: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.gefunden / (self.gefunden + self.uebersehen)

    @property
    def precision(self) -> float:
        return 1 - self.zu_unrecht / self.gemeldet


def read(name: str) -> list[Satz]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [_satz(line.replace("\\n", "\n")) for line in lines if line.strip()]


def _satz(line: str) -> Satz:
    text, gold, position = "", [], 0
    for match in _MARK.finditer(line):
        text += line[position : match.start()]
        gold.append(Stelle(len(text), len(text) + len(match[1]), Angabe(match[2])))
        text += match[1]
        position = match.end()
    return Satz(text + line[position:], tuple(gold))


def measure(saetze: list[Satz]) -> Zahlen:
    found = missed = false = said = 0
    leaked, wrong = [], []
    for satz in saetze:
        places = find(satz.text)
        said += len(places)
        for gold in satz.gold:
            if any(p.start <= gold.start and gold.ende <= p.ende for p in places):
                found += 1
            else:
                missed += 1
                leaked.append(satz.text[gold.start : gold.ende])
        for place in places:
            if not any(place.start < g.ende and g.start < place.ende for g in satz.gold):
                false += 1
                wrong.append(f"{satz.text[place.start : place.ende]} in: {satz.text}")
    return Zahlen(found, missed, false, said, tuple(leaked), tuple(wrong))
