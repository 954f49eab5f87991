"""What a run of the demo or of a rehearsal came to, for tests."""

from dataclasses import replace
from typing import Any

from inspector.app.demo.summary import Latency, Summary
from inspector.app.demo.truth import Confusion

THREE_PASSED = Summary(
    triggers=3,
    outcomes={"PASS": 3},
    open=0,
    lost=0,
    doubled=0,
    late=0,
    defaulted=0,
    trigger_to_decision_ms=Latency(p50=1, p99=2),
    decision_to_ack_ms=Latency(p50=None, p99=None),
    truth=Confusion(damaged=0, damaged_diverted=0, intact=0, intact_diverted=0, by_class={}),
    seconds=1,
    first_decision_s=None,
    versions={},
)


def sound_summary(**changes: Any) -> Summary:
    """Three items that passed, of which no truth is known, but for what is said."""
    return replace(THREE_PASSED, **changes)
