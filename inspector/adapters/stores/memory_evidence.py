"""Evidence that is gone with the process: a simulator for tests."""

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import Field

from inspector.adapters.stores._evidence_files import REPORT, files_of, frames_of, media_type
from inspector.config.adapter import AdapterConfig
from inspector.domain.errors import StoreFull
from inspector.domain.frame import Frame
from inspector.domain.station import ItemReport
from inspector.ports.clock import Clock
from inspector.ports.evidence import EvidenceUsage, StoredItem


class Config(AdapterConfig):
    """Options of the memory evidence."""

    keep: int = Field(default=200, ge=1, title="Kept", description="Records held; the oldest goes beyond it.")
    full: bool = Field(default=False, title="Full", description="Refuse everything, as a full disk does.")


def build(config: Config, *, data_dir: Path, clock: Clock) -> "MemoryEvidence":
    """Construct it; nothing is written anywhere."""
    del data_dir, clock
    return MemoryEvidence(config)


class MemoryEvidence:
    """Thread-safe. Keeps every disposition, as the same files that lie in a folder elsewhere."""

    def __init__(self, config: Config) -> None:
        self.full = config.full
        self._keep = config.keep
        self._lock = threading.Lock()
        self._items: OrderedDict[str, Mapping[str, bytes]] = OrderedDict()

    def keep(self, report: ItemReport, frames: Sequence[Frame]) -> None:
        """See EvidenceStore."""
        if self.full:
            raise StoreFull("memory evidence: told to be full")
        files = files_of(report, frames)
        with self._lock:
            self._items[report.record_id] = files
            while len(self._items) > self._keep:
                self._items.popitem(last=False)

    def load(self, record_id: str) -> StoredItem | None:
        """See EvidenceStore."""
        files = self._files(record_id)
        if files is None:
            return None
        report = json.loads(files[REPORT])
        return StoredItem(report=report, frames=frames_of(report, dict(files)))

    def report(self, record_id: str) -> dict[str, object] | None:
        """See EvidenceStore."""
        files = self._files(record_id)
        if files is None:
            return None
        found: dict[str, object] = json.loads(files[REPORT])
        return found

    def recent(self, limit: int) -> Sequence[str]:
        """See EvidenceStore."""
        with self._lock:
            return list(reversed(self._items))[:limit]

    def picture(self, record_id: str, name: str) -> tuple[str, bytes] | None:
        """See EvidenceStore."""
        files, media = self._files(record_id), media_type(name)
        return None if files is None or media is None or name not in files else (media, files[name])

    def usage(self) -> EvidenceUsage:
        """See EvidenceStore."""
        with self._lock:
            size = sum(len(content) for files in self._items.values() for content in files.values())
            return EvidenceUsage(records=len(self._items), bytes=size, degraded="told to be full" if self.full else "")

    def _files(self, record_id: str) -> Mapping[str, bytes] | None:
        with self._lock:
            return self._items.get(record_id)
