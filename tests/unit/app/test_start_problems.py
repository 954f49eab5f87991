"""What `config check` says and what a start refuses are the same list."""

import json
import shutil
import socket
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from inspector.adapters.stores._ledger_schema import steps_from
from inspector.app import examination
from inspector.app.cli.main import app
from inspector.app.config_file import read_station
from inspector.app.config_problems import config_problems
from inspector.app.daemon import Daemon
from inspector.app.examination import examine
from inspector.app.http_address import base_url
from inspector.app.judges import make_golden
from inspector.app.wiring import start_problems
from inspector.config.load import parse_config
from inspector.config.locations import default_models_dir
from inspector.domain.errors import ConfigError, StartupError
from inspector.domain.golden import golden_of
from tests.support.as_nobody import as_nobody
from tests.support.scripted_station import station_content, toml_file

Content = dict[str, Any]


@pytest.fixture(autouse=True)
def _no_trigger_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "CAMERA_S", 0.1)


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return station_content(
        paths={"data_dir": str(tmp_path / "data")}, bus={"kind": "memory", "hub": tmp_path.name}, http={"port": 0}
    )


def refused(content: Content) -> list[str]:
    """What the start says."""
    with pytest.raises(StartupError) as caught:
        Daemon(parse_config(content, subject="test"))
    return sorted(caught.value.problems)


def checked(content: Content) -> list[str]:
    """What the check says."""
    return sorted(start_problems(parse_config(content, subject="test")))


def _file(folder: Path) -> Path:
    (folder / "a-file").write_text("")
    return folder / "a-file"


def _changed_model(folder: Path) -> Path:
    models = folder / "models"
    models.mkdir()
    bundle = shutil.copytree(default_models_dir() / "line-detector", models / "line-detector")
    with (bundle / "model.onnx").open("ab") as stream:
        stream.write(b"x")
    return models


def _damaged_golden(folder: Path) -> Path:
    make_golden(folder / "data").put(golden_of("BOX-1", "top", [np.zeros((9, 9, 3), np.uint8)]))
    next((folder / "data").rglob("00.png")).write_bytes(b"")
    return folder / "data"


def _kept(folder: Path, name: str, written: str | bytes) -> Content:
    """A data folder with one file in it: bytes, or a database made with some SQL."""
    data = folder / "data"
    data.mkdir()
    if isinstance(written, bytes):
        (data / name).write_bytes(written)
    else:
        with closing(sqlite3.connect(data / name)) as db:
            db.executescript(written)
    return {"paths": {"data_dir": str(data)}, "ledger": {"kind": "sqlite_ledger"}}


def _torn_ledger(folder: Path) -> Content:
    """As a power cut may leave it: pages damaged, and a log that was never taken in."""
    content = _kept(folder, "ledger.sqlite", steps_from(0) + "PRAGMA journal_mode=WAL;")
    path = folder / "data" / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO tally VALUES ('delivery', 'OPEN', 1)")
        db.commit()
        shutil.copy(path.with_name("ledger.sqlite-wal"), folder / "wal")
    torn = bytearray(path.read_bytes())
    torn[4096:8192] = b"\xff" * 4096
    path.write_bytes(torn)
    shutil.copy(folder / "wal", path.with_name("ledger.sqlite-wal"))
    return content


WRONG: dict[str, tuple[Callable[[Path], Content], str]] = {
    "open to the network": (lambda _: {"http": {"host": "0.0.0.0", "port": 0}}, "http.token_file: 0.0.0.0 is not"),  # noqa: S104
    "no such address": (lambda _: {"http": {"host": "192.0.2.1", "port": 0, "enabled": True}}, "http"),
    "token file missing": (
        lambda folder: {"http": {"port": 0, "token_file": str(folder / "none")}},
        "http.token_file: ",
    ),
    "certificates missing": (
        lambda folder: {"bus": {"kind": "mqtt", "tls": {"ca": str(folder / "ca.crt")}}},
        "bus: tls.ca: ",
    ),
    "certificate is none": (lambda f: {"bus": {"kind": "mqtt", "tls": {"ca": str(_file(f))}}}, "bus: tls.ca: "),
    "password variable missing": (
        lambda _: {"bus": {"kind": "mqtt", "username": "edge", "password_env": "NO_SUCH_VARIABLE_HERE"}},
        "bus: password_env: ",
    ),
    "broker's port out of range": (lambda _: {"bus": {"kind": "mqtt", "port": 0}}, "bus: port: "),
    "model missing": (
        lambda folder: {
            "paths": {"data_dir": str(folder), "models_dir": str(folder)},
            "detector": {"kind": "onnx", "bundle": "line-detector"},
        },
        "detector: ",
    ),
    "model changed": (
        lambda folder: {
            "paths": {"data_dir": str(folder), "models_dir": str(_changed_model(folder))},
            "detector": {"kind": "onnx", "bundle": "line-detector"},
        },
        "SHA-256",
    ),
    "data folder is a file": (lambda f: {"paths": {"data_dir": str(_file(f) / "data")}}, "paths.data_dir: "),
    "camera's option": (lambda _: {"cameras": [{"name": "top", "kind": "synthetic", "width": -1}]}, "cameras.top: "),
    "golden pictures damaged": (
        lambda folder: {"paths": {"data_dir": str(_damaged_golden(folder))}},
        "golden pictures: ",
    ),
    "ledger is no database": (lambda f: _kept(f, "ledger.sqlite", b"junk" * 300), "ledger: "),
    "ledger is torn": (_torn_ledger, "the file is damaged"),
    "ledger of a newer program": (lambda f: _kept(f, "ledger.sqlite", "PRAGMA user_version=999"), "format is 999"),
    "ledger is another database": (lambda f: _kept(f, "ledger.sqlite", "CREATE TABLE record (a)"), "ledger: "),
    "journal is no database": (lambda f: _kept(f, "alarms.sqlite", b"junk" * 300), "alarms: "),
    "journal of a newer program": (lambda f: _kept(f, "alarms.sqlite", "PRAGMA user_version=9"), "format is 9"),
    "bus unknown": (lambda _: {"bus": {"kind": "carrier_pigeon"}}, "bus: unknown kind"),
}


@pytest.mark.parametrize("what", WRONG)
def test_the_check_finds_what_the_start_finds(what: str, content: Content, tmp_path: Path) -> None:
    change, words = WRONG[what]
    content |= change(tmp_path)
    found = checked(content)
    assert any(words in problem for problem in found), found
    assert found == refused(content)
    assert len(found) == len(set(found)), "what two parts need is wrong once"


@pytest.fixture
def public(content: Content) -> Iterator[Path]:
    """A folder that others may look into, as they may not into pytest's, with a data folder in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "data").mkdir()
        content["paths"] = {"data_dir": str(folder / "data")}
        yield folder


def test_a_data_folder_of_another_user_is_one_problem_that_hides_none(content: Content, public: Path) -> None:
    data = public / "data" / "station"
    for name in ("golden", "evidence", "references", "cameras"):
        (data / name).mkdir(parents=True)
    for name in ("ledger.sqlite", "catalogue.sqlite"):
        (data / name).touch()
    content |= {"paths": {"data_dir": str(data)}, "cameras": [{"name": "top", "kind": "synthetic", "width": -1}]}
    path = _write(public, content)
    with as_nobody(data.parent, mode=0):
        found, said = checked(content), refused(content)
        looked = {one.what: one for one in examine(path)}
    assert found == said
    assert [problem.split(": ")[0] for problem in found] == ["cameras.top", "paths.data_dir"]
    assert found[1] == f"paths.data_dir: {data}: Permission denied; it must be a writable folder"
    assert not looked["config"].ok
    assert looked["disk"].detail.endswith(str(data.parent))
    assert "references" not in looked


@pytest.mark.parametrize("name", ["golden", "references", ".pictures"])
def test_pictures_that_the_station_may_not_see_are_not_taken_for_none(
    content: Content, public: Path, name: str
) -> None:
    """As `teach` leaves them when another user runs it; also where the config names a folder like the desktop's own."""
    content["evidence"] = {"kind": "folder_evidence", "folder": ".pictures"}
    closed = public / "data" / name
    closed.mkdir()
    (closed / "x.json").write_text("{}")
    path = _write(public, content)
    with as_nobody(closed, mode=0):
        found = [problem for problem in checked(content) if problem.startswith(f"paths.data_dir: {closed}: ")]
        looked = {one.what for one in examine(path)}
    assert found == [f"paths.data_dir: {closed}: Permission denied; the station's user must be able to read it"]
    assert "references" not in looked, "nothing is said of what was not seen"


def test_everything_is_said_at_once(content: Content, tmp_path: Path) -> None:
    content |= {
        "http": {"host": "0.0.0.0", "port": 0},  # noqa: S104 - it must refuse this
        "bus": {"kind": "mqtt", "tls": {"ca": str(tmp_path / "none")}},
        "paths": {"data_dir": str(_file(tmp_path))},
        "detector": {"kind": "onnx", "bundle": "no-such-bundle"},
    }
    found = checked(content)
    assert found == refused(content)
    for place in ("http.token_file: ", "bus: ", "paths.data_dir: ", "detector: "):
        assert any(problem.startswith(place) for problem in found), place


def test_what_breaks_the_schema_hides_nothing_else(tmp_path: Path) -> None:
    """A wrong site and a name used twice beside a missing model and a data folder that is a file."""
    path = tmp_path / "station.toml"
    path.write_text(
        'schema_version = 1\n[station]\nsite = "a b"\nline = "l"\nname = "n"\nprofile = "production"\n'
        f'[paths]\ndata_dir = "{_file(tmp_path)}"\nmodels_dir = "gone"\n[decision]\nwindow = 99\n'
        '[bus]\nport = 1\n[detector]\nkind = "onnx"\nbundle = "no-such"\n[scorer]\nkind = "none"\n'
        '[[cameras]]\nname = "top"\nkind = "synthetic"\nwidth = -1\n[[cameras]]\nname = "top"\nkind = "pigeon"\n'
        '[[checks]]\nname = "a b"\nkind = "colour"\n[trigger]\ncamera = "top"\n'
    )
    places = (
        "station.site: ",
        "decision.window: ",
        "bus.kind: ",
        "checks.0.name: ",
        "cameras: the name top is used more than once",
        "cameras.top: width: ",
        "cameras.top: unknown kind 'pigeon'",
        "cameras.top.kind: 'synthetic' draws pictures",
        "trigger.camera: means nothing",
        "detector: ",
        "paths.data_dir: ",
    )
    checked_file = CliRunner().invoke(app, ["config", "check", str(path), "--json"])
    found = json.loads(checked_file.stdout)["problems"]
    assert checked_file.exit_code == 2
    assert [place for place in places if sum(one.startswith(place) for one in found) != 1] == []
    assert len(found) == len(places), found
    started = CliRunner().invoke(app, ["run", "--config", str(path)])
    assert isinstance(started.exception, ConfigError)
    assert list(started.exception.problems) == found
    assert examine(path)[0].detail == "; ".join(found)


def test_nothing_is_said_of_what_stands_in_for_a_section_that_can_not_be_read(content: Content, tmp_path: Path) -> None:
    """Stand-ins are simulators, and their data directory is not this station's."""
    content["station"]["profile"] = "production"
    broken = ("paths", "bus", "cameras", "detector", "scorer", "ledger", "evidence", "catalogue")
    content |= dict.fromkeys(broken, 5)
    content["recipes"] = {"default": {"weights": {"no-such-class": 0.5}}}
    found = config_problems(_write(tmp_path, content))
    assert sorted(problem.split(":")[0] for problem in found) == sorted(broken)


def test_a_look_changes_nothing_and_disturbs_no_running_daemon(content: Content, tmp_path: Path) -> None:
    assert checked(content) == []
    assert list(tmp_path.iterdir()) == []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        content["http"] = {"port": taken.getsockname()[1]}
        daemon = Daemon(parse_config(content, subject="test"))
        try:
            assert checked(content) == []
            with pytest.raises(StartupError, match="another program uses it"):
                daemon.start()
        finally:
            daemon.parts.ledger.close()
            daemon.parts.journal.close()
    kept = sorted(tmp_path.rglob("*"))
    assert checked(content) == []
    assert sorted(tmp_path.rglob("*")) == kept


def _write(folder: Path, content: Content) -> Path:
    path = folder / "station.toml"
    path.write_text(toml_file(content))
    return path


def test_the_command_lists_profile_and_machine_together(content: Content, tmp_path: Path) -> None:
    content["station"]["profile"] = "production"
    content["bus"] = {"kind": "mqtt", "host": "127.0.0.1"}  # where the embedded broker is
    content["http"] = {"host": "0.0.0.0"}  # noqa: S104 - it must refuse this
    path = _write(tmp_path, content)
    answer = CliRunner().invoke(app, ["config", "check", str(path), "--json"])
    assert answer.exit_code == 2
    problems = json.loads(answer.stdout)["problems"]
    assert sorted(problems) == sorted(start_problems(read_station(path)))
    for words in ("bus.tls", "embedded broker", "synthetic", "http.token_file", "detector.kind"):
        assert any(words in problem for problem in problems), words
    started = CliRunner().invoke(app, ["run", "--config", str(path)])
    assert isinstance(started.exception, ConfigError)
    assert sorted(started.exception.problems) == sorted(problems)


def test_the_command_can_look_at_the_file_alone(content: Content, tmp_path: Path) -> None:
    content["paths"] = {"data_dir": "/proc/no/such/folder"}
    path = _write(tmp_path, content)
    assert CliRunner().invoke(app, ["config", "check", str(path), "--file-only"]).exit_code == 0
    whole = CliRunner().invoke(app, ["config", "check", str(path), "--json"])
    assert whole.exit_code == 2
    assert "paths.data_dir" in whole.stdout


def test_a_port_out_of_range_is_told(content: Content, tmp_path: Path) -> None:
    content["http"] = {"port": 65536}
    answer = CliRunner().invoke(app, ["config", "check", str(_write(tmp_path, content)), "--json"])
    assert answer.exit_code == 2
    assert "http.port" in answer.stdout


def test_others_are_told_an_address_that_they_can_use() -> None:
    assert base_url("127.0.0.1", 80) == "http://127.0.0.1:80"
    assert base_url("::1", 8077) == "http://[::1]:8077"
    assert base_url("0.0.0.0", 1) == f"http://{socket.gethostname()}:1"  # noqa: S104


def test_the_doctor_says_the_same(content: Content, tmp_path: Path) -> None:
    content["bus"] = {"kind": "mqtt", "port": 70_000, "tls": {"ca": str(tmp_path / "none")}}
    content["http"] = {"host": "0.0.0.0"}  # noqa: S104 - it must refuse this
    content["paths"]["models_dir"] = str(tmp_path)
    path = _write(tmp_path, content)
    findings = {finding.what: finding for finding in examine(path)}
    assert findings["config"].detail == "; ".join(start_problems(read_station(path)))
    assert "http.token_file" in findings["config"].detail
    assert not findings["config"].ok
    assert not findings["broker"].ok
    assert findings["camera top"].detail == "opened; waits for a trigger"


def test_a_port_in_use_ends_the_start_with_one_error(content: Content) -> None:
    """The check can not know it; the start finds it after the stages are made and before they run."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        daemon = Daemon(parse_config(content | {"http": {"port": port}}, subject="test"))
        try:
            with pytest.raises(StartupError, match=str(port)):
                daemon.start()
        finally:
            daemon.stop()
