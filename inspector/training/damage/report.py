"""Measures the two-stage detector on rendered lines, and the defect network alone on held-out products.

python -m inspector.training.damage.report --models models --items 600
python -m inspector.training.damage.report --models models --samples SAMPLES/test
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inspector.adapters.detectors.two_stage import Config, build
from inspector.config.bundle import load_bundle
from inspector.domain.recipe import COMPARED
from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.damage.calibration import judged
from inspector.training.damage.sample_leaks import product_of
from inspector.training.damage.samples import Index
from inspector.training.detector_bundle import Judgement, judge_line
from inspector.training.detector_data import TEST_SEEDS
from inspector.training.detector_report import rendered_figures
from inspector.training.evaluate.figures import ranking

Flags = npt.NDArray[np.bool_]


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
            found["held-out products, beside golden pictures"] = sample_figures(
                given.models / "item-defects", index, compare=True
            )
    print(json.dumps(found, indent=1))
    return 0


def sample_figures(folder: Path, index: Index, *, compare: bool = False) -> dict[str, Any]:
    """All together, then per source, class, kind and severity, each against the intact samples.

    `compare`: beside the product's golden pictures.
    """
    judgements = judged(folder, index, compare=compare)
    scores = np.array([max(one.scores.values(), default=0.0) for one in judgements])
    damaged = np.array([one.damaged for one in judgements])
    products = np.array([product_of(row) or row["name"] for row in index.rows])  # intervals draw whole ones

    def figures_of(kept: Flags) -> dict[str, Any]:
        return ranking(damaged[kept], scores[kept], groups=list(products[kept])).to_json()

    figures: dict[str, Any] = {"all": figures_of(np.ones(len(damaged), bool))}
    for name, chosen in _parts(index, judgements).items():
        if (chosen & damaged).any():
            figures[name] = figures_of(chosen | ~damaged)
    for source in sorted({row["source"] for row in index.rows}):
        kept = np.array([row["source"] == source for row in index.rows])
        if damaged[kept].any() and not damaged[kept].all():
            figures[f"source {source}"] = figures_of(kept)
    return figures


def _parts(index: Index, judgements: Sequence[Judgement]) -> dict[str, Flags]:
    """Which samples have each severity, class and kind of damage."""
    parts = {name: np.array([row["severity"] == name for row in index.rows]) for name in ("minor", "major")}
    parts |= {name: np.array([name in one.truth for one in judgements]) for name in DEFECT_CLASSES}
    kinds = [set(row["kinds"].split("+")) - {""} for row in index.rows]
    return parts | {f"kind {kind}": np.array([kind in one for one in kinds]) for kind in sorted(set().union(*kinds))}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
