"""A shift as CSV: the same columns for the whole span, for each finding, product and hour."""

from collections.abc import Iterator
from datetime import timedelta

from inspector.domain.csv_cells import csv_of
from inspector.domain.reason import ReasonCode
from inspector.domain.shift import COUNTED, HOUR_S, Counts, Shift
from inspector.domain.utc import iso_ms

COLUMNS = (
    *("part", "name", "from", "to", "items", "inspected", "isolated", *COUNTED[1:]),
    *("agreed", "agreed_low", "agreed_high"),
)
_SUMS = COLUMNS[4:-3]
_NAMES = {int(code): code.name for code in ReasonCode}


def finding_name(code: int) -> str:
    """The reason's name; the code itself where a newer station said it."""
    return _NAMES.get(code, str(code))


def csv_text(shift: Shift) -> str:
    """See `csv_of`.

    `part` is total, simulated, finding, product, other_products, hour or second_looks; times are UTC. Sums over the
    products and `other_products` are the total's, and so are those over the hours. Of the second looks that were given
    within the span (two_people: by somebody else than the first; all) so many `agreed`; the last two columns are the
    limits of that share, 95 %, empty where there was none.
    """
    return csv_of(COLUMNS, _rows(shift))


def _rows(shift: Shift) -> Iterator[list[object]]:
    span = (shift.span.since_text, shift.span.until_text)
    yield _row("total", "", span, shift.total)
    yield _padded(["simulated", "", *span, shift.simulated])
    for finding in shift.findings:
        yield _row("finding", finding_name(finding.code), span, finding.counts)
    for product in shift.products:
        yield _row("product", product.sku, span, product.counts)
    yield _row("other_products", str(shift.other_products), span, shift.other)
    for place, hour in enumerate(shift.hours):
        begins = shift.span.since + timedelta(seconds=HOUR_S * place)
        ends = min(begins + timedelta(seconds=HOUR_S), shift.span.until)
        yield _row("hour", str(place), (iso_ms(begins), iso_ms(ends)), hour)
    for name, twice in (("two_people", shift.two_people), ("all", shift.twice)):
        limits = [f"{limit:.4f}" for limit in twice.interval] if twice.n else ["", ""]
        yield ["second_looks", name, *span, twice.n, *[""] * (len(_SUMS) - 1), twice.agreed, *limits]


def _row(part: str, name: str, span: tuple[str, str], counts: Counts) -> list[object]:
    return _padded([part, name, *span, *(getattr(counts, column) for column in _SUMS)])


def _padded(cells: list[object]) -> list[object]:
    return [*cells, *[""] * (len(COLUMNS) - len(cells))]
