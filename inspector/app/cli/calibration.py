"""`calibrate`: limits with a promise, and the scorer's vote."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.app.cli.file_output import write_file
from inspector.app.cli.output import JsonFlag, console, fail, notices, print_json, print_table

if TYPE_CHECKING:
    from inspector.app.calibrating import Calibrated


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "calibrate",
        epilog="Examples: `inspector calibrate --scores items.json --alpha 0.01 --out calibration.json` · "
        "`inspector calibrate --scores a.json --scores b.json --fuse --prevalence 0.001 --out calibration.json` · "
        "`inspector calibrate --scores items.json --fuse --reviewed answers.csv --out calibration.json`",
    )(calibrate_scores)


def calibrate_scores(
    scores: Annotated[
        list[Path],
        typer.Option("--scores", help="Output of `evaluate items --json` or `inspect --json`; JSONL; CSV. Repeatable."),
    ],
    out: Annotated[Path, typer.Option("--out", help="File to write; a recipe names it as `calibration`.")],
    *,
    alpha: Annotated[
        float, typer.Option("--alpha", min=0.0001, max=0.5, help="At most so many intact items isolated.")
    ] = 0.01,
    assume_intact: Annotated[
        bool, typer.Option("--assume-intact", help="Items without a label are known to be intact.")
    ] = False,
    fuse: Annotated[
        bool, typer.Option("--fuse", help="Also learn how detector and scorer count together, and test the scorer.")
    ] = False,
    prevalence: Annotated[
        float | None,
        typer.Option("--prevalence", help="With --fuse: share of damaged items on the line; not with --reviewed."),
    ] = None,
    fit_share: Annotated[
        float, typer.Option("--fit-share", min=0.1, max=0.9, help="With --fuse: share of items that it learns from.")
    ] = 0.5,
    reviewed: Annotated[
        list[Path] | None,
        typer.Option("--reviewed", help="With --fuse: learn from these, as `reviews export` writes them. Repeatable."),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Find the score above which items are isolated, so that intact ones are with at most the chosen probability.

    A limit for each SKU and material with enough intact items, and one for all. Use items that taught and trained
    nothing. Exit 2, and no file, when the items are too few for alpha: at least 1/alpha - 1 intact ones are needed.
    """
    from inspector.app.calibrating import FusionRequest, calibrate
    from inspector.app.score_rows import read_scores

    if reviewed and (not fuse or prevalence is not None):
        raise fail("--reviewed goes with --fuse and without --prevalence: isolated items tell their odds themselves", 2)
    if fuse and not reviewed and (prevalence is None or not 0 < prevalence < 1):
        raise fail("--fuse needs --prevalence, the share of damaged items on the line, such as 0.001", 2)
    if not out.parent.is_dir():
        raise fail(f"{out.parent}: no such folder", 2)
    answers = read_scores(reviewed) if reviewed else None
    request = FusionRequest(prevalence=prevalence, share=fit_share, reviewed=answers) if fuse else None
    found = calibrate(read_scores(scores, assume_intact=assume_intact), alpha, fuse=request)
    write_file(out, f"{found.file.model_dump_json(indent=2)}\n".encode())
    if json:
        print_json(_calibrated_json(found, out))
    else:
        _print_calibrated(found, out)


def _calibrated_json(found: "Calibrated", out: Path) -> dict[str, Any]:
    return {
        "file": str(out),
        "alpha": found.file.alpha,
        "limits": {
            group: {
                "threshold": one.limit.threshold,
                "n": one.limit.n,
                "realised_ci": one.limit.realised(),
                "damaged": one.damaged,
                "caught": one.caught,
                "recall_ci": one.recall_ci,
            }
            for group, one in found.limits.items()
        },
        "scorer": {
            group: {
                "reviewed": one.n,
                "damaged": one.damaged,
                "log_e": one.log_e,
                "weight": found.votes.get(group, 0.0),
            }
            for group, one in found.earnings.items()
        },
        "notes": list(found.notes),
    }


def _print_calibrated(found: "Calibrated", out: Path) -> None:
    rows = []
    for group, one in found.limits.items():
        low, high = one.limit.realised()
        recall = "–"
        if one.damaged:
            recall_low, recall_high = one.recall_ci
            recall = f"{one.caught}/{one.damaged}  {recall_low:.0%} … {recall_high:.0%}"
        rows.append((group, one.limit.n, f"{one.limit.threshold:.4g}", f"{low:.2%} … {high:.2%}", recall))
    title = f"P(an intact item is isolated) <= {found.file.alpha:g}, over calibration and item"
    print_table(title, ("group", "intact items", "limit", "this set's rate, 95 %", "damaged above it, 95 %"), rows)
    for group, earned in found.earnings.items():
        weight = found.votes.get(group, 0.0)
        said = f"weight {weight:.3g}" if weight else "no vote: not shown to add to the detector"
        console.print(f"scorer, {group}: evidence e^{earned.log_e:.1f} from {earned.n} items, {said}")
    for note in found.notes:
        notices.print(note, markup=False)
    console.print(f'written: {out}; name it in the recipe: calibration = "{out.name}"', markup=False)
