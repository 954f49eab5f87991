"""What a picture looks like, small enough to compare thousands: digest, 512 gradient bits, thumbnail."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.errors import ConfigError

F32 = npt.NDArray[np.float32]

GRID = 16  # gradients across and down, one bit each way
THUMB = 32
# Chosen on 5,500 photos of eight sets: re-encoded, rescaled, relit, noisy and blurred copies of a picture lie within
# both nearly always, pictures of two videos, serials or products of one camera never, but for empty belts.
MOST_BITS = 48  # of 512 may differ
LEAST_LIKENESS = 0.995  # correlation of the thumbnails
# Of pictures that somebody has told apart (another serial, another video): good items that lie alike in a fixture look
# alike; a copy under another name is still closer than that.
LEAST_IN_GROUPS = 0.999
ROWS_AT_ONCE = 1024


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fingerprint:
    """`digest`: SHA-256 of the file. `bits` (512,) -1 or 1. `thumb` (1024,) grey, mean 0 and length 1; 0 if flat.

    Small types: a training compares tens of thousands.
    """

    digest: str
    bits: npt.NDArray[np.int8]
    thumb: npt.NDArray[np.float16]


def fingerprint(path: Path) -> Fingerprint:
    """Read a picture. Raises `ConfigError` naming the file."""
    try:
        data = path.read_bytes()
        grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE) if data else None
    except (OSError, cv2.error) as error:
        raise ConfigError(str(path), [f"can not be read: {error}"]) from error
    if grey is None:
        raise ConfigError(str(path), ["is not an image that can be decoded"])
    across, down = _small(grey, (GRID + 1, GRID)), _small(grey, (GRID, GRID + 1))
    bits = np.concatenate([(across[:, 1:] > across[:, :-1]).ravel(), (down[1:] > down[:-1]).ravel()])
    thumb = _small(grey, (THUMB, THUMB)).ravel()
    thumb = thumb - thumb.mean()
    length = float(np.linalg.norm(thumb))
    return Fingerprint(
        digest=hashlib.sha256(data).hexdigest(),
        bits=np.where(bits, 1, -1).astype(np.int8),
        thumb=np.asarray(thumb / length if length > 1e-3 else np.zeros_like(thumb), np.float16),
    )


def lookalikes(some: Sequence[Fingerprint], others: Sequence[Fingerprint]) -> dict[int, dict[int, float]]:
    """Index into `some` → index into `others` that looks the same → likeness; those without any are left out."""
    found: dict[int, dict[int, float]] = {}
    if not some or not others:
        return found
    bits = np.stack([one.bits for one in others]).astype(np.float32)
    least_agreement = bits.shape[1] - 2 * MOST_BITS
    for start in range(0, len(some), ROWS_AT_ONCE):
        part = some[start : start + ROWS_AT_ONCE]
        close = np.stack([one.bits for one in part]).astype(np.float32) @ bits.T >= least_agreement
        for row, column in zip(*np.nonzero(close), strict=True):
            likeness = _likeness(part[row], others[column])
            if likeness >= LEAST_LIKENESS:
                found.setdefault(start + int(row), {})[int(column)] = likeness
    return found


def _likeness(one: Fingerprint, other: Fingerprint) -> float:
    return float(one.thumb.astype(np.float32) @ other.thumb.astype(np.float32))


def _small(grey: npt.NDArray[np.generic], size: tuple[int, int]) -> F32:
    return np.asarray(cv2.resize(np.asarray(grey, np.float32), size, interpolation=cv2.INTER_AREA), np.float32)
