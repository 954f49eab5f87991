"""Evidence as files: one folder per item with its report, lossless frames, overlays; within quotas of bytes and age."""

import errno
import hashlib
import json
import logging
import os
import shutil
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import Field

from inspector.adapters.stores._age_guard import AgeGuard, ClockSettleH
from inspector.adapters.stores._evidence_files import REPORT, files_of, frames_of, media_type
from inspector.adapters.stores._shelf_index import Entry, Shelf, folder_name, scan, worth_of
from inspector.config.adapter import AdapterConfig
from inspector.domain.errors import StartupError, StoreError, StoreFull
from inspector.domain.frame import Frame
from inspector.domain.station import ItemReport
from inspector.domain.verdict import Disposition
from inspector.ports.clock import Clock
from inspector.ports.evidence import EvidenceUsage, StoredItem

log = logging.getLogger(__name__)

_HALF = ".half"
_MOST_AGED = 16  # per kept item: a day's worth of old records must not hold up the next item
_MOST_EVICTED = 256


class Config(AdapterConfig):
    """Options of the evidence folder."""

    folder: str = Field(default="evidence", title="Folder", description="Name of the folder in the data directory.")
    max_bytes: int = Field(
        default=20_000_000_000, ge=1_000_000, title="Quota", description="Least valuable records go beyond it."
    )
    max_age_days: int = Field(default=90, ge=1, title="Age", description="Older records go.")
    clock_settle_h: ClockSettleH = 24
    min_free_bytes: int = Field(
        default=1_000_000_000,
        ge=0,
        title="Kept free",
        description="With less room on the disk a new record must take the place of old ones.",
    )
    pass_share: float = Field(
        default=0.01, ge=0, le=1, title="Share of PASS", description="Share of passed items whose pictures are kept."
    )


def build(config: Config, *, data_dir: Path, clock: Clock) -> "FolderEvidence":
    """Open or make the folder. Raises `StartupError`."""
    return FolderEvidence(config, data_dir / config.folder, clock)


class FolderEvidence:
    """Thread-safe: one item is written at a time, readers never wait for it. Only one process may call `keep`."""

    def __init__(self, config: Config, root: Path, clock: Clock) -> None:
        self._config = config
        self._root = root
        self._keeping = threading.Lock()
        self._lock = threading.Lock()
        self._cleaned = False
        self._degraded = ""
        try:
            root.mkdir(parents=True, exist_ok=True)
            self._shelf = Shelf(scan(root))
        except OSError as error:
            raise StartupError("evidence", [f"{root}: {error.strerror}"]) from error
        self._ages = AgeGuard(
            root.with_name(root.name + ".clock"), clock, settle_h=config.clock_settle_h, newest=self._newest
        )

    def keep(self, report: ItemReport, frames: Sequence[Frame]) -> None:
        """See EvidenceStore. A PASS outside the sample is no record: nothing is written."""
        disposition = report.verdict.disposition
        if disposition is Disposition.PASS and not self._sampled(report.record_id):
            return
        with self._keeping:
            if self._entry(report.record_id) is not None:
                raise StoreError(f"evidence {report.record_id}: is stored already")
            try:
                files = files_of(report, frames)
                size = sum(len(content) for content in files.values())
                note = self._make_room(size, disposition)
                name = folder_name(report.record_id, disposition.value, size)
                folder = self._root / report.wall_time[:10] / name
                _write(folder, files)
            except StoreError as error:
                self._note(str(error))
                raise
            except OSError as error:
                problem = f"{self._root}: {error.strerror}"
                self._note(problem)
                kind = StoreFull if error.errno in {errno.ENOSPC, errno.EDQUOT} else StoreError
                raise kind(f"evidence: {problem}") from error
            with self._lock:
                self._degraded = note
                self._shelf.add(
                    Entry(
                        record_id=report.record_id,
                        disposition=disposition.value,
                        day=folder.parent.name,
                        folder=folder,
                        bytes=size,
                    )
                )

    def load(self, record_id: str) -> StoredItem | None:
        """See EvidenceStore."""
        report = self.report(record_id)
        entry = self._entry(record_id)
        if report is None or entry is None:
            return None
        try:
            names = [path.name for path in entry.folder.glob("*.png")]
            frames = frames_of(report, {name: (entry.folder / name).read_bytes() for name in names})
        except (OSError, ValueError, KeyError) as error:
            raise StoreError(f"evidence {record_id}: can not be read: {error}") from error
        return StoredItem(report=report, frames=frames)

    def report(self, record_id: str) -> dict[str, object] | None:
        """See EvidenceStore."""
        entry = self._entry(record_id)
        if entry is None:
            return None
        try:
            found: dict[str, object] = json.loads((entry.folder / REPORT).read_text(encoding="utf-8"))
        except FileNotFoundError:
            if not entry.folder.exists():
                return None  # it made room for another one a moment ago
            raise StoreError(f"evidence {record_id}: can not be read: {REPORT} is missing") from None
        except (OSError, ValueError) as error:
            raise StoreError(f"evidence {record_id}: can not be read: {error}") from error
        return found

    def recent(self, limit: int) -> Sequence[str]:
        """See EvidenceStore."""
        with self._lock:
            return [entry.record_id for entry in self._shelf.newest(limit)]

    def picture(self, record_id: str, name: str) -> tuple[str, bytes] | None:
        """See EvidenceStore. Names with a path in them are not found."""
        entry, media = self._entry(record_id), media_type(name)
        if entry is None or media is None:
            return None
        try:
            return media, (entry.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"evidence {record_id}: {error.strerror}") from error

    def usage(self) -> EvidenceUsage:
        """See EvidenceStore."""
        with self._lock:
            return EvidenceUsage(
                records=len(self._shelf), bytes=self._shelf.bytes, degraded=self._degraded, ageless=self._ages.why()
            )

    def _newest(self) -> datetime | None:
        """The end of the day of the newest record."""
        day = max((entry.day for entry in self._shelf.newest(len(self._shelf))), default=None)
        return None if day is None else datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1)

    def _entry(self, record_id: str) -> Entry | None:
        with self._lock:
            return self._shelf.get(record_id)

    def _note(self, problem: str) -> None:
        with self._lock:
            self._degraded = problem

    def _sampled(self, record_id: str) -> bool:
        """The same answer for the same id, whoever asks."""
        number = int.from_bytes(hashlib.sha256(record_id.encode()).digest()[:4], "big")
        return number < self._config.pass_share * 2**32

    def _make_room(self, size: int, disposition: Disposition) -> str:
        """What is too old goes, then what is worth less; says what is kept less than asked. Raises `StoreFull`."""
        if not self._cleaned:
            self._remove_halves()
        now = self._ages.now()
        if now is not None:
            oldest = (now - timedelta(days=self._config.max_age_days)).strftime("%Y-%m-%d")
            for entry in self._shelf.older_than(oldest, _MOST_AGED):
                self._remove(entry)
        surplus = self._shelf.bytes + size - self._config.max_bytes
        if surplus > 0:
            self._evict(surplus, disposition, f"the quota of {_mb(self._config.max_bytes)} is used up")
        free = shutil.disk_usage(self._root).free
        if free >= self._config.min_free_bytes + size:
            return ""
        note = f"{self._root}: only {_mb(free)} free, {_mb(self._config.min_free_bytes)} are to stay free"
        if surplus <= 0:
            self._evict(size, disposition, note)
        return f"{note}: each new record takes the place of old ones"

    def _evict(self, size: int, disposition: Disposition, why: str) -> None:
        """Make room for `size` bytes at the cost of records that are worth no more than the new one."""
        chosen = self._shelf.expendable(size, worth=worth_of(disposition), most=_MOST_EVICTED)
        if sum(entry.bytes for entry in chosen) < size and len(chosen) < _MOST_EVICTED:
            raise StoreFull(f"evidence: {why}, and nothing less valuable than this {disposition} could go")
        for entry in chosen:
            self._remove(entry)

    def _remove(self, entry: Entry) -> None:
        """Out of sight in one step, then in peace; what a crash leaves of it is removed later."""
        half = entry.folder.with_name(entry.folder.name + _HALF)
        with suppress(FileNotFoundError):  # a person was faster
            entry.folder.rename(half)
        with self._lock:
            self._shelf.remove(entry)
        shutil.rmtree(half, ignore_errors=True)
        with suppress(OSError):  # other records are in it
            entry.folder.parent.rmdir()

    def _remove_halves(self) -> None:
        """Only the process that writes may do this: to a reader, a half record may be one that is being written."""
        for half in self._root.glob(f"*/*{_HALF}"):
            log.warning("%s was left half-written by a crash and is removed", half)
            shutil.rmtree(half, ignore_errors=True)
        self._cleaned = True


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """The whole record or nothing, also after a power cut. Raises `OSError`."""
    half = folder.with_name(folder.name + _HALF)
    try:
        half.mkdir(parents=True)
        for name, content in files.items():
            with (half / name).open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        half.rename(folder)
    except OSError:
        shutil.rmtree(half, ignore_errors=True)
        raise


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
