"""A vendor whose labels can not be read, on a rendered line: held, over a restart, until a person lets it go."""

from pathlib import Path
from typing import Any

from inspector.app.replay_item import replay_item
from inspector.config.load import parse_config
from inspector.domain.item import Identity
from inspector.domain.verdict import Disposition
from inspector.pipeline.hold_commands import HoldCommands
from inspector.wire.header import Message
from inspector.wire.hold import HoldMessage
from inspector.wire.line import AlarmMessage, CommandMessage, ResponseMessage
from inspector.wire.topics import Address
from tests.support.bus_ends import MqttEnd, Seen
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import content, line

UNREADABLE = [{"name": "expiry", "kind": "expiry", "required": True, "min_days": 36500}]
EAGER = {"dimensions": ["vendor"], "items_per_week": 100, "false_holds_per_week": 1000}
ADDRESS = Address(site="t", line="l1", station="st01")


def command(name: str, /, **arguments: str) -> Message:
    return CommandMessage(
        seq=0, boot=1, ts="2030-01-01T00:00:00.000Z", station="st01", name=name, req_id="q-1", args=dict(arguments)
    )


def holds(end: MqttEnd) -> list[Seen]:
    return [seen for seen in end.seen if seen.suffix.startswith("hold/")]


def test_a_bad_vendor_is_held_over_a_restart_until_it_is_released(tmp_path: Path, mosquitto: Mosquitto) -> None:
    end = MqttEnd(ADDRESS, host=mosquitto.host, port=mosquitto.port)
    bad = {"identity": lambda index: Identity(sku=f"SKU-{index}", lpn=f"LPN-{index}", vendor="V-bad")}
    with line(tmp_path, mosquitto, 5, plc=bad, checks=UNREADABLE, lots=EAGER) as running:
        report = running.finish()
        isolated = sum(item.disposition in {Disposition.DIVERT, Disposition.REVIEW} for item in report.items)
        assert isolated >= 3, f"the labels were not looked at: {report.items}"
        (held, *_) = _wait_for_holds(end)
    message = held.message
    assert isinstance(message, HoldMessage)
    assert (message.dimension, message.name, message.by, message.action) == ("vendor", "V-bad", "station", "REVIEW")
    assert message.calls is not None
    assert message.items is not None
    assert 3 <= message.calls <= message.items <= 5
    alarm = end.wait_until("alarm/group-held", lambda found: bool(found and found[-1].payload))[-1].message
    assert isinstance(alarm, AlarmMessage)
    assert "vendor V-bad" in alarm.detail

    late = MqttEnd(ADDRESS, host=mosquitto.host, port=mosquitto.port)
    assert late.wait(held.suffix).retained, "who comes later is told"
    nothing_seen: dict[str, Any] = {"lots": {**EAGER, "min_calls": 1000}}
    with line(tmp_path, mosquitto, 3, plc=bad, **nothing_seen) as running:
        report = running.finish()
        assert [item.disposition for item in report.items] == [Disposition.REVIEW] * 3
        row = running.daemon.parts.ledger.recent(1)[0]
        assert row.verdict is not None
        assert row.verdict.why.name == "GROUP_HELD"
        assert "vendor V-bad is held" in row.verdict.reasons[0].detail
        for seen in _standing(late):
            late.publish(
                "cmd/hold.release", command("hold.release", hold_id=seen.suffix[5:], operator="Ana", reason="ok")
            )
            late.wait_until(seen.suffix, lambda found: found[-1].payload == b"")
        answer = late.wait("rsp/hold.release").message
        assert isinstance(answer, ResponseMessage)
        assert answer.ok
        late.wait_until("alarm/group-held", lambda found: _state(found[-1]) == "RTN_UNACK")
    with line(tmp_path, mosquitto, 2, plc=bad, **nothing_seen) as running:
        report = running.finish()
        assert [item.disposition for item in report.items] == [Disposition.PASS] * 2
        assert running.daemon.station.holds.standing() == ()
    end.close()
    late.close()


def _wait_for_holds(end: MqttEnd) -> list[Seen]:
    with end._changed:
        assert end._changed.wait_for(lambda: bool(holds(end)), 30), "no hold was raised"
    return holds(end)


def _state(seen: Seen) -> str:
    return seen.message.state if isinstance(seen.message, AlarmMessage) else ""


def _standing(end: MqttEnd) -> list[Seen]:
    newest = {seen.suffix: seen for seen in holds(end)}
    return [seen for seen in newest.values() if seen.payload]


def test_a_replayed_item_of_a_held_group_is_the_same_item(tmp_path: Path, mosquitto: Mosquitto) -> None:
    """What a hold did to a verdict is the line's doing: the models made the same decision then and now."""
    bad = {"identity": lambda index: Identity(sku=f"SKU-{index}", vendor="V-bad")}

    def hold(daemon: Any) -> None:
        raise_hold = HoldCommands(daemon.station.lots, daemon.station.holds).actions()["hold.raise"]
        raise_hold({"dimension": "vendor", "name": "V-bad", "operator": "Ana", "reason": "wet"})

    with line(tmp_path, mosquitto, 1, plc=bad, before=hold) as running:
        report = running.finish()
        assert [item.disposition for item in report.items] == [Disposition.REVIEW]
        running.daemon.station.fanout.stop()
        assert running.daemon.station._fanout_stage.join(30)
        (rid,) = running.daemon.parts.evidence.recent(1)
    result = replay_item(parse_config(content(tmp_path, mosquitto), subject="again"), rid)
    assert result is not None
    assert result.differences == ()
