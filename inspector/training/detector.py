"""Trains the line detector and writes its bundle.

    python -m inspector.training.detector --data DIR --work /tmp/detector --out models/line-detector

Needs the extra [train]. Seeds are fixed; `--resume` goes on after an interruption; weights of an earlier run are
exported alone with `--weights last.pt`.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from inspector.training.detector_bundle import export_onnx, write_bundle
from inspector.training.detector_data import SetSize, build_set

MOST_PARITY_ERROR = 1e-4


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m inspector.training.detector", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with conveyor_bottles/ and doorstep_packages/")
    parser.add_argument("--work", type=Path, required=True, help="folder for the set and the runs")
    parser.add_argument("--out", type=Path, required=True, help="bundle folder to write")
    parser.add_argument("--rendered", type=int, default=1200, help="rendered training pictures")
    parser.add_argument("--real", type=int, default=130, help="real pictures of bottles")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--imgsz", type=int, default=320, help="side of the training pictures")
    parser.add_argument("--height", type=int, default=320, help="height of the exported input")
    parser.add_argument("--width", type=int, default=416, help="width of the exported input")
    parser.add_argument("--device", default="auto", help="auto, cpu, or a CUDA device number")
    parser.add_argument("--weights", type=Path, help="export these weights, train nothing")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--version", default="0.1.0")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Train, export, calibrate, write; 1 when the export differs from torch."""
    chosen = arguments(argv)
    os.environ.setdefault("YOLO_OFFLINE", "true")
    weights = chosen.weights or train(chosen)
    exported, difference = export_onnx(weights, height=chosen.height, width=chosen.width)
    print(f"parity with torch on {chosen.height}x{chosen.width}: largest relative difference {difference:.2e}")
    if difference > MOST_PARITY_ERROR:
        print("the export differs from the trained model; nothing was written", file=sys.stderr)
        return 1
    sources = ["rendered scenes (this repository)"]
    if chosen.data is not None:
        sources += [
            "conveyor_bottles (Bottle cap v5, Lobachevsky University, via Roboflow, CC BY 4.0)",
            "doorstep_packages (public domain)",
        ]
    facts: dict[str, Any] = {"version": chosen.version, "trained_on": sources, "calibration_items": 400}
    write_bundle(exported, chosen.out, height=chosen.height, width=chosen.width, facts=facts)
    print(f"wrote {chosen.out}; measure it: python -m inspector.training.detector_report --bundle {chosen.out}")
    return 0


def train(chosen: argparse.Namespace) -> Path:
    """Train from scratch; the last weights."""
    from ultralytics import YOLO

    size = SetSize(rendered=chosen.rendered, validation=200, real=chosen.real)
    bottles = chosen.data / "conveyor_bottles" if chosen.data is not None else None
    doorsteps = chosen.data / "doorstep_packages" if chosen.data is not None else None
    yaml = build_set(chosen.work / "set", size, bottles=bottles, doorsteps=doorsteps, say=print)
    last: Path = chosen.work / "runs" / "detector" / "weights" / "last.pt"
    model = YOLO(str(last) if chosen.resume else "yolo11n.yaml")
    model.train(
        data=str(yaml),
        epochs=chosen.epochs,
        imgsz=chosen.imgsz,
        batch=16,
        device=_device(chosen.device),
        workers=1,
        amp=False,
        pretrained=False,
        plots=False,
        seed=7,
        cache="ram",
        project=str(chosen.work / "runs"),
        name="detector",
        exist_ok=True,
        resume=chosen.resume,
        optimizer="AdamW",
        lr0=0.002,
        warmup_epochs=1,
        close_mosaic=4,
        cos_lr=True,
        val=False,
        scale=0.45,
        hsv_h=0.01,
        save_period=2,
    )
    return last


def _device(name: str) -> str:
    if name != "auto":
        return name
    import torch

    return "0" if torch.cuda.is_available() else "cpu"


if __name__ == "__main__":
    sys.exit(main())
