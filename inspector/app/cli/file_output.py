"""The files that commands write, and what they say where they can not."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from inspector.app.cli.output import fail


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Exit 2, having said why, when the file can not be written."""
    try:
        yield
    except OSError as error:
        raise fail(f"{path}: can not be written: {error.strerror}", 2) from error


def write_file(path: Path, content: bytes) -> None:
    """Whole or not at all: who reads it meanwhile finds the old or the new. Exit 2 when it can not be written."""
    from inspector.adapters._durable_file import write_durably

    with writing(path):
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a pipe, /dev/stdout
        else:
            write_durably(path, content)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """A header and one line per row, UTF-8. Exit 2 when it can not be written."""
    with writing(path), path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
