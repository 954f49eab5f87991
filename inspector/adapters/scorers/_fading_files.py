"""Fading memories on disk: one JSON file a product and camera, replaced whole, changed under a lock."""

import base64
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inspector.config.durable_file import write_durably
from inspector.domain.errors import InferenceError
from inspector.domain.fading import Recent

FORMAT = 1
LOCK = ".lock"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FadedFile:
    """`golden` is the SHA-256 of the taught memory that the items were measured by; the newest item is the last."""

    reference: str
    camera: str
    golden: str
    items: tuple[Recent, ...]


def write_faded(path: Path, faded: FadedFile) -> None:
    """Durable when it returns. Raises OSError; the former file stays then."""
    described = {
        "format": FORMAT,
        "reference": faded.reference,
        "camera": faded.camera,
        "golden": faded.golden,
        "items": [[one.seen_s, base64.b64encode(one.away.astype("<f2").tobytes()).decode()] for one in faded.items],
    }
    write_durably(path, json.dumps(described).encode())


def read_faded(path: Path) -> FadedFile:
    """Raises `FileNotFoundError`, or `InferenceError` where the file is damaged."""
    try:
        described: dict[str, Any] = json.loads(path.read_bytes())
        if described["format"] != FORMAT:
            raise InferenceError(f"{path}: format {described['format']} is not known")
        items = tuple(Recent(away=_vector(text), seen_s=float(seen_s)) for seen_s, text in described["items"])
        if not items or len({one.away.shape for one in items}) != 1:
            raise InferenceError(f"{path}: damaged: its items are not alike")
        return FadedFile(
            reference=str(described["reference"]),
            camera=str(described["camera"]),
            golden=str(described["golden"]),
            items=items,
        )
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InferenceError(f"{path}: damaged ({type(error).__name__}: {error})") from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process at a time changes what lies in the folder, which is made. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _vector(text: str) -> "np.ndarray[Any, np.dtype[np.float32]]":
    vector = np.frombuffer(base64.b64decode(text, validate=True), "<f2").astype(np.float32)
    if not vector.size or not np.isfinite(vector).all():
        raise ValueError("not a vector of finite numbers")
    vector.setflags(write=False)
    return vector
