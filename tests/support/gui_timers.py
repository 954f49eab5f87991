"""Which of Qt's timers run: Qt lists only those of a known parent."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

import pytest
from PySide6.QtCore import QTimer
from shiboken6 import isValid

_started: WeakKeyDictionary[QTimer, str] = WeakKeyDictionary()


@contextmanager
def timers_are_known() -> Iterator[None]:
    """Inside it every start of a timer is written down, with the function that started it."""
    really = QTimer.start

    def start(timer: QTimer, *interval: int) -> None:
        _started[timer] = sys._getframe(1).f_code.co_qualname
        really(timer, *interval)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QTimer, "start", start)
        yield


def running_timers() -> list[str]:
    """Who started those that run now."""
    return [who for timer, who in _started.items() if isValid(timer) and timer.isActive()]


def forget_timers() -> None:
    """One that a test left running is that test's fault, and no later one's."""
    _started.clear()
