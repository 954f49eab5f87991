"""Answers to questions about a label, from its lines of print: a value belongs to the keyword on its line, before it,
or above it. Keys and values are told apart by the words and patterns of the questions, not by a network.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from inspector.domain.label_layout import BELOW, distance, part_of
from inspector.domain.label_question import Question, keywords_in
from inspector.domain.label_value import Calendar, Value, value_after, values_unmarked
from inspector.domain.text_line import Corners, TextLine

UNMARKED: Final = 20.0  # costs more than any keyword
_ONE_LETTER: Final = 5.0  # L before a number says less than LOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`text` as printed at `corners` (pixels of the picture that was read); `meaning` and `doubt` as in `Value`.

    `keyword` as printed, empty where the value stands alone. `confidence` 0 … 1 is the network's for that line, less
    what the place leaves open.
    """

    alias: str
    text: str
    meaning: str
    confidence: float
    corners: Corners
    keyword: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A value that may answer a question: `cost` is how far it is from the keyword at line `asked_at`."""

    question: Question
    line: int
    value: Value
    keyword: str
    asked_at: int
    cost: float


def claims(lines: Sequence[TextLine], questions: Sequence[Question], calendar: Calendar) -> list[Claim]:
    """Which values answer which questions: each question once, each value for one question; the nearest first."""
    possible = [one for question in questions for one in _possible(lines, question, calendar)]
    chosen: list[Claim] = []
    for claim in sorted(possible, key=lambda one: one.cost):
        taken = any(
            one.question is claim.question or (one.line == claim.line and _overlap(one.value, claim.value))
            for one in chosen
        )
        if not taken:
            chosen.append(claim)
    return chosen


def answer_from(claim: Claim, lines: Sequence[TextLine]) -> Answer:
    """The claim as an answer."""
    line, value = lines[claim.line], claim.value
    length = max(1, len(line.text))
    certain = 1.0 if claim.cost < BELOW else 0.9 if claim.cost < UNMARKED else 0.8
    return Answer(
        alias=claim.question.alias,
        text=value.text,
        meaning=value.meaning,
        confidence=line.score * certain,
        corners=part_of(line.corners, value.start / length, min(1.0, value.end / length)),
        keyword=claim.keyword,
        doubt=value.doubt,
    )


def answers(lines: Sequence[TextLine], questions: Sequence[Question], calendar: Calendar) -> tuple[Answer, ...]:
    """The answers that `lines` give, in the order of the questions."""
    found = {claim.question.alias: claim for claim in claims(lines, questions, calendar)}
    return tuple(answer_from(found[one.alias], lines) for one in questions if one.alias in found)


def keywords_at(lines: Sequence[TextLine], question: Question) -> Iterator[tuple[int, str, int]]:
    """Where the question's keywords stand: line, the words, and where in the line they end."""
    for number, line in enumerate(lines):
        for words, end in keywords_in(question, line.text):
            yield number, words, end


def _possible(lines: Sequence[TextLine], question: Question, calendar: Calendar) -> Iterator[Claim]:
    for number, words, end in keywords_at(lines, question):
        more = _ONE_LETTER if sum(map(str.isalnum, words)) == 1 else 0.0
        value = value_after(question, words, lines[number].text, end, calendar)
        if value is not None:
            yield Claim(question=question, line=number, value=value, keyword=words.strip(), asked_at=number, cost=more)
            continue
        for other, line in enumerate(lines):
            far = None if other == number else distance(lines[number].corners, line.corners)
            value = None if far is None else value_after(question, words, line.text, 0, calendar)
            if far is not None and value is not None:
                yield Claim(
                    question=question,
                    line=other,
                    value=value,
                    keyword=words.strip(),
                    asked_at=number,
                    cost=far + more,
                )
    alone = [(number, value) for number, line in enumerate(lines) for value in values_unmarked(question, line.text)]
    if len({value.meaning for _, value in alone}) == 1:
        number, value = alone[0]
        yield Claim(question=question, line=number, value=value, keyword="", asked_at=number, cost=UNMARKED)


def _overlap(one: Value, other: Value) -> bool:
    return one.start < other.end and other.start < one.end
