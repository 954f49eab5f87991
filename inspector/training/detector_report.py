"""Measures a detector bundle on lines and videos that training never saw, and writes its card.

    python -m inspector.training.detector_report --bundle models/line-detector --data DIR --card

Rendered items: the detector's strongest defect score per item over both views, damaged against intact. Real pictures:
box figures on the two bottle videos that are held out.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from inspector.adapters.detectors.onnx import Config, build
from inspector.config.bundle import load_bundle
from inspector.domain.calibration import Calibration
from inspector.ports.detector import Detector
from inspector.training.card import beginning
from inspector.training.detector_bundle import PURPOSE, Judgement, judge_line
from inspector.training.detector_data import CLASSES, HELD_OUT_VIDEOS, TEST_SEEDS, bottle_pictures
from inspector.training.evaluate.detector import evaluate_detector
from inspector.training.evaluate.figures import ranking


def rendered_figures(judgements: Sequence[Judgement], calibrations: Mapping[str, Calibration]) -> dict[str, Any]:
    """All damage together, then each class against the intact items."""
    scores = np.array([judgement.worst(calibrations) for judgement in judgements])
    damaged = np.array([judgement.damaged for judgement in judgements])
    groups = np.array([judgement.group for judgement in judgements])
    figures: dict[str, Any] = {"any damage": ranking(damaged, scores, groups=list(groups)).to_json()}
    for name in CLASSES[1:]:
        chosen = np.array([name in j.truth or not j.damaged for j in judgements])
        labels = np.array([name in j.truth for j in judgements])[chosen]
        if labels.any():
            figures[name] = ranking(labels, scores[chosen], groups=list(groups[chosen])).to_json()
    return figures


def bottle_figures(detector: Detector, source: Path) -> dict[str, Any]:
    """Boxes of bottles on the held-out videos; the interval draws whole videos, and says that they are few."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        for kind in ("images", "labels"):
            (root / kind / "test").mkdir(parents=True)
        for path in bottle_pictures(source, held_out=True):
            (root / "images" / "test" / path.name).symlink_to(path.resolve())
            labels = source / "labels" / f"{path.stem}.txt"
            (root / "labels" / "test" / labels.name).symlink_to(labels.resolve())
        (root / "data.yaml").write_text(f"path: {root}\ntest: images/test\nnames: [Bottle, Cap]\n")
        found = evaluate_detector(
            root / "data.yaml", detector, {"Bottle": "item"}, ["Cap"], split="test", group_of=_video
        )
    return found.to_json()


def _video(path: Path) -> str:
    return path.name.split("_MOV", 1)[0]


def card(start: str, rendered: dict[str, Any], bottles: dict[str, Any] | None, items: int, command: str) -> str:
    """The model card: `start` is what is known of the model, see `training.card`; the rest is measured here."""
    lines = [
        start,
        f"## Rendered lines that training never saw ({items} items, two views, half of them damaged)",
        "",
        "Strongest calibrated probability of damage per item, against the intact items. 95 % bootstrap intervals over",
        "whole products of a line.",
        "",
        "| | damaged | AUROC | recall at 1 % false diverts | at 5 % |",
        "|---|--:|---|---|---|",
    ]
    for name, one in rendered.items():
        cells = [
            f"{one[k]:.3f} ({one[k + '_ci'][0]:.2f}–{one[k + '_ci'][1]:.2f})"
            for k in ("auroc", "recall_at_1pct_fpr", "recall_at_5pct_fpr")
        ]
        lines.append(f"| {name} | {one['bad']} | " + " | ".join(cells) + " |")
    if bottles is not None:
        low, high = bottles["map50_ci"]
        lines += [
            "",
            f"## Real bottles on a conveyor, {len(HELD_OUT_VIDEOS)} held-out videos ({bottles['n']} pictures)",
            "",
            f"`item`: mAP50 {bottles['map50']:.3f} ({low:.3f}–{high:.3f}), mAP50-95 {bottles['map50_95']:.3f}.",
        ]
    lines += [
        "",
        f"Printed by `{command}`.",
        "",
        "## What this does not show",
        "",
        "The defects are rendered: the figures say that the chain works, not how much real damage it finds. A model",
        "that was trained on rendered lines has learnt from the same renderer.",
    ]
    if bottles is not None:
        lines.append("A model that was trained on `conveyor_bottles` has learnt from other videos of the same bottles.")
    return "\n".join(lines) + "\n"


def main(argv: list[str] | None = None) -> int:
    """Measure and print; with --card also write."""
    parser = argparse.ArgumentParser(prog="python -m inspector.training.detector_report", description=__doc__)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--data", type=Path, help="folder with conveyor_bottles/")
    parser.add_argument("--items", type=int, default=600)
    parser.add_argument("--card", action="store_true", help="write card.md into the bundle")
    chosen = parser.parse_args(argv)
    bundle = load_bundle(chosen.bundle)
    detector = build(Config(bundle=chosen.bundle.name), models_dir=chosen.bundle.parent)
    calibrations = {name: table.to_domain() for name, table in bundle.manifest.calibration.items()}
    rendered = rendered_figures(judge_line(detector, TEST_SEEDS, chosen.items), calibrations)
    bottles = None if chosen.data is None else bottle_figures(detector, chosen.data / "conveyor_bottles")
    print(json.dumps({"bundle": bundle.id, "rendered": rendered, "bottles": bottles}, indent=1))
    if chosen.card:
        words = " --data DIR" if chosen.data is not None else ""
        command = f"python -m inspector.training.detector_report --bundle {chosen.bundle}{words} --items {chosen.items}"
        text = card(beginning(bundle, PURPOSE), rendered, bottles, chosen.items, command)
        (chosen.bundle / "card.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
