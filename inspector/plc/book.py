"""The controller's notes on every item, from which the report is made. Thread-safe."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.item import ItemKey
from inspector.domain.verdict import Disposition
from inspector.plc.handshake import Answer, Outcome
from inspector.plc.report import ItemRecord, PlcReport, quantiles

KEEP_ITEMS = 50_000


@dataclass(slots=True)
class _Sums:
    """Totals over items; what is no longer kept one by one is kept here."""

    numbers: Counter[str] = field(default_factory=Counter)
    accepted: Counter[Disposition] = field(default_factory=Counter)
    results: Counter[ConfirmResult] = field(default_factory=Counter)

    def copy(self) -> "_Sums":
        return _Sums(Counter(self.numbers), Counter(self.accepted), Counter(self.results))

    def add(self, record: ItemRecord) -> None:
        told = "triggers" if record.announced else "unsent"
        self.numbers[told] += 1
        if record.announced and record.copies > 0:
            self.numbers["answered"] += 1
        elif record.announced and record.finished:
            self.numbers["unanswered"] += 1
        self.numbers["forgotten"] += record.forgotten
        if record.status is AckStatus.ACCEPTED and record.disposition is not None:
            self.accepted[record.disposition] += 1
        if record.result is not None:
            self.results[record.result] += 1


class PlcBook:
    """Kept by the simulator's thread, read by anybody. It counts what was said, independently of the handshake:
    `doubled` would show a controller that acts twice. Of a long run the last `keep` items are kept one by one.
    """

    def __init__(self, keep: int = KEEP_ITEMS) -> None:
        self._keep = keep
        self._changed = threading.Condition()
        self._records: OrderedDict[int, ItemRecord] = OrderedDict()
        self._past = _Sums()
        self._placed = 0
        self._open: set[int] = set()
        self._current: dict[ItemKey, int] = {}
        self._announced_ns: dict[int, int] = {}
        self._accepted_did: dict[int, str] = {}
        self._doubled: set[int] = set()
        self._acks: Counter[AckStatus] = Counter()
        self._counts: Counter[str] = Counter()

    def opened(self, key: ItemKey, *, announced_ns: int | None) -> ItemRecord:
        """The photo-eye saw an item; `announced_ns` is when the edge was told, None if it could not be."""
        with self._changed:
            index = self._placed
            self._placed += 1
            record = ItemRecord(index=index, epoch=key.epoch, track=key.track, announced=announced_ns is not None)
            self._records[index] = record
            self._current[key] = index
            self._open.add(index)
            if announced_ns is not None:
                self._announced_ns[index] = announced_ns
            while len(self._records) > self._keep:
                self._drop_oldest()
            return record

    def answered(self, answer: Answer, received_ns: int) -> ItemRecord | None:
        """A decision was judged. None: it is about no item that is known here."""
        with self._changed:
            self._acks[answer.status] += 1
            self._counts["conflicts"] += answer.conflict
            index = self._current.get(answer.key)
            return None if index is None else self._note_decision(index, answer, received_ns)

    def _note_decision(self, index: int, answer: Answer, received_ns: int) -> ItemRecord:
        record = replace(self._records[index], copies=self._records[index].copies + 1)
        since_ns = self._announced_ns.pop(index, None)
        if since_ns is not None:
            record = replace(record, trigger_to_decision_ms=(received_ns - since_ns) / 1e6)
        if answer.status is AckStatus.ACCEPTED:
            earlier = self._accepted_did.get(index, answer.did)
            if earlier != answer.did and not answer.replaces:
                self._doubled.add(index)
            self._accepted_did[index] = answer.did
        if answer.decision is not None and (record.did is None or answer.status is AckStatus.ACCEPTED):
            record = replace(
                record,
                disposition=answer.decision.disp,
                did=answer.did,
                lane_asked=answer.decision.lane,
                why=answer.decision.why,
                score=answer.decision.score,
                status=answer.status,
            )
        self._records[index] = record
        return record

    def acked(self, key: ItemKey, *, after_ns: int) -> None:
        """The broker has an answer to the item's decision, so long after that decision came. The first one counts."""
        with self._changed:
            index = self._current.get(key)
            if index is not None and self._records[index].decision_to_ack_ms is None:
                self._records[index] = replace(self._records[index], decision_to_ack_ms=after_ns / 1e6)

    def confirmed(self, outcome: Outcome) -> ItemRecord | None:
        """An item left the belt. None: it is not known here."""
        with self._changed:
            index = self._current.get(outcome.key)
            if index is None:
                return None
            if index not in self._open:
                self._doubled.add(index)
            self._records[index] = replace(self._records[index], lane=outcome.lane, result=outcome.result)
            self._close(index)
            return self._records[index]

    def forgot_all(self) -> None:
        """The controller restarted; what is on the belt is nobody's any more."""
        with self._changed:
            for index in tuple(self._open):
                self._records[index] = replace(self._records[index], forgotten=True)
                self._close(index)

    def _close(self, index: int) -> None:
        self._open.discard(index)
        self._announced_ns.pop(index, None)
        self._changed.notify_all()

    def _drop_oldest(self) -> None:
        index, record = self._records.popitem(last=False)
        self._past.add(record)
        self._current.pop(ItemKey(record.epoch, record.track), None)
        self._accepted_did.pop(index, None)
        self._close(index)

    def count(self, what: str) -> None:
        """Count something that belongs to no item: strays, unreadable, edge_losses."""
        with self._changed:
            self._counts[what] += 1

    def nudge(self) -> None:
        """Make `wait` look again."""
        with self._changed:
            self._changed.notify_all()

    def wait(self, holds: Callable[[int, int], bool], timeout_s: float | None) -> bool:
        """Wait until `holds(items seen, items open)`."""
        with self._changed:
            return self._changed.wait_for(lambda: holds(self._placed, len(self._open)), timeout_s)

    def report(self, *, seconds: float, protocol: str) -> PlcReport:
        """The totals so far."""
        with self._changed:
            items = tuple(self._records.values())
            sums = self._past.copy()
            acks, counts = Counter(self._acks), Counter(self._counts)
            placed, still_open, doubled = self._placed, len(self._open), len(self._doubled)
        for record in items:
            sums.add(record)
        return PlcReport(
            triggers=sums.numbers["triggers"],
            placed=placed,
            unsent=sums.numbers["unsent"],
            answered=sums.numbers["answered"],
            unanswered=sums.numbers["unanswered"],
            open=still_open,
            accepted={d: sums.accepted[d] for d in Disposition},
            acks={s: acks[s] for s in AckStatus},
            results={r: sums.results[r] for r in ConfirmResult},
            late=acks[AckStatus.LATE],
            unknown=acks[AckStatus.UNKNOWN_TRACK],
            duplicates=acks[AckStatus.DUPLICATE],
            conflicts=counts["conflicts"],
            doubled=doubled,
            defaulted=sums.results[ConfirmResult.DEFAULTED],
            forgotten=sums.numbers["forgotten"],
            unreadable=counts["unreadable"],
            strays=counts["strays"],
            edge_losses=counts["edge_losses"],
            trigger_to_decision_ms=quantiles([t for r in items if (t := r.trigger_to_decision_ms) is not None]),
            decision_to_ack_ms=quantiles([t for r in items if (t := r.decision_to_ack_ms) is not None]),
            seconds=round(seconds, 3),
            protocol=protocol,
            items=items,
        )
