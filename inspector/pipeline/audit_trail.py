"""Writes the audit log: nothing that was done waits for a disk, and nothing is forgotten because the disk was full."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from inspector.domain.access import How, Person
from inspector.domain.account import AccountChange
from inspector.domain.audit import AuditEntry, Result
from inspector.domain.errors import StoreError
from inspector.domain.utc import iso_ms
from inspector.pipeline.arrears import Arrears
from inspector.ports.audit import AuditBook
from inspector.ports.clock import Clock

log = logging.getLogger(__name__)


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
        """What was done to the accounts on this machine, each once."""
        by_id = {change.change_id: change for change in changes}
        if by_id:
            self._arrears.write("changes of the accounts", lambda: self._take_over(by_id), lesser=True)

    def _take_over(self, by_id: Mapping[str, AccountChange]) -> None:
        for change_id in self._book.lacks(list(by_id)):
            change = by_id[change_id]
            self._book.book(
                AuditEntry(
                    audit_id=change_id,
                    time=change.time,
                    who=change.by,
                    role=None,
                    how=How.MACHINE,
                    action=change.action,
                    subject=change.name,
                    before=change.before,
                    after=change.after,
                )
            )

    def _entry(self, person: Person, action: str) -> AuditEntry:
        time = iso_ms(self._clock.utc())
        return AuditEntry(
            audit_id=self._new_id(), time=time, who=person.name, role=person.role, how=person.how, action=action
        )

    def _write(self, entry: AuditEntry) -> None:
        self._arrears.write(f"audit entry {entry.action} by {entry.who}", lambda: self._book.book(entry), lesser=True)
