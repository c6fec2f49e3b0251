"""Names are shown on one line, without what nobody can see."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.names import LONGEST_NAME, shown


@given(st.text())
def test_a_name_is_one_short_visible_line(name: str) -> None:
    line = shown(name)
    assert 0 < len(line) <= LONGEST_NAME
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for c in line)


def test_folders_go_and_the_ending_stays() -> None:
    assert shown("C:\\fakepath\\Antrag.pdf") == "Antrag.pdf"
    assert shown("../../etc/passwd") == "passwd"
    assert shown("x" * 200 + ".docx").endswith("xx.docx")
    assert shown("\u202e\u200b", otherwise="Datei") == "Datei"
