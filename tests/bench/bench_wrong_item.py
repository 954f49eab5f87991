"""Whether an item that is not the booked product is noticed by its looks, on pictures in SKU folders.

    python tests/bench/bench_wrong_item.py FOLDER [--folds 5] [--bootstrap 1000]

FOLDER holds train/ and val/, in each a folder per SKU at any depth. Products are taught from train/; pictures of val/
are judged. Open set: in each fold a part of the SKUs is not taught, and all their pictures are strangers. Every judged
picture is booked as its own SKU (right) and as every taught other one (wrong). Intervals: bootstrap over SKUs, 95 %.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.adapters._feature_network import FeatureNetwork
from inspector.config.locations import default_models_dir
from inspector.vision.gallery import F32, Gallery, embedding

ALPHA = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One picture booked as one SKU."""

    truth: str
    kind: str  # right, wrong (a taught other product), stranger (one that was not taught)
    margin: float
    p_value: float
    best_p: float  # of the product that it looks like most


def pictures(folder: Path, network: FeatureNetwork) -> list[tuple[str, str, F32]]:
    """(part, SKU, embedding) of every picture."""
    rows, columns = network.grid
    found = []
    for part in ("train", "val"):
        for path in sorted((folder / part).rglob("*.jpg")):
            decoded = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR_RGB)
            features = network.features(np.asarray(decoded, np.uint8))
            found.append((part, path.parent.name, embedding(features, rows, columns)))
    return found


def bookings(found: list[tuple[str, str, F32]], folds: int) -> tuple[list[Booking], float]:
    """Of all folds; and the share of val pictures of taught products whose nearest product is their own."""
    skus = sorted({sku for _, sku, _ in found})
    made, hits = [], []
    for fold in range(folds):
        strangers = set(skus[fold::folds])
        taught = [sku for sku in skus if sku not in strangers]
        gallery = Gallery({t: np.stack([e for p, s, e in found if p == "train" and s == t]) for t in taught})
        for part, sku, seen in found:
            if part == "train" and sku not in strangers:
                continue
            best = gallery.best(seen)
            if sku not in strangers:
                hits.append(best.sku == sku)
            for booked in taught:
                match = gallery.match(seen, booked)
                kind = "right" if booked == sku else "stranger" if sku in strangers else "wrong"
                made.append(
                    Booking(truth=sku, kind=kind, margin=match.margin, p_value=match.p_value, best_p=best.p_value)
                )
    return made, float(np.mean(hits))


def auroc(right: np.ndarray, wrong: np.ndarray) -> float:
    """The probability that a right booking has the larger margin than a wrong one."""
    ordered = np.sort(wrong)
    below, upto = np.searchsorted(ordered, right, "left"), np.searchsorted(ordered, right, "right")
    return float((below + upto).mean() / 2 / len(ordered))


def interval(made: list[Booking], kind: str, rounds: int) -> tuple[float, float]:
    """SKUs are drawn again, right ones and wrong ones each among their own."""
    rng = np.random.default_rng(0)
    groups = {}
    for which in ("right", kind):
        by_sku: dict[str, list[float]] = {}
        for one in made:
            if one.kind == which:
                by_sku.setdefault(one.truth, []).append(one.margin)
        groups[which] = [np.array(values) for values in by_sku.values()]
    drawn = []
    for _ in range(rounds):
        right, wrong = (
            np.concatenate([values[i] for i in rng.integers(0, len(values), len(values))]) for values in groups.values()
        )
        drawn.append(auroc(right, wrong))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--bootstrap", type=int, default=1000)
    args = parser.parse_args()
    network = FeatureNetwork(default_models_dir() / "line-features", threads=2)
    found = pictures(args.folder, network)
    if not found:
        parser.error(f"{args.folder}: no train/ and val/ with pictures")
    made, top1 = bookings(found, args.folds)
    margins = {kind: np.array([b.margin for b in made if b.kind == kind]) for kind in ("right", "wrong", "stranger")}
    print(f"{len(found)} pictures of {len({sku for _, sku, _ in found})} SKUs, {args.folds} folds, {network.bundle.id}")
    print(f"nearest product is the own one: {top1:.1%} of {len(margins['right'])}")
    for kind, name in (("wrong", "another taught product"), ("stranger", "a product that was not taught")):
        low, high = interval(made, kind, args.bootstrap)
        value = auroc(margins["right"], margins[kind])
        print(f"AUROC of the margin, right booking against {name}: {value:.3f} [{low:.3f}, {high:.3f}]")
    right_ordered = np.sort(margins["right"])
    for rate in (0.01, 0.05, 0.1):
        limit = right_ordered[int(rate * len(right_ordered))]
        caught = {kind: (margins[kind] < limit).mean() for kind in ("wrong", "stranger")}
        noticed = ", ".join(f"{kind} {share:.1%}" for kind, share in caught.items())
        print(f"at {rate:.0%} of right ones doubted (margin below {limit:.2f}): {noticed} noticed")
    for kind in ("right", "wrong", "stranger"):
        of_kind = [b for b in made if b.kind == kind]
        doubted = [b for b in of_kind if b.p_value <= ALPHA]
        failed = [b for b in doubted if b.best_p > ALPHA]
        n = len(of_kind)
        print(
            f"alpha {ALPHA}: {kind} bookings {n}: isolated {len(doubted) / n:.1%} "
            f"(as another product {len(failed) / n:.1%}, as unknown {(len(doubted) - len(failed)) / n:.1%})"
        )


if __name__ == "__main__":
    main()
