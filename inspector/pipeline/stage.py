"""A named thread that shows its progress, so that a watchdog can tell working from hanging."""

import logging
import threading
from collections.abc import Callable

from inspector.ports.clock import Clock

log = logging.getLogger(__name__)


class Progress:
    """Stages report here; thread-safe. A stage is late when it was busy or silent for longer than it may."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[int, int]] = {}

    def expect(self, stage: str, within_s: float) -> None:
        """From now on `stage` must report at least every `within_s`."""
        with self._lock:
            self._seen[stage] = (self._clock.monotonic_ns(), round(within_s * 1e9))

    def report(self, stage: str) -> None:
        """`stage` lives."""
        with self._lock:
            if stage in self._seen:
                self._seen[stage] = (self._clock.monotonic_ns(), self._seen[stage][1])

    def forget(self, stage: str) -> None:
        """`stage` has ended on purpose."""
        with self._lock:
            self._seen.pop(stage, None)

    def stuck(self) -> tuple[str, ...]:
        """Stages that did not report in time."""
        now = self._clock.monotonic_ns()
        with self._lock:
            return tuple(name for name, (seen, within) in self._seen.items() if now - seen > within)


class Stage:
    """Runs `body` in a thread; an exception that escapes it is logged and handed to `on_crash`."""

    def __init__(self, name: str, body: Callable[[], None], *, on_crash: Callable[[str, BaseException], None]) -> None:
        self.name = name
        self._body = body
        self._on_crash = on_crash
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def join(self, timeout_s: float) -> bool:
        """Wait for its end; False when it still runs. One that never started, as after a start that failed, is over."""
        if self._thread.ident is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._body()
        except BaseException as error:
            log.critical("stage %s crashed", self.name, exc_info=error)
            self._on_crash(self.name, error)
