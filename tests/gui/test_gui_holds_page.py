"""The holds' page with canned values: real clicks and keys, typing, a scanner, and every word."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from inspector_gui.i18n import holds as words
from inspector_gui.link.news import Disconnected
from inspector_gui.viewmodels.hold_desk import Fate
from inspector_gui.viewmodels.hold_question import Ask, Task
from inspector_gui.viewmodels.hold_reasons import RaiseReason, ReleaseReason
from inspector_gui.viewmodels.pages import Page
from inspector_gui.widgets.hold_row import HoldRow
from inspector_gui.widgets.scanner_filter import ScannerFilter
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.domain.hold import HoldAction
from inspector.domain.lot_group import Dimension
from inspector.domain.reason import ReasonCode
from tests.support import gui_holds, gui_line
from tests.support.gui_fit import settled
from tests.support.gui_holds import LOT, VENDOR
from tests.support.gui_ink import first_line_ink, mark, painted
from tests.support.gui_pictures import SCENES, small_stage
from tests.support.gui_stage import Stage
from tests.support.gui_touch import buttons_in, click, too_small

StageMaker = Callable[..., Stage]
SMALL = (1024, 600)


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """A vendor, a lot and an hour are held; the vendor's is shown in full."""
    return small_stage(make_stage, "holds")


def key(stage: Stage, *keys: Qt.Key) -> None:
    for one in keys:
        QTest.keyClick(stage.window.focusWidget() or stage.window, one)
    QApplication.processEvents()


def rows(stage: Stage) -> list[HoldRow]:
    return [row for row in stage.window.holds.list.rows if row.isVisible()]


def test_every_code_has_words() -> None:
    assert set(words.DIMENSIONS) == set(Dimension)
    assert set(words.ACTIONS) == set(HoldAction)
    assert set(words.HOLD_REASONS) == {*ReleaseReason, *RaiseReason}
    told = {(task, fate) for task in Task for fate in Fate if fate not in words.NOT_DONE}
    assert set(words.FATES) == told - {(Task.RAISE, Fate.GONE)}


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        ("deformation", "Dented or crushed"),
        ("defect", "Damage"),
        ("novel", "Unlike its references"),
        ("expired", "Expired"),
        ("check:expiry", "Check “expiry” not passed"),
        ("torn_ribbon", "torn_ribbon"),
    ],
)
def test_a_finding_is_said_in_the_words_of_its_reason(qapp: QApplication, finding: str, said: str) -> None:
    del qapp
    assert words.say_finding(finding) == said


def test_each_row_says_what_is_held_since_when_and_why(stage: Stage) -> None:
    assert [row.text() for row in rows(stage)] == [
        "Vendor V-0042",
        "Lot CT-1042:L-2209",
        "Hour (UTC) 2026-09-21T13Z",
    ]
    assert [row.standing.split("  ·  ")[1] for row in rows(stage)] == [
        "Dented or crushed: 11 of 212",
        "Recall or complaint",
        "Check “expiry” not passed: 11 of 212",
    ]
    assert rows(stage)[0].accessibleName().startswith("Vendor V-0042 Sep 21, ")
    assert [row.isChecked() for row in rows(stage)] == [True, False, False]


def test_how_many_stand_is_seen_from_every_page(stage: Stage) -> None:
    for page in Page:
        stage.window.turn_to(page)
        assert stage.window.rail.buttons[Page.HOLDS].isVisible()
        assert stage.window.rail.buttons[Page.HOLDS].text() == "Holds\n3"


def test_how_many_stand_is_not_said_before_the_station_was_heard(make_stage: StageMaker) -> None:
    stage = make_stage(size=SMALL)
    SCENES["holds_unknown"](stage)
    assert stage.window.rail.buttons[Page.HOLDS].text() == "Holds\n?"
    assert "not known yet" in stage.window.holds.details.group.text()


def test_the_chosen_one_says_why_with_its_figures_what_it_does_and_what_waits(stage: Stage) -> None:
    details = stage.window.holds.details
    assert details.group.accessibleName() == "Vendor V-0042"
    assert details.since.accessibleName().startswith("Held by the station since Sep 21, ")
    first, second, third = details.why.accessibleName().split("\n")
    assert first.startswith("Dented or crushed: 11 of 212 items (5.2 %) since Sep 21, ")
    assert (second, third) == (
        "At most 1.6 (0.8 %) would be usual.",
        "Confirmed by people: 7. Overruled, not counted: 2.",
    )
    assert "REVIEW" in details.action.text()
    assert details.items.text() == "Isolated items that wait because of it: 3"
    click(rows(stage)[1])
    assert details.since.accessibleName().startswith("Held by Ben since Sep 21, ")
    assert (details.why.accessibleName(), "DIVERT" in details.action.text()) == ("Recall or complaint", True)
    assert not details.look_at.isVisible(), "none of its items waits"


def test_a_hold_that_does_something_to_items_is_bold_and_each_action_has_its_mark(stage: Stage) -> None:
    look = stage.window.look
    for row in rows(stage)[:2]:  # the chosen one, and another
        assert row.hold is not None
        ink, marks = {}, {}
        for action in HoldAction:
            row.show_hold(replace(row.hold, action=action), chosen=row.isChecked())
            ink[action], marks[action] = first_line_ink(row, look), mark(row, look)
        quiet = ink.pop(HoldAction.SHOWN)
        assert all(found > 1.1 * quiet > 0 for found in ink.values())
        assert all(painted(found) > look.px(34) for found in marks.values())
        assert all(marks[one] != marks[other] for one, other in combinations(HoldAction, 2))


def test_the_arrows_choose_and_bring_into_sight(stage: Stage) -> None:
    for number in range(12):
        message = gui_holds.by_station(f"hold-more-{number:04d}", name=f"V-9{number:03d}")
        stage.model.take(gui_holds.heard(message, stage.now_s))
    settled(stage)
    key(stage, *[Qt.Key.Key_Down] * 20)
    last = rows(stage)[-1]
    assert last.isChecked()
    assert (
        stage.window.holds.list.viewport()
        .rect()
        .contains(last.mapTo(stage.window.holds.list.viewport(), last.rect().center()))
    )
    key(stage, *[Qt.Key.Key_Up] * 20)
    assert rows(stage)[0].isChecked()


def test_a_release_by_keys_is_said_to_be_sent_then_done(stage: Stage) -> None:
    key(stage, Qt.Key.Key_R, Qt.Key.Key_3)
    arguments = {"hold_id": VENDOR, "operator": "Ana", "reason": "The bad items were taken out"}
    assert stage.commands == [("hold.release", arguments)]
    notice = stage.window.holds.details.notice
    assert notice.accessibleName() == "Release sent; the station has not answered yet: Vendor V-0042"
    assert not stage.window.holds.details.let_go.isEnabled()
    stage.model.take(gui_holds.cleared(VENDOR, stage.now_s))
    stage.model.take(gui_line.heard(gui_holds.response("request-1"), stage.now_s))
    assert notice.accessibleName() == "RELEASED: Vendor V-0042"
    assert stage.window.holds.details.group.text() == "Lot CT-1042:L-2209"
    assert stage.window.rail.buttons[Page.HOLDS].text() == "Holds\n2"


def test_a_release_by_touch_that_the_station_refuses(stage: Stage) -> None:
    page = stage.window.holds
    click(rows(stage)[1])
    click(page.details.let_go)
    assert page.questions.title.accessibleName() == "Release: Lot CT-1042:L-2209"
    click(page.questions.numbered[0])
    assert stage.commands[0][1]["hold_id"] == LOT
    refused = gui_holds.response("request-1", ok=False, detail="Ben released it already, because: ok")
    stage.model.take(gui_line.heard(refused, stage.now_s))
    assert page.details.notice.accessibleName() == (
        "NOT RELEASED: Lot CT-1042:L-2209. The station says: Ben released it already, because: ok"
    )


def test_letters_that_are_typed_are_no_keys_of_the_window(stage: Stage) -> None:
    page = stage.window.holds
    key(stage, Qt.Key.Key_R, Qt.Key.Key_5)
    assert page.questions.field.hasFocus()
    assert not page.questions.enter.isEnabled(), "a reason is required"
    QTest.keyClicks(page.questions.field, "till 12 it")
    assert page.questions.field.text() == "till 12 it"
    assert (stage.window.look.tokens.name, stage.language.code) == ("light", "en")
    QTest.keyClick(page.questions.field, Qt.Key.Key_Return)
    assert stage.commands == [("hold.release", {"hold_id": VENDOR, "operator": "Ana", "reason": "till 12 it"})]
    assert stage.window.focusWidget() is stage.window, "no button has slipped under the keys"
    key(stage, Qt.Key.Key_T)
    assert stage.window.look.tokens.name == "dark", "the keys are the window's again"


def test_escape_leaves_the_line_and_what_was_typed_is_forgotten(stage: Stage) -> None:
    page = stage.window.holds
    key(stage, Qt.Key.Key_R, Qt.Key.Key_5)
    QTest.keyClicks(page.questions.field, "x")
    key(stage, Qt.Key.Key_Escape)
    assert stage.model.hold_desk.view.question.ask is Ask.REASON
    key(stage, Qt.Key.Key_5)
    assert page.questions.field.text() == ""
    key(stage, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert (page.details.isVisible(), stage.commands) == (True, [])


def test_what_was_typed_stays_while_the_line_goes_on(stage: Stage) -> None:
    page = stage.window.holds
    key(stage, Qt.Key.Key_R, Qt.Key.Key_5)
    QTest.keyClicks(page.questions.field, "wet")
    page.questions.go_back.setFocus()
    stage.model.take(gui_holds.heard(gui_holds.by_station("hold-more-0001", name="V-9"), stage.now_s))
    stage.wait(0.5)
    assert (page.questions.field.text(), page.questions.go_back.hasFocus()) == ("wet", True)


def test_holding_by_hand_by_touch_and_by_keys(stage: Stage) -> None:
    page = stage.window.holds
    click(page.by_hand)
    click(page.questions.numbered[2])
    assert [b.text() for b in page.questions.numbered if b.isVisible()] == ["1   V-0311", "2   V-0107", "3   V-0042"]
    click(page.questions.numbered[1])
    assert page.questions.title.accessibleName() == "Hold: Vendor V-0107"
    click(page.questions.numbered[3])
    arguments = {"dimension": "vendor", "name": "V-0107", "operator": "Ana", "reason": "To be looked at first"}
    assert stage.commands == [("hold.raise", arguments)]
    stage.model.take(gui_line.heard(gui_holds.response("request-1", repeated=True), stage.now_s))
    assert page.details.notice.accessibleName() == "It is held by hand already: Vendor V-0107"
    key(stage, Qt.Key.Key_H, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2)
    assert stage.commands[1][1]["dimension"] == "sku"


def test_a_lot_without_its_product_is_asked_for_again(stage: Stage) -> None:
    page = stage.window.holds
    key(stage, Qt.Key.Key_H, Qt.Key.Key_2, Qt.Key.Key_2)
    QTest.keyClicks(page.questions.field, "L7")
    click(page.questions.enter)
    assert "That is no lot" in page.questions.hint.text()
    assert page.questions.field.text() == "L7", "it can be mended"
    QTest.keyClick(page.questions.field, Qt.Key.Key_Home)
    QTest.keyClicks(page.questions.field, "CT-1:")
    QTest.keyClick(page.questions.field, Qt.Key.Key_Return)
    assert page.questions.title.accessibleName() == "Hold: Lot CT-1:L7"


def test_the_first_item_that_waits_is_looked_at(stage: Stage) -> None:
    wanted = stage.station.items[0]
    stage.model.queue.step(2)
    key(stage, Qt.Key.Key_I)
    item = stage.model.queue.view.item
    assert item is not None
    assert (stage.window.page, item.rid) == (Page.QUEUE, wanted.rid)
    assert item.view.reasons[0].code == ReasonCode.GROUP_HELD
    assert "Similar items are held" in stage.window.queue.reasons.text()


def test_holds_of_a_station_that_is_not_heard_are_said_to_be_old_and_kept(stage: Stage) -> None:
    page = stage.window.holds
    stage.model.take(Disconnected(at_s=stage.now_s, detail="refused"))
    stage.model.tick(stage.now_s)
    assert page.status.text().startswith("OLD")
    assert len(rows(stage)) == 3
    key(stage, Qt.Key.Key_R)
    assert page.details.notice.accessibleName().startswith("NOT SENT")
    assert stage.commands == []
    for news in gui_line.greeting(stage.now_s):
        stage.model.take(news)
    stage.model.take(gui_holds.heard(gui_holds.by_hand(), stage.now_s))
    stage.wait(0.2)
    assert [row.text() for row in rows(stage)] == ["Lot CT-1042:L-2209"]
    assert page.status.text() == "You act as Ana"


def test_the_language_changes_while_running(stage: Stage) -> None:
    key(stage, Qt.Key.Key_L)
    settled(stage)
    assert rows(stage)[0].text() == "Proveedor V-0042"
    assert "5,2 %" in stage.window.holds.details.why.accessibleName()
    click(rows(stage)[1])
    assert stage.window.holds.details.why.accessibleName() == "Retirada o reclamación", "it travelled in English"


@pytest.mark.parametrize("scene", [name for name in SCENES if name.startswith("holds")])
def test_everything_a_finger_presses_is_large_enough_and_apart(make_stage: StageMaker, scene: str) -> None:
    stage = small_stage(make_stage, scene)
    buttons = buttons_in(stage.window.holds)
    assert stage.window.holds.by_hand in buttons
    assert too_small(buttons) == []
    places = [b.rect().translated(b.mapTo(stage.window, b.rect().topLeft())).adjusted(-1, -1, 1, 1) for b in buttons]
    close = [(a, b) for n, a in enumerate(places) for b in places[:n] if a.intersects(b)]
    assert close == []


# A scanner, and a person who types while one is there -----------------------------------------------------------------


@pytest.fixture
def scanner(stage: Stage, qapp: QApplication) -> Iterator[None]:
    """A scanner is plugged in."""
    made = ScannerFilter(stage.window)
    made.scanned.connect(stage.window.scanned)
    qapp.installEventFilter(made)
    yield
    made.stop()


def press(stage: Stage, text: str) -> None:
    """Keys as fast as a scanner types them, to whatever has the focus."""
    for char in text:
        pressed = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char.upper()))
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, pressed, Qt.KeyboardModifier.NoModifier, char)
            QApplication.sendEvent(stage.window.focusWidget() or stage.window, event)


@pytest.mark.usefixtures("scanner")
def test_a_scanned_code_is_the_name_that_is_asked_for(stage: Stage) -> None:
    stage.model.hold_desk.raise_by_hand()
    stage.model.hold_desk.pick(1)
    press(stage, "CT-1099\r")
    assert stage.window.page is Page.HOLDS
    assert stage.window.holds.questions.title.accessibleName() == "Hold: Product CT-1099"


@pytest.mark.usefixtures("scanner")
def test_keys_that_were_a_person_s_go_into_the_line_and_not_to_the_window(stage: Stage, qtbot: QtBot) -> None:
    stage.model.hold_desk.release()
    stage.model.hold_desk.pick(5)
    field = stage.window.holds.questions.field
    press(stage, "tl")
    qtbot.waitUntil(lambda: field.text() == "tl", timeout=5000)
    assert (stage.window.look.tokens.name, stage.language.code) == ("light", "en")


@pytest.mark.usefixtures("scanner")
def test_elsewhere_a_scanned_code_is_looked_for_among_the_isolated_items(stage: Stage) -> None:
    press(stage, f"{stage.station.items[1].track}\r")
    assert stage.window.page is Page.QUEUE
