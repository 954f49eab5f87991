"""Controllers that start anew, lower or not at all, and items that the broker kept: who is believed, who is judged."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic_ns
from typing import Any

from inspector.app.daemon import Daemon
from inspector.config.load import parse_config
from inspector.domain.decision import Ack, AckStatus
from inspector.domain.item import Arrival, Identity, ItemKey, Trigger
from inspector.domain.ledger import Delivery
from inspector.domain.packml import PackMode
from inspector.domain.reason import ReasonCode
from inspector.domain.station import PlcHeartbeat
from inspector.domain.verdict import Disposition
from inspector.plc.simulator import PlcSimulator
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import content, plc_config, run_out

HIGH, LOW = 3_595_655_024, 1_797_827_512  # the higher one is not past the roll-over, seen from the lower one
LONG_MS, SHORT_MS = 60_000.0, 0.001


@contextmanager
def station(folder: Path, broker: Mosquitto, *, plc_timeout_ms: float, judging: bool = True) -> Iterator[Any]:
    """A daemon; where nothing is judged, its camera takes no notice of its triggers."""
    decision = {"frame_wait_ms": LONG_MS, "margin_ms": 100, "guard_ms": 200, "plc_timeout_ms": plc_timeout_ms}
    daemon = Daemon(parse_config(content(folder, broker, decision=decision), subject="test"))
    if not judging:
        for camera in daemon.parts.cameras:
            silent: Any = camera
            silent.trigger = lambda _trigger: None
    daemon.start()
    try:
        yield daemon
    finally:
        daemon.stop()


def beat(epoch: int, count: int) -> PlcHeartbeat:
    return PlcHeartbeat(
        count=count, epoch=epoch, encoder=0, counts_per_s=10.0, simulate=False, received_at_ns=monotonic_ns()
    )


def arrival(epoch: int, track: int, *, encoder: int = 0) -> Arrival:
    """An item two hundred seconds before its commit point."""
    return Arrival(
        key=ItemKey(epoch, track),
        encoder=encoder,
        commit_encoder=encoder + 2000,
        counts_per_s=10.0,
        counter=None,
        identity=Identity(),
        simulated=False,
        received_at_ns=monotonic_ns(),
    )


def test_a_controller_whose_epoch_fell_is_followed_when_the_other_is_silent(
    tmp_path: Path, mosquitto: Mosquitto
) -> None:
    with station(tmp_path, mosquitto, plc_timeout_ms=SHORT_MS, judging=False) as daemon:
        daemon.station.on_plc_heartbeat(beat(HIGH, 1))
        daemon.station.on_arrival(arrival(HIGH, 1))
        daemon.station.on_plc_heartbeat(beat(LOW, 1))
        daemon.station.on_arrival(arrival(LOW, 1))
        old, new = (daemon.parts.ledger.row(ItemKey(epoch, 1)) for epoch in (HIGH, LOW))
        tracked = [trigger.key for trigger in daemon.station.tracker.open_triggers()]
    assert old.verdict.why is ReasonCode.RESTARTED
    assert old.delivery is Delivery.EXPIRED, "its controller is gone"
    assert new is not None
    assert tracked == [ItemKey(LOW, 1)]


def test_while_the_newer_controller_is_alive_the_older_is_not_believed(tmp_path: Path, mosquitto: Mosquitto) -> None:
    with station(tmp_path, mosquitto, plc_timeout_ms=LONG_MS, judging=False) as daemon:
        daemon.station.on_plc_heartbeat(beat(HIGH, 1))
        daemon.station.on_plc_heartbeat(beat(LOW, 1))
        daemon.station.on_arrival(arrival(LOW, 1))
        daemon.station.on_arrival(arrival(HIGH, 1))
        last, row = daemon.station.health.last_beat(), daemon.parts.ledger.row(ItemKey(LOW, 1))
        tracked = [trigger.key for trigger in daemon.station.tracker.open_triggers()]
    assert last.epoch == HIGH
    assert row is None
    assert tracked == [ItemKey(HIGH, 1)]


def test_two_simulated_controllers_one_after_the_other(tmp_path: Path, mosquitto: Mosquitto) -> None:
    with station(tmp_path, mosquitto, plc_timeout_ms=600.0) as daemon:
        reports = []
        for epoch in (HIGH, LOW):
            simulator = PlcSimulator(plc_config(mosquitto, 2, epoch=epoch))
            simulator.start()
            run_out(simulator, 2)
            simulator.stop()
            reports.append(simulator.report())
            while daemon.station.health.plc_fresh(monotonic_ns()):
                daemon.station.tracker.wait(monotonic_ns(), 0.05)
    assert [len(report.items) for report in reports] == [2, 2]
    assert [item.disposition is not None for report in reports for item in report.items] == [True] * 4


def test_an_item_that_comes_before_any_heartbeat_is_not_judged(tmp_path: Path, mosquitto: Mosquitto) -> None:
    asked: list[Trigger] = []
    with station(tmp_path, mosquitto, plc_timeout_ms=LONG_MS, judging=False) as daemon:
        for camera in daemon.parts.cameras:
            camera.trigger = asked.append
        daemon.station.on_arrival(arrival(LOW, 1))  # the broker kept it: where its item is now, nobody knows
        kept = daemon.parts.ledger.row(ItemKey(LOW, 1))
        daemon.station.on_plc_heartbeat(beat(LOW, 1))
        daemon.station.on_arrival(arrival(LOW, 2))
    assert kept.verdict.disposition is Disposition.NO_DECISION
    assert kept.verdict.why is ReasonCode.STATION_NOT_READY
    assert [trigger.key for trigger in asked] == [ItemKey(LOW, 2)]


def test_in_maintenance_nothing_is_sent_at_the_stop_either(tmp_path: Path, mosquitto: Mosquitto) -> None:
    with station(tmp_path, mosquitto, plc_timeout_ms=LONG_MS, judging=False) as daemon:
        daemon.station.health.set_mode(PackMode.MAINTENANCE)
        daemon.station.on_plc_heartbeat(beat(LOW, 1))
        daemon.station.on_arrival(arrival(LOW, 1))
        ledger = daemon.parts.ledger
        daemon.station.stop()
        row = ledger.row(ItemKey(LOW, 1))
    assert row.delivery is Delivery.WITHHELD
    assert row.verdict.why is ReasonCode.STOPPING
    assert "stopped" in row.verdict.reasons[0].detail


def test_an_answer_to_what_nobody_decided_is_counted_and_no_alarm(tmp_path: Path, mosquitto: Mosquitto) -> None:
    with station(tmp_path, mosquitto, plc_timeout_ms=LONG_MS) as daemon:
        daemon.station.on_plc_heartbeat(beat(LOW, 1))
        daemon.station.on_arrival(arrival(LOW, 1))
        for track, did in ((999, "d-1"), (1, "of-another-station")):
            daemon.station.on_ack(
                Ack(key=ItemKey(LOW, track), decision_id=did, status=AckStatus.LATE, received_at_ns=monotonic_ns())
            )
        late = [alarm for alarm in daemon.station.alarms.active() if alarm.kind.id == "decisions-late"]
        figures = daemon.metrics.text().decode()
    assert 'inspector_ignored_total{what="unknown-ack"} 2.0' in figures
    assert late == []


def test_another_item_under_a_used_key_is_an_alarm_and_the_same_item_again_is_none(
    tmp_path: Path, mosquitto: Mosquitto
) -> None:
    with station(tmp_path, mosquitto, plc_timeout_ms=SHORT_MS, judging=False) as daemon:
        said: list[Any] = []

        def stands(name: str) -> bool:
            said[:] = [alarm for alarm in daemon.station.alarms.active() if alarm.kind.id == name]
            return bool(said)

        for epoch in (LOW, HIGH, LOW):
            daemon.station.on_plc_heartbeat(beat(epoch, 1))
            daemon.station.on_arrival(arrival(epoch, 1, encoder=100))
            daemon.station.on_arrival(arrival(epoch, 1, encoder=100))
        assert not stands("epoch-reused"), "as far as anybody can tell it is one item"
        daemon.station.on_arrival(arrival(LOW, 1, encoder=170))
        assert stands("epoch-reused")
        assert f"{LOW}/1 at count 170 was at 100" in said[0].detail
        daemon.station.on_arrival(arrival(LOW, 2, encoder=300))
        assert not stands("epoch-reused"), "this key was never used"
        daemon.station.on_arrival(arrival(LOW, 2, encoder=400))
        assert stands("epoch-reused")
        daemon.station.on_plc_heartbeat(beat(HIGH + 1, 1))
        assert not stands("epoch-reused"), "a new epoch"
        rows = [daemon.parts.ledger.row(ItemKey(*key)) for key in ((LOW, 1), (HIGH, 1), (LOW, 2))]
    assert [row.trigger.encoder for row in rows] == [100, 100, 300], "what was booked first stays"
