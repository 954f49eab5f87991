"""GS1 element strings: identifiers, separators, check digits, dates and the century rule."""

import datetime
import re

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.gs1 import SEPARATOR, date_of, elements, full_year, right_check_digit

GTIN = "04006381333931"
RAW = f"01{GTIN}17270300" + f"10L071A1{SEPARATOR}" + "211234"


def test_identifiers_of_fixed_and_variable_length_are_told_apart() -> None:
    assert elements(RAW) == {"01": GTIN, "17": "270300", "10": "L071A1", "21": "1234"}


def test_places_and_contents_with_right_check_digits_are_told() -> None:
    assert elements(f"02{GTIN}3712") == {"02": GTIN, "37": "12"}
    assert elements("4104006381333931") == {"410": "4006381333931"}
    assert elements("00340123450000000000") == {"00": "340123450000000000"}


def test_the_symbology_s_name_and_the_readable_form_mean_the_same() -> None:
    readable = f"(01){GTIN}(17)270300(10)L071A1(21)1234"
    assert elements("]d2" + RAW) == elements(readable) == elements(RAW)


def test_what_a_reader_gives_for_a_gs1_data_matrix_is_understood() -> None:
    symbol = zxingcpp.create_barcode(
        f"(01){GTIN}(17)270300(10)L071A1", zxingcpp.BarcodeFormat.DataMatrix, gs1=True
    ).to_image(scale=4)
    (code,) = zxingcpp.read_barcodes(symbol)
    raw = code.bytes.decode("ascii")
    assert elements(raw) == {"01": GTIN, "17": "270300", "10": "L071A1"}
    assert elements(code.text) == elements(raw)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("5901234123457", "application identifier"),  # an EAN-13
        ("", "no element"),
        ("LPN0000000012", "application identifier"),
        (f"01{GTIN[:-1]}2", "check digit of GTIN"),
        (f"02{GTIN[:-1]}23712", "check digit of GTIN"),  # what a case holds
        ("00340123450000000001", "check digit of SSCC"),
        ("4104006381333932", "check digit of GLN"),
        ("172703", "needs 6 digits"),
        ("17", "application identifier"),
        ("17270300" + "17270400", "twice"),
        ("(17)2703", "needs 6 digits"),
        ("(ab)270300", "no element"),
        ("10", "application identifier"),
        (f"10{'X' * 91}", "91 characters"),
        (f"10L071A{'1' * 10}17270300", "23 characters"),  # no separator behind the lot: it swallowed the date
        (f"21{'7' * 21}", "21 characters"),
        ("05123456", "application identifier"),  # not given out by GS1
    ],
)
def test_what_is_no_element_string_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        elements(text)


def test_day_00_is_the_month_s_last_day_in_leap_years_too() -> None:
    assert date_of("280200", year_now=2026) == datetime.date(2028, 2, 29)
    assert date_of("270200", year_now=2026) == datetime.date(2027, 2, 28)
    assert date_of("271231", year_now=2026) == datetime.date(2027, 12, 31)


@pytest.mark.parametrize("data", ["270231", "271301", "270001", "2703", "27O312", "２７０３１２"])
def test_a_day_that_no_calendar_has_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        date_of(data, year_now=2026)


def test_the_century_is_the_one_nearer_to_now() -> None:
    # The specification's own borders: 51 ahead belongs to the last century, 50 behind to the next.
    assert full_year(76, year_now=2026) == 2076
    assert full_year(77, year_now=2026) == 1977
    assert full_year(0, year_now=2050) == 2100
    assert full_year(1, year_now=2050) == 2001
    assert full_year(99, year_now=2026) == 1999


@given(st.integers(2000, 2099), st.integers(-49, 50))
def test_any_year_from_49_back_to_50_ahead_survives_two_digits(now: int, ahead: int) -> None:
    assert full_year((now + ahead) % 100, year_now=now) == now + ahead


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2060, 12, 31)))
def test_any_day_within_the_window_survives_six_digits(day: datetime.date) -> None:
    assert date_of(f"{day:%y%m%d}", year_now=2026) == day


NEARLY = st.lists(
    st.sampled_from(
        [f"01{GTIN}", "17270300", "10L071A1", "211234", f"(01){GTIN}", "(17)270300", "(10)L071A1", SEPARATOR]
    )
    | st.text(st.characters(codec="ascii", exclude_characters="]"), max_size=4),
    max_size=6,
).map("".join)


@given(NEARLY)
def test_text_that_is_not_refused_consists_of_its_elements_and_nothing_else(text: str) -> None:
    try:
        found = elements(text)
    except ValueError:
        return
    written = "({}){}" if text.startswith("(") else "{}{}"
    each = "|".join(re.escape(written.format(*element)) for element in found.items())
    assert re.fullmatch(f"{SEPARATOR}*(?:(?:{each}){SEPARATOR}*)+", text)


@given(
    st.dates(datetime.date(2000, 1, 1), datetime.date(2060, 12, 31)),
    st.text("ABCXYZ0123456789-", min_size=1, max_size=20),
    st.permutations(["01", "17", "10", "11"]),
)
def test_elements_survive_any_order(day: datetime.date, lot: str, order: list[str]) -> None:
    data = {"01": GTIN, "17": f"{day:%y%m%d}", "10": lot, "11": "250101"}
    text = "".join(name + data[name] + (SEPARATOR if name == "10" else "") for name in order)
    assert elements(text) == data


def test_check_digits() -> None:
    assert right_check_digit(GTIN)
    assert right_check_digit("96385074")
    assert not right_check_digit("96385075")
    assert not right_check_digit("9638507X")
