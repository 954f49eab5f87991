"""The lot watch's state as plain JSON values and back, in small pieces, so that only what changed is written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from inspector.domain.lot_baseline import Counts
from inspector.domain.lot_detector import FACTORS, Detector, Tally
from inspector.domain.lot_group import Dimension, Group
from inspector.domain.lot_watch import LotWatch

ALL = "all"
_GROUP, _SKU = "group/", "sku/"


def changed(watch: LotWatch) -> dict[str, str | None]:
    """Key to text of every piece that changed since the last call; None for what is gone."""
    pieces: dict[str, str | None] = {ALL: _counts_text(watch.baseline.all)}
    for sku, counts in watch.baseline.take_touched().items():
        pieces[_SKU + sku] = None if counts is None else _counts_text(counts)
    for group, detector in watch.take_touched().items():
        pieces[f"{_GROUP}{group.dimension}/{group.name}"] = None if detector is None else _detector_text(detector)
    return pieces


def restore(watch: LotWatch, pieces: Mapping[str, str]) -> None:
    """Give a new watch what `changed` wrote. Raises ValueError for a text that is none of ours."""
    if ALL in pieces:
        watch.baseline.all = _counts(pieces[ALL])
    for key, text in pieces.items():
        if key.startswith(_SKU):
            watch.baseline.skus[key.removeprefix(_SKU)] = _counts(text)
    watch.load(_detectors(pieces))


def _detectors(pieces: Mapping[str, str]) -> Iterator[tuple[Group, Detector]]:
    for key, text in pieces.items():
        if key.startswith(_GROUP):
            dimension, name = key.removeprefix(_GROUP).split("/", 1)
            yield Group(dimension=Dimension(dimension), name=name), _detector(text)


def _counts_text(counts: Counts) -> str:
    return json.dumps(asdict(counts))


def _counts(text: str) -> Counts:
    read = json.loads(text)
    return Counts(items=float(read["items"]), found={str(k): float(v) for k, v in read["found"].items()})


def _detector_text(detector: Detector) -> str:
    findings = {
        name: {"tally": asdict(tally), "evidence": detector.evidence[name]} for name, tally in detector.tallies.items()
    }
    return json.dumps({"last": detector.last, "findings": findings})


def _detector(text: str) -> Detector:
    read = json.loads(text)
    detector = Detector(last=str(read["last"]))
    for name, finding in read["findings"].items():
        evidence = [float(value) for value in finding["evidence"]]
        if len(evidence) == len(FACTORS):  # of another set of factors: it begins anew
            detector.tallies[name] = Tally(**finding["tally"])
            detector.evidence[name] = evidence
    return detector
