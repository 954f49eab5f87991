"""The config that commands use when none is given: the shipped models, references in the user's data folder."""

import os
from pathlib import Path
from typing import Any

from inspector.app.config_file import load_station
from inspector.config.load import parse_config
from inspector.config.station import StationConfig


def user_data_dir() -> Path:
    """`$XDG_DATA_HOME/edge-inspector`, else `~/.local/share/edge-inspector`."""
    named = os.environ.get("XDG_DATA_HOME")
    return (Path(named) if named else Path.home() / ".local" / "share") / "edge-inspector"


def default_content(data_dir: Path) -> dict[str, Any]:
    """A station without a line: enough to judge pictures."""
    return {
        "schema_version": 1,
        "station": {"site": "local", "line": "bench", "name": "bench"},
        "paths": {"data_dir": str(data_dir)},
        "bus": {"kind": "memory"},
        "cameras": [{"name": "camera", "kind": "synthetic"}],
        "detector": {"kind": "two_stage", "bundle": "line-detector", "defects_bundle": "item-defects"},
        "scorer": {"kind": "patch_memory", "bundle": "line-features"},
    }


def config_or_default(file: Path | None, data_dir: Path | None = None) -> StationConfig:
    """The given file's config, else the embedded default. Raises `ConfigError`."""
    if file is not None:
        return load_station(file)
    return parse_config(default_content(data_dir or user_data_dir()), subject="embedded default config")
