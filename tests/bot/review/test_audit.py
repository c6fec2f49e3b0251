"""Whoever changes the database behind Stellwerk's back is found out."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert, select, update

from bot.channels.tables import account
from bot.database import open_database
from bot.review.audit import GENESIS, AuditLog, seal_of, verify
from bot.review.audit_key import AuditKey, Head
from bot.review.cases import Cases
from bot.review.people import Rolle
from bot.review.persons import invitation_sealed_in, note_person_in
from bot.review.rules import Abgewiesen
from bot.review.sealed_rows import content_hash
from bot.review.tables import audit, einladung, freigabe, person, revision, vorgang, zulieferung
from corpus.database import reading, writing
from corpus.errors import StellwerkError
from tests.bot.review.house import NOW, House, draft


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'stellwerk.db'}")


@pytest.fixture
def house(engine: Engine) -> House:
    """A case with a request, a change, a decision and a refusal: eleven entries."""
    house = House(engine)
    house.request(house.reviewer)
    house.change(house.official, draft(text="Ja, seit 2021."))
    house.approve(house.reviewer, revision=2)
    house.refuse(house.second, "Die Zahl fehlt.", nr=2)
    house.cases.note_letter_head(house.case, {"amt": "Sportamt"}, now=NOW)
    return house


def entries(house: House) -> list[dict[str, object]]:
    with reading(house.engine) as connection:
        return [dict(row) for row in connection.execute(select(audit).order_by(audit.c.id)).mappings()]


def tamper(house: House, *statements: object) -> tuple[str, ...]:
    """What the check says after these statements were run on the database directly."""
    with writing(house.engine) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]
    found = house.verify()
    assert found.ok is (not found.fehler)
    return found.fehler


def test_an_untouched_chain_is_whole(house: House) -> None:
    found = house.verify()
    assert (found.ok, found.fehler, found.hinweise) == (True, (), ())
    assert found.eintraege == len(entries(house)) == 11
    assert found.kopf == entries(house)[-1]["siegel"]


CHANGES = {
    "am": NOW + timedelta(microseconds=1), "art": "abgelehnt", "person_id": "P-0", "vorgang_id": "V-0", "nr": 7,
    "revision": 7, "quelle": "telegram:1", "inhalt_sha256": "0" * 64, "vorher": "1" * 64, "siegel": "2" * 64, "id": 99,
}  # fmt: skip


def test_every_column_of_an_entry_is_tried() -> None:
    assert set(CHANGES) == {c.name for c in audit.columns}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("number", [1, 7, 11])
def test_a_changed_entry_is_found_whichever_column_it_is(house: House, column: str, number: int) -> None:
    faults = tamper(house, update(audit).where(audit.c.id == number).values({column: CHANGES[column]}))
    assert any(f"Eintrag {99 if column == 'id' else number} " in fault for fault in faults)


@pytest.mark.parametrize("number", [1, 7, 11])
def test_a_removed_entry_is_found(house: House, number: int) -> None:
    faults = tamper(house, delete(audit).where(audit.c.id == number))
    assert any("nicht mehr vorhanden" in f or "Das Ende der Prüfkette fehlt" in f for f in faults)


def test_a_removed_entry_is_found_also_where_the_others_close_ranks(house: House) -> None:
    moved = [update(audit).where(audit.c.id == number).values(id=number - 1) for number in range(8, 12)]
    assert tamper(house, delete(audit).where(audit.c.id == 7), *moved)


def test_two_swapped_entries_are_found(house: House) -> None:
    faults = tamper(
        house,
        update(audit).where(audit.c.id == 7).values(id=1000),
        update(audit).where(audit.c.id == 8).values(id=7),
        update(audit).where(audit.c.id == 1000).values(id=8),
    )
    assert any("Eintrag 7 " in fault for fault in faults)
    assert any("Eintrag 8 " in fault for fault in faults)


@pytest.mark.parametrize("left", [0, 1, 10])
def test_a_cut_tail_is_found_by_the_remembered_head(house: House, left: int) -> None:
    faults = tamper(house, delete(audit).where(audit.c.id > left))
    assert any("Das Ende der Prüfkette fehlt: Eintrag 11 " in fault for fault in faults)


def test_a_cut_tail_is_still_found_once_the_house_has_written_on(house: House) -> None:
    tamper(house, delete(audit).where(audit.c.id > 10))
    for _ in range(3):
        house.cases.note_letter_head(house.case, {"amt": "Bäderamt"}, now=NOW)
    assert any("Das Ende der Prüfkette fehlt: Eintrag 11 " in fault for fault in house.verify().fehler)


def test_a_cut_tail_is_found_by_a_head_from_paper(house: House) -> None:
    head = house.verify().kopf
    assert house.verify(head).ok
    assert house.verify(f" {head[:12].upper()} ").ok  # as somebody types it
    house.audit.key.head_file.unlink()
    with writing(house.engine) as connection:
        connection.execute(update(vorgang).values(brief={}))
        connection.execute(delete(audit).where(audit.c.id == 11))
    forgetful = house.verify()
    assert forgetful.ok  # nobody remembers the last entry, and the case was put back to suit, ...
    assert "--kopf" in forgetful.hinweise[0]
    assert any("steht nicht in der Prüfkette" in fault for fault in house.verify(head).fehler)  # ... but the paper


@pytest.mark.parametrize("kopf", ["", "abc", "x" * 64, "12345678901"])
def test_what_is_no_head_is_refused_with_a_sentence(house: House, kopf: str) -> None:
    with pytest.raises(StellwerkError, match="kein Kopf"):
        house.verify(kopf)


def test_entries_appended_without_the_key_are_found(house: House) -> None:
    last = entries(house)[-1]
    forged = {**last, "id": 12, "vorher": last["siegel"]}
    forged["siegel"] = seal_of(b"not the key", forged)
    assert any("Eintrag 12 " in fault for fault in tamper(house, insert(audit).values(forged)))


ROW_TAMPERING: dict[str, tuple[Callable[[], object], str]] = {
    "a decision turned round": (
        lambda: update(freigabe).where(freigabe.c.nr == 2).values(entscheidung="freigegeben"), "Entscheidung",
    ),
    "a decision dated back": (lambda: update(freigabe).values(am=NOW - timedelta(days=1)), "Entscheidung"),
    "a reason rewritten": (lambda: update(freigabe).where(freigabe.c.nr == 2).values(grund="Gut."), "Entscheidung"),
    "an acceptance added": (lambda: update(freigabe).values(angenommen=["luecke"]), "Entscheidung"),
    "a decision removed": (lambda: delete(freigabe).where(freigabe.c.nr == 1), "aus der Datenbank entfernt"),
    "a text rewritten": (
        lambda: update(revision).where(revision.c.revision == 2).values(entwurf={"nr": 1}), "Fassung",
    ),
    "a person's words called a machine's": (lambda: update(revision).values(maschinell=True), "Fassung"),
    "a revision removed": (lambda: delete(revision).where(revision.c.revision == 2), "aus der Datenbank entfernt"),
    "a request rewritten": (lambda: update(zulieferung).values(amt="Kulturamt"), "Anfrage an ein Amt"),
    "a request removed": (lambda: delete(zulieferung), "aus der Datenbank entfernt"),
}  # fmt: skip


@pytest.mark.parametrize("what", ROW_TAMPERING)
def test_a_decision_changed_in_its_table_is_found(house: House, what: str) -> None:
    statement, said = ROW_TAMPERING[what]
    assert any(said in fault for fault in tamper(house, statement()))


def test_a_decision_put_under_another_name_is_found(house: House) -> None:
    faults = tamper(house, update(freigabe).where(freigabe.c.nr == 1).values(person_id=house.second.id))
    assert any("steht nicht in der Prüfkette" in fault for fault in faults)


def test_a_smuggled_decision_is_found(house: House) -> None:
    row = {
        "vorgang_id": house.case, "nr": 2, "revision": 1, "person_id": house.reviewer.id,
        "entscheidung": "freigegeben", "angenommen": [], "am": NOW,
    }  # fmt: skip
    assert any("steht nicht in der Prüfkette" in f for f in tamper(house, insert(freigabe).values(row)))


def test_who_handed_the_motion_in_cannot_be_changed_behind_the_scenes(house: House) -> None:
    faults = tamper(house, update(vorgang).values(eingereicht_von=house.second.id))
    assert faults == (f"Der Vorgang ({house.case}) wurde nach der Aufzeichnung verändert.",)


@pytest.mark.parametrize(
    "change", [{"brief": {"finanzen": "Keine."}}, {"frist": None}, {"versandt_am": NOW}, {"anliegen": []}]
)
def test_no_word_of_a_case_can_be_changed_behind_the_chains_back(house: House, change: dict[str, object]) -> None:
    house.cases.note_letter_head(house.case, {"sitzung": "01.07.2024"}, now=NOW)
    faults = tamper(house, update(vorgang).values(**change))
    assert faults == (f"Der Vorgang ({house.case}) wurde nach der Aufzeichnung verändert.",)


# --- the key


def test_the_key_is_readable_by_its_owner_only_and_stands_in_no_table(house: House, tmp_path: Path) -> None:
    key_file = tmp_path / "audit.key"
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    key = key_file.read_text().strip()
    assert len(bytes.fromhex(key)) == 32
    house.engine.dispose()
    assert not any(key.encode() in file.read_bytes() for file in tmp_path.glob("stellwerk.db*"))


def test_a_lost_key_is_said_and_nothing_is_decided_without_it(house: House) -> None:
    house.audit.key.file.unlink()
    next_start = Cases(house.engine, approvals=1, audit=AuditLog(house.audit.key.file))
    before = house.cases.get(house.case)
    with pytest.raises(StellwerkError, match="Schlüssel der Prüfkette fehlt"):
        next_start.change(house.case, draft(text="Nein."), based_on=2, von=house.second, now=NOW)
    assert not house.audit.key.file.exists()
    assert next_start.get(house.case) == before
    assert any("Schlüssel der Prüfkette fehlt" in fault for fault in house.verify().fehler)


def test_another_key_is_called_that_and_not_a_hundred_forgeries(house: House) -> None:
    house.audit.key.file.write_text("ab" * 32)
    assert [f for f in house.verify().fehler if "nicht der Schlüssel" in f]
    assert len(house.verify().fehler) == 1


@pytest.mark.parametrize("damage", ["", "zz", "ab" * 31])
def test_a_damaged_key_is_said(house: House, damage: str) -> None:
    house.audit.key.file.write_text(damage)
    assert any("lässt sich nicht lesen" in fault for fault in house.verify().fehler)


def test_a_check_makes_no_key(engine: Engine, tmp_path: Path) -> None:
    found = verify(engine, AuditLog(tmp_path / "new.key"))
    assert (found.ok, found.eintraege, found.kopf) == (True, 0, GENESIS)
    assert not (tmp_path / "new.key").exists()


# --- the beginning, and what the chain holds


def test_rows_older_than_the_chain_are_taken_in_once(house: House) -> None:
    house.audit.key.head_file.unlink()
    with writing(house.engine) as connection:
        connection.execute(delete(audit))
    house.cases.note_letter_head(house.case, {"amt": "Bäderamt"}, now=NOW)
    taken = [row for row in entries(house) if row["art"] == "uebernommen"]
    assert len(taken) == 1 + 3 + 2 + 1 + 3  # the case, its revisions, decisions and request, three persons
    assert house.verify().ok
    house.cases.note_letter_head(house.case, {"amt": "Sportamt"}, now=NOW)
    assert [row for row in entries(house) if row["art"] == "uebernommen"] == taken
    assert tamper(house, update(freigabe).values(grund="anders"))


def test_a_chain_that_was_emptied_takes_nothing_in(house: House) -> None:
    tamper(house, delete(audit), update(freigabe).values(entscheidung="freigegeben"))
    house.cases.note_letter_head(house.case, {"amt": "Bäderamt"}, now=NOW)
    assert [row["art"] for row in entries(house)] == ["kopf"]
    assert not house.verify().ok


def test_no_words_of_a_case_stand_in_the_chain(house: House) -> None:
    told = json.dumps(entries(house), default=str)
    for words in ("Ja, seit", "Die Zahl fehlt", "Tiefbauamt", "Seit wann", "Sportamt", "Ilka", "Bad offen"):
        assert words not in told


def test_an_entry_says_where_the_deed_came_from(house: House) -> None:
    assert {row["quelle"] for row in entries(house)} == {"terminal", "test:1", "test:2"}


def test_who_was_invited_and_who_lost_access_stands_in_the_chain(house: House) -> None:
    house.persons.invite("Nele Groß", Rolle.LEITUNG, now=NOW)
    house.persons.revoke("Nele Groß", now=NOW)
    arten = [row["art"] for row in entries(house)]
    assert arten[-4:] == ["aufgenommen", "einladung", "eingeladen", "entzogen"]
    assert house.verify().ok


def test_what_was_rolled_back_is_neither_in_the_chain_nor_remembered(house: House) -> None:
    before = house.verify()
    with pytest.raises(RuntimeError), writing(house.engine) as connection:
        house.cases.set_deadline_in(connection, house.case, NOW.date(), von=house.reviewer, now=NOW, quelle="test:9")
        raise RuntimeError
    assert house.verify() == before
    assert house.audit.key.remembered() == Head(11, before.kopf)


def test_a_refused_deed_leaves_no_entry(house: House) -> None:
    assert isinstance(house.approve(house.second, nr=1, revision=2), Abgewiesen)
    assert len(entries(house)) == 11


def test_an_older_head_never_replaces_a_newer_one(tmp_path: Path) -> None:
    key = AuditKey(tmp_path / "audit.key")
    key.remember(Head(5, "5"))
    key.remember(Head(4, "4"))
    assert key.remembered() == Head(5, "5")


def test_a_deed_stands_also_where_its_head_cannot_be_remembered(house: House, tmp_path: Path) -> None:
    house.audit.key.head_file.unlink()
    house.audit.key.head_file.mkdir()
    house.cases.note_letter_head(house.case, {"amt": "Bäderamt"}, now=NOW)
    assert house.cases.get(house.case).brief["amt"] == "Bäderamt"
    assert len(entries(house)) == 12
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".audit")] == []


def test_a_torn_head_file_is_said_to_be_missing(house: House) -> None:
    house.audit.key.head_file.write_text('{"nr": 1')
    assert any("kein Kopf vermerkt" in hint for hint in house.verify().hinweise)


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none(), st.datetimes()), max_size=4))
def test_the_hash_of_a_mapping_does_not_hang_on_the_order_of_its_keys(values: dict[str, object]) -> None:
    assert content_hash(values) == content_hash(dict(reversed(values.items())))


@given(st.datetimes(), st.text(), st.text())
def test_no_two_different_entries_have_one_seal(am: datetime, left: str, right: str) -> None:
    entry = {
        "id": 1, "am": am, "art": left, "person_id": right, "vorgang_id": None, "nr": None, "revision": None,
        "quelle": "", "inhalt_sha256": "", "vorher": "",
    }  # fmt: skip
    other = {**entry, "art": left + right, "person_id": ""}
    assert (seal_of(b"k", entry) == seal_of(b"k", other)) is (right == "")


def test_a_genuine_entry_of_another_past_is_found(house: House) -> None:
    """The tail is cut, the house writes on, and an entry of the cut tail is put back: each seal is genuine."""
    old = entries(house)[-1]
    house.audit.key.head_file.unlink()
    with writing(house.engine) as connection:
        connection.execute(delete(audit).where(audit.c.id >= 10))
        connection.execute(delete(freigabe).where(freigabe.c.nr == 2))
    house.refuse(house.second, "Die Zahl fehlt wieder.", nr=2)
    house.cases.note_letter_head(house.case, {"amt": "Bäderamt"}, now=NOW)
    assert house.verify().ok
    house.audit.key.head_file.unlink()
    faults = tamper(house, delete(audit).where(audit.c.id == 11), insert(audit).values(old))
    assert "Eintrag 11 der Prüfkette schließt nicht an den Eintrag vor ihm an." in faults


def an_account_of(someone: str, user_id: str) -> object:
    values = {"channel": "telegram", "user_id": user_id, "chat_id": user_id, "reachable": True, "linked_at": NOW}
    return insert(account).values(person_id=someone, **values)


PERSON_CHANGES = {
    "role": lambda someone: update(person).where(person.c.id == someone).values(rolle="leitung"),
    "access": lambda someone: update(person).where(person.c.id == someone).values(entzogen_am=NOW),
    "account": lambda someone: an_account_of(someone, "4711"),
}


@pytest.mark.parametrize("what", PERSON_CHANGES)
def test_who_a_person_is_can_not_be_changed_behind_the_chains_back(house: House, what: str) -> None:
    faults = tamper(house, PERSON_CHANGES[what](house.official.id))
    assert faults == (
        f"Name, Rolle, Zugang oder Konten der Person {house.official.id} wurden nach der Aufzeichnung verändert.",
    )


def test_a_person_smuggled_in_to_count_as_a_second_one_is_found(house: House) -> None:
    values = {"id": "P-neu", "name": "Zweites Ich", "rolle": "freigabe", "angelegt_am": NOW}
    assert tamper(house, insert(person).values(**values)) == ("Person P-neu steht nicht in der Prüfkette.",)


def test_a_person_taken_out_of_the_tables_is_found(house: House) -> None:
    house.persons.enrol("Nur Kurz", Rolle.FREIGABE, now=NOW)
    gone = delete(person).where(person.c.name == "Nur Kurz")
    assert any("aus der Datenbank entfernt" in fault for fault in tamper(house, gone))


def test_an_account_that_was_linked_by_invitation_is_in_order(house: House) -> None:
    with writing(house.engine) as connection:
        connection.execute(an_account_of(house.official.id, "4711"))  # type: ignore[call-overload]
        note_person_in(connection, house.audit, "konto", house.official.id, now=NOW, quelle="telegram:1")
    assert house.verify().fehler == ()


def test_what_was_smuggled_in_is_not_washed_clean_by_the_next_honest_deed(house: House) -> None:
    tamper(house, an_account_of(house.official.id, "666"))
    house.persons.invite("Petra Sander", Rolle.SACHBEARBEITUNG, now=NOW)
    faults = house.verify().fehler
    assert len(faults) == 1
    assert f"Person {house.official.id} waren zuvor an der Prüfkette vorbei verändert worden" in faults[0]


def test_an_invitation_in_the_table_alone_is_nobodys(house: House) -> None:
    made = house.persons.invite("Petra Sander", Rolle.SACHBEARBEITUNG, now=NOW)
    written, smuggled = hashlib.sha256(made.token.encode()).hexdigest(), "a" * 64
    values = {"person_id": house.official.id, "gueltig_bis": NOW + timedelta(days=1)}
    with writing(house.engine) as connection:
        connection.execute(insert(einladung).values(token_sha256=smuggled, **values))
        assert invitation_sealed_in(connection, house.audit, written) == house.official.id
        assert invitation_sealed_in(connection, house.audit, smuggled) is None
