"""The JSON Schema of `station.toml` with the options of every adapter kind that can be imported."""

from typing import Any

from inspector.app import registry
from inspector.config.station import StationConfig
from inspector.domain.errors import StartupError


def full_schema() -> dict[str, Any]:
    """The file's own schema, and under `x-kinds` each family's kinds with their options."""
    schema = StationConfig.model_json_schema()
    schema["x-kinds"] = {family: _family(family) for family in registry.FAMILIES}
    return schema


def _family(family: str) -> dict[str, Any]:
    described: dict[str, Any] = {}
    for kind in registry.kinds(family):
        try:
            described[kind] = registry.adapter(family, kind).Config.model_json_schema()
        except StartupError as error:
            described[kind] = {"unavailable": error.problems[0]}
    return described
