"""Reads a station's file for a command: what breaks the schema and what its adapters refuse in one error."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from inspector.app import registry
from inspector.config.load import read_config, read_toml
from inspector.config.sections import AdapterSection
from inspector.config.station import StationConfig, insecure
from inspector.domain.errors import ConfigError, StartupError

SINGLE = {
    "bus": "bus",
    "detector": "detectors",
    "scorer": "scorers",
    "ledger": "stores",
    "evidence": "stores",
    "catalogue": "stores",
}
SEVERAL = ("cameras", "checks")


def read_station(file: Path) -> StationConfig:
    """The file, by the schema; what its profile refuses is left to the caller. Raises `ConfigError`."""
    try:
        return read_config(file)
    except ConfigError as error:
        raise ConfigError(str(file), [*error.problems, *_adapter_problems(file)]) from error


def load_station(file: Path) -> StationConfig:
    """As `read_station`, and what the profile refuses is an error too."""
    config = read_station(file)
    problems = insecure(config)
    if problems:
        raise ConfigError(str(file), problems)
    return config


def _adapter_problems(file: Path) -> list[str]:
    """Of the adapters' sections that can be read, though the file as a whole can not be."""
    try:
        content = read_toml(file)
    except ConfigError:
        return []  # the first look has said it
    problems = []
    for family, place, written in _written(content):
        try:
            registry.options(family, AdapterSection.model_validate(written))
        except ValidationError:
            continue  # no `kind`: the schema's problem, and said
        except StartupError as error:
            problems += [f"{place}: {problem}" for problem in error.problems]
    return problems


def _written(content: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """(family, place in the file, section as it is written); a name is no option of an adapter."""
    for key, family in SINGLE.items():
        if isinstance(content.get(key), dict):
            yield family, key, content[key]
    for key in SEVERAL:
        listed = content.get(key)
        for number, section in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(section, dict):
                own = {name: value for name, value in section.items() if name != "name"}
                yield key, f"{key}.{section.get('name', number)}", own
