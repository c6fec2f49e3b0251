"""What can go wrong on the way to a model, told apart by what to do about it.

A provider's library has exceptions of its own, whose texts may hold parts of the key or of the motion: from here on
only our own words count.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from corpus.errors import StellwerkError


class Lage(StrEnum):
    """Whether to wait, to ask otherwise, or to stop asking."""

    WEG = "weg"
    """Nobody listens there: nothing else will get through either."""
    LANGSAM = "langsam"
    """No answer in time."""
    BESETZT = "besetzt"
    """It may be taken up again after a pause: 429 and 5xx, and a line that broke while the answer came."""
    ABGELEHNT = "abgelehnt"
    """The request is not taken as it is: 400, 413, 422, or a schema that the library can't hand on."""
    VERWEIGERT = "verweigert"
    """It doesn't take us, or has no such model: 401, 403, 404."""
    UNVERSTANDEN = "unverstanden"
    """Something came that is no answer."""


class Modellfehler(StellwerkError):
    """A call that brought nothing. `pause_seconds` is how long the server asked us to wait, where it did."""

    def __init__(self, lage: Lage, was: str, abhilfe: str, pause_seconds: float | None = None) -> None:
        super().__init__(was, abhilfe)
        self.lage = lage
        self.pause_seconds = pause_seconds


def failure(error: BaseException) -> Modellfehler:
    """A library's exception in our words."""
    chain = list(_chain(error))
    status = next((s for s in map(_status, chain) if s is not None), None)
    if status is not None:
        return _of_status(status, _pause(chain))
    names = " ".join(type(one).__name__ for one in chain)
    if "Timeout" in names and "ConnectTimeout" not in names:
        return slow()
    if any(word in names for word in ("Connect", "Transport", "Protocol", "ReadError", "Closed")) or any(
        isinstance(one, OSError) for one in chain
    ):
        return Modellfehler(
            Lage.WEG,
            "Das Sprachmodell ist nicht erreichbar.",
            "Prüfen Sie, ob sein Server läuft und STELLWERK_MODEL_URL stimmt (meist endet sie auf /v1).",
        )
    return Modellfehler(
        Lage.UNVERSTANDEN,
        "Das Sprachmodell hat etwas geschickt, das keine Antwort ist.",
        "Prüfen Sie mit `stellwerk doctor`, ob hinter STELLWERK_MODEL_URL ein Sprachmodell steht.",
    )


def no_schema() -> Modellfehler:
    """The provider's library knows no way to hand on a JSON schema."""
    return Modellfehler(
        Lage.ABGELEHNT,
        "Das Sprachmodell kennt diese Art der Anfrage nicht.",
        "Prüfen Sie mit `stellwerk doctor`, was es kann.",
    )


def broken_off() -> Modellfehler:
    """The answer had begun to come."""
    return Modellfehler(
        Lage.BESETZT,
        "Die Verbindung zum Sprachmodell ist mitten in der Antwort abgerissen.",
        "Das Protokoll des Modellservers nennt den Grund; vielleicht reicht sein Arbeitsspeicher nicht.",
    )


def slow() -> Modellfehler:
    """No whole answer in time."""
    return Modellfehler(
        Lage.LANGSAM,
        "Das Sprachmodell hat nicht rechtzeitig geantwortet.",
        "Erhöhen Sie STELLWERK_MODEL_TIMEOUT_SECONDS oder nehmen Sie ein kleineres Modell.",
    )


def _of_status(status: int, pause: float | None) -> Modellfehler:
    if status in (401, 403):
        return Modellfehler(
            Lage.VERWEIGERT,
            f"Das Sprachmodell nimmt den Schlüssel nicht an (HTTP {status}).",
            "Prüfen Sie die Datei hinter STELLWERK_MODEL_KEY_FILE.",
        )
    if status == 404:
        return Modellfehler(
            Lage.VERWEIGERT,
            "Unter dieser Adresse gibt es das Sprachmodell nicht (HTTP 404).",
            "Prüfen Sie den Namen in STELLWERK_MODEL und die Adresse in STELLWERK_MODEL_URL (meist endet sie auf /v1).",
        )
    if status == 408 or status == 504:
        return Modellfehler(
            Lage.LANGSAM,
            f"Das Sprachmodell hat nicht rechtzeitig geantwortet (HTTP {status}).",
            "Erhöhen Sie die Wartezeit des Servers davor oder nehmen Sie ein kleineres Modell.",
        )
    if status == 429 or status >= 500:
        return Modellfehler(
            Lage.BESETZT,
            f"Das Sprachmodell ist überlastet oder gestört (HTTP {status}).",
            "Versuchen Sie es später noch einmal; das Protokoll des Modellservers nennt den Grund.",
            pause,
        )
    return Modellfehler(
        Lage.ABGELEHNT,
        f"Das Sprachmodell hat die Anfrage abgelehnt (HTTP {status}).",
        "Prüfen Sie mit `stellwerk doctor`, was es kann; vielleicht ist sein Kontext zu klein.",
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _status(error: BaseException) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        value = getattr(holder, "status_code", None)
        if isinstance(value, int) and value >= 400:
            return value
    return None


def _pause(chain: list[BaseException]) -> float | None:
    for error in chain:
        headers = getattr(getattr(error, "response", None), "headers", None)
        value = headers.get("retry-after") if headers is not None else None
        if value is not None and str(value).strip().isdigit():
            return float(value)
    return None
