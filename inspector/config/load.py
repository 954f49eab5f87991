"""Reads `station.toml`; every problem in one error."""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from inspector.config.problems import problems_of
from inspector.config.station import StationConfig, insecure
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


def read_config(path: Path) -> StationConfig:
    """Read a file; relative paths in it are relative to its folder. Raises `ConfigError` for what breaks the schema.

    What its profile refuses is left to the caller, who may have more to tell (`app.config_file`, `app.wiring`).
    """
    content = read_toml(path)
    paths = content.get("paths")
    if isinstance(paths, dict):
        for key in ("data_dir", "models_dir"):
            if isinstance(paths.get(key), str):
                paths[key] = str((path.parent / paths[key]).resolve())
    for recipe in _recipes(content.get("recipes")):
        if isinstance(recipe.get("calibration"), str):
            recipe["calibration"] = str((path.parent / recipe["calibration"]).resolve())
    return _validated(content, str(path))


def _validated(content: dict[str, Any], subject: str) -> StationConfig:
    try:
        return StationConfig.model_validate(content)
    except ValidationError as error:
        raise ConfigError(subject, problems_of(error)) from error


def _secure(config: StationConfig, subject: str) -> StationConfig:
    problems = insecure(config)
    if problems:
        raise ConfigError(subject, problems)
    return config


def _recipes(section: Any) -> Iterator[dict[str, Any]]:
    """The recipes of a file that is not checked yet."""
    written = section if isinstance(section, dict) else {}
    groups = [written.get(family) for family in ("material", "sku")]
    tables = [written.get("default"), *(one for group in groups if isinstance(group, dict) for one in group.values())]
    yield from (table for table in tables if isinstance(table, dict))


def effective(config: StationConfig) -> dict[str, Any]:
    """The config with every default filled in, as plain JSON values."""
    return config.model_dump(mode="json")


def config_hash(config: StationConfig) -> str:
    """Hex SHA-256 of the effective config, stamped into every report."""
    text = json.dumps(effective(config), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
