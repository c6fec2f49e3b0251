"""Settings from the environment (prefix `STELLWERK_`) or the same names in `.env`; `.env.example` explains each."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
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
    model: str | None = None
    model_url: str | None = None
    model_key_file: Path | None = None
    model_timeout_seconds: float = Field(default=120.0, gt=0, le=3600)
    model_budget_tokens: int = Field(default=60_000, ge=1_000)
    model_prompt: Path | None = None
    learning: bool = True
    approvals: int = Field(default=1, ge=1, le=9)
    letter_template: Path | None = None
    city: str = "Stadt"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    audit_key_file: Path | None = None
    telegram_token: SecretStr | None = None
    telegram_token_file: Path | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str = "127.0.0.1:8443"
    proxy: str | None = None
    deadline_days_before_session: int = Field(default=7, ge=0, le=365)
    digest_at: str = Field(default="08:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")

    @property
    def database(self) -> str:
        """The database's URL: the one that was set, or SQLite in HOME."""
        return self.database_url or f"sqlite:///{self.home / 'stellwerk.db'}"

    @property
    def weights_file(self) -> Path:
        """What `stellwerk tune` learned; absent where the weights that come with the program hold."""
        return self.home / "gewichte.json"

    @property
    def confidence_file(self) -> Path:
        """What `stellwerk tune` learned from people's decisions; absent where the benchmark's estimate holds."""
        return self.home / "zuversicht.json"

    @property
    def index_folder(self) -> Path:
        """Where Chroma and Tantivy keep what can be rebuilt."""
        return self.home / "index"

    @property
    def audit_key(self) -> Path:
        """The file that holds the key of the audit chain. It never lies in the database."""
        return self.audit_key_file or self.home / "audit.key"

    @property
    def token(self) -> str | None:
        """The bot's token, from the setting or from its file; None where neither is set."""
        if self.telegram_token is not None:
            return self.telegram_token.get_secret_value().strip() or None
        if self.telegram_token_file is None:
            return None
        try:
            return self.telegram_token_file.read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as error:
            raise StellwerkError(
                f"Die Datei {self.telegram_token_file} mit dem Telegram-Token lässt sich nicht lesen.",
                f"Prüfen Sie {PREFIX}TELEGRAM_TOKEN_FILE und die Rechte der Datei.",
            ) from error

    @property
    def model_key(self) -> SecretStr | None:
        """The key of the language model, from its file; None where none is set. Never printed, logged or stored."""
        if self.model_key_file is None:
            return None
        try:
            key = self.model_key_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise StellwerkError(
                f"Die Datei {self.model_key_file} mit dem Schlüssel des Sprachmodells lässt sich nicht lesen.",
                f"Prüfen Sie {PREFIX}MODEL_KEY_FILE und die Rechte der Datei.",
            ) from error
        return SecretStr(key) if key else None

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
