"""Free run: a photo-eye in the picture finds the items, with a controller that announces them and without one."""

import re
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inspector.app.daemon import Daemon
from inspector.config.load import parse_config
from inspector.domain.decision import AckStatus
from inspector.domain.item import Identity
from inspector.domain.ledger import Delivery
from inspector.domain.packml import PackState
from inspector.domain.verdict import Disposition
from inspector.plc.simulator_config import PlcEvent, PlcEventKind
from inspector.scene.line import LineSpec, item_at
from inspector.wire.item import ItemAck, ItemArrived, ItemDecision
from inspector.wire.line import HbPlc
from inspector.wire.topics import Address
from tests.support.bus_ends import MqttEnd
from tests.support.mosquitto import Mosquitto
from tests.support.shown_items import BeltSource, RunningBelt, ShownItems, SteppedBelt, replace_source
from tests.support.station_kit import content, line, long_belt

SPEED_MM_S = 900.0
PITCH_MM = 600.0
BEHIND_MM = 500.0
ADDRESS = Address(site="t", line="l1", station="st01")
EYE = {
    "name": "top",
    "kind": "synthetic",
    "width": 320,
    "height": 256,
    "trigger": "free_run",
    "photo_eye": {},
    "fps": 15,
    "pitch_mm": PITCH_MM,
    "belt_mm_s": SPEED_MM_S,
}


def judged_on(daemon: Daemon, shown: ShownItems) -> dict[int, int]:
    """Item shown in the picture that was judged, by track."""
    daemon.station.fanout.stop()
    assert daemon.station._fanout_stage.join(20)
    evidence, found = daemon.parts.evidence, {}
    for rid in evidence.recent(99):
        stored: Any = evidence.load(rid)
        for frame in stored.frames:
            if frame.camera == "top":
                found[stored.report["item"]["track"]] = shown.of(frame.image)
    return found


def test_the_eye_of_a_free_running_camera_finds_the_items_that_the_controller_announced(
    tmp_path: Path, mosquitto: Mosquitto
) -> None:
    items, shown = 7, ShownItems()
    belt = RunningBelt(speed_mm_s=SPEED_MM_S, offset_mm=BEHIND_MM)

    def watch(event: PlcEvent) -> None:
        if event.kind is PlcEventKind.ARRIVED and belt.first_item_ns is None:
            belt.first_item_ns = event.at_ns

    with line(
        tmp_path,
        mosquitto,
        items,
        cameras=[EYE | {"offset_counts": round(BEHIND_MM * long_belt().counts_per_mm)}],
        trigger={"window_ms": 300},
        decision={"frame_wait_ms": 1800, "guard_ms": 200, "nominal_counts_per_s": SPEED_MM_S * 2},
        plc={
            "belt": long_belt(speed_mm_s=SPEED_MM_S, jitter=0.0),
            "identity": lambda index: Identity(sku=item_at(LineSpec(), index).sku),
        },
        before=lambda daemon: replace_source(daemon, 0, lambda config: BeltSource(config, shown, belt)),
        on_event=watch,
    ) as running:
        report = running.finish()
        judged = judged_on(running.daemon, shown)
        counts = running.daemon.parts.ledger.counts()
    assert (report.triggers, report.answered, report.doubled, report.late) == (items, items, 0, 0)
    assert (counts.triggers, counts.open, counts.balanced) == (items, 0, True)
    # On a machine so busy that the camera skips pictures the eye may miss an item; no other is mistaken for it.
    assert all(item == track - 1 for track, item in judged.items()), judged
    assert len(judged) >= items // 2
    assert counts.deliveries == {Delivery.ACCEPTED: items}


class Answering:
    """A controller that announces nothing, but acts on what it is told."""

    def __init__(self, broker: Mosquitto) -> None:
        self.end = MqttEnd(ADDRESS, host=broker.host, port=broker.port)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def announce_what_nobody_asked_for(self) -> None:
        """A controller with items and an epoch of its own, far above the station's."""
        head: dict[str, Any] = {"seq": 1, "boot": 1, "ts": "2026-09-21T14:03:06.930Z", "station": "st01"}
        epoch = 2_000_000_000
        self.end.publish("hb/plc", HbPlc(**head, n=1, epoch=epoch, enc=5, enc_hz=900.0))
        self.end.publish("item/arrived", ItemArrived(**head, epoch=epoch, track=3, enc=5, commit_enc=9000))

    def close(self) -> None:
        self._stop.set()
        self._thread.join(10)
        self.end.close()

    def _run(self) -> None:
        done = 0
        while not self._stop.wait(0.005):
            told = self.end.of("item/decision")
            for seen in told[done:]:
                decision = seen.message
                assert isinstance(decision, ItemDecision)
                self.end.publish(
                    "item/ack",
                    ItemAck(
                        seq=done,
                        boot=1,
                        ts=decision.ts,
                        station="st01",
                        epoch=decision.epoch,
                        track=decision.track,
                        did=decision.did,
                        att=decision.att,
                        status=AckStatus.ACCEPTED,
                    ),
                )
            done = len(told)


def daemon_without_triggers(tmp_path: Path, broker: Mosquitto, shown: ShownItems, **trigger: Any) -> Daemon:
    """Two cameras: the upper one finds the items, the other one is asked for its picture of each."""
    side = {"name": "side", "kind": "synthetic", "view": "side", "width": 320, "height": 256, "trigger": "software"}
    changes: dict[str, Any] = {
        "cameras": [EYE, side],
        "trigger": {"source": "camera", "camera": "top", "decide_ms": 1500} | trigger,
        "decision": {"frame_wait_ms": 1000, "guard_ms": 100},
    }
    daemon = Daemon(parse_config(content(tmp_path, broker, **changes), subject="test"))
    belt = SteppedBelt(step_mm=SPEED_MM_S / 15, before_mm=PITCH_MM)
    replace_source(daemon, 0, lambda config: BeltSource(config, shown, belt))
    return daemon


def decisions(end: MqttEnd, tracks: int) -> list[ItemDecision]:
    """All copies, once so many different tracks were decided."""

    def enough(seen: list[Any]) -> bool:
        return len({one.message.track for one in seen}) >= tracks

    found = [seen.message for seen in end.wait_until("item/decision", enough)]
    return [message for message in found if isinstance(message, ItemDecision)]


def test_without_any_trigger_the_station_makes_its_own_and_somebody_answers(
    tmp_path: Path, mosquitto: Mosquitto
) -> None:
    shown = ShownItems()
    answering = Answering(mosquitto)
    daemon = daemon_without_triggers(tmp_path, mosquitto, shown)
    daemon.start()
    try:
        decisions(answering.end, 2)
        answering.announce_what_nobody_asked_for()
        decisions(answering.end, 5)
    finally:
        daemon.station.stop()
        answering.close()
    ignored = re.search(r'ignored_total{what="unused-arrival"} (\S+)', daemon.metrics.text().decode())
    judged = judged_on(daemon, shown)
    counts = daemon.parts.ledger.counts()
    rows = daemon.parts.ledger.recent(99)
    daemon.stop()
    assert ignored is not None
    assert float(ignored[1]) == 1
    assert (counts.open, counts.balanced) == (0, True)
    assert counts.triggers >= 5
    assert [row.trigger.key.track for row in rows] == list(range(counts.triggers, 0, -1))
    assert len({row.trigger.key.epoch for row in rows}) == 1
    assert all(judged[track] == track - 1 for track in range(1, 6))
    accepted = [row.trigger.key.track for row in rows if row.delivery is Delivery.ACCEPTED]
    assert set(range(1, 5)) <= set(accepted)
    assert all(row.verdict is not None for row in rows)
    passed = [row for row in rows if row.decision is not None and row.decision.disposition is Disposition.PASS]
    assert len(passed) >= 4
    copies = [m for m in (seen.message for seen in answering.end.of("item/decision")) if isinstance(m, ItemDecision)]
    for track in range(1, 6):
        mine = [copy for copy in copies if copy.track == track]
        assert len({copy.did for copy in mine}) == 1
        assert all(copy.left_ms is not None and 0 < copy.left_ms <= 1500 for copy in mine)


def test_where_nobody_listens_each_decision_is_said_once_and_none_is_late(tmp_path: Path, mosquitto: Mosquitto) -> None:
    shown = ShownItems()
    ear = MqttEnd(ADDRESS, host=mosquitto.host, port=mosquitto.port)
    daemon = daemon_without_triggers(tmp_path, mosquitto, shown, acknowledged=False, decide_ms=6000)
    daemon.start()
    try:
        decisions(ear, 4)
        state = daemon.station.health.state()
        late = [alarm.kind.id for alarm in daemon.station.alarms.active()]
    finally:
        daemon.station.stop()
    found = decisions(ear, 4)
    ear.close()
    counts = daemon.parts.ledger.counts()
    daemon.stop()
    assert (state.pack, state.reasons) == (PackState.EXECUTE, ())
    assert late == []
    copies = Counter((m.epoch, m.track) for m in found)
    assert set(copies.values()) == {1}
    assert (counts.open, counts.balanced) == (0, True)


def test_a_second_run_in_the_same_ledger_has_another_epoch(tmp_path: Path, mosquitto: Mosquitto) -> None:
    shown = ShownItems()
    for run in (1, 2):
        daemon = daemon_without_triggers(tmp_path, mosquitto, shown, acknowledged=False)
        opened = threading.Event()
        ledger: Any = daemon.parts.ledger
        real = ledger.open_trigger
        ledger.open_trigger = lambda trigger, real=real, opened=opened: (real(trigger), opened.set())[0]
        daemon.start()
        try:
            assert opened.wait(20)
        finally:
            daemon.station.stop()
            rows = daemon.parts.ledger.recent(99)
            daemon.stop()
        assert len({row.trigger.key.epoch for row in rows}) == run


def test_a_decision_that_never_left_the_station_is_late_even_where_nobody_answers(
    tmp_path: Path, make_mosquitto: Callable[..., Mosquitto]
) -> None:
    daemon = daemon_without_triggers(tmp_path, make_mosquitto(), ShownItems(), acknowledged=False, decide_ms=700)
    late = threading.Event()
    alarms: Any = daemon.station.alarms
    real = alarms.set

    def listen(name: str, *, active: bool, detail: str = "") -> None:
        real(name, active=active, detail=detail)
        if name == "decisions-late" and active:
            late.set()

    alarms.set = listen
    daemon.start()
    try:
        assert late.wait(20)
    finally:
        daemon.station.stop()
        counts = daemon.parts.ledger.counts()
        daemon.stop()
    assert (counts.open, counts.balanced) == (0, True)
    assert counts.deliveries.get(Delivery.EXPIRED, 0) >= 1
