"""What the codes on an item say of the things that a label prints too: lot, serial, last day."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from inspector.adapters.checks._codes import MOST_TRIES
from inspector.adapters.checks._found_date import on_code
from inspector.adapters.checks._item_views import ItemView
from inspector.domain.check import Reading
from inspector.domain.code import Code
from inspector.domain.codes import facts
from inspector.domain.print_and_code import COMPARED
from inspector.ports.code_reader import CodeReader

_NO_PLATE: Final = re.compile(r"(?!)")


def coded_readings(
    codes: CodeReader, views: Sequence[ItemView], margin_px: int, *, year_now: int
) -> tuple[Reading, ...]:
    """Of all views. Codes that are broken say nothing here: the check of codes tells of them."""
    return tuple(
        reading
        for view in views
        for code in codes.read(view.camera, view.image, view.window(margin_px), tries=MOST_TRIES)
        for reading in _readings(code, year_now)
    )


def _readings(code: Code, year_now: int) -> Iterator[Reading]:
    try:
        told = facts(code.text, code.elements, code.symbology, _NO_PLATE)
    except ValueError:
        return
    found = on_code(code, year_now=year_now)
    if found is not None and found.dates:
        told = told | {"expiry": found.dates[0].isoformat()}
    for name in COMPARED:
        if name in told:
            yield Reading(
                name=name, text=told[name], confidence=1.0, camera=code.camera, xyxy=code.xyxy, source=code.symbology
            )
