"""Every setting, with its help: environment `KYR_*`, then an optional file. Read by `factory` and `cli` only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from app.core.errors import SettingsError

PREFIX = "KYR_"
FILE_VARIABLE = "KYR_SETTINGS_FILE"
_MINIMUM_KEY = 32
_SAMPLES = ("change", "sample", "example", "secret", "password", "development", "default", "0123456789")


def _listed(value: object) -> object:
    """Let lists be written with commas in the environment."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Settings(BaseSettings):
    """All settings. Each field's description is its help, shown by `kyr settings` and in every error."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True, validate_default=True
    )

    environment: Literal["production", "development"] = Field(
        "production", description="development makes a passing secret key of its own and shows more in the log"
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="at least 32 random characters; keys the hashes of sessions and signs page tokens. "
        "Make one: python -c 'import secrets; print(secrets.token_urlsafe(48))'",
    )
    organisation: str = Field(
        "Know Your Rights line", min_length=2, max_length=40, description="who runs the line, as residents read it"
    )
    public_url: str = Field(
        "http://127.0.0.1:8000",
        description="address that the world sees, without a slash at the end; signatures need it",
    )
    folder: Path = Field(Path("var"), description="where the databases and the matching index are kept")
    content: Path = Field(Path(), description="folder that holds intents/, seeds/ and translations/")
    default_locale: str = Field("en", description="language where nothing tells which one the person speaks")
    host: str = Field("127.0.0.1", description="address that the server listens on")
    port: int = Field(8000, ge=1, le=65535, description="port that the server listens on")
    workers: int = Field(2, ge=1, le=64, description="server processes")
    threads: int = Field(2, ge=1, le=64, description="threads of each server process")
    allowed_origins: Listed = Field(
        (), description="web origins (https://example.org, with commas between) that may call the API from a browser"
    )
    session_minutes: int = Field(30, ge=1, le=240, description="how long a silent conversation is remembered")
    twilio_auth_token: SecretStr = Field(
        SecretStr(""), description="auth token of the Twilio account; without it the SMS webhook is off"
    )
    sms_segments: int = Field(6, ge=2, le=10, description="most SMS segments that one reply may take")
    gsm_safe_locales: Listed = Field(
        ("es",), description="languages whose SMS drop the accents that would double the cost"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments first, then the environment, then the file that KYR_SETTINGS_FILE names."""
        sources: list[PydanticBaseSettingsSource] = [init_settings, env_settings]
        if os.environ.get(FILE_VARIABLE):
            sources.append(TomlConfigSettingsSource(settings_cls, toml_file=os.environ[FILE_VARIABLE]))
        return tuple(sources)

    @field_validator("secret_key")
    @classmethod
    def _key_is_strong(cls, key: SecretStr, info: ValidationInfo) -> SecretStr:
        # "development" stands for a wrong value too: that fault is then the only one worth reporting.
        environment = info.data.get("environment", "development")
        if environment == "production" and (weakness := weakness_of(key.get_secret_value())):
            raise ValueError(weakness)
        return key

    @field_validator("public_url")
    @classmethod
    def _address_is_whole(cls, address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or address.endswith("/"):
            raise ValueError("write it as https://example.org, without a slash at the end")
        return address

    @property
    def development(self) -> bool:
        """Whether this is a development start."""
        return self.environment == "development"

    def key(self) -> str:
        """Return the secret key; in development, where none is needed, one that lasts as long as the folder does."""
        given = self.secret_key.get_secret_value()
        if given or not self.development:
            return given
        path = self.folder / "development.key"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii")


def weakness_of(key: str) -> str:
    """Return what is wrong with a secret key, "" if nothing is."""
    if not key:
        return "missing"
    if len(key) < _MINIMUM_KEY:
        return f"shorter than {_MINIMUM_KEY} characters"
    if any(sample in key.casefold() for sample in _SAMPLES):
        return "looks like a sample, not like a random key"
    if len(set(key)) < _MINIMUM_KEY // 4:
        return "repeats too few characters"
    return ""


def load_settings(**given: Any) -> Settings:  # noqa: ANN401 - pydantic checks each value
    """Return the settings. Raises `SettingsError` that lists every bad one with its help and where it is set."""
    path = os.environ.get(FILE_VARIABLE)
    if path and not Path(path).is_file():
        raise SettingsError(f"{FILE_VARIABLE} names {path}, and there is no such file.")
    faults = [f"- {name}: there is no such setting; see `kyr settings`." for name in _unknown(os.environ)]
    try:
        settings = Settings(**given)
    except ValidationError as error:
        faults += _explained(error)
    if faults:
        head, mend = (
            "These settings are missing or wrong:",
            f"Set them in the environment, or in a file ({FILE_VARIABLE}).",
        )
        raise SettingsError("\n".join((head, *faults, mend)))
    return settings


def _unknown(environment: Mapping[str, str]) -> list[str]:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {FILE_VARIABLE}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)


def _explained(error: ValidationError) -> list[str]:
    lines = []
    for fault in error.errors(include_url=False, include_input=False):
        name = str(fault["loc"][0]) if fault["loc"] else ""
        message = fault["msg"].removeprefix("Value error, ")
        field = Settings.model_fields.get(name)
        lines.append(f"- {PREFIX}{name.upper()}: {message}.")
        lines.append(f"  {field.description}" if field else "  there is no such setting; see `kyr settings`.")
    return lines


def sources_of(settings: Settings, environment: Mapping[str, str]) -> dict[str, str]:
    """Return for each setting where its value comes from: "environment", "file" or "default"."""
    return {
        name: "environment" if PREFIX + name.upper() in environment
        else "file" if name in settings.model_fields_set
        else "default"
        for name in Settings.model_fields
    }  # fmt: skip


def shown(settings: Settings, name: str) -> str:
    """Return a value as it may be printed: a secret only says whether it is set."""
    value = getattr(settings, name)
    if isinstance(value, SecretStr):
        return "(set, hidden)" if value.get_secret_value() else "(not set)"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
