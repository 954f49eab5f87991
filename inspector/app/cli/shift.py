"""`shift`: what the line did over a span of time."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.app.cli.file_output import write_file
from inspector.app.cli.output import JsonFlag, fail, print_facts, print_json, print_table
from inspector.app.cli.station_options import StationFile

if TYPE_CHECKING:
    from inspector.domain.second_look import Agreed
    from inspector.domain.shift import Counts, Shift


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "shift",
        epilog="Examples: `inspector shift --config station.toml --since 06:00` · "
        "`inspector shift --config station.toml --since 8h --csv shift.csv` · "
        "`inspector shift --config station.toml --since 2030-01-01T22:00 --until 2030-01-02T06:00 --json`",
    )(shift)


def shift(
    *,
    config: StationFile,
    since: Annotated[
        str,
        typer.Option(
            help="From when: 8h (ago), 06:00 (the last one), 2030-01-01T06:00, or with a zone.", metavar="TIME"
        ),
    ],
    until: Annotated[str | None, typer.Option(help="Until when, as --since; default: now.", metavar="TIME")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write a CSV here.", metavar="FILE")] = None,
    json: JsonFlag = False,
) -> None:
    """Items inspected, isolated, confirmed, overruled, late; by finding, product and hour. At most 7 days.

    Reads beside a running daemon. Simulated items are counted apart. Exit 2 for a span that makes no sense or holds
    more than 250000 items, and for a ledger that can not be read.
    """
    from inspector.app.config_file import load_station
    from inspector.app.machine_clock import make_clock
    from inspector.app.shift_export import moment, station_shift
    from inspector.domain.errors import StoreError
    from inspector.domain.shift import Span, SpanRefused
    from inspector.domain.shift_csv import csv_text
    from inspector.pipeline.shift_commands import shift_data

    station, now = load_station(config), make_clock().utc()
    try:
        span = Span(since=moment(since, now), until=now if until is None else moment(until, now))
        found = station_shift(station, span)
    except (SpanRefused, StoreError) as error:
        raise fail(str(error), 2) from error
    if csv is not None:
        write_file(csv, csv_text(found).encode())
    if json:
        print_json(shift_data(found))
    else:
        _tables(found)


def _tables(found: "Shift") -> None:
    from datetime import timedelta

    from inspector.domain.shift_csv import finding_name

    total, share = found.total, found.total.overruled_share
    facts: dict[str, object] = {name: getattr(total, name) for name in ("items", "inspected", "isolated")}
    facts |= {
        name.replace("_", " "): getattr(total, name)
        for name in ("passed", "diverted", "review", "undecided", "bypassed", "open", "late", "defaulted")
    }
    facts |= {name.replace("_", " "): getattr(total, name) for name in ("confirmed", "overruled", "cannot_tell")}
    facts |= {"overruled, of clear answers": None if share is None else f"{share:.1%}", "simulated": found.simulated}
    facts |= {"two people, same answer": _agreed(found.two_people), "second looks, all": _agreed(found.twice)}
    since, until = (
        moment.astimezone().isoformat(timespec="minutes") for moment in (found.span.since, found.span.until)
    )
    print_facts(f"{since} … {until}", facts)
    columns = ("items", "isolated", "confirmed", "overruled")
    _table("findings", columns, [(finding_name(one.code), one.counts) for one in found.findings])
    products = [(one.sku or "(no SKU)", one.counts) for one in found.products]
    if found.other_products:
        products.append((f"{found.other_products} others", found.other))
    _table("products", columns, products)
    begins = found.span.since.astimezone()
    hours = [(f"{begins + timedelta(hours=place):%d %H:%M}", hour) for place, hour in enumerate(found.hours)]
    _table("hours", ("items", "isolated", "undecided", "late"), hours)


def _agreed(found: "Agreed") -> str:
    if found.share is None:
        return "no second look"
    low, high = found.interval
    return f"{found.agreed} of {found.n}: {found.share:.1%} ({low:.1%} … {high:.1%})"


def _table(title: str, columns: tuple[str, ...], rows: "list[tuple[str, Counts]]") -> None:
    print_table(title, ("", *columns), [[name, *(getattr(counts, one) for one in columns)] for name, counts in rows])
