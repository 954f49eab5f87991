"""A catalogue as a CSV or Parquet file: every row is checked before anything is believed, every problem is listed."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from inspector.config.catalogue import EntryModel
from inspector.config.catalogue_parquet import is_parquet, parquet_names, parquet_rows
from inspector.config.problems import problems_of
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.errors import ConfigError

COLUMNS = tuple(EntryModel.model_fields)


def read_catalogue(path: Path) -> tuple[CatalogueEntry, ...]:
    """The products of a Parquet file, or of a UTF-8 CSV file, its cells apart by comma, semicolon or tab.

    Raises one `ConfigError` for all that is wrong.
    """
    parquet = is_parquet(path)
    unit = "row" if parquet else "line"
    rows, problems = _parquet(path) if parquet else _rows(path)
    entries: list[tuple[int, CatalogueEntry]] = []
    for line, row in rows:
        try:
            entries.append((line, EntryModel.model_validate(row).to_domain()))
        except ValidationError as error:
            problems += [f"{unit} {line}: {problem.removeprefix('file: ')}" for problem in problems_of(error)]
    problems += _doubles(entries, unit)
    if not rows and not problems:
        problems.append("holds no product")
    if problems:
        raise ConfigError(str(path), problems)
    return tuple(entry for _, entry in entries)


def _parquet(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    problems = list(_header_problems(parquet_names(path)))
    return ([], problems) if problems else parquet_rows(path)


def _rows(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """(line, cells by column, empty ones left out) of every row that has the right number of cells, and problems."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # spreadsheets write a byte-order mark
    except OSError as error:
        raise ConfigError(str(path), [f"can not be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), [f"not UTF-8 text: {error.reason} at byte {error.start}"]) from error
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    problems: list[str] = []
    try:
        names = [name.strip() for name in next(reader, [])]
        problems += _header_problems(names)
        if problems:
            return [], problems
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                problems.append(f"line {reader.line_num}: {len(cells)} cells, the header has {len(names)}")
                continue
            filled = {name: cell.strip() for name, cell in zip(names, cells, strict=True) if cell.strip()}
            rows.append((reader.line_num, filled))
    except csv.Error as error:
        problems.append(f"line {reader.line_num}: no CSV: {error}")
    return rows, problems


def _header_problems(names: Sequence[str]) -> Iterator[str]:
    if not any(names):
        yield "is empty"
        return
    unknown = sorted({name for name in names if name not in COLUMNS})
    if unknown:
        yield f"unknown columns: {', '.join(map(repr, unknown))}; known: {', '.join(COLUMNS)}"
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        yield f"columns that stand twice: {', '.join(twice)}"
    if "sku" not in names:
        yield "the column sku is missing"


def _doubles(entries: Sequence[tuple[int, CatalogueEntry]], unit: str) -> Iterator[str]:
    """SKUs and GTINs that two lines or rows claim."""
    sku_line: dict[str, int] = {}
    gtin_line: dict[str, int] = {}
    for line, entry in entries:
        first = sku_line.setdefault(entry.sku, line)
        if first != line:
            yield f"{unit} {line}: sku {entry.sku!r} stands in {unit} {first} already"
        for gtin in entry.gtins:
            first = gtin_line.setdefault(gtin, line)
            if first != line:
                yield f"{unit} {line}: GTIN {gtin} stands in {unit} {first} already"
