"""How unlike its references an item looks."""

import hashlib
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from inspector.domain.detection import Xyxy

F32 = npt.NDArray[np.float32]
AnomalyMap = npt.NDArray[np.float32]  # (h, w), patch distances over the scored region, read-only


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """What a fading memory keeps of a scored view: `mean` (channels,) of its patch vectors as the network gave them.

    `farthest` is the largest distance of any patch from the taught ones, drift included: never too small.
    """

    mean: F32
    farthest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyScore:
    """Distance of an item from what was taught.

    `raw` is in the feature space's units. `p_value` is its conformal p-value among the taught references' own
    leave-one-out scores: (1 + references at least as far) / (1 + n); small means novel. `n` is their number, and bounds
    how small `p_value` can get: 1 / (n + 1). `reference` names the memory that was asked. `heat` covers `region`
    (xyxy in pixels of the original frame). `drift` is how far the fading memory moved the view's vectors before they
    were compared, 0 without one; `look` is there where the scorer follows drift. `memory` is the hex SHA-256 of
    the memory's numbers, None where nobody knows it.
    """

    camera: str
    model: str
    reference: str
    raw: float
    p_value: float
    n: int
    region: Xyxy
    heat: AnomalyMap = field(compare=False, repr=False)
    drift: float = 0.0
    memory: str | None = None
    look: Look | None = field(default=None, compare=False, repr=False)

    @property
    def heat_digest(self) -> str:
        """Hex SHA-256 over the shape and the float32 bytes of `heat`: the same only if every bit is."""
        heat = np.ascontiguousarray(self.heat, np.float32)
        return hashlib.sha256(repr(heat.shape).encode() + heat.tobytes()).hexdigest()
