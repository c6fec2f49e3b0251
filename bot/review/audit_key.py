"""What the audit chain keeps outside the database: its key, and beside it the newest head that was seen.

Both are protected by the rights of their folder alone: whoever can write here can forge, whoever can write to the
database only cannot.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import structlog

from corpus.errors import StellwerkError

KEY_BYTES = 32
_KEY_WAIT_SECONDS = 2.0
"""Another process may be writing the key just now; it takes microseconds."""


@dataclass(frozen=True)
class Head:
    """The newest entry of a chain: its number and its seal."""

    nr: int
    siegel: str


class AuditKey:
    """The key in `file`, made at first use and readable by its owner only, and the remembered head beside it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._key: bytes | None = None

    @property
    def head_file(self) -> Path:
        """Where the newest head is remembered."""
        return self.file.with_name(f"{self.file.name}.kopf")

    # --- the key

    def key(self, *, make: bool) -> bytes:
        """The key; with `make` a new one where there is none. StellwerkError where it is missing or damaged."""
        if self._key is None:
            self._key = (self._make() if make else None) or self._wait()
        return self._key

    def read(self) -> bytes | None:
        """The key as it lies in its file now, None where there is none. StellwerkError where it is damaged."""
        try:
            key = bytes.fromhex(self.file.read_text(encoding="ascii").strip())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise self._damaged() from error
        if len(key) != KEY_BYTES:
            raise self._damaged()
        return key

    def _make(self) -> bytes | None:
        """A new key in a file of its own; None where there is a file already."""
        key = secrets.token_bytes(KEY_BYTES)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return None
        except OSError as error:
            raise StellwerkError(
                f"Der Schlüssel der Prüfkette lässt sich nicht unter {self.file} anlegen ({error.strerror}).",
                "Prüfen Sie STELLWERK_AUDIT_KEY_FILE und die Rechte des Ordners.",
            ) from error
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(f"{key.hex()}\n")
            stream.flush()
            os.fsync(stream.fileno())
        return key

    def _wait(self) -> bytes:
        until = time.monotonic() + _KEY_WAIT_SECONDS
        while True:
            try:
                key = self.read()
            except StellwerkError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)
                continue
            if key is None:
                raise StellwerkError(
                    f"Der Schlüssel der Prüfkette fehlt: {self.file}. Ohne ihn wird nichts entschieden.",
                    "Spielen Sie die Datei aus der Sicherung zurück, oder prüfen Sie STELLWERK_AUDIT_KEY_FILE.",
                )
            return key

    def _damaged(self) -> StellwerkError:
        return StellwerkError(
            f"Der Schlüssel der Prüfkette in {self.file} lässt sich nicht lesen.",
            "Spielen Sie die Datei aus der Sicherung zurück, und prüfen Sie ihre Rechte.",
        )

    # --- the remembered head

    def remembered(self) -> Head | None:
        """The newest head that was remembered; None where none was, or its file is damaged."""
        try:
            data = json.loads(self.head_file.read_text(encoding="utf-8"))
            return Head(int(data["nr"]), str(data["siegel"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError):
            return None  # torn by a power cut; `verify` says that it is missing

    def remember(self, head: Head) -> None:
        """Remembers a head that is committed. Lagging behind is fine, so an older one never replaces a newer one."""
        known = self.remembered()
        if known is not None and known.nr >= head.nr:
            return
        name = None
        try:
            handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=f".{self.head_file.name}.")
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump({"nr": head.nr, "siegel": head.siegel}, stream)
            Path(name).replace(self.head_file)
        except OSError as error:  # the deed is committed: it must not look as if it had failed
            structlog.get_logger().warning("audit_head_not_remembered", error=type(error).__name__, nr=head.nr)
            if name is not None:
                Path(name).unlink(missing_ok=True)
