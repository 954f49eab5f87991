"""The item as each camera sees it: what every check looks at."""

from collections.abc import Iterator
from dataclasses import dataclass

from inspector.domain.detection import Detections, Xyxy
from inspector.domain.frame import Item, RgbImage


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemView:
    """`image` (H, W, 3) uint8 RGB is the whole picture, `xyxy` the item's box in its pixels, `score` the box's."""

    camera: str
    image: RgbImage
    xyxy: Xyxy
    score: float

    def window(self, margin_px: int) -> tuple[int, int, int, int]:
        """The box with a margin, in whole pixels inside the picture: left, top, right, bottom."""
        height, width = self.image.shape[:2]
        left, top = max(0, int(self.xyxy[0]) - margin_px), max(0, int(self.xyxy[1]) - margin_px)
        right, bottom = min(width, int(self.xyxy[2]) + margin_px), min(height, int(self.xyxy[3]) + margin_px)
        return left, top, max(left, right), max(top, bottom)  # a box outside the picture has no pixels

    def crop(self, margin_px: int) -> RgbImage:
        """(h, w, 3) uint8 RGB: the pixels of `window`, a view into the picture; empty for a box outside of it."""
        left, top, right, bottom = self.window(margin_px)
        return self.image[top:bottom, left:right]

    def inside(self) -> Xyxy:
        """The box as far as it lies in the picture."""
        height, width = self.image.shape[:2]
        left, top, right, bottom = self.xyxy
        return max(0.0, left), max(0.0, top), min(float(width), right), min(float(height), bottom)


def item_views(item: Item, detections: tuple[Detections, ...]) -> Iterator[ItemView]:
    """The views in which the item was found, in the order of the frames."""
    boxes = {view.camera: view.items[0] for view in detections if view.items}
    for frame in item.frames:
        box = boxes.get(frame.camera)
        if box is not None:
            yield ItemView(camera=frame.camera, image=frame.image, xyxy=box.xyxy, score=box.score)
