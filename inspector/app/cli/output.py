"""How commands print: a table for people, one JSON document for programs."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]

_NUMBER = re.compile(r"[-+±~<>≤≥]?\s?\d|–|$")  # how a cell that is a figure begins

# A product may be called `[red]` or `:a:`: what is printed is what it is called.
console = Console(highlight=False, markup=False, emoji=False)
notices = Console(stderr=True, highlight=False, markup=False, emoji=False)


def json_text(value: Any) -> str:
    """One JSON document."""
    return json.dumps(value, indent=2, allow_nan=False, default=str) + "\n"


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json_text(value))


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], to: Console = console) -> None:
    """A table for people: numbers stand to the right, below each other; nothing in it is taken for markup."""
    cells = [[_cell(value) for value in row] for row in rows]
    table = Table(title=title, title_justify="left", title_style="bold")
    for number, column in enumerate(columns):
        figures = number > 0 and all(_NUMBER.match(row[number]) for row in cells)
        table.add_column(column, justify="right" if figures else "left", overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    to.print(table)


def print_facts(title: str, facts: Mapping[str, object], to: Console = console) -> None:
    """A table of names and values."""
    print_table(title, ("", ""), list(facts.items()), to)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, Mapping):  # what was counted; what never came is left out
        return ", ".join(f"{name} {_cell(one)}" for name, one in value.items() if one != 0) or "0"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def fail(message: str, code: int) -> typer.Exit:
    """The error to raise after saying why."""
    notices.print(message, style=None, markup=False, soft_wrap=True)
    return typer.Exit(code)
