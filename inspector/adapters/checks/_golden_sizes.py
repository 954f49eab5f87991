"""How large a product looks in its golden pictures: tells two units that touch from one, and a part from the whole."""

import threading
from collections import OrderedDict

from inspector.domain.item import Identity
from inspector.ports.golden import GoldenStore

KEPT = 4096


class GoldenSizes:
    """Thread-safe. Pictures are looked at once, at the first item after they were taught; only numbers are kept."""

    def __init__(self, golden: GoldenStore, *, least_pictures: int) -> None:
        self._golden, self._least = golden, least_pictures
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def of(self, sku: str, camera: str) -> tuple[float, float] | None:
        """Square pixels of the smallest and the largest golden picture; None where there are too few.

        Raises `StoreError` for pictures that can not be read.
        """
        taught = self._golden.find(Identity(sku=sku), camera)
        if taught is None or taught.count < self._least:
            return None
        with self._lock:
            known = self._known.get(taught.digest)
            if known is not None:
                self._known.move_to_end(taught.digest)
                return known
        sizes = [float(image.shape[0] * image.shape[1]) for image in taught.images]
        with self._lock:
            self._known[taught.digest] = min(sizes), max(sizes)
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
            return self._known[taught.digest]
