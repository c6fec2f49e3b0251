"""What a channel brings in and what it is given to send, as plain values.

A messenger is a folder that turns its own wire format into these events and these outputs into its own calls; nothing
else in the house knows about messengers.

Offsets of styles are code points of the text; each adapter turns them into its own units.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

# --- where and who --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A chat. `private` is a chat with one person alone."""

    channel: str
    chat_id: str
    private: bool = True


@dataclass(frozen=True)
class Sender:
    """An account, not a person: which person it belongs to is looked up.

    `genuine` is False for bots, anonymous admins and what is sent in a channel's name: such an account acts for nobody.
    """

    user_id: str
    name: str
    genuine: bool = True


# --- in -------------------------------------------------------------------------------------------------------------


class FileKind(StrEnum):
    """How a file was sent. A photo is a page of a scan."""

    DOCUMENT = "document"
    PHOTO = "photo"


@dataclass(frozen=True)
class IncomingFile:
    """A file that lies with the messenger. `size` in bytes, None where the messenger doesn't say."""

    file_id: str
    name: str
    size: int | None
    kind: FileKind


@dataclass(frozen=True)
class Message:
    """Someone wrote or sent something. `text` is the caption where there are files.

    `command` is "neu" for "/neu@bot rest" and `text` then holds the rest alone. `album` groups messages sent together.
    `quoted` is what the message it replies to brought along: its text and files, where the messenger shows them.
    """

    place: Place
    sender: Sender
    message_id: str
    text: str = ""
    command: str | None = None
    files: tuple[IncomingFile, ...] = ()
    album: str | None = None
    reply_to: str | None = None
    quoted: Message | None = None
    edited: bool = False
    via_bot: bool = False
    sent_at: float = 0.0


@dataclass(frozen=True)
class ButtonPress:
    """Someone pressed a button. `data` is what the messenger says stood on it: user input, to be distrusted."""

    place: Place
    sender: Sender
    message_id: str
    press_id: str
    data: str


@dataclass(frozen=True)
class InlineQuestion:
    """Someone typed "@bot words" in whatever chat."""

    channel: str
    sender: Sender
    question_id: str
    text: str


@dataclass(frozen=True)
class Membership:
    """The bot was added to a group (`joined`) or taken out of a chat."""

    place: Place
    sender: Sender
    joined: bool


@dataclass(frozen=True)
class Moved:
    """A chat has a new id."""

    channel: str
    old: str
    new: str


Event = Message | ButtonPress | InlineQuestion | Membership | Moved


# --- out ------------------------------------------------------------------------------------------------------------


class Style(StrEnum):
    """How a stretch of text is shown."""

    BOLD = "bold"
    ITALIC = "italic"
    STRIKE = "strike"
    UNDERLINE = "underline"
    CODE = "code"
    QUOTE = "quote"
    """A quotation that is folded until it is opened, where the messenger can."""


@dataclass(frozen=True)
class Span:
    """`[start, end)` of a text in code points."""

    start: int
    end: int
    style: Style


@dataclass(frozen=True)
class RichText:
    """Text with styles beside it, never markup inside it: no text can become a command to the messenger."""

    text: str = ""
    spans: tuple[Span, ...] = ()

    def __add__(self, other: RichText | str) -> RichText:
        more = RichText(other) if isinstance(other, str) else other
        at = len(self.text)
        moved = tuple(Span(s.start + at, s.end + at, s.style) for s in more.spans)
        return RichText(self.text + more.text, self.spans + moved)


def plain(text: str) -> RichText:
    """Text without styles."""
    return RichText(text)


def styled(text: str, *styles: Style) -> RichText:
    """The whole text in these styles."""
    return RichText(text, tuple(Span(0, len(text), style) for style in styles) if text else ())


class Tone(StrEnum):
    """What kind of button it is, where the messenger can show that."""

    NORMAL = "normal"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True)
class Button:
    """`token` is opaque and comes back when the button is pressed."""

    label: str
    token: str
    tone: Tone = Tone.NORMAL


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Post:
    """A new message. `ask` opens the answer field of whoever reads it.

    A long text becomes several messages; the buttons then hang on the last, which is the one that is remembered.
    """

    text: RichText
    buttons: Rows = ()
    reply_to: str | None = None
    ask: bool = False
    silent: bool = False


@dataclass(frozen=True)
class Edit:
    """A message of ours says something else now. `target` is the outbox id of that message."""

    target: int
    text: RichText
    buttons: Rows = ()


@dataclass(frozen=True)
class Document:
    """A file. `attachment` is the SHA-256 under which its bytes lie in the database."""

    attachment: str
    name: str
    caption: RichText = field(default_factory=RichText)
    buttons: Rows = ()
    reply_to: str | None = None


@dataclass(frozen=True)
class Reaction:
    """A small sign on someone's message: it has arrived."""

    message_id: str
    emoji: str


@dataclass(frozen=True)
class PressAnswer:
    """What a person sees at once when they press a button; `alert` has to be closed by hand. At most 200 characters."""

    press_id: str
    text: str
    alert: bool = False


@dataclass(frozen=True)
class InlineResult:
    """One offer under "@bot words": title and description are shown, the text is what is put into the chat."""

    id: str
    title: str
    description: str
    text: RichText


@dataclass(frozen=True)
class InlineAnswer:
    """The offers for one question."""

    question_id: str
    results: tuple[InlineResult, ...]


@dataclass(frozen=True)
class Leave:
    """The bot leaves this chat."""


Output = Post | Edit | Document | Reaction | PressAnswer | InlineAnswer | Leave
