"""What the controller saw in one run, item by item and in total."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.verdict import Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """One item. `index` counts photo-eye events from 0.

    `disposition`, `did` and `lane_asked` are of the accepted decision, or of the first one if none was accepted;
    `status` is the answer to it. `lane` and `result` are what became of the item; both are None while it is on the
    belt, or for good if the controller restarted and forgot it (`forgotten`). `copies` counts received decisions.
    """

    index: int
    epoch: int
    track: int
    disposition: Disposition | None = None
    did: str | None = None
    lane_asked: int | None = None
    why: int | None = None
    score: float | None = None
    status: AckStatus | None = None
    copies: int = 0
    lane: int | None = None
    result: ConfirmResult | None = None
    forgotten: bool = False
    announced: bool = True
    trigger_to_decision_ms: float | None = None
    decision_to_ack_ms: float | None = None

    @property
    def finished(self) -> bool:
        """Nothing more will happen to it."""
        return self.result is not None or self.forgotten


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """Of `n` values in milliseconds; all 0 if there were none. `p999` of fewer than 1000 says little but `max`."""

    n: int
    p50: float
    p99: float
    p999: float
    max: float


def quantiles(values: Sequence[float]) -> Quantiles:
    """Median, 99th and 99.9th percentile, and largest."""
    if not values:
        return Quantiles(n=0, p50=0.0, p99=0.0, p999=0.0, max=0.0)
    found = np.percentile(np.asarray(values, dtype=np.float64), (50, 99, 99.9, 100))
    p50, p99, p999, largest = (round(float(value), 3) for value in found)
    return Quantiles(n=len(values), p50=p50, p99=p99, p999=p999, max=largest)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlcReport:
    """Totals of one run.

    triggers: items whose `item/arrived` was handed to the broker; unsent: the link was down.
    answered: items with at least one decision that could be read; unanswered: announced, and none came.
    accepted: items by the disposition that was accepted. acks: every answer given, by status.
    late, unknown: decisions answered LATE, UNKNOWN_TRACK; duplicates: resends of what was accepted already.
    conflicts: decisions with another id for a decided item that did not replace it openly.
    doubled: items for which two different decisions were accepted, or that were confirmed twice: never, if all is well.
    defaulted: items routed without a decision. forgotten: items the controller lost track of by its restart.
    unreadable: payloads on `item/decision` that could not even be answered. strays: items that nobody expected.
    edge_losses: how often the edge's heartbeat was missed. decision_to_ack_ms: from a decision's receipt until the
    broker had its answer. trigger_to_decision_ms: from handing over `item/arrived` until the first decision came.
    """

    triggers: int
    placed: int
    unsent: int
    answered: int
    unanswered: int
    open: int
    accepted: Mapping[Disposition, int]
    acks: Mapping[AckStatus, int]
    results: Mapping[ConfirmResult, int]
    late: int
    unknown: int
    duplicates: int
    conflicts: int
    doubled: int
    defaulted: int
    forgotten: int
    unreadable: int
    strays: int
    edge_losses: int
    trigger_to_decision_ms: Quantiles
    decision_to_ack_ms: Quantiles
    seconds: float
    protocol: str
    items: tuple[ItemRecord, ...]

    def as_dict(self) -> dict[str, object]:
        """Plain values, ready for JSON."""
        return asdict(self)
