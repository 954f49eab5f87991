"""`--json [FILE]` of the commands that run a line, and how they end."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from inspector.app.cli.file_output import write_file, writing
from inspector.app.cli.output import console, json_text, notices, print_json

if TYPE_CHECKING:
    from inspector.app.demo.summary import Summary

STANDARD_OUTPUT = Path("-")

JsonFile = Annotated[
    Path | None,
    typer.Option("--json", help="Write the summary as JSON to FILE, or to standard output.", metavar="[FILE]"),
]


class LineCommand(TyperCommand):
    """`--json` may stand without its file, which Typer knows no option for."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does, with `-` for a file that is not named."""
        given = []
        for argument, after in zip(args, [*args[1:], "--"], strict=True):
            given.append(argument)
            if argument == "--json" and after.startswith("-") and after != str(STANDARD_OUTPUT):
                given.append(str(STANDARD_OUTPUT))
        return super().parse_args(ctx, given)


def require_summary_file(json: Path | None, data_dir: Path | None) -> None:
    """Before the line runs: exit 2, having said why, when the summary could not be written. Leaves nothing behind."""
    if json is None or json == STANDARD_OUTPUT:
        return
    if data_dir is not None and not data_dir.exists() and json.absolute().parent == data_dir.absolute():
        return  # the run makes that folder, or says why it can not
    with writing(json):
        if json.is_file() or json.is_dir():
            os.close(os.open(json, os.O_WRONLY))
        elif not json.exists():  # a pipe is not opened: its reader would see it end
            json.touch()
            json.unlink()


def finish(summary: "Summary", json: Path | None) -> None:
    """Say how it went: first to people, who must not lose it to a disk that filled up. Exit 1 when it is not sound."""
    from inspector.app.demo.summary import print_summary

    print_summary(summary, to=notices if json == STANDARD_OUTPUT else console)
    if json == STANDARD_OUTPUT:
        print_json(summary.to_json())
    elif json is not None:
        write_file(json, json_text(summary.to_json()).encode())
    if not summary.sound:
        raise typer.Exit(1)
