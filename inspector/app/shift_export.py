"""A span of a station's ledger, summed up beside a running daemon; and spans as people write them."""

import re
from datetime import datetime, time, timedelta

from inspector.adapters.stores._ledger_shifts import read_shift
from inspector.app.ledger_file import ledger_file
from inspector.app.triggering import own_rule
from inspector.config.station import StationConfig
from inspector.domain.shift import Shift, Span, SpanRefused

_AGO = re.compile(r"(\d{1,4})(m|h|d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def station_shift(config: StationConfig, span: Span) -> Shift:
    """The sums. Raises `StoreError` when the ledger keeps no file or can not be read, `SpanRefused`."""
    own = own_rule(config)
    acknowledged = own is None or own.acknowledged
    return read_shift(ledger_file(config, "sum up"), span, acknowledged=acknowledged)


def moment(text: str, now: datetime) -> datetime:
    """A time as it is typed: `8h` ago, the last `06:00`, `2030-01-01T06:00` here, or with a zone. Raises `SpanRefused`.

    What is typed without a zone is in this computer's. `now` is aware.
    """
    ago = _AGO.fullmatch(text)
    if ago is not None:
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        if re.fullmatch(r"\d\d:\d\d", text):
            return _last(time.fromisoformat(text), now)
        return datetime.fromisoformat(text).astimezone()  # without a zone: here, with that day's summer time
    except (ValueError, OverflowError):
        known = "8h, 06:00, 2030-01-01T06:00 or 2030-01-01T06:00:00Z"
        raise SpanRefused(f"{text!r} is no time: write {known}") from None


def _last(at: time, now: datetime) -> datetime:
    """The newest moment that is not after `now` and at which a clock here shows `at`."""
    today = now.astimezone().date()
    days = (today - timedelta(days=1), today)
    return max(moment for day in days if (moment := datetime.combine(day, at).astimezone()) <= now)
