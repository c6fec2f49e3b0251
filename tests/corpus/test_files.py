"""Files are replaced whole or not at all."""

from pathlib import Path

import pytest

from corpus.files import replace_file


def test_a_file_is_replaced_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    """The new bytes stand in the old one's place."""
    file = tmp_path / "werte.json"
    for data in (b"", b"{}", b'{"a": "\xc3\xa4"}'):
        replace_file(file, data)
        assert file.read_bytes() == data
    assert list(tmp_path.iterdir()) == [file]


def test_what_can_not_be_put_on_the_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk while writing: the old file stands, and no half of the new one is left."""
    file = tmp_path / "werte.json"
    file.write_bytes(b"alt")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("corpus.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(file, b"neu")
    assert file.read_bytes() == b"alt"
    assert list(tmp_path.iterdir()) == [file]
