"""A paper, a quotation draft over it, and a model to word it. Texts are invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.drafting.model.connecting import connect
from bot.drafting.model.formulating import Auftrag, Werkzeug, formulate
from bot.drafting.model.patience import Geduld
from bot.drafting.model.prompt import load_prompt
from bot.settings import Settings
from corpus.domain import Entwurf, EntwurfStatus, Fundstelle, Satz, Teilantwort
from retrieval.support import check_satz

SENTENCES = (
    "Die Stadt ist seit dem 1. März 2021 Mitglied im Verein Offene Wege.",
    "Der Beitrag beträgt höchstens 1.200 Euro im Jahr, sofern der Haushalt genehmigt ist.",
    "Ein Austritt ist nicht vorgesehen.",
    "Das Tiefbauamt prüft derzeit einen zweiten Zugang zum Uferweg.",
)


@dataclass
class Paper:
    """Sentences one after the other in one paper of the archive."""

    sentences: Sequence[str] = SENTENCES
    id: str = "stellungnahme:ST/0007/2024"

    @property
    def text(self) -> str:
        return " ".join(self.sentences)

    def text_of(self, dokument_id: str, version: int) -> str | None:
        """As the archive gives it."""
        return self.text if (dokument_id, version) == (self.id, 1) else None

    def satz(self, at: int) -> Satz:
        """The quotation of one sentence."""
        quote = self.sentences[at]
        start = len(" ".join(self.sentences[:at])) + (1 if at else 0)
        place = Fundstelle(
            "antwort.txt", self.id, 1, "ST/0007/2024", date(2024, 5, 2), ("1",), 1, quote, start, start + len(quote)
        )
        return Satz(quote, (place,))

    def draft(self, *at: int, nr: int = 1, **changes: Any) -> Entwurf:
        """A quotation draft of these sentences, of all where none are named."""
        saetze = tuple(self.satz(i) for i in (at or range(len(self.sentences))))
        values: dict[str, Any] = {"nr": nr, "marke": None, "status": EntwurfStatus.BELEGT, "saetze": saetze}
        return Entwurf(**{**values, **changes})


@dataclass
class Office:
    """What wording takes, with the model at `url`."""

    url: str
    paper: Paper = field(default_factory=Paper)
    timeout: float = 5.0
    budget: int = 100_000
    key: Path | None = None
    pauses: list[float] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        return settings(self.url, timeout=self.timeout, key=self.key)

    def tools(self, **changes: Any) -> Werkzeug:
        values: dict[str, Any] = {
            "model": connect(self.settings), "prompt": load_prompt(), "geduld": Geduld(self.budget),
            "text_of": self.paper.text_of, "rarity": lambda _: 1.0, "sleep": self.pauses.append,
        }  # fmt: skip
        return Werkzeug(**{**values, **changes})

    def word(self, draft: Entwurf | None = None, tools: Werkzeug | None = None, **order: Any) -> Entwurf:
        """The draft of a point as it comes out."""
        auftrag = Auftrag("Wie steht es um den Verein Offene Wege?", draft or self.paper.draft(), **order)
        return formulate(auftrag, tools or self.tools())


def settings(url: str, *, timeout: float = 5.0, key: Path | None = None, **changes: Any) -> Settings:
    """Settings of a model at this address, whatever the environment says."""
    return Settings(
        _env_file=None, model="openai:m", model_url=url, model_timeout_seconds=timeout, model_key_file=key, **changes
    )  # type: ignore[call-arg]


def stands(draft: Entwurf, plain: Entwurf, text_of: Callable[[str, int], str | None]) -> None:
    """The law: every sentence has passed the gate, no quote of the quotation draft is lost, its order is kept."""
    for satz in draft.saetze:
        assert check_satz(satz, text_of).belegt, satz.text
    kept = [b for satz in draft.saetze for b in satz.belege]
    for satz in plain.saetze:
        for beleg in satz.belege:
            assert any(
                (b.dokument_id, b.version) == (beleg.dokument_id, beleg.version)
                and b.start <= beleg.start
                and beleg.ende <= b.ende
                for b in kept
            ), satz.text
    assert [t.teil for t in draft.abdeckung] == [t.teil for t in plain.abdeckung]
    for now, before in zip(draft.abdeckung, plain.abdeckung, strict=True):
        assert bool(now.saetze) == bool(before.saetze)
        assert all(0 <= at < len(draft.saetze) for at in now.saetze)
    same = (draft.status, draft.hinweise, draft.zulieferung)
    assert same == (plain.status, plain.hinweise, plain.zulieferung)


def parts(*pairs: tuple[str, tuple[int, ...]]) -> tuple[Teilantwort, ...]:
    """Sub-points and the sentences that answer them."""
    return tuple(Teilantwort(*pair) for pair in pairs)
