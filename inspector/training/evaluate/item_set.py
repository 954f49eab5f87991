"""Items with known truth on disk: folders `damaged/` and `intact/`, or a CSV."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.domain.errors import ConfigError
from inspector.training.evaluate.pictures import pictures_in, unreadable

CAMERA = "camera"
WORDS = {"damaged": True, "bad": True, "1": True, "intact": False, "good": False, "ok": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One picture of an item, and the camera that it counts as."""

    camera: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledItem:
    """An item of one or several views. `group` is what repeats: resampled whole, and reported on its own."""

    name: str
    damaged: bool
    views: tuple[View, ...]
    group: str | None = None


def read_item_set(source: Path, *, group_by_serial: bool = False) -> tuple[LabelledItem, ...]:
    """Find the items and read every picture once. Raises one `ConfigError` that lists everything wrong.

    A folder holds `damaged/` and `intact/`; in them a picture is an item, or a sub-folder is one whose pictures are its
    views (camera = the file's name). With `group_by_serial`, pictures whose names agree up to the last `_` are views
    of one item (camera = the rest). A folder whose sub-folders each hold `damaged/` and `intact/` is read as one
    sub-folder per camera, and needs `group_by_serial`. A CSV has the columns path, label[, item][, group][, camera].
    """
    problems: list[str] = []
    if source.is_dir():
        items = _from_folder(source, group_by_serial, problems)
    elif source.is_file():
        items = _from_csv(source, problems)
    else:
        raise ConfigError(str(source), ["no such folder or CSV file"])
    problems += unreadable(view.path for item in items for view in item.views)
    if not problems:
        problems += [
            f"no {word} item was found"
            for word, damaged in (("damaged", True), ("intact", False))
            if not any(item.damaged == damaged for item in items)
        ]
    if problems:
        raise ConfigError(str(source), problems)
    return tuple(items)


def _from_folder(folder: Path, by_serial: bool, problems: list[str]) -> list[LabelledItem]:
    cameras = _camera_folders(folder)
    if cameras and not by_serial:
        names = ", ".join(camera.name for camera in cameras)
        problems.append(f"one sub-folder per camera ({names}): say that items are grouped by serial")
        return []
    items: list[LabelledItem] = []
    for word, damaged in (("damaged", True), ("intact", False)):
        places = [camera / word for camera in cameras] or [folder / word]
        for place in places:
            if not place.is_dir():
                problems.append(f"{place.relative_to(folder)}: no such folder")
            elif not any(place.iterdir()):
                problems.append(f"{place.relative_to(folder)}: is empty")
        if by_serial:
            views = [(path, place.parent.name) for place in places for path in pictures_in(place)]
            items += _by_serial(views, damaged, named=bool(cameras))
        else:
            items += _by_file_or_folder(places[0], damaged, problems)
    return items


def _camera_folders(folder: Path) -> list[Path]:
    if (folder / "damaged").is_dir() or (folder / "intact").is_dir():
        return []
    return sorted(p for p in folder.iterdir() if (p / "damaged").is_dir() or (p / "intact").is_dir())


def _by_serial(views: Sequence[tuple[Path, str]], damaged: bool, *, named: bool) -> list[LabelledItem]:
    """`named`: the camera is the folder's name, else what follows the last `_`."""
    found: dict[str, list[View]] = {}
    for path, folder in views:
        serial, _, rest = path.stem.rpartition("_")
        camera = folder if named else rest
        found.setdefault(serial or path.stem, []).append(View(camera=camera or CAMERA, path=path))
    return [
        LabelledItem(name=serial, damaged=damaged, views=tuple(of_it), group=serial) for serial, of_it in found.items()
    ]


def _by_file_or_folder(place: Path, damaged: bool, problems: list[str]) -> list[LabelledItem]:
    items = [
        LabelledItem(name=path.stem, damaged=damaged, views=(View(camera=CAMERA, path=path),))
        for path in pictures_in(place)
    ]
    for inner in sorted(p for p in place.iterdir() if p.is_dir()) if place.is_dir() else ():
        views = tuple(View(camera=path.stem, path=path) for path in pictures_in(inner))
        if views:
            items.append(LabelledItem(name=inner.name, damaged=damaged, views=views))
        else:
            problems.append(f"{place.name}/{inner.name}: holds no picture")
    return items


def _from_csv(file: Path, problems: list[str]) -> list[LabelledItem]:
    try:
        rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(str(file), [f"can not be read as CSV: {error}"]) from error
    missing = [name for name in ("path", "label") if not rows or name not in rows[0]]
    if missing:
        raise ConfigError(str(file), [f"needs rows with the columns path and label; missing: {', '.join(missing)}"])
    found: dict[str, list[tuple[bool, View, str | None]]] = {}
    for number, row in enumerate(rows, start=2):
        label = WORDS.get((row["label"] or "").strip().lower())
        if not (row["path"] or "").strip():
            problems.append(f"line {number}: has no path")
        elif label is None:
            problems.append(f"line {number}: label {row['label']!r} is none of {', '.join(WORDS)}")
        else:
            path = file.parent / row["path"].strip()
            view = View(camera=(row.get("camera") or "").strip() or CAMERA, path=path)
            item = (row.get("item") or "").strip() or str(path)
            found.setdefault(item, []).append((label, view, (row.get("group") or "").strip() or None))
    items = []
    for name, of_it in found.items():
        if len({label for label, _, _ in of_it}) > 1 or len({group for _, _, group in of_it}) > 1:
            problems.append(f"item {name!r}: its rows disagree about label or group")
        label, _, group = of_it[0]
        views = tuple(view for _, view, _ in of_it)
        items.append(LabelledItem(name=name, damaged=label, views=views, group=group))
    return items
