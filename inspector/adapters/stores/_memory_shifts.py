"""A span of the memory ledger, summed up from its rows."""

from collections.abc import Callable, Mapping, Sequence

from inspector.domain.ledger import LedgerRow
from inspector.domain.review import Answer
from inspector.domain.second_look import AnsweredTwice
from inspector.domain.shift import Shift, Span, shift_of_rows


class MemoryShifts:
    """See ShiftBook. `rows` and `answers` give what the ledger holds now; answers that stand, by record id."""

    def __init__(
        self,
        *,
        rows: Callable[[], Sequence[LedgerRow]],
        answers: Callable[[], Mapping[str, Answer]],
        twice: Callable[[Span], Sequence[AnsweredTwice]],
    ) -> None:
        self._rows, self._answers, self._twice = rows, answers, twice

    def sums(self, span: Span, *, acknowledged: bool) -> Shift:
        """See ShiftBook."""
        within = [row for row in self._rows() if span.since_text <= row.opened_utc < span.until_text]
        return shift_of_rows(span, within, self._answers(), acknowledged=acknowledged, twice=self._twice(span))
