"""What repeats among pictures (a video, a serial), read out of their paths by a regular expression."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from inspector.domain.errors import ConfigError

GroupOf = Callable[[Path], str | None]


def group_by(pattern: str, root: Path) -> GroupOf:
    """From a path to its group: the first bracket of `pattern`, else all it matches, in the path below `root`.

    None where the pattern is not found. Raises `ConfigError` for a pattern that is none.

    >>> group_by(r"IMG_[0-9]+", Path("set"))(Path("set/val/IMG_4821_MOV_0007.jpg"))
    'IMG_4821'
    """
    try:
        wanted = re.compile(pattern)
    except re.error as error:
        raise ConfigError("--group", [f"{pattern!r} is no regular expression: {error}"]) from error

    def of(path: Path) -> str | None:
        found = wanted.search((path.relative_to(root) if path.is_relative_to(root) else path).as_posix())
        if found is None:
            return None
        return str(found.group(1) if wanted.groups and found.group(1) is not None else found.group(0))

    return of


def ungrouped(paths: Iterable[Path], group_of: GroupOf | None) -> list[str]:
    """One line for each picture whose group is not told; none where nobody asked for groups."""
    return [] if group_of is None else [f"{path}: --group finds nothing in it" for path in paths if not group_of(path)]
