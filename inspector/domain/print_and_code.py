"""Whether a label says the same to people as to machines: its printed lot, serial and last day against its codes'.

Print is misread now and then, most often one sign of it, and signs that look alike at that (0 and O). So a difference
in signs that look alike is none, one other sign is for a person, and more than one is a finding.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from inspector.domain.check import Reading

COMPARED: Final = ("expiry", "lot", "serial")
_ALIKE: Final = str.maketrans("OQDILSBZG", "000115826")
_EITHER: Final = " or "  # between the days that an ambiguous date may mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """`printed` and `coded` name the same thing and differ; `sure`: in more than one misread sign."""

    printed: Reading
    coded: Reading
    sure: bool

    @property
    def words(self) -> str:
        """For people, with the camera where the code is on another picture than the print."""
        printed, coded = self.printed, self.coded
        elsewhere = f" on {coded.camera}" if coded.camera != printed.camera else ""
        return f"printed {printed.name} {printed.text}, its {coded.source}{elsewhere} says {coded.text}"


def contradictions(printed: Sequence[Reading], coded: Sequence[Reading]) -> Iterator[Contradiction]:
    """One for each thing that is printed, and coded otherwise everywhere; what only one of them tells is no matter."""
    for reading in printed:
        others = [one for one in coded if one.name == reading.name and reading.name in COMPARED]
        differ = _days_differ if reading.name == "expiry" else _texts_differ
        signs = [differ(reading, one) for one in others]
        if signs and all(signs):
            nearest = min(range(len(signs)), key=signs.__getitem__)
            yield Contradiction(printed=reading, coded=others[nearest], sure=signs[nearest] > 1)


def _texts_differ(printed: Reading, coded: Reading) -> int:
    return _signs_apart(_plain(printed.text), _plain(coded.text))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum()).translate(_ALIKE)


def _signs_apart(one: str, other: str) -> int:
    """0, 1 (one sign more, less or another) or 2 (all else)."""
    if one == other:
        return 0
    if len(one) == len(other):
        return 1 if sum(a != b for a, b in zip(one, other, strict=True)) == 1 else 2
    short, long = sorted((one, other), key=len)
    left_out = (long[:place] + long[place + 1 :] for place in range(len(long)))
    return 1 if len(long) == len(short) + 1 and short in left_out else 2


def same_day(printed: datetime.date, coded: datetime.date) -> bool:
    """Print to the month means its last day: within that month a coded day contradicts nothing.

    >>> same_day(datetime.date(2027, 11, 30), datetime.date(2027, 11, 23))
    True
    >>> same_day(datetime.date(2027, 11, 22), datetime.date(2027, 11, 23))
    False
    """
    ends = any((day + datetime.timedelta(days=1)).month != day.month for day in (printed, coded))
    return printed == coded or (ends and (printed.year, printed.month) == (coded.year, coded.month))


def _days_differ(printed: Reading, coded: Reading) -> int:
    told = coded.meaning or coded.text
    possible = (printed.meaning or printed.text).split(_EITHER)
    if any(day == told or _same_day(day, told) for day in possible):
        return 0
    return min(_signs_apart(day, told) for day in possible)


def _same_day(one: str, other: str) -> bool:
    try:
        return same_day(datetime.date.fromisoformat(one), datetime.date.fromisoformat(other))
    except ValueError:
        return False
