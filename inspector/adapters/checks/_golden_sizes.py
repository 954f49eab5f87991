"""How large a product looks in its golden pictures: tells two units that touch from one, and a part from the whole."""

import threading
from collections.abc import Callable

import numpy as np

from inspector.adapters._golden_keys import GoldenKeys
from inspector.domain.errors import StoreError
from inspector.domain.frame import RgbImage
from inspector.domain.golden import Golden
from inspector.domain.item import Identity
from inspector.ports.golden import GoldenStore

MOST_FILES = 40_000


class GoldenSizes:
    """Thread-safe. Of pictures that were looked at before, by any process, none is read."""

    def __init__(self, golden: GoldenStore, keys: GoldenKeys, *, least_pictures: int) -> None:
        self._golden, self._keys, self._least = golden, keys, least_pictures
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, ...]] = {}

    def prepare(self) -> None:
        """Look at all pictures that are new. Raises `StoreError` for those that can not be read."""
        for sku, camera in self._golden.pairs():
            self.of(sku, camera)

    def keep(self, golden: Golden) -> None:
        """Look at these pictures for whoever asks next."""
        self._areas(golden.digest, lambda: golden.images)

    def of(self, sku: str, camera: str) -> tuple[float, float] | None:
        """Square pixels of the smallest and the largest golden picture; None where there are too few.

        Raises `StoreError` for pictures that can not be read.
        """

        def images() -> tuple[RgbImage, ...]:
            taught = self._golden.find(Identity(sku=sku), camera)
            if taught is None or taught.digest != digest:
                raise StoreError(f"golden pictures of {sku}, camera {camera}, were replaced while they were looked at")
            return taught.images

        digest = self._golden.digest(Identity(sku=sku), camera)
        areas = () if digest is None else self._areas(digest, images)
        return (min(areas), max(areas)) if len(areas) >= self._least else None

    def _areas(self, digest: str, images: Callable[[], tuple[RgbImage, ...]]) -> tuple[float, ...]:
        with self._lock:
            known = self._known.get(digest)
        if known is None:
            shapes = self._keys.get(
                digest, 2, lambda: np.array([image.shape[:2] for image in images()], np.float32).reshape(-1, 2)
            )
            known = tuple(float(height * width) for height, width in shapes)
            with self._lock:
                self._known[digest] = known
        return known
