"""The window with canned values: real clicks and keys, both themes and languages, nothing cut off."""

from collections.abc import Callable
from itertools import product

import pytest
from inspector_gui.link.news import Disconnected
from inspector_gui.viewmodels.line import Condition
from inspector_gui.viewmodels.picture import Overlay
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from inspector.domain.alarm import ALARMS, AlarmState
from inspector.domain.reason import ReasonCode
from inspector.domain.verdict import Disposition
from inspector.wire.result import ReasonPart
from tests.support import gui_line
from tests.support.gui_fit import cut_off, settled
from tests.support.gui_pictures import SCENES, small_stage
from tests.support.gui_scenes import running, unheard
from tests.support.gui_stage import Stage
from tests.support.gui_touch import buttons_in, too_small

StageMaker = Callable[..., Stage]
SMALL, LARGE = (1024, 600), (1920, 1080)


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_cut_off_and_the_age_of_the_last_message_is_always_visible(
    make_stage: StageMaker, scene: str
) -> None:
    """One window is turned to both languages and sizes; that it then looks as a new one does, the goldens tell."""
    stage = make_stage(size=SMALL)
    SCENES[scene](stage)
    for language, size in (("en", SMALL), ("en", LARGE), ("es", LARGE), ("es", SMALL)):
        stage.language.use(language)
        stage.window.resize(*size)
        settled(stage)
        assert stage.window.size() == QSize(*size)
        assert cut_off(stage) == []
        assert stage.window.bar.age.isVisible()
        assert stage.window.bar.age.text() != ""


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_alarm_fits_the_smallest_panel(make_stage: StageMaker, language: str) -> None:
    stage = make_stage(language=language, size=SMALL)
    detail = "broker line-broker.example:8883: [Errno 111] Connection refused"
    for name, how in product(ALARMS, (AlarmState.UNACK_ACTIVE, AlarmState.RTN_UNACK)):
        stage.model.take(gui_line.heard(gui_line.alarm(name, how, detail), 1.0))
        stage.model.take(gui_line.heard(gui_line.alarm("id-conflict"), 1.0))
        settled(stage)
        while stage.window.alarms.shown is not None and stage.window.alarms.shown.id != name:
            stage.window.alarms.more.click()
        settled(stage)
        assert cut_off(stage) == [], (name, how)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_verdict_and_reason_is_read_in_full_on_the_smallest_panel(make_stage: StageMaker, language: str) -> None:
    stage = make_stage(language=language, size=SMALL)
    band, cut = stage.window.live.verdict, []
    codes = list(ReasonCode)
    for index, code in enumerate(codes):
        reason = ReasonPart(code=int(code), name=code.name, score=0.5, camera=None, detail="")
        disposition = list(Disposition)[index % 4]
        stage.model.take(gui_line.heard(gui_line.plain_result(index, disposition, reasons=[reason]), 1.0))
        settled(stage)
        room, needed = band._why.width(), band._why.fontMetrics().horizontalAdvance(band._why.text())
        if needed > room:
            cut.append(f"{band._why.text()}: {needed} px of {room}")
        assert cut_off(stage) == []
    assert len(codes) >= 30
    assert cut == []


def test_everything_a_finger_presses_is_large_enough(make_stage: StageMaker) -> None:
    buttons = buttons_in(small_stage(make_stage, "alarmed").window)
    assert len(buttons) >= 20
    assert too_small(buttons) == []


def test_a_divert_is_no_alarm_and_says_shape_word_lane_and_why(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    newest = stage.model.items.selected
    assert newest is not None
    assert newest.disposition is Disposition.DIVERT
    assert stage.window.live.verdict.word == "DIVERT"
    assert "Lane 2" in stage.window.live.verdict.accessibleName()
    assert stage.window.alarms.shown is None
    red = stage.window.look.colour("p1")
    image = stage.window.live.verdict.grab().toImage()
    assert not any(image.pixelColor(x, y) == red for x in range(0, image.width(), 3) for y in range(image.height()))


def test_under_nothing_found_stands_no_suspicion(make_stage: StageMaker) -> None:
    """Whatever a model took for one in a hundred: of a good item it is what it was not."""
    stage = settled_running(make_stage, size=SMALL)
    reasons = [
        ReasonPart(code=int(code), name=code.name, score=score, camera=None, detail="")
        for code, score in ((ReasonCode.INTACT, 0.95), (ReasonCode.DEFECT_LABEL, 0.05))
    ]
    band = stage.window.live.verdict
    said = {Disposition.PASS: "Probability of damage: 5 %", Disposition.REVIEW: "Label missing"}
    for index, disposition in enumerate(said, start=200):
        told = gui_line.plain_result(index, disposition, reasons=reasons, score=0.05)
        stage.model.take(gui_line.heard(told, stage.now_s))
        settled(stage)
        assert band._more.text().startswith(said[disposition])


def test_an_item_that_nobody_judged_has_no_probability_of_damage(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage, size=SMALL)
    missed = ReasonPart(code=int(ReasonCode.CAMERA_MISS), name="CAMERA_MISS", score=1.0, camera=None, detail="")
    told = gui_line.plain_result(200, Disposition.NO_DECISION, reasons=[missed], score=0.0)
    stage.model.take(gui_line.heard(told, stage.now_s))
    settled(stage)
    assert stage.window.live.verdict._more.text() == "Not judged"
    assert not [text for text in stage.texts if "0 %" in text and "damage" in text]


def settled_running(make_stage: StageMaker, **options: object) -> Stage:
    stage = make_stage(**options)
    running(stage)
    return settled(stage)


def test_keys_hold_step_and_go_on(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    items, window = stage.model.items, stage.window
    newest = items.items[-1]
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert items.held
    QTest.keyClick(window, Qt.Key.Key_Left)
    QTest.keyClick(window, Qt.Key.Key_Left)
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert items.selected == items.items[-2]
    assert window.live.verdict.word == {"PASS": "PASS", "DIVERT": "DIVERT"}[str(items.items[-2].disposition)]
    stage.model.take(gui_line.heard(gui_line.plain_result(70), stage.now_s))
    assert (items.unseen, window.live.tools.hold.text()) == (1, "Go on +1")
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert not items.held
    assert items.selected is not None
    assert items.selected.track > newest.track


def test_keys_work_wherever_the_focus_is(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    stage.window.live.tools.back.setFocus()
    QTest.keyClick(stage.window.live.tools.back, Qt.Key.Key_Space)
    assert stage.model.items.held
    assert stage.model.items.selected == stage.model.items.items[-1], "Space holds, it presses no button"


def test_the_overlay_key_goes_round_and_paints_differently(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    seen: list[QImage] = []
    for expected in (Overlay.HEAT, Overlay.NONE, Overlay.BOXES):
        QTest.keyClick(stage.window, Qt.Key.Key_O)
        stage.come_true()
        assert stage.model.picture.overlay is expected
        seen.append(stage.window.live.picture.grab().toImage())
    assert seen[0] != seen[1] != seen[2] != seen[0]


def test_a_tile_is_clicked_and_its_item_becomes_large(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    tile = stage.window.live.strip.tiles[4]
    assert tile.item is not None
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert stage.model.items.selected == tile.item
    assert stage.model.items.held
    assert str(tile.item.track) in stage.window.live.verdict._about.text()


def test_the_camera_button_changes_the_view(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    assert stage.model.picture.view.camera == "top"
    QTest.mouseClick(stage.window.live.tools.camera, Qt.MouseButton.LeftButton)
    stage.come_true()
    assert stage.model.picture.view.camera == "side"
    assert "side" in stage.window.live.picture.caption


def test_boxes_lie_where_the_camera_saw_them(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    canvas, view = stage.window.live.picture, stage.model.picture.view
    place = canvas.image_rect()
    for box in view.boxes:
        drawn = canvas.box_rect(box)
        assert drawn.left() == pytest.approx(place.left() + box.xyxy[0] / 640 * place.width(), abs=1.0)
        assert drawn.bottom() == pytest.approx(place.top() + box.xyxy[3] / 512 * place.height(), abs=1.0)
    assert {box.label for box in view.boxes} == {"item", "actuation"}


def test_no_news_is_never_shown_as_fine(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    window = stage.window
    fine = window.live.verdict.grab().toImage()
    assert window.bar.plate.word.text() == "RUNNING"
    stage.model.tick(stage.now_s + 1.8)
    assert window.bar.plate.word.text() == "NO NEWS"
    assert "1.8 s" in window.bar.age.text()
    assert window.alarms.shown is not None
    assert window.alarms.shown.id == "window-no-news"
    assert "OLD" in window.live.picture.caption
    assert "OLD" in window.live.verdict._more.text()
    assert window.live.verdict.grab().toImage() != fine


def test_a_lost_broker_keeps_what_it_has_and_says_that_it_is_old(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    stage.model.take(Disconnected(at_s=stage.now_s + 0.3, detail="refused"))
    stage.model.tick(stage.now_s + 0.3)
    assert stage.model.line.view.condition is Condition.NO_BROKER
    assert stage.window.bar.plate.word.text() == "NO CONNECTION"
    assert stage.window.live.counters.numbers["inspected"].text() == "19"
    assert stage.model.items.selected is not None


def test_the_language_changes_while_running(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    QTest.mouseClick(stage.window.bar.language, Qt.MouseButton.LeftButton)
    settled(stage)
    assert stage.window.live.verdict.word == "DESVIAR"
    assert stage.window.bar.plate.word.text() == "EN MARCHA"
    assert "0,2" in stage.window.bar.age.text(), "numbers are written the Spanish way"
    QTest.keyClick(stage.window, Qt.Key.Key_L)
    settled(stage)
    assert stage.window.live.verdict.word == "DIVERT"


def test_the_theme_changes_while_running(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    before = stage.window.grab().toImage()
    QTest.keyClick(stage.window, Qt.Key.Key_T)
    settled(stage)
    after = stage.window.grab().toImage()
    assert stage.window.look.tokens.name == "dark"
    assert before.pixelColor(2, 2).lightness() > 150
    assert after.pixelColor(2, 2).lightness() < 80


def test_numbers_of_the_counters(make_stage: StageMaker) -> None:
    stage = settled_running(make_stage)
    shown = {key: label.text() for key, label in stage.window.live.counters.numbers.items()}
    assert shown == {"inspected": "19", "passed": "10", "diverted": "6", "review": "2", "undecided": "1", "missed": "0"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_old_verdict_still_names_its_whole_item(make_stage: StageMaker, language: str) -> None:
    stage = make_stage(size=(1024, 600), language=language)
    unheard(stage)
    settled(stage)
    band = stage.window.live.verdict
    about = band._about
    assert "4768" in about.text()
    assert about.fontMetrics().horizontalAdvance(about.text()) <= about.contentsRect().width()
    assert ("OLD" if language == "en" else "ANTIGUO") in band._more.text()
