"""What goes wrong on purpose, and at which item."""

import re
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """Faults of the link, of the controller, and of the belt."""

    DROP_ACK = "drop-ack"  # the first `times` decisions for the item are not answered
    ACK_TWICE = "ack-twice"  # each answer is sent twice
    ACK_LATE = "ack-late"  # answers are `ms` late
    OVERRIDE = "override"  # an operator decides about the item; the edge is answered OVERRIDDEN
    MALFORMED_ARRIVED = "malformed-arrived"  # rubbish is sent on item/arrived before the item's own message
    DUPLICATE_ARRIVED = "duplicate-arrived"  # the item's message is sent twice
    HEARTBEAT_STOP = "heartbeat-stop"  # no controller heartbeat for `ms`
    RESTART = "restart"  # the controller restarts: silent and standing for `ms`, then a new epoch
    SPEED = "speed"  # the belt runs at `mm_s` from here on
    JAM = "jam"  # the next item at a divert jams; the belt stands for `ms`
    LANE_FULL = "lane-full"  # the eye of lane `lane` is covered for `ms`
    LOSE = "lose"  # the item is taken off the belt
    SLIP = "slip"  # the item slides by `mm`
    MISS = "miss"  # the divert misses the item
    STRAY = "stray"  # an item is laid behind the photo-eye


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault, set off when item number `item` (from 0) passes the photo-eye; None: at once.

    `ms`, `times`, `lane`, `mm`, `mm_s` matter to the kinds that name them, above.
    """

    kind: FaultKind
    item: int | None = None
    ms: float = 1000.0
    times: int = 1
    lane: int = 2
    mm: float = 150.0
    mm_s: float = 250.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPlan:
    """The faults of one run."""

    faults: tuple[Fault, ...] = ()


_FORM = re.compile(r"^(?P<kind>[a-z-]+)@(?P<item>\d+)(?::(?P<options>.+))?$")
_OPTIONS = {"ms": float, "times": int, "lane": int, "mm": float, "mm_s": float}


def parse_fault(text: str) -> Fault:
    """A fault as people type it: `jam@12`, `ack-late@3:ms=40`, `lane-full@5:lane=2,ms=3000`.

    Raises ValueError that says what would be valid.

    >>> parse_fault("ack-late@3:ms=40").ms
    40.0
    """
    form = _FORM.match(text)
    if form is None:
        raise ValueError(f"{text!r}: write KIND@ITEM or KIND@ITEM:name=value,… as in 'ack-late@3:ms=40'")
    try:
        kind = FaultKind(form["kind"])
    except ValueError:
        raise ValueError(f"{text!r}: no such fault; there are {', '.join(FaultKind)}") from None
    values: dict[str, float] = {}
    for option in (form["options"] or "").split(",") if form["options"] else ():
        name, _, value = option.partition("=")
        if name not in _OPTIONS:
            raise ValueError(f"{text!r}: {name!r} is none of {', '.join(_OPTIONS)}")
        try:
            values[name] = _OPTIONS[name](value)
        except ValueError:
            raise ValueError(f"{text!r}: {value!r} is no number for {name}") from None
    return Fault(kind=kind, item=int(form["item"]), **values)  # type: ignore[arg-type] # ints stay ints, see _OPTIONS
