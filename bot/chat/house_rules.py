"""What people read when they ask how it works: the commands, and who sees and keeps what."""

from __future__ import annotations

from bot.channels.port import RichText, Style, plain, styled
from bot.channels.tokens import KNOPF_DAYS

COMMAND_TEXTS: tuple[tuple[str, str], ...] = (
    ("neu", "Antrag bearbeiten lassen; auch als Antwort auf eine Datei"),
    ("offen", "was auf Sie wartet, Überfälliges zuerst"),
    ("status", "Ihre neuesten Vorgänge, oder einer: /status V-2026-0001"),
    ("suche", "frühere Antworten finden: /suche Stichworte"),
    ("fakten", "was nach den Papieren gilt, und seit wann: /fakten Stichworte"),
    ("brief", "Angaben für den Brief: /brief V-2026-0001"),
    ("export", "den Brief, wie er jetzt ist: /export V-2026-0001"),
    ("frist", "Frist setzen: /frist V-2026-0001 05.12.2026"),
    ("punkte", "die Aufteilung in Punkte ansehen und berichtigen: /punkte V-2026-0001"),
    ("abbrechen", "offene Fragen schließen, oder einen Vorgang abbrechen"),
    ("abwesend", "Vertretung einrichten: /abwesend 24.12.–02.01. Name"),
    ("zurueck", "wieder da: die Abwesenheit endet"),
    ("gruppe", "in einer Gruppe: für Stellwerk freischalten (nur Leitung)"),
    ("datenschutz", "wer was sieht und was gespeichert wird"),
    ("hilfe", "diese Übersicht"),
)
"""Every command with what it does, in the order in which people are shown them."""


def help_text() -> RichText:
    """The answer to /hilfe."""
    text = styled("So arbeiten Sie mit Stellwerk", Style.BOLD) + (
        "\nSchicken Sie einen Antrag als PDF, Word-Datei (DOCX), Foto oder Text; mehrere Fotos zusammen sind die "
        "Seiten eines Antrags. Zu jedem Punkt kommt ein Entwurf mit Quellen; entschieden wird mit den Knöpfen.\n"
    )
    for name, what in COMMAND_TEXTS:
        text = text + f"\n/{name} – {what}"
    return text + "\n\nIn jedem Chat: den Namen des Bots mit @ davor und ein Stichwort, dann bietet er Antworten an."


def privacy_text(*, raw_days: int) -> RichText:
    """The answer to /datenschutz. `raw_days` is how long messages are kept as they came in."""
    return (
        styled("Wer sieht was?", Style.BOLD)
        + "\nIhren Antrag und die Entwürfe sehen Sie, die Personen mit der Rolle Freigabe oder Leitung, und in einer "
        "Gruppe alle, die ihr angehören. Personen ohne Einladung erhalten nichts.\n\n"
        + styled("Was wird gespeichert, und wo?", Style.BOLD)
        + "\nAuf dem Rechner Ihrer Verwaltung: Anträge, Entwürfe und Entscheidungen mit Namen und Zeit, als Teil des "
        f"Vorgangs. Eingegangene Nachrichten werden nach {raw_days} Tagen gelöscht, Knöpfe gelten {KNOPF_DAYS} Tage. "
        "Das Protokoll der Entscheidungen enthält Prüfsummen statt Texte und wird nicht gelöscht. Von Personen ohne "
        "Einladung und von abgelehnten Dateien wird nichts behalten.\n\n"
        + styled("Und Telegram?", Style.BOLD)
        + "\nTelegram behält von allem, was Sie hier schreiben und erhalten, eine eigene Kopie auf seinen Servern; "
        "darauf hat Ihre Verwaltung keinen Einfluss. Schicken Sie deshalb nichts Nichtöffentliches und keine Angaben "
        "über einzelne Menschen. Ein Antrag, der sich selbst als nichtöffentlich bezeichnet, wird abgewiesen.\n\n"
        + styled("Was geht nach außen?", Style.BOLD)
        + "\nGesucht und entworfen wird auf dem eigenen Rechner, und im Chat nur aus öffentlichen Papieren. Links "
        "werden nicht geöffnet."
    )


def unknown_command(name: str) -> RichText:
    """What is said to "/xyz"."""
    return plain(f"Den Befehl /{name} kennt Stellwerk nicht. /hilfe zeigt, was geht.")
