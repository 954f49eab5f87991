"""How often a check is right on rendered items, by view, with 95 % intervals (Clopper-Pearson).

    python tests/bench/bench_checks.py expiry [--items 200] [--width 1280] [--code gs1_datamatrix] [--printed rapidocr]
    python tests/bench/bench_checks.py codes | colour | size | calibration | wrong_item

Each view is judged alone. Boxes are the shipped detector's, as at a station; `--boxes truth` takes the renderer's.
Colour and size see each line through cameras calibrated from rendered pictures of a board, never through true ones.
"""

import argparse
import datetime
import itertools
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.adapters.checks import barcode, colour, expiry, size, wrong_item
from inspector.adapters.clocks import manual
from inspector.adapters.stores import rendered_catalogue
from inspector.app import registry
from inspector.app.demo.teaching import IMAGES_PER_VIEW
from inspector.app.judges import make_golden
from inspector.app.teaching import GOLDEN_PICTURES
from inspector.config.camera_file import save_camera
from inspector.config.locations import default_models_dir
from inspector.config.sections import AdapterSection
from inspector.domain.association import belonging_to, subject
from inspector.domain.beta import share_interval
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.detection import Detections
from inspector.domain.frame import Frame, Item
from inspector.domain.golden import golden_of
from inspector.ports.catalogue import Catalogue
from inspector.ports.check import Check
from inspector.ports.detector import Detector
from inspector.scene.board import board_pictures
from inspector.scene.camera import View, stand
from inspector.scene.catalogue import catalogue
from inspector.scene.good_items import good_crops
from inspector.scene.line import ItemTruth, LineSpec
from inspector.scene.mixup import Mixup
from inspector.scene.render import Renderer
from inspector.vision.charuco import Board, calibrated
from inspector.vision.thumbnails import most_different, thumbnails
from tests.support.checked_items import looked_at

VIEWS: tuple[View, ...] = get_args(View)
BOARD = Board()
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@dataclass(slots=True)
class Tally:
    """What a check answered about items of which it is known whether they are wrong."""

    outcomes: Counter[tuple[bool, CheckOutcome]] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)  # right, wrong, none
    errors: list[float] = field(default_factory=list)  # of a measured value, in its unit
    ms: list[float] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        wrong, right = (sum(n for (bad, _), n in self.outcomes.items() if bad is which) for which in (True, False))
        rows = (
            ("wrong items failed (recall)", self.outcomes[True, CheckOutcome.FAILED], wrong),
            ("wrong items to a person", self.outcomes[True, CheckOutcome.UNSURE], wrong),
            ("wrong items passed as OK", self.outcomes[True, CheckOutcome.OK], wrong),
            ("right items failed (false alarm)", self.outcomes[False, CheckOutcome.FAILED], right),
            ("right items to a person", self.outcomes[False, CheckOutcome.UNSURE], right),
            ("values read right", self.values["right"], self.values.total()),
            ("values read wrong", self.values["wrong"], self.values.total()),
        )
        for name, hits, n in rows:
            if n:
                low, high = share_interval(hits, n)
                yield f"  {name:34} {hits:4}/{n:<4} {hits / n:6.1%}  [{low:.1%}, {high:.1%}]"
        if self.errors:
            middle, late = statistics.median(self.errors), sorted(self.errors)[int(len(self.errors) * 0.95)]
            name = "error of right items"
            yield f"  {name:34} median {middle:.2f}, 95th percentile {late:.2f} (n={len(self.errors)})"
        yield f"  {'time':34} median {statistics.median(self.ms):.1f} ms, most {max(self.ms):.1f} ms"


class Line:
    """One view of a rendered line, looked at as the station does."""

    def __init__(self, spec: LineSpec, view: View, width: int, boxes: str) -> None:
        self._renderer = Renderer(spec, view=view, size=(width, width * 4 // 5))
        self._view = view
        self._detector: Detector | None = None
        if boxes == "detector":
            section = AdapterSection.model_validate({"kind": "onnx", "bundle": "line-detector"})
            self._detector = registry.build("detectors", section, models_dir=default_models_dir())

    def item(self, index: int) -> tuple[ItemTruth, Item, tuple[Detections, ...]] | None:
        """None where the item is hidden."""
        frame = self._renderer.item(index)
        seen = next((one for one in frame.items if one.item.index == index), None)
        if seen is None:
            return None
        item, found = looked_at({self._view: frame.image}, {self._view: seen.xyxy}, sku=seen.item.sku)
        return seen.item, item, self._found(item.frames[0], found)

    def _found(self, frame: Frame, truth: tuple[Detections, ...]) -> tuple[Detections, ...]:
        if self._detector is None:
            return truth
        view = self._detector.detect(frame)
        height, width = frame.image.shape[:2]
        target = subject(view.items, width, height, min_score=0.3)
        return () if target is None else (belonging_to(target, view),)


Judge = Callable[[ItemTruth, CheckResult, Tally], bool]
Make = Callable[[Path], Check]
Error = Callable[[ItemTruth, str], float]


def measure(spec: LineSpec, check: Check, judge: Judge, args: argparse.Namespace) -> None:
    """Prints a table per view; `judge` says whether the item is wrong and books the value that was read."""
    for view in VIEWS:
        line, tally = Line(spec, view, args.width, args.boxes), Tally()
        for index in range(args.items):
            looked = line.item(index)
            if looked is None:
                continue
            truth, item, detections = looked
            started = time.perf_counter()
            result = check.check(item, detections)
            tally.ms.append((time.perf_counter() - started) * 1000)
            tally.outcomes[judge(truth, result, tally), result.outcome] += 1
        print(
            f"{view}: {sum(tally.outcomes.values())} items at {args.width} x {args.width * 4 // 5}, boxes: {args.boxes}"
        )
        print("\n".join(tally.lines()), flush=True)


def measure_expiry(args: argparse.Namespace) -> None:
    """Dated products, a third of them expired, some damaged as on the demo's line."""
    dated = tuple(product.sku for product in catalogue() if product.dated)
    spec = LineSpec(seed=args.seed, skus=dated, expired_rate=0.33, product_code=args.code)
    options: dict[str, Any] = {"printed": args.printed, "threads": 2}
    check = expiry.build(expiry.Config.model_validate(options), name="expiry", now=lambda: NOW)

    def judge(truth: ItemTruth, result: CheckResult, tally: Tally) -> bool:
        assert truth.expiry is not None
        right = result.value == truth.expiry.isoformat()
        tally.values["none" if result.value is None else "right" if right else "wrong"] += 1
        if result.value is not None and not right:
            print(f"  misread: {truth.expiry} as {result.value}: {result.detail}")
        return truth.expiry < NOW.date()

    print(f"expiry: label codes {args.code}, printed text {args.printed}")
    measure(spec, check, judge, args)


def measure_mixups(args: argparse.Namespace, make: Make, mixups: tuple[Mixup, ...], error: Error | None) -> None:
    """Lines of `--lines` belts: a third of the items are mixed up, one in ten damaged."""
    tallies: dict[View, dict[str, Tally]] = {view: {} for view in VIEWS}
    for seed in range(args.seed, args.seed + args.lines):
        spec = LineSpec(seed=seed, damage_rate=0.1, mixup_rate=0.33, mixups=mixups)
        with tempfile.TemporaryDirectory() as folder:
            check = make(calibrate(Path(folder), seed, args.width))
        for view in VIEWS:
            line = Line(spec, view, args.width, args.boxes)
            for index in range(args.items // args.lines):
                looked = line.item(index)
                if looked is None:
                    continue
                truth, item, detections = looked
                tally = tallies[view].setdefault(truth.kind, Tally())
                started = time.perf_counter()
                result = check.check(item, detections)
                tally.ms.append((time.perf_counter() - started) * 1000)
                tally.outcomes[truth.mixup is not None, result.outcome] += 1
                if error is not None and result.value is not None and truth.mixup is None:
                    tally.errors.append(error(truth, result.value))
    for view, kinds in tallies.items():
        print(f"{view}: {args.items} items of {args.lines} lines at {args.width} x {args.width * 4 // 5}, {args.boxes}")
        for kind, tally in sorted(kinds.items()):
            print(f" {kind}")
            print("\n".join(tally.lines()), flush=True)


def calibrate(folder: Path, seed: int, width: int) -> Path:
    """A data directory with the calibration of the line's cameras."""
    for view in VIEWS:
        model, _ = calibrated(board_pictures(view, (width, width * 4 // 5), BOARD, 10, seed=seed), BOARD)
        save_camera(folder, view, model)
    return folder


def known() -> Catalogue:
    return rendered_catalogue.build(rendered_catalogue.Config(), data_dir=Path(), clock=manual.build(manual.Config()))


def measure_codes(args: argparse.Namespace) -> None:
    """Wrong labels and wrong items, by their codes."""

    def make(_: Path) -> Check:
        return barcode.build(barcode.Config(), name="codes", catalogue=known())

    measure_mixups(args, make, ("mislabelled", "wrong_item"), None)


def measure_colour(args: argparse.Namespace) -> None:
    """Errors are the CIEDE2000 (kL 2) of the catalogue's colour on items of the right colour."""

    def make(data_dir: Path) -> Check:
        return colour.build(colour.Config(), name="colour", catalogue=known(), data_dir=data_dir)

    measure_mixups(args, make, ("wrong_colour",), lambda _, value: float(value))


def measure_size(args: argparse.Namespace) -> None:
    """Errors are millimetres of the worst of the sizes that were measured, on items of the right size."""

    def make(data_dir: Path) -> Check:
        return size.build(size.Config(), name="size", catalogue=known(), data_dir=data_dir)

    def off(truth: ItemTruth, value: str) -> float:
        pairs = zip(map(float, value.split(" x ")), sorted(truth.size_mm, reverse=True), strict=False)
        return max(abs(seen - real) for seen, real in pairs)

    measure_mixups(args, make, ("wrong_size",), off)


def measure_calibration(args: argparse.Namespace) -> None:
    """How far from the truth a point is put by a calibration from ten rendered pictures of a board."""
    grid = np.array(
        [(x, y, z) for x in range(-180, 181, 60) for y in range(-140, 141, 70) for z in (0, 60, 150)], float
    )
    floor = grid[grid[:, 2] == 0]
    for view in VIEWS:
        pixels, belt_mm, rms = [], [], []
        for seed in range(args.seed, args.seed + args.lines):
            shape = (args.width, args.width * 4 // 5)
            model, _ = calibrated(board_pictures(view, shape, BOARD, 10, seed=seed), BOARD)
            camera = stand(view, shape)
            pixels.append(np.linalg.norm(model.project(grid) - camera.project(grid)[0], axis=1))
            belt_mm.append(np.linalg.norm(model.on_plane(camera.project(floor)[0]) - floor[:, :2], axis=1))
            rms.append(model.rms_px)
        print(
            f"{view}: {args.lines} calibrations at {args.width} x {args.width * 4 // 5}: corners within "
            f"{np.mean(rms):.2f} px, points 0 to 150 mm over the belt {np.mean(pixels):.2f} px off (most "
            f"{np.max(pixels):.2f}), points on the belt {np.mean(belt_mm):.2f} mm (most {np.max(belt_mm):.2f})"
        )


def measure_wrong_item(args: argparse.Namespace) -> None:
    """All views of an item together, at the size of the demonstration; taught as it teaches, a minute per line."""
    tally = Tally()
    for seed in range(args.seed, args.seed + args.lines):
        with tempfile.TemporaryDirectory() as folder:
            golden = make_golden(Path(folder))
            for product, view in itertools.product(catalogue(), VIEWS):
                crops = good_crops(product.sku, view, IMAGES_PER_VIEW, seed=seed)
                chosen = most_different(thumbnails(crops), GOLDEN_PICTURES)
                golden.put(golden_of(product.sku, view, [crops[number] for number in chosen]))
            check = wrong_item.build(
                wrong_item.Config(),
                name="looks",
                golden=golden,
                catalogue=known(),
                clock=manual.build(manual.Config()),
                models_dir=default_models_dir(),
            )
            spec = LineSpec(seed=seed, damage_rate=0.1, mixup_rate=0.33, mixups=("wrong_item",))
            lines = [Line(spec, view, 640, args.boxes) for view in VIEWS]
            for index in range(args.items // args.lines):
                looks = [looked for line in lines if (looked := line.item(index)) is not None]
                if looks:
                    judge_looks(check, looks, tally)
    print(f"both views: {args.items} items of {args.lines} lines at 640 x 512, boxes: {args.boxes}")
    print("\n".join(tally.lines()), flush=True)


def judge_looks(check: Check, looks: list[tuple[ItemTruth, Item, tuple[Detections, ...]]], tally: Tally) -> None:
    truth, item, _ = looks[0]
    whole = Item(trigger=item.trigger, frames=tuple(one.frames[0] for _, one, _ in looks), missing=())
    started = time.perf_counter()
    result = check.check(whole, tuple(found for _, _, views in looks for found in views))
    tally.ms.append((time.perf_counter() - started) * 1000)
    tally.outcomes[truth.mixup is not None, result.outcome] += 1
    tally.values["right" if result.value == truth.looks else "wrong"] += result.value is not None


KINDS = {
    "expiry": measure_expiry,
    "codes": measure_codes,
    "colour": measure_colour,
    "size": measure_size,
    "calibration": measure_calibration,
    "wrong_item": measure_wrong_item,
}


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("--items", type=int, default=200)
    parser.add_argument("--seed", type=int, default=505)
    parser.add_argument("--lines", type=int, default=8, help="belts and lights, of consecutive seeds")
    parser.add_argument("--width", type=int, default=1280, help="of the pictures, in pixels; 5:4")
    parser.add_argument("--boxes", choices=("detector", "truth"), default="detector")
    parser.add_argument("--code", choices=("ean13", "gs1_datamatrix"), default="gs1_datamatrix")
    parser.add_argument("--printed", choices=("off", "rapidocr"), default="off")
    args = parser.parse_args()
    KINDS[args.kind](args)


if __name__ == "__main__":
    main()
