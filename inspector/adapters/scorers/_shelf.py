"""All memories of one station: found by product and camera, read when first asked for, few kept in the RAM."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from inspector.adapters._file_stem import file_stem
from inspector.adapters.scorers._memory import Memory
from inspector.adapters.scorers._memory_files import F32, Entry, read_entry, read_memory, write_memory
from inspector.domain.errors import InferenceError, ModelMismatch, UnknownReference
from inspector.domain.item import Identity
from inspector.ports.scorer import TeachReport

DEFAULT = "default"
GONE = -1  # of a file that was listed and can not be found: replaced since, or a link that leads nowhere

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ready(Generic[T]):
    """A memory in use: `content` is what its scorer made of the patches; the rest is the file's."""

    reference: str
    calibration: tuple[float, ...]
    content: T
    sha256: str
    centre: F32 | None


class Shelf(Generic[T]):
    """Thread-safe. What another process teaches is seen at the next look: the folder's time stamp tells."""

    def __init__(self, folder: Path, *, model: str, keep: int, prepare: Callable[[Memory], T]) -> None:
        """`folder` need not exist. `keep` memories stay in the RAM, the latest used, as `prepare` made them."""
        self._folder = folder
        self._model = model
        self._keep = keep
        self._prepare = prepare
        self._lock = threading.Lock()
        self._stamp = -1
        self._seen: dict[str, tuple[int, Entry | InferenceError]] = {}
        self._ready: OrderedDict[str, Ready[T]] = OrderedDict()

    def find(self, identity: Identity, camera: str) -> Ready[T]:
        """The memory of the SKU, else of the material, else the default one, as this camera sees it.

        Raises `UnknownReference` where there is none, `ModelMismatch` when another network made it, `InferenceError`
        when its file is damaged: a memory that was taught and can not be used is no reason to judge by a lesser one.
        """
        try:
            return self._find(identity, camera)
        except InferenceError:
            # Teaching may have replaced the file between our look at the folder and our reading: look once more.
            with self._lock:
                self._stamp = -1
            return self._find(identity, camera)

    def _find(self, identity: Identity, camera: str) -> Ready[T]:
        with self._lock:
            self._look()
            for reference in (identity.sku, identity.material, DEFAULT):
                seen = None if reference is None else self._seen.get(f"{file_stem(reference, camera)}.json")
                if seen is not None:
                    return self._use(seen[1])
        raise UnknownReference(
            f"nothing was taught for SKU {identity.sku!r}, material {identity.material!r} or {DEFAULT!r} "
            f"as camera {camera!r} sees it"
        )

    def put(self, memory: Memory) -> None:
        """Make it durable, then use it. Raises `StoreError`; the former memory is in use then, and stays."""
        write_memory(self._folder, memory)
        with self._lock:
            self._stamp = -1

    def settle(self, report: TeachReport, memory: Memory, accept: Callable[[TeachReport], bool] | None) -> TeachReport:
        """Put the memory unless `accept` says no, and say in the report which of both. Raises `StoreError`."""
        if accept is not None and not accept(report):
            return replace(report, kept=False)
        self.put(memory)
        return report

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All (reference, camera) pairs taught with this network, sorted."""
        return tuple(sorted((entry.reference, entry.camera) for entry in self.entries()))

    def entries(self) -> tuple[Entry, ...]:
        """All that were taught with this network, without their numbers."""
        with self._lock:
            self._look()
            entries = [entry for _, entry in self._seen.values() if isinstance(entry, Entry)]
            return tuple(entry for entry in entries if entry.model == self._model)

    def problems(self) -> tuple[str, ...]:
        """What was taught and can not be used, one line each. Reads every file."""
        found = []
        with self._lock:
            try:
                self._look()
            except InferenceError as error:
                return (str(error),)
            for _, entry in self._seen.values():
                try:
                    self._use(entry)
                except InferenceError as error:
                    found.append(str(error))
        return tuple(found)

    def _look(self) -> None:
        """Read those .json files that are new or changed since the last look. Raises `InferenceError`."""
        try:
            stamp = self._folder.stat().st_mtime_ns
        except OSError:  # nothing was taught yet
            self._seen, self._stamp = {}, -1
            return
        if stamp == self._stamp:
            return
        now: dict[str, tuple[int, Entry | InferenceError]] = {}
        try:
            with os.scandir(self._folder) as files:
                changes = {file.name: _changed(file) for file in files if file.name.endswith(".json")}
        except OSError as error:
            raise InferenceError(f"{self._folder}: what was taught can not be read: {error.strerror}") from error
        for name, changed in changes.items():
            before = self._seen.get(name)
            now[name] = before if before and before[0] == changed != GONE else (changed, _entry(self._folder / name))
        self._seen, self._stamp = now, stamp

    def _use(self, entry: Entry | InferenceError) -> Ready[T]:
        if isinstance(entry, InferenceError):
            raise InferenceError(str(entry))
        if entry.model != self._model:
            raise ModelMismatch(
                f"{entry.reference!r} as camera {entry.camera!r} sees it was taught with {entry.model}, "
                f"this station runs {self._model}: teach it again"
            )
        key = f"{entry.numbers.name}/{entry.sha256}"
        if key not in self._ready:
            content = self._prepare(read_memory(entry))
            self._ready[key] = Ready(
                reference=entry.reference,
                calibration=entry.calibration,
                content=content,
                sha256=entry.sha256,
                centre=entry.centre,
            )
            while len(self._ready) > self._keep:
                self._ready.popitem(last=False)
        self._ready.move_to_end(key)
        return self._ready[key]


def _changed(file: os.DirEntry[str]) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return GONE


def _entry(path: Path) -> Entry | InferenceError:
    try:
        return read_entry(path)
    except InferenceError as error:
        return error
