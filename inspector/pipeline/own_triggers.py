"""Triggers of the station's own, for a line without `item/arrived`: one for each item that a photo-eye camera sees.

Keys and belt counts are the station's: `epoch` is the second in which it started, `track` counts from 1, and a "count"
is a millisecond of its clock. No controller's count or epoch is ever mixed with them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from inspector.domain.encoder import wrap
from inspector.domain.frame import Frame
from inspector.domain.item import MAX_TRACK, ItemKey, Trigger

MS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTriggerRule:
    """`camera` is the one whose frames are triggers; each must be decided `decide_ms` after it was taken.

    `acknowledged`: somebody answers decisions; else each is sent once and needs no answer.
    """

    camera: str
    decide_ms: float
    acknowledged: bool


class OwnTriggers:
    """`frame` is called from the trigger camera's thread only; `position` from any."""

    def __init__(
        self, rule: OwnTriggerRule, *, epoch: int, now_ns: int, open_trigger: Callable[[Trigger], None]
    ) -> None:
        self._rule = rule
        self._epoch = epoch
        self._began_ns = now_ns
        self._open = open_trigger
        self._track = 0

    def position(self, at_ns: int) -> int:
        """Milliseconds since the epoch began, as a 32-bit count."""
        return wrap((at_ns - self._began_ns) // MS)

    def frame(self, frame: Frame) -> Frame:
        """Open a trigger for a frame of the trigger camera; the frame comes back with the item's key.

        Frames of other cameras come back as they are. The trigger is durable, or owed to the ledger, when it returns;
        a frame whose trigger is owed comes back with a key that waits for no frame.
        """
        if frame.camera != self._rule.camera:
            return frame
        self._track = self._track % MAX_TRACK + 1
        taken = frame.captured_at_ns
        trigger = Trigger(
            key=ItemKey(self._epoch, self._track),
            encoder=self.position(taken),
            until_encoder=self.position(taken + round(self._rule.decide_ms * MS)),
            deadline_ns=taken + round(self._rule.decide_ms * MS),
            triggered_at_ns=taken,
        )
        self._open(trigger)
        return replace(frame, key=trigger.key)


def next_epoch(now_s: int, last: int | None) -> int:
    """An epoch that no item of the ledger has, even if the clock was set back: `last` is the newest item's.

    >>> next_epoch(100, None), next_epoch(100, 100), next_epoch(100, 7)
    (100, 101, 100)
    """
    now = now_s % 2**32
    if last is not None and 0 <= (last - now) % 2**32 < 2**31:
        return (last + 1) % 2**32
    return now
