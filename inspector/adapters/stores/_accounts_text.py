"""The text of an accounts file: read with every problem that it has, written the same each time."""

import json
import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from inspector.adapters.stores._pin import is_pin_hash
from inspector.domain.access import Role
from inspector.domain.account import Account, AccountChange, Accounts, account_problems, name_problems

_HEX = re.compile(r"[0-9a-f]{64}")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _AccountPart(_Part):
    name: str
    role: Annotated[Role, Field(strict=False)]
    pin: str = ""
    badge: str = ""
    disabled: bool = False
    switches: Annotated[int, Field(ge=0)] = 0
    mark: str = ""


class _ChangePart(_Part):
    id: str
    time: str
    by: str
    action: str
    account: str
    before: dict[str, JsonValue]
    after: dict[str, JsonValue]


class _File(_Part):
    format: Literal[1]
    badge_salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    accounts: list[_AccountPart]
    changes: list[_ChangePart]


class AccountsUnreadable(ValueError):
    """The text is no accounts file; `problems` are all of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def accounts_from(text: bytes) -> Accounts:
    """Raises `AccountsUnreadable` that names everything that is wrong, and no secret."""
    try:
        told = _File.model_validate_json(text)
    except ValidationError as error:
        raise AccountsUnreadable(_lines(error)) from None
    problems = [problem for part in told.accounts for problem in _problems(part)]
    if not problems:
        accounts = tuple(
            Account(
                name=part.name,
                role=part.role,
                pin_hash=part.pin,
                badge_hash=part.badge,
                disabled=part.disabled,
                switches=part.switches,
                mark=part.mark,
            )
            for part in told.accounts
        )
        problems = account_problems(accounts)
    if problems:
        raise AccountsUnreadable(problems)
    changes = tuple(
        AccountChange(
            change_id=part.id,
            time=part.time,
            by=part.by,
            action=part.action,
            name=part.account,
            before=part.before,
            after=part.after,
        )
        for part in told.changes
    )
    return Accounts(accounts=accounts, changes=changes, salt=told.badge_salt)


def accounts_text(accounts: Accounts) -> bytes:
    """As the file keeps them."""
    written = {
        "format": 1,
        "badge_salt": accounts.salt,
        "accounts": [
            {
                "name": one.name,
                "role": one.role.value,
                "pin": one.pin_hash,
                "badge": one.badge_hash,
                **({"disabled": True} if one.disabled else {}),
                **({"switches": one.switches} if one.switches else {}),
                **({"mark": one.mark} if one.mark else {}),
            }
            for one in accounts.accounts
        ],
        "changes": [
            {
                "id": change.change_id,
                "time": change.time,
                "by": change.by,
                "action": change.action,
                "account": change.name,
                "before": dict(change.before),
                "after": dict(change.after),
            }
            for change in accounts.changes
        ],
    }
    return (json.dumps(written, indent=2, ensure_ascii=False) + "\n").encode()


def _problems(part: _AccountPart) -> list[str]:
    problems = name_problems(part.name)
    if part.pin and not is_pin_hash(part.pin):
        problems.append(f"{part.name}: pin is no Argon2id hash")
    if part.badge and not _HEX.fullmatch(part.badge):
        problems.append(f"{part.name}: badge is no hash")
    if not part.pin and not part.badge:
        problems.append(f"{part.name}: has neither PIN nor badge")
    return problems


def _lines(error: ValidationError) -> list[str]:
    """Without what was given: it may be the whole file, or a secret."""
    found = error.errors(include_url=False, include_input=False)
    return [f"{'.'.join(map(str, one['loc'])) or 'file'}: {one['msg']}" for one in found]
