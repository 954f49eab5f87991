"""What else can be wrong with an item than damage: another product, another's label, another colour, another size."""

from dataclasses import dataclass
from typing import Final, Literal

from numpy.random import Generator

from inspector.scene.catalogue import Product, catalogue, recoloured, resized
from inspector.scene.randomness import between, chance, pick

Mixup = Literal["wrong_item", "mislabelled", "wrong_colour", "wrong_size"]
MIXUPS: Final[tuple[Mixup, ...]] = ("wrong_item", "mislabelled", "wrong_colour", "wrong_size")

_LABELLED: Final = ("carton", "bottle")  # carry a retail label; on the others only the item's own licence plate sticks
_PLAINLY_OTHER: Final = 70  # least distance of two ground colours in sRGB, so that nobody could take one for the other
_SMALLER, _LARGER = (0.78, 0.9), (1.1, 1.18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`looks` is the product (with its changes) that lies there, `label` the one whose retail label it carries."""

    mixup: Mixup | None
    looks: Product
    label: Product


def shown(booked: Product, rate: float, kinds: tuple[Mixup, ...], rng: Generator) -> Shown:
    """What lies on the belt where `booked` was announced; with probability `rate` one of the mix-ups of `kinds`."""
    possible = [kind for kind in kinds if kind != "mislabelled" or booked.kind in _LABELLED]
    mixed = chance(rng, rate)
    if not mixed or not possible:
        return Shown(mixup=None, looks=booked, label=booked)
    kind = possible[pick(rng, len(possible))]
    if kind == "wrong_item":
        other = _other(booked, rng)
        return Shown(mixup=kind, looks=other, label=other)
    if kind == "mislabelled":
        return Shown(mixup=kind, looks=booked, label=_other(booked, rng, kinds=_LABELLED))
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
