"""Bake light into a patch's texture: diffuse, highlights and relief, once per patch and frame."""

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.scene.light import Light
from inspector.scene.mesh import Patch

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
_GAIN = 128.0  # a gain of 1 in the 8-bit shade map
_SHININESS_STEPS = 4  # highlights are (n.h) ** 2 ** steps


def _dot(a: F32, b: F32) -> F32:
    """Return the (...) products of (..., 3) vectors; summed in a fixed order so that frames repeat exactly."""
    return np.asarray(a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1] + a[..., 2] * b[..., 2], np.float32)


def _unit(vectors: F32) -> F32:
    length = np.sqrt(_dot(vectors, vectors))[..., None]
    return np.asarray(vectors / np.maximum(length, 1e-6), np.float32)


def _frame(grid: F32) -> tuple[F32, F32, F32]:
    """Return unit right, down and outward vectors at every grid point."""
    right = np.gradient(grid, axis=1)
    down = np.gradient(grid, axis=0)
    return _unit(right), _unit(down), _unit(np.cross(down, right))


def _project(frame: tuple[F32, F32, F32], direction: F32, shape: tuple[int, int] | None) -> list[F32]:
    """Return the direction's right, down and outward parts, enlarged to texture size when asked."""
    parts = [_dot(axis, direction) for axis in frame]
    if shape is None:
        return parts
    return [np.asarray(cv2.resize(part, (shape[1], shape[0])), np.float32) for part in parts]


def bake(patch: Patch, grid: F32, light: Light, eye: NDArray[np.float64], px_mm: float) -> U8:
    """Return the lit texture (h, w, 3); `grid` is the patch's grid in the world."""
    frame = _frame(grid)
    shape = patch.shape
    fine = shape if patch.height is not None else None
    lamp = np.broadcast_to(np.array(light.towards, np.float32), grid.shape)
    right, down, out = _project(frame, lamp, fine)
    slope: tuple[F32, F32, F32] | None = None
    if patch.height is not None:
        dx = np.asarray(cv2.Sobel(patch.height, cv2.CV_32F, 1, 0, ksize=3, scale=px_mm / 8), np.float32)
        dy = np.asarray(cv2.Sobel(patch.height, cv2.CV_32F, 0, 1, ksize=3, scale=px_mm / 8), np.float32)
        steep = np.asarray(1.0 / np.sqrt(1.0 + dx * dx + dy * dy), np.float32)
        slope = (dx, dy, steep)
        out = (out - dx * right - dy * down) * steep
    sky = frame[2][..., 2] if slope is None else cv2.resize(frame[2][..., 2], (shape[1], shape[0]))
    # The fill comes from above, so walls get less of it than lids.
    shade = light.ambient * (0.64 + 0.26 * sky) + (1.0 - light.ambient) * np.maximum(out, 0.0) * 1.06
    gain = np.clip(shade * _GAIN, 0, 255).astype(np.uint8)
    if gain.shape != shape:
        gain = np.asarray(cv2.resize(gain, (shape[1], shape[0])), np.uint8)
    lit = cv2.multiply(patch.albedo, cv2.merge((gain, gain, gain)), scale=1.0 / _GAIN)
    if patch.gloss > 0.02:
        shine = _highlight(patch, grid, frame, slope, lamp, eye)
        lit = cv2.add(lit, cv2.merge((shine, shine, shine)))
    return np.asarray(lit, np.uint8)


def _highlight(  # noqa: PLR0917 - the parts of one formula
    patch: Patch,
    grid: F32,
    frame: tuple[F32, F32, F32],
    slope: tuple[F32, F32, F32] | None,
    lamp: F32,
    eye: NDArray[np.float64],
) -> U8:
    """Return the highlight to add, (h, w) uint8."""
    half = lamp + _unit((eye - grid).astype(np.float32))
    if patch.tube:  # a lamp as long as the bottle: what half has along the axis does not matter
        half = half - _dot(half, frame[1])[..., None] * frame[1] * 0.85
    half = _unit(half)
    right, down, out = _project(frame, half, None if slope is None else patch.shape)
    if slope is not None:
        dx, dy, steep = slope
        out = (out - dx * right - dy * down) * steep
    glint = np.maximum(out, 0.0)
    for _ in range(_SHININESS_STEPS):
        glint = glint * glint
    if glint.shape != patch.shape:
        glint = cv2.resize(glint, (patch.shape[1], patch.shape[0]))
    if patch.sheen is not None:
        glint = glint * patch.sheen
    return np.clip(glint * (150.0 * patch.gloss), 0, 255).astype(np.uint8)
