"""`config check | show | schema`."""

from pathlib import Path
from typing import Annotated

import typer

from inspector.app.cli.output import JsonFlag, console, print_json
from inspector.domain.errors import ConfigError

ConfigArgument = Annotated[Path, typer.Argument(help="The station's file.", metavar="FILE")]

config_app = typer.Typer(help="Check, show and describe the config file.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    config_app.command("check", epilog="Example: `inspector config check station.toml`")(check)
    config_app.command("show", epilog="Example: `inspector config show station.toml --effective`")(show)
    config_app.command("schema", epilog="Example: `inspector config schema > station.schema.json`")(schema)
    app.add_typer(config_app, name="config")


def check(
    file: ConfigArgument,
    *,
    file_only: Annotated[
        bool,
        typer.Option("--file-only", help="Only the file: no look at certificates, models and folders of this machine."),
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Say everything that a start would refuse; exit 0 when that is nothing, 2 otherwise.

    Run it as the daemon's user. A port in use and a data directory that another daemon holds are no mistakes.
    """
    from inspector.app.config_problems import config_problems

    try:
        problems = config_problems(file, file_only=file_only)
    except ConfigError as error:
        problems = list(error.problems)
    if json:
        print_json({"file": str(file), "ok": not problems, "problems": problems})
    elif problems:
        raise ConfigError(str(file), problems)
    else:
        console.print(f"{file}: ok")
    if problems:
        raise typer.Exit(2)


def show(
    file: ConfigArgument,
    *,
    with_defaults: Annotated[bool, typer.Option("--effective", help="With every default filled in.")] = False,
) -> None:
    """Print a config as JSON: as written, or with every default filled in."""
    from inspector.app.config_file import load_station
    from inspector.config.load import effective, read_toml

    print_json(effective(load_station(file)) if with_defaults else read_toml(file))


def schema() -> None:
    """Print the JSON Schema of the config file, adapters included."""
    from inspector.app.schema import full_schema

    print_json(full_schema())
