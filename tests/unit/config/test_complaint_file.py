"""Files of complaints: columns by what they are usually called, every problem with its line, nothing half."""

import json
from pathlib import Path

import pytest

from inspector.config.complaint_file import ComplaintFile, read_complaints
from inspector.domain.errors import ConfigError


def read(folder: Path, content: str | bytes, name: str = "returns.csv", **options: object) -> ComplaintFile:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_complaints(path, **options)  # type: ignore[arg-type]


def problems(folder: Path, content: str | bytes, name: str = "returns.csv", **options: object) -> str:
    with pytest.raises(ConfigError) as refused:
        read(folder, content, name, **options)
    return "\n".join(refused.value.problems)


def test_columns_are_found_by_their_usual_names_in_three_languages(tmp_path: Path) -> None:
    text = (
        '\ufeffCaso;Fecha;Artículo;Número de serie;Pedido;Descripción;Color\nR-1;2026-11-23;A;S1;P-9;"caja; rota";x\n'
    )
    found = read(tmp_path, text)
    (one,) = found.complaints
    assert (one.complaint_id, one.sku, one.serial, one.order_number, one.text) == (
        "R-1",
        "A",
        "S1",
        "P-9",
        "caja; rota",
    )
    assert one.reported_utc == "2026-11-23T00:00:00.000Z"
    assert found.ignored == ("Color",)


def test_columns_can_be_mapped_and_dates_written_as_people_write_them(tmp_path: Path) -> None:
    text = "LPN No.,What,Text,Bis\nL-1,crushed,note,23/11/2026\n"
    mapping = {"lpn": "LPN No.", "text": "What", "until": "Bis"}
    (one,) = read(tmp_path, text, mapping=mapping, date_format="%d/%m/%Y").complaints
    assert (one.lpn, one.text, one.until_utc) == ("L-1", "crushed", "2026-11-23T23:59:59.999Z")
    assert one.complaint_id.startswith("row-")
    said = problems(tmp_path, text, mapping={"lpn": "LPN", "colour": "What"})
    assert "there is no column 'LPN' for lpn; there are: LPN No., What" in said
    assert "'colour' can not be mapped" in said


@pytest.mark.parametrize("form", ["list", "lines", "object"])
def test_json_says_the_same(tmp_path: Path, form: str) -> None:
    rows = [{"id": 17, "text": "expired", "sku": None, "lot": "L1"}, {"id": "b", "text": "wet"}]
    text = {
        "list": json.dumps(rows),
        "lines": "\n".join(json.dumps(row) for row in rows) + "\n",
        "object": json.dumps({"complaints": rows}),
    }[form]
    one, two = read(tmp_path, text, "returns.json").complaints
    assert (one.complaint_id, one.text, one.sku, one.lot, two.complaint_id) == ("17", "expired", None, "L1", "b")


def test_rows_that_are_the_same_count_once_and_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, "id,text\na,wet\nb,wet\na,wet\n")
    assert ([one.complaint_id for one in found.complaints], found.repeated) == (["a", "b"], (4,))
    unnamed = read(tmp_path, "text,sku\nwet,A\nwet,A\nwet,B\n")
    assert (len(unnamed.complaints), unnamed.repeated) == (2, (3,))


def test_every_problem_is_listed_with_its_line(tmp_path: Path) -> None:
    text = f"id,text,date,sku\na,wet,yesterday,A\nb,,2026-11-23,A\nc,wet\nd,wet,2026-11-23,{'s' * 65}\ne,x,,A\ne,y,,A\n"
    said = problems(tmp_path, text)
    assert all(f"line {n}:" in said for n in (2, 3, 4, 5, 7))
    assert "line 6:" not in said
    assert "'yesterday' is no date" in said
    assert "e stands in line 6 already, with other content" in said


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.csv", "holds no complaint"),
        (b"id,text\n", "a.csv", "holds no complaint"),
        (b"id,sku\na,b\n", "a.csv", "no column is the complaint's text"),
        ("id,text\na,caja da\u00f1ada\n".encode("cp1252"), "a.csv", "line 2: is no utf-8 text.*--encoding"),
        ("id,text\na,wet\n".encode("utf-16"), "a.csv", "is no utf-8 text"),
        (b'id,text\na,"wet\n', "a.csv", "no CSV"),
        (b"id,text\na,w\0t\n", "a.csv", "zero bytes"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.csv", "is no utf-8 text"),
        (b"[1, {}]", "a.json", "line 1: is no object"),
        (b'[{"text": {"a": 1}}]', "a.json", "text: must be a text"),
        (b'{"text": "a"', "a.json", "is no JSON"),
        (b'{"text": "a"}\n{"text"\n', "a.jsonl", "line 2: is no JSON"),
        (b"[" * 100_000, "a.json", "is no JSON"),
    ],
)
def test_what_is_no_such_file_is_one_clear_sentence(tmp_path: Path, content: bytes, name: str, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigError, match=f"(?s){why}"):
        read_complaints(tmp_path / name)


def test_other_encodings_are_read_where_they_are_named(tmp_path: Path) -> None:
    for encoding in ("cp1252", "utf-16"):
        (one,) = read(tmp_path, "id,text\na,caja da\u00f1ada\n".encode(encoding), encoding=encoding).complaints
        assert one.text == "caja da\u00f1ada"
    assert "no encoding that is known" in problems(tmp_path, "id,text\na,b\n", encoding="klingon")


def test_cells_come_back_without_formula_guards_and_without_control_characters(tmp_path: Path) -> None:
    (one,) = read(tmp_path, "id,text,lot\na,\x1b[31mwet \u2028now,'=1+1\n").complaints
    assert (one.text, one.lot) == ("[31mwet now", "=1+1")
