"""The sets of real pictures that training knows: what `trained_on` of a bundle says of each."""

from collections.abc import Sequence
from pathlib import Path

from inspector.config.bundle import read_manifest

REAL_SETS = {
    "conveyor_bottles": "conveyor_bottles (Bottle cap v5, Lobachevsky University, via Roboflow, CC BY 4.0)",
    "doorstep_packages": "doorstep_packages (public domain)",
    "trashnet": "trashnet (Thung, Yang, MIT)",
    "grocery_packages": "grocery_packages (Klasson et al., arXiv 1901.00711, MIT)",
    "caltech101": "caltech101 (CaltechDATA, CC BY 4.0)",
}


def real_sources(data: Path | None, names: Sequence[str]) -> list[str]:
    """Those of the named sets that `data` holds pictures of."""
    if data is None:
        return []
    return [REAL_SETS[name] for name in names if next((data / name).rglob("*.jpg"), None) is not None]


def with_start(start: Path | None, sources: Sequence[str]) -> list[str]:
    """`sources`, after those of the bundle whose weights a training began with: they are in the new weights too."""
    before = () if start is None else read_manifest(start).trained_on
    return list(dict.fromkeys((*before, *sources)))
