"""Exports the damage network and writes its bundle, calibrated on items that training never saw."""

import json
import shutil
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inspector.config.bundle import load_bundle, sha256_of
from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.damage.network import KEY_CHANNELS, MAP_SIDE, SIDE, TOP_CELLS, DamageNetwork, normalised

GOLDEN_SEED = 11
MOST_PARITY_ERROR = 1e-3
LICENCE = "Apache-2.0 (trunk distilled from MobileNetV2 of torchvision, BSD-3-Clause)"
SOURCES = (
    "rendered and drawn products (this repository)",
    "conveyor_bottles (Bottle cap v5, Lobachevsky University, via Roboflow, CC BY 4.0)",
    "trashnet (Thung, Yang, MIT)",
    "grocery_packages (Klasson et al., arXiv 1901.00711, MIT)",
    "caltech101 (CaltechDATA, CC BY 4.0)",
)

Tables = Mapping[str, tuple[Sequence[float], Sequence[float]]]


class Judge(nn.Module):  # type: ignore[misc, unused-ignore]
    """What is exported: an image (1, 224, 224, 3) uint8 RGB, `memory` (1, m, 64) and `known` (1, 1).

    Gives maps (1, classes + 1, 56, 56) of logits and keys (1, 64, 28, 28).
    """

    def __init__(self, network: DamageNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor, memory: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
        """Return maps and keys."""
        maps, keys = self.network(normalised(image), memory, known)
        return maps, keys


def export(network: DamageNetwork, path: Path) -> float:
    """Write the ONNX file; returns the largest difference to torch on noise, as a share of the answer's range."""
    judge = Judge(network.to(memory_format=torch.contiguous_format)).eval()
    alone = _inputs(None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the exporter without onnxscript
        torch.onnx.export(
            judge,
            tuple(torch.from_numpy(value) for value in alone.values()),
            str(path),
            input_names=list(alone),
            output_names=["maps", "keys"],
            dynamic_axes={"memory": {1: "patches"}},
            opset_version=17,
            dynamo=False,
        )
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for given in (alone, _inputs(5000), _inputs(1)):
        with torch.no_grad():
            wanted = [part.numpy() for part in judge(*(torch.from_numpy(value) for value in given.values()))]
        for found, right in zip(session.run(None, given), wanted, strict=True):
            worst = max(worst, float(np.abs(found - right).max() / max(1e-6, float(right.max() - right.min()))))
    return worst


def answer(model: Path) -> NDArray[np.float32]:
    """The graph's maps of the seeded noise picture, judged alone."""
    session = ort.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    maps: NDArray[np.float32] = session.run(["maps"], _inputs(None))[0]
    return maps


def _inputs(patches: int | None) -> dict[str, NDArray[Any]]:
    """The noise picture beside a memory of so many patches of noise, or of none."""
    shape = (1, patches or 1, KEY_CHANNELS)
    memory = np.random.default_rng(GOLDEN_SEED).normal(size=shape).astype(np.float32) * (patches is not None)
    known = np.full((1, 1), patches is not None, np.float32)
    return {"image": _noise()[None], "memory": memory.astype(np.float32), "known": known}


def write_bundle(weights: Path, folder: Path, *, version: str, metrics: Mapping[str, Any], tables: Tables) -> None:
    """Write the folder and read it back through the checks that every start makes. Raises ValueError at bad parity."""
    network = DamageNetwork(len(DEFECT_CLASSES))
    network.load_state_dict(torch.load(weights, weights_only=True))
    folder.mkdir(parents=True, exist_ok=True)
    exported = folder / "model.onnx.new"
    difference = export(network, exported)
    if difference > MOST_PARITY_ERROR:
        exported.unlink()
        raise ValueError(f"the export differs from the trained network by {difference:.1e} of its range")
    shutil.move(exported, folder / "model.onnx")
    write_manifest(folder, version=version, metrics=metrics, tables=tables)


def write_manifest(folder: Path, *, version: str, metrics: Mapping[str, Any], tables: Tables) -> None:
    """Write `model.toml` for the `model.onnx` that lies in `folder`."""
    golden = answer(folder / "model.onnx")
    lines = [
        "schema_version = 1",
        'name = "item-defects"',
        f'version = "{version}"',
        'kind = "defects"',
        'file = "model.onnx"',
        f'sha256 = "{sha256_of(folder / "model.onnx")}"',
        f'licence = "{LICENCE}"',
        f"trained_on = {json.dumps(SOURCES)}",
        f"classes = {json.dumps(DEFECT_CLASSES)}",
        "",
        "[input]",
        'name = "image"',
        f"width = {SIDE}",
        f"height = {SIDE}",
        'layout = "NHWC"',
        'dtype = "uint8"',
        'resize = "stretch"',
        "",
        "[maps]",
        'name = "maps"',
        f"rows = {MAP_SIDE}",
        f"columns = {MAP_SIDE}",
        f"top_cells = {TOP_CELLS}",
        "",
        "[reference]",
        'memory = "memory"',
        'known = "known"',
        'keys = "keys"',
        f"channels = {KEY_CHANNELS}",
        "",
        "[golden]",
        f"seed = {GOLDEN_SEED}",
        f"width = {SIDE}",
        f"height = {SIDE}",
        f"output_mean = {float(golden.mean())!r}",
        f"output_std = {float(golden.std())!r}",
        "tolerance = 0.01",
    ]
    if metrics:
        lines += ["", "[metrics]", *(f"{name} = {json.dumps(value)}" for name, value in metrics.items())]
    for name, (scores, probabilities) in tables.items():
        lines += ["", f'[calibration."{name}"]', f"scores = {list(scores)}", f"probabilities = {list(probabilities)}"]
    (folder / "model.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    load_bundle(folder)


def _noise() -> NDArray[np.uint8]:
    return np.random.default_rng(GOLDEN_SEED).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
