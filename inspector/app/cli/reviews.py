"""`reviews`: what people answered about isolated items, for whoever learns from it."""

from pathlib import Path
from typing import Annotated

import typer

from inspector.app.cli.file_output import write_csv
from inspector.app.cli.output import JsonFlag, console, fail, notices, print_json
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
        rows = answers(load_station(config), every=every)
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
