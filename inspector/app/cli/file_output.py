"""The files that commands write, and what they say where they can not."""

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
    from inspector.config.durable_file import write_durably

    with writing(path):
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a pipe, /dev/stdout
        else:
            write_durably(path, content)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """As `csv_of`, in UTF-8. Exit 2 when it can not be written."""
    from inspector.domain.csv_cells import csv_of

    write_file(path, csv_of(columns, [[row[name] for name in columns] for row in rows]).encode())
