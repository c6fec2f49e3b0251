"""Writing a file so that whoever reads it sees the old one or the new one, whole."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def replace_file(target: Path, data: bytes) -> None:
    """Writes the file beside its place and moves it there once it is on the disk. Raises OSError; then the old file
    stands as it was and nothing lies beside it."""
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
