"""Evidence that is gone with the process: a simulator for tests."""

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from inspector.adapters.stores._evidence_record import report_json
from inspector.config.adapter import AdapterConfig
from inspector.domain.errors import StoreFull
from inspector.domain.frame import Frame
from inspector.domain.station import ItemReport
from inspector.ports.clock import Clock
from inspector.ports.evidence import EvidenceUsage, StoredItem


class Config(AdapterConfig):
    """Options of the memory evidence."""

    keep: int = Field(default=1000, ge=1, title="Kept", description="Records held; the oldest goes beyond it.")
    full: bool = Field(default=False, title="Full", description="Refuse everything, as a full disk does.")


def build(config: Config, *, data_dir: Path, clock: Clock) -> "MemoryEvidence":
    """Construct it; nothing is written anywhere."""
    del data_dir, clock
    return MemoryEvidence(config)


class MemoryEvidence:
    """Thread-safe. Keeps every disposition, whole."""

    def __init__(self, config: Config) -> None:
        self.full = config.full
        self._keep = config.keep
        self._lock = threading.Lock()
        self._items: OrderedDict[str, StoredItem] = OrderedDict()

    def keep(self, report: ItemReport, frames: Sequence[Frame]) -> None:
        """See EvidenceStore."""
        if self.full:
            raise StoreFull("memory evidence: told to be full")
        plain = json.loads(json.dumps(report_json(report, tuple(frames), kept=True)))
        with self._lock:
            self._items[report.record_id] = StoredItem(report=plain, frames=tuple(frames))
            while len(self._items) > self._keep:
                self._items.popitem(last=False)

    def load(self, record_id: str) -> StoredItem | None:
        """See EvidenceStore."""
        with self._lock:
            return self._items.get(record_id)

    def recent(self, limit: int) -> Sequence[str]:
        """See EvidenceStore."""
        with self._lock:
            return list(reversed(self._items))[:limit]

    def picture(self, record_id: str, name: str) -> tuple[str, bytes] | None:
        """See EvidenceStore: this store draws none."""
        del record_id, name
        return None

    def usage(self) -> EvidenceUsage:
        """See EvidenceStore."""
        with self._lock:
            size = sum(frame.image.nbytes for item in self._items.values() for frame in item.frames)
            return EvidenceUsage(records=len(self._items), bytes=size, degraded="told to be full" if self.full else "")
