"""What is asked of whoever changes an account: its name, which role, a PIN twice, a badge, or a yes."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from inspector.domain.access import Role
from inspector.domain.account import LONGEST_PIN, badge_problems, name_problems, pin_problems
from inspector.domain.review import MAX_NAME

ROLES = tuple(Role)


class Task(StrEnum):
    """What is done; the name of its command."""

    ADD = "account.add"
    ROLE = "account.role"
    PIN = "account.pin"
    BADGE = "account.badge"
    DISABLE = "account.disable"
    ENABLE = "account.enable"
    REMOVE = "account.remove"

    @property
    def first(self) -> "Ask":
        """What is asked first."""
        return {
            Task.ADD: Ask.NAME,
            Task.ROLE: Ask.ROLE,
            Task.PIN: Ask.PIN,
            Task.BADGE: Ask.BADGE,
        }.get(self, Ask.SURE)


class Ask(StrEnum):
    """What is asked now. WAY: by a PIN or by a badge."""

    NOTHING = "nothing"
    NAME = "name"
    ROLE = "role"
    WAY = "way"
    PIN = "pin"
    PIN_AGAIN = "pin_again"
    BADGE = "badge"
    SURE = "sure"

    @property
    def is_pin(self) -> bool:
        """Digits are typed on the pad."""
        return self in {Ask.PIN, Ask.PIN_AGAIN}


class Misfit(StrEnum):
    """Why an answer can not be right. TAKEN: somebody is called so."""

    NONE = ""
    NAME = "NAME"
    TAKEN = "TAKEN"
    PIN = "PIN"
    OTHER_PIN = "OTHER_PIN"
    BADGE = "BADGE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`typed` and `pin` are never shown, nor kept when the question is over. `done`: everything is known."""

    ask: Ask = Ask.NOTHING
    task: Task = Task.ADD
    name: str = ""
    role: Role | None = None
    typed: str = field(default="", repr=False)
    pin: str = field(default="", repr=False)
    badge: str = field(default="", repr=False)
    misfit: Misfit = Misfit.NONE
    done: bool = False

    @property
    def arguments(self) -> dict[str, object]:
        """Of the command."""
        told: dict[str, object] = {"name": self.name}
        if self.role is not None:
            told["role"] = self.role.value
        return told | {key: value for key, value in (("pin", self.pin), ("badge", self.badge)) if value}

    def back(self) -> "Question":
        """One question back."""
        before = {
            Ask.ROLE: Ask.NAME if self.task is Task.ADD else Ask.NOTHING,
            Ask.WAY: Ask.ROLE,
            Ask.PIN: Ask.WAY if self.task is Task.ADD else Ask.NOTHING,
            Ask.PIN_AGAIN: Ask.PIN,
            Ask.BADGE: Ask.WAY if self.task is Task.ADD else Ask.NOTHING,
        }.get(self.ask, Ask.NOTHING)
        return Question() if before is Ask.NOTHING else self._at(before)

    def named(self, text: str, taken: frozenset[str]) -> "Question":
        """What the new person is called; `taken` are the names of all, with letters' case folded."""
        name = " ".join(text.split())
        if name_problems(name) or len(name) > MAX_NAME:
            return replace(self, misfit=Misfit.NAME)
        if name.casefold() in taken:
            return replace(self, misfit=Misfit.TAKEN)
        return replace(self._at(Ask.ROLE), name=name)

    def picked(self, number: int) -> "Question":
        """The n-th button was pressed, from 1."""
        if self.ask is Ask.ROLE and 1 <= number <= len(ROLES):
            role = ROLES[number - 1]
            return (
                replace(self._at(Ask.WAY), role=role) if self.task is Task.ADD else replace(self, role=role, done=True)
            )
        if self.ask is Ask.WAY and number in {1, 2}:
            return self._at(Ask.PIN if number == 1 else Ask.BADGE)
        if self.ask is Ask.SURE and number == 1:
            return replace(self, done=True)
        return self

    def digit(self, digit: str) -> "Question":
        """One more of the PIN."""
        if not self.ask.is_pin or len(self.typed) >= LONGEST_PIN:
            return self
        return replace(self, typed=self.typed + digit, misfit=Misfit.NONE)

    def erased(self) -> "Question":
        """Without the last digit."""
        return replace(self, typed=self.typed[:-1])

    def entered(self) -> "Question":
        """That was the PIN; it is asked twice, because nobody can read it."""
        if self.ask is Ask.PIN and self.typed:
            if pin_problems(self.typed):
                return replace(self, typed="", misfit=Misfit.PIN)
            return replace(self._at(Ask.PIN_AGAIN), pin=self.typed)
        if self.ask is Ask.PIN_AGAIN and self.typed:
            if self.typed != self.pin:
                return replace(self._at(Ask.PIN), misfit=Misfit.OTHER_PIN)
            return replace(self, done=True, typed="")
        return self

    def scanned(self, code: str) -> "Question":
        """The badge."""
        if badge_problems(code):
            return replace(self, misfit=Misfit.BADGE)
        return replace(self, badge=code, done=True)

    def _at(self, ask: Ask) -> "Question":
        pin = self.pin if ask is Ask.PIN_AGAIN else ""
        return replace(self, ask=ask, typed="", pin=pin, badge="", misfit=Misfit.NONE)
