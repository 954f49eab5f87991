"""Questions that a label answers: a name, the keywords before the answer, and a pattern that the answer fits."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

_ALIKE: Final = ("0OQD", "1IL|", "5S", "8B", "2Z", "HN")  # characters that print and networks confuse
_JOINTS: Final = r"[\s.,:;#*/\-]*"  # what may stand between the characters of a keyword, and behind it
_LONG_ENOUGH: Final = 4  # letters; a longer keyword is also found where the next word sticks to it


class Kind(StrEnum):
    """What an answer is, beyond text that fits a pattern."""

    TEXT = "text"
    DATE = "date"  # a last day, as `printed_date` reads it
    WEIGHT = "weight"  # a quantity with its unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`keywords` are what a label prints before the answer, in any case and punctuation; `pattern` fits the answer.

    `unmarked` fits an answer that counts without a keyword too, where no other text fits; empty: there is none.
    Raises ValueError for a pattern that is no regular expression, and where nothing could ever answer.
    """

    alias: str
    keywords: tuple[str, ...] = ()
    pattern: str = r"\S+"
    kind: Kind = Kind.TEXT
    unmarked: str = ""

    def __post_init__(self) -> None:
        for pattern in (self.pattern, self.unmarked):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"question {self.alias!r}: pattern {pattern!r}: {error}") from error
        if not self.unmarked and not any(_letters(word) for word in self.keywords):
            raise ValueError(f"question {self.alias!r} needs keywords, or a pattern of what answers without one")


@cache
def keyword_of(question: Question) -> re.Pattern[str]:
    """A keyword of the question, the longest first, with the signs behind it."""
    words = sorted((word for word in question.keywords if _letters(word)), key=lambda word: -len(_letters(word)))
    return re.compile("|".join(map(_found_as, words)) or r"(?!)", re.IGNORECASE)


@cache
def answer_of(question: Question) -> re.Pattern[str]:
    """What an answer looks like; the next word does not stick to it."""
    return re.compile(rf"(?:{question.pattern})(?![^\W_])", re.IGNORECASE)


@cache
def unmarked_of(question: Question) -> re.Pattern[str]:
    """What answers without a keyword."""
    return re.compile(rf"(?<![^\W_])(?:{question.unmarked})(?![^\W_])" if question.unmarked else r"(?!)", re.IGNORECASE)


def _letters(word: str) -> str:
    return "".join(char for char in word if char.isalnum() or char == "℮")


def _found_as(word: str) -> str:
    """A keyword as print and a network may give it, and not in the middle of a word."""
    letters = _letters(word)
    confused = len(letters) >= 3  # of a shorter word nothing sure would be left
    body = _JOINTS.join(_any_like(char) if confused else re.escape(char) for char in letters)
    # A short one is a word of its own, or stands right before a figure: L1234 and LOTA123, but neither LEMON nor LA123.
    figure = rf"(?=[A-Z]{{0,{min(2, len(letters) - 1)}}}\d)"
    end = r"(?![a-zäöüß])" if len(letters) >= _LONG_ENOUGH else rf"(?:{figure}|(?![^\W_]))"
    return rf"(?<![^\W_])(?:{body}){end}{_JOINTS}"


def _any_like(char: str) -> str:
    bare = unicodedata.normalize("NFKD", char)[0]
    if bare != char:
        return f"[{char}{bare}]"
    for group in _ALIKE:
        if char.upper() in group:
            return f"[{re.escape(group + group.lower())}]"
    return re.escape(char)
