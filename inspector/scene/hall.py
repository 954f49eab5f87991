"""What stands still around the belt: rails, brackets, a photo-eye, and the hall out of focus."""

from typing import Final

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.camera import Camera
from inspector.scene.light import Light
from inspector.scene.mesh import Patch, cuboid_grids, flat, placed
from inspector.scene.noise import cut, fractal
from inspector.scene.randomness import between, chance, pick, stream
from inspector.scene.raster import Sheet, front_facing, rasterise
from inspector.scene.shading import bake
from inspector.scene.sku import Rgb

U8 = NDArray[np.uint8]
Point = tuple[float, float, float]
_LAMP = Light(towards=(0.1, -0.35, 0.93), ambient=0.5, gains=(1, 1, 1), falloff=0, spot=(0.5, 0.5), exposure_s=0.001)

# Racks stand behind the line, on a floor below the belt.
RACK_MM: Final = 1500.0
GROUND_MM: Final = -800.0
_BEAMS: Final[tuple[Rgb, ...]] = ((186, 92, 30), (42, 74, 130), (150, 152, 150))


def surroundings(seed: int, camera: Camera, belt_width_mm: float) -> tuple[U8, U8]:
    """Return the still scene (H, W, 3) and (H, W) uint8, 255 where it covers the belt."""
    rng = stream(seed, 2, "surroundings")
    picture = _hall(camera, rng)
    still = np.full((camera.height, camera.width), 255, np.uint8)
    half = belt_width_mm / 2
    _quad(still, camera, [(-900, -half, 0), (900, -half, 0), (900, half, 0), (-900, half, 0)], 0)
    for patch in (*_rails(half, rng), *_fittings(half, rng)):
        _paint(patch, camera, picture, still)
    return picture, still


def _quad(picture: U8, camera: Camera, corners: list[Point], colour: Rgb | int) -> None:
    """Fill a polygon given in millimetres; one with a corner behind the camera is left out."""
    pixels, depth = camera.project(np.array(corners, np.float64))
    if depth.min() > 50.0:
        fixed = np.round(pixels * 16).astype(np.int32)
        cv2.fillConvexPoly(picture, fixed, colour, cv2.LINE_AA if picture.ndim == 3 else cv2.LINE_8, 4)


def _hall(camera: Camera, rng: Generator) -> U8:
    """Return the warehouse behind the line: racks with parcels, floor, all out of focus."""
    tone = between(rng, 0.7, 1.05)
    picture = np.empty((camera.height, camera.width, 3), np.uint8)
    picture[:] = _dimmed((66, 66, 68), tone)
    _upright(picture, camera, (-3000, 3000), 2600, (GROUND_MM, 3000), _dimmed((92, 96, 100), tone))
    beam = _dimmed(_BEAMS[pick(rng, len(_BEAMS))], tone * 0.8)
    shift = between(rng, -400, 400)
    for shelf in (-560.0, -60.0, 440.0):
        _goods(picture, camera, rng, (shift, shelf), tone)
        _upright(picture, camera, (-2400, 2400), RACK_MM, (shelf - 90, shelf), beam)
    for post in np.arange(-2200.0, 2200.0, 950.0):
        left = float(post) + shift
        _upright(picture, camera, (left, left + 80), RACK_MM - 40, (GROUND_MM, 1400), _dimmed((58, 70, 92), tone))
    blur = max(1.0, camera.width / 640 * 7.0)
    return np.asarray(cv2.GaussianBlur(cv2.convertScaleAbs(picture, alpha=0.62), (0, 0), blur), np.uint8)


def _goods(picture: U8, camera: Camera, rng: Generator, start: tuple[float, float], tone: float) -> None:
    """Fill one shelf, which starts at (x, z), with parcels and crates."""
    x, shelf = start[0] - 2000.0, start[1]
    while x < 2000.0:
        width, tall = between(rng, 160, 420), between(rng, 140, 360)
        bright = between(rng, 0.55, 1.0) * tone
        colour: Rgb = (70, 96, 130) if chance(rng, 0.25) else (150, 116, 82)
        if chance(rng, 0.85):
            _upright(picture, camera, (x, x + width), RACK_MM, (shelf, shelf + tall), _dimmed(colour, bright))
        x += width + between(rng, 10, 60)


def _upright(  # noqa: PLR0917 - where and what, as drawing calls read
    picture: U8, camera: Camera, x: tuple[float, float], y: float, z: tuple[float, float], colour: Rgb
) -> None:
    """Fill a rectangle that stands across the view at depth y."""
    _quad(picture, camera, [(x[0], y, z[0]), (x[1], y, z[0]), (x[1], y, z[1]), (x[0], y, z[1])], colour)


def _dimmed(colour: Rgb, tone: float) -> Rgb:
    return round(colour[0] * tone), round(colour[1] * tone), round(colour[2] * tone)


def _metal(shape: tuple[int, int], rng: Generator, tone: float) -> NDArray[np.float32]:
    """Return brushed aluminium, (h, w, 3) float."""
    brushed = cv2.GaussianBlur(rng.standard_normal((shape[0], 1)).astype(np.float32), (1, 5), 1.2)
    soft = cut(fractal(43, octaves=3, first=4), (shape[0], min(shape[1], 600)), rng)
    gain = 1.0 + 0.025 * brushed + 0.03 * cv2.resize(soft, (shape[1], shape[0]))
    return np.asarray(np.array((172, 175, 178), np.float32) * (tone * gain)[..., None], np.float32)


def _rails(half: float, rng: Generator) -> list[Patch]:
    """Return the side rails: a low profile at the near side, a guide at the far side."""
    out = []
    for side, high, deep in ((1.0, 46.0, 30.0), (-1.0, 5.0, 34.0)):
        y0, y1 = half * side, (half + deep) * side
        near, far = min(y0, y1), max(y0, y1)
        drop = high + (70.0 if side < 0 else 0.0)
        lid = _metal((26, 900), rng, 1.0)
        lid[12:14] *= 0.68  # the profile's slot
        wall = _metal((round(drop), 900), rng, 0.92)
        if side > 0:
            wall[-12:-8] = (190, 160, 44)
            wall[-5:] *= 0.6
        else:
            wall[20:25] *= 0.5
            wall[25:27] *= 1.12
        for x in range(40, 900, 100):  # screw heads, one each 200 mm
            cv2.circle(lid, (x, 6), 2, (96, 98, 100), cv2.FILLED)
            if side < 0:
                cv2.circle(wall, (x, 46), 4, (120, 122, 124), cv2.FILLED)
                cv2.circle(wall, (x, 46), 2, (62, 63, 64), cv2.FILLED)
        grids = {
            "lid": flat((-900, far, high), (1800, 0, 0), (0, near - far, 0), (3, 60)),
            "wall": flat((-900, near, high), (1800, 0, 0), (0, 0, -drop), (3, 60)),
        }
        for name, art in (("lid", lid), ("wall", wall)):
            out.append(Patch(name=name, grid=grids[name], albedo=np.clip(art, 0, 255).astype(np.uint8), gloss=0.25))
    return out


def _fittings(half: float, rng: Generator) -> list[Patch]:
    """Return a photo-eye on its bracket and a reflector, on the far rail."""
    out: list[Patch] = []
    x = between(rng, -230, -120) if chance(rng, 0.5) else between(rng, 120, 230)
    parts = (
        ((14.0, 8.0, 62.0), (x, half + 26, 40.0), (150, 152, 154)),
        ((30.0, 22.0, 40.0), (x, half + 16, 62.0), (46, 48, 52)),
        ((22.0, 3.0, 12.0), (x, half + 4, 82.0), (214, 120, 36)),
    )
    for size, place, colour in parts:
        for name, grid in cuboid_grids(size, 2).items():
            art = np.empty((12, 12, 3), np.uint8)
            art[:] = colour
            out.append(Patch(name=name, grid=placed(grid, 0.0, place), albedo=art, gloss=0.2))
    return out


def _paint(patch: Patch, camera: Camera, picture: U8, still: U8) -> None:
    """Draw one still patch into the scene."""
    pixels, depth = camera.project(patch.grid)
    rows, columns = patch.grid.shape[:2]
    shaped = pixels.reshape(rows, columns, 2).astype(np.float32)
    if not front_facing(shaped):
        return
    texture = bake(patch, patch.grid, _LAMP, camera.position, 1.0)
    sheet = Sheet(
        pixels=shaped,
        depth=depth.reshape(rows, columns).astype(np.float32),
        uv0=(0.0, 0.0),
        uv1=(patch.shape[1] - 1.0, patch.shape[0] - 1.0),
    )
    found = rasterise([sheet], (camera.width, camera.height))
    if found is None:
        return
    colour = cv2.remap(texture, found.u, found.v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    height, width = found.inside.shape
    window = np.s_[found.y : found.y + height, found.x : found.x + width]
    view = np.ascontiguousarray(picture[window])
    cv2.copyTo(colour, found.inside, view)
    picture[window] = view
    still[window] = np.maximum(still[window], found.inside)
