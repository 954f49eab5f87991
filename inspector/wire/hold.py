"""`hold/{id}`: similar items are suspect until a person lets them go."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from inspector.domain.hold import Hold, HoldAction
from inspector.domain.lot_group import Dimension
from inspector.domain.utc import iso_ms
from inspector.wire.header import Finite, Label, Message, ShortId, Timestamp
from inspector.wire.speaking import speaking_of
from inspector.wire.stamp import Header

Count = Annotated[int, Field(ge=0)]
Amount = Annotated[Finite, Field(ge=0)]


class HoldMessage(Message):
    """One group of similar items that is held; an empty payload on its topic says that it was released."""

    suffix: ClassVar[str] = "hold/{id}"
    retain: ClassVar[bool] = True
    limit_bytes: ClassVar[int] = 4096

    msg: Literal["hold"] = "hold"
    id: ShortId = Field(description="The hold's id; `cmd/hold.release` names it as `hold_id`.")
    dimension: Dimension = Field(strict=False, description="What the items have in common.")
    name: Label = Field(description="Which SKU, lot (`SKU:lot`), vendor, upstream station or UTC hour.")
    finding: Label = Field(description="What was found too often; `by_hand` where a person raised the hold.")
    action: HoldAction = Field(
        strict=False, description="What an item of the group gets that would have passed; SHOWN: it passes."
    )
    raised: Timestamp = Field(description="When it was raised.")
    by: Label = Field(description="Who raised it; `station` for the lot watch.")
    why: str = Field(description="One sentence for people.")
    since: Timestamp | None = Field(default=None, description="When the first of the calls was made.")
    items: Count | None = Field(default=None, description="Items of the group since then.")
    calls: Count | None = Field(default=None, description="How many of them showed the finding.")
    expected: Amount | None = Field(default=None, description="How many would have been tolerated.")
    confirmed: Count | None = Field(default=None, description="Calls that a person confirmed.")
    overruled: Count | None = Field(default=None, description="Calls that a person overruled; not among `calls`.")
    evidence: Amount | None = Field(default=None, description="The e-detector's value, see the lot watch.")


def hold_message(hold: Hold, *, header: Header) -> HoldMessage:
    """One hold that stands."""
    facts = hold.facts
    with speaking_of(f"hold {hold.hold_id}"):
        return HoldMessage(
            **header,
            id=hold.hold_id,
            dimension=hold.group.dimension,
            name=hold.group.name,
            finding=hold.finding,
            action=hold.action,
            raised=iso_ms(datetime.fromisoformat(hold.raised_utc)),
            by=hold.raised_by,
            why=hold.why,
            since=None if facts is None else iso_ms(datetime.fromisoformat(facts.since)),
            items=None if facts is None else facts.items,
            calls=None if facts is None else facts.calls,
            expected=None if facts is None else round(facts.expected, 3),
            confirmed=None if facts is None else facts.confirmed,
            overruled=None if facts is None else facts.overruled,
            evidence=None if facts is None else float(f"{facts.evidence:.4g}"),
        )
