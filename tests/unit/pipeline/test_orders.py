"""Orders are in force at once, kept when that can be done, and taken up by the next process."""

from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import memory_ledger
from inspector.domain.errors import StoreError
from inspector.domain.packml import PackMode, PackState
from inspector.domain.standing_orders import StandingOrders
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.health import Health
from inspector.pipeline.order_commands import OrderCommands
from inspector.pipeline.orders import Orders


class Process:
    """One run of a station over a ledger that outlives it."""

    def __init__(self, ledger: memory_ledger.MemoryLedger, configured: PackMode = PackMode.PRODUCTION) -> None:
        self.failed: list[StoreError] = []
        self.said = 0
        self.health = Health(plc_timeout_ms=600, recipe="default", mode=configured, plc_needed=False)
        self.health.set("broker", "")
        self.health.set_phase(PackState.EXECUTE)
        self.arrears = Arrears(on_failed=self.failed.append, on_works=lambda: None)
        orders = Orders(book=ledger.orders, health=self.health, arrears=self.arrears, configured=configured)
        orders.take_up()
        self.commands = OrderCommands(orders, self.changed).actions()

    def changed(self) -> None:
        self.said += 1

    @property
    def state(self) -> tuple[PackState, PackMode]:
        return self.health.state().pack, self.health.mode


@pytest.fixture
def ledger() -> memory_ledger.MemoryLedger:
    return memory_ledger.build(memory_ledger.Config(), data_dir=Path(), clock=manual.build(manual.Config()))


def test_each_order_is_said_and_kept(ledger: memory_ledger.MemoryLedger) -> None:
    process = Process(ledger)
    assert process.commands["hold"]({"reason": " lens "}) == {"held": "lens", "kept": True}
    assert process.commands["mode"]({"mode": "MANUAL"}) == {"mode": "MANUAL", "kept": True}
    assert process.state == Process(ledger).state == (PackState.HELD, PackMode.MANUAL)
    assert process.commands["unhold"]({}) == {"kept": True}
    assert process.state == Process(ledger).state == (PackState.EXECUTE, PackMode.MANUAL)
    assert process.said == 3


@pytest.mark.parametrize(
    ("name", "arguments"), [("hold", {}), ("hold", {"reason": " "}), ("mode", {}), ("mode", {"mode": "AUTO"})]
)
def test_an_order_that_makes_no_sense_changes_nothing(
    ledger: memory_ledger.MemoryLedger, name: str, arguments: dict[str, object]
) -> None:
    process = Process(ledger)
    with pytest.raises(ValueError, match=name):
        process.commands[name](arguments)
    assert process.state == (PackState.EXECUTE, PackMode.PRODUCTION)
    assert ledger.orders.standing() == StandingOrders()


def test_the_files_mode_ordered_again_takes_the_order_back(ledger: memory_ledger.MemoryLedger) -> None:
    process = Process(ledger)
    process.commands["mode"]({"mode": "MAINTENANCE"})
    assert Process(ledger, PackMode.MANUAL).health.mode is PackMode.MAINTENANCE
    process.commands["mode"]({"mode": "PRODUCTION"})
    assert Process(ledger, PackMode.MANUAL).health.mode is PackMode.MANUAL


def test_an_order_is_in_force_while_the_disk_is_still_asked(
    ledger: memory_ledger.MemoryLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    process, keep = Process(ledger), ledger.orders.keep
    meanwhile: list[tuple[PackState, PackMode]] = []

    def slow(orders: StandingOrders) -> None:
        meanwhile.append(process.state)
        keep(orders)

    monkeypatch.setattr(ledger.orders, "keep", slow)
    process.commands["hold"]({"reason": "lens"})
    process.commands["mode"]({"mode": "MANUAL"})
    assert meanwhile == [(PackState.HELD, PackMode.PRODUCTION), (PackState.HELD, PackMode.MANUAL)]


def test_an_order_is_in_force_on_a_failing_disk(ledger: memory_ledger.MemoryLedger) -> None:
    process = Process(ledger)
    ledger.failing = True
    assert process.commands["hold"]({"reason": "lens"})["kept"] is False
    assert process.commands["mode"]({"mode": "MANUAL"})["kept"] is False
    assert process.state == (PackState.HELD, PackMode.MANUAL)
    assert len(process.failed) > 0
    assert Process(ledger).state == (PackState.EXECUTE, PackMode.PRODUCTION), "it was said that it is not kept"
    ledger.failing = False
    assert process.arrears.settle()
    assert Process(ledger).state == (PackState.HELD, PackMode.MANUAL)
