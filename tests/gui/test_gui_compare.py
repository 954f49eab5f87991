"""An item beside a picture of how it should look: one zoom and place for both; the heat map's share; real pictures."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspector_gui.link.pictures import Layer, Picture, PictureLink, Source, Wish
from inspector_gui.viewmodels.picture import Caption, Overlay
from inspector_gui.viewmodels.viewport import LARGEST, Viewport
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.adapters.clocks import manual
from inspector.adapters.stores import folder_golden
from inspector.app.golden_pictures import golden_picture
from inspector.app.http_service import HttpService
from inspector.domain.golden import golden_of
from tests.support.gui_stage import Stage
from tests.support.http_sources import sources

StageMaker = Callable[..., Stage]
NAME = "A/1 &ü"
SHARE = st.floats(0, 1)
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("zoom"), st.floats(0.2, 5), SHARE, SHARE),
        st.tuples(st.just("move"), st.floats(-3, 3), st.floats(-3, 3), st.just(0.0)),
    ),
    max_size=12,
)


@given(MOVES)
def test_whatever_is_done_what_is_shown_lies_in_the_picture(moves: list[tuple[str, float, float, float]]) -> None:
    viewport, whole = Viewport(), QRectF(10, 20, 300, 200)
    for what, a, b, c in moves:
        viewport = viewport.zoomed(a, (b, c)) if what == "zoom" else viewport.moved(a, b)
        part = viewport.part_of(whole)
        assert 1 <= viewport.zoom <= LARGEST
        assert whole.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(part)
        assert part.width() == pytest.approx(whole.width() / viewport.zoom)


@given(st.floats(0.3, 0.7), st.floats(0.3, 0.7), st.floats(1.1, 3))
def test_what_is_under_the_pointer_stays_there(x: float, y: float, factor: float) -> None:
    whole = QRectF(0, 0, 1, 1)
    before = Viewport().zoomed(2)
    after = before.zoomed(factor, (x, y))
    one, other = before.part_of(whole), after.part_of(whole)
    assert one.x() + x * one.width() == pytest.approx(other.x() + x * other.width())
    assert one.y() + y * one.height() == pytest.approx(other.y() + y * other.height())


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """An opened carton beside its golden picture."""
    made = make_stage(size=(1024, 600))
    made.isolate(range(40, 59))
    made.model.queue.step(7)
    QApplication.processEvents()
    QTest.keyClick(made.window, Qt.Key.Key_G)
    made.come_true()
    for _ in range(3):
        QApplication.processEvents()
    return made


def relative(stage: Stage) -> list[tuple[float, ...]]:
    """The shown part of both pictures, 0 … 1 of what is compared."""
    found: list[tuple[float, ...]] = []
    for view in stage.model.queue_pictures.views:
        assert view.region is not None
        found.append((view.region.width(), view.region.height()))
    return found


def test_the_item_is_cut_out_as_its_golden_picture_is(stage: Stage) -> None:
    item, golden = stage.model.queue_pictures.views
    assert (item.caption, golden.caption, item.camera) == (Caption.STORED, Caption.GOLDEN, golden.camera)
    box = next(box for box in item.boxes if box.label == "item")
    assert item.region is not None
    assert item.region.contains(QRectF(QPointF(*box.xyxy[:2]), QPointF(*box.xyxy[2:])))
    assert item.region.width() < 1.1 * (box.xyxy[2] - box.xyxy[0])
    assert golden.region == QRectF(0, 0, golden.size.width(), golden.size.height())


def test_wheel_and_drag_move_both_pictures_by_the_same_share(stage: Stage) -> None:
    pictures, canvas = stage.model.queue_pictures, stage.window.queue.views.canvases[1]
    whole = relative(stage)
    middle = canvas.rect().center()
    wheel = QWheelEvent(
        QPointF(middle),
        QPointF(canvas.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, 360),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt takes it by position
    )
    QApplication.sendEvent(canvas, wheel)
    zoom = pictures.viewport.zoom
    assert zoom == pytest.approx(1.25**3)
    for before, after in zip(whole, relative(stage), strict=True):
        assert after[0] == pytest.approx(before[0] / zoom)
        assert after[1] == pytest.approx(before[1] / zoom)
    x = pictures.viewport.x
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(canvas, middle - QPoint(40, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle - QPoint(40, 0))
    moved = 40 / canvas.image_rect().width() / zoom
    assert pictures.viewport.x == pytest.approx(min(x + moved, 1 - 0.5 / zoom))
    assert pictures._golden_number == 0, "a drag is no press"


def test_keys_zoom_and_another_item_begins_whole(stage: Stage) -> None:
    pictures = stage.model.queue_pictures
    QTest.keyClick(stage.window, Qt.Key.Key_Plus)
    QTest.keyClick(stage.window, Qt.Key.Key_Plus)
    QTest.keyClick(stage.window, Qt.Key.Key_Minus)
    assert pictures.viewport.zoom == pytest.approx(1.25)
    QTest.keyClick(stage.window, Qt.Key.Key_Left)
    assert (pictures.viewport, pictures.comparing) == (Viewport(), True)


def test_a_press_on_the_golden_picture_asks_for_another_and_an_old_answer_is_not_taken(stage: Stage) -> None:
    pictures = stage.model.queue_pictures
    before = pictures.views[1].image
    QTest.mouseClick(stage.window.queue.views.canvases[1], Qt.MouseButton.LeftButton)
    wish = stage.wishes[-1]
    assert (wish.layer, wish.number, wish.sku) == (Layer.GOLDEN, 1, stage.model.queue.view.item.view.sku)  # type: ignore[union-attr]
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    old = Wish(rid=wish.rid, camera=wish.camera, layer=Layer.GOLDEN, sku=wish.sku, number=0)
    pictures.take(Picture(wish=old, source=Source.ITEM, image=image, thumb=image, size=image.size()))
    assert pictures.views[1].image == before
    pictures.take(Picture(wish=wish, source=Source.ITEM, image=image, thumb=image, size=image.size()))
    assert pictures.views[1].image == image


def test_a_product_without_a_golden_picture_says_so(stage: Stage) -> None:
    pictures = stage.model.queue_pictures
    pictures.next_golden()
    nothing = QImage()
    taken = Picture(wish=stage.wishes.pop(), source=Source.NONE, image=nothing, thumb=nothing, size=QSize())
    pictures.take(taken)
    assert pictures.views[1].caption is Caption.NO_GOLDEN
    assert stage.window.queue.views.canvases[1].caption == "top: No picture of how it should look"


def test_the_heat_map_s_share_goes_from_the_plain_picture_to_the_heat_map(stage: Stage) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_G)
    seen = {}
    pages = stage.window.queue
    for overlay in (Overlay.HEAT, Overlay.NONE):
        while stage.model.queue_pictures.overlay is not overlay:
            stage.model.queue_pictures.next_overlay()
            stage.come_true()
        assert pages.heat.isVisible() is (overlay is Overlay.HEAT)
        for value in (0, 50, 100):
            pages.heat.setValue(value)
            seen[overlay, value] = pages.views.canvases[0]._blended()
    plain = seen[Overlay.NONE, 0]
    assert seen[Overlay.HEAT, 0] == plain
    assert seen[Overlay.HEAT, 100] != plain
    change = [_difference(seen[Overlay.HEAT, value], plain) for value in (50, 100)]
    assert change[0] == pytest.approx(change[1] / 2, rel=0.1)


def _difference(a: QImage, b: QImage) -> float:
    points = [(x, y) for x in range(0, a.width(), 9) for y in range(0, a.height(), 9)]
    return sum(abs(a.pixelColor(x, y).red() - b.pixelColor(x, y).red()) for x, y in points) / len(points)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """A real picture service over a real store with two golden pictures of a product with an awkward number."""
    store = folder_golden.build(folder_golden.Config(), data_dir=tmp_path, clock=manual.build(manual.Config()))
    images = [np.full((30 + 10 * n, 40, 3), (200, 40, 90 + n), np.uint8) for n in range(2)]
    store.put(golden_of(NAME, "top", images))
    shown = sources(golden=lambda sku, camera, number: golden_picture(store, sku, camera, number))
    service = HttpService(shown, host="127.0.0.1", port=0, token=None)
    service.start()
    yield f"http://127.0.0.1:{service.port}"
    service.stop()


@pytest.fixture
def link(base: str) -> Iterator[PictureLink]:
    """The program's own link to it."""
    made = PictureLink()
    made.use(base)
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize(
    ("sku", "camera", "number", "height"),
    [(NAME, "top", 0, 30), (NAME, "top", 1, 40), (NAME, "top", 2, 30), (NAME, "side", 0, 0), ("B", "top", 0, 0)],
)
def test_golden_pictures_come_out_of_the_store_round_and_round(
    link: PictureLink, sku: str, camera: str, number: int, height: int
) -> None:
    found = fetched(link, Wish(rid="r1", camera=camera, layer=Layer.GOLDEN, sku=sku, number=number))
    assert found.source is (Source.ITEM if height else Source.NONE)
    if height:
        assert found.size.height() == height
        colour = found.image.pixelColor(3, 3)
        assert (colour.red(), colour.green(), colour.blue()) == (200, 40, 90 + number % 2)


def test_a_question_without_a_product_is_refused(link: PictureLink) -> None:
    assert "400" in fetched(link, Wish(rid="r1", camera="top", layer=Layer.GOLDEN)).problem


def fetched(link: PictureLink, wish: Wish) -> Picture:
    """What becomes of a wish."""
    came = threading.Event()
    link.inbox.wake = came.set
    link.wish(wish)
    assert came.wait(10)
    (found,) = link.inbox.take()
    return found
