"""`dispositions`: what became of isolated items, for the WMS and for whoever counts the money."""

from pathlib import Path
from typing import Annotated

import typer

from inspector.app.cli.file_output import write_csv
from inspector.app.cli.output import JsonFlag, fail, print_json, print_table
from inspector.app.cli.station_options import StationFile

dispositions_app = typer.Typer(help="What became of isolated items.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(dispositions_app, name="dispositions")


@dispositions_app.command(
    "export", epilog="Example: `inspector dispositions export --config station.toml --csv steps.csv`"
)
def export(
    *,
    config: StationFile,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write every step here.", metavar="FILE")] = None,
    after: Annotated[int, typer.Option(min=0, help="Only steps with a number above this: what came since.")] = 0,
    json: JsonFlag = False,
) -> None:
    """Every step (who, when, before, after, why), and items and money per fate. Reads beside a running daemon.

    The totals are over all steps, also with `--after`.
    """
    from inspector.app.config_file import load_station
    from inspector.app.disposition_export import COLUMNS, booked_steps, rows, totals
    from inspector.domain.errors import StoreError

    station = load_station(config)
    try:
        steps = booked_steps(station)
    except StoreError as error:
        raise fail(str(error), 2) from error
    written = rows([step for step in steps if step.number > after])
    money = totals(steps, station.dispositions)
    if csv is not None:
        write_csv(csv, COLUMNS, written)
    if json:
        print_json({"steps": written, "totals": money})
        return
    columns = ("items", "value", "recovered", "handling")
    print_table(f"{len(written)} steps", ("fate", *columns), [[f, *(t[c] for c in columns)] for f, t in money.items()])
