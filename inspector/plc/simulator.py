"""A conveyor controller that is not there: the belt and the handshake, run over a real MQTT connection."""

import queue
import threading
from collections.abc import Callable

from inspector.domain.decision import AckStatus
from inspector.domain.errors import BadMessage
from inspector.domain.item import ItemKey
from inspector.plc.agenda import Agenda
from inspector.plc.belt import Belt
from inspector.plc.belt_events import Arrived, BeltEvent, JamChanged, LaneChanged, Left, Stray
from inspector.plc.book import PlcBook
from inspector.plc.clock import PlcClock
from inspector.plc.faults import Fault, FaultKind
from inspector.plc.handshake import Answer, PlcHandshake
from inspector.plc.link import BrokerAck, PlcLink, Received
from inspector.plc.mischief import AckFaults, strike_belt
from inspector.plc.report import ItemRecord, PlcReport
from inspector.plc.simulator_config import PlcConfig, PlcEvent, PlcEventKind
from inspector.plc.voice import PlcVoice
from inspector.wire.codec import decode_as
from inspector.wire.item import ItemDecision
from inspector.wire.line import HbEdge
from inspector.wire.stamp import Stamp, boot_number

DRAIN_S = 2.0
NEVER_S = 3600.0
RUBBISH = b'{"v":1,"msg":"item.arrived","epoch":'


class PlcSimulator:
    """One thread runs the belt and answers; paho's thread only fills its inbox.

    `on_event` is called on that thread and must return quickly; what it raises ends the run and comes out of
    `wait_done`. Faults of the configured plan are set off by items, others by `inject`.
    """

    def __init__(
        self,
        config: PlcConfig,
        on_event: Callable[[PlcEvent], None] | None = None,
        clock: PlcClock | None = None,
    ) -> None:
        self._config = config
        self._on_event = on_event or (lambda _event: None)
        self._clock = clock or PlcClock()
        boot = boot_number(self._clock.utc())
        self._topic = config.address.topic
        self._link = PlcLink(
            config.link(f"plc-{config.station}-{boot % 100_000}"),
            topics=((self._topic(ItemDecision.suffix), 1), (self._topic(HbEdge.suffix), 0)),
            monotonic_ns=self._clock.monotonic_ns,
        )
        stamp = Stamp(station=config.station, boot=boot, utc=self._clock.utc)
        self._voice = PlcVoice(self._link, config.address, stamp)
        self._handshake = PlcHandshake(config.rules, epoch=config.first_epoch(self._clock))
        self._book = PlcBook()
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._failure: BaseException | None = None
        self._injected: queue.SimpleQueue[Fault] = queue.SimpleQueue()
        self._now_ns = self._started_ns = self._ended_ns = 0
        self._beats = 0
        self._link_was_up = self._edge_was_alive = self._released = False
        self._down = False
        self._mute_until_ns = 0
        self._ack_faults = AckFaults()
        self._plan = list(config.faults.faults)
        self._last_key: ItemKey | None = None
        self._belt: Belt
        self._ack_mids: dict[int, tuple[ItemKey, int]] = {}
        self._agenda = Agenda()

    # -- from other threads

    def start(self) -> None:
        """Connect and run. An absent broker is waited for; the belt begins to move at once."""
        self._started_ns = self._now_ns = self._clock.monotonic_ns()
        self._belt = Belt(
            self._config.belt, start_ns=self._now_ns, route=self._handshake.commit, items=self._config.items
        )
        if self._config.wait_for_edge:
            self._belt.hold_infeed(self._now_ns, hold=True)
        self._agenda.at(self._now_ns, self._beat)
        self._link.start()
        self._thread = threading.Thread(target=self._run, name="plc-simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let the broker take what was said, disconnect, join. Does nothing when it does not run."""
        if self._thread is None:
            return
        self._stopping = True
        self._link.wake()
        self._thread.join()
        self._thread = None
        self._link.drain(DRAIN_S)
        self._link.stop()
        self._ended_ns = self._clock.monotonic_ns()
        self._book.nudge()

    def wait_done(self, timeout_s: float | None = None) -> bool:
        """Wait until all `items` were on the belt and left it, or the run ended. Raises what ended it."""
        self._book.wait(lambda placed, still_open: self._over or self._complete(placed, still_open), timeout_s)
        if self._failure is not None:
            raise self._failure
        return self._book.wait(self._complete, 0)

    def report(self) -> PlcReport:
        """Everything so far."""
        end_ns = self._ended_ns or self._clock.monotonic_ns()
        return self._book.report(seconds=(end_ns - self._started_ns) / 1e9, protocol=self._link.protocol)

    def inject(self, fault: Fault) -> None:
        """Set off a fault: at once, or at its item if it names one that is still to come."""
        self._injected.put(fault)
        self._link.wake()

    @property
    def problem(self) -> str:
        """Why the link is not up; empty if it is."""
        return "" if self._link.up else self._link.problem

    @property
    def held_by(self) -> str:
        """Why no item is placed yet; empty once the infeed was released."""
        if self._released or not self._config.wait_for_edge:
            return ""
        if not self._link.up:
            return self._link.problem
        station = f"{self._config.site}/{self._config.line}/{self._config.station}"
        if not self._edge_was_alive:
            return f"no heartbeat of {station} comes: does its daemon run, with this broker and this name?"
        return f"{station} is not ready: its state and its alarms say why (`inspector watch`)"

    @property
    def _over(self) -> bool:
        return self._stopping or self._failure is not None

    def _complete(self, placed: int, still_open: int) -> bool:
        return self._config.items is not None and placed >= self._config.items and still_open == 0

    # -- the thread

    def _run(self) -> None:
        try:
            while not self._stopping:
                self._turn()
        except Exception as error:  # noqa: BLE001 - a thread's border: the caller gets it from wait_done
            self._failure = error
            self._book.nudge()

    def _turn(self) -> None:
        """What has come is judged at the moment it came, then the belt moves on to now."""
        try:
            while True:
                self._hear(self._link.inbox.get_nowait())
        except queue.Empty:
            self._step(self._clock.monotonic_ns())
        dues = [due for due in (self._belt.next_event_ns(), self._agenda.due_ns()) if due is not None]
        wait_s = (min(dues) - self._clock.monotonic_ns()) / 1e9 if dues else NEVER_S
        try:
            self._hear(self._link.inbox.get(timeout=max(0.0, wait_s)))
        except queue.Empty:
            return

    def _step(self, now_ns: int) -> None:
        while (due := self._belt.next_event_ns()) is not None and due <= now_ns:
            for event in self._belt.advance(due):
                self._on_belt(event)
        self._now_ns = max(self._now_ns, now_ns)
        self._agenda.run(self._now_ns)

    def _tell(self, kind: PlcEventKind, record: ItemRecord | None = None, detail: str = "") -> None:
        self._on_event(PlcEvent(kind=kind, at_ns=self._now_ns, record=record, detail=detail))

    # -- what comes in

    def _hear(self, news: Received | BrokerAck | None) -> None:
        if isinstance(news, BrokerAck):
            pending = self._ack_mids.pop(news.mid, None)
            if pending is not None:
                self._book.acked(pending[0], after_ns=news.at_ns - pending[1])
            return
        if isinstance(news, Received):
            self._step(news.at_ns)
            if not self._down:
                handle = self._on_edge_beat if news.topic == self._topic(HbEdge.suffix) else self._on_decision
                handle(news)
        if self._link.up != self._link_was_up:
            self._link_was_up = self._link.up
            self._tell(PlcEventKind.LINK_UP if self._link_was_up else PlcEventKind.LINK_DOWN, detail=self._link.problem)
        while not self._injected.empty():
            self._inject(self._injected.get())

    def _on_edge_beat(self, news: Received) -> None:
        try:
            beat = decode_as(HbEdge, news.payload)
        except BadMessage:
            self._book.count("unreadable")
            return
        self._handshake.edge_beat(boot=beat.boot, count=beat.n, now_ns=news.at_ns)
        self._watch_edge()
        if beat.ready and not self._released:
            self._released = True
            self._belt.hold_infeed(self._now_ns, hold=False)
            self._tell(PlcEventKind.EDGE_READY)

    def _on_decision(self, news: Received) -> None:
        encoder = self._belt.encoder(self._now_ns)
        answer = self._handshake.decide(news.payload, encoder=encoder, now_ns=self._now_ns)
        if answer is None:
            self._book.count("unreadable")
            return
        treatment = self._ack_faults.treat(answer.key)
        for _ in range(treatment.copies):
            if treatment.delay_ms > 0:
                due_ns = self._now_ns + round(treatment.delay_ms * 1e6)
                self._agenda.at(due_ns, lambda _due: self._ack(answer, news.at_ns))
            else:
                self._ack(answer, news.at_ns)
        record = self._book.answered(answer, news.at_ns)
        self._tell(PlcEventKind.DECIDED, record, detail=answer.problem or answer.status)

    def _ack(self, answer: Answer, received_ns: int) -> None:
        mid = self._voice.ack(answer.key, answer.did, attempt=answer.att, status=answer.status)
        if mid is not None and answer.status is AckStatus.ACCEPTED:
            self._ack_mids[mid] = (answer.key, received_ns)

    # -- what happens on the belt

    def _on_belt(self, event: BeltEvent) -> None:
        self._now_ns = max(self._now_ns, event.at_ns)
        match event:
            case Arrived():
                self._on_arrived(event)
            case Left():
                outcome = self._handshake.confirm(event.track, event.lane, event.fate)
                self._ack_faults.forget(outcome.key)
                self._voice.confirm(outcome.key, outcome.did, lane=outcome.lane, result=outcome.result)
                record = self._book.confirmed(outcome)
                self._tell(PlcEventKind.LEFT, record, detail=outcome.result)
            case Stray():
                self._book.count("strays")
                self._tell(PlcEventKind.STRAY, detail=f"to lane {event.lane}")
            case LaneChanged():
                self._handshake.set_lane_full(event.lane, full=event.full)
                self._tell(PlcEventKind.LANE, detail=f"lane {event.lane} {'full' if event.full else 'free'}")
            case JamChanged():
                self._tell(PlcEventKind.JAM, detail=f"lane {event.lane} {'jammed' if event.jammed else 'cleared'}")

    def _on_arrived(self, event: Arrived) -> None:
        key = self._handshake.open_track(event.track)
        self._last_key = key
        faults = [fault for fault in self._plan if fault.item == event.index]
        kinds = {fault.kind for fault in faults}
        if FaultKind.MALFORMED_ARRIVED in kinds:
            self._voice.raw("item/arrived", RUBBISH)
        told_ns: int | None = self._clock.monotonic_ns()
        for _ in range(2 if FaultKind.DUPLICATE_ARRIVED in kinds else 1):
            mid = self._voice.arrived(
                key,
                encoder=event.encoder,
                commit_encoder=event.commit_encoder,
                counts_per_s=self._belt.counts_per_s,
                trigger=self._config.counter_start + event.index,
                identity=self._config.identity(event.index),
                simulated=self._config.simulate,
            )
            told_ns = told_ns if mid is not None else None
        self._ack_faults.add(key, faults)
        record = self._book.opened(key, announced_ns=told_ns)
        self._tell(PlcEventKind.ARRIVED, record)
        for fault in faults:
            self._set_off(fault, event.index)

    # -- faults

    def _inject(self, fault: Fault) -> None:
        if fault.item is not None and fault.item >= self._belt.placed:
            self._plan.append(fault)
            return
        if self._last_key is not None:
            self._ack_faults.add(self._last_key, (fault,))
        self._set_off(fault, self._belt.placed - 1)

    def _set_off(self, fault: Fault, item: int) -> None:
        now_ns, ms = self._now_ns, round(fault.ms * 1e6)
        if fault.kind is FaultKind.RESTART:
            self._restart(now_ns, fault.ms)
        elif fault.kind is FaultKind.HEARTBEAT_STOP:
            self._mute_until_ns = now_ns + ms
        elif fault.kind is FaultKind.OVERRIDE and self._last_key is not None:
            self._handshake.override(self._last_key.track)
        else:
            strike_belt(self._belt, fault, item=item, now_ns=now_ns)
        self._tell(PlcEventKind.FAULT, detail=fault.kind)

    def _restart(self, now_ns: int, standstill_ms: float) -> None:
        """Silence while it is down; then another epoch, with track numbers and encoder from their start."""
        self._down, self._edge_was_alive = True, False
        self._belt.restart(now_ns, standstill_ms=standstill_ms, encoder_start=self._config.belt.encoder_start)
        self._handshake.restart((self._handshake.epoch + 1) % 2**32)
        self._ack_faults.forget_all()
        self._book.forgot_all()
        self._agenda.at(now_ns + round(standstill_ms * 1e6), self._back_up)

    def _back_up(self, _due_ns: int) -> None:
        self._down = False
        self._tell(PlcEventKind.RESTARTED, detail=f"epoch {self._handshake.epoch}")

    # -- heartbeats

    def _beat(self, due_ns: int) -> None:
        period_ns = round(1e9 / self._config.hb_hz)
        behind = max(0, self._now_ns - due_ns) // period_ns
        self._agenda.at(due_ns + (1 + behind) * period_ns, self._beat)
        self._watch_edge()
        if not self._down and self._now_ns >= self._mute_until_ns:
            self._beats += 1
            self._voice.beat(
                self._beats,
                epoch=self._handshake.epoch,
                encoder=self._belt.encoder(self._now_ns),
                counts_per_s=self._belt.counts_per_s,
                simulate=self._config.simulate,
            )

    def _watch_edge(self) -> None:
        alive = not self._down and self._handshake.edge_alive(self._now_ns)
        if alive != self._edge_was_alive:
            self._edge_was_alive = alive
            self._tell(PlcEventKind.EDGE_BACK if alive else PlcEventKind.EDGE_LOST)
            if not alive:
                self._book.count("edge_losses")
