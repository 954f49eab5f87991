"""What a line did over a span of time: items, what was said of them and what people answered, in sums.

Simulated items were never on the belt: they are counted apart and are in no other figure, as in the lot watch.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.ledger import Delivery, LedgerRow
from inspector.domain.reason import ReasonCode
from inspector.domain.review import ASKED, Answer
from inspector.domain.second_look import Agreed, AnsweredTwice, agreed_in
from inspector.domain.utc import iso_ms
from inspector.domain.verdict import Disposition

HOUR_S = 3600
MOST_DAYS = 7
MOST_ITEMS = 250_000
MOST_PRODUCTS = 20
LONGEST_NAME = 80  # of a product in an answer: one that is longer is cut, so that the answer's size has a limit

_SAID = {
    Disposition.PASS: "passed",
    Disposition.DIVERT: "diverted",
    Disposition.REVIEW: "review",
    Disposition.NO_DECISION: "undecided",
}
_ANSWERED = {
    Answer.CONFIRMED: "confirmed",
    Answer.OVERRULED: "overruled",
    Answer.CANNOT_TELL: "cannot_tell",
}


FIRST_YEAR = 2000  # a year before it is a slip of the pen


class SpanRefused(ValueError):
    """The span makes no sense or holds too much; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From `since` up to, but not with, `until`: aware times of whole seconds. Raises `SpanRefused`."""

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            moment = getattr(self, name)
            if moment.tzinfo is None:
                raise SpanRefused(f"{name} needs a time zone, as in 2030-01-01T06:00:00Z or …+01:00")
            try:
                utc = moment.astimezone(UTC)
            except OverflowError:
                raise SpanRefused(f"{name}: there is no such time in UTC") from None
            object.__setattr__(self, name, utc.replace(microsecond=0))
            if utc.year < FIRST_YEAR:
                raise SpanRefused(f"{name}: there was no such station in the year {utc.year}")
        if self.since >= self.until:
            raise SpanRefused("since must be before until")
        if self.until - self.since > timedelta(days=MOST_DAYS):
            raise SpanRefused(f"at most {MOST_DAYS} days are looked at")

    @property
    def hours(self) -> int:
        """How many hours it has, the last one perhaps a part; hours begin with the span, not with the clock's."""
        return math.ceil((self.until - self.since).total_seconds() / HOUR_S)

    @property
    def since_text(self) -> str:
        """ISO 8601 with milliseconds, as the ledger keeps times."""
        return iso_ms(self.since)

    @property
    def until_text(self) -> str:
        """See `since_text`."""
        return iso_ms(self.until)

    def hour_of(self, utc: str) -> int:
        """In which of its hours a moment lies, from 0."""
        seconds = (datetime.fromisoformat(utc).replace(microsecond=0) - self.since).total_seconds()
        return int(seconds // HOUR_S)


def span_of(arguments: Mapping[str, object]) -> Span:
    """The span that a command asks for with `since` and `until`. Raises `SpanRefused`."""
    return Span(since=_moment(arguments, "since"), until=_moment(arguments, "until"))


def _moment(arguments: Mapping[str, object], name: str) -> datetime:
    text = arguments.get(name)
    if not isinstance(text, str):
        raise SpanRefused(f"{name} must be a time, as in 2030-01-01T06:00:00Z")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise SpanRefused(f"{name}: {text[:40]!r} is no time, as in 2030-01-01T06:00:00Z") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Sums over some items. Each item is one of passed, diverted, review, undecided, bypassed and `open`.

    `bypassed`: let through by hand, not looked at. `open`: no outcome yet. `late`: the decision came too late for the
    controller. `defaulted`: the item took the default lane. The last three are answers that stand now.
    """

    items: int = 0
    passed: int = 0
    diverted: int = 0
    review: int = 0
    undecided: int = 0
    bypassed: int = 0
    open: int = 0
    late: int = 0
    defaulted: int = 0
    confirmed: int = 0
    overruled: int = 0
    cannot_tell: int = 0

    @property
    def inspected(self) -> int:
        """Items that were judged."""
        return self.passed + self.diverted + self.review

    @property
    def isolated(self) -> int:
        """Items that a person is asked about."""
        return self.diverted + self.review

    @property
    def answered(self) -> int:
        """Isolated items that an answer stands for."""
        return self.confirmed + self.overruled + self.cannot_tell

    @property
    def overruled_share(self) -> float | None:
        """Of the answers that say damaged or not, those that say not; None when there is none."""
        clear = self.confirmed + self.overruled
        return self.overruled / clear if clear else None

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in COUNTED})

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(**{name: getattr(self, name) - getattr(other, name) for name in COUNTED})


COUNTED = tuple(field.name for field in fields(Counts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """`n` items of which the same is to be said. `why` is the first reason's code; None while there is no outcome."""

    hour: int
    disposition: Disposition | None
    why: int | None
    late: bool
    defaulted: bool
    answer: Answer | None
    n: int = 1

    @property
    def counts(self) -> Counts:
        """Their sums."""
        if self.disposition is None:
            said = "open"
        else:
            said = "bypassed" if self.why == ReasonCode.BYPASS else _SAID[self.disposition]
        sums = {"items": self.n, said: self.n, "late": self.n * self.late, "defaulted": self.n * self.defaulted}
        if self.answer in _ANSWERED and said != "bypassed":
            sums[_ANSWERED[self.answer]] = self.n
        return Counts(**sums)

    @property
    def finding(self) -> int | None:
        """Why they did not pass; None for what passed, was let through by hand, or has no outcome."""
        found = self.disposition not in {None, Disposition.PASS} and self.why != ReasonCode.BYPASS
        return self.why if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Items that did not pass for this first reason."""

    code: int
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Items of one SKU; empty where it was not known."""

    sku: str
    counts: Counts


NO_PAIRS = Agreed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Most first: `findings` by items, `products` by isolated items. `other` sums the products that are not listed.

    `hours` are the span's, from its beginning. `simulated` items are in no other figure. `two_people` and `twice` are
    of the blind second looks that were given within the span: those of somebody else than the first, and all.
    """

    span: Span
    total: Counts
    simulated: int
    findings: tuple[Finding, ...]
    products: tuple[Product, ...]
    other: Counts
    other_products: int
    hours: tuple[Counts, ...]
    two_people: Agreed = NO_PAIRS
    twice: Agreed = NO_PAIRS


def shift_of(
    span: Span,
    alike: Iterable[Alike],
    *,
    products: Sequence[Product],
    known_products: int,
    simulated: int,
    twice: Sequence[AnsweredTwice] = (),
) -> Shift:
    """Sum up. `products` are the ones to be listed, of `known_products` in all; `twice` are the span's second looks.

    Raises `SpanRefused` where there are too many items.
    """
    hours = [Counts()] * span.hours
    findings: dict[int, Counts] = {}
    for some in alike:
        hours[some.hour] += some.counts
        if some.finding is not None:
            findings[some.finding] = findings.get(some.finding, Counts()) + some.counts
    total = sum(hours, Counts())
    if total.items + simulated > MOST_ITEMS:
        raise SpanRefused(f"more than {MOST_ITEMS} items: ask for a shorter span")
    return Shift(
        span=span,
        total=total,
        simulated=simulated,
        findings=tuple(
            Finding(code=code, counts=counts)
            for code, counts in sorted(findings.items(), key=lambda found: (-found[1].items, found[0]))
        ),
        products=tuple(products),
        other=total - sum((product.counts for product in products), Counts()),
        other_products=known_products - len(products),
        hours=tuple(hours),
        two_people=agreed_in([one for one in twice if one.by_another]),
        twice=agreed_in(twice),
    )


def shift_of_rows(
    span: Span,
    rows: Iterable[LedgerRow],
    answers: Mapping[str, Answer],
    *,
    acknowledged: bool,
    twice: Sequence[AnsweredTwice] = (),
) -> Shift:
    """Sum up rows that lie within the span; `answers` are those that stand, by record id."""
    alike, simulated = [], 0
    products: dict[str, Counts] = {}
    for row in rows:
        if row.trigger.simulated:
            simulated += 1
            continue
        alike.append(_alike(span, row, answers, acknowledged=acknowledged))
        sku = row.trigger.identity.sku or ""
        products[sku] = products.get(sku, Counts()) + alike[-1].counts
    ranked = sorted(products.items(), key=lambda known: (-known[1].isolated, -known[1].items, known[0]))
    listed = [Product(sku=sku, counts=counts) for sku, counts in ranked[:MOST_PRODUCTS]]
    return shift_of(span, alike, products=listed, known_products=len(products), simulated=simulated, twice=twice)


def _alike(span: Span, row: LedgerRow, answers: Mapping[str, Answer], *, acknowledged: bool) -> Alike:
    decision = row.decision
    return Alike(
        hour=span.hour_of(row.opened_utc),
        disposition=None if decision is None else decision.disposition,
        why=None if decision is None else decision.why,
        late=too_late(row.delivery, row.ack, sent=row.attempts > 0, acknowledged=acknowledged),
        defaulted=row.confirm is ConfirmResult.DEFAULTED,
        answer=answers.get(decision.record_id) if decision is not None and decision.disposition in ASKED else None,
    )


def too_late(delivery: Delivery, ack: AckStatus | None, *, sent: bool, acknowledged: bool) -> bool:
    """Whether a decision came too late. Where nobody acknowledges, one that was sent and ran out was said in time."""
    ran_out = delivery is Delivery.EXPIRED and (acknowledged or not sent)
    return ran_out or ack is AckStatus.LATE
