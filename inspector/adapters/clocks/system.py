"""The machine's own clock."""

import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from pydantic import Field

from inspector.config.adapter import AdapterConfig


class Config(AdapterConfig):
    """Options of the system clock."""

    boot_id_file: Path = Field(
        default=Path("/proc/sys/kernel/random/boot_id"),
        title="Boot id file",
        description="File that names the boot of the machine; where there is none, every process counts as a boot.",
    )


class SystemClock:
    """Monotonic time since the boot of the machine. Thread-safe."""

    def __init__(self, boot_id: str) -> None:
        self._boot_id = boot_id

    def monotonic_ns(self) -> int:
        """See Clock."""
        return time.monotonic_ns()

    def utc(self) -> datetime:
        """See Clock."""
        return datetime.now(UTC)  # noqa: TID251 - this is the clock that everyone else asks

    def boot_id(self) -> str:
        """See Clock."""
        return self._boot_id


def build(config: Config) -> SystemClock:
    """Construct the clock."""
    try:
        boot_id = config.boot_id_file.read_text(encoding="ascii").strip()
    except OSError:
        # Deadlines of another process then never look comparable, which is the safe side of not knowing.
        boot_id = str(uuid.uuid4())
    return SystemClock(boot_id)
