"""`watch`, `plc simulate` and `plc conform` on a production line's broker: the shipped configuration and ACL."""

import json
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from typer.testing import CliRunner, Result

from inspector.app.cli.main import app
from inspector.app.daemon import Daemon
from inspector.config.load import parse_config
from inspector.wire.topics import Address
from tests.support.edge_stub import EdgeStub
from tests.support.line_pki import Pki
from tests.support.shipped_broker import STATION

RULES = ("status", "state", "info", "heartbeat", "answers", "resend")

pytestmark = pytest.mark.mosquitto


@pytest.fixture
def edge(pki: Pki, secure_broker: int) -> Iterator[EdgeStub]:
    """The line's edge device, with its own certificate."""
    site, line, station = STATION.split("/")
    address = Address(site=site, line=line, station=station)
    made = EdgeStub(port=secure_broker, address=address, host="localhost", tls=pki.context("edge"))
    made.start()
    yield made
    made.stop()


def call(port: int, *words: str) -> Result:
    """One of our programs, on that broker."""
    return CliRunner().invoke(app, [*words, "--host", "localhost", "--port", str(port)])


def test_watch_shows_what_the_edge_says(pki: Pki, secure_broker: int, edge: EdgeStub) -> None:
    said = call(secure_broker, "watch", "--heartbeats", "--json", "--count", "5", *pki.options("hmi"))
    assert said.exit_code == 0, said.output
    topics = {json.loads(line)["topic"] for line in said.stdout.splitlines()}
    assert f"fc/v1/{STATION}/hb/edge" in topics


def test_the_handshake_is_checked_with_the_controller_s_certificate(
    pki: Pki, secure_broker: int, edge: EdgeStub
) -> None:
    words = ["--station", STATION, "--only", "status", "--only", "answers", "--json"]
    said = call(secure_broker, "plc", "conform", *words, *pki.options("plc"))
    assert said.exit_code == 0, said.output
    assert {rule["rule"]: rule["held"] for rule in json.loads(said.stdout)} == {"status": True, "answers": True}


def test_a_conveyor_is_simulated_with_the_controller_s_certificate(
    pki: Pki, secure_broker: int, edge: EdgeStub
) -> None:
    words = ["--station", STATION, "--items", "3", "--belt-mm-s", "1500", "--json"]
    said = call(secure_broker, "plc", "simulate", *words, *pki.options("plc"))
    assert said.exit_code == 0, said.output
    assert len(json.loads(said.stdout)["items"]) == 3
    assert edge.wait(lambda: len(edge.confirms) == 3, 10)


def test_the_station_itself_is_heard_and_keeps_the_handshake_there(
    pki: Pki, secure_broker: int, tmp_path: Path
) -> None:
    site, line, station = STATION.split("/")
    files = {"ca": pki.path("ca.crt"), "cert": pki.path("edge.crt"), "key": pki.path("edge.key")}
    config = {
        "schema_version": 1,
        "station": {"site": site, "line": line, "name": station},
        "paths": {"data_dir": str(tmp_path)},
        "bus": {"kind": "mqtt", "host": "localhost", "port": secure_broker, "tls": files},
        "cameras": [{"name": "top", "kind": "synthetic", "width": 320, "height": 256}],
        "detector": {"kind": "scripted"},
        "scorer": {"kind": "none"},
        "decision": {"frame_wait_ms": 700, "guard_ms": 200, "margin_ms": 50},
        "http": {"port": 0},
    }
    daemon = Daemon(parse_config(config, subject="test"))
    daemon.start()
    try:
        rules = [word for rule in RULES for word in ("--only", rule)]
        words = ["--station", STATION, "--deadline-ms", "2500", "--transit-ms", "500", "--json", *rules]
        said = call(secure_broker, "plc", "conform", *words, *pki.options("plc"))
    finally:
        daemon.stop()
    assert said.exit_code == 0, said.output
    assert {rule["rule"]: rule["held"] for rule in json.loads(said.stdout)} == dict.fromkeys(RULES, True)


def test_watch_without_a_certificate_ends_and_says_so(pki: Pki, secure_broker: int) -> None:
    said = call(secure_broker, "watch", "--ca-file", pki.path("ca.crt"))
    assert said.exit_code == 3
    assert "the broker refuses" in said.stderr


@pytest.mark.parametrize("command", [("watch",), ("plc", "simulate"), ("plc", "conform")])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--ca-file", "gone.pem"], "tls.ca: gone.pem can not be read"),
        (["--ca-file", "{ca}", "--cert-file", "{cert}"], "together or not at all"),
        (["--cert-file", "{cert}", "--key-file", "{key}"], "--ca-file is missing"),
        (
            ["--ca-file", "{ca}", "--cert-file", "{cert}", "--key-file", "{other}"],
            "without a password",
        ),
    ],
)
def test_files_that_can_not_be_used_are_named_before_anything_starts(
    command: tuple[str, ...], words: list[str], said: str, pki: Pki
) -> None:
    names = {"{ca}": "ca.crt", "{cert}": "plc.crt", "{key}": "plc.key", "{other}": "hmi.key"}
    given = [pki.path(names[word]) if word in names else word for word in words]
    done = call(9, *command, *given)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


def test_nobody_but_the_edge_device_reads_what_is_typed_to_sign_in(pki: Pki, secure_broker: int) -> None:
    heard: dict[str, queue.Queue[str]] = {who: queue.Queue() for who in ("edge", "plc", "hmi")}
    clients = {who: Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5) for who in heard}
    topic = f"fc/v1/{STATION}/"
    try:
        for who, client in clients.items():
            ready = threading.Event()
            client.tls_set_context(pki.context(who))
            client.on_message = lambda _client, _data, message, said=heard[who]: said.put(message.topic)
            client.on_subscribe = lambda *_ignored, ready=ready: ready.set()
            client.on_connect = lambda client, *_: client.subscribe([(f"{topic}cmd/#", 1), (f"{topic}rsp/#", 1)])
            client.connect("localhost", secure_broker)
            client.loop_start()
            assert ready.wait(20), who
        clients["hmi"].publish(f"{topic}cmd/sign.in", b"4711", qos=1).wait_for_publish(20)
        assert heard["edge"].get(timeout=20) == f"{topic}cmd/sign.in"
        clients["edge"].publish(f"{topic}rsp/sign.in", b"ok", qos=1)
        assert [heard[who].get(timeout=20) for who in ("plc", "hmi")] == [f"{topic}rsp/sign.in"] * 2
    finally:
        for client in clients.values():
            client.disconnect()
            client.loop_stop()
