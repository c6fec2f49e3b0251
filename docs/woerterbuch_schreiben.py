"""Makes `retrieval/support/openthesaurus.txt.gz` from OpenThesaurus in the format of MyThes.

python docs/woerterbuch_schreiben.py th_de_DE_v2.dat
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "retrieval" / "support" / "openthesaurus.txt.gz"
_LEFT_OUT = re.compile(
    r"\([^()]*(?:Oberbegriff|Unterbegriff|Antonym|ugs|derb|veraltet|regional|österr|schweiz|vulg|Jargon|scherzhaft|salopp|"
    r"dichterisch|poetisch|abwertend|engl|lat|franz|Jugendsprache|ironisch|fig|süddt|norddt|landsch|selten|variabel|"
    r"beleidigend|altertümlich|Redensart|DDR|fachspr|geh|literarisch|bildungsspr|botanisch|chem|zool|biolog|medizin|Spr|"
    r"lit)[^()]*\)"
)
"""Marks of what is no plain synonym: wider or narrower terms, and words that no official letter uses."""

_REMARK = re.compile(r"\s*\([^)]*\)\s*")
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+(?:-[A-Za-zÄÖÜäöüß]+)*")


def sets_of(lines: list[str]) -> list[tuple[str, ...]]:
    """The sets of single words that may stand for each other, each once, in order."""
    found: set[tuple[str, ...]] = set()
    for line in lines:
        if not line.startswith("-|"):
            continue
        plain = (_REMARK.sub(" ", term).strip() for term in line.split("|")[1:] if not _LEFT_OUT.search(term))
        words = {w.removeprefix("sich ") for w in plain}
        kept = tuple(sorted(w for w in words if len(w) > 2 and _WORD.fullmatch(w)))
        if len(kept) > 1:
            found.add(kept)
    return sorted(found)


if __name__ == "__main__":
    text = "\n".join(" ".join(words) for words in sets_of(Path(sys.argv[1]).read_text("utf-8").splitlines()))
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
