"""The data of `rsp/shift`: what a line did over a span of time, in sums."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from inspector.domain.errors import BadMessage
from inspector.domain.second_look import Agreed
from inspector.domain.shift import COUNTED, Counts, Finding, Product, Shift, Span
from inspector.wire.header import Timestamp
from inspector.wire.problems import problems_in

Count = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class CountsPart(_Part):
    """Sums over some items; what is 0 may be left out. Each item is one of the first six."""

    passed: Count = Field(default=0, description="Judged PASS.")
    diverted: Count = Field(default=0, description="Judged DIVERT.")
    review: Count = Field(default=0, description="Judged REVIEW.")
    undecided: Count = Field(default=0, description="NO_DECISION: could not be judged.")
    bypassed: Count = Field(default=0, description="Let through by hand, not judged.")
    open: Count = Field(default=0, description="No outcome yet.")
    items: Count = Field(default=0, description="All of them.")
    late: Count = Field(default=0, description="The decision came too late for the controller.")
    defaulted: Count = Field(default=0, description="The item took the default lane.")
    confirmed: Count = Field(default=0, description="A person says that it is damaged.")
    overruled: Count = Field(default=0, description="A person says that it is not.")
    cannot_tell: Count = Field(default=0, description="A person can not say.")


class FindingPart(_Part):
    """Items that did not pass for this first reason."""

    code: Count = Field(description="As `why` in `item.decision`.")
    counts: CountsPart = Field(description="Their sums.")


class ProductPart(_Part):
    """Items of one product."""

    sku: str = Field(description="Stock keeping unit; empty where it was not known.")
    counts: CountsPart = Field(description="Their sums.")


class OtherPart(_Part):
    """The products that are not listed."""

    products: Count = Field(description="How many products.")
    counts: CountsPart = Field(description="Their sums.")


class AgreedPart(_Part):
    """Blind second looks at items that were answered before."""

    n: Count = Field(default=0, description="Items that were answered twice.")
    agreed: Count = Field(default=0, description="Of them: both answers are the same.")

    @model_validator(mode="after")
    def _within(self) -> Self:
        if self.agreed > self.n:
            raise ValueError(f"{self.agreed} of {self.n} agree")
        return self


class ShiftData(_Part):
    """See `inspector.domain.shift.Shift`."""

    since: Timestamp = Field(description="Beginning of the span, UTC.")
    until: Timestamp = Field(description="Its end, which is not in it.")
    total: CountsPart = Field(description="All items but simulated ones.")
    simulated: Count = Field(description="Simulated items; they are in no other figure.")
    findings: list[FindingPart] = Field(description="Most items first.")
    products: list[ProductPart] = Field(description="Most isolated items first.")
    other: OtherPart = Field(description="The products that are not listed.")
    hours: list[CountsPart] = Field(description="The span's hours, from its beginning.")
    two_people: AgreedPart = Field(default=AgreedPart(), description="Second looks by somebody else than the first.")
    twice: AgreedPart = Field(default=AgreedPart(), description="All second looks that were given in the span.")


def shift_from(data: Mapping[str, JsonValue]) -> Shift:
    """The sums out of an answer's data. Raises `BadMessage` that names everything that is wrong."""
    try:
        told = ShiftData.model_validate(dict(data))
        span = Span(since=datetime.fromisoformat(told.since), until=datetime.fromisoformat(told.until))
    except ValidationError as error:
        raise BadMessage(f"rsp/shift: {problems_in(error)}") from None
    except ValueError as error:
        raise BadMessage(f"rsp/shift: {error}") from None
    if len(told.hours) != span.hours:
        raise BadMessage(f"rsp/shift: {len(told.hours)} hours in a span of {span.hours}")
    return Shift(
        span=span,
        total=_counts(told.total),
        simulated=told.simulated,
        findings=tuple(Finding(code=one.code, counts=_counts(one.counts)) for one in told.findings),
        products=tuple(Product(sku=one.sku, counts=_counts(one.counts)) for one in told.products),
        other=_counts(told.other.counts),
        other_products=told.other.products,
        hours=tuple(map(_counts, told.hours)),
        two_people=_agreed(told.two_people),
        twice=_agreed(told.twice),
    )


def _agreed(part: AgreedPart) -> Agreed:
    return Agreed(n=part.n, agreed=part.agreed)


def _counts(part: CountsPart) -> Counts:
    return Counts(**{name: getattr(part, name) for name in COUNTED})
