"""Which product an item looks like: pooled features, compared with those of every product's good pictures.

What differs between pictures of one product (pose, light, print) is learnt from the pictures and counts less:
within-class whitening, the first half of Fisher's linear discriminant (Ann. Eugenics 7, 1936). No network is trained.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]

NEAREST: Final = 3  # pictures of a product whose mean similarity is the product's
EDGE: Final = 1 / 7  # of the picture on each side, where other things than the item are seen
FOLDS: Final = 5
EMBEDDING: Final = 1  # raise it when `embedding` changes: what was computed before and kept is then no longer used
RIDGE: Final = 0.1  # of the mean variance, added in every direction: few pictures leave some without any


def embedding(patches: F32, rows: int, columns: int) -> F32:
    """(2 * channels,) float32: mean and spread of (rows * columns, channels) patch vectors, the edge left out."""
    grid = patches.reshape(rows, columns, -1)
    down, across = round(rows * EDGE), round(columns * EDGE)
    inner = grid[down : rows - down, across : columns - across].reshape(-1, grid.shape[2])
    return np.concatenate((inner.mean(axis=0), inner.std(axis=0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How an item compares with one product.

    `likeness` is its similarity to the product, -1 … 1, `margin` that minus the similarity to the nearest other one.
    `p_value` and `p_like` are the shares of the gallery's own pictures, a fifth of each product left out at a time,
    whose margin and likeness are no larger (cross-conformal); the smallest that they can be is 1 / (n + 1).
    """

    sku: str
    margin: float
    likeness: float
    p_value: float
    p_like: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Space:
    """Where pictures are compared: moved by `mean`, turned and stretched by `whiten`, unit vectors with labels."""

    mean: F64
    whiten: F64
    units: F64
    labels: Labels
    products: int

    @classmethod
    def of(cls, rows: F64, labels: Labels, products: int) -> "_Space":
        mean, whiten = rows.mean(axis=0), _whitener(rows, labels)
        return cls(mean=mean, whiten=whiten, units=_unit((rows - mean) @ whiten), labels=labels, products=products)

    def likeness(self, rows: F64) -> F64:
        """(n, products) of (n, d): the mean cosine to the nearest pictures of each product, -1 where it has none."""
        cosines = _unit((rows - self.mean) @ self.whiten) @ self.units.T
        found = np.full((len(rows), self.products), -1.0)
        for number in range(self.products):
            own = np.sort(cosines[:, self.labels == number], axis=1)[:, -NEAREST:]
            if own.shape[1]:
                found[:, number] = own.mean(axis=1)
        return found


class Gallery:
    """Pictures of at least two products as one camera sees them. Immutable."""

    def __init__(self, embeddings: Mapping[str, F32]) -> None:
        """`embeddings` are (n, d) per SKU, n >= 1. Raises ValueError for fewer than two products."""
        if len(embeddings) < 2 or any(not len(one) for one in embeddings.values()):
            raise ValueError("a gallery needs pictures of two products at least")
        self.skus = tuple(sorted(embeddings))
        counts = [len(embeddings[sku]) for sku in self.skus]
        rows = np.concatenate([embeddings[sku] for sku in self.skus]).astype(np.float64)
        labels = np.repeat(np.arange(len(self.skus)), counts)
        # Neighbours are alike, one shot after the other: whole stretches are left out, never single pictures.
        folds = np.concatenate([np.arange(count) * FOLDS // count for count in counts])
        self._margins, self._likenesses = np.sort(_left_out(rows, labels, folds), axis=1)
        self._space = _Space.of(rows, labels, len(self.skus))

    @property
    def n(self) -> int:
        """How many pictures the p-values rest on."""
        return len(self._margins)

    def similarities(self, item: F32) -> F64:
        """(products,) in the order of `skus`: the mean cosine to the nearest pictures of each."""
        return np.asarray(self._space.likeness(item[None].astype(np.float64))[0], np.float64)

    def match(self, item: F32, sku: str) -> Match:
        """The item against one of `skus`. Raises ValueError for another one."""
        return self._match(self.similarities(item), self.skus.index(sku))

    def best(self, item: F32) -> Match:
        """The product that the item looks like most."""
        likeness = self.similarities(item)
        return self._match(likeness, int(np.argmax(likeness)))

    def _match(self, likeness: F64, number: int) -> Match:
        margin, like = _margin(likeness, number), float(likeness[number])
        return Match(
            sku=self.skus[number],
            margin=margin,
            likeness=like,
            p_value=self._share(self._margins, margin),
            p_like=self._share(self._likenesses, like),
        )

    def _share(self, usual: F64, value: float) -> float:
        return (int(np.searchsorted(usual, value, side="right")) + 1) / (self.n + 1)


def _left_out(rows: F64, labels: Labels, folds: Labels) -> F64:
    """(2, n): margin and likeness of every picture in a space made without its fold, if its product is still there."""
    found = []
    for fold in np.unique(folds):
        out = folds == fold
        if out.all():
            continue
        space = _Space.of(rows[~out], labels[~out], int(labels.max()) + 1)
        for likeness, label in zip(space.likeness(rows[out]), labels[out], strict=True):
            if likeness[label] > -1:
                found.append((_margin(likeness, int(label)), float(likeness[label])))
    return np.array(found, np.float64).reshape(-1, 2).T


def _margin(likeness: F64, number: int) -> float:
    return float(likeness[number] - np.delete(likeness, number).max())


def _unit(rows: F64) -> F64:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), np.float64)


def _whitener(rows: F64, labels: Labels) -> F64:
    """(d, d): after it, pictures of one product are spread alike in all directions."""
    away = np.concatenate([rows[labels == label] - rows[labels == label].mean(axis=0) for label in np.unique(labels)])
    scatter = away.T @ away / max(1, len(away))
    scatter += (RIDGE * np.trace(scatter) / len(scatter) + 1e-9) * np.eye(len(scatter))
    values, vectors = np.linalg.eigh(scatter)
    return np.asarray(vectors / np.sqrt(values), np.float64)
