"""The audit log: who did what, when, with what right, and how it was before and after. Entries are never changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspector.domain.access import How, Role

LONGEST_FACTS = 1000
MOST_ENTRIES = 50  # of a page: with the longest facts it still fits one message


class Result(StrEnum):
    """DONE; REFUSED: nothing was done, `detail` says why; UNKNOWN: the station ended while it was being done."""

    DONE = "DONE"
    REFUSED = "REFUSED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One deed. `time` is ISO 8601 UTC by the station's clock, for people; the number of the entry gives the order.

    `subject` is what it was done to; `reason` the person's; `role` is None where the station has no accounts.
    """

    audit_id: str
    time: str
    who: str
    role: Role | None
    how: How
    action: str
    subject: str = ""
    reason: str = ""
    result: Result = Result.DONE
    detail: str = ""
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedAudit:
    """An entry as the log keeps it."""

    number: int
    entry: AuditEntry


def facts_text(facts: Mapping[str, object]) -> str:
    """Facts as they are kept: JSON, sorted. What is too long is cut where it says so."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str)
    if len(text) <= LONGEST_FACTS:
        return text
    return json.dumps({"cut": text[: LONGEST_FACTS // 2]}, ensure_ascii=False)


def plain_audit(numbered: NumberedAudit) -> dict[str, object]:
    """An entry as JSON takes it."""
    entry = numbered.entry
    return {
        "number": numbered.number,
        "time": entry.time,
        "who": entry.who,
        "role": None if entry.role is None else entry.role.value,
        "how": entry.how.value,
        "action": entry.action,
        "subject": entry.subject,
        "reason": entry.reason,
        "result": entry.result.value,
        "detail": entry.detail,
        "before": dict(entry.before),
        "after": dict(entry.after),
    }
