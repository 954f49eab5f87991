"""Standing orders in memory: forgotten with the process, as the memory ledger is."""

from collections.abc import Callable

from inspector.domain.standing_orders import StandingOrders


class MemoryOrders:
    """See OrderBook. `check` raises where a write must fail."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check
        self._orders = StandingOrders()

    def standing(self) -> StandingOrders:
        """See OrderBook."""
        return self._orders

    def keep(self, orders: StandingOrders) -> None:
        """See OrderBook."""
        self._check()
        self._orders = orders
