"""The alarm of a station that runs and does not judge: of the last items, how many got no decision, and why most?"""

import threading
from collections import Counter, deque

from inspector.domain.ledger import Delivery
from inspector.domain.reason import ReasonCode
from inspector.domain.share_watch import ShareRule, ShareWatch
from inspector.domain.verdict import Disposition, Verdict
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.share_alarm import ShareAlarm

# A person ordered it, or the station's state says it: such items tell nothing of how well it judges.
MEANT = frozenset({ReasonCode.BYPASS, ReasonCode.STATION_NOT_READY, ReasonCode.RESTARTED, ReasonCode.STOPPING})


class UndecidedRate:
    """Thread-safe."""

    def __init__(self, rule: ShareRule, alarms: AlarmBoard) -> None:
        self._rule = rule
        self._lock = threading.Lock()
        self._last: deque[ReasonCode | None] = deque(maxlen=rule.window)
        self._alarm = ShareAlarm("items-undecided", rule, alarms, self._in_words)

    def concluded(self, verdict: Verdict, delivery: Delivery, *, simulated: bool = False) -> None:
        """An item has its outcome. A verdict after the deadline is none for the line."""
        if verdict.why in MEANT or delivery is Delivery.WITHHELD or simulated:
            return
        why = None
        if verdict.disposition is Disposition.NO_DECISION:
            why = verdict.why
        elif delivery is Delivery.EXPIRED:
            why = ReasonCode.OUT_OF_TIME
        with self._lock:  # the reasons that are counted and those that are said are of the same items
            self._last.append(why)
            self._alarm.note(hit=why is not None)

    def _in_words(self, _detail: str, watch: ShareWatch) -> str:
        share, limit = f"{watch.hits / watch.items:.0%}", f"{self._rule.above:.0%}"
        said = f"{watch.hits} of the last {watch.items} items had no decision ({share}, limit {limit})"
        reasons = Counter(why.name for why in self._last if why is not None).most_common(2)
        return f"{said}: {', '.join(f'{name} {count}' for name, count in reasons)}" if reasons else said
