"""Pictures of a calibration board held over the rendered belt; in the first it lies flat on the belt."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.scene.belt import Belt
from inspector.scene.camera import View, stand
from inspector.scene.light import light_at
from inspector.scene.randomness import between, stream
from inspector.scene.sensor import Sensor
from inspector.vision.charuco import Board

U8 = NDArray[np.uint8]
_PX_MM = 4.0
_MARGIN_MM = 12.0
INK = 18.0
INK = 18.0


def board_pictures(view: View, size: tuple[int, int], board: Board, count: int, *, seed: int) -> list[U8]:
    """`count` pictures (H, W, 3) uint8 RGB of the belt of `seed` at rest with the board over it."""
    camera, sensor = stand(view, size), Sensor(size, seed)
    ground = Belt(seed, camera).picture(0.0)
    width_mm, height_mm = board.size_mm
    margin = round(_MARGIN_MM * _PX_MM)
    light = np.pad(board.picture(_PX_MM), margin, constant_values=255).astype(np.float32)[..., None] / 255
    art = np.round(INK + light * (np.array(board.white_rgb, np.float32) - INK)).astype(np.uint8)
    pictures = []
    for number in range(count):
        to_mm = np.array(
            ((1 / _PX_MM, 0, -width_mm / 2 - _MARGIN_MM), (0, -1 / _PX_MM, height_mm / 2 + _MARGIN_MM), (0, 0, 1))
        )
        lift = _pose(number, board, seed, facing=0.0 if view == "top" else 38.0)
        matrix = camera.matrix @ lift @ to_mm
        scene = ground.copy()
        moved = cv2.warpPerspective(art, matrix, size, flags=cv2.INTER_AREA)
        cover = cv2.warpPerspective(np.full(art.shape[:2], 255, np.uint8), matrix, size)
        weight = cover.astype(np.float32) / 255.0
        mixed = np.asarray(cv2.blendLinear(moved, scene, weight, 1.0 - weight), np.uint8)
        pictures.append(sensor.expose(mixed, light_at(seed, 0.0), 0.0, seed, number * 2 + 1))
    return pictures


def _pose(number: int, board: Board, seed: int, *, facing: float) -> NDArray[np.float64]:
    """(4, 3): homogeneous millimetres on the board to homogeneous ones in the world."""
    if number == 0:
        turn, tilt, roll, x, y, z = 0.0, 0.0, 0.0, 0.0, 0.0, board.thickness_mm
    else:
        rng = stream(seed, number, "board")
        turn, tilt, roll = (math.radians(between(rng, -limit, limit)) for limit in (40, 28, 28))
        tilt += math.radians(facing)  # towards the camera
        x, y, z = between(rng, -60, 60), between(rng, -50, 50), between(rng, 40, 160)
    about_z = np.array(((math.cos(turn), -math.sin(turn), 0), (math.sin(turn), math.cos(turn), 0), (0, 0, 1)))
    about_x = np.array(((1, 0, 0), (0, math.cos(tilt), -math.sin(tilt)), (0, math.sin(tilt), math.cos(tilt))))
    about_y = np.array(((math.cos(roll), 0, math.sin(roll)), (0, 1, 0), (-math.sin(roll), 0, math.cos(roll))))
    axes = about_z @ about_x @ about_y
    return np.vstack((np.column_stack((axes[:, 0], axes[:, 1], (x, y, z))), (0.0, 0.0, 1.0)))
