"""The JSON of a search: for a question, and for a whole motion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retrieval.search import Ergebnis


def result_to_json(result: Ergebnis) -> dict[str, Any]:
    """The `search` shape."""
    from corpus.jsonform import day

    return {
        "treffer": [
            {
                "rang": hit.rang,
                "score": round(hit.score, 6),
                "dokument": hit.passage.dokument,
                "dokument_id": hit.passage.dokument_id,
                "version": hit.passage.version,
                "vorlage": hit.passage.vorlage,
                "datum": day(hit.passage.datum),
                "nr": list(hit.passage.nr),
                "frage": hit.passage.frage,
                "zitat": hit.zitat,
                "start": hit.start,
                "ende": hit.ende,
                "oeffentlich": hit.passage.oeffentlich,
                "versandt": hit.passage.versandt,
                "ueberholt_durch": hit.ueberholt_durch,
                "verwechslung": [slot.wortlaut for slot in hit.verwechslung],
            }
            for hit in result.treffer
        ],
        "grundlage": round(result.grundlage, 4),
    }
