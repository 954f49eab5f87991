"""Standing orders in the ledger's file."""

from inspector.adapters.stores._ledger_file import LedgerFile
from inspector.domain.packml import PackMode
from inspector.domain.standing_orders import StandingOrders

_WRITE = "INSERT INTO standing_order VALUES (?,?) ON CONFLICT (name) DO UPDATE SET body = excluded.body"


class SqliteOrders:
    """See OrderBook."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def standing(self) -> StandingOrders:
        """See OrderBook."""
        with self._file.read() as db:
            found = dict(tuple(row) for row in db.execute("SELECT name, body FROM standing_order").fetchall())
        mode = found.get("mode", "")
        return StandingOrders(mode=PackMode(mode) if mode else None, hold=found.get("hold", ""))

    def keep(self, orders: StandingOrders) -> None:
        """See OrderBook."""
        rows = [("mode", orders.mode.value if orders.mode else ""), ("hold", orders.hold)]
        self._file.write(lambda db: db.executemany(_WRITE, rows))
