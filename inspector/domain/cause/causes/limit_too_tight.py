"""Nothing is wrong with the goods: the station calls what people find to be good."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

from inspector.domain.beta import share_interval
from inspector.domain.cause.cause import Cause, Looking, Weighed, capped
from inspector.domain.cause.fact import Source, SourceKind
from inspector.domain.cause.marks import SAME_SHARE
from inspector.domain.cause.sign import Sign
from inspector.domain.lot_group import Dimension
from inspector.domain.review import Answer

MOST_OVERRULED = 3.0
ONE_REASON = 0.5


def _overruled(looking: Looking) -> Iterator[Weighed]:
    """The odds of the answers of people about the subject, half an answer added to each side."""
    reviews = [seen.review for seen in looking.gathered.calls if seen.review is not None]
    clear = [review for review in reviews if review.answer in {Answer.CONFIRMED, Answer.OVERRULED}]
    if not clear:
        return
    wrong = sum(review.answer is Answer.OVERRULED for review in clear)
    low, high = share_interval(wrong, len(clear))
    text = f"people overruled {wrong} of {len(clear)} answered calls (95 % {low:.0%} to {high:.0%})"
    sources = [Source(kind=SourceKind.REVIEW, name=review.review_id) for review in clear]
    weight = math.log((wrong + 0.5) / (len(clear) - wrong + 0.5))
    yield looking.weigh(text, sources, capped(weight, MOST_OVERRULED))


def _one_reason(looking: Looking) -> Iterator[Weighed]:
    told = [seen.review for seen in looking.calls if seen.review is not None and seen.review.reason is not None]
    if len(told) < 3:
        return
    reason, count = Counter(review.reason for review in told).most_common(1)[0]
    if reason is not None and count >= SAME_SHARE * len(told):
        words = reason.lower().replace("_", " ")
        sources = [Source(kind=SourceKind.REVIEW, name=review.review_id) for review in told]
        yield looking.weigh(f"{count} of {len(told)} calls were overruled for one reason: {words}", sources, ONE_REASON)


CAUSE: Final = Cause(
    name="limit_too_tight",
    title="a limit is too tight: false alarms, the goods are fine",
    signs=frozenset({Sign.FALSE_ALARM}),
    loci=(Dimension.SKU, Dimension.HOUR, None),
    marks=(_overruled, _one_reason),
    look_at="teach the product anew, or calibrate its limit from these answers: `inspector calibrate --reviewed`",
)
