"""How people decide on a motion, from the first message to the letter that went out. Each step waits for what it needs
to see, as people do, and takes up a button again that a newer copy of the message has replaced.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.letter.from_case import KOPF_FELDER
from tests.e2e.telegram.papers import CHANGED, GAP, KEPT_SENTENCE, OWN_SENTENCE, POINTS, PRIVATE_WORDS, Motion
from tests.e2e.telegram.town import ANSWER_SECONDS, Citizen, Town
from tests.telegram_emulator import Shown

ACCEPT = "Ausdrücklich annehmen und freigeben"
SEND = "Als versandt ablegen"
SEND_WITH_BLANKS = "Trotzdem so ablegen"
OUTDATED = ("gehört zu einer anderen Nachricht", "gilt nicht mehr", "kennt Stellwerk nicht")
"""What pops up where a newer copy of the message carries the buttons now."""

_CASE = re.compile(r"V-\d{4}-\d{4}")


@dataclass(frozen=True)
class Cast:
    """Who plays: one hands in, two may approve."""

    official: Citizen
    first: Citizen
    second: Citizen

    @property
    def everyone(self) -> tuple[Citizen, ...]:
        """All three."""
        return self.official, self.first, self.second


def enrol(town: Town) -> Cast:
    """Three persons open their invitations."""
    return Cast(
        town.enrol("Petra Sander", "sachbearbeitung"),
        town.enrol("Ilka Brandt", "freigabe"),
        town.enrol("Jan Ott", "leitung"),
    )


@dataclass
class Story:
    """One motion's way. `patience` is how long one step may take, in seconds: longer where the bot is being killed."""

    town: Town
    cast: Cast
    motion: Motion
    patience: float = ANSWER_SECONDS
    case: str = ""
    presses: int = 0
    _answered_up_to: int = 0

    def play(self) -> str:
        """From the motion to the filed letter; returns the case's id."""
        self.hand_in()
        self.await_drafts()
        self.change_a_point()
        self.approve_the_others()
        self.approve_the_changed_point()
        self.give_the_head()
        self.file_as_sent(self.await_letter())
        return self.case

    # --- the steps

    def hand_in(self, document: tuple[bytes, str] | None = None, photo: bytes | None = None) -> None:
        """The official sends the motion: as text, as a file or as a photo."""
        account = self.cast.official.account
        self.town.private_words = [*PRIVATE_WORDS]
        if document is not None:
            self.town.telegram.send_file(account, *document)
        elif photo is not None:
            self.town.telegram.send_photo(account, photo)
        else:
            self.town.telegram.say(account, self.motion.text)

    def await_drafts(self, points: int = POINTS) -> None:
        """Every one of the three has a card for every point."""
        summary = self._text(self.cast.official, self.motion.nummer, "V-")
        found = _CASE.search(summary.text)
        assert found, summary.text
        self.case = found[0]
        for person in self.cast.everyone:
            for nr in range(1, points + 1):
                self.town.await_card(person, self.case, nr, seconds=self.patience)

    def change_a_point(self) -> None:
        """A reviewer writes a point anew."""
        before = self.town.last_id()
        self.press(self.cast.first, CHANGED, "Ändern")
        asked = self.town.question(self.cast.first, f"Punkt {CHANGED}", after=before, seconds=self.patience)
        self.town.telegram.reply(self.cast.first.account, asked, f"{KEPT_SENTENCE} {OWN_SENTENCE}")
        for person in self.cast.everyone:
            self.town.await_card(person, self.case, CHANGED, revision=2, seconds=self.patience)

    def approve_the_others(self) -> None:
        """The same reviewer approves all points that they did not write; the gap in so many words."""
        for nr in (n for n in range(1, POINTS + 1) if n not in (CHANGED, GAP)):
            self.press(self.cast.first, nr, "Freigeben")
            self._approved(nr)
        self.accept_and_approve(self.cast.first, GAP)

    def approve_the_changed_point(self) -> None:
        """Another reviewer approves what the first one wrote, with the sentence that has no Beleg."""
        self.accept_and_approve(self.cast.second, CHANGED)

    def accept_and_approve(self, person: Citizen, nr: int) -> None:
        """Approves a point that has something to be accepted in so many words."""
        before = self.town.last_id()
        self.press(person, nr, "Freigeben")
        for _ in range(5):
            demand = self.town.until(
                lambda: [m for m in self.town.seen(person, f"Punkt {nr}", after=before) if m.button(ACCEPT)],
                f"für {person.name}: „{ACCEPT}“ zu Punkt {nr}", seconds=self.patience,
            )[-1]  # fmt: skip
            if not _outdated(self._press(person, demand, ACCEPT)):
                break
        self._approved(nr)

    def give_the_head(self) -> None:
        """The official answers what the letter still lacks, until the letter is being made."""
        answers, official = head_of(self.motion), self.cast.official
        for asked in iter(self._next_head_question, None):
            label = next(label for label in KOPF_FELDER.values() if _asks_for(asked, label))
            self._answered_up_to = asked.message_id
            if asked.button("Ja"):
                self._press(official, asked, "Ja")
            elif label in answers:
                self.town.telegram.reply(official.account, asked, answers[label])
            else:
                self._press(official, asked, "Überspringen")

    def _next_head_question(self) -> Shown | None:
        """The newest question that wasn't answered yet; None once there is nothing more to ask."""

        def found() -> list[Shown]:
            chat = self.town.seen(self.cast.official, self.case, after=self._answered_up_to)
            asked = [m for m in chat if m.button("Überspringen") and any(_asks_for(m, f) for f in KOPF_FELDER.values())]
            return asked or [m for m in chat if "zusammengestellt" in m.text]

        newest = self.town.until(found, f"eine Frage zum Kopf von {self.case}", seconds=self.patience)[-1]
        return newest if newest.buttons else None

    def await_letter(self) -> Shown:
        """The letter as DOCX in the official's chat, with the button that files it."""

        def found() -> list[Shown]:
            files = self.town.documents(self.cast.official, ".docx")
            return [m for m in files if m.button(SEND) and self.case in f"{m.text} {m.document}"]

        letters: list[Shown] = self.town.until(found, f"der Brief zu {self.case}", seconds=self.patience)
        return letters[-1]

    def file_as_sent(self, letter: Shown) -> str:
        """The letter went out, with its blanks (a gap that was accepted, no file number); returns what popped up."""
        before = self.town.last_id()
        if _outdated(self._press(self.cast.official, letter, SEND)):
            self._press(self.cast.official, self.await_letter(), SEND)
        popup = ""
        for _ in range(5):
            asked = self.town.until(
                lambda: [m for m in self.town.seen(self.cast.official, after=before) if m.button(SEND_WITH_BLANKS)],
                f"die Frage nach den Lücken von {self.case}", seconds=self.patience,
            )[-1]  # fmt: skip
            popup = self._press(self.cast.official, asked, SEND_WITH_BLANKS)
            if not _outdated(popup):
                break
        self.town.until(
            lambda: "versandt" in popup or self.town.seen(self.cast.official, "versandt", after=before),
            f"{self.case} ist versandt", seconds=self.patience,
        )  # fmt: skip
        return popup

    # --- pressing

    def press(self, person: Citizen, nr: int, label: str) -> str:
        """Presses a button of a point's card; where a newer copy has replaced it, that of the newer one."""
        for _ in range(5):
            card = self.town.until(
                lambda: (c := self.town.card(person, self.case, nr)) and c.button(label) and c,
                f"für {person.name}: „{label}“ an Punkt {nr}", seconds=self.patience,
            )  # fmt: skip
            popup = self._press(person, card, label)
            if not _outdated(popup):
                return popup
        raise AssertionError(f"{label} an Punkt {nr}: fünfmal „{popup}“")

    def _press(self, person: Citizen, shown: Shown, label: str) -> str:
        self.presses += 1
        return self.town.press(person, shown, label, seconds=self.patience)

    def _approved(self, nr: int) -> None:
        for person in self.cast.everyone:
            self.town.await_card(person, self.case, nr, "Freigegeben:", seconds=self.patience)

    def _text(self, person: Citizen, *words: str) -> Shown:
        return self.town.await_text(person, *words, seconds=self.patience)


def head_of(motion: Motion) -> dict[str, str]:
    """What the official knows about the letter, under the labels of the questions; the file number is left open."""
    given = {
        "vorlage": motion.reply,
        "datum": f"{date.today():%d.%m.%Y}",
        "dezernat": "Dezernat I",
        "amt": "12-Amt für Digitalisierung",
        "gremium": "Stadtrat",
        "sitzung": f"{date.today():%d.%m.%Y}",
        "finanzen": "Keine.",
        "beschlussempfehlung": "Der Stadtrat nimmt die Stellungnahme zur Kenntnis.",
    }
    return {KOPF_FELDER[name]: value for name, value in given.items()}


def _asks_for(message: Shown, label: str) -> bool:
    return any(line.endswith(f" · {label}") for line in message.text.splitlines()[:3])


def _outdated(popup: str) -> bool:
    return any(words in popup for words in OUTDATED)
