"""The report of a whole station: what it needs to know of the judges beside the figures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inspector.app.item_pictures import item_picture
from inspector.app.judges import Judges
from inspector.app.passing import passing
from inspector.app.reporting import write_report
from inspector.domain.frame import RgbImage
from inspector.domain.item import Identity
from inspector.training.evaluate.origin import Origin
from inspector.training.evaluate.report.items import items_report


def write_items_report(file: Path, found: Mapping[str, Any], judges: Judges, origin: Origin) -> None:
    """`found` is what `evaluate items --json` prints. Raises `StartupError` where it can not be written."""

    def draw(row: Mapping[str, Any]) -> RgbImage:
        views = [(view["camera"], Path(view["path"])) for view in row["views"]]
        return item_picture(judges, views, _identity(row))

    limits = passing(judges, dict.fromkeys(_identity(row) for row in found["items"]))
    at = {(one.threshold, f"limit {one.threshold:.4g}") for one in limits}
    html = items_report(
        found,
        draw,
        origin=origin,
        limits=[(one.recipe, one.words) for one in limits],
        limit=at.pop() if len(at) == 1 else None,
    )
    write_report(file, html)


def _identity(row: Mapping[str, Any]) -> Identity:
    return Identity(sku=row["sku"], material=row["material"])
