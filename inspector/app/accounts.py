"""Changes of the accounts, made on the station's machine: checked, written whole, and kept with who and when.

The history goes with the file. A running daemon, or the next one, takes it over into the audit log.
"""

import getpass
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from inspector.adapters.stores.accounts_file import AccountsFile
from inspector.adapters.stores.accounts_file import Config as FileConfig
from inspector.app.ids import id_maker
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
from inspector.domain.review import MAX_NAME
from inspector.domain.utc import iso_ms
from inspector.ports.clock import Clock


class AccountEditor:
    """Each call changes the file or raises `AccountRefused` or `StoreError`: nothing is changed then."""

    def __init__(self, data_dir: Path, clock: Clock, *, by: str) -> None:
        self._book = AccountsFile(data_dir / FileConfig().file)
        self._clock = clock
        self._new_id = id_maker(clock)
        self._by = by

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

        def change(known: Accounts) -> tuple[Accounts, Account]:
            old = known.needed(name)
            account = Account(name=old.name, role=role, pin_hash=old.pin_hash, badge_hash=old.badge_hash)
            return known.changed(account), account

        self._edit("account.role", name, change)

    def set_secret(self, name: str, *, pin: str | None = None, badge: str | None = None) -> None:
        """Another PIN or badge; empty takes it away. Ends that person's sessions and a lock-out."""
        _refuse(_secret_problems(pin, badge))

        def change(known: Accounts) -> tuple[Accounts, Account]:
            account = self._book.hashed(known, pin=pin, badge=badge, account=known.needed(name))
            if not account.pin_hash and not account.badge_hash:
                raise AccountRefused(f"{account.name}: would have neither PIN nor badge; remove the account instead")
            return known.changed(account), account

        self._edit("account.badge" if pin is None else "account.pin", name, change)

    def _edit(self, action: str, name: str, change: Callable[[Accounts], tuple[Accounts, Account | None]]) -> None:
        def step(known: Accounts) -> Accounts:
            old = known.find(name)
            made, account = change(known)
            line = AccountChange(
                change_id=self._new_id(),
                time=iso_ms(self._clock.utc()),
                by=self._by,
                action=action,
                name=account.name if account is not None else old.name if old is not None else name,
                before=_facts(old),
                after=_facts(account),
            )
            return Accounts(accounts=made.accounts, salt=made.salt, changes=(*made.changes, line))

        self._book.edit(step)


def machine_user() -> str:
    """Who runs this command: by sudo, the one who called it."""
    try:
        name = os.environ.get("SUDO_USER") or getpass.getuser()
    except (OSError, KeyError):  # a user id without a name, as in a container
        name = f"uid {os.getuid()}"
    return name[:MAX_NAME]


def _facts(account: Account | None) -> Mapping[str, object]:
    return {} if account is None else account.facts


def _secret_problems(pin: str | None, badge: str | None) -> list[str]:
    return [*(pin_problems(pin) if pin else []), *(badge_problems(badge) if badge else [])]


def _refuse(problems: list[str]) -> None:
    if problems:
        raise AccountRefused("; ".join(problems))
