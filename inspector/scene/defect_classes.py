"""The defect classes a rendered item can carry, after Kaputt (ICCV 2025) plus label defects."""

from typing import Final

DEFECT_CLASSES: Final[tuple[str, ...]] = (
    "penetration",  # hole, cut, tear through the packaging
    "deformation",  # dent, crushed corner, crease
    "actuation",  # flap open, cap missing
    "deconstruction",  # the item comes apart
    "spillage",  # stain or leak, on the item and on the belt
    "superficial",  # scratch, scuff, dirt
    "label_defect",  # label torn, missing or skewed
)
