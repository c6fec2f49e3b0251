"""The commands that Telegram offers when somebody types "/". It is no access control: who may is decided later."""

from __future__ import annotations

_HELP = ("hilfe", "Was Stellwerk kann, und wie")
_OPEN = ("offen", "Was auf eine Entscheidung wartet")
_STATUS = ("status", "Wie es um einen Vorgang steht")

PRIVATE_COMMANDS: tuple[tuple[str, str], ...] = (
    ("neu", "Einen Antrag einreichen"),
    _OPEN,
    _STATUS,
    ("suche", "Frühere Antworten der Verwaltung finden"),
    ("fakten", "Was nach den Papieren gilt, und seit wann"),
    ("brief", "Angaben für den Brief eines Vorgangs"),
    ("export", "Den Brief, wie er jetzt ist, als Datei"),
    ("frist", "Die Frist eines Vorgangs setzen"),
    ("punkte", "Die Aufteilung eines Antrags berichtigen"),
    ("abbrechen", "Eine Frage oder einen Vorgang abbrechen"),
    ("abwesend", "Vertretung einrichten"),
    ("zurueck", "Abwesenheit beenden"),
    ("datenschutz", "Was Stellwerk speichert, und wie lange"),
    _HELP,
)

GROUP_COMMANDS: tuple[tuple[str, str], ...] = (
    ("neu", "Einen Antrag einreichen (als Antwort auf ihn)"),
    _OPEN,
    _STATUS,
    ("gruppe", "Stellwerk in dieser Gruppe freischalten (nur Leitung)"),
    _HELP,
)
