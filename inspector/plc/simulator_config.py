"""What a simulated controller needs to know, and what it tells while it runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from inspector.domain.item import Identity
from inspector.plc.belt_config import BeltConfig
from inspector.plc.clock import PlcClock
from inspector.plc.faults import FaultPlan
from inspector.plc.handshake import HandshakeRules
from inspector.plc.link import LinkConfig
from inspector.plc.report import ItemRecord
from inspector.wire.topics import Address


def _unknown(_index: int) -> Identity:
    return Identity()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlcConfig:
    """A controller on the bus.

    `items`: put so many items on the belt, None: go on until stopped. `identity` tells what is known of item number
    n (from 0) when it passes the photo-eye. `counter_start` is the camera trigger count of the first item (`trig` in
    `item/arrived`); it goes on over restarts, as a camera's counter does. `epoch` None: taken from the clock.
    `wait_for_edge`: the infeed is held until the edge says that it is ready. `simulate`: items are announced as
    simulated, and simulated decisions are followed.
    """

    host: str = "127.0.0.1"
    port: int = 1883
    site: str = "site"
    line: str = "line"
    station: str = "station"
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
    username: str | None = None
    password: str | None = None
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None

    @property
    def address(self) -> Address:
        """The station's topics. Raises ValueError for names that no topic may have."""
        return Address(site=self.site, line=self.line, station=self.station)

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

    def link(self, client_id: str) -> LinkConfig:
        """The broker."""
        return LinkConfig(
            host=self.host,
            port=self.port,
            client_id=client_id,
            username=self.username,
            password=self.password,
            ca_file=self.ca_file,
            cert_file=self.cert_file,
            key_file=self.key_file,
        )


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
