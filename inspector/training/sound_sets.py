"""The real sets that a training learns from, looked at before hours of work: pictures, labels, classes, splits."""

from collections.abc import Callable
from pathlib import Path

from inspector.domain.errors import ConfigError
from inspector.training.detector_data import HELD_OUT_VIDEOS, bottle_pictures
from inspector.training.evaluate.pictures import pictures_under, unreadable
from inspector.training.evaluate.problem_list import shown
from inspector.training.evaluate.yolo_dataset import label_file, read_labels
from inspector.training.real_sets import REAL_SETS

BOTTLES = "conveyor_bottles"
# Of the sets with boxes, in the order of their numbers; what stands beside the pictures must agree.
CLASSES = {BOTTLES: ("Bottle", "Cap"), "doorstep_packages": ("package",)}

Say = Callable[[str], None]


def refuse_unsound(data: Path | None, *, say: Say) -> None:
    """Raises one `ConfigError` that lists all pictures, labels and splits that can not be learnt from.

    A set that is not there is left out; a folder with none of them is refused. A picture with boxes must have a label
    file; an empty one says that nothing is in it.
    """
    if data is None:
        return
    present = {name: pictures_under(data / name) for name in REAL_SETS if (data / name).is_dir()}
    if not present:
        raise ConfigError(str(data), [f"holds none of the sets that are learnt from: {', '.join(REAL_SETS)}"])
    problems: list[str] = []
    for name, pictures in present.items():
        say(f"looking at the {len(pictures)} pictures of {name}")
        if not pictures:
            problems.append(f"{name}: holds no picture")
        problems += unreadable(pictures)
        if name in CLASSES:
            problems += _label_problems(data / name, pictures, CLASSES[name])
    if present.get(BOTTLES):
        problems += _split_problems(data / BOTTLES)
    if problems:
        raise ConfigError(str(data), [*shown(problems), "nothing was trained"])


def _label_problems(folder: Path, pictures: list[Path], classes: tuple[str, ...]) -> list[str]:
    problems = []
    told = folder / "classes.txt"
    if told.is_file():
        named = tuple(told.read_text(encoding="utf-8", errors="replace").split())
        if named != classes:
            problems.append(f"{told}: the classes are {', '.join(named)}; {', '.join(classes)} are learnt from")
    for picture in pictures:
        if label_file(picture).is_file():
            problems += read_labels(picture, len(classes)).problems
        else:
            problems.append(f"{picture}: has no label file {label_file(picture)}")
    return problems


def _split_problems(folder: Path) -> list[str]:
    """Both sides must show bottles: what is learnt from, and the videos that are measured on afterwards."""
    problems = []
    for held_out, what in ((False, "to learn from"), (True, f"of the held-out videos {', '.join(HELD_OUT_VIDEOS)}")):
        pictures = bottle_pictures(folder, held_out=held_out)
        if not any(0 in read_labels(one, len(CLASSES[BOTTLES])).classes for one in pictures):
            problems.append(f"{folder}: no picture {what} shows a bottle")
    return problems
