"""Questions that a label answers: a name, the keywords before the answer, and a pattern that the answer fits."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

_ALIKE: Final = ("0OQD", "1IL|", "5S", "8B", "2Z", "HN")  # characters that print and networks confuse
_JOINTS: Final = r"[\s.,:;#*/\-]*"  # what may stand between the characters of a keyword, and behind it
_SURE: Final = 3  # letters; of a shorter word nothing would be left where some are confused
_LONG_ENOUGH: Final = 4  # such a keyword is also found where the next word sticks to it
_LONG: Final = 6  # such a keyword is also found where one letter was misread


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
    words = sorted(filter(None, map(_letters, question.keywords)), key=len, reverse=True)
    exact = [[_any_like(char) if len(word) >= _SURE else re.escape(char) for char in word] for word in words]
    return re.compile("|".join(map(_found_as, [*exact, *_misread(words)])) or r"(?!)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def keywords_in(question: Question, text: str) -> tuple[tuple[str, int], ...]:
    """The question's keywords in a line: the words, and where in the line they end. Asked again for every line read."""
    found = keyword_of(question).finditer(text)
    return tuple((match.group(), match.end()) for match in found if any(map(str.isalpha, match.group())))  # "105": Los


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


def _misread(words: Sequence[str]) -> Iterator[list[str]]:
    """Long words with any one of their letters wrong, but the first."""
    for word in (one for one in words if len(one) >= _LONG):
        for wrong in range(1, len(word)):
            yield [r"[^\W_]" if place == wrong else _any_like(char) for place, char in enumerate(word)]


def _found_as(letters: Sequence[str]) -> str:
    """A keyword of these characters as print and a network may give it, and not in the middle of a word."""
    # A short one is a word of its own, or stands right before a figure: L1234 and LOTA123, but neither LEMON nor LA123.
    figure = rf"(?=[A-Z]{{0,{min(2, len(letters) - 1)}}}\d)"
    end = r"(?![a-zäöüß])" if len(letters) >= _LONG_ENOUGH else rf"(?:{figure}|(?![^\W_]))"
    return rf"(?<![^\W_])(?:{_JOINTS.join(letters)}){end}{_JOINTS}"


def _any_like(char: str) -> str:
    bare = unicodedata.normalize("NFKD", char)[0]
    if bare != char:
        return f"[{char}{bare}]"
    for group in _ALIKE:
        if char.upper() in group:
            return f"[{re.escape(group + group.lower())}]"
    return re.escape(char)
