"""Complaints and returns as a file: CSV, JSON or JSON lines. Every row is checked before anything is believed."""

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspector.domain.complaint import Complaint
from inspector.domain.csv_cells import restored
from inspector.domain.errors import ConfigError
from inspector.domain.utc import iso_ms

MOST_BYTES = 200_000_000
SHOWN = 50
# What columns are called where nobody maps them; the first that a file has is taken.
NAMES: Mapping[str, tuple[str, ...]] = {
    "complaint_id": (
        "complaint_id",
        "id",
        "case",
        "case_id",
        "ticket",
        "ticket_id",
        "return_id",
        "rma",
        "caso",
        "fall",
    ),
    "text": (
        *("text", "comment", "comments", "complaint", "reason", "description", "customer_comment", "comentario"),
        *("comentarios", "motivo", "queja", "descripcion", "reclamacion", "kommentar", "beschreibung", "reklamation"),
        *("grund",),
    ),
    "reported": ("reported", "reported_at", "reported_utc", "date", "created", "created_at", "fecha", "datum"),
    "sku": ("sku", "article", "product", "articulo", "producto", "artikel", "asin"),
    "lot": ("lot", "batch", "lote", "charge"),
    "lpn": ("lpn", "license_plate", "license_plate_number"),
    "serial": ("serial", "serial_number", "sn", "numero_de_serie", "seriennummer"),
    "order": ("order", "order_id", "order_number", "pedido", "bestellung"),
    "track": ("track", "track_id"),
    "record_id": ("record_id", "rid", "record"),
    "from": ("from", "shipped_from", "inspected_from", "desde", "von"),
    "until": ("until", "shipped_until", "inspected_until", "hasta", "bis"),
}
_MOMENTS = {"reported": "reported_utc", "from": "from_utc", "until": "until_utc"}
_FIELDS = {name: _MOMENTS.get(name, name) for name in NAMES} | {"order": "order_number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFile:
    """What a file holds. `repeated`: lines that are as an earlier one, told apart by nothing. `ignored` columns."""

    complaints: tuple[Complaint, ...]
    repeated: tuple[int, ...]
    ignored: tuple[str, ...]


def read_complaints(
    path: Path, *, mapping: Mapping[str, str] | None = None, encoding: str = "utf-8", date_format: str | None = None
) -> ComplaintFile:
    """`mapping` says which column has what, by `NAMES`; other columns are found by what they are usually called.

    Dates are ISO 8601, or as `date_format` (strptime) says; without a zone they are UTC. Complaints without an id get
    one of their content. Raises one `ConfigError` that lists every problem with its line.
    """
    problems: list[str] = []
    rows = _rows(path, encoding, problems)
    columns, ignored = _columns(rows, mapping or {}, problems)
    found: dict[str, tuple[int, Complaint]] = {}
    repeated: list[int] = []
    for line, row in rows if "text" in columns else ():
        try:
            complaint = _complaint(row, columns, date_format)
        except ValueError as error:
            problems.append(f"line {line}: {error}")
            continue
        first, known = found.setdefault(complaint.complaint_id, (line, complaint))
        if known is complaint:
            continue
        if known == complaint:
            repeated.append(line)
        else:
            problems.append(f"line {line}: {complaint.complaint_id} stands in line {first} already, with other content")
    if not rows and not problems:
        problems.append("holds no complaint")
    if problems:
        more = [f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        raise ConfigError(str(path), problems[:SHOWN] + more)
    return ComplaintFile(
        complaints=tuple(one for _, one in found.values()), repeated=tuple(repeated), ignored=tuple(ignored)
    )


def _rows(path: Path, encoding: str, problems: list[str]) -> list[tuple[int, dict[str, str]]]:
    """(line, cells by column) of each row that can be read; empty rows are none."""
    text = _text(path, encoding)
    if path.suffix.lower() in {".json", ".jsonl", ".ndjson"} or text.lstrip()[:1] in {"[", "{"}:
        return list(_json_rows(text, problems))
    return list(_csv_rows(text, problems))


def _text(path: Path, encoding: str) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ConfigError(str(path), [f"has more than {MOST_BYTES} bytes; divide it"])
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(str(path), [f"can not be read: {error.strerror}"]) from error
    try:
        return content.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except LookupError:
        raise ConfigError(str(path), [f"{encoding!r} is no encoding that is known here"]) from None
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = content.count(b"\n", 0, start) + 1
        advice = "say which with --encoding, as cp1252 or utf-16"
        problem = f"line {line}: is no {encoding} text, at byte {start}; {advice}"
        raise ConfigError(str(path), [problem]) from None


def _csv_rows(text: str, problems: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    if "\0" in text:
        problems.append("is no text: it has zero bytes; say which encoding it has with --encoding")
        return
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                problems.append(f"line {reader.line_num}: {len(cells)} cells, the header has {len(names)}")
                continue
            yield reader.line_num, {name: restored(cell) for name, cell in zip(names, cells, strict=True)}
    except csv.Error as error:
        problems.append(f"line {reader.line_num}: no CSV: {error}")


def _json_rows(text: str, problems: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for line, value in _json_values(text, problems):
        if not isinstance(value, dict):
            problems.append(f"line {line}: is no object with named fields")
        elif nested := sorted(name for name, one in value.items() if isinstance(one, dict | list)):
            problems.append(f"line {line}: {', '.join(nested)}: must be a text or a number")
        else:
            yield line, {name: "" if one is None else str(one) for name, one in value.items()}


def _json_values(text: str, problems: list[str]) -> Iterator[tuple[int, Any]]:
    """Of a list the entries, numbered; of JSON lines the lines."""
    try:
        whole = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].rstrip().endswith("}"):
            problems.append(f"is no JSON: {error}")
            return
        for number, line in lines:
            try:
                yield number, json.loads(line)
            except (json.JSONDecodeError, RecursionError) as bad:
                problems.append(f"line {number}: is no JSON: {bad}")
        return
    listed = whole.get("complaints", [whole]) if isinstance(whole, dict) else whole
    yield from enumerate(listed if isinstance(listed, list) else [listed], start=1)


def _columns(
    rows: Sequence[tuple[int, Mapping[str, str]]], mapping: Mapping[str, str], problems: list[str]
) -> tuple[dict[str, str], list[str]]:
    """(column by what it holds, columns that nobody asks for)."""
    there = list(dict.fromkeys(name for _, row in rows for name in row))
    found: dict[str, str] = {}
    for name, column in mapping.items():
        if name not in NAMES:
            problems.append(f"{name!r} can not be mapped; known: {', '.join(NAMES)}")
        elif rows and column not in there:
            problems.append(f"there is no column {column!r} for {name}; there are: {', '.join(there)}")
        else:
            found[name] = column
    usual = {_usual(column): column for column in reversed(there) if column not in found.values()}
    for name, called in NAMES.items():
        column = next((usual[one] for one in called if one in usual), "")
        if name not in found and column:
            found[name] = column
            del usual[_usual(column)]
    if rows and "text" not in found and not any(name == "text" for name in mapping):
        problems.append(f"no column is the complaint's text: say which, as --map text=COLUMN; {', '.join(there)}")
    return found, [column for column in there if column not in found.values()]


def _usual(column: str) -> str:
    decomposed = unicodedata.normalize("NFKD", column.casefold())
    return re.sub(r"[^a-z0-9]+", "_", "".join(c for c in decomposed if not unicodedata.combining(c))).strip("_")


def _complaint(row: Mapping[str, str], columns: Mapping[str, str], date_format: str | None) -> Complaint:
    """Raises ValueError that names everything that is wrong with the row."""
    wrong: list[str] = []
    values: dict[str, str] = {}
    for name, column in columns.items():
        text = _printable(row.get(column, ""))
        if not text:
            continue
        if name in _MOMENTS:
            try:
                text = _moment(text, date_format, at_end=name == "until")
            except ValueError:
                wrong.append(f"{column}: {text[:40]!r} is no date" + (f" of {date_format}" if date_format else ""))
                continue
        values[_FIELDS[name]] = text
    own = values.pop("complaint_id", "")
    content = {"text": "", **values}
    if not own:
        own = "row-" + hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:20]
    try:
        complaint = Complaint(complaint_id=own, **content)
    except ValueError as error:
        wrong.append(str(error))
    if wrong:
        raise ValueError("; ".join(wrong))
    return complaint


def _printable(cell: str) -> str:
    """Without what moves a terminal's cursor, and spaces at the ends."""
    return " ".join("".join(char if char.isprintable() else " " for char in cell).split())


def _moment(text: str, date_format: str | None, *, at_end: bool) -> str:
    """UTC ISO 8601; a day without an hour that ends a span is meant to its end."""
    moment = datetime.strptime(text, date_format) if date_format else datetime.fromisoformat(text)  # noqa: DTZ007 - below
    if at_end and (moment.hour, moment.minute, moment.second) == (0, 0, 0) and not re.search(r"\d:\d", text):
        moment = moment.replace(hour=23, minute=59, second=59, microsecond=999_000)
    return iso_ms(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


_CONTENT = tuple(one.name for one in fields(Complaint))


def complaint_content(complaint: Complaint) -> dict[str, str]:
    """What is kept of it, as plain JSON; what is absent is left out."""
    return {name: value for name in _CONTENT if (value := getattr(complaint, name)) is not None}
