"""How long a decision takes to the controller and back, over loopback: with and without TCP_NODELAY, and over amqtt.

    python tests/bench/bench_bus.py [--count 300]

Prints the median and the 99th percentile in milliseconds, and what the two socket options are worth.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.adapters.bus import _paho, mqtt
from inspector.adapters.clocks.system import Config as ClockConfig
from inspector.adapters.clocks.system import build as build_clock
from inspector.app.broker import EmbeddedBroker
from inspector.domain.decision import Ack
from inspector.wire.codec import decode, encode
from inspector.wire.item import ItemDecision
from inspector.wire.topics import Address
from tests.support.bus_ends import INFO, Recorder
from tests.support.bus_samples import PlcVoice, a_decision
from tests.support.mosquitto import Mosquitto

ADDRESS = Address(site="lab", line="bench", station="st1")


class _Timing(Recorder):
    """Wakes the bench at each ack."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()

    def on_ack(self, ack: Ack) -> None:
        self.answered.set()


def round_trips_ms(host: str, port: int, *, count: int, no_delay: bool) -> list[float]:
    """Milliseconds from `send_decision` to `on_ack`, one after the other; the first few are not counted."""
    voice, ready = PlcVoice(ADDRESS), threading.Event()
    plc = Client(CallbackAPIVersion.VERSION2)

    def answer(client: Client, _data: object, message: MQTTMessage) -> None:
        decision = decode("item/decision", bytes(message.payload))
        assert isinstance(decision, ItemDecision)
        client.publish(ADDRESS.topic("item/ack"), encode(voice.ack(decision.track, decision.did)), qos=1)

    plc.on_message = answer
    plc.on_subscribe = lambda *_: ready.set()
    plc.on_connect = lambda client, *_: client.subscribe(ADDRESS.topic("item/decision"), qos=1)
    if no_delay:
        plc.on_socket_open = lambda _c, _d, sock: _paho._prepare_socket(sock, 5)
    handler = _Timing()
    clock = build_clock(ClockConfig())
    bus = mqtt.build(mqtt.Config(host=host, port=port), address=ADDRESS, clock=clock, boot=1, info=INFO)
    prepare: Callable[..., None] = _paho._prepare_socket if no_delay else (lambda *_: None)
    taken = []
    with mock.patch.object(_paho, "_prepare_socket", prepare):
        plc.connect(host, port)
        plc.loop_start()
        bus.start(handler)
        handler.wait_link(up=True)
        assert ready.wait(10)
        for track in range(1, count + 21):
            handler.answered.clear()
            before = time.perf_counter()
            bus.send_decision(a_decision(track, deadline_ns=time.monotonic_ns() + 10**10), 1)
            assert handler.answered.wait(10)
            taken.append((time.perf_counter() - before) * 1000)
        bus.stop()
        plc.disconnect()
        plc.loop_stop()
    return taken[20:]


def _row(name: str, taken: list[float]) -> float:
    p50, p99 = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
    print(f"{name:<44} p50 {p50:8.2f} ms   p99 {p99:8.2f} ms   n {len(taken)}")
    return p50


def main() -> None:
    """Run all and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300, help="round trips per row")
    count = parser.parse_args().count
    medians = {}
    for no_delay in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            broker = Mosquitto(Path(folder), lines=[] if no_delay else ["set_tcp_nodelay false"]).start()
            name = f"mosquitto, TCP_NODELAY {'everywhere' if no_delay else 'nowhere'}"
            n = count if no_delay else max(20, count // 5)
            medians[no_delay] = _row(name, round_trips_ms(broker.host, broker.port, count=n, no_delay=no_delay))
            broker.stop()
    with EmbeddedBroker(port=0) as embedded:
        _row("amqtt in this process", round_trips_ms(embedded.host, embedded.port, count=count, no_delay=True))
    print(f"TCP_NODELAY is worth a factor of {medians[False] / medians[True]:.0f}")


if __name__ == "__main__":
    main()
