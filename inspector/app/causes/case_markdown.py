"""A case as Markdown: for tickets and mails."""

import re
from collections.abc import Iterator, Sequence

from inspector.app.causes.case_words import SCORES, answer_words, explanation_words
from inspector.app.causes.written_case import WrittenCase
from inspector.domain.cause.cause import Hypothesis, Weighed
from inspector.domain.cause.fact import Fact, rests_on
from inspector.domain.cause.ranking import Case

MOST_SHOWN = 5
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!])")


def plain_text(text: str) -> str:
    """What was read on an item, or said by a customer, is no markup.

    >>> plain_text("a*b <i> [x](y)")
    'a\\\\*b \\\\<i\\\\> \\\\[x\\\\](y)'
    """
    return _MARKUP.sub(r"\\\1", text.replace("\n", " "))


def markdown(written: WrittenCase) -> str:
    """The whole case."""
    return "\n".join(_lines(written)) + "\n"


def _lines(written: WrittenCase) -> Iterator[str]:
    case = written.case
    gathered = case.gathered
    yield f"# Case: {plain_text(str(gathered.subject))}"
    yield ""
    yield f"**{plain_text(answer_words(case))}**"
    yield ""
    yield (
        f"{case.calls} of its {case.items} items show anything; {case.seen} items of all products were looked at, "
        f"{gathered.since_utc[:16]} to {gathered.until_utc[:16]} UTC."
    )
    yield ""
    yield SCORES
    yield ""
    if written.explanation is not None:
        yield from _explanation(written)
    yield "## Hypotheses"
    yield ""
    for number, one in enumerate(shown(case), start=1):
        yield from _hypothesis(number, one, case)
    yield "## Facts"
    yield ""
    for fact in case.facts:
        yield from _fact(fact, written)
    missing = [*gathered.unread, *written.missing]
    if missing:
        yield "## Not looked at"
        yield ""
        yield from (f"- {plain_text(text)}" for text in missing)


def shown(case: Case) -> Sequence[Hypothesis]:
    """The hypotheses that are worth a reader's time."""
    return [one for one in case.hypotheses if one.explains > 0][:MOST_SHOWN]


def _explanation(written: WrittenCase) -> Iterator[str]:
    told = written.explanation
    yield "## Explanation"
    yield ""
    for line in explanation_words(written):
        yield plain_text(line)
        yield ""
    if told is not None and told.kept:
        yield from (f"- {plain_text(claim.text)} ({', '.join(claim.facts)})" for claim in told.kept)
        yield ""


def _hypothesis(number: int, one: Hypothesis, case: Case) -> Iterator[str]:
    about = f" — {one.about}" if one.about else ""
    yield f"### {number}. {plain_text(one.cause.title + about)}: {one.score:+.1f}"
    yield ""
    yield f"Prior {one.cause.prior:+.1f}. To be sure: {plain_text(one.cause.look_at)}."
    yield ""
    for called, weighed in (("for", one.supporting), ("against", one.opposing)):
        yield from (_weighed(called, entry, case) for entry in weighed)
    yield ""


def _weighed(called: str, weighed: Weighed, case: Case) -> str:
    fact = case.fact(weighed.fact_id)
    return f"- {called} {weighed.weight:+.1f}: {plain_text(fact.text if fact else '')} ({weighed.fact_id})"


def _fact(fact: Fact, written: WrittenCase) -> Iterator[str]:
    yield f"- **{fact.fact_id}** {plain_text(fact.text)}. Rests on {plain_text(rests_on(fact))}."
    for picture in written.pictures:
        if picture.fact_id == fact.fact_id:
            yield f"  ![{picture.record_id} {picture.stored}](pictures/{picture.name})"
