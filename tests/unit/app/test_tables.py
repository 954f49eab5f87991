"""A table shows what it is given, figures below each other and words from the left."""

import io

from rich.console import Console

from inspector.app.cli.output import print_facts, print_table
from inspector.domain.verdict import Disposition


def test_words_stand_left_figures_right_and_brackets_stay() -> None:
    page = io.StringIO()
    rows = [("ok", "[detector] kind [/x]", "12.5 ms"), ("WRONG", "3 cameras", None)]
    print_table("doctor", ("", "what", "time"), rows, Console(file=page, width=60))
    lines = [line.replace("│", "|") for line in page.getvalue().splitlines()]
    assert "| ok    | [detector] kind [/x] | 12.5 ms |" in lines
    assert "| WRONG | 3 cameras            |       – |" in lines


def test_what_was_counted_is_said_in_words() -> None:
    page = io.StringIO()
    counted = {Disposition.PASS: 6, Disposition.DIVERT: 0, Disposition.REVIEW: 2}
    print_facts("it", {"went": counted, "lost": {"a": 0}, "ms": {"p50": 12.3456}}, Console(file=page, width=60))
    lines = [line.replace("│", "|") for line in page.getvalue().splitlines()]
    assert "| went | PASS 6, REVIEW 2 |" in lines
    assert "| lost | 0                |" in lines
    assert "| ms   | p50 12.35        |" in lines
