"""Compare ways to find what was never taught: our features, a teacher's and untrained ones; our scoring and others'.

python -m inspector.training.rivals --data DIR --teacher FILE.onnx --cache DIR [--choosing] [--json]

Prints one table over bottles without their label, broken cookies and tiles with defects; intervals are 95 % bootstrap,
for tiles over whole groups. `--choosing` takes those tiles that choices may be made on instead of the others.
Exit status: 0, or 2 for bad input.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inspector.adapters._feature_network import FeatureNetwork
from inspector.adapters.scorers import patch_memory, place_memory
from inspector.adapters.scorers._nearest import Nearest
from inspector.config.locations import default_models_dir
from inspector.domain.errors import ConfigError
from inspector.training.evaluate.bootstrap import ROUNDS
from inspector.training.evaluate.figures import Ranking, ranking
from inspector.training.evaluate.pictures import read_picture
from inspector.training.rivals_networks import Look, shipped, standardised, teacher, untrained
from inspector.training.rivals_scoring import Scoring, as_shipped, padim, patchcore
from inspector.training.rivals_sets import Picture, RivalSet, rival_sets

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One method on one set."""

    data: str
    features: str
    scoring: str
    ranking: Ranking


def main(arguments: list[str]) -> int:
    """Run; return the exit status."""
    given = _parser().parse_args(arguments)
    try:
        sets = rival_sets(given.data, last_word=not given.choosing)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    networks: dict[str, Callable[[], Look]] = {
        "ours": lambda: shipped(given.bundle),
        "untrained": lambda: untrained(given.bundle),
    }
    if given.teacher is not None:
        if not given.teacher.is_file():
            print(f"{given.teacher}: no such file", file=sys.stderr)
            return 2
        networks["teacher"] = lambda: teacher(given.teacher)
    rows = []
    for row in compare(sets, networks, scorings(given.bundle), cache=given.cache):
        rows.append(row)
        if not given.json:
            print(line(row), flush=True)
    if given.json:
        print(
            json.dumps(
                [{"set": r.data, "features": r.features, "scoring": r.scoring} | r.ranking.to_json() for r in rows]
            )
        )
    return 0


def scorings(bundle: Path) -> dict[str, Scoring]:
    """All of them by name, the shipped one first."""
    network = FeatureNetwork(bundle, threads=1)
    patches = patch_memory.PatchMemory(patch_memory.Config(threads=1), network)
    places = place_memory.PlaceMemory(network)
    return {
        "patch_memory": as_shipped(patches, patch_memory.Config().share),
        "place_memory": as_shipped(places, place_memory.Config().share),
        "PatchCore-like": patchcore(Nearest(threads=1)),
        "PaDiM-like": padim,
    }


def compare(
    sets: Sequence[RivalSet],
    networks: dict[str, Callable[[], Look]],
    methods: dict[str, Scoring],
    *,
    cache: Path,
    rounds: int = ROUNDS,
) -> Iterator[Row]:
    """Every scoring on our features, and the station's own on the others'."""
    for name, make in networks.items():
        kept = _Kept(cache, name, make)
        chosen = methods if name == "ours" else {first: methods[first] for first in list(methods)[:1]}
        for one in sets:
            taught, asked = kept.grids(one.taught), kept.grids(one.asked)
            if name != "ours":
                taught, asked = standardised(taught, asked)
            bad = np.array([not picture.good for picture in one.asked])
            groups = [picture.group for picture in one.asked] if one.grouped else None
            for scoring, score in chosen.items():
                yield Row(
                    data=one.name,
                    features=name,
                    scoring=scoring,
                    ranking=ranking(bad, score(taught, asked), groups=groups, rounds=rounds),
                )


def line(row: Row) -> str:
    """A row of the table, in Markdown."""
    one = row.ranking
    shares = " | ".join(
        f"{value:.2f} ({low:.2f}–{high:.2f})"
        for value, (low, high) in (
            (one.recall_at_1pct_fpr, one.recall_at_1pct_fpr_ci),
            (one.recall_at_5pct_fpr, one.recall_at_5pct_fpr_ci),
        )
    )
    low, high = one.auroc_ci
    counts = f"{one.good} / {one.bad}"
    area = f"{one.auroc:.3f} ({low:.3f}–{high:.3f})"
    return f"| {row.data} | {row.features} | {row.scoring} | {counts} | {area} | {shares} |"


class _Kept:
    """Features of a network, computed once for every picture and kept in a folder."""

    def __init__(self, cache: Path, name: str, make: Callable[[], Look]) -> None:
        self._folder = cache / name
        self._make = make
        self._look: Look | None = None

    def grids(self, pictures: Sequence[Picture]) -> list[F32]:
        self._folder.mkdir(parents=True, exist_ok=True)
        return [self._grid(picture.path) for picture in pictures]

    def _grid(self, path: Path) -> F32:
        stamp = path.stat()
        file = self._folder / f"{path.parent.name}-{path.stem}-{stamp.st_size}.npy"
        if file.is_file():
            return np.asarray(np.load(file), np.float32)
        if self._look is None:
            self._look = self._make()
        grid = self._look(read_picture(path)).astype(np.float16)
        np.save(file, grid)
        return np.asarray(grid, np.float32)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m inspector.training.rivals",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with MANIFEST.csv and the sets")
    parser.add_argument("--bundle", type=Path, default=default_models_dir() / "line-features")
    parser.add_argument("--teacher", type=Path, help="ONNX file of the teacher; without it, it is left out")
    parser.add_argument("--cache", type=Path, required=True, help="where features are kept; another one per bundle")
    parser.add_argument("--choosing", action="store_true", help="tiles for choosing, not those of the last word")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
