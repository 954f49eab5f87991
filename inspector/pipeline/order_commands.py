"""What people may order of the station: `mode`, `hold` and `unhold`."""

from collections.abc import Callable, Mapping

from inspector.domain.packml import PackMode
from inspector.pipeline.commands import Action
from inspector.pipeline.orders import Orders


class OrderCommands:
    """Each command returns the answer's data or raises ValueError. What it did is in force then.

    `kept` says whether it also stands over a restart by now; `changed` says the station's new state.
    """

    def __init__(self, orders: Orders, changed: Callable[[], None]) -> None:
        self._orders = orders
        self._changed = changed

    def actions(self) -> Mapping[str, Action]:
        """By the command's name."""
        return {"mode": self._mode, "hold": self._hold, "unhold": self._unhold}

    def _mode(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        wanted = arguments.get("mode")
        if not isinstance(wanted, str) or wanted not in set(PackMode):
            raise ValueError(f"mode must be one of {', '.join(PackMode)}")
        kept = self._orders.mode(PackMode(wanted))
        self._changed()
        return {"mode": wanted, "kept": kept}

    def _hold(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        reason = str(arguments.get("reason", "")).strip()
        if not reason:
            raise ValueError("hold needs a reason")
        kept = self._orders.hold(reason)
        self._changed()
        return {"held": reason, "kept": kept}

    def _unhold(self, _: Mapping[str, object]) -> Mapping[str, object]:
        kept = self._orders.hold("")
        self._changed()
        return {"kept": kept}
