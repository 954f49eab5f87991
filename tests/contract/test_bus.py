"""Every bus keeps the port's promises: over the in-process hub, over mosquitto in both protocols, over amqtt."""

import threading
from dataclasses import replace

import pytest

from inspector.domain.alarm import AlarmState
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.errors import BusError
from inspector.domain.hold import Hold
from inspector.domain.item import Identity, ItemKey
from inspector.domain.lot_group import Group
from inspector.domain.packml import PackMode, PackState
from inspector.domain.station import Response, StationState
from inspector.domain.verdict import Disposition
from inspector.ports.bus import Bus, BusHandler
from inspector.wire.examples import examples
from inspector.wire.hold import HoldMessage
from inspector.wire.item import ItemDecision
from inspector.wire.line import AlarmMessage, HbEdge, Info, Metrics, ResponseMessage, State, Status
from tests.support.bus_ends import INFO
from tests.support.bus_samples import EPOCH, a_decision, an_alarm
from tests.support.bus_world import BOOT, SECOND, World


def test_it_is_a_bus(world: World) -> None:
    bus: Bus = world.bus
    handler: BusHandler = world.handler
    assert not bus.up
    with pytest.raises(BusError, match="no link"):
        bus.send_decision(a_decision(1, deadline_ns=200 * SECOND), 1)
    bus.start(handler)
    assert "fc-lab-l1-" in world.handler.wait_link(up=True)
    assert bus.up
    with pytest.raises(RuntimeError):
        bus.start(handler)


def test_a_new_link_says_who_and_how_we_are(world: World) -> None:
    world.bus.say_state(StationState(pack=PackState.STARTING, mode=PackMode.PRODUCTION, recipe="default"))
    world.bus.say_alarm(an_alarm("camera-lost", AlarmState.UNACK_ACTIVE, "top: no frame"))
    world.start()
    status = world.plc.wait("status").message
    info = world.plc.wait("info").message
    state = world.plc.wait("state").message
    alarm = world.plc.wait("alarm/camera-lost").message
    assert isinstance(status, Status)
    assert (status.state, status.boot, status.station) == ("ONLINE", BOOT, world.address.station)
    assert isinstance(info, Info)
    assert info.cameras == ["top"]
    assert isinstance(state, State)
    assert (state.pack, state.pack_code, state.mode) == ("STARTING", 3, PackMode.PRODUCTION)
    assert isinstance(alarm, AlarmMessage)
    assert alarm.detail == "top: no frame"


def test_a_newer_fact_sheet_replaces_the_first(world: World) -> None:
    world.start()
    world.plc.wait("info")
    world.bus.say_info(replace(INFO, http="http://127.0.0.1:8077"))
    message = world.plc.wait("info", 2).message
    assert isinstance(message, Info)
    assert (message.http, message.cameras) == ("http://127.0.0.1:8077", ["top"])


def test_what_the_plc_says_reaches_the_handler(world: World) -> None:
    world.start()
    say, voice = world.plc.publish, world.voice
    say(
        "item/arrived", voice.arrived(7, enc_hz=1250, trig=9, sku="B07", material="carton", lpn="L1", lot="C", sim=True)
    )
    ((arrival,),) = world.handler.wait("arrival")
    assert arrival.key == ItemKey(EPOCH, 7)
    assert (arrival.encoder, arrival.commit_encoder, arrival.counts_per_s, arrival.counter) == (1000, 3000, 1250.0, 9)
    assert arrival.identity == Identity(sku="B07", material="carton", lpn="L1", lot="C")
    assert arrival.simulated
    assert arrival.received_at_ns == 100 * SECOND

    say("item/ack", voice.ack(7, "decision-7", AckStatus.LANE_FULL))
    ((ack,),) = world.handler.wait("ack")
    assert (ack.key, ack.decision_id, ack.status) == (ItemKey(EPOCH, 7), "decision-7", AckStatus.LANE_FULL)
    assert ack.received_at_ns == 100 * SECOND

    say("item/confirm", voice.confirm(7, None, ConfirmResult.DEFAULTED))
    ((confirm,),) = world.handler.wait("confirm")
    assert (confirm.decision_id, confirm.lane, confirm.result) == (None, 4, ConfirmResult.DEFAULTED)

    say("hb/plc", voice.beat(3))
    ((beat,),) = world.handler.wait("heartbeat")
    assert (beat.count, beat.epoch, beat.encoder, beat.counts_per_s, beat.simulate) == (3, EPOCH, 500, 1250.0, True)


def test_messages_keep_their_order(world: World) -> None:
    world.start()
    for track in range(1, 51):
        world.plc.publish("item/arrived", world.voice.arrived(track))
    arrivals = world.handler.wait("arrival", 50)
    assert [arrival.key.track for (arrival,) in arrivals] == list(range(1, 51))


def test_a_decision_arrives_whole(world: World) -> None:
    world.start()
    world.bus.send_decision(a_decision(7, deadline_ns=101 * SECOND), 2)
    seen = world.plc.wait("item/decision")
    message = seen.message
    assert isinstance(message, ItemDecision)
    assert (message.epoch, message.track, message.did, message.att) == (EPOCH, 7, "decision-7", 2)
    assert (message.disp, message.lane, message.why, message.score) == (Disposition.DIVERT, 4, 203, 0.9734)
    assert (message.until_enc, message.rid, message.sim) == (2900, "record-7", False)
    assert message.ts == "2030-01-01T00:00:00.000Z"
    assert message.until_ts == "2030-01-01T00:00:01.000Z"
    assert not seen.retained
    assert len(seen.payload) <= 512


def test_a_decision_is_not_sent_after_its_deadline(world: World) -> None:
    world.start()
    late = a_decision(1, deadline_ns=101 * SECOND)
    world.clock.advance(SECOND)
    with pytest.raises(BusError, match="deadline"):
        world.bus.send_decision(late, 1)
    world.bus.send_decision(a_decision(2, deadline_ns=102 * SECOND), 1)
    first = world.plc.wait("item/decision").message
    assert isinstance(first, ItemDecision)
    assert first.track == 2


def test_each_topic_counts_its_messages(world: World) -> None:
    world.start()
    for track in range(1, 5):
        world.bus.send_decision(a_decision(track, deadline_ns=101 * SECOND), 1)
        world.plc.wait("item/decision", track)
        world.bus.beat(count=track, ready=track % 2 == 0)
    beats = [seen.message for seen in world.plc.wait_until("hb/edge", lambda found: len(found) >= 4)]
    decisions = [seen.message for seen in world.plc.of("item/decision")]
    assert [message.seq for message in decisions] == [0, 1, 2, 3]
    assert [message.seq for message in beats] == [0, 1, 2, 3]
    assert [(beat.n, beat.ready) for beat in beats if isinstance(beat, HbEdge)] == [
        (1, False),
        (2, True),
        (3, False),
        (4, True),
    ]


def test_the_broker_answers_for_a_record(world: World) -> None:
    world.start()
    world.bus.send_record("record-1", b'{"any":"body"}')
    assert world.handler.wait("record_done") == [("record-1", True)]
    assert world.plc.wait("result").payload == b'{"any":"body"}'


def test_metrics_are_figures_that_nobody_keeps(world: World) -> None:
    world.bus.say_metrics({"triggers_total": 1.0})  # without a link: nothing happens
    world.start()
    world.bus.say_metrics({"triggers_total": 2.0, "bad": float("nan")})  # can not be said, costs nothing
    world.bus.say_metrics({"triggers_total": 904_123.0, "decision_p99_ms": 12.345678})
    seen = world.plc.wait("metrics")
    assert isinstance(seen.message, Metrics)
    assert seen.message.values == {"decision_p99_ms": 12.3457, "triggers_total": 904_123.0}
    assert not seen.retained
    assert world.bus.up
    world.bus.send_record("record-1", b"{}")
    world.handler.wait("record_done")  # whatever was said before is here now
    assert len(world.plc.of("metrics")) == 1


def test_an_alarm_that_is_over_is_cleared(world: World) -> None:
    world.start()
    world.plc.wait("alarm/camera-lost")  # a new process clears what an older one may have left standing
    for count, state in enumerate((AlarmState.UNACK_ACTIVE, AlarmState.ACK_ACTIVE), start=2):
        world.bus.say_alarm(an_alarm("camera-lost", state))
        message = world.plc.wait("alarm/camera-lost", count).message
        assert isinstance(message, AlarmMessage)
        assert message.state is state
    world.bus.say_alarm(an_alarm("camera-lost", AlarmState.NORMAL))
    assert world.plc.wait("alarm/camera-lost", 4).payload == b""


def test_a_hold_stands_until_it_is_released(world: World) -> None:
    hold = examples()["hold/01K5Q2T7MB3Y9A0C"]
    assert isinstance(hold, HoldMessage)
    raised = Hold(
        hold_id=hold.id,
        group=Group(dimension=hold.dimension, name=hold.name),
        finding=hold.finding,
        action=hold.action,
        raised_utc=hold.raised,
        raised_by="Ana",
        why="wet cartons",
    )
    world.bus.say_hold(raised)
    world.start()
    said = world.plc.wait(f"hold/{hold.id}")
    assert isinstance(said.message, HoldMessage)
    assert (said.message.by, said.message.why, said.message.calls) == ("Ana", "wet cartons", None)
    let_go = replace(raised, released_utc=hold.raised, released_by="Ana", released_why="dried")
    world.bus.say_hold(let_go)
    assert world.plc.wait(f"hold/{hold.id}", 2).payload == b""


def test_a_command_is_answered(world: World) -> None:
    world.start()
    world.plc.publish("cmd/alarm.ack", world.voice.command("alarm.ack", "hmi-1", id="camera-lost"))
    ((command,),) = world.handler.wait("command")
    assert (command.name, command.request_id, command.arguments) == ("alarm.ack", "hmi-1", {"id": "camera-lost"})
    world.bus.respond(Response(command=command, ok=True, detail="done", data={"count": 2}))
    answer = world.plc.wait("rsp/alarm.ack").message
    assert isinstance(answer, ResponseMessage)
    assert (answer.name, answer.req_id, answer.ok, answer.detail) == ("alarm.ack", "hmi-1", True, "done")
    assert answer.data == {"count": 2}


def test_an_answer_that_can_not_be_said_is_a_refusal(world: World) -> None:
    world.start()
    world.plc.publish("cmd/dump", world.voice.command("dump", "hmi-2"))
    ((command,),) = world.handler.wait("command")
    world.bus.respond(Response(command=command, ok=True, data={"all": "x" * 300_000}))
    answer = world.plc.wait("rsp/dump").message
    assert isinstance(answer, ResponseMessage)
    assert not answer.ok
    assert "can not be sent" in answer.detail


def test_stopping_says_offline_and_is_final(world: World) -> None:
    before = set(threading.enumerate())
    world.start()
    world.plc.wait("status")
    world.bus.stop()
    statuses = world.plc.wait_until("status", lambda found: len(found) >= 2)
    assert [m.state for s in statuses if isinstance(m := s.message, Status)] == ["ONLINE", "OFFLINE"]
    assert not world.bus.up
    with pytest.raises(BusError):
        world.bus.send_record("record-1", b"{}")
    world.bus.beat(count=1, ready=True)
    world.bus.stop()
    assert [up for up, _ in world.handler.of("link")] == [True]
    assert set(threading.enumerate()) <= before


def test_a_bus_that_was_never_started_can_be_stopped(world: World) -> None:
    world.bus.stop()
    assert not world.bus.up
