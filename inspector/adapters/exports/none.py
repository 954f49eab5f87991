"""Nobody is told: dispositions and holds are not queued for another system."""

from inspector.config.adapter import AdapterConfig
from inspector.domain.notice import NoticeAnswer, NoticeOutcome
from inspector.ports.clock import Clock


class Config(AdapterConfig):
    """No options."""


def build(config: Config, *, clock: Clock) -> "NoExport":
    """Construct it."""
    del config, clock
    return NoExport()


class NoExport:
    """See Export."""

    def deliver(self, key: str, body: bytes) -> NoticeAnswer:
        """See Export."""
        del key, body
        return NoticeAnswer(outcome=NoticeOutcome.FAILED, why="none", detail="no export is configured")

    def reach(self) -> str:
        """See Export."""
        return "no export is configured"

    def stop(self) -> None:
        """See Export."""
