"""The sides of a box-shaped item in millimetres, by calibrated cameras: what `size` compares and `count` asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from inspector.adapters.checks._item_views import ItemView
from inspector.domain.camera_model import CameraModel
from inspector.vision.cuboid_fit import SeenOutline, fit_cuboid
from inspector.vision.item_mask import outline

BOX_RESIDUAL: Final = 0.0008
FLAT_RESIDUAL: Final = 0.003
LEAST_HEIGHT_MM: Final = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredBox:
    """`sizes_mm` from the largest; two of a flat thing. `miss` is the residual as a share of the picture's width."""

    sizes_mm: tuple[float, ...]
    miss: float
    view: ItemView

    @property
    def words(self) -> str:
        """For people."""
        return " x ".join(f"{size:.0f}" for size in self.sizes_mm)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxMeasure:
    """Measures with `cameras`, those that are calibrated. Outlines that miss a box by more than the residuals, shares
    of the picture's width, are none; what seems flatter than `least_height_mm` is a lid without its walls.
    """

    cameras: Mapping[str, CameraModel]
    box_residual: float = BOX_RESIDUAL
    flat_residual: float = FLAT_RESIDUAL
    least_height_mm: float = LEAST_HEIGHT_MM

    def measured(self, views: Sequence[ItemView], wanted: Sequence[str] = ()) -> MeasuredBox | None:
        """By one view where its outline is a box's, else by all together, else as a flat thing by one.

        `wanted` names the cameras, in their order; none means all. None where nothing can be measured.
        """
        seen = list(self._outlines(views, wanted or tuple(view.camera for view in views)))
        flat: MeasuredBox | None = None
        for number in (*range(len(seen)), None):
            chosen = seen if number is None else [seen[number]]
            if number is None and len(seen) < 2:
                break
            fit = fit_cuboid([one for _, one in chosen])
            if fit is None or fit.size_mm[2] < self.least_height_mm:
                continue
            view, first = chosen[0]
            miss = fit.residual_px / first.camera.width
            sizes = sorted(fit.size_mm, reverse=True)
            if miss <= self.box_residual:
                return MeasuredBox(sizes_mm=tuple(sizes), miss=miss, view=view)
            lies_flat = fit.size_mm[2] == sizes[2]
            if number is not None and lies_flat and miss <= self.flat_residual and flat is None:
                flat = MeasuredBox(sizes_mm=tuple(sizes[:2]), miss=miss, view=view)
        return flat

    def _outlines(self, views: Sequence[ItemView], wanted: Sequence[str]) -> Iterator[tuple[ItemView, SeenOutline]]:
        """Of the views of calibrated cameras in which the item stands out from the belt and is whole."""
        for view in sorted((v for v in views if v.camera in wanted), key=lambda v: wanted.index(v.camera)):
            model = self.cameras.get(view.camera)
            height, width = view.image.shape[:2]
            left, top, right, bottom = view.xyxy
            if model is None or left < 2 or top < 2 or right > width - 2 or bottom > height - 2:
                continue
            found = outline(view.image, view.xyxy)
            if found is None:
                continue
            contours, _ = cv2.findContours(found.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            hull = cv2.convexHull(np.concatenate([np.asarray(one, np.int32) for one in contours])).reshape(-1, 2)
            if len(hull) >= 4:
                yield view, SeenOutline(camera=model.scaled(width, height), points=hull + np.array(found.origin, float))
