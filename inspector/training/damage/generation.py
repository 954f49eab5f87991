"""Makes the damage network's samples: of each product four queries and four golden pictures.

About every second query is damaged. Intact ones get, instead, what looks like damage and comes and goes from item to
item (tape, stickers, glare); print that looks like damage belongs to the product and is on all its pictures.
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.damage.samples import Sample
from inspector.training.damage.shots import SECOND_DEFECT, Product, View, severity
from inspector.training.damage.sizes import SIDE
from inspector.training.damage.visible import visible
from inspector.training.defects import DEFECT_KINDS, PASSING, Surface, apply_defect, apply_hard_negative, vary

U8 = NDArray[np.uint8]

PER_PRODUCT = 4
DAMAGED_SHARE = 0.52  # of every source; what can not be seen is drawn anew
DRAWS = 4
HARD_NEGATIVE = 0.6
KNOWN_DAMAGE = 0.6  # of what is damaged, where the source has damage of its own
TRIES = 6
LEAST_PX = 50  # of a mask must lie in the crop
OUTLINE_KINDS = ("crushed_corner", "crushed_edge", "flap", "missing_part")
SHARES = {"dent": 3.0, "crushed_corner": 1.5, "crushed_edge": 1.5}
CALM = 0.25  # of the variation of light, where all pictures are from one station


def samples(products: Iterator[Product], rng: Generator, count: int) -> Iterator[Sample]:
    """`count` samples, four of each product; one that can not be pictured is passed over."""
    made = 0
    for product in products:
        name = f"{int(rng.integers(2**48)):012x}"
        for _ in range(PER_PRODUCT):
            damage = rng.random() < DAMAGED_SHARE
            drawn = (_sample(product, name, rng, damage=damage) for _ in range(DRAWS))
            sample = next((one for one in drawn if one is not None), None)
            if sample is not None:
                yield sample
                made += 1
            if made == count:
                return


def _sample(product: Product, name: str, rng: Generator, *, damage: bool) -> Sample | None:
    partner = product.shoot(rng)
    if damage and product.damaged is not None and rng.random() < KNOWN_DAMAGE:
        query = product.damaged(rng)
    else:
        clean = product.shoot(rng)
        plain = None if clean is None else _intact(clean, rng)  # damaged ones too: tape and glare must tell nothing
        query = None if plain is None else _damaged(plain, product.outlined, rng) if damage else plain
    if query is None or partner is None:
        return None
    image, classes, twin = _crop(query, rng)
    much, seed = CALM if product.steady else 1.0, int(rng.integers(2**63))
    shown = vary(image, np.random.default_rng(seed), much=much)
    if twin is not None:
        unhurt = vary(twin, np.random.default_rng(seed), much=much)
        if np.count_nonzero(classes) < LEAST_PX or not visible(unhurt, shown, classes > 0):
            return None  # cut off by the box, or lost in the dark
    reference, _, _ = _crop(partner, rng)
    return Sample(
        query=shown,
        reference=vary(reference, rng, much=much),
        classes=classes,
        source=product.source,
        group=product.group,
        product=name,
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
    bad = severity(rng)
    wanted = 2 if rng.random() < SECOND_DEFECT else 1
    for _ in range(TRIES):
        kind = every[int(rng.choice(len(every), p=shares))]
        applied = apply_defect(Surface(image=image, mask=mask), kind, bad, rng)
        if applied is None or not visible(image, applied.image, applied.mask):
            continue
        image = applied.image
        classes[applied.mask] = 1 + DEFECT_CLASSES.index(applied.cls)
        kinds.append(kind)
        if len(kinds) == wanted:
            break
    if not kinds:
        return None
    return View(image=image, mask=mask, classes=classes, twin=clean.image, kinds="+".join(kinds), severity=bad)


def _intact(clean: View, rng: Generator) -> View:
    image = clean.image
    if rng.random() < HARD_NEGATIVE:
        kind = PASSING[int(rng.integers(len(PASSING)))]
        changed = apply_hard_negative(Surface(image=image, mask=clean.mask), kind, rng)
        image = image if changed is None else changed
    return View(image=image, mask=clean.mask, classes=clean.classes)


def _crop(seen: View, rng: Generator) -> tuple[U8, U8, U8 | None]:
    """Picture, classes and twin in the product's box, with the error of a detector's box, stretched to a square."""
    height, width = seen.mask.shape
    x, y, w, h = cv2.boundingRect(seen.mask.view(np.uint8))
    low = np.array([x, y]) - rng.normal(0.03, 0.035, 2) * (w, h)
    high = np.array([x + w, y + h]) + rng.normal(0.03, 0.035, 2) * (w, h)
    left, top = np.clip(low, 0, [width - 8, height - 8]).astype(int)
    right, bottom = np.clip(high, [left + 8, top + 8], [width, height]).astype(int)
    here = np.s_[top:bottom, left:right]
    shrinks = (right - left) * (bottom - top) > SIDE * SIDE
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    image, twin = (
        None if one is None else np.asarray(cv2.resize(one[here], (SIDE, SIDE), interpolation=how), np.uint8)
        for one in (seen.image, seen.twin)
    )
    if image is None:
        raise AssertionError("a view has a picture")
    classes = cv2.resize(seen.classes[here], (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
    return image, np.asarray(classes, np.uint8), twin
