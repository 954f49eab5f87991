"""All checks together on the demonstration's line, item by item and not in real time: what is isolated, and the time.

    python tests/bench/bench_checked_line.py [--items 60] [--seed 20261] [--misprint-rate 0.2]
    python tests/bench/bench_checked_line.py --missing-part-rate 0.3    # kits; teaches all products first: minutes

The demonstration's own config, cameras calibrated from rendered boards. Products are taught only with --taught or
--missing-part-rate: without, what compares with golden pictures (looks, count, parts) has little to say and to do.
Times are medians on this machine: of each check alone, and in
its turn after the others, which have read the codes of the same item; shares are of the deadline.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.app.config_file import read_station
from inspector.app.demo.plan import VIEWS, DemoPlan, demo_config
from inspector.app.demo.teaching import calibrate_demo, teach_demo
from inspector.app.judges import make_judges, prepare_golden
from inspector.app.sections import models_dir_of
from inspector.domain.beta import share_interval
from inspector.domain.check import CheckOutcome
from inspector.domain.frame import Frame, Item, freeze
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.scene.catalogue import product
from inspector.scene.line import item_at
from inspector.scene.render import Renderer

WAYS = ("alone", "in turn")
FOUND = {CheckOutcome.FAILED, CheckOutcome.UNSURE}


def main() -> None:
    """Parse, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20_261)
    parser.add_argument("--misprint-rate", type=float, default=0.0, help="above 0 the label is read too")
    parser.add_argument(
        "--missing-part-rate", type=float, default=0.0, help="above 0 cartons are kits; products taught"
    )
    parser.add_argument("--taught", action="store_true", help="every product is taught first, as in the demonstration")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plan = DemoPlan(
            items=args.items,
            seed=args.seed,
            damage_rate=0.0,
            mixup_rate=0.4,
            expired_rate=0.4,
            misprint_rate=args.misprint_rate,
            missing_part_rate=args.missing_part_rate,
            data_dir=Path(folder),
            broker_port=1,
            http_port=0,
        )
        calibrate_demo(plan.data_dir, seed=plan.seed, size=plan.size)
        file = Path(folder) / "station.toml"
        file.write_text(demo_config(plan), encoding="utf-8")
        if args.taught or plan.kits:
            config = read_station(file)
            models = models_dir_of(config)
            teach_demo(config, seed=plan.seed, size=plan.size, kits=plan.kits, models_dir=models, say=lambda _: None)
        run(plan, file)


def run(plan: DemoPlan, file: Path) -> None:
    judges = make_judges(read_station(file))
    prepare_golden(judges, lambda _: None)
    spec = plan.line_spec()
    renderers = [Renderer(spec, view=view, size=plan.size) for view in VIEWS]
    times: dict[str, dict[str, list[float]]] = {way: defaultdict(list) for way in WAYS}
    caught: Counter[str] = Counter()
    total: Counter[str] = Counter()
    by_check: Counter[tuple[str, str]] = Counter()
    for index in range(plan.items or 0):
        truth = item_at(spec, index)
        frames = tuple(
            Frame(camera=view, sequence=index, image=renderer.item(index).image, captured_at_ns=0)
            for view, renderer in zip(VIEWS, renderers, strict=True)
        )
        told = Identity(sku=truth.sku, material=product(truth.sku).material, lpn=truth.lpn, lot=truth.lot)
        trigger = Trigger(
            key=ItemKey(1, index + 1), encoder=0, until_encoder=1, deadline_ns=1, triggered_at_ns=0, identity=told
        )
        item = Item(trigger=trigger, frames=frames, missing=())
        evidence, _ = judges.inspection.examine(item, {})
        kinds = truth.wrong or ("nothing wrong",)
        found = [check.check for check in evidence.checks if check.outcome in FOUND]
        for kind in kinds:
            total[kind] += 1
            caught[kind] += bool(found)
            for name in found:
                by_check[kind, name] += 1
        again = anew(item)
        for check in judges.checks:
            for way, shown in (("alone", anew(item)), ("in turn", again)):
                started = time.perf_counter()
                check.check(shown, evidence.detections)
                times[way][check.name].append((time.perf_counter() - started) * 1000)
    for kind, n in sorted(total.items()):
        low, high = share_interval(caught[kind], n)
        names = ", ".join(f"{name} {count}" for (what, name), count in sorted(by_check.items()) if what == kind)
        share = f"{caught[kind]:3}/{n:<3} {caught[kind] / n:6.1%} [{low:.1%}, {high:.1%}]"
        print(f"{kind:14} isolated by a check {share} {names}")
    deadline_ms = plan.travel_mm * 0.625 / plan.speed_mm_s * 1000
    for way in WAYS:
        for name, values in times[way].items():
            middle = statistics.median(values)
            share = f"{middle / deadline_ms:.1%} of the deadline"
            print(f"{way:8} {name:8} median {middle:6.1f} ms, most {max(values):6.1f} ms: {share}")
        whole = [sum(one) for one in zip(*times[way].values(), strict=True)]
        print(f"{way:8} {'all':8} median {statistics.median(whole):6.1f} ms, most {max(whole):6.1f} ms")


def anew(item: Item) -> Item:
    """The same pictures in other memory: nothing is known of them yet."""
    return replace(item, frames=tuple(replace(frame, image=freeze(frame.image)) for frame in item.frames))


if __name__ == "__main__":
    main()
