"""`demo --json`: with and without a file, known to be writable before the line runs, and the table first."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from inspector.app.cli.main import app
from inspector.app.demo import run
from inspector.app.demo.run import DemoOptions
from inspector.app.demo.summary import Summary
from inspector.app.demo.truth import Confusion
from inspector.app.line_run import Say
from inspector.domain.errors import ConfigError
from tests.support.run_summary import sound_summary

TABLE, PROGRESS = "damaged items isolated", "3 of 3 items"
FOUND = sound_summary(truth=Confusion(damaged=1, damaged_diverted=0, intact=2, intact_diverted=0, by_class={}))


class Line:
    """A line that has run as soon as it is started."""

    def __init__(self) -> None:
        self.runs: list[DemoOptions] = []
        self.meanwhile: Path | None = None
        self.found = FOUND

    def __call__(self, options: DemoOptions, *, say: Say) -> Summary:
        self.runs.append(options)
        say(PROGRESS)
        if options.data_dir is not None:
            options.data_dir.mkdir(parents=True, exist_ok=True)
        if self.meanwhile is not None:
            self.meanwhile.mkdir()
        return self.found


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    """In the place of the real one."""
    line = Line()
    monkeypatch.setattr(run, "run_demo", line)
    return line


def demo(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["demo", *arguments])


@pytest.mark.parametrize("given", [("--json",), ("--json", "-"), ("--json", "--headless", "--items", "3")])
def test_without_a_file_standard_output_is_json_and_nothing_else(line: Line, given: tuple[str, ...]) -> None:
    done = demo(*given)
    assert (done.exit_code, json.loads(done.stdout)) == (0, FOUND.to_json())
    assert TABLE in done.stderr
    assert PROGRESS in done.stderr
    assert [options.headless for options in line.runs] == ["--headless" in given]


@pytest.mark.parametrize("folder", ["", "made/by/the/run"])
def test_a_file_holds_it_and_people_read_the_table(line: Line, tmp_path: Path, folder: str) -> None:
    (tmp_path / "out.json").write_text("of the run before")
    file = tmp_path / folder / "out.json"
    done = demo("--headless", "--json", str(file), "--data-dir", str(tmp_path / folder))
    assert (done.exit_code, json.loads(file.read_text())) == (0, FOUND.to_json())
    assert TABLE in done.stdout
    assert len(line.runs) == 1


@pytest.mark.parametrize("where", ["no/such/folder/out.json", "", "file/out.json"])
def test_a_file_that_can_not_be_written_is_said_before_the_line_runs(line: Line, tmp_path: Path, where: str) -> None:
    (tmp_path / "file").touch()
    done = demo("--json", str(tmp_path / where))
    assert (done.exit_code, line.runs) == (2, [])
    assert "can not be written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_can_not_be_written_at_the_end_was_printed(line: Line, tmp_path: Path) -> None:
    line.meanwhile = tmp_path / "out.json"
    done = demo("--json", str(line.meanwhile))
    assert done.exit_code == 2
    assert TABLE in done.stdout
    assert "can not be written" in done.stderr


def test_what_is_not_sound_is_exit_1_and_said_and_written(line: Line, tmp_path: Path) -> None:
    line.found = replace(FOUND, late=1)
    done = demo("--json", str(tmp_path / "out.json"))
    assert done.exit_code == 1
    assert "NOT SOUND" in done.stdout
    assert json.loads((tmp_path / "out.json").read_text())["sound"] is False


def test_recorded_pictures_are_rehearsed_with_the_same_option(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["rehearse", "--camera", f"top={tmp_path}", "--json"])
    assert isinstance(done.exception, ConfigError), "the option was understood; no picture was found"
