"""Somebody is signed in: known by a secret that the window made up, of which the station keeps a digest only."""

import hashlib
import re
from dataclasses import dataclass

from inspector.domain.access import How
from inspector.domain.account import Account

NS_PER_H = 3600 * 1_000_000_000
SECRET = re.compile(r"[0-9a-f]{32,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`stamp` is the account's: another PIN or badge, and disabling it, end the session for good."""

    digest: str
    name: str
    how: How
    stamp: str
    opened_ns: int
    boot_id: str
    ended: bool = False

    def runs(self, *, now_ns: int, boot_id: str, hours: float) -> bool:
        """Nobody signed out, the machine was not started anew, and it is not older than `hours`."""
        aged_ns = now_ns - self.opened_ns
        return not self.ended and boot_id == self.boot_id and 0 <= aged_ns < hours * NS_PER_H


def secret_digest(secret: object) -> str | None:
    """What is kept of a session's secret; None for what is none: 32 to 64 hexadecimal digits, at random."""
    if not isinstance(secret, str) or not SECRET.fullmatch(secret):
        return None
    return hashlib.sha256(secret.encode()).hexdigest()


def account_stamp(account: Account) -> str:
    """Changes with PIN and badge, and when the account is disabled or enabled."""
    switches = f"\0{account.switches}" if account.switches else ""  # as it was before they were counted
    return _stamp(account, switches)


def secrets_stamp(account: Account) -> str:
    """Changes with PIN and badge only: what was tried in vain is not forgotten by disabling and enabling."""
    return _stamp(account, "")


def _stamp(account: Account, more: str) -> str:
    return hashlib.sha256(f"{account.name}\0{account.pin_hash}\0{account.badge_hash}{more}".encode()).hexdigest()[:16]
