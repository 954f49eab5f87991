"""A controller for tests: it announces items at will, answers as it is told to, and remembers all it hears."""

import threading
from collections.abc import Callable

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.encoder import wrap
from inspector.domain.errors import BadMessage
from inspector.domain.item import ItemKey
from inspector.domain.verdict import Disposition
from inspector.plc.agenda import Agenda
from inspector.plc.clock import PlcClock
from inspector.plc.conformance.finding import NoAnswer
from inspector.plc.conformance.observed import (
    COUNTS_PER_S,
    BenchConfig,
    Copy,
    Probe,
    Pulse,
    Reply,
    Seen,
    judge,
)
from inspector.plc.handshake import HandshakeRules, PlcHandshake
from inspector.plc.link import PlcLink, Received
from inspector.plc.motion import BeltMotion
from inspector.plc.voice import PlcVoice
from inspector.wire.codec import decode
from inspector.wire.item import ItemDecision
from inspector.wire.line import HbEdge
from inspector.wire.stamp import Stamp, boot_number

BEAT_MS = 200
CONFIRM_AFTER_MS = 80
ATTEMPTS = 3
THROUGH, DEFAULT = 1, 3


class Bench:
    """One thread beats, listens and answers; the scenes run on the caller's thread. Time is real."""

    def __init__(self, config: BenchConfig, clock: PlcClock | None = None) -> None:
        self.config = config
        self._clock = clock or PlcClock()
        self.boot = boot_number(self._clock.utc())
        self.link = PlcLink(
            config.link, topics=((config.address.topic("#"), 1),), monotonic_ns=self._clock.monotonic_ns
        )
        stamp = Stamp(station=config.address.station, boot=self.boot, utc=self._clock.utc)
        self.voice = PlcVoice(self.link, config.address, stamp)
        self._changed = threading.Condition()
        self._seen: list[Seen] = []
        self._replies: dict[ItemKey, Reply] = {}
        self._followed: dict[ItemKey, ItemDecision] = {}
        self._unconfirmed = 0
        self.probes: dict[ItemKey, Probe] = {}
        self.pulse = Pulse.ABSENT
        self.simulate = False
        self.epoch = int(self._clock.utc().timestamp()) % 2**32  # as the simulator's and many a controller's
        self._base = config.encoder_start
        self._track = 0
        self._trigger = config.first_trigger
        self._beats = 0
        self._motion = BeltMotion(start_ns=self._clock.monotonic_ns(), counts_per_s=COUNTS_PER_S)
        self._rules = HandshakeRules(lanes=range(65536), through_lane=THROUGH, default_lane=DEFAULT)
        self._handshake = PlcHandshake(self._rules, epoch=self.epoch)
        self._agenda = Agenda()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="conform", daemon=True)

    def start(self) -> None:
        """Connect and listen; the heartbeat waits for `pulse`."""
        self._agenda.at(self.now_ns(), self._beat)
        self.link.start()
        self._thread.start()

    def stop(self) -> None:
        """Disconnect, join."""
        self._stopping = True
        self.link.wake()
        self._thread.join()
        self.link.drain(1.0)
        self.link.stop()

    # -- time and watching

    def now_ns(self) -> int:
        """Monotonic now."""
        return self._clock.monotonic_ns()

    def encoder(self, at_ns: int | None = None) -> int:
        """The belt's 32-bit count."""
        return wrap(self._base + int(self._motion.travelled(self.now_ns() if at_ns is None else at_ns)))

    @property
    def next_trigger(self) -> int:
        """The camera trigger count of the next item."""
        return self._trigger

    def watch_until(self, at_ns: int) -> None:
        """Let time pass; the bench goes on answering."""
        with self._changed:
            while (left_s := (at_ns - self.now_ns()) / 1e9) > 0:
                self._changed.wait(left_s)

    def watch(self, ms: float) -> None:
        """Let so much time pass."""
        self.watch_until(self.now_ns() + round(ms * 1e6))

    def wait(self, holds: Callable[[], bool], ms: float) -> bool:
        """Wait until something holds that depends on what was heard."""
        with self._changed:
            return self._changed.wait_for(holds, ms / 1000)

    # -- what was heard

    def seen(self, suffix: str | None = None, *, since_ns: int = 0) -> list[Seen]:
        """Messages on a topic suffix (None: all), oldest first. Without what the bench said itself."""
        with self._changed:
            return [s for s in self._seen if suffix in (None, s.suffix) and s.at_ns >= since_ns]

    def copies(self, key: ItemKey | None = None, *, since_ns: int = 0) -> list[Copy]:
        """Valid decisions for an item (None: all), oldest first."""
        found = []
        for seen in self.seen("item/decision", since_ns=since_ns):
            if isinstance(seen.message, ItemDecision) and not seen.retained:
                copy = Copy(decision=seen.message, at_ns=seen.at_ns, encoder=seen.encoder)
                if key in (None, ItemKey(seen.message.epoch, seen.message.track)):
                    found.append(copy)
        return found

    # -- what the controller does

    def item(
        self,
        reply: Reply = judge,
        *,
        deadline_ms: float | None = None,
        track: int | None = None,
        trigger: int | None = None,
        simulated: bool = False,
        result: ConfirmResult | None = None,
    ) -> Probe:
        """Announce an item. It is confirmed after its commit: by what was accepted, or as `result` says."""
        with self._changed:
            self._track = self._track + 1 if track is None else track
            key = ItemKey(self.epoch, self._track)
            self._handshake.open_track(key.track)
            self._replies[key] = reply
            if trigger is None:
                trigger = self._trigger
                self._trigger += 1
            ahead_ms = self.config.deadline_ms if deadline_ms is None else deadline_ms
            now_ns = self.now_ns()
            probe = Probe(
                key=key,
                encoder=self.encoder(now_ns),
                commit_encoder=wrap(self.encoder(now_ns) + round(ahead_ms * COUNTS_PER_S / 1000)),
                trigger=trigger,
                simulated=simulated,
                sent_ns=now_ns,
                commit_ns=now_ns + round(ahead_ms * 1e6),
            )
            self.probes[key] = probe
            confirm_ns = max(now_ns, probe.commit_ns) + CONFIRM_AFTER_MS * 1_000_000
            self._agenda.at(probe.commit_ns, lambda _due: self._commit(key))
            self._unconfirmed += 1
            self._agenda.at(confirm_ns, lambda _due: self._confirm(key, result))
            self.announce(probe)
        self.link.wake()
        return probe

    def announce(self, probe: Probe) -> None:
        """Send `item/arrived` for an item, for the first time or again."""
        self.voice.arrived(
            probe.key,
            encoder=probe.encoder,
            commit_encoder=probe.commit_encoder,
            counts_per_s=COUNTS_PER_S,
            trigger=probe.trigger,
            identity=self.config.identity,
            simulated=probe.simulated,
        )

    def answered(self, probe: Probe, *, copies: int = 1) -> bool:
        """Wait until so many decisions came for the item, at most until shortly after its commit."""
        left_ms = (probe.commit_ns - self.now_ns()) / 1e6 + 50
        return self.wait(lambda: len(self.copies(probe.key)) >= copies, left_ms)

    def ordinary_item(self) -> Copy:
        """An item that is answered by the rules and done with: the proof that a silence means something.

        Tried again before `NoAnswer` is raised; that an edge is slow now and then is another matter.
        """
        for _ in range(ATTEMPTS):
            probe = self.item()
            if self.answered(probe):
                return self.copies(probe.key)[0]
        raise NoAnswer(f"{ATTEMPTS} ordinary items got no decision before their commit points")

    def still_answers(self) -> bool:
        """Whether an ordinary item is answered, after something that should have done no harm."""
        return any(self.answered(self.item()) for _ in range(ATTEMPTS))

    def settle(self) -> None:
        """Wait until every item so far has left the belt."""
        self.wait(lambda: self._unconfirmed == 0, 2 * self.config.deadline_ms + 1000)

    def new_epoch(self, *, encoder_start: int | None = None) -> None:
        """The controller restarts: new epoch, tracks from 1, and perhaps another encoder count."""
        with self._changed:
            self.epoch = (self.epoch + 1) % 2**32
            self._handshake = PlcHandshake(self._rules, epoch=self.epoch)
            self._track = 0
            if encoder_start is not None:
                self._base = encoder_start - int(self._motion.travelled(self.now_ns()))
            self._beat_now()

    # -- the thread

    def _run(self) -> None:
        while not self._stopping:
            with self._changed:
                self._agenda.run(self.now_ns())
                due_ns = self._agenda.due_ns()
            wait_s = 1.0 if due_ns is None else max(0.0, (due_ns - self.now_ns()) / 1e9)
            news = self.link.take(wait_s)
            if isinstance(news, Received):
                with self._changed:
                    self._hear(news)
                    self._changed.notify_all()

    def _hear(self, news: Received) -> None:
        suffix = self.config.address.suffix(news.topic) or ""
        message, problem = None, ""
        if news.payload:
            try:
                message = decode(suffix, news.payload)
            except BadMessage as error:
                problem = str(error)
        if message is not None and message.boot == self.boot and message.sender == "plc":
            return  # our own voice
        seen = Seen(
            suffix=suffix,
            payload=news.payload,
            qos=news.qos,
            retained=news.retained,
            at_ns=news.at_ns,
            encoder=self.encoder(news.at_ns),
            message=message,
            problem=problem,
        )
        self._seen.append(seen)
        if isinstance(message, HbEdge):
            self._handshake.edge_beat(boot=message.boot, count=message.n, now_ns=news.at_ns)
        elif suffix == ItemDecision.suffix and not news.retained:
            self._answer(seen)

    def _answer(self, seen: Seen) -> None:
        answer = self._handshake.decide(seen.payload, encoder=seen.encoder, now_ns=seen.at_ns)
        if answer is None:
            return
        status = self._replies.get(answer.key, judge)(answer)
        if status is AckStatus.ACCEPTED and answer.decision is not None:
            self._followed[answer.key] = answer.decision
        if status is not None:
            self.voice.ack(answer.key, answer.did, attempt=answer.att, status=status)

    def _commit(self, key: ItemKey) -> None:
        if key.epoch == self.epoch:
            self._handshake.commit(key.track)

    def _confirm(self, key: ItemKey, result: ConfirmResult | None) -> None:
        self._unconfirmed -= 1
        self._changed.notify_all()
        if key.epoch != self.epoch:
            return
        decision = self._followed.get(key)
        if decision is None:
            self.voice.confirm(key, None, lane=DEFAULT, result=result or ConfirmResult.DEFAULTED)
            return
        natural = ConfirmResult.PASSED if decision.disp is Disposition.PASS else ConfirmResult.DIVERTED
        self.voice.confirm(key, decision.did, lane=decision.lane, result=result or natural)

    def _beat(self, due_ns: int) -> None:
        self._agenda.at(max(due_ns + BEAT_MS * 1_000_000, self.now_ns()), self._beat)
        self._beat_now()

    def _beat_now(self) -> None:
        if self.pulse is Pulse.ABSENT:
            return
        self._beats += self.pulse is Pulse.ALIVE
        self.voice.beat(
            self._beats,
            epoch=self.epoch,
            encoder=self.encoder(),
            counts_per_s=COUNTS_PER_S,
            simulate=self.simulate,
        )
