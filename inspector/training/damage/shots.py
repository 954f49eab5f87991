"""Products that can be photographed again and again, intact or damaged, from any source.

Every picture of a product is made separately (it lies elsewhere, turned a little), so that only what lies on it can
tell a damaged one. Most products have all their pictures taken at one station, as golden pictures are; the others
everywhere, so that a network can not lean on the light.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.belts import Cutout, Station, cartons, compose, station
from inspector.training.damage.visible import visible
from inspector.training.defects import PRINTED, Severity, Surface, apply_hard_negative
from inspector.training.defects.surface import applied

U8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]

PICTURE_PX = 320
SIZE = (PICTURE_PX, PICTURE_PX)
ONE_STATION = 0.75  # of products
PRINTED_TOO = 0.5  # of products bear print that looks like damage; their golden pictures show it as well
CRUMPLED = 0.5  # of damaged cartons: a whole edge is crushed, else there are one or two dents
SECOND_DEFECT = 0.15
SEVERE = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A picture (H, W, 3) uint8 RGB, its product's mask, and the classes that it shows already (H, W) uint8.

    `twin`: of a damaged one, the very same picture without the damage.
    """

    image: U8
    mask: Mask
    classes: U8
    twin: U8 | None = None
    kinds: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """`shoot` takes another picture of the same intact product at each call; `damaged` one with known damage.

    `steady`: all its pictures are taken at one station, so their light is nearly the same.
    """

    source: str
    group: str
    shoot: Callable[[Generator], View | None]
    damaged: Callable[[Generator], View | None] | None = None
    outlined: bool = True  # the mask follows the product's outline; a rough box does not
    steady: bool = False


def view(image: U8, mask: Mask) -> View:
    """An intact view."""
    return View(image=image, mask=mask, classes=np.zeros(mask.shape, np.uint8))


def severity(rng: Generator) -> Severity:
    """Of the next defect."""
    return "major" if rng.random() < SEVERE else "minor"


def printed(surface: Surface, rng: Generator) -> U8:
    """The surface as its maker printed it: with what looks like damage and belongs, on some products."""
    if rng.random() >= PRINTED_TOO:
        return surface.image
    changed = apply_hard_negative(surface, PRINTED[int(rng.integers(len(PRINTED)))], rng)
    return surface.image if changed is None else changed


def on_belts(cutout: Cutout, source: str, rng: Generator) -> Product:
    """A cut-out, turned about the same way in each picture."""
    surface = Surface(image=cutout.image, mask=cutout.mask)
    cutout = Cutout(image=printed(surface, rng), mask=cutout.mask, group=cutout.group)
    turn = float(rng.uniform(-180, 180)) if rng.random() < 0.4 else 0.0
    base, at = _turned(cutout, turn), _place(rng)

    def shoot(rng: Generator) -> View | None:
        laid = compose([base], SIZE, rng, shares=(0.5, 0.9), turn_degrees=10, spread=0.1, at=at)
        return view(laid.image, np.asarray(laid.items[0].mask)) if laid.items else None

    return Product(source=source, group=cutout.group, shoot=shoot, steady=at is not None)


def of_carton(box: cartons.Carton, camera: cartons.Camera, rng: Generator) -> Product:
    """A carton in three dimensions: each picture has it lying a little differently."""
    at = _place(rng)

    def shoot(rng: Generator) -> View | None:
        shot = _cut(box, cartons.moved(camera, rng), [])
        return None if shot is None else _laid(shot, at, rng)

    def damaged(rng: Generator) -> View | None:
        bad = severity(rng)
        if rng.random() < CRUMPLED:
            dents = cartons.crumple(box, rng, major=bad == "major")
        else:
            count = 2 if rng.random() < SECOND_DEFECT else 1
            dents = [cartons.dent(box, rng, major=bad == "major") for _ in range(count)]
        seen = cartons.moved(camera, rng)
        intact, shot = _cut(box, seen, []), _cut(box, seen, dents)
        if intact is None or shot is None:
            return None
        marks = _marks(intact, shot)
        return None if marks is None else _laid_beside(intact, marks, at, bad, rng)

    return Product(source="carton", group="carton", shoot=shoot, damaged=damaged, steady=at is not None)


@dataclass(frozen=True, slots=True)
class _Shot:
    cutout: Cutout
    cover: NDArray[np.float32]
    dented: NDArray[np.float32]


def _cut(box: cartons.Carton, camera: cartons.Camera, dents: list[cartons.Dent]) -> _Shot | None:
    shot = cartons.photograph(box, camera, dents)
    if shot is None:
        return None
    image = np.clip(shot.image, 0, 255).astype(np.uint8)
    upright = camera.pitch < cartons.UPRIGHT_PITCH
    return _Shot(Cutout(image=image, mask=shot.cover > 0.5, group="carton", upright=upright), shot.cover, shot.dented)


def _marks(intact: _Shot, dented: _Shot) -> Cutout | None:
    """The dented one's cut-out, marked where the dents can be seen; None where they can not."""
    before, after = (
        np.clip(one.cutout.image * one.cover[..., None] + 110 * (1 - one.cover[..., None]), 0, 255).astype(np.uint8)
        for one in (intact, dented)
    )
    region = (dented.dented > 0.1) | (dented.cutout.mask != intact.cutout.mask)
    seen = applied(before, after, region, cls="deformation", kind="dented_carton", severity="major")
    if seen is None or not visible(before, after, seen.mask):
        return None
    cut = dented.cutout
    return Cutout(image=cut.image, mask=cut.mask, group=cut.group, upright=cut.upright, marks=seen.mask)


def _laid(shot: _Shot, at: Station | None, rng: Generator) -> View | None:
    laid = compose([shot.cutout], SIZE, rng, shares=(0.6, 0.98), turn_degrees=10, spread=0.1, at=at)
    return view(laid.image, np.asarray(laid.items[0].mask)) if laid.items else None


def _laid_beside(intact: _Shot, dented: Cutout, at: Station | None, bad: Severity, rng: Generator) -> View | None:
    """The dented one, and the intact one at the very same place."""
    seed = int(rng.integers(2**63))
    twin, laid = (
        compose([one], SIZE, np.random.default_rng(seed), shares=(0.6, 0.98), turn_degrees=10, spread=0.1, at=at)
        for one in (intact.cutout, dented)
    )
    if not laid.items or not twin.items:
        return None
    (item,) = laid.items
    if item.marks is None:
        raise AssertionError("a marked cut-out keeps its marks")
    classes = np.where(item.marks, np.uint8(1 + DEFECT_CLASSES.index("deformation")), np.uint8(0))
    return View(
        image=laid.image,
        mask=np.asarray(item.mask),
        classes=classes,
        twin=twin.image,
        kinds="dented_carton",
        severity=bad,
    )


def of_surface(surface: Surface, source: str, group: str, rng: Generator) -> Product:
    """A photo: each picture is the same one, slightly moved and turned."""
    photo, steady = printed(surface, rng), rng.random() < ONE_STATION

    def shoot(rng: Generator) -> View | None:
        height, width = surface.mask.shape
        scale = min(1.0, PICTURE_PX / max(height, width)) * float(rng.uniform(0.9, 1.05))
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, 4)), scale)
        size = (max(64, round(width * scale)), max(64, round(height * scale)))
        turn[:, 2] += np.array(size) / 2 - np.array([width, height]) / 2 + rng.normal(0, 0.02, 2) * size
        image = cv2.warpAffine(photo, turn, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
        mask = cv2.warpAffine(surface.mask.astype(np.uint8), turn, size, flags=cv2.INTER_NEAREST)
        return view(np.asarray(image, np.uint8), mask > 0)

    return Product(source=source, group=group, shoot=shoot, outlined=False, steady=steady)


def _place(rng: Generator) -> Station | None:
    return station(SIZE, rng, along=rng.random() < 0.4) if rng.random() < ONE_STATION else None


def _turned(cutout: Cutout, degrees: float) -> Cutout:
    if degrees == 0.0:
        return cutout
    height, width = cutout.mask.shape
    side = int(np.hypot(height, width)) + 2
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turn[:, 2] += (side - width) / 2, (side - height) / 2
    image = cv2.warpAffine(cutout.image, turn, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpAffine(cutout.mask.astype(np.uint8), turn, (side, side), flags=cv2.INTER_NEAREST)
    return Cutout(image=np.asarray(image, np.uint8), mask=mask > 0, group=cutout.group)
