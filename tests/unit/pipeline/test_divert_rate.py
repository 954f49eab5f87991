"""The alarm `divert-rate`: which items count, and what is said when."""

import threading

import pytest

from inspector.adapters.clocks import manual
from inspector.domain.alarm import Alarm, AlarmState
from inspector.domain.ledger import Delivery
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.share_watch import ShareRule
from inspector.domain.verdict import Disposition, Verdict, no_decision
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.divert_rate import DivertRate

RULE = ShareRule(window=10, least=5, above=0.5, clear=0.2)


class Line:
    """A board of alarms, and items with their outcomes."""

    def __init__(self, rule: ShareRule = RULE) -> None:
        self.said: list[Alarm] = []
        self.rate = DivertRate(rule, AlarmBoard(manual.build(manual.Config()), self.said.append))

    @property
    def states(self) -> list[AlarmState]:
        return [alarm.state for alarm in self.said]

    def items(
        self,
        count: int,
        disposition: Disposition,
        code: ReasonCode = ReasonCode.DEFECT_DEFORMATION,
        delivery: Delivery = Delivery.READY,
    ) -> None:
        for _ in range(count):
            self.rate.concluded(outcome(disposition, code), delivery)


def outcome(disposition: Disposition, code: ReasonCode) -> Verdict:
    if disposition is Disposition.NO_DECISION:
        return no_decision(code, recipe="default")
    why = ReasonCode.INTACT if disposition is Disposition.PASS else code
    return Verdict(disposition=disposition, score=0.9, reasons=(Reason(code=why),), recipe="default")


@pytest.fixture
def line() -> Line:
    return Line()


def test_it_is_raised_above_the_limit_and_over_when_it_has_fallen(line: Line) -> None:
    line.items(4, Disposition.DIVERT)
    assert line.said == [], "too few items to say anything"
    line.items(1, Disposition.REVIEW)
    assert line.states == [AlarmState.UNACK_ACTIVE]
    assert line.said[0].kind.id == "divert-rate"
    assert line.said[0].detail == "5 of the last 5 judged items were isolated (100%, limit 50%)"
    line.items(7, Disposition.PASS)
    assert line.states == [AlarmState.UNACK_ACTIVE], "three of ten: not over yet"
    line.items(1, Disposition.PASS)
    assert line.states == [AlarmState.UNACK_ACTIVE, AlarmState.RTN_UNACK]


def test_it_says_nothing_while_nothing_turns(line: Line) -> None:
    line.items(30, Disposition.DIVERT)
    assert len(line.said) == 1
    line.items(30, Disposition.PASS)
    line.items(30, Disposition.PASS)
    assert len(line.said) == 2


def test_simulated_items_say_nothing_of_the_line(line: Line) -> None:
    for _ in range(10):
        said = outcome(Disposition.DIVERT, ReasonCode.DEFECT_DEFORMATION)
        line.rate.concluded(said, Delivery.READY, simulated=True)
    assert line.said == []


def test_what_a_hold_isolates_fills_the_lane_too(line: Line) -> None:
    line.items(10, Disposition.REVIEW, ReasonCode.GROUP_HELD)
    assert line.states == [AlarmState.UNACK_ACTIVE]


@pytest.mark.parametrize(
    ("disposition", "code", "delivery"),
    [
        (Disposition.NO_DECISION, ReasonCode.CAMERA_MISS, Delivery.READY),
        (Disposition.REVIEW, ReasonCode.BYPASS, Delivery.READY),
        (Disposition.DIVERT, ReasonCode.DEFECT_DEFORMATION, Delivery.WITHHELD),
    ],
)
def test_what_was_not_judged_for_the_line_counts_neither_way(
    line: Line, disposition: Disposition, code: ReasonCode, delivery: Delivery
) -> None:
    line.items(20, disposition, code, delivery)
    assert line.said == []
    line.items(5, Disposition.DIVERT)
    line.items(40, disposition, code, delivery)
    assert line.states == [AlarmState.UNACK_ACTIVE]


def test_workers_that_conclude_at_the_same_time_count_every_item() -> None:
    line = Line(ShareRule(window=400, least=400, above=0.49, clear=0.2))
    together = threading.Barrier(4)

    def work(disposition: Disposition) -> None:
        together.wait(30)
        line.items(100, disposition)

    workers = [
        threading.Thread(target=work, args=(disposition,)) for disposition in (Disposition.DIVERT, Disposition.PASS) * 2
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert [alarm.detail for alarm in line.said] == ["200 of the last 400 judged items were isolated (50%, limit 49%)"]
