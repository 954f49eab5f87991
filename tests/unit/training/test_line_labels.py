"""A line's own labels: learnt on train items, judged on val items; a leaking split is refused."""

import csv
import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.config.locations import default_models_dir
from inspector.training.damage.line_labels import fitted, main

COLUMNS = ("file", "label", "left", "top", "right", "bottom", "group", "view", "split")


def _line(folder: Path, count: int) -> list[list[object]]:
    """Plain boxes; the damaged ones have a dark spot that the box's place does not tell."""
    rng = np.random.default_rng(4)
    rows: list[list[object]] = []
    for number in range(count):
        damaged = number % 2 == 1
        image = np.full((120, 160, 3), 90, np.uint8)
        # No two lie alike: look-alikes in train and val are refused.
        edge = [int(value) for value in rng.integers(-9, 10, 4)]
        corners = (30 + edge[0], 20 + edge[1]), (130 + edge[2], 100 + edge[3])
        cv2.rectangle(image, *corners, (150, 190, 200), -1)
        if damaged:
            x, y = rng.integers(50, 110), rng.integers(40, 80)
            cv2.circle(image, (int(x), int(y)), 9, (20, 20, 25), -1)
        image = np.clip(image + rng.normal(0, 4, image.shape), 0, 255).astype(np.uint8)
        cv2.imwrite(str(folder / f"{number}.png"), image)
        label, split = ("damaged" if damaged else "intact"), ("train" if number < count // 2 else "val")
        rows.append([f"{number}.png", label, 30, 20, 130, 100, f"g{number}", "top", split])
    return rows


def _csv(folder: Path, rows: list[list[object]]) -> Path:
    path = folder / "boxes.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


def test_what_the_labels_show_is_found_on_other_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _csv(tmp_path, _line(tmp_path, 24))
    assert main(["--csv", str(path), "--models", str(default_models_dir())]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["learnt_from_items"] == 12
    assert found["items, sum of views"]["n"] == 12
    assert found["items, sum of views"]["auroc"] == 1.0


def test_folds_judge_the_train_items_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _csv(tmp_path, _line(tmp_path, 40))
    words = ["--csv", str(path), "--models", str(default_models_dir()), "--folds"]
    assert main([*words, "4"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["items, sum of views"]["n"] == 20
    assert found["items, sum of views"]["auroc"] > 0.9
    assert main([*words, "21"]) == 2
    assert "20 items can not be split into 21 folds" in capsys.readouterr().err


def test_a_leak_and_a_side_without_labels_are_refused_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _line(tmp_path, 8)
    rows[0][6] = rows[7][6] = "same"
    rows[1][8] = ""
    for row in rows[4:]:
        row[1] = "intact"
    assert main(["--csv", str(_csv(tmp_path, rows)), "--models", str(default_models_dir())]) == 2
    said = capsys.readouterr().err
    for part in ("1.png: split ''", "group same is in both train and val", "val needs damaged and intact items"):
        assert part in said


def test_a_picture_on_both_sides_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = _line(tmp_path, 8)
    shutil.copy(tmp_path / "1.png", tmp_path / "5.png")
    assert main(["--csv", str(_csv(tmp_path, rows)), "--models", str(default_models_dir())]) == 2
    assert "the same picture: 1.png (train), 5.png (val)" in capsys.readouterr().err


def test_the_solution_is_the_minimum_of_the_penalised_loss() -> None:
    rng = np.random.default_rng(5)
    features = rng.normal(size=(40, 90))
    truth = features[:, 0] + rng.normal(size=40) > 0
    model = fitted(features, truth, penalty=0.1)
    x = (features - model.middle) / model.spread

    def loss(weights: np.ndarray, bias: float) -> float:
        odds = x @ weights + bias
        likely = np.logaddexp(0, odds) - truth * odds
        return float(likely.sum() + 0.1 / 2 * x.shape[1] * (weights**2).sum())

    least = loss(model.weights, model.bias)
    for _ in range(20):
        assert loss(model.weights + rng.normal(0, 1e-3, 90), model.bias + rng.normal(0, 1e-3)) > least
