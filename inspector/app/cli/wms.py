"""`wms`: what the warehouse's own system is told of dispositions and holds, and whether it takes it."""

import typer

from inspector.app.cli.output import JsonFlag, console, fail, print_facts, print_json
from inspector.app.cli.station_options import StationFile

wms_app = typer.Typer(help="The export of dispositions and holds to the warehouse's system.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(wms_app, name="wms")


@wms_app.command("status", epilog="Example: `inspector wms status --config station.toml --json`")
def status(*, config: StationFile, json: JsonFlag = False) -> None:
    """How many notices wait, since when, and what became of the others; reads beside a running daemon.

    Exit 1 when some were given up: `dispositions export` and `lots holds --all` still have what they were about.
    """
    from inspector.app.config_file import load_station
    from inspector.app.wms import outgoing_backlog
    from inspector.domain.errors import StoreError

    station = load_station(config)
    try:
        backlog = outgoing_backlog(station)
    except StoreError as error:
        raise fail(str(error), 2) from error
    facts = {
        "kind": station.wms.kind,
        "waiting": backlog.waiting,
        "oldest": backlog.oldest_utc,
        "sent": backlog.sent,
        "given_up": backlog.given_up,
    }
    if json:
        print_json(facts)
    else:
        print_facts("wms", facts)
    if backlog.given_up:
        raise typer.Exit(1)


@wms_app.command("test", epilog="Example: `inspector wms test --config station.toml`")
def send_test(*, config: StationFile, json: JsonFlag = False) -> None:
    """Send one notice of type `test`, about nothing, once, and say what was answered; exit 1 when it was not taken."""
    from inspector.app.config_file import load_station
    from inspector.app.machine_clock import make_clock
    from inspector.app.wms import tell_test
    from inspector.domain.notice import NoticeOutcome

    station = load_station(config)
    if not station.wms.wanted:
        raise fail("nobody is told: [wms] names no kind", 2)
    answer = tell_test(station, make_clock())
    if json:
        print_json({"outcome": answer.outcome.value, "why": answer.why, "detail": answer.detail})
    else:
        console.print(f"{answer.outcome}{': ' if answer.detail else ''}{answer.detail}", markup=False)
    if answer.outcome is not NoticeOutcome.TAKEN:
        raise typer.Exit(1)
