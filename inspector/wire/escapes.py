"""What came back and waits to be looked at again (`GET /escapes`), and the arguments of `cmd/escape.answer`."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from inspector.domain.complaint import LetBy
from inspector.domain.errors import BadMessage
from inspector.domain.relabelling import Said
from inspector.domain.verdict import Disposition
from inspector.wire.header import Finite, ShortId
from inspector.wire.problems import problems_in
from inspector.wire.result import BoxPart


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class CameBackItem(_Part):
    """An item that a complaint may be about, as the station decided. `cameras`: views of which there is a picture."""

    rid: ShortId = Field(description="Record id; pictures are stored under it, the answer names it.")
    track: str = Field(description="`epoch/track`.")
    sku: str | None = Field(default=None, description="Stock keeping unit, if known.")
    lot: str | None = Field(default=None, description="Lot, if known.")
    lpn: str | None = Field(default=None, description="License plate number, if known.")
    time: str = Field(description="When it was seen, UTC.")
    disp: Disposition = Field(strict=False, description="What the station said.")
    score: Finite = Field(description="Calibrated probability of damage.")
    let_by: LetBy = Field(strict=False, description="STATION, PERSON, NOBODY, ISOLATED: who let it go on.")
    boxes: list[BoxPart] = Field(default_factory=list, description="What the detector found.")
    cameras: list[str] = Field(default_factory=list, description="Empty where its pictures made room for others.")


class CameBack(_Part):
    """One complaint. `items` are the first few of `count` that it may be about."""

    complaint_id: str = Field(description="Theirs, or made of its content.")
    text: str = Field(description="What they wrote.")
    reported: str | None = Field(default=None, description="When, UTC.")
    finding: str = Field(description="What it seems to be about, by rules: a class, `defect` or `unclear`.")
    note: str = Field(default="", description="Why it is not one item.")
    count: int = Field(ge=1, description="Items that it may be about.")
    items: list[CameBackItem] = Field(min_length=1, description="The likeliest first.")


class CameBackPage(_Part):
    """Those that are certain first; among them those that the station was surest of."""

    total: int = Field(ge=0, description="How many wait in all.")
    complaints: list[CameBack] = Field(description="At most as many as were asked for.")


def came_back_page(payload: bytes) -> CameBackPage:
    """The page out of an HTTP answer. Raises `BadMessage`."""
    try:
        return CameBackPage.model_validate_json(payload)
    except ValidationError as error:
        raise BadMessage(f"escapes: {problems_in(error)}") from None


def said_arguments(said: Said) -> dict[str, JsonValue]:
    """What `cmd/escape.answer` carries in `args`; what is absent is left out."""
    written: dict[str, JsonValue] = {
        "complaint_id": said.complaint_id,
        "record_id": said.record_id,
        "answer": said.answer.value,
        "label": said.label,
        "operator": said.operator,
        "why": said.why,
        "again": said.again or None,
    }
    return {name: value for name, value in written.items() if value is not None}
