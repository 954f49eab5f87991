"""An item on the belt: its key, what the PLC said about it, and the deadline that follows from it."""

from dataclasses import dataclass

MAX_TRACK = 2**31 - 1


@dataclass(frozen=True, slots=True, order=True)
class ItemKey:
    """Identity of a tracked item: `epoch` changes when the PLC restarts, `track` is 1 … 2**31 - 1."""

    epoch: int
    track: int

    def __str__(self) -> str:
        return f"{self.epoch}/{self.track}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What is known of the product; every part may be missing. `upstream` is the station that it comes from."""

    sku: str | None = None
    material: str | None = None
    lpn: str | None = None
    lot: str | None = None
    serial: str | None = None
    vendor: str | None = None
    upstream: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The PLC's photo-eye saw an item (`item/arrived`), as received.

    `encoder` and `commit_encoder` are 32-bit belt counts; `counts_per_s` is the belt's speed if the PLC told it;
    `counter` is the camera trigger's hardware count; `received_at_ns` is monotonic.
    """

    key: ItemKey
    encoder: int
    commit_encoder: int
    counts_per_s: float | None
    counter: int | None
    identity: Identity
    simulated: bool
    received_at_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """An arrival with its deadline: after `deadline_ns` (monotonic) a decision is dead and not sent any more.

    `until_encoder` is the limit that the PLC goes by, in belt counts; it lies a little later.
    """

    key: ItemKey
    encoder: int
    until_encoder: int
    deadline_ns: int
    triggered_at_ns: int
    counter: int | None = None
    identity: Identity = Identity()
    simulated: bool = False
