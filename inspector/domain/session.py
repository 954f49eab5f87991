"""Somebody is signed in: known by a secret that the window made up, of which the station keeps a digest only."""

import hashlib
import math
import re
from dataclasses import dataclass

from inspector.domain.access import LATE_H, How
from inspector.domain.account import Account

NS_PER_S = 1_000_000_000
NS_PER_H = 3600 * NS_PER_S
ON_ITS_WAY_S = 30.0  # what a message may need, and the pace of two clocks differ: it is older than it said
SECRET = re.compile(r"[0-9a-f]{32,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`stamp` is the account's: another PIN or badge, and disabling it, end the session for good.

    `ended_ns`: when somebody signed out, by the clock of that boot; None: nobody did, or it was before this was kept.
    """

    digest: str
    name: str
    how: How
    stamp: str
    opened_ns: int
    boot_id: str
    ended: bool = False
    ended_ns: int | None = None

    def runs(self, *, now_ns: int, boot_id: str, hours: float) -> bool:
        """Nobody signed out, the machine was not started anew, and it is not older than `hours`."""
        aged_ns = now_ns - self.opened_ns
        return not self.ended and boot_id == self.boot_id and 0 <= aged_ns < hours * NS_PER_H

    def late_problem(self, age_s: float | None, *, now_ns: int, boot_id: str, hours: float) -> str:
        """Why what comes after the session's end does not count any more; empty where it does.

        It was given `age_s` ago, as its sender says, and has to be of before the end. Nobody can tell when the machine
        went down: after a reboot only how late it is counts, unless somebody had signed out before.
        """
        if self.ended and self.ended_ns is None:
            return ""
        if age_s is None:
            return "that session has ended, and age_s does not say that it was given before"
        same_boot = boot_id == self.boot_id
        end_ns = self.opened_ns + round(hours * NS_PER_H) if self.ended_ns is None else self.ended_ns
        past_s = (now_ns - end_ns if same_boot else now_ns) / NS_PER_S
        if (same_boot or self.ended) and age_s < past_s - ON_ITS_WAY_S:
            return "it was given after that session had ended"
        return f"it comes more than {LATE_H:g} h late" if max(age_s, past_s) > LATE_H * 3600 else ""


def age_of(told: object) -> float | None:
    """How long ago something was given, s, as a message tells it; None for what is no age."""
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 <= told < math.inf:
        return None
    return float(told)


def secret_digest(secret: object) -> str | None:
    """What is kept of a session's secret; None for what is none: 32 to 64 hexadecimal digits, at random."""
    if not isinstance(secret, str) or not SECRET.fullmatch(secret):
        return None
    return hashlib.sha256(secret.encode()).hexdigest()


def account_stamp(account: Account) -> str:
    """Changes with PIN and badge, and when the account is disabled or enabled, or removed and added again."""
    switches = f"\0{account.switches}" if account.switches else ""  # as it was before they were counted
    mark = f"\0\0{account.mark}" if account.mark else ""  # and before accounts had one
    return _stamp(account, switches + mark)


def secrets_stamp(account: Account) -> str:
    """Changes with PIN and badge only: what was tried in vain is not forgotten by disabling and enabling."""
    return _stamp(account, "")


def _stamp(account: Account, more: str) -> str:
    return hashlib.sha256(f"{account.name}\0{account.pin_hash}\0{account.badge_hash}{more}".encode()).hexdigest()[:16]
