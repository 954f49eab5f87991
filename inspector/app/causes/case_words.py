"""The sentences of a case that all its forms share."""

from inspector.app.causes.written_case import WrittenCase
from inspector.domain.cause.ranking import AHEAD, ENOUGH, Answer, Case

SCORES = (
    f"A score is the natural logarithm of odds: 0 is even, {ENOUGH:g} is 20 to 1. It is a sum of stated weights "
    f"that were not learnt from cases. A cause is named from {ENOUGH:g} on, where it is {AHEAD:g} ahead of the next."
)


def answer_words(case: Case) -> str:
    """The answer in one sentence."""
    first = case.hypotheses[0] if case.hypotheses else None
    if case.answer is Answer.NOTHING_SHOWN or first is None:
        return f"Nothing was found on any of its {case.items} items: there is nothing to explain."
    about = f" ({first.about})" if first.about else ""
    if case.answer is Answer.FOUND:
        return f"Likeliest: {first.cause.title}{about}, score {first.score:+.1f}."
    if case.answer is Answer.UNDECIDED:
        second = case.hypotheses[1]
        other = f" ({second.about})" if second.about else ""
        return f"Undecided between: {first.cause.title}{about}, and: {second.cause.title}{other}."
    if first.explains == 0:
        return "Not enough evidence: no known cause shows what these items show."
    return f"Not enough evidence. Nearest: {first.cause.title}{about}, score {first.score:+.1f}."


def explanation_words(written: WrittenCase) -> list[str]:
    """What stands above a model's sentences; empty where none was asked."""
    told = written.explanation
    if told is None:
        return []
    if told.failed:
        return [f"No explanation by {told.model}: {told.failed}"]
    total = len(told.kept) + len(told.struck)
    rate = told.hallucination_rate
    share = "" if rate is None else f", hallucination rate {rate:.0%}"
    said = f"Written by {told.model}. {len(told.struck)} of {total} claims were struck because no fact says so{share}."
    held = "What stands was held against the numbers, names, dates and classes of the facts that it names"
    return [f"{said} {held}, not against their sense."]
