"""When a camera's count and the items' can be trusted to belong together."""

import pytest

from inspector.pipeline.counter_sync import CounterSync, Pairing

IN_STEP, REJOINED, SLIPPED, JOINING = Pairing.IN_STEP, Pairing.REJOINED, Pairing.SLIPPED, Pairing.JOINING


@pytest.mark.parametrize(
    ("differences", "expected"),
    [
        ([0, 0, 0], [IN_STEP, IN_STEP, IN_STEP]),
        ([0, 1, 1, 1], [IN_STEP, SLIPPED, REJOINED, IN_STEP]),
        ([0, 1, 2, 2], [IN_STEP, SLIPPED, JOINING, REJOINED]),
        ([0, 1, 0, 0], [IN_STEP, SLIPPED, JOINING, REJOINED]),
        ([50, 50], [JOINING, REJOINED]),
        ([50, 51, 51], [JOINING, JOINING, REJOINED]),
    ],
)
def test_two_equal_differences_in_a_row_mend_a_slip(differences: list[int], expected: list[Pairing]) -> None:
    sync = CounterSync()
    assert [sync.pair(difference) for difference in differences] == expected


def test_a_count_that_can_not_go_on_is_lost_once() -> None:
    sync = CounterSync()
    assert not sync.lose()  # nothing was trusted yet
    sync = CounterSync()
    sync.pair(0)
    assert sync.lose()
    assert not sync.lose()
    assert sync.lost
    assert [sync.pair(9), sync.pair(9)] == [JOINING, REJOINED]
    assert not sync.lost


def test_after_a_restart_of_the_controller_another_difference_is_no_accident() -> None:
    sync = CounterSync()
    sync.pair(0)
    sync.assume()
    assert sync.pair(-70) is JOINING
    sync = CounterSync()
    sync.pair(0)
    sync.assume()
    assert sync.pair(0) is IN_STEP
