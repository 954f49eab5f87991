"""`inspector train` looks at what it is given before hours of work."""

import importlib.util
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspector.app.cli.main import app
from inspector.domain.errors import ConfigError, StartupError


@pytest.mark.parametrize("what", ["detector", "defects"])
def test_a_folder_that_can_not_name_a_bundle_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())  # as if torch were installed
    words = ["train", what, "--work", str(tmp_path / "work"), "--out", str(tmp_path / "My Model")]
    refused = CliRunner().invoke(app, words).exception
    assert isinstance(refused, ConfigError)
    assert "can not name a bundle" in str(refused)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["detector", "defects"])
def test_what_is_not_installed_is_said_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    refused = CliRunner().invoke(app, ["train", what, "--work", str(tmp_path)]).exception
    assert isinstance(refused, StartupError)
    assert "torch is not installed: pip install 'edge-inspector[train]'" in refused.problems
