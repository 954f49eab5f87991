"""`reviews`: what people answered about isolated items, for whoever learns from it."""

from pathlib import Path
from typing import Annotated

import typer

from inspector.app.cli.file_output import write_csv
from inspector.app.cli.output import JsonFlag, console, fail, notices, print_json, print_table
from inspector.app.cli.station_options import StationFile

reviews_app = typer.Typer(help="What people answered about isolated items.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(reviews_app, name="reviews")


@reviews_app.command("export", epilog="Example: `inspector reviews export --config station.toml --csv answers.csv`")
def export(
    *,
    config: StationFile,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write a CSV here.", metavar="FILE")] = None,
    every: Annotated[bool, typer.Option("--all", help="Also answers that were taken back: the audit.")] = False,
    escapes: Annotated[
        bool, typer.Option(help="With what was found on looking again at items of complaints (`escapes answer`).")
    ] = True,
    json: JsonFlag = False,
) -> None:
    """One row per answered item: SKU, score and its parts, what the station said, what the person answered.

    Reads beside a running daemon. `label` is the truth: damaged (confirmed), intact (overruled) or unknown (cannot
    tell); `class` the damage's class. `calibrate --reviewed` reads the CSV as it is.
    """
    from inspector.app.config_file import load_station
    from inspector.app.review_export import COLUMNS, answers
    from inspector.domain.errors import StoreError

    try:
        rows = answers(load_station(config), every=every, escapes=escapes)
    except StoreError as error:
        raise fail(str(error), 2) from error
    if csv is not None:
        write_csv(csv, COLUMNS, rows)
    if json:
        print_json(rows)
        return
    counts = {answer: sum(row["answer"] == answer for row in rows) for answer in ("CONFIRMED", "OVERRULED")}
    bare = sum(row["detector"] is None for row in rows)
    if bare:
        notices.print(f"{bare} without `detector` and `p_value`: the item's record is gone", markup=False)
    console.print(
        f"{len(rows)} answers: {counts['CONFIRMED']} confirmed, {counts['OVERRULED']} overruled"
        + (f", written to {csv}" if csv is not None else ""),
        markup=False,
    )


@reviews_app.command(
    "agreement", epilog="Example: `inspector reviews agreement --config station.toml --days 30 --json`"
)
def agreement(
    *,
    config: StationFile,
    days: Annotated[int | None, typer.Option(min=1, help="Only second looks of the last so many days.")] = None,
    json: JsonFlag = False,
) -> None:
    """How well first and second answers agree: percent and Cohen's kappa, with n and 95 % intervals.

    Of the items that came back for a blind second look (`[reviews] second_look_share`), once for those that two people
    answered and once for all. Reads beside a running daemon. The second look is one at pictures, the first one may
    have had the item in the hand: they may differ for that alone.
    """
    from inspector.app.agreement_figures import figures
    from inspector.app.config_file import load_station
    from inspector.domain.errors import StoreError

    try:
        found = figures(load_station(config), days=days)
    except StoreError as error:
        raise fail(str(error), 2) from error
    if json:
        print_json(found)
        return
    columns = ("n", "agreed", "share", "share_interval", "kappa", "kappa_interval")
    rows = [[who, *(_said(found[who][name]) for name in columns)] for who in ("two_people", "all")]
    print_table("Agreement of first and second answers", ("who", *columns), rows)
    answers = tuple(found["table"])
    seen = [[first, *found["table"][first].values()] for first in answers]
    print_table("First answers (rows) and second ones", ("", *answers), seen)


def _said(value: object) -> object:
    """Rounded; nothing can be said of None."""
    if isinstance(value, list):
        return " to ".join(f"{one:.2f}" for one in value)
    return "-" if value is None else round(value, 3) if isinstance(value, float) else value
