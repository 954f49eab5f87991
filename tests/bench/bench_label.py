"""How often a label's questions are answered right, with 95 % intervals (Clopper-Pearson), and in how much time.

    python tests/bench/bench_label.py conveyor FOLDER [--split val] [--plain]
    python tests/bench/bench_label.py drawn [--labels 12]

`conveyor`: FOLDER holds pictures `side/**/SERIAL_side.jpg` of boxes that print their serial, a lot and `Verw.bis`; a
MANIFEST.csv beside it tells the split and the item's box (`bbox=left top right bottom`). The serial is in the name of
the file; the date is the same on every box (`--date`). The check is asked as at a station. `--plain` asks the text
engine alone, with its own settings, whether any of its lines holds the text: the easier question, on the same pictures.
`drawn`: labels drawn with known print, turned, bent around a cylinder or along an arc, blurred, small, of dots, under
glare, seen aslant; `--only dots` takes the cases whose name holds that.
"""

import argparse
import csv
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.adapters.checks import label
from inspector.adapters.clocks import system
from inspector.adapters.stores import rendered_catalogue
from inspector.app.picture_files import read_image
from inspector.domain.beta import share_interval
from inspector.domain.check import CheckResult
from inspector.domain.frame import RgbImage, freeze
from tests.support.checked_items import looked_at
from tests.support.hard_print import along_arc, aslant, dotted, on_cylinder, under_glare

MARGIN_PX = 12


@dataclass(slots=True)
class Tally:
    """Right, wrong and missing answers per question, and what they cost."""

    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def book(self, question: str, answer: str | None, truth: str) -> bool:
        kind = "none" if answer is None else "right" if answer == truth else "wrong"
        self.answers[question, kind] += 1
        return kind == "right"

    def lines(self) -> Iterator[str]:
        for question in sorted({name for name, _ in self.answers}):
            n = sum(count for (name, _), count in self.answers.items() if name == question)
            for kind in ("right", "wrong"):
                hits = self.answers[question, kind]
                low, high = share_interval(hits, n)
                yield f"  {question:8} {kind:6} {hits:4}/{n:<4} {hits / n:6.1%}  [{low:.1%}, {high:.1%}]"
        late = sorted(self.wall_ms)[int(len(self.wall_ms) * 0.95)]
        yield (
            f"  time     median {statistics.median(self.wall_ms):.0f} ms, 95th percentile {late:.0f} ms by the clock; "
            f"median {statistics.median(self.cpu_ms):.0f} ms of processor"
        )


class Watch:
    """Books what a picture took."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def __enter__(self) -> None:
        self._started = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self._tally.wall_ms.append((time.perf_counter() - self._started[0]) * 1000)
        self._tally.cpu_ms.append((time.process_time() - self._started[1]) * 1000)


def asked(args: argparse.Namespace, *questions: str) -> label.LabelCheck:
    own = [{"alias": "serial", "keywords": ["SN"], "pattern": args.pattern}] if args.pattern else []
    written = {"required": questions, "ask": (), "questions": own, "margin_px": MARGIN_PX}
    config = label.Config.model_validate(written | {"threads": args.threads, "budget_ms": args.budget_ms})
    clock = system.build(system.Config())
    catalogue = rendered_catalogue.build(rendered_catalogue.Config(empty=True), data_dir=Path(), clock=clock)
    return label.build(config, name="label", clock=clock, catalogue=catalogue)


def told(result: CheckResult) -> dict[str, tuple[str, str]]:
    """Question to text and meaning."""
    return {one.name: (one.text, one.meaning or one.text) for one in result.readings}


def boxes_of(folder: Path) -> Iterator[tuple[Path, str, tuple[float, float, float, float], str]]:
    """Picture, serial, box and split of every item seen from the side."""
    with (folder.parent / "MANIFEST.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["dataset"] != folder.name or "/side/" not in row["file"]:
                continue
            extra = dict(part.split("=", 1) for part in row["extra"].split(";"))
            left, top, right, bottom = map(float, extra["bbox"].split())
            yield folder.parent / row["file"], extra["serial"], (left, top, right, bottom), row["split_or_group"]


def measure_conveyor(args: argparse.Namespace) -> None:
    check = asked(args, "serial", "expiry")
    chosen = [one for one in boxes_of(args.folder) if args.split in {"all", one[3]}][: args.most]
    tally, plain = Tally(), Tally()
    engine = plain_engine(args.threads) if args.plain else None
    for file, serial, box, _ in chosen:
        image = read_image(file)
        looked = looked_at({"side": image}, {"side": box})
        with Watch(tally):
            result = check.check(*looked)
        answers = told(result)
        right = tally.book("serial", answers.get("serial", (None, ""))[0], serial)
        right &= tally.book("expiry", answers.get("expiry", (None, ""))[1] or None, args.date)
        if not right:
            print(f"  {file.name}: {result.detail}")
        if engine is not None:
            with Watch(plain):
                texts = engine(image, box)
            for question, printed in (("serial", serial), ("expiry", args.printed)):
                held = any(printed in text for text in texts)
                plain.book(question, printed if held else None, printed)
    print(f"{args.folder.name}, side view, split {args.split}: {len(chosen)} boxes, {args.threads} threads")
    print("\n".join(tally.lines()), flush=True)
    if engine is not None:
        print("the text engine alone, its own settings: a line of it holds the text")
        print("\n".join(plain.lines()), flush=True)


def plain_engine(threads: int) -> Any:
    """Picture and box to every text that the engine reads in the box, as it comes out of the package."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - only where it is compared with

    engine = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": threads})

    def read(image: RgbImage, box: tuple[float, float, float, float]) -> tuple[str, ...]:
        left, top = max(0, int(box[0]) - MARGIN_PX), max(0, int(box[1]) - MARGIN_PX)
        crop = image[top : int(box[3]) + MARGIN_PX, left : int(box[2]) + MARGIN_PX]
        return tuple(engine(np.ascontiguousarray(crop[..., ::-1])).txts or ())

    return read


def sheet(seed: int, height_px: int = 16) -> tuple[RgbImage, dict[str, str]]:
    """A label of 480 x 300 pixels with five rows, their values in a column or behind the keyword, and what it says."""
    chance = random.Random(seed)
    serial = "".join(chance.choices("0123456789", k=12))
    lot = "".join(chance.choices("ABCDEFHKLMNPRSTUVX", k=2)) + "".join(chance.choices("0123456789", k=6))
    year, month, day = chance.randint(2027, 2039), chance.randint(1, 12), chance.randint(1, 28)
    truth = {"serial": serial, "lot": lot, "expiry": f"{year}-{month:02}-{day:02}"}
    rows = [
        chance.choice((("SN:", serial), ("S/N", serial), ("Serial No", serial))),
        chance.choice((("LOT", lot), ("Ch.-B.:", lot), ("BATCH", lot))),
        chance.choice((("EXP", truth["expiry"]), ("Verw.bis:", f"{day:02}.{month:02}.{year}"))),
    ]
    image = np.full((300, 480, 3), 228, np.uint8)
    font, scale = cv2.FONT_HERSHEY_SIMPLEX, height_px / 22
    column = 60 + int(190 * scale) if chance.random() < 0.5 else None
    for number, (keyword, value) in enumerate(rows):
        y = 110 + int(number * height_px * 2.1)
        cv2.putText(image, keyword, (60, y), font, scale, (25, 25, 25), 1, cv2.LINE_AA)
        x = column or 60 + cv2.getTextSize(keyword + " ", font, scale, 1)[0][0]
        cv2.putText(image, value, (x, y), font, scale, (25, 25, 25), 1, cv2.LINE_AA)
    noise = np.random.default_rng(seed).normal(0, 4, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8), truth


def turned(image: RgbImage, degrees: float) -> RgbImage:
    size = 600
    spin = cv2.getRotationMatrix2D((240, 150), degrees, 1.0)
    spin[:, 2] += np.array((size / 2 - 240, size / 2 - 150))
    return np.asarray(cv2.warpAffine(image, spin, (size, size), borderValue=(228, 228, 228)), np.uint8)


Change = Callable[[RgbImage, int], Any]


def in_dots(pitch_px: float, dot: float) -> Change:
    """The same three answers as an ink-jet coder prints them, in place of the label's strokes."""

    def change(_: RgbImage, seed: int) -> RgbImage:
        told = sheet(seed)[1]
        rows = (f"SN: {told['serial']}", f"LOT {told['lot']}", f"EXP {told['expiry']}")
        return dotted(rows, pitch_px=pitch_px, dot=dot, seed=seed)

    return change


def by(how: Callable[[RgbImage, float], RgbImage], value: float) -> Change:
    return lambda image, _: how(image, value)


def blurred(image: RgbImage, sigma: float) -> RgbImage:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8)


def glare(strength: float) -> Change:
    return lambda image, seed: under_glare(image, strength, seed=seed)


def changes() -> dict[str, Change | int]:
    """What is done to a label, by name; a number is the height of capitals on a label that is printed so."""
    cases: dict[str, Change | int] = {"as printed": lambda image, _: image}
    cases |= {f"turned {angle} degrees": by(turned, angle) for angle in (90, 180, 270)}
    cases |= {f"askew {angle} degrees": by(turned, angle) for angle in (10, 30, 45, 60)}
    cases |= {f"round, {share:.0%} of the half turn": by(on_cylinder, share) for share in (0.5, 0.7, 0.9)}
    cases |= {f"arc of {angle} degrees": by(along_arc, angle) for angle in (20, 40, 60, 90)}
    cases |= {f"blur, sigma {sigma} px": by(blurred, sigma) for sigma in (1, 1.5, 2)}
    cases |= {f"capitals {px} px high": px for px in (12, 9, 7)}
    cases |= {f"aslant by {angle} degrees": by(aslant, angle) for angle in (30, 45, 60)}
    cases |= {f"glare of {share:.0%}": glare(share) for share in (0.7, 0.85, 0.95)}
    cases |= {f"dots {px} px apart": in_dots(px, 0.8) for px in (2.5, 3.5, 4.5)}
    return cases | {f"thin dots {px} px apart": in_dots(px, 0.55) for px in (3.5, 4.5)}


def measure_drawn(args: argparse.Namespace) -> None:
    check = asked(args, "serial", "lot", "expiry")
    for name, change in changes().items():
        if args.only not in name:
            continue
        tally = Tally()
        for seed in range(args.labels):
            image, truth = sheet(seed, change) if isinstance(change, int) else sheet(seed)
            picture = freeze(image if isinstance(change, int) else np.asarray(change(image, seed), np.uint8))
            height, width = picture.shape[:2]
            looked = looked_at({"top": picture}, {"top": (0.0, 0.0, float(width), float(height))})
            with Watch(tally):
                answers = told(check.check(*looked))
            for question, expected in truth.items():
                tally.book("answers", answers.get(question, (None, ""))[1] or None, expected)
        right, wrong, time_ = tally.lines()
        print(
            f"{name:28}{right.split('right')[1]}   wrong{wrong.split('wrong')[1].split('%')[0]}% {time_.split(',')[0]}",
            flush=True,
        )


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    conveyor, drawn = kinds.add_parser("conveyor"), kinds.add_parser("drawn")
    conveyor.add_argument("folder", type=Path)
    conveyor.add_argument("--split", choices=("train", "val", "all"), default="val")
    conveyor.add_argument("--most", type=int, default=1000, help="pictures")
    conveyor.add_argument("--date", default="2082-12-31", help="what the date on the boxes means")
    conveyor.add_argument("--printed", default="12.2082", help="how it is printed, for --plain")
    conveyor.add_argument("--plain", action="store_true", help="compare with the text engine alone")
    conveyor.add_argument("--pattern", help="that the serials are known to match, as [0-9]{13}")
    drawn.set_defaults(pattern=None)
    drawn.add_argument("--labels", type=int, default=12)
    drawn.add_argument("--only", default="", help="cases whose name holds this")
    for one in (conveyor, drawn):
        one.add_argument("--threads", type=int, default=2)
        one.add_argument("--budget-ms", type=float, default=None)
    args = parser.parse_args()
    measure_conveyor(args) if args.kind == "conveyor" else measure_drawn(args)


if __name__ == "__main__":
    main()
