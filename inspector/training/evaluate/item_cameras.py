"""Which of a station's cameras each picture is of: what was taught is known by SKU and camera."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector.training.evaluate.labelled_item import CAMERA, LabelledItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Cameras:
    """The station's cameras, none where any name serves, and the one that pictures without a camera are of."""

    names: tuple[str, ...] = ()
    unnamed: str | None = None


def of_station(items: Sequence[LabelledItem], station: Cameras | None, problems: list[str]) -> list[LabelledItem]:
    """The items with their views' cameras named; what the station does not have is added to `problems`."""
    if station is None:
        return list(items)
    named = [_named(item, station.unnamed or CAMERA) for item in items]
    known = ", ".join(station.names)
    for camera in sorted({view.camera for item in named for view in item.views} - set(station.names)):
        if camera == CAMERA and known:
            count = sum(view.camera == CAMERA for item in named for view in item.views)
            problems.append(
                f"pictures that name no camera: {count}; say in column camera or with --camera which of: {known}"
            )
        elif known:
            problems.append(f"camera {camera!r}: the station has no such camera; it has: {known}")
    return named


def _named(item: LabelledItem, camera: str) -> LabelledItem:
    views = tuple(replace(view, camera=camera) if view.camera == CAMERA else view for view in item.views)
    return replace(item, views=views)
