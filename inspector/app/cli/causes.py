"""`causes`: the causes that are known, and how often the planted one is named on simulated lines."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.app.cli.output import JsonFlag, console, fail, notices, print_json, print_table

if TYPE_CHECKING:
    from rich.progress import Progress

    from inspector.app.causes.planted import Tried
    from inspector.app.causes.rendered_outcomes import RenderedOutcome

causes_app = typer.Typer(help="The causes that `investigate` weighs: list and simulation.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(causes_app, name="causes")


@causes_app.command("list", epilog="Example: `inspector causes list --json`")
def list_causes(*, json: JsonFlag = False) -> None:
    """What each cause is, what its items show and share, and what a person should look at to be sure."""
    from inspector.domain.cause.known import CAUSES

    rows: list[dict[str, Any]] = [
        {
            "cause": cause.name,
            "title": cause.title,
            "shows": cause.shown,
            "shared": [locus.value if locus is not None else "station-wide" for locus in cause.loci],
            "prior": cause.prior,
            "look_at": cause.look_at,
        }
        for cause in CAUSES
    ]
    if json:
        print_json(rows)
        return
    cells = [(row["cause"], row["title"], row["shows"], ", ".join(row["shared"])) for row in rows]
    print_table("causes", ("cause", "what it is", "items with", "that share"), cells)


@causes_app.command(
    "simulate",
    epilog="Examples: `inspector causes simulate --per-kind 10 --cases 5` · "
    "`inspector causes simulate --seed 4711 --per-kind 30 --cases 30 --json`",
)
def simulate(
    *,
    cases: Annotated[
        int, typer.Option(min=1, help="Lines per planted cause, asked by item, lot and SKU in turn.")
    ] = 30,
    items: Annotated[int, typer.Option(min=200, help="Items of a line.")] = 2000,
    per_kind: Annotated[
        int,
        typer.Option(min=2, help="Rendered items per kind of fault, four times as many good ones; judged once, kept."),
    ] = 30,
    seed: Annotated[
        int, typer.Option(min=0, help="Of the rendered items, and of the lines that are drawn from them.")
    ] = 4711,
    folder: Annotated[
        Path | None,
        typer.Option("--folder", help="Where rendered items are kept; default: the cache.", metavar="FOLDER"),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Plant a cause on a line, ask for it as `investigate` does, and count how often it is named, with intervals.

    Items are rendered with one fault each and judged by the real chain with all checks (seconds per item, the first
    time); lines are drawn from these outcomes. Exit 0; 2 for a folder that can not be used.
    """
    from rich.progress import Progress

    from inspector.app.causes.planted_figures import figures
    from inspector.app.causes.rendered_outcomes import default_folder, rendered_outcomes
    from inspector.domain.errors import StoreError

    place = folder or default_folder(seed)
    with Progress(console=notices, transient=True) as progress:
        task = progress.add_task("rendering and judging items", total=None)

        def tell(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total or None)

        try:
            outcomes = rendered_outcomes(place, per_kind=per_kind, seed=seed, tell=tell)
        except (StoreError, OSError) as error:
            raise fail(f"--folder {place}: {error}", 2) from error
        progress.remove_task(task)
        rows = figures(_tried(outcomes, cases, items, seed, progress))
    if json:
        print_json({"seed": seed, "per_kind": per_kind, "items": items, "rows": rows})
        return
    columns = ("planted", "cases", "first", "with its group", "named", "another named")
    shown = [
        (row["planted"], row["cases"], *(_text(row[name]) for name in ("first", "group", "named", "misnamed")))
        for row in rows
    ]
    print_table("causes, share of cases and 95 % interval", columns, shown)
    console.print(
        "first: the planted cause is ranked first; named: it is the answer; another named: the answer is wrong. The "
        "cases that are left were answered by: not enough evidence, or: undecided.",
        markup=False,
    )


def _text(share: dict[str, Any] | None) -> str:
    if share is None or share["share"] is None:
        return "–"
    low, high = share["ci95"]
    return f"{share['share']:.0%} ({low:.0%}–{high:.0%})"


def _tried(outcomes: "list[RenderedOutcome]", cases: int, items: int, seed: int, progress: "Progress") -> "list[Tried]":
    from concurrent.futures import ProcessPoolExecutor

    from inspector.app.causes.planted import PLANTS

    task = progress.add_task("cases", total=len(PLANTS) * cases)
    found = []
    with ProcessPoolExecutor(max_workers=2, initializer=_remember, initargs=(outcomes,)) as pool:
        jobs = [(seed, case, number, items) for case in range(cases) for number in range(len(PLANTS))]
        for tried in pool.map(_one_line, jobs, chunksize=4):
            found += [] if tried is None else [tried]
            progress.advance(task)
    return found


_pools: dict[str, Any] = {}  # of a worker process: what was rendered, read once


def _remember(outcomes: "list[RenderedOutcome]") -> None:
    from inspector.app.causes.planted import Pool

    _pools["rendered"] = Pool(outcomes)


def _one_line(job: tuple[int, int, int, int]) -> "Tried | None":
    from inspector.app.causes.planted import PLANTS, try_plant
    from inspector.domain.cause.gathered import SubjectKind

    seed, case, number, items = job
    kind = list(SubjectKind)[case % len(SubjectKind)]
    return try_plant(PLANTS[number], _pools["rendered"], kind, seed=(seed, case, number), items=items)
