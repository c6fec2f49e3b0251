"""German official prose to sentences, with offsets. A sentence is what a draft quotes and a person approves.

In comes text; out come spans that are in order, don't overlap and leave out nothing but white space. Rules rather than
a model, because the hard cases here are few and must always go the same way: "im Verein Muster e. V. Eine ..." ends,
"am 12. November" doesn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MONTHS = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"

# Abbreviations after which a sentence practically never ends.
_INNER = frozenset(
    """
    abb abs allg amtl anm art aufl az bd begr bes bez bgbl bspw bzgl bzw ca co d dez dgl dipl dr drs ebd ehem
    einschl entspr evtl f ff fr frhr gem gez ggf ggü grds h hr hrsg ing inkl insb insbes jg jhd kap kl lfd lit
    max min mind möbl mtl nr o og öffentl pos prof q rd rn s sog st std stk stv tel tgl tz u urspr usf v vgl
    vors vorl z zb zt zzgl zzt i e a p lt betr chr geb ges gev hl kath ev ltd mdb mdl oberbgm obgm ob pkt rdnr
    ref ziff zw zul verf
    """.split()
)
# Abbreviations that may stand at the end as well: then the next word tells.
_MAY_END = frozenset(
    """
    usw etc str mio mrd tsd jh jahrh ua uä pl kfz mwst vj abschn v a ä
    """.split()
)
# Words that stand with a capital only where a sentence begins.
_OPENERS = frozenset(
    """
    der die das den dem des ein eine einen einem einer eines er sie es wir ihr dies diese dieser dieses diesen
    diesem jene jener solche im in am an auf aus bei beim bis durch für gegen hinter mit nach neben ohne seit
    über um unter vom von vor während wegen zu zum zur zwischen und oder aber denn doch sondern auch allerdings
    außerdem bereits dabei dadurch dafür daher dagegen damit danach daneben dann darüber darin darum davon dazu
    deshalb deswegen dort ebenso eventuell ferner hier hierbei hierfür hierzu hiervon insbesondere insgesamt
    insofern insoweit inzwischen jedoch jede jeder jedes kein keine keiner laut lediglich mittlerweile möglich
    nachdem nein ja nicht nur ob obwohl sämtliche sobald sofern soweit sollte sollten so sonst sowohl somit
    statt trotz viele vielmehr wann warum was weil weiter weitere weiterhin wenn wer weshalb wie wird werden wo
    wurde wurden zudem zugleich zunächst zurzeit zuletzt zusätzlich alle allein als andere anders ansonsten auch
    beide derzeit einzelne einige etwa falls gemäß grundsätzlich hinsichtlich künftig ist sind hat haben kann
    können soll sollen muss müssen man mehrere neu neue seither seitdem sein seine ihre ihren ihrem unser unsere
    voraussichtlich vorgesehen ab aktuell angesichts aufgrund bislang bisher darunter demnach dennoch derartige
    eben entsprechend erst gleichzeitig gleichwohl hingegen je näheres nachrichtlich natürlich selbst
    selbstverständlich stattdessen trotzdem übrigen zuvor zwar
    """.split()
)

_CANDIDATE = re.compile(r"(?P<end>[.!?…]+[\"“”»’)\]]*)(?P<gap>\s+)(?=[\"„“»(\[]*[A-ZÄÖÜ0-9§–•-])")
_PARAGRAPH = re.compile(
    rf"\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-–•▪◦➢*]|\d{{1,2}}[.)](?![ \t]+(?:{MONTHS})\b)|(?-i:[a-z])\))[ \t]+\S)",
    re.IGNORECASE,
)
"""An empty line, or a line that begins with a mark of a list; "30. Juni" at the start of a line is a date."""
_GOES_ON = re.compile(r"[a-zäöüß,]$")
_LAST_WORD = re.compile(r"(\S+)$")
_NEXT_WORD = re.compile(r"[\"„“»(\[]*(\w+)")
_ITEM = re.compile(r"(?:\d{1,2}|[a-z])$")


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of `text` as half-open spans without surrounding white space."""
    return tuple(span for start, end in _paragraphs(text) for span in _split(text, start, end))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences themselves, with line breaks as they stand."""
    return tuple(text[start:end] for start, end in sentence_spans(text))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _PARAGRAPH.finditer(text):
        if _GOES_ON.search(text, at, gap.start()) and text[gap.end() : gap.end() + 1].islower():
            continue  # a scan put an empty line into the sentence
        yield at, gap.start()
        at = gap.end()
    yield at, len(text)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for candidate in _CANDIDATE.finditer(text, start, end):
        if candidate.end() < end and _ends(text, at, candidate):
            yield from _trimmed(text, at, candidate.start("gap"))
            at = candidate.end("gap")
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends(text: str, sentence_start: int, candidate: re.Match[str]) -> bool:
    mark = candidate["end"]
    if mark[0] in "!?" or len(mark.rstrip('"“”»’)]')) > 1:
        return True
    before = _LAST_WORD.search(text, sentence_start, candidate.start())
    after = _NEXT_WORD.match(text, candidate.end())
    if before is None:
        return False
    word = before[1].lstrip('("„“»[').lower()
    following = after[1].lower() if after else ""
    opener = following in _OPENERS
    if word.isdigit() and len(word) <= 3:
        return _ends_after_ordinal(text, sentence_start, before, following, opener)
    bare = word.replace(".", "").replace("-", "")
    if bare in _MAY_END or (len(bare) == 1 and bare.isalpha()):
        return opener
    return bare not in _INNER


def _ends_after_ordinal(text: str, start: int, before: re.Match[str], following: str, opener: bool) -> bool:
    """ "am 12. November" and "der 3. Bauabschnitt" go on; "sind es 12. Die ..." ends; "3. Die ..." numbers an item."""
    if re.fullmatch(MONTHS, following) or not text[start : before.start()].strip():
        return False
    return opener or (bool(following) and not following[0].isalpha() and not _ITEM.match(following))
