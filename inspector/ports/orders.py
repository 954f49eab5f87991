"""Where standing orders are kept."""

from typing import Protocol

from inspector.domain.standing_orders import StandingOrders


class OrderBook(Protocol):
    """Thread-safe. Every call that returns has reached the disk. Raises `StoreError`."""

    def standing(self) -> StandingOrders:
        """What was kept last; no orders when nothing was."""
        ...

    def keep(self, orders: StandingOrders) -> None:
        """These stand from now on, instead of those before."""
        ...
