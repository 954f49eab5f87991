"""How well a trivial classifier tells damaged rendered products from sound ones without looking at the damage.

    python tests/bench/bench_defect_leaks.py [--items 30] [--draws 5]

Prints AUROCs, mean and range of the draws, on products that the classifier was not fitted to: 0.5 is chance. Each draw
puts other defects and hard negatives on the same products, `--items` from above and as many from the side.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.random import Generator

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.training.defects import vary
from tests.support.defect_leaks import Picture, intact_products, pairs, told_apart, unchanged

Camera = Callable[[Picture, Generator], Picture]
ROWS: tuple[tuple[str, Camera, float, bool], ...] = (
    ("as made", unchanged, 0, False),
    ("after the camera", vary, 0, False),
    ("as made, the damaged ones blurred by half a pixel", unchanged, 0.5, False),
    ("as made, marks of hard negatives on sound ones left in view", unchanged, 0, True),
)


def main() -> None:
    """Run all and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=30, help="rendered items of each side")
    parser.add_argument("--draws", type=int, default=5)
    given = parser.parse_args()
    products = intact_products(given.items)
    print(f"{len(products)} products, {given.draws} draws")
    for name, camera, blur, marks in ROWS:
        found = [
            told_apart(*pairs(products, np.random.default_rng(seed), camera, blur, marks_in_view=marks))
            for seed in range(given.draws)
        ]
        print(f"{name:<60} AUROC {np.mean(found):.2f} ({min(found):.2f} to {max(found):.2f})", flush=True)


if __name__ == "__main__":
    main()
