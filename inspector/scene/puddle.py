"""A puddle on the belt: a dark, glossy film with an irregular outline."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.scene.blemish import blob
from inspector.scene.camera import Camera
from inspector.scene.light import Light
from inspector.scene.mesh import Body, Spill
from inspector.scene.pose import Pose
from inspector.scene.randomness import between, stream

U8 = NDArray[np.uint8]


def pour(image: U8, body: Body, pose: Pose, *, camera: Camera, light: Light, covered: U8) -> NDArray[np.bool_]:
    """Draw the body's puddle into the picture in place; return where it is, (H, W)."""
    spill = body.spill
    if spill is None:
        return np.zeros(image.shape[:2], np.bool_)
    layer = _film(spill, light, body.px_mm)
    cos, sin = math.cos(pose.yaw), math.sin(pose.yaw)
    x = pose.x_mm + cos * spill.centre[0] - sin * spill.centre[1]
    y = pose.y_mm + sin * spill.centre[0] + cos * spill.centre[1]
    step = 1 / body.px_mm
    half = layer.shape[0] / 2 * step
    to_mm = np.array(((step, 0, x - half), (0, -step, y + half), (0, 0, 1)))
    size = (camera.width, camera.height)
    moved = np.asarray(cv2.warpPerspective(layer, camera.belt_homography() @ to_mm, size), np.uint8)
    moved[..., 3] = np.where(covered > 0, np.uint8(0), moved[..., 3])
    rows = np.nonzero(moved[..., 3].max(axis=1))[0]
    if len(rows):
        band = np.s_[rows[0] : rows[-1] + 1]
        alpha = moved[band, :, 3].astype(np.float32) / 255.0
        liquid, ground = np.ascontiguousarray(moved[band, :, :3]), np.ascontiguousarray(image[band])
        image[band] = cv2.blendLinear(liquid, ground, alpha, 1.0 - alpha)
    return np.asarray(moved[..., 3] > 60, np.bool_)


def _film(spill: Spill, light: Light, px_mm: float) -> U8:
    """Return the puddle seen from above, (side, side, 4): colour and opacity."""
    side, radius = round(spill.radius_mm * 4.4 * px_mm), spill.radius_mm * px_mm
    rng, shape = stream(spill.seed, 0, "puddle"), (side, side)
    aspect, angle = between(rng, 1.0, 1.35), between(rng, 0, 3)
    inside = blob(shape, (side / 2, side / 2), radius, rng, ragged=0.22, aspect=aspect, angle=angle)
    for _ in range(4):
        a, far = between(rng, 0, 2 * math.pi), radius * between(rng, 1.1, 1.4)
        centre = (side / 2 + far * math.cos(a), side / 2 + far * math.sin(a))
        inside = np.maximum(inside, blob(shape, centre, radius * between(rng, 0.06, 0.14), rng, ragged=0.15))
    cover = np.clip(inside / 2.0, 0, 1)
    dome = np.sqrt(np.clip(inside / (radius * 0.3), 0, 1))
    dx, dy = cv2.Sobel(dome, cv2.CV_32F, 1, 0), cv2.Sobel(dome, cv2.CV_32F, 0, 1)
    shine = np.clip(-(dx * light.towards[0] - dy * light.towards[1]) * 1.2, 0, 1)
    layer = np.empty((side, side, 4), np.uint8)
    tint = np.array(spill.colour, np.float32) * 0.34
    layer[..., :3] = np.clip(tint + shine[..., None] * 150.0 + (cover * 6)[..., None], 0, 255)
    layer[..., 3] = np.clip((cover * 0.76 + shine * 0.3) * 255, 0, 255)
    return layer
