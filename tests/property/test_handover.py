"""Hand-overs never reorder, and their counters add up at every moment."""

from hypothesis import given
from hypothesis import strategies as st

from inspector.pipeline.handover import Fifo, HandoverCounts, Latest

steps = st.lists(st.one_of(st.just("get"), st.just("close"), st.integers()), max_size=60)


def balanced(counts: HandoverCounts) -> bool:
    return counts.offered == counts.taken + counts.refused + counts.dropped + counts.held


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
        assert queue.counts().dropped == 0
    while (value := queue.get(0)) is not None:
        taken.append(value)
    assert taken == accepted


@given(steps)
def test_latest_gives_the_newest_once(moves: list[str | int]) -> None:
    slot: Latest[int] = Latest()
    newest: int | None = None
    for move in moves:
        if move == "get":
            assert slot.get(0) == newest
            newest = None
        elif move == "close":
            slot.close()
        elif isinstance(move, int) and slot.put(move):
            newest = move
        assert balanced(slot.counts())


def test_a_full_latest_slot_gives_the_newest_and_counts_the_older() -> None:
    slot: Latest[str] = Latest()
    slot.put("old")
    slot.put("new")
    assert slot.get(0) == "new"
    assert slot.counts() == HandoverCounts(offered=2, taken=1, refused=0, dropped=1, held=0)
    assert slot.get(0) is None
