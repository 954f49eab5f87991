"""The alarm `items-undecided`: which items count, and what is said when."""

import threading

import pytest

from inspector.adapters.clocks import manual
from inspector.domain.alarm import Alarm, AlarmState
from inspector.domain.ledger import Delivery
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.share_watch import ShareRule
from inspector.domain.verdict import Disposition, Verdict, no_decision
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.undecided_rate import MEANT, UndecidedRate

RULE = ShareRule(window=10, least=5, above=0.5, clear=0.2)
PASSED = Verdict(disposition=Disposition.PASS, score=0.0, reasons=(Reason(code=ReasonCode.INTACT),), recipe="default")


class Line:
    """A board of alarms, and items with their outcomes."""

    def __init__(self, rule: ShareRule = RULE) -> None:
        self.said: list[Alarm] = []
        self.rate = UndecidedRate(rule, AlarmBoard(manual.build(manual.Config()), self.said.append))

    @property
    def states(self) -> list[AlarmState]:
        return [alarm.state for alarm in self.said]

    def undecided(self, count: int, code: ReasonCode, delivery: Delivery = Delivery.READY) -> None:
        for _ in range(count):
            self.rate.concluded(no_decision(code, recipe="default"), delivery)

    def passed(self, count: int, delivery: Delivery = Delivery.READY) -> None:
        for _ in range(count):
            self.rate.concluded(PASSED, delivery)


@pytest.fixture
def line() -> Line:
    return Line()


def test_it_is_raised_above_the_limit_with_the_commonest_reasons_and_over_when_it_has_fallen(line: Line) -> None:
    line.undecided(1, ReasonCode.OVERLOAD)
    line.undecided(3, ReasonCode.CAMERA_MISS)
    assert line.said == [], "too few items to say anything"
    line.undecided(1, ReasonCode.OVERLOAD)
    assert line.states == [AlarmState.UNACK_ACTIVE]
    assert line.said[0].kind.id == "items-undecided"
    said = "5 of the last 5 items had no decision (100%, limit 50%): CAMERA_MISS 3, OVERLOAD 2"
    assert line.said[0].detail == said
    line.passed(7)
    assert line.states == [AlarmState.UNACK_ACTIVE], "three of ten: not over yet"
    line.passed(1)
    assert line.states == [AlarmState.UNACK_ACTIVE, AlarmState.RTN_UNACK]


def test_the_reasons_are_those_of_the_items_that_count_and_of_no_earlier_ones(line: Line) -> None:
    line.undecided(2, ReasonCode.MODEL_ERROR)
    line.passed(8)
    line.passed(2)
    line.undecided(6, ReasonCode.CAMERA_MISS)
    assert [alarm.detail for alarm in line.said] == [
        "6 of the last 10 items had no decision (60%, limit 50%): CAMERA_MISS 6"
    ]


def test_a_share_that_wavers_about_the_limit_is_one_alarm(line: Line) -> None:
    line.undecided(6, ReasonCode.CAMERA_MISS)
    for _ in range(20):
        line.passed(1)
        line.undecided(1, ReasonCode.CAMERA_MISS)
    assert line.states == [AlarmState.UNACK_ACTIVE]


def test_a_verdict_after_its_deadline_is_none_for_the_line(line: Line) -> None:
    line.passed(5, Delivery.EXPIRED)
    assert [alarm.detail for alarm in line.said] == [
        "5 of the last 5 items had no decision (100%, limit 50%): OUT_OF_TIME 5"
    ]


def outcomes_that_are_meant() -> list[tuple[Verdict, Delivery, bool]]:
    missed = no_decision(ReasonCode.CAMERA_MISS, recipe="default")
    meant = [(no_decision(code, recipe="default"), delivery, False) for code in MEANT for delivery in Delivery]
    return [*meant, (missed, Delivery.WITHHELD, False), (missed, Delivery.READY, True)]


@pytest.mark.parametrize(("verdict", "delivery", "simulated"), outcomes_that_are_meant())
def test_what_is_meant_counts_neither_way(line: Line, verdict: Verdict, delivery: Delivery, simulated: bool) -> None:
    for _ in range(20):
        line.rate.concluded(verdict, delivery, simulated=simulated)
    assert line.said == []
    line.undecided(5, ReasonCode.OVERLOAD)
    for _ in range(40):
        line.rate.concluded(verdict, delivery, simulated=simulated)
    assert line.states == [AlarmState.UNACK_ACTIVE], "it does not make the share better either"


@pytest.mark.parametrize("code", sorted(code for code in ReasonCode if code < ReasonCode.DEFECT and code not in MEANT))
def test_whatever_keeps_the_station_from_judging_counts(line: Line, code: ReasonCode) -> None:
    line.undecided(5, code)
    assert line.states == [AlarmState.UNACK_ACTIVE]


def test_workers_that_conclude_at_the_same_time_count_every_item_and_its_reason() -> None:
    line = Line(ShareRule(window=400, least=400, above=0.49, clear=0.2))
    together = threading.Barrier(4)

    def work(code: ReasonCode | None) -> None:
        together.wait(30)
        for _ in range(100):
            verdict = PASSED if code is None else no_decision(code, recipe="default")
            line.rate.concluded(verdict, Delivery.READY)

    codes = (ReasonCode.OVERLOAD, None, ReasonCode.OVERLOAD, None)
    workers = [threading.Thread(target=work, args=(code,)) for code in codes]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    said = "200 of the last 400 items had no decision (50%, limit 49%): OVERLOAD 200"
    assert [alarm.detail for alarm in line.said] == [said]
