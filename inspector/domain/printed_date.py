"""Dates as packages print them, in text that was read from a label. Ambiguity is kept: a reading has candidates.

05/06/27 may be 5 June 2027, May 6 or, where the year stands first, 27 June 2005: all three are candidates unless an
order is given, or the words before it belong to a language that has one order only. A month without a day means its
last day. Julian codes count the days of the year: 27327 and 2027-327 are 23 November 2027, 7327 is in this decade.
"""

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from inspector.domain.date_words import MARK_PATTERN, MONTHS, DateMark, DateOrder, mark_of, plain
from inspector.domain.gs1 import full_year

_REACH: Final = 24  # characters between a mark and its date
_YEARS: Final = range(1990, 2100)  # a date outside was misread

# A single digit behind a hyphen is a date cut short: 2027-1 of 2027-11-23.
_PART: Final = r"\d\d|(?<=[./])\d"
_SEP: Final = r"\s?[./\-]\s?|\s"
_END: Final = r"(?!\d|[./\-]\d)"
_WORD_END: Final = rf"(?![A-Z]){_END}"  # letters stuck to a whole date are the next word: print stands close
_DATE: Final = re.compile(
    rf"""(?<![0-9A-Z./\-])(?:
    (?P<y1>\d{{4}})(?:{_SEP})?(?P<w1>[A-Z]{{3,10}})\.?(?:{_SEP})?(?P<d1>\d{{1,2}}){_WORD_END}     # 2027 NOV 23
  | (?P<d2>\d{{1,2}})(?:{_SEP})?(?P<w2>[A-Z]{{3,10}})\.?(?:{_SEP})?(?P<y2>\d{{4}}|\d\d){_WORD_END} # 23 NOV 27, 23NOV27
  | (?P<w3>[A-Z]{{3,10}})\.?\s(?P<d3>\d{{1,2}}),?\s(?P<y3>\d{{4}}){_WORD_END}                      # NOV 23, 2027
  | (?P<w4>[A-Z]{{3,10}})\.?(?:{_SEP})?(?P<y4>\d{{4}}|\d\d){_WORD_END}                             # NOV 2027, NOV 27
  | (?P<y5>\d{{4}})(?P<s5>{_SEP})(?P<m5>{_PART})(?P=s5)(?P<d5>{_PART}){_END}        # 2027-11-23
  | (?P<a6>\d{{1,2}})(?P<s6>{_SEP})(?P<b6>\d{{1,2}})(?P=s6)(?P<c6>\d{{4}}|\d\d){_END}  # 23.11.2027, 23/11/27
  | (?P<y7>\d{{4}})(?:{_SEP})(?P<m7>{_PART}){_WORD_END}                                           # 2027-11
  | (?P<a8>\d{{1,2}})\s?[./\-]\s?(?P<b8>\d{{4}}|\d\d){_WORD_END}                                  # 11/2027, 11/27
  | (?P<n9>\d{{8}}|\d{{6}}){_WORD_END}                                                            # 20271123, 271123
  | (?P<j10>\d{{4}}[./\-]\d{{3}}|\d{{5}}|(?!19|20)\d{{4}}){_WORD_END}                # 2027-327, 27327
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReading:
    """`dates` are the days that `text` may mean, earliest first; none when no calendar has such a day."""

    mark: DateMark
    dates: tuple[datetime.date, ...]
    text: str


def read_dates(text: str, *, year_now: int, order: DateOrder | None = None) -> tuple[DateReading, ...]:
    """Every date in `text`, in its order. `order` decides where day, month and two-digit year could be exchanged.

    Where lots, prices and sizes look the same, only what stands behind a mark is a date: digits without a separator,
    Julian codes, and month and year of two digits.
    """
    line = MARK_PATTERN.sub(lambda match: match.group().rstrip(" .:-") + " ", plain(text))
    found: list[DateReading] = []
    position = 0
    marks = [(match.end(), *mark_of(match)) for match in MARK_PATTERN.finditer(line)]
    while (match := _DATE.search(line, position)) is not None:
        near = [mark for mark in marks if max(position, match.start() - _REACH) <= mark[0] <= match.start()]
        _, mark, day_first = near[-1] if near else (0, DateMark.NONE, False)
        if not _is_date(match, marked_at=near[-1][0] if near else None):
            position = match.start() + 1  # a date may begin within what was none
            continue
        position = match.end()
        chosen = order or (DateOrder.DAY_FIRST if day_first else None)
        dates = {day for parts in _candidates(match, chosen, year_now) if (day := _day(*parts)) is not None}
        found.append(DateReading(mark=mark, dates=tuple(sorted(dates)), text=match.group().strip()))
    return tuple(found)


def _is_date(match: re.Match[str], *, marked_at: int | None) -> bool:
    """Whether the words are months, and what other print looks like too has a mark before it."""
    words = [word for name in ("w1", "w2", "w3", "w4") if (word := match[name]) is not None]
    if any(word not in MONTHS for word in words):
        return False
    if match["n9"] or match["j10"]:
        return marked_at is not None and match.start() - marked_at <= 1
    short_year = match["y4"] or match["b8"]
    return marked_at is not None or short_year is None or len(short_year) == 4


def _candidates(match: re.Match[str], order: DateOrder | None, year_now: int) -> Iterator[tuple[int, int, int]]:
    """(year, month, day) as numbers that need not be a date; day 0 is the month's last."""
    if match["y1"]:
        yield int(match["y1"]), MONTHS[match["w1"]], int(match["d1"])
    elif match["d2"]:
        yield _year(match["y2"], year_now), MONTHS[match["w2"]], int(match["d2"])
        if order is DateOrder.YEAR_FIRST and len(match["y2"]) == 2:
            yield _year(match["d2"], year_now), MONTHS[match["w2"]], int(match["y2"])
    elif match["w3"]:
        yield int(match["y3"]), MONTHS[match["w3"]], int(match["d3"])
    elif match["w4"]:
        yield _year(match["y4"], year_now), MONTHS[match["w4"]], 0
    elif match["y5"]:
        yield int(match["y5"]), int(match["m5"]), int(match["d5"])
    elif match["a6"]:
        yield from _three(match["a6"], match["b6"], match["c6"], order, year_now)
    elif match["y7"]:
        yield int(match["y7"]), int(match["m7"]), 0
    elif match["a8"]:
        yield from _two(match["a8"], match["b8"], order, year_now)
    elif match["n9"]:
        yield from _unbroken(match["n9"], order, year_now)
    else:
        yield from _julian("".join(filter(str.isdigit, match["j10"])), order, year_now)


def _three(a: str, b: str, c: str, order: DateOrder | None, year_now: int) -> Iterator[tuple[int, int, int]]:
    """Three numbers, the last of which has four digits only where it is the year."""
    if len(c) == 4:
        if order is not DateOrder.MONTH_FIRST:
            yield int(c), int(b), int(a)
        if order in (None, DateOrder.MONTH_FIRST, DateOrder.YEAR_FIRST):
            yield int(c), int(a), int(b)
        return
    if order in (None, DateOrder.DAY_FIRST):
        yield _year(c, year_now), int(b), int(a)
    if order in (None, DateOrder.MONTH_FIRST):
        yield _year(c, year_now), int(a), int(b)
    if order in (None, DateOrder.YEAR_FIRST) and len(a) == 2:
        yield _year(a, year_now), int(b), int(c)


def _two(a: str, b: str, order: DateOrder | None, year_now: int) -> Iterator[tuple[int, int, int]]:
    """Month and year; the year may stand first where it has two digits."""
    if len(b) == 4 or order is not DateOrder.YEAR_FIRST:
        yield _year(b, year_now), int(a), 0
    if len(a) == len(b) == 2 and order in (None, DateOrder.YEAR_FIRST):
        yield _year(a, year_now), int(b), 0


def _unbroken(digits: str, order: DateOrder | None, year_now: int) -> Iterator[tuple[int, int, int]]:
    if len(digits) == 6:
        yield from _three(digits[:2], digits[2:4], digits[4:], order, year_now)
        return
    if order in (None, DateOrder.YEAR_FIRST):
        yield int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if order is not DateOrder.YEAR_FIRST:
        yield from _three(digits[:2], digits[2:4], digits[4:], order, year_now)


def _julian(digits: str, order: DateOrder | None, year_now: int) -> Iterator[tuple[int, int, int]]:
    """Year and day of the year; five digits may have the day first, four may be month and year instead.

    Seven without a separator are none: they may be 2027-11-23 that lost its last figure.
    """
    if len(digits) == 7:
        yield from _nth_day(int(digits[:4]), int(digits[4:]))
    elif len(digits) == 5:
        if order is not DateOrder.DAY_FIRST:
            yield from _nth_day(_year(digits[:2], year_now), int(digits[2:]))
        if order in (None, DateOrder.DAY_FIRST):
            yield from _nth_day(_year(digits[3:], year_now), int(digits[:3]))
    else:
        nearest = min(range(year_now - 4, year_now + 6), key=lambda year: year % 10 != int(digits[0]))
        yield from _nth_day(nearest, int(digits[1:]))
        yield from _two(digits[:2], digits[2:], DateOrder.DAY_FIRST, year_now)


def _nth_day(year: int, number: int) -> Iterator[tuple[int, int, int]]:
    if year in _YEARS and 1 <= number <= 365 + calendar.isleap(year):
        day = datetime.date(year, 1, 1) + datetime.timedelta(days=number - 1)
        yield day.year, day.month, day.day


def _year(digits: str, year_now: int) -> int:
    return int(digits) if len(digits) == 4 else full_year(int(digits), year_now=year_now)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    """The day, or None where no calendar has it or no package would print it."""
    if year not in _YEARS or not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day or last) if 0 <= day <= last else None
