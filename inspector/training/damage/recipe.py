"""Which products the damage network sees, in which shares; what is held out for choosing and for testing."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from numpy.random import Generator

from inspector.domain.errors import ConfigError
from inspector.training.damage import sources
from inspector.training.damage.shots import Product

# Rendered seeds, by split. 5300 to 5305 were the test of item-defects 0.1.0.
SEEDS = {"train": range(5100, 5110), "val": range(5200, 5204), "test": range(5400, 5406)}
EVERY_TEXTURE, EVERY_HELD_OUT, EVERY_OBJECT = 4, 4, {False: 4, True: 24}


def products(data: Path | None, split: str, rng: Generator) -> Iterator[Product]:
    """Products without end. Held-out SKUs, videos and pictures are shared by val and test, drawn products by nobody.

    Raises one `ConfigError` that lists every set under `data` that holds nothing to use.
    """
    held_out = split != "train"
    draws = [(0.24 if held_out else 0.45, sources.rendered(SEEDS[split], held_out=held_out))]
    if data is None:
        return sources.mixed([*draws, (0.36, sources.drawn([])), (0.4, sources.cartons([]))], rng)
    part = "val" if held_out else "train"
    cartons = sources.grocery_photos(data / "grocery_packages", held_out=held_out)
    photos = cartons[:: EVERY_HELD_OUT if held_out else EVERY_TEXTURE]
    photos += sorted((data / "caltech101").rglob("*.jpg"))[int(held_out) :: EVERY_OBJECT[held_out]]
    boards = sources.cut_boards(sources.board_photos(data / "trashnet", held_out=held_out))
    bottles = sorted((data / "conveyor_bottles" / "images").glob("*.jpg"))
    _require(data, part, {"grocery_packages": cartons, "trashnet": boards, "conveyor_bottles": bottles})
    patches = sources.textures(photos, rng)
    draws += [(0.18, sources.drawn(patches)), (0.35, sources.cartons(patches))]
    draws.append((0.09, sources.boards(boards)))
    draws.append((0.06, sources.bottles(data / "conveyor_bottles", held_out=held_out)))
    surfaces = sources.groceries(cartons if held_out else cartons[:: sources.GROCERY_STEP])
    draws.append((0.08, sources.photos(surfaces, "grocery")))
    return sources.mixed(draws, rng)


def _require(data: Path, part: str, found: Mapping[str, Sequence[object]]) -> None:
    empty = [f"{name}: holds nothing to use for {part}" for name, ones in found.items() if not ones]
    if empty:
        raise ConfigError(str(data), empty)
