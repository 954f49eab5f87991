"""Whether the wall clock may say how old things are: one that jumps years ahead must not empty the stores at once.

A clock is believed as long as it keeps step with monotonic time, and, at a start, when it stands not too far after the
last time that was believed. That time lies in a small file, so that a wrong clock is not believed after a restart only
because everything stored since has its date. A clock that was doubted is believed again when it went back to where it
should be, or has been steady for the configured time.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from inspector.ports.clock import Clock

log = logging.getLogger(__name__)

STEP = timedelta(days=1)  # ahead of monotonic time, while running
GAP = timedelta(days=14)  # after the last believed time, at a start: works holidays are no mistake
STEADY = timedelta(minutes=1)
_SAVE_EVERY = timedelta(hours=1)

ClockSettleH = Annotated[
    float,
    Field(
        ge=0,
        le=8760,
        title="Clock settles",
        description="After the wall clock jumped ahead, nothing goes by its age until it has been steady for so many "
        "hours; 0 believes it at once.",
    ),
]


class AgeGuard:
    """Thread-safe. `newest` is asked for the time of the newest thing stored where there is no file yet.

    `settle_h` 0 believes every clock.
    """

    def __init__(self, file: Path, clock: Clock, *, settle_h: float, newest: Callable[[], datetime | None]) -> None:
        self._file = file
        self._clock = clock
        self._settle_ns = round(settle_h * 3_600e9)
        self._lock = threading.Lock()
        self._saved = self._believed = _read(file) or newest()
        self._believed_ns = self._steady_ns = clock.monotonic_ns()
        self._zero = self._start_of_time()
        self._most_ahead = GAP
        self._why = ""

    def now(self) -> datetime | None:
        """Wall time, or None while it is doubted: then nothing is too old."""
        with self._lock:
            self._look()
            return None if self._why else self._believe()

    def why(self) -> str:
        """Why nothing goes by its age now; empty when all is well."""
        with self._lock:
            self._look()
            return self._why

    def _look(self) -> None:
        utc, zero = self._clock.utc(), self._start_of_time()
        if abs(zero - self._zero) > STEADY:
            self._zero, self._steady_ns = zero, self._clock.monotonic_ns()
        doubtful = self._ahead(utc) > self._most_ahead
        if self._why and (not doubtful or self._steady()):
            log.warning("the clock is believed again: %s", _text(utc))
            self._why = ""
            self._set_believed(utc)
        elif doubtful and not self._why:
            last = "none" if self._believed is None else _text(self._believed)
            self._why = f"the clock says {_text(utc)}; when it was last believed it was {last}"
            self._steady_ns = self._clock.monotonic_ns()
            log.warning("nothing goes by its age: %s", self._why)

    def _ahead(self, utc: datetime) -> timedelta:
        """How far the clock is beyond the last believed time and what has passed since, as far as that is known."""
        if self._believed is None:
            return timedelta(0)
        return utc - self._believed - timedelta(microseconds=(self._clock.monotonic_ns() - self._believed_ns) / 1000)

    def _steady(self) -> bool:
        return self._clock.monotonic_ns() - self._steady_ns >= self._settle_ns

    def _believe(self) -> datetime:
        """A clock that stands before the last believed time is believed, but does not become it until it is steady."""
        utc = self._clock.utc()
        if self._believed is None or utc >= self._believed or self._steady():
            self._set_believed(utc)
        return utc

    def _set_believed(self, utc: datetime) -> None:
        self._believed, self._believed_ns, self._most_ahead = utc, self._clock.monotonic_ns(), STEP
        if self._saved is None or abs(utc - self._saved) >= _SAVE_EVERY:
            self._save(utc)

    def _save(self, utc: datetime) -> None:
        self._saved = utc
        half = self._file.with_name(self._file.name + ".half")
        try:
            half.write_text(utc.isoformat() + "\n", encoding="ascii")
            half.replace(self._file)
        except OSError as error:  # a full disk: the file stays behind, which at worst delays what goes by age
            log.debug("%s: %s", self._file, error.strerror)

    def _start_of_time(self) -> datetime:
        return self._clock.utc() - timedelta(microseconds=self._clock.monotonic_ns() / 1000)


def _read(file: Path) -> datetime | None:
    try:
        found = datetime.fromisoformat(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError):  # none yet, or half a one
        return None
    return found if found.tzinfo is not None else None


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
