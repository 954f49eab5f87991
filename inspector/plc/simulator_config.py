"""What a simulated controller needs to know, and what it tells while it runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from inspector.domain.item import Identity
from inspector.plc.belt_config import BeltConfig
from inspector.plc.clock import PlcClock
from inspector.plc.faults import FaultPlan
from inspector.plc.handshake import HandshakeRules
from inspector.plc.report import ItemRecord
from inspector.plc.station_access import StationAccess


def _unknown(_index: int) -> Identity:
    return Identity()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlcConfig(StationAccess):
    """A controller on the bus.

    `items`: put so many items on the belt, None: go on until stopped. `identity` tells what is known of item number
    n (from 0) when it passes the photo-eye. `counter_start` is the camera trigger count of the first item (`trig` in
    `item/arrived`); it goes on over restarts, as a camera's counter does. `epoch` None: taken from the clock.
    `wait_for_edge`: the infeed is held until the edge says that it is ready. `simulate`: items are announced as
    simulated, and simulated decisions are followed.
    """

    belt: BeltConfig = field(default_factory=BeltConfig)
    items: int | None = None
    identity: Callable[[int], Identity] = _unknown
    counter_start: int = 0
    epoch: int | None = None
    hb_hz: float = 5.0
    edge_timeout_ms: float = 600.0
    simulate: bool = False
    wait_for_edge: bool = True
    faults: FaultPlan = field(default_factory=FaultPlan)

    @property
    def rules(self) -> HandshakeRules:
        """The handshake of this conveyor."""
        return HandshakeRules(
            lanes=frozenset(lane.lane for lane in self.belt.lanes),
            through_lane=self.belt.through_lane,
            default_lane=self.belt.default_lane,
            edge_timeout_ms=self.edge_timeout_ms,
            simulate=self.simulate,
        )

    def first_epoch(self, clock: PlcClock) -> int:
        """The tracking epoch to begin with; a later start has a higher one."""
        return int(clock.utc().timestamp()) % 2**32 if self.epoch is None else self.epoch


class PlcEventKind(StrEnum):
    """What a person watching the controller wants to hear of."""

    LINK_UP = "LINK_UP"
    LINK_DOWN = "LINK_DOWN"
    EDGE_READY = "EDGE_READY"
    EDGE_LOST = "EDGE_LOST"
    EDGE_BACK = "EDGE_BACK"
    ARRIVED = "ARRIVED"
    DECIDED = "DECIDED"
    LEFT = "LEFT"
    STRAY = "STRAY"
    LANE = "LANE"
    JAM = "JAM"
    RESTARTED = "RESTARTED"
    FAULT = "FAULT"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlcEvent:
    """One event at `at_ns` (monotonic); `record` is the item as it is now, if the event is about one."""

    kind: PlcEventKind
    at_ns: int
    record: ItemRecord | None = None
    detail: str = ""
