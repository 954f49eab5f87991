"""Judging that fails: the alarm at the first item, and a station that is not ready when it fails again and again."""

import threading

from inspector.domain.reason import ReasonCode
from inspector.domain.verdict import Verdict
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.health import Health
from inspector.pipeline.share_alarm import AT_THE_FIRST, ShareAlarm

FAILED = frozenset({ReasonCode.MODEL_ERROR, ReasonCode.CHECK_ERROR})
IN_A_ROW = 3  # items on which a model failed: no accident of one picture any more
LAPSE_S = 10  # without an item that a model looked at, after which the station offers itself again
NS_PER_S = 1_000_000_000


class Failing:
    """Thread-safe."""

    def __init__(self, alarms: AlarmBoard, health: Health) -> None:
        self._alarm = ShareAlarm("model-failed", AT_THE_FIRST, alarms)
        self._health = health
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._last_ns = 0

    def judged(self, verdict: Verdict, *, seen: bool, now_ns: int) -> None:
        """An item has its verdict; its reasons say what failed. `seen`: it had a picture that a model could look at.

        An item without one says nothing of the models: neither that they fail, nor that they work.
        """
        failed = [reason for reason in verdict.reasons if reason.code in FAILED]
        if not failed and not seen:
            return
        self._alarm.note(hit=bool(failed), detail="; ".join(f"{r.code.name}: {r.detail}" for r in failed)[:180])
        broken = [reason.detail for reason in failed if reason.code is ReasonCode.MODEL_ERROR]
        if not broken and not seen:
            return  # a check failed, which needs no picture
        with self._lock:
            self._last_ns = now_ns
            self._in_a_row = self._in_a_row + 1 if broken else 0
            if not broken:
                self._health.set("model", "")
            elif self._in_a_row >= IN_A_ROW:
                self._health.set("model", f"failed on {self._in_a_row} items in a row: {broken[0]}"[:200])

    def tick(self, now_ns: int) -> None:
        """A controller that sends nothing to a station that is not ready would wait for ever: the next item may try."""
        with self._lock:
            if self._in_a_row >= IN_A_ROW and now_ns - self._last_ns >= LAPSE_S * NS_PER_S:
                self._in_a_row = IN_A_ROW - 1
                self._health.set("model", "")
