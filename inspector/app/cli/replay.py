"""`replay`: judge a stored item again and compare."""

from typing import Annotated

import typer

from inspector.app.cli.output import JsonFlag, console, fail, print_json
from inspector.app.cli.station_options import StationFile


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replay", epilog="Example: `inspector replay 06AWD3ZK8Q2M4T1B --config station.toml`")(replay)


def replay(
    item: Annotated[str, typer.Argument(help="Record id (`rid`) of a stored item, or 'last'.", metavar="ITEM")],
    *,
    config: StationFile,
    json: JsonFlag = False,
) -> None:
    """Judge a stored item again: exit 0 when the result is the same bit for bit, 1 with the differences."""
    from inspector.app.config_file import load_station
    from inspector.app.replay_item import replay_item

    result = replay_item(load_station(config), item)
    if result is None:
        raise fail(f"{item}: no such record; of passed items only a sample is kept", 2)
    if json:
        print_json({"item": item, "identical": result.identical, "differences": list(result.differences)})
    elif result.identical:
        console.print(f"{item}: identical")
    else:
        console.print(f"{item}: differs\n" + "\n".join(f"  - {line}" for line in result.differences), markup=False)
    if not result.identical:
        raise typer.Exit(1)
