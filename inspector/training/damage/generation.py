"""Makes the damage network's samples: a product from any source, an intact partner, and a defect on every second one.

Query and partner are always made separately (another ground, turn, light and camera noise), so that only what lies on
the product can tell a damaged one. Intact queries get hard negatives instead of defects.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.belts import Cutout, cartons, compose
from inspector.training.damage.samples import Sample
from inspector.training.defects import (
    DEFECT_KINDS,
    HARD_NEGATIVES,
    Severity,
    Surface,
    apply_defect,
    apply_hard_negative,
    vary,
)
from inspector.training.defects.surface import applied

U8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]

SIDE = 224
PICTURE_PX = 320
DAMAGED_SHARE = 0.58
SECOND_DEFECT = 0.15
CRUMPLED = 0.5  # of damaged cartons: a whole edge is crushed, else there are one or two dents
HARD_NEGATIVE = 0.6
KNOWN_DAMAGE = 0.45
TRIES = 6
VISIBLE_LEVELS = 16  # of 255, in any channel, after a blur of one pixel: less is lost in a camera's noise
VISIBLE_PX = 50  # so many pixels must differ that much, and so many of the mask must lie in the crop
OUTLINE_KINDS = ("crushed_corner", "crushed_edge", "flap", "missing_part")
SHARES = {"dent": 3.0, "crushed_corner": 1.5, "crushed_edge": 1.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A picture (H, W, 3) uint8 RGB, its product's mask, and the classes that it shows already (H, W) uint8."""

    image: U8
    mask: Mask
    classes: U8
    kinds: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """`shoot` takes another picture of the same intact product at each call; `damaged` one with known damage."""

    source: str
    group: str
    shoot: Callable[[Generator], View | None]
    damaged: Callable[[Generator], View | None] | None = None
    outlined: bool = True  # the mask follows the product's outline; a rough box does not


def view(image: U8, mask: Mask) -> View:
    """An intact view."""
    return View(image=image, mask=mask, classes=np.zeros(mask.shape, np.uint8))


def on_belts(cutout: Cutout, source: str, rng: Generator) -> Product:
    """A cut-out, laid on a new belt for each picture, turned about the same way."""
    turn = float(rng.uniform(-180, 180)) if rng.random() < 0.4 else 0.0
    base = _turned(cutout, turn)

    def shoot(rng: Generator) -> View | None:
        laid = compose([base], (PICTURE_PX, PICTURE_PX), rng, shares=(0.5, 0.9), turn_degrees=10, spread=0.1)
        return view(laid.image, np.asarray(laid.items[0].mask)) if laid.items else None

    return Product(source=source, group=cutout.group, shoot=shoot)


def of_carton(box: cartons.Carton, camera: cartons.Camera) -> Product:
    """A carton in three dimensions: each picture has it lying a little differently on another belt."""

    def shoot(rng: Generator) -> View | None:
        return _laid(_cartoned(box, cartons.moved(camera, rng), []), rng)

    def damaged(rng: Generator) -> View | None:
        severity: Severity = "major" if rng.random() < 0.55 else "minor"
        if rng.random() < CRUMPLED:
            dents = cartons.crumple(box, rng, major=severity == "major")
        else:
            count = 2 if rng.random() < SECOND_DEFECT else 1
            dents = [cartons.dent(box, rng, major=severity == "major") for _ in range(count)]
        cutout = _cartoned(box, cartons.moved(camera, rng), dents)
        return None if cutout is None else _laid(cutout, rng, severity)

    return Product(source="carton", group="carton", shoot=shoot, damaged=damaged)


def _cartoned(box: cartons.Carton, camera: cartons.Camera, dents: list[cartons.Dent]) -> Cutout | None:
    """Its cut-out, the marks where the dents can be seen; None where they can not."""
    shot = cartons.photograph(box, camera, dents)
    if shot is None:
        return None
    mask, marks = shot.cover > 0.5, None
    if dents:
        intact = cartons.photograph(box, camera, [])
        if intact is None:
            return None
        before, after = (
            np.clip(one.image * one.cover[..., None] + 110 * (1 - one.cover[..., None]), 0, 255).astype(np.uint8)
            for one in (intact, shot)
        )
        region = (shot.dented > 0.1) | (mask != (intact.cover > 0.5))
        seen = applied(before, after, region, cls="deformation", kind="dented_carton", severity="major")
        if seen is None or not _visible(before, after, seen.mask):
            return None
        marks = seen.mask
    image = np.clip(shot.image, 0, 255).astype(np.uint8)
    return Cutout(image=image, mask=mask, group="carton", upright=camera.pitch < cartons.UPRIGHT_PITCH, marks=marks)


def _laid(cutout: Cutout | None, rng: Generator, severity: Severity = "minor") -> View | None:
    if cutout is None:
        return None
    laid = compose([cutout], (PICTURE_PX, PICTURE_PX), rng, shares=(0.6, 0.98), turn_degrees=10, spread=0.1)
    if not laid.items:
        return None
    (item,) = laid.items
    if item.marks is None:
        return view(laid.image, np.asarray(item.mask))
    classes = np.where(item.marks, np.uint8(1 + DEFECT_CLASSES.index("deformation")), np.uint8(0))
    return View(image=laid.image, mask=np.asarray(item.mask), classes=classes, kinds="dented_carton", severity=severity)


def of_surface(surface: Surface, source: str, group: str) -> Product:
    """A photo: each picture is the same one, slightly moved and turned."""

    def shoot(rng: Generator) -> View | None:
        height, width = surface.mask.shape
        scale = min(1.0, PICTURE_PX / max(height, width)) * float(rng.uniform(0.9, 1.05))
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, 4)), scale)
        size = (max(64, round(width * scale)), max(64, round(height * scale)))
        turn[:, 2] += np.array(size) / 2 - np.array([width, height]) / 2 + rng.normal(0, 0.02, 2) * size
        image = cv2.warpAffine(surface.image, turn, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
        mask = cv2.warpAffine(surface.mask.astype(np.uint8), turn, size, flags=cv2.INTER_NEAREST)
        return view(np.asarray(image, np.uint8), mask > 0)

    return Product(source=source, group=group, shoot=shoot, outlined=False)


def samples(products: Iterator[Product], rng: Generator, count: int) -> Iterator[Sample]:
    """`count` samples; a product that can not be pictured is passed over."""
    made = 0
    for product in products:
        sample = _sample(product, rng)
        if sample is not None:
            yield sample
            made += 1
        if made == count:
            return


def _sample(product: Product, rng: Generator) -> Sample | None:
    partner = product.shoot(rng)
    if product.damaged is not None and rng.random() < KNOWN_DAMAGE:
        query = product.damaged(rng)
    else:
        clean = product.shoot(rng)
        damage = rng.random() < DAMAGED_SHARE
        plain = None if clean is None else _intact(clean, rng)  # damaged ones too: print and glare must tell nothing
        query = None if plain is None else _damaged(plain, product.outlined, rng) if damage else plain
    if query is None or partner is None:
        return None
    image, classes = _crop(query, rng)
    if query.kinds and np.count_nonzero(classes) < VISIBLE_PX:
        return None  # cut off by the box
    reference, _ = _crop(partner, rng)
    return Sample(
        query=vary(image, rng),
        reference=vary(reference, rng),
        classes=classes,
        source=product.source,
        group=product.group,
        kinds=query.kinds,
        severity=query.severity,
    )


def _kinds(*, outlined: bool) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """The kinds that fit, with their shares: dents are the commonest damage and the hardest to see."""
    kinds = tuple(kind for kind in DEFECT_KINDS if outlined or kind not in OUTLINE_KINDS)
    weights = np.array([SHARES.get(kind, 1.0) for kind in kinds])
    return kinds, weights / weights.sum()


def _damaged(clean: View, outlined: bool, rng: Generator) -> View | None:
    """One defect, sometimes two."""
    every, shares = _kinds(outlined=outlined)
    image, mask, classes = clean.image, clean.mask, clean.classes.copy()
    kinds: list[str] = []
    severity: Severity = "major" if rng.random() < 0.55 else "minor"
    wanted = 2 if rng.random() < SECOND_DEFECT else 1
    for _ in range(TRIES):
        kind = every[int(rng.choice(len(every), p=shares))]
        applied = apply_defect(Surface(image=image, mask=mask), kind, severity, rng)
        if applied is None or not _visible(image, applied.image, applied.mask):
            continue
        image = applied.image
        classes[applied.mask] = 1 + DEFECT_CLASSES.index(applied.cls)
        kinds.append(kind)
        if len(kinds) == wanted:
            break
    if not kinds:
        return None
    return View(image=image, mask=mask, classes=classes, kinds="+".join(kinds), severity=severity)


def _visible(before: U8, after: U8, mask: Mask) -> bool:
    """A person could see it: what nobody can see in the picture must not be called damage, in training or in a test."""
    smooth = [cv2.GaussianBlur(image, (0, 0), 1.0).astype(np.int16) for image in (before, after)]
    change = np.abs(smooth[0] - smooth[1]).max(2)
    return int(np.count_nonzero(mask & (change >= VISIBLE_LEVELS))) >= VISIBLE_PX


def _intact(clean: View, rng: Generator) -> View:
    image = clean.image
    if rng.random() < HARD_NEGATIVE:
        kind = HARD_NEGATIVES[int(rng.integers(len(HARD_NEGATIVES)))]
        changed = apply_hard_negative(Surface(image=image, mask=clean.mask), kind, rng)
        image = image if changed is None else changed
    return View(image=image, mask=clean.mask, classes=clean.classes)


def _crop(seen: View, rng: Generator) -> tuple[U8, U8]:
    """The product's box with the margin and the error of a detector's box, stretched to the network's square."""
    height, width = seen.mask.shape
    x, y, w, h = cv2.boundingRect(seen.mask.view(np.uint8))
    low = np.array([x, y]) - rng.normal(0.03, 0.035, 2) * (w, h)
    high = np.array([x + w, y + h]) + rng.normal(0.03, 0.035, 2) * (w, h)
    left, top = np.clip(low, 0, [width - 8, height - 8]).astype(int)
    right, bottom = np.clip(high, [left + 8, top + 8], [width, height]).astype(int)
    here = np.s_[top:bottom, left:right]
    shrinks = (right - left) * (bottom - top) > SIDE * SIDE
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    image = cv2.resize(seen.image[here], (SIDE, SIDE), interpolation=how)
    classes = cv2.resize(seen.classes[here], (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
    return np.asarray(image, np.uint8), np.asarray(classes, np.uint8)


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
