"""What an earlier process left in the ledger, taken up before the station's threads start."""

from inspector.domain.reason import ReasonCode
from inspector.pipeline.intake import Intake
from inspector.pipeline.sender import DecisionSender
from inspector.ports.clock import Clock
from inspector.ports.ledger import Ledger


def recover(*, ledger: Ledger, clock: Clock, intake: Intake, sender: DecisionSender) -> None:
    """Open rows are answered NO_DECISION; decided ones in time are sent on with their old id; others expire.

    Raises `StoreError`.
    """
    now, boot = clock.monotonic_ns(), clock.boot_id()
    for row in ledger.unfinished():
        dead = row.boot_id != boot or now >= row.trigger.deadline_ns
        if row.decision is None:
            intake.take_up(row.trigger, code=ReasonCode.RESTARTED, dead=dead)
        elif dead:
            ledger.expire(row.trigger.key)
        else:
            sender.submit(row.decision, attempts=row.attempts)
