"""What else can be wrong with an item than damage: another product, another's label, another colour, another size,
two units under one trigger.
"""

from dataclasses import dataclass
from typing import Final, Literal

from numpy.random import Generator

from inspector.scene.catalogue import catalogue, recoloured, resized
from inspector.scene.randomness import between, chance, pick
from inspector.scene.sku import Product

Mixup = Literal["wrong_item", "mislabelled", "wrong_colour", "wrong_size", "wrong_count"]
MIXUPS: Final[tuple[Mixup, ...]] = ("wrong_item", "mislabelled", "wrong_colour", "wrong_size", "wrong_count")

LABELLED: Final = ("carton", "bottle")  # carry a retail label; on the others only the item's own licence plate sticks
_PLAINLY_OTHER: Final = 70  # least distance of two ground colours in sRGB, so that nobody could take one for the other
PAIRED_MM: Final = 260  # longest side of products of which two fit between the line's other items
_SMALLER, _LARGER = (0.78, 0.9), (1.1, 1.18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`looks` is the product (with its changes) that lies there, `label` the one whose retail label it carries."""

    mixup: Mixup | None
    looks: Product
    label: Product


def shown(booked: Product, rate: float, kinds: tuple[Mixup, ...], rng: Generator, counts: Generator) -> Shown:
    """What lies on the belt where `booked` was announced; with probability `rate` one of the mix-ups of `kinds`.

    Whether it is a second unit is drawn from `counts`, so that the draws of the others are what they were without it.
    """
    possible = [kind for kind in kinds if kind != "wrong_count" and (kind != "mislabelled" or booked.kind in LABELLED)]
    mixed = chance(rng, rate)
    paired = "wrong_count" in kinds and max(booked.size_mm) <= PAIRED_MM
    if mixed and paired and chance(counts, 1 / (len(possible) + 1)):
        return Shown(mixup="wrong_count", looks=booked, label=booked)
    if not mixed or not possible:
        return Shown(mixup=None, looks=booked, label=booked)
    kind = possible[pick(rng, len(possible))]
    if kind == "wrong_item":
        other = _other(booked, rng)
        return Shown(mixup=kind, looks=other, label=other)
    if kind == "mislabelled":
        return Shown(mixup=kind, looks=booked, label=_other(booked, rng, kinds=LABELLED))
    if kind == "wrong_colour":
        palettes = [one for one in catalogue() if _distance(one, booked) >= _PLAINLY_OTHER]
        return Shown(mixup=kind, looks=recoloured(booked, palettes[pick(rng, len(palettes))]), label=booked)
    low, high = _SMALLER if chance(rng, 0.5) else _LARGER
    return Shown(mixup=kind, looks=resized(booked, round(100 * between(rng, low, high))), label=booked)


def _other(
    booked: Product, rng: Generator, kinds: tuple[str, ...] = ("carton", "bottle", "polybag", "book")
) -> Product:
    others = [one for one in catalogue() if one.sku != booked.sku and one.kind in kinds]
    return others[pick(rng, len(others))]


def _distance(one: Product, other: Product) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one.palette[0], other.palette[0], strict=True)) ** 0.5)
