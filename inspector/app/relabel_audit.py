"""What people found about complaints, in the audit log too: answered by a command, taken over by the running daemon."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from inspector.adapters.stores import sqlite_escapes
from inspector.domain.account import AccountChange
from inspector.domain.complaint import BookedRelabel
from inspector.ports.clock import Clock

log = logging.getLogger(__name__)

ACTION = "escape.answer"


class RelabelAudit:
    """`follow` from one thread; `take_over` writes each line once, however often it is told."""

    def __init__(self, data_dir: Path, clock: Clock, take_over: Callable[[Sequence[AccountChange]], None]) -> None:
        self._file = data_dir / sqlite_escapes.Config().file
        self._book = sqlite_escapes.SqliteEscapes(self._file, clock)
        self._take_over = take_over
        self._seen: tuple[int, int] | None = None
        self._problem = ""

    def follow(self) -> None:
        """Look whether there is a new answer; costs a glance at the file where there is none.

        Raises nothing: the line goes on without complaints. A problem is logged once, not at every change of the file.
        """
        try:
            self._follow()
        except Exception as error:  # noqa: BLE001 - a file beside the line never stops it, whatever it holds
            if str(error) != self._problem:
                log.warning("answers about complaints are not in the audit log: %s", error)
            self._problem = str(error)

    def _follow(self) -> None:
        try:
            now = self._file.stat()
        except OSError:
            return  # nobody ever imported a complaint
        seen = now.st_mtime_ns, now.st_size
        if seen == self._seen:
            return
        self._seen = seen
        self._take_over(_lines(self._book.relabels()))
        self._problem = ""


def _lines(booked: Sequence[BookedRelabel]) -> list[AccountChange]:
    """Those of commands: what was answered at a window is in the audit log already."""
    by_id = {one.relabel.relabel_id: one.relabel for one in booked}
    return [
        AccountChange(
            change_id=one.relabel.relabel_id,
            time=one.booked_utc,
            by=one.relabel.user,
            action=ACTION,
            name=one.relabel.complaint_id,
            before=by_id[one.before].facts if one.before in by_id else {},
            after=one.relabel.facts,
        )
        for one in booked
        if one.relabel.user
    ]
