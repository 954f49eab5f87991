"""The CSV of labelled items: one row is one view; what is said of an item must be the same in all its rows."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector.domain.errors import ConfigError
from inspector.training.evaluate.labelled_item import CAMERA, WORDS, LabelledItem, View

SPLITS = ("train", "val", "test")
SEPARATOR = "+"  # between the classes of an item that has several


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One line that could be read."""

    damaged: bool
    view: View
    facts: Mapping[str, str | None]
    classes: tuple[str, ...]


def items_of_csv(file: Path, problems: list[str]) -> list[LabelledItem]:
    """The items, in order of their first rows; what is wrong with lines or items is added to `problems`.

    Columns: path, label[, item][, group][, camera][, sku][, material][, class][, severity][, split]; paths are relative
    to the file. Raises `ConfigError` for a file that is no such table at all.
    """
    found: dict[str, list[_Row]] = {}
    for number, row in _table(file).items():
        one, problem = _row(row, file.parent)
        if one is None:
            problems.append(f"line {number}: {problem}")
        else:
            found.setdefault(_cell(row, "item") or str(one.view.path), []).append(one)
    items = [_item(name, of_it, problems) for name, of_it in found.items()]
    unsplit = [item.name for item in items if item.split is None]
    if len(unsplit) < len(items):
        problems += [f"item {name!r}: has no split, others have" for name in unsplit]
    return items


def _table(file: Path) -> dict[int, dict[str, str]]:
    """The rows' cells by their columns' names; each row by the number of the line that it begins on.

    A cell may hold line breaks, so that a row is not always one line. Raises `ConfigError`.
    """
    begins = 1
    rows = {}
    try:
        reader = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""), strict=True)
        columns = next(reader, [])
        begins = reader.line_num + 1
        for cells in reader:
            if cells:
                rows[begins] = dict(zip(columns, cells, strict=False))
            begins = reader.line_num + 1
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(file), [f"can not be read as CSV: {error}"]) from error
    except csv.Error as error:  # strict: else a quote that is not closed swallows all rows after it
        raise ConfigError(str(file), [f"line {begins}: can not be read as CSV: {error}"]) from error
    missing = [name for name in ("path", "label") if not rows or name not in columns]
    if missing:
        raise ConfigError(str(file), [f"needs rows with the columns path and label; missing: {', '.join(missing)}"])
    return rows


def _row(row: Mapping[str, str], root: Path) -> tuple[_Row | None, str]:
    """The row, or None and what is wrong with it."""
    path, label, split = _cell(row, "path"), WORDS.get((_cell(row, "label") or "").lower()), _cell(row, "split")
    classes = tuple(dict.fromkeys(one.strip() for one in (_cell(row, "class") or "").split(SEPARATOR) if one.strip()))
    if path is None:
        return None, "has no path"
    if label is None:
        return None, f"label {row.get('label')!r} is none of {', '.join(WORDS)}"
    if split is not None and split not in SPLITS:
        return None, f"split {split!r} is none of {', '.join(SPLITS)}"
    if not label and (classes or _cell(row, "severity")):
        return None, "is intact, and yet has a class or a severity of damage"
    facts = {name: _cell(row, name) for name in ("group", "sku", "material", "severity", "split")}
    view = View(camera=_cell(row, "camera") or CAMERA, path=root / path)
    return _Row(damaged=label, view=view, facts=facts, classes=classes), ""


def _item(name: str, rows: list[_Row], problems: list[str]) -> LabelledItem:
    differing = [what for what in rows[0].facts if len({row.facts[what] for row in rows}) > 1]
    differing = [*(["label"] if len({row.damaged for row in rows}) > 1 else []), *differing]
    if differing:
        problems.append(f"item {name!r}: its rows disagree about {', '.join(differing)}")
    cameras = [row.view.camera for row in rows]
    again = sorted({camera for camera in cameras if cameras.count(camera) > 1})
    if again:  # the station takes one picture per camera: what is wrong with one would be taken for the other's
        problems.append(f"item {name!r}: several views of camera {', '.join(again)}; name each one's camera")
    return LabelledItem(
        name=name,
        damaged=rows[0].damaged,
        views=tuple(row.view for row in rows),
        classes=tuple(dict.fromkeys(one for row in rows for one in row.classes)),
        **rows[0].facts,
    )


def _cell(row: Mapping[str, str], name: str) -> str | None:
    """A cell's text; None where it is empty, or the column is not there."""
    return (row.get(name) or "").strip() or None
