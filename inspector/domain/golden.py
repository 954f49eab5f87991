"""Pictures of a product as it should look, which never change by themselves: what an item can be compared with."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.domain.frame import RgbImage, freeze


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Golden:
    """Crops of good items of one SKU as one camera sees them.

    `images` are (H, W, 3) uint8 RGB, read-only, of any sizes; `digest` is the hex SHA-256 of all their pixels.
    """

    reference: str
    camera: str
    images: tuple[RgbImage, ...]
    digest: str


def golden_of(reference: str, camera: str, images: Sequence[RgbImage]) -> Golden:
    """Own copies of `images`, with their digest."""
    owned = tuple(freeze(image) for image in images)
    return Golden(reference=reference, camera=camera, images=owned, digest=digest_of(owned))


def digest_of(images: Sequence[RgbImage]) -> str:
    """Hex SHA-256 of sizes and pixels, in order."""
    found = hashlib.sha256()
    for image in images:
        found.update(repr(image.shape).encode())
        found.update(np.ascontiguousarray(image).tobytes())
    return found.hexdigest()
