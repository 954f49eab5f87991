"""Items kept for a lesson as they come, whatever their verdict: of passed ones the station keeps a sample only.

They lie in an evidence folder of their own for each product, within a quota of its own.
"""

import logging
import shutil
import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from inspector.adapters._file_stem import file_stem
from inspector.app import registry
from inspector.app.lessons.shelf import FOLDER
from inspector.app.machine_clock import make_clock
from inspector.config.sections import AdapterSection
from inspector.config.station import StationConfig
from inspector.domain.errors import InspectorError, StoreError
from inspector.domain.frame import Frame
from inspector.domain.station import ItemReport
from inspector.ports.evidence import EvidenceStore, EvidenceUsage, StoredItem

log = logging.getLogger(__name__)

MOST_ITEMS = 120
MOST_BYTES = 1_000_000_000
PRODUCTS = 3  # whose collected items stay on the disk


def collected_store(config: StationConfig, sku: str) -> EvidenceStore:
    """The collected items of one product. Raises `StartupError`."""
    least_free = config.evidence.options.get("min_free_bytes")
    section = AdapterSection(
        kind="folder_evidence",
        folder=f"{FOLDER}/{_name(sku)}",
        pass_share=1.0,
        max_bytes=MOST_BYTES,
        **({} if least_free is None else {"min_free_bytes": least_free}),
    )
    store: EvidenceStore = registry.build("stores", section, data_dir=config.paths.data_dir, clock=make_clock())
    return store


def stores_of(config: StationConfig, sku: str) -> tuple[EvidenceStore, ...]:
    """Where a product's items are: the collected ones, then all. For another process than the station's."""
    everything: EvidenceStore = registry.build(
        "stores", config.evidence, data_dir=config.paths.data_dir, clock=make_clock()
    )
    return collected_store(config, sku), everything


def stored_item(stores: Sequence[EvidenceStore], record: str) -> StoredItem | None:
    """From the first that has it. Raises `StoreError`."""
    found = (store.load(record) for store in stores)
    return next((one for one in found if one is not None), None)


def forget_old(data_dir: Path, *, but: str) -> None:
    """Of other products than this the newest collections stay; best effort."""
    folders = [path for path in (data_dir / FOLDER).glob("collected-*") if path.is_dir() and path.name != _name(but)]
    try:
        folders.sort(key=lambda path: path.stat().st_mtime_ns)
    except OSError as error:
        log.warning("old collections stay: %s", error)
        return
    for folder in folders[: -(PRODUCTS - 1)]:
        shutil.rmtree(folder, ignore_errors=True)


class CollectingEvidence:
    """The station's evidence; items of a product that is collected are kept a second time. Thread-safe.

    `full` is called when no more are kept: enough, or no room; with the reason, empty where there are enough.
    """

    def __init__(self, evidence: EvidenceStore) -> None:
        self._evidence = evidence
        self._lock = threading.Lock()
        self._store: EvidenceStore | None = None
        self._skus: Collection[str] = ()
        self._collecting = False
        self._full: Callable[[str], None] = lambda _why: None

    def use(self, store: EvidenceStore | None, skus: Collection[str], full: Callable[[str], None]) -> None:
        """Collect these products into this store when told to."""
        with self._lock:
            self._store, self._skus, self._collecting, self._full = store, skus, False, full

    def collect(self, *, on: bool) -> None:
        """From now on."""
        with self._lock:
            self._collecting = on and self._store is not None

    @property
    def collecting(self) -> bool:
        """Whether items are kept."""
        return self._collecting

    @property
    def collected(self) -> tuple[str, ...]:
        """Their record ids, newest first."""
        store = self._store
        return () if store is None else tuple(store.recent(MOST_ITEMS))

    def keep(self, report: ItemReport, frames: Sequence[Frame]) -> None:
        """See EvidenceStore."""
        try:
            self._evidence.keep(report, frames)
        finally:
            self._collect(report, frames)

    def load(self, record_id: str) -> StoredItem | None:
        """See EvidenceStore."""
        found = self._evidence.load(record_id)
        return found if found is not None or self._store is None else self._store.load(record_id)

    def report(self, record_id: str) -> dict[str, object] | None:
        """See EvidenceStore."""
        found = self._evidence.report(record_id)
        return found if found is not None or self._store is None else self._store.report(record_id)

    def recent(self, limit: int) -> Sequence[str]:
        """See EvidenceStore."""
        return self._evidence.recent(limit)

    def picture(self, record_id: str, name: str) -> tuple[str, bytes] | None:
        """See EvidenceStore."""
        found = self._evidence.picture(record_id, name)
        return found if found is not None or self._store is None else self._store.picture(record_id, name)

    def usage(self) -> EvidenceUsage:
        """See EvidenceStore."""
        return self._evidence.usage()

    def _collect(self, report: ItemReport, frames: Sequence[Frame]) -> None:
        """Never raises: collecting is not the line's business."""
        with self._lock:
            store, full = self._store, self._full
            if not self._collecting or store is None or _sku(report) not in self._skus:
                return
        why = ""
        try:
            store.keep(report, frames)
            if len(store.recent(MOST_ITEMS)) < MOST_ITEMS:
                return
        except (StoreError, InspectorError) as error:
            why = str(error)
            log.warning("an item was not collected: %s", error)
        self.collect(on=False)
        full(why)


def _sku(report: ItemReport) -> str | None:
    identity = report.evidence.identity or report.trigger.identity
    return identity.sku


def _name(sku: str) -> str:
    return f"collected-{file_stem(sku, '')}"
