"""What can be read of a config that breaks the schema, so that the rest of it is looked at in the same run."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from inspector.config.sections import NamedAdapterSection
from inspector.config.station import StationConfig

_STAND_INS: Mapping[str, Any] = {
    "schema_version": 1,
    "station": {"site": "unknown", "line": "unknown", "name": "unknown"},
    "bus": {"kind": "memory"},
    "cameras": [{"name": "unknown", "kind": "synthetic"}],
    "detector": {"kind": "scripted"},
    "scorer": {"kind": "none"},
}
_JUDGES = ("detector", "scorer")


def remainder(content: Mapping[str, Any]) -> tuple[StationConfig, frozenset[str]]:
    """The sections that keep the schema, and the names of those that something harmless stands in for.

    Of cameras and checks each counts for itself. Recipes name what the detector and the scorer know, so they go with
    them. The profile is kept: it says what the other sections must be like.
    """
    kept: dict[str, Any] = {}
    for name, field in StationConfig.model_fields.items():
        written = content.get(name)
        if name in ("cameras", "checks") and written is not None:
            written = _whole_parts(written)
        if written is not None and _is_valid(field.rebuild_annotation(), written):
            kept[name] = written
    if not all(name in kept for name in _JUDGES):
        kept.pop("recipes", None)
    fields = StationConfig.model_fields.items()
    replaced = frozenset(n for n, field in fields if n not in kept and (n in content or field.is_required()))
    config = StationConfig.model_validate({**_STAND_INS, **kept})
    if "station" in replaced and _profile(content) == "production":
        station = config.station.model_copy(update={"profile": "production"})
        config = config.model_copy(update={"station": station})
    return config, replaced


def _whole_parts(written: Any) -> list[Any]:
    return [part for part in written if _is_valid(NamedAdapterSection, part)] if isinstance(written, list) else []


def _profile(content: Mapping[str, Any]) -> Any:
    station = content.get("station")
    return station.get("profile") if isinstance(station, dict) else None


def _is_valid(kind: Any, written: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(written)
    except ValidationError:
        return False
    return True
