"""Numbered lines of a long log, newest first, in one piece: what does not join what is known replaces it."""

from typing import Generic, Protocol, TypeVar

MOST_LINES = 10_000


class Numbered(Protocol):
    """A line of it; the number rises with every line."""

    @property
    def number(self) -> int:
        """Its place in the log."""
        ...


Line = TypeVar("Line", bound=Numbered)


class PagedLines(Generic[Line]):
    """`complete`: there are none that are older, or no more are kept."""

    def __init__(self) -> None:
        self.lines: tuple[Line, ...] = ()
        self.complete = False

    def newest(self, lines: tuple[Line, ...], limit: int) -> None:
        """The newest `limit` of them came."""
        known = self.lines
        joins = bool(known and lines) and lines[-1].number <= known[0].number + 1
        if joins and lines[0].number >= known[0].number:
            newer = tuple(line for line in lines if line.number > known[0].number)
            self.lines = (newer + known)[:MOST_LINES]
        else:  # the first, or so many new ones that there is a gap, or another log
            self.lines, self.complete = lines, len(lines) < limit

    def older(self, lines: tuple[Line, ...], limit: int, before: int) -> None:
        """`limit` of them before that number came."""
        if self.lines and before == self.lines[-1].number:
            self.lines = (self.lines + lines)[:MOST_LINES]
            self.complete = len(lines) < limit or len(self.lines) == MOST_LINES

    def forget(self) -> None:
        """Know none."""
        self.lines, self.complete = (), False
