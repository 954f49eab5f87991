"""`cmd/shift` of a real daemon over a real broker: what went over the belt is what is answered."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from inspector.domain.item import Identity
from inspector.wire.line import CommandMessage, ResponseMessage
from inspector.wire.shift import shift_from
from inspector.wire.topics import Address
from tests.support.bus_ends import MqttEnd, Seen
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line

ADDRESS = Address(site="t", line="l1", station="st01")
PLC: dict[str, Any] = {"identity": lambda index: Identity(sku=f"SKU-{index % 2}")}


def asked(end: MqttEnd, request: str, **arguments: object) -> ResponseMessage:
    message = CommandMessage.model_validate(
        {"seq": 0, "boot": 1, "ts": "2030-01-01T00:00:00.000Z", "station": "st01"}
        | {"name": "shift", "req_id": request, "args": arguments}
    )
    end.publish("cmd/shift", message)
    answers = end.wait_until("rsp/shift", lambda seen: any(_is_for(one, request) for one in seen))
    (response,) = [one.message for one in answers if _is_for(one, request)]
    assert isinstance(response, ResponseMessage)
    return response


def _is_for(seen: Seen, request: str) -> bool:
    return isinstance(seen.message, ResponseMessage) and seen.message.req_id == request


def test_what_went_over_the_belt_is_answered_and_a_bad_span_refused(tmp_path: Path, mosquitto: Mosquitto) -> None:
    end = MqttEnd(ADDRESS, host=mosquitto.host, port=mosquitto.port)
    with line(tmp_path, mosquitto, 5, plc=PLC) as running:
        report = running.finish()
        now = running.daemon.parts.clock.utc()
        span = {"since": (now - timedelta(hours=1)).isoformat(), "until": (now + timedelta(minutes=1)).isoformat()}
        told = asked(end, "request-1", **span)
        assert told.ok, told.detail
        found = shift_from(told.data)
        assert found.total.items == found.total.inspected + found.total.undecided == len(report.items) == 5
        assert sorted((one.sku, one.counts.items) for one in found.products) == [("SKU-0", 3), ("SKU-1", 2)]
        assert sum(hour.items for hour in found.hours) == 5
        refused = asked(end, "request-2", since="yesterday", until=span["until"])
        assert (refused.ok, "'yesterday' is no time" in refused.detail) == (False, True)
    end.close()
