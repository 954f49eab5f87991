"""Items with known truth on disk: folders `damaged/` and `intact/`, or a CSV."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.domain.errors import ConfigError
from inspector.training.evaluate.digests import contradictions
from inspector.training.evaluate.item_cameras import Cameras, of_station
from inspector.training.evaluate.item_csv import items_of_csv
from inspector.training.evaluate.labelled_item import CAMERA, LabelledItem, View
from inspector.training.evaluate.leaks import Member, Progress, find_leaks, leak_problems
from inspector.training.evaluate.pictures import pictures_in, unreadable
from inspector.training.evaluate.problem_list import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSet:
    """The items to measure, all readable. `split` is the one they are of, None where the data has none.

    `leaks` tells what they share with the other splits, where that was allowed. `files` are all that were read: the
    CSV, and the pictures of the other splits, too.
    """

    items: tuple[LabelledItem, ...]
    files: tuple[Path, ...]
    split: str | None = None
    leaks: tuple[str, ...] = ()


def read_item_set(
    source: Path,
    *,
    group_by_serial: bool = False,
    split: str | None = None,
    station: Cameras | None = None,
    allow_leaks: bool = False,
    progress: Progress | None = None,
) -> ItemSet:
    """Find the items and read every picture. Raises one `ConfigError` that lists everything wrong.

    A folder holds `damaged/` and `intact/`; in them a picture is an item, or a sub-folder is one whose pictures are its
    views (camera = the file's name). With `group_by_serial`, pictures whose names agree up to the last `_` are views
    of one item (camera = the rest). A folder whose sub-folders each hold `damaged/` and `intact/` is read as one
    sub-folder per camera, and needs `group_by_serial`. With `station` all cameras must be its own. For a CSV see
    `items_of_csv`; where it has splits, those of `split` are measured (by default test, else val), and what they share
    with the other splits is wrong unless allowed.
    """
    problems: list[str] = []
    if source.is_dir():
        every = _from_folder(source, group_by_serial, problems)
    elif source.is_file():
        every = items_of_csv(source, problems)
    else:
        raise ConfigError(str(source), ["no such folder or CSV file"])
    every = of_station(every, station, problems)
    split = _measured(every, split, problems)
    chosen = [item for item in every if item.split == split]
    broken = unreadable(view.path for item in every for view in item.views)
    problems += broken
    leaks: tuple[str, ...] = ()
    root = source if source.is_dir() else source.parent
    if not broken:
        problems += contradictions([(_paths(item), "damaged" if item.damaged else "intact") for item in every], root)
        leaks = find_leaks(_members(every, split), root, progress=progress) if split is not None else ()
    if not problems:
        problems += [
            f"no {word} item was found" + (f" in {split}" if split else "")
            for word, damaged in (("damaged", True), ("intact", False))
            if not any(item.damaged == damaged for item in chosen)
        ]
    if problems or (leaks and not allow_leaks):
        raise ConfigError(str(source), shown(problems) + ([] if allow_leaks else leak_problems(leaks)))
    files = (source, *(path for item in every for path in _paths(item)))
    return ItemSet(items=tuple(chosen), files=files, split=split, leaks=leaks)


def _measured(items: Sequence[LabelledItem], split: str | None, problems: list[str]) -> str | None:
    there = {item.split for item in items if item.split is not None}
    if split is None and there:
        split = next((name for name in ("test", "val") if name in there), None)
        if split is None:
            problems.append("every item is of train: nothing is left to measure; or say --split train")
    elif split is not None and split not in there:
        problems.append(f"--split {split}: no such split; splits are: {', '.join(sorted(there)) or 'none'}")
    return split


def _paths(item: LabelledItem) -> tuple[Path, ...]:
    return tuple(view.path for view in item.views)


def _members(items: Sequence[LabelledItem], measured: str) -> list[Member]:
    """The measured split last, so that a leak is told of its pictures."""
    ordered = sorted(items, key=lambda item: item.split == measured)
    return [Member(path=path, split=item.split or "", group=item.group) for item in ordered for path in _paths(item)]


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
