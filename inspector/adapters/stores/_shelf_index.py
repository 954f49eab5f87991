"""What an evidence folder holds and what goes first when room is needed: least valuable, then oldest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FOLDER = re.compile(r"^(?P<rid>[A-Za-z0-9_-]{8,36})\.(?P<disposition>[A-Z_]+)$")

# What a person will ask for later is kept longest.
VALUE = {"PASS": 0, "NO_DECISION": 1, "REVIEW": 2, "DIVERT": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record on disk."""

    record_id: str
    disposition: str
    day: str
    folder: Path
    bytes: int

    @property
    def worth(self) -> tuple[int, str, str]:
        """Sorts what goes first to the front."""
        return VALUE.get(self.disposition, 0), self.day, self.record_id


def folder_name(record_id: str, disposition: str) -> str:
    """The record's folder below its day; tells the disposition without opening a file."""
    return f"{record_id}.{disposition}"


def scan(root: Path) -> Iterator[Entry]:
    """All finished records; what a crash left half-written has another name and is not seen."""
    for day in sorted(path for path in root.iterdir() if path.is_dir()):
        for folder in day.iterdir():
            found = _FOLDER.match(folder.name)
            if found is not None:
                yield Entry(
                    record_id=found["rid"],
                    disposition=found["disposition"],
                    day=day.name,
                    folder=folder,
                    bytes=size_of(folder),
                )


def size_of(folder: Path) -> int:
    """Bytes of the files in a record's folder."""
    return sum(file.stat().st_size for file in folder.iterdir())
