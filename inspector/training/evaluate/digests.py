"""Digests of files: what data a figure is of, and whether a picture is in it twice under two labels."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path


def file_digest(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def set_digest(paths: Iterable[Path], root: Path) -> str:
    """SHA-256 over the paths below `root` and the digests of those files, whatever their order. Raises OSError."""
    lines = sorted(f"{_told(path, root)} {file_digest(path)}" for path in set(paths))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def contradictions(labelled: Iterable[tuple[tuple[Path, ...], str]], root: Path) -> list[str]:
    """One line for each set of pictures, of one item, that is there under more than one label. Raises OSError."""
    seen: dict[tuple[str, ...], dict[str, str]] = {}
    for paths, label in labelled:
        content = tuple(sorted(file_digest(path) for path in paths))
        seen.setdefault(content, {}).setdefault(label, ", ".join(_told(path, root) for path in paths))
    return [
        "the same picture has two labels: " + " and ".join(f"{label} ({where})" for label, where in labels.items())
        for labels in seen.values()
        if len(labels) > 1
    ]


def repeat_notes(items: Sequence[tuple[Path, ...]], what: str) -> list[str]:
    """A note where the pictures of some `items` are those of others, byte for byte; none else. Raises OSError."""
    distinct = {tuple(sorted(file_digest(path) for path in paths)) for paths in items}
    again = len(items) - len(distinct)
    return (
        [f"{again} of {len(items)} {what} repeat others: they count again, so intervals are too narrow"]
        if again
        else []
    )


def _told(path: Path, root: Path) -> str:
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
