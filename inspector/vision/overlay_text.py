"""Draws what was read onto the picture: where each answer stands, and what it says."""

from collections.abc import Sequence

import cv2
import numpy as np

from inspector.domain.frame import RgbImage, freeze
from inspector.domain.text_line import Corners, around

ANSWER_RGB = (0, 128, 64)
_FONT = cv2.FONT_HERSHEY_SIMPLEX


def draw_answers(image: RgbImage, marks: Sequence[tuple[str, Corners]]) -> RgbImage:
    """(H, W, 3) uint8 RGB: a copy of `image` with each place outlined and its text above it, in the picture."""
    out = np.array(image, np.uint8)
    size = max(0.4, min(image.shape[:2]) / 900)
    for text, corners in marks:
        outline = np.rint(np.array(corners)).astype(np.int32)
        cv2.polylines(out, [outline], isClosed=True, color=ANSWER_RGB, thickness=max(1, round(2 * size)))
        (width, height), below = cv2.getTextSize(text, _FONT, size, 1)
        left, top, _, bottom = around(corners)
        x = int(max(0, min(left, image.shape[1] - width)))
        y = int(top) - 4 if top >= height + below + 4 else int(bottom) + height + 4
        cv2.rectangle(out, (x, y - height - 2), (x + width, y + below), (255, 255, 255), thickness=-1)
        cv2.putText(out, text, (x, y), _FONT, size, ANSWER_RGB, thickness=1, lineType=cv2.LINE_AA)
    return freeze(out)
