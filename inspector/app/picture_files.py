"""Pictures and videos named on a command line, as frames. Every unusable file is reported, none stops the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import cv2

from inspector.adapters.cameras._picture_file import SUFFIXES as IMAGE_SUFFIXES
from inspector.adapters.cameras._picture_file import read_picture as read_image
from inspector.adapters.cameras._sourced import Shot
from inspector.adapters.cameras._video_file import SUFFIXES as VIDEO_SUFFIXES
from inspector.adapters.cameras._video_file import VideoSource, rate_of
from inspector.domain.errors import CameraLost, ConfigError, FrameCorrupt
from inspector.domain.frame import RgbImage
from inspector.ports.camera import EndOfStream

__all__ = ["PictureFile", "find_pictures", "read_image", "read_video", "require_picture_name", "write_image"]


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
    """Frames of a video, one per `every_s` seconds.

    Raises `FrameCorrupt` when it gives none at all, and after its last whole frame when it was cut off.
    """
    source = VideoSource(path, loop=False)
    try:
        source.open()
        step = max(1, round(rate_of(path) * every_s))
        for number in count(step=step):
            image = source.take(Shot(number=number, at_ns=0))
            if image is not None:
                yield image
    except EndOfStream:
        return
    except CameraLost as error:
        raise FrameCorrupt(str(error)) from error
    finally:
        source.close()


def require_picture_name(path: Path) -> None:
    """To be asked before work whose picture is written at last. Raises `ConfigError` for a suffix of no format."""
    if not cv2.haveImageWriter(f"x{path.suffix}"):
        raise ConfigError(str(path), [f"{path.suffix or 'a name without a suffix'} is no picture format; .png is one"])


def write_image(path: Path, image: RgbImage) -> None:
    """Write RGB as the format of the suffix, lossless or not.

    Raises `ConfigError` when there is no such format, when it can not hold the picture, or the folder be written.
    """
    require_picture_name(path)
    try:
        ok, data = cv2.imencode(path.suffix, cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    except cv2.error:
        ok = False
    if not ok:
        raise ConfigError(str(path), ["the picture can not be encoded in this format"])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise ConfigError(str(path), [f"can not be written: {error.strerror}"]) from error
