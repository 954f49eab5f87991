"""Pictures of the line, with exact truth.

A frame follows from (seed, belt position, view). `Renderer.item(n)` is the frame an item trigger takes;
`Renderer.belt` is what a free-running camera sees.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.scene.belt import Belt
from inspector.scene.body import build
from inspector.scene.camera import View, stand
from inspector.scene.damage import finish
from inspector.scene.drift import Drift
from inspector.scene.figure import Drawn, draw, shade
from inspector.scene.light import Light, light_at
from inspector.scene.line import ItemTruth, LineSpec, item_at, second_unit
from inspector.scene.mesh import Body
from inspector.scene.pose import Pose, capture_offset_mm, pose_of
from inspector.scene.sensor import Sensor

__all__ = ["DefectView", "ItemView", "RenderedFrame", "Renderer", "View"]

BodyMask = NDArray[np.bool_]
Xyxy = tuple[float, float, float, float]
REACH_MM: Final = 620.0  # no item farther than this from the view's middle can be in it
KEPT_BODIES: Final = 4
# A defect counts as visible from this share of the picture's pixels on (20 px at 640x512).
VISIBLE_SHARE: Final = 6e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectView:
    """One defect as seen in one frame. `mask` is (H, W) bool of the whole picture, read-only."""

    cls: str
    severity: str
    xyxy: Xyxy  # pixels, right and bottom exclusive
    mask: BodyMask


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One item as seen in one frame; only defects that are visible in it are listed.

    Defects lie within `mask`, except spillage, which may reach onto the belt.
    """

    item: ItemTruth
    xyxy: Xyxy  # pixels, right and bottom exclusive
    mask: BodyMask
    complete: bool  # the whole item is in the picture
    defects: tuple[DefectView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFrame:
    """A picture (H, W, 3) uint8 RGB, read-only, and what is in it."""

    image: NDArray[np.uint8]
    items: tuple[ItemView, ...]


class Renderer:
    """One camera of the line. Not thread-safe: one per thread."""

    def __init__(
        self, spec: LineSpec, *, view: View, size: tuple[int, int] = (640, 512), drift: Drift | None = None
    ) -> None:
        if min(size) < 64 or max(size) > 4096:
            raise ValueError(f"size is (width, height) from 64 to 4096 pixels, not {size}")
        self.spec, self.view, self.size, self._drift = spec, view, size, drift
        self._camera = stand(view, size)
        self._belt = Belt(spec.seed, self._camera)
        self._sensor = Sensor(size, spec.seed)
        self._texture_px_mm = texture_px_mm(size)
        self._half_view_mm = size[0] / 2 / self._camera.px_per_mm
        self._bodies: OrderedDict[int, Body] = OrderedDict()

    def item(self, index: int) -> RenderedFrame:
        """Return the frame taken when item `index` is in the middle of the view."""
        item_at(self.spec, index)  # refuses a negative index
        position = index * self.spec.pitch_mm + capture_offset_mm(self.spec.seed, index)
        return self._frame(position, self._light(float(index)), noise=index * 2)

    def belt(self, position_mm: float) -> RenderedFrame:
        """Return what a free-running camera sees after the belt has moved by `position_mm`."""
        light = self._light(position_mm / self.spec.pitch_mm)
        return self._frame(position_mm, light, noise=round(position_mm * 8) * 2 + 1)

    def empty(self) -> RenderedFrame:
        """Return the belt with nothing on it."""
        image = self._belt.picture(0.0)
        light = light_at(self.spec.seed, 0.0)
        return self._exposed(image, light, 1, ())

    def _light(self, index: float) -> Light:
        light = light_at(self.spec.seed, index)
        return light if self._drift is None else self._drift.aged(light, index)

    def _frame(self, position_mm: float, light: Light, noise: int) -> RenderedFrame:
        image = self._belt.picture(position_mm)
        drawn: list[Drawn] = []
        lying = self._in_reach(position_mm)
        for pose, item in (one for one in lying if one[1].mixup == "wrong_count"):
            shade(image, self._body(item), pose, camera=self._camera, light=light)
        for pose, item in lying:
            figure = draw(
                image,
                self._body(item),
                item,
                pose,
                camera=self._camera,
                light=light,
                covered=self._belt.covered,
                shaded=item.mixup == "wrong_count",
            )
            if figure is not None:
                drawn.append(figure)
        return self._exposed(image, light, noise, self._views(drawn))

    def _exposed(
        self, image: NDArray[np.uint8], light: Light, noise: int, items: tuple[ItemView, ...]
    ) -> RenderedFrame:
        blur_px = self.spec.belt_mm_s * light.exposure_s * self._camera.px_per_mm
        final = self._sensor.expose(image, light, blur_px, self.spec.seed, noise)
        final.setflags(write=False)
        return RenderedFrame(image=final, items=items)

    def _in_reach(self, position_mm: float) -> list[tuple[Pose, ItemTruth]]:
        """Return the items that may be in view, the farthest from the camera first."""
        first = max(0, math.ceil((position_mm - REACH_MM) / self.spec.pitch_mm))
        last = math.floor((position_mm + REACH_MM) / self.spec.pitch_mm)
        found = []
        for index in range(first, last + 1):
            booked = item_at(self.spec, index)
            for item in filter(None, (booked, second_unit(booked))):
                pose = pose_of(self.spec, item, position_mm - index * self.spec.pitch_mm)
                if abs(pose.x_mm) < self._half_view_mm + max(item.size_mm):  # generous: a puddle may lie beside it
                    found.append((pose, item))
        return sorted(found, key=lambda pair: -pair[0].y_mm)

    def _body(self, item: ItemTruth) -> Body:
        body = self._bodies.get(item.index)
        if body is None:
            body = build(item, self.spec, self._texture_px_mm)
            if self._drift is not None:
                self._drift.thin(body, item.index)
            finish(body, item, self.spec.seed)
            self._bodies[item.index] = body
            if len(self._bodies) > KEPT_BODIES:
                self._bodies.popitem(last=False)
        return body

    def _views(self, drawn: list[Drawn]) -> tuple[ItemView, ...]:
        """Turn what was drawn into truth; a nearer item hides what lies behind it."""
        width, height = self.size
        needed = max(8, round(VISIBLE_SHARE * width * height))
        views: list[ItemView] = []
        hidden = np.zeros((height, width), np.bool_)
        for figure in reversed(drawn):
            mask = figure.placed_mask((height, width)) & ~hidden
            if int(mask.sum()) < needed:
                continue
            defects = []
            for bit, truth in enumerate(figure.item.defects):
                where = figure.placed_defect(bit, (height, width)) & ~hidden
                if int(where.sum()) >= needed:
                    where.setflags(write=False)
                    defects.append(DefectView(cls=truth.cls, severity=truth.severity, xyxy=_box(where), mask=where))
            hidden |= mask
            mask.setflags(write=False)
            views.append(
                ItemView(item=figure.item, xyxy=_box(mask), mask=mask, complete=figure.complete, defects=tuple(defects))
            )
        return tuple(sorted(views, key=lambda view: view.item.index))


def texture_px_mm(size: tuple[int, int]) -> float:
    """Return the resolution of items' textures: a matter of the picture's size only.

    All views of one size share it, so that they show one and the same damage. Finer textures than the
    picture keep small print readable; at demo size they would only cost time.
    """
    finer = 1.25 if max(size) <= 800 else 1.7
    return round(min(5.0, stand("top", size).px_per_mm * finer), 2)


def _box(mask: BodyMask) -> Xyxy:
    """Return the tight box of a mask that is not empty."""
    x, y, w, h = cv2.boundingRect(mask.view(np.uint8))
    return float(x), float(y), float(x + w), float(y + h)
