"""A station that runs and judges nothing says so over the bus, and says when it is over."""

import threading
from pathlib import Path
from typing import Any

from inspector.app.daemon import Daemon
from inspector.domain.packml import PackState
from inspector.domain.reason import ReasonCode
from inspector.domain.verdict import Disposition
from inspector.wire.line import AlarmMessage
from inspector.wire.topics import Address
from tests.support.bus_ends import MqttEnd, Seen
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line

ITEMS = 14
TOPIC = "alarm/items-undecided"
WAITS = {"frame_wait_ms": 2000, "margin_ms": 100, "guard_ms": 200, "stuck_s": 120}
ALARMS = {"undecided_window": 4, "undecided_least": 3, "undecided_share": 0.6, "undecided_clear": 0.25}


def said(found: list[Seen]) -> list[AlarmMessage]:
    """What was said; an empty message is what an earlier process left, taken away."""
    messages = [seen.message for seen in found if seen.payload]
    return [message for message in messages if isinstance(message, AlarmMessage)]


def states(found: list[Seen]) -> list[str]:
    return [message.state for message in said(found)]


def test_the_alarm_comes_while_nothing_is_judged_in_time_and_goes_when_it_is(
    tmp_path: Path, mosquitto: Mosquitto
) -> None:
    end = MqttEnd(Address(site="t", line="l1", station="st01"), host=mosquitto.host, port=mosquitto.port)
    free = threading.Event()

    def overload(daemon: Daemon) -> None:
        detector: Any = daemon.parts.judges.detector
        real = detector.detect

        def slow(frame: Any, golden: Any = None) -> Any:
            assert free.wait(120)
            return real(frame, golden)

        detector.detect = slow

    try:
        with line(
            tmp_path, mosquitto, ITEMS, before=overload, alarms=ALARMS, lots={"enabled": False}, decision=WAITS
        ) as running:
            try:
                end.wait_until(TOPIC, lambda seen: states(seen)[-1:] == ["UNACK_ACTIVE"])
                state = running.daemon.station.health.state()
            finally:
                free.set()
            report = running.finish()
            found = end.wait_until(TOPIC, lambda seen: states(seen)[-1:] == ["RTN_UNACK"])
    finally:
        end.close()
    assert state.pack is PackState.EXECUTE, "nothing else told of it"
    outcomes = [(item.disposition, item.why) for item in sorted(report.items, key=lambda item: item.track)]
    assert outcomes[:3] == [(Disposition.NO_DECISION, ReasonCode.OUT_OF_TIME)] * 3
    assert outcomes[-1][0] is Disposition.PASS
    assert states(found) == ["UNACK_ACTIVE", "RTN_UNACK"]
    raised = said(found)[0]
    assert raised.detail == "3 of the last 3 items had no decision (100%, limit 60%): OUT_OF_TIME 3"
    assert raised.priority == 2


def test_a_station_in_maintenance_is_no_alarm_although_nothing_is_seen(tmp_path: Path, mosquitto: Mosquitto) -> None:
    station = {"site": "t", "line": "l1", "name": "st01", "mode": "MAINTENANCE"}
    camera = {"name": "top", "kind": "synthetic", "width": 320, "height": 256, "blank": list(range(4))}
    with line(tmp_path, mosquitto, 4, station=station, cameras=[camera], alarms=ALARMS) as running:
        running.finish()
        rows = running.daemon.parts.ledger.recent(4)
        alarms = {alarm.kind.id for alarm in running.daemon.station.alarms.active()}
    assert [row.verdict and row.verdict.disposition for row in rows] == [Disposition.NO_DECISION] * 4
    assert "image-quality" in alarms, "the pictures were looked at"
    assert "items-undecided" not in alarms
