"""Drawing in millimetres: printed art, stickers and their text.

A canvas is drawn at twice its resolution and reduced once, which gives smooth edges and honest small
print. Text uses OpenCV 5's built-in outline font where it exists, the Hershey strokes of OpenCV 4 else.
"""

from functools import cache
from typing import Any, Final

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from inspector.scene.sku import Rgb

U8 = NDArray[np.uint8]
SUPERSAMPLE: Final = 2
_QUIET: Final = {"QRCode": 4, "DataMatrix": 2}  # modules left free around a square code
_OUTLINE: Final = hasattr(cv2, "FontFace")


@cache
def _face(name: str) -> Any:
    return cv2.FontFace(name)


@cache
def _modules(text: str, symbology: str) -> U8:
    """Return a barcode at one pixel per module: (1, n) bars for linear codes, (n, n) for QR and Data Matrix.

    Text in the manner of `(01)…(17)…` is written as a GS1 element string.
    """
    chosen = getattr(zxingcpp.BarcodeFormat, symbology)
    made = zxingcpp.create_barcode(text, chosen, **({"gs1": True} if text.startswith("(") else {}))
    with_bars = np.array(made.to_image(scale=1, add_quiet_zones=False))
    return with_bars if symbology in _QUIET else with_bars[with_bars.shape[0] // 3][None, :]


class Canvas:
    """A flat sheet of width x height mm with its origin at the top left."""

    def __init__(self, width_mm: float, height_mm: float, px_mm: float, ground: Rgb) -> None:
        self.width_mm, self.height_mm, self.px_mm = width_mm, height_mm, px_mm
        self._scale = px_mm * SUPERSAMPLE
        shape = (max(2, round(height_mm * px_mm)), max(2, round(width_mm * px_mm)))
        self._shape = shape
        self._sheet = np.full((shape[0] * SUPERSAMPLE, shape[1] * SUPERSAMPLE, 3), ground, np.uint8)

    def image(self) -> U8:
        """Return the drawn sheet, (height, width, 3) RGB."""
        height, width = self._shape
        return np.asarray(cv2.resize(self._sheet, (width, height), interpolation=cv2.INTER_AREA), np.uint8)

    def _at(self, x: float, y: float) -> tuple[int, int]:
        return round(x * self._scale), round(y * self._scale)

    def rect(self, x: float, y: float, w: float, h: float, colour: Rgb, *, line_mm: float = 0.0) -> None:
        """Fill a rectangle, or outline it where `line_mm` is given."""
        thickness = max(1, round(line_mm * self._scale)) if line_mm else cv2.FILLED
        right, bottom = self._at(x + w, y + h)
        cv2.rectangle(self._sheet, self._at(x, y), (right - 1, bottom - 1), colour, thickness)

    def disc(self, x: float, y: float, radius: float, colour: Rgb, *, line_mm: float = 0.0) -> None:
        """Fill a circle, or outline it where `line_mm` is given."""
        thickness = max(1, round(line_mm * self._scale)) if line_mm else cv2.FILLED
        cv2.circle(self._sheet, self._at(x, y), max(1, round(radius * self._scale)), colour, thickness, cv2.LINE_AA)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: Rgb, *, angle: float = 0.0) -> None:
        """Fill an ellipse; `angle` in degrees."""
        axes = (max(1, round(rx * self._scale)), max(1, round(ry * self._scale)))
        cv2.ellipse(self._sheet, self._at(x, y), axes, angle, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)

    def poly(self, points: list[tuple[float, float]], colour: Rgb) -> None:
        """Fill a polygon given in millimetres."""
        corners = np.array([self._at(x, y) for x, y in points], np.int32)
        cv2.fillPoly(self._sheet, [corners], colour, cv2.LINE_AA)

    def line(self, a: tuple[float, float], b: tuple[float, float], colour: Rgb, width_mm: float) -> None:
        """Draw a straight stroke."""
        width = max(1, round(width_mm * self._scale))
        cv2.line(self._sheet, self._at(*a), self._at(*b), colour, width, cv2.LINE_AA)

    def text(
        self,
        x: float,
        y: float,
        cap_mm: float,
        text: str,
        colour: Rgb = (24, 24, 26),
        *,
        weight: int = 500,
        fit_mm: float = 0.0,
        centred: bool = False,
    ) -> None:
        """Write text with its baseline at y; `cap_mm` is the height of a capital letter.

        `fit_mm` shrinks the text until it is no wider; `centred` centres it on x.
        """
        width = self.text_width(cap_mm, text, weight)
        if fit_mm and width > fit_mm:
            cap_mm, width = cap_mm * fit_mm / width, fit_mm
        left = x - width / 2 if centred else x
        if _OUTLINE:
            size = max(4, round(cap_mm * self._scale / 0.71))
            cv2.putText(self._sheet, text, self._at(left, y), colour, _face("sans"), size, weight)
        else:
            scale, thickness = self._strokes(cap_mm, weight)
            origin = self._at(left, y)
            font = cv2.FONT_HERSHEY_DUPLEX
            cv2.putText(self._sheet, text, origin, font, scale, colour, thickness, cv2.LINE_AA)

    def text_width(self, cap_mm: float, text: str, weight: int = 500) -> float:
        """Return the width in millimetres that `text` would take."""
        if _OUTLINE:
            size = max(4, round(cap_mm * self._scale / 0.71))
            box = cv2.getTextSize((1, 1), text, (0, 0), _face("sans"), size, weight)
            return float(box[2]) / self._scale
        scale, thickness = self._strokes(cap_mm, weight)
        extent, _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, thickness)
        return float(extent[0]) / self._scale

    def _strokes(self, cap_mm: float, weight: int) -> tuple[float, int]:
        """Return scale and thickness for the Hershey font; its capitals are 22 units high."""
        scale = cap_mm * self._scale / 22.0
        return scale, max(1, round(scale * weight / 350))

    def barcode(self, x: float, y: float, w: float, h: float, text: str, *, symbology: str = "EAN13") -> None:
        """Print a code into a white field of w x h mm, quiet zones included."""
        self.rect(x, y, w, h, (250, 250, 248))
        modules = _modules(text, symbology)
        square = symbology in _QUIET
        margin = _QUIET.get(symbology, 10)
        step = w / (modules.shape[1] + 2 * margin)
        x0, x1 = self._at(x + margin * step, 0)[0], self._at(x + w - margin * step, 0)[0]
        inset = margin * step if square else 0.0
        y0, y1 = self._at(0, y + inset)[1], self._at(0, y + h - inset)[1]
        # Eight-fold nearest, then area: bars keep their exact widths wherever their edges fall.
        fine = np.repeat(modules, 8, axis=1)
        if square:
            fine = np.repeat(fine, 8, axis=0)
        interpolation = cv2.INTER_AREA if fine.shape[1] > x1 - x0 else cv2.INTER_LINEAR
        bars = cv2.resize(fine, (x1 - x0, y1 - y0), interpolation=interpolation)
        ink = (bars.astype(np.float32) / 255.0 * 225.0 + 22.0).astype(np.uint8)
        self._sheet[y0:y1, x0:x1] = ink[..., None]
