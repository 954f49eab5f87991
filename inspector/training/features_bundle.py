"""Exports a trained student and writes its bundle: `model.onnx` and `model.toml`. The card is written by hand."""

import warnings
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch

from inspector.config.bundle import load_bundle
from inspector.config.noise_picture import noise_picture
from inspector.training.features_data import SHIPPABLE, SIDE
from inspector.training.features_network import COARSE_CHANNELS, FINE_CHANNELS, GRID, Shipped
from inspector.training.features_training import Trained
from inspector.training.manifest_lines import golden_lines, heading_lines, metrics_lines, square_input_lines

GOLDEN_SEED = 5


def write_bundle(result: Trained, folder: Path, *, version: str, crops: int) -> None:
    """Write the folder and read it back through the checks that every start makes."""
    folder.mkdir(parents=True, exist_ok=True)
    export(Shipped(result.student.to(memory_format=torch.contiguous_format)).eval(), folder / "model.onnx")
    write_manifest(folder, name="line-features", version=version, error=result.error, epochs=result.epochs, crops=crops)


def write_manifest(folder: Path, *, name: str, version: str, error: float, epochs: float, crops: int) -> None:
    """Write `model.toml` for the `model.onnx` that lies in `folder`."""
    model = folder / "model.onnx"
    golden = golden_features(model)
    lines = [
        *heading_lines(
            model,
            name=name,
            version=version,
            kind="features",
            licence="Apache-2.0 (distilled from MobileNetV2 of torchvision, BSD-3-Clause)",
            trained_on=[*SHIPPABLE, "rendered line"],
        ),
        *square_input_lines(SIDE),
        "",
        "[features]",
        'name = "features"',
        f"channels = {FINE_CHANNELS + COARSE_CHANNELS}",
        f"rows = {GRID}",
        f"columns = {GRID}",
        *metrics_lines({"held_out_error": round(error, 4), "crops": crops, "epochs": round(epochs, 2)}),
        *golden_lines(GOLDEN_SEED, width=SIDE, height=SIDE, mean=float(golden.mean()), std=float(golden.std())),
        "tolerance = 0.01",
    ]
    (folder / "model.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    load_bundle(folder)


def export(network: Shipped, path: Path) -> None:
    """Write the ONNX file; batch norms are folded into the convolutions."""
    image = torch.zeros(1, SIDE, SIDE, 3, dtype=torch.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the exporter without onnxscript
        torch.onnx.export(
            network,
            (image,),
            str(path),
            input_names=["image"],
            output_names=["features"],
            opset_version=17,
            dynamo=False,
        )


def golden_features(model: Path) -> "np.typing.NDArray[np.float32]":
    """The network's answer to the seeded noise image."""
    noise = noise_picture(GOLDEN_SEED, width=SIDE, height=SIDE)
    session = ort.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    answer: np.typing.NDArray[np.float32] = session.run(None, {"image": noise[None]})[0]
    return answer
