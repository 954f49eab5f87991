"""Golden pictures of screens: how they are kept, and what is alike.

A golden is 512 pixels wide, in 256 colours. Two pictures are alike when no place of them differs by
more than `TOLERANCE` after both were blurred: another Qt sets letters by a fraction of a pixel, which the blur takes
away; most single letters that change, a mark, a colour and a button two pixels aside stay.

Seen with `python -m tests.support.gui_pictures --check`: Qt 6.11 on Debian 12 and Qt 6.12 on Debian 13, where other
fonts were installed, too, draw all alike to the last bit. Qt 6.8 differs by up to 12 in 255. A golden is up to 11
off the screen that it was made of, because of its few colours.
"""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image
from PySide6.QtGui import QImage

Rgb = npt.NDArray[np.uint8]

GOLDENS = Path(__file__).resolve().parent.parent / "golden" / "screens"
TOLERANCE = 16.0  # of 255, in any channel
WIDTH_PX = 512
BLUR_PX = 1.0  # of the golden


def pixels(image: QImage) -> Rgb:
    """A screen as (H, W, 3) uint8 RGB."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()  # the image goes with this call


def reduced(screen: Rgb) -> Rgb:
    """As large as a golden."""
    height, width = screen.shape[:2]
    size = (WIDTH_PX, round(height * WIDTH_PX / width))
    return np.asarray(cv2.resize(screen, size, interpolation=cv2.INTER_AREA), np.uint8)


def unlikeness(one: Rgb, other: Rgb) -> tuple[float, tuple[int, int]]:
    """The largest difference of two goldens' sizes after the blur, in steps of 255, and where it is (x, y)."""
    if one.shape != other.shape:
        return 255.0, (0, 0)
    difference = np.abs(_blurred(one) - _blurred(other)).max(axis=2)
    y, x = np.unravel_index(int(difference.argmax()), difference.shape)
    return float(difference[y, x]), (int(x), int(y))


def _blurred(picture: Rgb) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(picture.astype(np.float32), (0, 0), BLUR_PX), np.float32)


def golden_file(name: str) -> Path:
    """Where the golden of this name is."""
    return GOLDENS / f"{name}.png"


def difference(name: str, screen: Rgb) -> tuple[float, str]:
    """How unlike its golden a screen is, and in words where it is too much; empty where it is alike."""
    path = golden_file(name)
    if not path.exists():
        return 255.0, f"{name}: there is no golden"
    most, (x, y) = unlikeness(reduced(screen), read_png(path))
    if most <= TOLERANCE:
        return most, ""
    larger = screen.shape[1] / WIDTH_PX
    return most, f"{name}: differs by {most:.0f} (at most {TOLERANCE:.0f}) at {x * larger:.0f},{y * larger:.0f}"


def read_png(path: Path) -> Rgb:
    """(H, W, 3) uint8 RGB. Raises `OSError` when it is no picture."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"), np.uint8)


def write_png(path: Path, picture: Rgb) -> None:
    """In 256 colours, chosen for this picture: a fifth of the size, by eye the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    few = Image.fromarray(picture).quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    few.save(path, "PNG", optimize=True)
