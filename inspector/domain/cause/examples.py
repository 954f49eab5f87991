"""Single items of a case, each a fact with its decision, what its checks read, and its pictures."""

from collections.abc import Sequence

from inspector.domain.cause.cause import Hypothesis
from inspector.domain.cause.fact import Notebook, Source, SourceKind
from inspector.domain.cause.gathered import Gathered, Observation, Trace
from inspector.domain.check import CheckOutcome

MOST_EXAMPLES = 6
_MOST_REASONS = 3
_TOLD = frozenset({CheckOutcome.FAILED, CheckOutcome.UNSURE})


def examples(gathered: Gathered, ranked: Sequence[Hypothesis], notebook: Notebook) -> None:
    """The newest calls that the first hypothesis explains, those with pictures before others; then other calls."""
    first = ranked[0].calls if ranked else ()
    explained = {seen.record_id for seen in first}
    others = [seen for seen in gathered.calls if seen.record_id not in explained]
    pictured = gathered.traces

    def newest(some: Sequence[Observation]) -> list[Observation]:
        return sorted(some, key=lambda seen: (seen.record_id in pictured, seen.number), reverse=True)

    for seen in (*newest(first), *newest(others))[:MOST_EXAMPLES]:
        trace = pictured.get(seen.record_id)
        notebook.note(_sentence(seen, trace), _sources(seen, trace))


def _sentence(seen: Observation, trace: Trace | None) -> str:
    said = "; ".join(
        f"{reason.code.name} {reason.score:.2f} {reason.detail}".strip() for reason in seen.reasons[:_MOST_REASONS]
    )
    text = f"item {seen.record_id} at {seen.seen_utc[:19]} UTC: {seen.disposition}, {said}"
    identity = seen.identity
    named = (("SKU", identity.sku), ("lot", identity.lot), ("vendor", identity.vendor), ("station", identity.upstream))
    known = [f"{name} {value}" for name, value in named if value]
    if known:
        text += f" ({', '.join(known)})"
    if trace is not None:
        read = [f"{name} {value}" for check in trace.checks for name, value in check.read if name not in PERSONAL]
        if read:
            text += f"; read: {', '.join(dict.fromkeys(read))}"
    if seen.review is not None:
        label = f" as {seen.review.label}" if seen.review.label else ""
        text += f"; a person answered {seen.review.answer}{label}"
    return text


PERSONAL = frozenset({"lpn", "serial"})  # lead to one parcel, and so to whom it is for


def _sources(seen: Observation, trace: Trace | None) -> list[Source]:
    found = [Source(kind=SourceKind.DECISION, name=seen.record_id)]
    if seen.review is not None:
        found.append(Source(kind=SourceKind.REVIEW, name=seen.review.review_id))
    if trace is not None:
        found += [
            Source(kind=SourceKind.CHECK, name=f"{seen.record_id}/{check.check}")
            for check in trace.checks
            if check.outcome in _TOLD or check.read
        ]
        found += [Source(kind=SourceKind.PICTURE, name=f"{seen.record_id}/{name}") for _, name in trace.pictures]
    return found
