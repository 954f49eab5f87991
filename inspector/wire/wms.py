"""What the warehouse's system is told, as JSON: one notice per message."""

import hashlib
import json
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inspector.domain.dispositioning import BookedStep, Fate
from inspector.domain.errors import BadMessage
from inspector.domain.hold import Hold, HoldAction
from inspector.domain.lot_group import Dimension
from inspector.domain.notice import Notice, NoticeKind
from inspector.wire.problems import problems_in
from inspector.wire.topics import Address

_CONFIG = ConfigDict(frozen=True, extra="ignore")


class NoticeItem(BaseModel):
    """What is known of the item."""

    model_config = _CONFIG

    sku: str | None = None
    material: str | None = None
    lpn: str | None = None
    lot: str | None = None
    serial: str | None = None
    vendor: str | None = None
    upstream: str | None = None


class DispositionPart(BaseModel):
    """One step of what becomes of an isolated item."""

    model_config = _CONFIG

    number: int = Field(description="As `dispositions export --after` takes it.")
    step_id: str
    record_id: str = Field(description="The item's record at the station.")
    before: Fate
    fate: Fate
    grade: str | None = None
    operator: str
    why: str
    proposed: Fate | None = Field(default=None, description="What the rules said.")
    finding: str | None = Field(default=None, description="What isolated the item.")
    value: float | None = Field(default=None, description="The item's, where it was told.")
    item: NoticeItem


class HoldPart(BaseModel):
    """A group of similar items that is held, or was let go."""

    model_config = _CONFIG

    hold_id: str
    dimension: Dimension
    name: str = Field(description="Which SKU, lot (`SKU:lot`), vendor, upstream station or UTC hour.")
    finding: str
    action: HoldAction
    raised_utc: str
    raised_by: str
    why: str
    released_utc: str | None = None
    released_by: str | None = None
    released_why: str | None = None


class WmsNotice(BaseModel):
    """The body. The same `id` again is the same notice again: it must count once."""

    model_config = _CONFIG

    v: Literal[1] = 1
    id: str = Field(description="As in the headers `webhook-id` and `Idempotency-Key`.")
    type: NoticeKind
    timestamp: str = Field(description="When it happened, UTC, ISO 8601.")
    site: str
    line: str
    station: str
    disposition: DispositionPart | None = Field(default=None, description="With type `disposition`.")
    hold: HoldPart | None = Field(default=None, description="With the types `hold.raised` and `hold.released`.")


def notice_key(notice: Notice, address: Address) -> str:
    """The same for each attempt and after each restart, and no other notice's: 32 hexadecimal digits."""
    whole = "\n".join((address.site, address.line, address.station, notice.kind.value, notice.name))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def wms_notice(notice: Notice, address: Address) -> WmsNotice:
    """One notice."""
    about = notice.about
    return WmsNotice(
        id=notice_key(notice, address),
        type=notice.kind,
        timestamp=notice.queued_utc,
        site=address.site,
        line=address.line,
        station=address.station,
        disposition=_disposition(about) if isinstance(about, BookedStep) else None,
        hold=_hold(about, released=notice.kind is NoticeKind.HOLD_RELEASED) if isinstance(about, Hold) else None,
    )


def wms_body(notice: Notice, address: Address) -> bytes:
    """As it is sent: compact ASCII JSON; what is absent is left out."""
    return _compact(wms_notice(notice, address).model_dump(mode="json", exclude_none=True))


def wms_test_body(key: str, address: Address, moment: str) -> bytes:
    """A notice of type `test`, about nothing: for whoever sets the two sides up."""
    place = {"site": address.site, "line": address.line, "station": address.station}
    return _compact({"v": 1, "id": key, "type": "test", "timestamp": moment, **place})


def _compact(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, separators=(",", ":"), allow_nan=False).encode("ascii")


def read_wms_body(body: bytes) -> WmsNotice:
    """What a receiver makes of it. Raises `BadMessage`."""
    try:
        return WmsNotice.model_validate_json(body)
    except ValidationError as error:
        raise BadMessage(f"wms: {problems_in(error)}") from None


def _disposition(booked: BookedStep) -> DispositionPart:
    step, identity = booked.step, booked.identity
    return DispositionPart(
        number=booked.number,
        step_id=step.step_id,
        record_id=step.record_id,
        before=booked.before,
        fate=step.fate,
        grade=step.grade,
        operator=step.operator,
        why=step.why,
        proposed=booked.proposed,
        finding=booked.finding,
        value=step.value,
        item=NoticeItem(**{name: getattr(identity, name) for name in NoticeItem.model_fields}),
    )


def _hold(hold: Hold, *, released: bool) -> HoldPart:
    """A hold that was let go meanwhile is still told as it was raised, and then as it was let go."""
    return HoldPart(
        hold_id=hold.hold_id,
        dimension=hold.group.dimension,
        name=hold.group.name,
        finding=hold.finding,
        action=hold.action,
        raised_utc=hold.raised_utc,
        raised_by=hold.raised_by,
        why=hold.why,
        released_utc=hold.released_utc if released else None,
        released_by=hold.released_by if released else None,
        released_why=hold.released_why if released else None,
    )
