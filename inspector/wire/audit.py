"""The data of `rsp/audit`: who did what, newest first."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from inspector.domain.access import How, Role
from inspector.domain.audit import Result
from inspector.domain.errors import BadMessage
from inspector.wire.header import Timestamp
from inspector.wire.problems import problems_in


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class AuditLine(_Part):
    """See `inspector.domain.audit.AuditEntry`."""

    number: int = Field(ge=1, description="Rises with every line; the next page ends before it.")
    time: Timestamp = Field(description="By the station's clock, UTC.")
    who: str = Field(description="Who did it.")
    role: Annotated[Role | None, Field(strict=False)] = Field(description="None: not by a role.")
    how: Annotated[How, Field(strict=False)] = Field(description="How the station knew who it was.")
    action: str = Field(description="The command, or what was done to an account.")
    subject: str = Field(default="", description="What it was done to.")
    reason: str = Field(default="", description="The person's.")
    result: Annotated[Result, Field(strict=False)] = Field(description="Whether it was done.")
    detail: str = Field(default="", description="Why not.")
    before: dict[str, JsonValue] = Field(default_factory=dict, description="How it was.")
    after: dict[str, JsonValue] = Field(default_factory=dict, description="How it was then.")


class _Page(_Part):
    entries: list[AuditLine]


def audit_lines(data: Mapping[str, JsonValue]) -> tuple[AuditLine, ...]:
    """Raises `BadMessage` that names everything that is wrong."""
    try:
        return tuple(_Page.model_validate(dict(data)).entries)
    except ValidationError as error:
        raise BadMessage(f"rsp/audit: {problems_in(error)}") from None
