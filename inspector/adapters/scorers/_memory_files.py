"""Memories on disk: an .npz of numbers and a .json that names it, each written whole or not at all.

The .json is what counts: it is renamed into place last and holds the .npz's name and SHA-256. A crash between the two
leaves an .npz that nothing names, which the next teaching of that pair removes.
"""

import hashlib
import json
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inspector.adapters._file_stem import file_stem
from inspector.adapters.scorers._memory import Memory
from inspector.config.durable_file import write_durably
from inspector.domain.errors import InferenceError, StoreError

F32 = npt.NDArray[np.float32]

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One .json: which memory, made by which network, and where its numbers are."""

    reference: str
    camera: str
    model: str
    images: int
    calibration: tuple[float, ...]
    numbers: Path
    sha256: str
    centre: F32 | None = None


def write_memory(folder: Path, memory: Memory) -> None:
    """Durable when it returns; the former memory of the pair stays whole until then. Raises `StoreError`."""
    stem = file_stem(memory.reference, memory.camera)
    buffer = BytesIO()
    np.savez(buffer, patches=memory.patches)
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    numbers = folder / f"{stem}.{digest[:8]}.npz"
    described = {
        "format": FORMAT,
        "reference": memory.reference,
        "camera": memory.camera,
        "model": memory.model,
        "images": memory.images,
        "patches": len(memory.patches),
        "calibration": list(memory.calibration),
        "centre": None if memory.centre is None else [round(float(one), 5) for one in memory.centre],
        "numbers": numbers.name,
        "sha256": digest,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_durably(numbers, content)
        write_durably(folder / f"{stem}.json", json.dumps(described, indent=1).encode())
        for former in folder.glob(f"{stem}.*.npz"):
            if former != numbers:
                former.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"{folder}: the memory of {memory.reference!r} can not be written: {error.strerror}"
        ) from error


def read_entry(path: Path) -> Entry:
    """Read a .json. Raises `InferenceError` that says what is wrong with it."""
    try:
        described: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if described["format"] != FORMAT:
            raise InferenceError(f"{path}: format {described['format']} is not known, {FORMAT} is; teach again")
        return Entry(
            reference=str(described["reference"]),
            camera=str(described["camera"]),
            model=str(described["model"]),
            images=int(described["images"]),
            calibration=tuple(float(score) for score in described["calibration"]),
            numbers=path.parent / str(described["numbers"]),
            sha256=str(described["sha256"]),
            centre=_centre(described.get("centre")),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InferenceError(f"{path}: damaged ({type(error).__name__}: {error}); teach again") from error


def read_memory(entry: Entry) -> Memory:
    """Read the numbers that an entry names. Raises `InferenceError` when they are gone, cut off or changed."""
    try:
        content = entry.numbers.read_bytes()
    except OSError as error:
        raise InferenceError(f"{entry.numbers}: can not be read: {error.strerror}; teach again") from error
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise InferenceError(f"{entry.numbers}: damaged: its SHA-256 differs from the recorded one; teach again")
    try:
        with np.load(BytesIO(content), allow_pickle=False) as numbers:
            patches = np.asarray(numbers["patches"], np.float16)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise InferenceError(f"{entry.numbers}: damaged: {error}; teach again") from error
    patches.setflags(write=False)
    return Memory(
        reference=entry.reference,
        camera=entry.camera,
        model=entry.model,
        images=entry.images,
        patches=patches,
        calibration=entry.calibration,
        centre=entry.centre,
    )


def _centre(written: list[float] | None) -> F32 | None:
    if written is None:
        return None
    centre = np.array(written, np.float32)
    if centre.ndim != 1 or not np.isfinite(centre).all():
        raise ValueError("its centre is no vector of finite numbers")
    centre.setflags(write=False)
    return centre
