"""What was found about a rule: it holds, it is broken, or it could not be tested; always with what was seen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`held` None: could not be tested; the evidence says why."""

    held: bool | None
    evidence: tuple[str, ...]


def judged(held: bool, *evidence: str) -> Finding:
    """The rule was put to the test, and this came out."""
    return Finding(held=held, evidence=evidence)


def holds(*evidence: str) -> Finding:
    """The rule was put to the test and holds."""
    return Finding(held=True, evidence=evidence)


def broken(*evidence: str) -> Finding:
    """The rule was put to the test and is broken."""
    return Finding(held=False, evidence=evidence)


def untested(reason: str) -> Finding:
    """The rule could not be put to the test."""
    return Finding(held=None, evidence=(reason,))


class NoAnswer(Exception):
    """The edge did not answer an ordinary item, so a silence of its proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """What conformance says about one rule."""

    rule: str
    title: str
    held: bool | None
    evidence: tuple[str, ...]
