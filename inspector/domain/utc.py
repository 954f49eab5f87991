"""Moments as people and machines read them."""

from datetime import UTC, datetime


def iso_ms(moment: datetime) -> str:
    """UTC ISO 8601 in milliseconds, cut off, so that texts sort as moments do. Raises ValueError for a naive time.

    >>> iso_ms(datetime(2026, 9, 21, 14, 3, 7, 412_999, tzinfo=UTC))
    '2026-09-21T14:03:07.412Z'
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone says no moment")
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"
