"""What two daemons that speak for one station tell each other apart by, and what the parts of one share."""

import json
from pathlib import Path

import pytest

from inspector.adapters.checks import _text_once
from inspector.adapters.clocks import manual
from inspector.app.judges import make_judges
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


def test_print_that_is_read_after_a_decision_has_a_reader_of_its_own_with_one_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader looks at one picture at a time: sharing it, a late label would keep a decision waiting."""
    loaded: list[int] = []
    monkeypatch.setattr(_text_once, "load_reader", lambda *, threads: loaded.append(threads))
    checks = [
        {"name": "in-line", "kind": "label", "threads": 3},
        {"name": "late", "kind": "label", "threads": 2, "after_decision": True},
    ]
    content = station_content(paths={"data_dir": str(tmp_path)}, checks=checks)
    assert [one.name for one in make_judges(parse_config(content, subject="test")).checks] == ["in-line", "late"]
    assert loaded == [3, 1]
