"""The commands that Telegram offers when somebody types "/". No access control: who may is decided later."""

from __future__ import annotations

_HELP = ("hilfe", "Was Stellwerk kann, und wie")

PRIVATE_COMMANDS: tuple[tuple[str, str], ...] = (
    ("neu", "Einen Antrag einreichen"),
    ("offen", "Was auf eine Entscheidung wartet"),
    ("status", "Wie es um einen Vorgang steht"),
    ("suche", "Frühere Antworten der Verwaltung finden"),
    ("brief", "Angaben zum Kopf der Stellungnahme"),
    ("export", "Stellungnahme und Prüfprotokoll als Datei"),
    ("abbrechen", "Eine Frage oder einen Vorgang abbrechen"),
    ("datenschutz", "Was Stellwerk speichert, und wie lange"),
    _HELP,
)

GROUP_COMMANDS: tuple[tuple[str, str], ...] = (
    ("neu", "Einen Antrag einreichen (als Antwort auf ihn)"),
    ("offen", "Was auf eine Entscheidung wartet"),
    ("status", "Wie es um einen Vorgang steht"),
    _HELP,
)
