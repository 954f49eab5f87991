"""A case as plain JSON values."""

from typing import Any

from inspector.domain.cause.cause import Hypothesis, Weighed
from inspector.domain.cause.fact import Fact
from inspector.domain.cause.ranking import AHEAD, ENOUGH, Case

SCHEMA_VERSION = 1
_WEIGHTS = (
    "scores are sums of stated weights in nats of log-odds, not learnt from cases; rates are Bayes factors of the "
    "beta-binomial model"
)


def plain_case(case: Case) -> dict[str, Any]:
    """Everything but pixels."""
    gathered, subject = case.gathered, case.gathered.subject
    return {
        "schema_version": SCHEMA_VERSION,
        "subject": {"kind": subject.kind.value, "name": subject.name, "sku": subject.sku},
        "since_utc": gathered.since_utc,
        "until_utc": gathered.until_utc,
        "answer": case.answer.value,
        "items_of_span": case.seen,
        "items": case.items,
        "calls": case.calls,
        "hypotheses": [_hypothesis(one) for one in case.hypotheses],
        "facts": [_fact(fact) for fact in case.facts],
        "not_looked_at": list(gathered.unread),
        "scores": {"enough": ENOUGH, "ahead": AHEAD, "what_they_are": _WEIGHTS},
    }


def _hypothesis(one: Hypothesis) -> dict[str, Any]:
    return {
        "cause": one.cause.name,
        "title": one.cause.title,
        "about": one.about,
        "score": one.score,
        "prior": one.cause.prior,
        "explains": one.explains,
        "for": [_weight(weighed) for weighed in one.supporting],
        "against": [_weight(weighed) for weighed in one.opposing],
        "look_at": one.cause.look_at,
    }


def _weight(weighed: Weighed) -> dict[str, Any]:
    return {"fact": weighed.fact_id, "weight": weighed.weight}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.fact_id,
        "text": fact.text,
        "sources": [{"kind": source.kind.value, "name": source.name} for source in fact.sources],
    }
