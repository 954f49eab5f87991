"""What a comparison has computed, kept in a folder: the same question is never worked out twice."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inspector.training.evaluate.pictures import read_picture
from inspector.training.rivals.networks import Look
from inspector.training.rivals.sets import Picture

F32 = npt.NDArray[np.float32]
Arrays = Mapping[str, npt.NDArray[np.float32]]


def kept(folder: Path, facts: Sequence[str], make: Callable[[], Arrays]) -> Arrays:
    """The arrays that follow from `facts`: read where they lie in `folder`, else made and kept there."""
    file = folder / f"{hashlib.sha256(chr(10).join(facts).encode()).hexdigest()[:24]}.npz"
    if file.is_file():
        with np.load(file) as found:
            return dict(found)
    made = make()
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part.npz")
    np.savez(unfinished, allow_pickle=False, **made)
    unfinished.replace(file)
    return made


def fact(picture: Picture) -> str:
    """What tells one picture from another without reading it."""
    return f"{picture.path.parent.name}-{picture.path.stem}-{picture.path.stat().st_size}"


def file_fact(path: Path) -> str:
    """The first digits of a file's SHA-256."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:12]


class KeptFeatures:
    """Features of a network, computed once for every picture and kept in a folder."""

    def __init__(self, folder: Path, make: Callable[[], Look]) -> None:
        self._folder = folder
        self._make = make
        self._look: Look | None = None

    def grids(self, pictures: Sequence[Picture]) -> list[F32]:
        """One grid (patches, channels) a picture."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return [self._grid(picture) for picture in pictures]

    def _grid(self, picture: Picture) -> F32:
        file = self._folder / f"{fact(picture)}.npy"
        if file.is_file():
            return np.asarray(np.load(file), np.float32)
        if self._look is None:
            self._look = self._make()
        grid = self._look(read_picture(picture.path)).astype(np.float16)
        unfinished = file.with_suffix(f".{os.getpid()}.npy")
        np.save(unfinished, grid)
        unfinished.replace(file)
        return np.asarray(grid, np.float32)
