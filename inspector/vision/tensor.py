"""From an RGB canvas to the tensor that a model declares; depends on the declaration only."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from inspector.domain.frame import RgbImage


@dataclass(frozen=True, slots=True, kw_only=True)
class TensorForm:
    """`layout` NCHW, NHWC, CHW or HWC; `dtype` uint8 takes pixels as they are, float32 scales and normalises them."""

    layout: str
    dtype: str
    scale: float
    mean: tuple[float, float, float]
    std: tuple[float, float, float]


def to_tensor(canvas: RgbImage, form: TensorForm) -> npt.NDArray[Any]:
    """The contiguous input tensor of `canvas` (H, W, 3) uint8."""
    values: npt.NDArray[Any] = canvas
    if form.dtype == "float32":
        factor = np.array([form.scale / s for s in form.std], np.float32)
        offset = np.array([m / s for m, s in zip(form.mean, form.std, strict=True)], np.float32)
        values = canvas.astype(np.float32) * factor
        if offset.any():
            values -= offset
    if form.layout.endswith("CHW"):
        values = values.transpose(2, 0, 1)
    return np.ascontiguousarray(values[None] if form.layout.startswith("N") else values)
