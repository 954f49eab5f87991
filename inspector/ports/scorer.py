"""Says how unlike its taught references an item looks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.detection import Xyxy
from inspector.domain.frame import Frame, RgbImage
from inspector.domain.item import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachReport:
    """What teaching gave. `odd_ones` are indices of given images that do not look like the rest.

    `leave_one_out` are the references' own scores (the calibration of the p-value), `seconds` is wall time.
    `kept` tells whether the memory was written. `second_kind` are the indices of the smaller of two heaps that the
    images fall into, `apart` how far these lie from each other (mean silhouette, 0 … 1). `resembles` are references of
    other names, taught for this camera, by which the images would be good ones.
    """

    reference: str
    images: int
    patches: int
    odd_ones: tuple[int, ...]
    leave_one_out: tuple[float, ...]
    seconds: float
    kept: bool = True
    second_kind: tuple[int, ...] = ()
    apart: float = 0.0
    resembles: tuple[str, ...] = ()


class Scorer(Protocol):
    """`score` is thread-safe and may run while another thread teaches."""

    @property
    def model(self) -> str:
        """`name@version#hash8` of the feature network's bundle."""
        ...

    def score(self, frame: Frame, region: Xyxy, identity: Identity) -> AnomalyScore:
        """Score one region of a frame against the memory of its SKU, else of its material, else the default.

        Memories are per camera. Raises `UnknownReference` where none was taught, `InferenceError` otherwise.
        """
        ...

    def teach(
        self,
        reference: str,
        camera: str,
        images: Sequence[RgbImage],
        accept: Callable[[TeachReport], bool] | None = None,
    ) -> TeachReport:
        """Learn `reference` (a SKU or material name, or 'default') from crops of good items, each (H, W, 3)
        uint8 RGB. Durable, atomic. Raises `InferenceError` that lists what is wrong with them, `StoreError`.

        `accept` sees the report before anything is written; where it says no, the former memory stays.
        """
        ...

    def references(self) -> tuple[tuple[str, str], ...]:
        """All (reference, camera) pairs that were taught."""
        ...

    def problems(self) -> tuple[str, ...]:
        """What was taught and can not be used (another network's, damaged), one sentence each; reads every file."""
        ...
