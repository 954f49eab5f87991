"""Every ledger keeps what was ordered of the station alike: the last word counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.adapters.clocks import manual
from inspector.app import registry
from inspector.config.sections import AdapterSection
from inspector.domain.packml import PackMode
from inspector.domain.standing_orders import StandingOrders
from inspector.ports.ledger import Ledger

KINDS = [kind for kind in registry.kinds("stores") if kind.endswith("_ledger")]


@pytest.fixture(params=KINDS)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    clock = manual.build(manual.Config())
    made: Ledger = registry.build("stores", AdapterSection(kind=request.param), data_dir=tmp_path, clock=clock)
    yield made
    made.close()


def test_nothing_is_ordered_of_a_new_station(ledger: Ledger) -> None:
    assert ledger.orders.standing() == StandingOrders()


def test_the_last_word_counts(ledger: Ledger) -> None:
    for orders in (
        StandingOrders(mode=PackMode.MANUAL, hold="lens is dirty"),
        StandingOrders(hold="it still is"),
        StandingOrders(mode=PackMode.MAINTENANCE),
        StandingOrders(),
    ):
        ledger.orders.keep(orders)
        assert ledger.orders.standing() == orders
