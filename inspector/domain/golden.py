"""Pictures of a product as it should look, which never change by themselves: what an item can be compared with."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from inspector.domain.frame import RgbImage, freeze


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Golden:
    """Crops of good items of one SKU as one camera sees them; `digest` is the hex SHA-256 of all their pixels,
    `count` their number.

    `load` gives the pictures, each time the same: who knows them by their digest need not have them read.
    """

    reference: str
    camera: str
    digest: str
    count: int
    load: Callable[[], tuple[RgbImage, ...]]

    @property
    def images(self) -> tuple[RgbImage, ...]:
        """(H, W, 3) uint8 RGB, read-only, of any sizes. Raises `StoreError` where they are kept and can not be read."""
        return self.load()


def golden_of(reference: str, camera: str, images: Sequence[RgbImage]) -> Golden:
    """Own, read-only copies of `images`, (H, W, 3) uint8 RGB of any sizes, with their digest."""
    owned = tuple(freeze(image) for image in images)
    return Golden(reference=reference, camera=camera, digest=digest_of(owned), count=len(owned), load=lambda: owned)


def digest_of(images: Sequence[RgbImage]) -> str:
    """Hex SHA-256 of the sizes and pixels of (H, W, 3) uint8 pictures, in order."""
    found = hashlib.sha256()
    for image in images:
        found.update(repr(image.shape).encode())
        found.update(np.ascontiguousarray(image).tobytes())
    return found.hexdigest()
