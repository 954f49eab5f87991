"""A catalogue that is a Parquet file holds the same products as the CSV file, and is refused in the same words."""

import csv
import io
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from inspector.config.catalogue_file import read_catalogue
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.errors import ConfigError

CSV = """\
sku,name,gtins,length_mm,width_mm,height_mm,colours,min_days_left,units,checks
A-1,Oats,4006381333931;12345670,280,190,70.5,#ecc454;#b03c22,30,2,codes;size
A-0,,,,,,,,,none
"""


def written(folder: Path, columns: dict[str, Any], name: str = "products.parquet") -> Path:
    file = folder / name
    parquet.write_table(pa.table(columns), file)
    return file


def problems(file: Path) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        read_catalogue(file)
    return caught.value.problems


def test_cells_of_text_say_what_a_csv_file_says(tmp_path: Path) -> None:
    comma = tmp_path / "products.csv"
    comma.write_text(CSV)
    rows = list(csv.DictReader(io.StringIO(CSV)))
    file = written(tmp_path, {name: [row[name] for row in rows] for name in rows[0]}, "products.csv.bak")
    assert read_catalogue(file) == read_catalogue(comma)
    assert len(read_catalogue(file)) == 2


def test_numbers_lists_and_empty_cells_are_understood_as_data_frames_keep_them(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        {
            "sku": ["A-1", "A-0"],
            "gtins": [["4006381333931", "12345670"], None],
            "length_mm": [280, None],
            "width_mm": [190.0, float("nan")],
            "height_mm": [70.5, None],
            "min_days_left": [30.0, float("nan")],  # whole numbers beside an empty cell
            "checks": [["codes"], ["none"]],
        },
    )
    assert read_catalogue(file) == (
        CatalogueEntry(
            sku="A-1",
            gtins=("04006381333931", "00000012345670"),
            size_mm=(280.0, 190.0, 70.5),
            min_days_left=30,
            checks=("codes",),
        ),
        CatalogueEntry(sku="A-0", checks=()),
    )


def test_a_gtin_that_is_kept_as_a_number_has_its_zeros_again(tmp_path: Path) -> None:
    (entry,) = read_catalogue(written(tmp_path, {"sku": ["A"], "gtins": [12345670]}))
    assert entry.gtins == ("00000012345670",)


def test_everything_wrong_is_told_at_once_by_row(tmp_path: Path) -> None:
    told = problems(
        written(
            tmp_path,
            {
                "sku": ["A", "B", None, "A"],
                "gtins": ["4006381333932", None, None, None],
                "units": [0, 1, 2, 3],
                "name": [b"\xff", None, None, None],
            },
        )
    )
    text = "\n".join(told)
    assert "row 1: name: neither text nor a number: bytes" in told
    assert "row 1: gtins" in text
    assert "check digit" in text
    assert "row 1: units" in text
    assert "row 3: sku" in text
    assert len(told) == 4


def test_a_product_that_stands_twice_names_both_rows(tmp_path: Path) -> None:
    assert problems(written(tmp_path, {"sku": ["A", "B", "A"]})) == ("row 3: sku 'A' stands in row 1 already",)


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"sku": ["A"], "colour": ["#ffffff"]}, "unknown columns: 'colour'; known: sku, name"),
        ({"name": ["x"]}, "the column sku is missing"),
        ({"sku": pa.array([], pa.string())}, "holds no product"),
        ({"sku": [None]}, "holds no product"),
        ({"sku": ["A"], "name": [{"de": "x"}]}, "row 1: name: neither text nor a number: dict"),
        ({"sku": ["A"], "units": [True]}, "row 1: units: neither text nor a number: bool"),
    ],
)
def test_what_is_no_catalogue_says_why(tmp_path: Path, columns: dict[str, Any], wanted: str) -> None:
    (only,) = problems(written(tmp_path, columns))
    assert only.startswith(wanted)


@pytest.mark.parametrize("keep", [4, 5, 60, -1])
def test_a_file_that_is_cut_off_is_damaged(tmp_path: Path, keep: int) -> None:
    file = written(tmp_path, {"sku": ["A", "B"]})
    file.write_bytes(file.read_bytes()[:keep])
    (only,) = problems(file)
    assert only.startswith("no Parquet: ")


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, {"sku": ["A"]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert problems(file) == ("a Parquet file needs a package that is missing: pip install 'edge-inspector[parquet]'",)
