"""How a fault is carried out: on the belt, or on the answers that the controller gives."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from inspector.domain.item import ItemKey
from inspector.plc.belt import Belt
from inspector.plc.faults import Fault, FaultKind


def strike_belt(belt: Belt, fault: Fault, *, item: int, now_ns: int) -> bool:
    """Do a fault of the belt to item number `item`; False if it is not one of those."""
    match fault.kind:
        case FaultKind.SPEED:
            belt.set_speed(fault.mm_s, now_ns)
        case FaultKind.JAM:
            belt.jam_next(duration_ms=fault.ms)
        case FaultKind.LANE_FULL:
            belt.cover_lane(fault.lane, now_ns, duration_ms=fault.ms)
        case FaultKind.LOSE:
            belt.take_away(item)
        case FaultKind.SLIP:
            belt.slip(item, fault.mm, now_ns)
        case FaultKind.MISS:
            belt.miss_divert(item)
        case FaultKind.STRAY:
            belt.add_stray(now_ns)
        case _:
            return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class AckTreatment:
    """How often an answer is sent (0: dropped), and how late."""

    copies: int = 1
    delay_ms: float = 0.0


class AckFaults:
    """Which items' answers are dropped, doubled or held back. Not thread-safe."""

    def __init__(self) -> None:
        self._faults: dict[ItemKey, dict[FaultKind, Fault]] = {}

    def add(self, key: ItemKey, faults: Iterable[Fault]) -> None:
        """Those of `faults` that are about answers hold for this item from now on."""
        kinds = {FaultKind.DROP_ACK, FaultKind.ACK_TWICE, FaultKind.ACK_LATE}
        mine = {fault.kind: fault for fault in faults if fault.kind in kinds}
        if mine:
            self._faults.setdefault(key, {}).update(mine)

    def treat(self, key: ItemKey) -> AckTreatment:
        """What to do with the next answer about this item."""
        mine = self._faults.get(key, {})
        drop = mine.get(FaultKind.DROP_ACK)
        if drop is not None and drop.times > 0:
            mine[FaultKind.DROP_ACK] = replace(drop, times=drop.times - 1)
            return AckTreatment(copies=0)
        late = mine.get(FaultKind.ACK_LATE)
        return AckTreatment(
            copies=2 if FaultKind.ACK_TWICE in mine else 1, delay_ms=late.ms if late is not None else 0.0
        )

    def forget(self, key: ItemKey) -> None:
        """The item is gone."""
        self._faults.pop(key, None)

    def forget_all(self) -> None:
        """The controller restarted."""
        self._faults.clear()
