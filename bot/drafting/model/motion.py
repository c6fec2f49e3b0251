"""All points of a motion in a model's words: side by side, in their order, within one budget and one patience."""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.drafting.cross_check import within_case
from bot.drafting.model.formulating import SPENT, Auftrag, Maskierung, Werkzeug, formulate, unmasked
from bot.drafting.model.patience import MODEL_MARK, Geduld
from corpus.domain import Entwurf, Hinweis, HinweisArt
from corpus.errors import StellwerkError

if TYPE_CHECKING:
    from bot.drafting.model.connecting import Anschluss
    from bot.drafting.model.prompt import Prompt
    from bot.drafting.model.units import TextOf
    from retrieval.matter import Rarity

log = structlog.get_logger(__name__)

SIDE_BY_SIDE = 3
"""Points that are worded at once. A server with one graphics card does more of them no faster."""

LOOK_SECONDS = 0.2


class Formulierer:
    """Words drafts with one model and one prompt. Both are asked for at the first motion, and kept."""

    def __init__(
        self,
        connect: Callable[[], Anschluss],
        prompt: Callable[[], Prompt],
        *,
        budget_tokens: int,
        mask: Maskierung = unmasked,
    ) -> None:
        self._connect = connect
        self._prompt = prompt
        self._budget_tokens = budget_tokens
        self._mask = mask
        self._known: tuple[Anschluss, Prompt] | None = None

    def word(
        self,
        orders: Sequence[Auftrag],
        text_of: TextOf,
        rarity: Rarity,
        *,
        done: Callable[[str], None] = lambda _: None,
        meanwhile: Callable[[str], None] = lambda _: None,
    ) -> list[Entwurf]:
        """The drafts of one motion in the order of their points, each at least as good as its quotation draft.

        `done` is called after each point, `meanwhile` with a German half-sentence while one is worded; both by the
        caller's own thread. Where no model can be had at all, everything is quoted, with a hint that says why.
        """
        geduld = Geduld(self._budget_tokens)
        try:
            model, prompt = self._parts()
        except StellwerkError as error:
            geduld.give_up(error.was)
            log.error("model_not_usable", error=error.was)
            for order in orders:
                done(f"Punkt {order.zitiert.nr}")
            return [_with_hint(order.zitiert, error.was) for order in orders]
        tools = Werkzeug(model, prompt, geduld, text_of, rarity, self._mask)
        worded = self._side_by_side(orders, tools, done, meanwhile)
        plain = [order.zitiert for order in orders]
        return [_explained(draft, geduld) for draft in without_new_contradictions(plain, worded, rarity)]

    def _parts(self) -> tuple[Anschluss, Prompt]:
        if self._known is None:
            self._known = (self._connect(), self._prompt())
        return self._known

    def _side_by_side(
        self,
        orders: Sequence[Auftrag],
        tools: Werkzeug,
        done: Callable[[str], None],
        meanwhile: Callable[[str], None],
    ) -> list[Entwurf]:
        said: queue.SimpleQueue[str] = queue.SimpleQueue()

        def one(order: Auftrag) -> Entwurf:
            nr = order.zitiert.nr

            def arriving(sentences: int) -> None:
                said.put(f"Punkt {nr}: Sprachmodell formuliert … {sentences} {'Satz' if sentences == 1 else 'Sätze'}")

            if order.zitiert.saetze and not tools.geduld.down:
                said.put(f"Punkt {nr}: Sprachmodell formuliert …")
            return formulate(order, tools, arriving)

        pool = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="formulieren")
        try:
            running = {pool.submit(one, order): at for at, order in enumerate(orders)}
            results: list[Entwurf | None] = [None] * len(orders)
            pending: set[Future[Entwurf]] = set(running)
            while pending:
                finished, pending = wait(pending, LOOK_SECONDS, return_when=FIRST_COMPLETED)
                latest = None
                while not said.empty():
                    latest = said.get()
                if latest and pending:
                    meanwhile(latest)
                for future in sorted(finished, key=running.__getitem__):
                    at = running[future]
                    results[at] = future.result()
                    done(f"Punkt {orders[at].zitiert.nr}")
        except BaseException:
            tools.geduld.give_up("Die Arbeit an diesem Antrag wurde abgebrochen.")
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        return [draft for draft in results if draft is not None]


def without_new_contradictions(plain: Sequence[Entwurf], worded: Sequence[Entwurf], rarity: Rarity) -> list[Entwurf]:
    """The worded drafts; one that now contradicts another point, though its quotations don't, is quoted again."""
    drafts = list(worded)
    floor = [_contradictions(draft) for draft in within_case(plain, rarity)]
    for _ in plain:
        worse = [
            at
            for at, draft in enumerate(within_case(drafts, rarity))
            if _contradictions(draft) > floor[at] and drafts[at].saetze != plain[at].saetze
        ]
        if not worse:
            break
        for at in worse:
            record = drafts[at].modell
            reason = "Die Formulierung widerspräche der Antwort auf einen anderen Punkt."
            if record is not None:
                record = replace(record, saetze=0, rueckfall=True, gestoppt=(*record.gestoppt, reason))
            drafts[at] = replace(plain[at], modell=record)
    return drafts


def _contradictions(draft: Entwurf) -> int:
    return sum(hint.art is HinweisArt.WIDERSPRUCH for hint in draft.hinweise)


def _explained(draft: Entwurf, geduld: Geduld) -> Entwurf:
    """The draft with a hint where it is quoted because the model was down or the budget used up."""
    if draft.modell is None or draft.modell.saetze:
        return draft
    why = next((why for why in (geduld.down, SPENT) if why in draft.modell.gestoppt), None)
    return _with_hint(draft, why) if why else draft


def _with_hint(draft: Entwurf, why: str) -> Entwurf:
    if not draft.saetze:
        return draft
    text = f"{MODEL_MARK} hat hier nichts formuliert; der Entwurf zitiert seine Quellen. {why}"
    return replace(draft, hinweise=(*draft.hinweise, Hinweis(HinweisArt.UNBELEGT, text)))
