"""Questions over the bus: a bad one is refused, and a fault of ours ends the answer, never the station."""

import builtins
from collections.abc import Mapping
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_ledger
from inspector.domain.packml import PackMode
from inspector.domain.station import Command, Response
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.commands import Commands
from inspector.pipeline.health import Health


def _broken(given: Mapping[str, object]) -> Mapping[str, object]:
    raise getattr(builtins, str(given["error"]))("x")


def asked(name: str, **arguments: object) -> Response:
    clock = manual.build(manual.Config())
    commands = Commands(
        health=Health(plc_timeout_ms=600, recipe="default", mode=PackMode.PRODUCTION),
        alarms=AlarmBoard(clock, lambda _alarm: None),
        ledger=memory_ledger.build(memory_ledger.Config(), data_dir=Path(), clock=clock),
        more={"broken": _broken},
    )
    return commands.answer(Command(name=name, request_id="q-1", arguments=arguments))


@pytest.mark.parametrize(
    "error", ["IndexError", "TypeError", "RuntimeError", "OSError", "StopIteration", "MemoryError"]
)
def test_a_fault_of_ours_is_an_answer(error: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = asked("broken", error=error)
    assert (answer.ok, answer.detail) == (False, f"the station failed: {error}")
    assert "command broken failed" in caplog.text


@pytest.mark.parametrize("reason", [[], {}, 7, None, "because"])
def test_what_is_no_reason_is_refused(reason: object) -> None:
    answer = asked("alarm.shelve", id="camera-lost", minutes=5, reason=reason, operator="Ana")
    assert not answer.ok
    assert "reason must be one of" in answer.detail
