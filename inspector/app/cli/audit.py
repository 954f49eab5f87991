"""`audit`: who did what at a station, when, and how it was before and after."""

from pathlib import Path
from typing import Annotated

import typer

from inspector.app.cli.file_output import write_csv
from inspector.app.cli.output import JsonFlag, fail, print_json, print_table
from inspector.app.cli.station_options import StationFile


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("audit", epilog="Example: `inspector audit --config station.toml --newest 50 --csv audit.csv`")(audit)


def audit(
    *,
    config: StationFile,
    newest: Annotated[int | None, typer.Option(min=1, help="Only so many; default: all.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write a CSV here.", metavar="FILE")] = None,
    json: JsonFlag = False,
) -> None:
    """Every privileged action with who, role, before and after, newest first. Reads beside a running daemon.

    The order is the number's: the time is what the station's clock said. Exit 2 for a ledger that can not be read.
    """
    from inspector.app.audit_export import COLUMNS, audit_of, audit_row
    from inspector.app.config_file import load_station
    from inspector.domain.audit import facts_text, plain_audit
    from inspector.domain.errors import StoreError

    try:
        entries = audit_of(load_station(config), newest=-1 if newest is None else newest)
    except StoreError as error:
        raise fail(str(error), 2) from error
    if csv is not None:
        write_csv(csv, COLUMNS, map(audit_row, entries))
    if json:
        print_json([plain_audit(one) for one in entries])
        return
    rows = [
        (
            one.number,
            one.entry.time,
            one.entry.who,
            one.entry.role or one.entry.how,
            f"{one.entry.action} {one.entry.subject}",
            one.entry.result,
            facts_text(one.entry.before),
            facts_text(one.entry.after),
        )
        for one in entries
    ]
    columns = ("number", "time", "who", "role", "action", "result", "before", "after")
    print_table(f"{len(entries)} entries", columns, rows)
