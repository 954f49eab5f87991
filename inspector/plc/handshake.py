"""The controller's side of the handshake as a pure state machine: which decision counts, and what is answered.

The first accepted decision of a track wins and stands; silence, doubt and lateness mean the default lane.
"""

from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.encoder import distance
from inspector.domain.errors import BadMessage
from inspector.domain.item import ItemKey
from inspector.plc.belt_events import Fate
from inspector.wire.codec import decode_as
from inspector.wire.header import MAX_CONTROL_BYTES, ShortId, Track, UInt32
from inspector.wire.item import ItemDecision

MIN_RING = 256


class PlcDecision(ItemDecision):
    """A decision as a controller reads it: `sup` names the accepted decision that this one replaces (optional)."""

    sup: ShortId | None = None


class _Sender(BaseModel):
    """Just enough of a bad decision to answer it."""

    model_config = ConfigDict(extra="ignore", strict=True)

    epoch: UInt32
    track: Track
    did: ShortId
    att: int = Field(default=1, ge=1, le=255)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandshakeRules:
    """`lanes` are all there are. `ring`: how many tracks are remembered. `simulate`: the controller's simulate bit."""

    lanes: Container[int]
    through_lane: int
    default_lane: int
    ring: int = MIN_RING
    edge_timeout_ms: float = 600.0
    simulate: bool = False

    def __post_init__(self) -> None:
        if self.ring < MIN_RING:
            raise ValueError(f"a controller remembers at least {MIN_RING} tracks, not {self.ring}")
        if self.through_lane not in self.lanes or self.default_lane not in self.lanes:
            raise ValueError("through_lane and default_lane are lanes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the controller makes of one payload. `decision` is None if it could not be read.

    `conflict`: another decision had been accepted for this track, and this one does not replace it openly.
    `replaces`: it did replace it openly, in time.
    """

    key: ItemKey
    did: str
    att: int
    status: AckStatus
    decision: ItemDecision | None
    conflict: bool = False
    replaces: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What `item/confirm` says."""

    key: ItemKey
    did: str | None
    lane: int
    result: ConfirmResult


@dataclass(slots=True)
class _Entry:
    accepted: PlcDecision | None = None
    committed: bool = False
    overridden: bool = False


class PlcHandshake:
    """Tracks of one epoch and their decisions. Not thread-safe; time and encoder are handed in."""

    def __init__(self, rules: HandshakeRules, *, epoch: int) -> None:
        self._rules = rules
        self._epoch = epoch
        self._ring: OrderedDict[int, _Entry] = OrderedDict()
        self._full: set[int] = set()
        self._edge_beat: tuple[int, int] | None = None
        self._edge_seen_ns: int | None = None
        self.ready = True

    @property
    def epoch(self) -> int:
        """The tracking epoch."""
        return self._epoch

    def restart(self, epoch: int) -> None:
        """Forget every track; decisions of an older epoch are for unknown tracks from now on."""
        self._epoch = epoch
        self._ring.clear()

    def open_track(self, track: int) -> ItemKey:
        """The photo-eye saw an item; the oldest track leaves the ring if there are too many."""
        self._ring.pop(track, None)
        self._ring[track] = _Entry()
        while len(self._ring) > self._rules.ring:
            self._ring.popitem(last=False)
        return ItemKey(self._epoch, track)

    def set_lane_full(self, lane: int, *, full: bool) -> None:
        """A lane's eye speaks."""
        (self._full.add if full else self._full.discard)(lane)

    def override(self, track: int) -> None:
        """An operator at the controller decides about this item; it takes the default lane."""
        if (entry := self._ring.get(track)) is not None:
            entry.overridden = True
            entry.accepted = None

    def edge_beat(self, *, boot: int, count: int, now_ns: int) -> None:
        """`hb/edge` came. A count that does not change is no life."""
        if self._edge_beat != (boot, count):
            self._edge_beat = (boot, count)
            self._edge_seen_ns = now_ns

    def edge_alive(self, now_ns: int) -> bool:
        """The edge's heartbeat changed within the time-out."""
        seen = self._edge_seen_ns
        return seen is not None and now_ns - seen <= self._rules.edge_timeout_ms * 1e6

    def decide(self, payload: bytes, *, encoder: int, now_ns: int) -> Answer | None:
        """Judge one `item/decision`. None: not even its sender's key can be read, so nobody can be answered."""
        if len(payload) > MAX_CONTROL_BYTES:
            return _unreadable(payload, f"item/decision: {len(payload)} bytes, at most {MAX_CONTROL_BYTES} fit")
        try:
            decision = decode_as(PlcDecision, payload)
        except BadMessage as error:
            return _unreadable(payload, str(error))
        status, conflict = self._judge(decision, encoder, now_ns)
        replaces = False
        if status is AckStatus.ACCEPTED:
            entry = self._ring[decision.track]
            replaces = entry.accepted is not None
            entry.accepted = decision
        key = ItemKey(decision.epoch, decision.track)
        return Answer(
            key=key,
            did=decision.did,
            att=decision.att,
            status=status,
            decision=decision,
            conflict=conflict,
            replaces=replaces,
        )

    def _judge(self, decision: PlcDecision, encoder: int, now_ns: int) -> tuple[AckStatus, bool]:
        entry = self._ring.get(decision.track) if decision.epoch == self._epoch else None
        if entry is None:
            return AckStatus.UNKNOWN_TRACK, False
        earlier = entry.accepted
        if earlier is not None and earlier.did == decision.did:
            return AckStatus.DUPLICATE, False
        conflict = earlier is not None and decision.sup != earlier.did
        if entry.committed or distance(decision.until_enc, encoder) > 0:
            return AckStatus.LATE, conflict
        if conflict or entry.overridden:
            return AckStatus.OVERRIDDEN, conflict
        return self._accept(decision, now_ns), False

    def _accept(self, decision: PlcDecision, now_ns: int) -> AckStatus:
        """Whether a decision in time for an open track can be followed."""
        if not self.ready or not self.edge_alive(now_ns) or (decision.sim and not self._rules.simulate):
            return AckStatus.NOT_READY
        if decision.lane not in self._rules.lanes:
            return AckStatus.BAD_SCHEMA
        return AckStatus.LANE_FULL if decision.lane in self._full else AckStatus.ACCEPTED

    def commit(self, track: int) -> int:
        """The item is at the commit point: the lane it takes for good."""
        entry = self._ring.get(track)
        if entry is None:
            return self._rules.default_lane
        entry.committed = True
        return self._rules.default_lane if entry.accepted is None else entry.accepted.lane

    def accepted(self, track: int) -> ItemDecision | None:
        """The decision that counts, if there is one."""
        entry = self._ring.get(track)
        return entry.accepted if entry is not None else None

    def confirm(self, track: int, lane: int, fate: Fate) -> Outcome:
        """Where the item went, as the edge is told. `did` is null if no decision was acted on."""
        decision = self.accepted(track)
        if fate is not Fate.ENTERED:
            result = _RESULTS[fate]
        elif decision is None:
            result = ConfirmResult.DEFAULTED
        else:
            result = ConfirmResult.PASSED if lane == self._rules.through_lane else ConfirmResult.DIVERTED
        did = decision.did if decision is not None else None
        return Outcome(key=ItemKey(self._epoch, track), did=did, lane=lane, result=result)


_RESULTS = {
    Fate.MISSED: ConfirmResult.MISSED,
    Fate.JAMMED: ConfirmResult.JAM,
    Fate.RECIRCULATED: ConfirmResult.RECIRC,
    Fate.LOST: ConfirmResult.LOST,
}


def _unreadable(payload: bytes, problem: str) -> Answer | None:
    try:
        sender = _Sender.model_validate_json(payload)
    except ValidationError:
        return None
    return Answer(
        key=ItemKey(sender.epoch, sender.track),
        did=sender.did,
        att=sender.att,
        status=AckStatus.BAD_SCHEMA,
        decision=None,
        problem=problem,
    )
