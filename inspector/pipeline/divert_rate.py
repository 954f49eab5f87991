"""The alarm of a line that isolates far more than usual: of the last items that were judged, how many did not pass?"""

from inspector.domain.ledger import Delivery
from inspector.domain.reason import ReasonCode
from inspector.domain.share_watch import ShareRule, ShareWatch
from inspector.domain.verdict import Disposition, Verdict
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.share_alarm import ShareAlarm

ISOLATED = frozenset({Disposition.DIVERT, Disposition.REVIEW})


class DivertRate:
    """Thread-safe."""

    def __init__(self, rule: ShareRule, alarms: AlarmBoard) -> None:
        self._rule = rule
        self._alarm = ShareAlarm("divert-rate", rule, alarms, self._in_words)

    def concluded(self, verdict: Verdict, delivery: Delivery, *, simulated: bool = False) -> None:
        """An item has its outcome.

        What was not judged, bypassed, withheld (maintenance) or simulated says nothing of the line.
        """
        judged = verdict.disposition is not Disposition.NO_DECISION and verdict.why is not ReasonCode.BYPASS
        if judged and delivery is not Delivery.WITHHELD and not simulated:
            self._alarm.note(hit=verdict.disposition in ISOLATED)

    def _in_words(self, _detail: str, watch: ShareWatch) -> str:
        share, limit = f"{watch.hits / watch.items:.0%}", f"{self._rule.above:.0%}"
        return f"{watch.hits} of the last {watch.items} judged items were isolated ({share}, limit {limit})"
