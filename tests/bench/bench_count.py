"""How often the units under one trigger are counted right, with 95 % intervals (Clopper-Pearson).

    python tests/bench/bench_count.py lines [--items 150] [--lines 5] [--seed 905] [--width 640]
    python tests/bench/bench_count.py bottles FOLDER

`lines`: rendered belts on half of whose items a second unit touches the first (products of which two fit between
their neighbours), one in ten damaged, seen from above and the side by the shipped detector. Each is judged as a product
of one unit (two are too many) and as one of two (one is too few), without golden pictures and with those of good items.
`bottles`: FOLDER holds images/ and labels/ in YOLO form, class 0 a bottle; only videos that the detector was not
trained on. The frames of one video are alike, so that the interval over frames is too narrow: each video is shown too.
"""

import argparse
import itertools
import math
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.adapters.checks import count
from inspector.adapters.stores import rendered_catalogue
from inspector.app import registry
from inspector.app.demo.teaching import IMAGES_PER_VIEW
from inspector.app.judges import make_golden
from inspector.app.picture_files import read_image
from inspector.app.teaching import GOLDEN_MARGIN, GOLDEN_PICTURES
from inspector.config.locations import default_models_dir
from inspector.config.sections import AdapterSection
from inspector.domain.association import belonging_to, subject
from inspector.domain.beta import share_interval
from inspector.domain.check import CheckOutcome
from inspector.domain.detection import ITEM_CLASS, Detection, Detections
from inspector.domain.frame import Frame, Item
from inspector.domain.golden import golden_of
from inspector.domain.units import around, shorter_side, units_around
from inspector.ports.check import Check
from inspector.ports.detector import Detector
from inspector.ports.golden import GoldenStore
from inspector.scene.catalogue import catalogue
from inspector.scene.good_items import FIRST_INDEX
from inspector.scene.line import SECOND_UNIT, ItemTruth, LineSpec
from inspector.scene.mixup import PAIRED_MM
from inspector.scene.render import ItemView, Renderer
from inspector.training.detector_data import bottle_pictures
from inspector.vision.thumbnails import most_different, thumbnails
from tests.bench.bench_checks import VIEWS, Line, Tally

Looked = tuple[ItemTruth, Item, tuple[Detections, ...]]
PRODUCTS = tuple(product.sku for product in catalogue() if max(product.size_mm) <= PAIRED_MM)
DEFAULTS = count.Config()


def made(units: int, golden: GoldenStore) -> Check:
    """By its option: the catalogue knows no product."""
    nothing = rendered_catalogue.RenderedCatalogue(())
    check = count.build(count.Config(units=units), name="count", catalogue=nothing, golden=golden)
    check.prepare()
    return check


def taught(folder: Path, spec: LineSpec, width: int) -> GoldenStore:
    """What a station is taught of this line: `IMAGES_PER_VIEW` good items a product and view, kept as it keeps them.

    With `spec` of pairs a good item is two units. Crops have the margin of a station's, here without their pixels.
    """
    golden = make_golden(folder)
    for product, view in itertools.product(PRODUCTS, VIEWS):
        renderer = Renderer(replace(spec, damage_rate=0.0, skus=(product,)), view=view, size=(width, width * 4 // 5))
        crops = []
        for index in range(FIRST_INDEX, FIRST_INDEX + IMAGES_PER_VIEW):
            frame = renderer.item(index)
            boxes = [Detection(label=ITEM_CLASS, score=1.0, xyxy=one.xyxy) for one in frame.items if own(one, index)]
            left, top, right, bottom = (round(value) for value in around(boxes))
            across, down = round((right - left) * GOLDEN_MARGIN), round((bottom - top) * GOLDEN_MARGIN)
            crop = frame.image[top:bottom, left:right]
            crops.append(np.pad(crop, ((down, down), (across, across), (0, 0)), mode="edge"))
        chosen = most_different(thumbnails(crops), GOLDEN_PICTURES)
        golden.put(golden_of(product, view, [crops[number] for number in chosen]))
    return golden


def own(seen: ItemView, index: int) -> bool:
    return seen.item.index % SECOND_UNIT == index


def measure_lines(args: argparse.Namespace) -> None:
    """Prints a table per way of counting and number of units that is expected."""
    tallies: dict[tuple[int, str], Tally] = defaultdict(Tally)
    for seed in range(args.seed, args.seed + args.lines):
        spec = LineSpec(seed=seed, damage_rate=0.1, mixup_rate=0.5, mixups=("wrong_count",), skus=PRODUCTS)
        with tempfile.TemporaryDirectory() as folder:
            nothing = make_golden(Path(folder) / "nothing")
            checks: dict[tuple[int, str], Check] = {}
            for expected, rate in ((1, 0.0), (2, 1.0)):
                known = taught(Path(folder) / str(expected), replace(spec, mixup_rate=rate), args.width)
                checks[expected, "boxes alone"] = made(expected, nothing)
                checks[expected, "with golden pictures"] = made(expected, known)
            lines = [Line(spec, view, args.width, "detector") for view in VIEWS]
            for index in range(args.items // args.lines):
                seen = [looked for line in lines if (looked := line.item(index)) is not None]
                for (expected, way), check in checks.items():
                    judge(check, seen, expected, tallies[expected, way])
    size = f"{args.width} x {args.width * 4 // 5}"
    print(f"{args.items} items of {args.lines} lines from seed {args.seed}, two views at {size}, detector's boxes")
    for (expected, way), tally in sorted(tallies.items()):
        print(f"{expected} expected, {way}")
        print("\n".join(tally.lines()), flush=True)


def judge(check: Check, looks: Sequence[Looked], expected: int, tally: Tally) -> None:
    truth, item, _ = looks[0]
    whole = Item(trigger=item.trigger, frames=tuple(one.frames[0] for _, one, _ in looks), missing=())
    detections = tuple(found for _, _, views in looks for found in views)
    started = time.perf_counter()
    result = check.check(whole, detections)
    tally.ms.append((time.perf_counter() - started) * 1000)
    there = 2 if truth.mixup == "wrong_count" else 1
    tally.outcomes[there != expected, result.outcome] += 1
    if result.outcome is not CheckOutcome.NOT_APPLICABLE:
        tally.values["right" if result.value == str(there) else "wrong"] += 1


def measure_bottles(args: argparse.Namespace) -> None:
    """All bottles of a frame, and those that one trigger would take for one item, against the labels."""
    section = AdapterSection.model_validate({"kind": "onnx", "bundle": "line-detector"})
    detector: Detector = registry.build("detectors", section, models_dir=default_models_dir())
    right: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    several = 0
    for path in bottle_pictures(args.folder, held_out=True):
        image = read_image(path)
        frame = Frame(camera="top", sequence=0, image=image, captured_at_ns=0)
        view = detector.detect(frame)
        height, width = image.shape[:2]
        labels = labelled(args.folder / "labels" / f"{path.stem}.txt", width, height)
        video = path.name.split("_MOV")[0]
        sure = [box for box in view.items if box.score >= DEFAULTS.min_score]
        counted = len(units_around(sure[0], sure[1:], reach_px=math.inf)) if sure else 0
        right["all bottles of the frame"][video].append(counted == len(labels))
        several += len(labels) > 1
        target, true_target = (subject(tuple(b), width, height, min_score=0.3) for b in (view.items, labels))
        if target is not None and true_target is not None:
            pair = (belonging_to(target, view), belonging_to(true_target, truth_of(labels)))
            right["bottles at the trigger"][video].append(reached(target, pair[0]) == reached(true_target, pair[1]))
    for name, videos in right.items():
        parts = {"all": [one for part in videos.values() for one in part], **videos}
        for video, part in parts.items():
            low, high = share_interval(sum(part), len(part))
            share = f"{sum(part):4}/{len(part):<4} {sum(part) / len(part):6.1%}  [{low:.1%}, {high:.1%}]"
            print(f"{name:26} {video:10} {share}")
    print(f"{several} of the frames show more than one bottle")


def reached(target: Detection, view: Detections) -> int:
    """As the check counts with its own options."""
    sure = [box for box in view.neighbours if box.score >= DEFAULTS.min_score]
    return len(units_around(target, sure, reach_px=DEFAULTS.reach * shorter_side(target.xyxy)))


def truth_of(labels: Sequence[Detection]) -> Detections:
    return Detections(camera="top", model="labels", found=tuple(labels))


def labelled(file: Path, width: int, height: int) -> list[Detection]:
    """The bottles of a label file, as boxes of a detector that is sure."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        name, x, y, w, h = line.split()[:5]
        if name == "0":
            cx, cy, dx, dy = float(x) * width, float(y) * height, float(w) * width / 2, float(h) * height / 2
            found.append(Detection(label=ITEM_CLASS, score=1.0, xyxy=(cx - dx, cy - dy, cx + dx, cy + dy)))
    return found


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(required=True)
    lines = kinds.add_parser("lines", help="rendered lines")
    lines.add_argument("--items", type=int, default=150)
    lines.add_argument("--lines", type=int, default=5, help="belts and lights, of consecutive seeds")
    lines.add_argument("--seed", type=int, default=905)
    lines.add_argument("--width", type=int, default=640, help="of the pictures, in pixels; 5:4")
    lines.set_defaults(measure=measure_lines)
    bottles = kinds.add_parser("bottles", help="real pictures of bottles on a belt")
    bottles.add_argument("folder", type=Path)
    bottles.set_defaults(measure=measure_bottles)
    args = parser.parse_args()
    args.measure(args)


if __name__ == "__main__":
    main()
