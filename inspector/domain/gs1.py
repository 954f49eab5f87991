"""GS1 element strings, as GS1-128, GS1 DataMatrix and GS1 QR carry them: application identifiers and their dates.

Source: GS1 General Specifications, sections 3.4 (dates), 7.8 (element strings), 7.9 (check digit) and 7.12 (century).
"""

import calendar
import datetime
from typing import Final

SEPARATOR: Final = "\x1d"  # what FNC1 reads as, behind an element of variable length
SYMBOLOGIES: Final = ("]C1", "]d2", "]Q3", "]e0", "]J1")
GTIN, LOT, PRODUCED, BEST_BEFORE, EXPIRY = "01", "10", "11", "15", "17"

# First two digits of an identifier -> its number of digits.
_IDENTIFIER: Final[dict[str, int]] = {
    **dict.fromkeys(("00", "01", "02", "03", "04", "10", "11", "12", "13", "15", "16", "17", "20", "21", "22"), 2),
    **dict.fromkeys(("30", "37", *(f"9{n}" for n in range(10))), 2),
    **dict.fromkeys(("23", "24", "25", "40", "41", "42", "71"), 3),
    **dict.fromkeys(("31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80", "81", "82"), 4),
}
# First two digits -> characters of the whole element, identifier included, where it needs no separator behind it.
_FIXED: Final[dict[str, int]] = {
    "00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "20": 4, "41": 16,
    **{f"{n}": 8 for n in range(11, 20)},
    **{f"{n}": 10 for n in range(31, 37)},
}  # fmt: skip
# Identifier -> characters that its data may have, where many of them mean that a separator is missing.
_MOST: Final = {LOT: 20, "21": 20, "22": 20, "240": 30, "241": 30, "250": 30, "30": 8, "37": 8}
# First two digits -> what it is, where its last digit follows from the others.
_CHECKED: Final = {"00": "SSCC", "01": "GTIN", "02": "GTIN", "41": "GLN"}
_LONGEST: Final = 90  # characters of any other variable element's data


def is_gtin(text: str) -> bool:
    """As EAN, UPC or ITF-14 carry it: 8, 12, 13 or 14 digits, the last of which is right.

    >>> [is_gtin(text) for text in ("4006381333931", "4006381333932", "036000291452", "96385074", "471", "")]
    [True, False, True, True, False, False]
    """
    return text.isascii() and text.isdigit() and len(text) in {8, 12, 13, 14} and right_check_digit(text)


def elements(text: str) -> dict[str, str]:
    """Identifier -> data, from the raw string (with separators) or the readable one, `(01)…(17)…`.

    Only for codes that say they are GS1 (FNC1 in front): the digits of an EAN-13 may look like elements too.
    Raises ValueError for what is no element string: plain digits, an unknown identifier, an element cut short, a wrong
    check digit, or one identifier twice with different data.
    """
    for prefix in SYMBOLOGIES:
        text = text.removeprefix(prefix)
    found: dict[str, str] = {}
    for identifier, data in _bracketed(text) if text.startswith("(") else _plain(text.strip(SEPARATOR)):
        if found.setdefault(identifier, data) != data:
            raise ValueError(f"({identifier}) stands twice with different data")
    if not found:
        raise ValueError("no element")
    for identifier, data in found.items():
        what = _CHECKED.get(identifier[:2])
        if what is not None and not right_check_digit(data):
            raise ValueError(f"the check digit of {what} {data} is wrong")
    return found


def date_of(data: str, *, year_now: int) -> datetime.date:
    """The day that YYMMDD means, `year_now` being the year of reading; day 00 is the month's last.

    Raises ValueError for a day that no calendar has.
    """
    if len(data) != 6 or not (data.isascii() and data.isdigit()):
        raise ValueError(f"a GS1 date has six digits, not {data!r}")
    year, month, day = full_year(int(data[:2]), year_now=year_now), int(data[2:4]), int(data[4:])
    if not 1 <= month <= 12:
        raise ValueError(f"GS1 date {data} has no month")
    return datetime.date(year, month, day or calendar.monthrange(year, month)[1])


def full_year(two_digits: int, *, year_now: int) -> int:
    """The year from 49 back to 50 ahead of now that ends in these digits (General Specifications, 7.12)."""
    century, now = divmod(year_now, 100)
    ahead = two_digits - now
    if ahead >= 51:
        century -= 1
    elif ahead <= -50:
        century += 1
    return century * 100 + two_digits


def right_check_digit(digits: str) -> bool:
    """Whether the last digit of a GTIN (8 to 14 digits), GLN (13) or SSCC (18) follows from the others."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    weighted = sum(int(digit) * (1 if place % 2 == 0 else 3) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0


def _plain(text: str) -> list[tuple[str, str]]:
    found = []
    while text:
        length = _IDENTIFIER.get(text[:2])
        if length is None or not text[:length].isdigit() or len(text) <= length:
            raise ValueError(f"no application identifier starts {text[:4]!r}")
        fixed = _FIXED.get(text[:2])
        separator = text.find(SEPARATOR)
        end = fixed or (separator if separator >= 0 else len(text))
        found.append(_element(text[:length], text[length:end], whole=fixed))
        text = text[end:].removeprefix(SEPARATOR)
    return found


def _bracketed(text: str) -> list[tuple[str, str]]:
    found = []
    for part in text[1:].split("("):
        identifier, closed, data = part.partition(")")
        if not closed or _IDENTIFIER.get(identifier[:2]) != len(identifier) or not identifier.isdigit():
            raise ValueError(f"({part} is no element")
        found.append(_element(identifier, data, whole=_FIXED.get(identifier[:2])))
    return found


def _element(identifier: str, data: str, *, whole: int | None) -> tuple[str, str]:
    if whole is not None and (len(data) != whole - len(identifier) or not (data.isascii() and data.isdigit())):
        raise ValueError(f"({identifier}) needs {whole - len(identifier)} digits, not {data!r}")
    if not 1 <= len(data) <= _MOST.get(identifier, _LONGEST):
        raise ValueError(f"({identifier}) has {len(data)} characters")
    return identifier, data
