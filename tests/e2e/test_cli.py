"""The program as a person starts it: help, wrong arguments, exit codes, JSON."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from inspector.app.cli.main import app, main
from inspector.app.demo.plan import DemoPlan, demo_config
from inspector.app.picture_files import write_image
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer


def inspector(*arguments: str, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "inspector", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        cwd=cwd,
        env=None,
    )


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    renderer = Renderer(LineSpec(seed=11, damage_rate=0.5), view="top")
    for index in range(5):
        write_image(folder / f"{index}.png", renderer.item(index).image)
    return folder


Called = Callable[..., tuple[int, str]]


@pytest.fixture
def called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Called:
    """The program's entry point in this process, which need not load everything again: exit code and all it said."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["inspector", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return code if isinstance(code, int) else 0, " ".join((said.err + said.out).split())

    return call


def config_file(folder: Path) -> Path:
    file = folder / "station.toml"
    file.write_text(demo_config(DemoPlan(items=1, data_dir=folder / "data", broker_port=1, http_port=0)))
    return file


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("command", list(commands(typer.main.get_command(app))), ids=" ".join)
def test_every_command_has_help_with_an_example(command: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*command, "--help"])
    assert shown.exit_code == 0, shown.output
    assert "Example" in shown.output
    assert " ".join(("inspector", *command)) in " ".join(shown.output.split())


def test_the_help_names_the_commands_and_the_exit_codes() -> None:
    shown = " ".join(CliRunner().invoke(app, ["--help"]).output.split())
    for promised in ("run", "demo", "inspect", "evaluate", "teach", "plc", "broker", "watch", "doctor", "list-kinds"):
        assert f" {promised} " in shown
    assert "Exit codes: 0 done" in shown
    assert "inspector --install-completion" in shown


def completed(*words: str) -> list[str]:
    """What bash offers when the tab key is pressed after the last word."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv[0] = 'inspector'; from inspector.app.cli.main import main; main()",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
        env=os.environ
        | {
            "_INSPECTOR_COMPLETE": "complete_bash",
            "COMP_WORDS": " ".join(("inspector", *words)),
            "COMP_CWORD": str(len(words)),
        },
    )
    return done.stdout.split()


def test_the_shell_completes_commands_and_options() -> None:
    assert completed("ev") == ["evaluate"]
    assert completed("evaluate", "d") == ["detector"]
    assert completed("inspect", "--s") == ["--save", "--sku"]


def test_help_and_completion_load_neither_models_nor_cameras_nor_the_config() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, typer; from inspector.app.cli.main import app; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    loaded = set(told.stdout.split())
    assert "inspector.app.cli.line" in loaded
    assert not loaded & {"numpy", "cv2", "onnxruntime", "paho.mqtt.client", "inspector.config.station"}


def test_version_and_kinds_are_json_when_asked() -> None:
    assert json.loads(inspector("version", "--json").stdout)["edge-inspector"]
    kinds = json.loads(inspector("list-kinds", "--json").stdout)
    assert {"folder", "video", "synthetic", "v4l2", "rtsp", "genicam"} <= set(kinds["cameras"])
    assert {"mqtt", "memory"} <= set(kinds["bus"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["no-such-command"], 2, "No such command"),
        (["run"], 2, "Missing option"),
        (["run", "--config", "none.toml"], 2, "none.toml"),
        (["inspect", "no-such-file.png"], 2, "does not exist"),
        (["read", "no-such-file.png"], 2, "does not exist"),
        (["read", ".", "--ask", "colour"], 2, "unknown question 'colour'"),
        (["evaluate", "items", "no-such-folder"], 2, "no such folder"),
        (["evaluate", "detector", "none.yaml"], 2, "none.yaml"),
        (["evaluate", "detector", "d.yaml", "--map", "Bottle"], 2, "SetClass=ModelClass"),
        (["evaluate", "anomaly", "no-such-folder"], 2, "no-such-folder"),
        (["calibrate", "--scores", "none.json", "--out", "c.json"], 2, "none.json: can not be read"),
        (["plan", "--items-per-hour", "9", "--prevalence", "2", "--recall", "1"], 2, "--prevalence 2: must lie within"),
        (["teach", "--sku", "x", "no-such-file.png"], 2, "does not exist"),
        (["camera", "calibrate", "none.png", "--camera", "top"], 2, "none.png"),
        (["camera", "board", "b.png", "--marker-mm", "50"], 2, "smaller than its square"),
        (["catalogue", "import", "none.csv"], 2, "none.csv"),
        (["catalogue", "check", "none.csv"], 2, "none.csv"),
        (["models", "verify", "no-such-bundle"], 1, "WRONG"),
        (["models", "import", "no-such.onnx"], 3, "does not exist"),
        (["plc", "simulate", "--station", "only-one"], 2, "site/line/station"),
        (["plc", "simulate", "--fault", "burn@1"], 2, "no such fault"),
        (["rehearse", "--camera", "top"], 2, "NAME=FOLDER"),
        (["watch", "--port", "9"], 3, "no broker answers"),
    ],
)
def test_what_is_wrong_is_said_in_one_message(called: Called, arguments: list[str], code: int, said: str) -> None:
    ended, text = called(*arguments)
    assert ended == code, text
    assert said in text
    assert "Traceback" not in text


def test_what_is_wrong_is_said_by_the_program_itself_too(tmp_path: Path) -> None:
    for arguments, code, said in (
        (["no-such-command"], 2, "No such command"),
        (["run", "-c", "no.toml"], 2, "no.toml"),
    ):
        done = inspector(*arguments, cwd=tmp_path)
        assert done.returncode == code, done.stderr + done.stdout
        assert said in " ".join(done.stderr.split())
        assert "Traceback" not in done.stderr + done.stdout


def test_config_check_lists_everything_and_show_fills_in(tmp_path: Path, called: Called) -> None:
    file = config_file(tmp_path)
    assert inspector("config", "check", str(file)).returncode == 0
    code, shown = called("config", "show", str(file), "--effective")
    assert code == 0
    assert json.loads(shown)["decision"]["window"] == 10
    file.write_text(
        file.read_text()
        .replace('kind = "two_stage"', 'kind = "onyx"')
        .replace('view = "top"', 'view = "below"')
        .replace("frame_wait_ms = 500", "frame_wait_ms = 500\nspeed = 1")
    )
    for given in (
        ["config", "check", str(file)],
        ["run", "-c", str(file)],
        ["config", "show", "--effective", str(file)],
    ):
        code, said = called(*given)
        assert code == 2, given
        assert all(part in said for part in ("decision.speed", "unknown kind 'onyx'", "cameras.top")), given
    code, found = called("config", "check", str(file), "--json")
    assert code == 2
    listed = json.loads(found)["problems"]
    assert {line.split(":")[0] for line in listed} == {"decision.speed", "cameras.top", "detector"}


def test_inspect_judges_a_folder_and_saves_pictures(photos: Path, tmp_path: Path) -> None:
    done = inspector("inspect", str(photos), "--save", str(tmp_path / "out"), "--json", "--data-dir", str(tmp_path))
    found = json.loads(done.stdout)
    assert len(found) == 5
    assert done.returncode == int(any(one["disposition"] == "NO_DECISION" for one in found))
    assert all(Path(one["picture"]).is_file() for one in found)


def test_inspect_names_a_file_that_is_no_image_and_judges_the_rest(photos: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"")
    done = inspector("inspect", str(broken), str(photos / "0.png"), "--json", "--data-dir", str(tmp_path))
    found = {Path(one["path"]).name: one for one in json.loads(done.stdout)}
    assert done.returncode == 1
    assert found["broken.jpg"]["disposition"] == "NO_DECISION"
    assert "IMAGE_CORRUPT" in found["broken.jpg"]["reasons"][0]
    assert len(found) == 2


def test_teach_then_the_reference_is_used(photos: Path, tmp_path: Path) -> None:
    taught = inspector(
        "teach",
        str(photos),
        "--sku",
        "S1",
        "--whole",
        "--keep-all",
        "--data-dir",
        str(tmp_path),
        "--preview",
        str(tmp_path / "p.jpg"),
        "--json",
    )
    assert taught.returncode == 0, taught.stderr
    report = json.loads(taught.stdout)
    assert report["images"] + len(report["left_out"]) == 5
    assert report["golden"] == report["images"]
    assert (tmp_path / "p.jpg").stat().st_size > 1000
    judged = inspector("inspect", str(photos / "0.png"), "--sku", "S1", "--json", "--data-dir", str(tmp_path))
    (found,) = json.loads(judged.stdout)
    if found["boxes"]:
        assert found["anomaly"]["reference"] == "S1"


def test_doctor_says_what_to_do(tmp_path: Path) -> None:
    file = config_file(tmp_path)
    file.write_text(file.read_text().replace('trigger = "software"', 'trigger = "free_run"'))
    done = inspector("doctor", "--config", str(file), "--json")
    found = {one["what"]: one for one in json.loads(done.stdout)}
    assert done.returncode == 1
    assert found["model line-detector"]["ok"]
    assert not found["broker"]["ok"]
    assert "mosquitto" in found["broker"]["advice"]
    assert found["camera top"]["ok"]
    assert found["camera top"]["detail"] == "opened; 640x512"
