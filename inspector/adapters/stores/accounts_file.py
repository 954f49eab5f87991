"""Who may sign in at a station, in one JSON file that only its owner may read; changed beside a running daemon.

It belongs to whom the data directory belongs, the station's user: what root writes is handed over to that one.
"""

import fcntl
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pydantic import Field

from inspector.adapters.stores._accounts_text import AccountsUnreadable, accounts_from, accounts_text
from inspector.adapters.stores._pin import badge_hash, pin_fits, pin_hash
from inspector.config.adapter import AdapterConfig
from inspector.config.durable_file import write_durably
from inspector.domain.account import Account, Accounts
from inspector.domain.errors import StartupError, StoreError
from inspector.ports.clock import Clock

OWNER_ONLY = 0o600
ROOT = 0


class Config(AdapterConfig):
    """Options of the accounts' file."""

    file: str = Field(default="accounts.json", title="File", description="Name of the file in the data directory.")


def build(config: Config, *, data_dir: Path, clock: Clock) -> "AccountsFile":  # noqa: ARG001 - the family's signature
    """Read the file, if there is one. Raises `StartupError` with everything that is wrong in it."""
    book = AccountsFile(data_dir / config.file)
    try:
        book.known()
    except StoreError as error:
        raise StartupError("accounts", [str(error)]) from error
    return book


class AccountsFile:
    """See AccountBook. It is read again when it changed; without a file nobody has an account."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | None = None
        self._known = Accounts()

    def known(self) -> Accounts:
        """See AccountBook."""
        with self._lock:
            try:
                found = self._path.stat()
                seen = (found.st_mtime_ns, found.st_ino, found.st_size)
                if seen != self._seen:
                    self._known = accounts_from(self._path.read_bytes())
                    self._seen = seen
            except FileNotFoundError:
                if self._seen is not None:  # the same as long as nothing changes: whoever asks every second can tell
                    self._known, self._seen = Accounts(), None
            except OSError as error:
                raise StoreError(f"{self._path}: can not be read: {error.strerror}") from error
            except AccountsUnreadable as error:
                raise StoreError(f"{self._path}: is no accounts file: {error}") from error
            return self._known

    def pin_fits(self, account: Account, pin: str) -> bool:
        """See AccountBook."""
        return bool(account.pin_hash) and pin_fits(account.pin_hash, pin)

    def badge_hash(self, badge: str) -> str:
        """See AccountBook."""
        salt = self.known().salt
        return badge_hash(badge, salt) if salt else ""

    def hashed(self, accounts: Accounts, *, pin: str | None, badge: str | None, account: Account) -> Account:
        """See AccountBook."""
        if pin is not None:
            account = replace(account, pin_hash=pin_hash(pin) if pin else "")
        if badge is not None:
            account = replace(account, badge_hash=badge_hash(badge, accounts.salt) if badge else "")
        return account if account.mark else replace(account, mark=secrets.token_hex(8))

    def edit(self, change: Callable[[Accounts], Accounts]) -> Accounts:
        """See AccountBook."""
        owner = self._owner()
        with self._editing(owner):
            before = self.known()
            made = change(before if before.salt else replace(before, salt=secrets.token_hex(16)))
            try:
                write_durably(self._path, accounts_text(made), mode=OWNER_ONLY, owner=owner)
            except OSError as error:
                raise StoreError(f"{self._path}: can not be written: {error.strerror}") from error
            return made

    def _owner(self) -> tuple[int, int] | None:
        """Whose user and group the file must become; None: it is by itself. Raises `StoreError` for anybody else."""
        folder = self._path.parent
        try:
            found = folder.stat()
        except OSError as error:
            raise StoreError(f"{folder}: can not be read: {error.strerror}") from error
        user = os.geteuid()
        if user == found.st_uid:
            return None
        if user != ROOT:
            raise StoreError(
                f"{folder} belongs to user {found.st_uid}, and the station runs as that one: the accounts are changed "
                f"by it or by root, not by user {user}"
            )
        return found.st_uid, found.st_gid

    @contextmanager
    def _editing(self, owner: tuple[int, int] | None) -> Iterator[None]:
        lock = self._path.with_name(self._path.name + ".lock")
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
            if owner is not None:
                os.fchown(descriptor, *owner)
        except OSError as error:
            raise StoreError(f"{lock}: can not be written: {error.strerror}") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
