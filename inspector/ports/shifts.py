"""Where a span of the ledger is summed up."""

from typing import Protocol

from inspector.domain.shift import Shift, Span


class ShiftBook(Protocol):
    """Thread-safe; holds up nothing that is written, and none of the ledger's other questions."""

    def sums(self, span: Span, *, acknowledged: bool) -> Shift:
        """Items that came within the span. `acknowledged`: somebody answers this line's decisions.

        Takes up to some seconds: never to be asked on the way of a decision. Raises `SpanRefused` where there are too
        many items, `StoreError`.
        """
        ...
