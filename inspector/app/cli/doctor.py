"""`doctor`: what is wrong with this machine and its config, and what to do."""

from pathlib import Path
from typing import Annotated

import typer

from inspector.app.cli.output import JsonFlag, console, print_json, print_table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", epilog="Example: `inspector doctor --config station.toml`")(doctor)


def doctor(
    *,
    config: Annotated[
        Path | None, typer.Option("--config", "-c", help="The station's file; default: the shipped models only.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Look at config, models, provider, cameras, broker, WMS, clock and disk; exit 1 when something is wrong."""
    from inspector.app.examination import examine

    findings = examine(config)
    bad = [finding for finding in findings if not finding.ok]
    if json:
        print_json([{"what": f.what, "ok": f.ok, "detail": f.detail, "advice": f.advice} for f in findings])
    else:
        rows = [("ok" if f.ok else "WRONG", f.what, f.detail, "" if f.ok else f.advice) for f in findings]
        print_table("doctor", ("", "what", "found", "do"), rows)
        console.print("all is well" if not bad else f"{len(bad)} of {len(findings)} are wrong")
    if bad:
        raise typer.Exit(1)
