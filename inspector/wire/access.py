"""The data of `rsp/access` and `rsp/sign.in`: who may sign in at a station, and who did; and what nobody is shown."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from inspector.domain.access import SECRETS, Role
from inspector.domain.errors import BadMessage
from inspector.wire.header import Finite, Label
from inspector.wire.problems import problems_in

_SECRET = re.compile(rf'("(?:{"|".join(SECRETS)})"\s*:\s*")(?:[^"\\]|\\.)*'.encode())

RoleName = Annotated[Role, Field(strict=False)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class PersonPart(_Part):
    """Somebody who is signed in."""

    name: Label = Field(description="As it stands in everything that this person does.")
    role: RoleName = Field(description="What this person may.")


class AccountPart(PersonPart):
    """Somebody who may sign in."""

    pin: bool = Field(description="By a PIN.")
    badge: bool = Field(description="By a badge.")
    disabled: bool = Field(default=False, description="Not now: kept out until an administrator lets this person in.")


class AccessData(_Part):
    """The answer to `cmd/access`."""

    enforced: bool = Field(description="There are accounts: somebody has to sign in before anything is changed.")
    accounts: list[AccountPart] = Field(description="Everybody who may sign in.")
    idle_s: Annotated[Finite, Field(gt=0)] = Field(description="A window locks itself after so long without a touch.")
    person: PersonPart | None = Field(default=None, description="Who is signed in by the session that was told.")


class AccountsData(_Part):
    """The answer to `cmd/accounts`, which only administrators get."""

    accounts: list[AccountPart] = Field(description="Everybody who has an account, also those who are kept out.")


class SignedInData(PersonPart):
    """The answer to `cmd/sign.in`, where somebody was let in."""

    idle_s: Annotated[Finite, Field(gt=0)] = Field(description="As in `cmd/access`.")


def without_secrets(suffix: str, payload: bytes) -> bytes:
    """A message as people may be shown it: in a command PIN, badge and session are hidden, also if it is malformed.

    >>> without_secrets("cmd/sign.in", b'{"args":{"name":"Ana","pin":"4711"}}').decode()
    '{"args":{"name":"Ana","pin":"***"}}'
    """
    return _SECRET.sub(rb"\1***", payload) if suffix.startswith("cmd/") else payload


def access_from(data: Mapping[str, JsonValue]) -> AccessData:
    """Raises `BadMessage` that names everything that is wrong."""
    try:
        return AccessData.model_validate(dict(data))
    except ValidationError as error:
        raise BadMessage(f"rsp/access: {problems_in(error)}") from None


def signed_in_from(data: Mapping[str, JsonValue]) -> SignedInData:
    """Raises `BadMessage` that names everything that is wrong."""
    try:
        return SignedInData.model_validate(dict(data))
    except ValidationError as error:
        raise BadMessage(f"rsp/sign.in: {problems_in(error)}") from None


def accounts_from(data: Mapping[str, JsonValue]) -> AccountsData:
    """Raises `BadMessage` that names everything that is wrong."""
    try:
        return AccountsData.model_validate(dict(data))
    except ValidationError as error:
        raise BadMessage(f"rsp/accounts: {problems_in(error)}") from None
