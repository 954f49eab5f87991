"""A date and where on the item it was found."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from inspector.adapters.checks._item_views import ItemView
from inspector.domain.code import Code
from inspector.domain.date_words import DateOrder, plain
from inspector.domain.detection import Xyxy
from inspector.domain.digital_link import link_elements
from inspector.domain.expiry import dates_on_code, last_days
from inspector.domain.gs1 import LOT, elements
from inspector.domain.printed_date import read_dates
from inspector.domain.text_line import TextLine


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """`dates` are the days it may mean (none: no calendar has it); `xyxy` in pixels of camera `camera`'s picture."""

    dates: tuple[datetime.date, ...]
    score: float
    camera: str
    xyxy: Xyxy
    source: str


def on_code(code: Code, *, year_now: int) -> FoundDate | None:
    """The last day on a GS1 code or in a digital link; None where it carries none. A day that no calendar has gives no
    dates.
    """
    try:
        parts = link_elements(code.text) if code.elements is None else elements(code.elements)
    except ValueError:
        return None  # no element string: it says nothing about dates
    source = f"{code.symbology}, lot {parts[LOT]}" if LOT in parts else code.symbology
    try:
        dates = dates_on_code(parts, year_now=year_now)
    except ValueError as error:
        dates, source = (), f"{source}: {error}"
    else:
        if not dates:
            return None
    return FoundDate(dates=dates, score=1.0, camera=code.camera, xyxy=code.xyxy, source=source)


def on_lines(
    lines: Sequence[TextLine],
    view: ItemView,
    *,
    year_now: int,
    order: DateOrder | None,
    unmarked: bool,
) -> list[FoundDate]:
    """The last days in lines of print of the view's picture."""
    readings = read_dates("\n".join(line.text for line in lines), year_now=year_now, order=order)
    found = []
    for reading in last_days(readings, unmarked=unmarked):
        # A date that runs over two lines belongs to all of them.
        holding = [line for line in lines if reading.text in plain(line.text)] or list(lines)
        line = min(holding, key=lambda one: one.score)
        found.append(
            FoundDate(
                dates=reading.dates,
                score=line.score,
                camera=view.camera,
                xyxy=line.xyxy,
                source=f"printed {reading.text!r}",
            )
        )
    return found
