"""What administrators may order about accounts: `accounts`, `account.add`, `.role`, `.pin`, `.badge`, `.disable`,
`.enable` and `.remove`.
"""

from collections.abc import Callable, Mapping

from inspector.domain.access import Role
from inspector.domain.account import Account, AccountChange, AccountRefused, Accounts
from inspector.pipeline.account_editing import AccountEditing, facts_of
from inspector.pipeline.commands import Action
from inspector.pipeline.gate import Look
from inspector.ports.accounts import AccountBook


class AccountCommands:
    """Each command returns the answer's data, which holds no secret, or raises `AccountRefused` or `StoreError`.

    All are slow: they hash, write and wait for a disk. What is done over the bus stands in the audit log by the gate,
    under the name of whoever is signed in; the accounts' own history is for what is done on the machine.
    """

    def __init__(self, book: AccountBook) -> None:
        self._book = book
        self._editing = AccountEditing(book, line=_no_line, allow=_keeps_an_admin)

    def slow(self) -> Mapping[str, Action]:
        """By the command's name."""
        return {
            "accounts": self._list,
            "account.add": self._add,
            "account.remove": self._changing(lambda name, _given: self._editing.remove(name)),
            "account.role": self._changing(lambda name, given: self._editing.set_role(name, _role(given))),
            "account.pin": self._changing(lambda name, given: self._editing.set_secret(name, pin=_text(given, "pin"))),
            "account.badge": self._changing(
                lambda name, given: self._editing.set_secret(name, badge=_text(given, "badge"))
            ),
            "account.disable": self._changing(lambda name, _given: self._editing.set_disabled(name, disabled=True)),
            "account.enable": self._changing(lambda name, _given: self._editing.set_disabled(name, disabled=False)),
        }

    def looks(self) -> Mapping[str, Look]:
        """How an account stands, for the audit log's before and after."""
        return {name: self._look for name in self.slow() if name != "accounts"}

    def _list(self, _: Mapping[str, object]) -> Mapping[str, object]:
        return {"accounts": [{"name": one.name, **one.facts} for one in self._book.known().accounts]}

    def _add(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        self._refuse_where_open()
        name = _text(arguments, "name")
        secrets = {key: _text(arguments, key) if key in arguments else None for key in ("pin", "badge")}
        self._editing.add(name, _role(arguments), pin=secrets["pin"], badge=secrets["badge"])
        return {"name": name}

    def _changing(self, change: Callable[[str, Mapping[str, object]], None]) -> Action:
        def act(arguments: Mapping[str, object]) -> Mapping[str, object]:
            self._refuse_where_open()
            name = _text(arguments, "name")
            change(name, arguments)
            return {"name": name}

        return act

    def _refuse_where_open(self) -> None:
        """Whoever makes the first account decides who gets in: that is not for everybody who reaches the broker."""
        if not self._book.known().accounts:
            raise AccountRefused("nobody has an account here: the first one is made with `inspector accounts add`")

    def _look(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        account = self._book.known().find(_text(arguments, "name"))
        return {"account": False} if account is None else facts_of(account)


def _no_line(_action: str, _name: str, _old: Account | None, _new: Account | None) -> AccountChange | None:
    return None


def _keeps_an_admin(before: Accounts, after: Accounts) -> None:
    """Raises `AccountRefused`: without an administrator nobody could change the accounts in a window any more."""
    if before.admins and not after.admins:
        raise AccountRefused(f"{before.admins[0].name} is the last administrator: make somebody else one first")


def _role(arguments: Mapping[str, object]) -> Role:
    role = arguments.get("role")
    if not isinstance(role, str) or role not in set(Role):
        raise AccountRefused(f"role must be one of {', '.join(Role)}")
    return Role(role)


def _text(arguments: Mapping[str, object], name: str) -> str:
    value = arguments.get(name)
    if not isinstance(value, str) or not value:
        raise AccountRefused(f"{name} must be a text that is not empty")
    return value
