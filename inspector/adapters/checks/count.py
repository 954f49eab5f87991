"""Counts the units that lie where one item was triggered, by their boxes and against the golden pictures' size.

What is larger or smaller than the golden pictures may be one unit of another size: measured sides tell (`one_unit`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from inspector.adapters._golden_keys import GoldenKeys
from inspector.adapters.checks._golden_sizes import MOST_FILES, GoldenSizes
from inspector.adapters.checks._item_views import ItemView, item_views
from inspector.adapters.checks._measured_box import BoxMeasure
from inspector.config.adapter import AdapterConfig
from inspector.config.camera_file import load_cameras
from inspector.domain.association import area
from inspector.domain.catalogue import as_taught
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.detection import Detections, Xyxy
from inspector.domain.frame import Item
from inspector.domain.golden import Golden
from inspector.domain.units import (
    MIN_SIDE_PX,
    SIZE_OR_NUMBER,
    TOO_LITTLE_FOR_TWO,
    TOO_MUCH_FOR_HALF,
    around,
    one_unit,
    shorter_side,
    units_around,
)
from inspector.ports.catalogue import Catalogue
from inspector.ports.golden import GoldenStore

EDGE_PX = 2.0


class Config(AdapterConfig):
    """Options of the count. How many units a product has is the catalogue's."""

    units: int = Field(
        default=1, ge=1, le=1000, title="Units", description="Units of a product of which the catalogue says nothing."
    )
    reach: float = Field(
        default=0.1,
        ge=0,
        le=2,
        title="Reach",
        description="Widest gap between units of one item, as a share of the item's shorter side.",
    )
    min_score: float = Field(
        default=0.3, ge=0, le=1, title="Least score", description="Boxes of other items with less are not counted."
    )
    larger: float = Field(
        default=1.2,
        ge=1,
        title="Larger",
        description="Times the area of the largest golden picture: beyond it there is more than one item.",
    )
    smaller: float = Field(
        default=0.7,
        ge=0,
        le=1,
        title="Smaller",
        description="Share of the area of the smallest golden picture: below it something is missing.",
    )
    least_pictures: int = Field(
        default=5, ge=1, title="Least pictures", description="With fewer golden pictures sizes are not compared."
    )
    cameras: tuple[str, ...] = Field(default=(), title="Cameras", description="Views to count in; none means all.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """The units of one view. `whole`: none is cut off by the picture's edge, else there may be more.

    `larger` and `smaller` are times the area of the largest and of the smallest golden picture; None without them.
    """

    camera: str
    number: int
    score: float
    xyxy: Xyxy
    whole: bool
    view: ItemView
    larger: float | None
    smaller: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Expected:
    """`size_mm` is the catalogue's, of all units together; None where it says nothing."""

    number: int
    size_mm: tuple[float, float, float] | None


class CountCheck:
    """Thread-safe."""

    def __init__(
        self, config: Config, name: str, *, catalogue: Catalogue, sizes: GoldenSizes, measure: BoxMeasure
    ) -> None:
        self._config, self._name = config, name
        self._catalogue, self._sizes, self._measure = catalogue, sizes, measure

    @property
    def name(self) -> str:
        """See Check."""
        return self._name

    def prepare(self, taught: Golden | None = None) -> None:
        """See Check: looks at the sizes of all golden pictures that are new, or of those just taught."""
        if taught is None:
            self._sizes.prepare()
        else:
            self._sizes.keep(taught)

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        """Compare what the views show with what is expected; `value` is the number of units, as far as it is told."""
        identity = item.trigger.identity
        entry = self._catalogue.find(identity.sku)
        known = None if entry is None else entry.units
        expected = _Expected(
            number=self._config.units if known is None else known, size_mm=None if entry is None else entry.size_mm
        )
        taught = as_taught(identity, entry).sku
        boxes = {view.camera: view for view in detections}
        seen = [
            self._seen(view, boxes[view.camera], taught)
            for view in item_views(item, detections)
            if view.camera in (self._config.cameras or boxes) and shorter_side(view.inside()) >= MIN_SIDE_PX
        ]
        return self._judged(seen, expected) if seen else self._nothing("the item was found in no view")

    def _seen(self, view: ItemView, boxes: Detections, taught: str | None) -> _Seen:
        sure = [one for one in boxes.neighbours if one.score >= self._config.min_score]
        target = boxes.items[0]
        units = units_around(target, sure, reach_px=self._config.reach * shorter_side(target.xyxy))
        height, width = view.image.shape[:2]
        left, top, right, bottom = around(units)
        inside = max(0.0, left), max(0.0, top), min(float(width), right), min(float(height), bottom)
        golden = None if taught is None else self._sizes.of(taught, view.camera)
        return _Seen(
            camera=view.camera,
            view=view,
            number=len(units),
            score=min(unit.score for unit in units),
            xyxy=inside,
            whole=min(left, top, width - right, height - bottom) >= EDGE_PX,
            larger=None if golden is None else area(inside) / golden[1],
            smaller=None if golden is None else area(inside) / golden[0],
        )

    def _judged(self, seen: list[_Seen], wanted: _Expected) -> CheckResult:
        """Too much in any view is too much; a view that the picture's edge cuts off tells nothing else."""
        expected = wanted.number
        most = max(seen, key=lambda one: (one.number, one.larger or 0.0))
        if most.number > expected:
            detail = f"{_units(most.number)} where {expected} expected"
            return self._answer(CheckOutcome.UNSURE, most, most.number, detail)
        large = max(seen, key=lambda one: one.larger or 0.0)
        if large.larger is not None and large.larger > self._config.larger:
            return self._large(seen, large, large.larger, wanted)
        whole = [one for one in seen if one.whole]
        if not whole and expected == 1:
            return self._nothing("cut off by the edge of every picture: not counted")
        if not whole:
            detail = f"{most.number} of {expected}, cut off by the edge of every picture"
            return self._answer(CheckOutcome.UNSURE, most, most.number, detail)
        return self._complete(whole, wanted)

    def _complete(self, whole: list[_Seen], wanted: _Expected) -> CheckResult:
        """Units that touch are often taken for one: where golden pictures tell, their size goes before the boxes."""
        expected = wanted.number
        most = max(whole, key=lambda one: (one.number, one.smaller or 0.0))
        small = [one for one in whole if one.smaller is not None and one.smaller < self._config.smaller]
        size = f"{small[0].smaller:.1f} times the size of the smallest golden picture" if small else ""
        if len(small) == len(whole):
            return self._small(small, most.number, wanted, size)
        if most.number == expected:
            return self._answer(CheckOutcome.OK, most, expected, f"{_units(expected)}, as expected")
        if small:
            detail = f"{most.number} of {expected} by their boxes, {size} in one view"
            return self._answer(CheckOutcome.UNSURE, small[0], most.number, detail)
        if most.smaller is None:
            detail = f"{most.number} of {expected}, if none that touch were taken for one: no golden pictures tell"
            return self._answer(CheckOutcome.UNSURE, most, most.number, detail)
        return self._answer(CheckOutcome.OK, most, expected, f"as large as the golden pictures' {_units(expected)}")

    def _large(self, seen: list[_Seen], large: _Seen, times: float, wanted: _Expected) -> CheckResult:
        """More than any golden picture shows, `times` as much in the view `large`."""
        off = [one for one in seen if one.larger is not None and one.larger > self._config.larger]
        if other_size := self._other_size(off, wanted):
            return self._answer(CheckOutcome.OK, large, wanted.number, other_size)
        size = f"{times:.1f} times as large as any golden picture"
        if times < TOO_LITTLE_FOR_TWO:
            return self._answer(CheckOutcome.UNSURE, large, wanted.number, f"{SIZE_OR_NUMBER}: {size}")
        detail = f"{size}: more than the {wanted.number} expected"
        return self._answer(CheckOutcome.UNSURE, large, wanted.number + 1, detail)

    def _small(self, small: list[_Seen], number: int, wanted: _Expected, size: str) -> CheckResult:
        """In every whole view less than any golden picture shows, as `size` says."""
        if number < wanted.number:
            return self._answer(CheckOutcome.FAILED, small[0], number, f"{number} of {wanted.number}, {size}")
        if other_size := self._other_size(small, wanted):
            return self._answer(CheckOutcome.OK, small[0], wanted.number, other_size)
        if all(one.smaller is not None and one.smaller > TOO_MUCH_FOR_HALF for one in small):
            size = f"{SIZE_OR_NUMBER}: {size}"
        return self._answer(CheckOutcome.UNSURE, small[0], number, f"{size}: is a part missing?")

    def _other_size(self, off: Sequence[_Seen], wanted: _Expected) -> str:
        """Empty unless the views that are too large or too small show, by measured sides, what was expected as one box
        of another size.
        """
        if wanted.size_mm is None:
            return ""
        measured = self._measure.measured([one.view for one in off])
        if measured is None or not one_unit(measured.sizes_mm, wanted.size_mm):
            return ""
        return f"{_units(wanted.number)}, as expected, of another size: {measured.words} mm"

    def _answer(self, outcome: CheckOutcome, seen: _Seen, number: int, detail: str) -> CheckResult:
        return CheckResult(
            check=self._name,
            outcome=outcome,
            confidence=seen.score,
            value=str(number),
            camera=seen.camera,
            xyxy=seen.xyxy,
            detail=detail,
            finding=Finding.INCOMPLETE if outcome is CheckOutcome.FAILED else None,
        )

    def _nothing(self, detail: str) -> CheckResult:
        return CheckResult(check=self._name, outcome=CheckOutcome.NOT_APPLICABLE, confidence=0.0, detail=detail)


def _units(number: int) -> str:
    return "1 unit" if number == 1 else f"{number} units"


def build(
    config: Config, *, name: str, catalogue: Catalogue, golden: GoldenStore, data_dir: Path | None = None
) -> CountCheck:
    """Construct the check. `data_dir`: where the cameras' calibrations are, and the sizes of golden pictures are kept
    from one start to the next. Raises `ConfigError` for a calibration that can not be read.
    """
    keys = GoldenKeys(None if data_dir is None else data_dir / "golden_sizes", most_files=MOST_FILES)
    return CountCheck(
        config,
        name,
        catalogue=catalogue,
        sizes=GoldenSizes(golden, keys, least_pictures=config.least_pictures),
        measure=BoxMeasure(cameras={} if data_dir is None else load_cameras(data_dir)),
    )
