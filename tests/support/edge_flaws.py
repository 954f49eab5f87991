"""How the edge stub can break the handshake's rules, and what it says when it does."""

from enum import Enum, auto

from inspector.domain.alarm import ALARMS, AlarmState
from inspector.wire.codec import encode
from inspector.wire.item import ItemDecision
from inspector.wire.line import AlarmMessage
from inspector.wire.stamp import Stamp


class Flaw(Enum):
    """How this edge breaks the rules."""

    STATUS_NOT_RETAINED = auto()
    NO_WILL = auto()
    STRANGE_STATE = auto()
    NO_INFO = auto()
    SLOW_HEARTBEAT = auto()
    STUCK_HEARTBEAT = auto()
    DEAF = auto()
    WRONG_TRACK = auto()
    KEEPS_OLD_EPOCH = auto()
    TRACK_ALONE_IS_KEY = auto()
    NO_WRAP = auto()
    NEW_ID_PER_COPY = auto()
    STUCK_ATTEMPT = auto()
    SENDS_ONCE = auto()
    RESENDS_SELDOM = auto()
    IGNORES_ACKS = auto()
    ONLY_ACCEPTED_ENDS = auto()
    ANY_ACK_ENDS = auto()
    ANSWERS_TWICE = auto()
    SENDS_AFTER_DEADLINE = auto()
    UNTIL_AFTER_COMMIT = auto()
    ANSWERS_THE_DEAD = auto()
    DECIDES_AFTER_CONFIRM = auto()
    IGNORES_PLC_SILENCE = auto()
    NEVER_SUSPENDS = auto()
    FROZEN_BEAT_IS_LIFE = auto()
    REROUTES = auto()
    SILENT_WITHOUT_FRAME = auto()
    PASSES_WITHOUT_FRAME = auto()
    CONFIRMS_ITSELF = auto()
    NO_INTERLOCK = auto()
    NEVER_SIMULATES = auto()
    LONG_PAYLOAD = auto()
    NESTED_PAYLOAD = auto()
    RETAINS_DECISIONS = auto()
    QOS_0 = auto()
    STUCK_SEQ = auto()
    DIES_OF_RUBBISH = auto()
    DIES_OF_CONFIRM = auto()
    DROPS_IN_BURST = auto()
    PLAIN_SUBTRACTION = auto()


def flawed_payload(decision: ItemDecision, flaws: frozenset[Flaw]) -> bytes:
    """The decision's bytes, as an edge with these flaws would write them."""
    payload = encode(decision)
    if Flaw.LONG_PAYLOAD in flaws:
        payload = payload[:-1] + b',"note":"' + b"x" * 400 + b'"}'
    if Flaw.NESTED_PAYLOAD in flaws:
        payload = payload[:-1] + b',"boxes":[[1,2,3,4]]}'
    if Flaw.STUCK_SEQ in flaws:
        payload = payload.replace(f'"seq":{decision.seq},'.encode(), b'"seq":7,')
    return payload


def raised(stamp: Stamp, name: str) -> AlarmMessage:
    """The message of an alarm that has just come up."""
    kind = ALARMS[name]
    header = stamp.header(f"alarm/{name}")
    return AlarmMessage(
        **header,
        id=kind.id,
        priority=kind.priority,
        state=AlarmState.UNACK_ACTIVE,
        cause=kind.cause,
        consequence=kind.consequence,
        action=kind.action,
        changed=header["ts"],
    )
