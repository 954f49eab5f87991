"""What people ordered of the station and nobody took back: it outlives the process that was told."""

from dataclasses import dataclass

from inspector.domain.packml import PackMode


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOrders:
    """`mode` None: the one in the station's file. `hold` is why a person holds the station; empty: nobody does."""

    mode: PackMode | None = None
    hold: str = ""
