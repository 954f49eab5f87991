"""How an item lies on the belt."""

import math
from dataclasses import dataclass

from inspector.scene.line import ItemTruth, LineSpec
from inspector.scene.randomness import between, chance, pick, stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Position of the item's middle in belt-view millimetres, and its turn about z in radians."""

    x_mm: float
    y_mm: float
    yaw: float
    standing: bool = False  # bottles only: on its base, not on its back


def pose_of(spec: LineSpec, item: ItemTruth, along_mm: float) -> Pose:
    """Return the pose when the belt has carried the item `along_mm` past the view's middle."""
    rng = stream(spec.seed, item.index, "pose")
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
    return Pose(
        x_mm=along_mm + between(rng, -10, 10), y_mm=between(rng, -0.35, 0.35) * room, yaw=yaw, standing=standing
    )


def capture_offset_mm(seed: int, index: int) -> float:
    """Return how far from the middle the trigger caught the item; the same for all cameras."""
    return between(stream(seed, index, "capture"), -12, 12)
