"""Files that a person lets the window write, and what became of the newest one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector.domain.shift import Span
from inspector_gui.link.files import Problem, WriteFile, Written


class ExportState(StrEnum):
    """BUSY: another one is still being written."""

    WRITING = "WRITING"
    WRITTEN = "WRITTEN"
    FAILED = "FAILED"
    BUSY = "BUSY"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportView:
    """The newest one. `problem` and the system's `detail` where it failed."""

    path: Path
    state: ExportState
    problem: Problem | None = None
    detail: str = ""


class ExportsModel(QObject):
    """Qt's thread only. `write` begins in another thread; False where it is busy."""

    changed = Signal()

    def __init__(
        self, write: Callable[[WriteFile], bool], *, folder: Path, station: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._write = write
        self._folder = folder
        self._station = re.sub(r"[^A-Za-z0-9_-]+", "-", station)
        self.view: ExportView | None = None

    def export(self, span: Span, suffix: str, content: Callable[[], bytes]) -> None:
        """Write it. The name tells station and span, here, so that another span is another file."""
        since, until = (moment.astimezone() for moment in (span.since, span.until))
        name = f"shift-{self._station}-{since:%Y%m%d-%H%M}-{until:%Y%m%d-%H%M}.{suffix}"
        path = self._folder / name
        begun = self._write(WriteFile(path=path, content=content))
        self._say(ExportView(path=path, state=ExportState.WRITING if begun else ExportState.BUSY))

    def take(self, told: Written) -> None:
        """It was written, or was not."""
        state = ExportState.WRITTEN if told.problem is None else ExportState.FAILED
        self._say(ExportView(path=told.path, state=state, problem=told.problem, detail=told.detail))

    def forget(self) -> None:
        """What was said was read."""
        if self.view is not None and self.view.state is not ExportState.WRITING:
            self.view = None
            self.changed.emit()

    def _say(self, view: ExportView) -> None:
        self.view = view
        self.changed.emit()
