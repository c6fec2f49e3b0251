"""The JSON shapes of design: domain values to plain dictionaries, and back where the archive stores them.

Every public shape of the command line is made here or in the room that owns it, so that the terminal, the archive and
the channels write one form. Dates are ISO strings, absent fields null.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from corpus.domain import (
    Anliegen,
    AnliegenArt,
    Antrag,
    Antwort,
    Art,
    Entwurf,
    EntwurfStatus,
    Fakt,
    Fundstelle,
    Gremientermin,
    Hinweis,
    HinweisArt,
    Modellvermerk,
    Satz,
    Stellungnahme,
    Teilantwort,
    Zulieferung,
    Zuversicht,
)

Json = dict[str, Any]


def day(value: date | None) -> str | None:
    """An ISO date or null."""
    return value.isoformat() if value else None


def to_date(value: str | None) -> date | None:
    """The date of an ISO string, None of null."""
    return date.fromisoformat(value) if value else None


def paper_to_json(paper: Antrag | Stellungnahme) -> Json:
    """The `parse` shape of a motion or a reply."""
    return antrag_to_json(paper) if isinstance(paper, Antrag) else stellungnahme_to_json(paper)


def paper_from_json(data: Json) -> Antrag | Stellungnahme:
    """The inverse of `paper_to_json`."""
    return antrag_from_json(data) if data["art"] == Art.ANTRAG else stellungnahme_from_json(data)


def antrag_to_json(antrag: Antrag) -> Json:
    """The `parse` shape of a motion."""
    return {
        "art": antrag.art.value,
        "nummer": antrag.nummer,
        "fraktion": antrag.fraktion,
        "betreff": antrag.betreff,
        "datum": day(antrag.datum),
        "sitzung": day(antrag.sitzung),
        "oeffentlich": antrag.oeffentlich,
        "anliegen": [
            {
                "nr": a.nr,
                "marke": a.marke,
                "text": a.text,
                "art": a.art.value,
                "teile": list(a.teile),
                "start": a.start,
                "ende": a.ende,
                "sicher": a.sicher,
            }
            for a in antrag.anliegen
        ],
    }


def antrag_from_json(data: Json) -> Antrag:
    """The inverse of `antrag_to_json`."""
    return Antrag(
        nummer=data["nummer"],
        fraktion=data["fraktion"],
        betreff=data["betreff"],
        datum=to_date(data["datum"]),
        sitzung=to_date(data["sitzung"]),
        oeffentlich=data["oeffentlich"],
        anliegen=tuple(
            Anliegen(
                nr=a["nr"],
                marke=a["marke"],
                text=a["text"],
                art=AnliegenArt(a["art"]),
                teile=tuple(a["teile"]),
                start=a["start"],
                ende=a["ende"],
                sicher=a["sicher"],
            )
            for a in data["anliegen"]
        ),
    )


def stellungnahme_to_json(paper: Stellungnahme) -> Json:
    """The `parse` shape of a reply or a Vermerk."""
    return {
        "art": paper.art.value,
        "vorlage": paper.vorlage,
        "antrag": paper.antrag,
        "datum": day(paper.datum),
        "dezernat": paper.dezernat,
        "amt": paper.amt,
        "aktenzeichen": paper.aktenzeichen,
        "betreff": paper.betreff,
        "fraktion": paper.fraktion,
        "oeffentlich": paper.oeffentlich,
        "gremienweg": [{"datum": day(g.datum), "gremium": g.gremium} for g in paper.gremienweg],
        "antworten": [
            {
                "nr": list(a.nr),
                "frage": a.frage,
                "titel": a.titel,
                "antwort": a.antwort,
                "start": a.start,
                "ende": a.ende,
            }
            for a in paper.antworten
        ],
        "finanzielle_auswirkungen": paper.finanzielle_auswirkungen,
        "beschlussempfehlung": paper.beschlussempfehlung,
    }


def stellungnahme_from_json(data: Json) -> Stellungnahme:
    """The inverse of `stellungnahme_to_json`."""
    return Stellungnahme(
        art=Art(data["art"]),
        vorlage=data["vorlage"],
        antrag=data["antrag"],
        datum=to_date(data["datum"]),
        dezernat=data["dezernat"],
        amt=data["amt"],
        aktenzeichen=data["aktenzeichen"],
        betreff=data["betreff"],
        fraktion=data["fraktion"],
        oeffentlich=data["oeffentlich"],
        gremienweg=tuple(Gremientermin(to_date(g["datum"]), g["gremium"]) for g in data["gremienweg"]),
        antworten=tuple(
            Antwort(
                nr=tuple(a["nr"]),
                frage=a["frage"],
                titel=a["titel"],
                antwort=a["antwort"],
                start=a["start"],
                ende=a["ende"],
            )
            for a in data["antworten"]
        ),
        finanzielle_auswirkungen=data["finanzielle_auswirkungen"],
        beschlussempfehlung=data["beschlussempfehlung"],
    )


def fundstelle_to_json(place: Fundstelle) -> Json:
    """The shape of a Beleg."""
    return {
        "dokument": place.dokument,
        "dokument_id": place.dokument_id,
        "version": place.version,
        "vorlage": place.vorlage,
        "datum": day(place.datum),
        "nr": list(place.nr),
        "seite": place.seite,
        "zitat": place.zitat,
        "start": place.start,
        "ende": place.ende,
    }


def fundstelle_from_json(data: Json) -> Fundstelle:
    """The inverse of `fundstelle_to_json`."""
    return Fundstelle(**{**data, "datum": to_date(data["datum"]), "nr": tuple(data["nr"])})


def fakt_to_json(fakt: Fakt) -> Json:
    """The shape of one fact in `fact list`."""
    return {
        "id": fakt.id,
        "gegenstand": fakt.gegenstand,
        "aussage": fakt.aussage,
        "art": fakt.art.value,
        "gilt_ab": day(fakt.gilt_ab),
        "gilt_bis": day(fakt.gilt_bis),
        "endet": day(fakt.endet),
        "bestaetigt_am": day(fakt.bestaetigt_am),
        "abgeloest_durch": fakt.abgeloest_durch,
        "fundstelle": fundstelle_to_json(fakt.fundstelle),
    }


def entwurf_to_json(entwurf: Entwurf) -> Json:
    """The shape of one draft in `draft`. `modell` is there where a language model was asked."""
    return {
        "nr": entwurf.nr,
        "marke": entwurf.marke,
        "status": entwurf.status.value,
        "saetze": [{"text": s.text, "belege": [fundstelle_to_json(b) for b in s.belege]} for s in entwurf.saetze],
        "hinweise": [{"art": h.art.value, "text": h.text} for h in entwurf.hinweise],
        "zulieferung": (
            {"amt": entwurf.zulieferung.amt, "frage": entwurf.zulieferung.frage} if entwurf.zulieferung else None
        ),
        "abdeckung": [{"teil": t.teil, "saetze": list(t.saetze)} for t in entwurf.abdeckung],
        **({"zuversicht": zuversicht_to_json(entwurf.zuversicht)} if entwurf.zuversicht else {}),
        **({"modell": modell_to_json(entwurf.modell)} if entwurf.modell else {}),
    }


def modell_to_json(vermerk: Modellvermerk) -> Json:
    """What a language model had to do with a draft."""
    return {
        "name": vermerk.name,
        "prompt_sha256": vermerk.prompt_sha256,
        "tokens_ein": vermerk.tokens_ein,
        "tokens_aus": vermerk.tokens_aus,
        "sekunden": vermerk.sekunden,
        "saetze": vermerk.saetze,
        "gestoppt": list(vermerk.gestoppt),
        "rueckfall": vermerk.rueckfall,
    }


def modell_from_json(data: Json) -> Modellvermerk:
    """The inverse of `modell_to_json`."""
    return Modellvermerk(**{**data, "gestoppt": tuple(data["gestoppt"])})


def entwurf_from_json(data: Json) -> Entwurf:
    """The inverse of `entwurf_to_json`."""
    return Entwurf(
        nr=data["nr"],
        marke=data["marke"],
        status=EntwurfStatus(data["status"]),
        saetze=tuple(Satz(s["text"], tuple(fundstelle_from_json(b) for b in s["belege"])) for s in data["saetze"]),
        hinweise=tuple(Hinweis(HinweisArt(h["art"]), h["text"]) for h in data["hinweise"]),
        zulieferung=Zulieferung(**data["zulieferung"]) if data["zulieferung"] else None,
        # revisions that were stored before drafts told what answers which sub-point have none
        abdeckung=tuple(Teilantwort(t["teil"], tuple(t["saetze"])) for t in data.get("abdeckung", ())),
        zuversicht=zuversicht_from_json(data["zuversicht"]) if data.get("zuversicht") else None,
        modell=modell_from_json(data["modell"]) if data.get("modell") else None,
    )


def zuversicht_to_json(sure: Zuversicht) -> Json:
    """The shape of a draft's confidence; `grund` is for people."""
    many = sure.entscheidungen
    return {
        "wert": sure.wert,
        "grund": f"aus {many} Entscheidungen dieser Stadt" if many else "aus dem Benchmark",
        "entscheidungen": many,
        "merkmale": dict(sure.merkmale),
    }


def zuversicht_from_json(data: Json) -> Zuversicht:
    """The inverse of `zuversicht_to_json`."""
    return Zuversicht(data["wert"], data["entscheidungen"], tuple(data["merkmale"].items()))
