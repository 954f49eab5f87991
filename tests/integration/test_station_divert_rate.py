"""A line that isolates far more than usual says so over the bus, and says when it is over."""

from pathlib import Path

from inspector.domain.item import Identity
from inspector.domain.verdict import Disposition
from inspector.wire.line import AlarmMessage
from inspector.wire.topics import Address
from tests.support.bus_ends import MqttEnd, Seen
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line

BAD, GOOD = 3, 4
# Products whose date must be read and can not be: a person looks at each.
CHECKS = [{"name": "expiry", "kind": "expiry", "skus": {"UNREADABLE": {"required": True}}}]
ALARMS = {"isolated_window": 4, "isolated_least": 3, "isolated_share": 0.6, "isolated_clear": 0.25}


def states(found: list[Seen]) -> list[str]:
    """Of what was said; an empty message is what an earlier process left, taken away."""
    messages = [seen.message for seen in found if seen.payload]
    return [message.state for message in messages if isinstance(message, AlarmMessage)]


def test_the_alarm_comes_with_the_bad_items_and_goes_with_the_good_ones(tmp_path: Path, mosquitto: Mosquitto) -> None:
    end = MqttEnd(Address(site="t", line="l1", station="st01"), host=mosquitto.host, port=mosquitto.port)
    plc = {"identity": lambda index: Identity(sku="UNREADABLE" if index < BAD else "PLAIN")}
    try:
        with line(
            tmp_path, mosquitto, BAD + GOOD, plc=plc, checks=CHECKS, alarms=ALARMS, lots={"enabled": False}
        ) as running:
            report = running.finish()
            found = end.wait_until("alarm/divert-rate", lambda seen: states(seen)[-1:] == ["RTN_UNACK"])
    finally:
        end.close()
    expected = [Disposition.REVIEW] * BAD + [Disposition.PASS] * GOOD
    assert [item.disposition for item in sorted(report.items, key=lambda item: item.track)] == expected
    assert states(found) == ["UNACK_ACTIVE", "RTN_UNACK"]
    raised = next(seen.message for seen in found if seen.payload)
    assert isinstance(raised, AlarmMessage)
    assert raised.detail == "3 of the last 3 judged items were isolated (100%, limit 60%)"
    assert raised.priority == 2
