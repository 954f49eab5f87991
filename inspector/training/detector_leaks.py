"""Refuses to train the detector on what it is checked with, or measured on afterwards."""

from collections.abc import Sequence
from pathlib import Path

from inspector.training.detector_data import TrainingSet, bottle_pictures
from inspector.training.evaluate.leaks import Member, refuse_leaks
from inspector.training.evaluate.yolo_dataset import label_file

REMEDY = "take these pictures out of what is learnt from; nothing was trained"


def refuse_shared(found: TrainingSet, data: Path | None) -> None:
    """Raises one `ConfigError` that lists every line, video and picture in more than one split.

    `data`: folder of the real sets, whose held-out videos are a split of their own.
    """
    learnt = [_listed(yaml.with_suffix(".txt")) for yaml in (found.first, found.refine)]
    members = _members(list(dict.fromkeys(path for paths in learnt for path in paths)), "train")
    members += _members(sorted((found.refine.parent / "images" / "val").iterdir()), "val")
    if data is not None:
        members += _members(bottle_pictures(data / "conveyor_bottles", held_out=True), "held out")
    refuse_leaks(members, found.refine.parent, remedy=REMEDY)


def _listed(file: Path) -> list[Path]:
    return [Path(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _members(paths: Sequence[Path], split: str) -> list[Member]:
    out = []
    for path in paths:
        labels = label_file(path)
        empty = not labels.is_file() or not labels.read_text(encoding="utf-8").strip()
        out.append(Member(path=path, split=split, group=_group(path.stem), empty=empty))
    return out


def _group(stem: str) -> str | None:
    """The rendered line, or the video; None for composed belts and single photos.

    >>> _group("r1003_top_00007"), _group("cb_IMG_4823_MOV_0259"), _group("b00012")
    ('line r1003', 'IMG_4823', None)
    """
    words = stem.removeprefix("cb_").split("_")
    if words[0] == "IMG":
        return "_".join(words[:2])
    return f"line {words[0]}" if words[0][:1] == "r" and words[0][1:].isdigit() else None
