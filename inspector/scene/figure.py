"""Draw one item into a picture: shadow, puddle, lit patches; keep the lookup for its masks."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.scene.camera import Camera
from inspector.scene.light import Light
from inspector.scene.line import ItemTruth
from inspector.scene.mesh import Body, Patch, placed
from inspector.scene.pose import Pose
from inspector.scene.puddle import pour
from inspector.scene.raster import Lookup, Sheet, front_facing, rasterise
from inspector.scene.shading import bake

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
_GUTTER = 2
FAR_END_MM = 222.0  # shadows end at the far rail, not in the hall behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An item in the picture: its window, its outline and its defects there."""

    lookup: Lookup
    marks: U8 | None  # (h, w) of the window, bit n is defect n
    puddle: tuple[int, NDArray[np.bool_]] | None  # (bit, (H, W))
    complete: bool
    item: ItemTruth

    def placed_mask(self, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """Return the item's outline in a picture of (H, W)."""
        return self._placed(self.lookup.inside > 0, shape)

    def placed_defect(self, bit: int, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """Return where defect `bit` is in a picture of (H, W)."""
        out = np.zeros(shape, np.bool_)
        if self.marks is not None:
            out = self._placed((self.marks & (1 << bit)) > 0, shape)
        if self.puddle is not None and self.puddle[0] == bit:
            out |= self.puddle[1] & ~self.placed_mask(shape)
        return out

    def _placed(self, window: NDArray[np.bool_], shape: tuple[int, int]) -> NDArray[np.bool_]:
        out = np.zeros(shape, np.bool_)
        h, w = window.shape
        out[self.lookup.y : self.lookup.y + h, self.lookup.x : self.lookup.x + w] = window
        return out


def shade(image: U8, body: Body, pose: Pose, *, camera: Camera, light: Light) -> None:
    """Cast the body's shadow alone: of bodies that touch, all shadows lie on the belt before the first is drawn."""
    offset = (pose.x_mm, pose.y_mm, 0.0)
    points = [placed(patch.grid, pose.yaw, offset).reshape(-1, 3) for patch in body.patches]
    _shadow(image, np.concatenate(points), camera, light)


def draw(
    image: U8, body: Body, item: ItemTruth, pose: Pose, *, camera: Camera, light: Light, covered: U8, shaded: bool
) -> Drawn | None:
    """Draw the body into the picture in place; None when it is out of view.

    `covered` (H, W) is 255 where the belt can not be seen: puddles end there. `shaded`: its shadow is there already.
    """
    offset = (pose.x_mm, pose.y_mm, 0.0)
    seen: list[tuple[Patch, F32, F32, F32]] = []
    extremes: list[NDArray[np.float64]] = []
    everything = []
    for patch in body.patches:
        grid = placed(patch.grid, pose.yaw, offset)
        everything.append(grid.reshape(-1, 3))
        pixels, depth = camera.project(grid)
        extremes += [pixels.min(axis=0), pixels.max(axis=0)]
        shaped = pixels.reshape(*grid.shape[:2], 2).astype(np.float32)
        if front_facing(shaped):
            seen.append((patch, grid, shaped, depth.reshape(grid.shape[:2]).astype(np.float32)))
    low, high = np.min(extremes, axis=0), np.max(extremes, axis=0)
    if high[0] < 0 or low[0] > camera.width or high[1] < 0 or low[1] > camera.height:
        return None
    complete = bool(low[0] >= 1 and low[1] >= 1 and high[0] <= camera.width - 2 and high[1] <= camera.height - 2)
    atlas, marks, sheets = _atlas(seen, body, light, camera, marked=item.damaged)
    lookup = rasterise(sheets, (camera.width, camera.height))
    if lookup is None:
        return None
    if not shaded:
        _shadow(image, np.concatenate(everything), camera, light)
    puddle = None
    if body.spill is not None:
        puddle = (body.spill.bit, pour(image, body, pose, camera=camera, light=light, covered=covered))
    colour = np.asarray(
        cv2.remap(atlas, lookup.u, lookup.v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
    _compose(image, colour, lookup)
    found = None
    if marks is not None:
        found = np.asarray(cv2.remap(marks, lookup.u, lookup.v, cv2.INTER_NEAREST), np.uint8)
        found &= lookup.inside
    return Drawn(lookup=lookup, marks=found, puddle=puddle, complete=complete, item=item)


def _compose(image: U8, colour: U8, lookup: Lookup) -> None:
    """Lay the item over the picture in place, mixing where it covers a pixel only in part."""
    h, w = lookup.inside.shape
    window = image[lookup.y : lookup.y + h, lookup.x : lookup.x + w]
    window[:] = cv2.blendLinear(colour, np.ascontiguousarray(window), lookup.cover, 1.0 - lookup.cover)


def _atlas(
    seen: list[tuple[Patch, F32, F32, F32]], body: Body, light: Light, camera: Camera, *, marked: bool
) -> tuple[U8, U8 | None, list[Sheet]]:
    """Bake every visible patch into one texture; return it, the marks beside it and the sheets."""
    width = max(patch.shape[1] for patch, *_ in seen) + 2 * _GUTTER
    height = sum(patch.shape[0] + 2 * _GUTTER for patch, *_ in seen)
    atlas = np.zeros((height, width, 3), np.uint8)  # zeros: a stray sample must not read old memory
    marks = np.zeros((height, width), np.uint8) if marked else None
    sheets, y = [], 0
    for patch, grid, pixels, depth in seen:
        h, w = patch.shape
        lit = bake(patch, grid, light, camera.position, body.px_mm)
        framed = cv2.copyMakeBorder(lit, _GUTTER, _GUTTER, _GUTTER, _GUTTER, cv2.BORDER_REPLICATE)
        atlas[y : y + h + 2 * _GUTTER, : w + 2 * _GUTTER] = framed
        if marks is not None and patch.marks is not None:
            marks[y + _GUTTER : y + _GUTTER + h, _GUTTER : _GUTTER + w] = patch.marks
        # Texture edges are pixel edges: half a pixel before the first pixel's centre.
        sheets.append(
            Sheet(
                pixels=pixels,
                depth=depth,
                nearer_mm=patch.nearer_mm,
                uv0=(_GUTTER - 0.5, y + _GUTTER - 0.5),
                uv1=(_GUTTER + w - 0.5, y + _GUTTER + h - 0.5),
            )
        )
        y += h + 2 * _GUTTER
    return atlas, marks, sheets


def _shadow(image: U8, points: F32, camera: Camera, light: Light) -> None:
    """Darken the belt: a soft shadow away from the lamp and a tight one where the item touches."""
    lx, ly, lz = light.towards
    ground = points[points[:, 2] < points[:, 2].max() * 0.25 + 3.0][:, :2]
    cast = points[:, :2] - points[:, 2:] * np.array((lx, ly), np.float32) / lz
    cast[:, 1] = np.minimum(cast[:, 1], FAR_END_MM)
    both = np.concatenate((cast, ground))
    homography = camera.belt_homography()
    scale = 0.25
    outlines = []
    for cloud in (both, ground):
        hull = cv2.convexHull(cloud.astype(np.float32)).reshape(-1, 2)
        flat = np.column_stack((hull, np.ones(len(hull)))) @ homography.T
        outlines.append((flat[:, :2] / flat[:, 2:]) * scale)
    margin = math.ceil(14 * camera.px_per_mm * scale) + 2
    low = np.floor(np.min([o.min(axis=0) for o in outlines], axis=0)).astype(int) - margin
    high = np.ceil(np.max([o.max(axis=0) for o in outlines], axis=0)).astype(int) + margin
    x0, y0 = max(0, int(low[0])), max(0, int(low[1]))
    x1, y1 = min(camera.width // 4, int(high[0])), min(camera.height // 4, int(high[1]))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    dark = np.zeros((y1 - y0, x1 - x0), np.float32)
    strengths = (0.62 * (1.0 - light.ambient), 0.42)
    softness = (5.0, 3.0)
    for outline, strength, soft in zip(outlines, strengths, softness, strict=True):
        layer = np.zeros_like(dark)
        fixed = np.round((outline - (x0, y0)) * 16).astype(np.int32)
        cv2.fillConvexPoly(layer, fixed, strength, cv2.LINE_8, 4)
        blurred = cv2.GaussianBlur(layer, (0, 0), max(0.5, soft * camera.px_per_mm * scale))
        dark = np.asarray(1.0 - (1.0 - dark) * (1.0 - blurred), np.float32)
    gain = np.asarray(cv2.resize(((1.0 - dark) * 255).astype(np.uint8), None, fx=4, fy=4), np.uint8)
    window = image[y0 * 4 : y1 * 4, x0 * 4 : x1 * 4]
    window[:] = cv2.multiply(np.ascontiguousarray(window), cv2.merge((gain, gain, gain)), scale=1 / 255)
