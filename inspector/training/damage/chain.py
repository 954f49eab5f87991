"""Calibration tables of a defect network as part of the whole chain, on rendered lines that choose and never test.

What counts on a line is the strongest score over all views of an item, with the boxes that the finder really gives;
crops of single views would promise too much. What is compared with golden pictures has tables of its own.
"""

from collections.abc import Callable
from pathlib import Path

from inspector.adapters.detectors.two_stage import Config, build
from inspector.config.bundle import load_bundle
from inspector.domain.recipe import COMPARED
from inspector.training.detector_bundle import calibrate, judge_line
from inspector.training.detector_data import VALIDATION_SEEDS

ITEMS = 450
FINDER = str(Config.model_fields["bundle"].default)


def chain_tables(
    models_dir: Path, defects: str, *, items: int, say: Callable[[str], None]
) -> dict[str, tuple[list[float], list[float]]]:
    """Tables of the bundle `defects` behind the finder; both lie in `models_dir`. Minutes on two cores."""
    config = Config(defects_bundle=defects)
    detector = build(config, models_dir=models_dir)
    tables = calibrate(judge_line(detector, VALIDATION_SEEDS, items))
    say(f"calibrated what is judged alone on {items} rendered items")
    if load_bundle(models_dir / defects).manifest.reference is not None:
        tables |= calibrate(judge_line(detector, VALIDATION_SEEDS, items, golden=config.golden), suffix=COMPARED)
        say(f"calibrated what is compared with golden pictures on {items} rendered items")
    return tables
