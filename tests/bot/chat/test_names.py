"""Names are shown on one line, without what nobody can see."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.names import LONGEST_NAME, shown
from bot.review.people import Rolle
from corpus.errors import StellwerkError
from tests.bot.chat.hall import NOW, Hall


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


def test_a_person_is_enrolled_under_what_can_be_seen_of_their_name(house: Hall) -> None:
    invited = house.persons.invite("Ada\u202e  Lang\x07\u200b\n", Rolle.FREIGABE, now=NOW)
    assert invited.person.name == "Ada Lang"
    assert house.persons.named("Ada\u200b Lang").id == invited.person.id
    with pytest.raises(StellwerkError, match="leer"):
        house.persons.invite("\u202e\u200b", Rolle.FREIGABE, now=NOW)
