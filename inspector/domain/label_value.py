"""What a piece of print says as the answer to a question: the text itself, and what it means in a standard form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from inspector.domain.date_words import DateOrder
from inspector.domain.label_question import Kind, Question, answer_of, unmarked_of
from inspector.domain.printed_date import read_dates

_UNITS: Final = {"g": ("g", 1.0), "kg": ("g", 1000.0), "mg": ("g", 0.001), "ml": ("ml", 1.0), "cl": ("ml", 10.0),
                 "dl": ("ml", 100.0), "l": ("ml", 1000.0), "floz": ("ml", 29.5735), "oz": ("g", 28.3495),
                 "lb": ("g", 453.592), "lbs": ("g", 453.592)}  # fmt: skip
_WEIGHT: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s?([a-z. ]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """`text` as printed, from character `start` to `end` of its line. `meaning`: a date as 2027-11-23, a weight in g or
    ml, else the text; `doubt` says what is wrong with it, empty: nothing.
    """

    text: str
    start: int
    end: int
    meaning: str
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What dates are read by: the year now, and how 05/06/27 is meant where that is known."""

    year_now: int
    order: DateOrder | None = None


def value_after(question: Question, keyword: str, text: str, start: int, calendar: Calendar) -> Value | None:
    """The answer in `text` right after position `start`, before which `keyword` was read; None where none is there."""
    if question.kind is Kind.DATE:
        return _date(keyword, text, start, calendar)
    match = answer_of(question).match(text, start)
    return None if match is None else _value(question, text, match)


def values_unmarked(question: Question, text: str) -> Iterator[Value]:
    """The answers in `text` that need no keyword."""
    for match in unmarked_of(question).finditer(text):
        yield _value(question, text, match)


def _value(question: Question, text: str, match: re.Match[str]) -> Value:
    found = match.group().strip(" .:-/")
    start = text.index(found, match.start())
    meaning = _amount(found) if question.kind is Kind.WEIGHT else found
    return Value(text=found, start=start, end=start + len(found), meaning=meaning)


def _amount(text: str) -> str:
    match = _WEIGHT.search(text)
    if match is None:
        return text
    letters = re.sub(r"[. ]", "", match[2]).lower()
    unit, factor = _UNITS.get(letters) or _UNITS.get(letters.removesuffix("e"), (letters, 1.0))
    return f"{float(match[1].replace(',', '.')) * factor:g} {unit}"


def _date(keyword: str, text: str, start: int, calendar: Calendar) -> Value | None:
    """The keyword's own language is kept where it was read well: it may say that the day stands first."""
    rest = text[start:]
    for words in (keyword, "EXP"):
        for found in read_dates(f"{words} {rest}", year_now=calendar.year_now, order=calendar.order):
            if found.mark in {"EXPIRY", "BEST_BEFORE"}:
                days = " or ".join(day.isoformat() for day in found.dates)
                doubt = "" if len(found.dates) == 1 else "no calendar has it" if not found.dates else "ambiguous"
                place = rest.upper().find(found.text)
                begin = start + max(0, place)
                return Value(text=found.text, start=begin, end=begin + len(found.text), meaning=days, doubt=doubt)
    return None
