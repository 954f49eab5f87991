"""An item whose truth is known, and the pictures of it."""

from dataclasses import dataclass
from pathlib import Path

CAMERA = "camera"
WORDS = {"damaged": True, "bad": True, "1": True, "intact": False, "good": False, "ok": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One picture of an item, and the camera that it counts as."""

    camera: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledItem:
    """An item of one or several views. `group` is what repeats: resampled whole, and reported on its own.

    `classes` and `severity` tell of damage; `split` is train, val or test. None and () where nobody said.
    """

    name: str
    damaged: bool
    views: tuple[View, ...]
    group: str | None = None
    sku: str | None = None
    material: str | None = None
    classes: tuple[str, ...] = ()
    severity: str | None = None
    split: str | None = None
