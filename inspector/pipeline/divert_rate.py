"""The alarm of a line that isolates far more than usual: of the last items that were judged, how many did not pass?"""

import threading

from inspector.domain.ledger import Delivery
from inspector.domain.reason import ReasonCode
from inspector.domain.share_watch import ShareRule, ShareWatch
from inspector.domain.verdict import Disposition, Verdict
from inspector.pipeline.alarm_board import AlarmBoard

ISOLATED = frozenset({Disposition.DIVERT, Disposition.REVIEW})


class DivertRate:
    """Thread-safe. Says something only when the share becomes too high, and when that is over."""

    def __init__(self, rule: ShareRule, alarms: AlarmBoard) -> None:
        self._rule = rule
        self._alarms = alarms
        self._lock = threading.Lock()
        self._watch = ShareWatch(rule)

    def concluded(self, verdict: Verdict, delivery: Delivery) -> None:
        """An item has its outcome. What was not judged, bypassed or withheld (maintenance) says nothing of the line."""
        judged = verdict.disposition is not Disposition.NO_DECISION and verdict.why is not ReasonCode.BYPASS
        if not judged or delivery is Delivery.WITHHELD:
            return
        with self._lock:  # what is counted and what is said of it belong together, whichever worker comes next
            was = self._watch.high
            if self._watch.note(verdict.disposition in ISOLATED) is not was:
                self._alarms.set("divert-rate", active=not was, detail=self._in_words())

    def _in_words(self) -> str:
        hits, items = self._watch.hits, self._watch.items
        share, limit = f"{hits / items:.0%}", f"{self._rule.above:.0%}"
        return f"{hits} of the last {items} judged items were isolated ({share}, limit {limit})"
