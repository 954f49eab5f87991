"""Pixel formats of GenICam (PFNC names) to RGB. The conversion follows from the format, never from the content."""

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.errors import CameraLost

# OpenCV names Bayer patterns by the second row's second and third pixel, GenICam by the first row's first two.
_BAYER: Final = {
    "BayerRG": cv2.COLOR_BayerBG2RGB,
    "BayerGR": cv2.COLOR_BayerGB2RGB,
    "BayerGB": cv2.COLOR_BayerGR2RGB,
    "BayerBG": cv2.COLOR_BayerRG2RGB,
}
_PACKED_YUV: Final = {"YUV422_8": cv2.COLOR_YUV2RGB_YUYV, "YUV422_8_UYVY": cv2.COLOR_YUV2RGB_UYVY}
_COLOURS: Final = {
    "RGB8": None,
    "BGR8": cv2.COLOR_BGR2RGB,
    "RGBa8": cv2.COLOR_RGBA2RGB,
    "BGRa8": cv2.COLOR_BGRA2RGB,
}
_DEEP: Final = ("10", "12", "14", "16")  # bits, each pixel in two bytes

SUPPORTED: Final = (
    *_COLOURS,
    *_PACKED_YUV,
    *(f"{kind}{bits}" for kind in ("Mono", *_BAYER) for bits in ("8", *_DEEP)),
)


def to_rgb(data: npt.NDArray[Any], pixel_format: str, *, height: int, width: int) -> npt.NDArray[np.uint8]:
    """(H, W, 3) uint8 RGB from the flat buffer of a picture. Raises `CameraLost` for a format that is not supported.

    Lines may be padded at their end; more than 8 bits are cut to the upper 8.
    """
    if pixel_format in _COLOURS:
        code = _COLOURS[pixel_format]
        channels = 4 if "a8" in pixel_format else 3
        colour = _lines(data, height, width * channels).reshape(height, width, channels)
        return _u8(colour if code is None else cv2.cvtColor(np.ascontiguousarray(colour), code))
    if pixel_format in _PACKED_YUV:
        packed = np.ascontiguousarray(_lines(data, height, width * 2)).reshape(height, width, 2)
        return _u8(cv2.cvtColor(packed, _PACKED_YUV[pixel_format]))
    kind, bits = _split(pixel_format)
    grey = _lines(data, height, width)
    if bits > 8:
        grey = grey >> (bits - 8)
    flat = np.ascontiguousarray(grey.astype(np.uint8))
    return _u8(cv2.cvtColor(flat, cv2.COLOR_GRAY2RGB if kind == "Mono" else _BAYER[kind]))


def _split(pixel_format: str) -> tuple[str, int]:
    if pixel_format not in SUPPORTED:
        raise CameraLost(f"pixel format {pixel_format} is not supported; choose one of {', '.join(SUPPORTED)}")
    kind = pixel_format.rstrip("0123456789")
    return kind, int(pixel_format[len(kind) :])


def _lines(data: npt.NDArray[Any], height: int, length: int) -> npt.NDArray[Any]:
    """(height, length) elements without the padding of each line."""
    stride = data.size // height if height else 0
    if stride < length:
        raise CameraLost(f"the buffer holds {data.size} values, too few for {height} lines of {length}")
    return data[: stride * height].reshape(height, stride)[:, :length]


def _u8(image: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    return np.asarray(image, np.uint8)
