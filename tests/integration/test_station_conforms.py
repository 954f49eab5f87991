"""The real daemon keeps every rule of the handshake, as the shipped conformance kit sees it."""

from pathlib import Path

from inspector.app.daemon import Daemon
from inspector.config.load import parse_config
from inspector.plc.conform import ConformConfig, run_conformance
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import content

FRAMELESS = 999_999


def test_the_daemon_keeps_every_rule_of_the_handshake(tmp_path: Path, mosquitto: Mosquitto) -> None:
    camera = {"name": "top", "kind": "synthetic", "width": 320, "height": 256, "miss": [FRAMELESS]}
    changes = {"cameras": [camera], "decision": {"frame_wait_ms": 700, "guard_ms": 200, "margin_ms": 50}}
    daemon = Daemon(parse_config(content(tmp_path, mosquitto, **changes), subject="test"))
    daemon.start()
    try:
        results = run_conformance(
            ConformConfig(
                host=mosquitto.host,
                port=mosquitto.port,
                site="t",
                line="l1",
                station="st01",
                deadline_ms=2500.0,
                transit_ms=500.0,
                frameless_trigger=FRAMELESS,
            ),
            print,
        )
    finally:
        daemon.stop()
    broken = {result.rule: result.evidence for result in results if result.held is False}
    assert broken == {}
    assert sum(result.held is True for result in results) >= 15
