"""How an item lies on the belt."""

import math
from dataclasses import dataclass, replace
from typing import Final

from numpy.random import Generator

from inspector.scene.line import SECOND_UNIT, ItemTruth, LineSpec
from inspector.scene.randomness import between, chance, pick, stream

_TOUCHING_MM: Final = 3.0  # widest gap between two units under one trigger
_ROOM_ALONG_MM, _ROOM_ACROSS_MM = 285.0, 185.0  # half of what two units may take of the belt


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Position of the item's middle in belt-view millimetres, and its turn about z in radians."""

    x_mm: float
    y_mm: float
    yaw: float
    standing: bool = False  # bottles only: on its base, not on its back


def pose_of(spec: LineSpec, item: ItemTruth, along_mm: float) -> Pose:
    """Return the pose when the belt has carried the item `along_mm` past the view's middle."""
    index = item.index % SECOND_UNIT
    rng = stream(spec.seed, index, "pose")
    length, width = item.size_mm[0], item.size_mm[1]
    yaw = math.radians(between(rng, -11, 11))
    if chance(rng, 0.3):
        yaw += math.pi
    if length <= 240 and chance(rng, 0.25):
        yaw += math.pi / 2
    standing = item.kind == "bottle" and chance(rng, 0.4)
    if standing:
        yaw = math.radians(between(rng, -40, 40))
    elif item.kind == "bottle":
        yaw += (pick(rng, 4) if chance(rng, 0.6) else 0) * math.pi / 2
    room = max(0.0, 165.0 - width / 2)
    pose = Pose(
        x_mm=along_mm + between(rng, -10, 10), y_mm=between(rng, -0.35, 0.35) * room, yaw=yaw, standing=standing
    )
    if item.mixup != "wrong_count":
        return pose
    return _one_of_two(pose, item, stream(spec.seed, index, "second unit"), second=item.index >= SECOND_UNIT)


def _one_of_two(pose: Pose, item: ItemTruth, rng: Generator, *, second: bool) -> Pose:
    """Move one of two equal units so that they touch, or nearly so, with the middle of both where one would lie.

    They lie one behind the other, or side by side where the belt is wide enough.
    """
    length, width, height = item.size_mm
    if item.kind == "bottle" and not pose.standing:
        length, width = height, length
    cos, sin = math.cos(pose.yaw), math.sin(pose.yaw)
    apart = between(rng, 0, _TOUCHING_MM)
    ways = []
    for step, ux, uy in ((length, cos, sin), (width, -sin, cos)):
        dx, dy = (step + apart) * ux / 2, (step + apart) * uy / 2
        half_x = abs(dx) + (abs(cos) * length + abs(sin) * width) / 2
        half_y = abs(dy) + (abs(sin) * length + abs(cos) * width) / 2
        if half_x <= _ROOM_ALONG_MM and half_y <= _ROOM_ACROSS_MM:
            ways.append((dx, dy, _ROOM_ACROSS_MM - half_y))
    dx, dy, room = ways[pick(rng, len(ways))]
    side = 1.0 if second else -1.0
    middle = min(max(pose.y_mm, -room), room)
    return replace(pose, x_mm=pose.x_mm + side * dx, y_mm=middle + side * dy)


def capture_offset_mm(seed: int, index: int) -> float:
    """Return how far from the middle the trigger caught the item; the same for all cameras."""
    return between(stream(seed, index, "capture"), -12, 12)
