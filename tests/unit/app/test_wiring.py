"""What two daemons that speak for one station tell each other apart by."""

import json
from pathlib import Path

from inspector.adapters.clocks import manual
from inspector.app.wiring import assemble
from inspector.config.load import parse_config
from inspector.ports.clock import Clock
from tests.support.line_values import report
from tests.support.scripted_station import station_content


def boot_of_a_daemon(data_dir: Path, clock: Clock) -> int:
    content = station_content(paths={"data_dir": str(data_dir)}, bus={"kind": "memory", "hub": str(data_dir)})
    parts = assemble(
        parse_config(content, subject="test"),
        on_checked=lambda _name, _seconds: None,
        tell=lambda _line: None,
        http_base=None,
        clock=clock,
    )
    parts.ledger.close()
    parts.journal.close()
    return int(json.loads(parts.encode(report()))["boot"])


def test_two_daemons_of_one_second_are_rivals(tmp_path: Path) -> None:
    clock = manual.build(manual.Config())
    first = boot_of_a_daemon(tmp_path / "a", clock)
    clock.advance_ms(1)
    assert boot_of_a_daemon(tmp_path / "b", clock) != first
    assert 0 <= first < 2**32
