"""Items of the rendered line as a set: products that no training may learn from, each taught and asked on its own line.

The pictures are rendered once and kept as files. Kept ones are taken only while the renderer still draws the same.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from inspector.domain.frame import RgbImage
from inspector.scene.camera import View
from inspector.scene.catalogue import catalogue
from inspector.scene.good_items import FIRST_INDEX
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from inspector.training.damage.sources import HELD_OUT_SKUS
from inspector.training.detector_data import TEST_SEEDS, VALIDATION_SEEDS
from inspector.training.rivals.sets import Picture, RivalSet
from inspector.vision.crop import crop

Say = Callable[[str], None]

MARGIN = 0.03  # of an item's box, as the station's defect network sees it


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Pictures of each product on its line."""

    taught: int = 20
    good: int = 100
    bad: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One SKU on the line of a seed, as one camera sees it."""

    sku: str
    seed: int
    view: View

    @property
    def name(self) -> str:
        return f"{self.sku} {self.view} {self.seed}"


def products(*, last_word: bool) -> tuple[Product, ...]:
    """Held-out SKUs on the test lines, each from above on one and from the side on the next; others for choosing."""
    if last_word:
        skus, seeds = list(HELD_OUT_SKUS), list(TEST_SEEDS)
    else:
        skus, seeds = [one.sku for one in catalogue() if one.sku not in HELD_OUT_SKUS][::3], list(VALIDATION_SEEDS)
    found = []
    for number, sku in enumerate(skus):
        found.append(Product(sku=sku, seed=seeds[number % len(seeds)], view="top"))
        found.append(Product(sku=sku, seed=seeds[(number + 1) % len(seeds)], view="side"))
    return tuple(found)


def rendered_set(cache: Path, *, last_word: bool, say: Say, counts: Counts | None = None) -> RivalSet:
    """Every product with its pictures, rendered where they are not in `cache` yet."""
    counts = counts or Counts()
    taught: list[Picture] = []
    asked: list[Picture] = []
    for one in products(last_word=last_word):
        folder = cache / "rendered" / one.name.replace(" ", "-")
        if not _kept(folder, one, counts):
            say(f"rendering {one.name}")
            _render(folder, one, counts)
        for path in sorted(folder.glob("*.png")):
            picture = Picture(path=path, good=not path.stem.startswith("bad"), group=one.name)
            (taught if path.stem.startswith("taught") else asked).append(picture)
    name = "rendered, held-out SKUs" if last_word else "rendered, for choosing"
    return RivalSet(name=name, taught=tuple(taught), asked=tuple(asked), grouped=True, by_group=True)


def _kept(folder: Path, one: Product, counts: Counts) -> bool:
    """Whether all its pictures lie there and the first of them is still what the renderer draws."""
    files = {part: sorted(folder.glob(f"{part}-*.png")) for part in ("taught", "good", "bad")}
    if any(len(found) != getattr(counts, part) for part, found in files.items()):
        return False
    before = cv2.imread(str(files["taught"][0]), cv2.IMREAD_COLOR_RGB)
    return before is not None and np.array_equal(before, next(_items(one, FIRST_INDEX, 0.0)))


def _render(folder: Path, one: Product, counts: Counts) -> None:
    unfinished = folder.with_name(folder.name + ".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    parts = (
        ("taught", _items(one, FIRST_INDEX, 0.0), counts.taught),
        ("good", _items(one, 0, 0.0), counts.good),
        ("bad", _items(one, counts.good * 10, 1.0), counts.bad),
    )
    for part, items, count in parts:
        for number in range(count):
            bgr = cv2.cvtColor(next(items), cv2.COLOR_RGB2BGR)
            cv2.imwrite(str(unfinished / f"{part}-{number:04d}.png"), bgr)
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.replace(folder)


def _items(one: Product, first: int, damage_rate: float) -> Iterator[RgbImage]:
    """Crops without end: whole items, and of damaged ones those whose damage this camera can see."""
    renderer = Renderer(LineSpec(seed=one.seed, damage_rate=damage_rate, skus=(one.sku,)), view=one.view)
    index = first
    while True:
        frame = renderer.item(index)
        for item in frame.items:
            if item.item.index == index and item.complete and (damage_rate == 0.0 or item.defects):
                left, top, right, bottom = item.xyxy
                x, y = MARGIN * (right - left), MARGIN * (bottom - top)
                yield crop(frame.image, (left - x, top - y, right + x, bottom + y))
        index += 1
