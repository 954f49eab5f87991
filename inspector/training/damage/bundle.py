"""Exports the damage network without references and writes its bundle, calibrated on items that training never saw."""

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
from inspector.training.damage.network import MAP_SIDE, SIDE, TOP_CELLS, DamageNetwork, normalised

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
    """What is exported: (1, 224, 224, 3) uint8 RGB to (1, classes + 1, 56, 56) logits."""

    def __init__(self, network: DamageNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor) -> Tensor:
        """Return the maps."""
        maps: Tensor = self.network.alone(normalised(image))
        return maps


def export(network: DamageNetwork, path: Path) -> float:
    """Write the ONNX file; returns the largest difference to torch on noise, as a share of the answer's range."""
    judge = Judge(network.to(memory_format=torch.contiguous_format)).eval()
    image = torch.from_numpy(_noise()[None])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the exporter without onnxscript
        torch.onnx.export(
            judge, (image,), str(path), input_names=["image"], output_names=["maps"], opset_version=17, dynamo=False
        )
    with torch.no_grad():
        wanted = judge(image).numpy()
    difference = np.abs(answer(path) - wanted).max() / max(1e-6, float(wanted.max() - wanted.min()))
    return float(difference)


def answer(model: Path) -> NDArray[np.float32]:
    """The graph's answer to the seeded noise picture."""
    session = ort.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    maps: NDArray[np.float32] = session.run(None, {"image": _noise()[None]})[0]
    return maps


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
        lines += ["", f"[calibration.{name}]", f"scores = {list(scores)}", f"probabilities = {list(probabilities)}"]
    (folder / "model.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    load_bundle(folder)


def _noise() -> NDArray[np.uint8]:
    return np.random.default_rng(GOLDEN_SEED).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
