"""`escapes`: complaints and returns, the items that they are about, how many escaped, and which to look at again."""

from pathlib import Path
from typing import Annotated, Any

import typer

from inspector.app.cli.file_output import write_csv
from inspector.app.cli.output import JsonFlag, console, fail, notices, print_facts, print_json, print_table
from inspector.app.cli.station_options import StationFile

CsvFile = Annotated[Path | None, typer.Option("--csv", help="Write a CSV here.", metavar="FILE")]
Within = Annotated[
    float, typer.Option("--within-days", min=0, help="Where only SKU and lot are told: seen so long before the report.")
]

escapes_app = typer.Typer(help="Complaints and returns, matched to what the station decided.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(escapes_app, name="escapes")


@escapes_app.command(
    "import",
    epilog="Examples: `inspector escapes import returns.csv --config station.toml` · `inspector escapes import r.csv "
    "--config station.toml --map text=Comentario --map lpn='LPN No.' --encoding cp1252 --date-format %d/%m/%Y`",
)
def import_(
    file: Annotated[Path, typer.Argument(help="CSV, JSON or JSON lines; docs/how-to/escapes.md.", metavar="FILE")],
    *,
    config: StationFile,
    map_: Annotated[
        list[str] | None, typer.Option("--map", help="Which column has what; repeat it.", metavar="NAME=COLUMN")
    ] = None,
    encoding: Annotated[str, typer.Option("--encoding", help="Of the file.")] = "utf-8",
    date_format: Annotated[
        str | None, typer.Option("--date-format", help="As strptime takes it; default: ISO 8601.")
    ] = None,
    within_days: Within = 90,
    json: JsonFlag = False,
) -> None:
    """Keep the complaints of a file and find the items that they are about: all of them or none.

    The same file again changes nothing. Reads the ledger beside a running daemon. Exit 2, with every problem and its
    line listed and nothing kept, for a file that is not right.
    """
    from inspector.app.config_file import load_station
    from inspector.app.escapes import import_complaints
    from inspector.config.complaint_file import read_complaints
    from inspector.domain.errors import StoreError

    station = load_station(config)
    read = read_complaints(file, mapping=_mapping(map_ or []), encoding=encoding, date_format=date_format)
    try:
        done = import_complaints(station, file, read, within_days=within_days)
    except StoreError as error:
        raise fail(str(error), 2) from error
    if read.ignored:
        notices.print(f"columns that nobody asked for: {', '.join(read.ignored)}", markup=False)
    facts = {
        "new": done.new,
        "known": done.known,
        "repeated": done.repeated,
        "matches": dict(done.matches),
        "findings": dict(done.findings),
    }
    if json:
        print_json({**facts, "ignored": list(read.ignored), "repeated_lines": list(read.repeated)})
    else:
        print_facts("complaints", facts)


@escapes_app.command("match", epilog="Example: `inspector escapes match --config station.toml`")
def match(*, config: StationFile, within_days: Within = 90, json: JsonFlag = False) -> None:
    """Look again for the items of complaints that were ambiguous or about none; those that have theirs keep it."""
    from inspector.app.config_file import load_station
    from inspector.app.escapes import match_again
    from inspector.domain.errors import StoreError

    station = load_station(config)
    try:
        found = dict(match_again(station, within_days=within_days))
    except StoreError as error:
        raise fail(str(error), 2) from error
    if json:
        print_json(found)
    else:
        print_facts("complaints", found)


@escapes_app.command(
    "list", epilog="Example: `inspector escapes list --config station.toml --status AMBIGUOUS --csv open.csv`"
)
def list_(
    *,
    config: StationFile,
    status: Annotated[
        str | None, typer.Option("--status", help="Only MATCHED, AMBIGUOUS or UNMATCHED ones.", metavar="STATUS")
    ] = None,
    csv: CsvFile = None,
    json: JsonFlag = False,
) -> None:
    """Every complaint: what it seems to be about, which item, who let it go, and what was found on looking again."""
    from inspector.app.config_file import load_station
    from inspector.app.escape_rows import COMPLAINTS, complaint_rows
    from inspector.domain.complaint import MatchStatus
    from inspector.domain.errors import StoreError

    if status is not None and status not in set(MatchStatus):
        raise fail(f"--status {status}: is none of {', '.join(MatchStatus)}", 2)
    try:
        rows = complaint_rows(load_station(config), status=None if status is None else MatchStatus(status))
    except StoreError as error:
        raise fail(str(error), 2) from error
    if csv is not None:
        write_csv(csv, COMPLAINTS, rows)
    if json:
        print_json(rows)
        return
    shown = ("complaint_id", "finding", "text", "status", "note", "record_id", "let_by", "answer")
    print_table(f"{len(rows)} complaints", shown, [[row[name] for name in shown] for row in rows])


@escapes_app.command(
    "report",
    epilog="Example: `inspector escapes report --config station.toml --from 2026-09-01 --until 2026-10-31 --json`",
)
def report(
    *,
    config: StationFile,
    from_: Annotated[str | None, typer.Option("--from", help="First day, UTC; default: all.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day, UTC.", metavar="DAY")] = None,
    csv: CsvFile = None,
    json: JsonFlag = False,
) -> None:
    """How many of the items that the station passed came back, by class, with an exact 95 % interval.

    The period is when items were seen. Reads the ledger beside a running daemon.
    """
    from inspector.app.config_file import load_station
    from inspector.app.escape_rows import RATES, rate_rows
    from inspector.app.escapes import report as made
    from inspector.domain.errors import StoreError
    from inspector.domain.escape_rate import LIMITS

    try:
        found = made(load_station(config), from_utc=_day(from_, "--from"), until_utc=_day(until, "--until", end=True))
    except StoreError as error:
        raise fail(str(error), 2) from error
    rows = rate_rows(found)
    if csv is not None:
        write_csv(csv, RATES, rows)
    period = {"from": found.passed.from_utc, "until": found.passed.until_utc, "passed": found.passed.items}
    if json:
        print_json({**period, "complaints": found.complaints, "rates": rows, "limits": LIMITS})
        return
    _print_rates(
        rows,
        f"{found.passed.items} items passed, {_minute(found.passed.from_utc)} to {_minute(found.passed.until_utc)} UTC",
    )
    console.print(LIMITS, markup=False)


@escapes_app.command("queue", epilog="Example: `inspector escapes queue --config station.toml --json`")
def queue(
    *,
    config: StationFile,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Complaints at most.")] = 50,
    csv: CsvFile = None,
    json: JsonFlag = False,
) -> None:
    """Items to look at again: somebody complained, and nobody has said yet what their pictures show.

    `escapes answer` answers. The pictures of an item: `inspector replay`, or over HTTP at `/items/RECORD/top.png`.
    """
    from inspector.app.config_file import load_station
    from inspector.app.escape_rows import QUEUE, queue_rows
    from inspector.domain.errors import StoreError

    try:
        rows = queue_rows(load_station(config), limit=limit)
    except StoreError as error:
        raise fail(str(error), 2) from error
    if csv is not None:
        write_csv(csv, QUEUE, rows)
    if json:
        print_json(rows)
    else:
        waiting = len({row["complaint_id"] for row in rows})
        shown = ("complaint_id", "finding", "text", "record_id", "let_by", "pictures")
        headers = ("complaint", "class", "text", "item", "let by", "pictures")
        cells = [[*(row[name] for name in shown[:-1]), str(row["pictures"]).partition(":")[0]] for row in rows]
        print_table(f"{waiting} complaints to look at", headers, cells)


@escapes_app.command(
    "answer",
    epilog="Examples: `inspector escapes answer R-17 --config station.toml --damaged deformation --by Ana "
    "--why 'dent at the edge, seen from the side'` · `inspector escapes answer R-18 --config station.toml --intact "
    "--by Ana --why 'whole in all views' --item 01J9…`",
)
def answer(
    complaint: Annotated[str, typer.Argument(help="The complaint's id.")],
    *,
    config: StationFile,
    by: Annotated[str, typer.Option("--by", help="Who looked.")],
    why: Annotated[str, typer.Option("--why", help="What is to be seen.")],
    damaged: Annotated[
        str | None,
        typer.Option("--damaged", help="It was so already at the station, with this class.", metavar="CLASS"),
    ] = None,
    intact: Annotated[bool, typer.Option("--intact", help="It was fine at the station.")] = False,
    cannot_tell: Annotated[bool, typer.Option("--cannot-tell", help="The pictures do not tell.")] = False,
    item: Annotated[str | None, typer.Option("--item", help="Which item, where it may be several.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Instead of the answer that stands; both are kept.")] = False,
    json: JsonFlag = False,
) -> None:
    """Say what the item of a complaint was at the station. It goes into `reviews export`, for training and weights.

    Kept for good, with who, when and why. Exit 2 for a complaint that is not known, is about no known item, or was
    answered already.
    """
    from inspector.app.config_file import load_station
    from inspector.app.escapes import answer as book
    from inspector.domain.complaint import LookedAtAlready, RelabelRefused
    from inspector.domain.complaint_words import CLASSES
    from inspector.domain.errors import StoreError
    from inspector.domain.review import Answer

    if (damaged is not None) + intact + cannot_tell != 1:
        raise fail("say one of --damaged CLASS, --intact, --cannot-tell", 2)
    if damaged is not None and damaged not in CLASSES:
        raise fail(f"--damaged {damaged}: is none of {', '.join(CLASSES)}", 2)
    said = Answer.CONFIRMED if damaged is not None else Answer.OVERRULED if intact else Answer.CANNOT_TELL
    try:
        done = book(
            load_station(config),
            complaint,
            said=said,
            label=damaged,
            record_id=item,
            operator=by,
            why=why,
            again=again,
        )
    except LookedAtAlready as error:
        raise fail(f"{error}; --again replaces it", 2) from error
    except (RelabelRefused, ValueError, StoreError) as error:
        raise fail(str(error), 2) from error
    if json:
        print_json({"relabel_id": done.relabel_id, "record_id": done.record_id, "pictures": done.pictures})
        return
    console.print(f"item {done.record_id}: {said}{f' {damaged}' if damaged else ''}", markup=False)
    if not done.pictures:
        notices.print("its pictures are gone: the answer is kept, and there is nothing to train on", markup=False)


def _print_rates(rows: list[dict[str, Any]], title: str) -> None:
    """Two tables that fit a terminal: what escaped the station, and what the rate leaves out."""
    rates = [
        (
            row["finding"],
            row["station"],
            _per_million(row["rate"]),
            f"{_per_million(row['low'])} … {_per_million(row['high'])}",
            _per_million(row["at_most"]),
        )
        for row in rows
    ]
    print_table(title, ("class", "came back", "per million", "95 %", "at most"), rates)
    others = ("by_person", "unjudged", "isolated", "ambiguous", "unmatched")
    headers = ("class", *(name.replace("_", " ") for name in others))
    print_table("not in these rates", headers, [(row["finding"], *(row[name] for name in others)) for row in rows])


def _per_million(share: float | None) -> str:
    return "–" if share is None else f"{share * 1e6:.0f}"


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ") or "–"


def _mapping(written: list[str]) -> dict[str, str]:
    found = {}
    for one in written:
        name, is_there, column = one.partition("=")
        if not is_there or not column:
            raise fail(f"--map {one}: must be NAME=COLUMN", 2)
        found[name.strip()] = column.strip()
    return found


def _day(text: str | None, option: str, *, end: bool = False) -> str | None:
    from datetime import date

    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise fail(f"{option} {text}: is no day as 2026-11-23", 2) from None
    return f"{day.isoformat()}T23:59:59.999Z" if end else f"{day.isoformat()}T00:00:00.000Z"
