"""The way of rich results to IT: what is queued while the thread is between a look and its wait is not left lying."""

import threading
from collections.abc import Callable

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_ledger
from inspector.domain.ledger import Delivery
from inspector.pipeline import records
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.records import RecordRule, RecordSender
from tests.support.line_values import decision, trigger, verdict

PATIENCE_S = 30.0


class LateLedger(memory_ledger.MemoryLedger):
    """A ledger of which somebody makes use in the moment in which it has just said that nothing waits."""

    def __init__(self, clock: manual.ManualClock) -> None:
        super().__init__(memory_ledger.Config(), clock)
        self.meanwhile: Callable[[], None] = lambda: None

    def records(self, limit: int) -> list[tuple[str, bytes]]:
        found = list(super().records(limit))
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return found


class Line:
    """A sender with its ledger, and a bus of which only the sending end matters here."""

    def __init__(self, *, window: int = 10) -> None:
        clock = manual.build(manual.Config())
        self.ledger = LateLedger(clock)
        self.up = True
        self.sent: list[str] = []
        self.all_sent = threading.Event()
        self.wanted = 1
        arrears = Arrears(on_failed=lambda _error: None, on_works=lambda: None)
        self.sender = RecordSender(
            ledger=self.ledger,
            bus=self,  # type: ignore[arg-type] # the two members that the sender uses
            clock=clock,
            rule=RecordRule(window=window, retry_s=5.0),
            arrears=arrears,
        )

    def send_record(self, record_id: str, _body: bytes) -> None:
        self.sent.append(record_id)
        if len(self.sent) >= self.wanted:
            self.all_sent.set()

    def queue(self, track: int = 1) -> None:
        self.ledger.open_trigger(trigger(track))
        self.ledger.close_trigger(
            verdict(), decision(track, did=f"d{track}"), decided_at_ns=0, delivery=Delivery.READY, body=b"{}"
        )

    def run_until_sent(self) -> bool:
        thread = threading.Thread(target=self.sender.run)
        thread.start()
        try:
            return self.all_sent.wait(PATIENCE_S)
        finally:
            self.sender.stop()
            thread.join(PATIENCE_S)


@pytest.fixture(autouse=True)
def _who_is_not_woken_sleeps_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "PAUSE_S", 3600.0)


def test_a_record_that_is_queued_between_a_look_and_the_wait_goes_out_at_once() -> None:
    line = Line()

    def queued() -> None:
        line.queue()
        line.sender.wake()

    line.ledger.meanwhile = queued
    assert line.run_until_sent()
    assert line.sent == ["record-d1"]


def test_an_answer_that_comes_while_the_window_is_being_filled_makes_room_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(window=1)
    line.wanted = 2
    line.queue(1)
    line.queue(2)
    send = line.send_record

    def answered_before_the_call_returns(record_id: str, body: bytes) -> None:
        send(record_id, body)
        line.sender.done(record_id, accepted=True)

    monkeypatch.setattr(line, "send_record", answered_before_the_call_returns)
    assert line.run_until_sent()
    assert line.sent == ["record-d1", "record-d2"]
    assert line.ledger.records(9) == []
