"""Damage that opens an item or takes it apart: a lifted flap, a missing cap, a detached cover."""

import math
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.line import ItemTruth
from inspector.scene.mesh import Body, Patch, flat, placed
from inspector.scene.noise import creases, cut, fractal
from inspector.scene.randomness import between, chance, sign
from inspector.scene.shape_bottle import rings
from inspector.scene.sku import Rgb

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
_CELLS: Final = 6
_KRAFT_INSIDE: Final = (186, 152, 112)
_GREY_INSIDE: Final = (198, 192, 180)


def open_up(body: Body, item: ItemTruth, rng: Generator, bit: int, *, major: bool) -> None:
    """Open the item: a lid flap stands up, a cap is gone."""
    if item.kind == "bottle":
        _uncap(body, bit)
    else:
        _lift_flap(body, item, rng, bit, major=major)


def _uncap(body: Body, bit: int) -> None:
    """Take the cap off: what is left is the dark mouth of the neck."""
    cap, lid = body.patch("cap"), body.patch("lid")
    middle = cap.grid.reshape(-1, 3).mean(axis=0)
    axis = lid.grid.reshape(-1, 3).mean(axis=0) - middle
    axis /= max(1e-6, float(np.linalg.norm(axis)))
    collar = Patch(
        name="collar",
        grid=lid.grid + (cap.grid[-1].mean(axis=0) - lid.grid.reshape(-1, 3).mean(axis=0)),
        albedo=np.full_like(lid.albedo, 0),
        gloss=0.2,
    )
    collar.albedo[:] = body.patch("side").albedo[0].mean(axis=0)
    body.patches.append(collar)
    for patch in (cap, lid):
        offset = patch.grid - middle
        along = (offset * axis).sum(axis=-1, keepdims=True) * axis
        patch.grid = (middle + (offset - along) * 0.62 + along * 0.8).astype(np.float32)
        patch.mark(bit, np.ones(patch.shape, np.bool_))
    cap.albedo = np.full_like(cap.albedo, 222)
    for row in range(0, cap.shape[0], max(3, cap.shape[0] // 4)):
        cap.albedo[row] = 150  # the screw thread
    lid.albedo = rings(((0.8, (30, 30, 30)), (1.0, (206, 206, 206))), lid.shape[0])
    lid.gloss = 0.05


def _lift_flap(body: Body, item: ItemTruth, rng: Generator, bit: int, *, major: bool) -> None:
    """Hinge one end of the lid upwards; behind it one sees into the box."""
    top = body.patch("top")
    length, _, height = item.size_mm
    columns = top.grid.shape[1] - 1
    open_columns = round(columns * (between(rng, 0.4, 0.5) if major else 0.2))
    out = sign(rng)
    edge = columns - open_columns if out > 0 else open_columns
    angle = math.radians(between(rng, 98, 142) if major else between(rng, 62, 98))
    closed = top.columns(edge, columns) if out > 0 else top.columns(0, edge)
    rest = top.columns(0, edge) if out > 0 else top.columns(edge, columns)
    hinge = out * length / 2
    away = (hinge - closed.grid[..., 0]) * out  # mm from the hinge, per grid point
    reach = length * open_columns / columns
    curl = np.sin(np.clip(away / reach, 0, 1) * np.pi) * reach * between(rng, -0.05, 0.08)
    raised = closed.grid.copy()
    raised[..., 0] = hinge - out * (away * math.cos(angle) - curl * math.sin(angle))
    raised[..., 2] = height + away * math.sin(angle) + curl * math.cos(angle)
    closed.grid = raised
    closed.name = "flap"
    board = _KRAFT_INSIDE if item.material == "cardboard" else _GREY_INSIDE
    inner = Patch(name="flap inside", grid=raised[:, ::-1].copy(), albedo=_board(closed.shape, board, rng), gloss=0.02)
    body.patches[body.patches.index(top)] = rest
    for patch in (closed, inner, *_interior(item, (hinge, reach), board, body.px_mm, rng)):
        patch.mark(bit, np.ones(patch.shape, np.bool_))
        body.patches.append(patch)


def _board(shape: tuple[int, int], colour: tuple[int, int, int], rng: Generator) -> U8:
    """Return bare board with its grain and a pale cut edge."""
    tone = 1.0 + 0.03 * cut(fractal(51, octaves=4, first=24), shape, rng)
    out = np.array(colour, np.float32) * tone[..., None]
    for border in (np.s_[:1], np.s_[-1:], np.s_[:, :1], np.s_[:, -1:]):
        out[border] = out[border] * 0.5 + 118.0
    return np.clip(out, 0, 255).astype(np.uint8)


def _interior(item: ItemTruth, opening: tuple[float, float], board: Rgb, px_mm: float, rng: Generator) -> list[Patch]:
    """Return what one sees through the opening: inner walls going dark, and packing paper or goods."""
    hinge, reach = opening
    width, height = item.size_mm[1], item.size_mm[2]
    deep = height * between(rng, 0.4, 0.65)
    out = math.copysign(1.0, hinge)
    under = 0.8 * deep  # one looks a little way under the part of the lid that is still closed
    low, high = sorted((hinge, hinge - out * (reach + under)))
    y, z, wall = width / 2, height - 0.5, 1.2
    cells = (_CELLS, _CELLS)
    span = high - low
    end = (
        flat((hinge - wall, y, z), (0, -width, 0), (0, 0, -deep), cells)
        if out > 0
        else flat((hinge + wall, -y, z), (0, width, 0), (0, 0, -deep), cells)
    )
    walls = {
        "inner back": flat((low, y - wall, z), (span, 0, 0), (0, 0, -deep), cells),
        "inner front": flat((high, -y + wall, z), (-span, 0, 0), (0, 0, -deep), cells),
        "inner end": end,
    }
    patches = []
    for name, grid in walls.items():
        shape = (max(4, round(deep * px_mm)), max(4, round((width if name == "inner end" else span) * px_mm)))
        art = _board(shape, board, rng).astype(np.float32)
        art *= np.linspace(0.74, 0.2, shape[0], dtype=np.float32)[:, None, None]
        patches.append(Patch(name=name, grid=grid, albedo=art.astype(np.uint8), gloss=0.0))
    patches.append(_contents(flat((low, y - wall, z - deep), (span, 0, 0), (0, -width, 0), cells), px_mm, rng))
    return patches


def _contents(grid: F32, px_mm: float, rng: Generator) -> Patch:
    """Return crumpled paper or dark goods at the bottom of the opening, darker towards the walls."""
    size = grid[-1, -1, :2] - grid[0, 0, :2]
    shape = (max(4, round(abs(float(size[1])) * px_mm)), max(4, round(abs(float(size[0])) * px_mm)))
    colour = (150, 128, 98) if chance(rng, 0.6) else (88, 84, 82)
    u = np.abs(np.linspace(-1, 1, shape[1], dtype=np.float32))[None, :]
    v = np.abs(np.linspace(-1, 1, shape[0], dtype=np.float32))[:, None]
    dim = 0.62 * (1 - 0.75 * u**3) * (1 - 0.75 * v**3)
    albedo = (np.array(colour, np.float32) * dim[..., None]).astype(np.uint8)
    patch = Patch(name="contents", grid=grid, albedo=albedo, gloss=0.0)
    patch.height = (cut(creases(14, first=8), shape, rng) * 7.0).astype(np.float32)
    return patch


def take_apart(body: Body, item: ItemTruth, rng: Generator, bit: int, *, major: bool) -> None:
    """Detach a book's cover: it lies askew and the first page shows."""
    top = body.patch("top")
    length, width, height = item.size_mm
    turn = sign(rng) * math.radians(between(rng, 10, 20) if major else between(rng, 5, 8))
    slide = (sign(rng) * length * between(rng, 0.06, 0.12), -width * between(rng, 0.03, 0.1), 3.0)
    page = Patch(name="page", grid=top.grid.copy(), albedo=_page(top.shape, body.px_mm, rng), gloss=0.0)
    page.grid[..., 2] = height - 1.0
    bow = np.sin(np.linspace(0, np.pi, top.grid.shape[1]))[None, :] * between(rng, 4, 9)
    top.grid = placed(top.grid, turn, slide)
    top.grid[..., 2] += bow
    under = Patch(name="cover inside", grid=top.grid[:, ::-1].copy(), albedo=np.full_like(top.albedo, 214), gloss=0.05)
    page.nearer_mm, top.nearer_mm, under.nearer_mm = 15.0, 90.0, 60.0
    for patch in (page, top, under):
        patch.mark(bit, np.ones(patch.shape, np.bool_))
    body.patches += [page, under]


def _page(shape: tuple[int, int], px_mm: float, rng: Generator) -> U8:
    """Return a printed page as it lies under the cover, its lines running along the book's width."""
    out = np.empty((*shape, 3), np.float32)
    out[:] = (238, 232, 216)
    margin, step = 16 * px_mm, 6.0 * px_mm
    for line in np.arange(margin * 1.6, shape[1] - margin, step):
        end = shape[0] - margin * (1.0 if chance(rng, 0.8) else between(rng, 1.5, 4))
        column = np.s_[int(shape[0] - end) : int(shape[0] - margin), int(line) : int(line + 2.2 * px_mm)]
        out[column] = 150
    return out.astype(np.uint8)
