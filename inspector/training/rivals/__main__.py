"""Compare ways to find what was never taught: features, scorings, a network trained on pasted defects, the shipped one.

python -m inspector.training.rivals --data DIR --teacher FILE.onnx --cache DIR [--choosing] [--json]
python -m inspector.training.rivals --cache DIR --only rendered --rival ours --rival defects

Prints one table over bottles without their label, broken cookies, tiles with defects, and damaged items of the rendered
line; intervals are 95 % bootstrap, for tiles over whole groups, for rendered items over whole products. What was
computed is kept in --cache, by the digest of the bundle that computed it. `--choosing` takes those tiles and rendered
lines that choices may be made on instead of the others. Progress goes to standard error.
Exit status: 0, or 2 for bad input.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from inspector.adapters._feature_network import FeatureNetwork
from inspector.adapters.scorers import patch_memory, place_memory
from inspector.adapters.scorers._nearest import Nearest
from inspector.config.locations import default_models_dir
from inspector.domain.errors import ConfigError, ModelMismatch
from inspector.training.evaluate.bootstrap import ROUNDS
from inspector.training.evaluate.figures import Ranking
from inspector.training.rivals.defects import DefectRival
from inspector.training.rivals.figures import figures_of
from inspector.training.rivals.kept import KeptFeatures, file_fact
from inspector.training.rivals.networks import Look, shipped, teacher, untrained
from inspector.training.rivals.pasted import PastedRival
from inspector.training.rivals.pasted_plan import PastedPlan
from inspector.training.rivals.rendered import rendered_set
from inspector.training.rivals.rival import FeatureRival, Rival, Say
from inspector.training.rivals.scoring import Scoring, as_shipped, padim, patchcore, pooled_gaussian
from inspector.training.rivals.sets import REAL, RivalSet, rival_sets

RENDERED = "rendered"
SETS = (*REAL, RENDERED)
POOLED = "pooled Gaussian"
SCORINGS = ("patch_memory", "place_memory", "PatchCore-like", "PaDiM-like", POOLED)
RIVALS = ("ours", "untrained", "teacher", "pasted", "defects")


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
    wanted = given.only or list(SETS)
    try:
        chosen = _rivals_wanted(given)
        sets = _sets(given, wanted)
        rows = []
        for row in compare(sets, [RIVAL_MAKERS[name](given) for name in chosen], say=_say):
            rows.append(row)
            if not given.json:
                print(line(row), flush=True)
    except (ConfigError, ModelMismatch) as error:
        print(error, file=sys.stderr)
        return 2
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
        POOLED: pooled_gaussian,
    }


def compare(sets: Sequence[RivalSet], rivals: Sequence[Rival], *, say: Say, rounds: int = ROUNDS) -> Iterator[Row]:
    """Every rival on every set, in each of its scorings."""
    for number, rival in enumerate(rivals):
        for count, one in enumerate(sets, 1):
            say(f"[{number * len(sets) + count} of {len(rivals) * len(sets)}] {rival.name}: {one.name}")
            for scoring, scores in rival.scores(one):
                figures = figures_of(one, scores, rounds=rounds)
                yield Row(data=one.name, features=rival.name, scoring=scoring, ranking=figures)


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


def _rivals_wanted(given: argparse.Namespace) -> list[str]:
    """Those named, or all; without --teacher, all but the teacher. Raises `ConfigError` for one that can not run."""
    chosen = given.rival or [name for name in RIVALS if name != "teacher" or given.teacher is not None]
    problems = []
    if "teacher" in chosen:
        if given.teacher is None:
            problems.append("teacher: needs --teacher FILE.onnx")
        elif not given.teacher.is_file():
            problems.append(f"{given.teacher}: no such file")
    if "pasted" in chosen and find_spec("torch") is None:
        problems.append("pasted: needs torch (the extra [train]); without it, name the others with --rival")
    if given.steps < 10:
        problems.append(f"--steps {given.steps}: at least 10")
    if problems:
        raise ConfigError("rivals", problems)
    return list(dict.fromkeys(chosen))


def _sets(given: argparse.Namespace, wanted: Sequence[str]) -> list[RivalSet]:
    real = [name for name in REAL if name in wanted]
    if real and given.data is None:
        raise ConfigError("rivals", [f"{', '.join(real)}: need --data; without it there is --only {RENDERED}"])
    sets = list(rival_sets(given.data, last_word=not given.choosing, wanted=real)) if real else []
    if RENDERED in wanted:
        sets.append(rendered_set(given.cache, last_word=not given.choosing, say=_say))
    return sets


def _features(given: argparse.Namespace, name: str, source: Path, make: Callable[[], Look]) -> FeatureRival:
    """Every scoring on our features, and the station's own on the others'; of these, those named."""
    methods = scorings(given.bundle)
    chosen = list(methods) if name == "ours" else list(methods)[:1]
    return FeatureRival(
        name=name,
        features=KeptFeatures(given.cache / f"{name}-{file_fact(source)}", make),
        scorings={one: methods[one] for one in chosen if not given.scoring or one in given.scoring},
        standardise=name != "ours",
    )


RIVAL_MAKERS: dict[str, Callable[[argparse.Namespace], Rival]] = {
    "ours": lambda given: _features(given, "ours", given.bundle / "model.onnx", lambda: shipped(given.bundle)),
    "untrained": lambda given: _features(
        given, "untrained", given.bundle / "model.onnx", lambda: untrained(given.bundle)
    ),
    "teacher": lambda given: _features(given, "teacher", given.teacher, lambda: teacher(given.teacher)),
    "pasted": lambda given: PastedRival(
        bundle=given.bundle, cache=given.cache, plan=PastedPlan(steps=given.steps), say=_say
    ),
    "defects": lambda given: DefectRival(given.defects, given.cache),
}


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m inspector.training.rivals",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    models = default_models_dir()
    parser.add_argument("--data", type=Path, help="folder with MANIFEST.csv and the real sets")
    parser.add_argument("--bundle", type=Path, default=models / "line-features", help="our features")
    parser.add_argument("--defects", type=Path, default=models / "item-defects", help="bundle of the defect network")
    parser.add_argument("--teacher", type=Path, help="ONNX file of the teacher; without it, it is left out")
    parser.add_argument("--cache", type=Path, required=True, help="where answers are kept; empty it when code changes")
    parser.add_argument("--only", action="append", choices=SETS, help="this set (again for another); else all")
    parser.add_argument("--rival", action="append", choices=RIVALS, help="this rival (again for another); else all")
    parser.add_argument("--scoring", action="append", choices=SCORINGS, help="of features: this one; else all")
    parser.add_argument(
        "--steps", type=int, default=PastedPlan().steps, help="that the network of pasted defects learns in on each set"
    )
    parser.add_argument("--choosing", action="store_true", help="what choices may be made on, not the last word")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
