"""Waits for a simulated conveyor to come to its end, and says what its belt waits for."""

import time
from collections.abc import Callable

from inspector.domain.errors import StartupError
from inspector.plc.simulator import PlcSimulator

TOLD_AFTER_S = 3.0
TOLD_EVERY_S = 10.0
LOOK_EVERY_S = 0.5


def wait_for_end(simulator: PlcSimulator, *, patience_s: float | None, say: Callable[[str], None]) -> None:
    """Return when all items are through. `patience_s` None: wait for ever for a station to be ready.

    Raises `StartupError` when the infeed was held longer than `patience_s`.
    """
    held_since = time.monotonic()
    tell_at = held_since + TOLD_AFTER_S
    while not simulator.wait_done(LOOK_EVERY_S):
        now, cause = time.monotonic(), simulator.held_by
        if not cause:
            continue
        if patience_s is not None and now - held_since >= patience_s:
            raise StartupError(f"no item was placed for {patience_s:g} s", [cause])
        if now >= tell_at:
            say(f"waiting: {cause}")
            tell_at = now + TOLD_EVERY_S
