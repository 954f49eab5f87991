"""Every ledger keeps alike who did what, who is signed in and who tried in vain."""

from dataclasses import replace
from datetime import timedelta

from inspector.adapters.clocks import manual
from inspector.adapters.clocks.manual import ManualClock
from inspector.domain.access import How, Role
from inspector.domain.audit import AuditEntry, Result
from inspector.domain.lockout import Tries
from inspector.domain.session import Session
from inspector.domain.utc import iso_ms
from inspector.ports.ledger import Ledger

CLOCK = manual.build(manual.Config())
ENTRY = AuditEntry(
    audit_id="a-1",
    time=iso_ms(CLOCK.utc()),
    who="Ána",
    role=Role.LEAD,
    how=How.PIN,
    action="mode",
    subject="",
    reason="lens",
    before={"mode": "PRODUCTION"},
    after={"mode": "MANUAL", "kept": True},
)


def test_what_was_done_is_kept_once_and_paged_newest_first(ledger: Ledger) -> None:
    for number in range(1, 6):
        entry = replace(ENTRY, audit_id=f"a-{number}", subject=str(number), role=None if number == 5 else Role.LEAD)
        ledger.audit.begin(replace(entry, after={}))
        assert ledger.audit.book(entry)
        assert not ledger.audit.book(entry)
    page = ledger.audit.entries(2)
    assert [one.entry.subject for one in page] == ["5", "4"]
    assert [one.entry.subject for one in ledger.audit.entries(9, before=page[-1].number)] == ["3", "2", "1"]
    assert ledger.audit.entries(9)[-1].entry == replace(ENTRY, subject="1")
    assert ledger.audit.take_up() == 0
    assert ledger.audit.lacks(["z", "a-2", "b"]) == ["z", "b"]
    assert ledger.audit.book_all([replace(ENTRY, audit_id=name) for name in ("a-2", "z", "b", "z")]) == 2
    assert [one.entry.audit_id for one in ledger.audit.entries(3)] == ["b", "z", "a-5"]


def test_what_was_begun_and_never_ended_is_unknown_and_what_changed_nothing_is_dropped(ledger: Ledger) -> None:
    ledger.audit.begin(ENTRY)
    ledger.audit.begin(replace(ENTRY, audit_id="a-2"))
    ledger.audit.drop("a-2")
    assert ledger.audit.take_up() == 1
    (found,) = ledger.audit.entries(9)
    assert (found.entry.audit_id, found.entry.result) == ("a-1", Result.UNKNOWN)


def test_the_order_is_that_of_the_deeds_also_when_the_clock_is_set_back(ledger: Ledger, clock: ManualClock) -> None:
    ledger.audit.book(ENTRY)
    clock.step_utc(-timedelta(days=400))
    ledger.audit.book(replace(ENTRY, audit_id="a-2", time=iso_ms(clock.utc())))
    newest, oldest = ledger.audit.entries(9)
    assert newest.entry.audit_id == "a-2"
    assert newest.entry.time < oldest.entry.time


def test_facts_that_are_too_long_are_cut_and_say_so(ledger: Ledger) -> None:
    ledger.audit.book(replace(ENTRY, after={"why": "x" * 9000}))
    assert set(ledger.audit.entries(1)[0].entry.after) == {"cut"}


def test_sessions_and_wrong_tries_are_what_was_kept_last(ledger: Ledger) -> None:
    session = Session(digest="d", name="Ána", how=How.BADGE, stamp="s", opened_ns=2**62, boot_id="b")
    assert ledger.sessions.session("d") is None
    ledger.sessions.keep_session(session)
    assert ledger.sessions.session("d") == session
    ledger.sessions.keep_session(replace(session, ended=True, ended_ns=2**62 + 1))
    assert ledger.sessions.session("d") == replace(session, ended=True, ended_ns=2**62 + 1)
    tries = Tries(wrong=3, at_ns=7, boot_id="b")
    assert ledger.sessions.tries("Ána") == Tries()
    for kept in (tries, replace(tries, wrong=4), Tries()):
        ledger.sessions.keep_tries("Ána", kept)
        assert ledger.sessions.tries("Ána") == kept
