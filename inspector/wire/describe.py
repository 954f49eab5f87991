"""One readable line per message, for people who watch the bus."""

from collections.abc import Callable
from typing import Any

from inspector.domain.errors import BadMessage
from inspector.domain.reason import ReasonCode
from inspector.wire.codec import decode
from inspector.wire.header import Message
from inspector.wire.hold import HoldMessage
from inspector.wire.item import ItemAck, ItemArrived, ItemConfirm, ItemDecision
from inspector.wire.line import (
    AlarmMessage,
    CommandMessage,
    HbEdge,
    HbPlc,
    Info,
    Metrics,
    ResponseMessage,
    State,
    Status,
)
from inspector.wire.result import Result


def describe(suffix: str, payload: bytes) -> str:
    """What a message says; never raises. An empty payload clears what was retained on the topic.

    Whoever may publish chooses the text, so control characters (line ends, a terminal's escapes) are replaced.
    """
    text = f"{suffix}: {_sentence(suffix, payload)}"
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def _sentence(suffix: str, payload: bytes) -> str:
    if not payload:
        return "cleared"
    try:
        message = decode(suffix, payload)
    except BadMessage as error:
        start = payload[:60].decode("utf-8", "backslashreplace")
        return f"NOT VALID: {error} | {start}{'…' if len(payload) > 60 else ''}"
    return _SENTENCES[type(message)](message)


def _arrived(m: ItemArrived) -> str:
    speed = f", {m.enc_hz:g} counts/s" if m.enc_hz is not None else ""
    known = "".join(
        f", {name} {value}"
        for name, value in (
            ("SKU", m.sku),
            ("material", m.material),
            ("LPN", m.lpn),
            ("lot", m.lot),
            ("vendor", m.vendor),
            ("from", m.upstream),
        )
        if value is not None
    )
    return f"{_item(m)} at {m.enc}, commits at {m.commit_enc}{speed}{known}{_simulated(m.sim)}"


def _decision(m: ItemDecision) -> str:
    score = f", score {m.score:.3f}" if m.score is not None else ""
    return (
        f"{_item(m)} → {m.disp} to lane {m.lane}, because {_reason(m.why)}{score}, "
        f"until {m.until_enc} (decision {m.did}, attempt {m.att}){_simulated(m.sim)}"
    )


def _ack(m: ItemAck) -> str:
    return f"{_item(m)} {m.status} (decision {m.did}, attempt {m.att})"


def _confirm(m: ItemConfirm) -> str:
    return f"{_item(m)} {m.result}, lane {m.lane_actual} ({f'decision {m.did}' if m.did else 'no decision'})"


def _edge_beat(m: HbEdge) -> str:
    return f"beat {m.n}, {'ready' if m.ready else 'not ready'}"


def _plc_beat(m: HbPlc) -> str:
    return f"beat {m.n}, epoch {m.epoch}, encoder {m.enc} at {m.enc_hz:g} counts/s{_simulated(m.sim)}"


def _status(m: Status) -> str:
    return f"{m.state} (boot {m.boot})"


def _state(m: State) -> str:
    because = f" because {'; '.join(m.reasons)}" if m.reasons else ""
    return f"{m.pack} in {m.mode}{because}, recipe {m.recipe or '-'}"


def _info(m: Info) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in sorted(m.versions.items()))
    return f"{versions}; cameras {', '.join(m.cameras) or 'none'}"


def _alarm(m: AlarmMessage) -> str:
    detail = f" ({m.detail})" if m.detail else ""
    return f"P{int(m.priority)} {m.state}: {m.cause}{detail} → {m.action}"


def _hold(m: HoldMessage) -> str:
    return f"{m.dimension} {m.name} held ({m.action}) by {m.by}: {m.why}"


def _command(m: CommandMessage) -> str:
    arguments = ", ".join(f"{name}={value}" for name, value in sorted(m.args.items()))
    return f"{m.name}({arguments}) as {m.req_id}"


def _response(m: ResponseMessage) -> str:
    return f"{m.name} {'done' if m.ok else 'FAILED'} for {m.req_id}{f': {m.detail}' if m.detail else ''}"


def _result(m: Result) -> str:
    reasons = ", ".join(f"{reason.name} {reason.score:.2f}" for reason in m.reasons[:3])
    took = m.timings_ms.get("decided_ms")
    return f"{_item(m)} {m.disp} {m.score:.3f}: {reasons}{f' in {took:.0f} ms' if took is not None else ''} ({m.rid})"


def _metrics(m: Metrics) -> str:
    return ", ".join(f"{name}={_figure(value)}" for name, value in m.values.items())


def _figure(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.4g}"


def _item(m: ItemArrived | ItemDecision | ItemAck | ItemConfirm | Result) -> str:
    return f"item {m.epoch}/{m.track}"


def _simulated(flag: bool) -> str:
    return " [simulated]" if flag else ""


def _reason(why: int) -> str:
    known = {int(code): code.name for code in ReasonCode}
    return f"{why} {known[why]}" if why in known else str(why)


_SENTENCES: dict[type[Message], Callable[[Any], str]] = {
    ItemArrived: _arrived,
    ItemDecision: _decision,
    ItemAck: _ack,
    ItemConfirm: _confirm,
    HbEdge: _edge_beat,
    HbPlc: _plc_beat,
    Status: _status,
    State: _state,
    Info: _info,
    AlarmMessage: _alarm,
    HoldMessage: _hold,
    CommandMessage: _command,
    ResponseMessage: _response,
    Result: _result,
    Metrics: _metrics,
}
