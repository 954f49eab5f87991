"""Every ledger keeps what was ordered of the station alike: the last word counts."""

from inspector.domain.packml import PackMode
from inspector.domain.standing_orders import StandingOrders
from inspector.ports.ledger import Ledger


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
