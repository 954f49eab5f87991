"""Roles, and the one table that says which of them may order what. What only asks needs nobody to be signed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """Each may do all that those before it may."""

    VIEWER = "VIEWER"
    OPERATOR = "OPERATOR"
    LEAD = "LEAD"
    ENGINEER = "ENGINEER"
    ADMIN = "ADMIN"

    def covers(self, least: "Role") -> bool:
        """Whether this role is at least `least`."""
        return _RANKS[self] >= _RANKS[least]


_RANKS = {role: rank for rank, role in enumerate(Role)}


class How(StrEnum):
    """How the station knew who it was. OPEN: it has no accounts and took the name it was told. MACHINE: whoever could
    change the station's files, by the name of the computer's user. NOBODY: nobody was signed in.
    """

    PIN = "PIN"
    BADGE = "BADGE"
    OPEN = "OPEN"
    MACHINE = "MACHINE"
    NOBODY = "NOBODY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that is not done by everybody: the least role, and what it is in words for people who read a table.

    `changes` False: it only asks, and leaves no entry in the audit log. `takes` are the secrets that it needs to see.
    """

    least: Role
    words: str
    changes: bool = True
    takes: frozenset[str] = frozenset()


# By the command's name. A command that is neither here nor in QUESTIONS needs UNLISTED: forgetting it opens nothing.
DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "review": Deed(least=Role.OPERATOR, words="answer about an isolated item, take the answer back"),
        "disposition": Deed(least=Role.OPERATOR, words="decide what becomes of an isolated item"),
        "escape.answer": Deed(least=Role.LEAD, words="say what an item that came back was at the station"),
        "alarm.ack": Deed(least=Role.OPERATOR, words="acknowledge an alarm"),
        "alarm.shelve": Deed(least=Role.OPERATOR, words="shelve an alarm for a while"),
        "alarm.unshelve": Deed(least=Role.OPERATOR, words="take an alarm back from the shelf"),
        "hold": Deed(least=Role.OPERATOR, words="hold the station"),
        "hold.raise": Deed(least=Role.OPERATOR, words="hold a group of similar items by hand"),
        "unhold": Deed(least=Role.LEAD, words="let a held station go on"),
        "hold.release": Deed(least=Role.LEAD, words="release a group that is held"),
        "mode": Deed(least=Role.LEAD, words="change the mode; MANUAL lets items pass unjudged"),
        "teach.begin": Deed(least=Role.LEAD, words="begin to teach a product", changes=False),
        "teach.end": Deed(least=Role.LEAD, words="give teaching up; the draft stays", changes=False),
        "teach.collect": Deed(least=Role.LEAD, words="keep pictures of every item of a product for a lesson"),
        "teach.learn": Deed(least=Role.LEAD, words="learn a product into a draft"),
        "teach.try": Deed(least=Role.LEAD, words="try a draft on stored items", changes=False),
        "teach.cancel": Deed(least=Role.LEAD, words="end what a lesson does in the background", changes=False),
        "teach.activate": Deed(least=Role.LEAD, words="judge by a draft from now on"),
        "teach.rollback": Deed(least=Role.LEAD, words="judge by the lesson before the active one"),
        "recipes.preview": Deed(least=Role.ENGINEER, words="see what other recipes would do", changes=False),
        "recipes.activate": Deed(least=Role.ENGINEER, words="activate recipes and thresholds"),
        "recipes.rollback": Deed(least=Role.ENGINEER, words="go back to the recipes before"),
        "models.activate": Deed(least=Role.ENGINEER, words="activate another model bundle"),
        "models.rollback": Deed(least=Role.ENGINEER, words="go back to the model bundles before"),
        "restart": Deed(least=Role.ENGINEER, words="restart the station; open items are answered first"),
        "audit": Deed(least=Role.LEAD, words="read the audit log", changes=False),
        "accounts": Deed(least=Role.ADMIN, words="see all accounts, also those that are disabled", changes=False),
        "account.add": Deed(least=Role.ADMIN, words="give somebody an account", takes=frozenset({"pin", "badge"})),
        "account.role": Deed(least=Role.ADMIN, words="give somebody another role"),
        "account.pin": Deed(least=Role.ADMIN, words="give somebody another PIN", takes=frozenset({"pin"})),
        "account.badge": Deed(least=Role.ADMIN, words="give somebody another badge", takes=frozenset({"badge"})),
        "account.disable": Deed(least=Role.ADMIN, words="keep somebody out for now"),
        "account.enable": Deed(least=Role.ADMIN, words="let somebody in again who was kept out"),
        "account.remove": Deed(least=Role.ADMIN, words="remove somebody's account"),
    }
)
QUESTIONS = frozenset(
    {
        "ping",
        "state",
        "counts",
        "holds",
        "setup",
        "setup.cameras",
        "shift",
        "teach.look",
        "teach.items",
        "disposition.propose",
        "access",
        "sign.in",
        "sign.out",
    }
)
UNLISTED = Role.ENGINEER
# Arguments of commands that nobody but the gate may see, and the deed that takes them.
SECRETS = ("session", "pin", "badge")
# Sent until the station has it, also hours later: it counts for whoever was signed in when it was given, `age_s` ago.
MAY_COME_LATE = frozenset({"review", "disposition"})
LATE_H = 12.0  # and so much later at most: its window was cut off from the station


def least_role(command: str) -> Role | None:
    """Who may order this; None: everybody.

    >>> least_role("hold.release"), least_role("ping"), least_role("models.activate")
    (<Role.LEAD: 'LEAD'>, None, <Role.ENGINEER: 'ENGINEER'>)
    """
    if command in QUESTIONS:
        return None
    deed = DEEDS.get(command)
    return UNLISTED if deed is None else deed.least


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who orders something. `role` is None where the station has no accounts: everybody may do everything then."""

    name: str
    role: Role | None
    how: How

    def may(self, command: str) -> bool:
        """Whether this person may order it."""
        least = least_role(command)
        return least is None or self.role is None or self.role.covers(least)


class NotAllowed(ValueError):
    """It may not be done. `least` is the role that it needs; `wait_s`: nobody is let in for so long.

    `person` is who tried, where somebody is signed in: another one has to. None: somebody has to sign in first.
    `disabled`: it was the right PIN or badge, and its account is kept out.
    """

    def __init__(
        self,
        message: str,
        *,
        least: Role | None = None,
        person: Person | None = None,
        wait_s: float = 0.0,
        disabled: bool = False,
    ) -> None:
        super().__init__(message)
        self.least, self.person, self.wait_s, self.disabled = least, person, wait_s, disabled

    @property
    def data(self) -> dict[str, object]:
        """For whoever reads the answer by program."""
        found: dict[str, object] = {}
        if self.least is not None:
            found["needs"] = self.least.value
            found["signed_in"] = self.person is not None
        if self.wait_s:
            found["wait_s"] = round(self.wait_s, 1)
        if self.disabled:
            found["disabled"] = True
        return found
