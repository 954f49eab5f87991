"""What the line counts, as one narrow interface; the daemon gives it Prometheus."""

from typing import Protocol

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.verdict import Disposition


class Telemetry(Protocol):
    """Thread-safe, never blocks, never raises."""

    def triggered(self) -> None:
        """A trigger was opened."""
        ...

    def decided(self, disposition: Disposition, seconds: float) -> None:
        """A trigger got its outcome, so many seconds after it was received."""
        ...

    def acked(self, status: AckStatus, seconds: float) -> None:
        """The PLC answered, so many seconds after the last sending."""
        ...

    def confirmed(self, result: ConfirmResult) -> None:
        """The PLC told where an item went."""
        ...

    def late(self) -> None:
        """A decision expired before the PLC had it."""
        ...

    def stage(self, name: str, seconds: float) -> None:
        """One stage of one item took so long."""
        ...

    def frame(self, camera: str) -> None:
        """A camera delivered a frame."""
        ...

    def frame_lost(self, camera: str, reason: str) -> None:
        """A frame was unusable or belonged to no item."""
        ...

    def ignored(self, what: str) -> None:
        """Something came that changes nothing: a duplicate, an old epoch, a malformed message."""
        ...
