"""Build an intact item as patches: shape, art and this very item's stickers."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator

from inspector.scene.art import book_face, carton_face, mixed
from inspector.scene.art_soft import bag_top, bottle_label, bottle_side
from inspector.scene.canvas import U8, Canvas
from inspector.scene.catalogue import Product, product
from inspector.scene.line import ItemTruth
from inspector.scene.mesh import Body, Patch, cuboid_grids, flat, lathe
from inspector.scene.noise import creases, cut, fractal
from inspector.scene.randomness import between, chance, stream
from inspector.scene.sticker import PRODUCT_LABEL_MM, licence_plate, product_label

CELLS: Final = 12
FACES: Final = ("top", "front", "back", "right", "left")


@lru_cache(maxsize=200)
def _face_art(sku: str, face: str, px_mm: float) -> U8:
    """Return a product's printed face; shared, so it is read-only."""
    chosen = product(sku)
    draw: Callable[[Product, str, float], U8] = book_face if chosen.kind == "book" else carton_face
    art = draw(chosen, face, px_mm)
    art.setflags(write=False)
    return art


@lru_cache(maxsize=40)
def _soft_art(sku: str, part: str, a_mm: float, b_mm: float, px_mm: float) -> U8:
    chosen = product(sku)
    if part == "bag":
        art = bag_top(chosen, px_mm)
    elif part == "label":
        art = bottle_label(chosen, a_mm, b_mm, px_mm)
    else:
        art = bottle_side(chosen, a_mm, b_mm, px_mm)
    art.setflags(write=False)
    return art


def build(item: ItemTruth, seed: int, px_mm: float) -> Body:
    """Return the intact body of an item at a texture resolution of `px_mm`."""
    rng = stream(seed, item.index, "body")
    chosen = product(item.sku)
    if chosen.kind == "bottle":
        return _bottle(chosen, item, px_mm, rng)
    if chosen.kind == "polybag":
        return _polybag(chosen, item, px_mm, rng)
    return _cuboid(chosen, item, px_mm, rng)


def _cuboid(chosen: Product, item: ItemTruth, px_mm: float, rng: Generator) -> Body:
    grids = cuboid_grids(chosen.size_mm, CELLS)
    length, width, height = chosen.size_mm
    tone = between(rng, 0.93, 1.05)
    patches = []
    for name in FACES:
        art = cv2.convertScaleAbs(_face_art(chosen.sku, name, px_mm), alpha=tone)
        pages = chosen.kind == "book" and name not in ("top", "front")
        patches.append(Patch(name=name, grid=_bulged(grids[name], name, chosen, rng), albedo=np.asarray(art, np.uint8),
                             gloss=0.0 if pages else chosen.gloss))  # fmt: skip
    body = Body(patches=patches, px_mm=px_mm)
    label_w, label_h = PRODUCT_LABEL_MM
    if chosen.kind == "book":
        spot = (length * 0.5, 8.0, 84.0, 50.0)
    else:
        spot = (length - label_w - between(rng, 8, 14), width - label_h - between(rng, 8, 14), label_w, label_h)
    body.label_patch, body.label_xywh = "top", spot
    return body


def _bulged(grid: np.ndarray, name: str, chosen: Product, rng: Generator) -> np.ndarray:
    """Let the lid and walls of a carton swell or sag a little; edges stay where they are."""
    if chosen.kind == "book" or name == "back":
        return grid
    rows, columns, _ = grid.shape
    hump = np.sin(np.linspace(0, np.pi, rows))[:, None] * np.sin(np.linspace(0, np.pi, columns))[None, :]
    out = {"top": (0, 0, 1), "front": (0, -1, 0), "right": (1, 0, 0), "left": (-1, 0, 0)}[name]
    swell = between(rng, -2.5, 3.5) * hump[..., None] * np.array(out)
    return (grid + swell).astype(np.float32)


def label_art(chosen: Product, item: ItemTruth, body: Body) -> U8:
    """Return this item's label at the body's resolution."""
    if chosen.kind == "bottle":
        _, _, width, height = body.label_xywh
        art = _soft_art(chosen.sku, "label", width, height, body.px_mm).copy()
        _print_on_bottle(art, chosen, item, width, height, body.px_mm)
        return art
    if chosen.kind in ("polybag", "book"):
        return licence_plate(item, body.px_mm)
    return product_label(chosen, item, body.px_mm)


def _print_on_bottle(art: U8, chosen: Product, item: ItemTruth, width: float, height: float, px_mm: float) -> None:
    """Add the barcode and the date field to a bottle label, in place."""
    field_w, field_h = width * 0.5, height * 0.42
    field = Canvas(field_w, field_h, px_mm, (248, 248, 246))
    field.barcode(1, 1, field_w - 2, field_h * 0.45, chosen.gtin)
    field.text(3, field_h * 0.68, field_h * 0.12, f"LOT {item.lot}", (24, 24, 26), fit_mm=field_w - 6)
    if item.expiry is not None:
        field.text(
            3,
            field_h * 0.92,
            field_h * 0.15,
            f"EXP {item.expiry:%Y-%m-%d}",
            (24, 24, 26),
            weight=600,
            fit_mm=field_w - 6,
        )
    picture = field.image()
    x, y = round(width * 0.47 * px_mm), round(height * 0.47 * px_mm)
    target = art[y : y + picture.shape[0], x : x + picture.shape[1]]
    target[:] = picture[: target.shape[0], : target.shape[1]]


# Profiles: (share of the radius, share of the height) from the top of the body down.
_SHOULDERS: Final[dict[int, list[tuple[float, float]]]] = {
    0: [(0.34, 0.86), (0.36, 0.845), (0.62, 0.835), (0.86, 0.81), (0.97, 0.76), (1.0, 0.7), (1.0, 0.5), (1.0, 0.3),
        (1.0, 0.12), (0.98, 0.04), (0.93, 0.005), (0.9, 0.0)],
    1: [(0.36, 0.92), (0.37, 0.88), (0.42, 0.84), (0.6, 0.76), (0.85, 0.68), (0.98, 0.6), (1.0, 0.55), (0.985, 0.4),
        (1.0, 0.25), (1.0, 0.08), (0.96, 0.02), (0.88, 0.0)],
    2: [(0.8, 0.8), (0.82, 0.79), (0.95, 0.77), (1.0, 0.74), (1.0, 0.6), (1.0, 0.45), (1.0, 0.3), (1.0, 0.15),
        (1.0, 0.05), (0.97, 0.01), (0.92, 0.0)],
}  # fmt: skip
_CAP: Final[dict[int, tuple[float, float, float]]] = {0: (0.42, 0.85, 1.0), 1: (0.42, 0.9, 1.0), 2: (0.92, 0.8, 1.0)}
_SQUARENESS: Final = {0: 2.6, 1: 2.0, 2: 2.0}


def _bottle(chosen: Product, item: ItemTruth, px_mm: float, rng: Generator) -> Body:
    diameter, depth, tall = chosen.size_mm
    radius, layout = diameter / 2, chosen.layout
    profile = [(r * radius, z * tall) for r, z in _SHOULDERS[layout]]
    grid = lathe(profile, depth / diameter, _SQUARENESS[layout], 36)
    around = float(np.pi * (diameter + depth) / 2)
    body_tall = profile[0][1]
    art = _soft_art(chosen.sku, "side", round(around, 1), round(body_tall, 1), px_mm)
    side = Patch(name="side", grid=_even_rows(grid), albedo=cv2.convertScaleAbs(art, alpha=between(rng, 0.94, 1.05)),
                 gloss=chosen.gloss)  # fmt: skip
    cap_r, cap_low, cap_high = _CAP[layout]
    cap_colour = mixed(chosen.palette[2], (255, 255, 255), 0.12) if layout != 2 else (244, 244, 240)
    cap_rows = [
        (cap_r * radius * 0.97, tall * cap_high),
        (cap_r * radius, tall * cap_high - 2),
        (cap_r * radius, tall * cap_low),
    ]
    round_ratio = 1.0 if layout == 1 else depth / diameter if layout == 2 else 0.9
    cap_grid = _even_rows(lathe(cap_rows, round_ratio, 2.0, 36), rows=4)
    cap = Patch(name="cap", grid=cap_grid, gloss=0.5,
                albedo=_ribbed(cap_colour, cap_r * diameter * np.pi, tall * (cap_high - cap_low), px_mm, layout))  # fmt: skip
    lid = Patch(name="lid", grid=_disc(cap_r * radius * 0.97, round_ratio, tall * cap_high), gloss=0.4,
                albedo=np.full((8, 24, 3), mixed(cap_colour, (255, 255, 255), 0.1), np.uint8))  # fmt: skip
    base = Patch(name="base", grid=_disc(0.9 * radius, depth / diameter, 0.0)[:, ::-1], gloss=0.3,
                 albedo=np.full((8, 24, 3), mixed(chosen.palette[0], (0, 0, 0), 0.2), np.uint8))  # fmt: skip
    body = Body(patches=[side, cap, lid, base], px_mm=px_mm)
    high, low = {0: (0.68, 0.1), 1: (0.53, 0.14), 2: (0.72, 0.08)}[layout]
    label_h, label_w = tall * (high - low), around * 0.46
    body.label_patch = "side"
    body.label_xywh = ((around - label_w) / 2, body_tall - tall * high, label_w, label_h)
    lying = chance(rng, 0.65)
    if lying:
        _lay_down(body, depth, between(rng, -0.35, 0.35))
    body.notes["lying"] = float(lying)
    body.notes["cap_z"] = tall * cap_low
    return body


def _even_rows(grid: np.ndarray, rows: int = 22) -> np.ndarray:
    """Resample a lathe so that its rows are evenly spaced along the surface, as its texture is."""
    steps = np.linalg.norm(np.diff(grid[:, 0], axis=0), axis=1)
    at = np.concatenate(([0.0], np.cumsum(steps)))
    want = np.linspace(0.0, at[-1], rows + 1)
    flat_rows = grid.reshape(len(grid), -1)
    out = np.stack([np.interp(want, at, flat_rows[:, k]) for k in range(flat_rows.shape[1])], axis=1)
    return out.reshape(rows + 1, grid.shape[1], 3).astype(np.float32)


def _disc(radius: float, ratio: float, z: float) -> np.ndarray:
    """Return a polar grid facing up: rows from the centre outwards, columns around."""
    angle = np.linspace(-np.pi, np.pi, 37, dtype=np.float32) - np.pi / 2
    r = np.linspace(0.02, 1.0, 4, dtype=np.float32)[:, None] * radius
    return np.stack((r * np.cos(angle), r * np.sin(angle) * ratio, np.full((4, 37), z, np.float32)), -1).astype(
        np.float32
    )


def _ribbed(colour: tuple[int, int, int], around: float, tall: float, px_mm: float, layout: int) -> U8:
    """Return a cap's side with its grip ribs."""
    sheet = Canvas(around, tall, px_mm, colour)
    if layout != 0:
        for x in np.arange(0.0, around, 3.2):
            sheet.line((float(x), tall * 0.15), (float(x), tall), mixed(colour, (0, 0, 0), 0.28), 1.0)
    sheet.rect(0, tall - 1.4, around, 1.4, mixed(colour, (0, 0, 0), 0.4))
    return sheet.image()


def _lay_down(body: Body, depth: float, roll: float) -> None:
    """Lay a standing bottle on its back along x with the label up, rolled a little."""
    cos, sin = np.cos(roll), np.sin(roll)
    middle = float(body.patch("side").grid[..., 2].mean())
    for patch in body.patches:
        x, y, z = (patch.grid[..., k] for k in range(3))
        # the label faced -y: now it faces up, the axis runs along x
        across, up = y * sin - x * cos, -(x * sin + y * cos)
        patch.grid = np.stack((z - middle, across, up), axis=-1).astype(np.float32)
    low = min(float(patch.grid[..., 2].min()) for patch in body.patches)
    for patch in body.patches:
        patch.grid[..., 2] -= low


def _polybag(chosen: Product, item: ItemTruth, px_mm: float, rng: Generator) -> Body:
    length, width, height = chosen.size_mm
    cells = 26
    grid = flat((-length / 2, width / 2, 0), (length, 0, 0), (0, -width, 0), (cells, cells))
    u = np.linspace(-1, 1, cells + 1, dtype=np.float32)
    pillow = (1 - np.abs(u[None, :]) ** 3.2) * (1 - np.abs(u[:, None]) ** 3.0)
    shape = (cells + 1, cells + 1)
    lumps = cut(fractal(11, octaves=2, first=8), shape, rng, zoom=0.12)
    grid[..., 2] = 1.0 + height * np.maximum(pillow, 0) ** 0.6 * (1.0 + 0.1 * lumps)
    # A full bag draws its edges in.
    pull = 1.0 - 0.05 * pillow.max(axis=0)[None, :] * np.abs(u[:, None]) ** 2
    grid[..., 1] *= pull * (1.0 + 0.01 * cut(fractal(12, octaves=2, first=5), shape, rng, zoom=0.15))
    grid[..., 0] *= 1.0 + 0.012 * cut(fractal(13, octaves=2, first=5), shape, rng, zoom=0.15)
    art = _soft_art(chosen.sku, "bag", length, width, px_mm).copy()
    top = Patch(name="top", grid=grid.astype(np.float32), albedo=art, gloss=chosen.gloss)
    wrinkles = cut(creases(5, first=7), top.shape, rng, zoom=px_mm * 1.2)
    fine = cut(creases(6, first=12), top.shape, rng, zoom=px_mm * 0.8)
    top.height = (wrinkles * 4.0 + fine * 1.6).astype(np.float32)
    body = Body(patches=[top], px_mm=px_mm)
    body.label_patch = "top"
    body.label_xywh = (length * 0.5, width - 50.0 - 26.0, 84.0, 50.0)
    return body
