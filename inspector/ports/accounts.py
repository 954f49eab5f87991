"""Who may sign in, and whether a PIN or a badge is theirs."""

from collections.abc import Callable
from typing import Protocol

from inspector.domain.account import Account, Accounts


class AccountBook(Protocol):
    """Thread-safe. May be changed by another process at any time."""

    def known(self) -> Accounts:
        """As it is now; cheap to ask. Raises `StoreError` when it can not be read: nobody is let in then."""
        ...

    def pin_fits(self, account: Account, pin: str) -> bool:
        """Takes some ten milliseconds on purpose; never to be asked on the way of a decision."""
        ...

    def badge_hash(self, badge: str) -> str:
        """As an account keeps it; slow on purpose, too. Raises `StoreError`."""
        ...

    def hashed(self, accounts: Accounts, *, pin: str | None, badge: str | None, account: Account) -> Account:
        """The account with this PIN and badge instead of its own; empty takes it away, None leaves it. Slow, too.

        One that has no mark gets one, at random.
        """
        ...

    def edit(self, change: Callable[[Accounts], Accounts]) -> Accounts:
        """Read, change, write: one editor at a time. Raises `StoreError`, or what `change` raises: nothing is changed.

        `change` gets accounts that have a salt.
        """
        ...
