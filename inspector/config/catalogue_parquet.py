"""A catalogue as a Parquet file: its rows as the cells of text that a CSV file has, so that one check fits both."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from inspector.domain.errors import ConfigError

MAGIC: Final = b"PAR1"
_ADVICE: Final = "a Parquet file needs a package that is missing: pip install 'edge-inspector[parquet]'"


def is_parquet(path: Path) -> bool:
    """By its first bytes, not by its name. False where it can not be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def parquet_names(path: Path) -> list[str]:
    """The columns' names. Raises `ConfigError` for a file that is damaged, or where pyarrow is missing."""
    return [str(name) for name in _opened(path).schema_arrow.names]


def parquet_rows(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """(row from 1, cells by column, empty ones left out) of every row that holds something, and problems.

    A list is its values apart by `;`, a whole number has no decimals however it is kept (spreadsheets and data frames
    keep numbers beside empty cells as fractions), NaN is empty. Raises `ConfigError` as `parquet_names` does.
    """
    import pyarrow

    rows: list[tuple[int, dict[str, str]]] = []
    problems: list[str] = []
    try:
        table: list[Mapping[str, Any]] = _opened(path).read().to_pylist()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise ConfigError(str(path), [f"no Parquet: {_first_line(error)}"]) from error
    for number, row in enumerate(table, 1):
        cells: dict[str, str] = {}
        for name, value in row.items():
            try:
                text = _text(value)
            except TypeError:
                problems.append(f"row {number}: {name}: neither text nor a number: {type(value).__name__}")
                continue
            if text:
                cells[name] = text
        if cells:
            rows.append((number, cells))
    return rows, problems


def _opened(path: Path) -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise ConfigError(str(path), [_ADVICE]) from error
    try:
        return pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise ConfigError(str(path), [f"no Parquet: {_first_line(error)}"]) from error


def _text(value: Any) -> str:
    """Raises TypeError for what no cell of a catalogue holds."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        raise TypeError
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ";".join(_text(part) for part in value)
    if isinstance(value, str | int | float):
        return str(value).strip()
    raise TypeError


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
