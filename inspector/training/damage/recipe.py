"""Which products the damage network sees, in which shares; what is held out for choosing and for testing."""

from collections.abc import Iterator
from pathlib import Path

from numpy.random import Generator

from inspector.training.damage import sources
from inspector.training.damage.generation import Product

# Rendered seeds, by split. 5300 to 5305 were the test of item-defects 0.1.0.
SEEDS = {"train": range(5100, 5110), "val": range(5200, 5204), "test": range(5400, 5406)}
EVERY_TEXTURE = 12


def products(data: Path | None, split: str, rng: Generator) -> Iterator[Product]:
    """Products without end. Held-out SKUs, videos and pictures are shared by val and test, drawn products by nobody."""
    held_out = split != "train"
    draws = [(0.24, sources.rendered(SEEDS[split], held_out=held_out))]
    if data is None:
        return sources.mixed([*draws, (0.36, sources.drawn([])), (0.4, sources.cartons([]))], rng)
    part = "val" if held_out else "train"
    photos = sorted((data / "grocery_packages" / part).rglob("*.jpg"))[::EVERY_TEXTURE]
    photos += sorted((data / "caltech101").rglob("*.jpg"))[int(held_out) :: EVERY_TEXTURE * 2]
    patches = sources.textures(photos, rng)
    draws += [(0.18, sources.drawn(patches)), (0.35, sources.cartons(patches))]
    draws.append((0.09, sources.boards(sources.cut_boards(data / "trashnet" / part))))
    draws.append((0.06, sources.bottles(data / "conveyor_bottles", held_out=held_out)))
    draws.append((0.08, sources.photos(sources.groceries(data / "grocery_packages" / part), "grocery")))
    return sources.mixed(draws, rng)
