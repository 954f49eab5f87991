"""The pictures that a scorer is taught from, checked before anything is learnt."""

from collections.abc import Sequence

import numpy as np

from inspector.domain.errors import InferenceError
from inspector.domain.frame import RgbImage


def check_lesson(reference: str, camera: str, images: Sequence[RgbImage], *, most: int) -> None:
    """Raise one `InferenceError` that lists everything wrong with what is to be taught."""
    problems = [f"the {what} has no name" for what, name in (("reference", reference), ("camera", camera)) if not name]
    if not 1 <= len(images) <= most:
        problems.append(f"{len(images)} images are given, 1 … {most} can be learnt at once")
    for number, image in enumerate(images):
        if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or 0 in image.shape:
            problems.append(f"image {number} has shape {image.shape} and type {image.dtype}, not (H, W, 3) uint8")
    if problems:
        raise InferenceError(f"{reference!r} can not be taught: " + "; ".join(problems))
