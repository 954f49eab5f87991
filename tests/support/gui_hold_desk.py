"""The holds' model with a station that answers as it is told."""

from collections.abc import Mapping
from typing import Self

from inspector_gui.link.news import Connected
from inspector_gui.viewmodels.held_items import HeldItems
from inspector_gui.viewmodels.hold_desk import Fate, HoldDeskModel
from inspector_gui.viewmodels.holds import HoldsModel

from inspector.domain.lot_group import Dimension
from tests.support import gui_holds, gui_line
from tests.support.gui_holds import HOUR, LOT, VENDOR


class Desk:
    """A desk whose commands are collected, and the clock in hand."""

    def __init__(self) -> None:
        self.now_s = 10.0
        self.connected = True
        self.sent: list[tuple[str, dict[str, object]]] = []
        self.names: dict[Dimension, tuple[str, ...]] = {Dimension.VENDOR: ("V-7", "V-8")}
        self.holds = HoldsModel()
        self.model = HoldDeskModel(
            self.holds,
            self._send,
            lambda dimension: self.names.get(dimension, ()),
            lambda hold_id: HeldItems(count=2, first="record-1") if hold_id == VENDOR else HeldItems(),
            operator="Ana",
            now_s=lambda: self.now_s,
        )

    @classmethod
    def hearing(cls, *held: str) -> Self:
        """One at a station where these are held."""
        made = cls()
        made.connect(*held)
        return made

    def _send(self, name: str, arguments: Mapping[str, object]) -> str | None:
        if self.connected:
            self.sent.append((name, dict(arguments)))
        return f"request-{len(self.sent)}" if self.connected else None

    def connect(self, *held: str) -> None:
        """The broker takes us and tells what it retains, then the station beats."""
        self.holds.take(Connected(at_s=self.now_s))
        self.hear(*held)
        self.beat()

    def hear(self, *held: str) -> None:
        """These are retained."""
        made = {VENDOR: gui_holds.by_station(), LOT: gui_holds.by_hand(), HOUR: gui_holds.shown_hour()}
        for hold_id in held:
            self.holds.take(gui_holds.heard(made[hold_id], self.now_s))

    def beat(self) -> None:
        """The station is heard."""
        self.holds.take(gui_line.heard(gui_line.beat(round(self.now_s * 10)), self.now_s))
        self.holds.judge(heard=True)

    def answer(self, *, ok: bool = True, detail: str = "", repeated: bool = False, request: str | None = None) -> None:
        """The station answers the newest command."""
        own = request if request is not None else f"request-{len(self.sent)}"
        self.model.take(gui_holds.response(own, ok=ok, detail=detail, repeated=repeated))

    @property
    def fate(self) -> Fate | None:
        """What became of the newest request."""
        outcome = self.model.view.outcome
        return None if outcome is None else outcome.fate

    @property
    def shown(self) -> list[str]:
        """The list."""
        return [hold.id for hold in self.model.view.holds]

    @property
    def chosen(self) -> str | None:
        """What is shown in full."""
        chosen = self.model.view.chosen
        return None if chosen is None else chosen.id
