"""A puddle on the belt: a dark, glossy film with an irregular outline."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.scene.blemish import blob
from inspector.scene.camera import Camera
from inspector.scene.light import Light
from inspector.scene.mesh import Spill
from inspector.scene.pose import Pose
from inspector.scene.randomness import between, stream

U8 = NDArray[np.uint8]


def pour(image: U8, spill: Spill, pose: Pose, camera: Camera, light: Light, *, covered: U8) -> NDArray[np.bool_]:
    """Draw the puddle into the picture in place; return where it is, (H, W)."""
    px_mm = camera.px_per_mm
    side = round(spill.radius_mm * 4.4 * px_mm)
    rng = stream(spill.seed, 0, "puddle")
    radius = spill.radius_mm * px_mm
    inside = blob(
        (side, side),
        (side / 2, side / 2),
        radius,
        rng,
        ragged=0.22,
        aspect=between(rng, 1.0, 1.35),
        angle=between(rng, 0, 3),
    )
    for _ in range(4):
        a, far = between(rng, 0, 2 * math.pi), radius * between(rng, 1.1, 1.4)
        centre = (side / 2 + far * math.cos(a), side / 2 + far * math.sin(a))
        inside = np.maximum(inside, blob((side, side), centre, radius * between(rng, 0.06, 0.14), rng, ragged=0.15))
    cover = np.clip(inside / 2.0, 0, 1)
    dome = np.sqrt(np.clip(inside / (radius * 0.3), 0, 1))
    dx, dy = cv2.Sobel(dome, cv2.CV_32F, 1, 0), cv2.Sobel(dome, cv2.CV_32F, 0, 1)
    shine = np.clip(-(dx * light.towards[0] - dy * light.towards[1]) * 1.2, 0, 1)
    layer = np.empty((side, side, 4), np.uint8)
    tint = np.array(spill.colour, np.float32) * 0.34
    layer[..., :3] = np.clip(tint + shine[..., None] * 150.0 + (cover * 6)[..., None], 0, 255)
    layer[..., 3] = np.clip((cover * 0.76 + shine * 0.3) * 255, 0, 255)
    cos, sin = math.cos(pose.yaw), math.sin(pose.yaw)
    x = pose.x_mm + cos * spill.centre[0] - sin * spill.centre[1]
    y = pose.y_mm + sin * spill.centre[0] + cos * spill.centre[1]
    half = side / 2 / px_mm
    to_mm = np.array(((1 / px_mm, 0, x - half), (0, -1 / px_mm, y + half), (0, 0, 1)))
    matrix = camera.belt_homography() @ to_mm
    size = (camera.width, camera.height)
    moved = np.asarray(cv2.warpPerspective(layer, matrix, size, flags=cv2.INTER_LINEAR), np.uint8)
    moved[..., 3] = np.where(covered > 0, np.uint8(0), moved[..., 3])
    rows = np.nonzero(moved[..., 3].max(axis=1))[0]
    where = moved[..., 3] > 60
    if len(rows):
        band = np.s_[rows[0] : rows[-1] + 1]
        alpha = moved[band, :, 3].astype(np.float32) / 255.0
        image[band] = cv2.blendLinear(
            np.ascontiguousarray(moved[band, :, :3]), np.ascontiguousarray(image[band]), alpha, 1.0 - alpha
        )
    return np.asarray(where, np.bool_)
