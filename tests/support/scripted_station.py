"""A station without a trained model, as the file's text and as what is read from it."""

import json
from pathlib import Path
from typing import Any

WITHOUT_MODELS = """schema_version = 1
[station]
site = "s"
line = "l"
name = "n"
[paths]
data_dir = "data"
[bus]
kind = "memory"
"""
STATION = f"""{WITHOUT_MODELS}[detector]
kind = "scripted"
[scorer]
kind = "mean_colour"
"""


def station_file(folder: Path, *, ledger: str = "sqlite_ledger", more: str = "") -> Path:
    """A file in its own data folder; `more` is what else it says."""
    file = folder / "station.toml"
    file.write_text(
        WITHOUT_MODELS.replace('"data"', toml_text(str(folder)))
        + f'[detector]\nkind = "scripted"\n[scorer]\nkind = "none"\n[ledger]\nkind = "{ledger}"\n'
        + f'[[cameras]]\nname = "top"\nkind = "synthetic"\n{more}',
        encoding="utf-8",
    )
    return file


def station_content(**changes: Any) -> dict[str, Any]:
    """One rendered camera, a bus in this process; `changes` are whole sections."""
    base: dict[str, Any] = {
        "schema_version": 1,
        "station": {"site": "t", "line": "l1", "name": "st01"},
        "bus": {"kind": "memory"},
        "cameras": [{"name": "top", "kind": "synthetic"}],
        "detector": {"kind": "scripted"},
        "scorer": {"kind": "none"},
    }
    return base | changes


def toml_text(value: Any) -> str:
    """JSON's texts, numbers and lists are TOML's too; a table stands in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml_text(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml_text(one) for one in value) + "]"
    return json.dumps(value)


def toml_file(content: dict[str, Any]) -> str:
    """A whole file."""
    return "".join(f"{key} = {toml_text(value)}\n" for key, value in content.items())
