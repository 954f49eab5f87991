"""Shapes as patches: regular grids of 3-D points, each with its own flat texture.

A grid row runs to the right and rows run down as seen from outside, so the outward normal of every
patch is (down x right) and a texture laid on it is never mirrored.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]


@dataclass(slots=True, kw_only=True)
class Patch:
    """One textured surface of an item under construction.

    `grid` (R, C, 3) float32 mm in the item's frame (belt contact at z = 0); `albedo` (h, w, 3) uint8;
    `height` (h, w) float32 mm along the outward normal or None; `marks` (h, w) uint8, bit n is defect n.
    """

    name: str
    grid: F32
    albedo: U8
    gloss: float
    height: F32 | None = None
    marks: U8 | None = None
    sheen: F32 | None = None  # (h, w) multiplies gloss
    nearer_mm: float = 0.0  # painted as if this much nearer: settles what lies on what
    tube: bool = False  # lit by a long lamp along its rows: bottles get a strip of light

    @property
    def shape(self) -> tuple[int, int]:
        """Texture height and width in pixels."""
        return self.albedo.shape[0], self.albedo.shape[1]

    def relief(self) -> F32:
        """Return the height map, made on first use."""
        if self.height is None:
            self.height = np.zeros(self.shape, np.float32)
        return self.height

    def columns(self, start: int, stop: int) -> "Patch":
        """Return a copy of the grid columns start to stop, with their share of every texture."""
        cells, width = self.grid.shape[1] - 1, self.shape[1]
        part = np.s_[:, round(width * start / cells) : round(width * stop / cells)]

        def piece(texture: Any) -> Any:
            return None if texture is None else np.ascontiguousarray(texture[part])

        return Patch(
            name=self.name,
            gloss=self.gloss,
            grid=self.grid[:, start : stop + 1].copy(),
            albedo=piece(self.albedo),
            height=piece(self.height),
            marks=piece(self.marks),
            sheen=piece(self.sheen),
        )

    def mark(self, bit: int, where: NDArray[np.bool_]) -> None:
        """Record that defect `bit` covers these texture pixels."""
        if self.marks is None:
            self.marks = np.zeros(self.shape, np.uint8)
        self.marks[where] |= np.uint8(1 << bit)


@dataclass(slots=True, kw_only=True)
class Body:
    """An item as patches, with where its label sits and what its texture resolution is."""

    patches: list[Patch]
    px_mm: float
    label_patch: str = ""
    label_xywh: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # mm on that patch
    tray_xywh: tuple[float, float, float, float] | None = None  # mm on the lid: where a kit's loose parts lie
    spill: "Spill | None" = None
    standing: bool = True
    yaw: float = 0.0  # how it will lie, radians: damage is put where the cameras are

    def patch(self, name: str) -> Patch:
        """Return the patch of that name."""
        for candidate in self.patches:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def near_wall(self) -> str:
        """Return the name of the wall that faces the cameras."""
        sin, cos = math.sin(self.yaw), math.cos(self.yaw)
        away = {"front": -cos, "back": cos, "right": sin, "left": -sin}
        return min(away, key=away.__getitem__)

    def names(self) -> tuple[str, ...]:
        """Return the names of all patches."""
        return tuple(patch.name for patch in self.patches)


@dataclass(slots=True, kw_only=True)
class Spill:
    """A puddle on the belt beside the item: where, how large (mm, item frame) and which defect it is."""

    centre: tuple[float, float]
    radius_mm: float
    colour: tuple[int, int, int]
    bit: int
    seed: int


def flat(
    corner: tuple[float, float, float],
    right: tuple[float, float, float],
    down: tuple[float, float, float],
    cells: tuple[int, int],
) -> F32:
    """Return a plane grid of (rows + 1, columns + 1) points from its top left corner."""
    rows, columns = cells
    u = np.linspace(0.0, 1.0, columns + 1, dtype=np.float32)[None, :, None]
    v = np.linspace(0.0, 1.0, rows + 1, dtype=np.float32)[:, None, None]
    start = np.array(corner, np.float32)
    return np.asarray(start + u * np.array(right, np.float32) + v * np.array(down, np.float32), np.float32)


def cuboid_grids(size: tuple[float, float, float], cells: int) -> dict[str, F32]:
    """Return the five visible faces of a box standing on the belt, centred at x = y = 0."""
    length, width, height = size
    x, y = length / 2, width / 2
    square = (cells, cells)
    return {
        "top": flat((-x, y, height), (length, 0, 0), (0, -width, 0), square),
        "front": flat((-x, -y, height), (length, 0, 0), (0, 0, -height), square),
        "back": flat((x, y, height), (-length, 0, 0), (0, 0, -height), square),
        "right": flat((x, -y, height), (0, width, 0), (0, 0, -height), square),
        "left": flat((-x, y, height), (0, -width, 0), (0, 0, -height), square),
    }


def lathe(profile: list[tuple[float, float]], depth_ratio: float, squareness: float, columns: int) -> F32:
    """Return a closed surface around the z axis, its texture running right around and down the axis.

    `profile` is (radius, z) from the top down; `depth_ratio` flattens y; `squareness` 2 is round, more is
    boxier. The middle of the texture faces -y.
    """
    angle = np.linspace(-np.pi, np.pi, columns + 1, dtype=np.float32) - np.pi / 2
    cos, sin = np.cos(angle), np.sin(angle)
    bulge = (np.abs(cos) ** squareness + np.abs(sin) ** squareness) ** (-1.0 / squareness)
    ring = np.stack((cos * bulge, sin * bulge * depth_ratio), axis=-1)
    points = np.empty((len(profile), columns + 1, 3), np.float32)
    for row, (radius, z) in enumerate(profile):
        points[row, :, :2] = ring * radius
        points[row, :, 2] = z
    return points


def placed(grid: F32, yaw: float, offset: tuple[float, float, float]) -> F32:
    """Return the grid turned about z by `yaw` radians and moved by `offset` mm."""
    # Component by component: a matrix product may round differently from call to call, and a frame must not.
    cos, sin = math.cos(yaw), math.sin(yaw)
    x, y = grid[..., 0], grid[..., 1]
    out = np.empty_like(grid)
    out[..., 0] = cos * x - sin * y + offset[0]
    out[..., 1] = sin * x + cos * y + offset[1]
    out[..., 2] = grid[..., 2] + offset[2]
    return out
