"""Moments as text: they sort as they come, whatever the year."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from inspector.domain.utc import iso_ms


def test_texts_sort_as_the_moments_do() -> None:
    moments = [datetime(year, 5, 1, tzinfo=UTC) for year in (7, 202, 1999, 2026)]
    texts = [iso_ms(moment) for moment in moments]
    assert texts == sorted(texts)
    assert {len(text) for text in texts} == {24}


def test_it_is_utc_cut_off_to_milliseconds() -> None:
    east = timezone(timedelta(hours=2))
    assert iso_ms(datetime(2026, 9, 21, 16, 3, 7, 412_999, tzinfo=east)) == "2026-09-21T14:03:07.412Z"


def test_a_time_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        iso_ms(datetime(2026, 9, 21))  # noqa: DTZ001 - that is the point
