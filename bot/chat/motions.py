"""The long work on a motion, as jobs: "read" fetches and reads it and opens its case, "draft" drafts every point.

Each ends in one transaction that holds everything it brought about. Of what is refused nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import update

from bot.channels.inbox import forget_in
from bot.channels.outbox import post_in
from bot.channels.port import Edit, FileKind, Post, Style, plain, styled
from bot.channels.tables import job as job_table
from bot.chat import cards, progress, search
from bot.chat.entwurf_text import joined
from bot.chat.held_back import veiled
from bot.chat.names import shown
from bot.chat.opening import ask_which_in, go_on_in
from bot.chat.points import points_at
from bot.chat.recutting import drop_old_points_in
from bot.chat.splitting import text_of
from bot.chat.suitability import DOWNLOAD_LIMIT_BYTES
from bot.ingest import Quelle
from bot.review.case_rows import person_in
from bot.review.people import Person
from corpus.domain import Art
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.channels.jobs import Job
    from bot.chat.context import Turn
    from bot.drafting.intake import AndereFassung, Gelesen, Motion
    from bot.service.workbench import Workbench

log = structlog.get_logger(__name__)

LONG_INDEXING = 200
"""So many passages behind, the search takes seconds to catch up, and people are told."""

HIDDEN_FOUND = "⚠ In der Datei war etwas verborgen:"

_NOT_PUBLIC = (
    "Dieser Antrag ist als nichtöffentlich gekennzeichnet. Nichtöffentliches wird im Chat nicht bearbeitet; Stellwerk "
    "hat nichts davon gespeichert. Löschen Sie die Nachricht bitte auch hier im Chat, und bearbeiten Sie den Antrag "
    "auf dem üblichen Weg."
)
_ONE_PAGE = (
    "Von diesem Album ist nur ein einziges Foto angekommen; in Gruppen gibt Telegram die übrigen nicht weiter. "
    "Schicken Sie alle Seiten im privaten Chat mit Stellwerk, oder hier als eine PDF-Datei."
)
_A_REPLY = (
    "Das sieht nicht wie ein Antrag aus, sondern wie eine Stellungnahme oder ein Vermerk der Verwaltung. "
    "Solche Papiere kommen nicht über den Chat ins Archiv; bitten Sie die Person, die Stellwerk betreut, sie "
    "einzulesen."
)
_NO_POINTS = (
    "Darin wurde kein Punkt gefunden, den die Verwaltung beantworten könnte. "
    "Prüfen Sie, ob es der richtige Antrag ist und ob er sich gut lesen lässt; sonst schicken Sie die Punkte als Text."
)


def read(bench: Workbench, job: Job) -> None:
    """Fetches and reads what was sent. In goes a message's files or texts, out come cases, or one sentence why not."""
    payload = job.payload
    assert job.channel is not None
    if payload["album"] and len(payload["files"]) < 2:  # an album has two pages or more
        _refuse(bench, job, _ONE_PAGE)
        return
    sources = [_source(bench, job.channel, page) for page in payload["files"]]
    pictures = bool(sources) and all(page["kind"] == FileKind.PHOTO for page in payload["files"])
    if payload["texts"]:
        text = "\n".join(piece["text"] for piece in payload["texts"]).encode("utf-8", "replace")
        sources = [Quelle(f"Nachricht vom {bench.now():%d.%m.%Y}.txt", lambda: text)]
    try:
        found = bench.parts.desk.read(*sources, pictures=pictures)
    except StellwerkError as error:
        _refuse(bench, job, f"{error.was} {error.abhilfe}")
        return
    objection = _objection(found)
    if objection:
        _refuse(bench, job, objection)
        return
    with bench.finish(job) as turn:
        person = person_in(turn.connection, payload["person"])
        if not person.aktiv:  # access was revoked while the file was being read
            _forget(turn, job)
            return
        motions = bench.parts.desk.take_in(
            turn.connection, found, stichtag=turn.now.date(), von=person, now=turn.now, quelle=turn.quelle
        )
        _clear_payload(turn, job)
        if found.warnungen:
            said = joined([styled(HIDDEN_FOUND, Style.BOLD), *(plain(f"• {veiled(w)}") for w in found.warnungen)], "\n")
            post = Post(said, reply_to=str(payload["message_id"]))
            post_in(turn.connection, *_place(job), post, at=turn.at, key=f"verborgen:{job.id}")
        for number, motion in enumerate(motions, 1):
            _go_on(turn, job, person, motion, progress.was_read(found.text), number)
    log.info("motion_read", job=job.id, motions=len(motions), points=sum(len(m.antrag.anliegen) for m in motions))


def draft(bench: Workbench, job: Job) -> None:
    """Drafts every point of a case and shows the drafts. The status message tells how far it is."""
    case_id, done = str(job.payload["vorgang"]), str(job.payload["done"])
    with bench.turn(job) as turn:
        antrag = turn.cases.antrag_in(turn.connection, case_id)
        total = len(antrag.anliegen)
        behind = bench.parts.archive.pending_index_jobs() > LONG_INDEXING
        _show(turn, job, progress.indexing(done) if behind else progress.drafting(done, 0, total))
        day = turn.now.date()
    bench.parts.bring_index_level()
    step, meanwhile = _steps(bench, job, done, total)
    fresh = bench.parts.desk.drafts(antrag.anliegen, antrag.betreff, stichtag=day, done=step, meanwhile=meanwhile)
    with bench.finish(job) as turn:
        if turn.cases.get_in(turn.connection, case_id).abgebrochen_am:
            _show(turn, job, f"{done} · Vorgang {case_id} ist abgebrochen")
            return
        person = person_in(turn.connection, job.payload["person"])
        turn.cases.add_drafts_in(
            turn.connection, case_id, fresh, stichtag=day, von=person, now=turn.now, quelle=turn.quelle
        )
        _show(turn, job, progress.drafted(done, total, case_id))
        cards.present_case_in(turn, case_id, place=_place(job), handed_in_by=person)


def recut(bench: Workbench, job: Job) -> None:
    """Drafts the points of a case as a person cut them anew, and puts both in place of what was there."""
    case_id, done = str(job.payload["vorgang"]), str(job.payload["done"])
    with bench.turn(job) as turn:
        antrag = turn.cases.antrag_in(turn.connection, case_id)
        spans = [(int(start), int(ende)) for start, ende in job.payload["spans"]]
        points = points_at(text_of(turn, case_id), spans, antrag.anliegen)
        _show(turn, job, progress.drafting(done, 0, len(points)))
        day = turn.now.date()
    bench.parts.bring_index_level()
    step, meanwhile = _steps(bench, job, done, len(points))
    fresh = bench.parts.desk.drafts(points, antrag.betreff, stichtag=day, done=step, meanwhile=meanwhile)
    with bench.finish(job) as turn:
        person = person_in(turn.connection, job.payload["person"])
        refused = turn.cases.recut_in(
            turn.connection, case_id, points, fresh, stichtag=day, von=person, now=turn.now, quelle=turn.quelle
        )
        if refused:
            _show(turn, job, f"{case_id}: ❌ Die Aufteilung bleibt, wie sie war")
            said = Post(plain(refused.im_chat), reply_to=str(job.payload["message_id"]))
            post_in(turn.connection, *_place(job), said, at=turn.at)
            return
        drop_old_points_in(turn, turn.cases.get_in(turn.connection, case_id))
        _show(turn, job, progress.drafted(done, len(points), case_id))
        cards.present_case_in(turn, case_id, place=_place(job), handed_in_by=person)


def _steps(bench: Workbench, job: Job, done: str, total: int) -> tuple[Callable[[str], None], Callable[[str], None]]:
    """Tell the chat after each point, and while one is worded, but not more often than the messenger likes."""
    pace, finished = progress.Pace(bench.at), 0

    def step(_: str) -> None:
        nonlocal finished
        finished += 1
        if finished < total and pace.due():
            with bench.turn(job) as turn:
                _show(turn, job, progress.drafting(done, finished, total))

    def meanwhile(said: str) -> None:
        if pace.due():
            with bench.turn(job) as turn:
                _show(turn, job, progress.wording(done, finished, total, said))

    return step, meanwhile


# --- what was sent ---------------------------------------------------------------------------------------------------


def _source(bench: Workbench, channel: str, page: Mapping[str, Any]) -> Quelle:
    """Downloads one file. What fails on the way may go better the next time: the job is tried again."""
    data = bench.fetch(channel, str(page["file_id"]), DOWNLOAD_LIMIT_BYTES)
    name = (
        f"Foto vom {bench.now():%d.%m.%Y}.jpg"
        if page["kind"] == FileKind.PHOTO
        else shown(str(page["name"]), otherwise="Datei")
    )
    return Quelle(name, lambda: data)


def _objection(found: Gelesen) -> str | None:
    if any(antrag.oeffentlich is False for antrag in found.antraege):
        return _NOT_PUBLIC
    if found.is_motion:
        return None
    return _NO_POINTS if found.art is Art.ANTRAG else _A_REPLY


def _refuse(bench: Workbench, job: Job, text: str) -> None:
    """One sentence with its remedy; what was sent is forgotten."""
    with bench.finish(job) as turn:
        _forget(turn, job)
        _show(turn, job, "❌ Nicht als Antrag aufgenommen")
        post = Post(plain(text), reply_to=str(job.payload["message_id"]))
        post_in(turn.connection, *_place(job), post, at=turn.at, key=f"abgelehnt:auftrag:{job.id}")
    log.info("motion_refused", job=job.id)


def _forget(turn: Turn, job: Job) -> None:
    """Nothing of what was sent stays: neither the raw messages nor the job's copy of their text."""
    for piece in (*job.payload["files"], *job.payload["texts"]):
        if piece["inbox"] is not None:
            forget_in(turn.connection, int(piece["inbox"]))
    _clear_payload(turn, job)


def _clear_payload(turn: Turn, job: Job) -> None:
    """The words of a motion live in the archive or nowhere, and a file's name is not needed any more."""
    kept = {**job.payload, "files": [], "texts": []}
    turn.connection.execute(update(job_table).where(job_table.c.id == job.id).values(payload=kept))


# --- what becomes of it ----------------------------------------------------------------------------------------------


def _go_on(turn: Turn, job: Job, person: Person, motion: Motion | AndereFassung, was_read: str, number: int) -> None:
    """The next step of one motion of the file. Each has a status message of its own."""
    from bot.drafting.intake import Motion

    place, message_id = _place(job), str(job.payload["message_id"])
    status, key = int(job.payload["status"]), f"{job.id}:{number}"
    if number > 1:
        was_read = f"{number}. Antrag der Datei: {was_read}"
        post = Post(plain(progress.split(was_read, len(motion.antrag.anliegen))), reply_to=message_id, silent=True)
        status = post_in(turn.connection, *place, post, at=turn.at, key=f"stand:{key}")
    if isinstance(motion, Motion):
        go_on_in(turn, motion.vorgang, person, place, message_id=message_id, status=status, was_read=was_read, key=key)
    else:
        ask_which_in(turn, motion, place, message_id=message_id, status=status, was_read=was_read, key=key)


def _show(turn: Turn, job: Job, text: str) -> None:
    post_in(turn.connection, *_place(job), Edit(int(job.payload["status"]), plain(text)), at=turn.at)


def _place(job: Job) -> tuple[str, str]:
    assert job.channel is not None
    assert job.chat_id is not None
    return job.channel, job.chat_id


WORK: Mapping[str, Callable[[Workbench, Job], None]] = {
    "read": read,
    "draft": draft,
    "recut": recut,
    "search": search.work_search,
    "inline": search.work_inline,
}
