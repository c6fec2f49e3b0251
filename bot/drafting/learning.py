"""What people made of earlier drafts, as examples for a language model: how they changed one, or why they refused it.

Nothing of it is stored twice. An example is read from the revisions and decisions that are there anyway, so that what
is erased there is gone here; what somebody took out of learning is noted by its place alone. Only cases whose reply is
public teach, and only without personal data. An example is never an answer: a model's sentence that has no source of
its own is stopped by the gate, whatever it was copied from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from bot.review.case_rows import case_in, decisions_where, revisions_in
from bot.review.rules import Entscheidung, Freigabe, Revision, Vorgang, text_of
from bot.review.tables import beispiel_geloescht, freigabe, revision
from corpus.database import reading, writing
from corpus.errors import StellwerkError
from corpus.personal_data.masking import mask_all

MOST_EXAMPLES = 3

FLOOR = 0.90
"""Cosine of two questions (multilingual-e5-small, as queries) from which on one may teach the other. Of pairs that one
answer serves 19 % (tests/retrieval/sets/seltheim) to 50 % (300 real questions) lie above, of all others 0.2 to 0.5 %;
at 0.88 twice as many others."""

MOST_CASES = 500
"""So many of the newest cases are looked through; older ones were decided by what held then."""

LONGEST_EXAMPLE = 1_200
"""Characters of a draft that an example shows; a longer one would fill a small model's context."""

_BEHIND_DOORS = re.compile(r"nicht[- ]?öffentlich|vertraulich|\bintern\w*|geheim", re.IGNORECASE)

Vectors = Any
"""One row of length 1 a text, as `SentenceEmbeddings.embed_queries` gives them."""

Key = tuple[str, int, int]
"""Case, point and revision: where the wording stands that an example is about."""


@dataclass(frozen=True)
class Beispiel:
    """A question, the draft that was proposed, what people made of it (None: refused), and why; no personal data."""

    vorgang: str
    nr: int
    revision: int
    frage: str
    vorher: str
    nachher: str | None
    grund: str | None

    @property
    def id(self) -> str:
        """ "V-2026-0001/2/3": case, point, revision."""
        return f"{self.vorgang}/{self.nr}/{self.revision}"


class Lernen:
    """The examples of one database. `embed` turns questions into vectors of length 1."""

    def __init__(self, engine: Engine, embed: Callable[[Sequence[str]], Vectors]) -> None:
        self._engine = engine
        self._embed = embed
        self._vectors: dict[str, Any] = {}

    def all(self) -> tuple[Beispiel, ...]:
        """Every example that may teach, the newest first."""
        with reading(self._engine) as connection:
            return examples_in(connection)

    def examples_for(self, questions: Sequence[str]) -> list[tuple[Beispiel, ...]]:
        """For each question at most MOST_EXAMPLES to like ones, the likest first; none below FLOOR."""
        known = self.all()
        if not known or not questions:
            return [() for _ in questions]
        self._embed_once([one.frage for one in known])
        return [
            likest(known, [float(vector @ self._vectors[one.frage]) for one in known])
            for vector in self._embed(list(questions))
        ]

    def _embed_once(self, texts: Sequence[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors |= dict(zip(new, self._embed(new), strict=True)) if new else {}

    def forget(self, ids: Iterable[str], *, now: datetime) -> int:
        """Takes these examples out of learning for good; how many. StellwerkError where there is no such example."""
        with writing(self._engine) as connection:
            known = {one.id: one for one in examples_in(connection)}
            wanted = list(dict.fromkeys(ids))
            missing = [one for one in wanted if one not in known]
            if missing:
                raise StellwerkError(
                    f"Das Beispiel „{missing[0]}“ gibt es nicht.", "`stellwerk learning list` zeigt alle Beispiele."
                )
            return _forget_in(connection, [known[one] for one in wanted], now)

    def forget_all(self, *, now: datetime) -> int:
        """Takes everything that was learned so far out of learning for good; how many examples that were."""
        with writing(self._engine) as connection:
            return _forget_in(connection, examples_in(connection), now)


def likest(known: Sequence[Beispiel], likeness: Sequence[float]) -> tuple[Beispiel, ...]:
    """The examples whose questions are like enough, the likest first, of equal questions the newest. Pure."""
    ordered = sorted(zip(likeness, range(len(known)), strict=True), key=lambda pair: (-pair[0], pair[1]))
    return tuple(known[at] for cosine, at in ordered if cosine >= FLOOR)[:MOST_EXAMPLES]


# --- from the database ------------------------------------------------------------------------------------------------


def examples_in(connection: Connection) -> tuple[Beispiel, ...]:
    """The examples that the decisions hold, the newest first, within the caller's transaction."""
    gone = {(row.vorgang_id, row.nr, row.revision) for row in connection.execute(select(beispiel_geloescht))}
    by_hand = select(revision.c.vorgang_id).where(revision.c.maschinell.is_(False))
    refused = select(freigabe.c.vorgang_id).where(freigabe.c.entscheidung == Entscheidung.ABGELEHNT.value)
    found: list[tuple[datetime, Beispiel]] = []
    cases = sorted({*connection.scalars(by_hand), *connection.scalars(refused)}, reverse=True)
    for case_id in cases[:MOST_CASES]:
        case = case_in(connection, case_id)
        if not is_public(case):
            continue
        decisions = [made for _, made in decisions_where(connection, freigabe.c.vorgang_id == case_id)]
        for anliegen in case.anliegen:
            revisions = revisions_in(connection, case_id, anliegen.nr)
            found += _of_point(case, anliegen.text, revisions, [d for d in decisions if d.nr == anliegen.nr])
    newest_first = sorted(found, key=lambda pair: pair[0], reverse=True)
    return tuple(one for _, one in newest_first if (one.vorgang, one.nr, one.revision) not in gone)


def is_public(case: Vorgang) -> bool:
    """Whether a case may teach: its reply is said to be public, or its motion is and nobody says otherwise of the
    reply."""
    said = case.brief.get("oeffentlich", "").lower()
    return case.oeffentlich is not False and (said == "ja" or (case.oeffentlich is True and said != "nein"))


def _of_point(
    case: Vorgang, question: str, revisions: Sequence[Revision], decisions: Sequence[Freigabe]
) -> list[tuple[datetime, Beispiel]]:
    """What was approved in other words than the machine proposed, and what the machine proposed and was refused."""
    found: list[tuple[datetime, Beispiel]] = []
    for made in decisions:
        own = next((r for r in revisions if r.revision == made.revision), None)
        if own is None:
            continue
        if made.entscheidung is Entscheidung.ABGELEHNT and own.maschinell and own.entwurf.saetze:
            found.append((made.am, _example(case, own, question, text_of(own.entwurf), None, made.grund)))
        elif made.entscheidung is Entscheidung.FREIGEGEBEN and not own.maschinell:
            before = [r for r in revisions if r.maschinell and r.revision < own.revision and r.entwurf.saetze]
            if before and text_of(before[-1].entwurf).split() != text_of(own.entwurf).split():
                proposed, approved = text_of(before[-1].entwurf), text_of(own.entwurf)
                found.append((made.am, _example(case, own, question, proposed, approved, None)))
    return list({one.id: (at, one) for at, one in found if len(one.vorher) <= LONGEST_EXAMPLE}.values())


def _example(case: Vorgang, own: Revision, question: str, before: str, after: str | None, why: str | None) -> Beispiel:
    """Masked; nothing ever puts back what its stand-ins stand for. A reason that speaks of what isn't public stays
    here."""
    if why and _BEHIND_DOORS.search(why):
        why = None
    (asked, proposed, approved, reason), _ = mask_all([question, before, after or "", why or ""])
    return Beispiel(case.id, own.nr, own.revision, asked, proposed, approved or None, reason or None)


def _forget_in(connection: Connection, examples: Sequence[Beispiel], now: datetime) -> int:
    rows = [{"vorgang_id": one.vorgang, "nr": one.nr, "revision": one.revision, "am": now} for one in examples]
    if rows:
        connection.execute(insert(beispiel_geloescht), rows)
    return len(rows)
