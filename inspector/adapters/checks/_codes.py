"""Codes that zxing-cpp reads on an item. The vendor's types end here."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from inspector.domain.code import Code
from inspector.domain.frame import RgbImage
from inspector.ports.code_reader import Window

Grey = npt.NDArray[np.uint8]

_FORMATS: Final = [
    zxingcpp.BarcodeFormat.EAN13,
    zxingcpp.BarcodeFormat.EAN8,
    zxingcpp.BarcodeFormat.UPCA,
    zxingcpp.BarcodeFormat.UPCE,
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.ITF,
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.DataMatrix,
    zxingcpp.BarcodeFormat.PDF417,
]
LARGEST_PX: Final = 2_000_000  # a picture with more pixels is not enlarged
MATRIX: Final = ("QR Code", "Data Matrix", "PDF417")  # corrected by many check words: what reads is right


def _clear(grey: Grey) -> Grey:
    """Contrast evened out over the picture: shadow and glare on one code."""
    return np.asarray(cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8)).apply(grey), np.uint8)


def _sharp(grey: Grey) -> Grey:
    """Unsharp masking: codes slightly out of focus."""
    soft = cv2.GaussianBlur(grey, (0, 0), 2)
    return np.asarray(cv2.addWeighted(grey, 2.0, soft, -1.0, 0), np.uint8)


def _large(grey: Grey) -> Grey:
    """Twice as large: bars hardly wider than a pixel."""
    return np.asarray(cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)


# (what is done to the picture, by how much its pixels then are smaller), in the order in which they are tried.
_TREATMENTS: Final[tuple[tuple[Callable[[Grey], Grey], int], ...]] = (
    (_clear, 1),
    (_sharp, 1),
    (_large, 2),
    (lambda grey: _sharp(_large(grey)), 2),
)
MOST_TRIES: Final = len(_TREATMENTS)
_CHANGES: Final[tuple[Callable[[Grey], Grey], ...]] = (
    lambda grey: np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.7), np.uint8),
    lambda grey: np.asarray(cv2.resize(grey, None, fx=0.9, fy=0.9, interpolation=cv2.INTER_AREA), np.uint8),
    lambda grey: np.asarray(cv2.resize(grey, None, fx=1.13, fy=1.13, interpolation=cv2.INTER_LINEAR), np.uint8),
)


def read_codes(camera: str, image: RgbImage, window: Window, tries: int) -> tuple[Code, ...]:
    """Every code that reads in `window` of an (H, W, 3) uint8 RGB picture.

    Where none does, the window is evened out, sharpened and enlarged, up to `tries` times, until one does; a bar code
    that reads only then must read again on a slightly changed picture.
    """
    left, top, right, bottom = window
    pixels = image[top:bottom, left:right]
    if not pixels.size:
        return ()
    found = _read(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8), tries)
    return tuple(_code(barcode, scale, camera, (left, top)) for barcode, scale in found)


def _code(barcode: zxingcpp.Barcode, scale: int, camera: str, origin: tuple[int, int]) -> Code:
    """What zxing-cpp found `scale` times enlarged in the pixels that start at `origin`."""
    place = barcode.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    across, down = [corner.x / scale for corner in corners], [corner.y / scale for corner in corners]
    (left, top), gs1 = origin, barcode.content_type == zxingcpp.ContentType.GS1
    return Code(
        text=barcode.text,
        elements=barcode.bytes.decode("ascii", "replace") if gs1 else None,
        symbology=str(barcode.format),
        camera=camera,
        xyxy=(left + min(across), top + min(down), left + max(across), top + max(down)),
    )


def _read(grey: Grey, tries: int) -> list[tuple[zxingcpp.Barcode, int]]:
    found = zxingcpp.read_barcodes(grey, formats=_FORMATS)
    if found:
        return [(code, 1) for code in found]
    for treat, scale in _TREATMENTS[:tries]:
        if scale > 1 and grey.size > LARGEST_PX:
            continue
        treated = treat(grey)
        found = zxingcpp.read_barcodes(treated, formats=_FORMATS)
        believed = [code for code in found if str(code.format) in MATRIX or _reads_again(treated, code.text)]
        if believed:
            return [(code, scale) for code in believed]
    return []


def _reads_again(treated: Grey, text: str) -> bool:
    """A bar code has one check digit: one misreading in ten passes. A true reading survives a slight change."""
    return any(
        text in {code.text for code in zxingcpp.read_barcodes(change(treated), formats=_FORMATS)} for change in _CHANGES
    )
