"""People who may sign in at a station. PIN and badge are kept as hashes only. An account is never changed in place."""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from inspector.domain.access import Role
from inspector.domain.hold import STATION
from inspector.domain.review import MAX_NAME

SHORTEST_PIN, LONGEST_PIN = 4, 12
SHORTEST_BADGE, LONGEST_BADGE = 6, 128


class AccountRefused(ValueError):
    """The change makes no sense; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`pin_hash` and `badge_hash` are the adapter's; empty: this person has none. Raises `AccountRefused`.

    `disabled`: kept out for now, with everything as it was. `switches`: how often that was changed. `mark` is made up
    when the account is added: one that is removed and added again, with the same badge, is another account.
    """

    name: str
    role: Role
    pin_hash: str = field(default="", repr=False)
    badge_hash: str = field(default="", repr=False)
    disabled: bool = False
    switches: int = 0
    mark: str = ""

    def __post_init__(self) -> None:
        problems = name_problems(self.name)
        if problems:
            raise AccountRefused("; ".join(problems))

    def switched(self, *, disabled: bool) -> "Account":
        """Kept out, or let in again; as it is where that is so already."""
        return self if disabled == self.disabled else replace(self, disabled=disabled, switches=self.switches + 1)

    @property
    def facts(self) -> dict[str, object]:
        """What may be shown of it; no secret, not even its hash."""
        kept_out = {"disabled": True} if self.disabled else {}
        return {"role": self.role.value, "pin": bool(self.pin_hash), "badge": bool(self.badge_hash), **kept_out}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChange:
    """One line of the accounts' history: who changed what on the station's machine. `time` is ISO 8601 UTC."""

    change_id: str
    time: str
    by: str
    action: str
    name: str
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """All of them, and how they came to be. `salt` (hex) goes into each badge's hash."""

    accounts: tuple[Account, ...] = ()
    changes: tuple[AccountChange, ...] = ()
    salt: str = field(default="", repr=False)

    def find(self, name: str) -> Account | None:
        """Letters' case does not matter."""
        wanted = name.casefold()
        return next((account for account in self.accounts if account.name.casefold() == wanted), None)

    @property
    def able(self) -> tuple["Account", ...]:
        """Those who may sign in."""
        return tuple(account for account in self.accounts if not account.disabled)

    @property
    def admins(self) -> tuple["Account", ...]:
        """Those of them who may change the accounts."""
        return tuple(account for account in self.able if account.role is Role.ADMIN)

    def needed(self, name: str) -> Account:
        """The account. Raises `AccountRefused` that says who is known."""
        found = self.find(name)
        if found is None:
            known = ", ".join(account.name for account in self.accounts) or "nobody"
            raise AccountRefused(f"no account {name!r}; known: {known}")
        return found

    def of_badge(self, badge_hash: str) -> Account | None:
        """Whose badge it is."""
        return next((account for account in self.accounts if badge_hash and account.badge_hash == badge_hash), None)

    def added(self, account: Account) -> "Accounts":
        """With one more. Raises `AccountRefused`."""
        if self.find(account.name) is not None:
            raise AccountRefused(f"there is an account {account.name!r} already")
        self._refuse_taken_badge(account)
        return replace(self, accounts=(*self.accounts, account))

    def changed(self, account: Account) -> "Accounts":
        """With this instead of the one of its name. Raises `AccountRefused`."""
        self.needed(account.name)
        self._refuse_taken_badge(account)
        return replace(self, accounts=tuple(account if one.name == account.name else one for one in self.accounts))

    def without(self, name: str) -> "Accounts":
        """With one less. Raises `AccountRefused`."""
        gone = self.needed(name)
        return replace(self, accounts=tuple(account for account in self.accounts if account is not gone))

    def _refuse_taken_badge(self, account: Account) -> None:
        holder = self.of_badge(account.badge_hash)
        if holder is not None and holder.name != account.name:
            raise AccountRefused(f"this badge is {holder.name}'s already")


def account_problems(accounts: Iterable[Account]) -> list[str]:
    """What must not be among accounts that were read: names or badges that two share."""
    problems: list[str] = []
    names: dict[str, str] = {}
    badges: dict[str, str] = {}
    for account in accounts:
        key = account.name.casefold()
        if key in names:
            problems.append(f"{account.name}: the name is used more than once")
        names[key] = account.name
        if account.badge_hash and account.badge_hash in badges:
            problems.append(f"{account.name}: has the same badge as {badges[account.badge_hash]}")
        badges.setdefault(account.badge_hash, account.name)
    return problems


def name_problems(name: str) -> list[str]:
    """Why nobody can be called so; empty when all is well."""
    problems = []
    if not 0 < len(name) <= MAX_NAME or name != name.strip():
        problems.append(f"{name!r}: a name has 1 to {MAX_NAME} characters and no space at its ends")
    if not name.isprintable():
        problems.append(f"{name!r}: a name has no control characters")
    if name.casefold() == STATION:
        problems.append(f"{name!r}: is how the station calls itself")
    return problems


def pin_problems(pin: str) -> list[str]:
    """Why nobody should have this PIN; empty when all is well.

    >>> [bool(pin_problems(pin)) for pin in ("4711", "12", "1111", "2345", "98765", "12ab")]
    [False, True, True, True, True, True]
    """
    if not re.fullmatch(rf"[0-9]{{{SHORTEST_PIN},{LONGEST_PIN}}}", pin):
        return [f"a PIN has {SHORTEST_PIN} to {LONGEST_PIN} digits"]
    steps = {int(later) - int(earlier) for earlier, later in itertools.pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        return ["a PIN of equal digits, or of digits in a row, is guessed first"]
    return []


def badge_problems(badge: str) -> list[str]:
    """Why this can not be a badge's number."""
    if not SHORTEST_BADGE <= len(badge) <= LONGEST_BADGE or not badge.isprintable():
        return [f"a badge's number has {SHORTEST_BADGE} to {LONGEST_BADGE} printable characters"]
    return []
