"""Who may do what, which PINs are refused, and how long a wrong one is waited for, whatever the clocks do."""

from dataclasses import replace
from itertools import pairwise

import pytest

from inspector.domain.access import DEEDS, QUESTIONS, How, Person, Role, least_role
from inspector.domain.account import Account, AccountRefused, Accounts, pin_problems
from inspector.domain.lockout import NS, LockRule, Tries
from inspector.domain.session import Session, account_stamp, secret_digest


def test_a_higher_role_may_do_all_that_a_lower_one_may() -> None:
    for lower, higher in pairwise(Role):
        allowed = {deed for deed in DEEDS if Person(name="Ana", role=lower, how=How.PIN).may(deed)}
        more = {deed for deed in DEEDS if Person(name="Ana", role=higher, how=How.PIN).may(deed)}
        assert allowed <= more
    assert not DEEDS.keys() & QUESTIONS


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (Role.VIEWER, "shift", "alarm.ack"),
        (Role.OPERATOR, "review", "hold.release"),
        (Role.LEAD, "mode", "recipes.activate"),
    ],
)
def test_the_table_draws_the_line(role: Role, may: str, may_not: str) -> None:
    person = Person(name="Ana", role=role, how=How.BADGE)
    assert (person.may(may), person.may(may_not)) == (True, False)


def test_a_command_that_nobody_put_into_the_table_is_no_open_door() -> None:
    assert least_role("firmware.flash") is Role.ENGINEER


def test_without_accounts_everybody_may() -> None:
    assert Person(name="Ana", role=None, how=How.OPEN).may("mode")


@pytest.mark.parametrize("pin", ["", "123", "0000", "1234", "8765", "12345678901234", "47 11", "٤٧١١"])
def test_pins_that_are_guessed_first_are_refused(pin: str) -> None:
    assert pin_problems(pin)


def test_wrong_tries_wait_longer_and_longer_and_no_clock_that_is_set_helps() -> None:
    rule, tries = LockRule(free=3, first_s=30, most_s=100), Tries()
    waits = []
    for _ in range(6):
        tries = tries.failed(rule, now_ns=10 * NS, boot_id="a")
        waits.append(tries.wait_s(rule, now_ns=10 * NS, boot_id="a"))
    assert waits == [0, 0, 30, 60, 100, 100]
    assert tries.wait_s(rule, now_ns=70 * NS, boot_id="a") == 40
    assert tries.wait_s(rule, now_ns=5 * NS, boot_id="a") == 100  # a clock that stepped back waits the longer
    assert tries.wait_s(rule, now_ns=5 * NS, boot_id="b") == 95  # after a reboot: all of it, from the boot on
    assert tries.wait_s(rule, now_ns=110 * NS, boot_id="a") == 0
    assert tries.failed(rule, now_ns=10**6 * NS, boot_id="a").wrong == 7
    assert tries.failed(replace(rule, forget_s=600), now_ns=610 * NS, boot_id="a").wrong == 1
    assert tries.failed(replace(rule, forget_s=600), now_ns=609 * NS, boot_id="a").wrong == 7


def test_a_session_ends_with_its_time_its_boot_and_its_account() -> None:
    account = Account(name="Ana", role=Role.LEAD, pin_hash="x")
    session = Session(digest="d", name="Ana", how=How.PIN, stamp=account_stamp(account), opened_ns=5 * NS, boot_id="a")
    assert session.runs(now_ns=6 * NS, boot_id="a", hours=1)
    assert not session.runs(now_ns=6 * NS, boot_id="b", hours=1)
    assert not session.runs(now_ns=3606 * NS, boot_id="a", hours=1)
    assert not session.runs(now_ns=4 * NS, boot_id="a", hours=1)
    assert account_stamp(Account(name="Ana", role=Role.LEAD, pin_hash="y")) != session.stamp


def test_what_comes_after_the_end_counts_by_how_the_session_ended() -> None:
    session = Session(digest="d", name="Ana", how=How.PIN, stamp="s", opened_ns=0, boot_id="a")
    out = replace(session, ended=True, ended_ns=100 * NS)

    def counts(one: Session, age_s: float | None, at_s: int, boot_id: str = "a") -> bool:
        return not one.late_problem(age_s, now_ns=at_s * NS, boot_id=boot_id, hours=1)

    assert counts(session, 400, 4000)
    assert not counts(session, 300, 4000), "it was too old when this was given"
    assert counts(out, 200, 300)
    assert not counts(out, 100, 300)
    assert counts(session, 5, 60, "b"), "while the machine was down a window that was cut off could not know"
    assert counts(out, 60, 60, "b")
    assert not counts(out, 5, 60, "b"), "somebody had signed out before"
    assert not counts(session, 5, 43_300, "b")
    assert counts(replace(session, ended=True), None, 10**6), "as before: its end was not kept"


@pytest.mark.parametrize("secret", [None, 7, "", "short", "G" * 32, "a" * 65])
def test_what_a_window_could_not_have_made_up_is_no_secret(secret: object) -> None:
    assert secret_digest(secret) is None
    assert secret_digest("0af3" * 8) != "0af3" * 8


def test_names_and_badges_belong_to_one_person_each() -> None:
    ana = Account(name="Ana", role=Role.LEAD, pin_hash="p", badge_hash="b")
    known = Accounts().added(ana)
    with pytest.raises(AccountRefused, match="an account 'ANA' already"):
        known.added(Account(name="ANA", role=Role.VIEWER, pin_hash="q"))
    with pytest.raises(AccountRefused, match="this badge is Ana's already"):
        known.added(Account(name="Ben", role=Role.VIEWER, badge_hash="b"))
    with pytest.raises(AccountRefused, match="no account 'Eve'; known: Ana"):
        known.without("Eve")
    for name in ("", " Ana", "A\nna", "station", "x" * 65):
        with pytest.raises(AccountRefused):
            Account(name=name, role=Role.LEAD)
    assert "secret" not in repr(Account(name="Ana", role=Role.LEAD, pin_hash="secret", badge_hash="secret"))
