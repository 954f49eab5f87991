"""The embedded broker: starts, says what is wrong, ends what it began, and is quick enough to be believed."""

import logging
import socket
import threading
from asyncio import StreamReader, StreamWriter

import pytest

from inspector.adapters.bus import mqtt
from inspector.adapters.clocks.system import Config as ClockConfig
from inspector.adapters.clocks.system import build as build_clock
from inspector.app._amqtt import LineBroker
from inspector.app.broker import EmbeddedBroker
from inspector.domain.decision import ConfirmResult
from inspector.domain.errors import StartupError
from inspector.wire.topics import Address
from tests.support.bus_ends import INFO, MqttEnd, Recorder
from tests.support.bus_samples import PlcVoice


def test_a_port_in_use_is_told_in_one_line() -> None:
    before = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StartupError) as caught:
            EmbeddedBroker(port=port).start()
    assert caught.value.problems == (f"port {port} is in use by another program; choose another with --port",)
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "broker.example", ""])  # noqa: S104 - it must refuse this
def test_it_listens_on_loopback_only(host: str) -> None:
    with pytest.raises(StartupError, match="loopback only"):
        EmbeddedBroker(host, 0).start()


def test_an_address_that_is_not_ours_is_told() -> None:
    with pytest.raises(StartupError, match=r"can not listen on ::1|^embedded broker") as caught:
        EmbeddedBroker("::1%nosuchinterface", 0).start()
    assert len(caught.value.problems) == 1


def test_it_is_started_once_and_stopped_as_often_as_one_likes() -> None:
    broker = EmbeddedBroker(port=0)
    broker.stop()
    broker.start()
    assert broker.port > 0
    with pytest.raises(RuntimeError):
        broker.start()
    broker.stop()
    broker.stop()
    with pytest.raises(OSError):  # noqa: PT011 - any refusal will do
        socket.create_connection((broker.host, broker.port), 1)


def test_it_ends_with_clients_connected_and_says_nothing_of_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    before = set(threading.enumerate())
    address = Address(site="lab", line="l3", station="st1")
    handler = Recorder()
    with EmbeddedBroker(port=0) as broker:
        config = mqtt.Config(port=broker.port, reconnect_min_s=0.05)
        bus = mqtt.build(config, address=address, clock=build_clock(ClockConfig()), boot=1, info=INFO)
        bus.start(handler)
        handler.wait_link(up=True)
        end = MqttEnd(address, host=broker.host, port=broker.port, protocol="3.1.1")
        end.wait("status")
    handler.wait_link(up=False)
    bus.stop()
    end.close()
    assert [record for record in caplog.records if record.name.startswith(("amqtt", "transitions"))] == []
    assert set(threading.enumerate()) <= before


def test_it_sends_small_packets_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """TCP_NODELAY, without which a decision and its ack take 88 ms; looked for on the socket, not timed."""
    options: list[int] = []
    serve = LineBroker.stream_connected

    async def look(broker: LineBroker, reader: StreamReader, writer: StreamWriter, listener_name: str) -> None:
        options.append(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        await serve(broker, reader, writer, listener_name)

    monkeypatch.setattr(LineBroker, "stream_connected", look)
    with EmbeddedBroker(port=0) as broker, socket.create_connection((broker.host, broker.port), 2) as client:
        client.sendall(b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x05\x00\x01x")
        assert client.recv(4) == b"\x20\x02\x00\x00"
    assert options
    assert all(options)


def test_it_keeps_nothing_for_who_is_away_and_forgets_no_will() -> None:
    """amqtt keeps no messages for anonymous clients; a station on it works all the same, after a restart too."""
    address = Address(site="lab", line="l3", station="st2")
    voice = PlcVoice(address)
    with EmbeddedBroker(port=0) as broker:
        end = MqttEnd(address, host=broker.host, port=broker.port, protocol="3.1.1")
        for boot in (1, 2):
            bus = mqtt.build(
                mqtt.Config(port=broker.port), address=address, clock=build_clock(ClockConfig()), boot=boot, info=INFO
            )
            handler = Recorder()
            bus.start(handler)
            handler.wait_link(up=True)
            end.publish("item/confirm", voice.confirm(boot, None, ConfirmResult.DEFAULTED))
            assert [confirm.key.track for (confirm,) in handler.wait("confirm")] == [boot]
            bus.stop()
            end.wait("status", 2 * boot)
            end.publish("item/confirm", voice.confirm(99, None, ConfirmResult.DEFAULTED))
            end.wait("item/confirm", 2 * boot)
        end.close()
