"""Frames lost and doubled, an item not announced: none is judged on its neighbour's picture, and the line recovers."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from inspector.app.daemon import Daemon
from inspector.domain.alarm import AlarmState
from inspector.domain.item import Arrival, Trigger
from inspector.domain.reason import ReasonCode
from inspector.domain.verdict import Disposition
from inspector.pipeline.deadline import DeadlineRule, trigger_of
from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer
from tests.support.mosquitto import Mosquitto
from tests.support.shown_items import ShownItems
from tests.support.station_kit import line, long_belt

SIZE = (320, 256)
ITEMS = 10
UNCOUNTED, DOUBLED = 2, 5  # by the camera
UNTOLD = 7  # by the controller, which does not count it either
UNHURRIED = DeadlineRule(margin_ms=0, nominal_counts_per_s=1000)


def pictures_of(items: int) -> ShownItems:
    """The default line, as the default camera shows it when it is triggered."""
    shown, renderer = ShownItems(), Renderer(LineSpec(), view="top", size=SIZE)
    for index in range(items):
        shown.note(renderer.item(index).image, index)
    return shown


def forget_an_item(daemon: Daemon) -> None:
    """The controller overlooks one item; its pulse goes to the cameras all the same."""
    station: Any = daemon.station
    arrives, pulse = station.on_arrival, station.intake._trigger_cameras

    def on_arrival(arrival: Arrival) -> None:
        assert arrival.counter is not None
        if arrival.counter == UNTOLD:
            pulse(trigger_of(arrival, None, UNHURRIED))
        else:
            arrives(replace(arrival, counter=arrival.counter - (arrival.counter > UNTOLD)))

    def pulse_as_it_is(trigger: Trigger) -> None:
        assert trigger.counter is not None
        pulse(replace(trigger, counter=trigger.counter + (trigger.counter >= UNTOLD)))

    station.on_arrival, station.intake._trigger_cameras = on_arrival, pulse_as_it_is


def test_lost_and_doubled_frames_cost_single_items_and_never_mix_them_up(tmp_path: Path, mosquitto: Mosquitto) -> None:
    said: list[tuple[AlarmState, str]] = []

    def listen(daemon: Daemon) -> None:
        forget_an_item(daemon)
        bus: Any = daemon.parts.bus
        real = bus.say_alarm

        def say_alarm(alarm: Any) -> None:
            if alarm.kind.id == "counter-slip":
                said.append((alarm.state, alarm.detail))
            real(alarm)

        bus.say_alarm = say_alarm

    camera = {
        "name": "top",
        "kind": "synthetic",
        "width": SIZE[0],
        "height": SIZE[1],
        "trigger": "hardware",
        "uncounted": [UNCOUNTED],
        "doubled": [DOUBLED],
    }
    # A pitch lasts 750 ms, so that an item still waits for its picture when its neighbour's comes.
    with line(
        tmp_path,
        mosquitto,
        ITEMS,
        cameras=[camera],
        trigger={"window_ms": 350},
        decision={"frame_wait_ms": 1500, "guard_ms": 200, "nominal_counts_per_s": 1600},
        plc={"belt": long_belt(speed_mm_s=800.0, jitter=0.0)},
        before=listen,
    ) as running:
        report = running.finish()
        daemon = running.daemon
        slips, doubted = daemon.station.tracker.slips(), daemon.station.tracker.doubted()
        daemon.station.fanout.stop()
        assert daemon.station._fanout_stage.join(20)
        counts = daemon.parts.ledger.counts()
        rows = daemon.parts.ledger.recent(ITEMS)
        evidence = daemon.parts.evidence
        kept = [evidence.load(rid) for rid in evidence.recent(ITEMS)]
    assert (report.triggers, report.answered, report.doubled, report.late) == (ITEMS, ITEMS - 1, 0, 0)
    assert (counts.triggers, counts.open, counts.balanced) == (ITEMS - 1, 0, True)
    shown = pictures_of(ITEMS)
    judged = set()
    for stored in kept:
        assert stored is not None
        report_of: Any = stored.report
        track = report_of["item"]["track"]
        for frame in stored.frames:
            assert shown.of(frame.image) == track - 1
            judged.add(track - 1)
    why = {row.trigger.key.track - 1: row.verdict.why for row in rows if row.verdict is not None}
    unjudged = {n: why[n] for n in range(ITEMS) if n not in judged and n != UNTOLD}
    assert unjudged.pop(UNCOUNTED) is ReasonCode.CAMERA_MISS
    assert unjudged.pop(UNCOUNTED + 1) is ReasonCode.COUNTER_SLIP
    assert unjudged.pop(UNTOLD + 1) is ReasonCode.COUNTER_SLIP
    # A doubled frame is noticed before its item is judged, or else at once after: then the next item pays.
    assert set(unjudged) <= {DOUBLED, DOUBLED + 1}
    assert set(unjudged.values()) <= {ReasonCode.COUNTER_SLIP}
    outcomes = {row.trigger.key.track - 1: row.decision.disposition for row in rows if row.decision is not None}
    assert {outcomes[n] for n in outcomes if n not in judged} == {Disposition.NO_DECISION}
    assert slips == {"top": 3}
    assert doubted["top"] == len(unjudged) + 2
    assert said[0][0] is AlarmState.UNACK_ACTIVE
    assert said[0][1].startswith("top: at item ")
    assert said[-1][0] is AlarmState.RTN_UNACK
