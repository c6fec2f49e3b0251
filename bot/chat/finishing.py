"""From the last approval to the letter: filed as approved, what it lacks is asked for, made, sent, filed as sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.channels.port import Style, styled
from bot.chat import filing, letterhead, sending
from bot.chat.cards import names_of, origin_in, say_in
from bot.chat.context import OnCommand, OnInput, OnPress, Turn
from bot.chat.letterhead import ask_next_in
from bot.chat.sending import letters_of
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.channels.jobs import Job
    from bot.service.workbench import Workbench


def begin_in(turn: Turn, case_id: str) -> None:
    """All points are approved: files the reply as "freigegeben, nicht versandt" and asks for what the letter lacks.

    Within the transaction of the last approval: a case is never approved without its reply in the archive, unless its
    number belongs to another paper; then that is said, and it is filed once the number is right.
    """
    case = turn.cases.get_in(turn.connection, case_id)
    filed = "Die Stellungnahme steht im Archiv als „freigegeben, nicht versandt“."
    try:
        with turn.connection.begin_nested():
            letters_of(turn).file_approved_in(turn.connection, case_id, now=turn.now, quelle=turn.quelle)
    except StellwerkError as error:
        filed = f"{error.was} Geben Sie mit /brief {case_id} die richtige Nummer an."
    text = styled(f"{case_id}: Alle Punkte sind freigegeben", Style.BOLD) + f" ({names_of(case)}).\n{filed}"
    places = origin_in(turn, case)
    for place in places:
        say_in(turn, place, text)
    for place in places[:1]:
        ask_next_in(turn, case_id, case.eingereicht_von, place)


ACTIONS: Mapping[str, OnPress] = {**letterhead.ACTIONS, **sending.ACTIONS, **filing.ACTIONS}
INPUTS: Mapping[str, OnInput] = {**letterhead.INPUTS, **filing.INPUTS}
COMMANDS: Mapping[str, OnCommand] = {**letterhead.COMMANDS}
WORK: Mapping[str, Callable[[Workbench, Job], None]] = {**sending.WORK, **filing.WORK}
