"""`dispositions`: what became of isolated items, for the WMS and for whoever counts the money."""

from pathlib import Path
from typing import Annotated

import typer

from inspector.app.cli.output import JsonFlag, fail, print_json, print_table

dispositions_app = typer.Typer(help="What became of isolated items.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(dispositions_app, name="dispositions")


@dispositions_app.command(
    "export", epilog="Example: `inspector dispositions export --config station.toml --csv steps.csv`"
)
def export(
    *,
    config: Annotated[Path, typer.Option("--config", "-c", help="The station's file.", metavar="FILE")],
    csv: Annotated[Path | None, typer.Option("--csv", help="Write every step here.", metavar="FILE")] = None,
    after: Annotated[int, typer.Option(min=0, help="Only steps with a number above this: what came since.")] = 0,
    json: JsonFlag = False,
) -> None:
    """Every step (who, when, before, after, why), and items and money per fate. Reads beside a running daemon.

    The totals are over all steps, also with `--after`.
    """
    from inspector.app.config_file import load_station
    from inspector.app.disposition_export import booked_steps, rows, totals, write_csv
    from inspector.domain.errors import StoreError

    station = load_station(config)
    try:
        steps = booked_steps(station)
    except StoreError as error:
        raise fail(str(error), 2) from error
    written = rows([step for step in steps if step.number > after])
    money = totals(steps, station.dispositions)
    if csv is not None:
        try:
            write_csv(csv, written)
        except OSError as error:
            raise fail(f"{csv}: can not be written: {error.strerror}", 2) from error
    if json:
        print_json({"steps": written, "totals": money})
        return
    columns = ("items", "value", "recovered", "handling")
    print_table(f"{len(written)} steps", ("fate", *columns), [[f, *(t[c] for c in columns)] for f, t in money.items()])
