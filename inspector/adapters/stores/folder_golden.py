"""Golden pictures as PNG files that a person can open: a folder per product and camera, and a .json that names it.

The .json is what counts; it is renamed into place last. A crash before that leaves a folder that nothing names, which
the next teaching of the pair removes.
"""

import hashlib
import json
import shutil
import threading
from collections import OrderedDict
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from pydantic import Field

from inspector.adapters._file_stem import file_stem
from inspector.config.adapter import AdapterConfig
from inspector.config.durable_file import write_durably
from inspector.domain.errors import StoreError
from inspector.domain.frame import RgbImage, freeze
from inspector.domain.golden import Golden, digest_of
from inspector.domain.item import Identity
from inspector.ports.clock import Clock

FORMAT = 1
_PNG = [cv2.IMWRITE_PNG_COMPRESSION, 1]


class Config(AdapterConfig):
    """Options of the golden pictures."""

    folder: str = Field(default="golden", title="Folder", description="Name of the folder in the data directory.")
    keep: int = Field(default=64, ge=1, title="Kept in RAM", description="Products and cameras held at once.")


def build(config: Config, *, data_dir: Path, clock: Clock) -> "FolderGolden":  # noqa: ARG001 - the family's signature
    """Construct the store; nothing is written before something is put."""
    return FolderGolden(config, data_dir / config.folder)


class FolderGolden:
    """Thread-safe. What another process puts is seen at the next look: the .json's time stamp tells."""

    def __init__(self, config: Config, root: Path) -> None:
        self._root = root
        self._keep = config.keep
        self._lock = threading.Lock()
        self._ready: OrderedDict[str, tuple[int, Golden]] = OrderedDict()

    def find(self, identity: Identity, camera: str) -> Golden | None:
        """See GoldenStore."""
        found = self._taught(identity, camera)
        if found is None:
            return None
        path, stamp = found
        with self._lock:
            before = self._ready.get(path.name)
            if before is None or before[0] != stamp:
                self._remember(path.name, stamp, _read_settled(path))
            self._ready.move_to_end(path.name)
            return self._ready[path.name][1]

    def digest(self, identity: Identity, camera: str) -> str | None:
        """See GoldenStore."""
        found = self._taught(identity, camera)
        if found is None:
            return None
        path, stamp = found
        with self._lock:
            before = self._ready.get(path.name)
        if before is not None and before[0] == stamp:
            return before[1].digest
        return str(_described(path)["digest"])

    def put(self, golden: Golden) -> None:
        """See GoldenStore."""
        stem = file_stem(golden.reference, golden.camera)
        folder = self._root / f"{stem}.{golden.digest[:12]}"
        described: dict[str, Any] = {
            "format": FORMAT,
            "sku": golden.reference,
            "camera": golden.camera,
            "folder": folder.name,
            "digest": golden.digest,
            "images": len(golden.images),
        }
        with self._lock:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                described["files"] = [_write(folder, number, image) for number, image in enumerate(golden.images)]
                write_durably(self._root / f"{stem}.json", json.dumps(described, indent=1).encode())
                for former in self._root.glob(f"{stem}.*"):
                    if former.is_dir() and former != folder:
                        shutil.rmtree(former, ignore_errors=True)
            except OSError as error:
                raise StoreError(
                    f"{self._root}: the golden pictures of {golden.reference!r} can not be written: {error.strerror}"
                ) from error

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """See GoldenStore."""
        found = []
        for path in self._root.glob("*.json"):
            with suppress(StoreError):  # named by `problems`
                described = _described(path)
                found.append((described["sku"], described["camera"]))
        return tuple(sorted(found))

    def problems(self) -> tuple[str, ...]:
        """See GoldenStore. What was looked at for it is remembered: a start need not look twice."""
        found = []
        for path in sorted(self._root.glob("*.json")):
            try:
                stamp = path.stat().st_mtime_ns
                golden = _read(path)
            except OSError as error:
                found.append(f"{path}: can not be read: {error.strerror}; teach again")
            except StoreError as error:
                found.append(str(error))
            else:
                with self._lock:
                    self._remember(path.name, stamp, golden)
        return tuple(found)

    def _taught(self, identity: Identity, camera: str) -> tuple[Path, int] | None:
        """The product's file and when it was written; None where it was never taught. Raises `StoreError`."""
        if identity.sku is None:
            return None
        path = self._root / f"{file_stem(identity.sku, camera)}.json"
        stamp = _stamp(path)
        return None if stamp is None else (path, stamp)

    def _remember(self, name: str, stamp: int, golden: Golden) -> None:
        """With the lock held."""
        self._ready[name] = (stamp, golden)
        while len(self._ready) > self._keep:
            self._ready.popitem(last=False)


def _stamp(path: Path) -> int | None:
    """When it was written; None where it never was. Raises `StoreError`."""
    try:
        return path.stat().st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"{path}: can not be read: {error.strerror}; teach again") from error


def _read_settled(path: Path) -> Golden:
    """Teaching may replace the pictures between our look and our reading: look once more."""
    try:
        return _read(path)
    except StoreError:
        return _read(path)


def _write(folder: Path, number: int, image: RgbImage) -> str:
    """Write one picture; the hex SHA-256 of its file. Raises OSError or `StoreError`."""
    ok, png = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), _PNG)
    if not ok:
        raise StoreError(f"{folder}: picture {number} can not be made into a PNG")
    write_durably(folder / f"{number:02d}.png", png.tobytes())
    return hashlib.sha256(png.tobytes()).hexdigest()


def _read(path: Path) -> Golden:
    """The pair, its files as they were written. They are decoded when somebody asks for pixels: a line, which knows
    pictures by what it keeps of them, never does. Pairs of an older version have no sums and are decoded at once.
    """
    described = _described(path)
    folder = path.parent / described["folder"]
    files = [folder / f"{number:02d}.png" for number in range(described["images"])]
    pixels = cache(partial(_pixels, folder, tuple(files), described["digest"]))
    sums = described.get("files")
    if sums is None:
        pixels()
    elif [_sum(file) for file in files] != sums:
        raise _changed(folder)
    return Golden(
        reference=described["sku"],
        camera=described["camera"],
        digest=described["digest"],
        count=described["images"],
        load=pixels,
    )


def _sum(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise StoreError(f"{file}: can not be read: {error}; teach again") from error


def _pixels(folder: Path, files: tuple[Path, ...], digest: str) -> tuple[RgbImage, ...]:
    images = tuple(_picture(file) for file in files)
    if digest_of(images) != digest:
        raise _changed(folder)
    return images


def _changed(folder: Path) -> StoreError:
    return StoreError(f"{folder}: the golden pictures were changed after they were taken; teach again")


def _described(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        wanted = {"format": int, "sku": str, "camera": str, "folder": str, "digest": str, "images": int}
        wrong = [name for name, kind in wanted.items() if not isinstance(found[name], kind)]
        if wrong or found["format"] != FORMAT:
            raise StoreError(f"{path}: is not of format {FORMAT} ({', '.join(wrong) or 'format'}); teach again")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: damaged ({type(error).__name__}: {error}); teach again") from error
    return found


def _picture(path: Path) -> RgbImage:
    try:
        content = np.frombuffer(path.read_bytes(), np.uint8)
        decoded = cv2.imdecode(content, cv2.IMREAD_COLOR_RGB) if len(content) else None
    except (OSError, cv2.error) as error:
        raise StoreError(f"{path}: can not be read: {error}; teach again") from error
    if decoded is None:
        raise StoreError(f"{path}: is not a picture any more; teach again")
    return freeze(np.asarray(decoded, np.uint8))
