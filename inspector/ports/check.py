"""One named question about an item, answered from its frames."""

from typing import Protocol

from inspector.domain.check import CheckResult
from inspector.domain.detection import Detections
from inspector.domain.frame import Item
from inspector.domain.golden import Golden


class Check(Protocol):
    """Thread-safe; one adapter file each."""

    @property
    def name(self) -> str:
        """The name that config and results use."""
        ...

    def prepare(self, taught: Golden | None = None) -> None:
        """Do now what the first item would have to wait for. Raises `InferenceError` or `StoreError`.

        At the start; and after a product was taught, with its pictures: then only what these make necessary. A check
        that nobody prepared does it at its first item.
        """
        ...

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        """Answer for one item. Raises `InferenceError`."""
        ...
