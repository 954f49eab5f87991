"""What was done by a command on this machine reaches the audit log without holding up the line."""

import threading
from collections.abc import Sequence

from inspector.adapters.clocks import manual
from inspector.adapters.stores._memory_audit import MemoryAudit
from inspector.domain.account import AccountChange
from inspector.domain.audit import AuditEntry
from inspector.domain.errors import StoreError
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.audit_trail import BATCH, AuditTrail


class Book(MemoryAudit):
    """Looks whether another thread can tell the ledger something meanwhile, and counts the writes."""

    def __init__(self) -> None:
        super().__init__(self._check_disk)
        self.arrears = Arrears(on_failed=lambda _: None, on_works=lambda: None)
        self.broken = False
        self.passed: list[bool] = []
        self.writes: list[int] = []

    def _check_disk(self) -> None:
        if self.broken:
            raise StoreError("no")

    def lacks(self, audit_ids: Sequence[str]) -> Sequence[str]:
        self._check_disk()
        line = threading.Thread(target=self.arrears.settle, daemon=True)
        line.start()
        line.join(5)
        self.passed.append(not line.is_alive())
        return super().lacks(audit_ids)

    def book(self, entry: AuditEntry) -> bool:
        raise AssertionError("each entry for itself costs a disk's flush each")

    def book_all(self, entries: Sequence[AuditEntry]) -> int:
        self.writes.append(len(entries))
        return super().book_all(entries)


def test_many_deeds_are_taken_over_in_batches_between_which_the_line_comes_in() -> None:
    book = Book()
    trail = AuditTrail(book=book, clock=manual.build(manual.Config()), new_id=lambda: "id", arrears=book.arrears)
    deeds = [_deed(number) for number in range(2 * BATCH + 1)]
    trail.take_over(deeds[:3])
    trail.take_over(deeds)
    trail.take_over(deeds)
    assert book.passed == [True] * 7
    assert book.writes == [3, BATCH - 3, BATCH, 1]
    assert [one.entry.subject for one in reversed(book.entries(-1))] == [deed.name for deed in deeds]
    book.broken = True
    trail.take_over([_deed(900)])
    assert len(book.arrears) == 1
    book.broken = False
    assert book.arrears.settle()
    assert [one.entry.audit_id for one in book.entries(1)] == ["change-900"]


def _deed(number: int) -> AccountChange:
    return AccountChange(
        change_id=f"change-{number}",
        time="2030-01-05T08:00:00.000Z",
        by="u",
        action="escape.answer",
        name=f"c-{number}",
        before={},
        after={},
    )
