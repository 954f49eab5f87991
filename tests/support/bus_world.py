"""A bus of each kind that is not started, with the other end of its link."""

from dataclasses import dataclass

from inspector.adapters.bus._station import StationBus
from inspector.adapters.clocks.manual import ManualClock
from inspector.wire.topics import Address
from tests.support.bus_ends import PlcEnd, Recorder
from tests.support.bus_samples import PlcVoice

BOOT = 4711
SECOND = 1_000_000_000


@dataclass
class World:
    """A bus that is not started, its handler, and the other end."""

    address: Address
    bus: StationBus
    clock: ManualClock
    handler: Recorder
    plc: PlcEnd
    voice: PlcVoice

    def start(self) -> None:
        """Start and wait until the link is up."""
        self.bus.start(self.handler)
        self.handler.wait_link(up=True)
