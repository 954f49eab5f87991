"""Isolated items that wait, of a ledger in memory."""

from collections.abc import Callable, Mapping, Sequence

from inspector.domain.dispositioning import Fate
from inspector.domain.ledger import LedgerRow
from inspector.domain.review import ASKED
from inspector.domain.waiting import Waiting, WaitingFacts, WaitsFor


class MemoryWaiting:
    """See WaitingBook. `answered` gives when the standing answer of each record was booked."""

    def __init__(
        self,
        *,
        rows: Callable[[], Sequence[LedgerRow]],
        answered: Callable[[], Mapping[str, str]],
        fate: Callable[[str], Fate],
    ) -> None:
        self._rows, self._answered, self._fate = rows, answered, fate

    def waiting(self, *, fates_before: str | None) -> Sequence[Waiting]:
        """See WaitingBook."""
        answered = self._answered()
        found = [self._waits(row, answered, fates_before) for row in self._rows()]
        return [one for one in found if one is not None]

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

    def _waits(self, row: LedgerRow, answered: Mapping[str, str], fates_before: str | None) -> Waiting | None:
        decision = row.decision
        if decision is None or decision.disposition not in ASKED or row.trigger.simulated:
            return None
        booked = answered.get(decision.record_id)
        if booked is None:
            return Waiting(number=row.number, waits_for=WaitsFor.ANSWER)
        fate = self._fate(decision.record_id)
        if fates_before is None or booked >= fates_before or fate not in {Fate.OPEN, Fate.RELABELLED}:
            return None
        return Waiting(number=row.number, waits_for=WaitsFor.FATE, late=fate is Fate.RELABELLED)
