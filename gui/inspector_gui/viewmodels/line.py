"""What the line does, and how old that knowledge is. Old knowledge is never shown as fine."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from inspector.domain.packml import PackMode, PackState
from inspector.domain.station import HELD
from inspector.wire.line import HbEdge, HbPlc, Info, State, Status
from inspector_gui.link.news import Connected, Disconnected, Heard, News
from inspector_gui.viewmodels.reading import ReadingModel

NO_NEWS_AFTER_S = 1.5  # seven missed heartbeats; with the tick of 0.25 s it is on screen within 2 s
PLC_SILENT_AFTER_S = 1.5


class Condition(StrEnum):
    """The one word over everything; only RUNNING is fine.

    NOT_JUDGED: it runs, but in manual mode nobody looks. NOT_SENT: in maintenance its decisions stay at home.
    """

    NO_BROKER = "NO_BROKER"
    STATION_GONE = "STATION_GONE"
    NO_NEWS = "NO_NEWS"
    NOT_RUNNING = "NOT_RUNNING"
    NOT_JUDGED = "NOT_JUDGED"
    NOT_SENT = "NOT_SENT"
    RUNNING = "RUNNING"

    @property
    def trustworthy(self) -> bool:
        """What is on screen is how it is now."""
        return self not in {Condition.NO_BROKER, Condition.STATION_GONE, Condition.NO_NEWS}


class Beating(StrEnum):
    """A heartbeat: never heard, there, or stopped."""

    UNKNOWN = "UNKNOWN"
    ALIVE = "ALIVE"
    SILENT = "SILENT"


class Pulse:
    """A heartbeat counts only when its number changes: a repeated one comes from something that hangs."""

    def __init__(self, silent_after_s: float) -> None:
        self._silent_after_s = silent_after_s
        self._number: int | None = None
        self._changed_s: float | None = None

    def beat(self, number: int, at_s: float) -> None:
        """A heartbeat came."""
        if number != self._number:
            self._number, self._changed_s = number, at_s

    def state(self, now_s: float) -> Beating:
        """How it stands now."""
        if self._changed_s is None:
            return Beating.UNKNOWN
        return Beating.ALIVE if now_s - self._changed_s <= self._silent_after_s else Beating.SILENT


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One reading. `age_s` is the last message's age, None before the first; `speed_hz` is in encoder counts/s."""

    condition: Condition
    pack: str = ""
    mode: str = ""
    reasons: tuple[str, ...] = ()
    age_s: float | None = None
    plc: Beating = Beating.UNKNOWN
    speed_hz: float | None = None
    detail: str = ""

    @property
    def held_for(self) -> str:
        """Why a person holds the station, as the station says it; empty: nobody does."""
        return next((reason.removeprefix(HELD) for reason in self.reasons if reason.startswith(HELD)), "")


_UNUSUAL = {PackMode.MANUAL: Condition.NOT_JUDGED, PackMode.MAINTENANCE: Condition.NOT_SENT}


class LineModel(ReadingModel[LineView]):
    """Takes news, and is told the time: `tick` at least four times a second."""

    cameras_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(LineView(condition=Condition.NO_BROKER), parent)
        self._connected = False
        self._detail = ""
        self._state: State | None = None
        self._status: str | None = None
        self._ready = False
        self._edge = Pulse(NO_NEWS_AFTER_S)
        self._plc = Pulse(PLC_SILENT_AFTER_S)
        self._speed_hz: float | None = None
        self._heard_s: float | None = None
        self.http: str | None = None
        self.cameras: tuple[str, ...] = ()

    def take(self, news: News) -> None:
        """One piece of news."""
        if isinstance(news, Connected):
            self._connected, self._detail, self._status, self._state = True, "", None, None
        elif isinstance(news, Disconnected):
            self._connected, self._detail = False, news.detail
        elif isinstance(news, Heard):
            self._hear(news)

    def _hear(self, news: Heard) -> None:
        message = news.message
        match message:
            case State():
                self._state = message
            case Status():
                self._status = message.state
            case HbEdge():
                self._ready = message.ready
                self._edge.beat(message.n, news.at_s)
            case HbPlc():
                self._speed_hz = message.enc_hz
                self._plc.beat(message.n, news.at_s)
            case Info():
                self._learn(message)
            case _:
                pass
        from_will = isinstance(message, Status) and message.state != "ONLINE"
        if message.sender == "edge" and not news.retained and not from_will:
            self._heard_s = news.at_s

    def _learn(self, info: Info) -> None:
        if (info.http, tuple(info.cameras)) != (self.http, self.cameras):
            self.http, self.cameras = info.http, tuple(info.cameras)
            self.cameras_changed.emit()

    def tick(self, now_s: float) -> None:
        """Time passes; `changed` follows when anything to be seen did."""
        self._renew(self._reading(now_s))

    def _reading(self, now_s: float) -> LineView:
        state = self._state
        return LineView(
            condition=self._condition(now_s),
            pack=state.pack if state is not None else "",
            mode=str(state.mode) if state is not None else "",
            reasons=tuple(state.reasons) if state is not None else (),
            age_s=None if self._heard_s is None else round(max(0.0, now_s - self._heard_s), 1),
            plc=self._plc.state(now_s) if self._connected else Beating.UNKNOWN,
            speed_hz=self._speed_hz,
            detail=self._detail,
        )

    def _condition(self, now_s: float) -> Condition:
        if not self._connected:
            return Condition.NO_BROKER
        if self._status in {"OFFLINE", "CONNECTION_BROKEN"}:
            return Condition.STATION_GONE
        if self._edge.state(now_s) is not Beating.ALIVE:
            return Condition.NO_NEWS
        state = self._state
        if state is None or state.pack != PackState.EXECUTE.name or not self._ready:
            return Condition.NOT_RUNNING
        return _UNUSUAL.get(state.mode, Condition.RUNNING)
