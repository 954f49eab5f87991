"""Rendered items with exact boxes, as a check gets them from the station."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from inspector.domain.detection import ITEM_CLASS, Detection, Detections, Xyxy
from inspector.domain.frame import Frame, Item, RgbImage, freeze
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.scene.camera import View
from inspector.scene.line import ItemTruth, LineSpec
from inspector.scene.render import Renderer

Looked = tuple[Item, tuple[Detections, ...]]


def looked_at(
    pictures: Mapping[str, RgbImage],
    boxes: Mapping[str, Xyxy],
    *,
    sku: str | None = None,
    identity: Identity | None = None,
    score: float = 0.9,
) -> Looked:
    """An item seen by the cameras of `pictures`, found in those of `boxes`; `identity` says more than its `sku`."""
    trigger = Trigger(
        key=ItemKey(1, 1),
        encoder=0,
        until_encoder=1,
        deadline_ns=1,
        triggered_at_ns=0,
        identity=identity or Identity(sku=sku),
    )
    frames = tuple(
        Frame(camera=camera, sequence=0, image=freeze(picture), captured_at_ns=0)
        for camera, picture in pictures.items()
    )
    found = tuple(
        Detections(camera=camera, model="truth", found=(Detection(label=ITEM_CLASS, score=score, xyxy=box),))
        for camera, box in boxes.items()
    )
    return Item(trigger=trigger, frames=frames, missing=()), found


@cache
def rendered(
    spec: LineSpec, index: int, *, views: tuple[View, ...] = ("top",), size: tuple[int, int] = (1024, 820)
) -> tuple[ItemTruth, Looked]:
    """Item `index` of a line and what is true of it."""
    pictures: dict[str, RgbImage] = {}
    boxes: dict[str, Xyxy] = {}
    truth: ItemTruth | None = None
    for view in views:
        frame = _renderer(spec, view, size).item(index)
        seen = next(one for one in frame.items if one.item.index == index)
        pictures[view], boxes[view], truth = frame.image, seen.xyxy, seen.item
    if truth is None:
        raise ValueError("an item needs a view")
    return truth, looked_at(pictures, boxes, sku=truth.sku)


def blank(size: tuple[int, int] = (320, 256)) -> RgbImage:
    """A grey picture with nothing to read."""
    return freeze(np.full((size[1], size[0], 3), 128, np.uint8))


@cache
def _renderer(spec: LineSpec, view: View, size: tuple[int, int]) -> Renderer:
    return Renderer(spec, view=view, size=size)
