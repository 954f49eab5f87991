"""The belts that the line detector learns items from: drawn, rendered and cut-out products in fixed shares."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer, View
from inspector.training.belts import BeltPicture, Cutout, compose
from inspector.training.belts.cutout import from_frame
from inspector.training.belts.products import drawn_product
from inspector.training.damage.sources import board_photos, cut_boards, textures

U8 = NDArray[np.uint8]

BELT_SIZES = ((416, 320), (416, 416), (416, 234))
COUNTS = (0, 1, 2, 3)
COUNT_SHARES = (0.2, 0.5, 0.2, 0.1)
BOARD_SHARE, RENDERED_SHARE = 0.25, 0.15
RENDERED_SEEDS = (1000, 1002, 1004)
RENDERED_EACH = 25
VIEWS: tuple[View, ...] = ("top", "side")
EVERY_GROCERY, EVERY_CALTECH = 4, 20


def belt_pictures(count: int, data: Path | None, rng: Generator) -> Iterator[BeltPicture]:
    """`count` pictures. `data`: folder with trashnet/, grocery_packages/, caltech101/; without it, drawn ones only."""
    boards = [] if data is None else cut_boards(board_photos(data / "trashnet", held_out=False))
    patches = [] if data is None else textures(_photos(data), rng)
    rendered = _rendered()
    for _ in range(count):
        wanted = int(rng.choice(COUNTS, p=COUNT_SHARES))
        products = [_product(boards, rendered, patches, rng) for _ in range(wanted)]
        yield compose(products, BELT_SIZES[int(rng.integers(len(BELT_SIZES)))], rng)


def _product(boards: list[Cutout], rendered: list[Cutout], patches: list[U8], rng: Generator) -> Cutout:
    share = rng.random()
    if boards and share < BOARD_SHARE:
        return boards[int(rng.integers(len(boards)))]
    if share < BOARD_SHARE + RENDERED_SHARE:
        return rendered[int(rng.integers(len(rendered)))]
    return drawn_product(rng, patches)


def _photos(data: Path) -> list[Path]:
    groceries = sorted((data / "grocery_packages" / "train").rglob("*.jpg"))[::EVERY_GROCERY]
    return groceries + sorted((data / "caltech101").rglob("*.jpg"))[::EVERY_CALTECH]


def _rendered() -> list[Cutout]:
    found: list[Cutout] = []
    for seed in RENDERED_SEEDS:
        for view in VIEWS:
            renderer = Renderer(LineSpec(seed=seed, damage_rate=0.0), view=view, size=(480, 384))
            for index in range(RENDERED_EACH):
                found += from_frame(renderer.item(index), "rendered")
    return found
