"""An item that was isolated on a rendered line gets its way by command, over a real broker."""

from pathlib import Path

from inspector.domain.dispositioning import Fate
from inspector.domain.verdict import Disposition
from inspector.wire.line import CommandMessage, ResponseMessage
from inspector.wire.topics import Address
from tests.support.bus_ends import MqttEnd
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line

UNREADABLE = [{"name": "expiry", "kind": "expiry", "required": True, "min_days": 36500}]


def test_a_step_is_answered_durable_and_booked_once(tmp_path: Path, mosquitto: Mosquitto) -> None:
    end = MqttEnd(Address(site="t", line="l1", station="st01"), host=mosquitto.host, port=mosquitto.port)
    with line(tmp_path, mosquitto, 1, checks=UNREADABLE) as running:
        (item,) = running.finish().items
        assert item.disposition in {Disposition.REVIEW, Disposition.DIVERT}
        (row,) = running.daemon.parts.ledger.recent(1)
        assert row.decision is not None
        command = CommandMessage(
            seq=0,
            boot=1,
            ts="2030-01-01T00:00:00.000Z",
            station="st01",
            name="disposition",
            req_id="q-1",
            args={
                "step_id": "step-1",
                "record_id": row.decision.record_id,
                "fate": "RELABELLED",
                "operator": "Ana",
                "why": "label smeared",
            },
        )
        for count, repeated in ((1, False), (2, True)):
            end.publish("cmd/disposition", command)
            answer = end.wait("rsp/disposition", count).message
            assert isinstance(answer, ResponseMessage)
            assert (answer.ok, answer.data["repeated"], answer.data["fate"]) == (True, repeated, "RELABELLED")
    end.close()
    with line(tmp_path, mosquitto, 1) as again:
        (booked,) = again.daemon.parts.ledger.dispositions.steps(9)
        assert (booked.step.operator, booked.before, booked.step.fate) == ("Ana", Fate.OPEN, Fate.RELABELLED)
        again.finish()
