"""No cell of an exported CSV is a formula to a spreadsheet, and our own reader gets back what was written."""

import ast
import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspector.app.cli.file_output import write_csv
from inspector.app.score_rows import read_scores
from inspector.domain.csv_cells import csv_of, restored
from inspector.domain.item import Identity

ROOT = Path(__file__).resolve().parents[2]
SIGNS = "=+-@\t\r\n＝＋－＠"
CELLS = st.text(st.sampled_from(SIGNS + "'\"; ,a1\u2028"), max_size=8)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4))
def test_text_is_read_back_as_it_was(rows: list[list[str]]) -> None:
    found = list(csv.reader(io.StringIO(csv_of(("=a", "b"), rows), newline="")))
    assert [[restored(cell) for cell in row] for row in found[1:]] == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@example([["", "a;=b"], ["", "a\n=b"], ["a\t=b", "\t=b"], ["", ';"=']])
@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4))
def test_no_cell_begins_as_a_formula_does_wherever_a_program_splits(delimiter: str, rows: list[list[str]]) -> None:
    for row in csv.reader(io.StringIO(csv_of(("a", "b"), rows), newline=""), delimiter=delimiter):
        assert not [cell for cell in row if cell.lstrip(" \t\r\n").startswith(tuple("=+-@＝＋－＠"))]


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    assert csv_of(("a", "b", "c", "d"), [(-1.5, None, "-1.5", "it's")]).splitlines()[1] == """-1.5,"","'-1.5","it's\""""


def test_scores_are_of_the_product_that_was_exported(tmp_path: Path) -> None:
    skus = ('=HYPERLINK("http://x","y")', "'=A", "-17", "BOX-1")
    columns = ("record_id", "label", "score", "sku", "material")
    rows = [dict(zip(columns, (f"+{n}", "intact", 0.25, sku, "@film"), strict=True)) for n, sku in enumerate(skus)]
    write_csv(tmp_path / "answers.csv", columns, rows)
    found = read_scores([tmp_path / "answers.csv"]).rows
    assert [row.identity for row in found] == [Identity(sku=sku, material="@film") for sku in skus]
    assert [row.name for row in found] == ["+0", "+1", "+2", "+3"]


def test_every_csv_is_written_in_one_place() -> None:
    """But for the training's own index, which no person opens and whose names our code makes."""
    writing = {
        path.relative_to(ROOT).as_posix()
        for folder in ("inspector", "gui")
        for path in (ROOT / folder).rglob("*.py")
        if "import csv" in (code := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Attribute)
        and node.attr in {"writer", "DictWriter"}
        and ast.unparse(node.value) == "csv"
    }
    assert writing == {"inspector/domain/csv_cells.py", "inspector/training/damage/samples.py"}
