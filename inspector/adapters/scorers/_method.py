"""How a kind that remembers good pictures looks at one, what it keeps, and how far a new one is from that."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from inspector.domain.frame import RgbImage

F16 = npt.NDArray[np.float16]
F32 = npt.NDArray[np.float32]

T = TypeVar("T")


class Method(Protocol[T]):
    """How a kind looks, learns and compares. Thread-safe; knows no product."""

    @property
    def model(self) -> str:
        """Memories of another model do not fit."""
        ...

    @property
    def side(self) -> tuple[int, int]:
        """Patches (down, across) of a picture."""
        ...

    @property
    def tells_strangers(self) -> bool:
        """Whether the mean distance all over tells another product from this one."""
        ...

    def look(self, image: RgbImage) -> F32:
        """(patches, channels) of a picture (H, W, 3). Raises `InferenceError`."""
        ...

    def learn(self, grids: Sequence[F32], share: float) -> F16:
        """(m, channels): what is kept of good pictures; `share` of what all pictures of a lesson may take."""
        ...

    def ready(self, kept: F16) -> T:
        """What is kept, as `distances` needs it."""
        ...

    def distances(self, grid: F32, ready: T) -> F32:
        """(down, across): how far each patch of a picture is from what is known."""
        ...
