"""Evidence as files: one folder per item with its report, lossless frames, overlays; within quotas of bytes and age."""

import errno
import hashlib
import json
import shutil
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
from pydantic import Field

from inspector.adapters.stores._evidence_record import report_json
from inspector.adapters.stores._shelf_index import Entry, folder_name, scan, size_of
from inspector.config.adapter import AdapterConfig
from inspector.domain.errors import StartupError, StoreError, StoreFull
from inspector.domain.frame import Frame, RgbImage, freeze
from inspector.domain.item import ItemKey
from inspector.domain.station import ItemReport
from inspector.domain.verdict import Disposition
from inspector.ports.clock import Clock
from inspector.ports.evidence import EvidenceUsage, StoredItem
from inspector.vision.overlay import draw_overlay

_MEDIA = {".png": "image/png", ".jpg": "image/jpeg"}
_HALF = ".half"


class Config(AdapterConfig):
    """Options of the evidence folder."""

    folder: str = Field(default="evidence", title="Folder", description="Name of the folder in the data directory.")
    max_bytes: int = Field(
        default=20_000_000_000, ge=1_000_000, title="Quota", description="Least valuable records go beyond it."
    )
    max_age_days: int = Field(default=90, ge=1, title="Age", description="Older records go.")
    min_free_bytes: int = Field(
        default=1_000_000_000, ge=0, title="Kept free", description="With less room on the disk nothing is stored."
    )
    pass_share: float = Field(
        default=0.01, ge=0, le=1, title="Share of PASS", description="Share of passed items whose pictures are kept."
    )


def build(config: Config, *, data_dir: Path, clock: Clock) -> "FolderEvidence":
    """Open or make the folder. Raises `StartupError`."""
    return FolderEvidence(config, data_dir / config.folder, clock)


class FolderEvidence:
    """Thread-safe; meant for one writer, the fan-out, and many readers."""

    def __init__(self, config: Config, root: Path, clock: Clock) -> None:
        self._config = config
        self._root = root
        self._clock = clock
        self._lock = threading.RLock()
        self._degraded = ""
        try:
            root.mkdir(parents=True, exist_ok=True)
            for half in root.glob(f"*/*{_HALF}"):
                shutil.rmtree(half)
            self._entries = {entry.record_id: entry for entry in scan(root)}
        except OSError as error:
            raise StartupError("evidence", [f"{root}: {error.strerror}"]) from error
        self._bytes = sum(entry.bytes for entry in self._entries.values())

    def keep(self, report: ItemReport, frames: Sequence[Frame]) -> None:
        """See EvidenceStore. A PASS outside the sample is no record: nothing is written."""
        disposition = report.verdict.disposition
        if disposition is Disposition.PASS and not self._sampled(report.record_id):
            return
        with self._lock:
            day = report.wall_time[:10]
            final = self._root / day / folder_name(report.record_id, disposition.value)
            half = final.with_name(final.name + _HALF)
            try:
                self._make_room(half.parent)
                half.mkdir(parents=True)
                self._write(half, report, tuple(frames))
                half.rename(final)
            except OSError as error:
                shutil.rmtree(half, ignore_errors=True)
                self._degraded = f"{self._root}: {error.strerror}"
                kind = StoreFull if error.errno in {errno.ENOSPC, errno.EDQUOT} else StoreError
                raise kind(f"evidence: {self._degraded}") from error
            entry = Entry(
                record_id=report.record_id,
                disposition=disposition.value,
                day=day,
                folder=final,
                bytes=size_of(final),
            )
            self._entries[entry.record_id] = entry
            self._bytes += entry.bytes
            self._degraded = ""

    def load(self, record_id: str) -> StoredItem | None:
        """See EvidenceStore. Raises `StoreError` when the record can not be read."""
        with self._lock:
            entry = self._entries.get(record_id)
        if entry is None:
            return None
        try:
            report = json.loads((entry.folder / "report.json").read_text(encoding="utf-8"))
            frames = tuple(_read_frame(entry.folder, kept, report) for kept in report["frames"] if kept["kept"])
        except (OSError, ValueError, KeyError) as error:
            raise StoreError(f"evidence {record_id}: can not be read: {error}") from error
        return StoredItem(report=report, frames=frames)

    def recent(self, limit: int) -> Sequence[str]:
        """See EvidenceStore."""
        with self._lock:
            newest = sorted(self._entries.values(), key=lambda e: (e.day, e.record_id), reverse=True)
        return [entry.record_id for entry in newest[:limit]]

    def picture(self, record_id: str, name: str) -> tuple[str, bytes] | None:
        """See EvidenceStore. Names with a path in them are not found."""
        with self._lock:
            entry = self._entries.get(record_id)
        suffix = Path(name).suffix
        if entry is None or Path(name).name != name or suffix not in _MEDIA:
            return None
        try:
            return _MEDIA[suffix], (entry.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"evidence {record_id}: {error.strerror}") from error

    def usage(self) -> EvidenceUsage:
        """See EvidenceStore."""
        with self._lock:
            return EvidenceUsage(records=len(self._entries), bytes=self._bytes, degraded=self._degraded)

    def _sampled(self, record_id: str) -> bool:
        """The same answer for the same id, whoever asks."""
        number = int.from_bytes(hashlib.sha256(record_id.encode()).digest()[:4], "big")
        return number < self._config.pass_share * 2**32

    def _make_room(self, folder: Path) -> None:
        """Old records go, then the least valuable ones until the quota is met. Raises `OSError` ENOSPC."""
        oldest = (self._clock.utc() - timedelta(days=self._config.max_age_days)).strftime("%Y-%m-%d")
        for entry in [e for e in self._entries.values() if e.day < oldest]:
            self._remove(entry)
        if self._bytes >= self._config.max_bytes:
            for entry in sorted(self._entries.values(), key=lambda e: e.worth):
                if self._bytes < self._config.max_bytes * 0.95:
                    break
                self._remove(entry)
        free = shutil.disk_usage(self._root).free
        if free < self._config.min_free_bytes:
            raise OSError(errno.ENOSPC, f"only {free // 1_000_000} MB free, {folder.name} is not stored")

    def _remove(self, entry: Entry) -> None:
        shutil.rmtree(entry.folder, ignore_errors=True)
        del self._entries[entry.record_id]
        self._bytes -= entry.bytes

    def _write(self, folder: Path, report: ItemReport, frames: tuple[Frame, ...]) -> None:
        detections = {view.camera: view for view in report.evidence.detections}
        anomalies = {score.camera: score for score in report.evidence.anomalies}
        for frame in frames:
            name = frame.camera
            _write_image(folder / f"{name}.png", frame.image, [cv2.IMWRITE_PNG_COMPRESSION, 1])
            overlay = draw_overlay(frame.image, detections.get(name), None)
            _write_image(folder / f"{name}.overlay.jpg", overlay, [cv2.IMWRITE_JPEG_QUALITY, 88])
            if name in anomalies:
                heat = draw_overlay(frame.image, None, anomalies[name])
                _write_image(folder / f"{name}.heat.jpg", heat, [cv2.IMWRITE_JPEG_QUALITY, 88])
                np.save(folder / f"{name}.heat.npy", np.asarray(anomalies[name].heat, np.float32))
        text = json.dumps(report_json(report, frames, kept=True), allow_nan=False)
        (folder / "report.json").write_text(text, encoding="utf-8")


def _write_image(path: Path, image: RgbImage, options: list[int]) -> None:
    ok, data = cv2.imencode(path.suffix, cv2.cvtColor(image, cv2.COLOR_RGB2BGR), options)
    if not ok:
        raise OSError(errno.EIO, "the picture can not be encoded")
    path.write_bytes(data.tobytes())


def _read_frame(folder: Path, kept: dict[str, int | str | None], report: dict[str, dict[str, int]]) -> Frame:
    path = folder / f"{kept['camera']}.png"
    image = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError(f"{path.name} is not a picture")
    counter = kept["counter"]
    return Frame(
        camera=str(kept["camera"]),
        sequence=int(kept["sequence"] or 0),
        image=freeze(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)),
        captured_at_ns=int(kept["captured_at_ns"] or 0),
        counter=None if counter is None else int(counter),
        key=ItemKey(report["item"]["epoch"], report["item"]["track"]),
    )
