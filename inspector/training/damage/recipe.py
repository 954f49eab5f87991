"""Which products the damage network sees, in which shares; what is held out for choosing and for testing."""

from collections.abc import Iterator
from pathlib import Path

from numpy.random import Generator

from inspector.training.damage import sources
from inspector.training.damage.generation import Product

# Rendered seeds, by split; nothing here has been looked at by an earlier detector.
SEEDS = {"train": range(5100, 5110), "val": range(5200, 5204), "test": range(5300, 5306)}
EVERY_TEXTURE = 12


def products(data: Path | None, split: str, rng: Generator) -> Iterator[Product]:
    """Products without end. Held-out SKUs, videos and pictures are shared by val and test, drawn products by nobody."""
    held_out = split != "train"
    draws = [(0.32, sources.rendered(SEEDS[split], held_out=held_out))]
    if data is None:
        return sources.mixed([*draws, (0.7, sources.drawn([]))], rng)
    part = "val" if held_out else "train"
    photos = sorted((data / "grocery_packages" / part).rglob("*.jpg"))[::EVERY_TEXTURE]
    photos += sorted((data / "caltech101").rglob("*.jpg"))[int(held_out) :: EVERY_TEXTURE * 2]
    draws.append((0.38, sources.drawn(sources.textures(photos, rng))))
    draws.append((0.12, sources.boards(sources.cut_boards(data / "trashnet" / part))))
    draws.append((0.08, sources.bottles(data / "conveyor_bottles", held_out=held_out)))
    draws.append((0.10, sources.photos(sources.groceries(data / "grocery_packages" / part), "grocery")))
    return sources.mixed(draws, rng)
