"""What a line detector that was just trained finds on the lines that choose: written into its manifest and the work."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from inspector.ports.detector import Detector
from inspector.training.detector_data import CLASSES
from inspector.training.evaluate.detector import evaluate_detector
from inspector.training.evaluate.figures import plain


def validation_figures(detector: Detector, folder: Path, work: Path) -> Mapping[str, float]:
    """mAP on the validation pictures of the set in `folder`; all figures go to `work`/figures.json.

    These lines calibrate and choose, so they flatter: what counts is `detector_report` on lines that do neither.
    """
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data.yaml"  # the training's own names the other splits, which were compared already
        names = ", ".join(CLASSES)
        data.write_text(f"path: {folder.resolve()}\nval: images/val\nnames: [{names}]\n", encoding="utf-8")
        found = evaluate_detector(data, detector, split="val").to_json()
    (work / "figures.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    figures = {
        "validation_pictures": found["n"],
        "validation_map50": found["map50"],
        "validation_map50_95": found["map50_95"],
        "validation_item_ap50": found["classes"].get("item", {}).get("ap50"),
    }
    return {name: round(value, 4) for name, value in plain(figures).items() if value is not None}
