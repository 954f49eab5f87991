"""Hand-overs never reorder, and their counters add up at every moment."""

from hypothesis import given
from hypothesis import strategies as st

from inspector.pipeline.handover import Fifo, HandoverCounts

steps = st.lists(st.one_of(st.just("get"), st.just("close"), st.integers()), max_size=60)


def balanced(counts: HandoverCounts) -> bool:
    return counts.offered == counts.taken + counts.refused + counts.held


@given(steps, st.integers(min_value=1, max_value=5))
def test_fifo_keeps_order_and_loses_nothing(moves: list[str | int], capacity: int) -> None:
    queue: Fifo[int] = Fifo(capacity)
    accepted: list[int] = []
    taken: list[int] = []
    for move in moves:
        if move == "get":
            value = queue.get(0)
            if value is not None:
                taken.append(value)
        elif move == "close":
            queue.close()
        elif isinstance(move, int) and queue.put(move):
            accepted.append(move)
        assert balanced(queue.counts())
        assert queue.counts().held <= capacity
    while (value := queue.get(0)) is not None:
        taken.append(value)
    assert taken == accepted


class _LastMoment(Fifo[int]):
    """A value comes, and the end after it, just when nothing was found."""

    def get(self, timeout_s: float | None) -> int | None:
        found = super().get(timeout_s)
        if found is None:
            self.put(7)
            self.close()
        return found


def test_what_came_in_the_last_moment_is_still_taken() -> None:
    assert list(_LastMoment(1).each(0)) == [None, 7]
