"""Reads `station.toml`; every problem in one error."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from inspector.config.problems import problems_of
from inspector.config.station import StationConfig, contradictions, insecure
from inspector.domain.errors import ConfigError


def read_toml(path: Path) -> dict[str, Any]:
    """The file's content. Raises `ConfigError` when it can not be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(str(path), [f"can not be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), [f"not UTF-8 text: {error.reason} at byte {error.start}"]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), [f"not valid TOML: {error}"]) from error


def parse_config(content: dict[str, Any], *, subject: str) -> StationConfig:
    """The checked config. Raises `ConfigError` with every problem of schema and profile."""
    return _secure(_validated(content, subject), subject)


def config_in(path: Path, content: dict[str, Any]) -> StationConfig:
    """The config in a file's content. Raises `ConfigError` for what breaks the schema.

    Paths, and what its profile refuses, are left to the caller, who knows adapters (`app.config_file`, `app.wiring`).
    """
    return _validated(content, str(path))


def _validated(content: dict[str, Any], subject: str) -> StationConfig:
    problems = contradictions(content)
    try:
        config = StationConfig.model_validate(content)
    except ValidationError as error:
        raise ConfigError(subject, [*problems_of(error), *problems]) from error
    if problems:
        raise ConfigError(subject, problems)
    return config


def _secure(config: StationConfig, subject: str) -> StationConfig:
    problems = insecure(config)
    if problems:
        raise ConfigError(subject, problems)
    return config


def effective(config: StationConfig) -> dict[str, Any]:
    """The config with every default filled in, as plain JSON values."""
    return config.model_dump(mode="json")


def config_hash(config: StationConfig) -> str:
    """Hex SHA-256 of the effective config, stamped into every report."""
    text = json.dumps(effective(config), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
