"""The parts that every `model.toml` has, line by line, for the trainings that write one."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from inspector.config.bundle import sha256_of

Tables = Mapping[str, tuple[Sequence[float], Sequence[float]]]


def heading_lines(
    model: Path,
    *,
    name: str,
    version: str,
    kind: str,
    licence: str,
    trained_on: Sequence[str],
    classes: Sequence[str] = (),
) -> list[str]:
    """What a bundle is; `model` is the graph, beside which the manifest will lie."""
    lines = [
        "schema_version = 1",
        f'name = "{name}"',
        f'version = "{version}"',
        f'kind = "{kind}"',
        f'file = "{model.name}"',
        f'sha256 = "{sha256_of(model)}"',
        f"licence = {_text(licence)}",
        f"trained_on = {_text(list(trained_on))}",
    ]
    return [*lines, f"classes = {_text(list(classes))}"] if classes else lines


def square_input_lines(side: int) -> list[str]:
    """[input] of a network that takes an item's pixels as they are, stretched to a square."""
    return [
        "",
        "[input]",
        'name = "image"',
        f"width = {side}",
        f"height = {side}",
        'layout = "NHWC"',
        'dtype = "uint8"',
        'resize = "stretch"',
    ]


def golden_lines(seed: int, *, width: int, height: int, mean: float, std: float) -> list[str]:
    """[golden]: what was answered to the noise picture; a tolerance may follow."""
    lines = ["", "[golden]", f"seed = {seed}", f"width = {width}", f"height = {height}"]
    return [*lines, f"output_mean = {mean!r}", f"output_std = {std!r}"]


def metrics_lines(metrics: Mapping[str, float | str]) -> list[str]:
    """[metrics], nothing where none are known."""
    return ["", "[metrics]", *(f"{name} = {_text(value)}" for name, value in metrics.items())] if metrics else []


def calibration_lines(tables: Tables) -> list[str]:
    """One [calibration] section for each class: scores and the probabilities that they stand for."""
    lines = []
    for name, (scores, probabilities) in tables.items():
        lines += ["", f'[calibration."{name}"]', f"scores = {list(scores)}", f"probabilities = {list(probabilities)}"]
    return lines


def _text(value: object) -> str:
    """JSON's texts, numbers and lists are TOML's too."""
    return json.dumps(value, ensure_ascii=False)
