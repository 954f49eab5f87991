"""Decisions are sent again until answered, never after their deadline, never while the PLC is silent."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_ledger
from inspector.domain.decision import AckStatus, Decision
from inspector.domain.errors import BusError
from inspector.domain.item import ItemKey
from inspector.domain.ledger import Delivery
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.sender import RETRY_NS, DecisionSender, SenderRule
from tests.support.line_values import ack, decision, trigger, verdict

S = 1_000_000_000


class Line:
    """A sender with its ledger and clock, and a bus of which only the sending end matters here."""

    def __init__(self, *, window: int = 10, resend_ms: float = 80, answered: bool = True) -> None:
        self.clock = manual.build(manual.Config())
        self.ledger = memory_ledger.build(memory_ledger.Config(), data_dir=Path(), clock=self.clock)
        self.up = True
        self.plc_fresh = True
        self.barred: set[int] = set()
        self.broken = False
        self.sent: list[tuple[int, int]] = []
        self.expired: list[int] = []
        self.failures: list[str] = []
        self.healed = 0
        self.arrears = Arrears(on_failed=lambda error: self.failures.append(str(error)), on_works=self._heal)
        self.sender = DecisionSender(
            ledger=self.ledger,
            bus=self,  # type: ignore[arg-type] # the two members that the sender uses
            clock=self.clock,
            rule=SenderRule(resend_ms=resend_ms, window=window, answered=answered),
            may_send=lambda decided: self.plc_fresh and decided.key.track not in self.barred,
            on_expired=lambda d: self.expired.append(d.key.track),
            arrears=self.arrears,
        )

    def _heal(self) -> None:
        self.healed += 1

    def send_decision(self, decided: Decision, attempt: int) -> None:
        if self.broken:
            raise BusError("the link is down")
        self.sent.append((decided.key.track, attempt))

    def decide(self, track: int = 1) -> None:
        self.ledger.open_trigger(trigger(track))
        chosen = decision(track, did=f"decision-{track}")
        self.ledger.close_trigger(verdict(), chosen, decided_at_ns=0, delivery=Delivery.READY, body=None)
        self.sender.submit(chosen)

    def delivery(self, track: int = 1) -> Delivery:
        row = self.ledger.row(ItemKey(5, track))
        assert row is not None
        return row.delivery


@pytest.fixture
def line() -> Line:
    return Line()


def test_the_same_decision_goes_out_again_until_it_is_answered(line: Line) -> None:
    line.decide()
    line.sender.step()
    line.sender.step()
    line.clock.advance_ms(80)
    line.sender.step()
    assert line.sent == [(1, 1), (1, 2)]
    assert line.sender.acknowledge(ack()) == 7 - 80_000_000
    line.clock.advance_ms(500)
    line.sender.step()
    assert line.sent == [(1, 1), (1, 2)]
    assert line.delivery() is Delivery.ACCEPTED


def test_nothing_is_sent_at_or_after_the_deadline(line: Line) -> None:
    line.decide()
    line.plc_fresh = False
    line.sender.step()
    line.clock.advance(10 * S)
    line.plc_fresh = True
    line.sender.step()
    assert line.sent == []
    assert line.expired == [1]
    assert line.delivery() is Delivery.EXPIRED
    assert line.sender.backlog() == 0


@pytest.mark.parametrize("missing", ["up", "plc_fresh"])
def test_nothing_is_sent_while_the_link_or_the_plc_is_away(line: Line, missing: str) -> None:
    line.decide()
    setattr(line, missing, False)
    line.sender.step()
    assert line.sent == []
    setattr(line, missing, True)
    line.sender.step()
    assert line.sent == [(1, 1)]


def test_a_sending_that_fails_is_tried_again(line: Line) -> None:
    line.decide()
    line.broken = True
    line.sender.step()
    assert line.delivery() is Delivery.READY
    line.broken = False
    line.sender.step()
    assert line.sent == [], "not at once: a link that fails would be asked all the time"
    line.clock.advance(RETRY_NS)
    line.sender.step()
    assert line.sent == [(1, 1)], "the first copy that left"
    assert line.delivery() is Delivery.SENT


def test_where_nobody_answers_a_sending_that_failed_is_tried_again_until_the_deadline() -> None:
    line = Line(resend_ms=1_000_000.0, answered=False)
    line.decide()
    line.broken = True
    line.sender.step()
    line.clock.advance(9 * S)
    line.broken = False
    assert line.sender.step() == pytest.approx(1)
    assert line.sent == [(1, 1)]
    line.clock.advance(S // 2)
    line.sender.step()
    assert len(line.sent) == 1, "said, and that is all"
    assert line.delivery() is Delivery.SENT


def test_where_answers_are_due_a_last_copy_keeps_its_room_until_then() -> None:
    line = Line(window=1, resend_ms=1_000_000.0)
    line.decide(1)
    line.sender.step()
    line.decide(2)
    line.sender.step()
    assert line.sent == [(1, 1)]


def test_what_may_not_be_sent_does_not_hold_up_what_may() -> None:
    line = Line(window=1)
    line.barred = {1}
    line.decide(1)
    line.decide(2)
    line.sender.step()
    assert line.sent == [(2, 1)]


def test_an_answer_to_another_decision_changes_nothing(line: Line) -> None:
    line.decide()
    line.sender.step()
    assert line.sender.acknowledge(ack(did="decision-x")) is None
    assert line.sender.backlog() == 1


def test_a_refusal_ends_the_sending(line: Line) -> None:
    line.decide()
    line.sender.step()
    line.sender.acknowledge(ack(status=AckStatus.LANE_FULL))
    line.clock.advance_ms(200)
    line.sender.step()
    assert len(line.sent) == 1
    assert line.delivery() is Delivery.REFUSED


def test_no_more_than_the_window_is_under_way() -> None:
    line = Line(window=2)
    for track in (1, 2, 3):
        line.decide(track)
    line.sender.step()
    assert [track for track, _ in line.sent] == [1, 2]
    line.sender.acknowledge(ack(1))
    line.sender.step()
    assert [track for track, _ in line.sent] == [1, 2, 3]


def test_what_is_said_once_takes_no_room_while_it_waits_for_its_end() -> None:
    """A line on which nobody answers: the eleventh item must not wait until the first one's time is over."""
    line = Line(window=3, resend_ms=1_000_000.0, answered=False)
    for track in range(1, 12):
        line.decide(track)
        line.sender.step()
        line.clock.advance(10_000_000)
    assert line.sent == [(track, 1) for track in range(1, 12)]
    assert line.expired == []


def test_a_new_epoch_ends_what_belongs_to_the_old_one(line: Line) -> None:
    line.decide()
    line.sender.drop_epochs_other_than(6)
    line.sender.step()
    assert line.sent == []
    assert line.expired == [], "it was not late"
    assert line.delivery() is Delivery.EXPIRED


def test_attempts_go_on_counting_after_a_restart(line: Line) -> None:
    line.decide()
    line.sender.submit(decision(1, did="decision-1"), attempts=4)
    line.sender.step()
    assert line.sent == [(1, 5)]


def test_the_next_step_is_due_when_the_next_copy_or_deadline_is(line: Line) -> None:
    assert line.sender.step() == 1.0
    line.decide()
    assert line.sender.step() == pytest.approx(0.08)
    line.clock.advance(10 * S - 10_000_000)
    assert line.sender.step() == pytest.approx(0.01)


def test_a_ledger_that_fails_after_sending_is_told_later(line: Line) -> None:
    """The decision was durable before it went out, so it stands; what follows from it is booked when that works."""
    line.decide()
    line.ledger.failing = True
    line.sender.step()
    assert line.sent == [(1, 1)]
    assert line.failures
    assert line.sender.acknowledge(ack()) is not None, "the controller's answer is known"
    line.clock.advance_ms(500)
    line.sender.step()
    assert line.sent == [(1, 1)], "an answered decision is not sent again, booked or not"
    line.ledger.failing = False
    line.sender.step()
    assert line.delivery() is Delivery.ACCEPTED
    assert (len(line.arrears), line.healed) == (0, 1)


def test_an_expiry_that_can_not_be_booked_is_booked_later_and_told_once(line: Line) -> None:
    line.decide()
    line.plc_fresh = False
    line.clock.advance(30 * S)
    line.ledger.failing = True
    for _ in range(3):
        line.sender.step()
    assert line.expired == []
    line.ledger.failing = False
    line.sender.step()
    line.sender.step()
    assert line.expired == [1]
    assert line.delivery() is Delivery.EXPIRED
    assert line.sent == []


@pytest.mark.parametrize("news", ["a decision", "a link that is up again"])
def test_what_comes_between_a_step_and_the_wait_is_not_slept_over(line: Line, news: str) -> None:
    """On a busy machine the thread may lose the processor just there; the decision must not pay for it."""
    line.up = False
    if news == "a link that is up again":
        line.decide()

    def tell() -> None:
        line.up = True
        if news == "a decision":
            line.decide()
        else:
            line.sender.wake()

    run_with_news_after_the_first_step(line, tell)
    assert line.sent[:1] == [(1, 1)]


def run_with_news_after_the_first_step(line: Line, tell: Callable[[], None]) -> None:
    """The step says to wait for an hour, then `tell` is called, then the thread goes on to wait."""
    step, steps = line.sender.step, 0
    again = threading.Event()

    def interrupted() -> float:
        nonlocal steps
        steps += 1
        pause_s = step()
        if steps == 1:
            tell()
            return 3600
        again.set()
        return pause_s

    line.sender.step = interrupted  # type: ignore[method-assign]
    thread = threading.Thread(target=line.sender.run, daemon=True)
    thread.start()
    came = again.wait(20)
    line.sender.stop()
    thread.join(20)
    assert came, "it slept over the news"
