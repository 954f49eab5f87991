"""What is shipped for a real machine, tried as far as a machine without systemd as init allows."""

import configparser
import re
import socket
import ssl
import subprocess
import sys
from pathlib import Path
from threading import Event

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from inspector.app.config_file import load_station
from inspector.app.sections import adapter_problems
from tests.support.line_pki import Pki

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
PREFIX = "fc/v1/site/l1/st01"


def test_the_production_example_is_a_valid_config() -> None:
    config = load_station(DEPLOY / "station.production.toml")
    assert config.station.profile == "production"
    assert adapter_problems(config) == []


def unit() -> configparser.RawConfigParser:
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(DEPLOY / "systemd" / "edge-inspector.service")
    return read


def test_a_station_that_can_not_start_is_tried_until_it_can() -> None:
    """A disk or a broker may come hours later; systemd's limit of starts would end the trying after some."""
    service = unit()["Service"]
    assert unit()["Unit"]["StartLimitIntervalSec"] == "0"
    assert "StartLimitBurst" not in unit()["Unit"]
    assert (service["Restart"], service["RestartPreventExitStatus"]) == ("always", "2")


def test_a_leak_costs_a_restart_and_a_lesson_that_needs_too_much_costs_the_lesson() -> None:
    service = unit()["Service"]
    assert service["MemoryMax"].endswith("%"), "of whatever machine it runs on"
    assert "MemoryHigh" not in service, "a station that is slowed down is late without a word"
    assert service["MemorySwapMax"] == "0"
    assert (service["OOMPolicy"], service["Restart"]) == ("continue", "always")
    program = (
        "from pathlib import Path; from inspector.app.lessons.worker import yield_to_the_line; yield_to_the_line();"
        "print(Path('/proc/self/oom_score_adj').read_text())"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert int(told) > int(service["OOMScoreAdjust"])
    assert int(told) > 0


def test_the_unit_has_a_progress_watchdog_and_is_hardened() -> None:
    service = unit()["Service"]
    assert service["Type"] == "notify"
    assert service["WatchdogSec"] == "10s"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["CapabilityBoundingSet"] == ""
    assert "PrivateDevices" not in service  # it would hide the cameras


def test_systemd_finds_the_unit_well_formed_and_hardened(tmp_path: Path) -> None:
    program = tmp_path / "inspector"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    text = (DEPLOY / "systemd" / "edge-inspector.service").read_text()
    tried = tmp_path / "edge-inspector.service"
    tried.write_text(text.replace("/opt/edge-inspector/bin/inspector", str(program)))
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tried)], capture_output=True, text=True, check=False
    )
    own = [line for line in checked.stderr.splitlines() if "edge-inspector.service" in line]
    assert own == []
    scored = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(tried)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert scored.returncode == 0, scored.stdout[-2000:]


def test_the_udev_rules_only_use_known_keys() -> None:
    known = {"SUBSYSTEM", "ATTR", "GROUP", "MODE", "SYMLINK", "ENV", "ACTION", "TEST"}
    lines = (DEPLOY / "udev" / "99-edge-inspector.rules").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules
    for rule in rules:
        keys = {re.split(r"[{=+]", part.strip(), maxsplit=1)[0] for part in rule.split(", ")}
        assert keys <= known, rule


def _client(pki: Pki, who: str, port: int) -> tuple[mqtt.Client, Event, list[str]]:
    """A connected client, an event that is set at each PUBACK, and the reason codes of those."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    client.tls_set(pki.path("ca.crt"), certfile=pki.path(f"{who}.crt"), keyfile=pki.path(f"{who}.key"))
    connected, answered, codes = Event(), Event(), list[str]()
    client.on_connect = lambda *_: connected.set()

    def on_publish(_c: object, _u: object, _m: int, code: object, _p: object) -> None:
        codes.append(str(code))
        answered.set()

    client.on_publish = on_publish
    client.connect("localhost", port)
    client.loop_start()
    assert connected.wait(10)
    return client, answered, codes


def _close(client: mqtt.Client) -> None:
    client.disconnect()
    client.loop_stop()


def test_only_the_edge_device_may_send_a_decision(pki: Pki, secure_broker: int) -> None:
    for who, expected in (("edge", "Success"), ("plc", "Not authorized")):
        client, answered, codes = _client(pki, who, secure_broker)
        client.publish(f"{PREFIX}/item/decision", b"{}", qos=1)
        assert answered.wait(10)
        _close(client)
        # mosquitto answers "No matching subscribers" for an accepted message that nobody reads
        assert codes[0] == expected or (expected == "Success" and codes[0] == "No matching subscribers")


def test_a_decision_for_another_station_is_refused(pki: Pki, secure_broker: int) -> None:
    client, answered, codes = _client(pki, "edge", secure_broker)
    client.publish("fc/v1/site/l1/st02/item/decision", b"{}", qos=1)
    assert answered.wait(10)
    _close(client)
    assert codes == ["Not authorized"]


def test_a_client_without_certificate_is_refused(pki: Pki, secure_broker: int) -> None:
    context = ssl.create_default_context(cafile=pki.path("ca.crt"))
    with (
        socket.create_connection(("localhost", secure_broker), timeout=10) as plain,
        pytest.raises((ssl.SSLError, ConnectionResetError)),
    ):
        _say_hello(context.wrap_socket(plain, server_hostname="localhost"))


def _say_hello(secured: ssl.SSLSocket) -> None:
    """TLS 1.3 refuses a missing certificate at the first read, not at the handshake."""
    with secured:
        secured.sendall(b"\x10\x0c\x00\x04MQTT\x05\x02\x00\x3c\x00")
        if not secured.recv(1):
            raise ConnectionResetError
