"""Picture files of a data set: found, and checked before anything is measured."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from inspector.domain.errors import ConfigError
from inspector.domain.frame import RgbImage, freeze

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})


def pictures_in(folder: Path) -> list[Path]:
    """The picture files directly in `folder`, by name; none when there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())


def pictures_under(folder: Path) -> list[Path]:
    """The picture files in `folder` and all folders below it, by name."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def read_picture(path: Path) -> RgbImage:
    """(H, W, 3) uint8 RGB, read-only. Raises `ConfigError` naming the file."""
    image = _decoded(path, cv2.IMREAD_COLOR_RGB)
    if image is None:
        raise ConfigError(str(path), ["is not an image that can be decoded"])
    return freeze(image)


def read_mask(path: Path) -> "np.typing.NDArray[np.bool_]":
    """(H, W) bool, True where the file is not black. Raises `ConfigError` naming the file."""
    grey = _decoded(path, cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise ConfigError(str(path), ["is not an image that can be decoded"])
    return np.asarray(grey > 0, np.bool_)


def unreadable(paths: Iterable[Path]) -> list[str]:
    """One line for each file that can not be read as a picture."""
    lines = []
    for path in paths:
        if not path.is_file():
            lines.append(f"{path}: no such file")
        elif _decoded(path, cv2.IMREAD_COLOR_RGB) is None:
            lines.append(f"{path}: is not an image that can be decoded")
    return lines


def _decoded(path: Path, how: int) -> "np.typing.NDArray[np.uint8] | None":
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError:
        return None
    if not data.size:
        return None
    try:
        image = cv2.imdecode(data, how)
    except cv2.error:  # a header that promises an impossible size
        return None
    return None if image is None else np.asarray(image, np.uint8)
