"""What people may ask about themselves: `access`, `sign.in`, `sign.out`; and of others: `audit`."""

from collections.abc import Mapping

from inspector.domain.audit import MOST_ENTRIES, plain_audit
from inspector.pipeline.access import Access
from inspector.pipeline.commands import Action
from inspector.ports.audit import AuditBook


class AccessCommands:
    """Each command returns the answer's data or raises ValueError. `sign.in` is slow on purpose."""

    def __init__(self, access: Access, audit: AuditBook) -> None:
        self._access = access
        self._audit = audit

    def quick(self) -> Mapping[str, Action]:
        """By the command's name."""
        return {"access": self._access.look, "sign.out": self._access.sign_out, "audit": self._page}

    def slow(self) -> Mapping[str, Action]:
        """Those that are not for the bus's thread."""
        return {"sign.in": self._access.sign_in}

    def _page(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """`limit` entries, newest first, with a number below `before`."""
        limit = _number(arguments, "limit", MOST_ENTRIES)
        before = _number(arguments, "before", None)
        found = self._audit.entries(min(limit or MOST_ENTRIES, MOST_ENTRIES), before)
        return {"entries": [plain_audit(one) for one in found]}


def _number(arguments: Mapping[str, object], name: str, default: int | None) -> int | None:
    value = arguments.get(name, default)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise ValueError(f"{name} must be a whole number above 0")
    return value
