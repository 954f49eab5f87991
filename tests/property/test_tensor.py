"""What goes into a network depends on the declared form and each pixel, never on what else the picture shows.

A peer divides by 255 only where some pixel is brighter than 1: a black frame looks white to it.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inspector.config.bundle import InputContract
from inspector.domain.frame import freeze
from inspector.vision.tensor import TensorForm, to_tensor

Layouts = st.sampled_from(["NCHW", "NHWC", "CHW", "HWC"])
Pixels = st.integers(0, 255)
FLOAT = InputContract(
    name="images", width=8, height=6, scale=1 / 255, mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)
)


def _form(layout: str, dtype: str) -> TensorForm:
    return FLOAT.model_copy(update={"layout": layout, "dtype": dtype})


def _picture(seed: int, highest: int) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, highest + 1, (6, 8, 3), dtype=np.uint8)


def _pixels(tensor: NDArray[np.float32], layout: str) -> NDArray[np.float32]:
    """(H, W, 3), whatever the layout."""
    plain = tensor[0] if layout.startswith("N") else tensor
    return plain.transpose(1, 2, 0) if layout.endswith("CHW") else plain


@given(
    layout=Layouts, dtype=st.sampled_from(["uint8", "float32"]), seed=st.integers(0, 999), highest=Pixels, one=Pixels
)
def test_one_bright_pixel_changes_no_other(layout: str, dtype: str, seed: int, highest: int, one: int) -> None:
    before = _picture(seed, highest)
    after = before.copy()
    after[2, 3] = one
    was, then = (_pixels(to_tensor(freeze(picture), _form(layout, dtype)), layout) for picture in (before, after))
    changed = (was != then).any(axis=2)
    changed[2, 3] = False
    assert not changed.any()


@given(layout=Layouts, seed=st.integers(0, 999), highest=Pixels)
def test_the_tensor_is_linear_in_the_pixels(layout: str, seed: int, highest: int) -> None:
    picture = _picture(seed, highest)
    tensor = _pixels(to_tensor(freeze(picture), _form(layout, "float32")), layout)
    wanted = (picture / 255 - np.array(FLOAT.mean)) / np.array(FLOAT.std)
    assert np.allclose(tensor, wanted, atol=1e-5)


def test_a_black_frame_is_black() -> None:
    tensor = to_tensor(freeze(np.ones((4, 4, 3), np.uint8)), _form("NCHW", "float32"))
    white = to_tensor(freeze(np.full((4, 4, 3), 255, np.uint8)), _form("NCHW", "float32"))
    assert float(tensor.max()) < -1.7
    assert float(white.min()) > 2.2
