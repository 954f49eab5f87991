"""An item that was isolated on a rendered line gets its way by command, over a real broker, and the WMS is told."""

from pathlib import Path

import pytest

from inspector.domain.dispositioning import Fate
from inspector.domain.verdict import Disposition
from inspector.wire.line import CommandMessage, ResponseMessage
from inspector.wire.topics import Address
from tests.support.bus_ends import MqttEnd
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line
from tests.support.wms_server import WmsServer, wms_server

TOKEN = "the-token-of-the-warehouse"  # noqa: S105 - nobody's
UNREADABLE = [{"name": "expiry", "kind": "expiry", "required": True, "min_days": 36500}]


def test_a_step_is_answered_durable_booked_once_and_told_after_a_restart(
    tmp_path: Path, mosquitto: Mosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    """The WMS is down while it is decided, and takes it from the next process: nothing lost, one key."""
    with wms_server() as wms:
        wms.answer = lambda _: (503, {}, b"down")
        _decide_and_restart(tmp_path, mosquitto, wms)
    assert TOKEN not in caplog.text


def _decide_and_restart(tmp_path: Path, mosquitto: Mosquitto, wms: WmsServer) -> None:
    end = MqttEnd(Address(site="t", line="l1", station="st01"), host=mosquitto.host, port=mosquitto.port)
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    told = {"kind": "webhook", "url": wms.url(), "token_file": str(tmp_path / "token"), "first_retry_s": 0.05}
    with line(tmp_path, mosquitto, 1, checks=UNREADABLE, wms=told) as running:
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
        wms.wait(2)
        assert running.daemon.parts.ledger.outgoing.backlog().waiting == 1
    end.close()
    refused = len(wms.posts)
    wms.answer = lambda _: (200, {}, b"")
    with line(tmp_path, mosquitto, 1, wms=told) as again:
        taken = wms.wait(refused + 1)[-1]
        disposition = taken.notice.disposition
        assert disposition is not None
        assert (disposition.step_id, disposition.fate, disposition.item.sku) == ("step-1", Fate.RELABELLED, "SKU-0")
        assert {post.key for post in wms.posts} == {taken.key}, "one key, however often it was tried"
        (booked,) = again.daemon.parts.ledger.dispositions.steps(9)
        assert (booked.step.operator, booked.before, booked.step.fate) == ("Ana", Fate.OPEN, Fate.RELABELLED)
        again.finish()
    assert again.daemon.metrics.registry.get_sample_value("inspector_wms_sent_total") is not None
    assert len(wms.posts) == refused + 1, "what was taken is not told again"
