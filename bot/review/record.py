"""The review record of a case: who approved what and when, what was changed against the machine's draft, which Belege
were shown, which gaps were accepted, the hash of the letter's text, and what the audit chain says of it.

As JSON here; `record_document.py` makes a document for people of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from bot.letter.difference import AenderungArt, word_difference
from bot.review.audit import entries_of_case
from bot.review.record_document import record_docx
from bot.review.rules import Entscheidung, Freigabe, Revision, Vorgang, Zulieferungsauftrag, stand, status
from bot.review.sealed_rows import content_hash
from bot.review.tables import person
from corpus.database import reading
from corpus.domain import Entwurf, HinweisArt
from corpus.jsonform import Json, day, entwurf_to_json

if TYPE_CHECKING:
    from bot.letter.outgoing import Letters, Versandt
    from bot.review.cases import Cases
    from bot.wiring import Stellwerk

__all__ = ["record_docx", "review_record", "review_record_in"]


def review_record(parts: Stellwerk, case_id: str, *, now: datetime | None = None) -> Json:
    """`review_record_in` in a transaction of its own."""
    from bot import clock

    with reading(parts.engine) as connection:
        return review_record_in(
            connection,
            case_id,
            cases=parts.cases,
            letters=parts.letters,
            approvals=parts.settings.approvals,
            now=now or clock.now(),
        )


def review_record_in(
    connection: Connection, case_id: str, *, cases: Cases, letters: Letters, approvals: int, now: datetime
) -> Json:
    """The record of a case as it stands, in the caller's transaction. StellwerkError where there is no such case."""
    case = cases.get_in(connection, case_id)
    complete = {a.nr for a in case.anliegen} <= {r.nr for r in case.revisionen}
    text = letters.text_in(connection, case_id) if complete else None
    return {
        "vorgang": case.id,
        "antrag": case.nummer,
        "fraktion": case.fraktion,
        "betreff": case.betreff,
        "status": status(case, approvals=approvals).value,
        "stichtag": day(case.stichtag),
        "frist": day(case.frist),
        "sitzung": day(case.sitzung),
        "eingereicht_von": case.eingereicht_von_name,
        "angelegt_am": case.angelegt_am.isoformat(),
        "versandt_am": _time(case.versandt_am),
        "abgebrochen_am": _time(case.abgebrochen_am),
        "noetige_freigaben": approvals,
        "erstellt_am": now.isoformat(),
        "punkte": [
            _point(case, anliegen.nr, cases.revisions_in(connection, case_id, anliegen.nr), approvals)
            for anliegen in case.anliegen
        ],
        "brief": {
            "kopf": dict(case.brief),
            "dokument_id": case.brief_dokument_id,
            "text": text,
            "text_sha256": content_hash(text) if text is not None else None,
            "versandt": _sent(letters.sent_in(connection, case_id)) if complete else None,
        },
        "pruefkette": _chain(connection, cases, case_id),
    }


def _point(case: Vorgang, nr: int, revisions: Sequence[Revision], approvals: int) -> Json:
    anliegen = next(a for a in case.anliegen if a.nr == nr)
    return {
        "nr": nr,
        "marke": anliegen.marke,
        "frage": anliegen.text,
        "entscheidung": stand(case, nr, approvals=approvals).value if revisions else "offen",
        "fassungen": [_revision(case, revision, _compared_with(revision, revisions)) for revision in revisions],
        "zulieferungen": [_request(z) for z in case.zulieferungen if z.nr == nr],
    }


def _compared_with(revision: Revision, revisions: Sequence[Revision]) -> Revision | None:
    """The machine draft that a revision is held against: the newest one before it."""
    return next((r for r in reversed(revisions) if r.maschinell and r.revision < revision.revision), None)


def _revision(case: Vorgang, revision: Revision, base: Revision | None) -> Json:
    return {
        "revision": revision.revision,
        "von": revision.von_name,
        "maschinell": revision.maschinell,
        "am": revision.am.isoformat(),
        "text": _words(revision),
        "entwurf": entwurf_to_json(_without_secrets(revision.entwurf)),
        "verglichen_mit": base.revision if base else None,
        "aenderungen": _changes(base, revision) if base else [],
        "entscheidungen": [
            _decision(f) for f in case.freigaben if f.nr == revision.nr and f.revision == revision.revision
        ],
    }


def _without_secrets(entwurf: Entwurf) -> Entwurf:
    """Without the hint that there is something that isn't public: a record is handed on."""
    return replace(entwurf, hinweise=tuple(h for h in entwurf.hinweise if h.art is not HinweisArt.VERTRAULICH))


def _words(revision: Revision) -> str:
    return " ".join(" ".join(satz.text.split()) for satz in revision.entwurf.saetze)


def _changes(base: Revision, revision: Revision) -> list[Json]:
    """The stretches of both texts in order, the unchanged ones too; none where nothing was changed."""
    stretches = word_difference(_words(base), _words(revision))
    if all(s.art is AenderungArt.GLEICH for s in stretches):
        return []
    return [{"art": s.art.value, "alt": s.alt, "neu": s.neu} for s in stretches]


def _decision(freigabe: Freigabe) -> Json:
    return {
        "person": freigabe.person.name,
        "entscheidung": freigabe.entscheidung.value,
        "am": freigabe.am.isoformat(),
        "grund": freigabe.grund if freigabe.entscheidung is Entscheidung.ABGELEHNT else None,
        "angenommen": list(freigabe.angenommen),
    }


def _request(request: Zulieferungsauftrag) -> Json:
    return {
        "revision": request.revision,
        "amt": request.amt,
        "frage": request.frage,
        "frist": day(request.frist),
        "person": request.person.name,
        "am": request.am.isoformat(),
    }


def _sent(sent: Versandt | None) -> Json | None:
    if sent is None:
        return None
    changes = [{"art": d.art.value, "alt": d.alt, "neu": d.neu} for d in sent.abweichungen]
    return {"text_sha256": content_hash(sent.text), "abweichungen": changes}


def _chain(connection: Connection, cases: Cases, case_id: str) -> Json:
    names: dict[str, str] = {row.id: row.name for row in connection.execute(select(person.c.id, person.c.name))}
    return {
        "kopf": cases.audit.head_in(connection),
        "eintraege": [_entry(entry, names) for entry in entries_of_case(connection, case_id)],
    }


def _entry(entry: Any, names: dict[str, str]) -> Json:
    return {
        "nr": entry["id"],
        "am": entry["am"].isoformat(),
        "art": entry["art"],
        "person": names.get(entry["person_id"]) if entry["person_id"] else None,
        "punkt": entry["nr"],
        "revision": entry["revision"],
        "quelle": entry["quelle"],
        "inhalt_sha256": entry["inhalt_sha256"],
        "siegel": entry["siegel"],
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
