"""The simulated controller over a real broker, with an edge that keeps the rules at the other end."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from paho.mqtt.enums import MQTTProtocolVersion

from inspector.app.broker import EmbeddedBroker
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.item import Identity
from inspector.domain.verdict import Disposition
from inspector.plc.belt_config import BeltConfig, LaneConfig
from inspector.plc.faults import Fault, FaultKind, FaultPlan, parse_fault
from inspector.plc.report import PlcReport
from inspector.plc.simulator import PlcSimulator
from inspector.plc.simulator_config import PlcConfig, PlcEvent, PlcEventKind
from inspector.wire.item import ItemArrived
from inspector.wire.topics import Address
from tests.conftest import MosquittoMaker
from tests.support.edge_stub import EdgeStub
from tests.support.mosquitto import Mosquitto

pytestmark = pytest.mark.mosquitto

# 5 m/s, and 1,200 ms from photo-eye to commit point: quick to run, with room for two cores that do much besides
LANES = (LaneConfig(lane=1, at_mm=7000.0), LaneConfig(lane=2, at_mm=6600.0), LaneConfig(lane=3, at_mm=6800.0))
PLACES = {"speed_mm_s": 5000.0, "pitch_mm": 700.0, "commit_mm": 6000.0, "verify_mm": 6200.0, "lanes": LANES}
QUICK = BeltConfig(**PLACES)  # type: ignore[arg-type]
RESEND_MS = 150
PATIENT_MS = 1200  # a stalled thread is not yet a lost peer
PATIENCE_S = 30.0
AT_ONCE = 6
_stations = count(1)


def verdict(arrived: ItemArrived) -> tuple[Disposition, int]:
    """Every third item is isolated, by the camera's count."""
    assert arrived.trig is not None
    return (Disposition.REVIEW, 3) if arrived.trig % 3 == 1 else (Disposition.PASS, 1)


class Line:
    """An edge and a controller on one station; both can be stopped in between."""

    def __init__(self, broker: "Mosquitto | EmbeddedBroker", **config: object) -> None:
        address = Address(site="lab", line="plc", station=f"sim{next(_stations)}")
        self.events: list[PlcEvent] = []
        self.arrivals: list[ItemArrived] = []
        self.edge = EdgeStub(host=broker.host, port=broker.port, address=address, verdict=self.judge)
        self.edge.resend_ms, self.edge.plc_timeout_ms = RESEND_MS, PATIENT_MS
        place = {"host": broker.host, "port": broker.port, "site": "lab", "line": "plc", "station": address.station}
        self.config = PlcConfig(**({"belt": QUICK, "edge_timeout_ms": PATIENT_MS, **place} | config))  # type: ignore[arg-type]
        self.plc = PlcSimulator(self.config, self.events.append)

    def judge(self, arrived: ItemArrived) -> tuple[Disposition, int]:
        self.arrivals.append(arrived)
        return verdict(arrived)

    def run(self) -> PlcReport:
        """From start to end."""
        self.edge.start()
        self.plc.start()
        try:
            assert self.plc.wait_done(PATIENCE_S), self.plc.problem
        finally:
            self.plc.stop()
            report = self.plc.report()
            told = report.placed - report.forgotten - report.unsent
            heard_all = self.edge.wait(lambda: len(self.edge.confirms) >= told, PATIENCE_S)
            self.edge.stop()
        assert heard_all
        return report

    def details(self, kind: PlcEventKind) -> list[str]:
        return [event.detail for event in self.events if event.kind is kind]


def _with_faults(*faults: str, items: int = 6, **config: object) -> dict[str, object]:
    return {"items": items, "faults": FaultPlan(faults=tuple(map(parse_fault, faults))), **config}


FULL_SOON = BeltConfig(**PLACES, full_after_ms=50.0, default_lane=2)  # type: ignore[arg-type]
SCENES: dict[str, dict[str, object]] = {
    "dropped-ack": _with_faults("drop-ack@2:times=1"),
    "ack-twice-and-late": _with_faults("ack-twice@1", "ack-late@3:ms=200"),
    "strange-arrivals": _with_faults("malformed-arrived@1", "duplicate-arrived@2"),
    "override": _with_faults("override@2"),
    "belt": _with_faults("miss@1", "lose@2", "slip@3:mm=90", "stray@5", items=7),
    "jam": _with_faults("jam@1:ms=700"),
    "lane-full": _with_faults("lane-full@2:lane=3,ms=5000", items=8, belt=FULL_SOON),
    "speed": _with_faults("speed@2:mm_s=2500", "speed@4:mm_s=5000"),
    "heartbeat-stop": _with_faults("heartbeat-stop@2:ms=2200", items=20),
    "restart": _with_faults("restart@3:ms=300", items=9, epoch=5),
    "simulated": {"items": 3, "simulate": True},
    "plain": {
        "items": 12,
        "counter_start": 30,
        "epoch": 77,
        "identity": lambda index: Identity(sku=f"SKU{index}", material="carton", lpn=f"LPN{index}", lot="L1"),
    },
    "counter-wrap": {
        "items": 2,
        "counter_start": 2**32 - 1,
        "identity": lambda index: Identity(sku=f"S{index}", lot="L"),
    },
}


Scenes = Callable[[str], tuple[Line, PlcReport]]


@pytest.fixture(scope="module")
def scenes(shared_mosquitto: Mosquitto) -> Iterator[Scenes]:
    """Scenes by name, each on its own station; they are played at once, because most of it is waiting."""
    lines = {name: Line(shared_mosquitto, **config) for name, config in SCENES.items()}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = {name: pool.submit(line.run) for name, line in lines.items()}
        yield lambda name: (lines[name], runs[name].result(2 * PATIENCE_S))


def sound(report: PlcReport) -> bool:
    """Nothing lost, doubled or left open."""
    kept = report.placed == report.triggers + report.unsent == len(report.items)
    return kept and report.open == report.doubled == report.conflicts == 0


def test_every_item_is_answered_and_goes_where_it_was_sent(scenes: Scenes) -> None:
    line, report = scenes("plain")
    assert sound(report)
    assert (report.triggers, report.answered, report.defaulted, report.late, report.protocol) == (12, 12, 0, 0, "5")
    assert report.acks[AckStatus.ACCEPTED] == 12
    assert report.accepted[Disposition.PASS] == report.results[ConfirmResult.PASSED] == 8
    assert report.accepted[Disposition.REVIEW] == report.results[ConfirmResult.DIVERTED] == 4
    assert [(r.index, r.epoch, r.track) for r in report.items] == [(n, 77, n + 1) for n in range(12)]
    assert [r.lane for r in report.items] == [3 if n % 3 == 1 else 1 for n in range(12)]
    assert {r.did for r in report.items} == {d.did for d in line.edge.decisions}
    assert report.trigger_to_decision_ms.n == report.decision_to_ack_ms.n == 12
    assert 0 < report.trigger_to_decision_ms.p50 <= report.trigger_to_decision_ms.p99 < 1000
    assert 0 < report.decision_to_ack_ms.p50 < 100
    assert len(line.edge.acks) == len(line.edge.confirms) == 12
    kinds = Counter(event.kind for event in line.events)
    assert kinds[PlcEventKind.ARRIVED] == kinds[PlcEventKind.DECIDED] == kinds[PlcEventKind.LEFT] == 12
    assert kinds[PlcEventKind.EDGE_READY] == 1


def test_what_is_known_of_the_item_goes_with_its_announcement(scenes: Scenes) -> None:
    line, report = scenes("counter-wrap")
    assert sound(report)
    assert [(a.trig, a.sku, a.lot, a.lpn, a.sim) for a in line.arrivals] == [
        (2**32 - 1, "S0", "L", None, False),
        (0, "S1", "L", None, False),
    ]
    assert all(a.commit_enc - a.enc == 12_000 and a.enc_hz == 10_000.0 for a in line.arrivals)


def test_an_embedded_broker_without_mqtt_5_will_do() -> None:
    with EmbeddedBroker(port=0) as broker:
        line = Line(broker, items=4)
        line.edge.protocol = MQTTProtocolVersion.MQTTv311
        report = line.run()
    assert sound(report)
    assert (report.answered, report.protocol) == (4, "3.1.1")


def test_without_an_edge_that_is_ready_the_infeed_is_held_and_says_why(shared_mosquitto: Mosquitto) -> None:
    line = Line(shared_mosquitto, items=1)
    line.edge.plc_timeout_ms = -1  # so that it is never ready
    line.plc.start()
    wait_for(line, lambda _report: "no heartbeat of lab/plc/sim" in line.plc.held_by)
    line.edge.start()
    wait_for(line, lambda _report: "is not ready" in line.plc.held_by)
    assert line.plc.report().placed == 0
    line.edge.plc_timeout_ms = PATIENT_MS
    assert line.plc.wait_done(PATIENCE_S)
    assert (line.plc.held_by, line.plc.report().placed) == ("", 1)
    line.plc.stop()
    line.edge.stop()


def test_without_an_edge_every_item_takes_the_default_lane(shared_mosquitto: Mosquitto) -> None:
    line = Line(shared_mosquitto, items=4, wait_for_edge=False)
    line.plc.start()
    assert line.plc.wait_done(PATIENCE_S)
    line.plc.stop()
    report = line.plc.report()
    assert sound(report)
    assert (report.answered, report.defaulted) == (0, 4)
    assert {(r.lane, r.result, r.did) for r in report.items} == {(3, ConfirmResult.DEFAULTED, None)}


def test_an_edge_that_dies_costs_decisions_not_items(shared_mosquitto: Mosquitto) -> None:
    line = Line(shared_mosquitto, items=10, edge_timeout_ms=600)

    def die(event: PlcEvent) -> None:
        if event.kind is PlcEventKind.ARRIVED and event.record is not None and event.record.index == 4:
            line.edge.stop()

    line.plc = PlcSimulator(line.config, die)
    line.edge.start()
    line.plc.start()
    assert line.plc.wait_done(PATIENCE_S)
    line.plc.stop()
    report = line.plc.report()
    assert sound(report)
    assert report.edge_losses == 1
    assert report.answered >= 4
    assert report.defaulted == report.unanswered >= 5


def test_a_broker_that_comes_late_is_waited_for(make_mosquitto: MosquittoMaker) -> None:
    broker = make_mosquitto()
    line = Line(broker, items=3)
    line.plc.start()
    assert not line.plc.wait_done(0.3)
    assert "refused" in line.plc.problem
    broker.start()
    line.edge.start()
    assert line.plc.wait_done(PATIENCE_S)
    line.plc.stop()
    line.edge.stop()
    assert sound(line.plc.report())
    assert line.plc.report().answered == 3


def test_while_the_broker_is_away_items_default_and_nothing_is_said_later(make_mosquitto: MosquittoMaker) -> None:
    broker = make_mosquitto().start()
    line = Line(broker, items=None)
    line.edge.start()
    line.plc.start()
    wait_for(line, lambda report: report.answered >= 3)
    broker.kill()
    wait_for(line, lambda report: report.unsent >= 3)
    unsent = {r.track for r in line.plc.report().items if not r.announced}
    broker.start()
    again = EdgeStub(host=broker.host, port=broker.port, address=line.edge.address, verdict=verdict)
    again.start()
    before = line.plc.report().placed
    wait_for(line, lambda report: any(r.index > before and r.copies for r in report.items))
    wait_for(line, lambda report: any(not r.announced and r.result for r in report.items))
    line.plc.stop()
    again.stop()
    line.edge.kill()
    report = line.plc.report()
    assert report.doubled == report.conflicts == 0
    assert unsent.isdisjoint(key.track for key in again.heard)
    assert line.details(PlcEventKind.LINK_DOWN)
    assert {r.result for r in report.items if not r.announced and r.result} == {ConfirmResult.DEFAULTED}


def wait_for(line: Line, holds: Callable[[PlcReport], bool]) -> None:
    """Wait for something in the report, at most `PATIENCE_S`."""
    for _ in range(round(PATIENCE_S / 0.05)):
        if holds(line.plc.report()):
            return
        line.plc.wait_done(0.05)
    raise AssertionError(f"it did not happen: {line.plc.report()}")


def test_a_dropped_ack_is_asked_for_again(scenes: Scenes) -> None:
    _, report = scenes("dropped-ack")
    assert sound(report)
    assert (report.answered, report.defaulted) == (6, 0)
    assert report.items[2].copies >= 2
    assert report.duplicates >= 1
    assert {r.copies for r in report.items if r.index != 2} == {1}


def test_acks_twice_and_late_change_nothing(scenes: Scenes) -> None:
    line, report = scenes("ack-twice-and-late")
    assert sound(report)
    assert report.defaulted == 0
    assert sum(ack.track == 2 for ack in line.edge.acks) == 2
    assert report.items[3].copies >= 2
    late = report.items[3].decision_to_ack_ms
    assert late is not None
    assert late > 190


def test_rubbish_and_doubled_announcements_are_one_item(scenes: Scenes) -> None:
    line, report = scenes("strange-arrivals")
    assert sound(report)
    assert (report.answered, report.duplicates) == (6, 0)
    assert len(line.edge.heard) == 6


def test_an_operator_at_the_controller_overrides(scenes: Scenes) -> None:
    _, report = scenes("override")
    assert sound(report)
    record = report.items[2]
    assert (record.status, record.result, record.lane) == (AckStatus.OVERRIDDEN, ConfirmResult.DEFAULTED, 3)


def test_belt_faults_end_in_the_right_confirm(scenes: Scenes) -> None:
    line, report = scenes("belt")
    assert sound(report)
    results = [r.result for r in report.items]
    assert results[1:4] == [ConfirmResult.MISSED, ConfirmResult.LOST, ConfirmResult.LOST]
    assert results[0] == results[5] == results[6] == ConfirmResult.PASSED
    assert report.strays == 2
    told = {confirm.track: confirm.result for confirm in line.edge.confirms}
    assert told == {r.track: r.result for r in report.items}


def test_a_jam_stops_the_line_and_loses_nobody(scenes: Scenes) -> None:
    line, report = scenes("jam")
    assert sound(report)
    assert report.results[ConfirmResult.JAM] == 1
    assert report.defaulted == 0
    assert len(line.details(PlcEventKind.JAM)) == 2


def test_a_full_lane_is_refused_and_its_item_defaults(scenes: Scenes) -> None:
    _, report = scenes("lane-full")
    assert sound(report)
    refused = [r for r in report.items if r.status is AckStatus.LANE_FULL]
    assert [r.index for r in refused] == [4, 7]
    assert {(r.lane, r.result) for r in refused} == {(2, ConfirmResult.DEFAULTED)}


def test_a_speed_change_keeps_every_deadline(scenes: Scenes) -> None:
    _, report = scenes("speed")
    assert sound(report)
    assert (report.answered, report.defaulted, report.late) == (6, 0, 0)


def test_a_stopped_heartbeat_silences_the_edge(scenes: Scenes) -> None:
    _, report = scenes("heartbeat-stop")
    assert sound(report)
    assert report.unanswered >= 2
    statuses = [item.status for item in report.items]
    silent = statuses.index(None)
    assert AckStatus.ACCEPTED in statuses[silent:], "it answers again; on a busy machine not every answer comes in time"


def test_a_restart_has_a_new_epoch_and_the_cameras_count_goes_on(scenes: Scenes) -> None:
    line, report = scenes("restart")
    assert sound(report)
    assert report.forgotten >= 1
    assert report.edge_losses == 0
    assert [r.epoch for r in report.items] == 4 * [5] + 5 * [6]
    assert [r.track for r in report.items] == [1, 2, 3, 4, 1, 2, 3, 4, 5]
    anew = [r.status for r in report.items[4:]]
    assert AckStatus.ACCEPTED in anew
    assert set(anew) <= {AckStatus.ACCEPTED, None}, "on a busy machine an answer may not come in time; none is refused"
    assert line.details(PlcEventKind.RESTARTED) == ["epoch 6"]
    assert [arrived.trig for arrived in line.arrivals] == list(range(9))


def test_faults_can_be_injected_while_it_runs(shared_mosquitto: Mosquitto) -> None:
    line = Line(shared_mosquitto, items=6)
    line.plc.inject(Fault(kind=FaultKind.MISS, item=4))
    line.plc.inject(Fault(kind=FaultKind.DUPLICATE_ARRIVED, item=5))
    report = line.run()
    assert sound(report)
    assert report.items[4].result is ConfirmResult.MISSED


def test_simulated_items_are_decided_as_simulated(scenes: Scenes) -> None:
    line, report = scenes("simulated")
    assert sound(report)
    assert report.acks[AckStatus.ACCEPTED] == 3
    assert {decision.sim for decision in line.edge.decisions} == {True}


def test_an_error_of_the_listener_comes_out(shared_mosquitto: Mosquitto) -> None:
    def fall(_event: PlcEvent) -> None:
        raise LookupError("no such row")

    line = Line(shared_mosquitto, items=1)
    line.plc = PlcSimulator(line.config, fall)
    line.plc.start()
    with pytest.raises(LookupError, match="no such row"):
        line.plc.wait_done(PATIENCE_S)
    line.plc.stop()


def test_the_report_as_a_program_reads_it(shared_mosquitto: Mosquitto) -> None:
    report = Line(shared_mosquitto, items=2).run()
    assert sound(report)
    assert report.answered == 2
    values = report.as_dict()
    assert values["triggers"] == 2
    assert isinstance(values["items"], tuple)
