"""Pictures and videos named on a command line, as frames. Every unusable file is reported, none stops the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from inspector.adapters.cameras._picture_file import SUFFIXES as IMAGE_SUFFIXES
from inspector.adapters.cameras._picture_file import read_picture as read_image
from inspector.domain.errors import ConfigError, FrameCorrupt
from inspector.domain.frame import RgbImage, freeze

__all__ = ["PictureFile", "find_pictures", "read_image", "read_video", "write_image"]

VIDEO_SUFFIXES = frozenset({".mp4", ".avi", ".mov", ".mkv", ".webm", ".m4v"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """One input: an image, or a video of which several frames are looked at."""

    path: Path
    is_video: bool


def find_pictures(paths: Sequence[Path]) -> list[PictureFile]:
    """All images and videos among `paths`, folders searched through, in name order. Raises `ConfigError`."""
    problems = [f"{path}: does not exist" for path in paths if not path.exists()]
    found: list[PictureFile] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        chosen = [p for p in inside if p.suffix.lower() in IMAGE_SUFFIXES | VIDEO_SUFFIXES or p == path]
        files = [p for p in chosen if p.is_file()]
        if path.exists() and not files:
            problems.append(f"{path}: holds no image or video")
        found += [PictureFile(path=p, is_video=p.suffix.lower() in VIDEO_SUFFIXES) for p in files]
    if problems:
        raise ConfigError("pictures", problems)
    return found


def read_video(path: Path, every_s: float) -> Iterator[RgbImage]:
    """Frames of a video, one per `every_s` seconds. Raises `FrameCorrupt` when it gives none at all."""
    capture = cv2.VideoCapture(str(path))
    try:
        fps = capture.get(cv2.CAP_PROP_FPS) or 25.0
        step = max(1, round(fps * every_s))
        number = given = 0
        while True:
            ok, image = capture.read()
            if not ok:
                break
            if number % step == 0:
                given += 1
                yield freeze(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8))
            number += 1
        if given == 0:
            raise FrameCorrupt(f"{path}: gives no frame; not a video, or cut off at its beginning")
    finally:
        capture.release()


def write_image(path: Path, image: RgbImage) -> None:
    """Write RGB as the format of the suffix. Raises `ConfigError` when the folder can not be written."""
    ok, data = cv2.imencode(path.suffix, cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    try:
        if not ok:
            raise ConfigError(str(path), ["the picture can not be encoded in this format"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise ConfigError(str(path), [f"can not be written: {error.strerror}"]) from error
