"""`stellwerk doctor` on the language model: one sentence, and a remedy where something is wrong."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.commands.administration import Befund, _language_model, _safely
from tests.bot.drafting.model.office import settings
from tests.bot.drafting.model.server import Reply, said, serving


def look(own: Any) -> Befund:
    stellwerk: Any = SimpleNamespace(settings=own)
    return _safely(_language_model, stellwerk)


def test_without_a_model_all_is_well() -> None:
    """Quoting is no fault."""
    found = look(settings("").model_copy(update={"model": None}))
    assert found.gut
    assert "zitieren" in found.text


def test_a_model_that_answers_is_described() -> None:
    """Its name, its speed, its form."""
    with serving(said(("Die Bücherei öffnet um 10 Uhr.", "B1"))) as server:
        found = look(settings(server.url))
    assert found.gut
    assert found.text.startswith("openai:m antwortet in")


def test_a_model_that_does_not_is_no_reason_to_stop(tmp_path: Path) -> None:
    """Everything works without it; what to do is said."""
    with serving(Reply(status=404)) as server:
        found = look(settings(server.url))
    assert not found.gut
    assert not found.noetig
    assert found.abhilfe is not None
    assert "STELLWERK_MODEL" in found.abhilfe
    prompt = tmp_path / "prompt.md"
    prompt.write_text("leer", encoding="utf-8")
    with serving(said(("x", "B1"))) as server:
        assert "Anweisung" in look(settings(server.url, model_prompt=prompt)).text


def test_what_could_not_be_looked_at_is_called_by_its_german_name() -> None:
    """A setting that stops the check itself."""
    found = look(settings("").model_copy(update={"model": "quatsch"}))
    assert (found.was, found.gut) == ("Sprachmodell", False)


def test_a_key_that_others_can_read_is_named(tmp_path: Path) -> None:
    """Before anything is asked."""
    key = tmp_path / "modell.key"
    key.write_text("sk-x", encoding="utf-8")
    key.chmod(0o644)
    found = look(settings("http://127.0.0.1:9/v1", key=key))
    assert not found.gut
    assert found.abhilfe == f"chmod 600 {key}"
