"""Alarms after ISA-18.2: each says its cause, its consequence and what to do; no action means it is no alarm."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

LONGEST_SHELF_MIN = 480  # one shift


class AlarmPriority(IntEnum):
    """P1 is the most urgent."""

    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4


class AlarmState(StrEnum):
    """ISA-18.2 states; shelving is the operator's, suppression the designer's."""

    NORMAL = "NORMAL"
    UNACK_ACTIVE = "UNACK_ACTIVE"
    ACK_ACTIVE = "ACK_ACTIVE"
    RTN_UNACK = "RTN_UNACK"
    SHELVED = "SHELVED"
    SUPPRESSED = "SUPPRESSED"
    OUT_OF_SERVICE = "OUT_OF_SERVICE"


class ShelveReason(StrEnum):
    """Why a person puts an alarm aside for a while."""

    BEING_REPAIRED = "BEING_REPAIRED"
    MAINTENANCE = "MAINTENANCE"
    FALSE_ALARM = "FALSE_ALARM"
    COMES_AND_GOES = "COMES_AND_GOES"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmKind:
    """What can go wrong and what a person does about it."""

    id: str
    priority: AlarmPriority
    cause: str
    consequence: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alarm now. `detail` has the particulars, `changed_at` is UTC ISO time for people.

    `operator` did the last thing that a person did to it; `reason` and `until` (UTC) are those of a shelved one.
    """

    kind: AlarmKind
    state: AlarmState
    detail: str
    changed_at: str
    operator: str = ""
    reason: str = ""
    until: str = ""

    @property
    def active(self) -> bool:
        """The condition holds now."""
        return self.state in {AlarmState.UNACK_ACTIVE, AlarmState.ACK_ACTIVE}


def raised(state: AlarmState) -> AlarmState:
    """The state after the condition became true."""
    if state in {AlarmState.SHELVED, AlarmState.SUPPRESSED, AlarmState.OUT_OF_SERVICE, AlarmState.ACK_ACTIVE}:
        return state
    return AlarmState.UNACK_ACTIVE


def cleared(state: AlarmState) -> AlarmState:
    """The state after the condition became false."""
    if state is AlarmState.UNACK_ACTIVE:
        return AlarmState.RTN_UNACK
    return AlarmState.NORMAL if state is AlarmState.ACK_ACTIVE else state


def acknowledged(state: AlarmState) -> AlarmState:
    """The state after a person acknowledged."""
    if state is AlarmState.UNACK_ACTIVE:
        return AlarmState.ACK_ACTIVE
    return AlarmState.NORMAL if state is AlarmState.RTN_UNACK else state


def unshelved(*, active: bool) -> AlarmState:
    """The state after the shelf: what still holds is new to whoever looks."""
    return AlarmState.UNACK_ACTIVE if active else AlarmState.NORMAL


ALARMS: dict[str, AlarmKind] = {
    kind.id: kind
    for kind in (
        AlarmKind(
            id="plc-heartbeat-lost",
            priority=AlarmPriority.P1,
            cause="No heartbeat from the conveyor controller for three periods.",
            consequence="No decisions are sent; every item takes the default lane.",
            action="Check the controller's state and the network to the broker.",
        ),
        AlarmKind(
            id="camera-lost",
            priority=AlarmPriority.P1,
            cause="A camera can not be opened or stopped delivering frames.",
            consequence="Items are answered NO_DECISION and take the safe lane.",
            action="Check the camera's cable and power; it reconnects by itself.",
        ),
        AlarmKind(
            id="model-failed",
            priority=AlarmPriority.P1,
            cause="A model raised an error while judging.",
            consequence="Items are answered NO_DECISION and take the safe lane.",
            action="Run 'inspector doctor' and 'inspector models verify'; roll back to the previous bundle.",
        ),
        AlarmKind(
            id="broker-lost",
            priority=AlarmPriority.P1,
            cause="The message broker does not answer.",
            consequence="No decisions reach the conveyor; every item takes the default lane.",
            action="Check the broker service and the network; the daemon reconnects by itself.",
        ),
        AlarmKind(
            id="epoch-reused",
            priority=AlarmPriority.P1,
            cause="The conveyor controller gives items an epoch and track number that other items had before.",
            consequence="Those items get no decision and take the default lane.",
            action="Reset the controller's tracking so that it takes a new epoch; keep the epoch over power loss.",
        ),
        AlarmKind(
            id="decisions-late",
            priority=AlarmPriority.P2,
            cause="More than the allowed share of decisions missed their deadline.",
            consequence="Those items took the default lane.",
            action="Look at the stage latencies; lower the belt speed or the model size.",
        ),
        AlarmKind(
            id="items-defaulted",
            priority=AlarmPriority.P2,
            cause="Several items in a row were routed by the controller's default.",
            consequence="The review lane fills with items that nobody judged.",
            action="Check the cameras' pictures and the link to the controller.",
        ),
        AlarmKind(
            id="items-undecided",
            priority=AlarmPriority.P2,
            cause="Many of the last items got no decision although the station runs.",
            consequence="Nobody judged those items; they took the safe lane or the default lane.",
            action="The detail says why: no pictures, check the cameras; too late or too many, slow the belt.",
        ),
        AlarmKind(
            id="counter-slip",
            priority=AlarmPriority.P2,
            cause="A camera's count of items and the conveyor's do not agree: one is too many or too few.",
            consequence="Items are NO_DECISION until two in a row agree again.",
            action="If it comes back, check trigger cable, debouncing and photo-eye, then trigger.window_ms.",
        ),
        AlarmKind(
            id="divert-rate",
            priority=AlarmPriority.P2,
            cause="Far more items than usual are diverted.",
            consequence="The isolation lane may fill up.",
            action="Look at the last pictures: a dirty lens or changed light first, a bad lot second.",
        ),
        AlarmKind(
            id="group-held",
            priority=AlarmPriority.P3,
            cause="A group of similar items has one finding far more often than usual.",
            consequence="The group is held until a person releases it.",
            action="Look for what its isolated items have in common; release it when the cause is gone.",
        ),
        AlarmKind(
            id="image-quality",
            priority=AlarmPriority.P3,
            cause="Frames are blank, frozen, blurred or badly exposed.",
            consequence="Items are answered NO_DECISION.",
            action="Clean the lens, check the light and the focus.",
        ),
        AlarmKind(
            id="evidence-degraded",
            priority=AlarmPriority.P3,
            cause="Pictures can not be stored: the disk or the quota is full.",
            consequence="Decisions go on; their pictures are not kept.",
            action="Free disk space or raise the quota.",
        ),
        AlarmKind(
            id="wms-lagging",
            priority=AlarmPriority.P3,
            cause="The warehouse's system does not take what it is told.",
            consequence="Decisions go on; dispositions and holds wait to be told.",
            action="The detail says why: mend [wms] or the other side; it catches up by itself.",
        ),
        AlarmKind(
            id="clock-jump",
            priority=AlarmPriority.P3,
            cause="The wall clock stands far ahead of what has passed since it was last believed.",
            consequence="Decisions go on; nothing is deleted for its age.",
            action="Set the clock right; one that is right is believed after clock_settle_h hours.",
        ),
        AlarmKind(
            id="ledger-failed",
            priority=AlarmPriority.P1,
            cause="The ledger can not be written.",
            consequence="Nothing is decided: a decision must be durable before it is sent.",
            action="Check the disk of the data directory.",
        ),
        AlarmKind(
            id="id-conflict",
            priority=AlarmPriority.P1,
            cause="Another process uses this station's MQTT client id.",
            consequence="The two push each other off the broker; decisions may be missed.",
            action="Stop the other daemon or give it its own station name.",
        ),
        AlarmKind(
            id="bundles-taken-back",
            priority=AlarmPriority.P2,
            cause="The station could not start with the model bundles that were activated.",
            consequence="The bundles before them judge.",
            action="Look at the bundle, then activate it again or another one on the page Setup.",
        ),
    )
}
