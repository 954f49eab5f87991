"""Reads a station's file for a command: what breaks the schema and what its adapters refuse in one error."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from inspector.app import registry
from inspector.config.anchoring import anchored
from inspector.config.explainer import ExplainerSection
from inspector.config.load import config_in, read_toml
from inspector.config.sections import AdapterSection
from inspector.config.station import StationConfig, insecure
from inspector.config.wms import WmsSection
from inspector.domain.errors import ConfigError, StartupError

SINGLE = {
    "bus": "bus",
    "detector": "detectors",
    "scorer": "scorers",
    "ledger": "stores",
    "evidence": "stores",
    "catalogue": "stores",
    "wms": "exports",
    "explainer": "explainers",
}
SEVERAL = ("cameras", "checks")
_OWN_KEYS: dict[str, type[AdapterSection]] = {
    "wms": WmsSection,
    "explainer": ExplainerSection,
}  # sections with keys beside those of the adapter


def read_station(file: Path) -> StationConfig:
    """The file, by the schema; what its profile refuses is left to the caller. Raises `ConfigError`."""
    content = file_content(file)
    try:
        return config_in(file, content)
    except ConfigError as error:
        raise ConfigError(str(file), [*error.problems, *_adapter_problems(content)]) from error


def file_content(file: Path) -> dict[str, Any]:
    """What is written, with paths that hold wherever the program runs. Raises `ConfigError` for what is no TOML."""
    content = read_toml(file)
    for family, _, written in _written(content):
        written.update(_anchored(family, written, file.parent))
    return dict(anchored(content, StationConfig, file.parent))


def load_station(file: Path) -> StationConfig:
    """As `read_station`, and what the profile refuses is an error too."""
    config = read_station(file)
    problems = insecure(config)
    if problems:
        raise ConfigError(str(file), problems)
    return config


def _anchored(family: str, written: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The section with paths that hold wherever the program runs; as it is if its adapter is not to be had."""
    try:
        model = registry.adapter(family, str(written.get("kind"))).Config
    except StartupError:
        return written  # said where the adapter is needed: a list of holds needs no camera's driver
    return dict(anchored(written, model, folder))


def _adapter_problems(content: dict[str, Any]) -> list[str]:
    """Of the adapters' sections that can be read, though the file as a whole can not be."""
    problems = []
    for family, place, written in _written(content):
        own = {name: value for name, value in written.items() if name != "name" or family not in SEVERAL}
        try:
            registry.options(family, _OWN_KEYS.get(place, AdapterSection).model_validate(own))
        except ValidationError:
            continue  # no `kind`: the schema's problem, and said
        except StartupError as error:
            problems += [f"{place}: {problem}" for problem in error.problems]
    return problems


def _written(content: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(family, place in the file, section as it is written)."""
    for key, family in SINGLE.items():
        if isinstance(content.get(key), dict):
            yield family, key, content[key]
    for key in SEVERAL:
        listed = content.get(key)
        for number, section in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(section, dict):
                yield key, f"{key}.{section.get('name', number)}", section
