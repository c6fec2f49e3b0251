"""One output as the messages that it becomes: long texts are split; what can't be split is shortened and says so."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.port import Document, Edit, Output, Post, RichText, Style, plain, styled
from bot.channels.telegram.entities import split, utf16_units
from bot.channels.telegram.limits import CAPTION_UNITS

MAYBE_DOUBLE = "Möglicherweise doppelt, der Versand war zuvor unterbrochen:"
SHORTENED = "Gekürzt: Telegram lässt längere Nachrichten nicht ändern."


def messages_of(output: Output) -> tuple[Output, ...]:
    """The messages in the order in which they leave. The last is the one that bears the buttons and is remembered."""
    if isinstance(output, Post):
        return _posts(output)
    if isinstance(output, Edit):
        return (replace(output, text=shown_by(output)),)
    if isinstance(output, Document):
        return _document(output)
    return (output,)


def maybe_double(output: Output) -> Output:
    """The message with a line before it that says that it may be there twice."""
    line = styled(MAYBE_DOUBLE, Style.ITALIC)
    if isinstance(output, Post):
        return replace(output, text=line + "\n" + output.text)
    if isinstance(output, Document):
        return replace(output, caption=line + "\n" + output.caption if output.caption.text else line)
    return output


def _posts(post: Post) -> tuple[Post, ...]:
    *before, last = split(post.text)
    pieces = [Post(piece, silent=post.silent) for piece in before]
    pieces.append(replace(post, text=last, reply_to=None))
    pieces[0] = replace(pieces[0], reply_to=post.reply_to)
    return tuple(pieces)


def _document(document: Document) -> tuple[Output, ...]:
    """A text too long for a caption goes before its file."""
    caption = split(document.caption)
    if len(caption) == 1 and utf16_units(caption[0].text) <= CAPTION_UNITS:
        return (document,)
    before = _posts(Post(document.caption, reply_to=document.reply_to))
    return (*before, replace(document, caption=RichText(), reply_to=None))


def shown_by(edit: Edit) -> RichText:
    """The text of an edited message: a message can't become several."""
    pieces = split(edit.text)
    if len(pieces) == 1:
        return pieces[0]
    return pieces[0] + plain("\n\n") + styled(SHORTENED, Style.ITALIC)
