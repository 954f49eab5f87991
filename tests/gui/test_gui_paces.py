"""How fast the window works when everything comes at once: pictures, paintings and plots have a pace."""

import itertools
import os
import threading
from collections.abc import Callable

import pytest
from inspector_gui.link.http_worker import NICENESS
from inspector_gui.link.pictures import MOST_HZ, PictureLink, Wish
from inspector_gui.viewmodels.picture import Caption, PictureView
from inspector_gui.viewmodels.station import TRENDS_EVERY_S
from inspector_gui.widgets.picture_view import LEAST_APART_S, PictureCanvas
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.support import gui_line
from tests.support.gui_shop import PictureShop
from tests.support.gui_stage import Stage

StageMaker = Callable[..., Stage]


class Clock:
    """Stands until it is moved."""

    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_of_60_pictures_a_second_30_are_fetched_the_newest_and_the_rest_is_given_up() -> None:
    clock = Clock()
    link = PictureLink(now_s=clock)
    taken: list[str] = []
    for number in range(120):
        link.wish(Wish(rid=f"r{number}", camera="top"))
        found = link.due()
        if found is not None:
            taken.append(found.rid)
            assert link.due() is None, "one after the other"
        clock.now_s += 1 / 60
    assert 2 * MOST_HZ - 1 <= len(taken) <= 2 * MOST_HZ + 1
    assert taken[-1] in {"r119", "r118"}
    assert [int(rid[1:]) for rid in taken] == sorted(int(rid[1:]) for rid in taken), "the newest of each moment"


def test_a_picture_that_somebody_waits_for_keeps_to_no_pace_and_holds_up_none() -> None:
    clock = Clock()
    link = PictureLink(now_s=clock)
    assert link.patience_s() is None
    for number in range(3):
        link.wish(Wish(rid=f"r{number}", camera="top"))
        link.wish(Wish(rid=f"queue{number}", camera="top", urgent=True))
    found = [link.due() for _ in range(5)]
    assert [one.rid for one in found if one is not None] == ["queue2", "queue1", "queue0", "r2"]
    assert link.patience_s() == pytest.approx(1 / MOST_HZ)
    link.wish(Wish(rid="queue3", camera="top", urgent=True))
    patience = link.patience_s()
    assert patience is not None
    assert patience < 0.01, "it does not wait for the others' turn"


def test_who_fetches_and_decodes_gives_way_to_whoever_presses_a_button(shop: PictureShop, qtbot: QtBot) -> None:
    link = PictureLink()
    link.use(shop.base)
    link.start()
    link.wish(Wish(rid="", camera="top"))
    qtbot.waitUntil(lambda: bool(link.inbox.take()), timeout=5000)
    (thread,) = (one for one in threading.enumerate() if one.name == "pictures")
    assert thread.native_id is not None
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    theirs = os.getpriority(os.PRIO_PROCESS, thread.native_id)
    link.stop()
    assert theirs == min(19, ours + NICENESS)


class Paints(QObject):
    """Counts them."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return False


def view_of(shade: int) -> PictureView:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(shade)
    return PictureView(image=image, size=QSize(8, 8), boxes=(), caption=Caption.STORED, camera="")


def test_pictures_that_come_faster_than_30_a_second_are_painted_less_often_and_the_last_one_is(
    make_stage: StageMaker, qtbot: QtBot
) -> None:
    stage = make_stage()
    canvas = stage.window.live.findChild(PictureCanvas)
    assert canvas is not None
    qtbot.waitUntil(lambda: canvas._painted_s > 0)
    paints = Paints()
    canvas.installEventFilter(paints)
    shown: list[float] = []

    def show_more() -> bool:
        canvas.show_picture(view_of(len(shown)), current=True)
        shown.append(canvas._painted_s)
        return len(set(shown)) > 4

    qtbot.waitUntil(show_more, timeout=5000)
    moments = sorted(set(shown))
    apart = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert min(apart) >= LEAST_APART_S
    last = view_of(0xABCDEF)
    canvas.show_picture(last, current=True)
    before = paints.count
    qtbot.waitUntil(lambda: paints.count > before, timeout=5000)
    assert canvas._view is last


def test_trend_lines_are_drawn_five_times_a_second_and_the_last_item_is_among_them(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.run(range(12))
    drawn: list[int] = []
    stage.model.trends.changed.connect(lambda: drawn.append(len(stage.model.trends.view.latencies_ms)))
    for index in range(12, 132):
        with stage.model.at_once():
            stage.model.take(gui_line.heard(gui_line.plain_result(index), stage.now_s))
        stage.now_s += 1 / 60
    assert 2 / TRENDS_EVERY_S - 1 <= len(drawn) <= 2 / TRENDS_EVERY_S + 1
    stage.now_s += TRENDS_EVERY_S
    stage.model.tick(stage.now_s)
    assert drawn[-1] == 132, "a line that stands still is complete"
