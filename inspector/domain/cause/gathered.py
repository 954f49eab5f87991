"""Everything that a station kept and that may tell a cause, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspector.domain.alarm_journal import NumberedEntry
from inspector.domain.cause.sign import Sign, signs_of
from inspector.domain.check import CheckOutcome
from inspector.domain.detection import Xyxy
from inspector.domain.dispositioning import BookedStep
from inspector.domain.hold import Hold
from inspector.domain.item import Identity
from inspector.domain.ledger import LedgerRow
from inspector.domain.lot_group import Group, groups_of
from inspector.domain.reason import Reason
from inspector.domain.review import Review
from inspector.domain.verdict import Disposition


class SubjectKind(StrEnum):
    """What a case is about."""

    SKU = "sku"
    LOT = "lot"
    ITEM = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`name` is what was asked for. Of a lot `sku` says whose it is; of an item `name` is its record id."""

    kind: SubjectKind
    name: str
    sku: str | None = None

    def has(self, seen: "Observation") -> bool:
        """Whether the item belongs to the subject."""
        if self.kind is SubjectKind.ITEM:
            return seen.record_id == self.name
        if self.kind is SubjectKind.SKU:
            return seen.identity.sku == self.name
        return seen.identity.lot == self.name and seen.identity.sku == self.sku

    def named_by(self, sku: str | None, lot: str | None) -> bool:
        """Whether a complaint that names this product and lot may be about the subject."""
        if self.kind is SubjectKind.SKU:
            return sku == self.name
        return self.kind is SubjectKind.LOT and lot == self.name and sku in {None, self.sku}

    def __str__(self) -> str:
        return f"{self.kind} {self.name}" + (f" of {self.sku}" if self.kind is SubjectKind.LOT and self.sku else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One item of the ledger. `number` is its row's, `seen_utc` ISO 8601; `review` is the answer that stands.

    `groups`: product, lot, vendor, upstream station and hour, as far as they are known.
    """

    number: int
    record_id: str
    identity: Identity
    seen_utc: str
    disposition: Disposition
    score: float
    reasons: tuple[Reason, ...]
    signs: frozenset[Sign]
    groups: tuple[Group, ...]
    review: Review | None = None


def observation(row: LedgerRow, review: Review | None, kinds: Mapping[str, str]) -> Observation | None:
    """What an item that has its outcome shows; None for one that has none yet. `kinds` of the checks by their names."""
    if row.decision is None or row.verdict is None:
        return None
    identity = row.trigger.identity
    return Observation(
        number=row.number,
        record_id=row.decision.record_id,
        identity=identity,
        seen_utc=row.opened_utc,
        disposition=row.verdict.disposition,
        score=row.verdict.score,
        reasons=row.verdict.reasons,
        signs=signs_of(row.verdict, None if review is None else review.answer, kinds),
        groups=groups_of(identity, row.opened_utc),
        review=review,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCheck:
    """What one check said of an item, as its record keeps it; `kind` is that of the adapter, else its name.

    `read` are (name, text) pairs; `places` are (camera, xyxy in original pixels) of all that was read.
    """

    check: str
    kind: str
    outcome: CheckOutcome
    finding: str | None = None
    value: str | None = None
    detail: str = ""
    camera: str | None = None
    read: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, Xyxy], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What the evidence store keeps of an item: its checks, and the names of its pictures by camera."""

    record_id: str
    checks: tuple[SeenCheck, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()

    def of(self, kind: str) -> SeenCheck | None:
        """The first check of this kind."""
        return next((check for check in self.checks if check.kind == kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedComplaint:
    """What a customer said of an item, as a sign; `record_id` is None where it met no item of ours."""

    complaint_id: str
    record_id: str | None
    sku: str | None
    lot: str | None
    sign: Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """`items` are all items of the span that were judged or ought to have been, oldest first, whomever they concern.

    `traces` are those of the subject's calls, as far as they are kept; `unread` says what could not be looked at.
    """

    subject: Subject
    since_utc: str
    until_utc: str
    items: tuple[Observation, ...]
    traces: Mapping[str, Trace] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    steps: tuple[BookedStep, ...] = ()
    alarms: tuple[NumberedEntry, ...] = ()
    complaints: tuple[SignedComplaint, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[Observation, ...]:
        """The subject's items."""
        return tuple(seen for seen in self.items if self.subject.has(seen))

    @property
    def calls(self) -> tuple[Observation, ...]:
        """The subject's items that show anything."""
        return tuple(seen for seen in self.own if seen.signs)
