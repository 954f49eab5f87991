"""The holds that stand: groups of similar items that are suspect until a person lets them go."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector.domain.hold import BY_HAND, STATION, HoldAction, HoldFacts
from inspector.domain.lot_group import Dimension
from inspector.wire.hold import HoldMessage
from inspector.wire.line import HbEdge
from inspector_gui.link.news import Cleared, Connected, Heard, News
from inspector_gui.viewmodels.queue_view import Knowledge

PREFIX = "hold/"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """One hold. `raised` is UTC ISO; `figures` is None where a person raised it, who says why in `why`."""

    id: str
    dimension: Dimension
    name: str
    finding: str
    action: HoldAction
    raised: str
    by: str
    why: str
    figures: HoldFacts | None = None

    @property
    def by_hand(self) -> bool:
        """A person raised it."""
        return self.finding == BY_HAND

    @property
    def of_station(self) -> bool:
        """The lot watch raised it."""
        return self.by == STATION and not self.by_hand

    @property
    def acts(self) -> bool:
        """It does something to items that would have passed."""
        return self.action is not HoldAction.SHOWN


class HoldsModel(QObject):
    """Rebuilt from the retained messages at each connection; what was known stays until the station is heard again.

    Retained messages come before the first heartbeat of a connection: what they did not tell by then was released
    meanwhile. Qt's thread only.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: dict[str, HoldView] = {}
        self._before: dict[str, HoldView] = {}
        self._beaten = self._heard = self._ever_heard = False
        self.knowledge = Knowledge.UNKNOWN
        self.holds: tuple[HoldView, ...] = ()

    @property
    def count(self) -> int | None:
        """How many stand; None while the station was never heard and nothing is known."""
        return None if self.knowledge is Knowledge.UNKNOWN else len(self.holds)

    def take(self, news: News) -> None:
        """One piece of news."""
        if isinstance(news, Connected):
            self._before, self._told = self._before | self._told, {}
            self._beaten = self._heard = False
        elif isinstance(news, Heard) and isinstance(news.message, HbEdge):
            self._beaten = True
        elif isinstance(news, Cleared) and news.suffix.startswith(PREFIX):
            hold_id = news.suffix.removeprefix(PREFIX)
            self._told.pop(hold_id, None)
            self._before.pop(hold_id, None)
        elif isinstance(news, Heard) and isinstance(news.message, HoldMessage):
            self._told[news.message.id] = _view(news.message)
        else:
            return
        self._show()

    def judge(self, *, heard: bool) -> None:
        """Time passes. `heard`: what the station says is of now."""
        self._heard = heard and self._beaten
        self._ever_heard = self._ever_heard or self._heard
        if self._heard:
            self._before = {}
        self._show()

    def _show(self) -> None:
        standing = self._before | self._told
        holds = tuple(sorted(sorted(standing.values(), key=_newest, reverse=True), key=lambda hold: not hold.acts))
        known = self._ever_heard or bool(holds)
        knowledge = Knowledge.UNKNOWN if not known else Knowledge.FRESH if self._heard else Knowledge.OLD
        if (holds, knowledge) != (self.holds, self.knowledge):
            self.holds, self.knowledge = holds, knowledge
            self.changed.emit()


def _newest(hold: HoldView) -> tuple[str, str]:
    return hold.raised, hold.id


def _view(message: HoldMessage) -> HoldView:
    return HoldView(
        id=message.id,
        dimension=message.dimension,
        name=message.name,
        finding=message.finding,
        action=message.action,
        raised=message.raised,
        by=message.by,
        why=message.why,
        figures=_figures(message),
    )


def _figures(message: HoldMessage) -> HoldFacts | None:
    """None unless all that a sentence needs is there."""
    if message.since is None or message.items is None or message.calls is None or message.expected is None:
        return None
    return HoldFacts(
        since=message.since,
        items=message.items,
        calls=message.calls,
        expected=message.expected,
        confirmed=message.confirmed or 0,
        overruled=message.overruled or 0,
        evidence=message.evidence or 0.0,
    )
