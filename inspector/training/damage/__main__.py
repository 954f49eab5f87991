"""Make samples for the damage network, train it, and look at what it sees.

    python -m inspector.training.damage samples --data DIR --out SAMPLES --split train --count 20000
    python -m inspector.training.damage train --samples SAMPLES/train --check SAMPLES/val --work DIR --minutes 70
    python -m inspector.training.damage sheet --samples SAMPLES/train --out sheet.jpg

Needs the extra [train] for `train`.
"""

import argparse
import json
import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.domain.errors import ConfigError
from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.damage.sample_leaks import refuse_shared
from inspector.training.damage.samples import Index, save

U8 = NDArray[np.uint8]
SHEET_PX = 148


def main(arguments: list[str]) -> int:
    """Run one of the three; return the exit status: 2 for sets that hold too little, or share pictures."""
    given = _parser().parse_args(arguments)
    try:
        if given.what == "samples":
            return make_samples(given)
        if given.what == "sheet":
            return sheet(Index.of(given.samples), given.out, seed=given.seed)
        return train(given)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2


def make_samples(given: argparse.Namespace) -> int:
    """Write one part of a split; parts with different `--first` can be made side by side."""
    from inspector.training.damage.generation import samples
    from inspector.training.damage.recipe import products

    rng = np.random.default_rng([given.seed, given.first, given.split == "train"])
    everything = samples(products(given.data, given.split, rng), rng, given.count)
    last = save(given.out, everything, first=given.first)
    print(f"{given.out}: samples {given.first} to {last - 1}")
    return 0


def train(given: argparse.Namespace) -> int:
    """Train for the given minutes; weights.pt, state.pt and figures.json in the work folder."""
    import torch

    from inspector.training.damage.network import DamageNetwork
    from inspector.training.damage.start import started
    from inspector.training.damage.training import Plan
    from inspector.training.damage.training import train as run

    network = DamageNetwork(len(DEFECT_CLASSES))
    if given.trunk is not None:
        trunk = torch.load(given.trunk, weights_only=True)
        missing = network.encoder.load_state_dict(
            {key: value for key, value in trunk.items() if not key.endswith("_head.weight") and "_head." not in key},
            strict=False,
        )
        print(f"trunk: {len(missing.missing_keys)} tensors start fresh")
    learn, check = Index.of(given.samples), Index.of(given.check)
    refuse_shared(learn, check)
    if given.start is not None:
        started(network, given.start, learn)
    plan = Plan(minutes=given.minutes, threads=given.threads, batch=given.batch, rate=given.rate, seed=given.seed)
    figures = run(
        network,
        learn,
        check,
        plan,
        given.work,
        classes=len(DEFECT_CLASSES),
        say=lambda line: print(line, flush=True),
    )
    print(json.dumps(figures, indent=1))
    return 0


def sheet(index: Index, out: Path, *, seed: int) -> int:
    """16 products: above their golden pictures, below their queries with the outline of what is damaged."""
    rng = np.random.default_rng(seed)
    products = index.products()
    tiles = [_product(index, products[int(number)]) for number in rng.permutation(len(products))[:16]]
    rows = [np.hstack(tiles[start : start + 4]) for start in range(0, len(tiles) - 3, 4)]
    if not rows:
        print(f"{index.folder}: four products at least are needed for a sheet", file=sys.stderr)
        return 2
    cv2.imwrite(str(out), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 80])
    return 0


def _product(index: Index, numbers: list[int]) -> U8:
    """(296, 592, 3): four columns, empty where it has fewer samples."""
    tile = np.full((2 * SHEET_PX, 4 * SHEET_PX, 3), 255, np.uint8)
    for column, number in enumerate(numbers[:4]):
        query, reference, classes = index.read(number)
        shown = query.copy()
        edges, _ = cv2.findContours((classes > 0).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        cv2.drawContours(shown, edges, -1, (255, 0, 0), 1)
        across = np.s_[column * SHEET_PX : (column + 1) * SHEET_PX]
        for row, picture in enumerate((reference, shown)):
            small = cv2.resize(picture, (SHEET_PX, SHEET_PX), interpolation=cv2.INTER_AREA)
            tile[row * SHEET_PX : (row + 1) * SHEET_PX, across] = small
        words = index.rows[number]["kinds"] or "intact"
        at = (column * SHEET_PX + 3, 2 * SHEET_PX - 5)
        cv2.putText(tile, words, at, cv2.FONT_HERSHEY_SIMPLEX, 0.36, (255, 0, 0), 1, cv2.LINE_AA)
    return tile


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m inspector.training.damage", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    one = what.add_parser("samples")
    one.add_argument("--data", type=Path, help="folder of the picture sets; without it, drawn and rendered ones only")
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--split", choices=("train", "val", "test"), required=True)
    one.add_argument("--count", type=int, required=True)
    one.add_argument("--first", type=int, default=0)
    one.add_argument("--seed", type=int, default=1)
    one = what.add_parser("sheet")
    one.add_argument("--samples", type=Path, required=True)
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--seed", type=int, default=1)
    one = what.add_parser("train")
    one.add_argument("--samples", type=Path, required=True)
    one.add_argument("--check", type=Path, required=True)
    one.add_argument("--work", type=Path, required=True)
    one.add_argument("--trunk", type=Path, help="the feature network's student.pt")
    one.add_argument("--start", type=Path, help="weights.pt of a former run, or a bundle folder, to begin with")
    one.add_argument("--minutes", type=float, default=60)
    one.add_argument("--threads", type=int, default=2)
    one.add_argument("--batch", type=int, default=16)
    one.add_argument("--rate", type=float, default=1.5e-3)
    one.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
