"""The sending side of a station's bus: any thread may speak, nothing waits for a link that is gone."""

import logging
import math
import threading
from collections import deque
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from inspector.adapters.bus._counters import Counters
from inspector.adapters.bus._link import Connection, Outgoing, Taken
from inspector.adapters.bus._retained import Retained
from inspector.adapters.bus._window import Errand, Sent, Window
from inspector.domain.alarm import ALARMS, Alarm, AlarmState
from inspector.domain.decision import Decision
from inspector.domain.errors import BadMessage, BusError
from inspector.domain.hold import Hold
from inspector.domain.station import Response, StationInfo, StationState
from inspector.ports.clock import Clock
from inspector.wire.codec import encode
from inspector.wire.from_domain import (
    alarm_message,
    decision_message,
    info_message,
    metrics_message,
    response_message,
    state_message,
)
from inspector.wire.hold import hold_message
from inspector.wire.line import HbEdge, ResponseMessage, Status
from inspector.wire.stamp import Header, Stamp
from inspector.wire.topics import Address

log = logging.getLogger(__name__)

STATE_RENEWAL_S = 30.0
MAX_WAITING_RESPONSES = 64
UNKNOWN = "rsp/?"  # all names that no command has, which anybody may make up, are counted as one topic


class Outbox:
    """Thread-safe; `link`, `unlink`, `answered` and `flush` are the bus thread's."""

    def __init__(self, *, address: Address, clock: Clock, boot: int, info: StationInfo, counters: Counters) -> None:
        self._address = address
        self._clock = clock
        self._info = info
        self._counters = counters
        self._stamp = Stamp(station=address.station, boot=boot, utc=clock.utc)
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._window = Window()
        self._retained = Retained()
        self._responses: deque[Outgoing] = deque()
        self._retained.want("status", partial(self._status, "ONLINE"))
        self._retained.want("info", self._info_payload)
        for name in ALARMS:  # what a process that died left standing is not ours
            self._retained.clear(f"alarm/{name}")

    @property
    def up(self) -> bool:
        """There is a connection that is not known to be lost."""
        return self._connection is not None

    def will(self) -> Outgoing:
        """What the broker says when we are gone without a word; numbered to come after the next ONLINE."""
        return self._outgoing("status", self._status("CONNECTION_BROKEN", self._stamp.ahead("status")), retain=True)

    def link(self, connection: Connection) -> None:
        """Speak over a new connection, and first say again what must stand on the broker."""
        with self._lock:
            self._connection = connection
            self._window = Window(connection.receive_maximum)
            self._retained.unsay()
        self.flush()
        self._stamp.header("status")  # the will's number

    def unlink(self) -> None:
        """The connection is gone, and with it all that it had not delivered."""
        with self._lock:
            self._connection = None
            self._window = Window()
            self._responses.clear()

    def say_online_again(self) -> None:
        """Somebody overwrote our status."""
        with self._lock:
            self._retained.want("status", partial(self._status, "ONLINE"))

    def say_offline(self) -> int | None:
        """Publish OFFLINE; its number, None if there is nobody to tell."""
        outgoing = self._outgoing("status", self._status("OFFLINE"), retain=True)
        with self._lock:
            try:
                return self._publish(outgoing, Sent(Errand.DECISION, "status"))
            except BusError:
                return None

    def decision(self, decision: Decision, attempt: int) -> None:
        """Raises `BusError` when it can not go out now, or when its deadline has passed."""
        left_ns = decision.deadline_ns - self._clock.monotonic_ns()
        if left_ns <= 0:
            raise BusError(f"decision {decision.decision_id}: its deadline has passed")
        until = self._clock.utc() + timedelta(microseconds=left_ns / 1000)
        with self._lock:
            self._require_room(self._address.topic("item/decision"), Errand.DECISION)
            message = decision_message(  # counted once it can go: a gap in `seq` tells the controller of a loss
                decision,
                attempt=attempt,
                until=until,
                header=self._stamp.header("item/decision"),
                left_ms=min(left_ns // 1_000_000, 2**32 - 1),
            )
            outgoing = self._outgoing("item/decision", encode(message), expiry_s=max(1, math.ceil(left_ns / 1e9)))
            self._publish(outgoing, Sent(Errand.DECISION, decision.decision_id))
        self._counters.add("decisions_sent")

    def record(self, record_id: str, body: bytes) -> None:
        """Raises `BusError` when it can not go out now."""
        with self._lock:
            self._publish(self._outgoing("result", body), Sent(Errand.RECORD, record_id))
        self._counters.add("records_sent")

    def beat(self, *, count: int, ready: bool) -> None:
        """QoS 0; nothing happens without a link."""
        with self._lock:
            if self._connection is None:
                return
            beat = HbEdge(**self._stamp.header("hb/edge"), n=count % 2**32, ready=ready)
            try:
                self._connection.publish(self._outgoing("hb/edge", encode(beat), qos=0))
            except BusError:
                log.debug("heartbeat not sent: the link is going down")

    def metrics(self, values: Mapping[str, float]) -> None:
        """QoS 0; nothing happens without a link. What can not be put on the wire is logged, and not said."""
        with self._lock:
            if self._connection is None:
                return
            try:
                payload = encode(metrics_message(values, header=self._stamp.header("metrics")))
                self._connection.publish(self._outgoing("metrics", payload, qos=0))
            except BadMessage as error:
                log.error("metrics are not said: %s", error)  # noqa: TRY400 - the message says it all
            except BusError:
                log.debug("metrics not sent: the link is going down")

    def state(self, state: StationState) -> None:
        """The newest state, now or as soon as there is a link."""
        with self._lock:
            self._retained.want("state", partial(self._state_payload, state))
        self.flush()

    def info(self, info: StationInfo) -> None:
        """The newest fact sheet, now or as soon as there is a link."""
        with self._lock:
            self._info = info
            self._retained.want("info", self._info_payload)
        self.flush()

    def alarm(self, alarm: Alarm) -> None:
        """The alarm's newest state, now or as soon as there is a link; a NORMAL one is cleared."""
        suffix = f"alarm/{alarm.kind.id}"
        with self._lock:
            if alarm.state is AlarmState.NORMAL:
                self._retained.clear(suffix)
            else:
                self._retained.want(suffix, partial(self._alarm_payload, alarm))
        self.flush()

    def hold(self, hold: Hold) -> None:
        """The hold, now or as soon as there is a link; a released one is cleared."""
        suffix = f"hold/{hold.hold_id}"
        with self._lock:
            if hold.stands:
                self._retained.want(suffix, partial(self._hold_payload, hold))
            else:
                self._retained.clear(suffix)
        self.flush()

    def response(self, response: Response) -> None:
        """Answer on `rsp/{name}`, and on the response topic that the asker named. Dropped without a link."""
        command = response.command
        suffix = f"rsp/{command.name}"
        payload = self._response_payload(response, suffix if response.known else UNKNOWN)
        topics = dict.fromkeys((self._address.topic(suffix), command.reply_to))
        with self._lock:
            for topic in topics:
                if topic is None:
                    continue
                if self._connection is None or len(self._responses) >= MAX_WAITING_RESPONSES:
                    self._counters.add("responses_dropped")
                    continue
                self._responses.append(
                    Outgoing(
                        topic=topic,
                        payload=payload,
                        expiry_s=ResponseMessage.expiry_s,
                        correlation=command.correlation,
                    )
                )
        self.flush()

    def answered(self, taken: Taken) -> Sent | None:
        """What the broker's answer was for, None for QoS 0."""
        with self._lock:
            sent = self._window.pop(taken.number)
            if sent is not None and sent.errand is Errand.RETAINED and taken.accepted:
                self._retained.settled(sent.name)
        return sent

    def silent_for_s(self) -> float:
        """How long the broker has owed the oldest answer."""
        with self._lock:
            return self._window.oldest_age_s()

    def flush(self) -> None:
        """Send what waits, as far as the window has room: responses, then what must stand on the broker."""
        with self._lock:
            while self._connection is not None and self._flush_one():
                pass

    def _flush_one(self) -> bool:
        try:
            if self._responses and self._window.has_room(Errand.RESPONSE):
                self._flush_response(self._responses.popleft())
                return True
            unsaid = self._retained.next_unsaid(renew_after_s=STATE_RENEWAL_S)
            if unsaid is None or not self._window.has_room(Errand.RETAINED):
                return False
            self._flush_retained(*unsaid)
        except BusError as error:
            log.debug("the link is going down: %s", error)
            return False
        return True

    def _flush_response(self, outgoing: Outgoing) -> None:
        try:
            self._publish(outgoing, Sent(Errand.RESPONSE, "rsp"))
            self._counters.add("responses_sent")
        except BadMessage as error:
            log.error("an answer is not said: %s", error)  # noqa: TRY400 - the message says it all
            self._counters.add("responses_dropped")

    def _flush_retained(self, suffix: str, make: Callable[[], bytes]) -> None:
        try:
            outgoing = self._outgoing(suffix, make(), retain=True)
            self._publish(outgoing, Sent(Errand.RETAINED, suffix))
            self._retained.said(suffix)
        except BadMessage as error:
            log.error("%s is not said: %s", suffix, error)  # noqa: TRY400 - the message says it all
            self._retained.forget(suffix)

    def _publish(self, outgoing: Outgoing, sent: Sent) -> int:
        """Called with the lock held, so that the number is known here before the answer is looked for."""
        number = self._require_room(outgoing.topic, sent.errand).publish(outgoing)
        self._window.add(number, sent)
        return number

    def _require_room(self, topic: str, errand: Errand) -> Connection:
        """Called with the lock held. Raises `BusError` for what can not go out now."""
        if self._connection is None:
            raise BusError(f"{topic}: there is no link to the broker")
        if not self._window.has_room(errand):
            raise BusError(f"{topic}: the broker has not answered what was sent before")
        return self._connection

    def _outgoing(
        self, suffix: str, payload: bytes, *, qos: int = 1, retain: bool = False, expiry_s: int | None = None
    ) -> Outgoing:
        return Outgoing(topic=self._address.topic(suffix), payload=payload, qos=qos, retain=retain, expiry_s=expiry_s)

    def _status(self, state: str, header: Header | None = None) -> bytes:
        return encode(Status.model_validate({**(header or self._stamp.header("status")), "state": state}))

    def _info_payload(self) -> bytes:
        return encode(info_message(self._info, header=self._stamp.header("info")))

    def _state_payload(self, state: StationState) -> bytes:
        return encode(state_message(state, header=self._stamp.header("state")))

    def _alarm_payload(self, alarm: Alarm) -> bytes:
        return encode(alarm_message(alarm, header=self._stamp.header(f"alarm/{alarm.kind.id}")))

    def _hold_payload(self, hold: Hold) -> bytes:
        return encode(hold_message(hold, header=self._stamp.header(f"hold/{hold.hold_id}")))

    def _response_payload(self, response: Response, counted: str) -> bytes:
        try:
            return encode(response_message(response, header=self._stamp.header(counted)))
        except BadMessage as error:
            refusal = Response(command=response.command, ok=False, detail=f"the answer can not be sent: {error}")
            return encode(response_message(refusal, header=self._stamp.header(counted)))
