"""The time of a check is told whether it answers or fails, and the answer is its own."""

import pytest

from inspector.adapters.clocks import manual
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.detection import Detections
from inspector.domain.errors import InferenceError
from inspector.domain.frame import Item
from inspector.domain.golden import Golden, golden_of
from inspector.pipeline.timed_check import TimedCheck
from tests.support.checked_items import looked_at

ANSWER = CheckResult(check="slow", outcome=CheckOutcome.OK, confidence=1.0, value="yes")


class Slow:
    """Takes as long as it is told to, and answers or fails."""

    name = "slow"

    def __init__(self, clock: manual.ManualClock) -> None:
        self.clock, self.ms, self.broken = clock, 0.0, False
        self.prepared: list[Golden | None] = []

    def prepare(self, taught: Golden | None = None) -> None:
        self.prepared.append(taught)

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        self.clock.advance_ms(self.ms)
        if self.broken:
            raise InferenceError("told to fail")
        return ANSWER


@pytest.fixture
def slow() -> Slow:
    return Slow(manual.build(manual.Config()))


def test_each_answer_and_each_failure_is_timed(slow: Slow) -> None:
    told: list[tuple[str, float]] = []
    timed = TimedCheck(slow, slow.clock, lambda name, seconds: told.append((name, seconds)))
    slow.ms = 250
    assert timed.check(*looked_at({}, {})) is ANSWER
    slow.ms, slow.broken = 1500, True
    with pytest.raises(InferenceError):
        timed.check(*looked_at({}, {}))
    assert told == [("slow", 0.25), ("slow", 1.5)]


def test_it_passes_for_the_check_itself(slow: Slow) -> None:
    timed = TimedCheck(slow, slow.clock, lambda _name, _seconds: None)
    assert timed.name == "slow"
    golden = golden_of("BOX-1", "top", [])
    timed.prepare()
    timed.prepare(golden)
    assert slow.prepared == [None, golden]
