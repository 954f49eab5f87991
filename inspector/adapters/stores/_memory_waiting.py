"""Isolated items that wait, of a ledger in memory."""

from collections.abc import Callable, Mapping, Sequence

from inspector.domain.dispositioning import Fate
from inspector.domain.ledger import LedgerRow
from inspector.domain.review import ASKED, BookedReview
from inspector.domain.second_look import draw_of
from inspector.domain.waiting import AgainSpan, Waiting, WaitingFacts, WaitsFor


class MemoryWaiting:
    """See WaitingBook. `answered` gives each record's standing answer, `looked` whether a second one stands."""

    def __init__(
        self,
        *,
        rows: Callable[[], Sequence[LedgerRow]],
        answered: Callable[[], Mapping[str, BookedReview]],
        looked: Callable[[str], bool],
        fate: Callable[[str], Fate],
    ) -> None:
        self._rows, self._answered, self._looked, self._fate = rows, answered, looked, fate

    def waiting(
        self, *, fates_before: str | None, again: AgainSpan | None = None, most: int | None = None, code: str = ""
    ) -> Sequence[Waiting]:
        """See WaitingBook."""
        del code  # it may leave items out, and need not
        answered = self._answered()
        found = [self._waits(row, answered, fates_before) or self._again(row, answered, again) for row in self._rows()]
        kinds = {kind: [one for one in found if one is not None and one.waits_for is kind] for kind in WaitsFor}
        for kind in (WaitsFor.ANSWER, WaitsFor.FATE):
            kinds[kind] = sorted(kinds[kind], key=lambda one: (one.late, one.number))[:most]
        return sorted((one for some in kinds.values() for one in some), key=lambda one: one.number)

    def count(self, *, fates_before: str | None) -> int:
        """See WaitingBook."""
        return len(self.waiting(fates_before=fates_before))

    def facts(self, numbers: Sequence[int]) -> Sequence[WaitingFacts]:
        """See WaitingBook."""
        return [
            WaitingFacts(
                number=row.number,
                opened_utc=row.opened_utc,
                track=row.trigger.key.track,
                identity=row.trigger.identity,
            )
            for row in self.rows(numbers)
        ]

    def rows(self, numbers: Sequence[int]) -> Sequence[LedgerRow]:
        """See WaitingBook."""
        wanted = set(numbers)
        return [row for row in self._rows() if row.number in wanted]

    def _waits(self, row: LedgerRow, answered: Mapping[str, BookedReview], fates_before: str | None) -> Waiting | None:
        decision = row.decision
        if decision is None or decision.disposition not in ASKED or row.trigger.simulated:
            return None
        entry = answered.get(decision.record_id)
        if entry is None:
            return Waiting(number=row.number, waits_for=WaitsFor.ANSWER)
        booked = entry.booked_utc
        fate = self._fate(decision.record_id)
        if fates_before is None or booked >= fates_before or fate not in {Fate.OPEN, Fate.RELABELLED}:
            return None
        return Waiting(number=row.number, waits_for=WaitsFor.FATE, late=fate is Fate.RELABELLED)

    def _again(self, row: LedgerRow, answered: Mapping[str, BookedReview], again: AgainSpan | None) -> Waiting | None:
        record_id = "" if row.decision is None else row.decision.record_id
        entry = answered.get(record_id)
        if entry is None or again is None or row.trigger.simulated or self._looked(record_id):
            return None
        if draw_of(record_id) >= again.share or not again.since_utc <= entry.booked_utc < again.before_utc:
            return None
        return Waiting(
            number=row.number, waits_for=WaitsFor.AGAIN, first_by=entry.review.operator, first_utc=entry.booked_utc
        )
