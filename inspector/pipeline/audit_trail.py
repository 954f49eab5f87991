"""Writes the audit log: nothing that was done waits for a disk, and nothing is forgotten because the disk was full."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from inspector.domain.access import How, Person
from inspector.domain.account import AccountChange
from inspector.domain.audit import AuditEntry, Result
from inspector.domain.errors import StoreError
from inspector.domain.utc import iso_ms
from inspector.pipeline.arrears import Arrears
from inspector.ports.audit import AuditBook
from inspector.ports.clock import Clock

log = logging.getLogger(__name__)

BATCH = 50  # in one transaction: some milliseconds


class AuditTrail:
    """Thread-safe; raises nothing. What can not be written now is owed to the ledger."""

    def __init__(self, *, book: AuditBook, clock: Clock, new_id: Callable[[], str], arrears: Arrears) -> None:
        self._book, self._clock, self._new_id, self._arrears = book, clock, new_id, arrears

    def take_up(self) -> None:
        """What an earlier process began and did not end. Raises `StoreError`: at the start nothing goes on without."""
        unknown = self._book.take_up()
        if unknown:
            log.warning("%d deeds were begun by an earlier process, and nobody knows whether they were done", unknown)

    def begin(
        self, person: Person, action: str, *, subject: str, reason: str, before: Mapping[str, object]
    ) -> AuditEntry:
        """Somebody is about to do something."""
        entry = replace(self._entry(person, action), subject=subject, reason=reason, before=before)
        try:
            self._book.begin(entry)
        except StoreError as error:  # if it needs the ledger it fails by itself; if not, it is told afterwards
            log.warning("%s by %s is not in the audit log yet: %s", action, person.name, error)
        return entry

    def done(self, entry: AuditEntry, after: Mapping[str, object]) -> None:
        """It was done."""
        self._write(replace(entry, after=after))

    def drop(self, entry: AuditEntry) -> None:
        """Nothing was changed."""
        self._arrears.write("what changed nothing", lambda: self._book.drop(entry.audit_id), lesser=True)

    def refused(self, person: Person, action: str, why: str, *, subject: str = "") -> None:
        """Somebody wanted to, and was not let."""
        self._write(replace(self._entry(person, action), subject=subject, result=Result.REFUSED, detail=why))

    def signed(self, person: Person, action: str) -> None:
        """Somebody signed in or out."""
        self._write(self._entry(person, action))

    def take_over(self, changes: Iterable[AccountChange]) -> None:
        """What was done by a command on this machine, each once; in batches, for the line waits for each."""
        entries = list({change.change_id: _told(change) for change in changes}.values())
        for start in range(0, len(entries), BATCH):
            new = self._new_of(entries[start : start + BATCH])
            if new:
                self._arrears.write("deeds on this machine", partial(self._book.book_all, new), lesser=True)

    def _new_of(self, entries: Sequence[AuditEntry]) -> Sequence[AuditEntry]:
        """Those that are not booked; all of them where nobody knows, for booking twice changes nothing."""
        try:
            lacks = set(self._book.lacks([entry.audit_id for entry in entries]))
        except StoreError as error:
            log.warning("which deeds are in the audit log can not be read: %s", error)
            return entries
        return [entry for entry in entries if entry.audit_id in lacks]

    def _entry(self, person: Person, action: str) -> AuditEntry:
        time = iso_ms(self._clock.utc())
        return AuditEntry(
            audit_id=self._new_id(), time=time, who=person.name, role=person.role, how=person.how, action=action
        )

    def _write(self, entry: AuditEntry) -> None:
        self._arrears.write(f"audit entry {entry.action} by {entry.who}", lambda: self._book.book(entry), lesser=True)


def _told(change: AccountChange) -> AuditEntry:
    return AuditEntry(
        audit_id=change.change_id,
        time=change.time,
        who=change.by,
        role=None,
        how=How.MACHINE,
        action=change.action,
        subject=change.name,
        before=change.before,
        after=change.after,
    )
