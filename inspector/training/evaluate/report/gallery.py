"""The worst mistakes as pictures inside the page."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import cv2
import numpy as np

from inspector.domain.detection import Xyxy
from inspector.domain.frame import RgbImage, freeze
from inspector.training.evaluate.report.page import paragraph

MOST = 12  # pictures of one kind
WIDE_PX = 560
QUALITY = 80
TRUTH_RGB = (20, 140, 60)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mistake:
    """A picture (H, W, 3) uint8 RGB with what was found drawn on it, and what is wrong in words."""

    picture: RgbImage
    name: str
    said: str


def gallery(mistakes: Sequence[Mistake], none: str) -> str:
    """The pictures, the worst first; `none` is said where there are none."""
    if not mistakes:
        return paragraph(none)
    return '<div class="shots">' + "".join(_shot(one) for one in mistakes) + "</div>"


def with_truth(image: RgbImage, boxes: Sequence[tuple[str, Xyxy]]) -> RgbImage:
    """A copy with the true boxes (pixels), green between white, named at their lower edge."""
    out = np.array(image, np.uint8)
    unit = max(1, round(min(out.shape[:2]) / 300))
    for label, (left, top, right, bottom) in boxes:
        corners = (round(left), round(top)), (round(right), round(bottom))
        cv2.rectangle(out, *corners, (255, 255, 255), 3 * unit, cv2.LINE_AA)
        cv2.rectangle(out, *corners, TRUTH_RGB, unit, cv2.LINE_AA)
        place = (round(left) + 2, min(out.shape[0] - 4, round(bottom) - 3 * unit))
        for colour, thick in (((255, 255, 255), 3 * unit), (TRUTH_RGB, unit)):
            cv2.putText(out, f"true: {label}", place, cv2.FONT_HERSHEY_SIMPLEX, 0.4 * unit, colour, thick, cv2.LINE_AA)
    return freeze(out)


def with_mask(image: RgbImage, mask: "np.typing.NDArray[np.bool_]") -> RgbImage:
    """A copy with the outline of the true damage (H, W), green between white."""
    out = np.array(image, np.uint8)
    edges, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    unit = max(1, round(min(out.shape[:2]) / 300))
    cv2.drawContours(out, edges, -1, (255, 255, 255), 3 * unit, cv2.LINE_AA)
    cv2.drawContours(out, edges, -1, TRUTH_RGB, unit, cv2.LINE_AA)
    return freeze(out)


def together(pictures: Sequence[RgbImage]) -> RgbImage:
    """Views of one item in one picture, as wide as the first: below each other, so that each is as large as it can."""
    wide = pictures[0].shape[1]
    resized = [
        np.asarray(cv2.resize(one, (wide, max(1, round(one.shape[0] * wide / one.shape[1])))), np.uint8)
        for one in pictures
    ]
    return freeze(np.concatenate(resized, axis=0))


def _shot(one: Mistake) -> str:
    return (
        f'<figure><img alt="{escape(f"{one.name}: {one.said}")}" src="data:image/jpeg;base64,{_encoded(one.picture)}">'
        f"<figcaption><b>{escape(one.name)}</b><br>{escape(one.said)}</figcaption></figure>"
    )


def _encoded(picture: RgbImage) -> str:
    """A JPEG of at most `WIDE_PX` across: the page stays small enough to be sent."""
    factor = min(1.0, WIDE_PX / picture.shape[1])
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    ok, data = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not ok:
        raise ValueError("a picture could not be encoded as JPEG")
    return base64.b64encode(data.tobytes()).decode("ascii")
