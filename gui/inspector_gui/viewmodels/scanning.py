"""Telling a barcode scanner that types from a person who does: by its prefix and suffix, or by its speed."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

STX: Final = "\x02"
ETX: Final = "\x03"
ENDS: Final = frozenset({ETX, "\r", "\n", "\t"})
BURST_GAP_S = 0.035  # nobody types two keys that fast, every scanner does
FRAME_GAP_S = 0.3
SHORTEST = 4  # of a code without a prefix: two fast fingers are none
UNENDED = 6  # keys as fast as that, and nothing that ends them: a scanner whose suffix is another, no person's answers
LONGEST = 200


class Took(Enum):
    """PASS: not a scanner's. HELD: may be. CODE: it was, and is complete. BROKEN: it was, and broke off."""

    PASS = auto()
    HELD = auto()
    CODE = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What becomes of one key. `release`: the keys held so far were a person's and are to be given back first."""

    took: Took
    code: str = ""
    release: bool = False


class ScanAssembler:
    """One key after the other, and how long none came in between. Without Qt, so that every order can be tried.

    `take` does not look at a clock: on a thread that stood still, two keys of a scanner are far apart.
    """

    def __init__(self, *, prefix: str = STX, suffix: str = ETX) -> None:
        self._prefix = prefix
        self._ends = ENDS | {suffix}
        self._framed = False
        self._typed = ""

    @property
    def holding(self) -> bool:
        """Something is held that is not decided yet."""
        return self._framed or bool(self._typed)

    def wants(self, char: str) -> bool:
        """Whether this key may be a scanner's now: nobody else must act upon it before it was taken."""
        if char == self._prefix or self._framed:
            return True
        return _printable(char) if not self._typed else _printable(char) or char in self._ends or char == " "

    def take(self, char: str) -> Outcome:
        """A key was pressed; `char` is empty for one without a character."""
        if char == self._prefix:
            return Outcome(took=Took.HELD, release=self._begin(framed=True))
        if self._framed:
            return self._in_frame(char)
        if self._typed and char in self._ends and len(self._typed) >= SHORTEST:
            return self._complete()
        if _printable(char) or (self._typed and char == " "):
            self._typed += char
            if len(self._typed) > LONGEST:
                return Outcome(took=Took.PASS, release=self._begin(framed=False))
            return Outcome(took=Took.HELD)
        return Outcome(took=Took.PASS, release=self._begin(framed=False))

    def expire(self, quiet_s: float) -> Outcome:
        """For so long no key was typed: what is held for too long is given back, or was a scan that broke off."""
        if self._framed and quiet_s > FRAME_GAP_S:
            return self._broken()
        if not self._framed and self._typed and quiet_s > BURST_GAP_S:
            return Outcome(took=Took.PASS, release=self._begin(framed=False))
        return Outcome(took=Took.PASS)

    def _in_frame(self, char: str) -> Outcome:
        if char in self._ends:
            return self._complete() if self._typed else self._broken()
        self._typed += char if char.isprintable() else ""
        return Outcome(took=Took.HELD) if len(self._typed) <= LONGEST else self._broken()

    def _complete(self) -> Outcome:
        code, self._typed, self._framed = self._typed.strip(), "", False
        return Outcome(took=Took.CODE, code=code)

    def _broken(self) -> Outcome:
        self._begin(framed=False)
        return Outcome(took=Took.BROKEN)

    def _begin(self, *, framed: bool) -> bool:
        """Forget; whether there was something that a person typed."""
        typed = bool(self._typed) and not self._framed
        self._framed, self._typed = framed, ""
        return typed


def _printable(char: str) -> bool:
    return len(char) == 1 and char.isprintable() and char != " "
