"""Pictures of a folder as a camera, in the order in which a person counts their names. Nothing is ever dropped."""

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from inspector.adapters.cameras._options import TriggerOptions
from inspector.adapters.cameras._photo_eye_camera import watched
from inspector.adapters.cameras._picture_file import SUFFIXES, natural, read_picture
from inspector.adapters.cameras._sourced import Pace, Shot, SourcedCamera
from inspector.domain.errors import CameraLost
from inspector.domain.frame import RgbImage
from inspector.ports.camera import Camera, EndOfStream
from inspector.ports.clock import Clock


class Config(TriggerOptions):
    """Options of a folder of pictures."""

    folder: Path = Field(title="Folder", description="Where the pictures are.")
    pattern: str | None = Field(
        default=None, title="Pattern", description="Glob of the files, `**/` reaches below; none: every image file."
    )
    loop: bool = Field(default=False, title="Loop", description="Start again after the last picture.")
    fps: float = Field(
        default=2.0, ge=0, title="Frames", description="hardware, free_run: per second; 0: as fast as they are read."
    )
    name_pattern: str | None = Field(
        default=None,
        title="Name pattern",
        description="Regular expression with a group `item`, searched in the file's path below the folder: the rank of "
        "its item among all items, not its own rank, is the picture's number.",
    )
    siblings: tuple[Path, ...] = Field(
        default=(),
        title="Siblings",
        description="The other cameras' folders, whose items count too: a picture missing here shifts nothing.",
    )
    by: Literal["order", "serial"] = Field(
        default="order",
        title="By",
        description="Software trigger: the n-th item shows the n-th picture, or the picture of the PLC's serial.",
    )

    @field_validator("name_pattern")
    @classmethod
    def _names_an_item(cls, pattern: str | None) -> str | None:
        if pattern is None:
            return None
        try:
            groups = re.compile(pattern).groupindex
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        if "item" not in groups:
            raise ValueError("has no group (?P<item>…)")
        return pattern

    @model_validator(mode="after")
    def _items_need_names(self) -> Self:
        if self.name_pattern is None and (self.by == "serial" or self.siblings):
            raise ValueError("by = 'serial' and siblings need a name_pattern")
        return self


class FolderSource:
    """The files are listed when the camera is opened; each is read when its turn comes."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._pictures: list[Path | None] = []
        self._serials: dict[str, int] = {}

    def open(self) -> None:
        """See Source."""
        files = self._files(self._config.folder)
        if not files:
            raise CameraLost(f"{self._config.folder}: no file matches {self._config.pattern or 'an image suffix'}")
        if self._config.name_pattern is None:
            self._pictures = list(files)
            return
        mine = self._items(self._config.folder, files)
        everyone = set(mine).union(*(self._items(folder, self._files(folder)) for folder in self._config.siblings))
        ranked = sorted(everyone, key=natural)
        self._pictures = [mine.get(item) for item in ranked]
        self._serials = {item: rank for rank, item in enumerate(ranked)}

    def take(self, shot: Shot) -> RgbImage | None:
        """See Source. None for an item without a picture here."""
        number = shot.number
        serial = shot.trigger.identity.serial if shot.trigger is not None else None
        if self._config.by == "serial" and serial is not None:
            if serial not in self._serials:
                return None
            number = self._serials[serial]
        elif self._config.loop:
            number %= len(self._pictures)
        if number >= len(self._pictures):
            raise EndOfStream(f"{self._config.folder}: {len(self._pictures)} pictures, all given")
        path = self._pictures[number]
        return None if path is None else read_picture(path)

    def close(self) -> None:
        """See Source."""

    def _files(self, folder: Path) -> list[Path]:
        if not folder.is_dir():
            raise CameraLost(f"{folder}: is not a folder")
        pattern = self._config.pattern
        found = folder.glob(pattern) if pattern else (p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)
        return sorted((p for p in found if p.is_file()), key=lambda p: natural(p.relative_to(folder).as_posix()))

    def _items(self, folder: Path, files: list[Path]) -> dict[str, Path]:
        """Picture by item. Raises `CameraLost` for names without an item, and for two pictures of one item."""
        items: dict[str, Path] = {}
        for path in files:
            name = path.relative_to(folder).as_posix()
            match = re.search(self._config.name_pattern or "", name)
            if match is None:
                raise CameraLost(f"{folder}: {name} does not match name_pattern; a pattern may leave it out")
            item = match["item"]
            if item in items:
                raise CameraLost(f"{folder}: {items[item].name} and {path.name} are both of item {item}")
            items[item] = path
        return items


def build(config: Config, *, name: str, clock: Clock) -> Camera:
    """Construct the camera."""
    pace = Pace(fps=config.fps, live=False)
    return watched(SourcedCamera(name, clock, config, pace, FolderSource(config)), config)
