"""Calibrates a defect network's bundle as part of the whole chain, on rendered lines that choose and never test.

    python -m inspector.training.damage.recalibrate --models models --items 450

What counts on a line is the strongest score over all views of an item, with the boxes that the finder really gives;
crops of single views would promise too much. What is compared with golden pictures has tables of its own. Only the
[calibration] tables of model.toml change.
"""

import argparse
import sys
from pathlib import Path

from inspector.adapters.detectors.two_stage import Config, build
from inspector.config.bundle import load_bundle
from inspector.domain.recipe import COMPARED
from inspector.training.damage.bundle import write_manifest
from inspector.training.detector_bundle import calibrate, judge_line
from inspector.training.detector_data import VALIDATION_SEEDS


def main(arguments: list[str]) -> int:
    """Judge, fit, rewrite; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m inspector.training.damage.recalibrate", description=__doc__)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--items", type=int, default=450)
    given = parser.parse_args(arguments)
    bundle = load_bundle(given.models / "item-defects")
    detector = build(Config(), models_dir=given.models)
    tables = calibrate(judge_line(detector, VALIDATION_SEEDS, given.items))
    print(f"calibrated what is judged alone on {given.items} rendered items", flush=True)
    if bundle.manifest.reference is not None:
        compared = judge_line(detector, VALIDATION_SEEDS, given.items, golden=Config().golden)
        tables |= calibrate(compared, suffix=COMPARED)
    write_manifest(bundle.folder, version=bundle.manifest.version, metrics=bundle.manifest.metrics, tables=tables)
    print(f"calibrated {bundle.id} on {given.items} rendered items")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
