"""The review record as a document for a head of office: the decisions first, then how each point came about, the
protocol last. Everything in it is data of the record; nothing is judged here."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from bot.letter.from_case import KOPF_FELDER
from bot.review.rules import ANNEHMEN

Json = dict[str, Any]

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what Word could not open
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
    "entwurf": "Entwurf durch Stellwerk",
    "geaendert": "Text geändert",
    "freigegeben": "Freigegeben",
    "abgelehnt": "Abgelehnt",
    "zulieferung": "An ein Amt gegeben",
    "stichtag": "Stichtag geändert",
    "frist": "Frist gesetzt",
    "punkte": "Aufteilung der Punkte berichtigt",
    "kopf": "Angaben zum Brief ergänzt",
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
_GREY, _HEAD_SHADE = "5A5A5A", "E8ECEF"
_HASH_FONT = "Liberation Mono"


def record_docx(record: Json) -> bytes:
    """The record (of `review_record`) as a Word document."""
    return _Page(record).bytes()


class _Page:
    """The document under construction, part by part in the order of reading."""

    def __init__(self, record: Json) -> None:
        import docx
        from docx.shared import Cm, Pt

        self.record = record
        self.document = docx.Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Liberation Sans", Pt(10)
        normal.paragraph_format.space_after = Pt(4)
        for level, size in ((0, 18), (1, 13), (2, 11)):
            style = self.document.styles["Title" if level == 0 else f"Heading {level}"]
            _same_font(style, normal.font.name, size)
        properties = self.document.core_properties
        properties.title = _clean(f"Prüfvermerk zum Vorgang {record['vorgang']}")
        properties.author, properties.language = "Stellwerk", "de-DE"

    def bytes(self) -> bytes:
        """All parts, saved."""
        self._head()
        self._decisions()
        for point in self.record["punkte"]:
            self._point(point)
        self._letter()
        self._protocol()
        self._foot()
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()

    # --- the parts

    def _head(self) -> None:
        record = self.record
        self.document.add_heading("Prüfvermerk", level=0)
        about = f"Antrag {record['antrag'] or 'ohne Nummer'}: {record['betreff'] or 'ohne Betreff'}"
        self._line((about, {"bold": True}))
        rows = [
            ("Vorgang", record["vorgang"]),
            ("Fraktion", record["fraktion"]),
            ("Stand", _STATUS[record["status"]] + _on(record["versandt_am"] or record["abgebrochen_am"])),
            ("Eingereicht von", f"{record['eingereicht_von']}{_on(record['angelegt_am'])}"),
            ("Stichtag der Entwürfe", _day(record["stichtag"])),
            ("Frist", _day(record["frist"])),
            ("Nötige Freigaben je Punkt", str(record["noetige_freigaben"])),
        ]
        self._table((4.6, 12), [(label, value or "–") for label, value in rows], bold_first=True)

    def _decisions(self) -> None:
        self.document.add_heading("Wer hat was entschieden", level=1)
        rows = []
        for point in self.record["punkte"]:
            made = [(f, d) for f in point["fassungen"] for d in f["entscheidungen"]]
            current = [(f, d) for f, d in made if f is point["fassungen"][-1]]
            said = [f"{d['person']}{_on(d['am'])}" for _, d in current] or ["–"]
            number = str(point["fassungen"][-1]["revision"]) if point["fassungen"] else "–"
            rows.append(
                (str(point["nr"]), _short(point["frage"]), number, _STAND[point["entscheidung"]], "\n".join(said))
            )
        self._table((1.2, 6.4, 1.6, 3, 4.4), rows, ("Punkt", "Worum es geht", "Fassung", "Stand", "Entschieden von"))

    def _point(self, point: Json) -> None:
        self.document.add_heading(f"Punkt {point['nr']}{_mark(point['marke'])}", level=1)
        self._line((_flat(point["frage"]), {"italic": True}))
        for revision in point["fassungen"]:
            self._revision(revision)
        for request in point["zulieferungen"]:
            until = f", Antwort bis {_day(request['frist'])}" if request["frist"] else ""
            self._line(("Beim Amt: ", {"bold": True}), (f"{request['amt']}{until}. „{_flat(request['frage'])}“ ", {}),
                       (f"({request['person']}{_on(request['am'])})", {"grey": True}))  # fmt: skip

    def _revision(self, revision: Json) -> None:
        maker = "Entwurf durch Stellwerk, angefordert von" if revision["maschinell"] else "geändert von"
        self.document.add_heading(
            f"Fassung {revision['revision']}: {maker} {revision['von']}{_on(revision['am'])}", level=2
        )
        if revision["aenderungen"]:
            against = f"Änderungen gegenüber Fassung {revision['verglichen_mit']} (Entwurf durch Stellwerk): "
            self._line((against, {"grey": True}), *_tracked(revision["aenderungen"]))
        self._sentences(revision)
        for decision in revision["entscheidungen"]:
            self._decision(decision)

    def _sentences(self, revision: Json) -> None:
        """The text with the numbers of its Belege, and the Belege below."""
        numbers: dict[str, int] = {}
        quotes: dict[str, str] = {}
        runs: list[tuple[str, Json]] = []
        for satz in revision["entwurf"]["saetze"]:
            runs.append((_flat(satz["text"]), {}))
            for beleg in satz["belege"]:
                source = _source(beleg)
                numbers.setdefault(source, len(numbers) + 1)
                quotes.setdefault(source, _flat(beleg["zitat"]))
            marks = dict.fromkeys(numbers[_source(b)] for b in satz["belege"])
            runs.append(
                ("".join(f" [{n}]" for n in marks) or " [ohne Beleg]", {"bold": not marks, "grey": bool(marks)})
            )
            runs.append((" ", {}))
        self._line(*(runs or [("Dazu liegt nichts vor.", {"italic": True})]))
        for source, number in numbers.items():
            self._line((f"[{number}] {source}: „{quotes[source]}“", {"grey": True, "small": True}), indent=0.6)
        for hint in revision["entwurf"]["hinweise"]:
            self._line((f"Hinweis: {_flat(hint['text'])}", {"grey": True, "small": True}), indent=0.6)

    def _decision(self, decision: Json) -> None:
        approved = decision["entscheidung"] == "freigegeben"
        word = "Freigegeben" if approved else "Abgelehnt"
        runs: list[tuple[str, Json]] = [
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
        self._line(*runs)

    def _letter(self) -> None:
        letter = self.record["brief"]
        self.document.add_heading("Die Stellungnahme", level=1)
        given = [(KOPF_FELDER.get(name, name).split(" (")[0], value) for name, value in letter["kopf"].items()]
        if given:
            self._table((5.2, 11.4), given, bold_first=True)
        if letter["text_sha256"]:
            self._line(("Prüfsumme des Textes (SHA-256): ", {"bold": True}), (letter["text_sha256"], {"mono": True}))
        else:
            self._line(("Es gibt noch nicht zu jedem Punkt einen Entwurf, also auch keinen Brief.", {}))

    def _protocol(self) -> None:
        chain = self.record["pruefkette"]
        self.document.add_heading("Protokoll", level=1)
        self._line((_CHAIN_EXPLAINED, {}))
        self._line(("Kopf der Kette: ", {"bold": True}), (chain["kopf"], {"mono": True}))
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
        self._table((1.1, 3.4, 6.1, 3.8, 2.6), rows, ("Nr.", "Wann", "Was", "Wer", "Siegel"), small=True)

    def _foot(self) -> None:
        foot = self.document.sections[0].footer.paragraphs[0]
        _run(foot, f"Prüfvermerk {self.record['vorgang']}, erstellt am {_moment(self.record['erstellt_am'])} · Seite ",
             {"small": True, "grey": True})  # fmt: skip
        _page_number(foot)

    # --- the means

    def _line(self, *runs: tuple[str, Json], indent: float = 0) -> None:
        from docx.shared import Cm

        paragraph = self.document.add_paragraph()
        if indent:
            paragraph.paragraph_format.left_indent = Cm(indent)
        for text, look in runs:
            _run(paragraph, text, look)

    def _table(
        self,
        widths_cm: Sequence[float],
        rows: Iterable[Sequence[str]],
        head: Sequence[str] = (),
        *,
        bold_first: bool = False,
        small: bool = False,
    ) -> None:
        from docx.shared import Cm

        table = self.document.add_table(rows=0, cols=len(widths_cm))
        table.style = "Table Grid"
        table.autofit = False
        for index, row in enumerate([*([head] if head else []), *rows]):
            is_head = bool(head) and index == 0
            cells = table.add_row().cells
            for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
                cell.width = Cm(widths_cm[column])
                bold = is_head or (bold_first and column == 0)
                _run(cell.paragraphs[0], text, {"bold": bold, "small": small})
                cell.paragraphs[0].paragraph_format.space_after = 0
                if is_head:
                    _shade(cell)
            if is_head:
                _repeat_on_every_page(table.rows[0])
        self.document.add_paragraph().paragraph_format.space_after = 0


# --- words ------------------------------------------------------------------------------------------------------------


def _tracked(changes: Sequence[Json]) -> list[tuple[str, Json]]:
    """What was taken out struck through, what was put in underlined."""
    runs: list[tuple[str, Json]] = []
    for change in changes:
        if change["art"] == "gleich":
            runs.append((change["neu"], {}))
            continue
        if change["alt"]:
            runs.append((change["alt"], {"strike": True, "color": _REMOVED}))
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


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


# --- Word -------------------------------------------------------------------------------------------------------------


def _run(paragraph: Any, text: str, look: Json) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(_clean(text))
    run.bold, run.italic = look.get("bold"), look.get("italic")
    run.underline, run.font.strike = look.get("underline"), look.get("strike")
    colour = look.get("color") or (_GREY if look.get("grey") else None)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if look.get("small"):
        run.font.size = Pt(8.5)
    if look.get("mono"):
        run.font.name, run.font.size = _HASH_FONT, Pt(8)


def _same_font(style: Any, name: str, points: float) -> None:
    """Headings in the text's own font: the theme's font would win over a name alone."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.color.rgb = Pt(points), RGBColor(0x1F, 0x2D, 0x3A)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for part in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{part}"), name)


def _shade(cell: Any) -> None:
    from docx.oxml import parse_xml

    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {namespace} w:val="clear" w:fill="{_HEAD_SHADE}"/>'))


def _repeat_on_every_page(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _page_number(paragraph: Any) -> None:
    from docx.oxml import parse_xml

    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph._p.append(parse_xml(f'<w:fldSimple {namespace} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
