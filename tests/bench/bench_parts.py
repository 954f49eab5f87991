"""How often a missing part is found on rendered kits, and a complete one called, with 95 % intervals (Clopper-Pearson).

    python tests/bench/bench_parts.py [--items 60] [--views top side] [--skus CT-1003] [--picture missing_part.jpg]

Kits are cartons with a tray of four loose parts, each in its recess and never quite as on another; half lack one.
Stickers, light and turns differ from item to item. Twelve golden pictures per product and view, as at a station.
Boxes are the renderer's. Products, belts and light of the lines are those of consecutive seeds.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.adapters.checks import parts
from inspector.adapters.stores import rendered_catalogue
from inspector.app.demo.teaching import IMAGES_PER_VIEW
from inspector.app.judges import make_golden
from inspector.app.teaching import GOLDEN_PICTURES
from inspector.domain.beta import share_interval
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.detection import Detections
from inspector.domain.frame import Item, RgbImage
from inspector.domain.golden import golden_of
from inspector.ports.check import Check
from inspector.scene.camera import View
from inspector.scene.catalogue import catalogue
from inspector.scene.good_items import good_crops
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from inspector.vision.thumbnails import most_different, thumbnails
from tests.bench.bench_checks import VIEWS
from tests.support.checked_items import looked_at

KITS = tuple(product.sku for product in catalogue() if product.kind == "carton")
ROWS = (
    ("a part missing: FAILED", True, CheckOutcome.FAILED),
    ("a part missing: to a person", True, CheckOutcome.UNSURE),
    ("complete: FAILED", False, CheckOutcome.FAILED),
    ("complete: to a person", False, CheckOutcome.UNSURE),
)


def taught(
    folder: Path, seed: int, size: tuple[int, int], views: Sequence[View], skus: Sequence[str]
) -> tuple[Check, float]:
    """The check with golden pictures of complete kits, and the milliseconds of processor per product and view."""
    golden = make_golden(folder)
    for sku in skus:
        for view in views:
            crops = good_crops(sku, view, IMAGES_PER_VIEW, seed=seed, size=size, kits=True)
            chosen = most_different(thumbnails(crops), GOLDEN_PICTURES)
            golden.put(golden_of(sku, view, [crops[number] for number in chosen]))
    nothing = rendered_catalogue.RenderedCatalogue(())
    check = parts.build(parts.Config(), name="parts", catalogue=nothing, golden=golden, data_dir=folder)
    started = time.process_time()
    check.prepare()
    return check, (time.process_time() - started) * 1000 / (len(skus) * len(views))


def kits(
    seed: int, count: int, size: tuple[int, int], views: Sequence[View], skus: Sequence[str]
) -> Iterator[tuple[bool, Item, tuple[Detections, ...]]]:
    """Whether a part is missing, and the item in all views."""
    spec = LineSpec(seed=seed, damage_rate=0.0, skus=tuple(skus), kits=True, missing_part_rate=0.5)
    renderers = {view: Renderer(spec, view=view, size=size) for view in views}
    for index in range(count):
        frames = {view: renderer.item(index) for view, renderer in renderers.items()}
        seen = {view: next(one for one in frame.items if one.item.index == index) for view, frame in frames.items()}
        truth = seen[views[0]].item
        pictures: dict[str, RgbImage] = {view: frame.image for view, frame in frames.items()}
        item, found = looked_at(pictures, {str(view): one.xyxy for view, one in seen.items()}, sku=truth.sku)
        yield truth.missing_part is not None, item, found


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--lines", type=int, default=1, help="belts and lights, of consecutive seeds")
    parser.add_argument("--seed", type=int, default=911)
    parser.add_argument("--width", type=int, default=640, help="of the pictures, in pixels; 5:4")
    parser.add_argument("--views", nargs="+", choices=VIEWS, default=list(VIEWS))
    parser.add_argument("--skus", nargs="+", choices=KITS, default=list(KITS))
    parser.add_argument("--picture", type=Path, help="where to draw three items with the part that is missing")
    args = parser.parse_args()
    size = args.width, args.width * 4 // 5
    views: tuple[View, ...] = tuple(args.views)
    ways = {" and ".join(views): views} | ({f"{view} alone": (view,) for view in views} if len(views) > 1 else {})
    outcomes: dict[str, Counter[tuple[bool, CheckOutcome]]] = defaultdict(Counter)
    shares: dict[tuple[str, bool], list[float]] = defaultdict(list)
    times: list[float] = []
    drawn: list[RgbImage] = []
    for seed in range(args.seed, args.seed + args.lines):
        with tempfile.TemporaryDirectory() as folder:
            check, learning_ms = taught(Path(folder), seed, size, views, args.skus)
            for missing, item, found in kits(seed, args.items // args.lines, size, views, args.skus):
                for way, cameras in ways.items():
                    started = time.process_time()
                    result = check.check(item, tuple(one for one in found if one.camera in cameras))
                    if cameras == views:
                        times.append((time.process_time() - started) * 1000)
                        if missing and result.outcome is CheckOutcome.FAILED and len(drawn) < 3:
                            drawn.append(marked(item, found, result))
                    outcomes[way][missing, result.outcome] += 1
                    shares[way, missing].append(float(result.value or 0))
    print(
        f"{args.items} kits ({', '.join(args.skus)}) of {args.lines} lines from seed {args.seed}, {size[0]} x {size[1]}"
    )
    for way, counted in outcomes.items():
        print(way)
        for name, missing, outcome in ROWS:
            hits, n = counted[missing, outcome], sum(k for (bad, _), k in counted.items() if bad is missing)
            low, high = share_interval(hits, n)
            print(f"  {name:30} {hits:4}/{n:<4} {hits / n:6.1%}  [{low:.1%}, {high:.1%}]")
        least, most = sorted(shares[way, True])[:5], sorted(shares[way, False])[-5:]
        print(f"  share that differs: least five with a part missing {least}, most five complete {most}")
    middle = statistics.median(times)
    print(f"processor: median {middle:.0f} ms per item, most {max(times):.0f}; {learning_ms:.0f} ms to learn a view")
    if args.picture is not None:
        args.picture.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(args.picture), np.hstack(drawn)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88])


def marked(item: Item, found: tuple[Detections, ...], result: CheckResult) -> RgbImage:
    """The view that told, cut to the item, with the box of what is missing."""
    frame = next(one for one in item.frames if one.camera == result.camera)
    box = next(one for one in found if one.camera == result.camera).items[0].xyxy
    image = frame.image.copy()
    assert result.xyxy is not None
    left, top, right, bottom = (round(value) for value in result.xyxy)
    cv2.rectangle(image, (left - 3, top - 3), (right + 3, bottom + 3), (235, 40, 40), 2)
    x0, y0, x1, y1 = (max(0, round(value)) for value in box)
    height = 320
    cut = image[max(0, y0 - 10) : y1 + 10, max(0, x0 - 10) : x1 + 10]
    return np.asarray(cv2.resize(cut, (round(cut.shape[1] * height / cut.shape[0]), height)), np.uint8)


if __name__ == "__main__":
    main()
