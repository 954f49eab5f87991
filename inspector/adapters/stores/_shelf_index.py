"""What an evidence folder holds, and what goes first when room is needed: least valuable, then oldest.

The index is the folders' own names, `{day}/{record id}.{disposition}.{bytes}`: nothing can get out of step with them,
and tens of thousands are read in a moment.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

_FOLDER = re.compile(r"^(?P<rid>[A-Za-z0-9_-]{8,36})\.(?P<disposition>[A-Z_]+)(?:\.(?P<bytes>\d+))?$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")

# What a person will ask for later is kept longest.
_WORTH = {"PASS": 0, "NO_DECISION": 1, "REVIEW": 2, "DIVERT": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record on disk."""

    record_id: str
    disposition: str
    day: str
    folder: Path
    bytes: int

    @property
    def worth(self) -> int:
        """Higher goes later."""
        return worth_of(self.disposition)


def worth_of(disposition: str) -> int:
    """How long records of this disposition are held on to, compared with others."""
    return _WORTH.get(disposition, 0)


def folder_name(record_id: str, disposition: str, size: int) -> str:
    """The record's folder below its day; tells all that the index needs without opening a file."""
    return f"{record_id}.{disposition}.{size}"


def scan(root: Path) -> Iterator[Entry]:
    """All finished records, oldest first; what a crash left half-written has another name and is not seen."""
    for day in sorted(entry.name for entry in os.scandir(root) if _DAY.match(entry.name) and entry.is_dir()):
        for name in sorted(os.listdir(root / day)):  # noqa: PTH208 - names only; paths cost ten times as much
            found = _FOLDER.match(name)
            if found is not None:
                folder = root / day / name
                size = int(found["bytes"]) if found["bytes"] is not None else _size_of(folder)
                yield Entry(
                    record_id=found["rid"], disposition=found["disposition"], day=day, folder=folder, bytes=size
                )


class Shelf:
    """Entries by record id, by age and by worth. Not thread-safe."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.bytes = 0
        self._entries: dict[str, Entry] = {}
        self._by_worth: list[dict[str, Entry]] = [{} for _ in range(max(_WORTH.values()) + 1)]
        for entry in entries:
            self.add(entry)

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """The newest entry."""
        self._entries[entry.record_id] = entry
        self._by_worth[entry.worth][entry.record_id] = entry
        self.bytes += entry.bytes

    def remove(self, entry: Entry) -> None:
        """It is gone."""
        del self._entries[entry.record_id]
        del self._by_worth[entry.worth][entry.record_id]
        self.bytes -= entry.bytes

    def get(self, record_id: str) -> Entry | None:
        """One entry."""
        return self._entries.get(record_id)

    def newest(self, limit: int) -> list[Entry]:
        """Newest first."""
        return list(islice(reversed(self._entries.values()), limit))

    def older_than(self, day: str, most: int) -> list[Entry]:
        """At most so many of the entries from before `day`."""
        return [entry for entry in islice(self._entries.values(), most) if entry.day < day]

    def expendable(self, size: int, *, worth: int, most: int) -> list[Entry]:
        """Entries worth no more than `worth` that together have at least `size` bytes, if there are any such.

        At most `most` entries, and then perhaps too few bytes.
        """
        chosen: list[Entry] = []
        for entry in islice(chain.from_iterable(shelf.values() for shelf in self._by_worth[: worth + 1]), most):
            if size <= 0:
                break
            chosen.append(entry)
            size -= entry.bytes
        return chosen


def _size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())
