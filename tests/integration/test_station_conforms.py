"""The real daemon keeps every rule of the handshake, as the shipped conformance kit sees it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from inspector.app.daemon import Daemon
from inspector.config.load import parse_config
from inspector.plc.conform import ConformConfig, rule_titles, run_conformance
from inspector.plc.conformance.finding import RuleResult
from tests.support.conform_parts import joined, parts
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import content

FRAMELESS = 999_999


def played(folder: Path, broker: Mosquitto, station: str, rules: frozenset[str]) -> dict[str, RuleResult]:
    camera = {"name": "top", "kind": "synthetic", "width": 320, "height": 256, "miss": [FRAMELESS]}
    changes = {
        "station": {"site": "t", "line": "l1", "name": station},
        "cameras": [camera],
        "decision": {"frame_wait_ms": 700, "guard_ms": 200, "margin_ms": 50},
    }
    daemon = Daemon(parse_config(content(folder / station, broker, **changes), subject="test"))
    daemon.start()
    try:
        results = run_conformance(
            ConformConfig(
                host=broker.host,
                port=broker.port,
                site="t",
                line="l1",
                station=station,
                deadline_ms=2500.0,
                transit_ms=500.0,
                frameless_trigger=FRAMELESS,
                only=rules,
            ),
            print,
        )
    finally:
        daemon.stop()
    return {result.rule: result for result in results}


def test_the_daemon_keeps_every_rule_of_the_handshake(tmp_path: Path, mosquitto: Mosquitto) -> None:
    with ThreadPoolExecutor(len(parts())) as pool:
        runs = [pool.submit(played, tmp_path, mosquitto, f"st{number}", rules) for number, rules in enumerate(parts())]
        results = joined(run.result() for run in runs)
    assert results.keys() == rule_titles().keys()
    broken = {rule: result.evidence for rule, result in results.items() if result.held is False}
    assert broken == {}
    assert sum(result.held is True for result in results.values()) >= 15
