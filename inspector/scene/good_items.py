"""Intact items of one product on one line: what a station is taught from."""

from inspector.domain.frame import RgbImage
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer

FIRST_INDEX = 1_000_000  # far beyond what is inspected: good items of this line, never those that are judged


def good_crops(
    sku: str, view: str, count: int, *, seed: int, size: tuple[int, int] = (640, 512), kits: bool = False
) -> list[RgbImage]:
    """`count` crops (H, W, 3) uint8 RGB of one product's intact items, as the camera `view` ('top', 'side') sees it.

    `size` is the camera's width and height; `kits`: cartons carry all their loose parts.
    """
    spec = LineSpec(seed=seed, damage_rate=0.0, skus=(sku,), kits=kits)
    renderer = Renderer(spec, view="top" if view == "top" else "side", size=size)
    crops = []
    for index in range(FIRST_INDEX, FIRST_INDEX + count):
        frame = renderer.item(index)
        target = next(item for item in frame.items if item.item.index == index)
        left, top, right, bottom = (round(value) for value in target.xyxy)
        crops.append(frame.image[top:bottom, left:right])
    return crops
