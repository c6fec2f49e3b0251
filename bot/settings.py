"""Settings from the environment (prefix `STELLWERK_`) or the same names in `.env`; `.env.example` explains each."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import StellwerkError

PREFIX = "STELLWERK_"


class Settings(BaseSettings):
    """What a city may set. Every field has a default with which Stellwerk works offline on one machine."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore")

    home: Path = Path("stellwerk-home")
    database_url: str | None = None
    chroma_url: str | None = None
    embedding_model: str | None = None
    approvals: int = Field(default=1, ge=1, le=9)
    letter_template: Path | None = None
    city: str = "Stadt"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"

    @property
    def database(self) -> str:
        """The database's URL: the one that was set, or SQLite in HOME."""
        return self.database_url or f"sqlite:///{self.home / 'stellwerk.db'}"

    @property
    def index_folder(self) -> Path:
        """Where Chroma and Tantivy keep what can be rebuilt."""
        return self.home / "index"

    @property
    def models_folder(self) -> Path:
        """Where the default embedding weights are unpacked to, once."""
        return self.home / "models"


def load_settings(home: Path | None = None) -> Settings:
    """The settings in force; `home` (from `--home`) wins over the environment. Creates HOME."""
    try:
        settings = Settings(home=home) if home else Settings()
    except ValidationError as error:
        names = ", ".join(f"{PREFIX}{str(e['loc'][0]).upper()}" for e in error.errors())
        raise StellwerkError(
            f"Diese Einstellung hat keinen gültigen Wert: {names}.",
            "Vergleichen Sie die Zeile in `.env` oder der Umgebung mit `.env.example`.",
        ) from error
    settings = settings.model_copy(update={"home": settings.home.expanduser().resolve()})
    try:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StellwerkError(
            f"Der Ordner {settings.home} lässt sich nicht anlegen ({error.strerror}).",
            f"Geben Sie mit --home oder {PREFIX}HOME einen Ordner an, in den Sie schreiben dürfen.",
        ) from error
    return settings


def unknown_settings() -> tuple[str, ...]:
    """Names with our prefix in the environment that no setting has: most likely typing errors."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    return tuple(sorted(n for n in os.environ if n.startswith(PREFIX) and n not in known))
