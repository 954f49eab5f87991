"""The sender of notices: at least once, in order per item, with patience, and an alarm that says why it lags."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.adapters.clocks.manual import Config as ClockConfig
from inspector.adapters.clocks.manual import ManualClock
from inspector.adapters.clocks.manual import build as build_clock
from inspector.adapters.stores import memory_ledger
from inspector.domain.alarm import Alarm
from inspector.domain.dispositioning import Fate, Step
from inspector.domain.ledger import Delivery
from inspector.domain.notice import NoticeAnswer, NoticeOutcome
from inspector.domain.verdict import Disposition
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.wms_sender import PAUSE_S, SEVERAL_REFUSED, WmsRule, WmsSender
from tests.support.line_values import decision, trigger, verdict

TAKEN = NoticeAnswer(outcome=NoticeOutcome.TAKEN)
REFUSED = NoticeAnswer(outcome=NoticeOutcome.REFUSED, why="refused", detail="answered 422")
DOWN = NoticeAnswer(outcome=NoticeOutcome.FAILED, why="server", detail="answered 500")


class Side:
    """The other side: remembers the keys that it was given, and answers by `answer`."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.stopped = False
        self.answer: Callable[[str], NoticeAnswer] = lambda _: TAKEN

    def deliver(self, key: str, body: bytes) -> NoticeAnswer:
        assert body == key.encode()
        self.given.append(key)
        return self.answer(key)

    def reach(self) -> str:
        return "here"

    def stop(self) -> None:
        self.stopped = True


class Bench:
    """A sender, its ledger and its clock; each item has one step, "1a", which may be followed by "1b"."""

    def __init__(self, **rule: float) -> None:
        self.clock: ManualClock = build_clock(ClockConfig())
        self.ledger = memory_ledger.build(memory_ledger.Config(), data_dir=Path(), clock=self.clock)
        self.ledger.outgoing.follow(most=1000)
        self.side = Side()
        self.said: list[Alarm] = []
        self.doubted = ""
        self.sender = WmsSender(
            book=self.ledger.outgoing,
            export=self.side,
            encode=lambda notice: (notice.name, notice.name.encode()),
            clock=self.clock,
            rule=WmsRule(**rule),  # type: ignore[arg-type]
            alarms=AlarmBoard(self.clock, self.said.append),
            doubted=lambda: self.doubted,
            dice=lambda: 1.0,
        )

    def book(self, *names: str) -> None:
        for name in names:
            track = int(name[:-1])
            self.ledger.open_trigger(trigger(track))
            chosen = decision(track, did=f"decision-{track}", disposition=Disposition.DIVERT)
            self.ledger.close_trigger(
                verdict(Disposition.DIVERT), chosen, decided_at_ns=3, delivery=Delivery.READY, body=None
            )
            fate = Fate.RELABELLED if name.endswith("a") else Fate.DONATED
            step = Step(step_id=name, record_id=f"record-decision-{track}", fate=fate, operator="Ana", why="seen")
            assert self.ledger.dispositions.book(step, proposed=None)

    def steps(self, count: int) -> float:
        pause_s = 0.0
        for _ in range(count):
            pause_s = self.sender.step()
        return pause_s

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(round(seconds * 1e9))

    @property
    def alarm(self) -> str:
        return self.said[-1].detail if self.said and self.said[-1].active else ""


def test_all_that_waits_is_told_once_in_its_order() -> None:
    bench = Bench()
    bench.book("1a", "2a", "1b")
    assert bench.steps(3) == 0.0
    assert bench.steps(3) == PAUSE_S
    assert bench.side.given == ["1a", "2a", "1b"]
    assert bench.ledger.outgoing.backlog().sent == 3
    assert bench.said == []


def test_a_side_that_is_down_is_asked_ever_less_often_and_then_told_everything_in_order() -> None:
    bench = Bench(first_retry_s=2, longest_retry_s=8)
    bench.side.answer = lambda _: DOWN
    bench.book("1a", "2a")
    tried = []
    for second in range(40):
        before = len(bench.side.given)
        bench.sender.step()
        if len(bench.side.given) > before:
            tried.append(second)
        bench.pass_time(1)
    assert tried == [0, 2, 6, 14, 22, 30, 38]
    assert set(bench.side.given) == {"1a"}
    assert bench.sender.failures() == {"server": 7}
    bench.side.answer = lambda _: TAKEN
    bench.pass_time(8)
    bench.steps(2)
    assert bench.side.given[-2:] == ["1a", "2a"]
    bench.side.answer = lambda _: DOWN
    bench.book("3a")
    bench.sender.step()
    bench.pass_time(2)
    bench.sender.step()
    assert bench.side.given[-2:] == ["3a", "3a"], "the waits begin anew"


def test_what_one_item_is_refused_holds_up_that_item_only() -> None:
    bench = Bench(first_retry_s=2, longest_retry_s=8)
    bench.side.answer = lambda key: REFUSED if key == "1a" else TAKEN
    bench.book("1a", "1b", "2a", "3a")
    bench.steps(4)
    assert bench.side.given == ["1a", "2a", "3a"]
    bench.pass_time(1)
    bench.steps(2)
    assert len(bench.side.given) == 3
    bench.side.answer = lambda _: TAKEN
    bench.pass_time(1)
    bench.steps(2)
    assert bench.side.given[3:] == ["1a", "1b"]


def test_a_side_that_refuses_one_after_the_other_is_asked_ever_less_often_and_what_it_would_take_passes() -> None:
    bench = Bench()
    bench.side.answer = lambda key: TAKEN if key == "30a" else REFUSED
    bench.book(*[f"{track}a" for track in range(1, 21)])
    tried = []
    for second in range(36):
        before = len(bench.side.given)
        for _ in range(20):
            if bench.sender.step():
                break
        tried += [second] * (len(bench.side.given) - before)
        bench.pass_time(1)
    assert tried == [0] * SEVERAL_REFUSED + [1, 3, 7, 15, 25, 35]
    assert len(set(bench.side.given)) == len(bench.side.given), "each once before any of them again"
    bench.side.given.clear()
    for _ in range(60):
        bench.pass_time(10)
        bench.sender.step()
    bench.book("30a")
    bench.pass_time(10)
    assert bench.sender.step() == 0.0, "however many were refused before it"
    assert bench.side.given[-1] == "30a"


def test_who_asks_for_time_gets_it_within_bounds() -> None:
    bench = Bench(first_retry_s=1, longest_ask_s=100)
    asked = 30.0
    bench.side.answer = lambda _: NoticeAnswer(outcome=NoticeOutcome.FAILED, why="throttled", retry_after_s=asked)
    bench.book("1a")
    bench.sender.step()
    bench.pass_time(29)
    bench.sender.step()
    assert len(bench.side.given) == 1
    asked = 1e9
    bench.pass_time(1)
    bench.sender.step()
    bench.pass_time(99)
    bench.sender.step()
    assert len(bench.side.given) == 2
    bench.pass_time(1)
    bench.sender.step()
    assert len(bench.side.given) == 3


@pytest.mark.parametrize("rule", [{"alarm_after_s": 60}, {"alarm_waiting": 2}])
def test_the_alarm_says_why_it_lags_and_ends_with_it(rule: dict[str, float]) -> None:
    bench = Bench(**rule)
    bench.side.answer = lambda _: DOWN
    bench.book("1a")
    bench.sender.step()
    assert bench.said == []
    bench.pass_time(60)
    bench.book("2a")
    bench.sender.step()
    assert bench.alarm == "2 wait since 2030-01-01T00:00:00.000Z: answered 500"
    bench.pass_time(300)
    bench.steps(3)
    assert len(bench.said) == 1, "said once"
    bench.side.answer = lambda _: TAKEN
    bench.pass_time(300)
    bench.steps(3)
    assert bench.alarm == ""
    assert len(bench.said) == 2


def test_what_waits_too_long_is_given_up_with_an_alarm_that_stays_until_something_passes() -> None:
    bench = Bench(most_age_h=1)
    bench.side.answer = lambda _: DOWN
    bench.book("1a")
    bench.steps(1)
    bench.doubted = "the clock jumped"
    bench.clock.step_utc(timedelta(hours=2))
    bench.steps(1)
    assert bench.ledger.outgoing.backlog().waiting == 1, "nothing goes by an age that nobody believes"
    bench.doubted = ""
    bench.steps(1)
    assert bench.ledger.outgoing.backlog().given_up == 1
    assert "1 given up" in bench.alarm
    bench.side.answer = lambda _: TAKEN
    bench.book("2a")
    bench.pass_time(300)
    bench.steps(2)
    assert bench.alarm == ""


def test_while_the_ledger_can_not_be_told_the_other_side_is_not_told_again() -> None:
    bench = Bench()
    bench.book("1a")
    bench.ledger.failing = True
    assert bench.steps(3) == PAUSE_S
    bench.ledger.failing = False
    bench.steps(2)
    assert bench.side.given == ["1a"]
    assert bench.ledger.outgoing.backlog().sent == 1


def test_what_we_broke_off_is_no_failure_of_the_other_side() -> None:
    bench = Bench()

    def broken_off(_: str) -> NoticeAnswer:
        bench.sender.stop()
        return DOWN

    bench.side.answer = broken_off
    bench.book("1a")
    bench.sender.run()
    assert bench.side.stopped
    assert bench.sender.failures() == {}
    assert bench.ledger.outgoing.backlog().waiting == 1
