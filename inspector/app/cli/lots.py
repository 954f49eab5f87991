"""`lots`: the watch over similar items: what it holds, and what it would do on a simulated line."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.app.cli.output import JsonFlag, fail, notices, print_facts, print_json, print_table
from inspector.app.cli.station_options import StationFile

if TYPE_CHECKING:
    from rich.progress import Progress

    from inspector.app.lot_simulation import Found, Line, Quiet
    from inspector.domain.lot_watch import WatchRule

lots_app = typer.Typer(help="The watch over similar items: holds and simulation.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(lots_app, name="lots")


@lots_app.command(
    "simulate",
    epilog="Examples: `inspector lots simulate --seeds 20` · `inspector lots simulate --seeds 0 --weeks 4 --json`",
)
def simulate(
    *,
    seeds: Annotated[int, typer.Option(min=0, help="Lines with one bad vendor; 0: none.")] = 20,
    weeks: Annotated[float, typer.Option(min=0, help="Weeks of a line on which nothing is wrong, in all.")] = 1.0,
    bad_rate: Annotated[float, typer.Option(min=0, max=1, help="Rate of damage at the bad vendor.")] = 0.05,
    rate: Annotated[float, typer.Option(min=0.0001, max=0.5, help="Rate of all calls on good lots.")] = 0.01,
    skus: Annotated[int, typer.Option(min=1, help="Products.")] = 10_000,
    items_per_week: Annotated[int, typer.Option(min=1000, help="Items per week.")] = 200_000,
    warm_up: Annotated[int, typer.Option(min=0, help="Good items before the bad vendor's first.")] = 20_000,
    within: Annotated[int, typer.Option(min=1000, help="Items of the line in which it must be held.")] = 100_000,
    config: Annotated[
        Path | None, typer.Option("--config", "-c", help="Take the [lots] section of this file.", metavar="FILE")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """How many items of a bad vendor pass until it is held, and how often a group is held for nothing.

    The bad vendor's items are 5 % of the line. Exit 0 when every bad vendor was held and the holds for nothing stay
    within what the config bears, else 1.
    """
    from rich.progress import Progress

    from inspector.app.config_file import load_station
    from inspector.app.lot_rules import watch_rule
    from inspector.app.lot_simulation import Line, summary, with_items
    from inspector.config.lots import LotsSection

    section = LotsSection() if config is None else load_station(config).lots
    line = Line(skus=skus, items_per_week=items_per_week, rate=rate, bad_rate=bad_rate)
    rule = with_items(watch_rule(section, checks=0), line)
    with Progress(console=notices, transient=True) as progress:
        found = _found(partial(_one_seed, line, rule, warm_up, within), seeds, progress)
        quiet = _quiet(line, rule, weeks, progress)
    false = sum(sum(one.holds.values()) for one in quiet)
    answer: dict[str, object] = {
        "bad_vendor": summary(found) if found else None,
        "quiet": {
            "weeks": weeks,
            "items": round(weeks * items_per_week),
            "skus": skus,
            "holds": false,
            "holds_per_week": false / weeks if weeks else None,
            "bearable_per_week": rule.false_per_week,
            "by_dimension": {d.value: sum(one.holds[d.value] for one in quiet) for d in rule.dimensions},
        },
    }
    if json:
        print_json(answer)
    else:
        _tables(answer)
    missed = sum(one.vendor_items is None for one in found)
    if missed or false > max(1.0, rule.false_per_week * weeks):
        raise fail(f"{missed} bad vendors were not held; {false} holds for nothing", 1)


@lots_app.command("holds", epilog="Example: `inspector lots holds --config station.toml --json`")
def holds(
    *,
    config: StationFile,
    every: Annotated[bool, typer.Option("--all", help="Also holds that were released: the audit.")] = False,
    json: JsonFlag = False,
) -> None:
    """The holds of a station, newest first: what, why, since when, who let it go and for what reason.

    Reads beside a running daemon.
    """
    from inspector.app.config_file import load_station
    from inspector.app.hold_export import hold_rows
    from inspector.domain.errors import StoreError

    try:
        rows = hold_rows(load_station(config), every=every)
    except StoreError as error:
        raise fail(str(error), 2) from error
    if json:
        print_json(rows)
        return
    columns = ("hold_id", "dimension", "name", "finding", "action", "raised_utc", "why", "released_by", "released_why")
    print_table("holds", columns, [[row[column] for column in columns] for row in rows])


def _found(one: Callable[[int], "Found"], seeds: int, progress: "Progress") -> list["Found"]:
    from concurrent.futures import ProcessPoolExecutor

    task = progress.add_task("bad vendors", total=seeds)
    found = []
    with ProcessPoolExecutor(max_workers=2) as pool:
        for result in pool.map(one, range(seeds)):
            found.append(result)
            progress.advance(task)
    return found


def _one_seed(line: "Line", rule: "WatchRule", warm_up: int, within: int, seed: int) -> "Found":
    from inspector.app.lot_simulation import find_bad_vendor

    return find_bad_vendor(line, rule, seed=seed, warm_up=warm_up, most=within)


def _quiet(line: "Line", rule: "WatchRule", weeks: float, progress: "Progress") -> list["Quiet"]:
    from inspector.app.lot_simulation import quiet_line

    task = progress.add_task("weeks on which nothing is wrong", total=weeks)
    quiet = []
    seed = 1000
    while weeks > 0:
        span = min(1.0, weeks)
        start = progress.tasks[task].completed

        def shown(done: int, total: int, start: float = start, span: float = span) -> None:
            progress.update(task, completed=start + span * done / total)

        quiet.append(quiet_line(line, rule, seed=seed, weeks=span, progress=shown))
        progress.update(task, completed=start + span)
        weeks, seed = weeks - span, seed + 1
    return quiet


def _tables(answer: dict[str, object]) -> None:
    for title, key in (("a bad vendor", "bad_vendor"), ("nothing wrong", "quiet")):
        facts = answer[key]
        if isinstance(facts, dict):
            print_facts(title, {name.replace("_", " "): _text(value) for name, value in facts.items()})


def _text(value: object) -> object:
    if isinstance(value, dict):
        return ", ".join(f"{name} {number}" for name, number in value.items())
    if isinstance(value, tuple):
        return " … ".join(f"{number:.3f}" for number in value)
    return value
