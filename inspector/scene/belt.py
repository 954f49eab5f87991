"""The conveyor belt: a surface with seams, wear and dirt that travels through the scene."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.scene.blemish import stroke, wandering_line
from inspector.scene.camera import Camera
from inspector.scene.hall import surroundings
from inspector.scene.noise import cut, fractal
from inspector.scene.randomness import between, pick, stream

U8 = NDArray[np.uint8]
WIDTH_MM: Final = 404.0
PERIOD_MM: Final = 1000.0
SPAN_MM: Final = 620.0  # half of the longest stretch of belt in view
_KINDS: Final = ("rubber", "green", "modular", "grey")


class Belt:
    """One line's belt seen by one camera: call `picture` for the belt at a position."""

    def __init__(self, seed: int, camera: Camera) -> None:
        rng = stream(seed, 0, "belt")
        self.kind = _KINDS[pick(rng, len(_KINDS))]
        self._px_mm = min(2.4, camera.px_per_mm * 1.05)
        self._camera = camera
        tile = _surface(self.kind, seed, self._px_mm)
        extra = int(2 * SPAN_MM * self._px_mm) + 2
        self._strip = np.concatenate([tile] * 3, axis=1)[:, : tile.shape[1] + extra].copy()
        self._tile_px = tile.shape[1]
        self._surroundings, self._still = surroundings(seed, camera, WIDTH_MM)
        rows = np.nonzero(self._still.min(axis=1) == 0)[0]
        self._rows = (int(rows[0]), int(rows[-1]) + 1)

    @property
    def covered(self) -> U8:
        """Return (H, W) uint8, 255 where rails or surroundings hide the belt."""
        return self._still

    def picture(self, position_mm: float) -> U8:
        """Return the empty scene with the belt at `position_mm`, (height, width, 3)."""
        shift = (-position_mm * self._px_mm) % self._tile_px
        whole = int(shift)
        strip = self._strip[:, whole : whole + int(2 * SPAN_MM * self._px_mm)]
        px = self._px_mm
        # texture pixel -> belt millimetre -> picture pixel
        to_mm = np.array(((1 / px, 0, -SPAN_MM - (shift - whole) / px), (0, -1 / px, WIDTH_MM / 2), (0, 0, 1)))
        low, high = self._rows
        move = np.array(((1, 0, 0), (0, 1, -low), (0, 0, 1)), np.float64)
        matrix = move @ self._camera.belt_homography() @ to_mm
        size = (self._camera.width, high - low)
        out = self._surroundings.copy()
        belt = cv2.warpPerspective(strip, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        cv2.copyTo(self._surroundings[low:high], self._still[low:high], belt)
        out[low:high] = belt
        return out


def _surface(kind: str, seed: int, px: float) -> U8:
    """Draw one period of belt, (width, period) mm, as (h, w, 3)."""
    rng = stream(seed, 1, "belt surface")
    shape = (round(WIDTH_MM * px), round(PERIOD_MM * px))
    colour = {"rubber": (52, 53, 56), "green": (46, 92, 74), "modular": (104, 116, 128), "grey": (120, 122, 122)}[kind]
    field = np.empty((*shape, 3), np.float32)
    field[:] = colour
    x = np.arange(shape[1], dtype=np.float32)[None, :] / px
    y = np.arange(shape[0], dtype=np.float32)[:, None] / px
    if kind == "modular":
        field *= _links(x, y)[..., None]
    else:
        weave = 1.0 + 0.05 * np.sin(x * 2.1) * np.sin(y * 2.1)
        field *= weave[..., None].astype(np.float32)
        seam = np.abs((x - 700.0) + (y - 202) * 0.25)
        field *= (1.0 - 0.35 * np.exp(-((seam / 1.6) ** 2)) + 0.12 * np.exp(-(((seam - 4) / 2.0) ** 2)))[
            ..., None
        ].astype(np.float32)
    grime = cut(fractal(41, octaves=4, first=5), (shape[0], shape[1] // 2), rng)
    grime = np.concatenate((grime, grime[:, ::-1]), axis=1)
    field *= (1.0 + 0.045 * cv2.resize(grime, (shape[1], shape[0])))[..., None]
    worn = np.exp(-(((y - WIDTH_MM / 2) / 110.0) ** 2))
    field += (worn * 7.0)[..., None]
    _dirt(field, rng, px)
    return np.clip(field, 0, 255).astype(np.uint8)


def _links(x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the shading of modular plastic links: rows of 25 mm, staggered bricks of 50 mm."""
    row = np.floor(x / 25.0)
    in_row = np.abs((x % 25.0) - 12.5)
    brick = np.abs(((y + 25.0 * (row % 2)) % 50.0) - 25.0)
    gap = np.clip((in_row - 11.2) * 0.8, 0, 1) * 0.55 + np.clip((brick - 24.0) * 1.2, 0, 1) * 0.4
    groove = 0.06 * np.cos(y * 2 * np.pi / 10.0)
    return np.asarray(1.04 - gap + groove, np.float32)


def _dirt(field: NDArray[np.float32], rng: np.random.Generator, px: float) -> None:
    """Leave the marks that any belt has: smears, crumbs, tape residue. None of it is a defect."""
    height, width = field.shape[:2]
    for gain in (0.8, 1.14):
        layer = np.zeros((height, width), np.uint8)
        for _ in range(9):
            x, y = pick(rng, width), pick(rng, height)
            points = wandering_line((x, y), between(rng, -0.35, 0.35), px * between(rng, 15, 120), rng, 0.03)
            layer = np.maximum(
                layer, (stroke(layer.shape, points, px * between(rng, 1, 5)) * between(rng, 0.3, 1)).astype(np.uint8)
            )
        soft = cv2.GaussianBlur(layer, (0, 0), px * 1.6).astype(np.float32) / 255.0
        field *= (1.0 + (gain - 1.0) * soft)[..., None]
    for _ in range(60):
        tone = between(rng, 30, 170)
        cv2.circle(
            field,
            (pick(rng, width), pick(rng, height)),
            max(1, round(px * between(rng, 0.3, 1.1))),
            (tone, tone, tone),
            cv2.FILLED,
        )
