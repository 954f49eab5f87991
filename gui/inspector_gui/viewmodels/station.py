"""One station as a whole: hands each piece of news to the models that it concerns."""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path

from PySide6.QtCore import QObject

from inspector.domain.access import Role
from inspector.domain.lot_group import Dimension
from inspector.domain.review import ASKED
from inspector.wire.item import ItemArrived, ItemConfirm
from inspector.wire.line import ResponseMessage
from inspector.wire.result import Result
from inspector_gui.link.answers import AnswerBook
from inspector_gui.link.came_back import AskCameBack, CameBackTold
from inspector_gui.link.files import WriteFile
from inspector_gui.link.inbox import InboxCounts
from inspector_gui.link.journal import AskJournal, JournalTold
from inspector_gui.link.news import Heard, News, Unreadable
from inspector_gui.link.open_list import Ask, Told
from inspector_gui.link.pictures import Picture, Wish
from inspector_gui.viewmodels.access import AccessModel, Entry
from inspector_gui.viewmodels.alarm_desk import AlarmDeskModel
from inspector_gui.viewmodels.alarms import AlarmsModel
from inspector_gui.viewmodels.answers import AnswersModel
from inspector_gui.viewmodels.audit import AuditModel
from inspector_gui.viewmodels.came_back import CameBackModel
from inspector_gui.viewmodels.counters import CountersModel
from inspector_gui.viewmodels.diagnostics import DiagnosticsModel
from inspector_gui.viewmodels.exports import ExportsModel
from inspector_gui.viewmodels.held_items import HeldItems, held_items
from inspector_gui.viewmodels.hold_desk import HoldDeskModel
from inspector_gui.viewmodels.holds import HoldsModel
from inspector_gui.viewmodels.items import ItemsModel, item_view
from inspector_gui.viewmodels.journal import JournalModel
from inspector_gui.viewmodels.line import LineModel
from inspector_gui.viewmodels.orders import OrdersModel
from inspector_gui.viewmodels.people import PeopleModel
from inspector_gui.viewmodels.picture import PictureModel
from inspector_gui.viewmodels.queue import QueueModel
from inspector_gui.viewmodels.queue_pictures import QueuePicturesModel
from inspector_gui.viewmodels.recent_groups import RecentGroups
from inspector_gui.viewmodels.request import Send
from inspector_gui.viewmodels.setup import SetupModel
from inspector_gui.viewmodels.setup_pictures import SetupPicturesModel
from inspector_gui.viewmodels.shift import ShiftModel
from inspector_gui.viewmodels.sign_in import SignInModel
from inspector_gui.viewmodels.spans import SHIFT_STARTS, wall_clock
from inspector_gui.viewmodels.station_panel import StationPanelModel
from inspector_gui.viewmodels.teach import TeachModel
from inspector_gui.viewmodels.teach_pictures import TeachPictures
from inspector_gui.viewmodels.tour import TourModel
from inspector_gui.viewmodels.trends import TrendsModel

TRENDS_EVERY_S = 0.2


class StationModel(QObject):
    """All models of the window; all calls in Qt's thread.

    `wish` goes to the picture link, `ask` to the list's, `use_http` to both. Without `answers` none can be kept.
    `write` writes a file into the folder `exports`; `now` is the wall clock, `now_s` the monotonic one.
    """

    def __init__(
        self,
        *,
        wish: Callable[[Wish], None],
        use_http: Callable[[str | None], None],
        ask: Callable[[Ask], None] | None = None,
        ask_journal: Callable[[AskJournal], None] | None = None,
        ask_came_back: Callable[[AskCameBack], None] | None = None,
        command: Send | None = None,
        answers: AnswersModel | None = None,
        operator: str = "operator",
        station: str = "",
        write: Callable[[WriteFile], bool] | None = None,
        exports: Path | None = None,
        shift_starts: Sequence[time_of_day] = SHIFT_STARTS,
        tour: TourModel | None = None,
        inboxes: Callable[[], Sequence[InboxCounts]] = tuple,
        now: Callable[[], datetime] = wall_clock,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.line = LineModel(self)
        self.alarms = AlarmsModel(self)
        self.items = ItemsModel(self)
        self.counters = CountersModel(self)
        self.trends = TrendsModel(self)
        self.picture = PictureModel(self.items, wish, self)
        self.answers = answers if answers is not None else AnswersModel(AnswerBook(None), lambda _review: False, self)
        self.diagnostics = DiagnosticsModel(
            inboxes=inboxes,
            unheard=lambda: self.counters.view.unheard,
            kept=lambda: len(self.answers.waiting),
            parent=self,
        )
        plain_send = command if command is not None else _nowhere
        self.access = AccessModel(plain_send, operator=operator, now_s=now_s, parent=self)
        self.sign_in = SignInModel(self.access, plain_send, now_s=now_s, parent=self)
        self.answers.sign_with(lambda: self.access.session)
        send, may = self.access.send, self.access.denied
        self.queue = QueueModel(
            self.answers, ask if ask is not None else _nobody, operator=operator, permit=may, now_s=now_s, parent=self
        )
        self.desk = AlarmDeskModel(self.alarms, send, operator=operator, permit=may, now_s=now_s, parent=self)
        self.holds, self._recent = HoldsModel(self), RecentGroups()
        self.hold_desk = HoldDeskModel(
            self.holds,
            send,
            self._recent.names,
            self._held_items,
            operator=operator,
            permit=may,
            now_s=now_s,
            parent=self,
        )
        self.teach_pictures = TeachPictures(wish, now_s=now_s, parent=self)
        self.teach = TeachModel(
            send,
            lambda: self._recent.names(Dimension.SKU),
            operator=operator,
            permit=may,
            now_s=now_s,
            parent=self,
        )
        self.audit = AuditModel(send, permit=may, now_s=now_s, parent=self)
        self.orders = OrdersModel(self.line, send, operator=operator, permit=may, now_s=now_s, parent=self)
        self.people = PeopleModel(send, permit=may, open_station=self._is_open, now_s=now_s, parent=self)
        self.panel = StationPanelModel(self.orders, self.people, now_s=now_s, parent=self)
        self.tour = tour if tour is not None else TourModel(parent=self)
        self.setup = SetupModel(send, operator=operator, permit=may, now_s=now_s, parent=self)
        self.setup_pictures = SetupPicturesModel(wish, self)
        self._acting = self._who_acts()
        self.access.changed.connect(self._act)
        self.shift = ShiftModel(send, starts=shift_starts, now=now, now_s=now_s, parent=self)
        self.came_back = CameBackModel(
            ask_came_back if ask_came_back is not None else _nobody,
            send,
            operator=operator,
            permit=may,
            now_s=now_s,
            parent=self,
        )
        self.came_back_pictures = QueuePicturesModel(wish, self)
        self.exports = ExportsModel(
            write if write is not None else _unwritten,
            folder=exports if exports is not None else Path(),
            station=station,
            parent=self,
        )
        self.journal = JournalModel(ask_journal if ask_journal is not None else _nobody, self)
        self.alarms.changed.connect(self.journal.refresh)
        self.queue_pictures = QueuePicturesModel(wish, self)
        self.queue.changed.connect(lambda: self.queue_pictures.show(self.queue.view.item, self.queue.following))
        self.unreadable = 0
        self._counted = self._pictured = self._trending = False
        self._now_s, self._trended_s = now_s, -math.inf
        self._use_http = use_http
        self.line.cameras_changed.connect(self._meet_cameras)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is taken meanwhile is shown once, at the end: 60 items a second are not 60 times drawn.

        Diagnostics are shown at the next tick.
        """
        quiet = (self.items, self.counters, self.trends, self.picture, self.diagnostics)
        self._counted = self._pictured = False
        for model in quiet:
            model.blockSignals(True)  # noqa: FBT003 - Qt's
        try:
            yield
        finally:
            for model in quiet:
                model.blockSignals(False)  # noqa: FBT003 - Qt's
        if self._counted:
            self.counters.changed.emit()
            self._show_trends(anew=True)
            self.items.changed.emit()  # the picture follows
        elif self._pictured:
            self.picture.changed.emit()

    def _show_trends(self, *, anew: bool) -> None:
        """Plotting is dear, and a line of 240 items looks the same after one more: five times a second is enough."""
        self._trending |= anew
        now = self._now_s()
        if self._trending and now - self._trended_s >= TRENDS_EVERY_S:
            self._trending, self._trended_s = False, now
            self.trends.changed.emit()

    def take(self, news: News) -> None:
        """One piece of news, in order."""
        self.line.take(news)
        self.alarms.take(news)
        self.holds.take(news)
        self.diagnostics.take(news)
        if isinstance(news, Heard) and isinstance(news.message, ResponseMessage):
            self.answers.take(news.message)
            self.desk.take(news.message)
            self.hold_desk.take(news.message)
            self.teach.take(news.message)
            self.orders.take(news.message)
            self.people.take(news.message)
            self.shift.take(news.message)
            self.came_back.hear(news.message)
            self.setup.take(news.message)
            self.audit.take(news.message)
            self.access.take(news.message)
            self.sign_in.take(news.message)
        if isinstance(news, Unreadable):
            self.unreadable += 1
        elif isinstance(news, Heard) and not news.retained:
            self._count(news)

    def _count(self, news: Heard) -> None:
        self._counted |= isinstance(news.message, Result | ItemConfirm)
        match news.message:
            case ItemArrived() as arrived:
                self._recent.arrived(arrived)
                self.counters.arrived(arrived)
            case Result() as result:
                self._recent.inspected(result)
                if result.disp in ASKED:
                    self.queue.news()
                if self.counters.result(result):
                    self.diagnostics.timed(result.timings_ms)
                    self.trends.add(result.disp, result.timings_ms.get("decided_ms"))
                    self.items.add(item_view(result))
            case ItemConfirm() as confirm:
                self.counters.confirm(confirm)
            case _:
                pass

    def take_picture(self, picture: Picture) -> None:
        """A picture came."""
        self._pictured = True
        self.picture.take(picture)
        self.queue_pictures.take(picture)
        self.came_back_pictures.take(picture)
        self.setup_pictures.take(picture)
        self.teach_pictures.take(picture)

    def take_answer(self, answer: object) -> None:
        """An answer over HTTP."""
        match answer:
            case Told():
                self.take_list(answer)
            case JournalTold():
                self.journal.take(answer)
            case CameBackTold():
                self.came_back.take(answer)
            case _:
                raise TypeError(answer)

    def take_list(self, told: Told) -> None:
        """The list of isolated items came, or could not be had."""
        self.queue.take(told)

    def tick(self, now_s: float) -> None:
        """Time passes: ages grow, and old knowledge is called old."""
        self.line.tick(now_s)
        self.alarms.judge(self.line.view.condition)
        self.picture.refresh_live()
        self._show_trends(anew=False)
        self.desk.tick()
        self.diagnostics.tick(now_s)
        heard = self.line.view.condition.trustworthy
        self.queue.tick(heard=heard)
        self.holds.judge(heard=heard)
        self.hold_desk.tick()
        self.orders.tick()
        self.panel.tick()
        self.shift.tick(heard=heard)
        self.came_back.tick(heard=heard)
        self.setup.tick(heard=heard)
        self.teach.tick_over(heard=heard)
        self.access.tick(heard=heard)
        self.sign_in.tick()
        self.people.tick(heard=heard)
        if heard:
            self.tour.offer()
        self.audit.tick()

    def _act(self) -> None:
        """Where somebody else acts, or the same person may do something else, what was begun is given up."""
        if self._who_acts() != self._acting:
            self._acting = self._who_acts()
            acting = (
                self.queue,
                self.desk,
                self.hold_desk,
                self.teach,
                self.orders,
                self.people,
                self.audit,
                self.setup,
                self.came_back,
            )
            for desk in acting:
                desk.act_as(self.access.operator)

    def _who_acts(self) -> tuple[object, ...]:
        """An open station is like one that has not said yet whether it is."""
        view = self.access.view
        return (view.person, view.entry is Entry.LOCKED)

    @property
    def changes_setup(self) -> bool:
        """Whoever acts here may change recipes and models; others may look at them."""
        person = self.access.view.person
        return self._is_open() or (person is not None and person.role.covers(Role.ENGINEER))

    def _is_open(self) -> bool:
        return self.access.view.entry is Entry.OPEN

    def _held_items(self, hold_id: str) -> HeldItems:
        return held_items(self.queue.waiting, self.queue.view.total, hold_id)

    def _meet_cameras(self) -> None:
        self._use_http(self.line.http)
        self.picture.know(self.line.cameras)
        self.queue_pictures.know(self.line.cameras)
        self.came_back_pictures.know(self.line.cameras)


def _nowhere(_name: str, _arguments: Mapping[str, object]) -> str | None:
    """Without a link nothing can be sent."""
    return None


def _unwritten(_file: WriteFile) -> bool:
    """Without a link nothing can be written."""
    return False


def _nobody(_ask: object) -> None:
    """Without a link nobody can be asked."""
