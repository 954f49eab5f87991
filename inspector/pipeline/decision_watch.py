"""Which decisions may be sent now, and what became of them: late ones, none, and how many items are isolated."""

import logging

from inspector.domain.decision import Decision
from inspector.domain.errors import StoreError
from inspector.domain.ledger import Delivery
from inspector.domain.share_watch import ShareRule
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.conclusion import Concluded
from inspector.pipeline.divert_rate import DivertRate
from inspector.pipeline.health import Health
from inspector.pipeline.own_triggers import OwnTriggerRule
from inspector.pipeline.share_alarm import AT_THE_FIRST, ShareAlarm
from inspector.pipeline.telemetry import Telemetry
from inspector.pipeline.undecided_rate import UndecidedRate
from inspector.ports.clock import Clock
from inspector.ports.ledger import Ledger

log = logging.getLogger(__name__)


class DecisionWatch:
    """Thread-safe: called from the sender's thread, and from those that conclude. `own`: of a line without a PLC."""

    def __init__(
        self,
        *,
        own: OwnTriggerRule | None,
        isolated: ShareRule,
        undecided: ShareRule,
        health: Health,
        alarms: AlarmBoard,
        telemetry: Telemetry,
        clock: Clock,
        ledger: Ledger,
        arrears: Arrears,
    ) -> None:
        self._own = own
        self._health = health
        self._telemetry = telemetry
        self._clock = clock
        self._ledger = ledger
        self._arrears = arrears
        self._divert_rate = DivertRate(isolated, alarms)
        self._undecided_rate = UndecidedRate(undecided, alarms)
        self.late = ShareAlarm("decisions-late", AT_THE_FIRST, alarms)

    def may_send(self, decision: Decision) -> bool:
        """To a PLC that lives, of the epoch that it counts in; where there is none, always."""
        if self._own is not None:
            return True
        beat = self._health.last_beat()
        fresh = self._health.plc_fresh(self._clock.monotonic_ns())
        return fresh and beat is not None and beat.epoch == decision.key.epoch

    def expired(self, decision: Decision) -> None:
        """Its time is over, and nobody answered."""
        if self._own is not None and not self._own.acknowledged and self._was_sent(decision):
            self.late.note(hit=False)
            return  # nobody answers on this line: it was said in time
        log.warning("decision expired", extra={"item": str(decision.key), "disposition": decision.disposition})
        self._telemetry.late()
        self.late.note(hit=True, detail=f"item {decision.key} expired")

    def concluded(self, concluded: Concluded) -> None:
        """An item has its decision."""
        report = concluded.report
        self._telemetry.decided(report.verdict.disposition, (report.timings.decided_ms or 0.0) / 1000)
        if concluded.delivery is Delivery.EXPIRED:
            self._telemetry.late()
        for rate in (self._divert_rate, self._undecided_rate):
            rate.concluded(report.verdict, concluded.delivery, simulated=report.trigger.simulated)

    def _was_sent(self, decision: Decision) -> bool:
        try:
            row = self._ledger.row(decision.key)
        except StoreError as error:
            self._arrears.failed("a decision was looked up", error, lambda: self._ledger.row(decision.key))
            return False
        return row is not None and row.attempts > 0
