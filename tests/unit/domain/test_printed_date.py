"""Printed dates: forms, languages, what stays ambiguous, and what is no date."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.date_words import MONTHS, DateMark, DateOrder, plain
from inspector.domain.printed_date import DateReading, read_dates

NOW = 2026
DAYS_END = datetime.date(2060, 12, 31)
DAYS = st.dates(datetime.date(2000, 1, 1), DAYS_END)


def one(text: str, order: DateOrder | None = None) -> DateReading:
    (reading,) = read_dates(text, year_now=NOW, order=order)
    return reading


def days(*isos: str) -> tuple[datetime.date, ...]:
    return tuple(datetime.date.fromisoformat(iso) for iso in isos)


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("EXP 03/2027", DateMark.EXPIRY, days("2027-03-31")),
        ("BEST BEFORE 12 MAR 2027", DateMark.BEST_BEFORE, days("2027-03-12")),
        ("MHD 12.03.27", DateMark.BEST_BEFORE, days("2027-03-12")),
        ("EXP 2031-02-11", DateMark.EXPIRY, days("2031-02-11")),
        ("EXP2031-02-11CT-1003", DateMark.EXPIRY, days("2031-02-11")),
        ("exp.: 2031.02.11", DateMark.EXPIRY, days("2031-02-11")),
        ("EXP 2027 NOV 23", DateMark.EXPIRY, days("2027-11-23")),
        ("EXP NOV 23, 2027", DateMark.EXPIRY, days("2027-11-23")),
        ("USE BY 23NOV27", DateMark.EXPIRY, days("2027-11-23")),
        ("BBE FEB 28", DateMark.BEST_BEFORE, days("2028-02-29")),
        ("EXP 20271123", DateMark.EXPIRY, days("2027-11-23")),
        ("EXP 31/12/2027", DateMark.EXPIRY, days("2027-12-31")),
        ("EXP 03/27", DateMark.EXPIRY, days("2027-03-31")),
        ("Mindestens haltbar bis Ende: März 2027", DateMark.BEST_BEFORE, days("2027-03-31")),
        ("zu verbrauchen bis 05.06.27", DateMark.EXPIRY, days("2027-06-05")),
        ("Verw.bis 05.06.2027", DateMark.EXPIRY, days("2027-06-05")),
        ("À consommer de préférence avant le 05/06/2027", DateMark.BEST_BEFORE, days("2027-06-05")),
        ("À consommer jusqu’au 5 août 2027", DateMark.EXPIRY, days("2027-08-05")),
        ("Cons. pref. antes 12 ENE 2027", DateMark.BEST_BEFORE, days("2027-01-12")),
        ("Scad. 12 GIU 2027", DateMark.EXPIRY, days("2027-06-12")),
        ("THT 12 MEI 2027", DateMark.BEST_BEFORE, days("2027-05-12")),
        ("MFG 01/2025", DateMark.PRODUCED, days("2025-01-31")),
        ("2027-11-23", DateMark.NONE, days("2027-11-23")),
        ("EXP 2027-327", DateMark.EXPIRY, days("2027-11-23")),
        ("EXP 28366", DateMark.EXPIRY, days("2028-12-31", "2066-10-10")),
        ("BBE 7327", DateMark.BEST_BEFORE, days("2027-11-23")),
    ],
)
def test_forms_and_languages(text: str, mark: DateMark, expected: tuple[datetime.date, ...]) -> None:
    reading = one(text)
    assert (reading.mark, reading.dates) == (mark, expected)


def test_what_can_be_read_in_several_ways_keeps_them_all() -> None:
    assert one("EXP 05/06/2027").dates == days("2027-05-06", "2027-06-05")
    assert one("EXP 05/06/27").dates == days("2005-06-27", "2027-05-06", "2027-06-05")
    assert one("EXP 25/12/27").dates == days("2025-12-27", "2027-12-25")


def test_an_order_decides() -> None:
    assert one("EXP 05/06/27", DateOrder.DAY_FIRST).dates == days("2027-06-05")
    assert one("EXP 05/06/27", DateOrder.MONTH_FIRST).dates == days("2027-05-06")
    assert one("EXP 27/06/05", DateOrder.YEAR_FIRST).dates == days("2027-06-05")
    assert one("EXP 270605", DateOrder.YEAR_FIRST).dates == days("2027-06-05")
    assert one("EXP 05062027", DateOrder.DAY_FIRST).dates == days("2027-06-05")


def test_an_order_overrules_the_language() -> None:
    assert one("MHD 27.06.05", DateOrder.YEAR_FIRST).dates == days("2027-06-05")


@pytest.mark.parametrize(
    "text", ["EXP 31.02.2027", "EXP 13/13/2027", "EXP 00/2027", "EXP 2027-00-10", "EXP 30 FEB 2027"]
)
def test_a_day_that_no_calendar_has_is_seen_and_has_no_dates(text: str) -> None:
    assert one(text).dates == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NET 3.50 KG",
        "LOT 270312",
        "4010274247427",
        "SET 12",
        "2 x 12 34",
        "EXP 203",  # cut off
        "EXP 2031-1",  # cut off
        "EXP 2031-10-0",  # cut off
        "EXP 12 XYZ 2027",
        "192.168.10.12",
        "27327",  # a Julian code needs its mark
        "EXP LOT 27327",
        "EXP 2031021",  # cut off
        "EXP 2031",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert read_dates(text, year_now=NOW) == ()


def test_each_date_belongs_to_the_mark_before_it() -> None:
    found = read_dates("MFG 01/2025\nEXP 01/2027 LOT 270312", year_now=NOW)
    assert [(one.mark, one.dates) for one in found] == [
        (DateMark.PRODUCED, days("2025-01-31")),
        (DateMark.EXPIRY, days("2027-01-31")),
    ]


def test_a_mark_far_away_marks_nothing() -> None:
    assert one("EXPIRES: see the lid of this carton, printed 2027-01-02").mark is DateMark.NONE


NUMERIC = ("%d.%m.%Y", "%d/%m/%y", "%m/%d/%Y", "%m-%d-%y", "%Y-%m-%d", "%y.%m.%d", "%Y%m%d", "%d%m%y", "%y%m%d")


@given(DAYS, st.sampled_from(NUMERIC), st.sampled_from(["EXP ", "BB:", "USE BY\n", "PROD. "]))
def test_whatever_order_was_printed_the_true_day_is_among_the_candidates(
    day: datetime.date, form: str, mark: str
) -> None:
    assert day in one(mark + day.strftime(form)).dates


@given(DAYS, st.sampled_from(("%y%j", "%j%y", "%Y-%j", "%Y/%j")))
def test_a_julian_code_s_day_is_among_the_candidates(day: datetime.date, form: str) -> None:
    assert day in one("EXP " + day.strftime(form)).dates
    order = DateOrder.DAY_FIRST if form == "%j%y" else DateOrder.YEAR_FIRST
    assert one("EXP " + day.strftime(form), order).dates == (day,)


@given(st.dates(datetime.date(NOW - 4, 1, 1), datetime.date(NOW + 5, 12, 31)))
def test_one_figure_for_the_year_is_the_nearest_such_year(day: datetime.date) -> None:
    code = f"{day.year % 10}{day:%j}"
    found = {a_day for reading in read_dates(f"EXP {code}", year_now=NOW) for a_day in reading.dates}
    such_days = {a_day for a_day in found if f"{a_day.year % 10}{a_day:%j}" == code}
    assert such_days == (set() if code.startswith(("19", "20")) else {day}), "no other decade's, and a year is no code"


@given(
    DAYS,
    st.sampled_from(sorted(MONTHS)),
    st.sampled_from(["{d} {w} {y}", "{d:02}{w}{y}", "{y}-{w}-{d:02}", "{w} {d}, {y}"]),
)
def test_a_month_in_words_leaves_no_doubt(day: datetime.date, word: str, form: str) -> None:
    day = day.replace(month=MONTHS[word], day=min(day.day, 28))
    assert one("EXP " + form.format(d=day.day, w=word, y=day.year)).dates == (day,)


# What people print before a last day, in languages that write the day first without exception.
DAY_FIRST_WORDS = (
    "mindestens haltbar bis", "MHD:", "zu verbrauchen bis", "Verw.bis", "à consommer de préférence avant le", "DLC",
    "à consommer jusqu’au", "consumir preferentemente antes del", "Cons. pref.", "fecha de caducidad:", "CAD.",
    "da consumarsi preferibilmente entro il", "scadenza", "ten minste houdbaar tot", "THT", "te gebruiken tot",
)  # fmt: skip


@given(
    DAYS,
    st.sampled_from(DAY_FIRST_WORDS),
    st.sampled_from(("%d.%m.%Y", "%d/%m/%y", "%d-%m-%Y")),
    st.sampled_from(" \n"),
)
def test_in_a_language_that_writes_the_day_first_there_is_one_reading_only(
    day: datetime.date, words: str, form: str, apart: str
) -> None:
    reading = one(words + apart + day.strftime(form))
    assert reading.dates == (day,)
    assert reading.mark in {DateMark.EXPIRY, DateMark.BEST_BEFORE}


IN_ORDER = {DateOrder.DAY_FIRST: "%d/%m/%y", DateOrder.MONTH_FIRST: "%m/%d/%y", DateOrder.YEAR_FIRST: "%y/%m/%d"}


def by_calendar(text: str, form: str) -> tuple[datetime.date, ...]:
    """As the standard library reads it: one day, or none."""
    try:
        return (datetime.datetime.strptime(text, form).date(),)  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return ()


@given(
    st.dates(datetime.date(2001, 1, 1), DAYS_END),  # a year 00 read as a day would be the month's last
    st.sampled_from(list(DateOrder)),
    st.sampled_from(list(DateOrder)),
)
def test_a_configured_order_reads_the_day_of_that_order_and_no_other(
    day: datetime.date, printed: DateOrder, order: DateOrder
) -> None:
    text = day.strftime(IN_ORDER[printed])
    assert one(f"EXP {text}", order).dates == by_calendar(text, IN_ORDER[order])


NEARLY_DATES = st.builds("{:04}-{:02}-{:02} ".format, st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32))
WORDS = st.sampled_from(["EXP ", "MHD ", "LOT ", *MONTHS])
PRINT = st.lists(
    st.text(max_size=6) | st.text("0123456789./- ", max_size=11) | NEARLY_DATES | WORDS,
    max_size=8,
).map("".join)


@given(PRINT)
def test_whatever_is_printed_a_reading_stands_in_the_text_and_means_days_of_this_age(text: str) -> None:
    for reading in read_dates("EXP " + text, year_now=NOW):
        assert reading.text in plain("EXP " + text)
        assert all(1990 <= day.year < 2100 for day in reading.dates)
