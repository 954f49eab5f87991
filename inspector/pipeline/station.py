"""The running line: connects the stages, owns their threads, and is what the bus and the cameras call."""

import logging
from collections.abc import Mapping, Sequence

from inspector.domain.alarm import Alarm
from inspector.domain.decision import Ack, Confirm
from inspector.domain.errors import StoreError
from inspector.domain.hold import Hold
from inspector.domain.image_fault import ImageFault
from inspector.domain.item import Arrival
from inspector.domain.packml import PackState
from inspector.domain.reason import ReasonCode
from inspector.domain.station import Command, PlcHeartbeat
from inspector.domain.verdict import Verdict
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.beats import Beats
from inspector.pipeline.belt_clock import BeltClock
from inspector.pipeline.camera_watch import CameraWatch
from inspector.pipeline.conclusion import Concluded, Conclusion
from inspector.pipeline.decision_watch import DecisionWatch
from inspector.pipeline.failing import Failing
from inspector.pipeline.fanout import Fanout
from inspector.pipeline.following import Following
from inspector.pipeline.frame_intake import FrameIntake
from inspector.pipeline.health import Health
from inspector.pipeline.hold_alarm import HoldAlarm
from inspector.pipeline.hold_board import HoldBoard
from inspector.pipeline.intake import Intake
from inspector.pipeline.judging import Judging
from inspector.pipeline.late_checks import LateChecks
from inspector.pipeline.lot_stage import LotStage
from inspector.pipeline.orders import Orders
from inspector.pipeline.reception import Desk, Reception
from inspector.pipeline.records import RecordSender
from inspector.pipeline.recovery import recover
from inspector.pipeline.sender import DecisionSender
from inspector.pipeline.stage import Progress, Stage
from inspector.pipeline.station_parts import Parts, StationRules
from inspector.pipeline.tracker import Tracker

log = logging.getLogger(__name__)

TICK_S = 0.25
JOIN_S = 5.0


class Station:
    """One inspection station. `start` and `stop` once each; the rest is called by bus and cameras."""

    def __init__(self, parts: Parts, rules: StationRules) -> None:
        self._parts = parts
        clock, bus, ledger = parts.clock, parts.bus, parts.ledger
        self.health = Health(
            plc_timeout_ms=rules.plc_timeout_ms,
            recipe=parts.recipes.default.name,
            mode=rules.mode,
            plc_needed=rules.own is None,
        )
        self.alarms = AlarmBoard(clock, self._say_alarm, parts.note)
        self._failing = Failing(self.alarms, self.health)
        self._cameras = CameraWatch(
            cameras=parts.cameras, health=self.health, alarms=self.alarms, telemetry=parts.telemetry, clock=clock
        )
        self.progress = Progress(clock)
        self._stuck_s = rules.stuck_s
        self.arrears = Arrears(on_failed=self._store_error, on_works=self._ledger_works)
        self._decisions = DecisionWatch(
            own=rules.own,
            isolated=rules.isolated,
            undecided=rules.undecided,
            health=self.health,
            alarms=self.alarms,
            telemetry=parts.telemetry,
            clock=clock,
            ledger=ledger,
            arrears=self.arrears,
        )
        self._orders = Orders(book=ledger.orders, health=self.health, arrears=self.arrears, configured=rules.mode)
        self.sender = DecisionSender(
            ledger=ledger,
            bus=bus,
            clock=clock,
            rule=rules.sender,
            may_send=self._decisions.may_send,
            on_expired=self._decisions.expired,
            arrears=self.arrears,
        )
        self.records = RecordSender(ledger=ledger, bus=bus, clock=clock, rule=rules.records, arrears=self.arrears)
        belt = BeltClock()
        self.tracker = Tracker(rules.assembly, guard_ms=rules.guard_ms)
        self.fanout = Fanout(
            evidence=parts.evidence,
            degraded=self._evidence_degraded,
            capacity=rules.evidence_queue,
        )
        self.following = Following(memory=parts.fading, ledger=ledger, evidence=parts.evidence, clock=clock)
        self.late_checks = LateChecks(
            inspection=parts.inspection, hand_on=self.fanout.offer, capacity=rules.evidence_queue, clock=clock
        )
        self.conclusion = Conclusion(
            ledger=ledger,
            sender=self.sender,
            clock=clock,
            recipes=parts.recipes,
            identification=parts.identification,
            new_id=parts.new_id,
            encode=parts.encode,
            after=self._concluded,
            arrears=self.arrears,
        )
        self.holds = HoldBoard(self._say_hold)
        self._hold_alarm = HoldAlarm(self.holds, self.alarms)
        self.lots = LotStage(ledger=ledger, board=self.holds, clock=clock, rule=rules.lots, new_id=parts.new_id)
        self.judging = Judging(
            clock=clock,
            tracker=self.tracker,
            inspection=parts.inspection,
            conclusion=self.conclusion,
            health=self.health,
            telemetry=parts.telemetry,
            quality=parts.quality,
            on_judged=self._judged,
            on_store_error=self._store_error,
            capacity=rules.queue,
            recipe=parts.recipes.default.name,
            holds=self.holds,
            torn=self._cameras.torn,
        )
        self.frames = FrameIntake(
            clock=clock,
            telemetry=parts.telemetry,
            tracker=self.tracker,
            judging=self.judging,
            alarms=self.alarms,
            belt=belt,
            on_preview=parts.on_preview,
        )
        self.intake = Intake(
            rule=rules.intake,
            clock=clock,
            ledger=ledger,
            tracker=self.tracker,
            conclusion=self.conclusion,
            sender=self.sender,
            health=self.health,
            alarms=self.alarms,
            late=self._decisions.late,
            telemetry=parts.telemetry,
            trigger_cameras=self._cameras.trigger,
            forward=self.frames.accept,
            belt=belt,
            arrears=self.arrears,
        )
        self._own_rule = rules.own
        self.beats = Beats(
            rule=rules.beats,
            bus=bus,
            clock=clock,
            health=self.health,
            alarms=self.alarms,
            progress=self.progress,
            feed_watchdog=parts.feed_watchdog,
        )
        self.reception = Reception(
            parts,
            rules,
            Desk(
                health=self.health,
                orders=self._orders,
                alarms=self.alarms,
                holds=self.holds,
                lots=self.lots,
                arrears=self.arrears,
                changed=self._state_changed,
            ),
        )
        self._loops = self._cameras.loops(rules.reconnect, self.frames.frame)
        self._stages = [
            Stage("sender", self.sender.run, on_crash=parts.on_crash),
            Stage("records", self.records.run, on_crash=parts.on_crash),
            Stage("clockwork", self._clockwork, on_crash=parts.on_crash),
            Stage("beats", self.beats.run, on_crash=parts.on_crash),
            Stage("lots", self.lots.run, on_crash=parts.on_crash),
            Stage("questions", self.reception.run, on_crash=parts.on_crash),
            Stage("deeds", self.reception.run_deeds, on_crash=parts.on_crash),
            Stage("teaching", self.reception.run_teaching, on_crash=parts.on_crash),
            Stage("setup", self.reception.run_setup, on_crash=parts.on_crash),
            Stage("following", self.following.run, on_crash=parts.on_crash),
            *(
                Stage(f"judge-{n}", lambda n=n: self._judge(n), on_crash=parts.on_crash)  # type: ignore[misc]
                for n in range(rules.workers)
            ),
        ]
        self._late_stage = Stage("late-checks", self.late_checks.run, on_crash=parts.on_crash)
        self._fanout_stage = Stage("fanout", self.fanout.run, on_crash=parts.on_crash)
        self._camera_stages = [
            Stage(f"camera-{loop.camera.name}", loop.run, on_crash=parts.on_crash) for loop in self._loops
        ]
        self._stopping = False

    def start(self) -> None:
        """Take up what an earlier process left, then start all threads; returns at once."""
        self._cameras.not_open_yet()
        self._orders.take_up()
        self.reception.take_up()
        self.lots.take_up()
        recover(ledger=self._parts.ledger, clock=self._parts.clock, intake=self.intake, sender=self.sender)
        if self._own_rule is not None:
            self.frames.make_triggers(self._own_rule, self._parts.ledger, self.intake.open)
        self._fanout_stage.start()
        self._late_stage.start()
        for stage in (*self._stages, *self._camera_stages):
            stage.start()
        self._parts.bus.start(self)
        self.health.set_phase(PackState.EXECUTE)

    def stop(self) -> None:
        """Answer every open item, send what is still in time, stop all threads, let go of the devices."""
        self._stopping = True
        self.health.set_phase(PackState.STOPPING)
        for loop in self._loops:
            loop.stop()
        self.judging.stop()
        for trigger in self.tracker.open_triggers():
            self.tracker.closed(trigger.key)
            try:
                self.intake.take_up(trigger, code=ReasonCode.STOPPING, dead=False)
            except StoreError as error:
                self._store_error(error)  # its row stays OPEN: the next start answers it
        self.tracker.wake()
        self.sender.step()
        self.health.set_phase(PackState.STOPPED)
        self.beats.say_state(self._parts.clock.monotonic_ns())
        self.beats.stop()
        self.sender.stop()
        self.records.stop()
        self.lots.stop()
        self.reception.stop()
        self.following.stop()
        self._join((*self._stages, *self._camera_stages))
        self.late_checks.stop()
        self._join((self._late_stage,))
        self.fanout.stop()
        self._join((self._fanout_stage,))
        self._parts.bus.stop()

    # What the bus calls -------------------------------------------------------------------------------------------

    def on_arrival(self, arrival: Arrival) -> None:
        """See BusHandler."""
        self.intake.arrival(arrival)

    def on_ack(self, ack: Ack) -> None:
        """See BusHandler."""
        self.intake.ack(ack)

    def on_confirm(self, confirm: Confirm) -> None:
        """See BusHandler."""
        self.intake.confirm(confirm)

    def on_plc_heartbeat(self, heartbeat: PlcHeartbeat) -> None:
        """See BusHandler."""
        self.intake.heartbeat(heartbeat)

    def on_command(self, command: Command) -> None:
        """See BusHandler."""
        self.reception.take(command)

    def on_link(self, up: bool, detail: str) -> None:
        """See BusHandler."""
        self.health.set("broker", "" if up else (detail or "connection lost"))
        self.alarms.set("broker-lost", active=not up, detail=detail)
        taken_over = not up and "taken over" in detail
        self.alarms.set("id-conflict", active=taken_over, detail=detail)
        if up:
            self.sender.wake()
            self.records.wake()
        else:
            self.records.forget_in_flight()

    def on_record_done(self, record_id: str, accepted: bool) -> None:
        """See BusHandler."""
        self.records.done(record_id, accepted=accepted)

    def on_malformed(self, topic: str, problem: str) -> None:
        """See BusHandler."""
        log.warning("malformed message: %s", problem, extra={"topic": topic})
        self._parts.telemetry.ignored("malformed")

    # What the stages call -----------------------------------------------------------------------------------------

    def _concluded(self, concluded: Concluded) -> None:
        self._decisions.concluded(concluded)
        self.records.wake()
        self.late_checks.offer(concluded)
        self.following.offer(concluded)

    def _judged(self, verdict: Verdict, faults: Mapping[str, Sequence[ImageFault]]) -> None:
        self._cameras.judged(faults)
        seen = any(not found for found in faults.values())
        self._failing.judged(verdict, seen=seen, now_ns=self._parts.clock.monotonic_ns())

    def _evidence_degraded(self, why: str) -> None:
        self.alarms.set("evidence-degraded", active=bool(why), detail=why)

    def _store_error(self, error: StoreError) -> None:
        self.intake.ledger_failed(error)

    def _ledger_works(self) -> None:
        self.intake.ledger_works()

    def _say_alarm(self, alarm: Alarm) -> None:
        self._parts.bus.say_alarm(alarm)

    def _say_hold(self, hold: Hold) -> None:
        self._parts.bus.say_hold(hold)
        self._hold_alarm.follow()

    def _state_changed(self) -> None:
        self.beats.say_state(self._parts.clock.monotonic_ns())

    # Threads ------------------------------------------------------------------------------------------------------

    def _clockwork(self) -> None:
        self.progress.expect("clockwork", self._stuck_s)
        while not self._stopping:
            self.progress.report("clockwork")
            now = self._parts.clock.monotonic_ns()
            self.frames.accept(self.tracker.tick(now))
            self._failing.tick(now)
            self.tracker.wait(self._parts.clock.monotonic_ns(), TICK_S)
        self.progress.forget("clockwork")

    def _judge(self, number: int) -> None:
        name = f"judge-{number}"
        self.progress.expect(name, self._stuck_s)
        self.judging.run(lambda: self.progress.report(name))
        self.progress.forget(name)

    def _join(self, stages: Sequence[Stage]) -> None:
        for stage in stages:
            if not stage.join(JOIN_S):
                log.error("thread %s does not end", stage.name)
