"""Isolated items that wait for a person (`GET /items/open`), and the arguments of `cmd/review`."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from inspector.domain.dispositioning import Fate
from inspector.domain.errors import BadMessage
from inspector.domain.mark import plain_marks
from inspector.domain.review import Answer, Review
from inspector.domain.verdict import Disposition
from inspector.domain.waiting import WaitsFor
from inspector.wire.header import Finite, Label, Probability, ShortId, Track, UInt16, UInt32
from inspector.wire.problems import problems_in
from inspector.wire.result import BoxPart, ReasonPart


class FatePart(BaseModel):
    """What may become of an item."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    fate: Fate = Field(strict=False, description="Where it goes.")
    grade: str | None = Field(default=None, description="A to D, of a second chance.")


class OpenItem(BaseModel):
    """One item that waits for a person. `boxes` and `cameras` are empty where its evidence was not kept."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    number: int = Field(ge=1, description="Rises with every trigger; the next page starts after it.")
    rid: ShortId = Field(description="Record id; pictures are stored under it, the answer names it.")
    epoch: UInt32 = Field(description="As in `item.arrived`.")
    track: Track = Field(description="As in `item.arrived`.")
    sku: str | None = Field(default=None, description="Stock keeping unit, if known.")
    lpn: str | None = Field(default=None, description="License plate number, if known.")
    time: str = Field(description="When it was seen, UTC.")
    disp: Disposition = Field(strict=False, description="DIVERT or REVIEW.")
    lane: UInt16 = Field(description="Lane that was asked for.")
    score: Probability = Field(description="Calibrated probability of damage.")
    reasons: list[ReasonPart] = Field(description="Everything that made the verdict, strongest first.")
    boxes: list[BoxPart] = Field(default_factory=list, description="What the detector found.")
    cameras: list[str] = Field(default_factory=list, description="Views of which there is a picture.")
    waits_for: WaitsFor = Field(
        default=WaitsFor.ANSWER,
        strict=False,
        description="ANSWER; FATE: it was answered, nobody decided about it; "
        "AGAIN: it was answered, and is to be answered once more by its pictures (`again` in `cmd/review`).",
    )
    first_by: str | None = Field(default=None, description="Who answered first, of one for AGAIN; not what.")
    answer: Answer | None = Field(default=None, strict=False, description="The answer that stands, of one for FATE.")
    label: Label | None = Field(default=None, description="The class of damage of that answer.")
    fate: Fate = Field(default=Fate.OPEN, strict=False, description="Where it stands: OPEN or RELABELLED.")
    proposed: dict[str, FatePart] | None = Field(
        default=None,
        description="What the rules propose after each answer, by the answer or the class of damage; null: this "
        "station does not ask what becomes of its items.",
    )
    order: Finite | None = Field(default=None, description="Lower is first; it does not change while the item waits.")
    worth: Finite | None = Field(default=None, description="What a damaged one costs that gets through, by the recipe.")
    ahead_s: Finite = Field(default=0.0, description="For that it goes before items that came so much earlier.")


class OpenItems(BaseModel):
    """One page, oldest and most valuable first."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    total: int = Field(ge=0, description="How many wait in all.")
    items: list[OpenItem] = Field(description="At most as many as were asked for.")
    time: str | None = Field(default=None, description="When the page was made, UTC, by the station's clock.")
    relabelled: int | None = Field(
        default=None,
        ge=0,
        description="How many of them are being relabelled and wait for where they go; null: unknown.",
    )


def open_items(payload: bytes) -> OpenItems:
    """The page out of an HTTP answer. Raises `BadMessage`."""
    try:
        return OpenItems.model_validate_json(payload)
    except ValidationError as error:
        raise BadMessage(f"items/open: {problems_in(error)}") from None


def review_arguments(review: Review) -> dict[str, JsonValue]:
    """What `cmd/review` carries in `args`; what is absent is left out."""
    written: dict[str, Any] = {
        "review_id": review.review_id,
        "record_id": review.record_id,
        "answer": review.answer.value,
        "operator": review.operator,
        "answered_utc": review.answered_utc,
        "label": review.label,
        "reason": None if review.reason is None else review.reason.value,
        "supersedes": review.supersedes,
        "after_s": review.after_s,
        "boxes": plain_marks(review.marks) or None,
        "again": review.again or None,
    }
    return {name: value for name, value in written.items() if value is not None}
