"""Facts as text in chat: a list, and the card of one. Pure; what is not public never gets here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.channels.console_facts import deed_text, source_text, validity_text
from bot.channels.port import RichText, Style, plain, styled
from bot.chat.entwurf_text import clip, joined
from bot.chat.held_back import veiled, veiled_together
from corpus.domain import Fakt
from corpus.facts.store import FaktStand, FaktTat, Tat

STATEMENT_UNITS = 400
QUOTE_UNITS = 900
DEEDS_SHOWN = 5


def list_text(found: Sequence[FaktStand], total: int) -> RichText:
    """The first facts, numbered; how many there are."""
    parts = [
        plain(f"{nr}. {clip(veiled(one.fakt.aussage), STATEMENT_UNITS)}\n") + styled(_in_short(one), Style.ITALIC)
        for nr, one in enumerate(found, 1)
    ]
    head = "1 Fakt" if total == 1 else f"{total} Fakten"
    more = "" if len(found) == total else f", die ersten {len(found)}; mit mehr Wörtern wird es genauer"
    return joined([styled(f"{head}{more}", Style.BOLD), *parts], "\n\n")


def _in_short(one: FaktStand) -> str:
    fakt = one.fakt
    confirmed = f"bestätigt {fakt.bestaetigt_am:%d.%m.%Y}" if fakt.bestaetigt_am else "wartet auf eine Bestätigung"
    overtaken = " · scheint überholt" if one.vorschlaege else ""
    return f"{source_text(fakt)} · gilt {validity_text(fakt)} · {confirmed}{overtaken}"


def _without_personal(deed: FaktTat) -> FaktTat:
    return replace(deed, grund=veiled(deed.grund)) if deed.grund else deed


def card_text(one: FaktStand, newer: Mapping[str, Fakt]) -> RichText:
    """One fact with quote, source, history and what newer papers say instead. `newer` are facts by id."""
    fakt = one.fakt
    confirmed = f"{fakt.bestaetigt_am:%d.%m.%Y}" if fakt.bestaetigt_am else "noch nicht"
    subject, statement, quote = veiled_together([fakt.gegenstand, fakt.aussage, fakt.fundstelle.zitat])
    head = styled(f"Fakt {fakt.id[:8]} · {clip(subject, 90)}", Style.BOLD)
    source = f"{source_text(fakt)}, S. {fakt.fundstelle.seite}: „{clip(quote, QUOTE_UNITS)}“"
    parts = [
        head + f"\n{clip(statement, QUOTE_UNITS)}",
        plain(f"Art: {fakt.art.value} · gilt: {validity_text(fakt)} · bestätigt: {confirmed}"),
        styled(source, Style.QUOTE),
    ]
    if one.taten:
        parts.append(
            plain("\n".join(f"• {clip(deed_text(_without_personal(d)), 300)}" for d in one.taten[-DEEDS_SHOWN:]))
        )
    for proposal in one.vorschlaege:
        later = newer.get(proposal.durch)
        if later is not None:
            what = "Beendet" if proposal.tat is Tat.BEENDET else "Abgelöst"
            since = f" ab {proposal.gilt_bis:%d.%m.%Y}" if proposal.gilt_bis else ""
            said = f"{what}{since}? {source_text(later)}: „{clip(veiled(later.aussage), STATEMENT_UNITS)}“"
            parts.append(styled("Vorschlag: ", Style.BOLD) + said)
    return joined(parts, "\n\n")
