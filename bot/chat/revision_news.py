"""A new revision of a point, told to everyone who has its card: what changed, and what no longer counts."""

from __future__ import annotations

from bot.channels.port import Style, plain, styled
from bot.chat.cards import Chat, announce_revision_in
from bot.chat.context import Turn
from bot.chat.entwurf_text import clip, difference_text, heading, joined
from bot.chat.held_back import veiled_together
from bot.review.rules import Entscheidung, Revision, Vorgang, VorgangStatus, status, text_of


def tell_revision_in(
    turn: Turn, case: Vorgang, before: Revision, after: Revision, *, by: str, also: Chat | None
) -> None:
    """Shows what a new revision changed, says which approvals it voids and whether the case is open again.

    `case` is the case as it stood before.
    """
    voided = [
        f.person.name
        for f in case.freigaben
        if f.nr == before.nr and f.revision == before.revision and f.entscheidung is Entscheidung.FREIGEGEBEN
    ]
    lines = [heading(case.id, after), plain(by)]
    if voided:
        said, ends = ("Die Freigabe", "gilt") if len(voided) == 1 else ("Die Freigaben", "gelten")
        names = " und ".join([", ".join(voided[:-1]), voided[-1]] if voided[1:] else voided)
        lines.append(styled(f"{said} von {clip(names, 200)} {ends} nicht mehr.", Style.BOLD))
    if status(case, approvals=turn.settings.approvals) is VorgangStatus.FREIGEGEBEN:
        again = "Der Vorgang ist damit wieder offen; ein schon erstellter Brief gilt nicht mehr."
        lines.append(styled(again, Style.BOLD))
    unsupported = sum(not s.belege for s in after.entwurf.saetze)
    if unsupported:
        sentences = "Ein Satz hat" if unsupported == 1 else f"{unsupported} Sätze haben"
        lines.append(plain(f"{sentences} keinen Beleg; das ist bei der Freigabe ausdrücklich anzunehmen."))
    was, now = text_of(before.entwurf), text_of(after.entwurf)
    old, new = veiled_together([was, now])
    if was.split() != now.split() and old.split() == new.split():
        lines.append(plain("Geändert sind nur personenbezogene Angaben, die der Chat nicht zeigt."))
    elif old.split() == new.split():  # without a mark anywhere it would look like a riddle
        lines.append(plain("Der Wortlaut ist gleich geblieben; neu sind Einordnung, Hinweise oder Quellen."))
    shown = [joined(lines, "\n"), *([] if old.split() == new.split() else [difference_text(old, new)])]
    news = joined(shown, "\n\n")
    announce_revision_in(turn, case.id, after.nr, news, also=also)
