"""A catalogue file: what people write is understood, and everything that is wrong in it is told at once."""

from pathlib import Path

import pytest

from inspector.config.catalogue_file import COLUMNS, read_catalogue
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.errors import ConfigError
from inspector.domain.recipe import Costs

GOOD = """\
sku,name,material,gtins,length_mm,width_mm,height_mm,size_tolerance_mm,colours,colour_tolerance,min_days_left,units,\
references,checks,label,missed_damage,false_divert,review
A-1,"Oats, 500 g",paperboard,4006381333931; 12345670,280,190,70.5,5,#ecc454;#B03C22,8,30,2,\
A-0,codes;size,expiry;lot,60,4,2
A-0,,,,,,,,,,,,,none,none,,,
"""


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "products.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def problems(folder: Path, text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        read_catalogue(written(folder, text))
    return caught.value.problems


def test_every_column_reaches_the_domain(tmp_path: Path) -> None:
    full, bare = read_catalogue(written(tmp_path, GOOD))
    assert full == CatalogueEntry(
        sku="A-1",
        name="Oats, 500 g",
        material="paperboard",
        gtins=("04006381333931", "00000012345670"),
        size_mm=(280.0, 190.0, 70.5),
        size_tolerance_mm=5.0,
        colours=((236, 196, 84), (176, 60, 34)),
        colour_tolerance=8.0,
        min_days_left=30,
        units=2,
        references="A-0",
        checks=("codes", "size"),
        label=("expiry", "lot"),
        costs=Costs(missed_damage=60.0, false_divert=4.0, review=2.0),
    )
    assert bare == CatalogueEntry(sku="A-0", checks=(), label=())
    assert set(GOOD.partition("\n")[0].split(",")) == set(COLUMNS)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffsku;name\r\nA;x\r\n\r\n;\r\n",
        "sku\tname\nA\tx\n",
        "name,sku\nx,A",
    ],
)
def test_what_spreadsheets_write_is_understood(tmp_path: Path, text: str) -> None:
    assert read_catalogue(written(tmp_path, text)) == (CatalogueEntry(sku="A", name="x"),)


def test_every_problem_of_every_row_is_listed_with_its_line(tmp_path: Path) -> None:
    text = "\n".join(
        (
            "sku,gtins,length_mm,width_mm,height_mm,colours,min_days_left,units,review",
            "A,4006381333932,300,200,-1,blue,x,0,nan",
            "A,4006381333931,300,,100,,,,",
            ",,,,,,,,",
            "B,4006381333931,inf,1,1,,,,2",
            "C,12,,,,,1.5,,",
            "D,short",
            "A,,,,,,,,",
            "C,04006381333931,,,,,,,",
            "C,4006381333931,,,,,,,",
        )
    )
    found = problems(tmp_path, text)
    joined = "\n".join(found)
    for part in (
        "line 2: gtins.0: the check digit of GTIN 4006381333932 is wrong",
        "line 2: height_mm",
        "line 2: colours.0: a colour is written #rrggbb",
        "line 2: min_days_left",
        "line 2: units",
        "line 2: review",
        "line 3: length_mm, width_mm, height_mm go together: width_mm is missing",
        "line 5: length_mm",
        "line 6: gtins.0",
        "line 6: min_days_left",
        "line 7: 2 cells, the header has 9",
        "line 10: sku 'C' stands in line 9 already",
        "line 10: GTIN 04006381333931 stands in line 9 already",
    ):
        assert part in joined, part
    assert not any(text.startswith(("line 4", "line 8")) for text in found)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("sku,name\n", "holds no product"),
        ("name\nx\n", "the column sku is missing"),
        ("sku,colour,gtin\nA,,\n", "unknown columns: 'colour', 'gtin'"),
        ("sku,name,name\nA,x,y\n", "columns that stand twice: name"),
        ('sku,name\nA,"never closed\n', "no CSV"),
        (b"sku\n\xff\xfe\n", "not UTF-8 text"),
        ("sku\nA\x00B\n", "line 2"),
        ("sku\n" + "x" * 65 + "\n", "line 2: sku"),
        ("sku,name\nA," + "x" * 200_000 + "\n", "line 2"),
    ],
)
def test_a_file_that_is_none_is_one_clear_error(tmp_path: Path, text: str | bytes, complaint: str) -> None:
    assert any(complaint in problem for problem in problems(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.csv.*\n.*can not be read"):
        read_catalogue(tmp_path / "none.csv")
