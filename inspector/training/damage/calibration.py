"""What a defect network's scores mean: per class, the share of damaged items, on items that training never saw."""

from collections.abc import Sequence
from pathlib import Path

from inspector.adapters.detectors._defect_maps import DefectNetwork
from inspector.config.bundle import load_bundle
from inspector.domain.detection import Detection
from inspector.domain.frame import RgbImage, freeze
from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.damage.samples import Index
from inspector.training.detector_bundle import Judgement, calibrate


def tables_of(folder: Path, index: Index) -> dict[str, tuple[list[float], list[float]]]:
    """Calibration tables of the bundle in `folder`, for the prevalence that `detector_bundle` states."""
    return calibrate(judged(folder, index))


def judged(folder: Path, index: Index, *, compare: bool = False) -> list[Judgement]:
    """Every sample as the exported network sees it, alone or beside its product's golden pictures, with the truth."""
    network = DefectNetwork(load_bundle(folder), provider="cpu", threads=2)
    found: dict[int, Judgement] = {}
    for numbers in index.products():
        read = [index.read(number) for number in numbers]
        beside = network.remember([freeze(one[1]) for one in read]) if compare else None
        for number, (query, _, classes) in zip(numbers, read, strict=True):
            truth = frozenset(DEFECT_CLASSES[cls - 1] for cls in set(classes.ravel().tolist()) - {0})
            best = _best(network.defects(freeze(query), _whole(query), 0.0, beside))
            found[number] = Judgement(truth=truth, scores=best)
    return [found[number] for number in range(len(index.rows))]


def _best(defects: Sequence[Detection]) -> dict[str, float]:
    best: dict[str, float] = {}
    for one in defects:
        best[one.label] = max(one.score, best.get(one.label, 0.0))
    return best


def _whole(image: RgbImage) -> tuple[float, float, float, float]:
    height, width = image.shape[:2]
    return 0.0, 0.0, float(width), float(height)
