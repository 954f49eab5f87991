"""Second answers in memory: forgotten with the process, as the memory ledger is."""

import threading
from collections.abc import Callable, Sequence

from inspector.domain.ledger import LedgerRow
from inspector.domain.review import Answer, BookedReview, Review, ReviewRefused
from inspector.domain.second_look import AnsweredTwice, SecondLookRule, refuse_unless_drawn, refuse_unless_second
from inspector.domain.utc import iso_ms
from inspector.ports.clock import Clock
from inspector.ports.second_looks import EVER


class MemorySecondLooks:
    """See SecondLookBook. `first` gives the first answer that stands; `check` raises where a write must fail."""

    def __init__(
        self,
        *,
        find: Callable[[str], LedgerRow | None],
        first: Callable[[str], BookedReview | None],
        check: Callable[[], None],
        clock: Clock,
    ) -> None:
        self._find, self._first, self._check, self._clock = find, first, check, clock
        self._lock = threading.Lock()
        self._known: dict[str, Review] = {}
        self._standing: dict[str, Review] = {}
        self._booked_utc: dict[str, str] = {}

    def book(self, review: Review, rule: SecondLookRule) -> bool:
        """See SecondLookBook."""
        with self._lock:
            self._check()
            known = self._known.get(review.review_id)
            if known is not None:
                if known != review:
                    raise ReviewRefused(f"the id {review.review_id} belongs to another answer")
                return False
            row, first = self._find(review.record_id), self._first(review.record_id)
            second = self._standing.get(review.record_id)
            refuse_unless_second(review, row, None if first is None else first.review, second)
            if first is not None and review.answer is not Answer.WITHDRAWN:
                now = iso_ms(self._clock.utc())
                refuse_unless_drawn(review.record_id, rule, first_utc=first.booked_utc, now_utc=now)
            self._known[review.review_id] = review
            self._booked_utc[review.review_id] = iso_ms(self._clock.utc())
            if review.answer is Answer.WITHDRAWN:
                del self._standing[review.record_id]
            else:
                self._standing[review.record_id] = review
            return True

    def standing(self, record_id: str) -> Review | None:
        """See SecondLookBook."""
        with self._lock:
            return self._standing.get(record_id)

    def pairs(self, *, since_utc: str = "", until_utc: str = EVER) -> Sequence[AnsweredTwice]:
        """See SecondLookBook."""
        with self._lock:
            booked = self._booked_utc
            within = (one for one in self._standing.items() if since_utc <= booked[one[1].review_id] < until_utc)
            standing = list(within)
        found = [(rid, self._first(rid), second) for rid, second in standing]
        return [
            AnsweredTwice(
                record_id=rid,
                first=first.review.answer,
                first_by=first.review.operator,
                second=second.answer,
                second_by=second.operator,
            )
            for rid, first, second in found
            if first is not None
        ]
