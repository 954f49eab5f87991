"""The isolation queue's page with canned values: real clicks and keys."""

from collections.abc import Callable

import pytest
from inspector_gui.i18n.words import ANSWERS, CLASSES, OVERRULES
from inspector_gui.link.open_list import RELABELLED, Told
from inspector_gui.link.pictures import Picture, Source, Wish
from inspector_gui.viewmodels.marks import rect_of
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.picture import Caption, Overlay
from inspector_gui.viewmodels.queue_view import KINDS, Choosing
from inspector_gui.widgets.picture_view import NOTHING
from inspector_gui.widgets.touched_canvas import TouchedCanvas
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from inspector.domain.dispositioning import Fate
from inspector.domain.review import Answer, OverruleReason
from tests.support import gui_queue
from tests.support.gui_pictures import SCENES, small_stage
from tests.support.gui_stage import Stage
from tests.support.gui_touch import buttons_in, click, too_small

StageMaker = Callable[..., Stage]


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """The queue's page, eight items wait."""
    made = make_stage(size=(1024, 600))
    made.isolate(range(40, 59))
    QApplication.processEvents()
    return made


def key(stage: Stage, pressed: Qt.Key) -> None:
    """A key, wherever the focus is; then a moment passes."""
    QTest.keyClick(stage.window, pressed)
    stage.wait(0.5)


def said(stage: Stage) -> list[Answer]:
    """The answers that left, each booked at once by the canned station."""
    stage.book_all()
    return [sent.answer for sent in stage.station.sent]


def test_every_code_has_words() -> None:
    assert set(ANSWERS) == set(Answer)
    assert set(OVERRULES) == set(OverruleReason)
    assert set(KINDS) <= set(CLASSES)


def test_the_whole_way_by_keys(stage: Stage) -> None:
    window = stage.window
    assert (window.page, window.rail.buttons[Page.QUEUE].text()) == (Page.QUEUE, "Isolated\n8")
    key(stage, Qt.Key.Key_1)
    key(stage, Qt.Key.Key_2)
    key(stage, Qt.Key.Key_5)
    key(stage, Qt.Key.Key_3)
    assert said(stage) == [Answer.CONFIRMED, Answer.OVERRULED, Answer.CANNOT_TELL]
    assert stage.station.sent[1].reason is list(OverruleReason)[4]
    assert window.queue.count.text() == "Open: 1 of 5"
    key(stage, Qt.Key.Key_U)
    assert said(stage)[3:] == [Answer.WITHDRAWN]
    assert stage.station.sent[3].supersedes == stage.station.sent[2].review_id
    assert window.queue.count.text() == "Open: 1 of 6"


def test_the_whole_way_by_touch(stage: Stage) -> None:
    page = stage.window.queue

    def press(button: QAbstractButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        stage.wait(0.5)

    press(page.choices.other_kind)
    assert stage.model.queue.view.choosing is Choosing.KIND
    press(page.choices.go_back)
    press(page.choices.other_kind)
    press(page.choices.numbered[KINDS.index("spillage")])
    assert page.choices.answers[0].text() == "1   Damaged: spill"
    press(page.choices.answers[0])
    press(page.choices.answers[1])
    press(page.choices.numbered[2])
    press(page.undo)
    assert said(stage) == [Answer.CONFIRMED, Answer.OVERRULED, Answer.WITHDRAWN]
    assert stage.station.sent[0].label == "spillage"


def test_what_becomes_of_it_by_keys_and_by_touch(make_stage: StageMaker) -> None:
    stage = make_stage(size=(1024, 600))
    stage.isolate(range(40, 59), fates=True)
    QApplication.processEvents()
    page = stage.window.queue
    first, second = (item.view.track for item in stage.model.queue.waiting[:2])
    for pressed in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_1):  # print, so nothing is wrong with it: release
        key(stage, pressed)
    assert page.undo.text() == f"U   Undo: item {first}, Release (10 s)"
    choices = page.choices.fate
    QTest.mouseClick(page.choices.answers[2], Qt.MouseButton.LeftButton)
    stage.wait(0.5)
    assert choices.question.text() == f"Item {second}: cannot tell. What becomes of it?"
    assert (choices.proposal.isEnabled(), choices.proposal.text()) == (False, "1   Nothing is proposed")
    for button in (choices.fates[Fate.SECOND_CHANCE], choices.go_back, choices.fates[Fate.SECOND_CHANCE]):
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        stage.wait(0.5)
    QTest.mouseClick(choices.grades["C"], Qt.MouseButton.LeftButton)
    stage.wait(12.0)
    stage.book_all()
    assert [(step.fate, step.grade) for step in stage.station.steps] == [
        (Fate.RELEASED, None),
        (Fate.SECOND_CHANCE, "C"),
    ]
    key(stage, Qt.Key.Key_3)
    key(stage, Qt.Key.Key_Escape)
    assert (stage.model.queue.view.choosing, len(stage.station.steps)) == (Choosing.ANSWER, 2), "Esc: later"


def test_the_page_says_how_long_it_waits_and_what_puts_it_before_older_ones(stage: Stage) -> None:
    shown = stage.station.items[0]
    stage.station.items[0] = shown.model_copy(update={"order": 0.0, "worth": 12.5, "ahead_s": 4500.0})
    stage.list_again()
    assert "Waits" not in stage.window.queue.reasons.text(), "an older station does not tell its time"
    assert "moved up by 1 h 15 min: damage would cost 12.50" in stage.window.queue.reasons.text()


@pytest.mark.parametrize(
    ("ahead_s", "said"),
    [
        (60.0, "1 min"),
        (3600.0, "1 h"),
        (7260.0, "2 h 1 min"),
        (86_400.0, "1 d"),
        (86_400.0 + 3540.0, "1 d"),
        (90_000.0, "1 d 1 h"),
    ],
)
def test_whole_hours_and_days_are_said_without_a_zero(stage: Stage, ahead_s: float, said: str) -> None:
    shown = stage.station.items[0]
    stage.station.items[0] = shown.model_copy(update={"order": 0.0, "worth": 10.0, "ahead_s": ahead_s})
    stage.list_again()
    assert f"moved up by {said}: damage would cost 10" in stage.window.queue.reasons.text()


def drag(canvas: TouchedCanvas, start: QPointF, end: QPointF) -> None:
    """A finger that draws from one place to the other, in the camera's pixels."""
    first, last = (canvas.widget_rect(QRectF(point, QSizeF(0, 0))).topLeft().toPoint() for point in (start, end))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=first)
    for point in ((first + last) / 2, last):
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=last)


def test_boxes_are_drawn_with_a_finger_and_sent_in_pixels_of_the_camera(stage: Stage) -> None:
    page, marks = stage.window.queue, stage.model.queue.marks
    canvas = page.views.canvases[1]
    camera = stage.model.queue_pictures.views[1].camera
    plain = canvas.grab().toImage()
    drag(canvas, QPointF(100, 100), QPointF(200, 180))
    assert marks.marks == (), "without the tool a drag moves the picture"
    QTest.mouseClick(page.tools.mark, Qt.MouseButton.LeftButton)
    stage.model.queue_pictures.look(stage.model.queue_pictures.viewport.zoomed(2.0, (0.5, 0.5)))
    shown = canvas._shown()
    start, end = shown.center(), shown.center() + QPointF(60, 40)
    drag(canvas, start, end)
    drag(canvas, shown.topLeft() + QPointF(20, 20), shown.bottomRight() + QPointF(400, 400))
    assert len(marks.marks) == 2
    first, second = marks.marks
    pixel = shown.width() / canvas.image_rect().width()  # of the screen, in the camera's
    expected = (start.x(), start.y(), end.x(), end.y())
    assert first.camera == camera
    assert all(abs(found - wanted) <= pixel for found, wanted in zip(first.xyxy, expected, strict=True))
    assert second.xyxy[2:] == pytest.approx((shown.right(), shown.bottom()), abs=0.1), "no further than the picture"
    assert canvas.grab().toImage() != plain
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.widget_rect(rect_of(second)).center().toPoint())
    key(stage, Qt.Key.Key_M)
    assert (marks.marks, marks.drawing) == ((first,), False), "a press takes a box away"
    key(stage, Qt.Key.Key_1)
    stage.book_all()
    assert stage.station.sent[-1].marks == (first,)
    assert marks.marks == ()
    key(stage, Qt.Key.Key_U)
    assert marks.marks == (first,), "it is still drawn when the answer is taken back"
    key(stage, Qt.Key.Key_Backspace)
    key(stage, Qt.Key.Key_1)
    stage.book_all()
    assert stage.station.sent[-1].marks == ()


def test_nothing_is_drawn_where_there_is_no_picture_and_on_no_golden_one(make_stage: StageMaker) -> None:
    stage = small_stage(make_stage, "queue_compare")
    marks, canvases = stage.model.queue.marks, stage.window.queue.views.canvases
    key(stage, Qt.Key.Key_M)
    drag(canvases[1], QPointF(30, 30), QPointF(90, 90))
    assert marks.marks == ()
    canvases[0].show_picture(NOTHING, current=True)
    QTest.mousePress(canvases[0], Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    QTest.mouseMove(canvases[0], QPoint(90, 90))
    QTest.mouseRelease(canvases[0], Qt.MouseButton.LeftButton, pos=QPoint(90, 90))
    assert marks.marks == ()


def test_the_undo_button_counts_down_and_ends(stage: Stage) -> None:
    key(stage, Qt.Key.Key_3)
    undo = stage.window.queue.undo
    assert undo.isEnabled()
    assert "4750, cannot tell (10 s)" in undo.text()
    stage.wait(6.0)
    assert "(4 s)" in undo.text()
    stage.wait(4.0)
    assert (undo.isEnabled(), undo.text()) == (False, "U   Undo")


def test_keys_of_the_queue_do_nothing_on_the_live_page(stage: Stage) -> None:
    key(stage, Qt.Key.Key_F1)
    assert stage.window.page is Page.LIVE
    for pressed in (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_K, Qt.Key.Key_U):
        key(stage, pressed)
    assert said(stage) == []
    key(stage, Qt.Key.Key_Space)
    assert stage.model.items.held
    key(stage, Qt.Key.Key_F2)
    key(stage, Qt.Key.Key_1)
    assert said(stage) == [Answer.CONFIRMED]


def test_a_view_that_is_pressed_is_alone_and_then_beside_the_others_again(stage: Stage) -> None:
    views = stage.window.queue.views
    assert [canvas.isVisible() for canvas in views.canvases] == [True, True, False, False]
    QTest.mouseClick(views.canvases[1], Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert stage.model.queue_pictures.only == "side"
    assert [canvas.isVisible() for canvas in views.canvases] == [True, False, False, False]
    assert views.canvases[0].height() > stage.window.queue.height() // 2
    key(stage, Qt.Key.Key_C)
    assert stage.model.queue_pictures.only is None


def test_the_heat_map_is_fetched_when_it_is_asked_for(stage: Stage) -> None:
    plain = stage.window.queue.views.grab().toImage()
    key(stage, Qt.Key.Key_O)
    stage.come_true()
    assert stage.model.queue_pictures.overlay is Overlay.HEAT
    assert {view.caption for view in stage.model.queue_pictures.views} == {Caption.HEAT}
    assert stage.window.queue.views.grab().toImage() != plain


def test_a_picture_that_is_missing_says_so_and_the_live_one_never_stands_in(make_stage: StageMaker) -> None:
    stage = make_stage()
    stage.isolate(range(40, 59))
    item = stage.model.queue.view.item
    assert item is not None
    model = stage.model.queue_pictures
    model.show(None, None)
    model.show(item, None)
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    for camera in model.cameras:
        wish = Wish(rid=item.rid, camera=camera)
        model.take(Picture(wish=wish, source=Source.LIVE, image=image, thumb=image, size=image.size(), coming=True))
    assert {view.caption for view in model.views} == {Caption.LOADING}, "it may still be stored"
    for camera in model.cameras:
        wish, none = Wish(rid=item.rid, camera=camera), QImage()
        model.take(Picture(wish=wish, source=Source.NOT_STORED, image=none, thumb=none, size=none.size()))
    assert {view.caption for view in model.views} == {Caption.MISSING}
    assert all(view.image.isNull() for view in model.views)


def test_pictures_of_other_items_are_not_kept(stage: Stage) -> None:
    model = stage.model.queue_pictures
    for _ in range(6):
        key(stage, Qt.Key.Key_3)
        stage.book_all()
        stage.come_true()
    assert len({rid for rid, _, _ in model._pictures.kept}) <= 2
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    before = model.views
    wish = Wish(rid="another", camera="top")
    model.take(Picture(wish=wish, source=Source.ITEM, image=image, thumb=image, size=image.size()))
    assert [view.image for view in model.views] == [view.image for view in before]


@pytest.mark.parametrize("scene", ["queue", "queue_reasons", "queue_kinds", "queue_fate", "queue_grade"])
def test_everything_a_finger_presses_is_large_enough(make_stage: StageMaker, scene: str) -> None:
    buttons = buttons_in(small_stage(make_stage, scene).window)
    assert len(buttons) >= 12
    assert too_small(buttons) == []


def test_what_waits_is_unknown_old_or_nothing_but_never_taken_for_nothing(make_stage: StageMaker) -> None:
    words = {}
    for scene in ("queue_unknown", "queue_empty", "queue_unheard"):
        stage = make_stage()
        SCENES[scene](stage)
        words[scene] = (stage.window.queue.views.nothing.text(), stage.window.queue.count.text())
    assert words["queue_unknown"] == ("What waits is not known yet: the station has not said it.", "Open: ?")
    assert words["queue_empty"] == ("Nothing waits for you.", "Open: 0")
    assert "OLD" in stage.window.queue.status[0].text()
    assert "2" in stage.window.queue.status[1].text()


@pytest.mark.parametrize("how", ["touch", "key"])
def test_the_relabelled_are_one_press_away(make_stage: StageMaker, how: str) -> None:
    stage = small_stage(make_stage, "queue_fate")
    page = stage.window.queue
    assert (page.relabelled.isVisible(), page.relabelled.text()) == (True, "R   Relabelled: 2")
    if how == "touch":
        click(page.relabelled)
    else:
        QTest.keyClick(stage.window, Qt.Key.Key_R)
    assert stage.station.asked[-1].code == RELABELLED
    late = [item for item in stage.station.items if item.fate is Fate.RELABELLED]
    stage.model.take_list(Told(ask=stage.station.asked[-1], page=gui_queue.page(late)))
    assert stage.model.queue.view.item is not None
    assert stage.model.queue.view.item.rid == late[0].rid
    assert stage.model.queue.view.choosing is Choosing.FATE
