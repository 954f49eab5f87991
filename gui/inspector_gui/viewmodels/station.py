"""One station as a whole: hands each piece of news to the models that it concerns."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from inspector.wire.item import ItemConfirm
from inspector.wire.result import Result
from inspector_gui.link.news import Heard, News, Unreadable
from inspector_gui.link.pictures import Picture, Wish
from inspector_gui.viewmodels.alarms import AlarmsModel
from inspector_gui.viewmodels.counters import CountersModel
from inspector_gui.viewmodels.items import ItemsModel, item_view
from inspector_gui.viewmodels.line import LineModel
from inspector_gui.viewmodels.picture import PictureModel
from inspector_gui.viewmodels.trends import TrendsModel


class StationModel(QObject):
    """All models of the live window. `wish` and `use_http` go to the picture link; all calls in Qt's thread."""

    def __init__(
        self, *, wish: Callable[[Wish], None], use_http: Callable[[str | None], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.line = LineModel(self)
        self.alarms = AlarmsModel(self)
        self.items = ItemsModel(self)
        self.counters = CountersModel(self)
        self.trends = TrendsModel(self)
        self.picture = PictureModel(self.items, wish, self)
        self.unreadable = 0
        self._use_http = use_http
        self.line.cameras_changed.connect(self._meet_cameras)

    def take(self, news: News) -> None:
        """One piece of news, in order."""
        self.line.take(news)
        self.alarms.take(news)
        if isinstance(news, Unreadable):
            self.unreadable += 1
        elif isinstance(news, Heard) and not news.retained:
            self._count(news)

    def _count(self, news: Heard) -> None:
        match news.message:
            case Result() as result:
                if self.counters.result(result):
                    self.trends.add(result.disp, result.timings_ms.get("decided_ms"))
                    self.items.add(item_view(result))
            case ItemConfirm() as confirm:
                self.counters.confirm(confirm)
            case _:
                pass

    def take_picture(self, picture: Picture) -> None:
        """A picture came."""
        self.picture.take(picture)

    def tick(self, now_s: float) -> None:
        """Time passes: ages grow, and old knowledge is called old."""
        self.line.tick(now_s)
        self.alarms.judge(self.line.view.condition)
        self.picture.refresh_live()

    def _meet_cameras(self) -> None:
        self._use_http(self.line.http)
        self.picture.know(self.line.cameras)
