"""A check whose time is told: which of them makes an item late?"""

from collections.abc import Callable

from inspector.domain.check import CheckResult
from inspector.domain.detection import Detections
from inspector.domain.frame import Item
from inspector.domain.golden import Golden
from inspector.ports.check import Check
from inspector.ports.clock import Clock


class TimedCheck:
    """Answers as `check` does, and tells its name and the seconds of each answer, of failures too."""

    def __init__(self, check: Check, clock: Clock, tell: Callable[[str, float], None]) -> None:
        self._check, self._clock, self._tell = check, clock, tell

    @property
    def name(self) -> str:
        """See Check."""
        return self._check.name

    def prepare(self, taught: Golden | None = None) -> None:
        """See Check."""
        self._check.prepare(taught)

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        """See Check."""
        started_ns = self._clock.monotonic_ns()
        try:
            return self._check.check(item, detections)
        finally:
            self._tell(self.name, (self._clock.monotonic_ns() - started_ns) / 1e9)
