"""A table shows what it is given, figures below each other and words from the left."""

import io

from rich.console import Console

from inspector.app.cli.output import print_table


def test_words_stand_left_figures_right_and_brackets_stay() -> None:
    page = io.StringIO()
    rows = [("ok", "[detector] kind [/x]", "12.5 ms"), ("WRONG", "3 cameras", None)]
    print_table("doctor", ("", "what", "time"), rows, Console(file=page, width=60))
    lines = [line.replace("│", "|") for line in page.getvalue().splitlines()]
    assert "| ok    | [detector] kind [/x] | 12.5 ms |" in lines
    assert "| WRONG | 3 cameras            |       – |" in lines
