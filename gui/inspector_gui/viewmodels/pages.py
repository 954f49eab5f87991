"""The window's pages, in the order of their keys."""

from enum import StrEnum


class Page(StrEnum):
    """F1 is the first."""

    LIVE = "live"
    QUEUE = "queue"
    ALARMS = "alarms"
    HOLDS = "holds"
    SHIFT = "shift"
    DIAGNOSTICS = "diagnostics"
    SETUP = "setup"
    TEACH = "teach"
