"""An alarm that stands while too large a share of the last items is of one kind."""

import threading
from collections.abc import Callable

from inspector.domain.share_watch import ShareRule, ShareWatch
from inspector.pipeline.alarm_board import AlarmBoard

# Said at the first, over when the last twenty were right: of what should never happen, every one counts.
AT_THE_FIRST = ShareRule(window=20, least=1, above=0.0, clear=0.0)
# As quick where everything fails from the start, and deaf to a single one among many.
AT_SEVERAL = ShareRule(window=20, least=3, above=0.1, clear=0.05, hits=3)


def counted(detail: str, watch: ShareWatch) -> str:
    """What the latest was, and how many there were."""
    return f"{detail} ({watch.hits} of the last {watch.items} items)".strip()


class ShareAlarm:
    """Thread-safe. Says something only when the share becomes too high, and when that is over."""

    def __init__(
        self, name: str, rule: ShareRule, alarms: AlarmBoard, in_words: Callable[[str, ShareWatch], str] = counted
    ) -> None:
        self._name = name
        self._alarms = alarms
        self._in_words = in_words
        self._lock = threading.Lock()
        self._watch = ShareWatch(rule)

    def note(self, *, hit: bool, detail: str = "") -> None:
        """One more item, of the kind or not; `detail` is what is particular about it."""
        with self._lock:  # what is counted and what is said of it belong together, whichever worker comes next
            was = self._watch.high
            if self._watch.note(hit) is not was:
                self._alarms.set(self._name, active=not was, detail=self._in_words(detail, self._watch))
