"""What comes from the bus: arrivals, acks, confirms, heartbeats. Runs in the bus's thread and returns quickly."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from inspector.domain.decision import Ack, AckStatus, Confirm, ConfirmResult
from inspector.domain.encoder import distance
from inspector.domain.errors import StoreError
from inspector.domain.item import Arrival, Trigger
from inspector.domain.packml import PackMode
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.station import PlcHeartbeat
from inspector.domain.verdict import Disposition, Verdict, no_decision
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.belt_clock import BeltClock
from inspector.pipeline.conclusion import Conclusion
from inspector.pipeline.deadline import DeadlineRule, trigger_of
from inspector.pipeline.health import Health
from inspector.pipeline.sender import DecisionSender
from inspector.pipeline.share_alarm import ShareAlarm
from inspector.pipeline.telemetry import Telemetry
from inspector.pipeline.tracker import Due, Tracker
from inspector.ports.clock import Clock
from inspector.ports.ledger import Ledger

log = logging.getLogger(__name__)

DEFAULTED_IN_A_ROW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRule:
    """`bypass` is what MANUAL mode answers: never PASS, for nothing was inspected.

    `own_triggers`: the station makes its own; the controller's arrivals and epochs mean nothing to it.
    """

    deadline: DeadlineRule
    bypass: Disposition
    recipe: str
    own_triggers: bool = False

    def __post_init__(self) -> None:
        if self.bypass is Disposition.PASS:
            raise ValueError("bypass must not be PASS: nothing passes without a completed inspection")


class Intake:
    """Turns messages into ledger entries and open triggers."""

    def __init__(
        self,
        *,
        rule: IntakeRule,
        clock: Clock,
        ledger: Ledger,
        tracker: Tracker,
        conclusion: Conclusion,
        sender: DecisionSender,
        health: Health,
        alarms: AlarmBoard,
        late: ShareAlarm,
        telemetry: Telemetry,
        trigger_cameras: Callable[[Trigger], None],
        forward: Callable[[Due], None],
        belt: BeltClock,
        arrears: Arrears,
    ) -> None:
        self._rule = rule
        self._clock = clock
        self._ledger = ledger
        self._tracker = tracker
        self._conclusion = conclusion
        self._sender = sender
        self._health = health
        self._alarms = alarms
        self._late = late
        self._telemetry = telemetry
        self._trigger_cameras = trigger_cameras
        self._forward = forward
        self._belt = belt
        self._arrears = arrears
        self._epoch: int | None = None
        self._defaulted_in_a_row = 0
        self._reused = False

    def arrival(self, arrival: Arrival) -> None:
        """The controller saw an item."""
        if self._rule.own_triggers:
            self._telemetry.ignored("unused-arrival")
            return
        if not self._follow_epoch(arrival.key.epoch):
            self._telemetry.ignored("old-epoch")
            log.info("arrival of an older epoch ignored", extra={"item": str(arrival.key)})
            return
        speed = arrival.counts_per_s or self._rule.deadline.nominal_counts_per_s
        self._belt.arrival(arrival.encoder, speed, arrival.received_at_ns)
        self._tracker.belt_runs(arrival.counts_per_s or 0.0)
        self.open(trigger_of(arrival, self._health.last_beat(), self._rule.deadline))

    def open(self, trigger: Trigger) -> None:
        """Open a trigger: durable first, then the cameras, then the wait for frames.

        While the ledger can not be written the item is not judged; that it came is owed to the ledger.
        """
        try:
            self._arrears.settle()
            if not self._ledger.open_trigger(trigger):
                if self._known_already(trigger):
                    self._tracker.announce(trigger)
                return
            self.ledger_works()
        except StoreError as error:
            self.ledger_failed(error)
            self._tracker.announce(trigger)
            self._arrears.owe(f"arrival of item {trigger.key}", lambda: self._book_late(trigger))
            return
        self._epoch_is_new()
        self._telemetry.triggered()
        self._admit(trigger)

    def _known_already(self, trigger: Trigger) -> bool:
        """The same item a second time changes nothing. Another item under the same key (True) can have no outcome of
        its own, for a key has one; the controller routes it by default, and a person is told.
        """
        row = self._ledger.row(trigger.key)
        if row is None or row.trigger.encoder == trigger.encoder:
            self._telemetry.ignored("duplicate-arrival")
            return False
        self._telemetry.ignored("reused-key")
        if not self._reused:
            self._reused = True
            was, now = row.trigger.encoder, trigger.encoder
            detail = f"item {trigger.key} at count {now} was at {was} on {row.opened_utc}"
            self._alarms.set("epoch-reused", active=True, detail=detail)
        return True

    def _epoch_is_new(self) -> None:
        if self._reused:
            self._reused = False
            self._alarms.set("epoch-reused", active=False)

    def _book_late(self, trigger: Trigger) -> None:
        """Its frames are gone: NO_DECISION, which still goes out if that is in time."""
        if not self._ledger.open_trigger(trigger):
            self._known_already(trigger)
            return
        self._telemetry.triggered()
        detail = "the ledger could not be written when the item came"
        verdict = no_decision(ReasonCode.STATION_NOT_READY, recipe=self._rule.recipe, detail=detail)
        self._conclusion.conclude(trigger, verdict, withhold=self._withheld)

    def ack(self, ack: Ack) -> None:
        """Book the PLC's answer."""
        round_trip_ns = self._sender.acknowledge(ack)
        if round_trip_ns is not None:
            self._telemetry.acked(ack.status, round_trip_ns / 1e9)
        elif not self._is_ours(ack):
            self._telemetry.ignored("unknown-ack")
            return
        if ack.status is AckStatus.LATE:
            self._late.note(hit=True, detail=f"item {ack.key}: the PLC says LATE")
        elif ack.status is AckStatus.ACCEPTED:
            self._late.note(hit=False)

    def _is_ours(self, ack: Ack) -> bool:
        """Whether it answers a decision that was made here, even if nobody waits for the answer any more."""
        try:
            row = self._ledger.row(ack.key)
        except StoreError as error:
            self._arrears.failed("an answer was looked up", error, lambda: self._ledger.row(ack.key))
            return False
        return row is not None and row.decision is not None and row.decision.decision_id == ack.decision_id

    def confirm(self, confirm: Confirm) -> None:
        """Book where the item went; several defaults in a row are an alarm."""
        self._arrears.write(f"confirm of item {confirm.key}", lambda: self._book(confirm))
        self._telemetry.confirmed(confirm.result)
        defaulted = confirm.result is ConfirmResult.DEFAULTED
        self._defaulted_in_a_row = self._defaulted_in_a_row + 1 if defaulted else 0
        if self._defaulted_in_a_row == DEFAULTED_IN_A_ROW:
            self._alarms.set("items-defaulted", active=True, detail=f"{DEFAULTED_IN_A_ROW} items in a row")
        elif not defaulted:
            self._alarms.set("items-defaulted", active=False)

    def _book(self, confirm: Confirm) -> None:
        if not self._ledger.confirm(confirm):
            self._telemetry.ignored("unknown-confirm")

    def heartbeat(self, beat: PlcHeartbeat) -> None:
        """The PLC lives; a new epoch ends all that was open in the old one."""
        if not self._rule.own_triggers:
            if not self._follow_beat(beat):
                self._telemetry.ignored("old-epoch")
                return
            self._belt.beat(beat.encoder, beat.counts_per_s, beat.received_at_ns)
            self._tracker.belt_runs(beat.counts_per_s)
        if self._health.plc_beat(beat):
            self._alarms.set("plc-heartbeat-lost", active=False)
            self._sender.wake()

    def take_up(self, trigger: Trigger, *, code: ReasonCode, dead: bool) -> None:
        """Answer a trigger that an earlier process left open, or that this one can not judge any more."""
        word = "stopped" if code is ReasonCode.STOPPING else "restarted"
        verdict = no_decision(code, recipe=self._rule.recipe, detail=f"the daemon {word} while this item was open")
        self._conclusion.conclude(trigger, verdict, dead=dead, withhold=self._withheld)

    def ledger_failed(self, error: StoreError) -> None:
        """Nothing is decided while the ledger can not be written."""
        if not self._health.problems("ledger"):  # said once, not at every try
            log.error("ledger: %s", error)
        self._health.set("ledger", str(error))
        self._alarms.set("ledger-failed", active=True, detail=str(error))

    def ledger_works(self) -> None:
        """The last write succeeded."""
        if self._health.problems("ledger"):
            log.warning("the ledger works again")
            self._health.set("ledger", "")
            self._alarms.set("ledger-failed", active=False)

    def _admit(self, trigger: Trigger) -> None:
        now = self._clock.monotonic_ns()
        if now >= trigger.deadline_ns:
            self._answer(trigger, no_decision(ReasonCode.OUT_OF_TIME, recipe=self._rule.recipe, detail="came too late"))
        elif self._health.mode is PackMode.MANUAL:
            reason = Reason(code=ReasonCode.BYPASS, detail="manual mode")
            verdict = Verdict(disposition=self._rule.bypass, score=0.0, reasons=(reason,), recipe=self._rule.recipe)
            self._answer(trigger, verdict)
        elif not self._health.judges() or not self._heard_of(trigger):
            detail = "; ".join(self._health.unready())[:200] or "no heartbeat of this item's epoch yet"
            self._answer(trigger, no_decision(ReasonCode.STATION_NOT_READY, recipe=self._rule.recipe, detail=detail))
        else:
            self._forward(self._tracker.open(trigger, now))
            self._trigger_cameras(trigger)

    def _answer(self, trigger: Trigger, verdict: Verdict) -> None:
        self._tracker.announce(trigger)
        try:
            self._conclusion.conclude(trigger, verdict, withhold=self._withheld)
        except StoreError as error:
            self.ledger_failed(error)

    @property
    def _withheld(self) -> bool:
        return self._health.mode is PackMode.MAINTENANCE

    def _heard_of(self, trigger: Trigger) -> bool:
        """Whether a heartbeat says where the belt is now. Without one an arrival that the broker kept for a while looks
        like an item that is here, and would be judged by another item's picture.
        """
        beat = self._health.last_beat()
        return self._rule.own_triggers or (beat is not None and beat.epoch == trigger.key.epoch)

    def _follow_beat(self, beat: PlcHeartbeat) -> bool:
        """A heartbeat is never kept and so is always of now: its epoch counts even if it is a lower number, as after a
        controller's battery was changed. Only while another controller is alive, the older of both is not believed. An
        epoch that was used before is followed too; an item whose key the ledger holds already is an alarm.
        """
        last = self._health.last_beat()
        alive = self._health.plc_fresh(self._clock.monotonic_ns()) and last is not None and last.epoch == self._epoch
        if not alive and self._epoch not in {None, beat.epoch}:
            self._change_epoch(beat.epoch)
            return True
        return self._follow_epoch(beat.epoch)

    def _follow_epoch(self, epoch: int) -> bool:
        """Note a newer epoch and drop what belongs to older ones; False when `epoch` itself is the older one."""
        if self._epoch is None or self._epoch == epoch:
            self._epoch = epoch
            return True
        if distance(self._epoch, epoch) < 0:
            return False
        self._change_epoch(epoch)
        return True

    def _change_epoch(self, epoch: int) -> None:
        """What was open belongs to a belt that nobody tracks any more."""
        log.warning("the PLC has a new epoch", extra={"old": self._epoch, "new": epoch})
        self._epoch = epoch
        self._epoch_is_new()
        self._belt.forget()
        self._tracker.new_epoch()
        self._sender.drop_epochs_other_than(epoch)
        for trigger in self._tracker.open_triggers():
            if trigger.key.epoch != epoch:
                self._tracker.closed(trigger.key)
                verdict = no_decision(ReasonCode.RESTARTED, recipe=self._rule.recipe, detail="the PLC restarted")
                try:
                    self._conclusion.conclude(trigger, verdict, dead=True)
                except StoreError as error:
                    self.ledger_failed(error)
