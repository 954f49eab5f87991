"""Every pixel format that is said to be supported gives the colours that went in."""

import cv2
import numpy as np
import pytest

from inspector.adapters.cameras._pixel_format import SUPPORTED, to_rgb
from inspector.domain.errors import CameraLost

RGB = (200, 120, 40)
H, W = 6, 8


def mosaic(first_two: str) -> np.ndarray:
    """A Bayer picture of one colour; `first_two` are the colours of the first row's first two pixels."""
    second = {"RG": "GB", "GR": "BG", "GB": "RG", "BG": "GR"}[first_two]
    values = dict(zip("RGB", RGB, strict=True))
    tile = np.array([[values[c] for c in first_two], [values[c] for c in second]])
    return np.tile(tile, (H // 2, W // 2))


def encoded(pixel_format: str) -> np.ndarray:
    """What a camera that sees `RGB` everywhere (or its grey) sends in this format, flat."""
    red, green, blue = RGB
    plain = {"RGB8": [red, green, blue], "BGR8": [blue, green, red]}
    plain |= {"RGBa8": [red, green, blue, 255], "BGRa8": [blue, green, red, 255]}
    if pixel_format in plain:
        return np.tile(np.array(plain[pixel_format], np.uint8), H * W)
    if pixel_format.startswith("YUV422"):
        y, u, v = (int(x) for x in studio_yuv())
        pair = [y, u, y, v] if pixel_format == "YUV422_8" else [u, y, v, y]
        return np.tile(np.array(pair, np.uint8), H * W // 2)
    kind = pixel_format.rstrip("0123456789")
    bits = int(pixel_format[len(kind) :])
    grey = np.full((H, W), 120) if kind == "Mono" else mosaic(kind.removeprefix("Bayer"))
    deep = grey.astype(np.uint16) << (bits - 8)
    return (deep if bits > 8 else grey.astype(np.uint8)).ravel()


def studio_yuv() -> tuple[float, float, float]:
    """BT.601 in studio range, by its formula."""
    red, green, blue = (value / 255 for value in RGB)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    return 16 + 219 * luma, 128 + 224 * (blue - luma) / 1.772, 128 + 224 * (red - luma) / 1.402


@pytest.mark.parametrize("pixel_format", SUPPORTED)
def test_colours_survive(pixel_format: str) -> None:
    image = to_rgb(encoded(pixel_format), pixel_format, height=H, width=W)
    assert image.shape == (H, W, 3)
    assert image.dtype == np.uint8
    wanted = (120, 120, 120) if pixel_format.startswith("Mono") else RGB
    tolerance = 3 if pixel_format.startswith("YUV") else 0
    assert np.abs(image.astype(int) - wanted).max() <= tolerance


@pytest.mark.parametrize("pixel_format", ["Mono8", "RGB8", "BayerRG8", "Mono12"])
def test_padding_at_the_end_of_lines_is_cut(pixel_format: str) -> None:
    plain = encoded(pixel_format).reshape(H, -1)
    padded = np.pad(plain, ((0, 0), (0, 5)), constant_values=9)
    image = to_rgb(padded.ravel(), pixel_format, height=H, width=W)
    assert np.array_equal(image, to_rgb(plain.ravel(), pixel_format, height=H, width=W))


def test_deep_pixels_are_cut_to_their_upper_bits_whatever_they_show() -> None:
    data = np.arange(H * W, dtype=np.uint16) * 85  # up to 3995 of 4095
    image = to_rgb(data, "Mono12", height=H, width=W)
    assert np.array_equal(image[:, :, 0].ravel(), data >> 4)


def test_lines_are_not_mixed_up() -> None:
    grey = np.arange(H * W, dtype=np.uint8)
    image = to_rgb(grey, "Mono8", height=H, width=W)
    assert np.array_equal(image[:, :, 1], grey.reshape(H, W))
    assert np.array_equal(image, cv2.cvtColor(grey.reshape(H, W), cv2.COLOR_GRAY2RGB))


@pytest.mark.parametrize("pixel_format", ["Mono12Packed", "Coord3D_C16", "RGB", ""])
def test_another_format_is_refused_with_those_that_work(pixel_format: str) -> None:
    with pytest.raises(CameraLost, match="not supported; choose one of RGB8, "):
        to_rgb(np.zeros(H * W * 3, np.uint8), pixel_format, height=H, width=W)


def test_a_buffer_that_is_too_short_is_refused() -> None:
    with pytest.raises(CameraLost, match="too few"):
        to_rgb(np.zeros(H * W - 1, np.uint8), "Mono8", height=H, width=W)
