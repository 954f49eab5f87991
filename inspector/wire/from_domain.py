"""Domain values that the edge sends, as messages. What a value can not be as a message ends in `BadMessage`.

Sentences are cut to what their message has room for: a long detail must not keep an alarm from being told.
"""

from collections.abc import Mapping
from datetime import datetime

from inspector.domain.alarm import Alarm
from inspector.domain.decision import Decision
from inspector.domain.station import Response, StationInfo, StationState
from inspector.domain.utc import iso_ms
from inspector.wire.item import ItemDecision
from inspector.wire.line import AlarmMessage, Info, Metrics, ResponseMessage, State
from inspector.wire.speaking import speaking_of
from inspector.wire.stamp import Header

MAX_DETAIL = 300
MAX_REASONS = 8
MAX_REASON = 120


def decision_message(
    decision: Decision, *, attempt: int, until: datetime, header: Header, left_ms: int | None = None
) -> ItemDecision:
    """`until` is about when the deadline is, in UTC: for people, the PLC goes by `until_enc`.

    `left_ms` is the time until then, for a line on which nobody counts the belt.
    """
    with speaking_of(f"decision {decision.decision_id}"):
        return ItemDecision(
            **header,
            epoch=decision.key.epoch,
            track=decision.key.track,
            did=decision.decision_id,
            att=attempt,
            disp=decision.disposition,
            lane=decision.lane,
            why=decision.why,
            score=round(decision.score, 4),
            until_enc=decision.until_encoder,
            until_ts=iso_ms(until),
            left_ms=left_ms,
            sim=decision.simulated,
            rid=decision.record_id,
        )


def state_message(state: StationState, *, header: Header) -> State:
    """The PackML state and mode."""
    with speaking_of("the state"):
        return State(
            **header,
            pack=state.pack.name,
            pack_code=int(state.pack),
            mode=state.mode,
            reasons=[_cut(reason, MAX_REASON) for reason in state.reasons[:MAX_REASONS]],
            recipe=_cut(state.recipe, 64),
        )


def info_message(info: StationInfo, *, header: Header) -> Info:
    """The fact sheet."""
    with speaking_of("the fact sheet"):
        return Info(
            **header,
            versions=dict(info.versions),
            model_hashes=dict(info.model_hashes),
            cameras=list(info.cameras),
            lanes=dict(info.lanes),
            limits=dict(info.limits),
            http=info.http,
        )


def alarm_message(alarm: Alarm, *, header: Header) -> AlarmMessage:
    """One alarm."""
    with speaking_of(f"alarm {alarm.kind.id}"):
        return AlarmMessage(
            **header,
            id=alarm.kind.id,
            priority=alarm.kind.priority,
            state=alarm.state,
            cause=alarm.kind.cause,
            consequence=alarm.kind.consequence,
            action=alarm.kind.action,
            detail=_cut(alarm.detail, MAX_DETAIL),
            changed=iso_ms(datetime.fromisoformat(alarm.changed_at)),
            operator=alarm.operator,
            reason=alarm.reason,
            until=alarm.until or None,
        )


def response_message(response: Response, *, header: Header) -> ResponseMessage:
    """The answer to a command."""
    with speaking_of(f"the response to {response.command.name}"):
        return ResponseMessage.model_validate(
            {
                **header,
                "name": response.command.name,
                "req_id": response.command.request_id,
                "ok": response.ok,
                "detail": _cut(response.detail, MAX_DETAIL),
                "data": dict(response.data),
            }
        )


def metrics_message(values: Mapping[str, float], *, header: Header) -> Metrics:
    """Figures by name, to four decimals."""
    with speaking_of("the metrics"):
        return Metrics(**header, values={name: round(float(value), 4) for name, value in values.items()})


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
