"""A shift as CSV: the same columns for the whole span, for each finding, product and hour."""

from collections.abc import Iterator
from datetime import timedelta

from inspector.domain.csv_cells import csv_of
from inspector.domain.reason import ReasonCode
from inspector.domain.shift import COUNTED, HOUR_S, Counts, Shift
from inspector.domain.utc import iso_ms

COLUMNS = ("part", "name", "from", "to", "items", "inspected", "isolated", *COUNTED[1:])
_NAMES = {int(code): code.name for code in ReasonCode}


def finding_name(code: int) -> str:
    """The reason's name; the code itself where a newer station said it."""
    return _NAMES.get(code, str(code))


def csv_text(shift: Shift) -> str:
    """See `csv_of`.

    `part` is total, simulated, finding, product, other_products or hour; times are UTC. Sums over the products and
    `other_products` are the total's, and so are those over the hours.
    """
    return csv_of(COLUMNS, _rows(shift))


def _rows(shift: Shift) -> Iterator[list[object]]:
    span = (shift.span.since_text, shift.span.until_text)
    yield _row("total", "", span, shift.total)
    yield ["simulated", "", *span, shift.simulated, *[""] * (len(COLUMNS) - 5)]
    for finding in shift.findings:
        yield _row("finding", finding_name(finding.code), span, finding.counts)
    for product in shift.products:
        yield _row("product", product.sku, span, product.counts)
    yield _row("other_products", str(shift.other_products), span, shift.other)
    for place, hour in enumerate(shift.hours):
        begins = shift.span.since + timedelta(seconds=HOUR_S * place)
        ends = min(begins + timedelta(seconds=HOUR_S), shift.span.until)
        yield _row("hour", str(place), (iso_ms(begins), iso_ms(ends)), hour)


def _row(part: str, name: str, span: tuple[str, str], counts: Counts) -> list[object]:
    sums = (getattr(counts, column) for column in COLUMNS[4:])
    return [part, name, *span, *sums]
