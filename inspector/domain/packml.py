"""PackML states and modes (ISA-TR88.00.02-2022) with their meaning for this station."""

from enum import IntEnum, StrEnum


class PackState(IntEnum):
    """EXECUTE: deciding. SUSPENDED: a neighbour is not ready. HELD: cause inside. ABORTED: model or camera failed."""

    CLEARING = 1
    STOPPED = 2
    STARTING = 3
    IDLE = 4
    SUSPENDED = 5
    EXECUTE = 6
    STOPPING = 7
    ABORTING = 8
    ABORTED = 9
    HOLDING = 10
    HELD = 11
    UNHOLDING = 12
    SUSPENDING = 13
    UNSUSPENDING = 14
    RESETTING = 15
    COMPLETING = 16
    COMPLETE = 17


class PackMode(StrEnum):
    """PRODUCTION: decisions are sent. MAINTENANCE: logged, not sent. MANUAL: the configured bypass is sent."""

    PRODUCTION = "PRODUCTION"
    MAINTENANCE = "MAINTENANCE"
    MANUAL = "MANUAL"
