"""One thing changed in a sentence, mechanically: a number, a date, a name, a negation. What the gate must then refuse.

Text in, corrupted text out, or None where the sentence has nothing of the kind. The randomness is the caller's. Used on
real papers at hand and on sample drafts; nothing of them is stored.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from retrieval.support.number_words import number_of
from retrieval.support.values import Wert, find_values

_DIGITS = re.compile(r"\d+")
_NAME = re.compile(r"(?<![.!?:„\"]\s)(?<!^)\b[A-ZÄÖÜ][a-zäöüß]{3,}\w*\b")
_NUMBER_WORDS = "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()
_AUXILIARY = re.compile(r"\b(?:ist|sind|wird|werden|wurde|wurden|hat|haben|kann|können|soll|sollen|muss|müssen)\b")
_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
_DATES = frozenset({"datum", "jahr", "jahre", "quartal"})


def change_number(sentence: str, rng: random.Random, _: Sequence[str] = ()) -> str | None:
    """Another number in place of one that is no date."""
    values = [v for v in find_values(sentence) if v.art not in _DATES and v.art not in ("paragraf", "ordnung")]
    return _changed(sentence, rng.choice(values), rng) if values else None


def change_date(sentence: str, rng: random.Random, _: Sequence[str] = ()) -> str | None:
    """Another day, month or year in place of one."""
    values = [v for v in find_values(sentence) if v.art in _DATES]
    return _changed(sentence, rng.choice(values), rng) if values else None


def change_name(sentence: str, rng: random.Random, others: Sequence[str] = ()) -> str | None:
    """A noun or name from another paper in place of one."""
    found = [m for m in _NAME.finditer(sentence) if m.group() not in _MONTHS and number_of(m.group().lower()) is None]
    new = [o for o in others if o.lower() not in sentence.lower()]
    if not found or not new:
        return None
    match = rng.choice(found)
    return sentence[: match.start()] + rng.choice(new) + sentence[match.end() :]


def change_negation(sentence: str, rng: random.Random, _: Sequence[str] = ()) -> str | None:
    """A negation taken out, or one put behind the finite verb."""
    if found := re.search(r"\bnicht\s(?!nur\b)", sentence):
        return sentence[: found.start()] + sentence[found.end() :]
    if found := re.search(r"\b[kK]ein(?=e?[nrms]?\b)", sentence):
        return sentence[: found.start()] + found.group()[1:].replace("ein", "ein") + sentence[found.end() :]
    verbs = list(_AUXILIARY.finditer(sentence))
    if not verbs:
        return None
    verb = rng.choice(verbs)
    return f"{sentence[: verb.end()]} nicht{sentence[verb.end() :]}"


CORRUPTIONS: dict[str, Callable[[str, random.Random, Sequence[str]], str | None]] = {
    "zahl": change_number, "datum": change_date, "entitaet": change_name, "negation": change_negation,
}  # fmt: skip


def names_in(text: str) -> list[str]:
    """Nouns and names that may stand in another sentence's place."""
    return sorted({m.group() for m in _NAME.finditer(text)} - set(_MONTHS))


def _changed(sentence: str, value: Wert, rng: random.Random) -> str | None:
    """The sentence with this value made another; None where what comes out says the same."""
    words = sentence[value.kern : value.ende]
    month = next((m for m in _MONTHS if m in words), None)
    digits = list(_DIGITS.finditer(words))
    if month and (not digits or rng.random() < 0.5):
        new = words.replace(month, rng.choice([m for m in _MONTHS if m != month]))
    elif digits:
        one = rng.choice(digits)
        new = words[: one.start()] + _other_digits(one.group(), rng) + words[one.end() :]
    else:
        word = next((w for w in _NUMBER_WORDS if re.search(rf"\b{w}\b", words)), None)
        if word is None:
            return None
        new = re.sub(rf"\b{word}\b", rng.choice([w for w in _NUMBER_WORDS if w != word]), words)
    changed = sentence[: value.kern] + new + sentence[value.ende :]
    before, after = find_values(sentence), find_values(changed)
    if len(before) == len(after) and all(a.same(b) for a, b in zip(before, after, strict=True)):
        return None
    return changed


def _other_digits(digits: str, rng: random.Random) -> str:
    """As many digits, one of them another; never a leading zero that was none."""
    at = rng.randrange(len(digits))
    choices = [d for d in "0123456789" if d != digits[at] and not (at == 0 and d == "0")]
    return digits[:at] + rng.choice(choices) + digits[at + 1 :]
