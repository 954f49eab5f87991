"""Where an interrupted training goes on. Needs no torch: ultralytics and its checkpoints are scripted."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from inspector.training import detector_stages
from inspector.training.detector_stages import run_stage


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What was trained: the weights it began with, and whether that was going on."""
    calls: list[tuple[str, bool]] = []

    class Yolo:
        def __init__(self, weights: str) -> None:
            self.weights = weights

        def train(self, *, resume: bool, **_settings: object) -> None:
            calls.append((self.weights, resume))

    def load(path: Path, **_given: object) -> Any:
        return json.loads(path.read_text())

    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(load=load))
    monkeypatch.setitem(sys.modules, "ultralytics", SimpleNamespace(YOLO=Yolo))
    monkeypatch.setattr(detector_stages, "faster_on_cpu", lambda: None)
    return calls


def settings(folder: Path) -> dict[str, Any]:
    return {"project": str(folder), "name": "first", "epochs": 14}


def checkpoint(folder: Path, epoch: int) -> Path:
    path = folder / "first" / "weights" / "last.pt"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"epoch": epoch}))
    return path


def test_a_stage_begins_with_what_it_is_given(tmp_path: Path, trained: list[tuple[str, bool]]) -> None:
    last = run_stage(settings(tmp_path), lambda: "begin.pt", resume=True)
    assert last == tmp_path / "first" / "weights" / "last.pt"
    assert trained == [("begin.pt", False)]


def test_an_interrupted_stage_goes_on_where_it_was(tmp_path: Path, trained: list[tuple[str, bool]]) -> None:
    path = checkpoint(tmp_path, 3)
    assert run_stage(settings(tmp_path), lambda: pytest.fail("it began"), resume=True) == path
    assert trained == [(str(path), True)]


@pytest.mark.parametrize("epoch", [-1, 13])  # what is written at the end, and right before
def test_a_stage_that_has_ended_is_not_begun_again(tmp_path: Path, trained: list[tuple[str, bool]], epoch: int) -> None:
    path = checkpoint(tmp_path, epoch)
    assert run_stage(settings(tmp_path), lambda: pytest.fail("it began"), resume=True) == path
    assert trained == []


def test_without_resume_it_begins_anew(tmp_path: Path, trained: list[tuple[str, bool]]) -> None:
    checkpoint(tmp_path, 3)
    run_stage(settings(tmp_path), lambda: "begin.pt", resume=False)
    assert trained == [("begin.pt", False)]
