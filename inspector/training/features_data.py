"""Which pictures the feature network learns from, and the crops that are made of them.

Only sets whose licence allows shipped weights are listed. What is held out stays out of every crop: two whole bottle
videos, the validation parts of the packages and materials, and every tenth object of Caltech 101.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from inspector.domain.errors import ConfigError
from inspector.domain.frame import RgbImage
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from inspector.training.held_out import unlike

SIDE = 224
HELD_OUT_VIDEOS = ("IMG_4826", "IMG_4822")
LINE_SEED = 31_007  # a line that neither the demonstration nor the detector's data uses
SHIPPABLE = (
    "caltech101",
    "grocery_packages",
    "trashnet",
    "conveyor_bottles",
    "bottle_label_crops",
    "tampar_sample",
    "doorstep_packages",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A picture file, how often it is cropped, and whether it only measures progress."""

    path: Path
    crops: int
    held_out: bool


def sources(data: Path) -> tuple[Source, ...]:
    """Every usable picture under `data`. Raises `ConfigError` listing the sets that are missing."""
    missing = [f"{name}: no such folder" for name in SHIPPABLE if not (data / name).is_dir()]
    if missing:
        raise ConfigError(str(data), missing)
    found: list[Source] = []
    for number, path in enumerate(_pictures(data / "caltech101")):
        found.append(Source(path=path, crops=1, held_out=number % 10 == 0))
    for name in ("grocery_packages", "trashnet"):
        for part, crops in (("train", 2), ("val", 1)):
            found += [Source(path=p, crops=crops, held_out=part == "val") for p in _pictures(data / name / part)]
    for folder, crops in (("conveyor_bottles/images", 2), ("bottle_label_crops/good", 2)):
        for path in _pictures(data / folder):
            found.append(Source(path=path, crops=crops, held_out=path.name.startswith(HELD_OUT_VIDEOS)))
    for folder in ("tampar_sample", "doorstep_packages/images"):
        found += [Source(path=path, crops=12, held_out=False) for path in _pictures(data / folder)]
    return tuple(found)


def part_of(found: tuple[Source, ...], *, held_out: bool) -> tuple[Source, ...]:
    """Those that measure progress, or those to learn from that look like none of them. Raises `ConfigError`."""
    check = tuple(source for source in found if source.held_out)
    if held_out:
        return check
    learn = {source.path: source for source in found if not source.held_out}
    return tuple(learn[path] for path in unlike(list(learn), [source.path for source in check]))


def crops_of(chosen: tuple[Source, ...], rng: np.random.Generator) -> Iterator[RgbImage]:
    """(SIDE, SIDE, 3) uint8 RGB crops of every source, in order."""
    for source in chosen:
        image = cv2.imread(str(source.path), cv2.IMREAD_COLOR_RGB)
        if image is None:
            raise ConfigError(str(source.path), ["can not be read as a picture"])
        for _ in range(source.crops):
            yield random_crop(np.asarray(image, np.uint8), rng)


def rendered_crops(count: int, rng: np.random.Generator) -> Iterator[RgbImage]:
    """Crops of items from the rendered line, some damaged, from both views."""
    spec = LineSpec(seed=LINE_SEED, damage_rate=0.4)
    renderers = [Renderer(spec, view=view) for view in ("top", "side")]
    for number in range(count):
        frame = renderers[number % 2].item(number // 2)
        item = next(view for view in frame.items if view.item.index == number // 2)
        left, top, right, bottom = (max(0, round(value)) for value in item.xyxy)
        yield random_crop(frame.image[top:bottom, left:right], rng)


def random_crop(image: RgbImage, rng: np.random.Generator) -> RgbImage:
    """A part of 30 … 100 % of the area, stretched to the square, mirrored at random, with a change of light."""
    height, width = image.shape[:2]
    share, aspect = rng.uniform(0.3, 1.0), float(np.exp(rng.uniform(-0.4, 0.4)))
    crop_w = int(np.clip(width * np.sqrt(share * aspect), 8, width))
    crop_h = int(np.clip(height * np.sqrt(share / aspect), 8, height))
    left, top = int(rng.integers(0, width - crop_w + 1)), int(rng.integers(0, height - crop_h + 1))
    part = image[top : top + crop_h, left : left + crop_w]
    how = cv2.INTER_AREA if crop_w > SIDE else cv2.INTER_LINEAR
    part = np.asarray(cv2.resize(part, (SIDE, SIDE), interpolation=how), np.uint8)
    if rng.random() < 0.5:
        part = part[:, ::-1]
    light = rng.uniform(0.75, 1.25) * rng.uniform(0.92, 1.08, 3)
    return np.ascontiguousarray(np.clip(part * light + rng.uniform(-12, 12), 0, 255).astype(np.uint8))


def _pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png"})
