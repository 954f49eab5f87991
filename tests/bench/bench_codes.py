"""How many codes are read on pictures of whole scenes, beside plain zxing-cpp on the same pictures, in one run.

    python tests/bench/bench_codes.py FOLDER

FOLDER holds a folder per series: pictures, and beside each a .txt with what its code says; a series without texts
holds no code, so whatever is read there is false. Counts are pictures; intervals are Clopper-Pearson's at 95 %.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import zxingcpp

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.adapters.checks._codes import MOST_TRIES, read_codes
from inspector.domain.beta import share_interval
from inspector.domain.frame import RgbImage

PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".bmp"}
READERS = ("plain", "station")


@dataclass(slots=True)
class Tally:
    """`counts` by (reader, right or wrong); `gained` and `lost` are pictures that only one of the two reads right."""

    pictures: int = 0
    coded: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    gained: int = 0
    lost: int = 0
    ms: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in READERS})

    def add(self, other: "Tally") -> None:
        self.pictures += other.pictures
        self.coded += other.coded
        self.counts += other.counts
        self.gained += other.gained
        self.lost += other.lost
        for name in READERS:
            self.ms[name] += other.ms[name]


def full_upc(digits: str) -> str:
    """UPC-E's eight digits as UPC-A's twelve (GS1 General Specifications, 5.2.2.4.2); other digits as they are."""
    if len(digits) != 8 or digits[0] not in "01":
        return digits
    system, body, last, check = digits[0], digits[1:6], digits[6], digits[7]
    if last in "012":
        return f"{system}{body[:2]}{last}0000{body[2:]}{check}"
    zeros = {"3": f"{body[:3]}00000{body[3:]}", "4": f"{body[:4]}00000{body[4:]}"}
    return f"{system}{zeros.get(last, f'{body}0000{last}')}{check}"


def spellings(text: str) -> set[str]:
    """All ways of writing what a code says: control characters left out, numbers as 14 digits, UPC-E short or full."""
    plain = "".join(char for char in text if ord(char) >= 32).strip()
    for name in ("<SOH>", "<DLE>", "<CR>", "<LF>"):
        plain = plain.replace(name, "")
    if not (plain.isascii() and plain.isdigit()):
        return {plain}
    return {plain.zfill(14), full_upc(plain).zfill(14)}


def read_plain(picture: RgbImage) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(np.ascontiguousarray(picture[..., ::-1]))}


def read_here(picture: RgbImage) -> set[str]:
    height, width = picture.shape[:2]
    return {code.text for code in read_codes("top", picture, (0, 0, width, height), MOST_TRIES)}


def measure(folder: Path) -> Tally:
    """One series; what is read wrong is printed."""
    tally = Tally()
    for path in sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES):
        decoded = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR_RGB)
        if decoded is None:
            print(f"  {path}: is no picture")
            continue
        picture = np.asarray(decoded, np.uint8)
        text = path.with_suffix(".txt")
        wanted = spellings(text.read_text(encoding="utf-8", errors="replace")) if text.exists() else None
        tally.pictures += 1
        tally.coded += wanted is not None
        right: dict[str, bool] = {}
        for name, read in (("plain", read_plain), ("station", read_here)):
            started = time.perf_counter()
            found = read(picture)
            tally.ms[name].append((time.perf_counter() - started) * 1000)
            right[name] = wanted is not None and any(spellings(one) & wanted for one in found)
            wrong = found if wanted is None else {one for one in found if not spellings(one) & wanted}
            tally.counts[name, "right"] += right[name]
            tally.counts[name, "other"] += bool(wrong)
            if wrong:
                print(f"  {folder.name}/{path.name}: {name} also reads {sorted(wrong)}")
        tally.gained += right["station"] and not right["plain"]
        tally.lost += right["plain"] and not right["station"]
    return tally


def show(name: str, tally: Tally) -> None:
    parts = [f"{name:18} {tally.pictures:4} pictures, {tally.coded:4} with a code"]
    for reader in READERS:
        hits, other = tally.counts[reader, "right"], tally.counts[reader, "other"]
        share = ""
        if tally.coded:
            low, high = share_interval(hits, tally.coded)
            share = f" {hits / tally.coded:6.1%} [{low:.1%}, {high:.1%}]"
        ms = statistics.median(tally.ms[reader])
        parts.append(
            f"{reader} {hits}{share}, other text on {other}, median {ms:.1f} ms, most {max(tally.ms[reader]):.0f}"
        )
    print(" | ".join(parts), flush=True)


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    if not folder.is_dir():
        parser.error(f"{folder}: no such folder")
    total, negatives = Tally(), Tally()
    for series in sorted(path for path in folder.iterdir() if path.is_dir()):
        tally = measure(series)
        if tally.pictures:
            show(series.name, tally)
            (total if tally.coded else negatives).add(tally)
    if total.pictures:
        show("all with codes", total)
        print(f"only the station reads {total.gained}, only plain zxing-cpp reads {total.lost}")
    if negatives.pictures:
        show("all without", negatives)


if __name__ == "__main__":
    main()
