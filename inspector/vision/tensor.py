"""From an RGB canvas to the tensor that a model declares; depends on the declaration only."""

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from inspector.domain.frame import RgbImage


class TensorForm(Protocol):
    """What a bundle's manifest declares of its input."""

    @property
    def layout(self) -> str:
        """NCHW, NHWC, CHW or HWC."""
        ...

    @property
    def dtype(self) -> str:
        """`uint8` takes pixels as they are, `float32` scales and normalises them."""
        ...

    @property
    def scale(self) -> float:
        """Factor on 0 … 255."""
        ...

    @property
    def mean(self) -> tuple[float, float, float]:
        """Subtracted after scaling, RGB."""
        ...

    @property
    def std(self) -> tuple[float, float, float]:
        """Divided by at last, RGB."""
        ...


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
