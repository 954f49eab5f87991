"""An edge that follows the handshake's rules, small enough to be read; each `Flaw` makes it break one of them.

It judges nothing: `verdict` says what it answers. It stands in for the daemon where a controller is under test.
"""

import contextlib
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.encoder import distance
from inspector.domain.errors import BadMessage
from inspector.domain.item import ItemKey
from inspector.domain.packml import PackMode, PackState
from inspector.domain.verdict import Disposition
from inspector.plc.agenda import Agenda
from inspector.plc.clock import PlcClock
from inspector.wire.codec import decode, encode
from inspector.wire.header import Message
from inspector.wire.item import ItemAck, ItemArrived, ItemConfirm, ItemDecision
from inspector.wire.line import HbEdge, HbPlc, Info, State, Status
from inspector.wire.stamp import Stamp
from inspector.wire.topics import Address
from tests.support.edge_flaws import Flaw, flawed_payload, raised

MARGIN_COUNTS = 50
DEFAULTS_IN_A_ROW = 5


@dataclass(slots=True, kw_only=True)
class _Item:
    arrived: ItemArrived
    did: str
    until_enc: int
    disposition: Disposition
    lane: int
    why: int
    att: int = 0
    finished: bool = False


def _pass_all(_arrived: ItemArrived) -> tuple[Disposition, int]:
    return Disposition.PASS, 1


def _always(_arrived: ItemArrived) -> bool:
    return True


@dataclass(kw_only=True)
class EdgeStub:
    """`start` connects; `stop` says OFFLINE; `kill` cuts the connection as a crash would."""

    port: int
    address: Address
    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    flaws: frozenset[Flaw] = frozenset()
    verdict: Callable[[ItemArrived], tuple[Disposition, int]] = _pass_all
    has_frame: Callable[[ItemArrived], bool] = _always
    think_ms: float = 3.0
    resend_ms: int = 60
    plc_timeout_ms: int = 600
    protocol: MQTTProtocolVersion = MQTTProtocolVersion.MQTTv5
    decisions: list[ItemDecision] = field(default_factory=list)
    acks: list[ItemAck] = field(default_factory=list)
    confirms: list[ItemConfirm] = field(default_factory=list)
    heard: set[ItemKey] = field(default_factory=set)

    def start(self) -> None:
        """Connect to a running broker and begin to work."""
        self._boot = time.monotonic_ns() // 1000 % 2**32
        self._stamp = Stamp(station=self.address.station, boot=self._boot, utc=PlcClock().utc)
        self._inbox: queue.Queue[tuple[str, bytes, int] | None] = queue.Queue()
        self._agenda = Agenda()
        self._items: dict[object, _Item] = {}
        self._epoch: int | None = None
        self._old_epochs: set[int] = set()
        self._beat: tuple[HbPlc, int] | None = None
        self._plc_seen_ns = 0
        self._state = PackState.IDLE
        self._defaults_in_a_row = 0
        self._last_arrival_ns = 0
        self._ids = count(1)
        self._beats = 0
        self._stopping = self._dead = False
        self._changed = threading.Condition()
        client = Client(
            CallbackAPIVersion.VERSION2,
            f"edge-{self.address.line}-{self.address.station}",
            protocol=self.protocol,
            reconnect_on_failure=False,
        )
        if self.tls is not None:
            client.tls_set_context(self.tls)
        client.on_socket_open = _no_delay
        client.on_connect = lambda c, *_: c.subscribe(
            [(self.address.topic(s), 1) for s in ("item/arrived", "item/ack", "item/confirm", "hb/plc")]
        )
        client.on_message = self._on_message
        client.on_subscribe = lambda *_: self._inbox.put(None)
        if not self._has(Flaw.NO_WILL):
            will = Status(**self._stamp.header("status"), state="CONNECTION_BROKEN")
            client.will_set(self.address.topic("status"), encode(will), qos=1, retain=True)
        client.connect(self.host, self.port, keepalive=5)
        client.loop_start()
        self._client = client
        self._thread = threading.Thread(target=self._run, name="edge-stub", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Say OFFLINE and go."""
        self._end()
        self._say(Status(**self._stamp.header("status"), state="OFFLINE"))
        self._client.disconnect()
        self._client.loop_stop()

    def kill(self) -> None:
        """Vanish without a word."""
        self._end()
        sock = self._client.socket()
        if isinstance(sock, socket.socket):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._client.loop_stop()

    def wait(self, holds: Callable[[], bool], timeout_s: float) -> bool:
        """Wait until something holds that depends on what was heard."""
        with self._changed:
            return self._changed.wait_for(holds, timeout_s)

    def _end(self) -> None:
        self._stopping = True
        self._inbox.put(None)
        self._thread.join()

    def _has(self, flaw: Flaw) -> bool:
        return flaw in self.flaws

    # -- loop

    def _on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        self._inbox.put((self.address.suffix(message.topic) or "", bytes(message.payload), time.monotonic_ns()))

    def _run(self) -> None:
        self._inbox.get()  # subscribed
        self._say(Status(**self._stamp.header("status"), state="ONLINE"))
        if not self._has(Flaw.NO_INFO):
            self._say(Info(**self._stamp.header("info"), versions={"program": "stub"}))
        self._say_state(PackState.SUSPENDED)
        self._agenda.at(time.monotonic_ns(), self._heartbeat)
        while not self._stopping:
            due = self._agenda.due_ns()
            wait_s = 1.0 if due is None else max(0.0, (due - time.monotonic_ns()) / 1e9)
            with contextlib.suppress(queue.Empty):
                news = self._inbox.get(timeout=wait_s)
                if news is not None and not self._dead:
                    self._hear(*news)
                    with self._changed:
                        self._changed.notify_all()
            self._agenda.run(time.monotonic_ns())

    def _heartbeat(self, due_ns: int) -> None:
        period_ms = 1000 if self._has(Flaw.SLOW_HEARTBEAT) else 200
        self._agenda.at(due_ns + period_ms * 1_000_000, self._heartbeat)
        if self._dead:
            return
        self._beats += not self._has(Flaw.STUCK_HEARTBEAT)
        self._watch_plc()
        ready = self._state is PackState.EXECUTE
        self._say(HbEdge(**self._stamp.header("hb/edge"), n=self._beats, ready=ready))

    def _plc_alive(self) -> bool:
        return time.monotonic_ns() - self._plc_seen_ns <= self.plc_timeout_ms * 1_000_000

    def _watch_plc(self) -> None:
        wanted = PackState.EXECUTE if self._plc_alive() or self._has(Flaw.NEVER_SUSPENDS) else PackState.SUSPENDED
        if wanted is not self._state:
            self._say_state(wanted)

    def _say_state(self, pack: PackState) -> None:
        self._state = pack
        name = "RUNNING" if self._has(Flaw.STRANGE_STATE) else pack.name
        self._say(State(**self._stamp.header("state"), pack=name, pack_code=int(pack), mode=PackMode.PRODUCTION))

    def _say(self, message: Message, *, suffix: str = "") -> None:
        retain = message.retain and not (isinstance(message, Status) and self._has(Flaw.STATUS_NOT_RETAINED))
        topic = self.address.topic(suffix or message.suffix)
        self._client.publish(topic, encode(message), qos=message.qos, retain=retain)

    # -- what comes in

    def _hear(self, suffix: str, payload: bytes, at_ns: int) -> None:
        try:
            message = decode(suffix, payload)
        except BadMessage:
            self._dead = self._has(Flaw.DIES_OF_RUBBISH)
            return
        match message:
            case HbPlc():
                self._on_plc_beat(message, at_ns)
            case ItemArrived():
                self._on_arrived(message, at_ns)
            case ItemAck():
                self._on_ack(message)
            case ItemConfirm():
                self._on_confirm(message)

    def _on_plc_beat(self, beat: HbPlc, at_ns: int) -> None:
        if self._beat is None or self._beat[0].n != beat.n or self._has(Flaw.FROZEN_BEAT_IS_LIFE):
            self._plc_seen_ns = at_ns
        self._beat = (beat, at_ns)
        self._follow_epoch(beat.epoch)
        self._watch_plc()

    def _follow_epoch(self, epoch: int) -> None:
        if epoch == self._epoch or epoch in self._old_epochs:
            return
        if self._epoch is not None:
            self._old_epochs.add(self._epoch)
        self._epoch = epoch
        if not self._has(Flaw.KEEPS_OLD_EPOCH):
            for item in self._items.values():
                item.finished = True

    def _key(self, message: ItemArrived | ItemAck | ItemConfirm) -> object:
        return message.track if self._has(Flaw.TRACK_ALONE_IS_KEY) else ItemKey(message.epoch, message.track)

    def _on_arrived(self, arrived: ItemArrived, at_ns: int) -> None:
        self._follow_epoch(arrived.epoch)
        self.heard.add(ItemKey(arrived.epoch, arrived.track))
        known = self._key(arrived) in self._items and not self._has(Flaw.ANSWERS_TWICE)
        hurried = self._has(Flaw.DROPS_IN_BURST) and at_ns - self._last_arrival_ns < 100_000_000
        self._last_arrival_ns = at_ns
        if known or hurried or arrived.epoch != self._epoch or self._has(Flaw.DEAF):
            return
        if self._has(Flaw.NO_WRAP) and arrived.track > 2**30:
            return
        self._open(arrived)

    def _open(self, arrived: ItemArrived) -> None:
        disposition, lane = self.verdict(arrived)
        why = 900
        if not self.has_frame(arrived):
            if self._has(Flaw.SILENT_WITHOUT_FRAME):
                return
            if not self._has(Flaw.PASSES_WITHOUT_FRAME):
                disposition, lane, why = Disposition.NO_DECISION, 3, 101
        after = 500 if self._has(Flaw.UNTIL_AFTER_COMMIT) else -MARGIN_COUNTS
        until = (arrived.commit_enc + after) % 2**32
        item = _Item(arrived=arrived, did=self._new_id(), until_enc=until, disposition=disposition, lane=lane, why=why)
        self._items[self._key(arrived)] = item
        self._agenda.at(time.monotonic_ns() + round(self.think_ms * 1e6), lambda _due: self._send(item))

    def _new_id(self) -> str:
        return f"{self._boot:08x}{next(self._ids):06d}"

    # -- what goes out

    def _encoder_now(self) -> int:
        if self._beat is None:
            return 0
        beat, at_ns = self._beat
        return (beat.enc + int(beat.enc_hz * (time.monotonic_ns() - at_ns) / 1e9)) % 2**32

    def _dead_line(self, item: _Item) -> bool:
        if self._has(Flaw.PLAIN_SUBTRACTION):
            return item.until_enc - self._encoder_now() < 0
        return distance(self._encoder_now(), item.until_enc) < 0

    def _send(self, item: _Item) -> None:
        late_flaws = {Flaw.SENDS_AFTER_DEADLINE, Flaw.ANSWERS_THE_DEAD}
        over = self._dead_line(item) and not (late_flaws & self.flaws)
        if Flaw.ANSWERS_THE_DEAD in self.flaws and item.att > 0 and self._dead_line(item):
            over = True
        if item.finished or over or self._stopping:
            return
        if not self._plc_alive() and not self._has(Flaw.IGNORES_PLC_SILENCE):
            item.finished = True
            return
        if item.att < 255:
            item.att += 1
        self._publish(item)
        if not self._has(Flaw.SENDS_ONCE):
            pause_ms = 400 if self._has(Flaw.RESENDS_SELDOM) else self.resend_ms
            self._agenda.at(time.monotonic_ns() + pause_ms * 1_000_000, lambda _due: self._send(item))

    def _publish(self, item: _Item) -> None:
        did = self._new_id() if self._has(Flaw.NEW_ID_PER_COPY) else item.did
        track = item.arrived.track % (2**31 - 1) + 1 if self._has(Flaw.WRONG_TRACK) else item.arrived.track
        decision = ItemDecision(
            **self._stamp.header("item/decision"),
            epoch=item.arrived.epoch,
            track=track,
            did=did,
            att=1 if self._has(Flaw.STUCK_ATTEMPT) else item.att,
            disp=item.disposition,
            lane=item.lane,
            why=item.why,
            score=0.1,
            until_enc=item.until_enc,
            sim=item.arrived.sim and not self._has(Flaw.NEVER_SIMULATES),
            rid=item.did + "R",
        )
        self.decisions.append(decision)
        self._client.publish(
            self.address.topic("item/decision"),
            flawed_payload(decision, self.flaws),
            qos=0 if self._has(Flaw.QOS_0) else 1,
            retain=self._has(Flaw.RETAINS_DECISIONS),
        )

    def _on_ack(self, ack: ItemAck) -> None:
        self.acks.append(ack)
        item = self._items.get(self._key(ack))
        if item is None or self._has(Flaw.IGNORES_ACKS):
            return
        mine = ack.did == item.did or self._has(Flaw.ANY_ACK_ENDS) or self._has(Flaw.NEW_ID_PER_COPY)
        final = ack.status is AckStatus.ACCEPTED or not self._has(Flaw.ONLY_ACCEPTED_ENDS)
        item.finished = item.finished or (mine and final)
        if ack.status is AckStatus.LANE_FULL and self._has(Flaw.REROUTES):
            other = _Item(
                arrived=item.arrived,
                did=self._new_id(),
                until_enc=item.until_enc,
                disposition=item.disposition,
                lane=item.lane + 1,
                why=item.why,
            )
            self._items[self._key(ack)] = other
            self._send(other)

    def _on_confirm(self, confirm: ItemConfirm) -> None:
        self.confirms.append(confirm)
        item = self._items.get(self._key(confirm))
        defaulted = confirm.result is ConfirmResult.DEFAULTED
        self._defaults_in_a_row = self._defaults_in_a_row + 1 if defaulted else 0
        if self._has(Flaw.DIES_OF_CONFIRM) and confirm.result is ConfirmResult.JAM:
            self._dead = True
        if self._has(Flaw.CONFIRMS_ITSELF) and confirm.boot != self._boot:
            self._say(confirm.model_copy(update=dict(self._stamp.header("item/confirm"))))
        if item is not None:
            if defaulted and self._has(Flaw.DECIDES_AFTER_CONFIRM):
                self._publish(item)
            item.finished = item.finished or not self._has(Flaw.SENDS_AFTER_DEADLINE)
        if self._defaults_in_a_row >= DEFAULTS_IN_A_ROW and not self._has(Flaw.NO_INTERLOCK):
            self._say(raised(self._stamp, "items-defaulted"), suffix="alarm/items-defaulted")


def _no_delay(_client: Client, _data: object, sock: object) -> None:
    if isinstance(sock, socket.socket):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
