"""Relative paths in a station's file are relative to its folder, wherever the daemon runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector.app import registry
from inspector.app.config_file import SEVERAL, SINGLE, read_station
from inspector.config.sections import AdapterSection
from inspector.domain.errors import ConfigError
from tests.support.scripted_station import station_content, toml_file

STATION = """
schema_version = 1
[station]
site = "t"
line = "l1"
name = "st01"
[paths]
data_dir = "data"
models_dir = "../models"
[bus]
kind = "mqtt"
username = "edge"
password_file = "broker.password"
tls = { ca = "pki/ca.crt", cert = "pki/edge.crt", key = "/keys/edge.key" }
[[cameras]]
name = "top"
kind = "folder"
folder = "pictures/top"
name_pattern = "(?P<item>[0-9]+)"
siblings = ["pictures/side", "/elsewhere"]
[[cameras]]
name = "side"
kind = "video"
file = "belt.avi"
[[cameras]]
name = "back"
kind = "rtsp"
url = "rtsp://10.0.0.9/belt"
credentials_file = "camera.password"
[detector]
kind = "scripted"
[scorer]
kind = "none"
[http]
token_file = "http.token"
[recipes.default]
calibration = "calibration.json"
[recipes.sku.A]
calibration = "a/calibration.json"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file's, while the program runs in another one."""
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "etc"
    for made in (elsewhere, folder):
        made.mkdir()
    monkeypatch.chdir(elsewhere)
    return folder


def test_every_path_of_a_station_s_file_is_relative_to_its_folder(folder: Path) -> None:
    (folder / "station.toml").write_text(STATION)
    config = read_station(folder / "station.toml")
    assert config.paths.data_dir == folder / "data"
    assert config.paths.models_dir is not None
    assert config.paths.models_dir.resolve() == folder.parent / "models"
    assert config.http.token_file == folder / "http.token"
    assert config.recipes.default.calibration == folder / "calibration.json"
    assert config.recipes.sku["A"].calibration == folder / "a" / "calibration.json"
    bus: Any = registry.options("bus", config.bus)
    assert (bus.password_file, bus.tls.ca, bus.tls.cert) == (
        folder / "broker.password",
        folder / "pki" / "ca.crt",
        folder / "pki" / "edge.crt",
    )
    assert bus.tls.key == Path("/keys/edge.key"), "what is absolute stays as it is"
    top, side, back = (registry.options("cameras", camera) for camera in config.cameras)
    assert (top.folder, top.siblings) == (folder / "pictures/top", (folder / "pictures/side", Path("/elsewhere")))  # type: ignore[attr-defined]
    assert side.file == folder / "belt.avi"  # type: ignore[attr-defined]
    assert back.credentials_file == folder / "camera.password"  # type: ignore[attr-defined]


def test_a_file_named_from_where_the_program_runs(folder: Path) -> None:
    (folder / "station.toml").write_text(STATION)
    config = read_station(Path("..") / "etc" / "station.toml")
    assert config.http.token_file is not None
    assert config.http.token_file.is_absolute()
    assert config.http.token_file.resolve() == folder / "http.token"


def test_a_link_is_followed_when_it_is_used_not_when_it_is_read(folder: Path) -> None:
    """Certificates are renewed, and cameras named anew, by changing where a link leads."""
    (folder / "http.token").symlink_to(folder / "token.of.today")
    (folder / "station.toml").write_text(STATION)
    assert read_station(folder / "station.toml").http.token_file == folder / "http.token"


def test_what_is_no_text_is_left_to_the_schema(folder: Path) -> None:
    (folder / "station.toml").write_text(STATION.replace('"http.token"', "7").replace('"belt.avi"', "[8]"))
    with pytest.raises(ConfigError) as caught:
        read_station(folder / "station.toml")
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["http.token_file", "cameras.side"]


def paths_in(schema: dict[str, Any]) -> Iterator[tuple[list[str], bool]]:
    """(keys that lead to it, it is a list) of every path that a JSON Schema knows."""
    known = schema.get("$defs", {})

    def walk(part: dict[str, Any], keys: list[str], *, listed: bool) -> Iterator[tuple[list[str], bool]]:
        if "$ref" in part:
            yield from walk(known[part["$ref"].rsplit("/", 1)[1]], keys, listed=listed)
        if part.get("format") in {"path", "file-path", "directory-path"}:
            yield keys, listed
        for choice in part.get("anyOf", ()):
            yield from walk(choice, keys, listed=listed)
        for name, field in part.get("properties", {}).items():
            yield from walk(field, [*keys, name], listed=False)
        if isinstance(part.get("items"), dict):
            yield from walk(part["items"], keys, listed=True)

    yield from walk(schema, [], listed=False)


FAMILIES = {**{family: key for key, family in SINGLE.items()}, **{family: family for family in SEVERAL}}
PATHS = [
    pytest.param(family, kind, keys, listed, id=f"{family}.{kind}.{'.'.join(keys)}")
    for family in FAMILIES
    for kind in registry.kinds(family)
    for keys, listed in paths_in(registry.adapter(family, kind).Config.model_json_schema())
]


@pytest.mark.parametrize(("family", "kind", "keys", "listed"), PATHS)
def test_no_adapter_s_path_is_forgotten(family: str, kind: str, keys: list[str], listed: bool, folder: Path) -> None:
    value: Any = ["a/b", "/c"] if listed else "a/b"
    for key in reversed(keys):
        value = {key: value}
    section = {"kind": kind, **value}
    content = station_content()
    key = FAMILIES[family]
    content[key] = [{"name": "one", **section}] if family in SEVERAL else section
    file = folder / "station.toml"
    file.write_text(toml_file(content))
    config: Any = getattr(read_station(file), key)
    read = (config[0] if family in SEVERAL else config).options
    for one in keys:
        read = read[one]
    assert read == ([str(folder / "a/b"), "/c"] if listed else str(folder / "a/b"))


def test_what_is_made_in_the_program_is_relative_to_where_it_runs() -> None:
    section = AdapterSection.model_validate({"kind": "video", "file": "belt.avi"})
    assert registry.options("cameras", section).file == Path("belt.avi")  # type: ignore[attr-defined]
