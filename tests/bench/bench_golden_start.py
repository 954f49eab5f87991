"""What golden pictures cost: at a first start, at a second one, and at the first item with and without preparation.

    python tests/bench/bench_golden_start.py [--products 30] [--pictures 12]

The station's own detector and check of looks on drawn pictures of two cameras, on this machine. `unprepared` is the
first item where nobody prepared and nothing was kept; `taught beside` is an item of a product that was taught while the
line ran, which does not wait; `then` is how long that product was compared as before.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.app.defaults import config_or_default
from inspector.app.judges import Judges, make_golden, make_judges, prepare_golden
from inspector.config.sections import AdapterSection, CheckSection
from inspector.domain.check import CheckOutcome
from inspector.domain.frame import RgbImage, freeze
from inspector.domain.golden import golden_of
from tests.support.checked_items import Looked, looked_at

CAMERAS = ("side", "top")
SIDE_PX = 240
PATIENCE_S = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is taught."""

    products: int
    pictures: int


def pictures(number: int, count: int) -> list[RgbImage]:
    """Crops of product `number`: its own coarse pattern, a little noise."""
    rng = np.random.default_rng(number)
    pattern = rng.integers(0, 220, (6, 6, 3)).repeat(SIDE_PX // 6, axis=0).repeat(SIDE_PX // 6, axis=1)
    return [freeze((pattern + rng.integers(0, 30, pattern.shape)).astype(np.uint8)) for _ in range(count)]


def shown(number: int) -> Looked:
    """An item of product `number` that lies in the middle of both cameras' pictures."""
    frames, boxes = {}, {}
    for camera in CAMERAS:
        frame = np.full((512, 640, 3), 60, np.uint8)
        frame[100 : 100 + SIDE_PX, 180 : 180 + SIDE_PX] = pictures(number, 1)[0]
        frames[camera], boxes[camera] = frame, (180.0, 100.0, 180.0 + SIDE_PX, 100.0 + SIDE_PX)
    return looked_at(frames, boxes, sku=f"BOX-{number}")


def teach(data_dir: Path, numbers: range, count: int) -> None:
    store = make_golden(data_dir)
    for number in numbers:
        for camera in CAMERAS:
            store.put(golden_of(f"BOX-{number}", camera, pictures(number, count)))


def judges_of(data_dir: Path) -> Judges:
    config = config_or_default(None, data_dir).model_copy(
        update={
            "scorer": AdapterSection(kind="none"),
            "checks": (CheckSection(name="looks", kind="wrong_item"),),
        }
    )
    return make_judges(config)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = work()
    return time.perf_counter() - started, answer


def asked(judges: Judges, number: int) -> tuple[float, CheckOutcome]:
    """Seconds and answer of the check of looks at one item."""
    item, detections = shown(number)
    seconds, result = timed(lambda: judges.checks[0].check(item, detections))
    return seconds, result.outcome


def report(what: str, seconds: float, answer: CheckOutcome | None = None) -> None:
    print(f"{what:52} {seconds * 1000:10.1f} ms {'' if answer is None else answer.value}")


def run(plan: Plan, data_dir: Path) -> None:
    teach(data_dir, range(plan.products), plan.pictures)
    report("unprepared: first item of all", *asked(judges_of(Path(data_dir)), 0))
    for path in (data_dir / "golden_looks").iterdir():
        path.unlink()
    for start in ("first start", "second start"):
        judges = judges_of(data_dir)
        seconds, _ = timed(lambda judges=judges: [check.prepare() for check in judges.checks])  # type: ignore[misc]
        report(f"{start}: check prepared", seconds)
        report(f"{start}: first item", *asked(judges, 0))
        report(f"{start}: next item", *asked(judges, 1))
    for start in ("first start", "second start"):
        judges = judges_of(data_dir)
        report(f"{start}: detector and check prepared", timed(lambda judges=judges: prepare_golden(judges))[0])  # type: ignore[misc]
    teach(data_dir, range(plan.products, plan.products + 1), plan.pictures)
    report("taught beside: its first item", *asked(judges, plan.products))
    seconds, _ = timed(lambda: judges.checks[0]._galleries.settle(PATIENCE_S))  # type: ignore[attr-defined]
    report("then: compared as before for", seconds)
    report("taught beside: its next item", *asked(judges, plan.products))


def main() -> None:
    """Parse, teach, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, default=30)
    parser.add_argument("--pictures", type=int, default=12)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(Plan(products=args.products, pictures=args.pictures), Path(folder))


if __name__ == "__main__":
    main()
