"""Measures the two-stage detector on rendered lines, and the defect network alone on held-out products.

python -m inspector.training.damage.report --models models --items 600
python -m inspector.training.damage.report --models models --samples SAMPLES/test
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from inspector.adapters.detectors.two_stage import Config, build
from inspector.config.bundle import load_bundle
from inspector.domain.recipe import COMPARED
from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.damage.calibration import judged
from inspector.training.damage.samples import Index
from inspector.training.detector_bundle import judge_line
from inspector.training.detector_data import TEST_SEEDS
from inspector.training.detector_report import rendered_figures
from inspector.training.evaluate.figures import ranking


def main(arguments: list[str]) -> int:
    """Measure and print JSON; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m inspector.training.damage.report", description=__doc__)
    parser.add_argument("--models", type=Path, required=True, help="folder with line-detector/ and item-defects/")
    parser.add_argument("--items", type=int, default=600, help="rendered items, two views each; 0 for none")
    parser.add_argument("--samples", type=Path, help="folder of samples of held-out products")
    given = parser.parse_args(arguments)
    bundle = load_bundle(given.models / "item-defects")
    found: dict[str, Any] = {"bundle": bundle.id}
    if given.items:
        detector = build(Config(), models_dir=given.models)
        tables = {name: table.to_domain() for name, table in bundle.manifest.calibration.items()}
        found["rendered lines"] = rendered_figures(judge_line(detector, TEST_SEEDS, given.items), tables)
        if bundle.manifest.reference is not None:
            own = {name: tables.get(f"{name}{COMPARED}", table) for name, table in tables.items()}
            compared = judge_line(detector, TEST_SEEDS, given.items, golden=Config().golden)
            found["rendered lines, products taught"] = rendered_figures(compared, own)
    if given.samples is not None:
        index = Index.of(given.samples)
        found["held-out products"] = sample_figures(given.models / "item-defects", index)
        if bundle.manifest.reference is not None:
            found["held-out products, one golden picture"] = sample_figures(
                given.models / "item-defects", index, compare=True
            )
    print(json.dumps(found, indent=1))
    return 0


def sample_figures(folder: Path, index: Index, *, compare: bool = False) -> dict[str, Any]:
    """All together, then per source, class, kind and severity, each against the intact samples.

    `compare`: beside the sample's reference, the one golden picture.
    """
    judgements = judged(folder, index, compare=compare)
    scores = np.array([max(one.scores.values(), default=0.0) for one in judgements])
    damaged = np.array([one.damaged for one in judgements])
    figures: dict[str, Any] = {"all": ranking(damaged, scores).to_json()}
    groups: dict[str, np.ndarray[Any, np.dtype[np.bool_]]] = {}
    for severity in ("minor", "major"):
        groups[severity] = np.array([row["severity"] == severity for row in index.rows])
    for name in DEFECT_CLASSES:
        groups[name] = np.array([name in one.truth for one in judgements])
    for name, chosen in groups.items():
        kept = chosen | ~damaged
        if (chosen & damaged).any():
            figures[name] = ranking(damaged[kept], scores[kept]).to_json()
    kinds = [set(row["kinds"].split("+")) - {""} for row in index.rows]
    for kind in sorted(set().union(*kinds)):
        chosen = np.array([kind in one for one in kinds])
        if (chosen & damaged).any():
            figures[f"kind {kind}"] = ranking(damaged[chosen | ~damaged], scores[chosen | ~damaged]).to_json()
    for source in sorted({row["source"] for row in index.rows}):
        kept = np.array([row["source"] == source for row in index.rows])
        if damaged[kept].any() and not damaged[kept].all():
            figures[f"source {source}"] = ranking(damaged[kept], scores[kept]).to_json()
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
