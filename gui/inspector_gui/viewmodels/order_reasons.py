"""The reasons that can be pressed instead of typed. They travel as these sentences; the window translates them."""

from enum import StrEnum


class HoldReason(StrEnum):
    """Why a person holds the station."""

    CLEANING = "A lens or a light is cleaned"
    REPAIR = "Something is repaired"
    DOUBT = "Its decisions look wrong"
    BELT = "The belt is jammed or stands"


class ModeReason(StrEnum):
    """Why items should go on without its decision."""

    REPAIR = "The station is repaired"
    TRIAL = "Trial run or setting up"
    FAILED = "It judges wrongly or not at all"
    ORDERED = "Ordered by the shift lead"
