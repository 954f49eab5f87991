"""Reads claims out of what a model answered: JSON as it was asked for, JSON within other text, or plain sentences."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from inspector.domain.cause.explanation import Claim

_FACT_ID: Final = re.compile(r"\bF\d+\b")
_BREAK: Final = re.compile(r"(?<=[.!?])\s+|\n+")
_MOST_READ: Final = 200  # sentences; more are as good as none
_MARKS: Final = " \t-*•#>`"


class NoClaims(ValueError):
    """The answer holds no claim; the text says why."""


def claims_of(answer: str) -> tuple[Claim, ...]:
    """All claims, not yet held against anything. Raises `NoClaims`."""
    found = _in_json(answer)
    claims = tuple(_sentences(answer)) if found is None else found
    if not claims:
        raise NoClaims("the answer holds no claim")
    return claims[:_MOST_READ]


def _in_json(answer: str) -> tuple[Claim, ...] | None:
    """None for an answer without a JSON value that could be meant. Raises `NoClaims` for JSON of another form."""
    begin = min((place for place in (answer.find("{"), answer.find("[")) if place >= 0), default=-1)
    if begin < 0:
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(answer[begin:])
    except (ValueError, RecursionError):
        if answer.lstrip(_MARKS).startswith(("{", "json")):
            raise NoClaims("the answer is broken JSON") from None
        return None
    listed = value.get("claims") if isinstance(value, dict) else value
    if not isinstance(listed, list):
        if answer.lstrip(_MARKS).startswith(("{", "json")):
            raise NoClaims("the answer is JSON without a list of claims")
        return None
    return tuple(claim for one in listed if (claim := _claim(one)) is not None)


def _claim(one: Any) -> Claim | None:
    if isinstance(one, str):
        return next(_sentences(one), None)
    if not isinstance(one, dict) or not isinstance(one.get("text"), str):
        return None
    listed = one.get("facts")
    listed = [listed] if isinstance(listed, str) else listed if isinstance(listed, list) else []
    named = [name for entry in listed if isinstance(entry, str) for name in (_FACT_ID.findall(entry) or [entry[:20]])]
    cause, stance = one.get("cause"), one.get("stance")
    return Claim(
        text=" ".join(one["text"].split()),
        facts=tuple(dict.fromkeys([*named, *_FACT_ID.findall(one["text"])])),
        cause=cause if isinstance(cause, str) and cause else None,
        stance=stance if isinstance(stance, str) else None,
    )


def _sentences(text: str) -> Iterator[Claim]:
    """Each sentence names its facts in itself: `… (F2, F3).`"""
    for part in _BREAK.split(text):
        sentence = " ".join(part.strip(_MARKS).split())
        if any(c.isalpha() for c in sentence):
            yield Claim(text=sentence, facts=tuple(dict.fromkeys(_FACT_ID.findall(sentence))))
