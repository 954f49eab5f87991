"""The ultralytics YOLO layout: `data.yaml` with path, train, val, test, names; a label file beside every picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inspector.domain.errors import ConfigError
from inspector.training.evaluate.data_yaml import read_data_yaml
from inspector.training.evaluate.pictures import SUFFIXES, pictures_in, unreadable
from inspector.training.evaluate.problem_list import shown

F64 = npt.NDArray[np.float64]

SPLITS = ("train", "val", "test")
MOST_OUTSIDE = 0.01  # of the side: what is rounded away, and no more


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labelled:
    """A picture with its truth: `classes` (n,) index into the names, `boxes` (n, 4) cx cy w h as shares of the size."""

    path: Path
    classes: npt.NDArray[np.int64]
    boxes: F64


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One label file: a class number and a box (cx cy w h, shares) for each object, and what is wrong in it."""

    classes: tuple[int, ...]
    boxes: tuple[tuple[float, ...], ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YoloDataset:
    """One split. `unlabelled` counts pictures without a label file or with an empty one: nothing is in them.

    `fileless` counts those of them that have no label file at all.
    """

    names: tuple[str, ...]
    split: str
    pictures: tuple[Labelled, ...]
    unlabelled: int
    fileless: int = 0


def read_yolo_dataset(data_yaml: Path, split: str) -> YoloDataset:
    """Read one split and every file of it. Raises one `ConfigError` that lists everything wrong.

    A label file of no bytes, or none at all, means that the picture shows no object: that is how the format says it.
    """
    found, problems = survey(data_yaml, split)
    if problems:
        raise ConfigError(str(data_yaml), shown(problems))
    return found


def survey(data_yaml: Path, split: str) -> tuple[YoloDataset, list[str]]:
    """One split as far as it can be read, and everything wrong with its files.

    Raises `ConfigError` where the data.yaml itself does not say what to read.
    """
    content = read_data_yaml(data_yaml)
    problems: list[str] = []
    names = _names(content, problems)
    places = _places(content, split, problems)
    if problems:
        raise ConfigError(str(data_yaml), problems)
    paths = [path for place in places for path in _pictures(_root(data_yaml, content), place, problems)]
    problems += unreadable(paths)
    found = [_labelled(path, len(names), problems) for path in paths]
    empty = sum(not len(one.classes) for one in found)
    if not problems and empty == len(found):
        problems.append(
            f"{split}: holds no picture" if not found else f"{split}: no picture has a label; is it labels/?"
        )
    fileless = sum(not label_file(path).is_file() for path in paths)
    return YoloDataset(names=names, split=split, pictures=tuple(found), unlabelled=empty, fileless=fileless), problems


def other_splits(data_yaml: Path, split: str) -> tuple[dict[str, list[Path]], list[str]]:
    """The pictures of the splits beside `split`, and a note for each that names none that is there."""
    content = read_data_yaml(data_yaml)
    found: dict[str, list[Path]] = {}
    notes = []
    for name in SPLITS:
        if name == split or not content.get(name):
            continue
        missing: list[str] = []
        places = _places(content, name, missing)
        found[name] = [p for place in places for p in _pictures(_root(data_yaml, content), place, missing)]
        if missing:
            notes.append(f"{name} could not be compared with {split}: " + "; ".join(missing))
    return found, notes


def _root(data_yaml: Path, content: Mapping[str, object]) -> Path:
    return data_yaml.parent / str(content.get("path") or "")


def _names(content: Mapping[str, object], problems: list[str]) -> tuple[str, ...]:
    match content.get("names"):
        case [*names]:
            return tuple(str(name) for name in names)
        case {**by_number} if by_number.keys() == {str(number) for number in range(len(by_number))}:
            return tuple(str(by_number[str(number)]) for number in range(len(by_number)))
    problems.append("names: must list the classes, or give each number from 0 a name")
    return ()


def _places(content: Mapping[str, object], split: str, problems: list[str]) -> tuple[str, ...]:
    match content.get(split):
        case str(place) if place:
            return (place,)
        case [*places] if places:
            return tuple(str(place) for place in places)
    known = ", ".join(key for key in SPLITS if content.get(key)) or "none"
    problems.append(f"{split}: no such split; splits are: {known}")
    return ()


def _pictures(base: Path, place: str, problems: list[str]) -> list[Path]:
    # Roboflow's exports say ../train/images of a folder that lies beside the file.
    choices = [base / place] + ([base / place[3:]] if place.startswith("../") else [])
    target = next((choice for choice in choices if choice.exists()), None)
    if target is None:
        problems.append(f"{base / place}: no such folder or list")
        return []
    if target.is_file():
        lines = [line.strip() for line in target.read_text(encoding="utf-8").splitlines()]
        return [target.parent / line for line in lines if line]
    found = pictures_in(target) or sorted(p for p in target.rglob("*") if p.suffix.lower() in SUFFIXES)
    if not found:
        problems.append(f"{target}: holds no picture")
    return found


def label_file(picture: Path) -> Path:
    """images/…/a.jpg → labels/…/a.txt, the last folder named `images` counting; else beside the picture."""
    parts = list(picture.parts)
    for index in range(len(parts) - 2, -1, -1):
        if parts[index] == "images":
            parts[index] = "labels"
            break
    return Path(*parts).with_suffix(".txt")


def read_labels(picture: Path, classes: int) -> Labels:
    """What is labelled in a picture, and what is wrong with its label file; nothing where there is none."""
    path = label_file(picture)
    numbers: list[int] = []
    boxes: list[Sequence[float]] = []
    problems = []
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path}: can not be read as text: {error}")
        text = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        problem = _line(line.split(), classes, numbers, boxes)
        if problem:
            problems.append(f"{path}:{number}: {problem}")
    return Labels(classes=tuple(numbers), boxes=tuple(map(tuple, boxes)), problems=tuple(problems))


def _labelled(picture: Path, classes: int, problems: list[str]) -> Labelled:
    found = read_labels(picture, classes)
    problems += found.problems
    return Labelled(
        path=picture,
        classes=np.array(found.classes, np.int64),
        boxes=np.array(found.boxes, np.float64).reshape(-1, 4),
    )


def _line(words: list[str], classes: int, numbers: list[int], boxes: list[Sequence[float]]) -> str:
    """Add one object; returns what is wrong with its line, or nothing. A polygon becomes the box around it."""
    try:
        number, *values = int(words[0]), *(float(word) for word in words[1:])
    except ValueError:
        return f"is not a class number and coordinates: {' '.join(words)[:60]!r}"
    if len(values) != 4 and (len(values) < 6 or len(values) % 2):
        return f"has {len(values)} coordinates; a box has 4, a polygon 6 or more"
    if not 0 <= number < classes:
        return f"class {number} is not in names (0 … {classes - 1})"
    if not all(-0.001 <= value <= 1.001 for value in values):
        return "coordinates must be shares of the picture, 0 … 1"
    if len(values) > 4:
        xs, ys = values[0::2], values[1::2]
        values = [(min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, max(xs) - min(xs), max(ys) - min(ys)]
    problem = _box_problem(values)
    if not problem:
        numbers.append(number)
        boxes.append(values)
    return problem


def _box_problem(box: Sequence[float]) -> str:
    if box[2] <= 0 or box[3] <= 0:
        return "the box has no width or height"
    if any(abs(box[axis] - 0.5) + box[axis + 2] / 2 > 0.5 + MOST_OUTSIDE for axis in (0, 1)):
        return "the box reaches out of the picture"
    return ""
