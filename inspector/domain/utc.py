"""Moments as people and machines read them."""

from datetime import UTC, datetime


def iso_ms(moment: datetime) -> str:
    """UTC ISO 8601 in milliseconds, cut off, so that texts sort as moments do. Raises ValueError for a naive time.

    >>> iso_ms(datetime(2026, 9, 21, 14, 3, 7, 412_999, tzinfo=UTC))
    '2026-09-21T14:03:07.412Z'
    >>> iso_ms(datetime(202, 1, 1, tzinfo=UTC))
    '0202-01-01T00:00:00.000Z'
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone says no moment")
    utc = moment.astimezone(UTC)
    return f"{utc.year:04d}-{utc:%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"  # %Y alone does not pad
