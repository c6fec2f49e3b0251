"""Earlier replies in chat: /suche and "@bot Stichwort". Only papers that are public and went out are shown.

A question becomes a job in the quick lane, because the search needs the index that the worker holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.channels.jobs import cancel_in, enqueue_in
from bot.channels.outbox import post_in
from bot.channels.port import InlineAnswer, InlineQuestion, InlineResult, Message, Post, RichText, Style, plain, styled
from bot.chat.context import Turn
from bot.chat.held_back import held_back_note, veiled_together
from bot.review.people import Person
from corpus.errors import StellwerkError
from corpus.personal_data.masking import kinds_in
from corpus.sentences import sentence_spans

if TYPE_CHECKING:
    from bot.channels.jobs import Job
    from bot.service.workbench import Workbench
    from corpus.domain import Passage
    from retrieval.search import Ergebnis, Treffer

MOST_HITS: Final = 5
LEAST_SIGNS: Final = 3
"""A shorter search word finds everything and nothing."""

LONGEST_QUERY: Final = 500
QUOTE_SIGNS: Final = 700
INLINE_SECONDS: Final = 10.0
"""Telegram takes an answer to an inline question for about so long; later nobody waits for it any more."""

LIKELY: Final = 0.5
"""From this probability on the archive answers the question; below it the hits are only the nearest there is."""

_LOOKED_AT = 20
"""Among so many the first public and sent ones are taken."""


def ask_in(turn: Turn, person: Person, message: Message) -> None:
    """/suche WORTE: a job that answers below the message; without words a line on how to use it."""
    place = message.place
    words = " ".join(message.text.split())
    if len(words) < LEAST_SIGNS:
        text = "Schreiben Sie hinter /suche, was Sie suchen, zum Beispiel: /suche Sanierung der Stadtbibliothek"
        _post(turn, (place.channel, place.chat_id), plain(text), message.message_id)
        return
    payload = {"person": person.id, "message_id": message.message_id, "text": words[:LONGEST_QUERY]}
    key = f"suche:{place.channel}:{place.chat_id}:{message.message_id}"
    enqueue_in(turn.connection, "search", payload, at=turn.at, key=key, place=(place.channel, place.chat_id))


def on_inline(turn: Turn, person: Person, question: InlineQuestion) -> None:
    """ "@bot Stichwort" in whatever chat: a quick job; what the person typed before it is no longer looked for."""
    words = " ".join(question.text.split())
    channel, user_id = question.channel, question.sender.user_id
    cancel_in(turn.connection, f"inline:{channel}:{user_id}:")
    if len(words) < LEAST_SIGNS or not person.aktiv:
        post_in(turn.connection, channel, user_id, InlineAnswer(question.question_id, ()), at=turn.at)
        return
    payload = {
        "person": person.id,
        "user": user_id,
        "channel": channel,
        "question": question.question_id,
        "text": words[:LONGEST_QUERY],
    }
    key = f"inline:{channel}:{user_id}:{question.question_id}"
    enqueue_in(turn.connection, "inline", payload, at=turn.at, key=key)


# --- in the worker ---------------------------------------------------------------------------------------------------


def work_search(bench: Workbench, job: Job) -> None:
    """Answers /suche."""
    words = str(job.payload["text"])
    result = _search(bench, words)
    assert job.channel is not None
    assert job.chat_id is not None
    with bench.finish(job) as turn:
        text = hits_text(words, result, public_hits(result))
        _post(turn, (job.channel, job.chat_id), text, str(job.payload["message_id"]))


def work_inline(bench: Workbench, job: Job) -> None:
    """Answers an inline question with at most five earlier replies; not at all where nobody waits any more."""
    payload = job.payload
    hits: list[Treffer] = []
    waited_for = bench.at() - job.created_at <= INLINE_SECONDS
    if waited_for:
        hits = public_hits(_search(bench, str(payload["text"])))
    with bench.finish(job) as turn:
        if waited_for:
            answer = InlineAnswer(str(payload["question"]), tuple(inline_result(hit) for hit in hits))
            post_in(turn.connection, str(payload["channel"]), str(payload["user"]), answer, at=turn.at)


def _search(bench: Workbench, words: str) -> Ergebnis:
    from retrieval.search import Query

    query = Query(words, intern=False, k=_LOOKED_AT)
    try:
        return bench.parts.searcher.search(query)
    except StellwerkError:  # no index yet: the very first search builds it, later ones don't wait for anything
        bench.parts.bring_index_level()
        return bench.parts.searcher.search(query)


def public_hits(result: Ergebnis) -> list[Treffer]:
    """The first hits that may be shown in a chat: papers that are public and that went out. Whatever the search was
    asked for, nothing else passes here."""
    shown = [hit for hit in result.treffer if hit.passage.oeffentlich is True and hit.passage.versandt]
    return shown[:MOST_HITS]


# --- as text ---------------------------------------------------------------------------------------------------------


def hits_text(words: str, result: Ergebnis, hits: list[Treffer]) -> RichText:
    """The answer to /suche: the hits with source, question and quote."""
    if not hits:
        return plain(f"Zu „{words}“ wurde nichts gefunden. Versuchen Sie es mit anderen oder weniger Worten.")
    sure = result.grundlage >= LIKELY
    head = f"Gefunden zu „{words}“" if sure else f"Zu „{words}“ gibt es nichts Sicheres; am nächsten kommt"
    text = styled(f"{head}:", Style.BOLD)
    for number, hit in enumerate(hits, 1):
        text = text + f"\n\n{number}. " + styled(source_line(hit.passage), Style.BOLD)
        if hit.ueberholt_durch:
            text = text + f" (überholt durch {hit.ueberholt_durch})"
        if hit.verwechslung:
            text = text + f" (betrifft {hit.verwechslung[0].wortlaut})"
        asked, quote = veiled_together([hit.passage.frage or hit.passage.betreff or "", hit.zitat])
        if asked:
            text = text + "\n" + styled(_shortened(asked, 200).rstrip(" ,;"), Style.ITALIC)
        text = text + "\n" + styled(_shortened(quote, QUOTE_SIGNS), Style.QUOTE)
    return text + (f"\n\n{note}" if (note := _note(hits)) else "")


def _note(hits: Sequence[Treffer]) -> str:
    """That something of these quotes isn't shown."""
    return held_back_note(kinds_in(*(hit.zitat for hit in hits)))


def inline_result(hit: Treffer) -> InlineResult:
    """One offer: number and date, what was asked, and the quote with its source as the text to be sent."""
    passage = hit.passage
    asked, words = veiled_together([passage.frage or passage.betreff or "", hit.zitat])
    quote = _shortened(words, QUOTE_SIGNS)
    note = f" (überholt durch {hit.ueberholt_durch})" if hit.ueberholt_durch else ""
    return InlineResult(
        id=hashlib.sha256(passage.id.encode()).hexdigest()[:32],
        title=f"{passage.vorlage or passage.dokument}{_vom(passage)}",
        description=_shortened(asked or words, 120).rstrip(" ,;"),
        text=plain(f"„{quote}“\n") + styled(f"Quelle: {source_line(passage)}{note}", Style.ITALIC),
    )


def source_line(passage: Passage) -> str:
    """ "ST/0061/2025 vom 25.06.2025, zu 3, S. 1" """
    number = f", zu {', '.join(passage.nr)}" if passage.nr else ""
    return f"{passage.vorlage or passage.dokument}{_vom(passage)}{number}, S. {passage.seite}"


def _vom(passage: Passage) -> str:
    return f" vom {passage.datum:%d.%m.%Y}" if passage.datum else " (ohne Datum)"


def _shortened(words: str, most: int) -> str:
    """On one line; a long quote ends behind a sentence, or behind a word, and shows that it goes on."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    ends = [end for _, end in sentence_spans(line) if end <= most]
    cut = ends[-1] if ends and ends[-1] > most // 3 else (line.rfind(" ", 0, most) + 1 or most)
    return f"{line[:cut].rstrip()} […]"


def _post(turn: Turn, place: tuple[str, str], text: RichText, reply_to: str) -> None:
    post_in(turn.connection, *place, Post(text, reply_to=reply_to), at=turn.at)
