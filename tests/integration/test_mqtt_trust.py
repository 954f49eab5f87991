"""Refusals: of the connection, of a publish, of a subscription, of a certificate; and what a config may not say."""

import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from inspector.adapters.bus import mqtt
from inspector.adapters.clocks.system import Config as ClockConfig
from inspector.adapters.clocks.system import build as build_clock
from inspector.adapters.stores.memory_ledger import Config as LedgerConfig
from inspector.adapters.stores.memory_ledger import MemoryLedger
from inspector.app.examination import Finding, look_at_broker
from inspector.config.load import parse_config
from inspector.domain.errors import StartupError
from inspector.domain.ledger import Delivery
from inspector.domain.station import Command, Response
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.records import RecordRule, RecordSender
from inspector.wire.topics import Address
from tests.integration.conftest import BusMaker, EndMaker
from tests.support.bus_ends import INFO, Recorder
from tests.support.bus_samples import a_decision
from tests.support.line_pki import Pki, make_pki
from tests.support.line_values import decision, trigger, verdict
from tests.support.mosquitto import Mosquitto
from tests.support.scripted_broker import ScriptedBroker
from tests.support.scripted_station import station_content

MosquittoMaker = Callable[..., Mosquitto]


def build(config: mqtt.Config) -> None:
    """Only to see what it says."""
    address = Address(site="lab", line="l1", station="st1")
    mqtt.build(config, address=address, clock=build_clock(ClockConfig()), boot=1, info=INFO)


@pytest.mark.parametrize("protocol", ["auto", "5", "3.1.1"])
def test_a_refused_connack_is_not_up(
    make_mosquitto: MosquittoMaker, make_bus: BusMaker, tmp_path: Path, protocol: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords = tmp_path / "passwords"
    subprocess.run(["mosquitto_passwd", "-b", "-c", str(passwords), "edge", "right"], check=True)
    broker = make_mosquitto(anonymous=False, lines=[f"password_file {passwords}"]).start()
    (tmp_path / "password").write_text("wrong\n")
    wrong = make_bus(broker, protocol=protocol, username="edge", password_file=tmp_path / "password")
    handler = Recorder()
    wrong.start(handler)
    detail = handler.wait_link(up=False)
    assert "refuses us" in detail
    assert "uthori" in detail
    assert not wrong.up
    assert wrong.counters().get("links", 0) == 0
    wrong.stop()

    variable = "EDGE_PASSWORD"
    monkeypatch.setenv(variable, "right")
    right, handler = make_bus(broker, protocol=protocol, username="edge", password_env=variable), Recorder()
    right.start(handler)
    handler.wait_link(up=True)
    assert right.up


def test_a_publish_that_the_broker_denies_is_not_taken_for_done(
    make_mosquitto: MosquittoMaker, make_bus: BusMaker, make_end: EndMaker, address: Address, tmp_path: Path
) -> None:
    acl = tmp_path / "acl"
    allowed = [f"topic readwrite {address.topic(s)}" for s in ("status", "info", "state", "alarm/#", "item/arrived")]
    acl.write_text("\n".join([*allowed, f"topic read {address.prefix}/#"]) + "\n")
    broker = make_mosquitto(lines=[f"acl_file {acl}"]).start()
    end, bus, handler = make_end(broker), make_bus(broker), Recorder()
    bus.start(handler)
    handler.wait_link(up=True)
    bus.send_decision(a_decision(1, deadline_ns=time.monotonic_ns() + 10**10), 1)
    bus.send_record("record-1", b"{}")
    assert handler.wait("record_done") == [("record-1", False)]
    assert bus.counters()["decisions_refused"] == 1
    assert bus.counters()["records_refused"] == 1
    assert bus.up
    assert end.of("item/decision") == []


def test_what_is_larger_than_the_broker_takes_costs_neither_the_link_nor_what_comes_after_it(
    make_mosquitto: MosquittoMaker, make_bus: BusMaker, make_end: EndMaker
) -> None:
    """Mosquitto hangs up at a packet that is too large: sent again at every new link, it would be none for long."""
    broker = make_mosquitto(lines=["max_packet_size 8192"]).start()
    end, bus, handler = make_end(broker), make_bus(broker), Recorder()
    bus.start(handler)
    handler.wait_link(up=True)
    clock = build_clock(ClockConfig())
    ledger = MemoryLedger(LedgerConfig(), clock)
    for track, body in ((1, b"1" * 9000), (2, b'{"small":1}')):
        ledger.open_trigger(trigger(track))
        ledger.close_trigger(
            verdict(),
            decision(track, did=f"decision-{track}"),
            decided_at_ns=1,
            delivery=Delivery.WITHHELD,
            body=body,
        )
    arrears = Arrears(on_failed=lambda _error: None, on_works=lambda: None)
    rule = RecordRule(window=10, retry_s=5.0)
    RecordSender(ledger=ledger, bus=bus, clock=clock, rule=rule, arrears=arrears).step()
    asked = Command(name="setup", request_id="q1", arguments={})
    bus.respond(Response(command=asked, ok=True, data={"text": "x" * 9000}))
    bus.say_info(replace(INFO, versions={"long": "x" * 9000}))
    bus.send_decision(a_decision(1, deadline_ns=time.monotonic_ns() + 10**10), 1)
    end.wait("item/decision")
    assert handler.wait("record_done") == [("record-decision-2", True)]
    assert (ledger.counts().records_dropped, len(ledger.records(9))) == (1, 1)
    assert (bus.counters()["responses_dropped"], bus.counters()["links"], bus.up) == (1, 1, True)


def test_mutual_tls(make_mosquitto: MosquittoMaker, make_bus: BusMaker, tmp_path: Path, address: Address) -> None:
    make_pki(tmp_path)
    lines = [
        f"cafile {tmp_path}/ca.crt",
        f"certfile {tmp_path}/broker.crt",
        f"keyfile {tmp_path}/broker.key",
        "require_certificate true",
        "use_identity_as_username true",
    ]
    broker = make_mosquitto(lines=lines).start()
    ca, cert, key = (tmp_path / name for name in ("ca.crt", "edge.crt", "edge.key"))
    known, handler = make_bus(broker, host="localhost", tls={"ca": ca, "cert": cert, "key": key}), Recorder()
    known.start(handler)
    handler.wait_link(up=True)
    known.send_record("record-1", b"{}")
    assert handler.wait("record_done") == [("record-1", True)]
    known.stop()

    stranger, handler = make_bus(broker, host="localhost", tls={"ca": ca}), Recorder()
    stranger.start(handler)
    handler.wait_link(up=False)
    assert not stranger.up

    mistrusting, handler = make_bus(broker, host="localhost", tls={}), Recorder()
    mistrusting.start(handler)
    assert "CERTIFICATE_VERIFY_FAILED" in handler.wait_link(up=False)
    assert not mistrusting.up


def test_every_file_that_can_not_be_used_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_SUCH_PASSWORD", raising=False)
    config = mqtt.Config.model_validate(
        {
            "username": "edge",
            "password_env": "NO_SUCH_PASSWORD",
            "tls": {"ca": tmp_path / "ca.crt", "cert": tmp_path / "edge.crt", "key": tmp_path / "edge.key"},
        }
    )
    with pytest.raises(StartupError) as caught:
        build(config)
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "password_env",
        "tls.ca",
        "tls.cert",
        "tls.key",
    ]


def test_each_file_that_is_no_certificate_is_told_by_its_name(tmp_path: Path) -> None:
    none, ca, cert, key, other = (tmp_path / name for name in ("none", "ca.crt", "edge.crt", "edge.key", "broker.key"))
    make_pki(tmp_path)
    none.write_text("this is no certificate\n")

    def said(**files: Path) -> list[str]:
        with pytest.raises(StartupError) as caught:
            build(mqtt.Config.model_validate({"tls": files}))
        return [problem.split(": [")[0] for problem in caught.value.problems]

    no_authority = f"tls.ca: {none}: holds no certificate of an authority"
    no_pair = "tls.cert, tls.key: {} with {}: are no certificate and its key without a password"
    assert said(ca=none) == said(ca=none, cert=cert, key=key) == [no_authority]
    assert said(ca=ca, cert=cert, key=other) == said(cert=cert, key=other) == [no_pair.format(cert, other)]
    assert said(ca=none, cert=none, key=key) == [no_authority, no_pair.format(none, key)]


def test_a_password_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="password_file"):
        build(mqtt.Config(username="edge", password_file=tmp_path / "missing"))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"username": "edge", "password_env": "A", "password_file": "b"}, "not both"),
        ({"password_env": "A"}, "needs a username"),
        ({"tls": {"cert": "a.crt"}}, "together"),
        ({"reconnect_min_s": 5, "reconnect_max_s": 1}, "less than"),
        ({"port": 0}, "greater than or equal to 1"),
        ({"pasword": "x"}, "Extra inputs"),
        ({"protocol": "4"}, "auto"),
    ],
)
def test_a_config_that_makes_no_sense_is_refused(options: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        mqtt.Config.model_validate(options)


def doctor_on(**bus: object) -> Finding:
    """What `doctor` finds at this broker."""
    return look_at_broker(parse_config(station_content(bus={"kind": "mqtt"} | bus), subject="test"))


def test_the_doctor_speaks_to_the_broker_as_the_station_does(pki: Pki, secure_broker: int, tmp_path: Path) -> None:
    right = {"ca": pki.path("ca.crt"), "cert": pki.path("edge.crt"), "key": pki.path("edge.key")}
    found = doctor_on(host="localhost", port=secure_broker, tls=right)
    assert found.ok, found.detail
    assert found.detail.startswith(f"broker localhost:{secure_broker} as fc-look-")
    assert found.detail.endswith("MQTT 5")

    foreign = make_pki(Path(tempfile.mkdtemp(dir=tmp_path)))
    theirs = {"ca": pki.path("ca.crt"), "cert": foreign.path("edge.crt"), "key": foreign.path("edge.key")}
    for tls in (right | {"ca": foreign.path("ca.crt")}, {"ca": pki.path("ca.crt")}, theirs, None):
        found = doctor_on(host="localhost", port=secure_broker, **({} if tls is None else {"tls": tls}))
        assert not found.ok, found.detail
        assert "certificates" in found.advice


def test_the_doctor_tells_a_web_server_from_a_broker() -> None:
    web = ScriptedBroker(lambda _number, _packet: b"HTTP/1.1 400 Bad Request\r\n\r\n")
    try:
        found = doctor_on(host=web.host, port=web.port, connect_timeout_s=1)
    finally:
        web.close()
    assert not found.ok
    assert "CONNACK" in found.detail


def test_the_doctor_does_not_take_the_station_s_place(mosquitto: Mosquitto, make_bus: BusMaker) -> None:
    station = make_bus(mosquitto, client_id="fc-t-l1-st01")
    handler = Recorder()
    station.start(handler)
    handler.wait_link(up=True)
    found = doctor_on(host=mosquitto.host, port=mosquitto.port, client_id="fc-t-l1-st01")
    assert found.ok, found.detail
    assert station.up
    assert station.counters().get("links") == 1
