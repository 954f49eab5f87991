"""Trains the line detector and writes its bundle.

    python -m inspector.training.detector --data DIR --work /tmp/detector --out models/line-detector

Needs the extra [train]. Seeds are fixed; `--resume` goes on after an interruption; weights of an earlier run are
exported alone with `--weights last.pt`. `--start models/line-detector` refines a bundle that ships instead of
beginning from nothing: for new belts and goods, in a quarter of the time.
"""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.config.bundle import load_bundle
from inspector.domain.errors import ConfigError, InspectorError
from inspector.ports.detector import Detector
from inspector.training.detector_bundle import Measure, export_onnx, write_bundle
from inspector.training.detector_data import CLASSES, SetSize, TrainingSet, build_set
from inspector.training.detector_leaks import refuse_shared
from inspector.training.detector_stages import run_stage
from inspector.training.detector_validation import validation_figures
from inspector.training.quantise import quantise
from inspector.training.real_sets import REAL_SETS, real_sources, with_start
from inspector.training.sound_sets import refuse_unsound
from inspector.training.torch_device import torch_device

MOST_PARITY_ERROR = 1e-4


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m inspector.training.detector", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the real sets; rendered ones alone without")
    parser.add_argument("--work", type=Path, required=True, help="folder for the set and the runs")
    parser.add_argument("--out", type=Path, required=True, help="bundle folder to write")
    parser.add_argument("--rendered", type=int, default=2400, help="rendered training pictures")
    parser.add_argument("--real", type=int, default=130, help="real pictures of bottles")
    parser.add_argument("--belts", type=int, default=4400, help="products of any kind on belts of any kind")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--refine-epochs", type=int, default=6, help="at the exported size, on further pictures")
    parser.add_argument("--imgsz", type=int, default=320, help="side of the training pictures")
    parser.add_argument("--height", type=int, default=320, help="height of the exported input")
    parser.add_argument("--width", type=int, default=416, help="width of the exported input")
    parser.add_argument("--device", default="auto", help="auto, cpu, or a CUDA device number")
    parser.add_argument("--start", type=Path, help="bundle whose weights are refined; there is no first stage then")
    parser.add_argument("--weights", type=Path, help="export these weights, train nothing")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--version", default="0.2.0")
    parser.add_argument("--int8", type=Path, help="also write an INT8 bundle into this folder")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Train, export, calibrate, measure, write.

    Exit status 1 when the export differs from torch, 2 for sets that can not be learnt from or share pictures, 3 for a
    device that is not there.
    """
    chosen = arguments(argv)
    os.environ.setdefault("YOLO_OFFLINE", "true")
    try:
        if chosen.device != "auto":
            torch_device(chosen.device)  # a GPU that is not there is said before the pictures are made
        weights = chosen.weights or train(chosen)
    except InspectorError as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, ConfigError) else 3
    exported, difference = export_onnx(weights, height=chosen.height, width=chosen.width)
    print(f"parity with torch on {chosen.height}x{chosen.width}: largest relative difference {difference:.2e}")
    if difference > MOST_PARITY_ERROR:
        print("the export differs from the trained model; nothing was written", file=sys.stderr)
        return 1
    facts = {"version": chosen.version, "calibration_items": 600, **provenance(chosen)}
    measured = None if chosen.weights is not None else _figures_of(chosen.work)
    write_bundle(exported, chosen.out, height=chosen.height, width=chosen.width, facts=facts, measure=measured)
    print(f"wrote {chosen.out}; measure it: python -m inspector.training.detector_report --bundle {chosen.out}")
    if chosen.int8 is not None:
        try:
            quantise(load_bundle(chosen.out), chosen.int8, say=print)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


def _figures_of(work: Path) -> Measure:
    def measure(detector: Detector) -> Mapping[str, float]:
        figures = validation_figures(detector, work / "set", work)
        print(f"on the lines that choose: {figures}")
        return figures

    return measure


def provenance(chosen: argparse.Namespace) -> dict[str, Any]:
    """What this run knows of its weights: `trained_on` and `metrics` of the manifest."""
    if chosen.weights is not None:
        return {"trained_on": ["weights of an earlier run, whose data is not recorded"], "metrics": {}}
    sources = ["rendered scenes (this repository)", *real_sources(chosen.data, list(REAL_SETS))]
    metrics: dict[str, float | str] = {"network": "YOLO11n, trained with ultralytics"}
    if chosen.start is None:
        metrics |= {"began_with": "random weights", "epochs": chosen.epochs, "refining_epochs": chosen.refine_epochs}
    else:
        metrics |= {"began_with": load_bundle(chosen.start).id, "refining_epochs": chosen.refine_epochs}
    return {"trained_on": with_start(chosen.start, sources), "metrics": metrics}


def train(chosen: argparse.Namespace) -> Path:
    """Train from scratch at a small size, then refine at the exported size on further pictures; the last weights.

    Raises `ConfigError` where the real sets can not be learnt from, or what is held out is learnt from too.
    """
    refuse_unsound(chosen.data, say=print)
    size = SetSize(rendered=chosen.rendered, validation=200, real=chosen.real, belts=chosen.belts)
    found = build_set(chosen.work / "set", size, data=chosen.data, say=print)
    print("comparing what is learnt with what is held out")
    refuse_shared(found, chosen.data)

    def first() -> Path | str:
        if chosen.start is not None:
            return _unpacked(chosen.start, chosen.work, found)
        return run_stage(_first_settings(chosen, found), lambda: "yolo11n.yaml", resume=chosen.resume)

    return run_stage(_refining_settings(chosen, found), first, resume=chosen.resume)


def _first_settings(chosen: argparse.Namespace, found: TrainingSet) -> dict[str, Any]:
    return _settings(chosen, found.first, "first") | {
        "epochs": chosen.epochs,
        "imgsz": chosen.imgsz,
        "pretrained": False,
        "lr0": 0.002,
        "warmup_epochs": 1,
        "mosaic": 1.0,
        "close_mosaic": 4,
        "scale": 0.45,
    }


def _refining_settings(chosen: argparse.Namespace, found: TrainingSet) -> dict[str, Any]:
    return _settings(chosen, found.refine if chosen.start is None else found.first, "refined") | {
        "epochs": chosen.refine_epochs,
        "imgsz": max(chosen.height, chosen.width),
        "pretrained": True,
        "lr0": 0.0012,
        "warmup_epochs": 0.3,
        "mosaic": 0.25,
        "close_mosaic": 0,
        "scale": 0.25,
    }


def _unpacked(bundle: Path, work: Path, found: TrainingSet) -> Path:
    """A checkpoint with the weights of the bundle's graph."""
    import torch
    from ultralytics.nn.tasks import DetectionModel

    from inspector.training.warm_start import begin

    model = DetectionModel("yolo11n.yaml", nc=len(CLASSES), verbose=False)
    shown = [Path(line) for line in found.first.with_suffix(".txt").read_text(encoding="utf-8").splitlines()]
    pictures = torch.from_numpy(np.stack([_as_input(path) for path in shown[:: max(1, len(shown) // 96)]]))
    begin(model, model, bundle / "model.onnx", pictures, lacking=("model.23.dfl.conv",))
    path = work / "start.pt"
    torch.save({"model": model, "train_args": {}, "epoch": -1}, path)
    return path


def _as_input(path: Path) -> NDArray[np.float32]:
    """(3, 320, 416) float32 RGB, 0 … 1."""
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
    if picture is None:
        raise ValueError(f"not a picture: {path}")
    small = np.asarray(cv2.resize(picture, (416, 320)), np.float32) / np.float32(255)
    return np.ascontiguousarray(small.transpose(2, 0, 1), np.float32)


def _settings(chosen: argparse.Namespace, yaml: Path, name: str) -> dict[str, Any]:
    """What both stages share."""
    return {
        "data": str(yaml),
        "batch": 16,
        "device": torch_device(chosen.device).removeprefix("cuda:"),  # ultralytics wants the number alone
        "workers": 1,
        "amp": "bf16",
        "plots": False,
        "seed": 7,
        "cache": "ram",
        "project": str(chosen.work / "runs"),
        "name": name,
        "exist_ok": True,
        "optimizer": "AdamW",
        "cos_lr": True,
        "val": False,
        "hsv_h": 0.01,
        "save_period": 1,
    }


if __name__ == "__main__":
    sys.exit(main())
