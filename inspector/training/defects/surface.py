"""What a defect is put on, and what comes out."""

from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Real = NDArray[Any]  # numbers of any kind: what OpenCV and numpy hand back in between
Mask = NDArray[np.bool_]
Severity = Literal["minor", "major"]

LEAST_CHANGE = 6.0  # grey levels: what differs less is not seen, and not labelled
LEAST_PIXELS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """`image` (H, W, 3) uint8 RGB; `mask` (H, W) bool: where the product's surface is visible."""

    image: U8
    mask: Mask

    @property
    def scale(self) -> float:
        """The side of a square as large as the product, in pixels."""
        return float(np.sqrt(max(1, int(self.mask.sum()))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A damaged picture. `mask` (H, W) bool holds the pixels that the defect changed, `xyxy` their tight box."""

    image: U8
    mask: Mask
    cls: str
    kind: str
    severity: Severity
    xyxy: tuple[float, float, float, float]


def applied(before: U8, after: Real | U8, region: Mask, *, cls: str, kind: str, severity: Severity) -> Applied | None:
    """The result, its mask cut to what really changed within `region`; None where nothing can be seen."""
    image = np.clip(after, 0, 255).astype(np.uint8)
    change = np.abs(image.astype(np.int16) - before).max(2)
    seen = cv2.GaussianBlur(change.astype(np.float32), (0, 0), 1.2) > LEAST_CHANGE
    mask = region & seen
    if int(mask.sum()) < LEAST_PIXELS:
        return None
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) > 0
    mask = closed & region
    x, y, w, h = cv2.boundingRect(mask.view(np.uint8))
    return Applied(
        image=image, mask=mask, cls=cls, kind=kind, severity=severity, xyxy=(float(x), float(y), x + w, y + h)
    )


def place(surface: Surface, rng: Generator, *, inset: float = 0.0) -> tuple[float, float] | None:
    """A random (x, y) on the surface, at least `inset` pixels from its outline (as far as there is such a place)."""
    depth = cv2.distanceTransform(np.pad(surface.mask, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    rows, columns = np.nonzero(surface.mask & (depth >= min(inset, float(depth.max()) * 0.9)))
    if not len(rows):
        return None
    chosen = int(rng.integers(len(rows)))
    return float(columns[chosen]), float(rows[chosen])


def blob(shape: tuple[int, int], centre: tuple[float, float], radius: float, rng: Generator, *, rough: float) -> F32:
    """A star-shaped field: 1 in the middle, 0 on an irregular outline about `radius` away, negative beyond it.

    `rough`: share by which the outline's radius varies; the shape is stretched at random as well.
    """
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    angle, stretch = float(rng.uniform(0, np.pi)), float(np.exp(rng.normal(0, 0.35)))
    x, y = columns - centre[0], rows - centre[1]
    along = (np.cos(angle) * x + np.sin(angle) * y) / np.sqrt(stretch)
    across = (-np.sin(angle) * x + np.cos(angle) * y) * np.sqrt(stretch)
    far = np.sqrt(along**2 + across**2)
    cosine, sine = along / np.maximum(far, 1e-3), across / np.maximum(far, 1e-3)
    outline = np.ones_like(far)
    even, odd = cosine, sine  # cos and sin of `wave` times the angle, by the addition theorem: far cheaper than cos()
    for wave in range(2, 9):
        even, odd = even * cosine - odd * sine, odd * cosine + even * sine
        size, phase = rough * float(rng.normal()) / wave, float(rng.uniform(0, 2 * np.pi))
        outline += size * np.cos(phase) * even - size * np.sin(phase) * odd
    return np.asarray(1 - far / (radius * np.maximum(outline, 0.25)), np.float32)


def curve(
    start: tuple[float, float], length: float, rng: Generator, *, wander: float, steps: int = 14
) -> NDArray[np.float32]:
    """(steps, 2) points of a path that changes its direction by about `wander` radians in all."""
    heading = float(rng.uniform(0, 2 * np.pi))
    turns = heading + np.cumsum(rng.normal(0, wander / np.sqrt(steps), steps))
    moves = np.stack([np.cos(turns), np.sin(turns)], 1) * length / steps
    path = np.cumsum(moves, 0)
    return np.asarray(path - path.mean(0) + start, np.float32)


def drawn_line(shape: tuple[int, int], points: NDArray[np.float32], width: int = 1) -> U8:
    """(H, W) uint8, 255 on the path."""
    canvas = np.zeros(shape, np.uint8)
    path = [np.round(points * 8).astype(np.int32)]
    cv2.polylines(canvas, path, isClosed=False, color=255, thickness=width, lineType=cv2.LINE_AA, shift=3)
    return canvas


def shifted(field: Real, x: float, y: float) -> F32:
    """A field or picture moved by (x, y) pixels; nothing comes in from outside."""
    move = np.array([[1, 0, x], [0, 1, y]], np.float64)
    return np.asarray(cv2.warpAffine(field.astype(np.float32), move, field.shape[1::-1]), np.float32)


def ridge(line: U8, width: float) -> F32:
    """A Gaussian ridge, 1 on a drawn line and exp(-1) `width` pixels beside it.

    Blurred from the antialiased line: distances to its pixels would show as steps on every slanting fold.
    """
    sigma = max(0.8, width / np.sqrt(2))
    spread = cv2.GaussianBlur(line.astype(np.float32), (0, 0), sigma)
    return np.asarray(np.minimum(spread * (sigma * np.sqrt(2 * np.pi) / 255), 1.3), np.float32)


def mixed(below: Real, above: Real, alpha: Real) -> F32:
    """`above` over `below`; `alpha` (H, W) 0 … 1."""
    return np.asarray(below + alpha[..., None] * (above - below), np.float32)


def noise(shape: tuple[int, int], rng: Generator, grain: float) -> F32:
    """(H, W) of zero mean and unit deviation, features about `grain` pixels wide."""
    small = (max(2, int(shape[0] / grain) + 2), max(2, int(shape[1] / grain) + 2))
    field = cv2.resize(rng.normal(0, 1, small).astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray((field - field.mean()) / (field.std() + 1e-6), np.float32)


def local_colour(surface: Surface, centre: tuple[float, float], radius: float) -> F32:
    """Median colour of the product around a point."""
    x, y = round(centre[0]), round(centre[1])
    reach = max(3, round(radius))
    here = np.s_[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    pixels = surface.image[here][surface.mask[here]]
    return np.asarray(np.median(pixels if len(pixels) else surface.image.reshape(-1, 3), 0), np.float32)
