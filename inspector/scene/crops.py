"""One item of the line, cut out as its true box says."""

from inspector.domain.frame import RgbImage
from inspector.scene.render import ItemView, Renderer


def item_crop(renderer: Renderer, index: int) -> tuple[RgbImage, ItemView] | None:
    """(H, W, 3) uint8 RGB of item `index`, and its truth; None where it is not whole in the picture."""
    frame = renderer.item(index)
    target = next((one for one in frame.items if one.item.index == index), None)
    if target is None:
        return None
    left, top, right, bottom = (round(value) for value in target.xyxy)
    return frame.image[top:bottom, left:right], target
