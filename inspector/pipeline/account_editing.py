"""Changes of the accounts, whoever orders them: checked, written whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from inspector.domain.access import Role
from inspector.domain.account import (
    Account,
    AccountChange,
    AccountRefused,
    Accounts,
    badge_problems,
    name_problems,
    pin_problems,
)
from inspector.ports.accounts import AccountBook

Change = Callable[[Accounts], tuple[Accounts, Account | None]]
Line = Callable[[str, str, Account | None, Account | None], AccountChange | None]


class AccountEditing:
    """Each call changes the accounts or raises `AccountRefused` or `StoreError`: nothing is changed then.

    `line` is what the accounts' own history keeps of a change (action, name, the account before and after), or None.
    `allow` may refuse what a change would lead to, from how it was and how it would be.
    """

    def __init__(self, book: AccountBook, *, line: Line, allow: Callable[[Accounts, Accounts], None]) -> None:
        self._book, self._line, self._allow = book, line, allow

    def known(self) -> Accounts:
        """As they are. Raises `StoreError`."""
        return self._book.known()

    def add(self, name: str, role: Role, *, pin: str | None, badge: str | None) -> None:
        """One more person."""
        _refuse([*name_problems(name), *_secret_problems(pin, badge)])
        if not pin and not badge:
            raise AccountRefused(f"{name}: needs a PIN or a badge")

        def change(known: Accounts) -> tuple[Accounts, Account]:
            account = self._book.hashed(known, pin=pin, badge=badge, account=Account(name=name, role=role))
            return known.added(account), account

        self._edit("account.add", name, change)

    def remove(self, name: str) -> None:
        """That person can not sign in any more, and is signed out."""
        self._edit("account.remove", name, lambda known: (known.without(name), None))

    def set_role(self, name: str, role: Role) -> None:
        """From the next command on."""
        self._replace("account.role", name, lambda known: replace(known.needed(name), role=role))

    def set_disabled(self, name: str, *, disabled: bool) -> None:
        """Whether that person is kept out; PIN and badge stay as they are. Ends that person's sessions for good."""
        action = "account.disable" if disabled else "account.enable"
        self._replace(action, name, lambda known: known.needed(name).switched(disabled=disabled))

    def set_secret(self, name: str, *, pin: str | None = None, badge: str | None = None) -> None:
        """Another PIN or badge; empty takes it away. Ends that person's sessions and a lock-out."""
        _refuse(_secret_problems(pin, badge))

        def change(known: Accounts) -> Account:
            account = self._book.hashed(known, pin=pin, badge=badge, account=known.needed(name))
            if not account.pin_hash and not account.badge_hash:
                raise AccountRefused(f"{account.name}: would have neither PIN nor badge; remove the account instead")
            return account

        self._replace("account.badge" if pin is None else "account.pin", name, change)

    def _replace(self, action: str, name: str, change: Callable[[Accounts], Account]) -> None:
        def step(known: Accounts) -> tuple[Accounts, Account]:
            account = change(known)
            return known.changed(account), account

        self._edit(action, name, step)

    def _edit(self, action: str, name: str, change: Change) -> None:
        def step(known: Accounts) -> Accounts:
            old = known.find(name)
            made, account = change(known)
            self._allow(known, made)
            line = self._line(action, name, old, account)
            return made if line is None else replace(made, changes=(*made.changes, line))

        self._book.edit(step)


def facts_of(account: Account | None) -> Mapping[str, object]:
    """What may be shown of it; empty where there is none."""
    return {} if account is None else account.facts


def _secret_problems(pin: str | None, badge: str | None) -> list[str]:
    return [*(pin_problems(pin) if pin else []), *(badge_problems(badge) if badge else [])]


def _refuse(problems: list[str]) -> None:
    if problems:
        raise AccountRefused("; ".join(problems))
