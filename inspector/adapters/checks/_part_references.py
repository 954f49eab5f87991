"""References of complete items, learnt from golden pictures before an item asks for them, kept from start to start."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from inspector.adapters._golden_keys import GoldenKeys
from inspector.domain.errors import StoreError
from inspector.domain.frame import RgbImage
from inspector.domain.golden import Golden
from inspector.domain.item import Identity
from inspector.ports.golden import GoldenStore
from inspector.vision.part_match import F32
from inspector.vision.part_reference import COLUMNS, Reference, learnt, reference_of

MOST_FILES: Final = 8000  # up to 110 kB each, one per product and camera
_KEPT: Final = 128  # products and cameras in memory, half a megabyte each

Images = Callable[[], tuple[RgbImage, ...]]


class PartReferences:
    """Thread-safe. Of pictures that were looked at before, by any process, only the reference itself is read again."""

    def __init__(self, golden: GoldenStore, keys: GoldenKeys) -> None:
        self._golden, self._keys = golden, keys
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[Reference, ...]] = OrderedDict()

    def prepare(self) -> None:
        """Look at all pictures that are new. Raises `StoreError` for those that can not be read."""
        for sku, camera in self._golden.pairs():
            digest = self._golden.digest(Identity(sku=sku), camera)
            if digest is not None:
                self._rows(digest, self._reader(sku, camera, digest))

    def keep(self, golden: Golden) -> None:
        """Look at these pictures for whoever asks next."""
        self._rows(golden.digest, lambda: golden.images)

    def of(self, sku: str, camera: str) -> tuple[Reference, ...] | None:
        """None where the product was not taught; empty where its pictures can not be laid onto one another.

        Raises `StoreError` for pictures that can not be read.
        """
        digest = self._golden.digest(Identity(sku=sku), camera)
        if digest is None:
            return None
        with self._lock:
            known = self._kept.get(digest)
            if known is not None:
                self._kept.move_to_end(digest)
                return known
        images = self._reader(sku, camera, digest)
        rows = self._rows(digest, images)
        references = tuple(reference_of(row, images()) for row in rows)
        with self._lock:
            self._kept[digest] = references
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return references

    def _rows(self, digest: str, images: Images) -> F32:
        return self._keys.get(digest, COLUMNS, lambda: learnt(images()))

    def _reader(self, sku: str, camera: str, digest: str) -> Images:
        def images() -> tuple[RgbImage, ...]:
            taught = self._golden.find(Identity(sku=sku), camera)
            if taught is None or taught.digest != digest:
                raise StoreError(f"golden pictures of {sku}, camera {camera}, were replaced while they were looked at")
            return taught.images

        return images
