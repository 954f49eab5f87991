"""A bus inside this process, for tests and for trying things without a broker."""

from collections.abc import Callable, Sequence

from pydantic import Field

from inspector.adapters.bus._hub import Hub, Member, hub
from inspector.adapters.bus._link import Outgoing
from inspector.adapters.bus._station import FirstPauseS, LongestPauseS, Pace, StationBus, TakeoverPauseS
from inspector.config.adapter import AdapterConfig
from inspector.domain.station import StationInfo
from inspector.ports.clock import Clock
from inspector.wire.topics import Address


class Config(AdapterConfig):
    """Options of the kind `memory`."""

    hub: str = Field(default="default", title="Hub", description="Both ends name the same hub to meet.", min_length=1)
    client_id: str | None = Field(
        default=None, title="Client id", description="fc-{site}-{line}-{station} when absent.", min_length=1
    )
    reconnect_min_s: FirstPauseS = 0.05
    reconnect_max_s: LongestPauseS = 0.5
    takeover_pause_s: TakeoverPauseS = 30.0


class _Joiner:
    def __init__(self, where: Hub, client_id: str, clock: Clock) -> None:
        self._where = where
        self._client_id = client_id
        self._clock = clock

    def connect(
        self, *, will: Outgoing, own_status: str, filters: Sequence[tuple[str, int]], cancelled: Callable[[], bool]
    ) -> Member:
        del cancelled  # joining never waits
        wanted = [own_status, *(name for name, _ in filters)]
        return self._where.connect(self._client_id, wanted, clock=self._clock, will=will)


def build(config: Config, *, address: Address, clock: Clock, boot: int, info: StationInfo) -> StationBus:
    """A bus that is not started yet; the arguments are those of the kind `mqtt`."""
    client_id = config.client_id or f"fc-{address.site}-{address.line}-{address.station}"
    pace = Pace(
        reconnect_min_s=config.reconnect_min_s,
        reconnect_max_s=config.reconnect_max_s,
        takeover_pause_s=config.takeover_pause_s,
    )
    joiner = _Joiner(hub(config.hub), client_id, clock)
    return StationBus(connector=joiner, address=address, clock=clock, boot=boot, info=info, pace=pace)
