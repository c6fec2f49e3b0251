"""The review record as a document for a head of office: the decisions first, then how each point came about, the
protocol last. Everything in it is data of the record; nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from bot.letter.from_case import KOPF_FELDER
from bot.review.model_line import model_line
from bot.review.plain_document import Look, PlainDocument
from bot.review.rules import ANNEHMEN
from corpus.jsonform import modell_from_json

Json = dict[str, Any]

_STATUS = {
    "offen": "in Bearbeitung",
    "freigegeben": "freigegeben, noch nicht versandt",
    "versandt": "versandt",
    "abgebrochen": "abgebrochen",
}
_STAND = {
    "offen": "offen",
    "freigegeben": "freigegeben",
    "abgelehnt": "abgelehnt, wartet auf eine neue Fassung",
    "beim_amt": "beim Amt",
}
_ART = {
    "eroeffnet": "Antrag eingereicht",
    "wiederaufgenommen": "Vorgang wieder aufgenommen",
    "entwurf": "Entwurf von Stellwerk",
    "geaendert": "Text geändert",
    "freigegeben": "Freigegeben",
    "abgelehnt": "Abgelehnt",
    "zulieferung": "An ein Amt gegeben",
    "stichtag": "Stichtag geändert",
    "frist": "Frist gesetzt",
    "punkte": "Aufteilung der Punkte berichtigt",
    "kopf": "Angaben zum Brief ergänzt",
    "brieftext": "Wortlaut der Stellungnahme versiegelt",
    "abgelegt": "Stellungnahme abgelegt (nicht versandt)",
    "versandt": "Als versandt abgelegt",
    "abgebrochen": "Vorgang abgebrochen",
    "uebernommen": "Aus früherem Bestand übernommen",
}
_CHAIN_EXPLAINED = (
    "Jeder Schritt steht in einer versiegelten Kette. Wird ein Eintrag später geändert, entfernt oder umgestellt, so "
    "zeigt das die Prüfung gegen den folgenden Kopf: stellwerk audit verify --kopf"
)
_ADDED, _REMOVED = "1B6E2C", "A00000"  # green and red; underlined and struck through too, for whoever sees no colours


def record_docx(record: Json) -> bytes:
    """The record (of `review_record`) as a Word document."""
    return _Page(record).bytes()


class _Page:
    """The document under construction, part by part in the order of reading."""

    def __init__(self, record: Json) -> None:
        self.record = record
        self.page = PlainDocument(f"Prüfvermerk zum Vorgang {record['vorgang']}")

    def bytes(self) -> bytes:
        """All parts, saved."""
        self._head()
        self._decisions()
        for point in self.record["punkte"]:
            self._point(point)
        self._letter()
        self._protocol()
        made = _moment(self.record["erstellt_am"])
        self.page.foot(f"Prüfvermerk {self.record['vorgang']}, erstellt am {made}")
        return self.page.bytes()

    # --- the parts

    def _head(self) -> None:
        record = self.record
        self.page.heading("Prüfvermerk", level=0)
        about = f"Antrag {record['antrag'] or 'ohne Nummer'}: {record['betreff'] or 'ohne Betreff'}"
        self.page.line((about, {"bold": True}))
        rows = [
            ("Vorgang", record["vorgang"]),
            ("Fraktion", record["fraktion"]),
            ("Stand", _STATUS[record["status"]] + _on(record["versandt_am"] or record["abgebrochen_am"])),
            ("Eingereicht von", f"{record['eingereicht_von']}{_on(record['angelegt_am'])}"),
            ("Stichtag der Entwürfe", _day(record["stichtag"])),
            ("Frist", _day(record["frist"])),
            ("Nötige Freigaben je Punkt", str(record["noetige_freigaben"])),
        ]
        self.page.line((_summary(record), {}))
        self.page.table((5.2, 11.4), [(label, value or "–") for label, value in rows], bold_first=True)

    def _decisions(self) -> None:
        self.page.heading("Wer hat was entschieden", level=1)
        rows = []
        for point in self.record["punkte"]:
            made = [(f, d) for f in point["fassungen"] for d in f["entscheidungen"]]
            current = [(f, d) for f, d in made if f is point["fassungen"][-1]]
            said = [f"{d['person']}{_on(d['am'])}" for _, d in current] or ["–"]
            number = str(point["fassungen"][-1]["revision"]) if point["fassungen"] else "–"
            rows.append(
                (str(point["nr"]), _short(point["frage"]), number, _STAND[point["entscheidung"]], "\n".join(said))
            )
        self.page.table(
            (1.5, 5.7, 1.9, 2.9, 4.6), rows, ("Punkt", "Worum es geht", "Fassung", "Stand", "Entschieden von")
        )

    def _point(self, point: Json) -> None:
        self.page.heading(f"Punkt {point['nr']}{_mark(point['marke'])}", level=1)
        self.page.line((_flat(point["frage"]), {"italic": True}))
        for revision in point["fassungen"]:
            self._revision(revision)
            self._requests(z for z in point["zulieferungen"] if z["revision"] == revision["revision"])
            for decision in revision["entscheidungen"]:
                self._decision(decision)

    def _requests(self, requests: Iterable[Json]) -> None:
        for request in requests:
            until = f", Antwort bis {_day(request['frist'])}" if request["frist"] else ""
            asked = f"{request['amt']}{until}. „{_flat(request['frage'])}“ "
            who = f"({request['person']}{_on(request['am'])})"
            self.page.line(("Beim Amt: ", {"bold": True}), (asked, {}), (who, {"grey": True}))

    def _revision(self, revision: Json) -> None:
        maker = "Entwurf von Stellwerk für" if revision["maschinell"] else "geändert von"
        self.page.heading(f"Fassung {revision['revision']}: {maker} {revision['von']}{_on(revision['am'])}", level=2)
        if revision["aenderungen"]:
            against = f"Änderungen gegenüber Fassung {revision['verglichen_mit']} (Entwurf von Stellwerk): "
            self.page.line((against, {"grey": True}), *_tracked(revision["aenderungen"]))
        self._sentences(revision)

    def _sentences(self, revision: Json) -> None:
        """The text with the numbers of its Belege, and every quote below, numbered as on the card and in the letter."""
        numbers: dict[tuple[str, str], int] = {}
        runs: list[tuple[str, Look]] = []
        for satz in revision["entwurf"]["saetze"]:
            runs.append((_flat(satz["text"]), {}))
            shown = dict.fromkeys((_source(b), _flat(b["zitat"])) for b in satz["belege"])
            marks = [numbers.setdefault(beleg, len(numbers) + 1) for beleg in shown]
            runs.append(
                ("".join(f" [{n}]" for n in marks) or " [ohne Beleg]", {"bold": not marks, "grey": bool(marks)})
            )
            runs.append((" ", {}))
        self.page.line(*(runs or [("Dazu liegt nichts vor.", {"italic": True})]))
        for (source, quote), number in numbers.items():
            self.page.line((f"[{number}] {source}: „{quote}“", {"grey": True, "small": True}), indent=0.6)
        if revision["entwurf"].get("modell"):
            line = model_line(modell_from_json(revision["entwurf"]["modell"]))
            self.page.line((line, {"grey": True, "small": True}), indent=0.6)
        for hint in revision["entwurf"]["hinweise"]:
            self.page.line((f"Hinweis: {_flat(hint['text'])}", {"grey": True, "small": True}), indent=0.6)

    def _decision(self, decision: Json) -> None:
        approved = decision["entscheidung"] == "freigegeben"
        word = "Freigegeben" if approved else "Abgelehnt"
        runs: list[tuple[str, Look]] = [
            (
                f"{word} von {decision['person']}{_on(decision['am'])}.",
                {"bold": True, "color": _ADDED if approved else _REMOVED},
            )
        ]
        if decision["grund"]:
            runs.append((f" Grund: „{_flat(decision['grund'])}“", {}))
        if decision["angenommen"]:
            accepted = " und ".join(ANNEHMEN.get(a, a) for a in decision["angenommen"])
            runs.append((f" Ausdrücklich angenommen: {accepted}.", {}))
        self.page.line(*runs)

    def _letter(self) -> None:
        letter = self.record["brief"]
        self.page.heading("Die Stellungnahme", level=1)
        given = [(KOPF_FELDER.get(name, name).split(" (")[0], value) for name, value in letter["kopf"].items()]
        if given:
            self.page.table((5.2, 11.4), given, bold_first=True)
        if letter["text_sha256"]:
            self.page.line(
                ("Prüfsumme des Textes (SHA-256): ", {"bold": True}), (letter["text_sha256"], {"mono": True})
            )
            if letter["versandt"]:
                self._sent(letter["versandt"], letter["text_sha256"])
        else:
            self.page.line(("Es gibt noch nicht zu jedem Punkt einen Entwurf, also auch keinen Brief.", {}))

    def _sent(self, sent: Json, approved_sha256: str) -> None:
        if sent["text_sha256"] == approved_sha256:
            self.page.line(("Versandt wurde der Text, wie er freigegeben ist.", {}))
            return
        self.page.line(("Prüfsumme des versandten Textes: ", {"bold": True}), (sent["text_sha256"], {"mono": True}))
        if sent["abweichungen"]:
            self.page.line(("In den Antworten weicht der versandte Brief vom freigegebenen Text ab:", {"bold": True}))
        else:
            self.page.line(("Die Antworten im versandten Brief sind Wort für Wort die freigegebenen.", {}))
        for change in sent["abweichungen"]:
            self.page.line(*_tracked([change]), indent=0.6)

    def _protocol(self) -> None:
        chain = self.record["pruefkette"]
        self.page.heading("Protokoll", level=1)
        self.page.line((_CHAIN_EXPLAINED, {}))
        self.page.line(("Kopf der Kette: ", {"bold": True}), (chain["kopf"], {"mono": True}))
        rows = [
            (
                str(e["nr"]),
                _moment(e["am"]),
                _ART.get(e["art"], e["art"]) + _where(e),
                e["person"] or "–",
                e["siegel"][:12],
            )
            for e in chain["eintraege"]
        ]
        self.page.table((1.1, 3.2, 6.4, 3.5, 2.4), rows, ("Nr.", "Wann", "Was", "Wer", "Siegel"), small=True)


# --- words ------------------------------------------------------------------------------------------------------------


def _summary(record: Json) -> str:
    """What a reader in a hurry has to know."""
    points = record["punkte"]
    last = [point["fassungen"][-1] for point in points if point["fassungen"]]
    approved = sum(point["entscheidung"] == "freigegeben" for point in points)
    changed = sum(not revision["maschinell"] for revision in last)
    accepted = sum(bool(d["angenommen"]) for revision in last for d in revision["entscheidungen"])
    refused = sum(d["entscheidung"] == "abgelehnt" for p in points for f in p["fassungen"] for d in f["entscheidungen"])
    found = [f"Freigegeben: {approved} von {len(points)} Punkten."]
    if changed:
        found.append(f"Von Menschen geändert: {changed}.")
    if refused:
        found.append(f"Ablehnungen im Verlauf: {refused}.")
    if accepted:
        found.append(f"Freigaben, die eine Lücke oder einen Satz ohne Beleg ausdrücklich annehmen: {accepted}.")
    return " ".join(found)


def _tracked(changes: Sequence[Json]) -> list[tuple[str, Look]]:
    """What was taken out struck through, what was put in underlined."""
    runs: list[tuple[str, Look]] = []
    for change in changes:
        if change["art"] == "gleich":
            runs.append((change["neu"], {}))
            continue
        if change["alt"]:
            runs.append((change["alt"], {"strike": True, "color": _REMOVED}))
        if change["alt"] and change["neu"] and not change["alt"].endswith(" "):
            runs.append((" ", {}))
        if change["neu"]:
            runs.append((change["neu"], {"underline": True, "color": _ADDED}))
    return runs


def _source(beleg: Json) -> str:
    day = f" vom {_day(beleg['datum'])}" if beleg["datum"] else " (ohne Datum)"
    number = f", zu {', '.join(beleg['nr'])}" if beleg["nr"] else ""
    return f"{beleg['vorlage'] or beleg['dokument']}{day}{number}, S. {beleg['seite']}"


def _where(entry: Json) -> str:
    if entry["punkt"] is None:
        return ""
    return f" (Punkt {entry['punkt']}, Fassung {entry['revision']})"


def _mark(mark: str | None) -> str:
    return f" (im Antrag: {mark})" if mark else ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def _short(text: str, longest: int = 110) -> str:
    words = _flat(text)
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0]} …"


def _day(iso: str | None) -> str:
    return f"{date.fromisoformat(iso):%d.%m.%Y}" if iso else "–"


def _moment(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%d.%m.%Y, %H:%M} Uhr"


def _on(iso: str | None) -> str:
    return f" am {_moment(iso)}" if iso else ""
