"""Calibration tables rise, lean on the prior where data is thin, and speak for the stated prevalence; with them the
bundle is written, or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.bundle import load_bundle
from inspector.config.locations import default_models_dir
from inspector.domain.calibration import Calibration
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from inspector.training import detector_bundle
from inspector.training.detector_bundle import Judgement, calibrate, isotonic_table, write_bundle
from inspector.training.detector_data import CLASSES, label_lines


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=80))
def test_a_table_rises_and_stays_within_bounds(drawn: list[tuple[float, bool]]) -> None:
    scores = np.array([score for score, _ in drawn], np.float64)
    hits = np.array([float(hit) for _, hit in drawn])
    centres, values = isotonic_table(scores, hits, np.ones(len(drawn)))
    table = Calibration(scores=tuple(centres), probabilities=tuple(values))
    assert table(0.0) == 0.0
    assert all(b >= a for a, b in zip(table.probabilities, table.probabilities[1:], strict=False))


def test_scores_that_say_nothing_get_the_prevalence_and_strong_ones_more() -> None:
    rng = np.random.default_rng(1)
    judgements = [
        Judgement(
            truth=frozenset({"spillage"} if damaged else ()),
            scores={"spillage": 0.9 if damaged and rng.random() < 0.5 else 0.15},
        )
        for damaged in (rng.random(2000) < 0.5)
    ]
    scores, probabilities = calibrate(judgements)["spillage"]
    table = Calibration(scores=tuple(scores), probabilities=tuple(probabilities))
    assert 0.03 < table(0.15) < 0.1
    assert table(0.95) > 0.9


def test_labels_of_a_rendered_frame_are_shares_of_the_picture() -> None:
    frame = Renderer(LineSpec(seed=5, damage_rate=1.0), view="top").item(0)
    lines = [line.split() for line in label_lines(frame)]
    assert {CLASSES[int(line[0])] for line in lines} >= {"item"}
    assert all(0.0 < float(number) <= 1.0 for line in lines for number in line[1:])


GRAPH = default_models_dir() / "line-detector" / "model.onnx"
FACTS: dict[str, Any] = {"version": "9.0.0", "trained_on": ["a test"], "calibration_items": 1}


def line_that_takes_no_time(monkeypatch: pytest.MonkeyPatch, judge: Callable[[], list[Judgement]]) -> None:
    monkeypatch.setattr(detector_bundle, "judge_line", lambda *_args, **_more: judge())


def judgements() -> list[Judgement]:
    return [Judgement(truth=frozenset({"spillage"} if n % 2 else ()), scores={"spillage": n / 20}) for n in range(20)]


def interrupted() -> list[Judgement]:
    raise KeyboardInterrupt


def test_a_bundle_takes_its_place_with_its_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "models" / "mine"
    line_that_takes_no_time(monkeypatch, judgements)
    write_bundle(GRAPH, folder, height=320, width=416, facts=FACTS)
    manifest = load_bundle(folder).manifest
    assert (manifest.name, manifest.version, manifest.trained_on) == ("mine", "9.0.0", ("a test",))
    assert set(manifest.calibration) == set(CLASSES[1:])
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


@pytest.mark.parametrize("there", [True, False])
def test_an_interruption_leaves_no_uncalibrated_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    folder = tmp_path / "mine"
    if there:
        folder.mkdir()
        (folder / "model.toml").write_text("the one that ships")
    line_that_takes_no_time(monkeypatch, interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_bundle(GRAPH, folder, height=320, width=416, facts=FACTS)
    assert [path.name for path in tmp_path.iterdir()] == (["mine"] if there else [])
    if there:
        assert (folder / "model.toml").read_text() == "the one that ships"
