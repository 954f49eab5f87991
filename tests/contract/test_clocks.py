"""Every clock keeps the promises of the port."""

import importlib
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual, system
from inspector.app.registry import kinds
from inspector.ports.clock import Clock

KINDS = kinds("clocks")


@pytest.fixture(params=KINDS)
def clock(request: pytest.FixtureRequest) -> Clock:
    module = importlib.import_module(f"inspector.adapters.clocks.{request.param}")
    built: Clock = module.build(module.Config())
    return built


def test_both_kinds_are_listed() -> None:
    assert {"manual", "system"} <= set(KINDS)


def test_monotonic_time_never_steps_back(clock: Clock) -> None:
    times = [clock.monotonic_ns() for _ in range(1000)]
    assert times == sorted(times)
    assert all(type(value) is int for value in times)


def test_wall_time_is_aware_and_utc(clock: Clock) -> None:
    assert clock.utc().utcoffset() == timedelta(0)


def test_boot_id_is_a_name_that_stays(clock: Clock) -> None:
    assert clock.boot_id()
    assert clock.boot_id() == clock.boot_id()


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_options_are_refused(kind: str) -> None:
    config = importlib.import_module(f"inspector.adapters.clocks.{kind}").Config
    with pytest.raises(ValueError, match="extra"):
        config.model_validate({"no_such_option": 1})


def test_system_clocks_of_two_processes_are_comparable() -> None:
    code = (
        "from inspector.adapters.clocks import system; c = system.build(system.Config());"
        "print(c.monotonic_ns(), c.boot_id())"
    )
    ours = system.build(system.Config())
    before_ns = ours.monotonic_ns()
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
    theirs_ns, boot_id = out.split()
    assert before_ns <= int(theirs_ns) <= ours.monotonic_ns()
    assert boot_id == ours.boot_id()


def test_without_a_boot_id_every_clock_counts_as_another_boot(tmp_path: Path) -> None:
    config = system.Config(boot_id_file=tmp_path / "absent")
    assert system.build(config).boot_id() != system.build(config).boot_id()


def test_manual_clock_moves_only_when_moved() -> None:
    clock = manual.build(manual.Config())
    start_ns, start = clock.monotonic_ns(), clock.utc()
    assert start_ns == 0
    clock.advance_ms(1.5)
    assert clock.monotonic_ns() == 1_500_000
    assert clock.utc() - start == timedelta(milliseconds=1.5)
    assert clock.monotonic_ns() == 1_500_000


def test_manual_clock_refuses_to_step_back() -> None:
    clock = manual.build(manual.Config(start_ns=5))
    with pytest.raises(ValueError, match="never steps back"):
        clock.advance(-1)
    assert clock.monotonic_ns() == 5
