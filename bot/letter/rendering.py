"""A Brief and a template to a Word document.

Every text is data: braces, angle brackets and control characters in it come out as plain text. The same Brief and the
same template give the same bytes, so that a letter can be recognised by its hash.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import datetime, time
from pathlib import Path
from typing import Any

from bot.letter.brief import Brief
from bot.letter.entwurfsvermerk import stamp_draft
from bot.letter.inhalt import document_title, template_content
from bot.letter.leerstelle import blank_names, highlight_blanks
from bot.letter.vorlagen import STELLUNGNAHME
from bot.letter.vorlagenpruefung import check_template
from corpus.errors import StellwerkError

LONGEST_TITLE = 255  # characters that a document property may have (python-docx, docx.opc.coreprops)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_IN_XML = re.compile(  # control characters except tab and newline; halves of surrogates; the two non-characters
    "[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)


def render_docx(brief: Brief, template: Path | None = None) -> bytes:
    """The letter as a DOCX; `template` None takes the form that comes with us.

    A city's own template is tried first. Raises StellwerkError where it cannot be read, uses a placeholder that does
    not exist, or lacks one without which the letter would be incomplete.
    """
    if template is None:
        return _render(brief, STELLUNGNAHME.read_bytes(), STELLUNGNAHME.name)
    source = _read_template(template)
    check_template(template.name, lambda probe: _all_text(_render(probe, source, template.name)))
    return _render(brief, source, template.name)


def _render(brief: Brief, source: bytes, name: str) -> bytes:
    import docx

    document = docx.Document(io.BytesIO(_fill(source, template_content(brief), name)))
    for root in _roots(document):
        highlight_blanks(root)
    if brief.entwurf:
        stamp_draft(document)
    _set_properties(document, brief)
    stream = io.BytesIO()
    document.save(stream)
    return _with_fixed_times(stream.getvalue())


def _fill(source: bytes, content: dict[str, Any], name: str) -> bytes:
    """The template with its placeholders filled in."""
    import docxtpl
    from jinja2 import StrictUndefined, TemplateError, UndefinedError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=plain_text)
    stream = io.BytesIO()
    try:
        template = docxtpl.DocxTemplate(io.BytesIO(source))
        template.render(content, environment)
        template.save(stream)
    except UndefinedError as error:
        raise StellwerkError(
            f"Die Briefvorlage „{name}“ verwendet einen Platzhalter, den es nicht gibt: „{_unknown_name(error)}“.",
            "Bitte korrigieren Sie ihn in Word; docs/vorlage.md zeigt alle Platzhalter.",
        ) from error
    except (TemplateError, SyntaxError, TypeError, ValueError, LookupError, ArithmeticError) as error:
        # broken XML around a placeholder is a SyntaxError; the rest is what {{ betreff + 1 }} and its like raise
        raise StellwerkError(
            f"Die Platzhalter der Briefvorlage „{name}“ lassen sich nicht auswerten (Meldung: {error}).{_place(error)}",
            "Bitte prüfen Sie, ob jede Klammer {{ }} und jede Schleife {%p for … %} wieder geschlossen wird; "
            "docs/vorlage.md zeigt ein Beispiel.",
        ) from error
    return stream.getvalue()


def plain_text(value: Any) -> Any:
    """A value as XML text, whatever stands in it; also where the template calls it safe.

    Braces become character references: docxtpl reads some pairs of them (`{_{`) after the values are in.
    """
    from markupsafe import Markup, escape

    text = _NOT_IN_XML.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))
    return Markup(str(escape(text)).replace("{", "&#123;").replace("}", "&#125;"))


# --- the city's template ----------------------------------------------------------------------------------------------


def _read_template(template: Path) -> bytes:
    """The bytes of a template that is a whole Word document."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        source = template.read_bytes()
    except OSError as error:
        raise StellwerkError(
            f"Die Briefvorlage „{template}“ lässt sich nicht lesen ({error.strerror}).",
            "Bitte prüfen Sie die Einstellung STELLWERK_LETTER_TEMPLATE: Sie muss auf eine DOCX-Datei zeigen.",
        ) from error
    try:
        docx.Document(io.BytesIO(source))
    except (PackageNotFoundError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError) as error:
        # no package, a damaged one, one without its main part, another office format, broken XML
        raise _unreadable(template.name) from error
    return source


def _unreadable(name: str) -> StellwerkError:
    return StellwerkError(
        f"Die Briefvorlage „{name}“ ist kein lesbares Word-Dokument (DOCX).",
        "Bitte speichern Sie sie in Word neu als „Word-Dokument (*.docx)“; DOC, DOTX und ODT werden nicht gelesen.",
    )


def _unknown_name(error: Exception) -> str:
    """The name that Jinja does not know: the last that it quotes ("'str object' has no attribute 'leitung'")."""
    quoted = re.findall(r"'([^']+)'", str(error))
    return quoted[-1] if quoted else str(error)


def _place(error: Exception) -> str:
    lines = [" ".join(line.split()) for line in getattr(error, "docx_context", ())]
    near = next((line for line in lines[3:] if line), "")
    return f" Die Stelle: „{near[:120]}“." if near else ""


# --- the finished document --------------------------------------------------------------------------------------------


def _roots(document: Any) -> list[Any]:
    """The body, and every header, footer and note, as XML elements."""
    return [document.element] + [
        part.element
        for part in document.part.package.parts
        if re.search(r"/(?:header|footer|footnotes|endnotes)\d*\.xml$", str(part.partname)) and hasattr(part, "element")
    ]


def blanks_in(letter: bytes) -> tuple[str, ...]:
    """What a letter still lacks, each once, in the order of the pages: "Aktenzeichen", "Antwort zu 2"."""
    return tuple(dict.fromkeys(blank_names(_all_text(letter))))


def _all_text(letter: bytes) -> str:
    """All words of a document, paragraph by paragraph, wherever they stand."""
    import docx
    from docx.oxml.ns import qn

    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for root in _roots(docx.Document(io.BytesIO(letter)))
        for paragraph in root.iter(qn("w:p"))
    )


def _set_properties(document: Any, brief: Brief) -> None:
    properties = document.core_properties
    properties.title = _NOT_IN_XML.sub("", document_title(brief))[:LONGEST_TITLE]
    properties.language = "de-DE"
    properties.content_status = "Entwurf" if brief.entwurf else "Freigegeben"
    if brief.datum:
        properties.created = properties.modified = datetime.combine(brief.datum, time())


def _with_fixed_times(letter: bytes) -> bytes:
    """The same package without the time of day at which it was packed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(letter)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
