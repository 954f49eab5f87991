"""Any sequence of calls leaves the SQLite ledger and a plain model in the same state, across reopening."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_ledger, sqlite_ledger
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.item import ItemKey
from inspector.domain.ledger import Delivery
from tests.support.line_values import ack, confirm, decision, trigger, verdict

tracks = st.integers(min_value=1, max_value=4)
dids = st.sampled_from(["decision-a", "decision-b"])


class LedgerMachine(RuleBasedStateMachine):
    """The memory ledger is the model: its transitions are a dictionary and the domain's table."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._clock = manual.build(manual.Config())
        self.model = memory_ledger.build(memory_ledger.Config(), data_dir=Path(), clock=self._clock)
        self._open()

    def _open(self) -> None:
        self.real = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=Path(self._folder.name), clock=self._clock)

    @rule(track=tracks)
    def open_trigger(self, track: int) -> None:
        assert self.real.open_trigger(trigger(track)) == self.model.open_trigger(trigger(track))

    @rule(track=tracks, did=dids, delivery=st.sampled_from([Delivery.READY, Delivery.EXPIRED, Delivery.WITHHELD]))
    def close_trigger(self, track: int, did: str, delivery: Delivery) -> None:
        chosen = decision(track, did=f"{did}-{track}")
        answers = [
            book.close_trigger(verdict(), chosen, decided_at_ns=3, delivery=delivery, body=b"{}")
            for book in (self.real, self.model)
        ]
        assert answers[0] == answers[1]

    @rule(track=tracks, attempt=st.integers(min_value=1, max_value=9))
    def mark_sent(self, track: int, attempt: int) -> None:
        key = ItemKey(5, track)
        assert self.real.mark_sent(key, attempt=attempt) == self.model.mark_sent(key, attempt=attempt)

    @rule(track=tracks)
    def expire(self, track: int) -> None:
        assert self.real.expire(ItemKey(5, track)) == self.model.expire(ItemKey(5, track))

    @rule(track=tracks, did=dids, status=st.sampled_from(AckStatus))
    def acknowledge(self, track: int, did: str, status: AckStatus) -> None:
        given = ack(track, did=f"{did}-{track}", status=status)
        assert self.real.acknowledge(given) == self.model.acknowledge(given)

    @rule(track=tracks, result=st.sampled_from(ConfirmResult))
    def confirm(self, track: int, result: ConfirmResult) -> None:
        assert self.real.confirm(confirm(track, result)) == self.model.confirm(confirm(track, result))

    @rule(track=tracks, did=dids)
    def record_done(self, track: int, did: str) -> None:
        for book in (self.real, self.model):
            book.record_done(f"record-{did}-{track}")

    @rule()
    def reopen(self) -> None:
        self.real.close()
        self._open()

    @invariant()
    def same_book(self) -> None:
        assert self.real.counts() == self.model.counts()
        assert self.real.counts().balanced
        assert list(self.real.unfinished()) == list(self.model.unfinished())
        assert list(self.real.records(99)) == list(self.model.records(99))
        assert self.real.record_backlog() == self.model.record_backlog()
        newest = self.model.recent(99)
        assert list(self.real.recent(99)) == list(newest)
        for row in newest:
            assert list(self.real.recent(2, row.number)) == list(self.model.recent(2, row.number))
        for track in range(1, 5):
            known = self.model.row(ItemKey(5, track))
            assert self.real.row(ItemKey(5, track)) == known
            if known is not None and known.decision is not None:
                assert self.real.find(known.decision.record_id) == known

    def teardown(self) -> None:
        self.real.close()
        self._folder.cleanup()


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
