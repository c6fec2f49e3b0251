"""The archive of the town and the motions that people send. The papers are those of `corpus/samples`."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from corpus.samples import papers_folder
from tests.corpus.reading.files import png

PAPERS = (
    "2019-0096-digitale-stadt.txt",
    "21-0277-digitales-wirsetal.txt",
    "st-0044-2024-digitalisierung.txt",
    "2017-0210-wehrbruecke.txt",
    "20-0218-wehrbruecke.txt",
    "st-0088-2023-gerberbruecke.txt",
    "st-0121-2025-it-sicherheit.txt",  # not public: it must never be seen
)
"""Enough for the motions below, and few enough that an archive of its own is cheap for every run."""

MEMBER = "Die Stadt Velmenau ist seit dem 1. April 2021 Mitglied im Netzwerk Digitales Wirsetal e. V."
"""What the official really needs: the motion asks for what is already so."""

MEMBER_SOURCE = "21/0277"
UNKNOWN = "Genossenschaft Wirsehafen Speicherwerk eG"
POINTS = 4

CHANGED = 2
"""The point that a reviewer changes ..."""

KEPT_SENTENCE = "Kostenfreies WLAN wird derzeit an 31 öffentlichen Orten angeboten."
OWN_SENTENCE = "Über weitere Orte wird mit dem nächsten Haushalt entschieden."
"""... to one sentence of a paper and one of their own, which has no Beleg."""

PRIVATE_WORDS = ("Vernetzte Stadt und sichere", UNKNOWN, OWN_SENTENCE, KEPT_SENTENCE)
"""Words of motions, drafts and answers, which no log may hold."""

GAP = 4
"""The point that no paper knows anything about."""


@dataclass(frozen=True)
class Motion:
    """A motion as somebody sends it."""

    nummer: str
    text: str

    @property
    def reply(self) -> str:
        """The number that the reply to it will bear."""
        return self.nummer.replace("AT", "ST")

    def as_docx(self, folder: Path) -> bytes:
        """The motion as a Word file."""
        from corpus.samples.make_documents import write_docx

        path = folder / "antrag.docx"
        write_docx(self.text, path)
        return path.read_bytes()

    def as_pdf(self, folder: Path) -> bytes:
        """The motion as a PDF with text."""
        from corpus.samples.make_documents import write_pdf

        path = folder / "antrag.pdf"
        write_pdf(self.text, path)
        return path.read_bytes()

    def as_photo(self, folder: Path) -> bytes:
        """A picture of the printed motion. (Telegram's own photos are JPEG; a reader goes by the bytes.)"""
        import pypdfium2

        self.as_pdf(folder)
        with pypdfium2.PdfDocument(folder / "antrag.pdf") as document:
            bitmap = document[0].render(scale=200 / 72, grayscale=True)
            grey = bitmap.to_numpy().copy()
        return png(bitmap.width, bitmap.height, grey.tobytes())


def motion(number: int, today: date) -> Motion:
    """Four points: already so, known, being examined, unknown. Motions with other numbers are other motions."""
    filed, session = today - timedelta(days=30), today + timedelta(days=24)
    return Motion(
        f"AT/{number:04d}/{filed.year}",
        f"""Antrag
Vorlage: AT/{number:04d}/{filed.year} | Datum: {filed:%d.%m.%Y}
Verfasser: Fraktion Bürgerliste Wirsetal
Betreff:
Vernetzte Stadt und sichere Brücken {number}

Gremienweg:
{session:%d.%m.%Y} | Stadtrat

Der Stadtrat beauftragt die Verwaltung zu prüfen,

1. ob die Stadt Velmenau dem Netzwerk Digitales Wirsetal e. V. als Mitglied beitreten sollte,

2. an wie vielen öffentlichen Orten in Velmenau kostenfreies WLAN angeboten wird,

3. ob ein Ersatzneubau der Gerberbrücke vorgesehen ist,

4. welche Kosten der Stadt durch eine Beteiligung an der {UNKNOWN} entstünden.

Begründung:

Vieles ist in den vergangenen Jahren angestoßen worden. Bevor Neues begonnen wird, soll feststehen, was gilt.

gez. Fraktionsvorsitz
""",
    )


def follow_up(number: int, today: date) -> Motion:
    """A later motion that asks for the same two things again: the reply that went out knows them."""
    return Motion(
        f"AT/{number:04d}/{today.year}",
        f"""Antrag
Vorlage: AT/{number:04d}/{today.year} | Datum: {today:%d.%m.%Y}
Verfasser: Fraktion Mobiles Velmenau
Betreff:
Beitritt zum Netzwerk {number}

Der Stadtrat beauftragt die Verwaltung zu prüfen,

1. ob die Stadt Velmenau dem Netzwerk Digitales Wirsetal e. V. beitreten sollte,

2. an wie vielen öffentlichen Orten in Velmenau kostenfreies WLAN angeboten wird.

Begründung:

Der Beitrag soll im nächsten Haushalt stehen.

gez. Fraktionsvorsitz
""",
    )


def papers_in(folder: Path) -> Path:
    """Puts the papers of this town's archive into a new folder."""
    folder.mkdir(parents=True)
    for name in PAPERS:
        shutil.copy(papers_folder() / name, folder / name)
    return folder
