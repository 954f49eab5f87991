"""What the measured split of a YOLO set shares with its other splits."""

from pathlib import Path

from inspector.domain.errors import ConfigError
from inspector.training.evaluate.grouping import GroupOf, ungrouped
from inspector.training.evaluate.leaks import Member, Progress, find_leaks
from inspector.training.evaluate.yolo_dataset import YoloDataset, label_file, other_splits


def split_leaks(
    data: YoloDataset, data_yaml: Path, *, group_of: GroupOf | None, progress: Progress | None
) -> tuple[list[Path], tuple[str, ...], list[str], list[str]]:
    """(pictures of all splits, leaks, notes, problems).

    Notes name the splits that are not there, problems the files that can not be compared.

    Pictures in which nothing is labelled are compared by their digest alone. Raises `ConfigError` for the data.yaml.
    """
    others, notes = other_splits(data_yaml, data.split)
    measured = [one.path for one in data.pictures]
    compared = [*measured, *(path for paths in others.values() for path in paths)]
    problems = ungrouped(compared, group_of)
    members = [_member(path, name, group_of) for name, paths in others.items() for path in paths]
    if not members:
        return compared, (), notes, problems
    members += [_member(path, data.split, group_of) for path in measured]
    try:
        leaks = find_leaks(members, data_yaml.parent, progress=progress)
    except ConfigError as error:
        return compared, (), notes, [*problems, *error.problems]
    return compared, leaks, notes, problems


def _member(path: Path, split: str, group_of: GroupOf | None) -> Member:
    labels = label_file(path)
    empty = not labels.is_file() or not labels.read_bytes().strip()
    return Member(path=path, split=split, group=None if group_of is None else group_of(path), empty=empty)
