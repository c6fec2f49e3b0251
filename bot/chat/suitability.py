"""What may become a motion, before anything is downloaded: a file by size and name, a text by its words. Pure."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from bot.channels.port import FileKind, IncomingFile
from bot.chat.names import shown
from corpus.domain import AnliegenArt
from corpus.parsing.antrag import parse_antraege
from corpus.parsing.antrag_titel import is_title

DOWNLOAD_LIMIT_BYTES = 20 * 1024 * 1024
"""More than that Telegram's servers hand to no bot: https://core.telegram.org/bots/api#getfile"""

SURELY_TEXT = 200
"""A text of so many characters is read as a motion; whether it is one, the reading says."""

LEAST_WORDS = 8
"""A shorter text is talk, whatever it asks for."""

HEAD_LINES = 4
"""Above its title a motion has a letterhead, if anything."""

_HEAD_FIELD = re.compile(
    r"\s*(?:Vorlage|Drucksache|Drs|Betreff|Betr|Betrifft|Antragsteller|Fragesteller|Verfasser)(?:nummer|in|innen)?"
    r"(?:[ ]?(?:-?Nr\.?))?[ ]?[.:]"
)

_AS_PAPER = "Bitte als PDF, Word-Datei (DOCX), Foto oder Text schicken."
_NO_MOTION = {
    "ein Archiv": ("zip", "7z", "rar", "gz", "tgz", "tar", "bz2", "xz"),
    "eine Tondatei": ("mp3", "ogg", "oga", "opus", "wav", "m4a", "aac", "flac", "wma"),
    "ein Video": ("mp4", "mov", "avi", "mkv", "webm", "wmv", "m4v", "3gp", "mpg", "mpeg"),
    "eine Tabelle": ("xls", "xlsx", "xlsm", "ods", "csv", "numbers"),
    "eine Präsentation": ("ppt", "pptx", "odp", "key"),
    "ein Programm": ("exe", "msi", "apk", "bat", "cmd", "com", "sh", "ps1", "js", "vbs", "jar", "dmg", "deb", "scr"),
    "eine Internetseite": ("html", "htm", "mht", "mhtml", "url"),
    "eine E-Mail": ("eml", "msg"),
    "ein Sticker": ("tgs", "webp"),
    "eine Visitenkarte": ("vcf",),
    "ein Word-Dokument mit Makros": ("docm", "dotm"),
    "ein Dokument in einem Format, das hier nicht gelesen wird": ("doc", "odt", "rtf", "pages", "wpd", "dot", "xps"),
    "ein Bild in einem Format, das hier nicht gelesen wird": ("heic", "heif", "gif", "bmp", "svg", "raw", "psd"),
}
_KIND_OF = {suffix: kind for kind, suffixes in _NO_MOTION.items() for suffix in suffixes}


def refusal(file: IncomingFile) -> str | None:
    """Why this file is not even downloaded, and what to do instead; None where it may be a motion."""
    name = "Das Foto" if file.kind is FileKind.PHOTO else f"Die Datei „{shown(file.name)}“"
    if file.size is not None and file.size > DOWNLOAD_LIMIT_BYTES:
        size, limit = file.size / 1024**2, DOWNLOAD_LIMIT_BYTES // 1024**2
        return (
            f"{name} ist mit {size:.0f} MB zu groß; Telegram gibt Dateien nur bis {limit} MB weiter. "
            "Bitte teilen Sie die Datei, oder schicken Sie den Antrag als Text."
        )
    if file.size == 0:
        return f"{name} ist leer. Bitte prüfen Sie die Datei und schicken Sie sie noch einmal."
    kind = _KIND_OF.get(PurePosixPath(file.name.lower()).suffix.lstrip("."))
    if file.kind is FileKind.DOCUMENT and kind:
        comma = "," if "," in kind else ""  # the relative clause ends here
        return f"{name} ist {kind}{comma} und wurde nicht geöffnet. {_AS_PAPER}"
    return None


def begins_as_motion(text: str) -> bool:
    """Whether a text begins with a motion's own head: a title, a number or a subject among its first lines."""
    lines = [line for line in text.splitlines() if line.strip()][:HEAD_LINES]
    return any(is_title(line) or _HEAD_FIELD.match(line) for line in lines)


def looks_like_motion(text: str) -> bool:
    """Whether a text that was simply written may be a motion. A greeting, thanks or a short question is none."""
    if len(text.strip()) >= SURELY_TEXT:
        return True
    if len(text.split()) < LEAST_WORDS:
        return False
    motions = parse_antraege(text)
    points = [anliegen for motion in motions for anliegen in motion.anliegen]
    headed = any(m.nummer or m.fraktion for m in motions)
    return bool(points) and (headed or len(points) > 1 or any(a.art is not AnliegenArt.FRAGE for a in points))
