"""Batches for the damage network: whole products, each with some of its golden pictures."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.training.damage.samples import Index

U8 = NDArray[np.uint8]

GOLDEN = 4  # pictures of a product in a batch
HOW_MANY = (1, 2, 4)  # different ones among them
TURNED = 0.3
OTHER_COLOURS = 0.5  # of products are seen with their channels exchanged: so many more products


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """`query` (n, 224, 224, 3), `classes` (n, 224, 224), `references` (pictures, 224, 224, 3), all uint8.

    `product` (n,): which of the products each query is. `golden` (products, GOLDEN): which of the pictures are its
    golden ones; of `different` (products,) the first ones differ, and repeat in turn.
    """

    query: U8
    classes: U8
    references: U8
    product: NDArray[np.int64]
    golden: NDArray[np.int64]
    different: NDArray[np.int64]


def batches(index: Index, size: int, rng: Generator, *, workers: int = 2) -> Iterator[Batch]:
    """Shuffled batches without end, read ahead; all pictures of a product are mirrored and turned alike."""
    products = index.products()
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[Future[Batch]] = []
        order: list[int] = []
        while True:
            while len(waiting) < 2 * workers:
                chosen: list[list[int]] = []
                while (room := size - sum(map(len, chosen))) > 0:
                    order = order or rng.permutation(len(products)).tolist()
                    chosen.append(products[order.pop()][:room])
                waiting.append(pool.submit(_read, index, chosen, int(rng.integers(2**31))))
            yield waiting.pop(0).result()


def _read(index: Index, chosen: list[list[int]], seed: int) -> Batch:
    rng = np.random.default_rng(seed)
    queries, classes, product = [], [], []
    references: list[U8] = []
    golden, different = [], []
    for place, numbers in enumerate(chosen):
        turns, mirror = int(rng.integers(4)) if rng.random() < TURNED else 0, rng.random() < 0.5
        light = tables(rng, 1.0)
        channels = rng.permutation(3) if rng.random() < OTHER_COLOURS else np.arange(3)
        kept = []
        for number in numbers:
            query, reference, marks = (_turned(one, turns, mirror) for one in index.read(number))
            queries.append(relit(query, _through(light, tables(rng, 0.2)))[..., channels])
            kept.append(relit(reference, _through(light, tables(rng, 0.2)))[..., channels])
            classes.append(marks)
            product.append(place)
        some = rng.permutation(len(kept))[: int(rng.choice(HOW_MANY))]
        golden.append([len(references) + number % len(some) for number in range(GOLDEN)])
        different.append(len(some))
        references += [kept[one] for one in some]
    return Batch(
        query=np.stack(queries),
        classes=np.stack(classes),
        references=np.stack(references),
        product=np.array(product, np.int64),
        golden=np.array(golden, np.int64),
        different=np.array(different, np.int64),
    )


def _turned(picture: U8, turns: int, mirror: bool) -> U8:
    turned = np.rot90(picture, turns)
    return turned[:, ::-1] if mirror else turned


def tables(rng: Generator, much: float) -> U8:
    """(256, 3) uint8: another exposure and tint, by `much`.

    A sample is seen several times, and must not be known by its light.
    """
    gain = (1 + much * float(rng.uniform(-0.15, 0.15))) * rng.normal(1, 0.03 * much, 3)
    levels = 255 * (np.arange(256)[:, None] / 255) ** (1 + much * float(rng.uniform(-0.12, 0.14))) * gain
    return np.clip(np.round(levels), 0, 255).astype(np.uint8)


def _through(first: U8, second: U8) -> U8:
    """Both tables, one after the other."""
    return np.stack([second[first[:, channel], channel] for channel in range(3)], axis=-1)


def relit(picture: U8, table: U8) -> U8:
    """The picture (H, W, 3) through a table."""
    return np.stack([table[picture[..., channel], channel] for channel in range(3)], axis=-1)
