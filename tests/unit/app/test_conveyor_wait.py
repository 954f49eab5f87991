"""`plc simulate` where no station answers: it says what it waits for, and gives up when it has items to place."""

from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from inspector.app import conveyor_wait
from inspector.app.cli.main import app
from inspector.app.conveyor_wait import wait_for_end
from inspector.app.line_run import free_port
from inspector.plc.simulator import PlcSimulator
from inspector.plc.simulator_config import PlcConfig


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[PlcSimulator]:
    """A conveyor without a broker."""
    monkeypatch.setattr(conveyor_wait, "TOLD_AFTER_S", 0.0)
    monkeypatch.setattr(conveyor_wait, "LOOK_EVERY_S", 0.01)
    simulator = PlcSimulator(PlcConfig(port=free_port()))
    simulator.start()
    yield simulator
    simulator.stop()


def test_it_says_what_it_waits_for_and_waits_on(alone: PlcSimulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conveyor_wait, "TOLD_EVERY_S", 0.0)
    said: list[str] = []

    def hear(text: str) -> None:
        said.append(text)
        if "Connection refused" in text:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wait_for_end(alone, patience_s=None, say=hear)
    assert said[-1].startswith("waiting: no connection to 127.0.0.1:")


def test_it_gives_up_when_it_has_items_to_place() -> None:
    port = str(free_port())
    done = CliRunner().invoke(app, ["plc", "simulate", "--port", port, "--items", "1", "--wait-s", "0.1"])
    assert done.exit_code == 3, done.output
    assert f"127.0.0.1:{port}: no item was placed for 0.1 s" in done.stderr
    assert done.stdout == ""
