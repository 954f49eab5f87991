"""Codes that zxing-cpp reads on an item. The vendor's types end here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from inspector.domain.code import Code
from inspector.domain.frame import RgbImage
from inspector.domain.gs1 import is_gtin
from inspector.ports.code_reader import Window

Grey = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]

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
# Read at any angle; all others only within some degrees of upright, on their side or head, the narrower the longer.
_ANY_WAY: Final = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix)
_ASLANT: Final = [one for one in _FORMATS if one not in _ANY_WAY]
ITF_GTIN: Final = 14  # digits; GS1 gives ITF no other
SHORTEST_ITF: Final = 6
THIN_PX: Final = 8  # so flat is what only a line or two saw
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


def _turned(grey: Grey, degrees: float) -> tuple[Grey, Matrix]:
    """The whole picture turned, and what puts its points back."""
    height, width = grey.shape
    spin = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cosine, sine = abs(spin[0, 0]), abs(spin[0, 1])
    size = int(height * sine + width * cosine) + 1, int(height * cosine + width * sine) + 1
    spin[:, 2] += size[0] / 2 - width / 2, size[1] / 2 - height / 2
    around = float(np.median(grey))
    turned = cv2.warpAffine(grey, spin, size, flags=cv2.INTER_CUBIC, borderValue=(around,))
    return np.asarray(turned, np.uint8), np.asarray(cv2.invertAffineTransform(spin), np.float64)


@dataclass(frozen=True, slots=True)
class _Try:
    """What is done to the picture, by how much it is enlarged, by how many degrees it is turned."""

    treat: Callable[[Grey], Grey] = lambda grey: grey
    scale: int = 1
    degrees: float = 0.0

    def picture(self, grey: Grey) -> tuple[Grey, Matrix]:
        """The picture to read, and what puts its points back."""
        if self.degrees:
            return _turned(grey, self.degrees)
        return self.treat(grey), np.array(((1 / self.scale, 0, 0), (0, 1 / self.scale, 0)), np.float64)

    @property
    def formats(self) -> list[zxingcpp.BarcodeFormat]:
        """What may read now that did not before."""
        return _ASLANT if self.degrees else _FORMATS


_TREATMENTS: Final = (
    _Try(_clear),
    _Try(_sharp),
    _Try(_large, scale=2),
    _Try(lambda grey: _sharp(_large(grey)), scale=2),
    *(_Try(degrees=degrees) for degrees in (45.0, 15.0, 75.0, 30.0, 60.0)),
)
MOST_TRIES: Final = len(_TREATMENTS)
_CHANGES: Final[tuple[Callable[[Grey], Grey], ...]] = (
    lambda grey: np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.7), np.uint8),
    lambda grey: np.asarray(cv2.resize(grey, None, fx=0.9, fy=0.9, interpolation=cv2.INTER_AREA), np.uint8),
    lambda grey: np.asarray(cv2.resize(grey, None, fx=1.13, fy=1.13, interpolation=cv2.INTER_LINEAR), np.uint8),
)


def read_codes(camera: str, image: RgbImage, window: Window, tries: int) -> tuple[Code, ...]:
    """Every code that reads in `window` of an (H, W, 3) uint8 RGB picture.

    Where none does, the window is evened out, sharpened, enlarged and turned, up to `tries` times, until one does; a
    bar code that reads only then must read again on a slightly changed picture.
    """
    left, top, right, bottom = window
    pixels = image[top:bottom, left:right]
    if not pixels.size:
        return ()
    found = _read(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8), tries)
    return tuple(_code(barcode, back, camera, (left, top)) for barcode, back in found)


def _code(barcode: zxingcpp.Barcode, back: Matrix, camera: str, origin: tuple[int, int]) -> Code:
    """What zxing-cpp found where `back` leads to the pixels that start at `origin`."""
    corners = np.array([(corner.x, corner.y, 1.0) for corner in _corners(barcode)]) @ back.T
    across, down = corners[:, 0].tolist(), corners[:, 1].tolist()
    (left, top), gs1 = origin, barcode.content_type == zxingcpp.ContentType.GS1
    return Code(
        text=barcode.text,
        elements=barcode.bytes.decode("ascii", "replace") if gs1 else None,
        symbology=str(barcode.format),
        camera=camera,
        xyxy=(left + min(across), top + min(down), left + max(across), top + max(down)),
    )


def _corners(barcode: zxingcpp.Barcode) -> tuple[zxingcpp.Point, ...]:
    place = barcode.position
    return place.top_left, place.top_right, place.bottom_right, place.bottom_left


def _seen(grey: Grey, formats: list[zxingcpp.BarcodeFormat]) -> list[zxingcpp.Barcode]:
    """What stands there. ITF does not tell its length: along one line aslant a long one reads as a short one."""
    found = zxingcpp.read_barcodes(grey, formats=formats)
    return [code for code in found if code.format != zxingcpp.BarcodeFormat.ITF or not _cut_off(code)]


def _cut_off(code: zxingcpp.Barcode) -> bool:
    if is_gtin(code.text) and len(code.text) == ITF_GTIN:
        return False
    across, down = ([getattr(corner, axis) for corner in _corners(code)] for axis in ("x", "y"))
    return len(code.text) < SHORTEST_ITF or min(max(across) - min(across), max(down) - min(down)) < THIN_PX


def _read(grey: Grey, tries: int) -> list[tuple[zxingcpp.Barcode, Matrix]]:
    found = _seen(grey, _FORMATS)
    if found:
        return [(code, np.eye(2, 3)) for code in found]
    for one in _TREATMENTS[:tries]:
        if one.scale > 1 and grey.size > LARGEST_PX:
            continue
        treated, back = one.picture(grey)
        found = _seen(treated, one.formats)
        believed = [code for code in found if str(code.format) in MATRIX or _reads_again(treated, code.text)]
        if believed:
            return [(code, back) for code in believed]
    return []


def _reads_again(treated: Grey, text: str) -> bool:
    """A bar code has one check digit: one misreading in ten passes. A true reading survives a slight change."""
    return any(
        text in {code.text for code in zxingcpp.read_barcodes(change(treated), formats=_FORMATS)} for change in _CHANGES
    )
